"""Rows of cells, from whatever format, to table blocks: header path, row label, and what each column shows of itself (`columns.py`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from atodds.reading.blocks import BETWEEN_CELLS, Block
from atodds.reading.columns import Column, column_of, heads_times, is_day, is_total
from atodds.reading.document import Place, TableCell
from atodds.reading.labelled import is_labelled_value
from atodds.vocabulary import SegmentKind

__all__ = [
    "Cell",
    "GridCell",
    "LineTable",
    "caption_before",
    "grid_blocks",
    "header_rows_of",
    "is_figure",
    "is_year",
    "label_columns_of",
    "names_a_scale",
    "row_blocks",
    "spanned",
]

WIDEST_SPAN = 60  # cells: one that spans a million would be a million
_SPAN_DIGITS = 9  # of a span of thousands of digits, which `int` refuses


@dataclass(slots=True)
class Cell:
    """One cell before it has an offset: its text, and where its characters come from as (offset in the text, place)."""

    text: str
    anchors: list[tuple[int, Place]] = field(default_factory=lambda: [(0, Place())])
    label: bool = False


def row_blocks(
    rows: Sequence[Sequence[Cell]],
    headers: Sequence[str | Sequence[str] | None],
    table: int,
    caption: str | None,
    first_row: int = 0,
    default_mark: str | None = None,
) -> list[Block]:
    """One block per row.

    Args:
        rows: the rows without header rows; cells marked `label` name the row and are joined for `row_label`.
        headers: per column its header, or its header path (outermost first); shorter than the rows where it is not known.
        table: the number of the table in the document.
        caption: the table's caption.
        first_row: the number of the first row.
        default_mark: the decimal mark of columns whose figures do not tell, where the format does.
    """
    paths = [_path(header) for header in headers]
    width = max((len(row) for row in rows), default=0)
    columns = [
        column_of([row[at].text for row in rows if at < len(row)], paths[at] if at < len(paths) else (), default_mark)
        for at in range(width)
    ]
    summed = [bool(path) and is_total(path[-1]) for path in paths]
    blocks: list[Block] = []
    for number, row in enumerate(rows, first_row):
        labels = tuple(cell.text for cell in row if cell.label and cell.text)
        label = " ".join(labels) or None
        sum_row = any(is_total(text) for text in labels)
        pieces: list[str] = []
        starts: list[int] = []
        places: list[Place] = []
        cells: list[TableCell] = []
        offset = 0
        for column, cell in enumerate(row):
            if not cell.text:
                continue
            if pieces:
                pieces.append(BETWEEN_CELLS)
                offset += len(BETWEEN_CELLS)
            for inside, place in cell.anchors:
                if inside <= len(cell.text):
                    starts.append(offset + inside)
                    places.append(place)
            pieces.append(cell.text)
            shown: Column = columns[column]
            cells.append(
                TableCell(
                    start=offset,
                    end=offset + len(cell.text),
                    text=cell.text,
                    row=number,
                    column=column,
                    header=paths[column] if column < len(paths) else (),
                    row_label=None if cell.label else label,
                    row_labels=() if cell.label else labels,
                    decimal_mark=shown.decimal_mark,
                    last_digit=shown.last_digit,
                    holds_times=shown.holds_times,
                    is_label=cell.label,
                    in_total_row=sum_row,
                    in_total_column=column < len(summed) and summed[column],
                    place=cell.anchors[0][1] if len(cell.anchors) == 1 else _span(cell.anchors),
                )
            )
            offset += len(cell.text)
        if pieces:
            blocks.append(
                Block(
                    SegmentKind.TABLE, "".join(pieces), starts or [0], places or [Place()], cells=tuple(cells), caption=caption, table=table
                )
            )
    return blocks


def _path(header: str | Sequence[str] | None) -> tuple[str, ...]:
    if not header:
        return ()
    if isinstance(header, str):
        return (header,)
    path: list[str] = []
    for part in header:
        if part and (not path or path[-1] != part):
            path.append(part)
    return tuple(path)


def _span(anchors: Sequence[tuple[int, Place]]) -> Place:
    first, last = anchors[0][1], anchors[-1][1]
    return Place(first.line_start, last.line_end, first.page, first.cell)


@dataclass(frozen=True, slots=True)
class LineTable:
    """A table found among the lines of a text: lines `first..last` (indices into the lines given) and its blocks."""

    first: int
    last: int
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class GridCell:
    """One field of a rectangular table: a cell that spans several stands in each, `repeated` in all but the first."""

    text: str
    anchors: list[tuple[int, Place]] = field(default_factory=lambda: [(0, Place())])
    header: bool = False
    repeated: bool = False


_NUMBER_CELL = re.compile(
    r"\W{0,4}(?:US|USD|EUR|GBP|RM|Rs)?[\s$€£¥~<>≈≥≤+–−(-]*\d[\d.,\s'’%–-]*(?:bn|mn|tn|m|k|%|million|billion|thousand|[*†‡]|\[\w+\]|\(.{1,24}\)|\))?\s*\Z",
    re.IGNORECASE,
)
_YEAR_CELL = re.compile(r"\W*(?:FY\s?)?(?:1[5-9]|20)\d\d(?:\s?[/–-]\s?\d{2,4})?(?:\s?\([a-z. ]{1,24}\)|\s?[a-z]|\*)?\W*\Z", re.IGNORECASE)
_THOUSANDS = re.compile(r"\W*['’´`]?000(?:['’]?s)?\W*\Z", re.IGNORECASE)
_EMPTY_CELL = re.compile(r"[^\w%$€£¥]*(?:n/?a|nil|none|x)?[^\w%$€£¥]*\Z", re.IGNORECASE)


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure and nothing else, and no time; `£'000` and `000s` say what the figures below are in."""
    return bool(_NUMBER_CELL.match(text)) and not (is_year(text) or is_day(text) or _THOUSANDS.match(text))


