"""Figures of a document of which nothing says what they are: what a reader would otherwise take for looked at and in order.

A figure is understood when something says what it is of: a class of what is said or counted, the noun that is counted, or in a table
the words of its header and label; in running text some word stands beside every figure and says little alone. A figure of which only
number and unit are known is a claim that is held against nothing. A table all of whose figures are such is told with its place and its
header, which is mostly what names no measure; so is a document full of figures of which not one was understood. One figure of many is
told by `atodds trace`.

Pure: a document and its claims in, sentences out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from atodds.claims import Claim
from atodds.normalising.quantities import find_quantities
from atodds.reading.document import Document, Place, Segment
from atodds.vocabulary import SegmentKind

__all__ = ["figures_not_understood"]

LEAST_OF_TABLE: Final = 4
LEAST_OF_DOCUMENT: Final = 8
"""Figures from which on it is worth a line that none of them was understood."""

MOST_TABLES: Final = 10
_HEADER_CHARACTERS: Final = 80
_LOOKED_THROUGH: Final = 200_000
"""Characters in which figures that were not understood are counted: it need not be known how many thousand there are."""

_FIGURE = re.compile(r"[^\w]*+(?:[A-Z]{1,3}[^\w]*+)?\d[\d.,  '’]*+[^\w]*+(?:[a-zA-Z%‰°²³]{1,12}[^\w]*+)?")
_YEAR = re.compile(r"\D*+(?:1[0-9]|20)\d\d\D*+")
_PROSE = frozenset({SegmentKind.BODY, SegmentKind.LIST_ITEM, SegmentKind.CAPTION, SegmentKind.FOOTNOTE})


def figures_not_understood(document: Document, claims: Iterable[Claim]) -> list[str]:
    """A sentence for each table of figures none of which was understood, and one for a document of which none was at all."""
    at = sorted(claim.mention_start for claim in claims if claim.mention_start is not None and _is_understood(claim))
    tables: dict[int, list[Segment]] = {}
    for segment in document.segments:
        if segment.table is not None and segment.cells:
            tables.setdefault(segment.table, []).append(segment)
    told = []
    for rows in tables.values():
        figures = sum(_is_figure(cell.text) for row in rows for cell in row.cells)
        if figures >= LEAST_OF_TABLE and not any(_any_within(at, row.char_start, row.char_end) for row in rows):
            told.append(_of_table(document, rows, figures))
    if len(told) > MOST_TABLES:
        told = [*told[:MOST_TABLES], f"{len(told) - MOST_TABLES:,} more tables of figures were not understood"]
    if not at and not told:
        figures = _figures_in_prose(document)
        if figures >= LEAST_OF_DOCUMENT:
            told.append(f"{figures:,} figures of this document were not understood: beside none of them stands a measure")
    return told


def _is_understood(claim: Claim) -> bool:
    is_figure = claim.value_low is not None or claim.value_high is not None
    in_table = claim.segment_kind is SegmentKind.TABLE
    return not is_figure or bool(claim.predicate or claim.counted or (in_table and claim.words))


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def _any_within(at: Sequence[int], start: int, end: int) -> bool:
    first = bisect_left(at, start)
    return first < len(at) and at[first] < end


def _of_table(document: Document, rows: Sequence[Segment], figures: int) -> str:
    place = _in_words(document.source_map.place(rows[0].char_start, rows[-1].char_end))
    headers = dict.fromkeys(" ".join(cell.header) for row in rows for cell in row.cells if cell.header and _is_figure(cell.text))
    words = ", ".join(header for header in headers if header)
    shown = words if len(words) <= _HEADER_CHARACTERS else words[:_HEADER_CHARACTERS].rsplit(" ", 1)[0] + " ..."
    why = f"no measure in its header ({shown})" if shown else "it has no header"
    return f"{figures:,} figures of the table{place} were not understood: {why}"


def _in_words(place: Place) -> str:
    if place.page is not None:
        return f" on page {place.page}"
    if place.line_start is None:
        return f" at {place.cell}" if place.cell else ""
    several = place.line_end is not None and place.line_end != place.line_start
    return f" in lines {place.line_start} to {place.line_end}" if several else f" in line {place.line_start}"


def _figures_in_prose(document: Document) -> int:
    """Figures of the running text that are no years, no dates, no numbers of pages or laws."""
    count = looked = 0
    for segment in document.segments:
        if segment.kind in _PROSE and looked < _LOOKED_THROUGH:
            text = document.text_of(segment)
            looked += len(text)
            count += sum(_YEAR.fullmatch(mention.text) is None for mention in find_quantities(text).mentions)
    return count
