"""Figures that are one, and figures of a whole.

Compounds ("5 ft 2 in", "6 hours and 10 minutes"), ratios ("one in five", "two voters in three"), shares of a whole ("65,000 of 98,000"),
and a figure told again in brackets ("1,381 square miles (3,577 sq km)").
"""

from __future__ import annotations

from collections.abc import Sequence

from atodds.normalising.figure import Figure, absorb, rounded_share, value_of
from atodds.normalising.identifiers import year_like
from atodds.normalising.tokens import Token, low_at
from atodds.normalising.units import load_units
from atodds.vocabulary import Bound, Relation

__all__ = ["join_compound", "restate", "tie_to_whole"]

_OF_WORDS = frozenset(
    ("of", "out", "the", "a", "an", "total", "its", "their", "all", "our", "his", "her", "every", "those", "these", "some", "from", "among")
)
_ROUND_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 50, 100, 1000, 10000, 100000, 1000000})
_WHOLES_OF_IN = frozenset({3, 4, 5, 8, 10, 20, 100, 1000})  # "two in five" is a ratio; "30 in 12 boats" is none
_WHOLES_OF_OUT = frozenset({3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000})
_RATIOS = (
    ["in"],
    ["in", "every"],
    ["in", "each"],
    ["out", "of"],
    ["out", "of", "every"],
    ["of", "every"],
    ["from", "every"],
    ["for", "every"],
)
_MOST_OF = 10  # what "two voters in three" may begin with


_COMPOUNDS = {("foot", "inch"): 12.0, ("pound-mass", "ounce"): 16.0, ("stone", "pound-mass"): 14.0}


def join_compound(a: Figure, b: Figure) -> bool:
    """`5 ft 2 in`, `thirteen dollars forty-five cents`, `6 hours and 10 minutes`: two figures that are one."""
    if _join_times(a, b):
        return True
    if a.low is None or b.low is None or a.merged or b.hedges or a.low != a.high or b.low != b.high:
        return False
    parts = _COMPOUNDS.get((a.unit.id, b.unit.id)) if a.unit is not None and b.unit is not None else None
    if parts is not None and 0 <= b.raw < parts:
        a.low = a.high = a.low + b.low / parts
        a.raw, a.scale = a.low, 1.0
    elif a.money and b.money and a.currency == b.currency and a.scale == 1.0 and b.scale == 0.01 and b.raw < 100 and a.raw == int(a.raw):
        a.low = a.high = a.low + b.low
        a.raw = a.low
    else:
        return False
    a.last_digit = min(a.last_digit, b.last_digit)
    absorb(a, b)
    return True


def _join_times(a: Figure, b: Figure) -> bool:
    """`2 hours 40 minutes` is 160 minutes, `9 months, 1 week and 5 days` 286 days: in the finer unit, or in days."""
    if a.unit is None or b.unit is None or a.unit.dimension != "duration" or b.unit.dimension != "duration" or b.hedges or b.merged:
        return False
    if a.bound is Bound.RANGE or b.bound is not Bound.EXACT or a.vague or b.vague or a.scale != 1.0 or b.scale != 1.0 or a.per or b.per:
        return False
    ratio = a.unit.factor / b.unit.factor
    in_days = a.merged and a.unit.id == b.unit.id == "day"
    if not in_days and (ratio <= 1 or not 0 <= b.raw < ratio or a.raw != int(a.raw)):
        return False
    unit, value = b.unit, a.raw * round(ratio) + b.raw
    if abs(ratio - round(ratio)) > 1e-6:
        unit = load_units().by_id["day"]
        value = float(round((a.raw * a.unit.factor + b.raw * b.unit.factor) / unit.factor))
    absorb(a, b)
    a.unit, a.raw, a.last_digit = unit, value, 1.0 if value == int(value) else 0.1
    a.low = None if a.bound is Bound.AT_MOST else value
    a.high = None if a.bound is Bound.AT_LEAST else value
    return True


