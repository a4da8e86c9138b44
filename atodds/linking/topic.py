"""Whether two figures are about one thing, and in one unit: what blocks rest on, said again for one pair."""

from __future__ import annotations

from atodds.claims import Axis, Claim, Reading
from atodds.linking.answers import Aspect
from atodds.linking.axes_compared import CARRIED
from atodds.linking.knowledge import Knowledge, subject_key, topic_key
from atodds.vocabulary import Answer, AsOfSource, FrameSource, Standing

__all__ = ["topic", "unit"]

NAMED = frozenset({FrameSource.PHRASE, FrameSource.SENTENCE, FrameSource.TABLE})


def topic(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """One subject or topic; that both sentences name it weighs more than that both documents are about it."""
    one, other = a.claim, b.claim
    keys = subject_key(one), subject_key(other)
    if not all(keys):
        if keys[0] or keys[1] or one.document_id != other.document_id:
            return Aspect("topic", Answer.NO, "what one is about is not known", standing=Standing.UNKNOWN)
        return Aspect("topic", Answer.UNKNOWN, "neither says what it is about", "topic_unsaid")
    if keys[0] != keys[1]:
        return _two_subjects(one, other, keys, knowledge)
    named = [claim.subject is not None and claim.subject_source in NAMED for claim in (one, other)]
    evidence = "topic_named" if all(named) else "topic_shared"
    return Aspect("topic", Answer.YES, f"both are about {one.subject or other.subject or keys[0]}", evidence)


def _two_subjects(one: Claim, other: Claim, keys: tuple[str, str], knowledge: Knowledge) -> Aspect:
    """Subjects that differ: one may only be named where the other says nothing more than the topic, another happening may not."""
    said = f"one is about {one.subject or keys[0]}, the other about {other.subject or keys[1]}"
    if any(_is_of_the_year(key, claim, topic) for key, claim, topic in ((keys[0], other, keys[1]), (keys[1], one, keys[0]))):
        return Aspect("topic", Answer.YES, "one names the occasion by its year, the other is of that year", "topic_shared")
    topics = topic_key(one), topic_key(other)
    if topics[0] == topics[1] and topics[0] in keys:
        named = keys[0] if keys[1] == topics[0] else keys[1]
        if named.startswith("place:") and _lies_elsewhere(named, other if keys[1] == topics[0] else one, knowledge):
            return Aspect("topic", Answer.NO, said, standing=Standing.DISJOINT)
        if named.startswith("place:"):  # told by its place: whether that is a part of the topic's is asked of the axis
            return Aspect("topic", Answer.YES, f"both are about {one.subject or other.subject}", "topic_shared")
        if named.startswith("name:"):
            return Aspect("topic", Answer.UNKNOWN, f"only one names {one.subject or other.subject}", "subject_unsaid")
    standing = knowledge.relate_places(*keys) if all(key.startswith("place:") for key in keys) else Standing.DISJOINT
    if standing is Standing.UNKNOWN:
        return Aspect("topic", Answer.UNKNOWN, said, "subject_unsaid")
    return Aspect("topic", Answer.NO, said, standing=standing)


def _lies_elsewhere(place: str, claim: Claim, knowledge: Knowledge) -> bool:
    """Whether a figure of the topic itself is stated to be of places that a place which another figure is of excludes."""
    stated = [value for value in claim.on(Axis.PLACE) if value.source not in CARRIED]
    return bool(stated) and all(knowledge.relate_places(place, value.value) is Standing.DISJOINT for value in stated)


def _is_of_the_year(happening: str, claim: Claim, key: str) -> bool:
    """Whether a figure of the topic itself is stated to be of the year by which another names its occasion: "the census of 2021"."""
    topic, _, year = happening.partition("@")
    if topic != key or not year or claim.as_of_source is not AsOfSource.STATED or claim.as_of_low is None or claim.as_of_high is None:
        return False
    return str(claim.as_of_low.year) == str(claim.as_of_high.year) == year[:4]


def unit(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """One kind of value, one dimension, and per the same thing."""
    one, other = a.claim, b.claim
    if a.kind != b.kind:
        return Aspect("unit", Answer.NO, f"one is a {a.kind or 'claim without a value'}, the other a {b.kind or 'claim without a value'}")
    if a.kind != "number":
        return None
    if (one.per_unit or None) != (other.per_unit or None):
        return Aspect("unit", Answer.NO, f"one is per {one.per_unit or 'nothing'}, the other per {other.per_unit or 'nothing'}")
    if a.dimension == b.dimension:
        return _no_count(a) or _no_count(b) or Aspect("unit", Answer.YES, f"both are of dimension {a.dimension}")
    if one.currency and other.currency:
        said = f"{other.currency} converted to {one.currency}; which day's rate the text used is not said"
        return Aspect("unit", Answer.UNKNOWN, said, "unit_converted")
    return Aspect("unit", Answer.NO, f"one is of dimension {a.dimension}, the other of {b.dimension}")


def _no_count(reading: Reading) -> Aspect | None:
    """A figure read as people that cannot be their number: a coordinate, an index ("-95.52")."""
    claim = reading.claim
    value = claim.value_low if claim.value_low is not None else claim.value_high
    if claim.unit != "people" or claim.per_unit or value is None or (value >= 0 and (value <= 1 or value == int(value))):
        return None
    return Aspect("unit", Answer.NO, "people are not counted in fractions or below nothing: one is no count")
