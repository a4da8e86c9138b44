"""From what was written to days: expressions resolved against the day of printing and the narrative's date.

Two rules fill in a year that the text leaves out. Against the narrative ("In October 1918 ... in February") the nearest such date wins,
going forward cheaper than back, since narratives run forward. Against the day of printing the latest such date wins that had come, or the
next one where the sentence looks ahead ("will meet on 5 August").

Bounds keep the stated period whole: "before 1992" has the end 1992-12-31 and "after 1992" the beginning 1992-01-01, as "under 500"
keeps 500: the ends are those stated, and the bound says which side is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from atodds.normalising import periods
from atodds.normalising.date_expressions import (
    Around,
    Between,
    Calendar,
    Century,
    DateExpression,
    Decade,
    Nth,
    Offset,
    Open,
    Part,
    Season,
    Step,
    StepName,
    Stretch,
)
from atodds.normalising.date_words import Origin
from atodds.normalising.periods import Days
from atodds.vocabulary import Bound

__all__ = ["COARSENESS", "DateContext", "Resolved", "resolve"]

COARSENESS = {
    "day": 0, "week": 1, "weekend": 1, "fortnight": 1, "month": 2, "season": 3, "quarter": 3, "half": 4, "year": 5, "decade": 6,
    "century": 7,
}  # fmt: skip

_BACKWARD_COST = 1.25  # a day back weighs as much as this many forward; tuned on war histories, where narratives run forward
_FIRST_YEAR_OF_BARE_DECADES = 1900  # "the 70s" are those of the last century, but in a story of an older one
_CLOSE_BEFORE_DAYS, _CLOSE_AFTER_DAYS = 10, 62  # a story that goes on from the day or month told before
_NEWS_DAYS = 31  # a day this near to printing is one of the news, not of a story told
_UPCOMING_DAYS = 31  # a day and month this close after printing is meant as upcoming, not as eleven months past


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a partial or relative date leans on. `base_precision` says how finely the narrative's date is known."""

    reference: date | None = None
    base: Days | None = None
    base_precision: str = "day"
    future: bool = False
    told: bool = True  # a narrative, where weekdays follow on its last day; in the news they lean on the day of printing
    last: Days | None = None  # the date told last, for "the next day" where the narrative has no date of its own
    last_precision: str = "day"
    fine: Days | None = None  # the day or month told before a year in passing: "on 10 March 1975 ..., planned for 1976. On 11 March"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The days of an expression. Both None with `needs` set: nothing to lean on; `needs` beside days: leaned on second best."""

    low: date | None
    high: date | None
    precision: str
    bound: Bound = Bound.EXACT
    relative: bool = False
    year_stated: bool = True
    needs: str | None = None

    @property
    def days(self) -> Days | None:
        """Both ends, where both are known."""
        return Days(self.low, self.high) if self.low and self.high else None


def resolve(expression: DateExpression, context: DateContext) -> Resolved:
    """The days an expression names; never raises, whatever the expression."""
    match expression:
        case Calendar():
            return _calendar(expression, context)
        case Decade():
            return _decade(expression, context)
        case Century(number=number, last=last):
            first, final = periods.century(number), periods.century(last or number)
            days = Days(first.low, final.high) if first and final else None
            return _resolved(days, "century", Bound.APPROX)
        case Season():
            return _season(expression, context)
        case Nth():
            return _nth(expression, context)
        case Part():
            return _part(expression, context)
        case Step():
            return _step(expression, context)
        case StepName():
            return _step_name(expression, context)
        case Offset():
            return _offset(expression, context)
        case Stretch():
            return _stretch(expression, context)
        case Around(unit=unit, of=day):
            inside = resolve(day, context)
            return (
                _resolved(periods.unit_around(inside.low, unit), unit, needs=inside.needs)
                if inside.low
                else replace(inside, precision=unit)
            )
        case Between():
            return _between(expression, context)
        case Open():
            inner = resolve(expression.of, context)
            if expression.bound is Bound.AT_LEAST:
                return replace(inner, high=None, bound=Bound.AT_LEAST)
            return replace(inner, low=None, bound=Bound.AT_MOST)


