"""What ties figures to each other: ranges, shared units and magnitudes, shares of a whole, restatements, changes.

`link_figures` takes the figures of a text in order and answers them with ranges merged into one and the ties set:

    between 10,000 and 20,000; 3.8–4.6 billion; two to three thousand     one range
    rose from 34 to 41; to 41 from 34                                     two figures, change_from
    rose by 3 to 41                                                       two figures, change_by
    0.4 and 0.1%; 10, 20 and 30 km                                        the unit of the last is the unit of all
    65,000 of 98,000; 38 out of the 41                                    share_of
    one in five; nine out of ten                                          one figure, in percent
    1,381 square miles (3,577 sq km)                                      restates
    5 ft 2 in; thirteen dollars forty-five cents                          one figure
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from atodds.normalising.figure import Figure, absorb, scale_figure, value_of
from atodds.normalising.figure_hedges import label_before
from atodds.normalising.figure_wholes import join_compound, restate, tie_to_whole
from atodds.normalising.identifiers import looks_like_years, why_not, year_like
from atodds.normalising.lexicon import load_lexicon
from atodds.normalising.prepared import Prepared
from atodds.normalising.tokens import NUM, Token, glued, low_at
from atodds.vocabulary import Bound, Relation

__all__ = ["link_figures"]

_DASHES = frozenset({"-", "–", "—", "‐", "‑", "−", "~", "～"})
_LISTING = frozenset({",", "and", "or", "&", ";", "/", "then", "plus"})
_REACH = 9  # tokens between two figures beyond which nothing ties them
_CHANGE_REACH = 9  # tokens back from "from" in which the word of change is looked for


def link_figures(prepared: Prepared, figures: list[Figure]) -> list[Figure]:
    """The figures with their ties; those merged into another are gone."""
    for figure in figures:
        reason = why_not(prepared, figure)
        if reason is not None and not (reason == "a year" and figure.why_not is None and _may_be_range(prepared, figure)):
            figure.why_not = reason
    _spread_reasons(prepared, figures)
    linked: list[Figure] = []
    for figure in figures:
        if linked and _tie(prepared, linked, figure):
            continue
        linked.append(figure)
    _share_units(prepared, linked)
    for figure in linked:
        if figure.why_not is None and not figure.merged:
            figure.why_not = why_not(prepared, figure)
        if figure.why_not is not None:
            figure.relation, figure.related = None, None
        else:
            label_before(prepared, figure)
    for figure in linked:
        if figure.related is not None and figure.related.why_not is not None:
            figure.relation, figure.related = None, None
    return linked


def _may_be_range(prepared: Prepared, figure: Figure) -> bool:
    """A bare number that only stands where a year might: "between 1200 and 1800 refugees" decides later."""
    previous = low_at(prepared.tokens, figure.first - 1)
    return previous in {"between", "from", "to", "and", "of", "by"} or previous in _DASHES


def _spread_reasons(prepared: Prepared, figures: list[Figure]) -> None:
    """In "Articles 5 and 6", "pp. 14, 162": what follows an identifier in a list is one too."""
    tokens = prepared.tokens
    for a, b in itertools.pairwise(figures):
        if a.why_not is None or b.why_not is not None or not a.why_not.endswith(("number", "type")) or not b.bare:
            continue
        between = [low_at(tokens, n) for n in range(a.number_after, b.first)]
        if between and len(between) <= 2 and all(word in _LISTING or word in _DASHES or word == "to" for word in between) and not b.hedges:
            b.why_not = a.why_not


def _tie(prepared: Prepared, linked: list[Figure], b: Figure) -> bool:
    """Tie `b` to the figure before it. True when `b` was merged into it and is done with."""
    a = linked[-1]
    tokens = prepared.tokens
    if b.hedge_first - a.after > _REACH:
        _later_end(prepared, linked, b)
        return False
    middle = [tokens[n].low for n in range(a.after, b.hedge_first)]
    if a.noun is not None and a.noun_after <= b.hedge_first:
        past_noun = [tokens[n].low for n in range(a.noun_after, b.hedge_first)]
    else:
        past_noun = middle
    if a.why_not is not None or b.why_not is not None:
        if a.why_not == "a year" or b.why_not is None:
            _years(prepared, a, b, middle)
        _later_end(prepared, linked, b)
        return False
    if middle in ([], ["and"], [","], [",", "and"]) and low_at(tokens, a.hedge_first - 1) != "between" and join_compound(a, b):
        return True
    if middle in (["±"], ["+", "/", "-"], ["+", "-"]) and b.low is not None:
        a.low, a.high, a.bound = value_of(a) - value_of(b), value_of(a) + value_of(b), Bound.RANGE
        absorb(a, b)
        return True
    if _range(prepared, a, b, middle, past_noun):
        return a.why_not is None
    if tie_to_whole(a, b, middle, past_noun):
        return True
    if middle == ["("] or middle == ["(", "or"] or (middle[:1] == ["("] and len(middle) == 1):
        restate(tokens, a, b)
    elif past_noun[:1] == ["from"] and len(past_noun) <= 3 and _kin(a, b) and _changes(tokens, a.hedge_first):
        a.relation, a.related = Relation.CHANGE_FROM.value, b
    else:
        _later_end(prepared, linked, b)
    return False


_BREAKS = frozenset({";", ".", ":", "and", "but", "while", "which", "that", "who", "because", "although", "whereas"})


def _later_end(prepared: Prepared, linked: list[Figure], b: Figure) -> None:
    """In "from 1.2 million in 1990 to 3.4 million" the two ends of a change stand apart, with dates and nouns between them."""
    tokens = prepared.tokens
    for a in reversed(linked[-4:]):
        if a.why_not is None and not a.relation and not b.relation and b.why_not is None and not a.merged and _kin(a, b):
            _later_end_of(tokens, a, b)


def _later_end_of(tokens: Sequence[Token], a: Figure, b: Figure) -> None:
    joint, led = low_at(tokens, b.hedge_first - 1), {low_at(tokens, a.hedge_first - 1), low_at(tokens, a.hedge_first - 2)}
    if not 0 < b.hedge_first - a.after <= _REACH + 5 or any(tokens[n].low in _BREAKS for n in range(a.after, b.hedge_first)):
        return
    if joint == "from" and low_at(tokens, b.hedge_first - 2) in load_lexicon().cues["change"]:  # 1.2 million cars, up from 950,000
        _changed_from(b, a)
        return
    if not _changes(tokens, a.hedge_first):
        return
    if joint == "to" and "from" in led:
        _changed_from(a, b)
    elif joint == "from" and led & {"to", "at"}:
        _changed_from(b, a)
    elif joint == "to" and "by" in led:  # rose by 3,456 in 24 hours to 1.23 million
        a.relation, a.related = Relation.CHANGE_BY.value, b


def _changed_from(before: Figure, after: Figure) -> None:
    """Tie the value after a change to the value before it; one without unit takes the other's ("5,150 MW, down from 6,450")."""
    after.relation, after.related = Relation.CHANGE_FROM.value, before
    for one, other in ((before, after), (after, before)):
        if one.noun is None:
            _share_unit(one, other)


