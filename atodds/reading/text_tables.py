"""Tables that a text file has flattened into lines: rows that end in several figures, under a caption or one another.

The number of columns is what most rows agree on. A row whose label or first cell was wrapped over lines is put together again; lines of
words above the first row are the header, split into columns where it can be told where one ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from atodds.reading.blocks import Block
from atodds.reading.document import Place
from atodds.reading.tables import Cell, LineTable, row_blocks
from atodds.vocabulary import SegmentKind

__all__ = ["find_text_tables"]

_FIGURE = (
    r"[-–−+~<>≈]?\s?(?:US\s?)?[$€£¥]?\s?\d{1,3}(?:,\s?\d{3})+(?:\.\d+)?|[-–−+~<>≈]?(?:US)?[$€£¥]?\d[\d.,]*\d|[-–−+~<>≈]?(?:US)?[$€£¥]?\d"
)
_CELL = (
    rf"(?:(?:{_FIGURE})(?:\s?(?:%|bn|mn|tn|m|k|billion|million|thousand|trillion)\b|\s?%)?"
    r"(?:\s\([\d.,%–-]+\))?|n/?a|\.\.\.?|[-–—](?=\s|\Z))"
)
# A cell is read in one way, and not in another when what stands behind is none: `1,000 1,000 ...` has two ways for each.
_WHOLE_CELL = rf"(?>{_CELL}(?=\s|\Z))"
_TAIL = re.compile(rf"(?:\A|(?<=\s))(?:{_WHOLE_CELL}(?:\s++{_WHOLE_CELL})+|[-–]\s++{_WHOLE_CELL})\s*+\Z", re.IGNORECASE)
_CELLS = re.compile(rf"(?<!\S)(?:{_CELL})(?!\S)", re.IGNORECASE)
_CAPTION = re.compile(r"(?:table|tab\.)\s+(?:\d{1,3}(?:\.\d+)?|[ivx]+)\b", re.IGNORECASE)
_SOURCE = re.compile(r"(?:source|sources|note|notes)\b", re.IGNORECASE)
_LAST_CHARACTERS = frozenset("0123456789%)-–—.")
_PAGE = re.compile(r"\s*(?:page|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*\Z", re.IGNORECASE)
_PART = re.compile(r"\S+(?: \S+)*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}s?")
_RAGGED = 1  # characters by which the edges of a column may differ
_REACH = 12  # lines of words between two rows of one table: a wrapped label has that many at most
_ABOVE = 25  # lines between a caption and the first row
_SMALL = frozenset("in of the as for at by per and or to from on a an with without r. no".split())


def find_text_tables(lines: Sequence[str], first_line: int, width: int) -> list[LineTable]:
    """The tables among `lines`; `first_line` is the number of the first of them in the file."""
    candidates: list[tuple[int, int]] = []
    for index, raw in enumerate(lines):
        text = raw.rstrip()
        if text and text[-1] in _LAST_CHARACTERS and len(text) <= 200:
            count = _cells_at_end(text)
            if count >= 2:
                candidates.append((index, count))
    if not candidates:
        return []
    tables: list[LineTable] = []
    group: list[tuple[int, int]] = []
    for position, candidate in enumerate([*candidates, (len(lines) + 10_000, 0)]):
        if group and (not _same_table(lines, group[-1][0], candidate[0], width) or _other_columns(lines, candidates, position)):
            table = _table(lines, group, first_line, width, tables[-1].last + 1 if tables else 0)
            if table is not None:
                tables.append(table)
            group = []
        group.append(candidate)
    return tables


def _cells_at_end(text: str) -> int:
    """How many figures stand at the end of a line with nothing but blanks between them."""
    tail = text[-80:] if len(text) > 80 else text
    found = _TAIL.search(tail)
    if not found:
        return 0
    return len(_CELLS.findall(found.group()))


def _same_table(lines: Sequence[str], row: int, next_row: int, width: int) -> bool:
    if next_row >= len(lines):
        return False
    words = 0
    for index in range(row + 1, next_row):
        text = lines[index].strip()
        if text:
            words += 1
            if words > _REACH or len(text) > 0.75 * width or _CAPTION.match(text) or _SOURCE.match(text) or text[-1] in ".;":
                return False
    return True


def _other_columns(lines: Sequence[str], candidates: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether a second table begins: rows of another width, with a header of their own between."""
    if not 0 < position < len(candidates) - 1:
        return False
    (before, previous), (here, count), (_, following) = candidates[position - 1 : position + 2]
    words = sum(1 for index in range(before + 1, here) if lines[index].strip())
    return count != previous and count == following and words >= 2


