"""Whether two figures are of one time, by how they behave over time. What is not stated is not known, and an unknown time is neutral.

    toll   (cumulative)   9 on 13 June, 64 on 4 July: it rose; 64 on 4 July, 37 a week later: it cannot fall
    level                 140 missing on Tuesday, 23 a week later: two times; 612 and 547 million at the end of 2023: one
    flow                  2.4 million tonnes in 2018, 1.1 million in 2019: two periods
    fixed                 112 and 94 square kilometres, whenever they are told

A list of rules a behaviour; the first that has anything to say answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from atodds.check_words import CheckWords
from atodds.claims import Axis, Claim, Reading, time_words
from atodds.linking.answers import Aspect
from atodds.linking.axes_compared import extents_of, status_of
from atodds.linking.knowledge import Knowledge, TopicTimes
from atodds.linking.values import days_of, in_one_unit, ratio_of
from atodds.normalising.intervals import falls_below
from atodds.vocabulary import Answer, AsOfSource, MeasureKind, TimeRelation

__all__ = ["A_PERIOD_DAYS", "SETTLED_DAYS", "behaviour", "is_settled", "order_of", "time", "times_of_topics"]

FIXED_DIMENSIONS = frozenset(
    {"length", "area", "mass", "volume", "magnitude", "speed", "acceleration", "intensity", "pressure", "energy", "power", "duration"}
)
FIXED_EXTENTS = frozenset({"highest", "lowest"})  # of all its time, a peak is one figure
SETTLED_AFTER_DAYS = 365  # after the end of an event that went on: a war, a campaign
A_PERIOD_DAYS = 28  # a month or a year that is stated is a period, fewer days are the day on which something was told
SETTLED_DAYS = 60  # after a sudden event; counts of the dead move by a few in a hundred from then on
FIRST_DAYS = 7  # in which a toll moves from hour to hour
RISE_WITHIN_A_DAY = 2.0  # by how much it may differ then between the editions of one day
ONE_PERIOD = 0.8  # of the longer one, that two periods of a flow share

TimeRule = Callable[[Reading, Reading, Knowledge], Aspect | None]


def time(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """The answer of the first rule of the behaviour that has one."""
    for rule in TIME_RULES[behaviour(a, b, knowledge)]:
        found = rule(a, b, knowledge)
        if found is not None:
            return found
    return _of_one_time(a, b)


def behaviour(a: Reading, b: Reading, knowledge: Knowledge) -> str:
    """How two figures behave over time, taken together: plan, date, state, toll, flow, fixed or level."""
    if status_of(a.claim) in ("intended", "foretold", "asked") and status_of(b.claim) in ("intended", "foretold", "asked"):
        return "plan"
    if a.kind != "number":
        return "date" if a.kind == "date" else "state"
    kinds = {a.claim.measure_kind, b.claim.measure_kind}
    if _is_of_an_event(a.claim, knowledge) and _is_of_an_event(b.claim, knowledge):
        return "fixed"
    if MeasureKind.CUMULATIVE in kinds:
        return "toll"
    if MeasureKind.FLOW in kinds:
        return "flow"
    return "fixed" if _is_fixed(a, knowledge) and _is_fixed(b, knowledge) else "level"


def _is_fixed(reading: Reading, knowledge: Knowledge) -> bool:
    """Whether the time does not matter to what is measured: a distance, a depth, how long something took, the peak of anything."""
    claim = reading.claim
    if _is_of_an_event(claim, knowledge):
        return True
    if FIXED_EXTENTS & extents_of(claim):
        return True
    return reading.dimension in FIXED_DIMENSIONS and knowledge.drift_of(claim) == 0


def _is_of_an_event(claim: Claim, knowledge: Knowledge) -> bool:
    """Whether a figure belongs to an event of one day and no class says that it moves: the seats won, the polling stations, the turnout."""
    known, of_class = knowledge.claim_types.get(claim.measure), knowledge.classes.by_id.get(claim.predicate or "")
    if known is not None and known.fixed_by_event:
        return True
    return knowledge.times_of(claim).sudden and (of_class is None or of_class.kind is None)


# --- rules ---------------------------------------------------------------------------------------------------------------------------


def _other_event(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """A figure of before the topic's event began is of another happening."""
    began = knowledge.times_of(a.claim).began
    if began is None:
        return None
    before = [claim.as_of_high is not None and claim.as_of_high < began for claim in (a.claim, b.claim)]
    if before[0] == before[1]:
        return None
    early = a.claim if before[0] else b.claim
    return _apart(f"{_as_of(early)} is before it began")


