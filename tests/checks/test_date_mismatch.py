from __future__ import annotations

import pytest

from atodds.claims import Claim
from atodds.vocabulary import SegmentKind
from checks.date_mismatch import date_mismatch
from tests.checks.tables import verdict_on
from tests.factories import date_claim

CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "two days": (date_claim("2017-05-13", "signature"), date_claim("2017-05-31", "signature"), "contradiction"),
    "two years": (date_claim("1989-08", "adoption"), date_claim("1988-11", "adoption"), "contradiction"),
    "two precisions": (date_claim("1994-05-14", "signature"), date_claim("1994", "signature"), None),
    "a decade and a year in it": (date_claim("1920..1929", bound="approx"), date_claim("1921"), None),
    "two acts of one war": (date_claim("1992-07", words=("draft", "treaty")), date_claim("1993-12", words=("armistice",)), None),
    "two happenings": (date_claim("1992", subject="Sochi agreement"), date_claim("1994", subject="Moscow agreement"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_dates_conflict_only_when_they_are_of_one_happening(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(date_mismatch, left, right) == verdict


HAPPENINGS: dict[str, tuple[Claim, Claim, str | None]] = {
    "a signature told by its verb and its parties": (
        date_claim("2017-05-13", predicate="signed", words=("agreement", "trade")),
        date_claim("2017-05-31", predicate="signed", words=("agreement", "trade")),
        "contradiction",
    ),
    "words that tell no happening": (
        date_claim("1992", predicate=None),
        date_claim("1994", predicate=None),
        None,
    ),
    "what two footnotes cite": (
        date_claim("1992", "publication_date", segment_kind=SegmentKind.FOOTNOTE),
        date_claim("2008", "publication_date", segment_kind=SegmentKind.FOOTNOTE),
        None,
    ),
}


@pytest.mark.parametrize("name", HAPPENINGS)
def test_a_happening_has_to_be_known_well(name: str) -> None:
    left, right, verdict = HAPPENINGS[name]
    assert verdict_on(date_mismatch, left, right) == verdict
