"""What follows an amount: a power of ten, a magnitude letter, money, a unit, what it is for each of, and the noun it counts."""

from __future__ import annotations

from collections.abc import Sequence

from atodds.normalising.currencies import CurrencyReading, read_currency_after
from atodds.normalising.english import ARTICLES, COMPARERS, FUNCTION_WORDS, HYPHENS, MINUS
from atodds.normalising.figure import Figure, scale_figure
from atodds.normalising.lexicon import Lexicon, load_lexicon
from atodds.normalising.numbers import read_amount
from atodds.normalising.prepared import Prepared
from atodds.normalising.tokens import NUM, SIGN, WORD, Token, glued, low_at
from atodds.normalising.units import Unit, load_units, read_unit

__all__ = ["is_plural", "read_after_number", "read_and_a_half", "read_noun", "read_per"]

_PER_NOUNS = frozenset(
    {"barrel", "share", "head", "person", "piece", "capita", "household", "inhabitant", "unit", "kilo", "user", "worker"}
)
_ADVERBS = {
    "annually": "year", "yearly": "year", "daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour", "apiece": "piece",
}  # fmt: skip
_QUOTES = frozenset({"'", '"', "‘", "’", "“", "”"})  # "deaths pass 1,000 in 'catastrophe'"
_INCH_FOLLOWERS = frozenset({"thick", "long", "wide", "tall", "deep", "high", "by", "x", "diameter", "diagonal"})
_LOOSE_TIGHT = frozenset({"A", "V", "N", "J", "T", "B", "b", "K", "W", "'", "′", "a", "d"})
_RACES = frozenset({"hurdles", "sprints", "races", "waves", "metres", "meters"})


def read_after_number(prepared: Prepared, figure: Figure, words: Lexicon) -> None:
    """What follows the amount: power of ten, magnitude letters, currency, unit, per-unit, counted noun."""
    tokens = prepared.tokens
    _power_of_ten(prepared, figure)
    _magnitude_letter(prepared, figure, words)
    k = figure.after
    if _bracketed_unit(tokens, figure, k):
        return
    hyphen = low_at(tokens, k) in HYPHENS and glued(tokens, k) and glued(tokens, k + 1) and tokens[k + 1].kind == WORD
    place = k + 1 if hyphen else k
    if figure.vague and low_at(tokens, place) == "of":
        place += 1  # hundreds of tonnes, millions of dollars
    _money_after(prepared, figure, place, words)
    if figure.money:
        figure.fraction = False
        _per(prepared, figure, figure.after)
        return
    if _times(prepared, figure, place, words) or _unit_after(prepared, figure, place):
        return
    if low_at(tokens, place) in {"yo", "yrs"} and not figure.spelled:
        figure.unit, figure.after = load_units().by_id["year"], place + 1
        return
    if low_at(tokens, place) in {"points", "point"} and not hyphen and _in_percent(tokens, figure, place, words):
        figure.unit, figure.after = load_units().by_id["percentage point"], place + 1
        return
    noun = read_noun(prepared, place, words, one=figure.low == 1 and figure.high == 1, hyphen=hyphen)
    if noun is not None:
        figure.noun, figure.noun_after = noun
        _per(prepared, figure, figure.noun_after, keep=True)
    else:
        _per(prepared, figure, figure.after)


def _bracketed_unit(tokens: Sequence[Token], figure: Figure, k: int) -> bool:
    """`20 {kg}`, `20 <kg>`: a unit in brackets of a markup that was not resolved."""
    if figure.money or figure.numeral is None or low_at(tokens, k) not in {"{", "<"} or low_at(tokens, k + 2) not in {"}", ">"}:
        return False
    inner = read_unit(tokens, k + 1)
    if inner is None or inner.after != k + 2:
        return False
    figure.unit, figure.after = inner.unit, k + 3
    return True


