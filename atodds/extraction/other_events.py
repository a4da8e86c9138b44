"""Figures of another event than the one their document is about, told in passing.

    "In 2010, floods killed 2,000"            in an article on the floods of 2022: those of 2010
    "a sinking in 2014, in which 306 died"    in an article on a crush of 2022: the sinking of 2014
    "13,000 killed in the war since 2014"     in an article on an election: the war

Such a figure is told apart by a year that ends before the event began, or by a lasting event (a war, an epidemic) in its own clause when
the document is about one of days. It is given a name of the words at hand, so that it is never held against the document's own event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from atodds.extraction.components import Rules
from atodds.extraction.happenings import event_name
from atodds.extraction.measures import MeasureChoice
from atodds.extraction.naming import clean_name, place_of
from atodds.extraction.narrative import Narrative
from atodds.extraction.parsed import DateAt, Name, ParsedSentence, QuantityAt
from atodds.vocabulary import MeasureKind

__all__ = ["OtherEvent", "other_event"]

_COMPARING = frozenset({"than", "compared", "against", "versus", "unlike"})
_SINCE = frozenset({"since", "after", "before", "from"})
_FARTHEST = 8


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """Its name and, where the sentence dates it, its first and last day."""

    name: str
    low: date | None = None
    high: date | None = None


def other_event(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    choice: MeasureChoice,
    narrative: Narrative,
    rules: Rules,
    credited: tuple[int, int] | None,
) -> OtherEvent | None:
    """The event a figure belongs to when it is plainly not the document's own; None when it may be."""
    topic = narrative.topic
    if not topic.is_event or topic.kind is None:
        return None
    of_an_event = choice.claim_type.subject_kind == "event" or choice.claim_type.measure_kind is MeasureKind.CUMULATIVE
    heads = _event_heads(sentence, rules)
    lasting = topic.kind in rules.lexicon.long_kinds
    if topic.year is not None:
        for head, _kind in heads:
            own = _own_date(sentence, head, topic.year)
            belongs = head in sentence.path_up(quantity.root) or (of_an_event and _hangs_on(sentence, head, choice.anchor, quantity.root))
            if own is not None and belongs:  # "killed by a tsunami that struck in 1960", "the 1994 spill of 94,000 tonnes"
                name = _name(sentence, quantity, own, [(head, _kind)], narrative, rules, credited)
                year = own.mention.low.year if own.mention.low else own.mention.high.year if own.mention.high else 0
                return OtherEvent(f"{name} {year}", own.mention.low, own.mention.high)
    dated = None if lasting or topic.year is None else _earlier_year(sentence, quantity, topic.year)
    if dated is not None and (of_an_event or any(_governs(sentence, head, quantity.root) for head, _ in heads)):
        low, high = dated.mention.low, dated.mention.high
        if low is None or high is None:
            return None
        years = f"{low.year}" if low.year == high.year else f"{low.year}-{high.year}"
        return OtherEvent(f"{_name(sentence, quantity, dated, heads, narrative, rules, credited)} {years}", low, high)
    if not lasting and of_an_event:
        for head, kind in heads:
            if kind in rules.lexicon.long_kinds and _hangs_on(sentence, head, choice.anchor, quantity.root):
                named = event_name(sentence, head, rules) or f"{_own_place(sentence, head, rules, credited) or ''} {sentence.lowers[head]}"
                return OtherEvent(named.strip())
    return None


def _event_heads(sentence: ParsedSentence, rules: Rules) -> list[tuple[int, str]]:
    """Tokens that name an event or echo one ("the tragedy"), with their kinds; dates apart ("March 1989" is no march)."""
    dates = {token for found in sentence.dates for token in range(found.start, found.end)}
    heads = [(end - 1, kind) for _, end, kind in rules.lexicon.event_phrases.find(sentence.forms) if end - 1 not in dates]
    taken = {head for head, _ in heads}
    heads += [
        (token, "") for token, forms in enumerate(sentence.forms) if forms & rules.lexicon.event_echoes and token not in taken | dates
    ]
    return sorted(heads)


