"""Lines to paragraphs: joined with blanks, or with nothing where a word was torn, and torn words mended once the document is known."""

from __future__ import annotations

from collections.abc import Sequence

from atodds.reading.blocks import Block, cut
from atodds.reading.document import Place
from atodds.reading.hyphens import Hyphens
from atodds.vocabulary import SegmentKind

__all__ = ["join_lines", "mend_torn_words"]

_AROUND = ".!?:;…\"'’”»)](“‘,"


def join_lines(kind: SegmentKind, lines: Sequence[str], places: Sequence[Place]) -> tuple[Block, list[tuple[Block, int]]]:
    """One block of several lines, none of them blank, and the offsets of hyphens in it that may have torn a word."""
    pieces: list[str] = []
    starts: list[int] = []
    hyphens: list[int] = []
    offset = 0
    last = len(lines) - 1
    for index, line in enumerate(lines):
        starts.append(offset)
        pieces.append(line)
        offset += len(line)
        if index < last:
            if line[-1] == "-" and len(line) > 1 and line[-2].isalpha() and lines[index + 1][0].isalpha():
                hyphens.append(offset - 1)
            elif line[-1] in "/-–—" and len(line) > 1 and not line[-2].isspace() and line[-2] != line[-1]:
                pass  # "1918-" + "1920", "and/" + "or"
            else:
                pieces.append(" ")
                offset += 1
    block = Block(kind, "".join(pieces), starts, list(places))
    return block, [(block, hyphen) for hyphen in hyphens]


def mend_torn_words(blocks: Sequence[Block], torn: Sequence[tuple[Block, int]]) -> None:
    """Take the hyphens of torn words out, last first within a block, so that offsets hold."""
    if not torn:
        return
    ends = [(block, offset, block.text[max(offset - 40, 0) : offset + 1], block.text[offset + 1 : offset + 41]) for block, offset in torn]
    forms = [f"{before.rsplit(maxsplit=1)[-1]}{after.split(maxsplit=1)[0]}" for _, _, before, after in ends]
    hyphens = Hyphens((block.text for block in blocks), (form.strip(_AROUND) for form in forms))
    by_block: dict[int, tuple[Block, list[tuple[int, int]]]] = {}
    for block, offset, before, after in ends:
        if not hyphens.belongs(before, after):
            by_block.setdefault(id(block), (block, []))[1].append((offset, offset + 1))
    for block, spans in by_block.values():
        cut(block, sorted(spans))
