"""Amounts: numbers in digits and words with their magnitudes, fractions and vague words, without hedge, unit or meaning.

A recursive grammar over tokens, read left to right from a token that can begin an amount:

    amount    = fraction | vague | composed
    composed  = group { scale group } [ "and" fraction ]      two million three hundred and twenty; 3 hundred and 21; 1.2 million
    fraction  = [ composed ] denominator | "half" | NUM "/" NUM | ½      two-thirds, a quarter, 2 1/2, half a million
    vague     = [ several | a few ] { dozens | tens | hundreds ... "of" }  hundreds of thousands, several hundred

"Twenty-five" and "twenty five" are 25; "nineteen ninety" is two numbers (a year in words is not read). Every function answers an
`Amount` or None and never raises.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from atodds.normalising.english import ARTICLES, HYPHENS
from atodds.normalising.lexicon import Lexicon, load_lexicon
from atodds.normalising.numerals import Numeral
from atodds.normalising.prepared import Prepared
from atodds.normalising.tokens import NUM, WORD

__all__ = ["Amount", "read_amount"]

_VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5, "⅙": 1 / 6, "⅚": 5 / 6,
    "⅐": 1 / 7, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅑": 1 / 9, "⅒": 1 / 10,
}  # fmt: skip
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 40, 50, 64, 100, 1000})
_TRIES = 60  # tokens one amount may span at most: nothing written by people is longer, and it bounds the work per token


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as read from tokens `first` up to but without `after`.

    `high` differs from `low` for vague words alone and is None when open. `raw` is the number before its last magnitude ("1.7" of "1.7
    billion"), `scale` that magnitude. `fraction` marks a bare share ("half", "two-thirds", "1/40").
    """

    first: int
    after: int
    low: float
    high: float | None
    last_digit: float
    raw: float = 0.0
    scale: float = 1.0
    spelled: bool = False
    vague: bool = False
    fraction: bool = False
    numeral: Numeral | None = None  # for digits alone or digits with a magnitude word


def read_amount(prepared: Prepared, i: int) -> Amount | None:
    """The amount that begins at token `i`, or None. "a" and "an" begin one only before a magnitude, a fraction or a vague word."""
    tokens = prepared.tokens
    if i >= len(tokens):
        return None
    words = load_lexicon()
    amount = (
        _vague(prepared, i, words)
        or _half_of_magnitude(prepared, i, words)
        or _fraction(prepared, i, words)
        or _composed(prepared, i, words)
    )
    if amount is None or not math.isfinite(amount.low):
        return None
    return amount


def _low(prepared: Prepared, i: int) -> str:
    return prepared.tokens[i].low if 0 <= i < len(prepared.tokens) else ""


def _tight(prepared: Prepared, i: int) -> bool:
    """Whether token `i` follows the one before without a blank."""
    return 0 < i < len(prepared.tokens) and prepared.tokens[i].start == prepared.tokens[i - 1].end


def _magnitude(prepared: Prepared, i: int, words: Lexicon) -> tuple[float, int] | None:
    """A chain of magnitude words from token `i`: "million", "hundred thousand", "lakh crore", "-million"."""
    scale, j = 1.0, i
    while j < len(prepared.tokens) and j - i < 6:
        k = j + 1 if _low(prepared, j) in HYPHENS and _tight(prepared, j) else j
        value = words.magnitudes.get(_low(prepared, k))
        if value is None and j == i and _low(prepared, k) in words.vague:
            value = words.magnitudes.get(_low(prepared, k)[:-1])  # 3 dozens, five millions
        if value is None:
            break
        scale *= value
        j = k + 1
    return (scale, j) if j > i else None


