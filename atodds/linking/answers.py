"""What a comparison says: one answer an aspect, with its reason and the weight it counts by.

Aspect("place", Answer.YES, "Roman is a part of Neamt county", "place_part", standing=Standing.PART)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atodds.vocabulary import Answer, Standing, TimeRelation

if TYPE_CHECKING:
    from atodds.claims import Reading
    from atodds.linking.knowledge import Knowledge

__all__ = ["PLAIN", "PLAIN_TIMES", "Aspect", "AspectRule", "Comparison"]

PLAIN = frozenset({Standing.SAME, Standing.UNKNOWN})
PLAIN_TIMES = frozenset({TimeRelation.SAME, TimeRelation.UNKNOWN})
_SCOPES = ("topic", "place", "event", "group", "part", "extent")


@dataclass(frozen=True, slots=True)
class Aspect:
    """The answer of one aspect: "time: no, 1989 is not 2003".

    No forbids, unknown lowers a finding to a tension. `evidence` names the weight in seeds/weights.toml by which it counts, "" for none.
    `standing` says how the first claim stands to the second, `time` when it holds; a check chooses among both.
    """

    name: str
    answer: Answer
    reason: str
    evidence: str = ""
    standing: Standing = Standing.SAME
    time: TimeRelation = TimeRelation.SAME
    amount: float = 1.0  # how much of that evidence: the rarity of shared words


if TYPE_CHECKING:
    AspectRule = Callable[[Reading, Reading, Knowledge], Aspect | None]
else:
    AspectRule = Callable


@dataclass(frozen=True, slots=True)
class Comparison:
    """All answers on two claims."""

    aspects: tuple[Aspect, ...]

    @property
    def answer(self) -> Answer:
        """No when one aspect says no, unknown when one is unknown, else yes."""
        answers = {aspect.answer for aspect in self.aspects}
        return Answer.NO if Answer.NO in answers else Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES

    def answer_apart_from(self, *names: str) -> Answer:
        """The answer when some aspects are left to the check: sentences that a copy repeats, times that rise."""
        return Comparison(tuple(aspect for aspect in self.aspects if aspect.name not in names)).answer

    def said(self, answer: Answer) -> tuple[Aspect, ...]:
        """The aspects that gave this answer."""
        return tuple(aspect for aspect in self.aspects if aspect.answer is answer)

    def _standing_of(self, name: str) -> Standing:
        return next((aspect.standing for aspect in self.aspects if aspect.name == name), Standing.SAME)

    @property
    def measure(self) -> Standing:
        """How the measure of the first stands to that of the second."""
        return self._standing_of("measure")

    @property
    def scope(self) -> Standing:
        """How what the first is about stands to what the second is about: topic, place, event, group, part and extent together."""
        return together(self._standing_of(name) for name in _SCOPES)

    @property
    def time(self) -> TimeRelation:
        """How the times stand to each other."""
        return next((aspect.time for aspect in self.aspects if aspect.name == "time"), TimeRelation.SAME)

    @property
    def evidence(self) -> tuple[tuple[str, float], ...]:
        """The weights that the aspects count by, and how much of each there is."""
        return tuple((aspect.evidence, aspect.amount) for aspect in self.aspects if aspect.evidence)

    @property
    def differences(self) -> tuple[Aspect, ...]:
        """What keeps the two from being two figures of one thing: what forbids, and what makes them part and whole or of two times."""
        return tuple(
            aspect
            for aspect in self.aspects
            if aspect.answer is Answer.NO or aspect.standing not in PLAIN or aspect.time not in PLAIN_TIMES
        )


def together(standings: object) -> Standing:
    """How two scopes stand to each other, axis by axis: narrower on one axis and wider on another, they only cross."""
    found = set(standings) - {Standing.SAME}  # type: ignore[call-overload]
    if not found:
        return Standing.SAME
    if Standing.DISJOINT in found or {Standing.PART, Standing.WHOLE} <= found:
        return Standing.DISJOINT
    return next((one for one in (Standing.PART, Standing.WHOLE) if one in found), Standing.UNKNOWN)
