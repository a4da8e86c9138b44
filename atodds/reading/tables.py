"""Rows of cells, from whatever format, to table blocks: header path, row label, and the decimal mark, decided per column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from atodds.reading.blocks import BETWEEN_CELLS, Block
from atodds.reading.document import Place, TableCell
from atodds.vocabulary import SegmentKind

__all__ = ["Cell", "decimal_mark_of", "row_blocks"]

_FIGURE = re.compile(r"(?<![\w.,])[-–−+]?\d[\d.,\s  '’]*\d|\d")


@dataclass(slots=True)
class Cell:
    """One cell before it has an offset: its text, and where its characters come from as (offset in the text, place)."""

    text: str
    anchors: list[tuple[int, Place]] = field(default_factory=lambda: [(0, Place())])
    label: bool = False


def decimal_mark_of(texts: Iterable[str]) -> str | None:
    """The decimal mark a column's figures speak for, or None when none of them tells.

    `3,13` and `3,90` can only be decimal commas; `42,000` can be either and says nothing; `9.2` can only be a point; `1.234,5` and
    `1,234.5` name both marks. Evidence for both sides leaves it open.
    """
    comma = point = 0
    for text in texts:
        for found in _FIGURE.finditer(text):
            figure = re.sub(r"[\s  '’+–−-]", "", found.group())
            commas, points = figure.count(","), figure.count(".")
            if commas and points:
                if figure.rfind(",") > figure.rfind("."):
                    comma += 1
                else:
                    point += 1
            elif commas == 1 and len(figure) - figure.index(",") - 1 != 3:
                comma += 1
            elif points == 1 and len(figure) - figure.index(".") - 1 != 3:
                point += 1
            elif commas == 1 and figure.startswith("0,"):
                comma += 1
            elif points == 1 and figure.startswith("0."):
                point += 1
            elif commas > 1:
                point += 1  # 1,027,000: commas part thousands
            elif points > 1:
                comma += 1
    if comma and not point:
        return ","
    if point and not comma:
        return "."
    return None


def row_blocks(
    rows: Sequence[Sequence[Cell]],
    headers: Sequence[str | Sequence[str] | None],
    table: int,
    caption: str | None,
    first_row: int = 0,
) -> list[Block]:
    """One block per row.

    Args:
        rows: the rows without header rows; cells marked `label` name the row and are joined for `row_label`.
        headers: per column its header, or its header path (outermost first); shorter than the rows where it is not known.
        table: the number of the table in the document.
        caption: the table's caption.
        first_row: the number of the first row.
    """
    paths = [_path(header) for header in headers]
    width = max((len(row) for row in rows), default=0)
    marks = [decimal_mark_of(row[column].text for row in rows if column < len(row)) for column in range(width)]
    blocks: list[Block] = []
    for number, row in enumerate(rows, first_row):
        label = " ".join(cell.text for cell in row if cell.label and cell.text) or None
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
            cells.append(
                TableCell(
                    start=offset,
                    end=offset + len(cell.text),
                    text=cell.text,
                    row=number,
                    column=column,
                    header=paths[column] if column < len(paths) else (),
                    row_label=None if cell.label else label,
                    decimal_mark=marks[column],
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
