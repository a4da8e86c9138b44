"""Dates and periods of a text: found, read and turned into first and last day.

    >>> [(m.text, m.low.isoformat(), m.high.isoformat()) for m in find_dates("It was signed on 14 May 1994.")]
    [('14 May 1994', '1994-05-14', '1994-05-14')]

Ends are those stated and inclusive: "1992" is 1992-01-01..1992-12-31, "since 1999" begins 1999-01-01 and is open above, "until 2004"
is open below and ends 2004-12-31. "Early 1992" is January to June, approximate, as are the 1990s and the 20th century (1901..2000).
Day and month written in figures are read day first and marked `ambiguous` where they could be read the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from atodds.normalising import periods
from atodds.normalising.clock_times import clock_times
from atodds.normalising.date_anchors import NarrativeAnchor, settled
from atodds.normalising.date_expressions import Calendar, core
from atodds.normalising.date_grammar import WrittenDate, WrittenNonDate, read_dates
from atodds.normalising.date_resolving import DateContext
from atodds.normalising.date_sentences import Outlook, join_over_times, lend_years
from atodds.normalising.date_words import DateWords, date_words
from atodds.normalising.mentions import DateMention, Rejected
from atodds.normalising.periods import Days
from atodds.vocabulary import Bound

_LONGEST_ADDRESS = 200

__all__ = ["DateScan", "NarrativeAnchor", "find_dates", "find_dates_and_times", "resolve_date"]


@dataclass(frozen=True, slots=True)
class DateScan:
    """The dates of a text, and what looked like one and was set aside: times of day, years before the year 1."""

    mentions: tuple[DateMention, ...]
    rejected: tuple[Rejected, ...]


def find_dates(
    text: str, *, reference: date | None = None, base: date | None = None, day_first: bool = True, words: DateWords | None = None
) -> tuple[DateMention, ...]:
    """The dates of a text in order, none overlapping.

    Args:
        text: a sentence, paragraph or document; spans are offsets into it.
        reference: the day of printing, for "last week", "on Tuesday" and years left out of the news.
        base: the narrative's date, for "in May" and "three weeks later"; it moves along with the dates the text itself tells.
        day_first: how 04/08/2020 is read.
        words: the words of another seeds folder.
    """
    return find_dates_and_times(text, reference=reference, base=base, day_first=day_first, words=words).mentions


def find_dates_and_times(
    text: str, *, reference: date | None = None, base: date | None = None, day_first: bool = True, words: DateWords | None = None
) -> DateScan:
    """As `find_dates`, with the spans that are times of day or otherwise no dates, each with its reason."""
    words = words or date_words()
    written, others = read_dates(text, words, day_first=day_first)
    times = clock_times(text, words)
    if times and written:
        written = _outside(written, times)
    addresses = [found for found in written if _in_address(text, found.start)]
    if addresses:
        written = [found for found in written if found not in addresses]
        others += [WrittenNonDate(found.start, found.end, "inside an address") for found in addresses]
    rejected = [Rejected(start, end, text[start:end], "time of day") for start, end in times]
    rejected += [Rejected(start, end, text[start:end], reason) for start, end, reason in others]
    if not written:
        return DateScan((), tuple(sorted(rejected, key=lambda found: found.start)))
    written = lend_years(text, join_over_times(text, written))
    outlook = Outlook(text, words)
    raw = [_mention(text, found, outlook.looks_ahead(found.start, found.end)) for found in written]
    anchor = NarrativeAnchor(published_on=reference, base=Days(base, base) if base else None, fixed=base is not None)
    mentions, _ = anchor.sentence(raw)
    impossible = [mention for mention in mentions if _no_such_day(mention)]
    if impossible:
        mentions = tuple(mention for mention in mentions if mention not in impossible)
        rejected += [Rejected(mention.start, mention.end, mention.text, "no such day in the calendar") for mention in impossible]
    return DateScan(mentions, tuple(sorted(rejected, key=lambda found: found.start)))


def resolve_date(
    mention: DateMention, *, reference: date | None = None, base: date | None = None, base_precision: str = "day"
) -> DateMention:
    """The mention with its days filled in from the day of printing and the narrative's date; pure.

    `base_precision` says how finely the narrative's date is known ("year" after "In 1992"): then `base` is any day of that period.
    """
    around = Days(base, base) if base else None
    if base and base_precision == "year":
        around = Days(date(base.year, 1, 1), date(base.year, 12, 31))
    return settled(mention, DateContext(reference, around, base_precision))


def _mention(text: str, found: WrittenDate, future: bool) -> DateMention:
    inner = core(found.expression)
    ambiguous = isinstance(inner, Calendar) and inner.other_order is not None
    mention = DateMention(
        start=found.start, end=found.end, text=text[found.start : found.end], low=None, high=None,
        bound=Bound.APPROX if found.hedge else Bound.EXACT, hedge=found.hedge, role=found.role, ambiguous=ambiguous, future=future,
        expression=found.expression,
    )  # fmt: skip
    return mention


def _outside(written: list[WrittenDate], times: list[tuple[int, int]]) -> list[WrittenDate]:
    """The dates that share no character with a time of day; both lists ascend."""
    kept = []
    index = 0
    for found in written:
        while index < len(times) and times[index][1] <= found.start:
            index += 1
        if index == len(times) or times[index][0] >= found.end:
            kept.append(found)
    return kept


def _no_such_day(mention: DateMention) -> bool:
    """Such as "31 June 2019", or "30 February" whatever the year."""
    stated = mention.expression
    if isinstance(stated, Calendar) and stated.month and stated.day and periods.day(2000, stated.month, stated.day) is None:
        return True
    return mention.low is None and mention.high is None and mention.needs is None


def _in_address(text: str, start: int) -> bool:
    """Whether a date is part of a web address: no blank stands between it and the address's beginning."""
    if start == 0 or text[start - 1].isspace():
        return False
    before = text[max(start - _LONGEST_ADDRESS, 0) : start]
    run = before.split()[-1] if not before[-1:].isspace() else ""
    return "://" in run or "www." in run
