from __future__ import annotations

from dataclasses import replace

import pytest

from atodds.claims import Claim
from atodds.judging.running import run_checks
from checks.revised_figure import revised_figure
from tests.checks.tables import CLAIM_TYPES, outcome_of, verdict_on

OLD = Claim(
    claim_id="old", document_id="v1", document_path="a.txt", quote="The fire in the harbour killed 40 people.", mention_text="40",
    claim_type="casualties", measure="deaths", subject="the fire", value_low=40.0, value_high=40.0, unit="people", confidence=0.8,
)  # fmt: skip
SAID = "The fire in the harbour killed 45 people."
NEW = replace(OLD, claim_id="new", document_id="v2", quote=SAID, mention_text="45", value_low=45.0, value_high=45.0)
VERSIONS = {"v1": "v2"}

CASES: dict[str, tuple[list[Claim], str | None]] = {
    "another figure in the same sentence": ([NEW], "tension"),
    "the sentence was edited as well": ([replace(NEW, quote="The big fire in the harbour killed 45 people.")], "tension"),
    "the same figure": ([replace(NEW, value_low=40.0, value_high=40.0)], None),
    "the old figure still stands": ([NEW, replace(NEW, claim_id="n2", value_low=40.0, value_high=40.0)], None),
    "another sentence": ([replace(NEW, quote="A storm two years later left 45 dead in all of the country.")], None),
    "another measure": ([replace(NEW, measure="wounded")], None),
    "another subject": ([replace(NEW, subject="the storm")], None),
    "another document": ([replace(NEW, document_id="other")], None),
    "two sentences fit equally well": ([NEW, replace(NEW, claim_id="n2", value_low=47.0, value_high=47.0)], None),
    "the sentence is gone": ([], None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_figure_that_changed_between_versions_is_reported(name: str) -> None:
    current, verdict = CASES[name]
    assert verdict_on(revised_figure, *current, previous=[OLD], superseded_by=VERSIONS) == verdict


def test_the_reason_names_both_figures_and_the_old_claim_is_cited() -> None:
    (found,) = outcome_of(revised_figure, NEW, previous=[OLD], superseded_by=VERSIONS).discrepancies
    assert found.conflicts == (("old", "new"),)
    assert "now gives 45" in found.reason
    assert "40 in the version before" in found.reason


def test_the_id_does_not_depend_on_offsets_or_claim_ids() -> None:
    moved = replace(NEW, claim_id="elsewhere", char_start=500)
    first, second = (
        outcome_of(revised_figure, claim, previous=[OLD], superseded_by=VERSIONS).discrepancies[0].discrepancy_id for claim in (NEW, moved)
    )
    assert first == second


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        pytest.param({}, 1, id="as it comes"),
        pytest.param({"enabled": False}, 0, id="switched off"),
        pytest.param({"tolerance": 0.2}, 0, id="a gap of a ninth within a tolerance of a fifth"),
        pytest.param({"tolerance": 0.05}, 1, id="a gap of a ninth beyond a twentieth"),
    ],
)
def test_the_settings_of_the_workspace_reach_it(settings: dict[str, object], found: int) -> None:
    from atodds.judging.running import CheckContext

    context = CheckContext(claim_types=CLAIM_TYPES, previous=[OLD], superseded_by=VERSIONS)
    checks = {"revised_figure": revised_figure.__atodds_check__}  # type: ignore[attr-defined]
    assert len(run_checks([NEW], context, checks, {"revised_figure": settings}).discrepancies) == found
