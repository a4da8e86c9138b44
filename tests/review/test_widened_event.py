"""A document that tells of an event before those that gave it its id gives it another; what was decided on its figures stands."""

from pathlib import Path

from atodds.adjudications import AdjudicationLog
from atodds.pipeline import check_corpus
from atodds.report.findings import Finding, find_findings
from atodds.store.snapshot import Snapshot
from atodds.vocabulary import AdjudicationStatus
from atodds.workspace import Workspace

FIRST = {
    "b.txt": "Flood in Lori\n\nPublished: 5 May 1990\n\nThe flood killed 310 people.\n",
    "c.txt": "The Lori flood\n\nPublished: 5 May 1990\n\nThe flood killed 420 people.\n",
}
WIDER = {"a.txt": "Floods in Lori and Tavush\n\nPublished: 4 May 1990\n\nThe floods in Lori and Tavush killed 310 people.\n"}


def check(workspace: Workspace, texts: dict[str, str]) -> list[Finding]:
    folder = workspace.root / "documents"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    check_corpus(workspace, paths=[folder])
    return list(find_findings(Snapshot.find(workspace), AdjudicationLog(workspace.adjudications).read().lines).current)


def events(workspace: Workspace) -> set[str]:
    return set(Snapshot.find(workspace).claims["subject_id"].drop_nulls())


def test_a_document_that_widens_an_event_leaves_every_decision_standing(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path)
    first = check(workspace, FIRST)
    assert [finding.check_id for finding in first] == ["value_mismatch"]
    before = events(workspace)
    AdjudicationLog(workspace.adjudications).decide_all(
        [finding.key for finding in first], AdjudicationStatus.DISMISSED, reviewer="ana", reason="two counts", run_id="1"
    )
    after = check(workspace, WIDER)
    assert events(workspace).isdisjoint(before), "the event has another id"
    same = [finding for finding in after if finding.discrepancy_id == first[0].discrepancy_id]
    assert [finding.status for finding in same] == [AdjudicationStatus.DISMISSED]
    assert same[0].state == "persisting"
