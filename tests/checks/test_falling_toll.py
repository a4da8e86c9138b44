from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.falling_toll import falling_toll
from tests.checks.tables import verdict_on
from tests.factories import claim

CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "a later, lower toll": (claim(25_000, at="1988-12-20"), claim(19_000, at="1989-01-07"), "contradiction"),
    "a later, lower figure against a bound": (
        claim((6500, None), "wounded", at="2020-08-29"),
        claim(6000, "wounded", at="2020-08-31", bound="approx"),
        "tension",
    ),
    "a later round figure that ends where a bound begins": (
        claim((8500, None), "wounded", at="2020-08-29", mention_text="at least 8,500"),
        claim(8000, "wounded", at="2020-08-31", mention_text="8,000"),
        "tension",
    ),
    "a growing toll": (claim(154, at="2020-08-08"), claim(188, at="2020-08-29"), None),
    "ranges that overlap": (claim((40, None), at="2020-08-08"), claim((38, 45), at="2020-08-09"), None),
    "the missing found": (claim((60, None), "missing", at="2020-08-08"), claim(7, "missing", at="2020-08-29"), None),
    "a rounded later toll": (claim(25_120, at="1988-12-20"), claim(25_000, at="1989-01-07"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_later_lower_toll_conflicts_only_when_the_intervals_are_apart(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(falling_toll, left, right) == verdict