def _vague(prepared: Prepared, i: int, words: Lexicon) -> Amount | None:
    """`dozens`, `tens of thousands`, `several hundred`, `a few dozen`, `many thousands`."""
    j = i
    first = prepared.tokens[i].low
    if first not in words.factor_starts and first not in words.vague:
        return None
    low: float = 1.0
    high: float | None = 1.0
    found = False
    for length in (3, 2, 1) if first in words.factor_starts else ():
        key = tuple(_low(prepared, i + k) for k in range(length))
        if key in words.vague_factors:
            factor_low, factor_high = words.vague_factors[key]
            k = i + length
            next_word = _low(prepared, k)
            if next_word in words.magnitudes or next_word in words.vague:
                low, high, j, found = factor_low, factor_high, k, True
                break
            if next_word == "of" and _low(prepared, k + 1) in words.magnitudes:
                low, high, j, found = factor_low, factor_high, k + 1, True
                break
            return None
    start_of_chain = j
    while j < len(prepared.tokens) and j - start_of_chain < 8:
        word = _low(prepared, j)
        if word in words.vague and (j == start_of_chain or _low(prepared, j - 1) == "of"):
            part_low, part_high = words.vague[word]
            if found:  # the plural is only a magnitude here: "tens of thousands", "several thousands"
                unit = words.magnitudes.get(word.rstrip("s"), part_low)
                low, high = low * unit, None if high is None else (high + 1) * unit - 1
            else:
                low, high, found = part_low, part_high, True
        elif found and word in words.magnitudes:
            unit = words.magnitudes[word]
            low, high = low * unit, None if high is None else high * unit if high == low else (high + 1) * unit - 1
        else:
            break
        j += 1
        if _low(prepared, j) == "of" and (_low(prepared, j + 1) in words.vague or _low(prepared, j + 1) in words.magnitudes):
            j += 1
    if not found or j == i:
        return None
    counted = _low(prepared, j) in {"of", "more"} and (j + 1 >= len(prepared.tokens) or prepared.tokens[j + 1].kind != NUM)
    if _low(prepared, j - 1) == "scores" and not counted:
        return None  # "exam scores", "scores of 3 and 4"
    if _low(prepared, i) in {"tens", "hundreds", "thousands"} and _low(prepared, i - 1) == "the" and _low(prepared, i - 2) == "in":
        return None  # "in the thousands" is said of prices and of counts alike
    last = max(low, 1.0)
    return Amount(i, j, low, high, last, raw=low, spelled=True, vague=True)


def _half_of_magnitude(prepared: Prepared, i: int, words: Lexicon) -> Amount | None:
    """`half a million`, `a quarter of a million`, `half million`, `two thirds of a million`."""
    share = _fraction(prepared, i, words)
    if share is None:
        return None
    j = share.after
    if _low(prepared, j) in HYPHENS:  # half-a-million
        j += 1
    if _low(prepared, j) == "of":
        j += 1
        if _low(prepared, j) not in ARTICLES:
            return None
    if _low(prepared, j) in ARTICLES:
        j += 2 if _low(prepared, j + 1) in HYPHENS else 1
    scale = _magnitude(prepared, j, words)
    if scale is None:
        return None
    value = share.raw * scale[0]
    return Amount(i, scale[1], value, value, value / 10, raw=share.raw, scale=scale[0], spelled=True)


