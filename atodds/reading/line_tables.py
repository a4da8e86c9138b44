"""The tables among the lines of a text, whatever they are drawn with: bars, gaps, or nothing but figures at the ends of rows.

The finders are asked in order of certainty; what one has taken is blank to the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from atodds.reading.pipe_tables import find_pipe_tables
from atodds.reading.set_tables import find_label_lines, find_set_tables
from atodds.reading.tables import LineTable
from atodds.reading.text_tables import find_text_tables

__all__ = ["find_line_tables"]


def find_line_tables(lines: Sequence[str], first_line: int, width: int) -> list[LineTable]:
    """The tables among `lines` in order; the blocks of each are numbered as table 0.

    Args:
        lines: the lines of a text.
        first_line: the number of the first of them in the file.
        width: the characters of a full line.
    """
    tables = find_pipe_tables(lines, first_line)
    tables += find_set_tables(_without(lines, tables), first_line)
    tables += find_label_lines(_without(lines, tables), first_line, width)
    tables += find_text_tables(_without(lines, tables), first_line, width)
    return sorted(tables, key=lambda table: table.first)


def _without(lines: Sequence[str], tables: Sequence[LineTable]) -> Sequence[str]:
    if not tables:
        return lines
    left = list(lines)
    for table in tables:
        left[table.first : table.last + 1] = [""] * (table.last + 1 - table.first)
    return left
