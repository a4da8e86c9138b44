"""The demo corpus, whole: every planted contradiction is found and no look-alike is flagged."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance import demo_documents

if TYPE_CHECKING:
    from atodds.store.snapshot import Snapshot

DOCUMENTS = demo_documents.FOLDER
EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads((DOCUMENTS / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    from atodds.pipeline import check_corpus
    from atodds.store.snapshot import Snapshot
    from atodds.workspace import Workspace

    folder = tmp_path_factory.mktemp("demo")
    outcome = check_corpus(Workspace.at(folder), paths=[DOCUMENTS])
    return Snapshot.open(outcome.snapshot_folder)


def claims_of(snapshot: Snapshot, reading: list[str]) -> set[str]:
    """Ids of the claims of one document whose mention shows the figure, digits not running on to either side."""
    document, figure = reading
    found = set()
    for claim in snapshot.claims.iter_rows(named=True):
        text = claim["mention_text"]
        at = text.find(figure)
        if Path(claim["document_path"]).name != document or at < 0:
            continue
        before, after = text[:at][-1:], text[at + len(figure) :][:2]
        if not before.isdigit() and not after[:1].isdigit() and not (after[:1] in {",", "."} and after[1:].isdigit()):
            found.add(claim["claim_id"])
    return found


def flags(snapshot: Snapshot, readings: list[list[str]]) -> list[dict[str, Any]]:
    """The discrepancies that hold two different readings against each other."""
    first, second = (claims_of(snapshot, reading) for reading in readings)
    return [
        row
        for row in snapshot.discrepancies.iter_rows(named=True)
        if any(first & set(conflict) and second & set(conflict) - first for conflict in row["conflicts"])
    ]


def ids(case: dict[str, Any]) -> str:
    return str(case["about"])


@pytest.mark.slow
@pytest.mark.parametrize("case", EXPECTED["contradiction"], ids=ids)
def test_a_planted_contradiction_is_found(snapshot: Snapshot, case: dict[str, Any]) -> None:
    for reading in case["readings"]:
        assert claims_of(snapshot, reading), f"no claim was extracted for {reading}"
    assert "contradiction" in {row["verdict"] for row in flags(snapshot, case["readings"])}


@pytest.mark.slow
@pytest.mark.parametrize("case", EXPECTED["tension"], ids=ids)
def test_a_planted_tension_is_found_and_not_called_a_contradiction(snapshot: Snapshot, case: dict[str, Any]) -> None:
    assert {row["verdict"] for row in flags(snapshot, case["readings"])} == {"tension"}


@pytest.mark.slow
@pytest.mark.parametrize("case", EXPECTED["look_alike"], ids=ids)
def test_a_look_alike_is_not_flagged(snapshot: Snapshot, case: dict[str, Any]) -> None:
    for reading in case["readings"]:
        assert claims_of(snapshot, reading), f"no claim was extracted for {reading}"
    assert flags(snapshot, case["readings"]) == []


@pytest.mark.slow
def test_nothing_beyond_what_was_planted_is_called_a_contradiction(snapshot: Snapshot) -> None:
    cases = EXPECTED["contradiction"] + EXPECTED["tension"]
    planted = {row["discrepancy_id"] for case in cases for row in flags(snapshot, case["readings"])}
    found = snapshot.discrepancies.iter_rows(named=True)
    beyond = [row["reason"] for row in found if row["discrepancy_id"] not in planted and row["verdict"] == "contradiction"]
    assert beyond == []


@pytest.mark.slow
def test_every_document_of_the_demo_corpus_was_read(snapshot: Snapshot) -> None:
    unread = [row for row in snapshot.documents.iter_rows(named=True) if row["status"] != "read"]
    assert unread == []
    assert snapshot.documents.height >= 12


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(demo_documents.DOCUMENTS))
def test_the_written_pdf_and_docx_files_say_what_their_source_says(name: str, tmp_path: Path) -> None:
    from atodds.reading import read

    demo_documents.write_all(tmp_path)
    assert read(tmp_path / name).text == read(DOCUMENTS / name).text
