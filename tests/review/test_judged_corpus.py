"""A corpus that was judged, run again after its files changed: decisions hold where what they were made on stands."""

import json
import shutil
from pathlib import Path

import pytest

from atodds.adjudications import AdjudicationLog
from atodds.pipeline import check_corpus
from atodds.report import export_findings
from atodds.report.findings import Finding, find_findings
from atodds.report.sarif import FINGERPRINT
from atodds.seeds import SEEDS_FOLDER
from atodds.store.run_diff import diff_snapshots
from atodds.store.snapshot import Snapshot
from atodds.summaries import summary_lines
from atodds.vocabulary import AdjudicationStatus, DiscrepancyState
from atodds.workspace import Workspace

pytestmark = pytest.mark.slow


def check(workspace: Workspace) -> list[Finding]:
    check_corpus(workspace, paths=[workspace.root / "documents"])
    log = AdjudicationLog(workspace.adjudications)
    return list(find_findings(Snapshot.find(workspace), log.read().lines).current)


def states(workspace: Workspace) -> dict[str, int]:
    """What the command line counts; the report has to count the same."""
    snapshot = Snapshot.find(workspace)
    found = find_findings(snapshot, AdjudicationLog(workspace.adjudications).read().lines)
    counted = {state: count for state, count in snapshot.run["states"].items() if count}
    assert counted == dict(found.by_state)
    return counted


def fingerprints(workspace: Workspace) -> dict[str, str]:
    """SARIF's: fingerprint to baseline state."""
    results = json.loads(export_findings(Snapshot.find(workspace), "sarif"))["runs"][0]["results"]
    return {result["partialFingerprints"][FINGERPRINT]: result["baselineState"] for result in results}


def topics(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.check_id, finding.topic) for finding in findings}


def test_decisions_hold_through_renaming_and_other_offsets_and_reopen_with_a_changed_figure(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    shutil.copytree(SEEDS_FOLDER / "documents", documents, ignore=shutil.ignore_patterns("*.toml"))
    workspace = Workspace.at(tmp_path)
    first = check(workspace)
    assert len(first) >= 3
    AdjudicationLog(workspace.adjudications).decide_all(
        [finding.key for finding in first], AdjudicationStatus.DISMISSED, reviewer="ana", reason="looked at", run_id="1"
    )

    assert all(finding.status is AdjudicationStatus.DISMISSED for finding in check(workspace)), "an unchanged corpus"

    # Every text file gets another beginning, so all offsets and ids of claims move; one file moves to another folder besides.
    for path in documents.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        head, _, body = text.partition("\n\n")
        path.write_text(f"{head}\n\nThis copy was sent to the library for safe keeping.\n\n{body}", encoding="utf-8")
    (documents / "archive").mkdir()
    (documents / "13-peacekeeping.pdf").rename(documents / "archive" / "peace.pdf")
    moved = check(workspace)
    same = [finding for finding in moved if (finding.check_id, finding.topic) in topics(first)]
    assert topics(same) == topics(first)
    assert [finding.topic for finding in same if finding.status is not AdjudicationStatus.DISMISSED] == []
    ids = {finding.discrepancy_id for finding in first}
    brought = {finding.discrepancy_id for finding in moved} - ids  # by the sentence that was put in, if anything
    assert ids <= {finding.discrepancy_id for finding in moved}, "they keep the ids they had"
    assert states(workspace) == {"persisting": len(first), **({"new": len(brought)} if brought else {})}
    said = " ".join(summary_lines(Snapshot.find(workspace)))
    assert f"open ({len(brought)} new, 0 persisting, 0 reopened); {len(first)} dismissed" in said
    assert {identity for identity, state in fingerprints(workspace).items() if state == "unchanged"} == ids
    between = diff_snapshots(Snapshot.find(workspace, "1"), Snapshot.find(workspace))
    assert (between.new.height, between.persisting.height, between.resolved.height) == (len(brought), len(first), 0)

    # One quoted figure changes: exactly the findings that quote it are open again, and say so.
    changed = documents / "01-abkhazia-briefing.txt"
    text = changed.read_text(encoding="utf-8")
    assert "3,000" in text
    changed.write_text(text.replace("3,000", "3,400"), encoding="utf-8")
    after = check(workspace)
    quoting = {finding.discrepancy_id for finding in after if any("3,400" in reading.mention for reading in finding.conflicting)}
    assert quoting
    reopened = {finding.discrepancy_id: finding for finding in after if finding.decision.reopened_because}
    assert set(reopened) == quoting & {finding.discrepancy_id for finding in after if finding.decision.decision is not None}
    for finding in reopened.values():
        assert finding.state is DiscrepancyState.REOPENED
        assert "“3,000”" in (finding.decision.reopened_because or "")
    open_again = {finding.discrepancy_id for finding in after if finding.is_open}
    assert open_again - quoting - brought == set(), "nothing else is open again"
    counted = states(workspace)
    assert counted["reopened"] == len(reopened)
    assert counted["persisting"] == len(first) + len(brought) - len(reopened)
    assert "resolved" not in counted, "what is reopened under its new values is not resolved besides"
