"""What narrows a figure, as its own sentence states it."""

from __future__ import annotations

import pytest

from atodds.claims import Axis
from atodds.vocabulary import FrameSource
from tests.extraction.stated import axes_in_words, figures, narrowed


@pytest.mark.parametrize(
    ("sentence", "axis", "expected"),
    [
        ("In Adjud 31 houses burned down.", Axis.PLACE, ["place=adjud"]),
        ("In Peru 80 people died and in Chile 12.", Axis.PLACE, ["place=peru", "place=chile"]),
        ("Of the dead, 40 were men.", Axis.GROUP, ["group=men"]),
        ("The crush killed 98 women.", Axis.GROUP, ["group=women"]),
        ("Sixty-one men were at work.", Axis.GROUP, [""]),
        ("Three Syrians and four Lebanese were hurt.", Axis.GROUP, ["group=syrian", "group=lebanes"]),
        ("Georgians made up 46.2 percent of the population.", Axis.GROUP, ["group=georgian"]),
        ("The first phase will cost 90 million euros.", Axis.PART, ["part=phas 1"]),
        ("Phase two will cost 140 million euros.", Axis.PART, ["part=phas 2"]),
        ("So far 41 patients have recovered.", Axis.STATUS, ["status=so_far"]),
        ("The company plans to build 40 wells.", Axis.STATUS, ["status=planned"]),
        ("Ministers promised 1,900 homes and handed over 820.", Axis.STATUS, ["status=promised", ""]),
        ("The first bulletin had spoken of 19 injured.", Axis.STATUS, ["status=original"]),
        ("The army did not kill 40 people.", Axis.STATUS, ["status=denied"]),
        ("A peak of 1,900 workers was at the site.", Axis.EXTENT, ["extent=peak"]),
        ("Another 9 people were killed outside the town.", Axis.EXTENT, ["extent=additional"]),
        ("Nine of the injured are being treated.", Axis.EXTENT, ["extent=subset"]),
        ("Doctors counted 90 cases, of which 41 were mild.", Axis.EXTENT, ["", "extent=subset"]),
        ("The flood killed 12 people.", Axis.EVENT, ["event=event_flood"]),
    ],
)
def test_what_narrows_a_figure_is_told_by_its_axis(sentence: str, axis: Axis, expected: list[str]) -> None:
    assert [narrowed(claim, axis) for claim in figures(sentence)] == [axes_in_words(one) for one in expected]


def test_a_place_of_the_sentence_before_is_carried_and_says_so() -> None:
    _, second = figures("In Adjud 31 houses burned down. Some 90 people were hurt.")
    assert [(one.value, one.source) for one in second.on(Axis.PLACE)] == [("adjud", FrameSource.PREVIOUS_SENTENCE)]


def test_a_place_of_the_heading_is_carried_where_the_sentence_names_none() -> None:
    own, carried = figures("In Adjud 31 houses burned down.", "Some 90 people were hurt.", heading="Losses in Roman")
    assert narrowed(own, Axis.PLACE) == {"place=adjud"}
    assert [(one.value, one.source) for one in carried.on(Axis.PLACE)] == [("roman", FrameSource.HEADING)]


def test_a_stretch_of_time_narrows_what_it_is_over() -> None:
    claims = figures("Within 48 hours 900 homes were sold.")
    assert narrowed(claims[-1], Axis.PERIOD) == {"period=172800 second"}
