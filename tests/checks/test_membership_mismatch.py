from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.membership_mismatch import membership_mismatch
from tests.checks.tables import verdict_on
from tests.factories import members_claim

CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "other members": (members_claim("Arda", "Bela", "Cora"), members_claim("Arda", "Bela", "Dova"), "tension"),
    "other members at one time": (members_claim("Arda", "Bela", at="1992"), members_claim("Arda", "Cora", at="1992"), "contradiction"),
    "a member that is still to join": (
        members_claim("Arda", "the OSCE"),
        members_claim("including in it representatives of the OSCE", mention_text="including in it representatives of the OSCE"),
        "tension",
    ),
    "a list that names fewer": (members_claim("Arda", "Bela", "Cora"), members_claim("Arda", "Bela"), None),
    "a later member": (members_claim("Arda", "Bela"), members_claim("joined by Cora", mention_text="joined by Cora"), None),
    "another time": (members_claim("Arda", "Bela", at="1992"), members_claim("Arda", "Cora", at="2005"), None),
    "another body": (members_claim("Arda", "Bela", "Cora"), members_claim("Arda", "Bela", "Dova", subject="Union"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_lists_of_members_agree(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(membership_mismatch, left, right) == verdict
