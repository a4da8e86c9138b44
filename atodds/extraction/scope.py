"""How a figure is meant: its modality, and the qualifiers that take it out of a plain comparison."""

from __future__ import annotations

from collections.abc import Sequence

from atodds.extraction.components import Rules
from atodds.extraction.measures import MeasureChoice, cue_price, is_of_a_whole
from atodds.extraction.parsed import Cue, ParsedSentence, QuantityAt
from atodds.vocabulary import Modality, Qualifier, SegmentKind

__all__ = ["modality_of", "qualifiers_of"]

_ORDER = (Modality.NEGATED, Modality.PLANNED, Modality.HYPOTHETICAL, Modality.ESTIMATED, Modality.REPORTED)
_REACH = 2.6  # a modal word that costs more speaks of something else
_QUALIFIER_REACH = {
    Qualifier.ADDITIONAL: 1.0,
    Qualifier.EARLIER: 3.2,
    Qualifier.SUBSET: 2.4,
    Qualifier.COMPLEMENT: 2.6,
    Qualifier.PROJECTION: 3.0,
    Qualifier.FEARED: 2.6,
    Qualifier.CONFIRMED: 2.2,
}


def modality_of(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> Modality:
    """The document's stand: the strongest word of modality near the figure; a negation inside the measure does not count."""
    hits = sentence.find(rules.lexicon.modality)
    inner = sentence.find(rules.lexicon.negation_of_measure)
    found: set[Modality] = set()
    if quantity.mention.hedge and "estimate" in quantity.mention.hedge.lower():
        found.add(Modality.ESTIMATED)
    governor = sentence.clause_of(quantity.root)
    for start, end, label in hits:
        modality = Modality(label)
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


def qualifiers_of(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, rules: Rules, earlier_measures: Sequence[str]
) -> tuple[tuple[Qualifier, ...], str | None]:
    """Qualifiers, and the words that made them. `earlier_measures`: measures already stated, for "another 170"."""
    found: dict[Qualifier, str] = {}
    for start, end, label in sentence.find(rules.lexicon.qualifiers):
        qualifier = Qualifier(label)
        text = sentence.text_of(start, end)
        price = _price(sentence, quantity, start, end)
        if qualifier is Qualifier.ADDITIONAL:
            inside = quantity.start - 1 <= start < quantity.end + 1
            compares = end < len(sentence.tokens) and sentence.lowers[end] == "than"
            if inside and not compares and choice.measure in earlier_measures:
                found[qualifier] = text
        elif qualifier is Qualifier.CONFIRMED:
            if price <= _QUALIFIER_REACH[qualifier] and not any(sentence.deps[child] == "neg" for child in sentence.children(start)):
                found.setdefault(qualifier, text)
        elif qualifier in {Qualifier.SUBSET, Qualifier.COMPLEMENT}:
            if qualifier is Qualifier.SUBSET and choice.measure == "recovered":
                continue  # "457 cases, of which 109 have recovered": all who have recovered
            if (
                (end <= quantity.start and quantity.start - end <= 3)
                or (0 <= start - quantity.end <= 2 and qualifier is Qualifier.COMPLEMENT)
                or (sentence.lowers[start] in {"of"} and start == quantity.end)
            ):
                found.setdefault(qualifier, sentence.text_of(start, min(end + 3, len(sentence.tokens))))
        elif sentence.lowers[end - 1] == "from":
            if 0 <= quantity.start - end <= 1 or quantity.start <= end <= quantity.end:
                found.setdefault(qualifier, text)  # "up from 2.7 million": the figure behind it, not the one before
        elif price <= _QUALIFIER_REACH[qualifier]:
            found.setdefault(qualifier, text)
    if choice.claim_type.dimension == "people" and is_of_a_whole(sentence, quantity, rules):
        found.setdefault(Qualifier.SUBSET, "of")
    if Qualifier.SUBSET in found and choice.claim_type.derived and choice.measure not in earlier_measures:
        del found[Qualifier.SUBSET]  # "2 million houses were damaged, of which 897,000 destroyed": a figure of a measure of its own
    if _is_change(sentence, quantity, rules):
        found.setdefault(Qualifier.CHANGE, "by")
    if sentence.segment.kind is SegmentKind.TITLE:
        found[Qualifier.HEADLINE] = found.get(Qualifier.HEADLINE, "")
    ordered = tuple(qualifier for qualifier in Qualifier if qualifier in found)
    words = "; ".join(text for text in (found[qualifier] for qualifier in ordered) if text)
    return ordered, words or None


def _is_change(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> bool:
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
    return cue_price(sentence, quantity, Cue("", start, end, start))