def _table(lines: Sequence[str], group: list[tuple[int, int]], first_line: int, width: int, floor: int) -> LineTable | None:
    """The table round a group of rows, or None when it is prose that happens to end in figures."""
    caption = _caption_above(lines, group[0][0], width, floor)
    columns = Counter(count for _, count in group).most_common(1)[0][0]
    agreeing = sum(count == columns for _, count in group)
    if caption is None and (agreeing < 3 or agreeing * 2 < len(group)) and not (agreeing == len(group) == 2 and columns >= 3):
        return None
    first = caption if caption is not None else group[0][0]
    header_from = (caption + 1) if caption is not None else _header_above(lines, group[0][0], width, floor)
    first = min(first, header_from)
    if caption is not None:
        title_lines = _caption_lines(lines, caption, header_from, group[0][0])
        header_from = title_lines[-1] + 1
    else:
        title_lines = []
    columns = _columns_with_wrapped_cells(lines, group, columns)
    blocks: list[Block] = []
    title = " ".join(lines[index].strip() for index in title_lines) or None
    if title:
        blocks.append(Block.joined(SegmentKind.CAPTION, [(lines[i].strip(), _place(i, first_line)) for i in title_lines]))
    row_lines = dict(group)
    header = [index for index in range(header_from, group[0][0]) if lines[index].strip() and not _PAGE.match(lines[index])]
    set_out = _header_in_columns(header, lines, group, columns)
    label_lines: list[int] = []
    if set_out is None:
        header, label_lines = _split_header_and_label(header, lines, group[0][0], columns)
    groups = _header_groups(header, lines, columns) if set_out is None else set_out
    if not groups and len(header) > 1 and not title:
        # the line above the header is the caption when the last line alone has as many columns as the rows
        groups = _header_groups(header[-1:], lines, columns)
        if groups:
            title_lines, header = header[:-1], header[-1:]
            title = " ".join(lines[index].strip() for index in title_lines)
            blocks.append(Block.joined(SegmentKind.CAPTION, [(lines[i].strip(), _place(i, first_line)) for i in title_lines]))
    if header:
        blocks.append(Block.joined(SegmentKind.BOILERPLATE, [(lines[i].strip(), _place(i, first_line)) for i in header]))
        blocks[-1].table, blocks[-1].caption = 0, title
    rows: list[list[Cell]] = []
    pending: list[int] = list(label_lines)
    for index in range(group[0][0], group[-1][0] + 1):
        if not lines[index].strip():
            continue
        pending.append(index)
        if index in row_lines:
            cells = _row_cells(pending, lines, columns, first_line)
            if cells is not None:
                rows.append(cells)
                pending = []
    label_header = groups[0] if groups else None
    value_headers = groups[1:] if groups else []
    blocks.extend(row_blocks(rows, [label_header, *value_headers] if groups else [], 0, title))
    return LineTable(first, group[-1][0], tuple(blocks))


def _place(index: int, first_line: int) -> Place:
    return Place(first_line + index, first_line + index)


def _caption_above(lines: Sequence[str], row: int, width: int, floor: int) -> int | None:
    """The line of a caption within reach above the first row, with no prose between."""
    for index in range(row - 1, max(row - _ABOVE * 2, floor) - 1, -1):
        text = " ".join(lines[index].split())
        if not text:
            continue
        if _CAPTION.match(text):
            return index
        if len(text) > 0.85 * width or (text[-1] in ".;" and len(text) > 0.4 * width) or row - index > _ABOVE * 2:
            return None
    return None