def _times_apart(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Two stated times that do not meet."""
    if order_of(a.claim, b.claim) in (TimeRelation.EARLIER, TimeRelation.LATER):
        return _apart(f"{_as_of(a.claim)} is not {_as_of(b.claim)}")
    return None


def _periods_apart(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Two stated years or months that do not meet, of what else no time changes."""
    lengths = days_of(a.claim), days_of(b.claim)
    if None not in lengths and min(lengths) >= A_PERIOD_DAYS:  # type: ignore[type-var, operator]
        return _times_apart(a, b, knowledge)
    return Aspect("time", Answer.YES, "the time does not matter to what is measured", "time_fixed")


def _not_said(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """The time of one is not known."""
    if _dated(a.claim) and _dated(b.claim):
        return None
    both = not _dated(a.claim) and not _dated(b.claim)
    said = "neither says of what time it is" if both else "the time of one is not said"
    return Aspect("time", Answer.UNKNOWN, said, "time_unsaid", time=TimeRelation.UNKNOWN)


def _other_period(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Flows are of one period when they share most of it."""
    if not _dated(a.claim) or not _dated(b.claim) or _shared_part(a.claim, b.claim) >= ONE_PERIOD:
        return None
    return _apart(f"{_as_of(a.claim)} is another period than {_as_of(b.claim)}")


def _both_settled(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Two counts of after the toll had settled are one count, whatever their days."""
    if is_settled(a.claim, knowledge) and is_settled(b.claim, knowledge):
        return Aspect("time", Answer.YES, "both are of after it had settled", "time_settled")
    return None


def _undated_toll(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """An undated count above one that was still running may be of later; below a settled one it may be of before."""
    if _dated(a.claim) == _dated(b.claim):
        return None
    readings = in_one_unit(a, b, knowledge) or (a, b)
    dated, undated = readings if _dated(a.claim) else readings[::-1]
    higher = undated.interval.middle > dated.interval.middle
    if is_settled(dated.claim, knowledge):
        answer = Answer.YES if higher else Answer.UNKNOWN
        return Aspect("time", answer, f"it had settled by {_as_of(dated.claim)}", "time_settled" if higher else "time_unsaid")
    if higher and _was_running(dated.claim, knowledge):
        return _rising(f"it may have risen since {_as_of(dated.claim)}")
    return Aspect("time", Answer.UNKNOWN, "the time of one is not said", "time_unsaid", time=TimeRelation.UNKNOWN)


def _was_running(claim: Claim, knowledge: Knowledge) -> bool:
    """Whether a dated figure is of the first weeks after a sudden event, when counts move from day to day."""
    times = knowledge.times_of(claim)
    if not times.sudden or times.began is None or claim.as_of_low is None:
        return False
    return times.began <= claim.as_of_low <= times.began + timedelta(days=SETTLED_DAYS)


def _printed(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """The day of printing dates a number of people in the first weeks of a sudden event, and nothing else."""
    if AsOfSource.PUBLISHED_ON not in (a.claim.as_of_source, b.claim.as_of_source):
        return None
    if all(_was_running(claim, knowledge) for claim in (a.claim, b.claim)):
        return None
    return Aspect("time", Answer.UNKNOWN, "the time of one is not said, only when it was printed", "time_unsaid", time=TimeRelation.UNKNOWN)


def _toll_of_two_times(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """A toll of two times may rise, and then the two hold together; it must not fall."""
    order = order_of(a.claim, b.claim)
    if order not in (TimeRelation.EARLIER, TimeRelation.LATER):
        return None
    readings = in_one_unit(a, b, knowledge) or (a, b)
    first, second = readings if order is TimeRelation.EARLIER else readings[::-1]
    if not falls_below(second.interval, first.interval):
        return _rising(f"it rose between {_as_of(first.claim)} and {_as_of(second.claim)}")
    earlier, later = first.claim, second.claim
    printed = later.as_of_source is AsOfSource.PUBLISHED_ON
    said = f"{_as_of(earlier)} {'was printed before' if printed else 'is before'} {_as_of(later)}"
    return Aspect("time", Answer.UNKNOWN if printed else Answer.YES, said, "time_ordered", time=order)


def _toll_of_one_day(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """A toll that runs may have risen between two editions of one day or within a month that is all one says."""
    if not _dated(a.claim) or not _dated(b.claim) or a.claim.document_id == b.claim.document_id:
        return None
    if any(is_settled(claim, knowledge) for claim in (a.claim, b.claim)) or _stretch_of(a.claim) & _stretch_of(b.claim):
        return None
    readings = in_one_unit(a, b, knowledge) or (a, b)
    times = knowledge.times_of(a.claim)
    first = times.began is not None and _window(a.claim)[0] <= times.began + timedelta(days=FIRST_DAYS)
    printed = AsOfSource.PUBLISHED_ON in (a.claim.as_of_source, b.claim.as_of_source)
    if times.sudden and first and printed and ratio_of(*readings) < RISE_WITHIN_A_DAY and a.dimension == "count":
        return _rising(f"within {_as_of(a.claim)} it may have risen")
    return None


TIME_RULES: dict[str, tuple[TimeRule, ...]] = {
    "plan": (_times_apart, _not_said),
    "date": (lambda a, b, knowledge: Aspect("time", Answer.YES, "a date holds whenever it is told", "time_fixed"),),
    "state": (_times_apart, _not_said),
    "toll": (_other_event, _both_settled, _undated_toll, _not_said, _toll_of_two_times, _toll_of_one_day),
    "flow": (_not_said, _other_period),
    "fixed": (_periods_apart,),
    "level": (_printed, _times_apart, _not_said),
}
"""The rules of each behaviour; figures that none of them tells apart are of one time."""


def times_of_topics(toll_days: Mapping[str, tuple[str | None, Sequence[date]]], words: CheckWords) -> dict[str, TopicTimes]:
    """When each subject's event began and whether it struck within hours, as its tolls and its name tell.

    It began with its first toll; a toll told in passing of another year's event lies more than a year from the middle one.
    """
    found = {}
    for key, (name, days) in toll_days.items():
        middle = days[len(days) // 2]
        began = min(day for day in days if abs((day - middle).days) <= 366)
        years = [int(year) for year in re.findall(r"\b(?:1[5-9]|20)\d\d\b", name or "")]
        ended = date(max(years), 12, 31) if years else None
        found[key] = TopicTimes(began, ended, words.says("sudden_events", (name or key).replace("–", " ").replace("-", " ")))
    return found


# --- times ---------------------------------------------------------------------------------------------------------------------------


def is_settled(claim: Claim, knowledge: Knowledge) -> bool:
    """Whether a count can no longer move: it is called final, or is of long after the event."""
    if status_of(claim) == "final":
        return True
    times = knowledge.times_of(claim)
    if claim.as_of_low is None:
        return False
    if times.sudden and times.began is not None:
        return claim.as_of_low > times.began + timedelta(days=SETTLED_DAYS)
    return times.ended is not None and claim.as_of_low > times.ended + timedelta(days=SETTLED_AFTER_DAYS)


def order_of(a: Claim, b: Claim) -> TimeRelation:
    """Which of two stated times is the earlier; the same where they meet, unknown where one is not stated."""
    if not _dated(a) or not _dated(b):
        return TimeRelation.UNKNOWN
    (a_low, a_high), (b_low, b_high) = _window(a), _window(b)
    if a_high < b_low:
        return TimeRelation.EARLIER
    return TimeRelation.LATER if b_high < a_low else TimeRelation.SAME


def _of_one_time(a: Reading, b: Reading) -> Aspect:
    same = (a.claim.as_of_low, a.claim.as_of_high) == (b.claim.as_of_low, b.claim.as_of_high)
    said = f"both are of {_as_of(a.claim)}" if same else f"{_as_of(a.claim)} and {_as_of(b.claim)} overlap"
    return Aspect("time", Answer.YES, said, "time_equal" if same else "time_overlap")


def _stretch_of(claim: Claim) -> set[str]:
    """What stretch of the event a claim says it counts: "on polling day", "in the first hour"."""
    return {value.value for value in claim.axes if value.axis in (Axis.PERIOD, Axis.PART)}


def _apart(said: str) -> Aspect:
    return Aspect("time", Answer.YES, said, time=TimeRelation.APART)


def _rising(said: str) -> Aspect:
    return Aspect("time", Answer.YES, said, time=TimeRelation.RISING)


def _dated(claim: Claim) -> bool:
    return claim.as_of_low is not None or claim.as_of_high is not None


def _window(claim: Claim) -> tuple[date, date]:
    return claim.as_of_low or date.min, claim.as_of_high or date.max


def _shared_part(a: Claim, b: Claim) -> float:
    """The overlap of two periods as a share of the longer one."""
    (a_low, a_high), (b_low, b_high) = _window(a), _window(b)
    if date.min in (a_low, b_low) or date.max in (a_high, b_high):
        return 0.0
    overlap = (min(a_high, b_high) - max(a_low, b_low)).days + 1
    longer = max((a_high - a_low).days, (b_high - b_low).days) + 1
    return max(overlap, 0) / longer


def _as_of(claim: Claim) -> str:
    return _words(claim.as_of_low, claim.as_of_high)


_words = lru_cache(maxsize=10_000)(time_words)
