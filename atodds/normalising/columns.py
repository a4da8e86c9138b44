"""What a header, a row's label or a caption says its figures are in: scale, unit, currency, percent, "per 100,000".

    "Coal output (million tonnes)"      a million tonnes
    "Budget, US$ million"  "£'000"      a million dollars; a thousand pounds
    "Share of inhabitants, %"           percent
    "Deaths per 100,000 people"         per 100,000 people

What a figure is in stands in brackets, behind a comma or "in", at the end, or is all the text. A stretch counts when nothing else stands in
it, so that the m of "m" in a name is no metre. The words are in `seeds/column_words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from atodds.errors import ConfigurationError
from atodds.normalising.currencies import read_currency_after, read_currency_before
from atodds.normalising.figure_units import read_per
from atodds.normalising.prepared import Prepared, prepare
from atodds.normalising.tokens import NUM, WORD
from atodds.normalising.units import Unit, load_units, read_unit
from atodds.seeds import seeds_in_use

__all__ = ["ColumnWords", "StatedUnit", "column_words", "stated_unit"]

_TIMES = frozenset({"year", "month", "day", "week", "decade", "century"})  # alone over a column they date it
_LONGEST = 160  # characters of a header or caption that are looked at
_GOING_ON = frozenset("of by as at on for from since during until to under with".split())
_SUFFIX = 5  # tokens at the end of a text that may say what its figures are in
_THOUSANDS = re.compile(r"(?<![\d.,])['’´`]?000(?:['’]?s)?\b")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
_PARTS = re.compile(r"[,;:]\s+|\s[–—-]\s|\n")
_PERCENT_FIRST = re.compile(r"\W*(?:%|per\s?cent\b|percentage\b)", re.IGNORECASE)
_IN = re.compile(r"\bin\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The words of `seeds/column_words.toml`."""

    scale: dict[str, float]
    scale_letters: dict[str, float]
    percent: frozenset[str]
    passing: frozenset[str]
    times: frozenset[str]
    counted: frozenset[str]
    outgo: frozenset[str]
    amounts: frozenset[str]


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """What figures are in. `scale` multiplies them; at most one of unit, currency and percent is set."""

    scale: float = 1.0
    unit: Unit | None = None
    currency: str | None = None
    percent: bool = False
    per: str | None = None

    @property
    def says_of_what(self) -> bool:
        """Whether it names more than a scale."""
        return self.unit is not None or self.currency is not None or self.percent


def column_words(folder: Path | None = None) -> ColumnWords:
    """The words of a seeds folder, of that in use without.

    Raises:
        ConfigurationError: the file is missing, is no TOML or lacks a list.
    """
    return _column_words(folder or seeds_in_use())


@lru_cache(maxsize=4)
def _column_words(folder: Path) -> ColumnWords:
    path = folder / "column_words.toml"
    try:
        with path.open("rb") as source:
            tables = tomllib.load(source)
        words = {key: frozenset(map(str, value)) for key, value in tables["words"].items()}
        scale, letters = ({key: float(value) for key, value in tables[name].items()} for name in ("scale", "scale_letters"))
        return ColumnWords(
            scale=scale,
            scale_letters=letters,
            percent=words["percent"],
            passing=words["passing"],
            times=words["times"],
            counted=words["counted"],
            outgo=words["outgo"],
            amounts=words["amounts"],
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"{path.name}: cannot be read: {error}; restore it from the repository") from error


@lru_cache(maxsize=4096)
def stated_unit(text: str) -> StatedUnit | None:
    """What a header, label or caption says its figures are in; None where it does not say."""
    text = _THOUSANDS.sub(" thousand ", text[:_LONGEST])
    for phrase, alone in _phrases(text):
        prepared = prepare(phrase)
        found = _whole(prepared, 0, alone)
        if found is not None:
            return found
    bare = prepare(_BRACKETS.sub(" ", text))
    count = len(bare.tokens)
    for start in range(max(count - _SUFFIX, 1), count):
        found = _whole(bare, start, alone=True)
        if found is not None:
            return found
    if _PERCENT_FIRST.match(text):
        return StatedUnit(percent=True)
    for place, token in enumerate(bare.tokens):
        per = read_per(bare, place) if token.low == "per" else None
        if per is not None:
            return StatedUnit(per=per[0])
    return None