def _years(prepared: Prepared, a: Figure, b: Figure, middle: list[str]) -> None:
    """In "from 1988 to 1994" the second of two years goes with the first."""
    joined = len(middle) == 1 and (middle[0] in _DASHES or middle[0] in {"to", "and", "or", ",", "/", "until"})
    tokens = prepared.tokens
    ahead = tokens[b.after + 1] if b.after + 1 < len(tokens) else None
    dated = low_at(tokens, b.after) in {"in", "by"} and ahead is not None and ahead.kind == NUM and len(ahead.text) == 4
    if dated and b.numeral is not None and b.numeral.integer_digits < 4:
        return  # "from 41 in 1968 to 87 in 1979": each end has its year
    if joined and a.why_not == "a year" and b.bare and not b.hedges and looks_like_years(a, b):
        b.why_not = "a year"


def _kin(a: Figure, b: Figure) -> bool:
    """Whether two figures can be of one measure: the same dimension and kind, or one of them still without a unit."""
    if a.multiple != b.multiple and not (b.multiple and a.bare):
        return False
    if a.money or b.money:
        return (a.money and b.money and (a.currency == b.currency or None in (a.currency, b.currency))) or any(
            figure.unit is None and not figure.money and figure.noun is None for figure in (a, b)
        )
    if a.unit is not None and b.unit is not None:
        return a.unit.dimension == b.unit.dimension
    return True


