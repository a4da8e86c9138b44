"""XLSX: every sheet's tables, values as a spreadsheet shows them in English. Places are cells (`Budget!B3`).

A value is stored as a number and shown by a format: 0.125 under `0.0%` is 12.5%, 1.2e9 under `#,##0` is 1,200,000,000. Formulas are read
by the value last computed; a workbook never computed has none, which is said.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

from atodds.reading.blocks import Block
from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.packages import has_member, open_package
from atodds.reading.readers import Reader, Reading
from atodds.reading.sheets import column_letters, sheet_blocks
from atodds.reading.tables import GridCell
from atodds.vocabulary import DocumentStatus

__all__ = ["READER", "shown"]

_PIECES = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]{0,6})(?:-[^\]]*)?\]|\[[^\]]*\]|[_*].|([0#?][0#?,.]*)|(.)', re.DOTALL)
_SCALING = re.compile(r"[0#?](,+)\Z")


def shown(value: Any, number_format: str) -> str:
    """A value as the sheet shows it: dates in full, shares as percent, thousands parted, a currency or unit from the format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%-d %B %Y") if (value.hour, value.minute) == (0, 0) else value.strftime("%-d %B %Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%-d %B %Y")
    if not isinstance(value, int | float):
        return " ".join(str(value).split())
    form = (number_format or "General").split(";")[0]
    pattern, before, after = _parted(form)
    if "%" in form:
        return f"{_plain(round(value * 100, 10))}%"
    scaled = _SCALING.search(pattern)
    if scaled:  # commas behind the last digit divide by a thousand each
        value, pattern = value / 1000.0 ** len(scaled.group(1)), pattern[: scaled.start(1)]
    places = re.search(r"\.(0+)", pattern)
    text = f"{value:,.{len(places.group(1))}f}" if places else _plain(value, parted="," in pattern)
    if places and "," not in pattern:
        text = text.replace(",", "")
    if before:
        text = f"{before}{' ' if before[-1].isalpha() else ''}{text}"
    if after:
        text = f"{text}{'' if scaled else ' '}{after}"
    return text


def _parted(form: str) -> tuple[str, str, str]:
    """The digits' pattern of a number format, and the text it puts before and after them: `#,##0.0,,"m $"`, `[$€-407] 0.00`."""
    pattern, before, after = "", "", ""
    for quoted, escaped, currency, digits, other in _PIECES.findall(form):
        if digits and not pattern:
            pattern = digits
            continue
        literal = quoted or escaped or currency or (other if other in "$€£¥ " else "")
        if pattern:
            after += literal
        else:
            before += literal
    return pattern, before.strip(), after.strip()


def _plain(value: float, parted: bool = False) -> str:
    """A number without exponent and without the noise of binary fractions."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}" if parted else str(int(value))
    text = f"{value:,.10f}" if parted else f"{value:.10f}"
    return text.rstrip("0").rstrip(".")


def _rows(sheet: Any, room: int) -> tuple[list[list[GridCell]], int]:
    """The rows of a sheet up to their last filled field, a blank row for any number of them, and how many fields that took.

    Stops when more than `room` fields were taken. Only cells that are there are looked at: between two of them may lie billions.
    """
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        if sheet.cell(area.min_row, area.min_col).value is not None:
            for down in range(area.min_row, min(area.max_row, area.min_row + 1000) + 1):
                for across in range(area.min_col, min(area.max_col, area.min_col + 200) + 1):
                    merged[down, across] = (area.min_row, area.min_col)
    filled = {at for at, cell in sheet._cells.items() if cell.value is not None}
    widths: dict[int, int] = {}
    for row, column in filled | merged.keys():
        widths[row] = max(widths.get(row, 0), column)
    rows: list[list[GridCell]] = []
    taken, before = 0, 0
    for row in sorted(widths):
        if row > before + 1:
            rows.append([])
        made: list[GridCell] = []
        for column in range(1, widths[row] + 1):
            origin = merged.get((row, column))
            source = sheet._cells.get(origin or (row, column))
            text = shown(source.value, source.number_format) if source is not None else ""
            made.append(_field(sheet.title, *(origin or (row, column)), text, repeated=origin not in (None, (row, column))))
        rows.append(made)
        before = row
        taken += len(made)
        if taken > room:
            break
    return rows, taken


def _streamed_rows(sheet: Any, room: int) -> tuple[list[list[GridCell]], int]:
    """The first rows of a sheet too large to hold; which of its cells are merged is not known."""
    rows: list[list[GridCell]] = []
    taken = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        rows.append([_field(sheet.title, number, at, shown(cell.value, cell.number_format)) for at, cell in enumerate(row, 1)])
        taken += len(row)
        if taken > room:
            break
    return rows, taken


def _field(sheet: str, row: int, column: int, text: str, repeated: bool = False) -> GridCell:
    return GridCell(text, [(0, Place(cell=f"{sheet}!{column_letters(column - 1)}{row}"))], repeated=repeated)


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    from openpyxl import load_workbook

    package = open_package(content, limits)  # refuses what would unpack beyond the limit
    sheets = [package.read(name) or b"" for name in package.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    large = sum(sheet.count(b"<c ") for sheet in sheets) > limits.max_cells
    uncomputed = sum(len(_FORMULA_ALONE.findall(sheet)) for sheet in sheets)
    del sheets
    book = load_workbook(io.BytesIO(content), data_only=True, read_only=large)
    blocks: list[Block] = []
    notices: list[str] = []
    cells = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notices.append(f"sheet {sheet.title!r} is hidden and was not read")
            continue
        rows, taken = (_streamed_rows if large else _rows)(sheet, limits.max_cells - cells)
        cells += taken
        tables = len({block.table for block in blocks if block.table is not None})
        blocks.extend(sheet_blocks(rows, tables, sheet.title, default_mark="."))
        if cells > limits.max_cells:
            notices.append(f"only the first {cells:,} cells were read, up to sheet {sheet.title!r} (limit max_cells)")
            break
    if uncomputed:
        notices.append(f"{uncomputed:,} formulas were never computed and were not read; open and save it in a spreadsheet program")
    properties = book.properties
    metadata = DocumentMetadata(
        title=properties.title or None,
        author=properties.creator if properties.creator not in {None, "openpyxl"} else None,
        language=(properties.language or "")[:2].lower() or None,
    )
    if not blocks:
        if any(cell.value is not None for cell in _first_formulas(content)):
            return Reading(
                status=DocumentStatus.UNREADABLE, reason="its formulas were never computed; open and save it in a spreadsheet program"
            )
        return Reading(status=DocumentStatus.EMPTY, reason="the workbook holds no values", notices=notices)
    return Reading(blocks=blocks, metadata=metadata, notices=notices)


_FORMULA_ALONE = re.compile(rb"<c\b[^<>]*>\s*<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def _first_formulas(content: bytes) -> list[Any]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), data_only=False)
    return [cell for sheet in book.worksheets for row in sheet.iter_rows(max_row=50) for cell in row]


READER = Reader("xlsx", (".xlsx", ".xlsm"), lambda head: has_member(head, b"xl/"), _read)
