"""`atodds explain`: why a discrepancy was flagged, and why two claims were or were not held against each other."""

import json
from typing import Any

import pytest

from atodds.errors import ConfigurationError
from atodds.pipeline import check_corpus
from atodds.report.explanation import explain
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

TOLL = {"claim_type": "casualties", "measure": "deaths", "measure_kind": "cumulative", "unit": "people", "subject": "Arda flood 1990",
        "as_of_low": "1990-05-03", "as_of_high": "1990-05-03"}  # fmt: skip
PEOPLE = {"claim_type": "population", "measure": "population", "measure_kind": "level", "unit": "people", "subject": "Arda",
          "as_of_low": "1989-01-01", "as_of_high": "1989-12-31"}  # fmt: skip
SHARE = {"claim_type": "share", "measure": "population_share", "unit": "percent", "subject": "Bela",
         "as_of_low": "1989-01-01", "as_of_high": "1989-12-31"}  # fmt: skip


def row(claim_id: str, document: str, value: float, quote: str, **fields: Any) -> dict[str, Any]:
    given = {"claim_id": claim_id, "document_path": document, "quote": quote, "mention_text": f"{value:,.0f}"}
    return given | {"value_low": value, "value_high": value, "bound": "exact", "last_digit": 1.0} | fields


CLAIMS = [
    row("mismatch-a", "a.txt", 5_000, "In 1989 Arda had 5,000 people.", **PEOPLE),
    row("mismatch-b", "b.txt", 9_000, "In 1989 Arda had 9,000 people.", **PEOPLE),
    row("elsewhere", "b.txt", 4_000, "In 1989 Velm had 4,000 people.", **{**PEOPLE, "subject": "Velm"}),
    row("falling-a", "c.txt", 310, "By 3 May 310 had died.", **TOLL),
    row("falling-b", "d.txt", 120, "By 20 May 120 had died.", **{**TOLL, "as_of_low": "1990-05-20", "as_of_high": "1990-05-20"}),
    row("share-a", "e.txt", 61, "61 % Ardans, 32 % Belans and 25 % Velmans.", **SHARE, facet="Georgians"),
    row("share-b", "e.txt", 32, "61 % Ardans, 32 % Belans and 25 % Velmans.", **SHARE, facet="Russians"),
    row("share-c", "e.txt", 25, "61 % Ardans, 32 % Belans and 25 % Velmans.", **SHARE, facet="Armenians"),
]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Snapshot]:
    folder = tmp_path_factory.mktemp("explaining")
    (folder / "claims.jsonl").write_text("\n".join(json.dumps(claim) for claim in CLAIMS), encoding="utf-8")
    workspace = Workspace.at(folder)
    return workspace, check_corpus(workspace, claims_files=[folder / "claims.jsonl"]).snapshot


def finding(checked: tuple[Workspace, Snapshot], check_id: str) -> dict[str, Any]:
    return next(found for found in checked[1].discrepancies.iter_rows(named=True) if found["check_id"] == check_id)


def test_every_finding_says_which_check_spoke_on_which_claims(checked: tuple[Workspace, Snapshot]) -> None:
    found = list(checked[1].discrepancies.iter_rows(named=True))
    assert {"value_mismatch", "falling_toll", "shares_do_not_sum"} <= {one["check_id"] for one in found}
    for one in found:
        told = explain(*checked, [one["discrepancy_id"]])
        assert f"The check that spoke: {one['check_id']}. " in told
        assert one["reason"] in told
        assert all(claim_id in told for claim_id in one["claim_ids"])
        assert "They are not held against each other" not in told, "what was flagged was looked at"


def test_a_pair_that_its_check_is_about_is_told_as_such(checked: tuple[Workspace, Snapshot]) -> None:
    told = explain(*checked, [finding(checked, "value_mismatch")["discrepancy_id"]])
    assert "It looks at two claims at a time" in told
    assert "the values cannot both hold (5,000 and 9,000)" in told


def test_a_check_of_several_claims_tells_its_arithmetic(checked: tuple[Workspace, Snapshot]) -> None:
    told = explain(*checked, [finding(checked, "shares_do_not_sum")["discrepancy_id"]])
    assert "It looks at the claims of one document together." in told
    assert "What shares_do_not_sum held together:" in told
    assert '"61" of population share' in told
    assert "all of them make 116.5 to 119.5" in told


def test_two_claims_are_told_why_they_were_held_against_each_other_and_what_came_of_it(checked: tuple[Workspace, Snapshot]) -> None:
    told = explain(*checked, ["mismatch-a", "mismatch-b"])
    assert "They are held against each other" in told
    assert f"They cannot both be true in contradiction {finding(checked, 'value_mismatch')['discrepancy_id']} of value_mismatch" in told


def test_two_claims_are_told_why_they_were_not(checked: tuple[Workspace, Snapshot]) -> None:
    told = explain(*checked, ["mismatch-a", "elsewhere"])
    assert "They are not held against each other: one is about Arda, the other about Velm." in told
    assert told.endswith("No finding of this run names both.")


def test_an_id_that_is_not_there_or_one_claim_alone_is_refused(checked: tuple[Workspace, Snapshot]) -> None:
    with pytest.raises(ConfigurationError, match="no discrepancy"):
        explain(*checked, ["zzzz"])
    with pytest.raises(ConfigurationError, match="name a second one"):
        explain(*checked, ["elsewhere"])