def _caption_lines(lines: Sequence[str], caption: int, header_from: int, row: int) -> list[int]:
    """The caption's own lines: it may be wrapped onto the next line without a blank line between."""
    taken = [caption]
    for index in range(caption + 1, row):
        text = lines[index].strip()
        if not text or len(taken) > 3 or (len(lines[taken[-1]].strip()) < 60 and not text[0].islower()):
            break
        taken.append(index)
    return taken


def _header_above(lines: Sequence[str], row: int, width: int, floor: int) -> int:
    """Where the header of a table without caption begins: short lines of words right above the first row."""
    first, gap, taken = row, 0, 0
    for index in range(row - 1, max(row - 14, floor) - 1, -1):
        text = " ".join(lines[index].split())
        if _PAGE.match(lines[index]):
            break
        if not text:
            gap += 1
            if gap > 1 and taken:
                break
            if gap > 2:
                break
            continue
        if len(text) > 0.85 * width or text[-1] in ".;:!?" or taken >= 6:
            break
        first, gap, taken = index, 0, taken + 1
    return first


def _split_header_and_label(header: list[int], lines: Sequence[str], row: int, columns: int) -> tuple[list[int], list[int]]:
    """Part the lines above the first row into header and the first row's own label lines.

    A row that begins with figures has its label above it; so has one that lacks a cell, whose first cell was wrapped.
    """
    if not header:
        return [], []
    own = _words_before_cells(lines[row].strip())
    here = _cells_at_end(lines[row].rstrip())
    if own and here >= columns:
        return header, []
    if here < columns:
        # the missing cell stands above: take lines back to the one that holds a figure after words
        for position in range(len(header) - 1, -1, -1):
            text = lines[header[position]].strip()
            if _CELLS.search(text) and text[0].isalpha():
                return header[:position], header[position:]
        if own:
            return header, []
    # label lines: from the last line back to where one begins with a capital, no further than a paragraph of the header
    position = len(header) - 1
    while position > 1 and (lines[header[position]].strip()[0].islower() or not lines[header[position]].strip()[0].isalpha()):
        position -= 1
    if position == 0:
        return header, []
    return header[:position], header[position:]


def _header_in_columns(header: list[int], lines: Sequence[str], group: list[tuple[int, int]], columns: int) -> list[str] | None:
    """The header of a table set out with blanks, by where its words stand over the figures; None where figures stand in no columns.

    District        People     Houses
                    displaced  lost
    North             8,200       310
    """
    if not header or not any(len(_PART.findall(lines[index].strip())) > 1 for index in header):
        return None
    rows = [[found.span() for found in _CELLS.finditer(lines[index].rstrip())][-columns:] for index, count in group if count == columns]
    rows = [spans for spans in rows if len(spans) == columns]
    if len(rows) < 2:
        return None
    edges: list[tuple[int, int]] = []
    for spans in zip(*rows, strict=True):
        starts, ends = [start for start, _ in spans], [end for _, end in spans]
        if max(ends) - min(ends) > _RAGGED and max(starts) - min(starts) > _RAGGED:
            return None
        edges.append((min(starts), max(ends)))
    if any(right[0] <= left[1] for left, right in pairwise(edges)):
        return None
    over: list[list[str]] = [[] for _ in range(columns + 1)]
    for index in header:
        for part in _PART.finditer(lines[index].rstrip()):
            start, end = part.span()
            shared = [min(end, right) - max(start, left) for left, right in edges]
            best = max(range(columns), key=lambda number: (shared[number], -abs(start + end - sum(edges[number]))))
            if shared[best] <= 0 and (end <= edges[0][0] or start > edges[-1][1]):
                over[0].append(part.group())  # over the labels
            elif shared[best] <= 0 or sum(one > 0 for one in shared) > 1:
                return None  # between two columns, or over several
            else:
                over[best + 1].append(part.group())
    return [" ".join(parts) for parts in over] if all(over[1:]) else None


