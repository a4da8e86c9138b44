"""A claim's value as an interval, for comparisons only: the stated ends are never changed.

An exact figure spans half a unit of its last significant digit ("525.4" is 525.35..525.45), a hedged one its tolerance as well, "over N"
is open above, "up to N" below. Two intervals that share no point cannot both hold. Between the plain cases stand figures that hold
together only when stretched: a round number rounded further than people round ("500,000" for 525,000), or a bound read to the letter
("over 10,000" beside 240,000), or a bound that leaves out its own figure beside that very figure ("more than 45" and 45); those are
tensions, never contradictions.

Pure numbers in, pure numbers out; units are the caller's business (all ends in one base unit).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from atodds.vocabulary import Bound

__all__ = [
    "BOUND_REACH",
    "Fit",
    "Interval",
    "falls_below",
    "fit",
    "last_digit_of",
    "number_interval",
    "period_interval",
    "smallest_gap",
]

BOUND_REACH = 3.0  # no reader takes "over 10,000" for more than this many times 10,000
ROUND_NUMBER_REACH = 0.1  # a round number of one digit ("200,000") is not stretched by more than this share
ABOUT_REACH = 0.06  # "about 6,000" is taken for 5,640 to 6,360 without a second thought, whatever its tolerance
FLOORS_APART = 1.1  # two bounds upwards further apart are two figures: "over 10 million" and "over 11 million"
PRECISE_FROM = 100.0  # steps of its last digit in a figure of three digits: "more than 247 million" is not said of 247 million
_HALF = 0.5
_TOUCHING = 1e-6  # of a step: 84,750 rounds to 84,800, but 22.8 and 22.9 are two figures though their halves meet


class Fit(StrEnum):
    """How two values stand to each other."""

    TOGETHER = "together"
    STRETCHED = "stretched"  # formally consistent, yet no reader would leave it at that
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Interval:
    """`low..high` is all the value may be, `near_low..near_high` what a reader takes it for; open ends are infinite.

    `stated_low` and `stated_high` are the ends as the text gives them, in the same unit; None for an open end.
    """

    low: float
    high: float
    near_low: float
    near_high: float
    bound: Bound
    stated_low: float | None
    stated_high: float | None
    step: float = 0.0  # what the last significant digit of an unhedged figure is worth
    open_end: bool = False  # a bound that leaves out its own figure: "more than 45", not "at least 45"

    @property
    def middle(self) -> float:
        """The value a reader remembers: the stated figure, the middle of a range, the closed end of a bound."""
        ends = [end for end in (self.stated_low, self.stated_high) if end is not None]
        return sum(ends) / len(ends) if ends else math.nan

    def scaled(self, factor: float) -> Interval:
        """The same interval in another unit (`factor` above zero)."""

        def scale(end: float | None) -> float | None:
            return None if end is None else end * factor

        return Interval(
            self.low * factor,
            self.high * factor,
            self.near_low * factor,
            self.near_high * factor,
            self.bound,
            scale(self.stated_low),
            scale(self.stated_high),
            self.step * factor,
            self.open_end,
        )


def last_digit_of(mention_text: str, value: float) -> float:
    """What one step of the last significant digit of a figure is worth, read from the figure as written.

    Trailing zeros of a whole number are not significant ("12,000": 1000), those behind a decimal mark are ("10.0": 0.1). The digits of
    the mention are set against the value, so that "1.7 billion" gives 1e8 without knowing the word. A figure in words ("three") is
    taken for whole, with its trailing zeros not significant.
    """
    if value == 0:
        return 1.0
    best: float | None = None
    for found in re.finditer(r"\d[\d.,  ]{0,30}\d|\d", mention_text[:200]):
        digits = re.sub(r"\D", "", found.group())
        if not digits.strip("0"):
            continue
        ratio = abs(value) / int(digits)
        exponent = round(math.log10(ratio))
        if not math.isclose(ratio, 10.0**exponent, rel_tol=1e-6):
            continue
        step = 10.0**exponent  # worth of the last written digit
        decimals = re.search(r"[.,](\d+)$", found.group())
        if exponent >= 0 and not (decimals and len(decimals.group(1)) != 3):
            step *= 10 ** (len(digits) - len(digits.rstrip("0")))
        best = step if best is None else min(best, step)
    if best is not None:
        return best
    if float(value).is_integer():
        step = 1.0
        while abs(value) % (step * 10) == 0:
            step *= 10
        return step
    return 10.0 ** (math.floor(math.log10(abs(value))) - 2)


def number_interval(
    low: float | None,
    high: float | None,
    bound: Bound,
    last_digit: float | None,
    *,
    tolerance: float = 0.05,
    round_number: bool = True,
    open_end: bool = False,
) -> Interval:
    """The interval of a figure; `tolerance` is a share (0.05), ends and `last_digit` are in one unit.

    `round_number` says that the figure is written with trailing zeros, whose significance the text leaves open: such a figure is not
    taken for rounded by more than `ROUND_NUMBER_REACH`, and beyond its tolerance only when stretched. `open_end` says that a bound leaves
    out its own figure.
    """
    step = (last_digit or 0.0) * _HALF
    low_end = -math.inf if low is None else low
    high_end = math.inf if high is None else high

    def slack(end: float) -> tuple[float, float]:
        if math.isinf(end):
            return 0.0, 0.0
        share = abs(end) * tolerance
        if bound is Bound.APPROX:
            wide = max(share, step)
            return wide, min(wide, abs(end) * ABOUT_REACH)
        if bound in (Bound.AT_LEAST, Bound.AT_MOST):
            return 0.0, 0.0
        if not round_number:
            return step, step
        return min(step, abs(end) * ROUND_NUMBER_REACH), min(step, share)

    wide_low, near_low = slack(low_end)
    wide_high, near_high = slack(high_end)
    ends = (low_end - wide_low, high_end + wide_high, low_end - near_low, high_end + near_high)
    worth = 0.0 if bound in (Bound.APPROX, Bound.AT_LEAST, Bound.AT_MOST) else last_digit or 0.0
    return Interval(*ends, bound, low, high, worth, open_end and bound in (Bound.AT_LEAST, Bound.AT_MOST))


def period_interval(low: date | None, high: date | None, bound: Bound) -> Interval:
    """First and last day as ordinals; "about 1990" widens by the length of what was stated, "around 5 May" by three days."""
    first = -math.inf if low is None else float(low.toordinal())
    last = math.inf if high is None else float(high.toordinal())
    slack = 0.0
    if bound is Bound.APPROX and low is not None and high is not None:
        slack = max(3.0, float((high - low + timedelta(days=1)).days))
    stated_low = None if low is None else first
    stated_high = None if high is None else last
    return Interval(first - slack, last + slack, first - slack, last + slack, bound, stated_low, stated_high)


def fit(left: Interval, right: Interval) -> Fit:
    """Whether two intervals can both hold; in one unit, about one thing at one time."""
    touching = -_TOUCHING * left.step if left.step and left.step == right.step else 0.0
    if left.high + touching < right.low or right.high + touching < left.low:
        return Fit.APART
    if left.near_high + touching < right.near_low or right.near_high + touching < left.near_low:
        return Fit.STRETCHED
    if _at_an_open_end(left, right) or _at_an_open_end(right, left):
        return Fit.STRETCHED
    return _bounds_read_by_people(left, right)


def _at_an_open_end(bounded: Interval, other: Interval) -> bool:
    """Whether a figure is just the one that a bound leaves out: 45 beside "more than 45", 160.1 beside "over 160.15".

    Round figures and those of two digits may be rounded, and then lie on either side: "more than 2,000" and 2,000 hold together.
    """
    if not bounded.open_end or other.bound not in (Bound.EXACT, Bound.RANGE):
        return False
    near = _TOUCHING * max(other.step, 1e-9 * abs(other.middle))
    if bounded.bound is Bound.AT_LEAST:
        edge, beyond = bounded.stated_low, other.near_high
        touches = edge is not None and beyond <= edge + near
    else:
        edge, beyond = bounded.stated_high, other.near_low
        touches = edge is not None and beyond >= edge - near
    precise = other.stated_low == other.stated_high == edge and other.step > 0 and _is_precise(abs(edge or 0.0), other.step)
    return touches or precise


def _is_precise(value: float, step: float) -> bool:
    """Whether a figure has three digits, or is small and of two that nobody rounds to: 247 million and 84 %, not 1.2 million or 85 %."""
    digits = round(value / step)
    return digits >= PRECISE_FROM or (step <= 1 and digits > 10 and digits % 5 != 0)


def _bounds_read_by_people(left: Interval, right: Interval) -> Fit:
    """Bounds that hold together to the letter only."""
    lower, higher = (left, right) if left.middle <= right.middle else (right, left)
    if lower.bound is Bound.AT_LEAST and lower.stated_low and lower.stated_low > 0:
        ceiling = lower.stated_low * BOUND_REACH
        if higher.bound is not Bound.AT_MOST and higher.low > ceiling:
            return Fit.STRETCHED
    if higher.bound is Bound.AT_MOST and higher.stated_high and higher.stated_high > 0:
        if lower.bound is Bound.AT_MOST:
            # "Up to 8 billion" names the top of an estimate; another top of the same estimate is another estimate.
            top = lower.stated_high or 0.0
            return Fit.STRETCHED if higher.stated_high > top * 1.05 else Fit.TOGETHER
        if lower.bound is not Bound.AT_LEAST and lower.high < higher.stated_high / BOUND_REACH:
            return Fit.STRETCHED
    if higher.bound is Bound.AT_LEAST and lower.step and lower.stated_high is not None and lower.stated_high < higher.low == lower.high:
        return Fit.STRETCHED  # "6,000" is rounded from less than the 6,500 that "at least 6,500" begins with
    if lower.bound is higher.bound is Bound.AT_LEAST and _names_another_floor(lower, higher):
        return Fit.STRETCHED
    bounds = {left.bound, right.bound}
    if bounds == {Bound.AT_LEAST, Bound.AT_MOST} and (left.low == right.high or right.low == left.high):
        return Fit.STRETCHED  # "up to 300,000" and "more than 300,000" meet in one point
    return Fit.TOGETHER


def _names_another_floor(lower: Interval, higher: Interval) -> bool:
    """Whether two bounds upwards name two figures: who has counted "over 514" does not write "over 512", nor "over 10 million" of 15.

    Two figures of three digits each are two counts; of rounded ones the higher has to lie a tenth above, which one count does not give.
    """
    low, high = lower.stated_low, higher.stated_low
    if low is None or high is None or low <= 0 or not (lower.open_end and higher.open_end):
        return False
    precise = all(_is_precise(end, last_digit_of("", end)) and end >= PRECISE_FROM for end in (low, high))
    return high > low and (precise or high >= low * FLOORS_APART)


def falls_below(later: Interval, earlier: Interval) -> bool:
    """Whether a later value is lower than an earlier one, as a reader takes both.

    A rounded figure whose room only touches a bound lies below it: "6,000" is rounded from less than the 6,500 of "at least 6,500".
    """
    touching = later.step > 0 and later.near_high == earlier.near_low == earlier.stated_low and later.middle < earlier.near_low
    return later.near_high < earlier.near_low or touching


def smallest_gap(left: Interval, right: Interval) -> float:
    """How far the nearest ends stand apart, as a share of the larger; 0 where they touch or overlap."""
    if left.near_high < right.near_low:
        below, above = left.near_high, right.near_low
    elif right.near_high < left.near_low:
        below, above = right.near_high, left.near_low
    else:
        below, above = sorted((left.middle, right.middle))
        if math.isnan(below) or math.isnan(above):
            return 0.0
    size = max(abs(below), abs(above))
    return 0.0 if size == 0 else (above - below) / size
