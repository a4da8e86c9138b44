"""A report and its summary in one folder: what the summary gets wrong is found, what it gets right is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from atodds.pipeline import check_corpus
from atodds.workspace import Workspace
from tests.reading.test_derived import REPORT, SUMMARY


@pytest.mark.slow
@pytest.mark.parametrize(("told", "found"), [("412,000", []), ("442,000", ["442,000"])])
def test_a_summary_is_held_to_its_report(tmp_path: Path, told: str, found: list[str]) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "report.txt").write_text(REPORT, encoding="utf-8")
    (documents / "summary.txt").write_text(SUMMARY.replace("412,000", told), encoding="utf-8")
    snapshot = check_corpus(Workspace.at(tmp_path), paths=[documents], processes=1).snapshot
    assert snapshot.copies.select("document_path", "kind").rows() == [("documents/summary.txt", "derived")]
    reasons = " ".join(snapshot.discrepancies["reason"])
    assert [figure for figure in (told,) if figure in reasons] == found
    assert snapshot.problems.is_empty()
