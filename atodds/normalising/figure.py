"""A figure while it is being read: what `figures.py` makes of an amount and what surrounds it, and `figure_links.py` ties together.

It is changed in place by the steps that read it; what leaves the grammar is a frozen `QuantityMention`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atodds.normalising.numbers import Amount
from atodds.normalising.numerals import Numeral
from atodds.normalising.tokens import Token
from atodds.normalising.units import Unit
from atodds.vocabulary import Bound

__all__ = ["Figure", "absorb", "figure_of", "rounded_share", "scale_figure", "value_of"]


@dataclass(slots=True, eq=False)
class Figure:
    """A figure being read. Token indices: hedges begin at `hedge_first`, the amount stands in `number_first..number_after`."""

    first: int
    after: int
    number_first: int
    number_after: int
    hedge_first: int
    low: float | None
    high: float | None
    bound: Bound
    last_digit: float
    raw: float
    scale: float
    numeral: Numeral | None = None
    unit: Unit | None = None
    money: bool = False
    currency: str | None = None
    per: str | None = None
    noun: str | None = None
    noun_after: int = 0
    hedges: tuple[str, ...] = ()
    spelled: bool = False
    vague: bool = False
    multiple: bool = False
    fraction: bool = False
    relation: str | None = None
    related: Figure | None = None
    merged: bool = False  # a range or a compound of two figures
    currency_before: bool = False
    dotted: bool = False  # 45.968 read as 45,968 for want of a unit
    why_not: str | None = None  # the reason it is no quantity

    @property
    def bare(self) -> bool:
        """No unit, no money, no counted noun, no magnitude: nothing but a number."""
        return self.unit is None and not self.money and self.noun is None and self.scale == 1.0

    def unit_before(self, tokens: Sequence[Token]) -> bool:
        """Whether the unit stands before the number: `Mw7.8`, `magnitude-7`."""
        return self.unit is not None and self.after == self.number_after and self.unit.dimension in {"magnitude", "intensity"}

    @property
    def end(self) -> int:
        """The token after the figure and its counted noun."""
        return max(self.after, self.noun_after)


def figure_of(amount: Amount, start: int) -> Figure:
    """A figure that is so far nothing but its amount; `start` is the token its sign or currency begins at."""
    return Figure(
        first=start,
        after=amount.after,
        number_first=amount.first,
        number_after=amount.after,
        hedge_first=start,
        low=amount.low,
        high=amount.high,
        bound=_stated_bound(amount),
        last_digit=amount.last_digit,
        raw=amount.raw,
        scale=amount.scale,
        numeral=amount.numeral,
        spelled=amount.spelled,
        vague=amount.vague,
        fraction=amount.fraction,
    )


def _stated_bound(amount: Amount) -> Bound:
    if not amount.vague:
        return Bound.EXACT
    if amount.high is None:
        return Bound.AT_LEAST
    return Bound.APPROX if amount.high == amount.low else Bound.RANGE


def scale_figure(figure: Figure, scale: float) -> None:
    """Multiply both ends."""
    figure.low = None if figure.low is None else figure.low * scale
    figure.high = None if figure.high is None else figure.high * scale
    figure.last_digit *= scale
    figure.scale *= scale


def absorb(a: Figure, b: Figure) -> None:
    """Stretch `a` over `b`."""
    a.after, a.number_after = b.after, b.number_after
    if b.noun is not None or a.noun is None:
        a.noun, a.noun_after = b.noun, b.noun_after
    a.hedges = a.hedges + b.hedges
    a.unit = a.unit or b.unit
    a.money, a.currency, a.per = a.money or b.money, a.currency or b.currency, a.per or b.per
    a.spelled = a.spelled and b.spelled
    a.multiple = a.multiple or b.multiple
    a.merged = True


def value_of(figure: Figure) -> float:
    """The number with its magnitude, whatever the bounds say."""
    return figure.raw * figure.scale


def rounded_share(share: float) -> float:
    """A share in percent as it is printed: thirds to one decimal (33.3), others to two (14.29), below one percent as it is."""
    if abs(share) < 0.01:
        return share * 100
    thirds = abs(share * 3 - round(share * 3)) < 1e-9
    return round(share * 100, 1 if thirds else 2)
