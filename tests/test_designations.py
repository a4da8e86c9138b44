from __future__ import annotations

import pytest

from atodds.claims import Claim
from atodds.designations import DESIGNATION, claims_of_designations, designations_in
from checks.membership_mismatch import membership_mismatch
from checks.summary_against_source import summary_against_source
from tests.checks.tables import outcome_of, verdict_on
from tests.factories import claim


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Q1 and in the third quarter of 2021; 2Q was better.", [("q#", "1"), ("q#", "3"), ("q#", "2")]),
        ("The second half was dry.", [("h#", "2")]),
        ("A K-52, a T800 and an H5N1 sample", [("k#", "52"), ("t#", "800"), ("h#n#", "5 1")]),
        ("complimentary 3D views of the Otter 9", [("#d", "3"), ("otter #", "9")]),
        ("Only 40 came on March 15, each with $20 and 5K more; see 24/7, v2.0 and (555) 123-4567", []),
    ],
)
def test_names_with_a_number(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.name, one.number) for one in designations_in(text)] == found


def test_a_word_before_a_figure_that_was_read_is_no_name_of_it() -> None:
    text = "The council of Lomna 300 boats ago"
    at = text.index("300")
    assert [one.name for one in designations_in(text)] == ["lomna #"]
    assert designations_in(text, [(at, at + 9)]) == []


def made(summary: str, source: str) -> list[Claim]:
    return claims_of_designations(("s", "summary.txt", summary), ("r", "report.txt", source), [])


SOURCE = "The yard built the Otter 9 for the northern line. In Q2 it delivered three. Sales in Q3 may be lower."
CASES = {
    "another number": ("The yard delivers the Otter 8 for the northern line.", "tension"),
    "the number of the source": ("The yard delivers the Otter 9 for the northern line.", None),
    "a quarter the source does not speak of": ("Sales may be lower in the fourth quarter than in Q2.", "tension"),
    "a quarter in words": ("Sales may be lower in the third quarter.", None),
    "a name the source does not know": ("The yard delivers the Heron 4.", None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_summary_is_held_to_the_names_of_its_source(name: str) -> None:
    summary, verdict = CASES[name]
    claims = [*made(summary, SOURCE), claim(1, document="s"), claim(1, document="r")]
    assert verdict_on(summary_against_source, *claims, derived={"s": "r"}) == verdict


def test_such_claims_are_made_only_where_the_source_lacks_a_number() -> None:
    assert made(CASES["the number of the source"][0], SOURCE) == []
    claims = made(CASES["another number"][0], SOURCE)
    assert [(one.document_id, one.mention_text, one.claim_type) for one in claims] == [
        ("s", "Otter 8", DESIGNATION), ("r", "Otter 9", DESIGNATION),
    ]  # fmt: skip
    assert claims[1].quote == "The yard built the Otter 9 for the northern line."
    assert SOURCE[claims[1].mention_start : claims[1].mention_end] == "Otter 9"


def test_they_are_no_lists_of_members() -> None:
    claims = made(CASES["another number"][0], SOURCE)
    assert not outcome_of(membership_mismatch, *claims).discrepancies
