"""Tables between drawn rules on a page of a PDF: where their fields are, through pdfplumber, when the extra `[tables]` is installed.

Only the geometry is taken from there. What stands in a field is the text that PDFium gives, so marks, powers and places are told in a
table as they are outside of one. pdfplumber parses a page anew and takes some hundred times as long as PDFium does, so a page is shown to
it only where enough is drawn to be a table. Without it, and for tables without rules, `atodds.reading.pdf` goes by rows of parted words.
"""

from __future__ import annotations

import gc
import io
import logging
from dataclasses import dataclass
from typing import Any

__all__ = ["Box", "RuledTables", "draws_rules", "fields_of"]

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in points, y counted from the bottom of the page

_LEAST_STROKES = 12  # segments of a drawn grid of two rows and two columns: three lines each way, two segments a line
_MOST_OBJECTS = 20_000  # a page with more on it is a map or a plot
_MOST_STROKES = 4_000  # eight hundred fields drawn one by one; pdfplumber compares every upright edge with every level one
_SAME_EDGE = 1.5  # points between two edges that are meant to be one


def draws_rules(page: Any, raw: Any) -> bool:
    """Whether what is drawn on a page (of pypdfium2, `raw` its raw interface) can rule a table: no less than two by two, and no plot."""
    if not 0 < raw.FPDFPage_CountObjects(page.raw) <= _MOST_OBJECTS:
        return False
    strokes = 0
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        strokes += max(raw.FPDFPath_CountSegments(drawn.raw), 0)
        if strokes > _MOST_STROKES:
            return False
    return strokes >= _LEAST_STROKES


@dataclass(slots=True)
class RuledTables:
    """The ruled tables of one file (`pdf`, of pypdfium2), asked for page by page. `problem` says why looking for them was given up."""

    pdf: Any
    most_pages: int
    asked: int = 0
    problem: str | None = None
    missing: bool = False

    def on_page(self, number: int) -> list[list[Box]]:
        """The fields of each table of page `number` (from 1), tables from the top down; none without pdfplumber."""
        if self.missing or self.problem:
            return []
        try:
            import pdfplumber  # noqa: F401
        except ImportError:
            self.missing = True
            return []
        if self.asked >= self.most_pages:
            self.problem = (
                f"ruled tables were looked for on the first {self.most_pages:,} pages that may hold one (limit max_ruled_pages); "
                f"from page {number} on tables are read by their rows of words"
            )
            return []
        self.asked += 1
        for name in ("pdfminer", "pdfplumber"):
            logging.getLogger(name).setLevel(logging.ERROR)  # what they warn of, PDFium has read already
        try:
            tables = _fields_by_table(self._alone(number))
        except Exception as error:  # a page that PDFium reads and pdfminer does not: its ways to fail are many and not documented
            self.problem = (
                f"no ruled tables from page {number} on: pdfplumber gave up ({type(error).__name__}); "
                "tables are read by their rows of words"
            )
            return []
        finally:
            gc.collect(1)  # pages of pdfplumber are cycles, and the collector may be off while a document is read
        return sorted((fields for fields in tables if len(fields) >= 4), key=lambda fields: -max(field[3] for field in fields))

    def _alone(self, number: int) -> io.BytesIO:
        """A PDF of this page only: pdfplumber goes through all pages of a file to get at one."""
        import pypdfium2

        alone = pypdfium2.PdfDocument.new()
        try:
            alone.import_pages(self.pdf, [number - 1])
            stream = io.BytesIO()
            alone.save(stream)
        finally:
            alone.close()
        stream.seek(0)
        return stream


def _fields_by_table(stream: io.BytesIO) -> list[list[Box]]:
    """The fields of the tables on the first page of a PDF, in points from the origin of the file."""
    import pdfplumber

    with pdfplumber.open(stream) as pdf:
        page = pdf.pages[0]
        if page.rotation:
            return []
        # x is that of the file; y is counted down from the height of the media box, wherever that box begins
        height = page.height
        return [[(x0, height - bottom, x1, height - top) for x0, top, x1, bottom in table.cells] for table in page.find_tables()]


def fields_of(boxes: list[Box]) -> list[list[tuple[Box, bool]]]:
    """The boxes of one table as a rectangle, rows from the top down: per field its box, and whether it stood in an earlier field already.

    A box that spans several rows or columns stands in each of them; a field that no box covers is a box without area.
    """
    lefts, tops = _edges([box[0] for box in boxes]), _edges([-box[3] for box in boxes])
    rights = [*lefts[1:], max(box[2] for box in boxes)]
    bottoms = [*tops[1:], -min(box[1] for box in boxes)]
    seen: set[Box] = set()
    rows: list[list[tuple[Box, bool]]] = []
    for top, bottom in zip(tops, bottoms, strict=True):
        row: list[tuple[Box, bool]] = []
        for left, right in zip(lefts, rights, strict=True):
            x, y = (left + right) / 2, -(top + bottom) / 2
            box = next((box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), (x, y, x, y))
            row.append((box, box in seen))
            seen.add(box)
        rows.append(row)
    return rows


def _edges(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SAME_EDGE:
            kept.append(value)
    return kept
