"""Zip-based formats (DOCX, XLSX, EPUB): opened within limits, their XML parsed without entities or network."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from atodds.reading.limits import ReadingLimits
from atodds.reading.readers import RefusedError

__all__ = ["TOO_DEEP", "Package", "has_member", "is_too_deep", "open_package", "parse_xml"]

TOO_DEEP = "what stands behind more than 2,048 elements within each other was not read"
_TEXT = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".css", ".ncx")


class Package:
    """The members of a zip file, by name; a member that is not there is None. `notices` say what of them could not be read."""

    def __init__(self, content: bytes, limits: ReadingLimits) -> None:
        """Open `content`; refuse it when its text would unpack to more than the limit. Pictures do not count: they are not unpacked.

        Raises:
            RefusedError: it would, or one of its members is encrypted.
            zipfile.BadZipFile: it is no zip file.
        """
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        total = 0
        for info in self._zip.infolist():
            if info.filename.lower().endswith(_TEXT):
                total += info.file_size
            if info.flag_bits & 1:
                raise RefusedError("the file is encrypted; save it without a password")
        if total > limits.max_unpacked_bytes:
            raise RefusedError(
                f"it unpacks to {total:,} bytes, more than the limit max_unpacked_bytes of {limits.max_unpacked_bytes:,}; "
                "split it, or raise the limit under [reading]"
            )
        self.names = frozenset(self._zip.namelist())
        self.notices: list[str] = []

    def read(self, name: str) -> bytes | None:
        """The bytes of a member."""
        return self._zip.read(name) if name in self.names else None

    def xml(self, name: str) -> Any | None:
        """A member parsed as XML."""
        content = self.read(name)
        if not content:
            return None
        root, complete = parse_xml(content)
        if not complete:
            self.notices.append(TOO_DEEP)
        return root


def open_package(content: bytes, limits: ReadingLimits) -> Package:
    """The package in `content`."""
    return Package(content, limits)


def parse_xml(content: bytes) -> tuple[Any, bool]:
    """The root element, and whether all of it was parsed; no entities, no network, broken markup mended."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True, remove_comments=True)
    root = etree.fromstring(content, parser)
    return root, not is_too_deep(parser)


def is_too_deep(parser: Any) -> bool:
    """Whether the parser stopped where elements stand deeper than it goes, and left out everything after that."""
    return any("depth" in entry.message for entry in parser.error_log)


def has_member(head: bytes, prefix: bytes) -> bool:
    """Whether the first bytes of a zip file already name a member that begins with `prefix`."""
    return head.startswith(b"PK\x03\x04") and prefix in head
