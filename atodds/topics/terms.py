"""What a document, or a stretch of a long one, is told by: its names, its places and the words of its title.

Each counts by its rarity. A folder is read as though `BACKGROUND` documents of general English stood beside it, so that what all documents
of a small folder share ("Tesna" in twelve reports of one flood) is still rare, and "Romania" is not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from atodds.claims.names import fold, stem
from atodds.topics.names import CALENDAR, LITTLE, Capitals, Name

if TYPE_CHECKING:
    from atodds.topics.gazetteer import Gazetteer

__all__ = ["Rarity", "Terms", "Vector", "read_terms", "unit_length"]

Vector = dict[str, float]

BACKGROUND = 300  # documents of general English that a folder is thought to stand among at least, and
TIMES = 3  # times as many as it has itself
_TITLE = 2.0  # a word of the title counts as one that is repeated some three times in the text
# Share of general documents that would hold a term of each kind; only the order of magnitude matters.
_COUNTRY, _LISTED, _COMMON, _TITLE_WORD, _UNKNOWN = 1 / 10, 1 / 60, 1 / 20, 1 / 25, 1 / 1000


class Terms(NamedTuple):
    """The terms of a text with how often they stand in it, and those of its title."""

    counts: Counter[str]
    titled: frozenset[str]


def read_terms(names: Iterable[Name], title: str, capitals: Capitals, gazetteer: Gazetteer) -> Terms:
    """What a text is told by."""
    counts: Counter[str] = Counter()
    for name in names:
        for part in gazetteer.parts(name.folded):
            if part.startswith("place:"):
                counts.update((part, *gazetteer.above(part)))
            elif capitals.is_name(part):
                counts[part] += 1
    titled: set[str] = set()
    for found in re.finditer(r"[^\W\d_][\w'’]*", title):
        folded = fold(found.group())
        if folded in LITTLE or folded in CALENDAR or len(folded) < 3 or " " in folded:
            continue
        capital = found.group()[0].isupper()
        places = _places_of(folded, gazetteer) if capital else ()
        titled.update(places or ((folded,) if capital and capitals.is_name(folded) else (f"title:{stem(folded)}",)))
    return Terms(counts, frozenset(titled))


def _places_of(folded: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """A known place and those that hold it."""
    place = gazetteer.place(folded)
    return (place, *gazetteer.above(place)) if place else ()


class Rarity:
    """How much each term of a folder says: the less, the more documents hold it."""

    def __init__(self, documents: Sequence[Terms], capitals: Capitals) -> None:
        holding = Counter(term for found in documents for term in found.counts.keys() | found.titled)
        stems: Counter[str] = Counter()
        for word, number in capitals.lower.items():
            stems[f"title:{stem(word)}"] += number
        background = max(BACKGROUND, TIMES * len(documents))
        self.weights: dict[str, float] = {}
        for term, number in holding.items():
            common = capitals.lower[term]
            if term.startswith("place:"):
                share = _LISTED if "/" in term else _COUNTRY
            elif term.startswith("title:"):
                share, number = _TITLE_WORD, max(number, stems[term])
            else:
                share = _COMMON if common else _UNKNOWN
            weight = math.log((len(documents) + background) / (number + 0.5 * common + share * background))
            self.weights[term] = max(weight, 0.0)

    def vector(self, found: Terms) -> Vector:
        """The vector of a document or stretch, of length one."""
        vector = {term: (1 + math.log(number)) * self.weights.get(term, 0.0) for term, number in found.counts.items()}
        for term in found.titled:
            vector[term] = vector.get(term, 0.0) + _TITLE * self.weights.get(term, 0.0)
        return unit_length(vector)


def unit_length(vector: Vector) -> Vector:
    """The same direction with length one, without what weighs nothing."""
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items() if weight > 0}
