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
"""Mean cosine from which clusters are one topic; `benchmarks/clusters.py` prints the sweep."""
SETTLED_ALIKE = 1.5 * ALIKE  # what two topics of the run before must come to, to become one
LEAST = 0.02  # what a document that is like nothing else must come to, to go where it is by far the likest
FAR = 2.0  # by far: so many times as like as the next
_FEW = 2  # members, of what may be left over
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
            if mine and theirs:
                if mine.isdisjoint(theirs):
                    return True
            elif mine or theirs:
                printed = other.printed if mine else self.printed
                if printed is not None and printed < min(mine or theirs):
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
        """Mean cosine over all pairs of members of both; none where they tell of different years."""
        if self.era.unlike(other.era):
            return 0.0
        return _dot(self.total, other.total) / (len(self.members) * len(other.members))

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
        self.settled = self.settled or other.settled


@dataclass(frozen=True, slots=True)
class Joined:
    """Two topics of the run before that became one, and the terms that both share."""

    kept: str
    taken: str
    shared: tuple[str, ...]


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def link(
    vectors: Sequence[Vector],
    settled: Mapping[int, str],
    together: Sequence[tuple[int, int]] = (),
    apart: Mapping[int, set[int]] | None = None,
    eras: Sequence[Era] = (),
    alike: float | None = None,
) -> tuple[list[list[int]], list[Joined]]:
    """Clusters of vectors, in the order of their first members, and which settled topics became one.

    Args:
        vectors: of length one, in the order in which documents came.
        settled: number of a vector -> topic of the run before; vectors of one topic start together.
        together: pairs that are one whatever they hold.
        apart: for a vector those it must never meet.
        eras: for each vector the years its text tells of.
        alike: mean cosine from which clusters are one; `ALIKE` without.
    """
    alike = ALIKE if alike is None else alike
    groups = [
        Cluster([number], dict(vector), eras[number] if eras else Era({}), settled.get(number), set((apart or {}).get(number, ())))
        for number, vector in enumerate(vectors)
    ]
    standing, loose = _starts(groups, together)
    index = _Index()
    for cluster in standing:
        index.add(cluster)
    for start in range(0, len(loose), _BATCH):
        for cluster in _average_link(loose[start : start + _BATCH], alike):
            found = next(iter(index.likest(cluster)), (0.0, -1))
            index.add(cluster) if found[0] < alike else index.join(found[1], cluster)
    joined = _join_standing(index, alike)
    _place_leftovers(index)
    return sorted(sorted(cluster.members) for cluster in index.clusters.values()), joined


def _starts(groups: list[Cluster], together: Sequence[tuple[int, int]]) -> tuple[list[Cluster], list[Cluster]]:
    """What stands before anything is compared: topics of the run before and what a person joined, and every other vector by itself."""
    owner = list(range(len(groups)))

    def join(one: int, other: int) -> None:
        first, second = owner[one], owner[other]
        if first != second:
            for member in groups[second].members:
                owner[member] = first
            groups[first].take(groups[second])

    parts: dict[str, list[int]] = defaultdict(list)  # topic -> the first member of each part that nobody said belongs apart
    for number, cluster in enumerate(list(groups)):
        if cluster.settled:
            part = next((one for one in parts[cluster.settled] if groups[owner[one]].may_join(cluster)), None)
            parts[cluster.settled].append(number) if part is None else join(part, number)
    for one, other in together:
        join(one, other)
    kept = [groups[number] for number in sorted(set(owner))]
    return [cluster for cluster in kept if cluster.settled], [cluster for cluster in kept if not cluster.settled]


def _average_link(clusters: list[Cluster], least: float) -> list[Cluster]:
    """The clusters of one batch, joined as long as two are alike; the likest first."""
    if len(clusters) < 2:
        return clusters
    sums = _sums(clusters)
    sizes = np.array([len(cluster.members) for cluster in clusters], dtype=np.float32)
    alike = sums / np.outer(sizes, sizes)
    nearest = alike.argmax(axis=1)
    best = alike.max(axis=1)
    numbers = np.arange(len(clusters))
    while best[one := int(best.argmax())] >= least:
        other = int(nearest[one])
        clusters[one].take(clusters[other])
        sizes[one] += sizes[other]
        sums[one] += sums[other]
        sums[one, one] = sums[other] = -np.inf
        sums[:, one] = sums[one]
        sums[:, other] = alike[other] = alike[:, other] = best[other] = -np.inf
        alike[one] = alike[:, one] = sums[one] / (sizes[one] * sizes)
        # Joining brings no third cluster nearer than it was, so only those that pointed at the two look around again.
        for number in numbers[((nearest == one) | (nearest == other) | (numbers == one)) & (best > -np.inf)]:
            nearest[number] = alike[number].argmax()
            best[number] = alike[number, nearest[number]]
        sizes[other] = 0
    return [cluster for cluster, size in zip(clusters, sizes, strict=True) if size]


