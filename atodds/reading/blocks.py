"""What every reader builds, and how it becomes a document: blocks in reading order, joined into canonical text with a source map.

A block is one stretch of one kind (a paragraph, a table row, a footnote) with the places its characters come from. Readers make blocks;
`assemble` alone knows how offsets of the canonical text come about, so that they cannot disagree between formats.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from atodds.reading.document import Place, Segment, SourceMap, TableCell
from atodds.vocabulary import SegmentKind

__all__ = ["BETWEEN_BLOCKS", "BETWEEN_CELLS", "Assembled", "Block", "assemble", "cut"]

BETWEEN_BLOCKS = "\n\n"  # a blank line: no sentence reaches over it
BETWEEN_CELLS = "\t"  # never a blank: "1290 142" must not read as one figure


@dataclass(slots=True)
class Block:
    """One stretch of one kind, before it has a place in the canonical text.

    `starts` ascends and begins with 0; `places[i]` is where the characters from `starts[i]` on stand in the original. `marks` are the
    footnote marks taken out: (offset in `text`, label). `label` is a footnote's own number or sign. Offsets of `cells` are into `text`.
    """

    kind: SegmentKind
    text: str
    starts: list[int] = field(default_factory=lambda: [0])
    places: list[Place] = field(default_factory=lambda: [Place()])
    level: int = 1
    label: str | None = None
    marks: list[tuple[int, str]] = field(default_factory=list)
    cells: tuple[TableCell, ...] = ()
    caption: str | None = None
    table: int | None = None
    labelled: tuple[int, int] | None = None  # the label before a colon that the text opens with
    list_head: str | None = None

    @classmethod
    def joined(cls, kind: SegmentKind, parts: Sequence[tuple[str, Place]], between: str = " ") -> Block:
        """A block of several parts of text, each with its own place."""
        starts, places, offset = [], [], 0
        for text, place in parts:
            starts.append(offset)
            places.append(place)
            offset += len(text) + len(between)
        return cls(kind, between.join(text for text, _ in parts), starts or [0], places or [Place()])


def cut(block: Block, spans: Sequence[tuple[int, int]]) -> None:
    """Take `spans` (ascending, apart) out of the block's text and move its places, marks and cells accordingly."""
    if not spans:
        return
    pieces, removed_before, last, gone = [], [], 0, 0
    for start, end in spans:
        pieces.append(block.text[last:start])
        removed_before.append((start, end, gone))
        gone += end - start
        last = end
    pieces.append(block.text[last:])
    ends = [end for _, end in spans]

    def moved(offset: int) -> int:
        index = bisect_right(ends, offset)  # spans that lie wholly before
        before = removed_before[index][2] if index < len(removed_before) else gone
        inside = max(offset - removed_before[index][0], 0) if index < len(removed_before) else 0
        return offset - before - inside

    block.text = "".join(pieces)
    block.starts = [moved(start) for start in block.starts]
    block.marks = [(moved(offset), label) for offset, label in block.marks]
    if block.cells:
        block.cells = tuple(
            replace(cell, start=moved(cell.start), end=moved(cell.end), text=block.text[moved(cell.start) : moved(cell.end)])
            for cell in block.cells
        )


@dataclass(frozen=True, slots=True)
class Assembled:
    """The canonical text with its segments and source map."""

    text: str
    segments: tuple[Segment, ...]
    source_map: SourceMap
    reached: str | None = None  # the limit that cut the document short


def assemble(blocks: Iterable[Block], max_segments: int, max_chars: int) -> Assembled:
    """Join blocks in reading order: blocks that are blank are dropped, headings are handed down, footnotes find their anchors.

    A document that holds more than `max_segments` blocks or `max_chars` characters ends with the last block that fits.
    """
    pieces: list[str] = []
    starts: list[int] = []
    places: list[Place] = []
    segments: list[Segment] = []
    headings: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()
    marks: dict[str, list[int]] = {}  # label -> offsets of marks that no note has claimed yet
    notes: list[tuple[int, str]] = []  # (index in segments, label)
    offset, reached = 0, None
    for block in blocks:
        text = block.text
        if not text or text.isspace():
            continue
        if len(segments) >= max_segments or offset + len(text) > max_chars:
            reached = "max_segments" if len(segments) >= max_segments else "max_chars"
            break
        if block.kind in (SegmentKind.HEADING, SegmentKind.TITLE):
            level = 0 if block.kind is SegmentKind.TITLE else block.level
            while headings and headings[-1][0] >= level:
                headings.pop()
        for start, place in zip(block.starts, block.places, strict=True):
            starts.append(offset + start)
            places.append(place)
        end = offset + len(text)
        cells = tuple(replace(cell, start=cell.start + offset, end=cell.end + offset) for cell in block.cells) if block.cells else ()
        for mark, label in block.marks:
            marks.setdefault(label, []).append(offset + mark)
        if block.label is not None:
            notes.append((len(segments), block.label))
        segments.append(
            Segment(
                kind=block.kind,
                char_start=offset,
                char_end=end,
                heading=path[-1] if path else None,
                heading_path=path,
                caption=block.caption,
                table=block.table,
                cells=cells,
                label=(block.labelled[0] + offset, block.labelled[1] + offset) if block.labelled else None,
                list_head=block.list_head,
            )
        )
        if block.kind is SegmentKind.HEADING:
            headings.append((block.level, text))
            path = tuple(heading for _, heading in headings)
        elif block.kind is SegmentKind.TITLE:
            path = tuple(heading for _, heading in headings)
        pieces.append(text)
        pieces.append(BETWEEN_BLOCKS)
        offset = end + len(BETWEEN_BLOCKS)
    if pieces:
        pieces.pop()
    first_offsets = [segment.char_start for segment in segments]
    for index, label in notes:
        anchor = _anchor(segments[index].char_start, marks.get(label, ()))
        if anchor is not None:
            # A note belongs to the section of its mark, wherever the page or the end of the text has put it.
            marked = segments[max(bisect_right(first_offsets, max(anchor - 1, 0)) - 1, 0)]
            segments[index] = replace(segments[index], anchor=anchor, heading=marked.heading, heading_path=marked.heading_path)
    return Assembled("".join(pieces), tuple(segments), SourceMap(tuple(starts), tuple(places)), reached)


def _anchor(note_start: int, offsets: Sequence[int]) -> int | None:
    """The nearest mark before the note; the first after it when notes come first."""
    if not offsets:
        return None
    before = bisect_right(offsets, note_start)
    return offsets[before - 1] if before else offsets[0]
