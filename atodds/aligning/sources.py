"""Whether two attributions name one source: "Hamad Hasan" and "the health minister", "WHO" and "World Health Organization".

A source is read into keys: an organisation of the gazetteer, an office ("ministry health", of a country where it is said), a person's
name. Two attributions are one source when a key of one fits a key of the other. Which office a person holds is learnt from sentences
("Health Minister Hamad Hasan said").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from atodds.aligning.gazetteer import Gazetteer, SenseKind, load_gazetteer, read_rows
from atodds.aligning.names import fold
from atodds.seeds import seeds_in_use

__all__ = ["SourceNames", "load_source_names", "same_source"]

_SPLIT = re.compile(r"\s+(?:via|and|citing|quoted by|through)\s+|[;,/]\s*|\(|\)")
_CAPITALS = r"(?:[A-Z][\w'’.-]{1,30}\s+){1,3}[A-Z][\w'’-]{1,30}"
_CLOSE_NAME = 85.0  # rapidfuzz ratio of two persons' surnames in different spelling (Abboud, Aboud); four letters and more


@dataclass(frozen=True, slots=True)
class _Key:
    """One thing an attribution names: kind (organisation, office, person), its words, and the place and year it is of, if said."""

    kind: str
    words: tuple[str, ...]
    place: str = ""
    year: str = ""


@dataclass(slots=True)
class SourceNames:
    """Reads attributions; `learn` adds what sentences say of who holds which office."""

    gazetteer: Gazetteer
    offices: dict[str, str]
    idle: frozenset[str]
    held: dict[tuple[str, ...], set[_Key]] = field(default_factory=dict)
    _keys: dict[str, frozenset[_Key]] = field(default_factory=dict)

    def learn(self, sentences: Iterable[str]) -> None:
        """Offices of persons, from "Health Minister Hamad Hasan" and "Hamad Hasan, the health minister"."""
        titles = "|".join(sorted((re.escape(word) for word in self.offices), key=len, reverse=True))
        before = re.compile(rf"\b((?:[\w'’-]{{1,30}}\s+)?(?i:{titles}))\s+({_CAPITALS})")
        after = re.compile(rf"({_CAPITALS}),\s+(?:the\s+|a\s+)?((?:[\w'’-]{{1,30}}\s+){{0,2}}(?i:{titles}))\b")
        for sentence in sentences:
            for found in before.finditer(sentence):
                self._hold(found.group(2), found.group(1))
            for found in after.finditer(sentence):
                self._hold(found.group(1), found.group(2))

    def _hold(self, person: str, office: str) -> None:
        if not re.match(_CAPITALS, person):
            return
        name = tuple(fold(person).split())
        keys = {key for key in self.keys(office) if key.kind == "office" and len(key.words) > 1}
        if keys:
            self.held.setdefault(name, set()).update(keys)

    def keys(self, attribution: str) -> frozenset[_Key]:
        """What an attribution names; cached by its wording."""
        found = self._keys.get(attribution)
        if found is None:
            found = self._keys[attribution] = frozenset(
                key for part in _SPLIT.split(attribution) if (key := self._key(part)) is not None
            )  # fmt: skip
        return found

    def _key(self, part: str) -> _Key | None:
        folded = fold(part)
        if not folded:
            return None
        entity = self.gazetteer.names.get(folded)
        if entity and entity.startswith("org:"):
            return _Key("organisation", (entity,))
        office, place, words = "", "", []
        year = next((word for word in folded.split() if len(word) == 4 and word.isdigit()), "")
        for start, end, sense in self.gazetteer.scan(tuple(folded.split())):
            phrase = folded.split()[start:end]
            if sense is not None and sense.kind is SenseKind.ORGANISATION:
                return _Key("organisation", (sense.value,))
            if sense is not None and sense.kind in {SenseKind.PLACE, SenseKind.ADJECTIVE}:
                place = sense.also or sense.value
                continue
            for word in phrase:
                if word in self.offices:
                    office = self.offices[word] if not office or office in {"authorities", "government"} else office
                elif word not in self.idle and not word.isdigit():
                    words.append(word)
        if office:
            return _Key("office", (office, *sorted(words)), place, year)
        if words:
            return _Key("person", tuple(words), place)
        return None

    def same(self, a: str | None, b: str | None) -> bool:
        """Whether two attributions name one source; an unnamed source is no source."""
        if not a or not b:
            return False
        if fold(a) == fold(b):
            return True
        return any(self._fits(left, right) for left in self._with_offices(a) for right in self._with_offices(b))

    def _with_offices(self, attribution: str) -> frozenset[_Key]:
        keys = self.keys(attribution)
        more = {office for key in keys if key.kind == "person" for name, offices in self.held.items() if _one_person(key.words, name)
                for office in offices}  # fmt: skip
        return keys | more

    def _fits(self, left: _Key, right: _Key) -> bool:
        if left.kind != right.kind:
            return False
        if left.kind == "person":
            return _one_person(left.words, right.words)
        if left.words != right.words:
            return False
        return all(not one or not other or one == other for one, other in ((left.place, right.place), (left.year, right.year)))


def _one_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: surnames alike, and first names equal or unsaid."""
    one, other = left[-1], right[-1]
    if one != other and (min(len(one), len(other)) < 4 or fuzz.ratio(one, other) < _CLOSE_NAME):
        return False
    return len(left) == 1 or len(right) == 1 or left[0] == right[0] or fuzz.ratio(left[0], right[0]) >= _CLOSE_NAME


def load_source_names(folder: Path | None = None) -> SourceNames:
    """A reader of attributions that has learnt nothing yet."""
    folder = folder or seeds_in_use()
    offices: dict[str, str] = {}
    idle: set[str] = set()
    for _, row in read_rows(folder / "source_words.csv", ("use", "value", "words")):
        words = [fold(word) for word in row["words"].split("|")]
        if row["use"] == "office":
            offices.update((word, row["value"]) for word in words)
        elif row["use"] == "idle":
            idle.update(words)
    return SourceNames(load_gazetteer(folder), offices, frozenset(idle))


@lru_cache(maxsize=100_000)
def same_source(a: str | None, b: str | None) -> bool:
    """Whether two attributions name one source by their words alone; `Alignment.same_source` also knows who holds which office."""
    return _plain_names().same(a, b)


@lru_cache(maxsize=1)
def _plain_names() -> SourceNames:
    return load_source_names()
