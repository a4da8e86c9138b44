"""Which happening a passage tells of: that of its topic, or another year's told in passing.

"The floods of 2005 cost 31 lives" in a report on the flood of 2023 is another happening of the same kind, and stays apart because the text
says so. A time is a happening's where it stands beside the word for it: "the 2005 floods", "the battle for Arda in May 1998".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from atodds.claims import time_words
from atodds.claims.names import slug
from atodds.topics.times import StatedTime, stated_times
from atodds.topics.topic_words import HappeningWord, TopicWords

__all__ = ["DatedHappening", "Happening", "OtherHappening", "dated_happenings", "other_happening"]


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
    low: date
    high: date
    reason: str


# Between "flood" and "2005" stand no verbs and no "since": "the worst flood since 2005" is not of that year.
_TIME_AFTER = re.compile(
    r"(?:[\s,(]|\b(?:of|in|on|from|between|the|early|late|mid|spring|summer|autumn|fall|winter|disaster|campaign|round|first|second|"
    r"at|near|around|for|against|and|to|was held|took place|happened|occurred|broke out|began|started|struck|hit|came|ended)\b|"
    r"\b[A-Z][\w'’-]*)*\Z"
)
_TIME_BEFORE = re.compile(r"(?:\s|'s|’s|-|\b(?!(?:and|to|the|since|after|before|with)\b)[\w'’-]+){0,9}\Z")
_NEAR = 48  # characters between a happening and its time
_CLAUSES = re.compile(r"[.!?;\n•|]+\s|,\s(?:while|whereas|but|although|though|compared)\s", re.IGNORECASE)
_SLACK = timedelta(days=31)  # a month's reports may begin before the day that most texts give


def dated_happenings(text: str, words: TopicWords, year: int | None = None) -> list[DatedHappening]:
    """The happenings of a text that have a time beside them, in order."""
    times = list(stated_times(text, year))
    found: list[DatedHappening] = []
    if times:
        for happening in words.happenings_in(text):
            near = [
                time
                for time in times
                if -_NEAR <= time.start - happening.end <= _NEAR or -_NEAR <= happening.start - time.end <= _NEAR
                if _beside(text, happening, time)
            ]
            if near:
                found.append(DatedHappening(happening, min(near, key=lambda time: _gap(happening, time))))
    return found


def _gap(happening: HappeningWord, time: StatedTime) -> int:
    return time.start - happening.end if time.start >= happening.end else happening.start - time.end


def _beside(text: str, happening: HappeningWord, time: StatedTime) -> bool:
    if time.start >= happening.end:
        return bool(_TIME_AFTER.match(text[happening.end : time.start]))
    between = text[time.end : happening.start]
    return between != "" and between.count(" ") <= 4 and bool(_TIME_BEFORE.match(between))


def other_happening(
    topic_id: str,
    topic_name: str,
    happenings: Sequence[Happening],
    sentence: str,
    at: int,
    words: TopicWords,
    *,
    befell: bool = False,
    is_event: bool = False,
    as_of: tuple[date, date] | None = None,
    year: int | None = None,
) -> OtherHappening | None:
    """The other happening that a sentence's figure is of; None where it is of the topic's own, or where nothing is stated.

    Args:
        topic_id: the topic of the passage.
        topic_name: what it is called: a topic that is called a battle has no battles as its parts.
        happenings: what the topic tells of, and when: the first is its own where it is an event.
        sentence: the claim's quote.
        at: where in it the figure stands.
        words: the words of seeds/topics.toml.
        befell: the figure counts what befell somebody in a happening (the dead, the displaced): it cannot be older than the happening.
        is_event: the topic is an event.
        as_of: the time that the text states for the figure.
        year: of days and months without one.
    """
    start, end = _clause(sentence, at)
    spoken = [one for one in words.happenings_in(sentence) if start <= one.start < end]
    own = happenings[0] if is_event and happenings else None
    periods = {happening.family: happening for happening in happenings}
    dated = [one for one in dated_happenings(sentence, words, year) if one.time.dated and start <= one.happening.start < end]
    for found in sorted(dated, key=lambda one: abs(one.happening.start - at)):
        if known := periods.get(found.happening.family) or own:
            if _meet(found.time.low, found.time.high, known.low, known.high):
                break
            return _other(topic_id, found.time.low, found.time.high, found.happening.word)
    if not spoken and not (befell and own):
        return None
    part = next((one for one in spoken if one.word in words.parts), None) if befell and own and not _called(topic_name, words) else None
    time = as_of or _last_before(sentence, at, year)
    known = next((periods[one.family] for one in spoken if one.family in periods), own if befell else None)
    if time and known and (time[1] < known.low - _SLACK or (part and time[0] > known.high + _SLACK)):
        return _other(topic_id, *time, spoken[0].word if spoken else "a figure older than that")
    if part and own and not dated:
        return OtherHappening(f"{topic_id}@{slug(part.word)}", own.low, own.high, f"the {part.word} is a part of it")
    return None


def _called(topic_name: str, words: TopicWords) -> bool:
    """Whether a topic is itself called what may be a part of another."""
    return any(one.word in words.parts for one in words.happenings_in(topic_name))


def _clause(sentence: str, at: int) -> tuple[int, int]:
    """The clause that an offset lies in."""
    start, end = 0, len(sentence)
    for found in _CLAUSES.finditer(sentence):
        if found.end() <= at:
            start = found.end()
        elif found.start() >= at:
            end = found.start()
            break
    return start, end


def _last_before(sentence: str, at: int, year: int | None) -> tuple[date, date] | None:
    """The time stated nearest before a figure, else the first behind it in its clause: "in May 1970 high water killed 209"."""
    times = [time for time in stated_times(sentence, year) if time.dated and not re.search(r"\bsince\s\Z", sentence[: time.start])]
    before = [time for time in times if time.end <= at]
    behind = [time for time in times if at <= time.start < _clause(sentence, at)[1]]
    chosen = before[-1:] or behind[:1]
    return (chosen[0].low, chosen[0].high) if chosen else None


def _other(topic_id: str, low: date, high: date, what: str) -> OtherHappening:
    return OtherHappening(f"{topic_id}@{low.year}", low, high, f"{what}: of {time_words(low, high)}, another time than the topic's")


def _meet(a_low: date, a_high: date, b_low: date, b_high: date) -> bool:
    return a_low <= b_high + _SLACK and b_low - _SLACK <= a_high