def _resolved(days: Days | None, precision: str, bound: Bound = Bound.EXACT, needs: str | None = None, **more: bool) -> Resolved:
    return Resolved(days.low if days else None, days.high if days else None, precision, bound, needs=needs, **more)


def _origin(origin: Origin | DateExpression, context: DateContext) -> tuple[Days, str, str | None] | None:
    """Where a relative date starts from, how finely it is known, and "anchor" where it had to be the second choice."""
    printed = Days(context.reference, context.reference) if context.reference else None
    if origin == "reference":  # "the last two decades" of a document without a date lie nowhere, least of all where its story stands
        return (printed, "day", None) if printed else None
    if origin == "base":
        if context.last and not context.told and context.last_precision == "day" and context.base is None:
            return context.last, context.last_precision, None
        if context.base:
            return context.base, context.base_precision, None
        if context.last:
            return context.last, context.last_precision, None
        return (printed, "day", "anchor") if printed else None
    found = resolve(origin, context)
    return (found.days, found.precision, found.needs) if found.days else None


def _middle(days: Days) -> int:
    return (days.low.toordinal() + days.high.toordinal()) // 2


def _nearest(candidates: Iterable[Days | None], context: DateContext, *, upcoming_days: int) -> Days | None:
    """The one candidate that the narrative's date, or else the day of printing, points to."""
    known = [days for days in candidates if days]
    if not known:
        return None
    if context.base:
        middle = _middle(context.base)

        def cost(days: Days) -> float:
            distance = _middle(days) - middle
            return distance if distance >= 0 else -distance * _BACKWARD_COST

        return min(known, key=cost)
    assert context.reference is not None
    printed = context.reference
    if context.future:
        return min((days for days in known if days.high >= printed), key=lambda days: days.low, default=max(known))
    latest = printed + timedelta(days=min(upcoming_days, (date.max - printed).days))
    return max((days for days in known if days.low <= latest), key=lambda days: days.low, default=min(known))


def _in_some_year(days_of: Callable[[int], Days | None], context: DateContext, *, upcoming_days: int = 0) -> Days | None:
    """The days of a partial date in the year that the context points to; None if there is no context fine enough."""
    base = context.base
    if base and not context.told and _is_news(base, context):
        base, context = None, replace(context, base=None)
    if base and COARSENESS[context.base_precision] <= COARSENESS["year"]:
        year = base.low.year
        going_on = _going_on(days_of, context)
        if going_on:
            return going_on
        if COARSENESS[context.base_precision] >= COARSENESS["half"]:
            return days_of(year)
        found = [days_of(candidate) for candidate in (year, year + 1, year - 1)]
        if not any(found):  # 29 February
            found = [days_of(candidate) for candidate in range(max(year - 8, 1), year + 9)]
        return _nearest(found, context, upcoming_days=upcoming_days)
    if base is None and context.reference:
        year = context.reference.year
        found = [days_of(candidate) for candidate in (year, year - 1, year + 1)]
        if not any(found):
            found = [days_of(candidate) for candidate in range(max(year - 8, 1), year + 9)]
        return _nearest(found, context, upcoming_days=upcoming_days)
    return None


def _is_news(base: Days, context: DateContext) -> bool:
    """Whether the date told last is a day of the news itself, or what is told lies ahead: then a date leans on the day of printing."""
    if context.future and context.reference is not None and base.low <= context.reference:
        return True
    fine = COARSENESS[context.base_precision] <= COARSENESS["week"]
    return fine and context.reference is not None and abs((context.reference - base.low).days) <= _NEWS_DAYS


def _going_on(days_of: Callable[[int], Days | None], context: DateContext) -> Days | None:
    """The date in the year of the last day or month told, if it follows close upon it."""
    if context.fine is None:
        return None
    middle = _middle(context.fine)
    for year in (context.fine.low.year, context.fine.low.year + 1):
        days = days_of(year)
        if days and -_CLOSE_BEFORE_DAYS <= _middle(days) - middle <= _CLOSE_AFTER_DAYS:
            return days
    return None


def _year_number(year: int | Step | Offset | None, context: DateContext) -> int | None:
    if isinstance(year, Step | Offset):
        found = resolve(year, context)
        return found.low.year if found.low else None
    return year


