"""The limits of reading, each a named setting with a default, and what a caller may tell the reader beforehand."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ReadingHint", "ReadingLimits"]


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much of one document is read. Hitting a limit never fails the document: it leaves a notice that names the setting."""

    max_bytes: int = 256 * 1024 * 1024  # a larger file is not read at all
    max_segments: int = 200_000  # paragraphs, rows and notes of one document
    max_pages: int = 5_000  # pages of a PDF
    max_ruled_pages: int = 300  # pages of a PDF shown to pdfplumber, which takes its time
    max_cells: int = 200_000  # cells of a spreadsheet or table
    max_unpacked_bytes: int = 200 * 1024 * 1024  # of text that a zip-based format (docx, xlsx, epub) may unpack to
    max_chars: int = 10_000_000  # of text that are kept of one document
    max_seconds: int = 60  # of the processor, for reading and extracting; held by the worker processes
    max_memory_bytes: int = 1_500_000_000  # what a worker process may take for one document


@dataclass(frozen=True, slots=True)
class ReadingHint:
    """What the caller knows: the path to show, the format when suffix and content mislead, and metadata that overrules the document's."""

    path: str | None = None
    format: str | None = None
    encoding: str | None = None
    url: str | None = None
    publisher: str | None = None