def _fraction(prepared: Prepared, i: int, words: Lexicon) -> Amount | None:
    """`two-thirds`, `a quarter`, `half`, `1/40`, `2 1/2`, `2½`, `one over three`."""
    tokens = prepared.tokens
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.text in _VULGAR:
        return _share(i, i + 1, _VULGAR[token.text], spelled=False)
    one = prepared.numerals[i]
    if one is not None and not one.multi_dotted:
        j = i + 1
        if j < len(tokens) and tokens[j].text in _VULGAR:
            value = one.value + _VULGAR[tokens[j].text]
            return Amount(i, j + 1, value, value, 0.1, raw=value)
        if _low(prepared, j) in HYPHENS and _tight(prepared, j) and _tight(prepared, j + 1) and not one.decimals and one.value < 1000:
            part = _slashed(prepared, j + 1) if prepared.tokens[j + 1].kind == NUM else None
            if part is not None and 0 < part[0] < 1:  # 2-1/2
                value = one.value + part[0]
                return Amount(i, part[1], value, value, 0.1, raw=value)
        if (
            one.integer_digits <= 3 and not one.decimals and j < len(tokens) and tokens[j].kind == NUM and not _tight(prepared, j)
            and tokens[j].start - token.end <= 2
        ):  # fmt: skip
            part = _slashed(prepared, j)
            if part is not None and 0 < part[0] < 1:
                value = one.value + part[0]
                return Amount(i, part[1], value, value, 0.1, raw=value)
        part = _slashed(prepared, i)
        if part is not None:
            return _share(i, part[1], part[0], spelled=False)
    if token.low in {"half", "third", "quarter", "halves"}:
        if token.low == "half" or (token.low == "quarter" and _low(prepared, i + 1) in words.magnitudes):
            return _share(i, i + 1, 1 / words.fractions[token.low])
        return None
    if token.low in ARTICLES:
        j = i + 1
        factor, k = 1.0, j
        scale = _magnitude(prepared, j, words)
        if scale:
            factor, k = scale
        denominator = words.fractions.get(_low(prepared, k))
        if denominator and (not _low(prepared, k).endswith("s") or scale):
            return _share(i, k + 1, factor / denominator)
        return None
    numerator = _composed(prepared, i, words, joined=False)
    if numerator is None or (numerator.numeral is not None and numerator.numeral.decimals):
        return None
    j = numerator.after
    while _low(prepared, j) in HYPHENS and j - numerator.after < 1:
        j += 1
    word = _low(prepared, j)
    if numerator.numeral is not None and _tight(prepared, j):
        return None
    denominator = words.fractions.get(word)
    if denominator:
        singular = word in {"half", "third", "quarter"} or not word.endswith("s")
        if (numerator.low == 1) == singular and (numerator.spelled or not singular):
            return _share(i, j + 1, numerator.low / denominator)
        return None
    if word == "over" and (numerator.spelled or numerator.low == 1):
        divisor = _composed(prepared, j + 1, words, joined=False)
        if divisor is not None and divisor.low > numerator.low and numerator.low <= 10 and not _low(prepared, divisor.after).isalpha():
            return _share(i, divisor.after, numerator.low / divisor.low)
    return None


def _share(i: int, after: int, value: float, spelled: bool = True) -> Amount:
    return Amount(i, after, value, value, 0.001, raw=value, spelled=spelled, fraction=True)


def _slashed(prepared: Prepared, i: int) -> tuple[float, int] | None:
    """`NUM/NUM` without blanks, not followed by another slash (a date)."""
    tokens = prepared.tokens
    top = prepared.numerals[i]
    if top is None or top.decimals or i + 2 >= len(tokens) or tokens[i + 1].text not in {"/", "⁄"}:
        return None
    bottom = prepared.numerals[i + 2]
    if bottom is None or bottom.decimals or not bottom.value or not (_tight(prepared, i + 1) and _tight(prepared, i + 2)):
        return None
    if _low(prepared, i + 3) == "/" and _tight(prepared, i + 3):
        return None
    if i and tokens[i - 1].text == "/" and _tight(prepared, i):
        return None
    if top.integer_digits > 3 or bottom.integer_digits > 4 or top.value > bottom.value:
        return None
    if bottom.value not in _DENOMINATORS and _low(prepared, i + 3) != "of":
        return None  # 2/42 is an issue of a bulletin
    return top.value / bottom.value, i + 3


def _group(prepared: Prepared, i: int, words: Lexicon) -> tuple[float, int, bool] | None:
    """A spelled number below a hundred ("twenty-five", "seven") from token `i`: value, next token, whether it was tens alone."""
    value = words.cardinals.get(_low(prepared, i))
    if value is None:
        return None
    if value < 20 or value % 10:
        return float(value), i + 1, False
    j = i + 1
    if _low(prepared, j) in HYPHENS:
        j += 1
    unit = words.cardinals.get(_low(prepared, j))
    if unit is not None and 0 < unit < 10 and not (j == i + 1 and words.fractions.get(_low(prepared, j + 1)) and unit == 1):
        return float(value + unit), j + 1, False
    return float(value), i + 1, True


