"""What a reader gives: canonical text, segments over it, and the map back to the original file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["Document", "DocumentMetadata", "Place", "Segment", "SourceMap", "TableCell"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the original file: lines (1-based, inclusive) for text, page (1-based) for PDF, cell for tables."""

    line_start: int | None = None
    line_end: int | None = None
    page: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Maps offsets of the canonical text to places: the anchor at or before an offset holds for it.

    `starts` ascends; `places[i]` holds for offsets `starts[i]` up to `starts[i + 1]`.
    """

    starts: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()

    def place(self, start: int, end: int) -> Place:
        """The place that covers `start..end` (end exclusive): first line of the first anchor to last line of the last."""
        if not self.starts:
            return Place()
        first = self.places[max(bisect_right(self.starts, start) - 1, 0)]
        last = self.places[max(bisect_right(self.starts, max(end - 1, start)) - 1, 0)]
        return Place(first.line_start, last.line_end, first.page, first.cell)


@dataclass(frozen=True, slots=True)
class TableCell:
    """What a table segment knows beyond its text; offsets are into the canonical text of the document.

    A row of a table is one segment whose `cells` carry, for each cell, its header path (outermost first), so that extraction needs
    no view of the whole table. `row_label` is the text of the row's label cell(s), `row_labels` each of them by itself, behind the stub
    they stand under. What the column shows of itself comes along: its decimal mark, what one step of its finest bare figure is worth,
    whether it holds times; and whether the row or the column holds the sum of the others.
    """

    start: int
    end: int
    text: str
    row: int
    column: int
    header: tuple[str, ...] = ()
    row_label: str | None = None
    row_labels: tuple[str, ...] = ()
    decimal_mark: str | None = None  # "." or "," where the column's evidence decides
    last_digit: float | None = None  # None where fewer than two bare figures stand in the column
    holds_times: bool = False  # all figures of its column are years or days: it dates its row
    is_label: bool = False  # it names its row and states nothing
    in_total_row: bool = False
    in_total_column: bool = False
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Segment:
    """A heading, paragraph, table row, footnote, caption or boilerplate block: `char_start..char_end` of the canonical text.

    `heading` is the nearest section heading above; `heading_path` all of them, outermost first. `caption` is the caption of the
    table a row belongs to. A footnote's `anchor` is the offset in the canonical text where its mark stood.

    A line of label and short value ("Deaths: at least 58") is a table row of two cells, however it was written; `label` is the span of
    the label that other prose opens with ("Update: ..."). `list_head` is the line that opens the list an item or row stands in.
    """

    kind: SegmentKind
    char_start: int
    char_end: int
    heading: str | None = None
    heading_path: tuple[str, ...] = ()
    caption: str | None = None
    table: int | None = None
    cells: tuple[TableCell, ...] = ()
    anchor: int | None = None
    label: tuple[int, int] | None = None
    list_head: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """What a document says of itself. `published_on` is never taken from the file's modification time."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One read document. Segments are in text order, do not overlap, and between them cover every character that is not blank."""

    document_id: str
    path: str
    format: str
    content_sha256: str
    text: str = ""
    segments: tuple[Segment, ...] = ()
    source_map: SourceMap = SourceMap()
    metadata: DocumentMetadata = DocumentMetadata()
    status: DocumentStatus = DocumentStatus.READ
    reason: str | None = None  # for every status but `read`: the thing, the place and the mend
    notices: tuple[str, ...] = ()  # limits hit, parts left out: each becomes a visible row
    page_count: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    def text_of(self, segment: Segment) -> str:
        """The canonical text of one segment."""
        return self.text[segment.char_start : segment.char_end]
