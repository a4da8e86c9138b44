"""A document that widens an event gives the event another id; what was decided on its figures stands."""

import json
from pathlib import Path
from typing import Any

from atodds.adjudications import AdjudicationLog
from atodds.pipeline import check_corpus
from atodds.report.findings import Finding, find_findings
from atodds.store.snapshot import Snapshot
from atodds.vocabulary import AdjudicationStatus
from atodds.workspace import Workspace


def toll(document: str, value: int, subject: str) -> dict[str, Any]:
    return {
        "document_path": document, "quote": f"The {subject} killed {value}.", "mention_text": str(value), "claim_type": "casualties",
        "measure": "deaths", "unit": "people", "subject": subject, "value_low": value, "value_high": value, "bound": "exact",
        "as_of_low": "1995-06-03", "as_of_high": "1995-06-03",
    }  # fmt: skip


FIRST = [toll("a.txt", 310, "flood in Armenia on 3 May 1990"), toll("b.txt", 420, "flood in Armenia of May 1990")]
WIDER = [toll("c.txt", 310, "floods in Armenia and Georgia of 1989-1990")]


def check(workspace: Workspace, rows: list[dict[str, Any]]) -> list[Finding]:
    file = workspace.root / "claims.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    check_corpus(workspace, claims_files=[file])
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
    after = check(workspace, FIRST + WIDER)
    assert events(workspace).isdisjoint(before), "the event has another id"
    same = [finding for finding in after if finding.discrepancy_id == first[0].discrepancy_id]
    assert [finding.status for finding in same] == [AdjudicationStatus.DISMISSED]
    assert same[0].state == "persisting"
