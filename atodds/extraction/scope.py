"""How a figure is meant: its modality, and whether it is the size of a change."""

from __future__ import annotations

from atodds.extraction.components import Rules
from atodds.extraction.measured import nearness
from atodds.extraction.parsed import ParsedSentence, QuantityAt
from atodds.vocabulary import Modality

__all__ = ["date_modality", "is_change", "modality_of"]

_ORDER = (Modality.NEGATED, Modality.PLANNED, Modality.HYPOTHETICAL, Modality.ESTIMATED, Modality.REPORTED)
_REACH = 2.6  # a modal word that costs more speaks of something else


def modality_of(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> Modality:
    """The document's stand: the strongest word of modality near the figure; a negation inside the measure does not count."""
    hits = sentence.find(rules.lexicon.modality)
    inner = sentence.find(rules.lexicon.negation_of_measure)
    found: set[Modality] = set()
    if quantity.mention.hedge and "estimate" in quantity.mention.hedge.lower():
        found.add(Modality.ESTIMATED)
    governor = sentence.clause_of(quantity.root)
    dated = {index for one in sentence.dates for index in range(one.start, one.end)}
    for start, end, label in hits:
        modality = Modality(label)
        if start in dated:
            continue  # "in May 1995"
        if quantity.start <= start < quantity.end and modality not in {Modality.ESTIMATED, Modality.REPORTED}:
            continue
        if any(begin <= start < stop for begin, stop, _ in inner):
            continue
        if modality is Modality.NEGATED:
            negates = (
                (sentence.deps[start] == "neg" and sentence.heads[start] == governor)
                or (sentence.lowers[start] in {"no", "without"} and sentence.heads[start] in {quantity.root, quantity.noun})
                or (sentence.tags[start].startswith("VB") and start in sentence.path_up(quantity.root)[1:3])
            )
            if negates:
                found.add(modality)
        elif modality is Modality.HYPOTHETICAL:
            if sentence.heads[start] == governor and start < quantity.start and sentence.deps[start] in {"aux", "mark", "prep"}:
                found.add(modality)
        elif _price(sentence, quantity, start, end) <= _REACH and start < quantity.end + 3:
            found.add(modality)
    return next((modality for modality in _ORDER if modality in found), Modality.ASSERTED)


def date_modality(sentence: ParsedSentence, root: int, future: bool, rules: Rules) -> Modality:
    """Whether what a date is of was planned, is to come or is denied; asserted without a word of it in its clause."""
    if future:
        return Modality.PLANNED
    clause = sentence.clause_of(root)
    dated = {index for found in sentence.dates for index in range(found.start, found.end)}
    for start, _, label in sentence.find(rules.lexicon.modality):
        if start in dated:
            continue  # "in May 1995"
        if sentence.clause_of(start) != clause and sentence.heads[start] != clause:
            continue
        if sentence.is_noun(start) and start not in sentence.path_up(root):
            continue  # "approved the plan in the vote of 3 May": the vote was held
        if label in {"planned", "hypothetical"} and start in {*sentence.path_up(root), *sentence.children(clause)}:
            return Modality(label)
        if label == "negated" and sentence.deps[start] == "neg" and sentence.heads[start] == clause:
            return Modality.NEGATED
    return Modality.ASSERTED


def is_change(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> bool:
    """Whether the figure is the size of a change: "rose by 3 %", "a fall of 10.9 percent"."""
    before = sentence.lowers[quantity.start - 1] if quantity.start else ""
    inside = sentence.lowers[quantity.start]
    if before in {"to", "at", "from"} or inside in {"to", "from"}:
        return False
    for token in sentence.path_up(quantity.root)[1:4]:
        if sentence.forms[token] & rules.lexicon.change_verbs:
            return quantity.mention.unit == "percent" or before == "by" or inside == "by"
    return False


def _price(sentence: ParsedSentence, quantity: QuantityAt, start: int, end: int) -> float:
    return nearness(sentence, quantity, range(start, end))
