"""Calendar arithmetic: the first and last day of months, seasons, decades, centuries and their parts.

A period is a closed pair of days. Years run 1..9999; what falls outside is None, never an exception. Conventions, with their reasons:

- early and late are halves (early 1992 is January to June), mid is the middle third; the beginning and the end of a period are its first
  and last twelfth at most: a month of a year, ten days of a month, three years of a decade.
- a century runs from its year one (the 20th is 1901..2000), a decade from its round year (the 1990s are 1990..1999).
- a season is three whole months of the northern year; winter is counted to the year in which it begins.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

__all__ = ["Days", "century", "decade", "month", "move", "part_of", "quarter", "season", "stretch", "unit_around", "week_of", "year"]

_LAST_YEAR = date.max.year


class Days(NamedTuple):
    """First and last day of a period, both inside it."""

    low: date
    high: date


def year(number: int) -> Days | None:
    """The days of one year."""
    return Days(date(number, 1, 1), date(number, 12, 31)) if 1 <= number <= _LAST_YEAR else None


def years(first: int, last: int) -> Days | None:
    """The days from the first of one year to the last of another."""
    return Days(date(first, 1, 1), date(last, 12, 31)) if 1 <= first <= last <= _LAST_YEAR else None


def month(year_number: int, number: int) -> Days | None:
    """The days of one month; a number outside 1..12 runs into the neighbouring years."""
    year_number, number = year_number + (number - 1) // 12, (number - 1) % 12 + 1
    if not 1 <= year_number <= _LAST_YEAR:
        return None
    return Days(date(year_number, number, 1), date(year_number, number, calendar.monthrange(year_number, number)[1]))


def day(year_number: int, month_number: int, number: int) -> Days | None:
    """One day, or None where the calendar has no such day."""
    try:
        found = date(year_number, month_number, number)
    except ValueError:
        return None
    return Days(found, found)


def _months(year_number: int, first: int, count: int) -> Days | None:
    start, end = month(year_number, first), month(year_number, first + count - 1)
    return Days(start.low, end.high) if start and end else None


def season(year_number: int, first_month: int) -> Days | None:
    """Three months from `first_month`; winter (12) runs into the next year."""
    return _months(year_number, first_month, 3)


def quarter(year_number: int, number: int) -> Days | None:
    """One quarter, 1..4."""
    return _months(year_number, 3 * number - 2, 3)


def half(year_number: int, number: int) -> Days | None:
    """The first or second half of a year."""
    return _months(year_number, 6 * number - 5, 6)


def decade(first_year: int) -> Days | None:
    """Ten years from a round one."""
    return years(first_year, first_year + 9)


def century(number: int) -> Days | None:
    """The 20th is 1901..2000."""
    return years(100 * number - 99, 100 * number)


def week_of(day_in_it: date) -> Days:
    """Monday to Sunday around a day."""
    first = max(day_in_it.toordinal() - day_in_it.weekday(), 1)
    return Days(date.fromordinal(first), date.fromordinal(min(first + 6, date.max.toordinal())))


def move(start: date, count: int, unit: str) -> date | None:
    """A day moved by a count of units; the 31st becomes the last day of a shorter month."""
    if unit in ("day", "week", "fortnight", "weekend"):
        try:
            return start + timedelta(days=count * {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}[unit])
        except OverflowError:
            return None
    found = month(start.year, start.month + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])
    return date(found.low.year, found.low.month, min(start.day, found.high.day)) if found else None


def unit_around(day_in_it: date, unit: str) -> Days | None:
    """The day, week, month, quarter, year, decade or century that a day lies in; the weekend is that of its week."""
    if unit == "day":
        return Days(day_in_it, day_in_it)
    if unit in ("week", "fortnight"):
        return week_of(day_in_it)
    if unit == "weekend":
        high = week_of(day_in_it).high
        return Days(high - timedelta(days=1), high)
    if unit == "month":
        return month(day_in_it.year, day_in_it.month)
    if unit == "quarter":
        return quarter(day_in_it.year, (day_in_it.month + 2) // 3)
    if unit == "decade":
        return decade(day_in_it.year // 10 * 10) if day_in_it.year >= 10 else None
    if unit == "century":
        return century((day_in_it.year + 99) // 100)
    return year(day_in_it.year)


def _share(whole: Days, start: float, end: float) -> Days:
    length = (whole.high - whole.low).days + 1
    low = whole.low + timedelta(days=round(length * start))
    return Days(low, max(low, whole.low + timedelta(days=round(length * end) - 1)))


def part_of(whole: Days, part: str, unit: str) -> Days:
    """An early, middle or late part of a period whose length is named by `unit` ("year", "month", "decade" ...)."""
    part = {"earlier": "early", "later": "late", "first_half": "early", "second_half": "late"}.get(part, part)
    if unit == "year" and whole.low.month == 1:
        first, last = {"early": (1, 6), "late": (7, 12), "mid": (5, 8), "beginning": (1, 1), "end": (12, 12)}[part]
        return _months(whole.low.year, first, last - first + 1) or whole
    if unit == "month":
        first, last = {"early": (1, 15), "late": (16, 31), "mid": (11, 20), "beginning": (1, 10), "end": (21, 31)}[part]
        return Days(whole.low.replace(day=first), whole.low.replace(day=min(last, whole.high.day)))
    if unit == "decade":
        first, last = {"early": (0, 4), "late": (5, 9), "mid": (4, 6), "beginning": (0, 2), "end": (7, 9)}[part]
        return years(whole.low.year + first, whole.low.year + last) or whole
    if unit == "century":
        first, last = {"early": (0, 49), "late": (50, 99), "mid": (34, 65), "beginning": (0, 9), "end": (90, 99)}[part]
        return years(whole.low.year + first, whole.low.year + last) or whole
    shares = {"early": (0.0, 0.5), "late": (0.5, 1.0), "mid": (1 / 3, 2 / 3), "beginning": (0.0, 1 / 3), "end": (2 / 3, 1.0)}
    return _share(whole, *shares[part])


def stretch(around: Days, count: int, unit: str, sign: int) -> Days | None:
    """The `count` units before (sign -1) or after the period: "the last two decades" seen from 2019 is 1999..2019."""
    if sign < 0:
        low = move(around.low, -count, unit)
        return Days(low, around.high) if low else None
    high = move(around.high, count, unit)
    return Days(around.low, high) if high else None
