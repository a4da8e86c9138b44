"""The words of `seeds/date_words.toml`, checked and made ready for the grammar.

Read once per folder. A wrong table, unit or step is refused with the file, the key and the mend.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, Literal, TypeVar

from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use
from atodds.vocabulary import Bound

__all__ = ["ROMAN_NUMERALS", "DateWords", "Origin", "Phrases", "date_words", "letter_tree"]

ROMAN_NUMERALS = tuple("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split())  # of centuries
Origin = Literal["reference", "base"]
_UNITS = frozenset({"day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade", "century"})
_PARTS = frozenset({"early", "mid", "late", "beginning", "end", "first_half", "second_half", "earlier", "later"})
_ORIGINS: dict[str, Origin] = {"r": "reference", "b": "base"}


_Value = TypeVar("_Value")


class Phrases(Generic[_Value]):
    """A table of phrases, found by their first word; the longest phrase wins."""

    __slots__ = ("_by_first",)

    def __init__(self, values: Mapping[tuple[str, ...], _Value]) -> None:
        by_first: dict[str, list[tuple[tuple[str, ...], _Value]]] = {}
        for phrase in sorted(values, key=len, reverse=True):
            by_first.setdefault(phrase[0], []).append((phrase, values[phrase]))
        self._by_first = by_first

    def find(self, words: list[str], index: int) -> tuple[tuple[str, ...], _Value, int] | None:
        """The phrase that stands at the index, what it means, and the index after it."""
        if index >= len(words):
            return None
        for phrase, value in self._by_first.get(words[index], ()):
            length = len(phrase)
            if length == 1 or tuple(words[index : index + length]) == phrase:
                return phrase, value, index + length
        return None

    def words(self) -> set[str]:
        """Every word of every phrase."""
        return {word for phrases in self._by_first.values() for phrase, _ in phrases for word in phrase}

    def first_words(self) -> set[str]:
        """The words that phrases begin with."""
        return set(self._by_first)


@dataclass(frozen=True, slots=True)
class DateWords:
    """What each word means to the grammar. Phrases are keyed by their words, longest first where they are searched."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    decades: dict[str, int]
    units: dict[str, str]
    cardinals: dict[str, int]
    vague_counts: dict[str, int]
    ordinals: dict[str, int]
    parts: Phrases[str]
    bounds: Phrases[Bound]
    hedges: Phrases[str]
    steps: Phrases[tuple[int, Origin]]
    shifts: Phrases[tuple[int, Origin]]
    days: dict[str, int]
    parts_of_day: frozenset[str]
    fixed_days: Phrases[tuple[int | None, int, int]]  # year, month, day
    name_makers_before: frozenset[str]
    name_makers_after: frozenset[str]
    not_year_after: frozenset[str]
    not_year_before: frozenset[str]
    year_after: frozenset[str]
    counted: frozenset[str]
    day_before: frozenset[str]
    future: frozenset[str]
    zones: frozenset[str]
    core: frozenset[str]  # every single word at which the grammar stops to look for a date
    prefixes: frozenset[str]  # every word that may stand in a date before its core word
    starters: frozenset[str]  # the prefixes that may stand first
    trigger: re.Pattern[str]  # the cheap scan over lower-case text: digits or a core word


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+|[^\W\d_]+|\S", text.lower()))


def _step(path: Path, table: str, key: str, text: str) -> tuple[int, Origin]:
    amount, _, origin = str(text).partition(" ")
    if origin not in _ORIGINS or amount not in {"-1", "0", "+1"}:
        raise ConfigurationError(f'{path}: [{table}] {key} = "{text}": write -1, 0 or +1, then r (printing) or b (narrative), as in "-1 r"')
    return int(amount), _ORIGINS[origin]


def _choice(path: Path, table: str, key: str, value: str, allowed: frozenset[str]) -> str:
    if value not in allowed:
        raise ConfigurationError(f'{path}: [{table}] {key} = "{value}" is none of {", ".join(sorted(allowed))}')
    return value


@lru_cache(maxsize=8)
def date_words(folder: Path | None = None) -> DateWords:
    """The words of one seeds folder; of the one in use without.

    Raises:
        ConfigurationError: the file is missing, is no TOML, lacks a table or holds a value of no known kind.
    """
    path = (folder or seeds_in_use()) / "date_words.toml"
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror}); restore it from the repository") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: {error}") from error
    try:
        return _ready(path, tables)
    except KeyError as error:
        raise ConfigurationError(f"{path}: lacks {error}; restore it from the repository") from error


