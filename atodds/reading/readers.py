"""What a reader is, and how the one for a file is found: by what the bytes look like first, by the suffix second.

A reader is one module with a `READER` in it. Third parties add theirs through the entry point group `atodds.readers`, each entry naming
a `Reader`; it is asked before the built-in ones, so it may also replace one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import PurePosixPath

from atodds.reading.blocks import Block
from atodds.reading.document import DocumentMetadata
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.vocabulary import DocumentStatus

__all__ = ["ENTRY_POINT_GROUP", "Reader", "Reading", "RefusedError", "all_readers", "find_reader"]

ENTRY_POINT_GROUP = "atodds.readers"
_BUILT_IN = ("pdf", "docx", "xlsx", "epub", "html", "eml", "csv", "markdown", "plain_text")  # the order in which content is asked
HEAD_BYTES = 4096
_ZIP_DIRECTORY_BYTES = 64 * 1024


class RefusedError(Exception):
    """A document that a reader does not read; the message is the reason, with its mend."""


@dataclass(slots=True)
class Reading:
    """What a reader gives back: blocks in reading order and what the document says of itself."""

    blocks: list[Block] = field(default_factory=list)
    metadata: DocumentMetadata = field(default_factory=DocumentMetadata)
    status: DocumentStatus = DocumentStatus.READ
    reason: str | None = None
    notices: list[str] = field(default_factory=list)
    page_count: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name, its suffixes (with the dot, lower case), a look at its beginning, and the reading itself.

    `looks_like` is given the first 4096 bytes; of a zip file also the last 64 kB, where the names of its members stand.

    `read(content, hint, limits)` may raise on content it cannot make sense of: the caller turns that into an unreadable document.
    """

    name: str
    suffixes: tuple[str, ...]
    looks_like: Callable[[bytes], bool]
    read: Callable[[bytes, ReadingHint, ReadingLimits], Reading]


@cache
def all_readers() -> tuple[Reader, ...]:
    """Third parties' readers, then the built-in ones, in the order in which they are asked."""
    found: list[Reader] = []
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        reader = point.load()
        if isinstance(reader, Reader):
            found.append(reader)
    for name in _BUILT_IN:
        try:
            module = import_module(f"atodds.reading.{name}")
        except ModuleNotFoundError as missing:
            if missing.name != f"atodds.reading.{name}":
                raise
            continue
        found.append(module.READER)
    return tuple(found)


def find_reader(content: bytes, hint: ReadingHint) -> Reader | None:
    """The reader for these bytes, or None when nothing claims them.

    A format named in the hint wins; then content that only one format can have (a PDF called `.txt` is a PDF); then the suffix.
    """
    readers = all_readers()
    if hint.format:
        return next((reader for reader in readers if reader.name == hint.format), None)
    head = content[:HEAD_BYTES]
    if head.startswith(b"PK\x03\x04"):
        head += content[-_ZIP_DIRECTORY_BYTES:]  # the names of all members stand at the end of a zip file
    for reader in readers:
        if reader.looks_like(head):
            return reader
    suffix = PurePosixPath(hint.path or "").suffix.lower()
    return next((reader for reader in readers if suffix in reader.suffixes), None)
