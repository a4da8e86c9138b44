"""A toy corpus: documents are lines of "measure: number", so that storing is tested without waiting for a language model.

The toy check flags a measure that two documents give differently. What the real stages do is tested where they live, and whole corpora
in tests/acceptance.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from atodds import pipeline
from atodds.claims import Claim
from atodds.discovering import SourceFile
from atodds.reading.document import Document, Segment
from atodds.reading_batches import Extracted, ReadingPlan, join, unreadable_row
from atodds.store.frames import claims_to_frame, document_row, empty_frame, rows_to_frame, segments_to_frame
from atodds.vocabulary import SegmentKind
from atodds.workspace import Workspace

READ: list[str] = []


def toy_read(file: SourceFile) -> Extracted:
    if file.reason is not None:
        return Extracted([unreadable_row(file, file.reason)], empty_frame("segments"), empty_frame("claims"), frozenset({file.document_id}))
    READ.append(file.path)
    content = Path(file.location).read_bytes()
    if b"\0" in content:
        return Extracted([unreadable_row(file, f"{file.path}: binary")], empty_frame("segments"), empty_frame("claims"))
    text = content.decode()
    claims = []
    offset = 0
    for line in text.splitlines(keepends=True):
        measure, _, number = line.partition(":")
        value = float(number)
        claims.append(
            Claim(
                claim_id=hashlib.sha256(f"{file.document_id}{offset}".encode()).hexdigest()[:16],
                document_id=file.document_id,
                document_path=file.path,
                mention_start=offset,
                mention_end=offset + len(line),
                quote=line.strip(),
                mention_text=number.strip(),
                claim_type="toy",
                measure=measure,
                value_low=value,
                value_high=value,
                confidence=0.5 if value >= 0 else 2.0,  # a negative figure does not pass the schema
            )
        )
        offset += len(line)
    document = Document(
        document_id=file.document_id,
        path=file.path,
        format="txt",
        content_sha256=file.content_sha256,
        text=text,
        segments=(Segment(SegmentKind.BODY, 0, len(text)),),
    )
    row = {**document_row(document), "size_bytes": file.size_bytes, "claim_count": len(claims)}
    return Extracted([row], segments_to_frame(document), claims_to_frame(claims))


def toy_extract(batches: Sequence[Sequence[SourceFile]], plan: ReadingPlan, processes: int = 1) -> Iterator[Extracted]:
    for batch in batches:
        yield join(toy_read(file) for file in batch)


def toy_align(run: pipeline.Run, corpus: pipeline.Corpus) -> pipeline.Aligned:
    from atodds.store.frames import claims_from_frame

    claims = claims_from_frame(corpus.claims)
    return pipeline.Aligned(
        claims,
        claims_from_frame(corpus.previous_claims),
        empty_frame("entities"),
        empty_frame("links"),
        empty_frame("topics"),
        empty_frame("standings"),
        empty_frame("copies"),
    )


def toy_check(run: pipeline.Run, corpus: pipeline.Corpus, aligned: pipeline.Aligned) -> pipeline.Checked:
    by_measure: dict[str, list[Claim]] = defaultdict(list)
    for claim in aligned.claims:
        by_measure[claim.measure].append(claim)
    rows: list[dict[str, Any]] = []
    for measure, claims in sorted(by_measure.items()):
        values = sorted({(claim.document_id, claim.value_low) for claim in claims}, key=str)
        if len({value for _, value in values}) > 1:
            rows.append(
                {
                    "discrepancy_id": hashlib.sha256(repr((measure, values)).encode()).hexdigest()[:16],
                    "check_id": "toy_mismatch",
                    "verdict": "contradiction",
                    "severity": 0.5,
                    "confidence": 0.5,
                    "reason": f"{measure} is given as {values}",
                    "claim_ids": [claim.claim_id for claim in claims],
                    "conflicts": [[claim.claim_id for claim in claims]],
                    "state": "new",
                    "status": "new",
                }
            )
    return pipeline.Checked(rows_to_frame("discrepancies", rows), empty_frame("problems"))


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Toy stages in place of the real ones; the list names the documents that were read."""
    monkeypatch.setattr(pipeline, "extract_batches", toy_extract)
    monkeypatch.setattr(pipeline, "align_corpus", toy_align)
    monkeypatch.setattr(pipeline, "check_aligned", toy_check)
    READ.clear()
    return READ


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "documents").mkdir()
    (tmp_path / "atodds.toml").write_text('[sources]\npaths = ["documents"]\n', encoding="utf-8")
    return Workspace.at(tmp_path)


def write(workspace: Workspace, **documents: str) -> None:
    for name, text in documents.items():
        (workspace.root / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")


def states(frame: pl.DataFrame) -> list[str]:
    return frame["state"].to_list()