def names_a_scale(text: str) -> bool:
    """Whether a text says what figures are in: `£'000`, `in millions`, `US$ million`."""
    return bool(_UNIT_BAND.search(text))


def is_year(text: str) -> bool:
    """Whether a cell holds a year and nothing else: `2018`, `2018/19`, `FY 2018`, `2018 (est.)`."""
    return bool(_YEAR_CELL.match(text))


def header_rows_of(grid: Sequence[Sequence[GridCell]]) -> int:
    """How many rows at the top are headers: rows marked so, or rows without a figure above rows that have some.

    A row of years ("2007 | 2008") above figures is a header as well. At most four rows, and never all of them.
    """
    marked = 0
    for row in grid:
        filled = [cell for cell in row if cell.text]
        if filled and all(cell.header for cell in filled) and not (len(filled) > 1 and any(is_figure(cell.text) for cell in filled[1:])):
            marked += 1
        else:
            break
    if marked:
        return min(marked, max(len(grid) - 1, 1))
    for number, row in enumerate(grid[:5]):
        if any(is_figure(cell.text) for cell in row[1:]):
            return number if number <= 4 else 0
    # no figures at all: a first row of short texts above longer ones
    if len(grid) > 1 and len(grid[0]) > 1 and all(0 < len(cell.text) <= 40 for cell in grid[0]):
        return 1
    return 0


def label_columns_of(grid: Sequence[Sequence[GridCell]], header_rows: int) -> int:
    """How many columns at the left name the row: columns of words before the first column that holds mostly figures."""
    body = grid[header_rows:]
    width = max((len(row) for row in body), default=0)
    labels = 0
    for column in range(width):
        cells = [row[column].text for row in body if column < len(row) and row[column].text]
        figures = sum(is_figure(text) or bool(_EMPTY_CELL.match(text)) for text in cells)
        years = sum(bool(_YEAR_CELL.match(text)) for text in cells)
        over = [row[column].text for row in grid[:header_rows] if column < len(row) and row[column].text]
        if years and over and not heads_times(over):
            figures, years = figures + years, 0  # 2002 under "Votes" is a number
        marked = sum(1 for row in body if column < len(row) and row[column].header)
        if marked * 2 > len(body) or (cells and (figures * 2 < len(cells) or (column == 0 and years * 2 > len(cells)))):
            labels += 1
        else:
            break
        if column >= 2:
            break
    if labels == width and width > 1:
        return 1
    return labels


_SENTENCE = re.compile(r"[.!?,;…]\W*\Z")
_UNIT_BAND = re.compile(  # what figures are in, told in a line of its own
    r"[$£€]\s?['’]?000|\b(?:in\s+)?(?:thousands|millions|billions)\b|[$£€]\s?(?:m|mn|million|bn|billion)\b", re.IGNORECASE
)