def _changes(tokens: Sequence[Token], before: int) -> bool:
    """A word of change among the few tokens before, in the same clause."""
    cues = load_lexicon().cues["change"]
    for n in range(before - 1, max(-1, before - _CHANGE_REACH), -1):
        if tokens[n].text in {";", ".", ":"}:
            return False
        if tokens[n].low in cues:
            return True
    return False


def _spans(tokens: Sequence[Token], before: int) -> bool:
    cues = load_lexicon().cues["span"]
    return any(tokens[n].low in cues for n in range(max(0, before - 5), before))


def _range(prepared: Prepared, a: Figure, b: Figure, middle: list[str], past_noun: list[str]) -> bool:
    """Merge `a` and `b` into a range, or tie them as a change. True when `b` was merged (or both were turned away)."""
    tokens = prepared.tokens
    _money_letter(prepared, a, b)
    if a.merged or not _kin(a, b) or a.vague != b.vague or a.multiple:
        return False
    if middle and middle[0] in _DASHES and (len(middle) == 1 or middle[1:] == ["to"]):
        return _dashed(tokens, a, b, both=len(middle) == 2)
    joint = [word for word in past_noun or middle if word not in {"a", "the", "about"}]
    before, second, third = (low_at(tokens, a.hedge_first - n) for n in (1, 2, 3))
    opened_between = before == "between" or (before in {"of", "at", "the"} and "range" in {second, third})
    if joint == ["and"] and opened_between:
        return _merge_unless_years(a, b)
    if joint in (["to"], ["-", "to"], ["up", "to"], ["–", "to"]):
        opened_from = before == "from" or (before in {"the", "its", "their", "a", "an"} and second == "from")
        after_noun = bool(middle) and past_noun is not middle and middle[0] != "to"
        return _from_to(tokens, a, b, opened_from, opened_between, after_noun)
    one_sided = a.bound in {Bound.AT_LEAST, Bound.AT_MOST}  # "only three or four" is a range, "more than three or four" none
    if joint == ["or"] and a.bare and not one_sided and not b.hedges and _raw_ascending(a, b) and a.raw > 0 and b.raw <= a.raw * 3 + 1:
        return not (b.vague or a.vague or year_like(a)) and _merge(a, b)
    plain = a.unit is None and not a.money and a.noun is None and not a.vague and not b.vague
    if joint in (["and"], [","], ["but"]) and {a.bound, b.bound} == {Bound.AT_LEAST, Bound.AT_MOST} and plain:
        return _window(a, b)
    return False


def _dashed(tokens: Sequence[Token], a: Figure, b: Figure, both: bool) -> bool:
    """`10–20 km`, `1000 – 5000`, `8- to 16-metre`: a range; or a score, a span of years, a telephone number."""
    tight = glued(tokens, a.after) and (glued(tokens, a.after + 1) or both)
    spaced = not glued(tokens, a.after) and not glued(tokens, a.after + 1)
    alike = a.bare or (a.unit is not None and a.unit is b.unit) or (a.money and b.money)
    if not (tight or both or (spaced and a.numeral is not None and b.numeral is not None and alike and a.noun is None)):
        return False
    if looks_like_years(a, b) and not b.hedges:
        a.why_not = b.why_not = "a year"
        return False
    digits = (a.numeral.integer_digits if a.numeral else 0, b.numeral.integer_digits if b.numeral else 0)
    if a.bare and b.bare and tight and digits == (3, 4) and b.numeral is not None and not b.numeral.grouped:
        a.why_not = b.why_not = "a date, a telephone number or a code"
        return False
    even = a.raw == b.raw and tight and not a.hedges
    if a.bare and b.bare and (not _raw_ascending(a, b) or even or _is_result(tokens, b) or _score(tokens, a, b)):
        a.why_not = b.why_not = "a score, a vote or a code"
        return False
    return _merge(a, b)


