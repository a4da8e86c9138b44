"""Figures for people: one place that turns values with units into words, for reasons, reports and the command line.

    format_quantity(1.7e9, 1.7e9, unit="currency", currency="USD")           "USD 1.7 billion"
    format_quantity(188, None, bound=Bound.AT_LEAST, unit=None)               "at least 188"
    format_quantity(0.1, 0.4, unit="percent", bound=Bound.RANGE)              "0.1 to 0.4 percent"

Digits are grouped by commas and never rounded away: what is printed reads back, through the number grammar, as the value it came from.
"""

from __future__ import annotations

from atodds.vocabulary import Bound

__all__ = ["format_number", "format_quantity"]

_WORDED = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_IRREGULAR = {
    "foot": "feet", "inch": "inches", "century": "centuries", "millennium": "millennia", "hertz": "hertz", "horsepower": "horsepower",
    "percent": "percent", "magnitude": "magnitude", "times": "times",
}  # fmt: skip


def format_number(value: float) -> str:
    """A number with commas; from a million up with a magnitude word where that loses no digit: 1,234,567, but 1.7 billion."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    size = abs(value)
    for scale, word in _WORDED:
        if size >= scale:
            shortened = float(f"{value / scale:.15g}")
            text = f"{shortened:.15g}"
            if (
                "e" not in text
                and len(text.lstrip("-").replace(".", "")) <= 5
                and float(f"{shortened * scale:.15g}") == float(f"{value:.15g}")
            ):
                return f"{_grouped(shortened)} {word}"
            break
    return _grouped(value)


def _grouped(value: float) -> str:
    text = f"{value:.15g}"
    if "e" in text:
        return f"{value:,.0f}" if abs(value) >= 1 else f"{value:.20f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{'.' + decimals if decimals else ''}"


def _unit_in_words(unit: str, one: bool) -> str:
    if one:
        return unit
    for prefix in ("square ", "cubic "):
        if unit.startswith(prefix):
            return prefix + _unit_in_words(unit.removeprefix(prefix), one)
    if unit in _IRREGULAR:
        return _IRREGULAR[unit]
    head, _, tail = unit.partition(" of ")
    if tail:
        return f"{_unit_in_words(head, one)} of {tail}"
    if unit.startswith("degree "):
        return unit.replace("degree ", "degrees ")
    return unit if unit.endswith("s") else f"{unit}s"


def format_quantity(
    low: float | None,
    high: float | None,
    *,
    bound: Bound = Bound.EXACT,
    unit: str | None = None,
    currency: str | None = None,
    per_unit: str | None = None,
) -> str:
    """A quantity as a person would write it, with its hedge and unit.

    Args:
        low: the lower end, None when open.
        high: the upper end, None when open.
        bound: how the ends limit the value; an open end wins over it.
        unit: a unit id of `seeds/units.csv`, "currency", or a counted noun as written.
        currency: ISO 4217 code where the unit is "currency".
        per_unit: what the figure is for each of.
    """
    if low is None and high is None:
        return "no figure"
    ranged = low is not None and high is not None and low != high
    if low is not None and high is not None and ranged:
        ends = format_number(low), format_number(high)
        if ends[1].endswith("illion") and not ends[0].endswith("illion"):
            ends = _grouped(low), _grouped(high)  # "1 to 3 million" would be read as millions both
        number = f"{ends[0]} to {currency + ' ' if currency else ''}{ends[1]}"
    else:
        number = format_number(low if low is not None else high)  # type: ignore[arg-type]
    one = number == "1"
    if unit == "currency" or currency:
        number = f"{currency or 'money:'} {number}"
    elif unit:
        number = f"{number} {_unit_in_words(unit, one)}"
    if per_unit:
        number = f"{number} per {per_unit}"
    if high is None:
        return f"at least {number}"
    if low is None:
        return f"at most {number}"
    return f"about {number}" if bound is Bound.APPROX else number
