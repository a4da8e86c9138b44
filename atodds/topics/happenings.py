"""Which happening a passage tells of: that of its topic, or another year's told in passing.

"The floods of 2005 cost 31 lives" in a report on the flood of 2023 is another happening of the same kind, and stays apart because the text
says so. A time is a happening's where it stands beside the word for it: "the 2005 floods", "the battle for Arda in May 1998".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from atodds.claims import time_words
from atodds.claims.names import slug
from atodds.normalising.dates import find_dates
from atodds.topics.topic_words import HappeningWord, TopicWords

if TYPE_CHECKING:
    from atodds.topics.topics import Topic

__all__ = ["DatedHappening", "Happening", "OtherHappening", "StatedTime", "dated_happenings", "other_happening", "stated_times"]


class StatedTime(NamedTuple):
    """First and last day of a time, and its offsets; `dated` is false where its year is not in the text."""

    low: date
    high: date
    start: int
    end: int
    dated: bool


class DatedHappening(NamedTuple):
    """A word for a happening with the time that stands beside it."""

    happening: HappeningWord
    time: StatedTime


class Happening(NamedTuple):
    """A kind of happening that a topic is about, or tells of most, and when it was."""

    family: str
    low: date
    high: date


@dataclass(frozen=True, slots=True)
class OtherHappening:
    """Another happening than the topic's: its id and why."""

    happening_id: str
    reason: str


# Between "flood" and "2005" stand no verbs but those of happening, and no "since": "the worst flood since 2005" is not of that year.
_TIME_AFTER = re.compile(
    r"(?:[\s,(]|\b(?:of|in|on|from|between|the|early|late|mid|spring|summer|autumn|fall|winter|disaster|campaign|round|first|second|at|near|"
    r"around|for|against|to|was held|took place|happened|occurred|broke out|began|started|struck|hit|came|ended)\b|\b[A-Z][\w'’-]*)*\Z"
)
_TIME_BEFORE = re.compile(r"(?:\s|'s|’s|-|\b(?!(?:and|to|the|since|after|before|with)\b)[\w'’-]++){1,9}\Z")
_NEAR = 48  # characters between a happening and its time
_CLAUSES = re.compile(r"[.!?;\n•|]+\s|,\s(?:while|whereas|but|although|though|compared)\s", re.IGNORECASE)
_SLACK = timedelta(days=31)  # a month's reports may begin before the day that most texts give


def stated_times(text: str, printed: date | None) -> list[StatedTime]:
    """The times of a text that have both ends, in order."""
    return [
        StatedTime(one.low, one.high, one.start, one.end, one.year_stated)
        for one in find_dates(text, reference=printed)
        if one.low and one.high and one.role != "since"
    ]


def dated_happenings(text: str, happenings: Sequence[HappeningWord], times: Sequence[StatedTime]) -> list[DatedHappening]:
    """The happenings of a text that have a time beside them, in order."""
    found = []
    for happening in happenings if times else ():
        near = [(_gap(happening, time), time) for time in times if _gap(happening, time) <= _NEAR and _beside(text, happening, time)]
        if near:
            found.append(DatedHappening(happening, min(near)[1]))
    return found


def _gap(happening: HappeningWord, time: StatedTime) -> int:
    return time.start - happening.end if time.start >= happening.end else happening.start - time.end


def _beside(text: str, happening: HappeningWord, time: StatedTime) -> bool:
    if time.start >= happening.end:
        return bool(_TIME_AFTER.match(text[happening.end : time.start]))
    between = text[time.end : happening.start]
    return between.count(" ") <= 4 and bool(_TIME_BEFORE.match(between))


def other_happening(
    topic: Topic,
    sentence: str,
    at: int,
    words: TopicWords,
    *,
    befell: bool = False,
    as_of: tuple[date, date] | None = None,
    printed: date | None = None,
    own_time: tuple[int, int] | None = None,
) -> OtherHappening | None:
    """The other happening that a sentence's figure is of; None where it is of the topic's own, or where nothing is stated.

    Args:
        topic: what the passage is about, with what it tells of and when.
        sentence: the claim's quote, or the name of its subject.
        at: where in it the figure stands.
        words: the words of seeds/topics.toml.
        befell: the figure counts what befell somebody in a happening (the dead, the displaced): it cannot be older than the happening.
        as_of: the time that the text states for the figure.
        printed: the day of printing.
        own_time: offsets of a date that is the claim itself: that a text puts the happening there makes it no other one.
    """
    start, end = _clause(sentence, at)
    spoken = [one for one in words.happenings_in(sentence) if start <= one.start < end]
    own = topic.happenings[0] if topic.kind == "event" and topic.happenings else None
    if not spoken and not (befell and own):
        return None
    periods = {happening.family: happening for happening in topic.happenings}
    skipped = own_time or (0, 0)
    times = [time for time in stated_times(sentence, printed) if time.dated and not (time.start < skipped[1] and skipped[0] < time.end)]
    dated = dated_happenings(sentence, spoken, times)
    for found in sorted(dated, key=lambda one: abs(one.happening.start - at)):
        if known := periods.get(found.happening.family) or own:
            if found.time.low <= known.high + _SLACK and known.low - _SLACK <= found.time.high:
                break
            return _other(topic.topic_id, found.time.low, found.time.high, found.happening.word)
    called_one = any(one.word in words.parts for one in words.happenings_in(topic.name))
    part = next((one for one in spoken if one.word in words.parts), None) if befell and own and not called_one else None
    before = [time for time in times if time.end <= at]
    told = as_of or next(((time.low, time.high) for time in (*before[-1:], *times) if time in before or at <= time.start < end), None)
    known = next((periods[one.family] for one in spoken if one.family in periods), own if befell else None)
    if told and known and (told[1] < known.low - _SLACK or (part and told[0] > known.high + _SLACK)):
        return _other(topic.topic_id, *told, spoken[0].word if spoken else "a figure older than that")
    if part and not dated:
        return OtherHappening(f"{topic.topic_id}@{slug(part.word)}", f"the {part.word} is a part of it")
    return None


def _clause(sentence: str, at: int) -> tuple[int, int]:
    """The clause that an offset lies in."""
    start, end = 0, len(sentence)
    for found in _CLAUSES.finditer(sentence):
        if found.end() <= at:
            start = found.end()
        elif found.start() >= at:
            return start, found.start()
    return start, end


def _other(topic_id: str, low: date, high: date, what: str) -> OtherHappening:
    return OtherHappening(f"{topic_id}@{low.year}", f"{what}: of {time_words(low, high)}, another time than the topic's")