def _money_after(prepared: Prepared, figure: Figure, place: int, words: Lexicon) -> None:
    """The currency after the amount; behind one that stood before it only its name is stepped over ("$5 million dollars")."""
    tokens = prepared.tokens
    if figure.money:
        if low_at(tokens, place) in {"dollars", "dollar", "euros", "euro"}:
            figure.after = place + 1
        return
    reading = read_currency_after(tokens, place)
    if reading is None or not _is_money(prepared, figure, reading, place, words):
        return
    if reading.code and tokens[place].kind == SIGN and _starts_next(tokens, place, reading):
        return  # "10 $ 20": the sign belongs to the next figure
    figure.money, figure.currency = True, reading.code
    _scale_by(figure, reading.magnitude * reading.factor, reading.after)


def _unit_after(prepared: Prepared, figure: Figure, place: int) -> bool:
    """The unit after the amount, with "old", "and a half" and the per-unit behind it."""
    tokens = prepared.tokens
    unit_place = _unit_place(tokens, place, figure)
    unit = read_unit(tokens, unit_place, digits=not figure.spelled) if unit_place < len(tokens) else None
    if unit is None or not _unit_fits(prepared, figure, unit_place, unit.after, unit.unit):
        return False
    figure.unit, figure.after, figure.fraction = unit.unit, unit.after, False
    if unit.unit.dimension == "duration":
        _age(tokens, figure)
    if unit.unit.id == "gram" and tokens[unit_place].text == "g":
        near = {tokens[n].low for n in range(max(0, figure.first - 6), figure.first)}
        if any(word.startswith(("accelerat", "gravit")) for word in near):
            figure.unit = load_units().by_id["standard gravity"]
    read_and_a_half(prepared, figure)
    _per(prepared, figure, figure.after)
    _speed(figure)
    return True


def _scale_by(figure: Figure, scale: float, after: int) -> None:
    scale_figure(figure, scale)
    figure.after = after


def _in_percent(tokens: Sequence[Token], figure: Figure, place: int, words: Lexicon) -> bool:
    """Whether "0.4 points" are percentage points: small, and a word of shares or growth near ("GDP", "poll", "percent")."""
    if abs(figure.raw) > 50 or figure.scale != 1.0:
        return False
    near = {tokens[n].low for n in range(max(0, figure.first - 14), figure.first)} | {low_at(tokens, place + n) for n in (1, 2, 3, 4)}
    return bool(near & words.cues["points"]) or "%" in near


def _starts_next(tokens: Sequence[Token], place: int, reading: CurrencyReading) -> bool:
    """Whether a currency sign after a figure stands closer to the number that follows it."""
    after = reading.after
    if after >= len(tokens) or tokens[after].kind != NUM:
        return False
    return tokens[after].start - tokens[after - 1].end < tokens[place].start - tokens[place - 1].end or glued(tokens, after)


