from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.polarity_mismatch import polarity_mismatch
from tests.checks.tables import verdict_on
from tests.factories import answer_claim, narrowed

CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "yes and no": (answer_claim(True, at="2010"), answer_claim(False, at="2010"), "contradiction"),
    "yes and no, undated": (answer_claim(True), answer_claim(False), "tension"),
    "twice yes": (answer_claim(True, at="2010"), answer_claim(True, at="2010"), None),
    "no, and years later yes": (answer_claim(False, at="2006"), answer_claim(True, at="2010"), None),
    "by another state": (
        answer_claim(True, at="2010", axes=narrowed("group=arda")),
        answer_claim(False, at="2010", axes=narrowed("group=bela")),
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_yes_and_no_conflict_only_of_one_thing_at_one_time(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(polarity_mismatch, left, right) == verdict
