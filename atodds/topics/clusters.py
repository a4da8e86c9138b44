"""Which vectors belong together: average link, in batches, each batch joined to what stands already.

Within a batch every pair is compared; between batches an index over the terms names the few clusters worth comparing, so cost grows with
the number of documents and not with its square. Average link asks that a document be like a cluster as a whole: one shared name chains
nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from atodds.topics.terms import Vector

__all__ = ["Cluster", "Era", "Joined", "link"]

ALIKE = 0.1
"""Mean cosine from which clusters are one topic; `benchmarks/topics.py` prints the sweep."""
UNLIKE = 0.25  # what likeness counts for where both tell of one kind of happening in different years
SETTLED_ALIKE = 1.5 * ALIKE  # what two topics of the run before must come to, to become one
LEAST = 0.02  # what a document that is like nothing else must come to, to go where it is by far the likest
FAR = 2.0  # by far: so many times as like as the next
_MUCH_LARGER = 3  # times as large must the topic be that such a document goes to
_BATCH = 1_000
_POSTINGS = 400  # a term of more clusters than this names none of them
_CANDIDATES = 12


class Era(NamedTuple):
    """The years that a text gives to each kind of happening it is about, and the year it was printed in."""

    years: Mapping[str, frozenset[int]]
    printed: int | None = None

    def unlike(self, other: Era) -> bool:
        """Whether both are about one kind of happening, of different years; a text is about nothing that came after it."""
        for family in self.years.keys() & other.years.keys():
            mine, theirs = self.years[family], other.years[family]
            if mine and theirs and mine.isdisjoint(theirs):
                return True
            if mine and not theirs and other.printed is not None and other.printed < min(mine):
                return True
            if theirs and not mine and self.printed is not None and self.printed < min(theirs):
                return True
        return False

    def with_(self, other: Era) -> Era:
        """The era of both."""
        families = self.years.keys() | other.years.keys()
        years = {family: self.years.get(family, frozenset()) | other.years.get(family, frozenset()) for family in families}
        return Era(years, max((year for year in (self.printed, other.printed) if year is not None), default=None))


@dataclass(slots=True)
class Cluster:
    """Members (numbers of vectors), the sum of their vectors, and the members they must not meet."""

    members: list[int]
    total: Vector
    era: Era = field(default_factory=lambda: Era({}))
    settled: str | None = None
    apart: set[int] = field(default_factory=set)

    def likeness(self, other: Cluster) -> float:
        """Mean cosine over all pairs of members of both, less where they tell of different years."""
        mean = _dot(self.total, other.total) / (len(self.members) * len(other.members))
        return mean * UNLIKE if self.era.unlike(other.era) else mean

    def may_join(self, other: Cluster) -> bool:
        """Whether nobody said that members of both belong apart."""
        return self.apart.isdisjoint(other.members) and other.apart.isdisjoint(self.members)

    def take(self, other: Cluster) -> None:
        """Make the members of another cluster members of this one."""
        self.members.extend(other.members)
        for term, weight in other.total.items():
            self.total[term] = self.total.get(term, 0.0) + weight
        self.apart |= other.apart
        self.era = self.era.with_(other.era)


@dataclass(frozen=True, slots=True)
class Joined:
    """Two topics of the run before that became one."""

    kept: str
    taken: str
    likeness: float
    shared: tuple[str, ...]


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def link(
    vectors: Sequence[Vector],
    settled: Mapping[int, str],
    together: Sequence[Sequence[int]] = (),
    apart: Mapping[int, set[int]] | None = None,
    eras: Sequence[Era] = (),
    alike: float | None = None,
) -> tuple[list[list[int]], list[Joined]]:
    """Clusters of vectors, in the order of their first members, and which settled topics became one.

    Args:
        vectors: of length one, in the order in which documents came.
        settled: number of a vector -> topic of the run before; vectors of one topic start together.
        together: vectors that are one whatever they hold.
        apart: for a vector those it must never meet.
        eras: for each vector the years its text tells of.
        alike: mean cosine from which clusters are one; `ALIKE` without.
    """
    alike = ALIKE if alike is None else alike
    groups = [Cluster([number], dict(vector), Era({}), settled.get(number)) for number, vector in enumerate(vectors)]
    for cluster, era in zip(groups, eras, strict=False):
        cluster.era = era
    for number, others in (apart or {}).items():
        groups[number].apart = set(others)
    standing, loose = _starts(groups, settled, together)
    index = _Index()
    for cluster in standing:
        index.add(cluster)
    for start in range(0, len(loose), _BATCH):
        for cluster in _average_link(loose[start : start + _BATCH], alike):
            found = index.nearest(cluster, alike)
            if found is None:
                index.add(cluster)
            else:
                index.join(found, cluster)
    joined = _join_standing(index, alike)
    _place_leftovers(index)
    clusters = [sorted(cluster.members) for cluster in index.clusters if cluster is not None]
    return sorted(clusters), joined


def _starts(groups: list[Cluster], settled: Mapping[int, str], together: Sequence[Sequence[int]]) -> tuple[list[Cluster], list[Cluster]]:
    """What stands before anything is compared: topics of the run before and what a person joined, and every other vector by itself."""
    owner = list(range(len(groups)))

    def join(one: int, other: int) -> None:
        first, second = owner[one], owner[other]
        if first != second:
            for member in groups[second].members:
                owner[member] = first
            groups[first].take(groups[second])
            groups[first].settled = groups[first].settled or groups[second].settled

    parts: dict[str, list[int]] = defaultdict(list)  # topic -> the first member of each part that nobody said belongs apart
    for number, topic in sorted(settled.items()):
        part = next((one for one in parts[topic] if groups[owner[one]].may_join(groups[number])), None)
        if part is None:
            parts[topic].append(number)
        else:
            join(part, number)
    for asked in together:
        for number in asked[1:]:
            join(asked[0], number)
    kept = [groups[number] for number in sorted(set(owner))]
    return [cluster for cluster in kept if cluster.settled], [cluster for cluster in kept if not cluster.settled]


def _average_link(clusters: list[Cluster], least: float) -> list[Cluster]:
    """The clusters of one batch, joined as long as two are alike; the likest first."""
    if len(clusters) < 2:
        return clusters
    sums = _sums(clusters)
    telling = [number for number, cluster in enumerate(clusters) if cluster.era.years]
    for place, one in enumerate(telling):
        for other in telling[place + 1 :]:
            if clusters[one].era.unlike(clusters[other].era):
                sums[one, other] *= UNLIKE
                sums[other, one] *= UNLIKE
    sizes = np.array([len(cluster.members) for cluster in clusters], dtype=np.float32)
    members = {member: number for number, cluster in enumerate(clusters) for member in cluster.members}
    for number, cluster in enumerate(clusters):
        for member in cluster.apart & members.keys():
            sums[number, members[member]] = sums[members[member], number] = -np.inf
    np.fill_diagonal(sums, -np.inf)
    alike = sums / np.outer(sizes, sizes)
    nearest = alike.argmax(axis=1)
    best = alike[np.arange(len(clusters)), nearest]
    gone: set[int] = set()
    while best[one := int(best.argmax())] >= least:
        other = int(nearest[one])
        clusters[one].take(clusters[other])
        sums[one] += sums[other]
        sums[:, one] = sums[one]
        sums[one, one] = -np.inf
        sizes[one] += sizes[other]
        sums[other] = -np.inf
        sums[:, other] = -np.inf
        alike[one] = sums[one] / (sizes[one] * sizes)
        alike[:, one] = alike[one]
        alike[other] = -np.inf
        alike[:, other] = -np.inf
        best[other] = -np.inf
        # Joining brings no third cluster nearer than it was, so only those that pointed at the two look around again.
        for number in map(int, np.flatnonzero((nearest == one) | (nearest == other) | (np.arange(len(clusters)) == one))):
            if best[number] > -np.inf:
                nearest[number] = alike[number].argmax()
                best[number] = alike[number, nearest[number]]
        gone.add(other)
    return [cluster for number, cluster in enumerate(clusters) if number not in gone]


def _sums(clusters: Sequence[Cluster]) -> NDArray[np.float32]:
    """For each two clusters the sum of the cosines of their members."""
    holding = Counter(term for cluster in clusters for term in cluster.total)
    columns = {term: column for column, term in enumerate(term for term, number in holding.items() if number > 1)}
    matrix = np.zeros((len(clusters), max(len(columns), 1)), dtype=np.float32)
    for row, cluster in enumerate(clusters):
        for term, weight in cluster.total.items():
            if term in columns:
                matrix[row, columns[term]] = weight
    return matrix @ matrix.T


class _Index:
    """Clusters by their terms."""

    def __init__(self) -> None:
        self.clusters: list[Cluster | None] = []
        self.holding: dict[str, set[int]] = defaultdict(set)

    def add(self, cluster: Cluster) -> None:
        for term in cluster.total:
            self.holding[term].add(len(self.clusters))
        self.clusters.append(cluster)

    def join(self, number: int, cluster: Cluster) -> None:
        standing = self.clusters[number]
        assert standing is not None
        standing.take(cluster)
        for term in cluster.total:
            self.holding[term].add(number)

    def remove(self, number: int) -> Cluster:
        cluster = self.clusters[number]
        assert cluster is not None
        for term in cluster.total:
            self.holding[term].discard(number)
        self.clusters[number] = None
        return cluster

    def likest(self, cluster: Cluster, but: int = -1) -> list[tuple[float, int]]:
        """The clusters most like one, the likest first, with their likeness."""
        shared: dict[int, float] = defaultdict(float)
        for term, weight in cluster.total.items():
            numbers = self.holding.get(term, ())
            if len(numbers) <= _POSTINGS:
                for number in numbers:
                    shared[number] += weight
        shared.pop(but, None)
        found = []
        for number in nlargest(_CANDIDATES, shared, key=lambda number: (shared[number], -number)):
            other = self.clusters[number]
            if other is not None and cluster.may_join(other):
                found.append((cluster.likeness(other), number))
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    def nearest(self, cluster: Cluster, least: float) -> int | None:
        found = self.likest(cluster)
        return found[0][1] if found and found[0][0] >= least else None


def _join_standing(index: _Index, alike: float) -> list[Joined]:
    """Join clusters that came to be alike; two settled ones only when they are much alike, and then it is told."""
    joined = []
    for number in range(len(index.clusters)):
        cluster = index.clusters[number]
        while cluster is not None:
            found = next(
                (
                    (likeness, other)
                    for likeness, other in index.likest(cluster, number)
                    if likeness >= (SETTLED_ALIKE if cluster.settled and _settled(index, other) else alike)
                ),
                None,
            )
            if found is None:
                break
            taken = index.remove(found[1])
            if cluster.settled and taken.settled:
                kept, gone = (cluster, taken) if len(cluster.members) >= len(taken.members) else (taken, cluster)
                terms = sorted(cluster.total.keys() & taken.total.keys(), key=lambda term: (-cluster.total[term] * taken.total[term], term))
                joined.append(Joined(kept.settled or "", gone.settled or "", found[0], tuple(terms[:5])))
                cluster.settled = kept.settled
            cluster.settled = cluster.settled or taken.settled
            index.join(number, taken)
    return joined


def _settled(index: _Index, number: int) -> bool:
    cluster = index.clusters[number]
    return cluster is not None and cluster.settled is not None


def _place_leftovers(index: _Index) -> None:
    """Documents that are like nothing much go where they are by far the likest: a background article to the one topic of its region."""
    for number in range(len(index.clusters)):
        cluster = index.clusters[number]
        if cluster is None or cluster.settled or len(cluster.members) > 2:
            continue
        rivals = [
            (likeness, other)
            for likeness, other in index.likest(cluster, number)
            if (standing := index.clusters[other]) and len(standing.members) >= _MUCH_LARGER * len(cluster.members)
        ]
        (first, where), (second, _) = [*rivals, (0.0, -1), (0.0, -1)][:2]
        if first >= max(LEAST, FAR * second):
            index.join(where, index.remove(number))
