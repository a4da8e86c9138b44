"""Tables set out with blanks, tabs or dotted lines in a text: columns are what the gaps of two blanks and more part.

    Income statement                       Dues and duties
                       2018      2017      Harbour dues ........... 41.2
                      £'000     £'000      Pilots ................. 18.6
    Revenue          12,450    11,900
    Staff costs      (4,200)   (4,050)     Town<TAB>Deaths

and lines of a label and one figure behind a single blank ("Total debt 98,300"), two and more in a row.

All lines must agree on the columns, or the table is left to `text_tables.py`, which puts wrapped rows together. A table of contents (dotted
lines to page numbers that go up) is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from atodds.normalising.english import FUNCTION_WORDS
from atodds.normalising.lexicon import load_lexicon
from atodds.reading.document import Place
from atodds.reading.tables import GridCell, LineTable, grid_blocks, header_rows_of, is_figure, is_year, names_a_scale

__all__ = ["find_label_lines", "find_set_tables"]

_GAP = re.compile(r"\s*(?:\.\s?){3,}\s*|\s*…+\s*|\s*\t\s*|\s{2,}")
_LEADERS = re.compile(r"(?:\.\s?){3,}|…")
_LONGEST_CELL = 40  # characters of a cell that is no label: more is prose in two columns
_LONGEST_LABEL = 90
_STUB = 60
_LEAST_ROWS = 2
_MOST_PAGES = 2000
_BULLET = re.compile(r"\s*(?:[•●▪◦‣∙·]|[-*+–—](?=\s))\s*")

_Part = tuple[int, int, str]


def find_set_tables(lines: Sequence[str], first_line: int) -> list[LineTable]:
    """The tables among `lines`; `first_line` is the number of the first of them in the file."""
    tables: list[LineTable] = []
    for begin, end in _runs(lines):
        found = _grid(lines[begin:end])
        if found is None:
            continue
        first, last, rows = found
        grid: list[list[GridCell]] = []
        for offset, row in enumerate(rows, begin + first):
            place = Place(first_line + offset, first_line + offset)
            grid.append(
                [
                    GridCell(text, [(0, place)], repeated=at > 0 and text == row[at - 1] and not is_figure(text))
                    for at, text in enumerate(row)
                ]
            )
        tables.append(LineTable(begin + first, begin + last, tuple(grid_blocks(_with_whole_headers(grid), 0))))
    return tables


def _with_whole_headers(grid: list[list[GridCell]]) -> list[list[GridCell]]:
    """Headers broken over lines put together: "People" over "displaced" is one, "2018" over "£'000" is two."""
    headers = header_rows_of(grid)
    above: list[list[GridCell]] = []
    for row in grid[:headers]:
        grouped = bool(above) and any(cell.repeated for cell in above[-1])
        below = [cell.text for cell in row if cell.text]
        apart = (
            not above
            or grouped
            or any(is_year(cell.text) for cell in above[-1])
            or all(map(names_a_scale, below))
            or all(map(is_year, below))
        )
        if apart:
            above.append(row)
            continue
        for upper, lower in zip(above[-1], row, strict=True):
            offset = len(upper.text) + 1 if upper.text else 0
            upper.anchors = [*(upper.anchors if upper.text else []), *((offset + at, place) for at, place in lower.anchors)]
            upper.text = f"{upper.text} {lower.text}".strip()
    return [*above, *grid[headers:]]


_LABEL_LINE = re.compile(
    r"(?P<label>[^\W\d_(][^.!?;:]{1,70}?[^\W_)])\s(?P<value>[-–−~<>≈(+]?\s?(?:US\s?)?[$€£¥]?\s?\d[\d.,]*(?:\s?(?:%|bn|mn|m|k))?\)?)\s*\Z"
)
_ENDS_OF_FIGURES = frozenset("0123456789)%nmkNMK")
_YEARS = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_FULL = 0.75  # of the width of a full line: such a line is broken prose


def find_label_lines(lines: Sequence[str], first_line: int, width: int) -> list[LineTable]:
    """Lines that hold a label and one figure behind a single blank, two and more in a row: "Revenue 12,450", "- Lowen 31"."""
    tables: list[LineTable] = []
    run: list[tuple[int, str, str]] = []
    for index, line in enumerate([*lines, ""]):
        text = line.strip()
        found = _label_line(line) if text and text[-1] in _ENDS_OF_FIGURES and len(text) < max(_FULL * width, 40) else None
        if found is not None:
            run.append((index, *found))
            continue
        if len(run) >= _LEAST_ROWS and not _is_contents([value for _, _, value in run]):
            grid: list[list[GridCell]] = []
            for at, label, value in run:
                place = Place(first_line + at, first_line + at)
                grid.append([GridCell(label, [(0, place)]), GridCell(value, [(0, place)])])
            tables.append(LineTable(run[0][0], run[-1][0], tuple(grid_blocks(grid, 0, header_rows=0))))
        run = []
    return tables


def _label_line(line: str) -> tuple[str, str] | None:
    """The label and the figure of a line, or None; "Chapter 2", "Budget 2018" and "a loss of 40" are none."""
    bullet = _BULLET.match(line)
    found = _LABEL_LINE.match(line.strip() if not bullet else line[bullet.end() :])
    if not found or not (bullet or found.group("label")[0].isupper()):
        return None
    label, value = found.group("label"), found.group("value").strip()
    if any(letter.isdigit() for letter in _YEARS.sub("", label)):
        return None  # a row of several figures
    words = label.lower().split()
    if (
        is_year(value)
        or not is_figure(value)
        or len(words) > 10
        or words[-1] in FUNCTION_WORDS
        or words[-1].strip(".") in load_lexicon().identifiers
    ):
        return None
    return label, value


def _is_contents(values: Sequence[str]) -> bool:
    """Whether the figures at the ends of lines are page numbers: whole, small, none lower than the one before, and going up."""
    pages = [int(value) for value in values if re.fullmatch(r"[0-9]{1,4}", value)]
    return len(pages) == len(values) > 2 and all(a <= b for a, b in pairwise(pages)) and pages[0] < pages[-1] < _MOST_PAGES


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of lines without a blank one that hold two lines with gaps."""
    begin, gapped = None, 0
    for index, line in enumerate([*lines, ""]):
        if line.strip() and len(line) < 300:
            begin = index if begin is None else begin
            gapped += _may_have_gap(line)
            continue
        if begin is not None and gapped >= _LEAST_ROWS:
            yield begin, index
        begin, gapped = None, 0