def _power_of_ten(prepared: Prepared, figure: Figure) -> None:
    """`×10−5`, `x10^4`, `x 10^-3`, `x2^10`, `1.1^23`, `5.4 × 10⁶`, `10⁷`: powers written out."""
    tokens = prepared.tokens
    k = figure.number_after
    if figure.numeral is None or figure.spelled or k >= len(tokens):
        return
    if tokens[k].text == "^" and glued(tokens, k):
        exponent, after = _signed(prepared, k + 1)
        if exponent is not None and abs(exponent) <= 60:
            _raise_to(figure, figure.raw, exponent, 1.0, after)
        return
    if figure.raw == 10 and figure.numeral.integer_digits == 2:
        exponent, after = _raised(prepared, k)
        if exponent is not None:
            _raise_to(figure, 10.0, exponent, 1.0, after)
            return
    if tokens[k].text not in {"x", "×", "*", "·", "⋅"} or k + 1 >= len(tokens):
        return
    base = prepared.numerals[k + 1]
    if base is None or base.value not in (2, 10):
        return
    m = k + 2
    exponent, after = _raised(prepared, m)
    if exponent is None:
        caret = low_at(tokens, m) == "^"
        exponent, after = _signed(prepared, m + 1 if caret else m)
        if exponent is None or abs(exponent) > 60 or not (caret or (low_at(tokens, m) in MINUS and glued(tokens, m))):
            return
    _raise_to(figure, base.value, exponent, figure.raw, after)


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def _raised(prepared: Prepared, k: int) -> tuple[float | None, int]:
    """The exponent that raised digits glued to the token before make: `⁶`, `⁻³`."""
    tokens = prepared.tokens
    written, m = "", k
    while m < len(tokens) and m - k < 4 and glued(tokens, m) and all(letter in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺" for letter in tokens[m].text):
        written += tokens[m].text
        m += 1
    plain = written.translate(_RAISED)
    return (float(plain), m) if plain.lstrip("-+").isdigit() and len(plain) <= 3 else (None, k)


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
    tight = glued(tokens, k)
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
    if token.low in {"m", "b"} and (tight or low_at(tokens, k + 1) in words.cues["plural"]):
        counted = read_noun(prepared, k + 1, words, one=False, hyphen=False)
        if counted is not None and counted[1] <= k + 4 and counted[0].lower() not in _RACES:
            _scale_by(figure, scale, k + 1)  # 1.2m cars


def _is_money(prepared: Prepared, figure: Figure, reading: CurrencyReading, place: int, words: Lexicon) -> bool:
    tokens = prepared.tokens
    large = figure.scale >= 1e3 or bool(figure.numeral and figure.numeral.grouped)
    if reading.needs_magnitude and not large:
        return False
    if reading.code == "GBP" and tokens[place].low in {"pound", "pounds"} and reading.after == place + 1:
        if low_at(tokens, reading.after) in {"sterling", "notes"} or figure.scale >= 1e5:
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
        if low_at(tokens, j) == "of" and low_at(tokens, j + 1) in ARTICLES:
            return j + 2
        if low_at(tokens, j) in ARTICLES:
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
    if token.kind == WORD and following is not None and following.kind == NUM and glued(tokens, after) and len(token.text) <= 2:
        return False  # a code: 24703L202
    if not loose:
        if token.text in {"am", "pm"} and figure.raw <= 12:
            return bool(figure.numeral and figure.numeral.decimals and (figure.numeral.decimals != 2 or figure.raw % 1 > 0.595))
        return True
    if token.text in {"'", "′", '"', "″"}:
        if gap and token.text not in {'"'}:
            return False
        if following is not None and following.low == "s" and glued(tokens, after):
            return False  # 2019's
        sign = token.text
        return token.text in {"′", "″"} or prepared.text.count(sign, max(0, token.start - 2000), token.start) % 2 == 0
    if token.text == "in":
        after_feet = low_at(tokens, figure.number_first - 1) in {"ft", "feet", "foot"}
        ends = following is not None and following.kind == SIGN and following.text not in _QUOTES
        return after_feet or following is None or ends or following.low in _INCH_FOLLOWERS
    lettered = token.kind == WORD and following is not None and glued(tokens, after)
    if lettered and following is not None and following.text in {"-", "."} and after + 1 < len(tokens) and glued(tokens, after + 1):
        return False  # 24703 L-202, 2021 C.P.I.
    if token.text == "s" and gap == 0 and figure.numeral and figure.raw >= 10 and figure.raw % 10 == 0 and not figure.numeral.decimals:
        return False  # 1990s
    if token.text in _LOOSE_TIGHT and gap and (token.text in {"A", "a"} or (following is not None and following.kind != SIGN)):
        return False
    return not (token.text in {"C", "F"} and gap and following is not None and following.text[:1].isupper())


def read_and_a_half(prepared: Prepared, figure: Figure) -> None:
    """`a year and a half`, `two hours and a quarter`."""
    tokens = prepared.tokens
    k = figure.after
    part = {"half": 0.5, "quarter": 0.25}.get(low_at(tokens, k + 2))
    if (
        part is None
        or low_at(tokens, k) != "and"
        or low_at(tokens, k + 1) not in ARTICLES
        or low_at(tokens, k + 3) == "of"
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
    if low_at(tokens, k) in HYPHENS and low_at(tokens, k + 1) in {"old", "olds"}:
        figure.after = k + 2
    elif low_at(tokens, k) == "old":
        figure.after = k + 1
    elif low_at(tokens, k) == "of" and low_at(tokens, k + 1) == "age":
        figure.after = k + 2


def _per(prepared: Prepared, figure: Figure, k: int, keep: bool = False) -> None:
    """`/km2`, `per barrel`, `per thousand cubic metres`, `a year`, `annually`; sets `per`, and `after` unless a noun stands between."""
    parts: list[str] = []
    for _ in range(2):
        found = read_per(prepared, k, measured=not (figure.spelled and figure.low == 1 and figure.bare))
        if found is None:
            break
        parts.append(found[0])
        k = found[1]
    if parts:
        figure.per = " per ".join(parts)
        if keep and not parts[0][0].isdigit():
            figure.noun_after = k
        else:
            figure.after = max(figure.after, k)  # "nine children for every 1,000": the thousand is no figure of its own


def read_per(prepared: Prepared, k: int, measured: bool = True, worded: bool = False) -> tuple[str, int] | None:
    """What each figure is for, from token `k`, and the token after it: "per barrel", "/km2", "a year", "per 100,000 people"."""
    tokens = prepared.tokens
    if k >= len(tokens):
        return None
    low = tokens[k].low
    if low in HYPHENS and glued(tokens, k) and low_at(tokens, k + 1) in ARTICLES and low_at(tokens, k + 2) in HYPHENS:
        return read_per(prepared, k + 3, measured, worded=True)  # $2.30-a-share
    if worded and low in _PER_NOUNS:
        return low, k + 1
    if worded:
        unit = read_unit(tokens, k, digits=False)
        return (unit.unit.id, unit.after) if unit is not None else None
    if low == "/" and glued(tokens, k) and k + 1 < len(tokens) and tokens[k + 1].kind == WORD and glued(tokens, k + 1):
        unit = read_unit(tokens, k + 1)
        if unit is not None:
            after = unit.after
            name = unit.unit.id
            if name == "second" and after < len(tokens) and tokens[after].text == "2" and glued(tokens, after):
                name, after = "square second", after + 1
            return name, after
        return (tokens[k + 1].low, k + 2) if measured else None
    if low in {"per", "for"} and k + 1 < len(tokens) and (low == "per" or low_at(tokens, k + 1) == "every"):
        j = k + 1 if low == "per" else k + 2
        if low_at(tokens, j) in {"cent", "mille"}:
            return None
        if low_at(tokens, j) == "annum":
            return "year", j + 1
        scale = read_amount(prepared, j) if j < len(tokens) and (tokens[j].kind == NUM or tokens[j].low in load_lexicon().anchors) else None
        prefix, m = "", j
        if scale is None and low_at(tokens, j) in load_lexicon().magnitudes:
            prefix, m = f"{load_lexicon().magnitudes[low_at(tokens, j)]:g} ", j + 1
        if scale is not None and scale.low >= 1:
            prefix, m = f"{scale.low:g} ", scale.after
        unit = read_unit(tokens, m) if m < len(tokens) else None
        if unit is not None:
            return prefix + unit.unit.id, unit.after
        counted = low == "per" or not prefix or (m < len(tokens) and is_plural(tokens[m], load_lexicon()))
        if prefix and not (counted and m < len(tokens) and tokens[m].kind == WORD and tokens[m].low not in FUNCTION_WORDS):
            return prefix.strip(), m  # "9 for every 1,000"
        if m < len(tokens) and tokens[m].kind == WORD and tokens[m].low not in FUNCTION_WORDS:
            if low_at(tokens, m + 1) in _PER_NOUNS:  # per diluted share
                return f"{prefix}{tokens[m].low} {tokens[m + 1].low}", m + 2
            return prefix + ("person" if tokens[m].low in {"capita", "head"} else tokens[m].low), m + 1
        return None
    if low in {"a", "an", "each", "every"} and measured and k + 1 < len(tokens) and tokens[k + 1].kind == WORD:
        if tokens[k + 1].low in _PER_NOUNS:
            return tokens[k + 1].low, k + 2
        unit = read_unit(tokens, k + 1, digits=False)
        if unit is not None and unit.after == k + 2 and unit.unit.dimension in {"duration", "volume", "mass", "area", "length"}:
            if low_at(tokens, unit.after) in {"ago", "later", "earlier", "before", "after"}:
                return None
            return (unit.unit.id, unit.after) if not tokens[k + 1].low.endswith("s") else None
        return None
    if low in _ADVERBS and measured:
        return _ADVERBS[low], k + 1
    return None


def _times(prepared: Prepared, figure: Figure, place: int, words: Lexicon) -> bool:
    """`three times as many`, `tenfold`, "grew by nearly 80 times": a multiple; other "times" are counted."""
    tokens = prepared.tokens
    word = low_at(tokens, place)
    if word == "fold":
        figure.multiple, figure.unit, figure.after = True, load_units().by_id["times"], place + 1
        return True
    if word != "times":
        return False
    changed = any(low_at(tokens, n) in words.cues["change"] for n in range(max(0, figure.first - 6), figure.first))
    named = place + 1 < len(tokens) and tokens[place + 1].kind == WORD and tokens[place + 1].text[0].isupper()  # 26 times Hiroshima
    if low_at(tokens, place + 1) in COMPARERS or changed or named:
        figure.multiple, figure.unit, figure.after = True, load_units().by_id["times"], place + 1
        figure.fraction = False
        return True
    figure.noun, figure.noun_after = "times", place + 1
    _per(prepared, figure, figure.noun_after, keep=True)
    return True


def read_noun(prepared: Prepared, k: int, words: Lexicon, one: bool, hyphen: bool) -> tuple[str, int] | None:
    """The words counted: up to the first plural within four words, "more", "other" and "of the" left out."""
    tokens = prepared.tokens
    j = k
    while low_at(tokens, j) in {"more", "other", "further", "additional", "odd", "plus", "strong"} and j - k < 2:
        hyphen = False
        j += 1
    start = j
    read = 0
    while j < len(tokens) and read < 5:
        token = tokens[j]
        if token.low in HYPHENS and j > start and glued(tokens, j) and glued(tokens, j + 1):
            j += 2 if tokens[j + 1].kind == NUM else 1  # COVID-19 tests
            continue
        if token.text == "." and j > start and len(tokens[j - 1].text) == 1 and tokens[j - 1].text.isupper() and glued(tokens, j):
            j += 1  # U.S. soldiers
            continue
        read += 1
        if token.kind != WORD or token.low in FUNCTION_WORDS or token.low in words.cardinals or token.low in words.vague:
            break
        if is_plural(token, words):
            return prepared.text[tokens[start].start : token.end], j + 1
        j += 1
    if not (one or hyphen) or start >= len(tokens) or tokens[start].kind != WORD or tokens[start].low in FUNCTION_WORDS:
        return None
    return (tokens[start].text, start + 1) if tokens[start].start - tokens[start - 1].end <= 1 else None


def is_plural(token: Token, words: Lexicon) -> bool:
    """Whether a word looks like a plural: an s, or one of the plurals without it ("people", "Abkhaz")."""
    low = token.low
    return low in words.cues["plural"] or (len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")))
