"""What a comparison may know beyond the two claims, as one frozen value: claim types, classes, places, topics, rates, rarity of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from atodds.check_words import CheckWords, load_check_words
from atodds.claim_types import ClaimType
from atodds.claims import Claim
from atodds.claims.measure_classes import MeasureClasses, load_measure_classes
from atodds.linking.weights import Weights, load_weights
from atodds.linking.words import relate_by_words
from atodds.normalising.units import to_base
from atodds.vocabulary import Standing

__all__ = ["Knowledge", "TopicTimes", "in_base_units", "subject_key", "topic_key"]

TOLERANCE = 0.05  # of a measure that no claim type names
UNKNOWN_WORD = 0.7  # rarity of a word that the corpus was not asked about


def subject_key(claim: Claim) -> str:
    """What a claim is about, as blocks have it: the subject's id, else that of the topic, else the subject's folded words."""
    return claim.subject_id or claim.topic_id or " ".join((claim.subject or "").casefold().split())


def topic_key(claim: Claim) -> str:
    """What a claim is held against others by: its topic's id, else its subject."""
    return claim.topic_id or subject_key(claim)


def in_base_units(value: float, unit: str) -> tuple[float, str] | None:
    """A value in the base unit of its dimension, by seeds/units.csv; None for a unit that is not there."""
    base, dimension = to_base(value, unit)
    return None if dimension is None else (base, dimension)


@dataclass(frozen=True, slots=True)
class TopicTimes:
    """When a topic's event began and ended, as far as that is known, and whether it struck within hours, so that its tolls settle soon."""

    began: date | None = None
    ended: date | None = None
    sudden: bool = False


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Everything has a sensible nothing.

    `relate_places` says how two place values stand to each other, `places_of` which places a topic is itself about; `rarity` gives words
    0..1, near 1 for those of few claims; `convert` a sum in another currency at the rate of a day (or of no known day).
    """

    claim_types: Mapping[str, ClaimType] = field(default_factory=dict)
    classes: MeasureClasses = field(default_factory=load_measure_classes)
    words: CheckWords = field(default_factory=load_check_words)
    weights: Weights = field(default_factory=load_weights)
    relate_places: Callable[[str, str], Standing] = relate_by_words
    places_of: Callable[[str], frozenset[str]] = lambda topic: frozenset()
    times: Mapping[str, TopicTimes] = field(default_factory=dict)  # by subject key
    rarity: Mapping[str, float] = field(default_factory=dict)
    to_base: Callable[[float, str], tuple[float, str] | None] = in_base_units
    convert: Callable[[float, str, str, date | None], float | None] = lambda amount, source, target, day: None

    def tolerance_of(self, claim: Claim) -> float:
        """The share by which "about" widens a figure of the claim's measure."""
        known = self.claim_types.get(claim.measure)
        return known.tolerance if known else TOLERANCE

    def drift_of(self, *claims: Claim) -> float:
        """The share by which the measure of one of the claims may move in a year."""
        known = (self.claim_types.get(claim.measure) for claim in claims)
        return max((one.drift_per_year for one in known if one), default=0.0)

    def times_of(self, claim: Claim) -> TopicTimes:
        """When the claim's subject, an event, took place."""
        return self.times.get(subject_key(claim)) or self.times.get(topic_key(claim), NO_TIMES)

    def rarity_of(self, word: str) -> float:
        """How telling a word is, 0 to 1."""
        return self.rarity.get(word, UNKNOWN_WORD)


NO_TIMES = TopicTimes()
