from __future__ import annotations

import pytest

from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from atodds.reading.derived import written_in
from atodds.vocabulary import Modality
from checks.summary_against_source import summary_against_source
from tests.checks.tables import outcome_of, verdict_on
from tests.factories import claim

SOURCE, SUMMARY = "report.txt", "summary.txt"
DERIVED = {"derived": {SUMMARY: SOURCE}, "claim_types": load_claim_types()}


def share(value: float, mention: str, quote: str, document: str, **fields: object) -> Claim:
    return claim(value, "share", document=document, quote=quote, mention_text=mention, **{"claim_type": "share", "subject": None} | fields)


def money(value: float, mention: str, quote: str, document: str, **fields: object) -> Claim:
    said = {"quote": quote, "mention_text": mention, "unit": None, "currency": "USD", "claim_type": "money", "subject": None}
    return claim(value, "money", document=document, **said | fields)


def count(value: float, mention: str, quote: str, document: str, **fields: object) -> Claim:
    said = {"quote": quote, "mention_text": mention, "unit": "items", "claim_type": "count", "subject": None}
    return claim(value, "count", document=document, **said | fields)


REBATE = "New members of the rowing club get a rebate of 15% on the yearly fee."
SHOWERS = "The boathouse saves 30% of its water since the showers were renewed."
FEE = "The yearly fee of the rowing club is $1,850, payable in March."

CASES: dict[str, tuple[list[Claim], str | None]] = {
    "another share of the same thing": (
        [share(10, "10%", "It offers new members a rebate of 10%.", SUMMARY), share(15, "15%", REBATE, SOURCE),
         share(30, "30%", SHOWERS, SOURCE)],
        "contradiction",
    ),
    "the share of the source": (
        [share(15, "15%", "It offers new members a rebate of 15%.", SUMMARY), share(15, "15%", REBATE, SOURCE)],
        None,
    ),
    "another sum": (
        [money(2850, "$2,850", "The club asks for a yearly fee of $2,850.", SUMMARY), money(1850, "$1,850", FEE, SOURCE)],
        "tension",
    ),
    "a sum rounded": (
        [money(1900, "$1,900", "The club asks for a yearly fee of $1,900.", SUMMARY, last_digit=100.0),
         money(1850, "$1,850", FEE, SOURCE, last_digit=10.0)],
        None,
    ),
    "more digits than the source has": (
        [money(32_500, "$32,500", "The yearly fee is $32,500.", SUMMARY, last_digit=100.0),
         money(32_000, "$32,000", "The yearly fee is $32,000.", SOURCE, last_digit=1000.0)],
        "contradiction",
    ),
    "a small sum is not rounded": (
        [money(190, "$190", "Members pay $190 a month for the boat.", SUMMARY, last_digit=10.0),
         money(185, "$185", "For the boat members pay $185 each month.", SOURCE, last_digit=1.0)],
        "contradiction",
    ),
    "a figure of nothing the source counts": (
        [share(10, "10%", "Its owners hope to win 10% more visitors.", SUMMARY), share(15, "15%", REBATE, SOURCE)],
        None,
    ),
    "a figure of another kind": (
        [money(15, "$15", "It offers new members a rebate of $15.", SUMMARY), share(15, "15%", REBATE, SOURCE)],
        None,
    ),
    "a figure that stands in the source unread": (
        [share(10, "10%", "It offers new members a rebate of 10%.", SUMMARY), share(15, "15%", f"{REBATE} In winter it is 10%.", SOURCE)],
        None,
    ),
    "what the reader of a list counts": (
        [count(4, "four", "The club suggests four boats to beginners.", SUMMARY),
         count(5, "five", "The longest has five benches, and beginners love the club.", SOURCE)],
        None,
    ),
    "a small count given otherwise": (
        [count(4, "four", "The club suggests four boats to beginners.", SUMMARY),
         count(5, "five", "To beginners the club suggests five boats.", SOURCE)],
        "contradiction",
    ),
    "a denial": (
        [share(10, "10%", "New members get no rebate of 10%.", SUMMARY, modality=Modality.NEGATED), share(15, "15%", REBATE, SOURCE)],
        None,
    ),
    "a lower toll may be an earlier one": (
        [claim(40, document=SUMMARY, quote="The flood killed 40 people in the valley.", mention_text="40"),
         claim(52, document=SOURCE, quote="The flood has killed 52 people in the valley.", mention_text="52")],
        None,
    ),
    "a toll above that of the source": (
        [claim(58, document=SUMMARY, quote="The flood killed 58 people in the valley.", mention_text="58"),
         claim(52, document=SOURCE, quote="The flood has killed 52 people in the valley.", mention_text="52")],
        "contradiction",
    ),
    "another year": (
        [share(10, "10%", "New members got a rebate of 10%.", SUMMARY, at="2019"),
         share(15, "15%", "New members get a rebate of 15%.", SOURCE, at="2021")],
        None,
    ),
    "the figure it should be is told beside it": (
        [share(10, "10%", "New members get a rebate of 15% and later 10%.", SUMMARY),
         share(15, "15%", "New members get a rebate of 15% and later 10%.", SUMMARY), share(15, "15%", REBATE, SOURCE)],
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_summary_is_held_to_the_figures_of_its_source(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(summary_against_source, *claims, **DERIVED) == verdict


def test_documents_that_are_not_derived_are_left_to_the_other_checks() -> None:
    claims, _ = CASES["another share of the same thing"]
    assert verdict_on(summary_against_source, *claims, claim_types=load_claim_types()) is None


def test_figures_written_in_the_source_without_a_claim_are_known() -> None:
    claims, _ = CASES["another share of the same thing"]
    assert verdict_on(summary_against_source, *claims, **DERIVED, written={SOURCE: written_in("In winter 10% more.")}) is None


def test_the_reason_says_both_figures_and_the_words_they_stand_among() -> None:
    claims, _ = CASES["another share of the same thing"]
    (finding,) = outcome_of(summary_against_source, *claims, **DERIVED).discrepancies
    assert finding.reason.startswith('summary.txt sums up report.txt and says "10%" where that says "15%" (')
    assert "rebate" in finding.reason


def test_weak_witnesses_make_a_tension() -> None:
    claims = [
        share(10, "10%", "Members of the council said that the rebate could be 10% in summer.", SUMMARY),
        share(15, "15%", REBATE, SOURCE),
        share(25, "25%", "The council took 25% of what the summer fair earned.", SOURCE),
    ]
    assert verdict_on(summary_against_source, *claims, **DERIVED) == "tension"
