"""What only a whole table tells of its rows: the source named below it, and which of its columns are shares that make 100."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from atodds.extraction.work import TableSource
from atodds.normalising.dates import find_dates
from atodds.reading.document import Document, Segment
from atodds.vocabulary import SegmentKind

__all__ = ["shares_of_tables", "sources_of_tables"]

_HUNDRED = re.compile(r"100(?:[.,]0+)?")
_BARE = re.compile(r"\d{1,3}(?:[.,]\d+)?")
ROUNDING = 0.6  # shares given to one digit or none add up to 100 within this much a row
MISSED = 5.0  # and by how much more a column that is wrong somewhere may miss it


def sources_of_tables(document: Document) -> dict[int, TableSource]:
    """For each table row, by segment number, the "Source ..." line below its table or the run of tables it stands in."""
    found: dict[int, TableSource] = {}
    rows: list[int] = []
    for index, segment in enumerate(document.segments):
        if segment.kind is SegmentKind.TABLE:
            rows.append(index)
        elif rows:
            line = document.text_of(segment)[:300].split("\n")[0]
            named = re.match(r"(?i)sources?\s*:?\s+(?=\S)", line)
            if named:
                dates = [mention for mention in find_dates(line) if mention.low and mention.high]
                text = re.sub(r"\s+", " ", line[named.end() : dates[0].start if dates else len(line)]).strip(" ,.;")
                source = TableSource(text[:120], dates[-1].low if dates else None, dates[-1].high if dates else None)
                found |= dict.fromkeys(rows, source)
            elif segment.kind in {SegmentKind.CAPTION, SegmentKind.FOOTNOTE, SegmentKind.BOILERPLATE}:
                continue
            rows = []
    return found


def shares_of_tables(document: Document) -> frozenset[tuple[int, int]]:
    """Cells, as (segment, column), of columns whose sum row says 100 and whose figures above it make that: shares without a sign."""
    found: set[tuple[int, int]] = set()
    table: list[int] = []
    for index, segment in enumerate((*document.segments, None)):
        if segment is not None and segment.cells:
            table.append(index)
        elif table:
            found |= _columns_of_shares(table, document.segments)
            table = []
    return frozenset(found)


def _columns_of_shares(table: Iterable[int], segments: Sequence[Segment]) -> set[tuple[int, int]]:
    columns: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    for index in table:
        for cell in segments[index].cells:
            columns[cell.column].append((index, cell.text.strip(), cell.in_total_row))
    found: set[tuple[int, int]] = set()
    for column, cells in columns.items():
        sums = [text for _, text, is_sum in cells if is_sum]
        parts = [float(text.replace(",", ".")) for _, text, is_sum in cells if not is_sum and _BARE.fullmatch(text)]
        makes = sums and len(parts) > 1 and all(_HUNDRED.fullmatch(text) for text in sums)
        # where the parts miss 100 by more than rounding, that is for a check to say
        if makes and abs(sum(parts) - 100 * len(sums)) <= ROUNDING * len(parts) + MISSED:
            found |= {(index, column) for index, _, _ in cells}
    return found
