"""Figures that are no plain amount: shares, marks out of ten, multiples, ranks, "no casualties", Roman intensities, "less than a week"."""

from __future__ import annotations

from collections.abc import Sequence

from atodds.normalising.english import ARTICLES, COMPARERS, FUNCTION_WORDS, HYPHENS, SHARE_FOLLOWERS
from atodds.normalising.figure import Figure, figure_of, rounded_share
from atodds.normalising.figure_hedges import read_hedges
from atodds.normalising.figure_units import is_plural, read_and_a_half
from atodds.normalising.lexicon import Lexicon
from atodds.normalising.numbers import Amount
from atodds.normalising.prepared import Prepared
from atodds.normalising.tokens import SIGN, WORD, Token, glued, low_at
from atodds.normalising.units import load_units, read_unit
from atodds.vocabulary import Bound

__all__ = [
    "ORDINAL_ENDS",
    "as_share",
    "is_share",
    "read_a_unit",
    "read_every_nth",
    "read_multiple",
    "read_nought",
    "read_rank",
    "read_rating",
    "read_roman",
    "read_streak",
    "read_vague_share",
]

_AUXILIARIES = frozenset({"has", "have", "had", "was", "were", "been", "him", "her", "them", "it"})
_OF_NOBODY = frozenset({"was", "were", "has", "had", "is", "are", "of", "else", "seriously"})
_RANKING = frozenset("rank ranks ranked ranking placed places finish finished finishes finishing".split())
_STRAIGHT = frozenset({"straight", "consecutive", "successive"})
_SCALES = frozenset({4, 5, 6, 10, 20, 100})  # marks are given out of
ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}


def read_rating(prepared: Prepared, i: int, floor: int, words: Lexicon) -> Figure | None:
    """`6.7/10`, `a score of 4/5`: a mark on a scale, kept as the mark with the scale as its per-unit."""
    tokens = prepared.tokens
    mark = prepared.numerals[i]
    if mark is None or mark.grouped or not (low_at(tokens, i + 1) == "/" and glued(tokens, i + 1) and glued(tokens, i + 2)):
        return None
    scale = prepared.numerals[i + 2] if i + 2 < len(tokens) else None
    if scale is None or scale.value not in _SCALES or mark.value > scale.value or scale.decimals:
        return None
    cued = any(tokens[n].low in words.cues["rating"] for n in range(max(0, i - 6), i))
    if not (mark.decimals or cued) or (low_at(tokens, i + 3) == "/" and glued(tokens, i + 3)):
        return None
    figure = figure_of(Amount(i, i + 1, mark.value, mark.value, mark.last_digit, raw=mark.value, numeral=mark), i)
    figure.per, figure.after, figure.number_after = f"{scale.value:g}", i + 3, i + 3
    read_hedges(prepared, figure, floor, words)
    return figure


def is_share(prepared: Prepared, figure: Figure, words: Lexicon) -> bool:
    """Whether a bare fraction is a share and not an ordinal ("a third party"), a part of a match or year ("the first half")."""
    tokens = prepared.tokens
    start, k = figure.first, figure.after
    previous, following = low_at(tokens, start - 1), low_at(tokens, k)
    first = tokens[start]
    if previous in {"first", "second", "third", "fourth", "last", "other", "latter", "former", "early", "late", "next", "better"}:
        return False
    if glued(tokens, k) and following in HYPHENS:
        return False
    if first.low == "half":
        if following in {"past", "time", "way", "life", "brother", "sister", "term", "century", "year"}:
            return False
        return not (glued(tokens, start) and previous in HYPHENS)
    if first.low in ARTICLES:
        return following in SHARE_FOLLOWERS or k >= len(tokens) or tokens[k].kind == SIGN or following in FUNCTION_WORDS
    return True


def as_share(figure: Figure) -> None:
    """Shares are kept in percent, as they are printed: half 50, a third 33.3."""
    figure.unit = load_units().by_id["percent"]
    value = rounded_share(figure.raw)
    if figure.low is not None:
        figure.low = value
    if figure.high is not None:
        figure.high = value
    figure.raw, figure.scale, figure.last_digit = value, 1.0, 1.0
    if figure.bound is Bound.EXACT:
        figure.bound = Bound.APPROX


