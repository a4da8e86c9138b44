from __future__ import annotations

import pytest

from atodds.claims import Claim
from atodds.vocabulary import Standing
from checks.part_exceeds_whole import part_exceeds_whole
from tests.checks.tables import verdict_on
from tests.factories import claim


def held_by(one: str, other: str) -> Standing:
    """Derna and Sousa lie in Libya."""
    if one == other:
        return Standing.SAME
    if "libya" in (one, other):
        return Standing.PART if other == "libya" else Standing.WHOLE
    return Standing.DISJOINT


CITY = {"axes": "place=derna"}
COUNTRY = {"axes": "place=libya"}
CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "a city above its country": (claim(11_300, at="2023-09-16", **CITY), claim(3958, at="2023-09-16", **COUNTRY), "contradiction"),
    "an earlier city above a later country": (
        claim(11_300, at="2023-09-14", **CITY),
        claim(3958, at="2023-09-16", **COUNTRY),
        "contradiction",
    ),
    "more dead than casualties": (claim(700, at="1992"), claim(600, "casualties", at="1992"), "contradiction"),
    "a city below its country": (claim(2000, at="2023-09-16", **CITY), claim(3958, at="2023-09-16", **COUNTRY), None),
    "a later city above an earlier country": (claim(11_300, at="2023-09-17", **CITY), claim(3958, at="2023-09-12", **COUNTRY), None),
    "a bound that may hold more": (claim(11_300, at="2023-09-16", **CITY), claim((3958, None), at="2023-09-16", **COUNTRY), None),
    "a share of a city": (
        claim(80, "population_share", at="1989", claim_type="population", **CITY),
        claim(40, "population_share", at="1989", claim_type="population", **COUNTRY),
        None,
    ),
    "things that befell more than another text counts of them": (
        claim(11, "schools_rebuilt", at="2023-09-16"),
        claim(10, "schools", at="2023-09-16"),
        None,
    ),
    "two cities": (claim(11_300, at="2023-09-16", **CITY), claim(3958, at="2023-09-16", axes="place=sousa"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_part_above_its_whole_is_flagged(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(part_exceeds_whole, left, right, relate_places=held_by) == verdict
