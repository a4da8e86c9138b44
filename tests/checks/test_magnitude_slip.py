from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.magnitude_slip import magnitude_slip
from tests.checks.tables import verdict_on
from tests.factories import claim

CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "a lost thousand": (claim(350, "homeless", at="2020-08-30"), claim((350_000, None), "homeless", at="2020-08-08"), "contradiction"),
    "a lost thousand of a level": (claim(514, "homeless", at="1989-01-07"), claim(514_000, "homeless", at="1988-12-20"), "contradiction"),
    "million for billion": (
        claim(936e6, "defence_budget", at="2007", mention_text="936 million"),
        claim(936e9, "defence_budget", at="2007", mention_text="936 billion"),
        "contradiction",
    ),
    "ten times, to the last of four digits": (claim(45_968, at="2023-03-01"), claim(459_680, at="2023-03-01"), "contradiction"),
    "ten times, with two digits, within days": (
        claim(4.7e6, "population", at="2011-05-02", mention_text="4.7 million"),
        claim(47e6, "population", at="2011-05-09", mention_text="47 million"),
        "tension",
    ),
    "ten times, with two digits, of a small count": (claim(12, "homeless", at="2011-05-02"), claim(120, "homeless", at="2011-05-02"), None),
    "ten times of a round figure": (claim(300, "troops", at="2001"), claim(3000, "troops", at="2001"), None),
    "a thousand times, two centuries apart": (
        claim(3_000, "population", at="1800", claim_type="population"),
        claim(3_000_000, "population", at="2000", claim_type="population"),
        None,
    ),
    "a share and a larger share": (claim(0.05, "growth_rate", at="2001"), claim(50, "growth_rate", at="2001"), None),
    "other digits": (claim(300, "homeless", at="2020"), claim(410_000, "homeless", at="2020"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_the_same_digits_in_another_magnitude_are_flagged(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(magnitude_slip, left, right) == verdict
