"""Full dates as bylines, addresses and cells write them: the quick look that reading needs, not the grammar of dates."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["DAY_FORMS", "MONTH", "day_stated"]

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY_FORMS = (
    re.compile(r"\b(?P<year>[12]\d{3})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"\b(?P<year>[12]\d{3})/(?P<number>\d{2})/(?P<day>\d{2})\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{MONTH},?[\s-]+(?P<year>[12]\d{{3}})\b", re.IGNORECASE),
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[12]\d{{3}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>[12]\d{3})\b"),
)


def day_stated(text: str) -> date | None:
    """The first full date in a text; `03/04/2020` is nobody's date, since nobody knows which."""
    best: tuple[int, date] | None = None
    for form in DAY_FORMS:
        for found in form.finditer(text):
            parts = found.groupdict()
            day, year = int(parts["day"]), int(parts["year"])
            month = int(parts["number"]) if parts.get("number") else _MONTHS[parts["month"][:3].lower()]
            if form is DAY_FORMS[-1] and day <= 12 and month <= 12 and day != month and "." not in found.group():
                continue
            if month > 12 and day <= 12:
                day, month = month, day
            try:
                value = date(year, month, day)
            except ValueError:
                continue
            if best is None or found.start() < best[0]:
                best = (found.start(), value)
            break
    return best[1] if best else None
