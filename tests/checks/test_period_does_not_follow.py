from __future__ import annotations

import pytest

from atodds.claims import Claim, ClaimLink
from atodds.vocabulary import Relation
from checks.period_does_not_follow import period_does_not_follow
from tests.checks.tables import verdict_on
from tests.factories import claim, date_claim

DOCUMENT = {"document": "a.txt"}


def duration(years: float, text: str) -> list[Claim]:
    period = date_claim(text, "event_period", bound="range", quote="one sentence", source_line_start=1, **DOCUMENT)
    link = (ClaimLink(Relation.DURATION_OF, period.claim_id),)
    return [period, claim(years, "duration", unit="year", links=link, quote="one sentence", source_line_start=1, **DOCUMENT)]


def told(cause: str, effect: str, opening: str) -> list[Claim]:
    return [
        date_claim(cause, words=("study",), quote=f"In {cause} a study came out.", source_line_start=10, **DOCUMENT),
        date_claim(effect, words=("petition",), quote=f"{opening} a petition in {effect}.", source_line_start=12, **DOCUMENT),
    ]


CASES: dict[str, tuple[list[Claim], str | None]] = {
    "an end before its start": (
        [date_claim("1995", "start_date", **DOCUMENT), date_claim("1992", "end_date", **DOCUMENT)],
        "contradiction",
    ),
    "a railway closed before it was opened": (
        [
            date_claim("1995", predicate="opened", subject="Arda Railway", words=("line",), **DOCUMENT),
            date_claim("1992", predicate="closed_down", subject="Arda Railway", words=("line",), **DOCUMENT),
        ],
        "contradiction",
    ),
    "ten years from 1988 to 1994": (duration(10, "1988..1994"), "contradiction"),
    "an effect before its cause": (told("1978", "1957", "This triggered"), "contradiction"),
    "an end after its start": ([date_claim("1992", "start_date", **DOCUMENT), date_claim("1995", "end_date", **DOCUMENT)], None),
    "six years from 1988 to 1994": (duration(6, "1988..1994"), None),
    "seven years, both ends counted": (duration(7, "1988..1994"), None),
    "another line of the railway closed earlier": (
        [
            date_claim("1995", predicate="opened", subject="Arda Railway", words=("coast",), **DOCUMENT),
            date_claim("1992", predicate="closed_down", subject="Arda Railway", words=("valley",), **DOCUMENT),
        ],
        None,
    ),
    "an effect after its cause": (told("1957", "1978", "This triggered"), None),
    "an earlier petition that nothing ties to the study": (told("1978", "1957", "There had been"), None),
    "the end of something else": (
        [date_claim("1995", "start_date", **DOCUMENT), date_claim("1992", "end_date", subject="blockade of Arda", **DOCUMENT)],
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_times_stand_in_order(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(period_does_not_follow, *claims) == verdict
