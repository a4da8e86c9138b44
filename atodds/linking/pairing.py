"""Which claims are held against each other: the one place that says why two claims meet, or do not.

    pairing = Pairing(make_comparing(knowledge), claims_of_a_block)
    for meeting in pairing.meetings(): ...
    pairing.meet(a, b).why_not                  # "b.txt gives 64 as well"

Two claims meet when nothing stated keeps them apart and no other figure of one document is the one that is meant. Of several figures of a
document that could be meant, the one that shares most with the other document's figure is held against it; the others only where they state
the same axes. A document that gives the other's figure too, in words as near, means something else by this one.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from atodds.claims import Axis, Claim, ClaimPair
from atodds.linking.answers import PLAIN, Comparison
from atodds.linking.axes_compared import CARRIED, is_withdrawn
from atodds.linking.comparing import Comparing
from atodds.linking.likeness import Likeness
from atodds.linking.sweeping import swept_pairs
from atodds.linking.time import time
from atodds.linking.values import ratio_of
from atodds.normalising.intervals import Fit, fit
from atodds.vocabulary import Answer, Standing, TimeRelation

__all__ = ["ALL_PAIRS_UP_TO", "Meeting", "Pairing"]

ALL_PAIRS_UP_TO = 150  # claims of a block that are all held against each other; beyond, classes of equal claims are

RIVALS_ASKED = 60  # figures of one document that are asked whether one of them is meant

TimesWanted = Callable[[float], Collection[TimeRelation]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What pairing says of two claims: how they compare, the pair a check is given, how sure it is that both speak of one thing.

    `why_not` is why no check is given the pair, in words; `pair` is None only where the two have no common unit.
    """

    comparison: Comparison
    pair: ClaimPair | None
    confidence: float
    evidence: tuple[tuple[str, float], ...] = ()
    why_not: str | None = None


