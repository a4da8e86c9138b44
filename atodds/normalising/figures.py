"""One figure at a time: an amount with its sign, currency, unit, per-unit, counted noun and hedges.

`read_figures` walks the tokens once and answers the figures of a text in order, each a `Figure` the later steps may still tie to its
neighbours (`figure_links.py`) or turn away (`identifiers.py`). Nothing here looks further than a few tokens from the amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from atodds.normalising.currencies import CurrencyReading, load_currencies, read_currency_after, read_currency_before
from atodds.normalising.english import ARTICLES, COMPARERS, FUNCTION_WORDS, HYPHENS, MINUS, QUALIFIERS, SHARE_FOLLOWERS
from atodds.normalising.lexicon import Hedge, Lexicon, load_lexicon
from atodds.normalising.numbers import Amount, Prepared, read_amount
from atodds.normalising.numerals import Numeral
from atodds.normalising.tokens import NUM, SIGN, WORD, Token
from atodds.normalising.units import Unit, load_units, read_unit
from atodds.vocabulary import Bound

__all__ = ["Figure", "label_before", "read_figures", "scale_figure"]

_PER_NOUNS = frozenset(
    {"barrel", "share", "head", "person", "piece", "capita", "household", "inhabitant", "unit", "kilo", "user", "worker"}
)
_ADVERBS = {
    "annually": "year", "yearly": "year", "daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour", "apiece": "piece",
}  # fmt: skip
_INCH_FOLLOWERS = frozenset({"thick", "long", "wide", "tall", "deep", "high", "by", "x", "diameter", "diagonal"})
_LOOSE_TIGHT = frozenset({"A", "V", "N", "J", "T", "B", "b", "K", "W", "'", "′", "a", "d"})
_RACES = frozenset({"hurdles", "sprints", "races", "waves", "metres", "meters"})
_SCALES = frozenset({4, 5, 6, 10, 20, 100})  # marks are given out of
_SPAN_UNITS = frozenset({"length", "area", "duration"})


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


@lru_cache(maxsize=1)
def _starters() -> frozenset[str]:
    """Lower-cased words that may begin a figure without digits."""
    words = load_lexicon()
    return words.anchors | {"a", "an", "several", "few", "many", "couple", "minus", "negative", "mmi", "intensity"}


@lru_cache(maxsize=1)
def _currency_starts() -> frozenset[str]:
    """First tokens of currency signs and codes, as written."""
    starts = {"U", "u", "us", "c", "hk", "cad", "nzd", "aud", "mex", "rs", "usd", "eur", "gbp", "rmb", "cny", "jpy", "inr", "sen", "Mex"}
    for symbol in load_currencies().symbols:
        head = symbol[0] if not symbol[0].isalpha() else symbol.rstrip("$£.¥¢₵")
        starts.add(head)
        starts.add(head.split(".", maxsplit=1)[0])
    return frozenset(starts | {"Rs", "Tk", "KSh", "Ksh", "SFr", "Rp", "USh", "TSh", "Ft", "zł", "Kč", "Br"})


def read_figures(prepared: Prepared, taken: Sequence[tuple[int, int]] = ()) -> list[Figure]:
    """The figures of a text in order, none overlapping another or a taken span."""
    tokens = prepared.tokens
    words = load_lexicon()
    starters, currency_starts = _starters(), _currency_starts()
    closed = sorted(span for span in taken if not _cuts_a_number(prepared, span))
    figures: list[Figure] = []
    i, floor, passed = 0, 0, 0
    count = len(tokens)
    while i < count:
        token = tokens[i]
        while passed < len(closed) and closed[passed][1] <= token.start:
            passed += 1
        if passed < len(closed) and closed[passed][0] < token.end:
            i += 1
            floor = i
            continue
        if (
            token.kind == NUM
            or (token.kind == WORD and (token.low in starters or token.text in currency_starts or token.text.endswith("MMI")))
            or (token.kind == SIGN and (token.text in currency_starts or token.text in MINUS or token.text in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞%"))
        ):
            limit = closed[passed][0] if passed < len(closed) else None
            figure = _figure(prepared, i, floor, words, limit)
            if figure is not None:
                figures.append(figure)
                i = floor = max(figure.after, i + 1)
                continue
        i += 1
    return figures


def _cuts_a_number(prepared: Prepared, span: tuple[int, int]) -> bool:
    """Whether a taken span ends inside a number ("the fall of 10" of "the fall of 10.9 percent"): then it is no date."""
    text, end = prepared.text, span[1]
    return end + 1 < len(text) and end > 0 and text[end - 1].isdigit() and text[end] in ".," and text[end + 1].isdigit()


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _glued(tokens: Sequence[Token], i: int) -> bool:
    return 0 < i < len(tokens) and tokens[i].start == tokens[i - 1].end


def _figure(prepared: Prepared, i: int, floor: int, words: Lexicon, limit: int | None) -> Figure | None:
    tokens = prepared.tokens
    low = tokens[i].low
    if low == "no":
        return _nought(prepared, i, words)
    if low in {"mmi", "intensity"} or tokens[i].text.endswith("MMI"):
        return _roman(prepared, i)
    if low in words.ordinals or (tokens[i].kind == NUM and _low(tokens, i + 1) in _ORDINAL_ENDS):
        rank = _rank(prepared, i, words)
        if rank is not None or (low not in words.fractions and tokens[i].kind != NUM):
            return rank
    if low in words.share_starts:
        for length in (4, 3, 2, 1):
            if tuple(_low(tokens, i + k) for k in range(length)) in words.shares:
                return _vague_share(prepared, i, length, floor, words)
    if low in words.multiples:
        return _multiple(prepared, i, floor, words)
    start, sign, money = i, 1.0, None
    j = i
    if tokens[j].text in MINUS or low in {"minus", "negative"}:
        if not _is_minus(tokens, j):
            return None
        sign, j = -1.0, j + 1
    if j < len(tokens) and (tokens[j].text in _currency_starts()):
        money = read_currency_before(tokens, j)
        if money is not None:
            k = money.after
            if k < len(tokens) and tokens[k].text in MINUS and _glued(tokens, k) and _glued(tokens, k + 1):
                sign, k = -1.0, k + 1
            if (k < len(tokens) and tokens[k].kind == NUM and tokens[k].start - tokens[k - 1].end <= 1) or (
                money.code and k < len(tokens) and tokens[k].low in words.cardinals and tokens[k].start - tokens[k - 1].end <= 1
            ):
                j = k
            else:
                money = None
    if j >= len(tokens) or (limit is not None and tokens[j].start >= limit):
        return None
    rating = _rating(prepared, j, floor, words)
    if rating is not None and money is None:
        return rating
    amount = read_amount(prepared, j)
    if amount is None and money is None and tokens[j].low in ARTICLES:
        return _a_unit(prepared, j, floor, words)
    if amount is None:
        if tokens[j].kind == NUM:  # a run of digits that is no number: kept to be turned away with a reason
            value = Amount(j, j + 1, 0.0, 0.0, 1.0, numeral=prepared.numerals[j])
            figure = _from_amount(value, start)
            numeral = prepared.numerals[j]
            figure.why_not = "a version, a section or a date" if numeral and numeral.multi_dotted else "too long for an amount"
            return figure
        return None
    if money is not None and money.needs_magnitude and amount.scale == 1.0 and not (amount.numeral and amount.numeral.grouped):
        money, start = None, j
    figure = _from_amount(amount, start)
    figure.money = money is not None
    figure.currency_before = money is not None
    figure.currency = money.code if money else None
    _after_number(prepared, figure, words)
    if limit is not None and figure.after > figure.number_after:
        while figure.after > figure.number_after and tokens[figure.after - 1].end > limit:
            figure.after -= 1  # a unit never reaches into a date
    if figure.fraction and not _is_share(prepared, figure, words):
        return None
    if sign < 0:
        figure.low, figure.high = -(figure.high or 0.0), -(figure.low or 0.0)
        figure.raw = -figure.raw
    _prefix_unit(prepared, figure, floor)
    _dot_of_thousands(prepared, figure, words)
    _hedge(prepared, figure, floor, words)
    _prefix_unit(prepared, figure, floor)
    if figure.fraction and figure.unit is None and not figure.money:
        _as_share(figure)
    return figure


def _rating(prepared: Prepared, i: int, floor: int, words: Lexicon) -> Figure | None:
    """`6.7/10`, `a score of 4/5`: a mark on a scale, kept as the mark with the scale as its per-unit."""
    tokens = prepared.tokens
    mark = prepared.numerals[i]
    if mark is None or mark.grouped or not (_low(tokens, i + 1) == "/" and _glued(tokens, i + 1) and _glued(tokens, i + 2)):
        return None
    scale = prepared.numerals[i + 2] if i + 2 < len(tokens) else None
    if scale is None or scale.value not in _SCALES or mark.value > scale.value or scale.decimals:
        return None
    cued = any(tokens[n].low in words.cues["rating"] for n in range(max(0, i - 6), i))
    if not (mark.decimals or cued) or (_low(tokens, i + 3) == "/" and _glued(tokens, i + 3)):
        return None
    figure = _from_amount(Amount(i, i + 1, mark.value, mark.value, mark.last_digit, raw=mark.value, numeral=mark), i)
    figure.per, figure.after, figure.number_after = f"{scale.value:g}", i + 3, i + 3
    _hedge(prepared, figure, floor, words)
    return figure


def _from_amount(amount: Amount, start: int) -> Figure:
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


def _is_minus(tokens: Sequence[Token], i: int) -> bool:
    """A minus sign: nothing glued before it, digits or a currency sign glued after; or the word before a number."""
    token = tokens[i]
    if token.kind == WORD:
        return i + 1 < len(tokens) and (tokens[i + 1].kind == NUM or tokens[i + 1].low in load_lexicon().cardinals)
    if token.text == "–" or not _glued(tokens, i + 1):
        return False
    if _glued(tokens, i) and tokens[i - 1].text not in {"(", "[", "<", ">", "=", "~", "$", "€", "£"}:
        return False
    return not (i and tokens[i - 1].kind == NUM)


def _scale_by(figure: Figure, scale: float, after: int) -> None:
    scale_figure(figure, scale)
    figure.after = after


def _after_number(prepared: Prepared, figure: Figure, words: Lexicon) -> None:
    """What follows the amount: power of ten, magnitude letters, currency, unit, per-unit, counted noun."""
    tokens = prepared.tokens
    _power_of_ten(prepared, figure)
    k = figure.after
    _magnitude_letter(prepared, figure, words)
    k = figure.after
    if _low(tokens, k) in {"{", "<", "("} and k + 2 < len(tokens) and tokens[k + 2].text in {"}", ">", ")"} and figure.numeral:
        inner = read_unit(tokens, k + 1)
        if inner is not None and inner.after == k + 2 and not figure.money and tokens[k].text != "(":
            figure.unit, figure.after = inner.unit, k + 3
            return
    hyphen = (
        _low(tokens, k) in HYPHENS and _glued(tokens, k) and _glued(tokens, k + 1) and k + 1 < len(tokens) and tokens[k + 1].kind == WORD
    )
    place = k + 1 if hyphen else k
    if figure.vague and _low(tokens, place) == "of":
        place += 1  # hundreds of tonnes, millions of dollars
    if not figure.money:
        reading = read_currency_after(tokens, place)
        if (
            reading is not None
            and reading.code
            and place < len(tokens)
            and tokens[place].kind == SIGN
            and _starts_next(tokens, place, reading)
        ):
            reading = None  # "10 $ 20": the sign belongs to the next figure
        if reading is not None and _is_money(prepared, figure, reading, place, words):
            figure.money, figure.currency = True, reading.code
            if reading.magnitude != 1.0:
                _scale_by(figure, reading.magnitude, reading.after)
            if reading.factor != 1.0:
                _scale_by(figure, reading.factor, reading.after)
            figure.after = reading.after
    elif not figure.currency_before or _low(tokens, place) in {"dollars", "dollar", "euros", "euro"}:
        reading = read_currency_after(tokens, place)
        if reading is not None and reading.factor == 1.0:
            figure.after = reading.after
    if figure.money:
        figure.fraction = False
        _per(prepared, figure, figure.after)
        return
    multiple = _times(prepared, figure, place, words)
    if multiple:
        return
    unit_place = _unit_place(tokens, place, figure)
    unit = read_unit(tokens, unit_place, digits=not figure.spelled) if unit_place < len(tokens) else None
    if unit is not None and _unit_fits(prepared, figure, unit_place, unit.after, unit.unit):
        figure.unit, figure.after = unit.unit, unit.after
        if unit.unit.dimension != "percent":
            figure.fraction = False
        else:
            figure.fraction = False
        if _low(tokens, figure.after) == "of" and unit.unit.dimension == "percent":
            pass
        if unit.unit.dimension == "duration":
            _age(tokens, figure)
        if unit.unit.id == "gram" and tokens[unit_place].text == "g":
            near = {tokens[n].low for n in range(max(0, figure.first - 6), figure.first)}
            if any(word.startswith(("accelerat", "gravit")) for word in near):
                figure.unit = load_units().by_id["standard gravity"]
        _and_a_half(prepared, figure)
        _per(prepared, figure, figure.after)
        _speed(figure)
        return
    if _low(tokens, place) in {"yo", "yrs"} and not figure.spelled:
        figure.unit, figure.after = load_units().by_id["year"], place + 1
        return
    if _low(tokens, place) in {"points", "point"} and not hyphen and _in_percent(tokens, figure, place, words):
        figure.unit, figure.after = load_units().by_id["percentage point"], place + 1
        return
    noun = _noun(prepared, place, words, one=figure.low == 1 and figure.high == 1, hyphen=hyphen)
    if noun is not None:
        figure.noun, figure.noun_after = noun
        _per(prepared, figure, figure.noun_after, keep=True)
    else:
        _per(prepared, figure, figure.after)


def _in_percent(tokens: Sequence[Token], figure: Figure, place: int, words: Lexicon) -> bool:
    """Whether "0.4 points" are percentage points: small, and a word of shares or growth near ("GDP", "poll", "percent")."""
    if abs(figure.raw) > 50 or figure.scale != 1.0:
        return False
    near = {tokens[n].low for n in range(max(0, figure.first - 14), figure.first)} | {_low(tokens, place + n) for n in (1, 2, 3, 4)}
    return bool(near & words.cues["points"]) or "%" in near


def _starts_next(tokens: Sequence[Token], place: int, reading: CurrencyReading) -> bool:
    """Whether a currency sign after a figure stands closer to the number that follows it."""
    after = reading.after
    if after >= len(tokens) or tokens[after].kind != NUM:
        return False
    return tokens[after].start - tokens[after - 1].end < tokens[place].start - tokens[place - 1].end or _glued(tokens, after)


def _power_of_ten(prepared: Prepared, figure: Figure) -> None:
    """`×10−5`, `x10^4`, `x 10^-3`, `x2^10`, `1.1^23`: powers written out."""
    tokens = prepared.tokens
    k = figure.number_after
    if figure.numeral is None or figure.spelled or k >= len(tokens):
        return
    if tokens[k].text == "^" and _glued(tokens, k):
        exponent, after = _signed(prepared, k + 1)
        if exponent is not None and abs(exponent) <= 60:
            _raise_to(figure, figure.raw, exponent, 1.0, after)
        return
    if tokens[k].text not in {"x", "×", "*"} or k + 1 >= len(tokens):
        return
    base = prepared.numerals[k + 1]
    if base is None or base.value not in (2, 10):
        return
    m = k + 2
    caret = _low(tokens, m) == "^"
    exponent, after = _signed(prepared, m + 1 if caret else m)
    if exponent is None or abs(exponent) > 60 or not (caret or (_low(tokens, m) in MINUS and _glued(tokens, m))):
        return
    _raise_to(figure, base.value, exponent, figure.raw, after)


def _signed(prepared: Prepared, i: int) -> tuple[float | None, int]:
    tokens = prepared.tokens
    sign = 1.0
    steps = 0
    while i < len(tokens) and tokens[i].text in {"-", "−", "+"} and steps < 2:
        sign = -1.0 if tokens[i].text != "+" else 1.0
        i += 1
        steps += 1
    numeral = prepared.numerals[i] if i < len(tokens) else None
    if numeral is None or numeral.decimals:
        return None, i
    return sign * numeral.value, i + 1


def _raise_to(figure: Figure, base: float, exponent: float, factor: float, after: int) -> None:
    try:
        value = factor * base**exponent
    except (OverflowError, ZeroDivisionError):
        return
    if isinstance(value, complex) or not abs(value) < 1e60:
        return
    figure.low = figure.high = figure.raw = value
    figure.last_digit = abs(value) / 100
    figure.after = figure.number_after = after


def _magnitude_letter(prepared: Prepared, figure: Figure, words: Lexicon) -> None:
    """`10k`, `$5m`, `€10B`, `5.2m people`: a letter as magnitude, where the company it keeps says so."""
    tokens = prepared.tokens
    k = figure.after
    if figure.spelled or k >= len(tokens) or tokens[k].kind != WORD:
        return
    token = tokens[k]
    if figure.scale != 1.0:
        return
    scale = words.money_magnitudes.get(token.low) or (words.magnitudes.get(token.low) if len(token.low) <= 3 else None)
    if scale is None:
        return
    tight = _glued(tokens, k)
    money_after = read_currency_after(tokens, k + 1)
    if figure.money or (money_after is not None and not money_after.needs_magnitude):
        if tight or token.low not in {"t", "k", "b"}:
            _scale_by(figure, scale, k + 1)
        return
    if token.low == "k":
        decimals = figure.numeral.decimals if figure.numeral else 0
        if (tight and not (token.text == "K" and decimals)) or (token.text == "k" and not tight and decimals):
            _scale_by(figure, scale, k + 1)
        return
    if token.low in {"m", "b"} and (tight or _low(tokens, k + 1) in words.cues["plural"]):
        counted = _noun(prepared, k + 1, words, one=False, hyphen=False)
        if counted is not None and counted[1] <= k + 4 and counted[0].lower() not in _RACES:
            _scale_by(figure, scale, k + 1)  # 1.2m cars


def _is_money(prepared: Prepared, figure: Figure, reading: CurrencyReading, place: int, words: Lexicon) -> bool:
    tokens = prepared.tokens
    large = figure.scale >= 1e3 or bool(figure.numeral and figure.numeral.grouped)
    if reading.needs_magnitude and not large:
        return False
    if reading.code == "GBP" and tokens[place].low in {"pound", "pounds"} and reading.after == place + 1:
        if _low(tokens, reading.after) in {"sterling", "notes"} or figure.scale >= 1e5:
            return True
        if place > figure.number_after:  # twenty-pound bag
            return False
        near = {tokens[n].low for n in range(max(0, figure.first - 8), min(len(tokens), reading.after + 4))}
        return bool(near & words.cues["money"])
    # a code or a sign must follow closely
    return tokens[place].start - tokens[place - 1].end <= 1


def _unit_place(tokens: Sequence[Token], place: int, figure: Figure) -> int:
    """Where the unit may begin: after "of a(n)" behind a fraction, after "a(n)" behind half."""
    if figure.fraction:
        j = place
        if _low(tokens, j) == "of" and _low(tokens, j + 1) in ARTICLES:
            return j + 2
        if _low(tokens, j) in ARTICLES:
            return j + 1
    return place


def _unit_fits(prepared: Prepared, figure: Figure, place: int, after: int, unit: Unit) -> bool:
    """Whether what looks like a unit is one: letters and quote marks need company that says so."""
    tokens = prepared.tokens
    token = tokens[place]
    gap = token.start - tokens[place - 1].end
    if gap > 2:
        return False
    if unit.dimension == "magnitude" and figure.raw >= 11:
        return False
    table = load_units()
    loose = after == place + 1 and token.text in table.loose and token.low not in table.names
    following = tokens[after] if after < len(tokens) else None
    if token.kind == WORD and following is not None and following.kind == NUM and _glued(tokens, after) and len(token.text) <= 2:
        return False  # a code: 24703L202
    if not loose:
        if token.text in {"am", "pm"} and figure.raw <= 12:
            return bool(figure.numeral and figure.numeral.decimals and (figure.numeral.decimals != 2 or figure.raw % 1 > 0.595))
        return True
    if token.text in {"'", "′", '"', "″"}:
        if gap and token.text not in {'"'}:
            return False
        if following is not None and following.low == "s" and _glued(tokens, after):
            return False  # 2019's
        sign = token.text
        return token.text in {"′", "″"} or prepared.text.count(sign, max(0, token.start - 2000), token.start) % 2 == 0
    if token.text == "in":
        after_feet = _low(tokens, figure.number_first - 1) in {"ft", "feet", "foot"}
        return after_feet or following is None or following.kind == SIGN or following.low in _INCH_FOLLOWERS
    lettered = token.kind == WORD and following is not None and _glued(tokens, after)
    if lettered and following is not None and following.text in {"-", "."} and after + 1 < len(tokens) and _glued(tokens, after + 1):
        return False  # 24703 L-202, 2021 C.P.I.
    if token.text == "s" and gap == 0 and figure.numeral and figure.raw >= 10 and figure.raw % 10 == 0 and not figure.numeral.decimals:
        return False  # 1990s
    if token.text in _LOOSE_TIGHT and gap and (token.text in {"A", "a"} or (following is not None and following.kind != SIGN)):
        return False
    return not (token.text in {"C", "F"} and gap and following is not None and following.text[:1].isupper())


def _and_a_half(prepared: Prepared, figure: Figure) -> None:
    """`a year and a half`, `two hours and a quarter`."""
    tokens = prepared.tokens
    k = figure.after
    part = {"half": 0.5, "quarter": 0.25}.get(_low(tokens, k + 2))
    if (
        part is None
        or _low(tokens, k) != "and"
        or _low(tokens, k + 1) not in ARTICLES
        or _low(tokens, k + 3) == "of"
        or figure.scale != 1.0
    ):
        return
    if figure.low is not None and figure.low == figure.high:
        figure.low = figure.high = figure.raw = figure.low + part
        figure.last_digit, figure.after = 0.1, k + 3


def _speed(figure: Figure) -> None:
    """Write "193 km/h" and "193 km per hour" as the one unit they are; "bpd" as barrels and their per-unit."""
    if figure.unit is None:
        return
    if figure.per is not None:
        one = load_units().by_id.get(f"{figure.unit.id} per {figure.per}")
        if one is not None and one.dimension == "speed":
            figure.unit, figure.per = one, None
    elif " per " in figure.unit.id and figure.unit.dimension != "speed":
        unit, _, per = figure.unit.id.partition(" per ")
        if unit in load_units().by_id:
            figure.unit, figure.per = load_units().by_id[unit], per


def _age(tokens: Sequence[Token], figure: Figure) -> None:
    """Take "old", "-old" and "of age" into the span."""
    k = figure.after
    if _low(tokens, k) in HYPHENS and _low(tokens, k + 1) in {"old", "olds"}:
        figure.after = k + 2
    elif _low(tokens, k) == "old":
        figure.after = k + 1
    elif _low(tokens, k) == "of" and _low(tokens, k + 1) == "age":
        figure.after = k + 2


def _per(prepared: Prepared, figure: Figure, k: int, keep: bool = False) -> None:
    """`/km2`, `per barrel`, `per thousand cubic metres`, `a year`, `annually`; sets `per`, and `after` unless a noun stands between."""
    tokens = prepared.tokens
    parts: list[str] = []
    for _ in range(2):
        found = _one_per(prepared, k, measured=not (figure.spelled and figure.low == 1 and figure.bare))
        if found is None:
            break
        parts.append(found[0])
        k = found[1]
    if parts:
        figure.per = " per ".join(parts)
        if keep:
            figure.noun_after = k
        else:
            figure.after = k
    del tokens


def _one_per(prepared: Prepared, k: int, measured: bool, worded: bool = False) -> tuple[str, int] | None:
    tokens = prepared.tokens
    if k >= len(tokens):
        return None
    low = tokens[k].low
    if low in HYPHENS and _glued(tokens, k) and _low(tokens, k + 1) in ARTICLES and _low(tokens, k + 2) in HYPHENS:
        return _one_per(prepared, k + 3, measured, worded=True)  # $2.30-a-share
    if worded and low in _PER_NOUNS:
        return low, k + 1
    if worded:
        unit = read_unit(tokens, k, digits=False)
        return (unit.unit.id, unit.after) if unit is not None else None
    if low == "/" and _glued(tokens, k) and k + 1 < len(tokens) and tokens[k + 1].kind == WORD and _glued(tokens, k + 1):
        unit = read_unit(tokens, k + 1)
        if unit is not None:
            after = unit.after
            name = unit.unit.id
            if name == "second" and after < len(tokens) and tokens[after].text == "2" and _glued(tokens, after):
                name, after = "square second", after + 1
            return name, after
        return (tokens[k + 1].low, k + 2) if measured else None
    if low in {"per", "for"} and k + 1 < len(tokens) and (low == "per" or _low(tokens, k + 1) == "every"):
        j = k + 1 if low == "per" else k + 2
        if _low(tokens, j) in {"cent", "mille"}:
            return None
        if _low(tokens, j) == "annum":
            return "year", j + 1
        scale = read_amount(prepared, j) if j < len(tokens) and (tokens[j].kind == NUM or tokens[j].low in load_lexicon().anchors) else None
        prefix, m = "", j
        if scale is None and _low(tokens, j) in load_lexicon().magnitudes:
            prefix, m = f"{load_lexicon().magnitudes[_low(tokens, j)]:g} ", j + 1
        if scale is not None and scale.low >= 1:
            prefix, m = f"{scale.low:g} ", scale.after
        unit = read_unit(tokens, m) if m < len(tokens) else None
        if unit is not None:
            return prefix + unit.unit.id, unit.after
        if m < len(tokens) and tokens[m].kind == WORD and tokens[m].low not in FUNCTION_WORDS:
            if _low(tokens, m + 1) in _PER_NOUNS:  # per diluted share
                return f"{prefix}{tokens[m].low} {tokens[m + 1].low}", m + 2
            return prefix + ("person" if tokens[m].low in {"capita", "head"} else tokens[m].low), m + 1
        return None
    if low in {"a", "an", "each", "every"} and measured and k + 1 < len(tokens) and tokens[k + 1].kind == WORD:
        if tokens[k + 1].low in _PER_NOUNS:
            return tokens[k + 1].low, k + 2
        unit = read_unit(tokens, k + 1, digits=False)
        if unit is not None and unit.after == k + 2 and unit.unit.dimension in {"duration", "volume", "mass", "area", "length"}:
            if _low(tokens, unit.after) in {"ago", "later", "earlier", "before", "after"}:
                return None
            return (unit.unit.id, unit.after) if not tokens[k + 1].low.endswith("s") else None
        return None
    if low in _ADVERBS and measured:
        return _ADVERBS[low], k + 1
    return None


def _times(prepared: Prepared, figure: Figure, place: int, words: Lexicon) -> bool:
    """`three times as many`, `tenfold`, "grew by nearly 80 times": a multiple; other "times" are counted."""
    tokens = prepared.tokens
    word = _low(tokens, place)
    if word == "fold":
        figure.multiple, figure.unit, figure.after = True, load_units().by_id["times"], place + 1
        return True
    if word != "times":
        return False
    changed = any(_low(tokens, n) in words.cues["change"] for n in range(max(0, figure.first - 6), figure.first))
    if _low(tokens, place + 1) in COMPARERS or changed:
        figure.multiple, figure.unit, figure.after = True, load_units().by_id["times"], place + 1
        figure.fraction = False
        return True
    figure.noun, figure.noun_after = "times", place + 1
    _per(prepared, figure, figure.noun_after, keep=True)
    return True


def _noun(prepared: Prepared, k: int, words: Lexicon, one: bool, hyphen: bool) -> tuple[str, int] | None:
    """The words counted: up to the first plural within four words, "more", "other" and "of the" left out."""
    tokens = prepared.tokens
    j = k
    while _low(tokens, j) in {"more", "other", "further", "additional", "odd", "plus", "strong"} and j - k < 2:
        hyphen = False
        j += 1
    start = j
    read = 0
    while j < len(tokens) and read < 5:
        token = tokens[j]
        if token.low in HYPHENS and j > start and _glued(tokens, j) and _glued(tokens, j + 1):
            j += 2 if tokens[j + 1].kind == NUM else 1  # COVID-19 tests
            continue
        if token.text == "." and j > start and len(tokens[j - 1].text) == 1 and tokens[j - 1].text.isupper() and _glued(tokens, j):
            j += 1  # U.S. soldiers
            continue
        read += 1
        if token.kind != WORD or token.low in FUNCTION_WORDS or token.low in words.cardinals or token.low in words.vague:
            break
        if _plural(token, words):
            return prepared.text[tokens[start].start : token.end], j + 1
        j += 1
    if not (one or hyphen) or start >= len(tokens) or tokens[start].kind != WORD or tokens[start].low in FUNCTION_WORDS:
        return None
    return (tokens[start].text, start + 1) if tokens[start].start - tokens[start - 1].end <= 1 else None


def _plural(token: Token, words: Lexicon) -> bool:
    low = token.low
    return low in words.cues["plural"] or (len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")))


def _hedge(prepared: Prepared, figure: Figure, floor: int, words: Lexicon) -> None:
    """Hedges before and after the figure; they set the bound and open the end they leave open."""
    tokens = prepared.tokens
    found: list[Hedge] = []
    k = figure.first
    while k > floor:
        hedge = _hedge_ending(tokens, k, floor, words, figure)
        qualified = hedge is None and not found and k - 1 > floor and _low(tokens, k - 1) in QUALIFIERS
        if qualified and _hedge_ending(tokens, k - 1, floor, words, figure) is not None:
            k -= 1
            continue
        if hedge is None:
            break
        found.append(hedge)
        k -= len(hedge.words)
    if found:
        figure.hedge_first = k
    place = figure.after
    for position in (figure.number_after, figure.after, figure.noun_after):
        if position and position >= figure.number_after:
            hedge = _hedge_beginning(tokens, position, words)
            if hedge is not None:
                found.append(hedge)
                after = position + len(hedge.words) + (1 if _low(tokens, position) in HYPHENS else 0)
                if position == figure.noun_after and position != figure.after:
                    figure.noun_after = after
                else:
                    figure.after = max(place, after)
                break
    if found and figure.noun is None and figure.unit is None and not figure.money and figure.after > figure.number_after:
        _after_number(prepared, figure, words)  # 20-plus percent, 540+ shocks
    if found:
        figure.hedges = tuple(hedge.phrase for hedge in reversed(found))
        _apply(figure, [hedge.bound for hedge in found])


def _apply(figure: Figure, bounds: list[Bound]) -> None:
    for bound in bounds:
        if bound in (Bound.AT_LEAST, Bound.AT_MOST):
            if figure.bound in (Bound.AT_LEAST, Bound.AT_MOST) and not figure.vague:
                continue
            figure.bound = bound
            if bound is Bound.AT_LEAST:
                figure.high = None
            else:
                figure.low, figure.high = None, figure.high
                if figure.high is None:
                    figure.high = figure.raw * figure.scale
            continue
        if bound is Bound.APPROX and figure.bound is Bound.EXACT:
            figure.bound = bound


def _hedge_ending(tokens: Sequence[Token], k: int, floor: int, words: Lexicon, figure: Figure) -> Hedge | None:
    """The longest hedge whose last word stands right before token `k`."""
    for hedge in words.hedges_before.get(_low(tokens, k - 1), ()):
        start = k - len(hedge.words)
        if start < floor or any(tokens[start + n].low != word for n, word in enumerate(hedge.words)):
            continue
        phrase = hedge.phrase
        previous = _low(tokens, start - 1)
        if phrase in {"past", "top", "over", "passing", "some"} and previous in {"the", "half", "these"} and phrase != "top":
            continue
        if phrase == "top" and not (figure.spelled or figure.raw <= 100):
            continue
        if phrase == "within" and (figure.unit is None or figure.unit.dimension not in _SPAN_UNITS):
            continue
        if phrase == "near" and figure.unit is not None and figure.unit.dimension == "length":
            continue
        if (
            phrase in {"about", "around", "some"}
            and figure.numeral is not None
            and tokens[k - 1].text[0].isupper()
            and start
            and phrase == "some"
        ):
            continue
        if figure.vague and phrase in {"under", "over", "above", "below", "near", "past", "within", "beyond"}:
            continue
        if phrase in {"~", "-"} and _glued(tokens, k - 1) and start and tokens[start - 1].kind == NUM:
            continue
        if phrase in {"c.", "ca."} and not _glued(tokens, k - 1):
            continue
        return hedge
    return None


def _hedge_beginning(tokens: Sequence[Token], i: int, words: Lexicon) -> Hedge | None:
    """The longest hedge that begins at token `i` (or behind a hyphen there) and is not the start of the next figure."""
    if i >= len(tokens):
        return None
    j = i + 1 if tokens[i].low in HYPHENS and _glued(tokens, i) and _glued(tokens, i + 1) else i
    for hedge in words.hedges_after.get(_low(tokens, j), ()):
        end = j + len(hedge.words)
        if end > len(tokens) or any(tokens[j + n].low != word for n, word in enumerate(hedge.words)):
            continue
        following = tokens[end] if end < len(tokens) else None
        if following is not None and (
            following.kind == NUM or following.low in words.cardinals or following.low in {"than", "a", "an", "$", "€", "£"}
        ):  # fmt: skip
            continue
        if hedge.phrase == "+" and not _glued(tokens, j):
            continue
        if hedge.phrase in {"odd", "ish", "plus"} and j == i and hedge.phrase != "plus":
            continue
        return hedge
    return None


def _prefix_unit(prepared: Prepared, figure: Figure, floor: int) -> None:
    """`magnitude 7.8`, `Mw 7.7`, `magnitude-7 quake`, `aged 24`: a unit that stands before its number."""
    if figure.unit is not None or figure.money or figure.spelled or figure.vague:
        return
    tokens = prepared.tokens
    k = figure.hedge_first - 1
    if k >= floor and tokens[k].low in {"of", "-", "a"}:
        k -= 1
    if k < floor or k < 0:
        return
    token = tokens[k]
    if token.low.startswith("magnitude") or token.text in {"Mw", "ML", "Mb", "Ms"} or token.text.endswith("Mw"):
        if figure.raw <= 10 and figure.scale == 1.0:
            figure.unit = load_units().by_id["magnitude"]
            figure.noun, figure.noun_after = None, 0
            figure.first = figure.hedge_first = min(figure.hedge_first, k)
    elif token.low in {"aged", "age"} and figure.noun is None and figure.raw < 130:
        figure.unit = load_units().by_id["year"]
        figure.first = figure.hedge_first = k


def label_before(prepared: Prepared, figure: Figure) -> None:
    """`Aftershocks: 540`, `aftershocks≥30,000`: the noun counted, where it stands before the figure as a label."""
    if figure.noun is not None or figure.unit is not None or figure.money or figure.multiple or figure.vague:
        return
    tokens = prepared.tokens
    k = figure.hedge_first - 1
    labelled = _glued(tokens, figure.hedge_first) and figure.hedge_first < figure.number_first
    if _low(tokens, k) == ":":
        k, labelled = k - 1, True
    if labelled and k >= 0 and tokens[k].kind == WORD and _plural(tokens[k], load_lexicon()):
        figure.noun, figure.noun_after = tokens[k].text, figure.after


def _dot_of_thousands(prepared: Prepared, figure: Figure, words: Lexicon) -> None:
    """`45.968` without unit, money or magnitude counts something: the dot parts thousands, unless a word says ratio, index, average."""
    numeral = figure.numeral
    if numeral is None or not numeral.ambiguous or figure.unit is not None or figure.money or figure.scale != 1.0 or figure.multiple:
        return
    tokens = prepared.tokens
    near = {tokens[n].low for n in range(max(0, figure.first - 6), figure.first)}
    if not near & words.cues["decimal"]:
        figure.dotted = True
        scale_figure(figure, 1000.0)
        figure.raw *= 1000
        figure.scale = 1.0


def scale_figure(figure: Figure, scale: float) -> None:
    """Multiply both ends."""
    figure.low = None if figure.low is None else figure.low * scale
    figure.high = None if figure.high is None else figure.high * scale
    figure.last_digit *= scale
    figure.scale *= scale


def _is_share(prepared: Prepared, figure: Figure, words: Lexicon) -> bool:
    """Whether a bare fraction is a share and not an ordinal ("a third party"), a part of a match or year ("the first half")."""
    tokens = prepared.tokens
    start, k = figure.first, figure.after
    previous, following = _low(tokens, start - 1), _low(tokens, k)
    first = tokens[start]
    if previous in {"first", "second", "third", "fourth", "last", "other", "latter", "former", "early", "late", "next", "better"}:
        return False
    if _glued(tokens, k) and following in HYPHENS:
        return False
    if first.low == "half":
        if following in {"past", "time", "way", "life", "brother", "sister", "term", "century", "year"}:
            return False
        return not (_glued(tokens, start) and previous in HYPHENS)
    if first.low in ARTICLES:
        return following in SHARE_FOLLOWERS or k >= len(tokens) or tokens[k].kind == SIGN or following in FUNCTION_WORDS
    return True


def _as_share(figure: Figure) -> None:
    """Shares are kept in percent, to one decimal as they are printed: half 50, a third 33.3."""
    figure.unit = load_units().by_id["percent"]
    value = round(figure.raw * 100, 1) if abs(figure.raw) >= 0.01 else figure.raw * 100
    if figure.low is not None:
        figure.low = value
    if figure.high is not None:
        figure.high = value
    figure.raw, figure.scale, figure.last_digit = value, 1.0, 1.0
    if figure.bound is Bound.EXACT:
        figure.bound = Bound.APPROX


def _nought(prepared: Prepared, i: int, words: Lexicon) -> Figure | None:
    """`no casualties`, `no civilian deaths`: nought of what follows."""
    tokens = prepared.tokens
    for j in range(i + 1, min(i + 4, len(tokens))):
        if tokens[j].kind != WORD or tokens[j].low in FUNCTION_WORDS:
            return None
        if tokens[j].low in words.zero_nouns:
            amount = Amount(i, i + 1, 0.0, 0.0, 1.0, spelled=True)
            figure = _from_amount(amount, i)
            figure.noun, figure.noun_after = prepared.text[tokens[i + 1].start : tokens[j].end], j + 1
            return figure
    return None


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}


def _roman(prepared: Prepared, i: int) -> Figure | None:
    """`MMI XII`, `Mercalli intensity XI`: the one scale that is written in Roman numerals."""
    tokens = prepared.tokens
    j = i + 1
    while _low(tokens, j) in {"of", "level", "mmi", ":"} and j - i < 4:
        j += 1
    if j >= len(tokens) or not tokens[j].text.isupper() or tokens[j].low not in _ROMAN:
        return None
    figure = _from_amount(Amount(j, j + 1, float(_ROMAN[tokens[j].low]), float(_ROMAN[tokens[j].low]), 1.0, raw=1.0), i)
    figure.unit = load_units().by_id["mercalli intensity"]
    return figure


_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


def _rank(prepared: Prepared, i: int, words: Lexicon) -> Figure | None:
    """`second-largest`, `the 3rd biggest`, `fourth most populous`: a place in an order."""
    tokens = prepared.tokens
    numeral = prepared.numerals[i]
    if numeral is not None:
        if not _glued(tokens, i + 1) or numeral.decimals:
            return None
        value, j = numeral.value, i + 2
    else:
        value, j = words.ordinals[tokens[i].low], i + 1
    hyphen = _low(tokens, j) in HYPHENS
    k = j + 1 if hyphen else j
    word = _low(tokens, k)
    superlative = (
        len(word) > 4 and word.endswith("est") and word not in {"west", "interest", "request", "forest", "harvest", "protest"}
    ) or (word in {"most", "least", "best", "worst"} and (not hyphen or _low(tokens, k + 1) in HYPHENS or k + 1 < len(tokens)))
    if not superlative:
        return None
    figure = _from_amount(Amount(i, j, value, value, 1.0, raw=value, spelled=numeral is None), i)
    figure.unit, figure.after = load_units().by_id["rank"], k + 1
    return figure


def _vague_share(prepared: Prepared, i: int, length: int, floor: int, words: Lexicon) -> Figure | None:
    """`most of the`, `most Georgians`, `a majority of`: more than half."""
    tokens = prepared.tokens
    if length == 1:  # "most": a share before "of" and a noun, or right before a plural; else it makes a superlative
        following, beyond = _low(tokens, i + 1), _low(tokens, i + 2)
        if _low(tokens, i - 1) in {"the", "at"} or beyond in {"whom", "which"}:
            return None
        if following != "of" and not (i + 1 < len(tokens) and _plural(tokens[i + 1], words)):
            return None
    low, high = words.shares[tuple(_low(tokens, i + k) for k in range(length))]
    after = i + length - (1 if tokens[i + length - 1].low == "of" else 0)
    figure = _from_amount(Amount(i, after, low or 0.0, high, 1.0, raw=low or high or 0.0, spelled=True, vague=True), i)
    figure.low, figure.high = low, high
    figure.bound = Bound.AT_LEAST if high is None else Bound.AT_MOST
    figure.unit, figure.fraction = load_units().by_id["percent"], True
    return figure


def _multiple(prepared: Prepared, i: int, floor: int, words: Lexicon) -> Figure | None:
    """`doubled`, `more than double the`, `twice as many`, `threefold`: a ratio."""
    tokens = prepared.tokens
    low = tokens[i].low
    figure = _from_amount(Amount(i, i + 1, words.multiples[low], words.multiples[low], 0.1, raw=words.multiples[low], spelled=True), i)
    figure.multiple, figure.unit = True, load_units().by_id["times"]
    _hedge(prepared, figure, floor, words)
    following = _low(tokens, i + 1)
    if low not in {"double", "triple", "treble", "twice", "thrice", "quadruple"} or figure.hedges or following in COMPARERS:
        return figure
    said_of_growth = low not in {"twice", "thrice"} and following in {"", ",", ".", "to", "in", "by", "or"}
    return figure if said_of_growth else None


def _a_unit(prepared: Prepared, i: int, floor: int, words: Lexicon) -> Figure | None:
    """`less than a week`, `over a century`, `a gallon of`: one of a unit, where a hedge or "of" shows that it is measured."""
    tokens = prepared.tokens
    unit = read_unit(tokens, i + 1, digits=False) if i + 1 < len(tokens) and tokens[i + 1].kind == WORD else None
    if unit is None or tokens[i + 1].low.endswith("s") or tokens[i + 1].low not in load_units().names:
        return None
    figure = _from_amount(Amount(i, i + 1, 1.0, 1.0, 1.0, raw=1.0, spelled=True), i)
    figure.unit, figure.after = unit.unit, unit.after
    _and_a_half(prepared, figure)
    _hedge(prepared, figure, floor, words)
    if figure.raw != 1.0:
        return figure
    if (
        figure.hedges
        and figure.bound is not Bound.EXACT
        and unit.unit.dimension in {"duration", "length", "mass", "area", "volume", "information"}
    ):
        return figure if figure.hedges != ("some",) else None
    measured = unit.unit.dimension in {"mass", "volume", "information"}
    return figure if measured and _low(tokens, unit.after) == "of" and unit.unit.id not in {"bar", "cup"} else None
