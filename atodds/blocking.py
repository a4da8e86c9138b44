"""Which claims may be held against each other: cheap keys first, then values and times, never every claim with every other.

Two halves. `candidate_pairs` narrows a large block in memory: claims that say the same become one class, classes are sorted by their
window of time and the ends of their intervals, and only those whose windows meet and whose values are apart come out. A fact with
50,000 readings that agree costs a sort. The SQL half builds the text of the queries that keep blocks without any disagreement in the
database; `atodds.store.blocking` executes them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from atodds.claims import Claim
from atodds.comparability import PRINTED_DAYS, Comparability
from atodds.vocabulary import AsOfSource, MeasureKind

__all__ = ["PAIRS_PER_BLOCK", "candidate_pairs"]

PAIRS_PER_BLOCK = 100_000
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


def candidate_pairs(block: Sequence[Claim], comparability: Comparability) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of a large block whose values are apart and whose times may meet; one claim stands for all that say the same.

    At most `PAIRS_PER_BLOCK` come out; a block where that many values disagree says so by then.
    """
    shelves: dict[tuple[str, str, str], dict[_Window, list[_Class]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[tuple[str, str, str], MeasureKind] = {}
    loose: list[Claim] = []
    for claim in _one_of_each(block):
        reading = comparability.reading(claim)
        if reading is None:
            loose.append(claim)
            continue
        bucket = (claim.measure, claim.facet_id or claim.facet or "", comparability.dimension_of(claim))
        kinds[bucket] = claim.measure_kind
        interval = reading.interval
        shelves[bucket][_window(claim)].append(_Class(claim, interval.near_low, interval.near_high))
    left = PAIRS_PER_BLOCK
    ready = {bucket: [_shelf(window, classes) for window, classes in windows.items()] for bucket, windows in shelves.items()}
    for bucket, one in ready.items():
        streams = [_disagreeing(one, one), _other_magnitudes(one)]
        if kinds[bucket] is MeasureKind.CUMULATIVE:
            streams.append(_falling(one))
        for stream in streams:
            for pair in stream:
                if left == 0:
                    return
                left -= 1
                yield pair
    for (bucket, one), (other_bucket, other) in combinations(ready.items(), 2):
        if bucket[2] != other_bucket[2]:
            continue
        for pair in _disagreeing(one, other):
            if left == 0:
                return
            left -= 1
            yield pair
    for pair in combinations(loose[:500], 2):
        yield pair


def _one_of_each(block: Sequence[Claim]) -> Iterator[Claim]:
    seen = set()
    for claim in block:
        said = (
            claim.measure, claim.facet_id or claim.facet, claim.unit, claim.currency, claim.per_unit, claim.value_low, claim.value_high,
            claim.date_low, claim.date_high, claim.members, claim.polarity, claim.bound, claim.last_digit,
            claim.as_of_low, claim.as_of_high, claim.as_of_source, claim.modality, claim.qualifiers, claim.qualifier_text,
            claim.attribution,
        )  # fmt: skip
        if said not in seen:
            seen.add(said)
            yield claim


def _window(claim: Claim) -> _Window:
    """The time a claim may be held against others for; a level printed without a date reaches a year either way."""
    if claim.as_of_low is None and claim.as_of_high is None:
        return date.min, date.max
    low, high = claim.as_of_low or date.min, claim.as_of_high or date.max
    room = timedelta(days=PRINTED_DAYS if claim.as_of_source is AsOfSource.PUBLISHED_ON else 1)
    if claim.measure_kind is MeasureKind.LEVEL:
        low = low if low - date.min <= room else low - room
        high = high if date.max - high <= room else high + room
    return low, high


def _shelf(window: _Window, classes: Sequence[_Class]) -> _Shelf:
    by_low = tuple(sorted(classes, key=lambda one: (one.low, one.high, one.claim.claim_id)))
    return _Shelf(window, by_low, max(one.low for one in by_low), min(one.high for one in by_low))


def _disagreeing(one: Sequence[_Shelf], other: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of classes whose windows meet and whose intervals are apart."""
    for first, second in _meeting(one, other):
        same = first is second
        if first.lowest_high < second.highest_low:
            yield from _apart(first, second)
        if not same and second.lowest_high < first.highest_low:
            yield from _apart(second, first)


def _meeting(one: Sequence[_Shelf], other: Sequence[_Shelf]) -> Iterator[tuple[_Shelf, _Shelf]]:
    """Pairs of shelves whose windows overlap, each pair once; a sweep over the first days."""
    if one is other:
        ordered = sorted(one, key=lambda shelf: shelf.window)
        active: list[_Shelf] = []
        for shelf in ordered:
            active = [earlier for earlier in active if earlier.window[1] >= shelf.window[0]]
            yield shelf, shelf
            for earlier in active:
                yield earlier, shelf
            active.append(shelf)
        return
    for first in one:
        for second in other:
            if first.window[0] <= second.window[1] and second.window[0] <= first.window[1]:
                yield first, second


def _apart(lower: _Shelf, higher: _Shelf) -> Iterator[tuple[Claim, Claim]]:
    """Every class of the first shelf with every class of the second that lies wholly above it."""
    lows = [one.low for one in higher.by_low]
    for below in lower.by_low:
        at = bisect_left(lows, below.high)
        while at < len(lows) and lows[at] <= below.high:
            at += 1
        for above in higher.by_low[at:]:
            yield below.claim, above.claim


def _falling(shelves: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Each count that lies below an earlier one, with the highest of the earlier ones."""
    highest: list[_Class] = []
    waiting = sorted((shelf for shelf in shelves if shelf.window[0] > date.min), key=lambda shelf: shelf.window[1])
    at = 0
    for shelf in sorted((shelf for shelf in shelves if shelf.window[0] > date.min), key=lambda shelf: shelf.window[0]):
        while at < len(waiting) and waiting[at].window[1] < shelf.window[0]:
            highest = sorted([*highest, *waiting[at].by_low[-_WITNESSES:]], key=lambda one: -one.low)[:_WITNESSES]
            at += 1
        for earlier in highest:
            for later in shelf.by_low:
                if later.high < earlier.low:
                    yield earlier.claim, later.claim


def _other_magnitudes(shelves: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Figures of the same digits in other magnitudes, whatever their times: 300 and 300,000."""
    by_digits: dict[float, list[Claim]] = defaultdict(list)
    for shelf in shelves:
        for one in shelf.by_low:
            value = one.claim.value_low if one.claim.value_low is not None else one.claim.value_high
            if value:
                by_digits[round(abs(value) / 10 ** math.floor(math.log10(abs(value))), 3)].append(one.claim)
    for claims in by_digits.values():
        magnitudes: dict[int, Claim] = {}
        for claim in claims:
            value = claim.value_low if claim.value_low is not None else claim.value_high or 1.0
            magnitudes.setdefault(math.floor(math.log10(abs(value))), claim)
        yield from combinations(magnitudes.values(), 2)