def _earlier_year(sentence: ParsedSentence, quantity: QuantityAt, year: int) -> DateAt | None:
    """The date a figure's clause stands under, when it ends in a year before the event's and no date of the event's time is nearer."""
    best: tuple[float, DateAt] | None = None
    clauses = {sentence.clause_of(quantity.root), *sentence.path_up(quantity.root)}
    for found in sentence.dates:
        high, low = found.mention.high, found.mention.low
        if high is None or low is None or found.mention.relative:
            continue
        before = sentence.lowers[max(found.start - 4, 0) : found.start]
        compared = next((found.start - step for step, word in enumerate(reversed(before), 1) if word in _COMPARING), None)
        if compared is not None and not compared < quantity.start < found.start:
            continue
        inside = any(found.start <= step < found.end for step in sentence.path_up(quantity.root))  # "in 2014, when 304 died"
        if not inside and before and before[-1] in _SINCE:
            continue
        verb = next((step for step in sentence.path_up(found.root) if sentence.tags[step].startswith("VB")), found.root)
        told = sentence.deps[verb] in {"acl", "relcl"} and sentence.heads[verb] in {quantity.root, quantity.noun_or_root}
        elsewhere = sentence.clause_of(found.root) not in clauses or _in_participle(sentence, found.root)
        if elsewhere and not inside and not told and not 0 <= found.start - quantity.end <= 2:
            continue
        far = sentence.tree_distance(found.root, quantity.root) + 0.1 * abs(found.root - quantity.root)
        if best is None or far < best[0]:
            best = (far, found)
    if best is None or best[0] > _FARTHEST + 4:
        return None
    high = best[1].mention.high
    return best[1] if high is not None and high.year < year else None


def _own_date(sentence: ParsedSentence, head: int, year: int) -> DateAt | None:
    """The date that hangs on an event's own word, when it ends in a year before the document's event."""
    for found in sentence.dates:
        high, low = found.mention.high, found.mention.low
        if high is None or low is None or high.year >= year or found.mention.relative:
            continue
        if head in sentence.path_up(found.root)[1:5]:
            return found
    return None


def _in_participle(sentence: ParsedSentence, token: int) -> bool:
    """Whether a token hangs on a participle or clause that tells of a thing: "the dam, finished in 2003, ..."."""
    clause = sentence.clause_of(token)
    return any(
        sentence.deps[step] in {"acl", "relcl", "advcl"} and sentence.tags[step].startswith("VB")
        for step in sentence.path_up(token)
        if step != clause and clause in sentence.path_up(step)
    )


def _governs(sentence: ParsedSentence, head: int, root: int) -> bool:
    """Whether an event is the subject of the clause a figure stands in: "floods covered almost a fifth"."""
    return sentence.deps[head] in {"nsubj", "nsubjpass"} and sentence.heads[head] in sentence.path_up(root)


def _hangs_on(sentence: ParsedSentence, head: int, anchor: int, root: int) -> bool:
    """Whether a figure or its cue has the event behind a preposition, or as its subject: "killed in the war", "the war killed"."""
    if _governs(sentence, head, root):
        return True
    link = sentence.heads[head]
    if sentence.lowers[link] not in {"in", "during", "of", "by", "from"} or not head - 4 <= link < head:
        return False
    return sentence.heads[link] in {anchor, root, *sentence.path_up(root)[:2]}


def _name(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    dated: DateAt,
    heads: list[tuple[int, str]],
    narrative: Narrative,
    rules: Rules,
    credited: tuple[int, int] | None,
) -> str:
    """The other event after its own words; after the document's event where it has none of its own ("in 2010, floods killed 2,000")."""
    topic = narrative.topic
    own = (topic.subject or "").removesuffix(str(topic.year or "")).strip()
    near = [entry for entry in heads if sentence.tree_distance(entry[0], dated.root) <= _FARTHEST]
    if not near:
        place = _own_place(sentence, quantity.root, rules, credited)
        return own if place is None or place in topic.places else f"{place} {topic.kind}"
    head, kind = min(near, key=lambda entry: (sentence.tree_distance(entry[0], dated.root), abs(entry[0] - dated.root)))
    named = event_name(sentence, head, rules) if sentence.is_noun(head) else None
    if named is not None and any(word[:1].isupper() and word.lower() not in {"the", "a", "an", "in"} for word in named.split()):
        year = str(dated.mention.low.year) if dated.mention.low else ""
        return " ".join(word for word in named.split() if word != year)  # "the 2011 quake"
    place = _own_place(sentence, head, rules, credited)
    word = sentence.lowers[head] if sentence.is_noun(head) else kind or "disaster"
    if place is None or place in topic.places:
        return own if kind in {"", topic.kind} else f"{'–'.join(topic.places)} {word}".strip()
    return f"{place} {word}"


def _own_place(sentence: ParsedSentence, near: int, rules: Rules, credited: tuple[int, int] | None) -> str | None:
    """The name nearest to a token in its clause: a place, a ship, whatever the event is told apart by."""

    def price(name: Name) -> tuple[float, int]:
        known = name.kind == "place" or place_of(name.text, rules) is not None
        return sentence.tree_distance(name.root, near) + 0.2 * abs(name.root - near) + (0.0 if known else 1.0), name.start

    names = [
        name for name in sentence.names if name.kind in {"place", "name"} and not (credited and credited[0] <= name.start < credited[1])
    ]
    if not names:
        return None
    best = min(names, key=price)
    return (place_of(best.text, rules) or clean_name(best.text)) if price(best)[0] <= _FARTHEST else None