class Pairing:
    """The claims of one block and what they are asked of each other."""

    def __init__(self, comparing: Comparing, claims: Sequence[Claim], all_pairs_up_to: int = ALL_PAIRS_UP_TO) -> None:
        self.comparing = comparing
        self.claims = claims
        self.all_pairs_up_to = all_pairs_up_to
        self._of_document: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            self._of_document[claim.document_id].append(claim)
        self._likeness: Likeness | None = None
        self._compared: dict[tuple[str, str], Comparison] = {}

    def meetings(self, times_wanted: TimesWanted | None = None, leap: float | None = None) -> Iterator[Meeting]:
        """Every two claims of the block that meet and whose values are apart.

        `times_wanted` says, for how many times the smaller value the larger is, how the times of two claims may stand for anybody to ask
        for the pair: most pairs of a block are of two times, and need no further look. `leap` is how many times an earlier toll a later
        one has to be for anybody to ask for the two; nobody does without.
        """
        for a, b in self._pairs([claim for claim in self.claims if not is_withdrawn(claim)], leap):
            if not self._fits(a, b) and (times_wanted is None or self._time(a, b) in times_wanted(self._ratio(a, b))):
                comparison = self.compare(a, b)
                if comparison.answer is not Answer.NO:
                    meeting = self._meeting(a, b, comparison)
                    if meeting.why_not is None:
                        yield meeting

    def meet(self, a: Claim, b: Claim) -> Meeting:
        """What is said of any two claims, with every aspect."""
        return self._meeting(a, b, self.comparing.compare(a, b, thorough=True))

    def compare(self, a: Claim, b: Claim) -> Comparison:
        """How two claims of the block compare, no further than what forbids; asked once."""
        key = (a.claim_id, b.claim_id)
        known = self._compared.get(key)
        if known is None:
            known = self._compared[key] = self.comparing.compare(a, b)
        return known

    def _pairs(self, claims: Sequence[Claim], leap: float | None) -> Iterator[tuple[Claim, Claim]]:
        if len(claims) <= self.all_pairs_up_to:
            return combinations(claims, 2)
        return swept_pairs(claims, self.comparing.reading, lambda a, b: self.comparing.measure(a, b) is not Standing.DISJOINT, leap)

    def _time(self, a: Claim, b: Claim) -> TimeRelation:
        aspect = time(self.comparing.reading(a), self.comparing.reading(b), self.comparing.knowledge)
        return TimeRelation.UNKNOWN if aspect is None else aspect.time

    def _ratio(self, a: Claim, b: Claim) -> float:
        readings = self.comparing.in_one_unit(a, b)
        return ratio_of(*readings) if readings is not None and readings[0].kind == "number" else 1.0

    def _fits(self, a: Claim, b: Claim) -> bool:
        left, right = self.comparing.reading(a), self.comparing.reading(b)
        return left.kind in ("number", "date") and left.dimension == right.dimension and fit(left.interval, right.interval) is Fit.TOGETHER

    def _meeting(self, a: Claim, b: Claim, comparison: Comparison) -> Meeting:
        pair = self.comparing.pair(a, b, comparison)
        evidence = self._evidence(pair, comparison) if pair is not None else comparison.evidence
        confidence = self.comparing.knowledge.weights.confidence(evidence)
        return Meeting(comparison, pair, confidence, evidence, self._why_not(a, b, comparison, pair, confidence))

    def _why_not(self, a: Claim, b: Claim, comparison: Comparison, pair: ClaimPair | None, confidence: float) -> str | None:
        """The first thing that keeps a pair from the checks, in words."""
        for claim in (a, b):
            if is_withdrawn(claim):
                return f"{claim.document_path} does not hold to {claim.mention_text}"
        forbidding = comparison.said(Answer.NO)
        if forbidding:
            return "; ".join(aspect.reason for aspect in forbidding)
        if pair is None:
            return "they have no common unit"
        if pair.left.kind in ("number", "date") and pair.fit is Fit.TOGETHER:
            return "the values hold together"
        if pair.fit is Fit.STRETCHED and any(aspect.name == "time" and aspect.answer is not Answer.YES for aspect in comparison.aspects):
            return "the values hold together to the letter, and they may be of two times"
        meant = self._another_is_meant(a, b) or self._another_is_meant(b, a)
        if meant:
            return meant
        floor = self.comparing.knowledge.weights.floor
        return f"too little says that both are of one thing ({confidence:.2f})" if confidence < floor else None

    # -- which of several figures is meant --------------------------------------------------------------------------------------------

    def _another_is_meant(self, claim: Claim, other: Claim) -> str | None:
        """Whether the document of `other` has a figure that `claim` is rather to be held against."""
        if claim.document_id == other.document_id or self.comparing.reading(other).kind not in ("number", "date"):
            return None
        here = self.compare(claim, other)
        score = self._score(here)
        same_axes = _firm_axes(claim) == _firm_axes(other)
        for rival in self._of_document[other.document_id][:RIVALS_ASKED]:
            if rival.claim_id == other.claim_id:
                continue
            if is_withdrawn(rival):
                if self.comparing.fit(claim, rival) is Fit.TOGETHER and self._but_for_the_denial(claim, rival):
                    return f"{other.document_path} takes {rival.mention_text} back"
                continue
            found = self.compare(claim, rival)
            if found.answer is Answer.NO or found.scope not in PLAIN or found.measure not in PLAIN:
                continue
            if _sure(here) and not _sure(found):
                continue  # what is surely of one measure is not given up for what may be
            fits = self.comparing.fit(claim, rival) is Fit.TOGETHER
            if fits and self._score(found) >= score - 1e-9:
                return f"{other.document_path} gives {rival.mention_text} as well"
            if not fits and not same_axes and found.time is here.time and self._score(found) > score + 1e-9:
                return f"{other.document_path} has a figure that is nearer to what is told: {rival.mention_text}"
        return None

    def _but_for_the_denial(self, claim: Claim, denied: Claim) -> bool:
        """Whether a figure that a text takes back is of the same thing."""
        comparison = self.comparing.compare(claim, denied, thorough=True)
        return {aspect.name for aspect in comparison.differences} <= {"status", "tie"}

    def _score(self, comparison: Comparison) -> float:
        return self.comparing.knowledge.weights.score(comparison.evidence)

    def _evidence(self, pair: ClaimPair, comparison: Comparison) -> tuple[tuple[str, float], ...]:
        """What the two share, and how their values and their documents stand."""
        found = list(comparison.evidence)
        if pair.left.kind == "number":
            ratio = ratio_of(pair.left, pair.right)
            if ("part_unsaid", 1.0) in found and bool(pair.lower.claim.on(Axis.PART)):
                found.append(("part_is_lower", 1.0))
            if not _is_a_slip(pair, ratio):
                found.append(("ratio", min(math.log2(max(ratio, 1.0)), 7.0)))
        if pair.in_one_document:
            found.append(("one_document", 1.0))
        a, b = pair.left.claim, pair.right.claim
        self._likeness = self._likeness or Likeness(self.claims)
        found.append(("likeness", self._likeness.of(a, b)))
        nearest = self._likeness.is_nearest(a, b) + self._likeness.is_nearest(b, a)
        if nearest:
            found.append(("nearest_both" if nearest == 2 else "nearest_one", 1.0))
        doubt = 1.0 - (max(pair.left.claim.confidence, 0.0) * max(pair.right.claim.confidence, 0.0)) ** 0.5
        found.append(("claims_unsure", doubt))
        return tuple(found)


def _sure(comparison: Comparison) -> bool:
    """Whether both surely measure the same."""
    return any(aspect.name == "measure" and aspect.answer is Answer.YES for aspect in comparison.aspects)


def _is_a_slip(pair: ClaimPair, ratio: float) -> bool:
    """Whether two figures have the same digits and differ by a power of ten: "514" for "514,000" is one figure written wrongly."""
    power = round(math.log10(ratio)) if 1 <= ratio < math.inf else 0
    digits = ["".join(re.findall(r"\d", one.claim.mention_text)).strip("0") for one in (pair.left, pair.right)]
    return power >= 1 and abs(ratio / 10**power - 1) < 0.005 and digits[0] == digits[1] and len(digits[0]) > 1


def _firm_axes(claim: Claim) -> frozenset[tuple[str, str]]:
    return frozenset((value.axis.value, value.value) for value in claim.axes if value.source not in CARRIED)
