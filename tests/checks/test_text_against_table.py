from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.text_against_table import text_against_table
from tests.checks.tables import verdict_on
from tests.factories import claim

TABLE = {"segment_kind": "table", "document": "a.txt", "at": "1989", "claim_type": "population"}
TEXT = {"document": "a.txt", "at": "1989", "claim_type": "population"}
SCOPE = {"axes": "place=south ossetia"}
CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "another figure": (claim(98_500, "population", **TABLE), claim(89_500, "population", **TEXT), "contradiction"),
    "another figure of one place": (
        claim(98_500, "population", **TABLE, **SCOPE),
        claim(89_500, "population", **TEXT, **SCOPE),
        "contradiction",
    ),
    "a rounded figure": (claim(98_500, "population", **TABLE), claim(98_000, "population", bound="approx", **TEXT), None),
    "two sentences": (claim(98_500, "population", **TEXT), claim(89_500, "population", **TEXT), None),
    "the table of another document": (
        claim(98_500, "population", **TABLE),
        claim(89_500, "population", **(TEXT | {"document": "b.txt"})),
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_text_agrees_with_its_own_table(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(text_against_table, left, right) == verdict
