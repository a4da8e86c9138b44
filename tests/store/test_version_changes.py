from __future__ import annotations

from dataclasses import replace

import pytest

from atodds.claims import Claim
from atodds.version_changes import changed_figures

OLD = Claim(
    claim_id="old", document_id="v1", document_path="a.txt", quote="The fire in the harbour killed 40 people.", mention_text="40",
    claim_type="casualties", measure="deaths", subject="the fire", value_low=40.0, value_high=40.0, confidence=0.8,
)  # fmt: skip
SAID = "The fire in the harbour killed 45 people."
NEW = replace(OLD, claim_id="new", document_id="v2", quote=SAID, mention_text="45", value_low=45.0, value_high=45.0)


@pytest.mark.parametrize(
    ("current", "flagged"),
    [
        pytest.param([NEW], 1, id="another figure in the same sentence"),
        pytest.param([replace(NEW, quote="The big fire in the harbour killed 45 people.")], 1, id="the sentence was edited as well"),
        pytest.param([replace(NEW, value_low=40.0, value_high=40.0)], 0, id="the same figure"),
        pytest.param([NEW, replace(NEW, claim_id="n2", value_low=40.0, value_high=40.0)], 0, id="the old figure still stands"),
        pytest.param([replace(NEW, quote="A storm two years later left 45 dead in all of the country.")], 0, id="another sentence"),
        pytest.param([replace(NEW, measure="wounded")], 0, id="another measure"),
        pytest.param([replace(NEW, subject="the storm")], 0, id="another subject"),
        pytest.param([replace(NEW, document_id="other")], 0, id="another document"),
        pytest.param([NEW, replace(NEW, claim_id="n2", value_low=47.0, value_high=47.0)], 0, id="two sentences fit equally well"),
        pytest.param([], 0, id="the sentence is gone"),
    ],
)
def test_a_figure_that_changed_between_versions_is_reported(current: list[Claim], flagged: int) -> None:
    found = changed_figures(current, [OLD], {"v1": "v2"})
    assert len(found) == flagged
    if flagged:
        assert found[0].claim_ids == ("old", "new")
        assert "now gives 45" in found[0].reason
        assert "40 in the version before" in found[0].reason


def test_the_id_does_not_depend_on_offsets_or_claim_ids() -> None:
    moved = replace(NEW, claim_id="elsewhere", char_start=500)
    first, second = (changed_figures([claim], [OLD], {"v1": "v2"})[0].discrepancy_id for claim in (NEW, moved))
    assert first == second