def _calendar(stated: Calendar, context: DateContext) -> Resolved:
    year, month, day, weekday = _year_number(stated.year, context), stated.month, stated.day, stated.weekday
    said = stated.year is not None
    if said and year is None:
        return Resolved(None, None, "day" if day else "month" if month else "year", relative=True, year_stated=False, needs="anchor")
    relative = isinstance(stated.year, Step | Offset)
    if month is not None:
        found_month, found_day = month, day

        def days_of(number: int) -> Days | None:
            return periods.day(number, found_month, found_day) if found_day else periods.month(number, found_month)

        precision = "day" if day else "month"
        if year is not None:
            return _resolved(days_of(year), precision, relative=relative)
        days = None
        if weekday and day and (context.base or context.reference):
            days = _by_weekday(days_of, weekday, context)
        days = days or _in_some_year(days_of, context, upcoming_days=_UPCOMING_DAYS if day else 0)
        return _resolved(days, precision, needs=None if days else "year", year_stated=False)
    if day is not None:
        return _day_of_some_month(day, weekday, context)
    if weekday is not None:
        return _weekday(weekday, context)
    if year is None:
        return Resolved(None, None, "year", needs="year", year_stated=False)
    return _resolved(periods.year(year), "year", relative=relative)


def _by_weekday(days_of: Callable[[int], Days | None], weekday: int, context: DateContext) -> Days | None:
    """The nearest year in which that day of the month falls on the stated weekday."""
    start = context.base.low if context.base else context.reference
    assert start is not None
    for distance in (0, -1, 1, -2, 2):
        days = days_of(start.year + distance)
        if days and days.low.isoweekday() == weekday:
            return days
    return None


def _day_of_some_month(day: int, weekday: int | None, context: DateContext) -> Resolved:
    """Reads "the 20th": the month is the narrative's, or the next one where that day has gone by."""
    origin = _origin("base", context)
    if not origin or COARSENESS[origin[1]] > COARSENESS["month"]:
        return Resolved(None, None, "day", needs="anchor", year_stated=False)
    start = origin[0].low
    steps = sorted(range(-11, 12), key=abs) if weekday else (0, 1, -1)
    around = [periods.month(start.year, start.month + step) for step in steps]
    candidates = [periods.day(month.low.year, month.low.month, day) for month in around if month]
    if weekday:
        agreeing = [days for days in candidates if days and days.low.isoweekday() == weekday]
        if agreeing:
            return _resolved(agreeing[0], "day", year_stated=False)
    same_month = origin[1] == "month"
    days = next((days for days in candidates if days), None) if same_month else _nearest(candidates, context, upcoming_days=_UPCOMING_DAYS)
    return _resolved(days, "day", year_stated=False, needs=None if days else "anchor")


def _weekday(weekday: int, context: DateContext) -> Resolved:
    """Reads "Tuesday" in the news is the last one up to the day of printing; in a narrative, the next one from where it stands."""
    if context.base and context.base_precision == "day" and (context.told or not context.reference):
        start = context.base.low
        found = periods.move(start, (weekday - start.isoweekday()) % 7, "day")
    elif context.reference:
        start = context.reference
        ahead = (weekday - start.isoweekday()) % 7
        found = periods.move(start, ahead if context.future else ahead - 7 if ahead else 0, "day")
    else:
        found = None
    days = Days(found, found) if found else None
    return _resolved(days, "day", relative=True, year_stated=False, needs=None if days else "anchor")


def _decade(stated: Decade, context: DateContext) -> Resolved:
    first = stated.first_year
    if not stated.century_stated:
        now = context.base.low if context.base else context.reference
        first = 1900 + first % 100
        if now and now.year < _FIRST_YEAR_OF_BARE_DECADES:
            first = now.year // 100 * 100 + first % 100
    return _resolved(periods.decade(first), "decade", Bound.APPROX, year_stated=stated.century_stated)


def _season(stated: Season, context: DateContext) -> Resolved:
    if stated.year is not None:
        year = _year_number(stated.year, context)
        days = periods.season(year, stated.first_month) if year else None
        return _resolved(days, "season", Bound.APPROX, needs=None if days else "anchor", relative=isinstance(stated.year, Step | Offset))
    days = _in_some_year(lambda number: periods.season(number, stated.first_month), context)
    return _resolved(days, "season", Bound.APPROX, needs=None if days else "year", year_stated=False)