def _may_have_gap(line: str) -> bool:
    """Whether a line can hold what parts columns; asked of every line, so without a pattern."""
    text = line.strip()
    return "  " in text or "\t" in text or "..." in text or ". . ." in text or "…" in text


def _parts(line: str) -> list[_Part]:
    """What the gaps of a line part, each with where it begins and ends; a bullet is no part of the label."""
    bullet = _BULLET.match(line)
    at = bullet.end() if bullet else len(line) - len(line.lstrip())
    parts: list[_Part] = []
    for gap in [*_GAP.finditer(line, at), None]:
        end = gap.start() if gap else len(line.rstrip())
        if end > at:
            parts.append((at, end, line[at:end]))
        at = max(gap.end() if gap else end, at)
    return parts


def _grid(lines: Sequence[str]) -> tuple[int, int, list[list[str]]] | None:
    """The first and last line of the table in a run, and its rows; None where the lines do not agree on columns."""
    parted = [_parts(line) for line in lines]
    with_gaps = [index for index, parts in enumerate(parted) if len(parts) > 1]
    first, last = with_gaps[0], with_gaps[-1]
    while first > 0 and _heads_columns(parted[first - 1], lines[first - 1], parted[first]):
        first -= 1
    inner = range(first, last + 1)
    counts = Counter(len(parted[index]) for index in inner if any(is_figure(text) for _, _, text in parted[index][1:]))
    if not counts:
        return None
    columns = counts.most_common(1)[0][0]
    full = [index for index in inner if len(parted[index]) == columns]
    figured = [index for index in full if any(is_figure(text) for _, _, text in parted[index][1:])]
    if len(figured) < _LEAST_ROWS or len(figured) * 2 < len(inner):
        return None
    ends = [parted[index][-1][2] for index in figured]
    dotted = any(_LEADERS.search(lines[index]) for index in figured)
    contents = columns == 2 and (_is_contents(ends) or (dotted and _may_be_pages(ends)))
    if contents:
        return None
    edges = [
        (min(parted[index][column][0] for index in full), max(parted[index][column][1] for index in full)) for column in range(columns)
    ]
    rows: list[list[str]] = []
    for index in inner:
        row = _row(parted[index], columns, edges)
        if row is None or len(row[0]) > _LONGEST_LABEL or any(len(text) > _LONGEST_CELL for text in row[1:]):
            return None
        rows.append(row)
    return first, last, rows


def _heads_columns(parts: list[_Part], line: str, below: list[_Part]) -> bool:
    """Whether a line without gap right above stands over a column of figures: "£'000" set to the right."""
    return len(parts) == 1 and bool(line[:1].isspace()) and len(below) > 1 and parts[0][0] >= below[0][1]


def _row(parts: list[_Part], columns: int, edges: Sequence[tuple[int, int]]) -> list[str] | None:
    """The parts in their columns: all of them, a stub alone, or those of a header by where they stand."""
    if len(parts) == columns:
        return [text for _, _, text in parts]
    if len(parts) > columns:
        return None
    row = [""] * columns
    for start, end, text in parts:
        shared = [min(end, right) - max(start, left) for left, right in edges]
        over = [number for number in range(1, columns) if shared[number] > 0]
        if len(over) > 1 and len(parts) < columns and not any(row[number] for number in over):
            for number in over:  # a group of columns: "Lost" over "2018" and "2019"
                row[number] = text
            continue
        best = max(range(columns), key=lambda number: shared[number])
        if len(parts) == 1 and start <= edges[0][0] + 2 and len(text) <= _STUB:
            best = 0
        elif shared[best] <= 0 or row[best]:
            return None
        row[best] = text
    return row


def _may_be_pages(values: Sequence[str]) -> bool:
    """Two lines with dots and small plain numbers that go up: as likely contents as accounts."""
    return len(values) == _LEAST_ROWS and all(re.fullmatch(r"[0-9]{1,3}", value) and not is_year(value) for value in values)