def read_nought(prepared: Prepared, i: int, words: Lexicon) -> Figure | None:
    """`no casualties`, `no civilian deaths`: nought of what follows; `nobody died`, `no one was hurt`, `none were killed`: nought."""
    tokens = prepared.tokens
    if tokens[i].low in {"nobody", "none"} or low_at(tokens, i + 1) == "one":
        j = i + 2 if tokens[i].low == "no" else i + 1
        if not any(low_at(tokens, j + n) in words.cues["fate"] for n in range(4)) or not (
            low_at(tokens, j) in words.cues["fate"] or low_at(tokens, j) in _OF_NOBODY
        ):
            return None
        return figure_of(Amount(i, j, 0.0, 0.0, 1.0, spelled=True), i)
    if tokens[i].low != "no":
        return None
    for j in range(i + 1, min(i + 4, len(tokens))):
        if tokens[j].kind != WORD or tokens[j].low in FUNCTION_WORDS:
            return None
        if tokens[j].low in words.zero_nouns:
            amount = Amount(i, i + 1, 0.0, 0.0, 1.0, spelled=True)
            figure = figure_of(amount, i)
            figure.noun, figure.noun_after = prepared.text[tokens[i + 1].start : tokens[j].end], j + 1
            return figure
    return None


def read_roman(prepared: Prepared, i: int) -> Figure | None:
    """`MMI XII`, `Mercalli intensity XI`: the one scale that is written in Roman numerals."""
    tokens = prepared.tokens
    j = i + 1
    while low_at(tokens, j) in {"of", "level", "mmi", ":"} and j - i < 4:
        j += 1
    if j >= len(tokens) or not tokens[j].text.isupper() or tokens[j].low not in _ROMAN:
        return None
    figure = figure_of(Amount(j, j + 1, float(_ROMAN[tokens[j].low]), float(_ROMAN[tokens[j].low]), 1.0, raw=1.0), i)
    figure.unit = load_units().by_id["mercalli intensity"]
    return figure


def read_every_nth(prepared: Prepared, i: int, words: Lexicon) -> Figure | None:
    """`every fourth house`, `each fifth child`: a share; "every second day" is none."""
    tokens = prepared.tokens
    if low_at(tokens, i - 1) not in {"every", "each"}:
        return None
    numeral = prepared.numerals[i]
    value, j = (numeral.value, i + 2) if numeral is not None else (words.ordinals[tokens[i].low], i + 1)
    noun = tokens[j] if j < len(tokens) else None
    if not 2 <= value <= 20 or noun is None or noun.kind != WORD or noun.low in FUNCTION_WORDS or read_unit(tokens, j, digits=False):
        return None
    figure = figure_of(Amount(i - 1, j, 1 / value, 1 / value, 0.01, raw=1 / value, spelled=True, fraction=True), i - 1)
    figure.noun, figure.noun_after = noun.text, j + 1
    as_share(figure)
    return figure


def read_rank(prepared: Prepared, i: int, words: Lexicon) -> Figure | None:
    """`second-largest`, `the 3rd biggest`, `fourth most populous`, `ranks only 14th`, `finished third`: a place in an order."""
    tokens = prepared.tokens
    numeral = prepared.numerals[i]
    if numeral is not None:
        if not glued(tokens, i + 1) or numeral.decimals:
            return None
        value, j = numeral.value, i + 2
    else:
        value, j = words.ordinals[tokens[i].low], i + 1
    hyphen = low_at(tokens, j) in HYPHENS
    k = j + 1 if hyphen else j
    word = low_at(tokens, k)
    superlative = (
        len(word) > 4 and word.endswith("est") and word not in {"west", "interest", "request", "forest", "harvest", "protest"}
    ) or (word in {"most", "least", "best", "worst"} and (not hyphen or low_at(tokens, k + 1) in HYPHENS or k + 1 < len(tokens)))
    if not superlative and not _ranked(tokens, i, j):
        return None
    figure = figure_of(Amount(i, j, value, value, 1.0, raw=value, spelled=numeral is None), i)
    figure.unit, figure.after = load_units().by_id["rank"], k + 1 if superlative else j
    return figure


def _ranked(tokens: Sequence[Token], i: int, after: int) -> bool:
    """Whether a verb of ranking stands before an ordinal and no noun behind it: "ranks only 14th", "finished joint third"."""
    k = i - 1
    while low_at(tokens, k) in {"only", "just", "a", "the", "joint", "equal", "as", "in"} and i - k < 4:
        k -= 1
    following = tokens[after] if after < len(tokens) else None
    ends = following is None or following.kind == SIGN or following.low in FUNCTION_WORDS or following.low in {"place", "overall"}
    return low_at(tokens, k) in _RANKING and ends


