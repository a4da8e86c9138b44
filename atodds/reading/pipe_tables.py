"""Tables drawn with bars: Markdown's in any text, and those with rules of plus signs or box-drawing characters.

    | Town  | Deaths |        +-------+--------+        Town   | Deaths
    |-------|--------|        | Town  | Deaths |        Lowen  | 31
    | Lowen | 31     |        +=======+========+        Strand | 18

What a rule line parts off at the top is the header. A line of a menu ("Home | World | Sport") is no table: without a rule or bars at both
ends, three lines of as many fields are asked for, with figures in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from atodds.reading.blocks import Block
from atodds.reading.document import Place
from atodds.reading.markup import take_markup_out
from atodds.reading.tables import GridCell, LineTable, grid_blocks
from atodds.vocabulary import SegmentKind

__all__ = ["find_pipe_tables", "is_pipe_rule", "pipe_grid"]

_FIELD_OF_RULE = re.compile(r":?-+:?\Z")
_DRAWN_RULE = re.compile(r"[+|](?:[-=]+[+|])+\Z")
_BOXES = str.maketrans("│┃║─━═┼╋╬├┤┌┐└┘┬┴╔╗╚╝╠╣╦╩┏┓┗┛┣┫┳┻", "|||---" + "+" * 27)
_LEAST = 3  # lines without rule or outer bars that make a table


def is_pipe_rule(line: str) -> bool:
    """Whether a line is the rule under a header: `|---|:--:|`; the same drawn: `+---+---+`."""
    text = line.strip()
    if not text or text[0] not in "|:-+" or not ("-" in text or "=" in text):
        return False
    if _DRAWN_RULE.match(text):
        return True
    return "|" in text and all(_FIELD_OF_RULE.match(field.strip()) for field in text.strip("|").split("|"))


def find_pipe_tables(lines: Sequence[str], first_line: int) -> list[LineTable]:
    """The tables among `lines`; `first_line` is the number of the first of them in the file."""
    tables: list[LineTable] = []
    index, count = 0, len(lines)
    while index < count:
        if not _may_belong(lines[index]):
            index += 1
            continue
        end = index
        while end < count and _may_belong(lines[end]):
            end += 1
        table = _table([line.translate(_BOXES) for line in lines[index:end]], index, first_line)
        if table is not None:
            tables.append(table)
        index = end
    return tables


def pipe_grid(lines: Sequence[str], first_line: int) -> list[list[GridCell]]:
    """The rows of a table's lines, rules left out; every row as wide as the first."""
    grid: list[list[GridCell]] = []
    for offset, line in enumerate(lines):
        if is_pipe_rule(line):
            continue
        row: list[GridCell] = []
        for text in _fields(line):
            cell = Block(SegmentKind.TABLE, text)
            take_markup_out([cell])
            row.append(GridCell(cell.text.strip(), [(0, Place(first_line + offset, first_line + offset))], header=False))
        grid.append(row)
    width = len(grid[0]) if grid else 0
    for row in grid:
        del row[width:]
    return grid


def _may_belong(line: str) -> bool:
    text = line.strip()
    if not text or text[0] == ">":
        return False
    return "|" in text or any(bar in text for bar in "│┃║") or (text[0] in "+┌├└╔╠╚┏┣┗" and is_pipe_rule(text.translate(_BOXES)))


def _table(lines: list[str], index: int, first_line: int) -> LineTable | None:
    rules = [at for at, line in enumerate(lines) if is_pipe_rule(line)]
    rows = [line for line in lines if not is_pipe_rule(line)]
    if not rows:
        return None
    barred = sum(line.strip().startswith("|") and line.strip().endswith("|") for line in rows)
    widths = {len(_fields(line)) for line in rows}
    ruled = bool(rules) and max(widths) > 1
    alike = len(widths) == 1 and max(widths) > 1 and len(rows) >= _LEAST and _figures(rows[1:]) * 2 >= len(rows)
    if not (ruled or (barred == len(rows) >= 2 and max(widths) > 1) or alike):
        return None
    headers: int | None = None
    if rules:
        inner = [at for at in rules if at > 0]
        above = inner[0] - sum(at < inner[0] for at in rules) if inner else 0
        headers = above if 0 < above < len(rows) else None
    blocks = grid_blocks(pipe_grid(lines, first_line + index), 0, header_rows=headers)
    return LineTable(index, index + len(lines) - 1, tuple(blocks))


def _figures(rows: Sequence[str]) -> int:
    """How many rows have a figure behind their first field."""
    return sum(any(any(letter.isdigit() for letter in field) for field in _fields(row)[1:]) for row in rows)


def _fields(line: str) -> list[str]:
    """The fields of a row; a bar behind a backslash is text."""
    text = line.strip()
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [part.replace("\\|", "|").strip() for part in re.split(r"(?<!\\)\|", text)]