def caption_before(blocks: Sequence[Block]) -> str | None:
    """The caption of a table that follows `blocks`: the last of them, where it is a caption or reads like one.

    A short paragraph without a full stop right above a table ("Defence budget in million US dollars") is its caption. One that ends in a
    colon says what the table holds and stays a paragraph.
    """
    if not blocks:
        return None
    last = blocks[-1]
    if last.kind is SegmentKind.CAPTION:
        return last.text
    if last.kind is SegmentKind.HEADING and names_a_scale(last.text):
        last.kind = SegmentKind.CAPTION  # "At 30 September 2018 £'000" says what the figures below it are in
        return last.text
    if last.kind is SegmentKind.BODY and len(last.text) < 200 and not _SENTENCE.search(last.text) and not is_labelled_value(last.text):
        if not last.text.rstrip().endswith(":"):
            last.kind = SegmentKind.CAPTION
        return last.text.rstrip(" :")
    return None


def spanned(written: str | None) -> int:
    """How many rows or columns a cell says it spans: at least one, and no more than `WIDEST_SPAN` whatever it says."""
    text = (written or "").strip()
    return min(max(int(text[:_SPAN_DIGITS]), 1), WIDEST_SPAN) if text.isdecimal() else 1


def grid_blocks(
    grid: Sequence[Sequence[GridCell]],
    table: int,
    caption: str | None = None,
    header_rows: int | None = None,
    default_mark: str | None = None,
) -> list[Block]:
    """The blocks of a rectangular table: header rows as boilerplate without cells, then one block per row.

    A row whose only text is in its first field ("Eastern provinces") is a stub: it leads the labels of the rows below it.
    """
    grid = [row for row in grid if any(cell.text for cell in row)]
    if not grid:
        return []
    width = max(len(row) for row in grid)
    headers = header_rows_of(grid) if header_rows is None else header_rows
    if header_rows and width > 1 and any(is_figure(cell.text) for row in grid[:header_rows] for cell in row[1:]):
        headers = 0  # the first row of a table that has no header was marked as one: "| Deaths | 71 |" over "|---|---|"
    labels = label_columns_of(grid, headers)
    over = range(headers)
    if (
        caption is None
        and headers
        and width > 1
        and grid[0][0].text
        and sum(bool(cell.text) and not cell.repeated for cell in grid[0]) == 1
    ):
        caption, over = grid[0][0].text, range(1, headers)  # the name over an infobox heads no column
    paths: list[list[str]] = []
    for column in range(width):
        paths.append([grid[row][column].text for row in over if column < len(grid[row]) and grid[row][column].text])
    blocks: list[Block] = []
    for row in grid[:headers]:
        shown = [Cell(cell.text, cell.anchors) for cell in row if cell.text and not cell.repeated]
        for block in row_blocks([shown], [], table, caption):
            block.cells, block.kind = (), SegmentKind.BOILERPLATE  # years and units over columns state nothing by themselves
            blocks.append(block)
    rows: list[list[Cell]] = []
    stubs: list[str | None] = []
    stub: str | None = None
    for row in grid[headers:]:
        filled = [cell for cell in row if cell.text and not cell.repeated]
        if len(filled) == 1 and width > 2 and row[0].text and not is_figure(row[0].text) and len(row[0].text) < 80:
            stub = row[0].text.rstrip(":")
        cells = [
            Cell("" if cell.repeated and column >= labels else cell.text, cell.anchors, label=column < labels)
            for column, cell in enumerate(row)
        ]
        rows.append(cells)
        stubs.append(stub if len(filled) > 1 else None)
    made = row_blocks(rows, paths, table, caption, first_row=headers, default_mark=default_mark)
    lead = iter(stub for stub, row in zip(stubs, rows, strict=True) if any(cell.text for cell in row))
    for block, above in zip(made, lead, strict=True):
        if above:
            block.cells = tuple(
                replace(cell, row_label=f"{above}, {cell.row_label}" if cell.row_label else above, row_labels=(above, *cell.row_labels))
                if cell.row_label or cell.column
                else cell
                for cell in block.cells
            )
    return blocks + made