def _composed(prepared: Prepared, i: int, words: Lexicon, joined: bool = True) -> Amount | None:
    """Digits or words with magnitudes, from token `i`."""
    tokens = prepared.tokens
    if i >= len(tokens):
        return None
    token = tokens[i]
    numeral = prepared.numerals[i]
    total, group, last_scale = 0.0, 0.0, math.inf
    spelled = True
    j = i
    if numeral is not None and not numeral.multi_dotted:
        spelled = False
        group, j = numeral.value, i + 1
        if token.text.isdigit() and j < len(tokens) and tokens[j].kind == WORD and _tight(prepared, j):
            glued = words.magnitudes.get(tokens[j].low)
            if glued is None:
                return Amount(i, j, group, group, numeral.last_digit, raw=group, numeral=numeral)
    elif token.low in ARTICLES:
        if _low(prepared, i + 1) not in words.magnitudes:
            return None
        group, j = 1.0, i + 1
    else:
        first = _group(prepared, i, words)
        if first is None:
            return None
        group, j = first[0], first[1]
        decimal = _spelled_decimal(prepared, j, words) if _low(prepared, i - 1) != "at" else None  # "at one point one"
        if decimal is not None:
            group, j = group + decimal[0], decimal[1]
    raw, scale = group, 1.0
    worth = numeral.last_digit if numeral is not None else _worth(group)
    steps = 0
    while steps < _TRIES:
        steps += 1
        k = j + 1 if _low(prepared, j) in HYPHENS and _tight(prepared, j) and _low(prepared, j + 1) in words.magnitudes else j
        value = words.magnitudes.get(_low(prepared, k))
        if value is None and _low(prepared, k) in words.vague and group >= 1:
            value = words.magnitudes.get(_low(prepared, k)[:-1])
        if value is None or (prepared.tokens[k].text == "M" if k < len(tokens) else True):
            break
        if value == 100 and group < 100:
            group, j = group * 100, k + 1
            worth *= 100
            raw, scale = raw, scale * 100
            tail = _tail(prepared, j, words, 100)
            if tail is not None:
                group, j = group + tail[0], tail[1]
                worth, raw, scale = _worth(tail[0]), group, 1.0
            continue
        chain = _magnitude(prepared, k, words)
        if chain is None or chain[0] >= last_scale:
            break
        raw, scale = group, chain[0]
        total += group * chain[0]
        worth *= chain[0]
        last_scale, j = chain[0], chain[1]
        group = 0.0
        tail = _tail(prepared, j, words, last_scale) if not (numeral is not None and numeral.decimals) else None
        if tail is None:
            break
        group, j = tail
        worth, raw, scale = _worth(group), total + group, 1.0
    value = total + group
    if j == i or value >= 1e30:
        return None
    amount = Amount(i, j, value, value, worth, raw=raw if value == raw * scale else value, scale=scale if value == raw * scale else 1.0,
                    spelled=spelled, numeral=numeral)  # fmt: skip
    if not joined:
        return amount
    return _and_fraction(prepared, amount, words)


def _spelled_decimal(prepared: Prepared, i: int, words: Lexicon) -> tuple[float, int] | None:
    """`point five`, `point zero eight`: the decimals after a spelled number."""
    if _low(prepared, i) != "point":
        return None
    digits, j = "", i + 1
    while len(digits) < 12:
        value = words.cardinals.get(_low(prepared, j))
        if value is None:
            break
        digits += str(value)
        j += 1
    return (float(f"0.{digits}"), j) if digits else None


