"""How alike two figures are told, among the figures of their block: by their classes, words and axes, each weighed by its rarity there.

    likeness = Likeness(claims_of_a_block)
    likeness.of(a, b)            0..1, the cosine of what the two are told of
    likeness.is_nearest(a, b)    whether no figure of b's document is told more like a than b is

What everything in a block shares says nothing, what only two figures share says much: that "cost" stands in twelve claims of a topic and
"turnout" in two is known from the block itself.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from atodds.claims import Axis, Claim
from atodds.linking.axes_compared import CARRIED

__all__ = ["Likeness"]

CLASS_WEIGHT = 1.5  # a class stands for a dozen expressions: it says as much as a word and a half
ALSO_WEIGHT = 0.7  # a class that may be meant
AXIS_WEIGHT = 1.0
ASKED = 80  # figures of one document that are looked through for a nearer one
_TOLD = frozenset({Axis.PLACE, Axis.GROUP, Axis.PART, Axis.EVENT, Axis.EXTENT, Axis.PERIOD})


class Likeness:
    """Vectors over the claims of one block, made as they are asked for."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._of_document: dict[str, list[Claim]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for claim in claims:
            self._of_document[claim.document_id].append(claim)
            counts.update({name for name, _ in _features(claim)})
        most = math.log(1 + len(claims))
        self._rarity = {name: 1.0 - math.log(count) / most if most else 1.0 for name, count in counts.items()}
        self._vectors: dict[str, tuple[dict[str, float], float]] = {}
        self._nearest: dict[tuple[str, str], float] = {}

    def of(self, a: Claim, b: Claim) -> float:
        """The cosine of two claims, 0 where either is told of nothing."""
        (one, length_a), (other, length_b) = self._vector(a), self._vector(b)
        if not length_a or not length_b:
            return 0.0
        if len(other) < len(one):
            one, other = other, one
        return sum(weight * other[name] for name, weight in one.items() if name in other) / (length_a * length_b)

    def is_nearest(self, a: Claim, b: Claim) -> bool:
        """Whether of the figures of b's document none is told more like a."""
        key = (a.claim_id, b.document_id)
        nearest = self._nearest.get(key)
        if nearest is None:  # asked once for a document, not for each of its figures
            rivals = (rival for rival in self._of_document[b.document_id][:ASKED] if rival.claim_id != a.claim_id)
            nearest = self._nearest[key] = max((self.of(a, rival) for rival in rivals), default=0.0)
        return nearest <= self.of(a, b) + 1e-9

    def _vector(self, claim: Claim) -> tuple[dict[str, float], float]:
        known = self._vectors.get(claim.claim_id)
        if known is None:
            vector: dict[str, float] = {}
            for name, weight in _features(claim):
                vector[name] = max(vector.get(name, 0.0), weight * self._rarity.get(name, 1.0))
            known = self._vectors[claim.claim_id] = vector, math.sqrt(sum(weight * weight for weight in vector.values()))
        return known


def _features(claim: Claim) -> Iterator[tuple[str, float]]:
    """What a claim is told of, each with what it counts apart from its rarity."""
    if claim.predicate:
        yield f"predicate {claim.predicate}", CLASS_WEIGHT
    for name in claim.also:
        yield f"predicate {name}", ALSO_WEIGHT
    if claim.counted:
        yield f"counted {claim.counted}", CLASS_WEIGHT
    for place, word in enumerate(claim.words):
        yield f"word {word}", 1.0 / (1.0 + 0.1 * place)  # the words stand nearest first
    for value in claim.axes:
        if value.axis in _TOLD and value.source not in CARRIED:
            yield f"{value.axis.value} {value.value}", AXIS_WEIGHT
    if claim.subject_id and claim.subject_id != claim.topic_id:
        yield f"subject {claim.subject_id}", AXIS_WEIGHT
