"""The one way in: a path or bytes to a `Document`. Whatever the content, it answers; what went wrong is in `status` and `reason`."""

from __future__ import annotations

import gc
import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from atodds.reading.blocks import assemble
from atodds.reading.document import Document, DocumentMetadata
from atodds.reading.labelled import label_values
from atodds.reading.language import CHECKED_LANGUAGES, detect_language
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.readers import Reading, RefusedError, find_reader
from atodds.reading.said_of_itself import publisher_of_address
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["read"]

_SOURCE_LINE = re.compile(r"\W*[Ss]ources?\b\s*(?::|[A-Z])")
_LARGE = 200_000  # bytes
_LOG = logging.getLogger(__name__)


def read(source: Path | bytes, hint: ReadingHint | None = None, limits: ReadingLimits | None = None) -> Document:
    """Read one document of any supported format.

    Args:
        source: a file, or the bytes of one (then name its path in the hint, for its suffix).
        hint: what the caller knows of the document; overrules what is detected.
        limits: how much is read; see `ReadingLimits`.

    Returns:
        The document. Never raises on content: a file that cannot be read, is empty, or is in a language the rules do not cover comes back
        with its status, and a reason that names the mend.

    Raises:
        OSError: the file itself cannot be opened; that is the caller's to retry.
    """
    hint, limits = hint or ReadingHint(), limits or ReadingLimits()
    if isinstance(source, bytes):
        content = source
    else:
        if hint.path is None:
            hint = replace(hint, path=source.as_posix())
        size = source.stat().st_size
        if size > limits.max_bytes:
            return _too_large(source, size, hint, limits)
        content = source.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    path = hint.path or "(bytes)"
    reader = None
    if len(content) > limits.max_bytes:
        reading = _failed(f"{len(content):,} bytes are more than the limit max_bytes of {limits.max_bytes:,}")
    elif not content:
        reading = Reading(status=DocumentStatus.EMPTY, reason="the file is empty")
    else:
        reader = find_reader(content, hint)
        if reader is None:
            reading = _failed(
                f"no reader for {PurePosixPath(path).suffix or 'this content'}; save it as text, HTML, PDF, DOCX, XLSX or CSV"
            )
        else:
            try:
                with _collector_paused(len(content)):
                    reading = reader.read(content, hint, limits)
            except (MemoryError, KeyboardInterrupt):
                raise
            except RefusedError as refused:
                reading = _failed(str(refused))
            except Exception as error:  # a reader met content it cannot make sense of: one document lost, not the run
                _LOG.debug("reader %s failed on %s", reader.name, path, exc_info=True)
                reading = _failed(
                    f"the {reader.name} reader could not read it ({type(error).__name__}: {str(error)[:200]}); open and save it again"
                )
    size = len(content)
    del content
    with _collector_paused(size):
        return _document(
            reading, reader.name if reader else PurePosixPath(path).suffix.lstrip(".").lower() or "unknown", digest, path, hint, limits
        )


@contextmanager
def _collector_paused(size: int) -> Iterator[None]:
    """Pause the cyclic garbage collector for a large document.

    A line becomes a place and stays: a large document makes hundreds of thousands of objects that live, and the collector goes over all
    of them again and again, for up to a third of the time. None of them is part of a cycle.
    """
    if size < _LARGE or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _failed(reason: str) -> Reading:
    return Reading(status=DocumentStatus.UNREADABLE, reason=reason)


def _document(reading: Reading, name: str, digest: str, path: str, hint: ReadingHint, limits: ReadingLimits) -> Document:
    status, reason = reading.status, reading.reason
    language = None
    if status is DocumentStatus.READ:
        language = detect_language(reading.blocks) or reading.metadata.language
    blocks, reading.blocks = reading.blocks, []
    for block in blocks:
        if block.kind is SegmentKind.CAPTION and _SOURCE_LINE.match(block.text):
            block.kind = SegmentKind.REFERENCE  # "Source: Europe Report N 176, 2006" cites, it states nothing
    label_values(blocks)
    assembled = assemble(blocks, limits.max_segments, limits.max_chars)
    notices = list(reading.notices)
    if assembled.reached == "max_segments":
        notices.append(f"only the first {limits.max_segments:,} segments were kept (limit max_segments)")
    elif assembled.reached == "max_chars":
        notices.append(f"only the first {len(assembled.text):,} characters were kept (limit max_chars)")
    if status is DocumentStatus.READ and not assembled.segments:
        status, reason = (DocumentStatus.UNREADABLE, notices[0]) if notices else (DocumentStatus.EMPTY, "the file holds no text")
    elif status is DocumentStatus.READ and language is not None and language not in CHECKED_LANGUAGES:
        status, reason = DocumentStatus.NOT_CHECKED, f"the text is in {language!r}; the rules cover English only"
    metadata = replace(reading.metadata, language=language)
    if metadata.title is None:
        title = next((segment for segment in assembled.segments[:12] if segment.kind is SegmentKind.TITLE), None)
        metadata = replace(metadata, title=assembled.text[title.char_start : title.char_end] if title else None)
    return Document(
        document_id=digest[:16],
        path=path,
        format=name,
        content_sha256=digest,
        text=assembled.text,
        segments=assembled.segments,
        source_map=assembled.source_map,
        metadata=_with_hint(metadata, hint),
        status=status,
        reason=reason,
        notices=tuple(dict.fromkeys(notices)),
        page_count=reading.page_count,
        extra=dict(reading.extra),
    )


def _with_hint(metadata: DocumentMetadata, hint: ReadingHint) -> DocumentMetadata:
    url = hint.url or metadata.url
    return replace(metadata, url=url, publisher=hint.publisher or metadata.publisher or publisher_of_address(url))


def _too_large(source: Path, size: int, hint: ReadingHint, limits: ReadingLimits) -> Document:
    """A file over the limit is hashed in pieces, so that it has an id, and not read."""
    digest = hashlib.sha256()
    with source.open("rb") as opened:
        while piece := opened.read(1 << 20):
            digest.update(piece)
    reason = f"{size:,} bytes are more than the limit max_bytes of {limits.max_bytes:,}; split the file or raise the limit"
    return _document(
        _failed(reason), source.suffix.lstrip(".").lower() or "unknown", digest.hexdigest(), hint.path or source.as_posix(), hint, limits
    )