def read_streak(prepared: Prepared, i: int, words: Lexicon) -> Figure | None:
    """`the tenth month in a row`, `a third straight year`, `the 5th week running`: so many units without a break."""
    tokens = prepared.tokens
    numeral = prepared.numerals[i]
    value, j = (numeral.value, i + 2) if numeral is not None else (words.ordinals[tokens[i].low], i + 1)
    straight = low_at(tokens, j) in _STRAIGHT
    unit = read_unit(tokens, j + 1 if straight else j, digits=False) if j + 1 < len(tokens) else None
    if unit is None or unit.unit.dimension != "duration" or not 2 <= value <= 400:
        return None
    k = unit.after
    row = low_at(tokens, k) == "in" and low_at(tokens, k + 1) == "a" and low_at(tokens, k + 2) == "row"
    if not (straight or row or low_at(tokens, k) in {"running", "straight"}):
        return None
    figure = figure_of(Amount(i, j, value, value, 1.0, raw=value, spelled=numeral is None), i)
    figure.unit, figure.after = unit.unit, k + 3 if row else k if straight else k + 1
    return figure


def read_vague_share(prepared: Prepared, i: int, length: int, floor: int, words: Lexicon) -> Figure | None:
    """`most of the`, `most Georgians`, `a majority of`: more than half."""
    tokens = prepared.tokens
    if length == 1:  # "most": a share before "of" and a noun, or right before a plural; else it makes a superlative
        following, beyond = low_at(tokens, i + 1), low_at(tokens, i + 2)
        if low_at(tokens, i - 1) in {"the", "at"} or beyond in {"whom", "which"}:
            return None
        if following != "of" and not (i + 1 < len(tokens) and is_plural(tokens[i + 1], words)):
            return None
    low, high = words.shares[tuple(low_at(tokens, i + k) for k in range(length))]
    after = i + length - (1 if tokens[i + length - 1].low == "of" else 0)
    figure = figure_of(Amount(i, after, low or 0.0, high, 1.0, raw=low or high or 0.0, spelled=True, vague=True), i)
    figure.low, figure.high = low, high
    figure.bound = Bound.AT_LEAST if high is None else Bound.AT_MOST
    figure.unit, figure.fraction = load_units().by_id["percent"], True
    return figure


def read_multiple(prepared: Prepared, i: int, floor: int, words: Lexicon) -> Figure | None:
    """`doubled`, `more than double the`, `twice as many`, `threefold`: a ratio."""
    tokens = prepared.tokens
    low = tokens[i].low
    figure = figure_of(Amount(i, i + 1, words.multiples[low], words.multiples[low], 0.1, raw=words.multiples[low], spelled=True), i)
    figure.multiple, figure.unit = True, load_units().by_id["times"]
    read_hedges(prepared, figure, floor, words)
    following = low_at(tokens, i + 1)
    if low not in {"double", "triple", "treble", "twice", "thrice", "quadruple"} or figure.hedges or following in COMPARERS:
        return figure
    if low in {"twice", "thrice"} and not tokens[i - 1 if i else i].low.endswith("ly"):  # "met twice": counted
        figure.multiple, figure.unit, figure.noun, figure.noun_after = False, None, "times", i + 1
        figure.last_digit = 1.0
        return figure if i and tokens[i - 1].kind == WORD and tokens[i - 1].low not in FUNCTION_WORDS - _AUXILIARIES else None
    said_of_growth = low not in {"twice", "thrice"} and following in {"", ",", ".", "to", "in", "by", "or"}
    return figure if said_of_growth else None


def read_a_unit(prepared: Prepared, i: int, floor: int, words: Lexicon) -> Figure | None:
    """`less than a week`, `over a century`, `a gallon of`: one of a unit, where a hedge or "of" shows that it is measured."""
    tokens = prepared.tokens
    unit = read_unit(tokens, i + 1, digits=False) if i + 1 < len(tokens) and tokens[i + 1].kind == WORD else None
    if unit is None or tokens[i + 1].low.endswith("s") or tokens[i + 1].low not in load_units().names:
        return None
    figure = figure_of(Amount(i, i + 1, 1.0, 1.0, 1.0, raw=1.0, spelled=True), i)
    figure.unit, figure.after = unit.unit, unit.after
    read_and_a_half(prepared, figure)
    read_hedges(prepared, figure, floor, words)
    if figure.raw != 1.0:
        return figure
    if (
        figure.hedges
        and figure.bound is not Bound.EXACT
        and unit.unit.dimension in {"duration", "length", "mass", "area", "volume", "information"}
    ):
        return figure if figure.hedges != ("some",) else None
    measured = unit.unit.dimension in {"mass", "volume", "information"}
    return figure if measured and low_at(tokens, unit.after) == "of" and unit.unit.id not in {"bar", "cup"} else None
