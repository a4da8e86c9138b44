"""Whether two figures measure the same: what befell or is said, by its class, and what is counted, by its own.

    "claimed 69 lives"  and  "Deaths | 69"            -> one predicate class, people on both sides
    "1,940 houses were destroyed"  and  "destroyed 2,600 homes"   -> the same
    "soldiers down as missing"  and  "9 missing"      -> the soldiers are a part

A list of rules; the first that has anything to say answers. Relations of classes are those of `atodds.claims.measure_classes`.
"""

from __future__ import annotations

from atodds.claims import Axis, Claim, Reading
from atodds.claims.measure_classes import MeasureClasses
from atodds.linking.answers import Aspect
from atodds.linking.axes_compared import CARRIED
from atodds.linking.knowledge import Knowledge
from atodds.vocabulary import Answer, Bound, Standing

__all__ = ["BROAD", "MEASURE_RULES", "measure", "relate_counted", "relate_predicates", "shared_words"]

BROAD = frozenset({"people", "item", "items", "thing", "things", "money", "currency", "percent", "share", "unit", "time", "date"})
"""Counted classes that say what kind of figure it is and not of what."""
OF_ANYTHING = frozenset({"money", "currency", "percent", "share"})
TELLING = 0.6  # of rarity: what shared words must weigh together to name a measure beside a counted class
TELLING_ALONE = 1.1  # and to name it where the counted class is broad