def tie_to_whole(a: Figure, b: Figure, middle: list[str], past_noun: list[str]) -> bool:
    """`65,000 of 98,000`: share_of. `one in five`: one share in percent, True as `b` is merged."""
    if a.merged or (b.money != a.money and not (a.fraction or (a.unit is not None and a.unit.id == "percent"))):
        return False
    if _is_ratio(a, b, middle, past_noun):
        _merge_ratio(a, b)
        return True
    marked = a.numeral is not None and a.numeral.decimals > 0 and a.unit is None and not a.money
    if marked and past_noun == ["out", "of"] and b.bare and b.raw in {4, 5, 10, 20, 100} and a.low is not None:
        a.per, a.after, a.number_after, a.merged = f"{b.raw:g}", b.after, b.number_after, True  # 8.1 out of 10
        return True
    joint = past_noun
    if joint and ("of" in joint) and len(joint) <= 5 and all(word in _OF_WORDS for word in joint) and joint[0] in {"of", "out"}:
        share = a.fraction or (a.unit is not None and a.unit.id == "percent")
        counted = a.unit is None and b.unit is None and not a.money and not b.money and _end(a) <= _end(b)
        alike = (
            a.unit is not None
            and b.unit is not None
            and a.unit.dimension == b.unit.dimension
            and a.unit.dimension != "percent"
            and _end(a) <= _end(b)
        )
        paid = a.money and b.money and _end(a) <= _end(b)
        if (share or counted or alike or paid) and not year_like(b) and a.relation is None:
            a.relation, a.related = Relation.SHARE_OF.value, b
    return False


def _is_ratio(a: Figure, b: Figure, middle: list[str], past_noun: list[str]) -> bool:
    """`one in seven`, `nine out of ten`, `two voters in three`, `one out of every five houses`; not `65 in 12 towns`."""
    plain = (a.unit is None and not a.money and a.numeral is not None) or (a.spelled and a.unit is None and not a.vague)
    small = b.unit is None and not b.money and b.low == b.high and not b.vague and not b.hedges
    if not (plain and small) or b.low is None or not 0 < a.raw < b.raw or a.raw != int(a.raw) or a.scale != 1.0:
        return False
    joint = middle if a.noun is None else past_noun
    if joint not in _RATIOS:
        return False
    every = joint[-1] in {"every", "each"}
    if a.noun is not None:  # the noun stands between: "one resident in four"; with a noun of its own the whole counts places
        round_whole = (b.raw in _ROUND_WHOLES or b.spelled) and (every or b.noun is None) and a.raw <= _MOST_OF and b.raw <= 1000
        return round_whole and (every or joint == ["out", "of"] or _both_written_alike(a, b))
    if not ((b.raw in _ROUND_WHOLES and b.scale == 1.0 and b.numeral is not None) or b.spelled) or a.raw > 999:
        return False
    if every:
        return True
    if joint == ["in"]:
        return a.raw == 1 or (_both_written_alike(a, b) and b.raw in _WHOLES_OF_IN)
    return joint == ["out", "of"] and b.raw in _WHOLES_OF_OUT


def _both_written_alike(a: Figure, b: Figure) -> bool:
    return a.raw == 1 or (a.numeral is None) == (b.numeral is None)


def _merge_ratio(a: Figure, b: Figure) -> None:
    """Make `a` the share of `b` in percent; the noun counted stays."""
    bound, hedges, noun, value = a.bound, a.hedges, a.noun or b.noun, rounded_share(a.raw / value_of(b))
    absorb(a, b)
    a.noun, a.noun_after, a.hedges = noun, a.after, hedges
    a.low = None if bound is Bound.AT_MOST else value
    a.high = None if bound is Bound.AT_LEAST or b.bound is Bound.AT_LEAST else value
    a.bound = bound if bound is not Bound.EXACT else Bound.APPROX if b.bound is Bound.EXACT else b.bound
    a.raw, a.scale, a.last_digit, a.fraction = value, 1.0, 1.0, True
    a.numeral = None
    a.unit = load_units().by_id["percent"]


def _end(figure: Figure) -> float:
    return figure.high if figure.high is not None else figure.low if figure.low is not None else 0.0


def restate(tokens: Sequence[Token], a: Figure, b: Figure) -> None:
    """A figure in brackets after another, of the same dimension in another unit or currency."""
    if low_at(tokens, b.end) not in {")", ",", ";"} and low_at(tokens, b.after) not in {")", ",", ";"}:
        return
    if a.money and b.money:
        if a.currency != b.currency:
            _say_again(a, b)
        return
    if a.unit is None or b.unit is None or a.unit.id == b.unit.id:
        return
    kinds = {a.unit.dimension, b.unit.dimension}
    if len(kinds) == 1 or kinds == {"mass", "energy"}:
        _say_again(a, b)


def _say_again(a: Figure, b: Figure) -> None:
    """Tie `b` to `a`, of which it is another way of saying; it is bounded as `a` is: "more than €7 billion ($7.7 billion)"."""
    b.relation, b.related = Relation.RESTATES.value, a
    if b.bound is Bound.EXACT and a.bound in (Bound.AT_LEAST, Bound.AT_MOST, Bound.APPROX):
        b.bound = a.bound
        b.low = None if a.bound is Bound.AT_MOST else b.low
        b.high = None if a.bound is Bound.AT_LEAST else b.high