def _phrases(text: str) -> Iterator[tuple[str, bool]]:
    """The stretches that may say it, each with whether it stands alone, without bracket, comma or "in" to mark it."""
    for found in reversed(list(_BRACKETS.finditer(text))):
        yield found.group(1), False
        parts = _PARTS.split(found.group(1))
        for part in parts if len(parts) > 1 else ():
            yield part, False
    bare = _BRACKETS.sub(" ", text)
    parts = _PARTS.split(bare)
    for part in reversed(parts[1:]):
        yield part, False
    for part in reversed(parts):
        for found in reversed(list(_IN.finditer(part))):
            yield part[found.end() :], False
    yield parts[0], True


def _whole(prepared: Prepared, start: int, alone: bool) -> StatedUnit | None:
    """What the tokens from `start` to the end say, when they say nothing else."""
    words = column_words()
    tokens = prepared.tokens
    stated = StatedUnit()
    letter: float | None = None
    i, said = start, False
    while i < len(tokens):
        token = tokens[i]
        if token.low == "in" and i + 1 < len(tokens):
            i += 1  # no inch
            continue
        if token.low in words.scale and stated.scale == 1.0:
            stated, i, said = replace(stated, scale=words.scale[token.low]), i + 1, True
            continue
        if token.low in words.scale_letters and i > start and letter is None and stated.currency is not None:
            letter, i = words.scale_letters[token.low], i + 1
            continue
        numeral = prepared.numerals[i]
        if numeral is not None and numeral.value in (1e3, 1e6, 1e9) and stated.scale == 1.0 and i + 1 < len(tokens):
            stated, i = replace(stated, scale=numeral.value), i + 1
            continue
        if numeral is not None and numeral.integer_digits == 4:
            i += 1  # the year of its prices
            continue
        if not stated.says_of_what:
            after = _of_what(prepared, i, stated, alone, lone=i == start and i + 1 == len(tokens))
            if after is not None:
                stated, i, said = after[0], after[1], True
                continue
        if (token.low == "per" or token.text == "/") and (said or i == start or alone):
            per = read_per(prepared, i)
            if per is not None:
                stated, i, said = replace(stated, per=per[0]), per[1], True
                continue
        if token.low == "of" and not stated.says_of_what and _of_what(prepared, i + 1, stated, alone, lone=False) is not None:
            i += 1  # "thousands of tonnes"
            continue
        if said and token.low in _GOING_ON:
            return _settled(stated, letter)  # "% of GDP", "millions as of 2007": of what and of when is another matter
        if token.low in words.passing or token.text in {".", "-", "–", "/", "*"}:
            i += 1
            continue
        return None
    return _settled(stated, letter) if said else None


def _of_what(prepared: Prepared, i: int, stated: StatedUnit, alone: bool, lone: bool) -> tuple[StatedUnit, int] | None:
    """Percent, a currency or a unit at token `i`, and the token after it. `lone`: nothing else stands beside it."""
    tokens, words = prepared.tokens, column_words()
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.low in words.percent:
        return replace(stated, percent=True), i + 1
    if token.low == "per" and i + 1 < len(tokens) and tokens[i + 1].low in {"cent", "cents"}:
        return replace(stated, percent=True), i + 2
    money = read_currency_before(tokens, i) or read_currency_after(tokens, i)
    if money is not None and money.code and (not money.needs_magnitude or stated.scale != 1.0):
        scale = stated.scale * money.magnitude * money.factor
        return replace(stated, currency=money.code, scale=scale), money.after
    unit = read_unit(tokens, i)
    if unit is None or tokens[i].kind == NUM:
        return None
    letters = unit.after == i + 1 and len(token.text) == 1 and token.kind == WORD
    named = token.text.isalpha() and len(token.text) > 3
    if alone and (letters or unit.unit.id in _TIMES or (named and lone and not token.low.endswith("s"))):
        return None  # "Second" over a column is no unit of time, nor the m at the end of a name a metre
    return replace(stated, unit=unit.unit), unit.after


def _settled(stated: StatedUnit, letter: float | None) -> StatedUnit:
    if letter is not None and stated.scale == 1.0:
        stated = replace(stated, scale=stated.scale * letter)
    speed = load_units().by_id.get(f"{stated.unit.id} per {stated.per}") if stated.unit is not None and stated.per else None
    return replace(stated, unit=speed, per=None) if speed is not None else stated
