"""When a figure holds: a date of its own clause, else the narrative's running date, else the day of printing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from atodds.extraction.components import Rules
from atodds.extraction.measures import MeasureChoice
from atodds.extraction.narrative import Narrative
from atodds.extraction.parsed import DateAt, ParsedSentence, QuantityAt
from atodds.normalising.mentions import DateMention
from atodds.vocabulary import AsOfSource, MeasureKind

__all__ = ["AsOf", "as_of"]

_CEILING = 7.0
_TOLL_RUNS_DAYS = 60  # how long the toll of a day goes on being counted
_STRETCHES = frozenset({"hour", "day", "night", "week", "month", "year", "decade"})


@dataclass(frozen=True, slots=True)
class AsOf:
    """First and last day, and where they were found."""

    low: date | None = None
    high: date | None = None
    source: AsOfSource | None = None
    price: float = 2.0


def as_of(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    choice: MeasureChoice,
    narrative: Narrative,
    rules: Rules,
    published_on: date | None,
    context: tuple[date, date] | None,
) -> AsOf:
    """The time of one figure.

    Args:
        sentence: the sentence that holds it.
        quantity: the figure.
        choice: its measure.
        narrative: what earlier sentences left.
        rules: words.
        published_on: the day of printing, if known.
        context: the narrative's running date as first and last day.
    """
    best: tuple[float, DateAt] | None = None
    unplaced: float | None = None
    for found in sentence.dates:
        if is_compared(sentence, found):
            continue
        if found.mention.low is None and found.mention.high is None:
            price = _price(sentence, quantity, choice, found)
            unplaced = price if unplaced is None else min(unplaced, price)
            continue
        if published_on is not None and narrative.topic.is_event and not _tells_of(sentence, quantity, found):
            continue  # "the barrier, begun in 2003, cost 5 billion" does not say when the cost held
        if any(
            quantity.end <= other.start
            and 0 <= found.start - other.end <= 3
            and sentence.lowers[max(other.start - 1, 0)] in {"from", "than", "against"}
            for other in sentence.quantities
        ):
            continue  # "down from 300,000 on Sunday"
        if found.mention.high is None and published_on is not None:
            continue  # "since 2014": up to the day of printing
        if narrative.topic.is_event and (found.mention.low in narrative.event_days or dates_the_event(sentence, found, rules)):
            continue
        price = _price(sentence, quantity, choice, found)
        if best is None or price < best[0]:
            best = (price, found)
    if best is not None and unplaced is not None and unplaced < best[0]:
        best = None  # "this year it is 600 million, and 2021 it will be more": the first is of a year nothing names
    if best is not None and best[0] < _CEILING:
        mention = best[1].mention
        final = _final_toll(choice, best[1], published_on)
        if final is not None:
            return AsOf(mention.low, final, AsOfSource.STATED, best[0])
        low, high = _without_its_edge(mention)
        return AsOf(low or high, high or low, AsOfSource.STATED, best[0])
    if any(not _counts_back(sentence, end) for _, end, _ in sentence.find(rules.lexicon.before_words)):
        return AsOf()
    if published_on is None and narrative.topic.is_event:
        about = narrative.printed_about
        return AsOf(about[0], about[1], AsOfSource.CONTEXT, 1.5) if about else AsOf()
    if published_on is not None and (
        narrative.topic.is_event or choice.claim_type.measure_kind is MeasureKind.CUMULATIVE or sentence.find(rules.lexicon.now_words)
    ):
        return AsOf(published_on, published_on, AsOfSource.PUBLISHED_ON, 1.0)
    if context is not None and not sentence.find(rules.lexicon.now_words):
        return AsOf(context[0], context[1], AsOfSource.CONTEXT, 2.0)
    if published_on is not None:
        return AsOf(published_on, published_on, AsOfSource.PUBLISHED_ON, 2.0)
    return AsOf()


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


def _final_toll(choice: MeasureChoice, found: DateAt, published_on: date | None) -> date | None:
    """The last day of the year of a toll told long after the day it is of: it is no count made on that day."""
    day = found.mention.low
    if day is None or found.mention.precision != "day" or found.mention.high != day or published_on is None:
        return None
    if choice.claim_type.claim_type != "casualties" or (published_on - day).days <= _TOLL_RUNS_DAYS:
        return None
    return min(date(day.year, 12, 31), published_on)


def _counts_back(sentence: ParsedSentence, end: int) -> bool:
    """Whether what follows makes of "in the past" a stretch that ends now: "in the past 24 hours", "in the past week"."""
    following = sentence.forms[end] if end < len(sentence.tokens) else frozenset()
    return bool(following & _STRETCHES) or sentence.tags[end : end + 1] == ["CD"] or bool(following & {"few", "several"})


def _tells_of(sentence: ParsedSentence, quantity: QuantityAt, found: DateAt) -> bool:
    """Whether a date stands in the figure's own clause, in one above it ("said on Tuesday that ..."), or right beside the figure."""
    clause = sentence.clause_of(found.root)
    return clause in {sentence.clause_of(quantity.root), *sentence.path_up(quantity.root)} or abs(found.start - quantity.end) <= 3


def dates_the_event(sentence: ParsedSentence, found: DateAt, rules: Rules) -> bool:
    """Whether a date hangs on the event ("the blast of 4 August", "quakes that struck on 6 February"), so that no count is dated by it."""
    kinds = rules.lexicon.event_phrases
    head = found.root
    for token in sentence.path_up(head)[1:4]:
        forms = sentence.forms[token]
        if forms & rules.lexicon.event_echoes or any(form in kinds for form in forms):
            return True
        if sentence.tags[token].startswith("VB"):
            subjects = [child for child in sentence.children(token) if sentence.deps[child] in {"nsubj", "nsubjpass"}]
            return any(
                sentence.forms[child] & rules.lexicon.event_echoes
                or any(form in kinds for form in sentence.forms[child])
                or sentence.lowers[child] in {"that", "which"}
                for child in subjects
            )
    follows = found.end
    return follows < len(sentence.tokens) and (
        bool(sentence.forms[follows] & rules.lexicon.event_echoes) or any(form in kinds for form in sentence.forms[follows])
    )


def is_compared(sentence: ParsedSentence, found: DateAt) -> bool:
    """Whether a date is only held up for comparison: "higher than in 2014", "compared with 1998", "against 40 in 2010"."""
    before = sentence.lowers[max(found.start - 4, 0) : found.start]
    return bool({"than", "compared", "against", "versus"} & set(before))


def _price(sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, found: DateAt) -> float:
    tree = min(sentence.tree_distance(quantity.root, found.root), sentence.tree_distance(choice.anchor, found.root) + 1)
    low, high = sorted((quantity.root, found.root))
    between = range(low + 1, high)
    price = 0.5 * tree + 0.08 * len(between)
    price += 0.9 * sum(1 for other in sentence.quantities if other is not quantity and other.root in between)
    price += 0.6 * sum(1 for other in sentence.dates if other is not found and other.root in between)
    price += 1.0 * sum(1 for index in between if sentence.tokens[index] in {";", "•"})
    if sentence.clause_of(quantity.root) == sentence.clause_of(found.root):
        price -= 0.5
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