def _ready(path: Path, tables: dict[str, dict[str, object]]) -> DateWords:
    def numbers(table: str) -> dict[str, int]:
        wrong = [key for key, value in tables[table].items() if not isinstance(value, int)]
        if wrong:
            raise ConfigurationError(f"{path}: [{table}] {wrong[0]} must be a whole number")
        return {key.lower(): int(str(value)) for key, value in tables[table].items()}

    def words(table: str, key: str) -> frozenset[str]:
        value = tables[table][key]
        if not isinstance(value, list):
            raise ConfigurationError(f"{path}: [{table}] {key} must be a list of words")
        return frozenset(str(word).lower() for word in value)

    fixed_days: dict[tuple[str, ...], tuple[int | None, int, int]] = {}
    for key, value in tables["fixed_days"].items():
        found = re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d)", str(value))
        if not found or not (1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31):
            raise ConfigurationError(f'{path}: [fixed_days] {key} = "{value}": write month-day, as in "12-25", or year-month-day')
        fixed_days[_phrase(key)] = (int(found[1]) if found[1] else None, int(found[2]), int(found[3]))
    months, weekdays, seasons, decades = numbers("months"), numbers("weekdays"), numbers("seasons"), numbers("decades")
    units = {key: _choice(path, "units", key, str(value), _UNITS) for key, value in tables["units"].items()}
    cardinals, vague, ordinals, days = numbers("cardinals"), numbers("vague_counts"), numbers("ordinals"), numbers("days")
    parts = Phrases({_phrase(key): _choice(path, "parts", key, str(value), _PARTS) for key, value in tables["parts"].items()})
    ends = frozenset({"at_least", "at_most"})
    bounds = Phrases({_phrase(key): Bound(_choice(path, "bounds", key, str(value), ends)) for key, value in tables["bounds"].items()})
    hedges = Phrases({_phrase(key): str(value) for key, value in tables["hedges"].items()})
    steps = Phrases({_phrase(key): _step(path, "steps", key, str(value)) for key, value in tables["steps"].items()})
    shifts = Phrases({_phrase(key): _step(path, "shifts", key, str(value)) for key, value in tables["shifts"].items()})
    prefixes = parts.words() | bounds.words() | hedges.words() | steps.words()
    prefixes |= {"now", "today", "calendar", "fiscal", "financial", "the", "of", "in", "a", "an", "from", "between", "and", "on", "ad"}
    prefixes |= {"-", ".", "'", "’", "‘", *cardinals, *vague, *ordinals, *ROMAN_NUMERALS}
    starters = {"the", "a", "an", "ad", "from", "between", "'", "’", "‘", *cardinals, *vague, *ordinals, *ROMAN_NUMERALS}
    starters |= parts.first_words() | bounds.first_words() | hedges.first_words() | steps.first_words()
    day_parts = words("part_of_day", "words")
    core = {*months, *weekdays, *seasons, *decades, *units, *days, *day_parts, *(phrase[0] for phrase in fixed_days)}
    return DateWords(
        months=months, weekdays=weekdays, seasons=seasons, decades=decades, units=units, cardinals=cardinals, vague_counts=vague,
        ordinals=ordinals, parts=parts, bounds=bounds, hedges=hedges, steps=steps, shifts=shifts, days=days, parts_of_day=day_parts,
        fixed_days=Phrases(fixed_days),
        name_makers_before=words("named_days", "before"), name_makers_after=words("named_days", "after"),
        not_year_after=words("years", "not_after"), not_year_before=words("years", "not_before"), year_after=words("years", "after"),
        counted=words("years", "counted"),
        day_before=words("years", "day_before"), future=words("verbs", "future"), zones=words("numerals", "zones"),
        core=frozenset(core | {"q", "h", "w"}), prefixes=frozenset(prefixes), starters=frozenset(starters), trigger=_trigger(core),
    )  # fmt: skip


def _trigger(core: set[str]) -> re.Pattern[str]:
    """Digits or a core word in lower-case text, the words as a tree of letters: four times as fast as a list of words."""
    words = {*core, "q1", "q2", "q3", "q4", "h1", "h2"}
    return re.compile(rf"\d+|\b(?:{letter_tree(sorted(words))}(?![^\W\d_])|w/[ce]\b)")


def letter_tree(words: list[str]) -> str:
    """A pattern of all the words that shares their beginnings."""
    rests: dict[str, list[str]] = {}
    for word in words:
        if word:
            rests.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(letter) + letter_tree(after) for letter, after in rests.items()]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in words:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in words else "")
