"""Reading and extracting a batch of files: what a worker process does, and the frames it gives back.

A worker opens no database; what it gives back is loaded by the one writer. One bad document costs one row.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from atodds.discovering import SourceFile
from atodds.ending import deaf_to_interrupts, worker_pool
from atodds.store.frames import claims_to_frame, document_row, empty_frame, segments_to_frame
from atodds.vocabulary import DocumentStatus

if TYPE_CHECKING:
    from atodds.extraction import Extractor

__all__ = [
    "BATCH_BYTES",
    "BATCH_FILES",
    "Extracted",
    "ReadingPlan",
    "batches_of",
    "extract_batches",
    "join",
    "read_batch",
    "read_in_pool",
    "share_bytes",
]

BATCH_FILES: Final = 16
BATCH_BYTES: Final = 4_000_000
"""A batch ends at either: small enough for an even share between processes, large enough that a task of the flow costs little."""

LEAST_SHARE_BYTES: Final = 1_000_000
"""Batches are made smaller for the sake of idle processes down to this: a process takes a second to start and 250 MB."""


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """What every worker needs to know, and nothing that is not picklable."""

    seeds_folder: Path
    model: str
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extracted:
    """One batch as read. `documents` are rows of `schemas/documents.py` without lineage; `transient` are ids worth another attempt."""

    documents: list[dict[str, Any]]
    segments: pl.DataFrame
    claims: pl.DataFrame
    transient: frozenset[str] = frozenset()
    problems: list[dict[str, Any]] = field(default_factory=list)


def batches_of(files: Sequence[SourceFile], most_files: int = BATCH_FILES, most_bytes: int = BATCH_BYTES) -> list[list[SourceFile]]:
    """Divide files, in their order, into batches of bounded size; a file larger than the bound is a batch of its own."""
    batches: list[list[SourceFile]] = []
    size = 0
    for file in files:
        if not batches or len(batches[-1]) >= most_files or size + file.size_bytes > most_bytes:
            batches.append([])
            size = 0
        batches[-1].append(file)
        size += file.size_bytes
    return batches


def share_bytes(files: Sequence[SourceFile], processes: int) -> int:
    """How large a batch may be so that a few long documents occupy all processes and do not all fall to one."""
    share = sum(file.size_bytes for file in files) // (2 * processes)
    return BATCH_BYTES if processes == 1 else min(BATCH_BYTES, max(LEAST_SHARE_BYTES, share))


@lru_cache(maxsize=1)
def _extractor(seeds_folder: Path, model: str) -> Extractor:
    from atodds.extraction import Extractor

    return Extractor(seeds_folder, model=model)


def read_batch(files: Sequence[SourceFile], plan: ReadingPlan) -> Extracted:
    """Read and extract files, in this process. Never raises on content: a document that cannot be read is a row with its reason."""
    rows: list[dict[str, Any]] = []
    segments: list[pl.DataFrame] = []
    claims: list[pl.DataFrame] = []
    problems: list[dict[str, Any]] = []
    transient: set[str] = set()
    for file in files:
        row, document_segments, document_claims, lasting, problem = _read_one(file, plan)
        rows.append(row)
        segments.append(document_segments)
        claims.append(document_claims)
        if not lasting:
            transient.add(file.document_id)
        if problem is not None:
            problems.append(problem)
    return Extracted(
        rows,
        pl.concat([empty_frame("segments"), *segments]),
        pl.concat([empty_frame("claims"), *claims]),
        frozenset(transient),
        problems,
    )


def _read_one(file: SourceFile, plan: ReadingPlan) -> tuple[dict[str, Any], pl.DataFrame, pl.DataFrame, bool, dict[str, Any] | None]:
    from atodds.reading import ReadingHint, ReadingLimits, read

    none = (empty_frame("segments"), empty_frame("claims"))
    if file.reason is not None:
        return unreadable_row(file, file.reason), *none, False, None
    try:
        document = read(Path(file.location), hint=ReadingHint(path=file.path, url=file.url), limits=ReadingLimits(**plan.limits))
    except (OSError, MemoryError) as error:
        reason = f"{file.path}: cannot be read ({error}); check the file and run again"
        return unreadable_row(file, reason), *none, False, None
    except Exception as error:  # a mistake of a reader, ours or a third party's, costs one document
        reason = f"{file.path}: its reader failed ({type(error).__name__}: {error}); report it with the file"
        return unreadable_row(file, reason), *none, True, _problem("read", file.path, error)
    if document.content_sha256 and document.content_sha256 != file.content_sha256:
        return unreadable_row(file, f"{file.path}: changed while it was being read; run again"), *none, False, None
    document = replace(document, path=file.path, document_id=file.document_id)
    row = {**document_row(document), "content_sha256": file.content_sha256, "size_bytes": file.size_bytes, "claim_count": 0}
    if row["status"] != DocumentStatus.READ and not row["reason"]:
        row["reason"] = f"{file.path}: {row['status'].replace('_', ' ')}"
    if row["url"] is None:
        row["url"] = file.url
    document_segments = segments_to_frame(document)
    if document.status is not DocumentStatus.READ:
        return row, document_segments, none[1], True, None
    try:
        claims = claims_to_frame(_extractor(plan.seeds_folder, plan.model).extract(document))
    except Exception as error:
        row |= {
            "status": str(DocumentStatus.UNREADABLE),
            "reason": f"{file.path}: extraction failed ({type(error).__name__}: {error}); report it with the file",
        }
        return row, document_segments, none[1], True, _problem("extract", file.path, error)
    row["claim_count"] = claims.height
    return row, document_segments, claims, True, None


def unreadable_row(file: SourceFile, reason: str) -> dict[str, Any]:
    """The row of a document of which nothing could be read."""
    return {
        "document_id": file.document_id,
        "path": file.path,
        "format": Path(file.path).suffix.lstrip(".").lower() or "unknown",
        "content_sha256": file.content_sha256,
        "size_bytes": file.size_bytes,
        "url": file.url,
        "status": str(DocumentStatus.UNREADABLE),
        "reason": reason,
        "notices": [],
        "claim_count": 0,
        "text": "",
    }


def _problem(stage: str, name: str, error: Exception) -> dict[str, Any]:
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    return {"stage": stage, "name": name, "message": f"{type(error).__name__}: {error} ({place})", "claim_ids": []}


def extract_batches(batches: Sequence[Sequence[SourceFile]], plan: ReadingPlan, processes: int = 1) -> Iterator[Extracted]:
    """Read batches, one after the other or in a pool of processes; the results come as they are done.

    At most two batches a process are under way, so memory stays bounded however many documents there are. When a document brings its
    process down, the documents of its batch are read again one by one, each in a process of its own, and the culprit becomes a row.
    """
    if processes <= 1 or len(batches) <= 1:
        for batch in batches:
            yield read_batch(batch, plan)
        return
    waiting = [list(batch) for batch in batches]
    broken: list[list[SourceFile]] = []
    with worker_pool(min(processes, len(batches))) as pool:
        running: dict[Future[Extracted], list[SourceFile]] = {}
        while waiting or running:
            while waiting and len(running) < 2 * processes:
                batch = waiting[0]
                try:
                    with deaf_to_interrupts():  # a process is started where none is idle
                        running[pool.submit(read_batch, batch, plan)] = waiting.pop(0)
                except BrokenProcessPool:
                    broken += [batch, *waiting[1:]] if waiting and waiting[0] is batch else waiting
                    waiting = []
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                batch = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    broken.append(batch)
    for batch in broken:
        for file in batch:
            yield _read_alone(file, plan)


def read_in_pool(pool: ProcessPoolExecutor, batch: Sequence[SourceFile], plan: ReadingPlan) -> Extracted:
    """Read a batch in a pool that the caller holds; a document that brings its process down becomes a row."""
    try:
        return pool.submit(read_batch, list(batch), plan).result()
    except BrokenProcessPool:
        return join(_read_alone(file, plan) for file in batch)


def join(parts: Iterable[Extracted]) -> Extracted:
    """Several batches as one."""
    listed = list(parts)
    return Extracted(
        [row for part in listed for row in part.documents],
        pl.concat([empty_frame("segments"), *(part.segments for part in listed)]),
        pl.concat([empty_frame("claims"), *(part.claims for part in listed)]),
        frozenset().union(*(part.transient for part in listed)),
        [problem for part in listed for problem in part.problems],
    )


def _read_alone(file: SourceFile, plan: ReadingPlan) -> Extracted:
    with worker_pool(1) as pool:
        try:
            with deaf_to_interrupts():
                future = pool.submit(read_batch, [file], plan)
            return future.result()
        except BrokenProcessPool:
            reason = f"{file.path}: brought its reader's process down, perhaps for want of memory; lower the limits under [reading]"
            return Extracted([unreadable_row(file, reason)], empty_frame("segments"), empty_frame("claims"))
