"""A file or address of a run as it was found: where its bytes are, and their hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["SourceFile", "hash_file"]

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file or address as found. `reason` says why it could not be opened; its hash is then empty."""

    path: str  # as documents and claims name it
    location: str  # where the bytes are
    content_sha256: str = ""
    size_bytes: int = 0
    url: str | None = None
    reason: str | None = None

    @property
    def document_id(self) -> str:
        """First 16 hex digits of the hash over its bytes; over its path where no byte could be read."""
        return (self.content_sha256 or hashlib.sha256(f"unreadable:{self.path}".encode()).hexdigest())[:16]


def hash_file(file: SourceFile) -> SourceFile:
    """The file with hash and size of its bytes, or with the reason why they could not be read."""
    digest = hashlib.sha256()
    size = 0
    try:
        with open(file.location, "rb") as stream:  # noqa: PTH123 (a location may be no valid UTF-8)
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        return replace(file, reason=f"{file.path}: cannot be opened ({error.strerror}); check its permissions")
    return replace(file, content_sha256=digest.hexdigest(), size_bytes=size)
