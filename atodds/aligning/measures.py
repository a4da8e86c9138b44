"""One id for one measure, however it is worded, and how two measures stand to each other.

"killed", "deaths" and "people_killed" are `deaths`; "killed_or_missing" holds `deaths`; "killed_projected" is `deaths` said of the
future. Words and part-of relations stand in seeds/measures.csv; a measure no line knows stays itself, compared by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from atodds.aligning.gazetteer import read_rows
from atodds.aligning.names import fold, stem
from atodds.aligning.scopes import ScopeRelation, Standing
from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use
from atodds.vocabulary import Qualifier

__all__ = ["MeasureReading", "Measures", "load_measures"]

_IDLE = frozenset(
    ["the", "a", "an", "of", "in", "by", "to", "for", "on", "at", "and", "number", "total", "count", "amount", "people", "persons",
     "person", "rate", "value", "figure"]
)  # fmt: skip
_JOINED = re.compile(r"\s+(?:or|and)\s+")
# Words of a measure's name that say how the figure is meant, not what is counted.
_MEANT = {"projected": Qualifier.PROJECTION, "projection": Qualifier.PROJECTION, "forecast": Qualifier.PROJECTION,
          "expected": Qualifier.PROJECTION, "confirmed": Qualifier.CONFIRMED, "feared": Qualifier.FEARED,
          "additional": Qualifier.ADDITIONAL}  # fmt: skip


_DATES = {"event_date", "event_period"}  # a day and a span of one happening are held against each other


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """A measure's id, what its name says beside it, and how the id was found: alias, words or itself."""

    measure: str
    qualifiers: tuple[Qualifier, ...] = ()
    reason: str = "itself"


@dataclass(slots=True)
class Measures:
    """The wordings of seeds/measures.csv; `canonical` and `relate` are cached by the distinct names of a corpus."""

    by_words: dict[frozenset[str], str] = field(default_factory=dict)
    wordings: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    part_of: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def canonical(self, measure: str) -> MeasureReading:
        """The id of a measure: as listed, else by a listed wording, else the name itself."""
        if measure in self.wordings:
            return MeasureReading(measure)
        words = fold(measure.replace("_", " ")).split()
        meant = tuple(dict.fromkeys(_MEANT[word] for word in words if word in _MEANT))
        kept = [word for word in words if word not in _MEANT]
        name = "_".join(kept) or measure
        if name in self.wordings:
            return MeasureReading(name, meant, "name")
        found = self.by_words.get(_bag(kept))
        if found:
            return MeasureReading(found, meant, f'"{" ".join(kept)}" is a wording of {found}')
        return MeasureReading(name if meant else measure, meant)

    def words(self, measure: str) -> frozenset[str]:
        """The stems a measure says by itself, in any wording: in a facet they narrow nothing."""
        own = _bag(fold(measure.replace("_", " ")).split())
        return own.union(*(wording for wording in self.wordings.get(measure, ()) if len(wording) == 1))

    def relate(self, a: str, b: str) -> ScopeRelation:
        """How what `a` counts stands to what `b` counts; unlisted names are compared by their words and never for certain."""
        a, b = self.canonical(a).measure, self.canonical(b).measure
        if a == b:
            return ScopeRelation(Standing.SAME, f"both {a}")
        if {a, b} == _DATES:
            return ScopeRelation(Standing.SAME, "both say when", certain=False)
        if b in self._wider(a):
            return ScopeRelation(Standing.PART, f"{a} are counted in {b}")
        if a in self._wider(b):
            return ScopeRelation(Standing.WHOLE, f"{b} are counted in {a}")
        if a in self.wordings and b in self.wordings:
            return ScopeRelation(Standing.DISJOINT, f"{a} is not {b}")
        left, right = _bag(a.split("_")), _bag(b.split("_"))
        if left == right:
            return ScopeRelation(Standing.SAME, f"{a} and {b} say the same words", certain=False)
        if left and right and (left < right or right < left):
            standing = Standing.WHOLE if left < right else Standing.PART
            return ScopeRelation(standing, f"{a} and {b}: one says more", certain=False)
        return ScopeRelation(Standing.DISJOINT, f"{a} is not {b}", certain=False)

    def _wider(self, measure: str) -> set[str]:
        wider: set[str] = set()
        frontier = [measure]
        while frontier:
            for above in self.part_of.get(frontier.pop(), ()):
                if above not in wider:
                    wider.add(above)
                    frontier.append(above)
        return wider


def _bag(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word not in _IDLE)


@lru_cache(maxsize=8)
def load_measures(folder: Path | None = None) -> Measures:
    """The wordings of a seeds folder.

    Raises:
        ConfigurationError: naming the line, when one wording is given to two measures.
    """
    path = (folder or seeds_in_use()) / "measures.csv"
    measures = Measures()
    owner: dict[frozenset[str], tuple[str, str]] = {}
    for line, row in read_rows(path, ("measure", "words", "part_of")):
        measure = row["measure"]
        bags = []
        for wording in (measure.replace("_", " "), *row["words"].split("|")):
            bag = _bag(fold(wording).split())
            if not bag:
                continue
            taken, said = owner.setdefault(bag, (measure, wording))
            if taken != measure:
                raise ConfigurationError(f'{path.name}, line {line}: "{wording}" is already a wording of {taken} ("{said}"); keep one')
            bags.append(bag)
            measures.by_words[bag] = measure
        measures.wordings[measure] = tuple(dict.fromkeys(bags))
        measures.part_of[measure] = tuple(part.strip() for part in row["part_of"].split("|") if part.strip())
    return measures
