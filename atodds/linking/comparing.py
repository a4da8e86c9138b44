"""The comparison of two claims, put together once: the run, `atodds explain` and the report share what `make_comparing` gives.

comparing = make_comparing(knowledge)
comparing.compare(a, b).aspects
"""

from __future__ import annotations

from dataclasses import dataclass, field

from atodds.claims import Claim, ClaimPair, Reading
from atodds.linking.answers import Aspect, AspectRule, Comparison
from atodds.linking.axes_compared import AXIS_RULES
from atodds.linking.knowledge import Knowledge
from atodds.linking.measure import measure, words
from atodds.linking.ties import TIE_RULES
from atodds.linking.time import time
from atodds.linking.topic import topic, unit
from atodds.linking.values import fit_of, in_one_unit, read_value
from atodds.normalising.intervals import Fit, fit
from atodds.vocabulary import Answer, Standing

__all__ = ["ASPECT_RULES", "Comparing", "make_comparing"]

ASPECT_RULES: tuple[AspectRule, ...] = (*TIE_RULES, unit, topic, measure, *AXIS_RULES, time, words)
"""Every aspect of a comparison, the cheapest first."""


def make_comparing(knowledge: Knowledge | None = None) -> Comparing:
    """The one comparison, over what is known beyond the two claims."""
    return Comparing(knowledge or Knowledge())


@dataclass
class Comparing:
    """Compares claims; holds what it needs to know beyond them and the readings it has made."""

    knowledge: Knowledge
    _readings: dict[str, Reading] = field(default_factory=dict, repr=False)

    def forget(self) -> None:
        """Lets go of the readings; called between blocks, so that memory does not grow with the corpus."""
        self._readings.clear()

    def reading(self, claim: Claim) -> Reading:
        """The claim with its interval in base units, made once."""
        known = self._readings.get(claim.claim_id)
        if known is None or known.claim is not claim:
            known = self._readings[claim.claim_id] = read_value(claim, self.knowledge)
        return known

    def compare(self, a: Claim, b: Claim, *, thorough: bool = False) -> Comparison:
        """The answers of all aspects; unless `thorough`, no further than the first that forbids."""
        left, right = self.reading(a), self.reading(b)
        aspects: list[Aspect] = []
        for rule in ASPECT_RULES:
            aspect = rule(left, right, self.knowledge)
            if aspect is not None:
                aspects.append(aspect)
                if aspect.answer is Answer.NO and not thorough:
                    break
        return Comparison(tuple(aspects))

    def measure(self, a: Claim, b: Claim) -> Standing:
        """How the measure of `a` stands to that of `b`."""
        found = measure(self.reading(a), self.reading(b), self.knowledge)
        return Standing.DISJOINT if found.answer is Answer.NO else found.standing

    def scope(self, a: Claim, b: Claim) -> Standing:
        """How what narrows `a` stands to what narrows `b`."""
        left, right = self.reading(a), self.reading(b)
        found = (rule(left, right, self.knowledge) for rule in AXIS_RULES)
        aspects = tuple(aspect for aspect in found if aspect is not None)
        return Standing.DISJOINT if any(aspect.answer is Answer.NO for aspect in aspects) else Comparison(aspects).scope

    def in_one_unit(self, a: Claim, b: Claim) -> tuple[Reading, Reading] | None:
        """Both claims in one unit; None where there is none."""
        return in_one_unit(self.reading(a), self.reading(b), self.knowledge)

    def fit(self, a: Claim, b: Claim) -> Fit:
        """Whether two values hold together, whatever they are about; apart where they have no common unit."""
        readings = self.in_one_unit(a, b)
        return Fit.APART if readings is None else fit(readings[0].interval, readings[1].interval)

    def pair(self, a: Claim, b: Claim, comparison: Comparison) -> ClaimPair | None:
        """The two claims as a check sees them; None where they have no common unit."""
        readings = self.in_one_unit(a, b)
        if readings is None:
            return None
        held = fit_of(*readings, self.knowledge) if readings[0].kind in ("number", "date") else Fit.TOGETHER
        tolerance = max(self.knowledge.tolerance_of(a), self.knowledge.tolerance_of(b))
        return ClaimPair(*readings, comparison, held, tolerance)
