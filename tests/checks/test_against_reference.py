from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.against_reference import against_reference
from tests.checks.tables import verdict_on
from tests.factories import claim

TRUSTED = {"extractor": "reference", "quote": "statistics office, census"}
CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "another figure": (claim(525_061, "population", at="1989", **TRUSTED), claim(425_000, "population", at="1989"), "contradiction"),
    "an undated figure": (claim(525_061, "population", at="1989", **TRUSTED), claim(425_000, "population"), "tension"),
    "a rounded figure": (claim(525_061, "population", at="1989", **TRUSTED), claim(525_000, "population", at="1989"), None),
    "another year": (claim(525_061, "population", at="1989", **TRUSTED), claim(425_000, "population", at="2003"), None),
    "no trusted figure": (claim(525_061, "population", at="1989"), claim(425_000, "population", at="1989"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_figures_are_held_against_the_trusted_one(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(against_reference, left, right) == verdict
