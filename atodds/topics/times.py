"""Times that a text states, as far as topics ask: days, months, years and spans of years, with where they stand.

"13 June 2023", "June 13, 2023", "June 2023", "2023-06-13", "1992-93", "the 1990s", "in 2023". What a figure's own time is, extraction
says; here they tell which year's happening a passage is about.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

__all__ = ["StatedTime", "month_of", "stated_times", "year_of"]


class StatedTime(NamedTuple):
    """First and last day of a time as stated, and its offsets; `dated` is false where the year was taken from elsewhere."""

    low: date
    high: date
    start: int
    end: int
    dated: bool = True


_NAMES = "january february march april may june july august september october november december".split()
_NUMBER = (
    {name: number for number, name in enumerate(_NAMES, 1)} | {name[:3]: number for number, name in enumerate(_NAMES, 1)} | {"sept": 9}
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?)\.?"
)
_YEAR = r"(?:1[4-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_TIME = re.compile(
    rf"\b(?P<iso>{_YEAR}-[01]\d-[0-3]\d)\b"
    rf"|\b(?P<d1>{_DAY})(?: of)? (?P<m1>{_MONTH})(?:,? (?P<y1>{_YEAR}))?(?![\w,.]\d)"
    rf"|\b(?P<m2>{_MONTH}) (?P<d2>{_DAY})(?!\d)(?:,? (?P<y2>{_YEAR}))?(?![\w,.]\d)"
    rf"|\b(?P<m3>{_MONTH}),? (?:of )?(?P<y3>{_YEAR})\b"
    rf"|\b(?P<y4>{_YEAR}) ?[-–/] ?(?P<y5>{_YEAR}|\d\d)\b(?![-–/.,]\d)"
    rf"|\b(?P<decade>(?:1[4-9]|20)\d0)s\b"
    rf"|(?<![\d.,$€£%#/-])\b(?P<y6>{_YEAR})\b(?![.,:/-]\d|[%°]| ?per cent)"
)
_COUNTED = frozenset("people men women children personnel staff km mm cm m ha kg mw gw million billion per sq square percent feet".split())
_ZONES = frozenset("gmt utc cet cest est edt bst ist msk pst pdt am pm".split())  # "1900 GMT" is a time of day
_BEFORE_YEAR = re.compile(
    r"(?:^|[(|\n]|\b(?:in|of|since|by|from|until|till|to|and|or|the|during|for|before|after|early|late|mid|year|years|spring|summer|"
    r"autumn|winter|a|this|that|deadly|deadliest)) ?\Z",
    re.IGNORECASE,
)


def stated_times(text: str, year: int | None = None) -> Iterator[StatedTime]:
    """The times of a text in order. `year` is what a day or month without one is taken to be of; without it they are left out."""
    for found in _TIME.finditer(text):
        parts = {name: value for name, value in found.groupdict().items() if value}
        span = found.span()
        if iso := parts.get("iso"):
            low = _day(int(iso[:4]), int(iso[5:7]), int(iso[8:10]))
            if low:
                yield StatedTime(low, low, *span)
        elif day := parts.get("d1") or parts.get("d2"):
            stated = parts.get("y1") or parts.get("y2")
            number = _NUMBER[(parts.get("m1") or parts["m2"]).rstrip(".").lower()[:9]]
            low = _day(int(stated), number, int(re.sub(r"\D", "", day))) if stated else _day(year, number, int(re.sub(r"\D", "", day)))
            if low:
                yield StatedTime(low, low, *span, dated=stated is not None)
        elif month := parts.get("m3"):
            yield StatedTime(*month_of(int(parts["y3"]), _NUMBER[month.rstrip(".").lower()]), *span)
        elif first := parts.get("y4"):
            last = parts["y5"] if len(parts["y5"]) == 4 else first[:2] + parts["y5"]
            if int(first) < int(last) <= int(first) + 99:
                yield StatedTime(date(int(first), 1, 1), date(int(last), 12, 31), *span)
        elif decade := parts.get("decade"):
            yield StatedTime(date(int(decade), 1, 1), date(int(decade) + 9, 12, 31), *span)
        elif (alone := parts.get("y6")) and _is_year(text, *span):
            yield StatedTime(date(int(alone), 1, 1), date(int(alone), 12, 31), *span)


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year: "2023 floods", "in 2023", and not "1950 houses"."""
    if _BEFORE_YEAR.search(text[max(0, start - 14) : start]):
        return True
    after = re.match(r"[^\S\n]?(\w+)", text[end : end + 24])
    if after is None or after.group(1)[0].isupper():
        return after is None or after.group(1).lower() not in _ZONES
    return not (after.group(1).endswith(("s", "ed")) or after.group(1) in _COUNTED)


def _day(year: int | None, month: int, day: int) -> date | None:
    if year is None or day > calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_of(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)
