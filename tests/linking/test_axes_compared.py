"""What narrows two figures, axis by axis: a table an axis."""

from __future__ import annotations

import pytest

from atodds.claims import AxisValue, Claim
from atodds.linking import axes_compared
from atodds.linking.knowledge import Knowledge
from atodds.vocabulary import FrameSource, Modality, Standing
from tests.factories import claim, narrowed
from tests.linking.asking import KNOWLEDGE, ask


def holds(one: str, other: str) -> Standing:
    """Velm lies in Orla, and both in Arda."""
    order = ["arda", "orla", "velm"]
    if one == other:
        return Standing.SAME
    if {one, other} <= set(order):
        return Standing.WHOLE if order.index(one) < order.index(other) else Standing.PART
    return Standing.DISJOINT


PLACES = Knowledge(relate_places=holds, places_of=lambda topic: frozenset({"orla"}) if topic == "flood of orla" else frozenset())


def pair(left: str, right: str, *, one_document: bool = False, **fields: object) -> tuple[Claim, Claim]:
    documents = ("a.txt", "a.txt") if one_document else ("a.txt", "b.txt")
    return tuple(claim(5, document=name, axes=axes, **fields) for name, axes in zip(documents, (left, right), strict=True))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("", "", ""),
        ("place=velm", "place=velm", "yes"),
        ("place=velm", "place=orla", "yes part"),
        ("place=orla", "place=velm", "yes whole"),
        ("place=velm", "place=bela", "no disjoint"),
        ("place=velm", "", "yes part"),
        ("", "place=bela", "yes whole"),
        ("place=velm; place=bela", "place=bela", "yes whole"),  # both places are meant
        ("place=velm; place=orla", "place=velm", "yes"),  # "in Velm, Orla" means Velm
        ("place=velm; place=bela", "place=bela; place=dorn", "unknown"),
    ],
)
def test_places_stand_to_each_other_as_one_holds_the_other(left: str, right: str, expected: str) -> None:
    assert ask(axes_compared.place, *pair(left, right), PLACES) == expected


@pytest.mark.parametrize(("place", "expected"), [("orla", "yes"), ("arda", "yes"), ("velm", "yes part")])
def test_the_topics_own_place_and_what_holds_it_say_nothing_new(place: str, expected: str) -> None:
    assert ask(axes_compared.place, *pair(f"place={place}", "", subject="flood of orla"), PLACES) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("group=men", "group=women", "no disjoint"),
        ("group=men", "", "yes part"),
        ("group=children", "group=under_five", "yes whole"),
        ("group=foreign; group=women", "group=women", "yes part"),  # each narrows further
        ("group=crew", "group=crew", "yes"),
        ("group=crew of the ferry", "group=crew", "unknown"),
    ],
)
def test_groups_exclude_each_other_or_hold_each_other(left: str, right: str, expected: str) -> None:
    assert ask(axes_compared.group, *pair(left, right)) == expected


@pytest.mark.parametrize(
    ("left", "right", "one_document", "expected"),
    [
        ("part=phase 1", "part=phase 2", False, "no disjoint"),
        ("part=phase 1", "part=phase 1", False, "yes"),
        ("part=phase 1", "", False, "yes"),  # silence forbids nothing
        ("part=phase 1", "", True, "yes part"),  # one text that narrows one figure and not the other tells them apart
        ("part=phase 1", "extent=total", False, "yes part"),
        ("part=pier", "part=south pier", False, "unknown"),
        ("part=pier", "part=south pier", True, "no disjoint"),
        ("part=north pier", "part=south pier", False, "no disjoint"),
    ],
)
def test_parts_that_differ_forbid_and_silence_does_not(left: str, right: str, one_document: bool, expected: str) -> None:
    assert ask(axes_compared.part, *pair(left, right, one_document=one_document)) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("", "", ""),
        ("status=planned", "status=target", "yes"),
        ("status=planned", "", "no"),
        ("status=forecast", "", "no"),
        ("status=feared", "", "no"),
        ("status=requested", "status=granted", "no"),
        ("status=denied", "", "no"),
        ("status=final", "", "yes"),
        ("status=confirmed", "", "yes"),
        ("status=confirmed", "status=feared", "no"),
        ("status=provisional", "status=final", "no"),  # a revision
        ("status=revised", "status=final", "no"),
        ("status=original", "status=planned", "no"),
    ],
)
def test_a_plan_is_no_count_and_a_revision_no_mismatch(left: str, right: str, expected: str) -> None:
    assert ask(axes_compared.status, *pair(left, right)) == expected


def test_modality_says_what_no_word_of_status_does() -> None:
    planned, plain = claim(5, modality=Modality.PLANNED), claim(9)
    assert ask(axes_compared.status, planned, plain) == "no"
    assert axes_compared.is_withdrawn(claim(5, modality=Modality.NEGATED))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("extent=average", "", "no"),
        ("extent=change_up", "", "no"),
        ("extent=remaining", "", "no"),
        ("extent=monthly", "extent=annual", "no"),
        ("extent=peak", "", "yes"),
        ("extent=total", "", "yes"),
        ("extent=peak", "extent=maximum", "yes"),
        ("extent=peak", "extent=total", "no"),
    ],
)
def test_an_extent_that_makes_another_quantity_forbids(left: str, right: str, expected: str) -> None:
    assert ask(axes_compared.extent, *pair(left, right)) == expected


@pytest.mark.parametrize(
    ("rule", "left", "right", "expected"),
    [
        ("period", "period=24 hours", "period=48 hours", "no disjoint"),
        ("period", "period=48 hours", "", "unknown"),
        ("source", "source=police", "source=organisers", "unknown"),  # two voices may be at odds
        ("source", "source=police", "", ""),
        ("event", "event=event_flood", "event=event_earthquake", "no disjoint"),
        ("event", "event=event_flood", "", ""),
    ],
)
def test_stretches_and_kinds_of_happening_forbid_where_both_are_stated(rule: str, left: str, right: str, expected: str) -> None:
    assert ask(getattr(axes_compared, rule), *pair(left, right)) == expected


@pytest.mark.parametrize("source", [FrameSource.HEADING, FrameSource.PREVIOUS_SENTENCE, FrameSource.TOPIC])
@pytest.mark.parametrize(
    ("rule", "carried", "other"),
    [("place", "place=bela", "place=velm"), ("place", "place=bela", ""),
        ("group", "group=men", "group=women"), ("part", "part=a", "part=b"),
     ("status", "status=planned", ""), ("extent", "extent=average", "")],
)  # fmt: skip
def test_what_was_carried_over_never_forbids(source: FrameSource, rule: str, carried: str, other: str) -> None:
    left: tuple[AxisValue, ...] = narrowed(carried, source)
    answer = ask(getattr(axes_compared, rule), claim(5, axes=left), claim(9, axes=other), KNOWLEDGE)
    assert answer in ("yes", "unknown")
