"""Zip-based formats (DOCX, XLSX, EPUB): opened within limits, their XML parsed without entities or network."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from atodds.reading.limits import ReadingLimits

__all__ = ["Package", "has_member", "open_package", "parse_xml"]


class Package:
    """The members of a zip file, by name; a member that is not there is None."""

    def __init__(self, content: bytes, limits: ReadingLimits) -> None:
        """Open `content`; refuse it when it would unpack to more than the limit.

        Raises:
            ValueError: it would, or one of its members is encrypted.
            zipfile.BadZipFile: it is no zip file.
        """
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        total = 0
        for info in self._zip.infolist():
            total += info.file_size
            if info.flag_bits & 1:
                raise ValueError("the file is encrypted; save it without a password")
        if total > limits.max_unpacked_bytes:
            raise ValueError(f"it unpacks to {total:,} bytes, more than the limit max_unpacked_bytes of {limits.max_unpacked_bytes:,}")
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes | None:
        """The bytes of a member."""
        return self._zip.read(name) if name in self.names else None

    def xml(self, name: str) -> Any | None:
        """A member parsed as XML."""
        content = self.read(name)
        return parse_xml(content) if content else None


def open_package(content: bytes, limits: ReadingLimits) -> Package:
    """The package in `content`."""
    return Package(content, limits)


def parse_xml(content: bytes) -> Any:
    """The root element; no entities, no network, broken markup mended."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True)
    return etree.fromstring(content, parser)


def has_member(head: bytes, prefix: bytes) -> bool:
    """Whether the first bytes of a zip file already name a member that begins with `prefix`."""
    return head.startswith(b"PK\x03\x04") and prefix in head