def _header_groups(header: list[int], lines: Sequence[str], columns: int) -> list[str]:
    """The header as one text per column, the label's first; empty when it cannot be told where columns end."""
    if not header:
        return []
    groups: list[str] = []
    previous = None
    for index in header:
        text = lines[index].strip()
        if previous is not None and index == previous + 1:
            groups[-1] += " " + text
        else:
            groups.append(text)
        previous = index
    if len(groups) == columns + 1:
        return groups
    if len(groups) == columns:
        parts = _starts_of_columns(groups[0])
        if len(parts) >= 2:
            return [parts[0], " ".join(parts[1:]), *groups[1:]]
        return ["", *groups]
    parts = [part for group in groups for part in _starts_of_columns(group)]
    if len(parts) == columns + 1:
        return parts
    if len(parts) == columns:
        return ["", *parts]
    return []


def _starts_of_columns(text: str) -> list[str]:
    """Split a header line where a capital opens a column: not after a small word ("Population in Gali")."""
    wide = [part.strip() for part in re.split(r"\s{3,}|\t|\s\|\s", text) if part.strip()]
    if len(wide) > 1:
        return wide
    parts: list[list[str]] = []
    before = ""
    words = text.split()
    years = sum(1 for word in words if _YEAR.fullmatch(word)) > 1  # one year dates a header, several are headers
    for word in words:
        opens = word[0].isupper() and before.lower() not in _SMALL and not before.endswith("-")
        if not parts or opens or (years and _YEAR.fullmatch(word)):
            parts.append([])
        parts[-1].append(word)
        before = word
    return [" ".join(part) for part in parts]


def _words_before_cells(text: str) -> str:
    found = _TAIL.search(text)
    return text[: found.start()].strip() if found else text


def _columns_with_wrapped_cells(lines: Sequence[str], group: list[tuple[int, int]], columns: int) -> int:
    """Rows such as `Norway 310 mn 61,000 7.4` show all their cells; the most frequent full count among rows with a label wins."""
    full = [count for index, count in group if _words_before_cells(lines[index].strip())]
    return Counter(full).most_common(1)[0][0] if full else columns


def _row_cells(pending: list[int], lines: Sequence[str], columns: int, first_line: int) -> list[Cell] | None:
    """The cells of a row put together from its lines: label first, then as many figures as there are columns."""
    parts = [(lines[index].strip(), _place(index, first_line)) for index in pending]
    pieces, starts, offset = [], [], 0
    for number, (text, _) in enumerate(parts):
        torn = text.endswith("-") and number + 1 < len(parts) and parts[number + 1][0][:1].islower()
        text = text[:-1] if torn else text
        starts.append(offset)
        pieces.append(text + ("" if torn else " "))
        offset += len(pieces[-1])
    joined = "".join(pieces).rstrip()
    spans = [found.span() for found in _CELLS.finditer(joined)]
    if not spans:
        return None
    spans = spans[-columns:]
    # a figure inside the label is not a cell: keep only the unbroken run at the end, allowing a bracketed note after a cell
    run = [spans[-1]]
    for span in reversed(spans[:-1]):
        between = joined[span[1] : run[0][0]]
        if between.strip() and not re.fullmatch(r"\s*\([^()]*\)\s*", between):
            break
        run.insert(0, span)
    cells: list[Cell] = []
    label_end = run[0][0]
    edges = [(0, label_end), *((start, run[i + 1][0] if i + 1 < len(run) else len(joined)) for i, (start, _) in enumerate(run))]
    for start, end in edges:
        text = joined[start:end].strip()
        place_at = [i for i, begin in enumerate(starts) if begin <= start][-1]
        last_at = [i for i, begin in enumerate(starts) if begin < max(end, start + 1)][-1]
        begin_inside = [(max(starts[i] - start, 0), parts[i][1]) for i in range(place_at, last_at + 1)]
        cells.append(Cell(text, begin_inside, label=start == 0))
    if not cells[0].text:
        cells[0] = Cell("", cells[0].anchors, label=True)
    return cells
