"""What a lesson would change is what the next run changes: rehearsed on the stored claims, then run."""

import shutil
from pathlib import Path

import pytest

from atodds.pipeline import check_corpus
from atodds.rehearsal import Rehearsal, WouldChange
from atodds.report.findings import find_findings
from atodds.seeds import SEEDS_FOLDER
from atodds.store.database import Store
from atodds.store.snapshot import Snapshot
from atodds.succession import persisting
from atodds.teaching import Correction, NameLesson, write_correction, write_name
from atodds.workspace import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after its first run, to copy."""
    root = tmp_path_factory.mktemp("checked")
    (root / "documents").mkdir()
    for name in ("08-south-ossetia.pdf", "14-security-review.txt"):
        shutil.copy(SEEDS_FOLDER / "documents" / name, root / "documents")
    check_corpus(Workspace.at(root), paths=[root / "documents"])
    return root


@pytest.fixture
def workspace(checked: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(checked, tmp_path / "work")
    return Workspace.at(tmp_path / "work")


def run_again(workspace: Workspace) -> tuple[set[str], set[str]]:
    """Which findings the next run no longer has, and which it brings."""
    before = find_findings(Snapshot.find(workspace)).current
    check_corpus(workspace, paths=[workspace.root / "documents"])
    after = find_findings(Snapshot.find(workspace)).current
    followed = persisting([finding.key for finding in before], [finding.key for finding in after])
    gone = {f"{finding.check_id}: {finding.spread}" for finding in before if finding.discrepancy_id not in followed.values()}
    return gone, {f"{finding.check_id}: {finding.spread}" for finding in after if finding.discrepancy_id not in followed}


def both_sides(would: WouldChange) -> tuple[set[str], set[str]]:
    before = [*would.gone, *(old for old, _ in would.changed)]
    after = [*would.new, *(new for _, new in would.changed)]
    return {f"{finding.check_id}: {finding.spread}" for finding in before}, {f"{finding.check_id}: {finding.spread}" for finding in after}


def reading_of(workspace: Workspace, mention: str) -> dict:
    (row,) = [row for row in Snapshot.find(workspace).claims.to_dicts() if row["mention_text"] == mention and row["measure"] == "deaths"]
    return row


def test_a_figure_put_right_takes_its_finding_away_and_one_put_wrong_changes_it(workspace: Workspace) -> None:
    row = reading_of(workspace, "1,000")
    fields = {"document_path": row["document_path"], "document_id": row["document_id"], "quote": row["quote"], "mention_text": "1,000"}
    rehearsal = Rehearsal(workspace, Snapshot.find(workspace))
    right = rehearsal.with_correction(Correction(**fields, value_low=600, value_high=600))
    assert [finding.spread for finding in right.gone] == ["600 against 1,000"]
    assert not right.new
    assert not right.changed
    dropped = rehearsal.with_correction(Correction(**fields, drop=True))
    assert both_sides(dropped) == both_sides(right)
    wrong = rehearsal.with_correction(Correction(**fields, value_low=9000, value_high=9000))
    assert [(before.spread, after.spread) for before, after in wrong.changed] == [("600 against 1,000", "600 against 9,000")]
    assert not list(workspace.root.glob("*.jsonl")), "a rehearsal writes nothing"
    write_correction(workspace.root, Correction(**fields, value_low=9000, value_high=9000))
    assert run_again(workspace) == both_sides(wrong)
    again = Rehearsal(workspace, Snapshot.find(workspace)).with_correction(Correction(**fields, value_low=600, value_high=600))
    assert [finding.spread for finding in again.gone] == ["600 against 9,000"], "what has been taught already counts"


def test_two_names_held_apart_part_their_findings_as_the_next_run_does(workspace: Workspace) -> None:
    row = reading_of(workspace, "1,000")
    written = Store.claims_as_read(workspace, Snapshot.find(workspace).documents)
    assert written is not None
    (subject,) = [item["subject"] for item in written.to_dicts() if item["claim_id"] == row["claim_id"]]
    lesson = NameLesson(subject, subject)
    rehearsal = Rehearsal(workspace, Snapshot.find(workspace))
    assert subject in rehearsal.names_of([row["claim_id"]])
    assert row["claim_id"] in rehearsal.claims_named(f" {subject.upper()} ")
    would = rehearsal.with_name(lesson)
    write_name(workspace.root, lesson)
    assert run_again(workspace) == both_sides(would)


def test_a_correction_holds_for_the_version_before_as_well(workspace: Workspace) -> None:
    row = reading_of(workspace, "1,000")
    write_correction(
        workspace.root,
        Correction(
            document_path=row["document_path"], quote=row["quote"], mention_text="1,000", measure="deaths", value_low=600, value_high=600
        ),
    )
    path = workspace.root / "documents" / "14-security-review.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("killed 1,000 people", "killed 600 people"), encoding="utf-8")
    check_corpus(workspace, paths=[workspace.root / "documents"])
    snapshot = Snapshot.find(workspace)
    assert "revised_figure" not in snapshot.discrepancies["check_id"].to_list(), "the version before was misread, not revised"
    assert not [problem for problem in snapshot.problems["message"].to_list() if "correction" in problem]


def test_a_rehearsal_leaves_the_database_to_whoever_writes(workspace: Workspace) -> None:
    with Store.open(workspace):
        assert Store.claims_as_read(workspace, Snapshot.find(workspace).documents) is None
    assert Store.claims_as_read(workspace, Snapshot.find(workspace).documents) is not None