def _sums(clusters: Sequence[Cluster]) -> NDArray[np.float32]:
    """For each two clusters the sum of the cosines of their members; minus infinity for what must not meet."""
    holding = Counter(term for cluster in clusters for term in cluster.total)
    columns = {term: column for column, term in enumerate(term for term, number in holding.items() if number > 1)}
    matrix = np.zeros((len(clusters), max(len(columns), 1)), dtype=np.float32)
    eras: dict[tuple[object, ...], list[int]] = defaultdict(list)
    place = {member: row for row, cluster in enumerate(clusters) for member in cluster.members}
    for row, cluster in enumerate(clusters):
        for term, weight in cluster.total.items():
            if term in columns:
                matrix[row, columns[term]] = weight
        if cluster.era.years:
            eras[tuple(sorted(cluster.era.years.items())), cluster.era.printed].append(row)
    sums = matrix @ matrix.T
    several = list(eras.values())
    for number, rows in enumerate(several):
        for others in several[number + 1 :]:
            if clusters[rows[0]].era.unlike(clusters[others[0]].era):
                sums[np.ix_(rows, others)] = sums[np.ix_(others, rows)] = 0
    for row, cluster in enumerate(clusters):
        for member in cluster.apart & place.keys():
            sums[row, place[member]] = sums[place[member], row] = -np.inf
    np.fill_diagonal(sums, -np.inf)
    return sums


class _Index:
    """Clusters by their terms."""

    def __init__(self) -> None:
        self.clusters: dict[int, Cluster] = {}
        self.holding: dict[str, set[int]] = defaultdict(set)

    def add(self, cluster: Cluster) -> None:
        number = cluster.members[0]
        self.clusters[number] = cluster
        for term in cluster.total:
            self.holding[term].add(number)

    def join(self, number: int, cluster: Cluster) -> None:
        for term in cluster.total:
            self.holding[term].add(number)
        self.clusters[number].take(cluster)

    def remove(self, number: int) -> Cluster:
        cluster = self.clusters.pop(number)
        for term in cluster.total:
            self.holding[term].discard(number)
        return cluster

    def likest(self, cluster: Cluster) -> list[tuple[float, int]]:
        """The clusters most like one, the likest first, with their likeness."""
        shared: dict[int, float] = defaultdict(float)
        for term, weight in cluster.total.items():
            numbers = self.holding.get(term, ())
            for number in numbers if len(numbers) <= _POSTINGS else ():
                shared[number] += weight
        near = nlargest(_CANDIDATES, ((weight, -number) for number, weight in shared.items()))
        others = ((-number, self.clusters[-number]) for _, number in near)
        found = [(cluster.likeness(other), number) for number, other in others if other is not cluster and cluster.may_join(other)]
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _join_standing(index: _Index, alike: float) -> list[Joined]:
    """Join clusters that came to be alike; two settled ones only when they are much alike, and then it is told."""
    joined = []
    for number, cluster in list(index.clusters.items()):
        while number in index.clusters:
            found = None
            for likeness, other in index.likest(cluster):
                if likeness >= (SETTLED_ALIKE if cluster.settled and index.clusters[other].settled else alike):
                    found = other
                    break
            if found is None:
                break
            taken = index.remove(found)
            if cluster.settled and taken.settled:
                first, second = (cluster, taken) if len(cluster.members) >= len(taken.members) else (taken, cluster)
                terms = sorted(cluster.total.keys() & taken.total.keys(), key=lambda term: (-first.total[term] * second.total[term], term))
                joined.append(Joined(str(first.settled), str(second.settled), tuple(terms[:5])))
                cluster.settled = first.settled
            index.join(number, taken)
    return joined


def _place_leftovers(index: _Index) -> None:
    """Documents that are like nothing much go where they are by far the likest: a background article to the one topic of its region."""
    for number, cluster in list(index.clusters.items()):
        if cluster.settled or len(cluster.members) > _FEW:
            continue
        large = _MUCH_LARGER * len(cluster.members)
        rivals = [found for found in index.likest(cluster) if len(index.clusters[found[1]].members) >= large]
        (first, where), (second, _) = [*rivals, (0.0, -1), (0.0, -1)][:2]
        if first >= max(LEAST, FAR * second):
            index.join(where, index.remove(number))