def _from_to(tokens: Sequence[Token], a: Figure, b: Figure, opened_from: bool, opened_between: bool, after_noun: bool) -> bool:
    """`two to three thousand`, `from 10 to 20 people`: a range; `rose from 34 to 41`, `up 5% to 41`: a change."""
    opened = opened_from or opened_between
    if a.bound is Bound.AT_LEAST and b.bound is Bound.AT_MOST:
        return False
    if opened_from and not _spans(tokens, a.hedge_first):
        descending = value_of(a) > value_of(b) and a.scale == b.scale and not (a.bare and not b.bare)
        if _changes(tokens, a.hedge_first - 1) or descending:
            if looks_like_years(a, b) and not b.hedges:
                a.why_not = b.why_not = "a year"
                return False
            _share_magnitude(a, b)
            _changed_from(a, b)
            return False
    elif not opened and a.noun is None and _is_step(tokens, a, b, low_at(tokens, a.hedge_first - 1)):
        a.relation, a.related = Relation.CHANGE_BY.value, b
        return False
    if opened:
        return _merge_unless_years(a, b)
    if after_noun or _score(tokens, a, b):
        return False  # "5 people to 10 places"
    measured = a.unit is not None and a.unit.dimension != "percent"
    if measured and b.unit is None and not b.money:
        return False  # "in 24 hours to 1.23 million"
    if not _raw_ascending(a, b):  # "passed by 61% to 39%", "52 to 48"
        if a.hedges == ("passed",):
            a.low = a.high = a.raw * a.scale
            a.bound, a.hedges, a.hedge_first = Bound.EXACT, (), a.first
        return False
    return _merge_unless_years(a, b)


def _is_step(tokens: Sequence[Token], a: Figure, b: Figure, before: str) -> bool:
    """Whether `a` in "rose by 3 to 41", "up 5% to 41 million" is the size of a change."""
    led = before == "by" or before in load_lexicon().cues["change"]
    if not led or not _changes(tokens, a.hedge_first):
        return False
    told = before.endswith("ed") or before in {"rose", "fell", "grew", "shrank", "slid"}
    return a.unit is not None or before == "by" or (told and _kinless(b)) or not (b.bare or b.unit is not None)


def _kinless(figure: Figure) -> bool:
    """No unit and no money: "increased 579 to 2,417", and not "increased 5 to 10 percent"."""
    return figure.unit is None and not figure.money


def _window(a: Figure, b: Figure) -> bool:
    """Both in "greater than 100 and smaller than 300", "at most 100 and at least 20": the two bounds of one value."""
    lower, upper = (a, b) if a.bound is Bound.AT_LEAST else (b, a)
    if lower.low is None or upper.high is None or lower.low > upper.high:
        return False
    low, high = lower.low, upper.high
    absorb(a, b)
    a.low, a.high, a.bound = low, high, Bound.RANGE
    return True


def _merge_unless_years(a: Figure, b: Figure) -> bool:
    if looks_like_years(a, b) and not b.hedges and not a.hedges:
        a.why_not = b.why_not = "a year"
        return False
    return _merge(a, b)


def _is_result(tokens: Sequence[Token], b: Figure) -> bool:
    """`the 32-46 loss`, `a 2–0 win`."""
    return low_at(tokens, b.number_after) in load_lexicon().cues["score"]


def _score(tokens: Sequence[Token], a: Figure, b: Figure) -> bool:
    cues = load_lexicon().cues["score"]
    near = {tokens[n].low for n in range(max(0, a.first - 2), a.first)}
    return a.bare and b.bare and not b.hedges and a.raw < 20 and bool(near & cues) and a.raw == int(a.raw)


def _raw_ascending(a: Figure, b: Figure) -> bool:
    if a.scale == b.scale or a.scale != 1.0:
        return value_of(a) <= value_of(b)
    return a.raw <= b.raw or value_of(a) <= value_of(b)


def _share_moneys(a: Figure, b: Figure) -> None:
    """In "US$1.18 and US$1.46 billion" the first takes the magnitude of the second: two sums with as many decimals."""
    if a.numeral is None or b.numeral is None or not (a.currency_before and b.currency_before and a.currency == b.currency):
        return
    if a.scale == 1.0 and b.scale >= 1e6 and 0 < a.numeral.decimals == b.numeral.decimals and a.noun is None and a.unit is None:
        scale_figure(a, b.scale)


