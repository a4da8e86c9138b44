"""What the grammars give: a figure or a date as written, with its span and the ends it states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from atodds.normalising.date_expressions import DateExpression
from atodds.vocabulary import Bound

__all__ = ["DateMention", "QuantityMention", "Rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A quantity: `text[start:end]` is the figure with its hedge and unit, `text[number_start:number_end]` the digits or words alone.

    `low` and `high` are the stated ends in base units with magnitudes multiplied out ("1.7 billion USD" is 1.7e9); equal for exact and
    approximate figures, None for an open end. `unit` is a unit id of `seeds/units.csv` ("kilometre", "tonne", "year", "percent",
    "currency") or None for a bare or counted number; the value stays in that unit, `base_factor` turns it into the base unit of its
    `dimension`. `last_digit` is what one step of the last significant digit is worth ("1.7 billion": 1e8). A mark on a
    scale ("6.7/10") keeps the scale as its `per_unit` ("10").
    """

    start: int
    end: int
    number_start: int
    number_end: int
    text: str
    low: float | None
    high: float | None
    bound: Bound
    last_digit: float | None = None
    unit: str | None = None
    dimension: str | None = None
    base_factor: float = 1.0
    currency: str | None = None  # ISO 4217
    per_unit: str | None = None
    counted_noun: str | None = None  # the noun the number counts, as written: "people", "Syrian nationals", where the grammar sees it
    hedge: str | None = None
    spelled: bool = False  # written in words
    vague: bool = False  # "dozens", "tens of thousands"
    multiple: bool = False  # "nearly doubled", "three times as many": a ratio, not an amount
    fraction: bool = False  # "half of", "one in five": percent by convention
    relation: str | None = None  # "change_from" ... where the grammar saw "from A to B", "A of B", "A (B)"; see atodds.vocabulary.Relation
    related: int | None = None  # index in the list of mentions of the one it relates to


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date or period: first and last day the text allows ("1992" is 1992-01-01..1992-12-31), None for an open end.

    `needs` names what was missing when the ends are both None or provisional: "year", "anchor". `precision` is the finest part stated.
    `edge` says what a date with an open end is to the happening it tells of: "begins" (since 1999, from May on), "ends" (until 2004),
    "due" (by 2027, no later than May), "before", "after"; `named_low..named_high` are the days it names, whatever is open.
    """

    start: int
    end: int
    text: str
    low: date | None
    high: date | None
    bound: Bound
    precision: str = "day"  # day, week, month, season, quarter, year, decade, century
    relative: bool = False
    year_stated: bool = True
    needs: str | None = None
    hedge: str | None = None
    # How it stands: "opening" a sentence, "adverbial" (in 1992), "modifier" (the 1992 war), "of" (the charter of 1925), "bracketed"
    role: str = "adverbial"
    ambiguous: bool = False  # day and month could be read the other way round: 04/08/2020
    future: bool = False  # the sentence looks ahead: "will meet on 5 August"
    expression: DateExpression | None = field(default=None, repr=False, compare=False)  # what was written, for resolving it again
    edge: str | None = None
    named_low: date | None = None
    named_high: date | None = None

    @property
    def told(self) -> tuple[date | None, date | None]:
        """First and last day of what is told to happen then.

        "Shut since 2012" tells that it was shut in 2012, "until 2026" that it ends in 2026, "by 2027" that it is due in 2027: those days
        are named. "Before 1990" and "after 1990" name none, and stay open.
        """
        return (self.named_low, self.named_high) if self.edge in {"begins", "ends", "due"} else (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number-like stretch that is no quantity, and why: for `atodds trace`."""

    start: int
    end: int
    text: str
    reason: str