def measure(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect:
    """The answer of the first rule that has one."""
    for rule in MEASURE_RULES:
        found = rule(a, b, knowledge)
        if found is not None:
            return found
    return Aspect("measure", Answer.NO, f"whether {_shown(a.claim)} and {_shown(b.claim)} are one measure is not known well enough")


def relate_predicates(a: Claim, b: Claim, classes: MeasureClasses) -> tuple[Standing, bool]:
    """How what is said by the one stands to what is said by the other, and whether the nearest classes say so."""
    main = classes.relation(a.predicate, b.predicate)
    if main is Standing.SAME:
        return main, True
    ours = (a.predicate, *a.also) if a.predicate else a.also
    theirs = (b.predicate, *b.also) if b.predicate else b.also
    if classes.one_is_the_same(ours, theirs):
        return Standing.SAME, False
    return main, True


def relate_counted(one: str | None, other: str | None, classes: MeasureClasses) -> Standing:
    """How two counted classes stand; nouns of no class are one when they are one word, and apart when they share none."""
    if one is None or other is None:
        return Standing.UNKNOWN
    if one in classes.by_id and other in classes.by_id:
        found = classes.relation(one, other)
        broader = other if found is Standing.PART else one if found is Standing.WHOLE else None
        return (
            Standing.SAME if broader in BROAD else found
        )  # "6,150 people on the payroll", "5,480 employees": one is only told more broadly
    if one == other:
        return Standing.SAME
    if one in classes.by_id or other in classes.by_id:
        return Standing.UNKNOWN
    return Standing.UNKNOWN if set(one.split("_")) & set(other.split("_")) else Standing.DISJOINT


def shared_words(a: Claim, b: Claim, knowledge: Knowledge) -> tuple[list[str], float]:
    """The words both figures are of, and what they weigh together by their rarity."""
    shared = sorted(set(a.words) & set(b.words), key=lambda word: (-knowledge.rarity_of(word), word))
    return shared, sum(knowledge.rarity_of(word) for word in shared)


def _of_happenings(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Two dates are of one happening when it is one class and what it happened to is shared, or left open by one."""
    if a.kind != "date":
        return None
    one, other = a.claim, b.claim
    standing, near = relate_predicates(one, other, knowledge.classes)
    objects = [frozenset(word for word in (claim.counted, *claim.words) if word) for claim in (one, other)]
    counted = relate_counted(one.counted, other.counted, knowledge.classes)
    if standing in (Standing.DISJOINT, Standing.PART, Standing.WHOLE) or counted is Standing.DISJOINT:
        return Aspect("measure", Answer.NO, f"{_shown(one)} and {_shown(other)} are two happenings", standing=Standing.DISJOINT)
    if standing is Standing.UNKNOWN:
        return _happenings_in_other_words(one, other, knowledge)
    shared = bool(objects[0] & objects[1]) or _named_alike(one, other) or bool(_events(one) & _events(other))
    if not shared and (all(objects) or not _befalls_once(one, other, knowledge.classes)):
        return Aspect(
            "measure", Answer.NO, f"both date {_shown(one)}, and nothing says that it befell one thing", standing=Standing.DISJOINT
        )
    if not _befalls_once(one, other, knowledge.classes) and not _named_alike(one, other):
        return Aspect("measure", Answer.NO, f"{_shown(one)} comes again and again", standing=Standing.DISJOINT)
    evidence = "measure_both" if near and (shared or not any(objects)) else "measure_predicate"
    return Aspect("measure", Answer.YES if near and (shared or not any(objects)) else Answer.UNKNOWN, f"both date {_shown(one)}", evidence)


def _befalls_once(a: Claim, b: Claim, classes: MeasureClasses) -> bool:
    """Whether what is dated can befall a thing but once: by its class, or because a person named it for this very date."""
    names = [claim.predicate for claim in (a, b) if claim.predicate is not None]
    return any(classes.by_id[name].once if name in classes.by_id else not name.startswith("verb:") for name in names)


def _named_alike(a: Claim, b: Claim) -> bool:
    """Whether both name one thing that it befell."""
    return a.subject_id is not None and a.subject_id == b.subject_id and a.subject_id != a.topic_id


def _events(claim: Claim) -> set[str]:
    return {value.value for value in claim.on(Axis.EVENT) if value.source not in CARRIED}


def _happenings_in_other_words(a: Claim, b: Claim, knowledge: Knowledge) -> Aspect:
    """No class is shared: the same event or telling words in common may still be one happening ("building began", "excavators arrived")."""
    if a.predicate is None and b.predicate is None:
        return Aspect("measure", Answer.NO, "what happened on either day is not said", standing=Standing.DISJOINT)
    if any(claim.predicate is None and claim.bound is not Bound.EXACT for claim in (a, b)):
        return Aspect("measure", Answer.NO, "what happened by one of the days is not said", standing=Standing.DISJOINT)
    shared, weight = shared_words(a, b, knowledge)
    events = _events(a) & _events(b)
    if events or (len(shared) > 1 and weight >= TELLING_ALONE):
        said = ", ".join([*sorted(events), *shared[:3]])
        return Aspect("measure", Answer.UNKNOWN, f"both date {said}", "measure_words", Standing.UNKNOWN)
    return Aspect("measure", Answer.NO, f"{_shown(a)} and {_shown(b)} are two happenings", standing=Standing.DISJOINT)


def _by_predicate(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """One predicate class: the counted classes then tell whether it is one measure, a part of it, or another."""
    one, other = a.claim, b.claim
    standing, near = relate_predicates(one, other, knowledge.classes)
    if standing is Standing.UNKNOWN:
        return None
    shown = f"{_shown(one)} and {_shown(other)}"
    if standing is Standing.DISJOINT:
        return Aspect("measure", Answer.NO, f"{shown} are different measures", standing=standing)
    counted = relate_counted(one.counted, other.counted, knowledge.classes)
    if counted is Standing.DISJOINT:
        return Aspect("measure", Answer.NO, f"{one.counted} are not {other.counted}", standing=counted)
    if standing in (Standing.PART, Standing.WHOLE):
        evidence = "measure_both" if counted is Standing.SAME else "measure_predicate"
        narrower = one if standing is Standing.PART else other
        return Aspect("measure", Answer.YES, f"{_shown(narrower)} is a part of the other", evidence, standing)
    if counted in (Standing.PART, Standing.WHOLE):
        narrower = one if counted is Standing.PART else other
        return Aspect("measure", Answer.YES, f"{narrower.counted} are a part of those the other counts", "measure_both", counted)
    evidence = "measure_both" if near and counted is Standing.SAME else "measure_predicate" if near else "measure_also"
    return Aspect("measure", Answer.YES if near else Answer.UNKNOWN, f"both are {_shown(one)}", evidence)


def _by_counted_and_words(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """No class for what is said: one counted class and telling words in common name a measure too."""
    one, other = a.claim, b.claim
    counted = relate_counted(one.counted, other.counted, knowledge.classes)
    if counted in (Standing.DISJOINT, Standing.PART, Standing.WHOLE):
        return Aspect("measure", Answer.NO, f"{one.counted} are not {other.counted}", standing=Standing.DISJOINT)
    shared, weight = shared_words(one, other, knowledge)
    specific = counted is Standing.SAME and one.counted not in BROAD
    if weight >= (TELLING if specific else TELLING_ALONE):
        return Aspect("measure", Answer.UNKNOWN, f"both are told of {', '.join(shared[:4])}", "measure_words", Standing.UNKNOWN)
    if specific:
        return Aspect("measure", Answer.UNKNOWN, f"both count {one.counted}", "measure_counted", Standing.UNKNOWN)
    if shared and weight >= TELLING:
        return Aspect("measure", Answer.UNKNOWN, f"both are told of {shared[0]}", "measure_some_words", Standing.UNKNOWN)
    return None


MEASURE_RULES = (_of_happenings, _by_predicate, _by_counted_and_words)


def words(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """What the other words that say what a figure is of add: shared ones for it, none in common against it."""
    one, other = a.claim, b.claim
    if not one.words or not other.words:
        said = " ".join((one.words or other.words)[:3])
        return Aspect("words", Answer.YES, f"only one is told of {said}", "words_unsaid") if said else None
    shared, weight = shared_words(one, other, knowledge)
    if shared:
        return Aspect("words", Answer.YES, f"both are told of {', '.join(shared[:4])}", "words_shared", amount=min(weight, 3.0))
    broad = one.counted in OF_ANYTHING or one.counted is None
    said = f"one is told of {' '.join(one.words[:3])}, the other of {' '.join(other.words[:3])}"
    return Aspect("words", Answer.UNKNOWN if broad else Answer.YES, said, "words_apart_of_anything" if broad else "words_apart")


def _shown(claim: Claim) -> str:
    return claim.measure.replace("_", " ")
