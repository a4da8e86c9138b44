"""What a claim's value is in a comparison: its kind, its dimension and its interval in base units. Made once a claim, before blocking.

reading = read_value(claim, knowledge)
reading.kind, reading.dimension, reading.interval       # "number", "length", 1950..2050
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from atodds.claims import Claim, Reading
from atodds.linking.knowledge import Knowledge
from atodds.normalising.intervals import Fit, Interval, fit, last_digit_of, number_interval, period_interval
from atodds.vocabulary import Bound, MeasureKind

__all__ = ["days_of", "fit_of", "in_one_unit", "interval_words", "ratio_of", "read_value", "value_kind", "years_of"]

PERCENT = ("percent", "percentage point")
RATE_ROOM = 0.1  # which day's rate a document used is not known: a tenth either way
_NOTHING = Interval(0.0, 0.0, 0.0, 0.0, Bound.EXACT, None, None)


def value_kind(claim: Claim) -> str:
    """What a claim's value is: number, date, members or polarity; "" when it has none."""
    if claim.value_low is not None or claim.value_high is not None:
        return "number"
    if claim.date_low is not None or claim.date_high is not None:
        return "date"
    if claim.members is not None:
        return "members"
    return "polarity" if claim.polarity is not None else ""


def read_value(claim: Claim, knowledge: Knowledge) -> Reading:
    """The claim with its interval in base units: of a date the days since year one, of a list or a yes an interval that says nothing."""
    kind = value_kind(claim)
    if kind == "date":
        return Reading(claim, period_interval(*_without_its_edge(claim), claim.bound), 1.0, kind, "date")
    if kind != "number":
        return Reading(claim, _NOTHING, 1.0, kind, kind)
    factor, dimension = _unit_of(claim, knowledge)
    interval = _interval_of(claim, knowledge, counted=dimension == "count")
    return Reading(claim, interval.scaled(factor) if factor != 1.0 else interval, factor, kind, dimension)


def _unit_of(claim: Claim, knowledge: Knowledge) -> tuple[float, str]:
    if claim.currency:
        return 1.0, f"currency {claim.currency}"
    if claim.unit in PERCENT:
        return 1.0, claim.unit
    base = knowledge.to_base(1.0, claim.unit) if claim.unit else None
    return base if base is not None and base[0] > 0 else (1.0, "count")


def _interval_of(claim: Claim, knowledge: Knowledge, *, counted: bool) -> Interval:
    stated = claim.value_high if claim.value_low is None else claim.value_low
    last_digit = claim.last_digit if claim.last_digit is not None else last_digit_of(claim.mention_text, stated or 0.0)
    if last_digit == 1 and counted:
        last_digit = 0.0  # "seven missing" are seven, not six and a half
    beyond = {Bound.AT_LEAST: "beyond", Bound.AT_MOST: "short_of"}.get(claim.bound)
    says_beyond = beyond is not None and knowledge.words.says(beyond, claim.mention_text)
    return number_interval(
        claim.value_low,
        claim.value_high,
        claim.bound,
        last_digit,
        tolerance=knowledge.tolerance_of(claim),
        round_number=_written_round(claim),
        # "more than 45" leaves out its own figure, "at least 45" and "45 or more, equal to" do not.
        open_end=says_beyond and not re.search("=|equal", claim.mention_text),
    )


def _written_round(claim: Claim) -> bool:
    """Whether the figure is written with trailing zeros ("200,000", "300"): their significance is open."""
    found = re.findall(r"\d[\d.,  ]*", claim.mention_text)
    if not found:
        return False
    return all(re.sub(r"\D", "", number).endswith("0") and not re.search(r"[.,]\d{1,2}$", number.strip()) for number in found)


def _without_its_edge(claim: Claim) -> tuple[date | None, date | None]:
    """The days of a date claim; "before 1988" ends with 1987 and "after May 1990" begins with June, whatever ends are stored."""
    low, high = claim.date_low, claim.date_high
    word = claim.mention_text.casefold().split()[:1]
    if word == ["before"] and low is None and high is not None:
        first = high.replace(month=1, day=1) if (high.month, high.day) == (12, 31) else high
        first = high.replace(day=1) if first is high and (high + timedelta(days=1)).day == 1 else first
        return low, first - timedelta(days=1)
    if word == ["after"] and high is None and low is not None and claim.mention_text[-4:].isdigit() and (low.month, low.day) == (1, 1):
        return low.replace(year=low.year + 1), high
    return low, high


def in_one_unit(left: Reading, right: Reading, knowledge: Knowledge) -> tuple[Reading, Reading] | None:
    """Both readings in one unit, the right one converted where they are sums in two currencies; None where there is no common unit."""
    if left.kind != right.kind:
        return None
    if left.dimension == right.dimension:
        return left, right
    a, b = left.claim, right.claim
    if not (a.currency and b.currency):
        return None
    day = b.as_of_high or a.as_of_high or b.as_of_low or a.as_of_low
    rate = knowledge.convert(1.0, b.currency, a.currency, day)
    if not rate:
        return None
    scaled = right.interval.scaled(rate)
    ends = (
        scaled.low * (1 - RATE_ROOM),
        scaled.high * (1 + RATE_ROOM),
        scaled.near_low * (1 - RATE_ROOM),
        scaled.near_high * (1 + RATE_ROOM),
    )
    return left, Reading(b, Interval(*ends, scaled.bound, scaled.stated_low, scaled.stated_high), rate, right.kind, left.dimension)


def fit_of(left: Reading, right: Reading, knowledge: Knowledge) -> Fit:
    """Whether two values in one unit hold together; a level known for a long period may have drifted within it."""
    found = fit(left.interval, right.interval)
    if found is Fit.APART and left.claim.measure_kind is MeasureKind.LEVEL:
        room = 1.0 + knowledge.drift_of(left.claim, right.claim) * max(years_of(left.claim), years_of(right.claim))
        if room > 1.0:
            found = fit(_widened(left.interval, room), right.interval)
    return found


def _widened(one: Interval, room: float) -> Interval:
    ends = (one.low / room, one.high * room, one.near_low / room, one.near_high * room)
    return Interval(*ends, one.bound, one.stated_low, one.stated_high)


def ratio_of(left: Reading, right: Reading) -> float:
    """How many times the smaller figure the larger one is; infinite beside nought."""
    low, high = sorted((abs(left.interval.middle), abs(right.interval.middle)))
    return high / low if low > 0 else 1.0 if high == 0 else float("inf")


def days_of(claim: Claim) -> int | None:
    """How many days the stated time of a claim is long; None for an open or an unknown one."""
    if claim.as_of_low is None or claim.as_of_high is None:
        return None
    return (claim.as_of_high - claim.as_of_low).days + 1


def years_of(claim: Claim) -> float:
    """The same in years, beyond the first day; 0 for an open or an unknown one."""
    days = days_of(claim)
    return 0.0 if days is None else (days - 1) / 365.25


def interval_words(reading: Reading) -> str:
    """An interval as people write it: "525,350 to 525,450", "10,000 or more", "2 May 1999"."""
    from atodds.claims import time_words

    low, high = reading.low, reading.high
    if reading.kind == "date":
        return time_words(reading.claim.date_low, reading.claim.date_high)

    def number(value: float) -> str:
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"

    if low == float("-inf"):
        return f"{number(high)} or less"
    if high == float("inf"):
        return f"{number(low)} or more"
    return number(low) if low == high else f"{number(low)} to {number(high)}"
