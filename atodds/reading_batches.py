"""Reading and extracting a batch of files, and the frames that come of it. One bad document costs one row, one bad sentence a notice.

What to keep out: processes and what ends them, which are `atodds.reading_workers`'.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from atodds.discovering import SourceFile
from atodds.not_understood import figures_not_understood
from atodds.seeds import use_seeds
from atodds.store.frames import claims_to_frame, document_row, empty_frame, segments_to_frame
from atodds.vocabulary import DocumentStatus

if TYPE_CHECKING:
    from atodds.claims import Claim
    from atodds.extraction import Extractor
    from atodds.extraction.sparing import LostSentence
    from atodds.reading import Document

__all__ = [
    "BATCH_BYTES",
    "BATCH_FILES",
    "NOT_EXTRACTED",
    "Extracted",
    "ReadingPlan",
    "batches_of",
    "join",
    "prepare",
    "read_batch",
    "share_bytes",
    "unread",
]

BATCH_FILES: Final = 16
BATCH_BYTES: Final = 4_000_000
"""A batch ends at either: small enough for an even share between processes, large enough that a task of the flow costs little."""

NOT_EXTRACTED: Final = "not extracted: "
"""How a document's notice begins when something of what was read gave no claims."""

MOST_LOST: Final = 20
"""Sentences of one document that its notices name one by one."""

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


def prepare(plan: ReadingPlan) -> None:
    """Load what every document needs: the language model and the seeds.

    Raises:
        ConfigurationError: a seeds file cannot be read.
        OSError: there is no such model.
    """
    use_seeds(plan.seeds_folder)
    _extractor(plan.seeds_folder, plan.model)


def read_batch(files: Sequence[SourceFile], plan: ReadingPlan) -> Extracted:
    """Read and extract files, in this process. Never raises on content: a document that cannot be read is a row with its reason."""
    use_seeds(plan.seeds_folder)
    return join(_read_one(file, plan) for file in files)


def _read_one(file: SourceFile, plan: ReadingPlan) -> Extracted:
    from atodds.reading import ReadingHint, ReadingLimits, read

    if file.reason is not None:
        return unread(file, file.reason.removeprefix(f"{file.path}: "), lasting=False)
    limits = ReadingLimits(**plan.limits)
    until = time.process_time() + limits.max_seconds
    try:
        document = read(Path(file.location), hint=ReadingHint(path=file.path, url=file.url), limits=limits)
    except (OSError, MemoryError) as error:
        return unread(file, f"cannot be read ({error}); check the file and run again", lasting=False)
    except Exception as error:  # a mistake of a reader, ours or a third party's, costs one document
        return unread(file, f"its reader failed ({type(error).__name__}: {error}); report it with the file")
    if document.content_sha256 and document.content_sha256 != file.content_sha256:
        return unread(file, "changed while it was being read; run again", lasting=False)
    document = replace(document, path=file.path, document_id=file.document_id)
    row = {**document_row(document), "content_sha256": file.content_sha256, "size_bytes": file.size_bytes, "claim_count": 0}
    if row["status"] != DocumentStatus.READ and not row["reason"]:
        row["reason"] = f"{file.path}: {row['status'].replace('_', ' ')}"
    if row["url"] is None:
        row["url"] = file.url
    claims: list[Claim] = []
    if document.status is DocumentStatus.READ:
        try:
            claims, notices = _claims_of(document, plan, until)
            row["notices"] = [*row["notices"], *notices]
        except Exception as error:
            row |= {
                "status": str(DocumentStatus.UNREADABLE),
                "reason": f"{file.path}: extraction failed ({type(error).__name__}: {error}); report it with the file",
            }
    row["claim_count"] = len(claims)
    return Extracted([row], segments_to_frame(document), claims_to_frame(claims))


def _claims_of(document: Document, plan: ReadingPlan, until: float) -> tuple[list[Claim], list[str]]:
    """The claims of a document as far as time reaches, and notices of what gave none."""
    from atodds.extraction.sparing import TimeOverError

    claims: list[Claim] = []
    lost: list[LostSentence] = []
    notices: list[str] = []
    try:
        for claim in _extractor(plan.seeds_folder, plan.model).extract_iter(document, lost=lost, until=until):
            claims.append(claim)
        notices += [f"{NOT_EXTRACTED}{told}" for told in figures_not_understood(document, claims)]
    except TimeOverError as over:
        notices.append(
            f"{NOT_EXTRACTED}what stands after the first {over.char_end / max(len(document.text), 1):.0%} of the text, "
            "when its time was over (limit max_seconds); split it, or raise the limit under [reading]"
        )
    notices += [f"{NOT_EXTRACTED}{_in_words(sentence, document)}" for sentence in lost[:MOST_LOST]]
    if len(lost) > MOST_LOST:
        notices.append(f"{NOT_EXTRACTED}{len(lost) - MOST_LOST:,} more sentences, for the like of these reasons")
    return claims, notices


def _in_words(sentence: LostSentence, document: Document) -> str:
    place = document.source_map.place(sentence.char_start, sentence.char_start + len(sentence.text))
    where = f"line {place.line_start}, " if place.line_start else f"page {place.page}, " if place.page else ""
    shown = sentence.text if len(sentence.text) <= 120 else f"{sentence.text[:120]} ..."
    return f'{where}"{shown}" ({type(sentence.error).__name__}: {sentence.error}); report it with the sentence'


def unread(file: SourceFile, reason: str, *, lasting: bool = True) -> Extracted:
    """The row of a document of which nothing could be read. `lasting` unless another attempt may go better."""
    transient = frozenset() if lasting else frozenset({file.document_id})
    return Extracted([unreadable_row(file, f"{file.path}: {reason}")], empty_frame("segments"), empty_frame("claims"), transient)


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


def join(parts: Iterable[Extracted]) -> Extracted:
    """Several batches as one."""
    listed = list(parts)
    return Extracted(
        [row for part in listed for row in part.documents],
        pl.concat([empty_frame("segments"), *(part.segments for part in listed)]),
        pl.concat([empty_frame("claims"), *(part.claims for part in listed)]),
        frozenset().union(*(part.transient for part in listed)),
    )
