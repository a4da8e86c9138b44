"""What the date grammar reads off the text before any calendar is asked: small values that say what was written.

"the end of last month" is `Part("end", Step("month", -1, "reference"))`. Resolving (`date_resolving`) turns an expression into days,
given the day of printing and the narrative's date. What to keep out: text, spans, arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from atodds.normalising.date_words import Origin
from atodds.vocabulary import Bound

__all__ = [
    "Around",
    "Between",
    "Calendar",
    "Century",
    "DateExpression",
    "Decade",
    "Nth",
    "Offset",
    "Open",
    "Part",
    "Season",
    "Step",
    "StepName",
    "Stretch",
    "core",
    "stated_year",
    "with_core",
]


@dataclass(frozen=True, slots=True)
class Step:
    """A whole unit near a point: "last week", "the following month", "that year" (step 0)."""

    unit: str
    step: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year, month, day or any part of one: "14 August 1992", "in May", "Tuesday, 4 August". `year` may be relative ("May last year")."""

    year: int | Step | Offset | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    other_order: tuple[int, int] | None = None  # month and day if the figures are read the other way round: 04/08/2020


@dataclass(frozen=True, slots=True)
class Decade:
    """The decade that begins in `first_year`; `century_stated` is False for "the 90s"."""

    first_year: int
    century_stated: bool = True


@dataclass(frozen=True, slots=True)
class Century:
    """One century, or the run from `number` to `last`."""

    number: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season of a year."""

    first_month: int
    year: int | Step | Offset | None = None


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth (or last: -1) unit of a period: "the first quarter of 1994", "the first decade of the 20th century", "week 10"."""

    number: int
    unit: str
    of: DateExpression | None = None
    count: int = 1  # "the first three months of 1992"


@dataclass(frozen=True, slots=True)
class Around:
    """The whole unit that a date lies in: "the week of 10 April"."""

    unit: str
    of: DateExpression


@dataclass(frozen=True, slots=True)
class Part:
    """Early, mid, late, beginning or end of something."""

    part: str
    of: DateExpression
    to_part: str | None = None  # "the early and mid-1990s"


@dataclass(frozen=True, slots=True)
class StepName:
    """A named day, month or season near a point: "last July", "next Tuesday", "this summer"."""

    kind: str  # weekday, month, season
    number: int
    step: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Offset:
    """A count of units from a point: "two days earlier", "a week ago", "three days after 4 August".

    `vague` is "some", "a few"; `exact` is "exactly a year ago", "a year ago today": the very day.
    """

    count: int
    unit: str
    sign: int
    origin: Origin | DateExpression
    vague: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The units before or after a point: "the last two decades", "the twelve months to March 2020" (sign -1, up to the end of March)."""

    count: int
    unit: str
    sign: int
    origin: Origin | DateExpression
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """From one date to another, both included."""

    low: DateExpression
    high: DateExpression


@dataclass(frozen=True, slots=True)
class Open:
    """A date with one end left open: "since 1999", "until 2004". `word` is what opened it: "by" carries a story on, "since" does not."""

    bound: Bound
    of: DateExpression
    word: str = ""


DateExpression: TypeAlias = Calendar | Decade | Century | Season | Nth | Part | Step | StepName | Offset | Stretch | Between | Open | Around


def core(expression: DateExpression) -> DateExpression:
    """What a part or an open end is of."""
    while isinstance(expression, Part | Open) or (isinstance(expression, Nth) and expression.of is not None):
        assert expression.of is not None
        expression = expression.of
    return expression


def with_core(expression: DateExpression, new: DateExpression) -> DateExpression:
    """The same expression about another core."""
    if isinstance(expression, Part | Open) or (isinstance(expression, Nth) and expression.of is not None):
        assert expression.of is not None
        return replace(expression, of=with_core(expression.of, new))
    return new


def stated_year(expression: DateExpression) -> int | Step | Offset | None:
    """The year a date says itself, or None."""
    inner = core(expression)
    if isinstance(inner, Calendar | Season):
        return inner.year
    return None
