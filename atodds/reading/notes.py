"""Notes that stand as ordinary paragraphs: a raised number at the beginning that an earlier paragraph bears as a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from atodds.reading.blocks import Block
from atodds.vocabulary import SegmentKind

__all__ = ["notes_by_leading_mark"]

_MAYBE_NOTES = frozenset({SegmentKind.BODY, SegmentKind.LIST_ITEM})


def notes_by_leading_mark(blocks: Sequence[Block]) -> None:
    """Turn paragraphs that begin with the mark of an earlier one into footnotes with that label."""
    seen: set[str] = set()
    for block in blocks:
        if block.kind in _MAYBE_NOTES and block.marks and block.marks[0][0] == 0 and block.marks[0][1] in seen:
            block.kind, block.label = SegmentKind.FOOTNOTE, block.marks[0][1]
            block.marks = block.marks[1:]
            if block.text[:1] in " .)":
                block.text = re.sub(r"\A[ .)]", " ", block.text)
            continue
        seen.update(label for _, label in block.marks)
