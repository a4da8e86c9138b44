"""One figure at a time: an amount with its sign, currency, unit, per-unit, counted noun and hedges.

`read_figures` walks the tokens once and answers the figures of a text in order, each a `Figure` the later steps may still tie to its
neighbours (`figure_links.py`) or turn away (`identifiers.py`). Nothing here looks further than a few tokens from the amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from atodds.normalising.currencies import load_currencies, read_currency_before
from atodds.normalising.english import ARTICLES, MINUS
from atodds.normalising.figure import Figure, figure_of
from atodds.normalising.figure_forms import (
    ORDINAL_ENDS,
    as_share,
    is_share,
    read_a_unit,
    read_every_nth,
    read_multiple,
    read_nought,
    read_rank,
    read_rating,
    read_roman,
    read_streak,
    read_vague_share,
)
from atodds.normalising.figure_hedges import read_dot_of_thousands, read_hedges, read_prefix_unit
from atodds.normalising.figure_units import read_after_number
from atodds.normalising.lexicon import Lexicon, load_lexicon
from atodds.normalising.numbers import Amount, read_amount
from atodds.normalising.prepared import Prepared
from atodds.normalising.tokens import NUM, SIGN, WORD, Token, glued, low_at

__all__ = ["read_figures"]


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


def _figure(prepared: Prepared, i: int, floor: int, words: Lexicon, limit: int | None) -> Figure | None:
    tokens = prepared.tokens
    low = tokens[i].low
    if low in {"no", "nobody", "none"}:
        return read_nought(prepared, i, words)
    if low in {"mmi", "intensity"} or tokens[i].text.endswith("MMI"):
        return read_roman(prepared, i)
    if low in words.ordinals or (prepared.numerals[i] is not None and low_at(tokens, i + 1) in ORDINAL_ENDS):
        rank = read_every_nth(prepared, i, words) or read_streak(prepared, i, words) or read_rank(prepared, i, words)
        if rank is not None or (low not in words.fractions and tokens[i].kind != NUM):
            return rank
    if low in words.share_starts:
        following = tuple(token.low for token in tokens[i : i + 4])
        for length in range(len(following), 0, -1):
            if following[:length] in words.shares:
                return read_vague_share(prepared, i, length, floor, words)
    if low in words.multiples:
        return read_multiple(prepared, i, floor, words)
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
            if k < len(tokens) and tokens[k].text in MINUS and glued(tokens, k) and glued(tokens, k + 1):
                sign, k = -1.0, k + 1
            if (k < len(tokens) and tokens[k].kind == NUM and tokens[k].start - tokens[k - 1].end <= 1) or (
                money.code and k < len(tokens) and tokens[k].low in words.cardinals and tokens[k].start - tokens[k - 1].end <= 1
            ):
                j = k
            else:
                money = None
    if j >= len(tokens) or (limit is not None and tokens[j].start >= limit):
        return None
    rating = read_rating(prepared, j, floor, words)
    if rating is not None and money is None:
        return rating
    amount = read_amount(prepared, j)
    if amount is None and money is None and tokens[j].low in ARTICLES:
        return read_a_unit(prepared, j, floor, words)
    if amount is None:
        if tokens[j].kind == NUM:  # a run of digits that is no number: kept to be turned away with a reason
            value = Amount(j, j + 1, 0.0, 0.0, 1.0, numeral=prepared.numerals[j])
            figure = figure_of(value, start)
            numeral = prepared.numerals[j]
            figure.why_not = "a version, a section or a date" if numeral and numeral.multi_dotted else "too long for an amount"
            return figure
        return None
    if money is not None and money.needs_magnitude and amount.scale == 1.0 and not (amount.numeral and amount.numeral.grouped):
        money, start = None, j
    figure = figure_of(amount, start)
    figure.money = money is not None
    figure.currency_before = money is not None
    figure.currency = money.code if money else None
    share = figure.fraction
    read_after_number(prepared, figure, words)
    if share and figure.unit is not None and tokens[figure.first].low in ARTICLES and _ranks(tokens, figure, words):
        return None
    if limit is not None and figure.after > figure.number_after:
        while figure.after > figure.number_after and tokens[figure.after - 1].end > limit:
            figure.after -= 1  # a unit never reaches into a date
    if figure.fraction and not is_share(prepared, figure, words):
        return None
    if sign < 0:
        figure.low, figure.high = (None if end is None else -end for end in (figure.high, figure.low))
        figure.raw = -figure.raw
    read_prefix_unit(prepared, figure, floor)
    read_dot_of_thousands(prepared, figure, words)
    read_hedges(prepared, figure, floor, words)
    read_prefix_unit(prepared, figure, floor)
    if figure.fraction and figure.unit is None and not figure.money:
        as_share(figure)
    return figure


def _ranks(tokens: Sequence[Token], figure: Figure, words: Lexicon) -> bool:
    """Whether what looks like a fraction is an ordinal, its unit straight behind it: "a third century temple", not "a third of an hour"."""
    last = figure.number_after - 1
    return tokens[last].low in words.fractions and tokens[last].low not in {"half", "quarter"} and low_at(tokens, last + 1) != "of"


@lru_cache(maxsize=1)
def _starters() -> frozenset[str]:
    """Lower-cased words that may begin a figure without digits."""
    words = load_lexicon()
    return words.anchors | {"a", "an", "several", "few", "many", "couple", "minus", "negative", "mmi", "intensity", "nobody", "none"}


@lru_cache(maxsize=1)
def _currency_starts() -> frozenset[str]:
    """First tokens of currency signs and codes, as written."""
    starts = {"U", "u", "us", "c", "hk", "cad", "nzd", "aud", "mex", "rs", "usd", "eur", "gbp", "rmb", "cny", "jpy", "inr", "sen", "Mex"}
    for symbol in load_currencies().symbols:
        head = symbol[0] if not symbol[0].isalpha() else symbol.rstrip("$£.¥¢₵")
        starts.add(head)
        starts.add(head.split(".", maxsplit=1)[0])
    return frozenset(starts | {"Rs", "Tk", "KSh", "Ksh", "SFr", "Rp", "USh", "TSh", "Ft", "zł", "Kč", "Br"})


def _cuts_a_number(prepared: Prepared, span: tuple[int, int]) -> bool:
    """Whether a taken span ends inside a number ("the fall of 10" of "the fall of 10.9 percent"): then it is no date."""
    text, end = prepared.text, span[1]
    return end + 1 < len(text) and end > 0 and text[end - 1].isdigit() and text[end] in ".," and text[end + 1].isdigit()


def _is_minus(tokens: Sequence[Token], i: int) -> bool:
    """A minus sign: nothing glued before it, digits or a currency sign glued after; or the word before a number."""
    token = tokens[i]
    if token.kind == WORD:
        return i + 1 < len(tokens) and (tokens[i + 1].kind == NUM or tokens[i + 1].low in load_lexicon().cardinals)
    if token.text == "–" or not glued(tokens, i + 1) or (tokens[i + 1].kind != NUM and tokens[i + 1].text not in _currency_starts()):
        return False
    if glued(tokens, i) and tokens[i - 1].text not in {"(", "[", "<", ">", "=", "~", "$", "€", "£"}:
        return False
    return not (i and tokens[i - 1].kind == NUM)
