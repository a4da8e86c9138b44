"""Markdown by suffix; a `.txt` file that carries Markdown goes the same way."""

from __future__ import annotations

from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.plain_text import READER as PLAIN_TEXT
from atodds.reading.readers import Reader, Reading

__all__ = ["READER"]


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    return PLAIN_TEXT.read(content, hint, limits)


READER = Reader("md", (".md", ".markdown", ".mdown", ".mkd"), lambda head: False, _read)