def _nth(stated: Nth, context: DateContext) -> Resolved:
    if stated.of is None:

        def days_of(year: int) -> Days | None:
            whole = periods.year(year)
            return _nth_of(stated, whole) if whole else None

        days = _in_some_year(days_of, context)
        return _resolved(days, stated.unit, needs=None if days else "year", year_stated=False)
    whole = resolve(stated.of, context)
    days = _nth_of(stated, whole.days) if whole.days else None
    bound = Bound.APPROX if stated.count > 1 else Bound.EXACT
    return replace(_resolved(days, stated.unit, bound), relative=whole.relative, year_stated=whole.year_stated, needs=whole.needs)


def _nth_of(stated: Nth, whole: Days) -> Days | None:
    unit, number, count = stated.unit, stated.number, stated.count
    if unit == "half":
        return periods.half(whole.low.year, 2 if number == -1 else number)
    if unit == "week" and count == 1 and (whole.low.month, whole.low.day, whole.high.month) == (1, 1, 12):
        try:  # weeks of a year are counted after ISO 8601
            last = date(whole.low.year, 12, 28)
            start = date.fromisocalendar(whole.low.year, last.isocalendar().week if number == -1 else number, 1)
        except ValueError:
            return None
        return periods.week_of(start)
    if unit == "decade" and (whole.high.year - whole.low.year) == 99:
        first = whole.high.year - 9 if number == -1 else whole.low.year + 10 * (number - 1)
        return periods.years(first, first + 10 * count - 1)
    if number == -1:
        after = periods.move(whole.high, 1, "day")
        low = periods.move(after, -count, unit) if after else None
        return Days(low, whole.high) if low and low >= whole.low else None
    low = periods.move(whole.low, number - 1, unit)
    after = periods.move(whole.low, number - 1 + count, unit)
    high = after - timedelta(days=1) if after else None
    return Days(low, min(high, whole.high)) if low and high and whole.low <= low <= whole.high else None


def _part(stated: Part, context: DateContext) -> Resolved:
    whole = resolve(stated.of, context)
    if not whole.days:
        return replace(whole, bound=Bound.APPROX)
    days = periods.part_of(whole.days, stated.part, whole.precision)
    if stated.to_part:
        other = periods.part_of(whole.days, stated.to_part, whole.precision)
        days = Days(min(days.low, other.low), max(days.high, other.high))
    return replace(whole, low=days.low, high=days.high, bound=Bound.APPROX)


def _step(stated: Step, context: DateContext) -> Resolved:
    origin = _origin(stated.origin, context)
    if not origin:
        return Resolved(None, None, stated.unit, relative=True, year_stated=False, needs="anchor")
    days, precision, needs = origin
    if COARSENESS[precision] > COARSENESS[stated.unit]:
        # "the next day" after "in 1980": somewhere in that year, and no finer
        return Resolved(days.low, days.high, precision, Bound.APPROX, relative=True, year_stated=False, needs="anchor")
    step = stated.step
    if stated.unit == "weekend" and step == 0 and not context.future and days.low.isoweekday() < 6:
        step = -1  # "at the weekend", told on a weekday, is over
    moved = periods.move(days.low, step, stated.unit)
    return _resolved(periods.unit_around(moved, stated.unit) if moved else None, stated.unit, relative=True, year_stated=False, needs=needs)


