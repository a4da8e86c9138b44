"""What spreadsheets share: addresses, and a sheet of values as tables with a caption, header rows and notes below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from atodds.reading.blocks import Block
from atodds.reading.tables import GridCell, grid_blocks
from atodds.vocabulary import SegmentKind

__all__ = ["column_letters", "sheet_blocks"]

_NOTE = re.compile(r"(?:sources?|notes?|\*|†|\(?[a-z1-9]\))\s*[:.]?\s", re.IGNORECASE)


def column_letters(index: int) -> str:
    """A, B ... Z, AA: the name of a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_blocks(
    rows: Sequence[Sequence[GridCell]], first_table: int, name: str | None = None, default_mark: str | None = None
) -> list[Block]:
    """The blocks of one sheet: blank rows part tables; a line of one text above a table is its caption, one below it a note.

    Args:
        rows: the sheet from its first row on, blank rows as rows without text.
        first_table: the number of the first table in the document.
        name: the sheet's name, a heading over its tables unless it is one a program gave ("Sheet1").
        default_mark: the decimal mark of columns whose figures do not tell.
    """
    blocks: list[Block] = []
    if name and not re.fullmatch(r"(?:sheet|table|tabelle|feuil)\s*\d*", name, re.IGNORECASE):
        first = next((cell for row in rows for cell in row if cell.text), None)
        if first is not None:
            blocks.append(Block(SegmentKind.HEADING, name, [0], [first.anchors[0][1]], level=1))
    table = first_table
    part: list[Sequence[GridCell]] = []
    caption: str | None = None
    for row in [*rows, []]:
        filled = [cell for cell in row if cell.text and not cell.repeated]
        if len(filled) > 1:
            part.append(row)
            continue
        if filled and part and filled[0] is row[0] and not _NOTE.match(filled[0].text) and len(filled[0].text) < 80:
            part.append(row)  # a stub inside the table ("Eastern provinces"), as long as rows follow
            continue
        if part:
            trailing = _trailing(part)
            blocks.extend(grid_blocks(part, table, caption, default_mark=default_mark))
            table += 1
            part, caption = [], None
            blocks.extend(_single(row, SegmentKind.BODY) for row in trailing)
        if filled:
            text = filled[0]
            is_note = bool(_NOTE.match(text.text))
            blocks.append(
                Block(SegmentKind.CAPTION, text.text, [offset for offset, _ in text.anchors], [place for _, place in text.anchors])
            )
            caption = caption if is_note else (f"{caption}. {text.text}" if caption else text.text)
    return blocks


def _trailing(part: list[Sequence[GridCell]]) -> list[Sequence[GridCell]]:
    """Take rows with a single text off the end of a table: what follows the last full row is a note."""
    taken: list[Sequence[GridCell]] = []
    while part and sum(1 for cell in part[-1] if cell.text and not cell.repeated) == 1 and len(part) > 1:
        taken.insert(0, part.pop())
    return taken


def _single(row: Sequence[GridCell], kind: SegmentKind) -> Block:
    cell = next(cell for cell in row if cell.text)
    return Block(kind, cell.text, [offset for offset, _ in cell.anchors], [place for _, place in cell.anchors])
