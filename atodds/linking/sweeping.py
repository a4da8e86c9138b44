"""The pairs of a large block that may conflict: classes of equal claims, sorted by time and value, never every claim with every other.

Claims that say the same become one class; classes of one measure and scope stand on shelves by their window of time, and only those whose
windows meet and whose values are apart come out. A fact with 50,000 readings that agree costs a sort.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from atodds.claims import Claim, Reading
from atodds.linking.time import A_PERIOD_DAYS
from atodds.linking.values import days_of
from atodds.normalising.intervals import BOUND_REACH, Interval
from atodds.vocabulary import Bound, MeasureKind

__all__ = ["PAIRS_PER_BLOCK", "swept_pairs"]

PAIRS_PER_BLOCK = 100_000  # a block where that many values disagree says so by then
_WITNESSES = 3  # earlier, higher tolls that each later, lower one is held against
_Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Class:
    """Claims that say the same, by their first one; ends are those of the interval a reader takes the figure for."""

    claim: Claim
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The classes of one window of time, with the extremes that tell at once whether another shelf disagrees."""

    window: _Window
    by_low: tuple[_Class, ...]
    highest_low: float
    lowest_high: float


def swept_pairs(
    block: Sequence[Claim], reading: Callable[[Claim], Reading], may_meet: Callable[[Claim, Claim], bool], leap: float | None = None
) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of a large block whose values are apart and whose times may meet, `PAIRS_PER_BLOCK` of them at most.

    Args:
        block: the claims.
        reading: a claim's reading.
        may_meet: whether claims of the measure and scope of two may be held against each other; asked once for each two.
        leap: how many times an earlier toll a later one is that is held against it; none is without.
    """
    buckets: dict[tuple[object, ...], dict[_Window, list[_Class]]] = defaultdict(lambda: defaultdict(list))
    firsts: dict[tuple[object, ...], Claim] = {}
    loose: list[Claim] = []
    for claim in _one_of_each(block):
        found = reading(claim)
        if found.kind not in ("number", "date"):
            loose.append(claim)
            continue
        key = (claim.predicate, claim.also, claim.counted, claim.axes, claim.per_unit, found.dimension, claim.measure_kind)
        firsts.setdefault(key, claim)
        buckets[key][_window(claim)].append(_Class(claim, *_as_people_read(found.interval)))
    ready = {key: [_shelf(window, classes) for window, classes in windows.items()] for key, windows in buckets.items()}
    left = PAIRS_PER_BLOCK
    for stream in _streams(ready, firsts, may_meet, leap):
        for pair in stream:
            if left == 0:
                return
            left -= 1
            yield pair
    yield from combinations(loose[:500], 2)


def _streams(
    ready: dict[tuple[object, ...], list[_Shelf]],
    firsts: dict[tuple[object, ...], Claim],
    may_meet: Callable[[Claim, Claim], bool],
    leap: float | None,
) -> Iterator[Iterator[tuple[Claim, Claim]]]:
    for key, shelves in ready.items():
        yield _disagreeing(shelves, shelves)
        yield _other_magnitudes(shelves)
        if firsts[key].measure_kind is MeasureKind.CUMULATIVE:
            yield _falling(shelves)
            if leap is not None:
                yield _leaping(shelves, leap)
    for (one, shelves), (other, others) in combinations(ready.items(), 2):
        if may_meet(firsts[one], firsts[other]):
            yield _disagreeing(shelves, others)


def _as_people_read(interval: Interval) -> tuple[float, float]:
    """The ends of an interval without the room that bounds leave to the letter: "more than 10,000" is not 240,000 either."""
    if interval.bound is Bound.AT_LEAST and interval.near_low > 0:
        return interval.near_low * (1 + 1e-9), interval.near_low * BOUND_REACH
    if interval.bound is Bound.AT_MOST and interval.near_high > 0:
        return interval.near_high / 1.05, interval.near_high
    return interval.near_low, interval.near_high


def _one_of_each(block: Sequence[Claim]) -> Iterator[Claim]:
    seen = set()
    for claim in block:
        said = (
            claim.predicate, claim.also, claim.counted, claim.words, claim.axes, claim.unit, claim.currency, claim.per_unit,
            claim.value_low, claim.value_high, claim.date_low, claim.date_high, claim.members, claim.polarity, claim.bound,
            claim.last_digit, claim.as_of_low, claim.as_of_high, claim.as_of_source, claim.modality, claim.attribution,
        )  # fmt: skip
        if said not in seen:
            seen.add(said)
            yield claim


def _window(claim: Claim) -> _Window:
    """The time a claim may be held against others for; a day on which a level is told binds it to no day."""
    days = days_of(claim)
    if days is None or (claim.measure_kind is MeasureKind.LEVEL and days < A_PERIOD_DAYS):
        return date.min, date.max
    return claim.as_of_low or date.min, claim.as_of_high or date.max


def _shelf(window: _Window, classes: Sequence[_Class]) -> _Shelf:
    by_low = tuple(sorted(classes, key=lambda one: (one.low, one.high, one.claim.claim_id)))
    return _Shelf(window, by_low, max(one.low for one in by_low), min(one.high for one in by_low))


def _disagreeing(one: Sequence[_Shelf], other: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of classes whose windows meet and whose intervals are apart."""
    for first, second in _meeting(one, other):
        if first.lowest_high < second.highest_low:
            yield from _apart(first, second)
        if first is not second and second.lowest_high < first.highest_low:
            yield from _apart(second, first)