def _step_name(stated: StepName, context: DateContext) -> Resolved:
    precision = "day" if stated.kind == "weekday" else stated.kind
    origin = _origin(stated.origin, context)
    if not origin or (stated.kind == "weekday" and origin[1] not in ("day", "week")):
        return Resolved(None, None, precision, relative=True, year_stated=False, needs="anchor")
    start, needs = origin[0].low, origin[2]
    found: Days | None
    if stated.kind == "weekday" and not stated.step and context.last and context.last.low.isoweekday() == stated.number:
        return _resolved(context.last, precision, relative=True, year_stated=False)  # "the same Monday": the one just told
    if stated.kind == "weekday":
        ahead = (stated.number - start.isoweekday()) % 7
        count = {1: ahead or 7, -1: ahead - 7}.get(stated.step, stated.number - start.isoweekday())
        moved = periods.move(start, count, "day")
        found = Days(moved, moved) if moved else None
    else:
        days_of = periods.month if stated.kind == "month" else periods.season
        known = [days for shift in (-2, -1, 0, 1, 2) if (days := days_of(start.year + shift, stated.number))]
        if stated.step < 0:
            found = max((days for days in known if days.high < start), default=None)
        elif stated.step > 0:
            found = min((days for days in known if days.low > start), default=None)
        else:
            found = next((days for days in known if days.low.year == start.year), None)
    bound = Bound.APPROX if stated.kind == "season" else Bound.EXACT
    return _resolved(found, precision, bound, relative=True, year_stated=False, needs=needs if found else "anchor")


def _offset(stated: Offset, context: DateContext) -> Resolved:
    origin = _origin(stated.origin, context)
    if not origin:
        return Resolved(None, None, stated.unit, Bound.APPROX, relative=True, year_stated=False, needs="anchor")
    days, precision, needs = origin
    if COARSENESS[precision] > COARSENESS[stated.unit]:
        return Resolved(days.low, days.high, precision, Bound.APPROX, relative=True, year_stated=False, needs="anchor")
    least, most = (1, 2 * stated.count) if stated.vague else (stated.count, stated.count)
    near, far = periods.move(days.low, stated.sign * least, stated.unit), periods.move(days.high, stated.sign * most, stated.unit)
    if not near or not far:
        return Resolved(None, None, stated.unit, Bound.APPROX, relative=True, year_stated=False, needs="anchor")
    low, high = min(near, far), max(near, far)
    unit = stated.unit
    if stated.exact:
        unit = "day" if precision == "day" else precision
    elif COARSENESS[unit] >= COARSENESS["month"]:  # "six years ago" says the year, not the day
        first, last = periods.unit_around(low, unit), periods.unit_around(high, unit)
        if first and last:
            low, high = first.low, last.high
    elif not stated.vague:
        unit = "day" if precision == "day" else precision
    bound = Bound.EXACT if (stated.unit == "day" or stated.exact) and not stated.vague else Bound.APPROX
    return Resolved(low, high, unit, bound, relative=True, year_stated=False, needs=needs)


def _stretch(stated: Stretch, context: DateContext) -> Resolved:
    origin = _origin(stated.origin, context)
    if not origin or (stated.vague and stated.origin == "base"):
        return Resolved(None, None, stated.unit, Bound.APPROX, relative=True, year_stated=False, needs="anchor")
    days, precision, needs = origin
    if not isinstance(stated.origin, str):  # "the twelve months to March 2020": whole units that end with the date
        after = periods.move(days.high, 1, "day")
        low = periods.move(after, stated.sign * stated.count, stated.unit) if after else None
        return _resolved(Days(low, days.high) if low and low <= days.high else None, precision, Bound.RANGE, needs)
    found = periods.stretch(days, stated.count, stated.unit, stated.sign)
    if found and COARSENESS[stated.unit] >= COARSENESS["year"]:
        found = Days(date(found.low.year, 1, 1), date(found.high.year, 12, 31))
        precision = "year"
    elif found and stated.unit == "month":
        found = Days(found.low.replace(day=1), (periods.unit_around(found.high, "month") or found).high)
        precision = "month"
    return _resolved(found, precision, Bound.APPROX, relative=True, year_stated=False, needs=needs)


def _between(stated: Between, context: DateContext) -> Resolved:
    low = resolve(stated.low, context)
    context_high = context
    if low.days and not low.needs:
        context_high = replace(context, base=low.days, base_precision=low.precision)
    high = resolve(stated.high, context_high)
    first, last = low.low or low.high, high.high or high.low
    needs = low.needs or high.needs
    if first and last and first > last:
        first = last = None
        needs = needs or "order"
    if not (first and last):
        first = last = None
    precision = min(low.precision, high.precision, key=lambda name: COARSENESS[name])
    return Resolved(first, last, precision, Bound.RANGE, low.relative or high.relative, low.year_stated and high.year_stated, needs)
