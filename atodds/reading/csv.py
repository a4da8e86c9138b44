"""CSV and TSV: one table, the delimiter found by what parts the lines evenly. Places are the line and the cell (`B3`)."""

from __future__ import annotations

import csv as csv_module
import io
from collections import Counter
from itertools import islice

from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.encodings import decode, looks_binary
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.readers import Reader, Reading
from atodds.reading.sheets import column_letters, sheet_blocks
from atodds.reading.tables import GridCell
from atodds.vocabulary import DocumentStatus

__all__ = ["READER", "delimiter_of"]


def delimiter_of(text: str) -> str:
    """The delimiter that gives the same number of fields, more than one, on most of the first lines."""
    sample = text[:20_000]
    best, best_score = ",", 0.0
    for delimiter in (",", ";", "\t", "|"):
        try:
            widths = [len(row) for row in islice(csv_module.reader(io.StringIO(sample), delimiter=delimiter), 60) if row]
        except csv_module.Error:
            continue
        if not widths:
            continue
        width, agreeing = Counter(widths).most_common(1)[0]
        score = agreeing / len(widths) * (min(width, 8) ** 0.5) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _is_broken_title(row: list[str]) -> bool:
    """Whether a line above a table was parted within brackets for want of quotes: `Budget (USD million, 2007 prices)`."""
    filled = [text for text in row if text.strip()]
    return len(filled) > 1 and row[: len(filled)] == filled and "(" in filled[0] and ")" not in filled[0] and ")" in filled[-1]


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    if looks_binary(content):
        return Reading(status=DocumentStatus.UNREADABLE, reason="no text: the bytes are those of a binary file; give it its own suffix")
    decoded = decode(content, hint.encoding).limited(limits.max_chars)
    notices = [decoded.notice] if decoded.notice else []
    csv_module.field_size_limit(10_000_000)
    delimiter = delimiter_of(decoded.text)
    reader = csv_module.reader(io.StringIO(decoded.text), delimiter=delimiter)
    rows: list[list[GridCell]] = []
    cells = 0
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv_module.Error as error:
            notices.append(f"reading stopped at line {line}: {error}")
            break
        last = reader.line_num
        cells += len(row)
        if cells > limits.max_cells:
            notices.append(f"only the first {limits.max_cells:,} cells were read (limit max_cells)")
            break
        if _is_broken_title(row):
            row = [delimiter.join(row)]
        rows.append(
            [
                GridCell(" ".join(text.split()), [(0, Place(line, last, cell=f"{column_letters(column)}{len(rows) + 1}"))])
                for column, text in enumerate(row)
            ]
        )
        line = last + 1
    return Reading(blocks=sheet_blocks(rows, 0), metadata=DocumentMetadata(), notices=notices)


READER = Reader("csv", (".csv", ".tsv", ".tab"), lambda head: False, _read)