def _share_magnitude(a: Figure, b: Figure) -> None:
    """In "two to three thousand", "US$605 to US$760 million" the first takes the magnitude of the second where it is the smaller number."""
    if a.scale == 1.0 and b.scale > 1.0 and a.raw <= b.raw and a.raw < 1000 and (a.numeral is None or not a.numeral.grouped):
        scale_figure(a, b.scale)


def _share_unit(a: Figure, b: Figure) -> None:
    """Give `a` the unit or currency of `b` where it has none."""
    if a.unit is None and not a.money and (b.unit is not None or b.money):
        if a.dotted:  # the unit shows that the dot was a decimal point
            scale_figure(a, 0.001)
            a.dotted, a.raw, a.scale = False, a.raw / 1000, 1.0
        a.unit, a.money, a.currency, a.per = b.unit, b.money, b.currency, b.per
    elif a.money and b.money and a.currency is None:
        a.currency = b.currency


def _merge(a: Figure, b: Figure) -> bool:
    _share_magnitude(a, b)
    _share_unit(a, b)
    _share_unit(b, a)
    if a.unit is not None and b.unit is not None and a.unit.id != b.unit.id and not a.unit.offset:
        factor = a.unit.factor / b.unit.factor  # "500 m to 2 km": both ends in the unit of the second
        a.low = None if a.low is None else a.low * factor
        a.high = None if a.high is None else a.high * factor
    ends = [end for end in (a.low, a.high, b.low, b.high) if end is not None]
    if not ends:
        return False
    low, high = min(ends), max(ends)
    open_above = b.bound is Bound.AT_LEAST or a.bound is Bound.AT_LEAST
    open_below = a.bound is Bound.AT_MOST
    unit = b.unit
    absorb(a, b)
    a.unit = unit
    if open_above and not open_below:
        a.low, a.high, a.bound = low, None, Bound.AT_LEAST
    elif open_below and not open_above:
        a.low, a.high, a.bound = None, high, Bound.AT_MOST
    else:
        a.low, a.high, a.bound = low, high, Bound.RANGE
    a.last_digit = min(a.last_digit, b.last_digit)
    return True


def _money_letter(prepared: Prepared, a: Figure, b: Figure) -> None:
    """In "£20-25m" the m is no metre: the second end takes the money of the first."""
    if not a.currency_before or b.money or b.unit is None or b.after != b.number_after + 1 or b.scale != 1.0:
        return
    scale = load_lexicon().money_magnitudes.get(prepared.tokens[b.number_after].low)
    if scale is not None and a.scale == 1.0:
        b.unit, b.number_after = None, b.after
        scale_figure(b, scale)


def _share_units(prepared: Prepared, figures: list[Figure]) -> None:
    """`0.4 and 0.1%`, `10, 20 and 30 km`: units run back along a list that ends in "and" or "or"."""
    tokens = prepared.tokens
    closed = False  # whether the list behind the current figure was closed by "and" or "or"
    for a, b in zip(reversed(figures[:-1]), reversed(figures[1:]), strict=False):
        between = [tokens[n].low for n in range(a.after, b.hedge_first)] if b.hedge_first - a.after <= 3 else ["..."]
        listing = 0 < len(between) <= 2 and all(word in _LISTING or word in {"to", "x", "×", "by"} for word in between)
        ends = listing and any(word in {"and", "or", "&", "x", "×", "/", "by"} for word in between)
        if ends and a.why_not is None and b.why_not is None:
            _share_moneys(a, b)
        if not listing or a.why_not or b.why_not or a.noun is not None or not a.bare or a.vague or a.multiple or year_like(a):
            closed = False
            continue
        closed = closed or ends
        measured = b.unit is not None and b.unit.dimension not in {"ratio", "rank", "magnitude", "intensity"} and not b.fraction
        if (
            closed
            and (measured or (b.money and not b.currency_before))
            and not (b.unit is not None and b.unit.dimension == "duration" and a.raw > 1000)
        ):
            if b.money or (b.unit is not None and b.scale > 1.0):
                _share_magnitude(a, b)
            _share_unit(a, b)
