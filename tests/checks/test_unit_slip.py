from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.unit_slip import unit_slip
from tests.checks.tables import verdict_on
from tests.factories import claim

KM2, SQMI = "square kilometre", "square mile"
CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "one number in two units": (claim(1381, "area", unit=KM2), claim(1381, "area", unit=SQMI), "contradiction"),
    "apart by miles and kilometres": (claim(100.2, "length", unit="kilometre"), claim(161.3, "length", unit="kilometre"), "contradiction"),
    "converted": (claim(1381, "area", unit=SQMI), claim(3577, "area", unit=KM2), None),
    "a small difference": (claim(1381, "area", unit=KM2), claim(1400, "area", unit=KM2, bound="approx"), None),
    "people": (claim(1000, "troops", at="2001"), claim(1609, "troops", at="2001"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_one_number_under_two_units_is_flagged(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(unit_slip, left, right) == verdict