def _tail(prepared: Prepared, i: int, words: Lexicon, below: float) -> tuple[float, int] | None:
    """What may follow a magnitude inside one number: "[and] twenty", ", two hundred", "and 21"; smaller than the magnitude."""
    j = i
    joiner = _low(prepared, j)
    if joiner in {"and", "&"}:
        j += 1
    elif joiner == ",":
        j += 1
        if _low(prepared, j) in {"and", "&"}:
            j += 1
    if j >= len(prepared.tokens):
        return None
    found = _group(prepared, j, words)
    if found is None:
        numeral = prepared.numerals[j]
        if joiner not in {"and", "&"} or numeral is None or below > 1000 or numeral.value >= below or numeral.decimals:
            return None
        if prepared.numerals[i - 2] is None or prepared.numerals[i - 2].value >= 10:  # type: ignore[union-attr]
            return None  # "3 hundred and 21" is one number, "two hundred and 21" and "20 thousand and 300" rather two
        return numeral.value, j + 1
    value, k = found[0], found[1]
    if _low(prepared, k) == "hundred" and value < 20 and below > 100:
        value, k = value * 100, k + 1
        rest = _tail(prepared, k, words, 100) if _low(prepared, k) not in {","} else None
        if rest is not None:
            value, k = value + rest[0], rest[1]
    elif joiner == "," and below > 1000 and _low(prepared, k) not in words.magnitudes and value < 100:
        return None  # "two million, three of whom"
    if value >= below:
        return None
    if joiner in {"and", "&", ","} and words.fractions.get(_low(prepared, k)):
        return None  # "one hundred and three quarters"
    if joiner == "and" and _low(prepared, k) in words.magnitudes and below > 100 and words.magnitudes[_low(prepared, k)] >= below:
        return None
    return value, k


def _worth(value: float) -> float:
    if not value:
        return 1.0
    if value == int(value):
        if value % 100 == 0 and value < 1e15:
            return float(10 ** (len(str(int(value))) - len(str(int(value)).rstrip("0"))))
        return 1.0
    return 0.1


def _and_fraction(prepared: Prepared, amount: Amount, words: Lexicon) -> Amount:
    """`two and a half million`, `a million and a half`, `twenty and three fifths`: the fraction after "and"."""
    j = amount.after
    hyphens = _low(prepared, j) in HYPHENS and _low(prepared, j + 1) == "and"  # four-and-a-half minutes
    if hyphens:
        j += 1
    if _low(prepared, j) != "and":
        return amount
    if hyphens and _low(prepared, j + 1) in HYPHENS and _low(prepared, j + 2) in ARTICLES and _low(prepared, j + 4) in {"half", "quarter"}:
        part = 0.5 if _low(prepared, j + 4) == "half" else 0.25
        raw = amount.low + part
        scaled = _magnitude(prepared, j + 5, words) or (1.0, j + 5)
        value = raw * scaled[0]
        return replace(amount, after=scaled[1], low=value, high=value, raw=raw, scale=scaled[0], last_digit=0.1 * scaled[0], numeral=None)
    share = _fraction(prepared, j + 1, words)
    if share is None or not share.fraction or (not share.spelled and share.raw >= 1):
        return amount
    scale = _magnitude(prepared, share.after, words)
    if scale is not None and amount.scale == 1.0:
        value = (amount.low + share.raw) * scale[0]
        return replace(
            amount,
            after=scale[1],
            low=value,
            high=value,
            raw=amount.low + share.raw,
            scale=scale[0],
            last_digit=0.1 * scale[0],
            spelled=True,
            numeral=None,
        )
    if scale is not None:
        value = amount.low + share.raw * scale[0]
        return replace(amount, after=scale[1], low=value, high=value, raw=value, scale=1.0, last_digit=0.1 * scale[0], numeral=None)
    if share.raw >= 1 or _low(prepared, share.after) == "of":
        return amount  # "two and a third of the staff"
    whole = amount.scale if (amount.scale >= 1000 or amount.scale == 12) and amount.raw == int(amount.raw) else 1.0
    value = amount.low + share.raw * whole
    return replace(amount, after=share.after, low=value, high=value, raw=value / whole, scale=whole, last_digit=0.1 * whole, numeral=None)