def _meeting(one: Sequence[_Shelf], other: Sequence[_Shelf]) -> Iterator[tuple[_Shelf, _Shelf]]:
    """Pairs of shelves whose windows overlap, each pair once; a sweep over the first days."""
    if one is not other:
        yield from ((a, b) for a in one for b in other if a.window[0] <= b.window[1] and b.window[0] <= a.window[1])
        return
    active: list[_Shelf] = []
    for shelf in sorted(one, key=lambda shelf: shelf.window):
        active = [earlier for earlier in active if earlier.window[1] >= shelf.window[0]]
        yield shelf, shelf
        yield from ((earlier, shelf) for earlier in active)
        active.append(shelf)


def _apart(lower: _Shelf, higher: _Shelf) -> Iterator[tuple[Claim, Claim]]:
    """Every class of the first shelf with every class of the second that lies wholly above it."""
    lows = [one.low for one in higher.by_low]
    for below in lower.by_low:
        for above in higher.by_low[bisect_right(lows, below.high) :]:
            yield below.claim, above.claim


def _by_time(shelves: Sequence[_Shelf]) -> Iterator[tuple[_Shelf, list[_Shelf]]]:
    """Each dated shelf, by its first day, with those that ended before it and are not told yet."""
    dated = [shelf for shelf in shelves if shelf.window[0] > date.min]
    waiting = sorted(dated, key=lambda shelf: shelf.window[1])
    at = 0
    for shelf in sorted(dated, key=lambda shelf: shelf.window[0]):
        first = at
        while at < len(waiting) and waiting[at].window[1] < shelf.window[0]:
            at += 1
        yield shelf, waiting[first:at]


def _falling(shelves: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Each count that lies below an earlier one, with the highest of the earlier ones."""
    highest: list[_Class] = []
    for shelf, ended in _by_time(shelves):
        for before in ended:
            highest = sorted([*highest, *before.by_low[-_WITNESSES:]], key=lambda one: -one.low)[:_WITNESSES]
        for earlier in highest:
            yield from ((earlier.claim, later.claim) for later in shelf.by_low if later.high < earlier.low)


def _leaping(shelves: Sequence[_Shelf], leap: float) -> Iterator[tuple[Claim, Claim]]:
    """Each count that is so many times an earlier one, with the lowest of the earlier ones."""
    lowest: list[_Class] = []
    for shelf, ended in _by_time(shelves):
        for before in ended:
            nearest = sorted(before.by_low, key=lambda one: one.high)[:_WITNESSES]
            lowest = sorted([*lowest, *nearest], key=lambda one: one.high)[:_WITNESSES]
        for earlier in lowest:
            yield from ((earlier.claim, later.claim) for later in shelf.by_low if later.low > leap * earlier.high)


def _other_magnitudes(shelves: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Figures of the same digits in other magnitudes, whatever their times: 300 and 300,000."""
    by_digits: dict[float, dict[int, Claim]] = defaultdict(dict)
    for shelf in shelves:
        for one in shelf.by_low:
            value = one.claim.value_low if one.claim.value_low is not None else one.claim.value_high
            if value:
                magnitude = math.floor(math.log10(abs(value)))
                by_digits[round(abs(value) / 10**magnitude, 3)].setdefault(magnitude, one.claim)
    for magnitudes in by_digits.values():
        yield from combinations(magnitudes.values(), 2)
