"""Notes that stand as ordinary paragraphs: they begin with the number or sign that an earlier paragraph bears as a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from atodds.reading.blocks import Block, cut
from atodds.vocabulary import SegmentKind

__all__ = ["notes_by_leading_mark"]

_NUMBER = re.compile(r"\(?(\d{1,3})(?P<sign>[.)\]]{1,2})?\s+(?=[A-Z“\"‘(\d])")
_HEADING = re.compile(r"\W*(?:foot|end)?notes?\W*\Z|\W*(?:references|sources)\W*\Z", re.IGNORECASE)
_LONGEST, _STEP = 900, 2
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
    _by_leading_number(blocks)


def _by_leading_number(blocks: Sequence[Block]) -> None:
    """The same where the number at the beginning is not raised, as in "1 Ministry of Farming".

    One after the other, each for a mark that stood before it and that no note has claimed. "1. Drill four wells" may be an item of a list;
    it is a note only under a heading that says so.
    """
    unclaimed: dict[int, str] = {}
    claimed = {block.label for block in blocks if block.label is not None}
    last, under_notes = 0, False
    for block in blocks:
        if block.kind in (SegmentKind.HEADING, SegmentKind.TITLE):
            under_notes = bool(_HEADING.match(block.text))
        found = _NUMBER.match(block.text) if block.kind in _MAYBE_NOTES and len(block.text) <= _LONGEST else None
        number = int(found.group(1)) if found else 0
        if found and number in unclaimed and last < number <= last + _STEP and (under_notes or not found.group("sign")):
            block.kind, block.label = SegmentKind.FOOTNOTE, unclaimed.pop(number)
            cut(block, [(0, found.end())])
            last = number
            continue
        for _, label in block.marks:
            bare = label.rsplit(" ", 1)[-1]  # an EPUB's labels begin with their chapter
            if label not in claimed and bare.isdecimal() and len(bare) <= 3:
                unclaimed[int(bare)] = label
