"""CSV and TSV: one table, the delimiter found by what parts the lines evenly. Places are the line and the cell (`B3`)."""

from __future__ import annotations

import csv as csv_module
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.encodings import decode, looks_binary
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.readers import Reader, Reading
from atodds.reading.sheets import column_letters, sheet_blocks
from atodds.reading.tables import GridCell
from atodds.vocabulary import DocumentStatus

__all__ = ["READER", "delimiter_of"]

_MOST_LINES_OF_A_FIELD = 500


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


class _QuoteLeftOpenError(Exception):
    """A quoted field runs over more lines than any field does, or to the end of the file."""


class _Lines:
    """The lines of a file, one after the other, for one record at a time."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self.at = 0  # lines handed out
        self._begun = 0  # where the record began

    def begin(self) -> None:
        """What comes next is a new record."""
        self._begun = self.at

    def again(self) -> str:
        """The first line of the record, to be read another way; what comes next is the line after it."""
        self.at = self._begun + 1
        return self._lines[self._begun]

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        inside = self.at - self._begun
        if self.at >= len(self._lines):
            if inside:
                raise _QuoteLeftOpenError
            raise StopIteration
        if inside > _MOST_LINES_OF_A_FIELD:
            raise _QuoteLeftOpenError
        self.at += 1
        return self._lines[self.at - 1] + ("\n" if self.at < len(self._lines) else "")


def _records(text: str, delimiter: str) -> Iterator[tuple[list[str], int, int, bool]]:
    """Each record with its first and last line, and whether a quote in its first line is never closed: that line is read as it stands."""
    lines = _Lines(text)
    reader = csv_module.reader(lines, delimiter=delimiter)
    while True:
        lines.begin()
        first = lines.at + 1
        try:
            yield next(reader), first, lines.at, False
        except StopIteration:
            return
        except (_QuoteLeftOpenError, csv_module.Error):
            yield next(csv_module.reader([lines.again()], delimiter=delimiter, quoting=csv_module.QUOTE_NONE), []), first, first, True
            reader = csv_module.reader(lines, delimiter=delimiter)


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    if looks_binary(content):
        return Reading(status=DocumentStatus.UNREADABLE, reason="no text: the bytes are those of a binary file; give it its own suffix")
    decoded = decode(content, hint.encoding).limited(limits.max_chars)
    notices = [decoded.notice] if decoded.notice else []
    csv_module.field_size_limit(max(limits.max_chars, 1))
    delimiter = delimiter_of(decoded.text)
    rows: list[list[GridCell]] = []
    cells = 0
    left_open: list[int] = []
    for row, first, last, is_left_open in _records(decoded.text, delimiter):
        cells += len(row)
        if cells > limits.max_cells:
            notices.append(f"only the first {cells - len(row):,} cells were read, up to line {first - 1:,} (limit max_cells)")
            break
        if is_left_open:
            left_open.append(first)
        if _is_broken_title(row):
            row = [delimiter.join(row)]
        rows.append(
            [
                GridCell(" ".join(text.split()), [(0, Place(first, last, cell=f"{column_letters(column)}{len(rows) + 1}"))])
                for column, text in enumerate(row)
            ]
        )
    if left_open:
        more = f" and {len(left_open) - 1:,} more" if len(left_open) > 1 else ""
        notices.append(f"a quote in line {left_open[0]:,}{more} is never closed: the line was read as it stands; close the quote")
    return Reading(blocks=sheet_blocks(rows, 0), metadata=DocumentMetadata(), notices=notices)


READER = Reader("csv", (".csv", ".tsv", ".tab"), lambda head: False, _read)
