"""When a figure holds: as stated, or unknown.

A date of the figure's own clause dates a level or a flow ("in 2018 it raised 1.9 million tonnes"). A count that only grows is dated by the
day it was made ("by 3 June the flood had killed 12", "the toll stood at nine on Tuesday"); any other date in its clause says when the thing
befell ("the explosion of March 2019 claimed 36 lives"), which is kept apart. The day of printing is noted for running counts of people and
for nothing else; whether it dates them is decided where the age of the event is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from atodds.extraction.components import Rules
from atodds.extraction.measured import Measured, arcs
from atodds.extraction.parsed import DateAt, ParsedSentence, QuantityAt
from atodds.normalising.mentions import DateMention
from atodds.vocabulary import AsOfSource, MeasureKind

__all__ = ["AsOf", "as_of", "is_compared"]

_CEILING = 3.6  # beyond, a date is of another clause
_COUNTED_BY = frozenset({"by", "until", "till", "as", "since", "to"})  # "by 3 June", "as of 3 June", "up to 3 June"
_STRETCHES = frozenset({"hour", "day", "night", "week", "month", "year", "decade"})
_STANDING = frozenset(
    {"stand", "be", "rise", "climb", "reach", "pass", "total", "number", "remain", "confirm", "count", "put", "say", "report", "announce"}
)


@dataclass(frozen=True, slots=True)
class AsOf:
    """First and last day, and where they were found; `befell` is when the thing happened that a growing count is of."""

    low: date | None = None
    high: date | None = None
    source: AsOfSource | None = None
    price: float = 2.0
    befell: tuple[date | None, date | None] | None = None


def as_of(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    measured: Measured,
    kind: MeasureKind,
    rules: Rules,
    published_on: date | None,
    context: tuple[date, date] | None,
) -> AsOf:
    """The time of one figure.

    Args:
        sentence: the sentence that holds it.
        quantity: the figure.
        measured: its measure.
        kind: how the measure behaves over time.
        rules: words.
        published_on: the day of printing, if known; given only where the figure may be a running count.
        context: first and last day that the heading or caption above names.
    """
    best: tuple[float, DateAt] | None = None
    for found in sentence.dates:
        mention = found.mention
        if is_compared(sentence, found) or (mention.low is None and mention.high is None):
            continue
        if any(
            quantity.end <= other.start
            and 0 <= found.start - other.end <= 3
            and sentence.lowers[max(other.start - 1, 0)] in {"from", "than", "against"}
            for other in sentence.quantities
        ):
            continue  # "down from 300,000 on Sunday"
        price = _price(sentence, quantity, measured, found)
        if best is None or price < best[0]:
            best = (price, found)
    printed = AsOf(published_on, published_on, AsOfSource.PUBLISHED_ON, 1.0) if published_on is not None else AsOf()
    if best is not None and best[0] < _CEILING:
        low, high = _without_its_edge(best[1].mention)
        if kind is MeasureKind.CUMULATIVE and not _says_when_counted(sentence, best[1]):
            return AsOf(printed.low, printed.high, printed.source, best[0], befell=(low, high))
        return AsOf(low or high, high or low, AsOfSource.STATED, best[0])
    if any(not _counts_back(sentence, end) for _, end, _ in sentence.find(rules.lexicon.before_words)):
        return AsOf()
    if context is not None and kind is not MeasureKind.CUMULATIVE:
        return AsOf(context[0], context[1], AsOfSource.CONTEXT, 2.0)
    return printed


def _says_when_counted(sentence: ParsedSentence, found: DateAt) -> bool:
    """Whether a date says when a count was made: "by 3 June", "as of", or of a verb of standing and saying ("stood at nine on Tuesday")."""
    if {sentence.lowers[found.start], sentence.lowers[max(found.start - 1, 0)], sentence.lowers[max(found.start - 2, 0)]} & _COUNTED_BY:
        return True
    if found.mention.low is None or found.mention.high is None:
        return True
    verb = next((token for token in sentence.path_up(found.root)[1:] if sentence.tags[token].startswith("VB")), None)
    return verb is not None and found.mention.precision == "day" and bool(sentence.forms[verb] & _STANDING)


def _without_its_edge(mention: DateMention) -> tuple[date | None, date | None]:
    """The days of a date; what held before 9 March held on the 8th, and what held after 2018 in 2019."""
    word = mention.text.casefold().split()[:1]
    try:
        if word == ["before"] and mention.low is None and mention.high is not None:
            first = mention.high.replace(month=1) if mention.precision == "year" else mention.high
            first = first if mention.precision == "day" else first.replace(day=1)
            return None, first - timedelta(days=1)
        if word == ["after"] and mention.high is None and mention.low is not None:
            low = mention.low
            if mention.precision == "year":
                return low.replace(year=low.year + 1, month=1, day=1), None
            if mention.precision == "month":
                return date(low.year + low.month // 12, low.month % 12 + 1, 1), None
            return (low + timedelta(days=1), None) if mention.precision == "day" else (low, None)
    except (ValueError, OverflowError):
        pass  # at either end of the calendar there is no day before or after
    return mention.low, mention.high


def _counts_back(sentence: ParsedSentence, end: int) -> bool:
    """Whether what follows makes of "in the past" a stretch that ends now: "in the past 24 hours", "in the past week"."""
    following = sentence.forms[end] if end < len(sentence.tokens) else frozenset()
    return bool(following & _STRETCHES) or sentence.tags[end : end + 1] == ["CD"] or bool(following & {"few", "several"})


def is_compared(sentence: ParsedSentence, found: DateAt) -> bool:
    """Whether a date is only held up for comparison: "higher than in 2014", "compared with 1998", "against 40 in 2010"."""
    before = sentence.lowers[max(found.start - 4, 0) : found.start]
    return bool({"than", "compared", "against", "versus"} & set(before))


def _price(sentence: ParsedSentence, quantity: QuantityAt, measured: Measured, found: DateAt) -> float:
    low, high = sorted((quantity.root, found.root))
    between = range(low + 1, high)
    price = min(arcs(sentence, quantity.root, found.root), arcs(sentence, measured.anchor, found.root) + 0.5) + 0.08 * len(between)
    price += 0.9 * sum(1 for other in sentence.quantities if other is not quantity and other.root in between)
    price += 0.6 * sum(1 for other in sentence.dates if other is not found and other.root in between)
    price += 1.0 * sum(1 for index in between if sentence.tokens[index] in {";", "•"})
    if sentence.clause_of(quantity.root) != sentence.clause_of(found.root):
        price += 1.2
    if 0 <= found.start - quantity.end <= 4 and not any(sentence.tokens[index] in {",", ";"} for index in range(quantity.end, found.start)):
        price -= 1.5  # "936 million in 2007 and 1.85 billion in 2008"
    taken = [other for other in sentence.quantities if other is not quantity and 0 <= found.start - other.end <= 4]
    follows = any(other is not quantity and 0 <= other.start - found.end <= 2 for other in sentence.quantities)
    if follows and found.start >= quantity.end and {",", "and"} & set(sentence.lowers[quantity.end : found.start]):
        price += 1.5  # "it costs 600 million, and in 2021 1.2 billion": the year is the figure's behind it
    if taken and found.end <= quantity.start:
        price += 1.5  # "in 2007 and 1.85 billion": the year is the figure's before it
    if quantity.noun is not None and any(
        sentence.deps[step] in {"relcl", "acl"} and sentence.heads[step] in {quantity.noun, *sentence.children(quantity.noun)}
        for step in sentence.path_up(found.root)[:4]
    ):
        price += 2.5  # "tonnes that customs had seized in 2014": the clause tells of the thing, not of the count
    return price
