"""PDF: text by where it stands on the page.

Columns are read one after the other; running headers and footers are found by repetition, notes by their size and place; raised figures
are marks, rows of parted words tables.

pypdfium2 gives characters in the order in which the file draws them, with boxes. Boxes are asked for the first and last character of a
word and for the characters of words with figures in them, which keeps a page at a few milliseconds.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any

from atodds.reading.blocks import Block
from atodds.reading.boilerplate import mark_boilerplate
from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.encodings import tidied
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.lines import join_lines, mend_torn_words
from atodds.reading.marks import take_marks_out
from atodds.reading.notes import notes_by_leading_mark
from atodds.reading.pdf_rules import Box, RuledTables, draws_rules, fields_of
from atodds.reading.readers import Reader, Reading
from atodds.reading.said_of_itself import apply_byline
from atodds.reading.tables import GridCell, LineTable, caption_before, grid_blocks, header_rows_of
from atodds.reading.text_tables import find_text_tables
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["READER", "Fragment", "find_gutter", "in_reading_order"]

_BLANKS = frozenset({0x20, 0x09, 0xA0, 0x2002, 0x2003, 0x2009, 0x3000})
_LINE_ENDS = frozenset({0x0D, 0x0A})
_ANGLES_LOOKED_AT = 40  # letters of a page whose direction is asked
_HYPHENS = frozenset({0x02, 0xFFFE, 0xAD})  # what PDFium gives for a hyphen at a line end
_SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_POWER_BEFORE = re.compile(r"(?:(?:\b|\d)(?:[kcdmµ]?m|mi|ft|in|yd|s|sec)|\b10)\Z", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:[,–-]\d{1,3})*|[a-z]|[*†‡§¶]{1,3})[\])]?,?\Z")
_NOTE_LEAD = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)]?|([*†‡§]{1,3}))\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"(?:page\s+|p\.\s*|[-–—|]\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—|])?\Z", re.IGNORECASE)
_CAPTION = re.compile(r"(?:table|figure|fig\.|map|chart|graph|box)\s+(?:\d{1,3}(?:\.\d+)?|[IVX]+)\b", re.IGNORECASE)
_SOURCE = re.compile(r"sources?\s*:|notes?\s*:", re.IGNORECASE)
_SYMBOL_BULLETS = "\uf0a7\uf0b7\uf0d8\uf0fc"
_BULLET = re.compile(r"(?:[•●▪◦‣∙·–]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)")
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s")
_FIGURE = re.compile(r"[$€£¥~<>+−–-]{0,2}\s?\d[\d.,\s]*(?:%|bn|mn|m|k|million|billion)?\Z", re.IGNORECASE)


@dataclass(slots=True)
class Fragment:
    """Words of one line that stand together. Coordinates in points, `y` the baseline counted from the bottom of the page."""

    text: str
    x0: float
    x1: float
    y: float
    height: float
    marks: list[tuple[int, str]] = field(default_factory=list)
    lead: str | None = None  # a raised number at its beginning: a note's own
    bold: bool = False
    ruled: list[list[GridCell]] | None = None  # not words but a ruled table, which stands where it begins


@dataclass(slots=True)
class _Word:
    text: str
    x0: float
    x1: float
    y: float
    height: float
    raised: list[tuple[int, int]]
    index: int


@dataclass(slots=True)
class _Row:
    """Fragments on one baseline of one column, left to right."""

    fragments: list[Fragment]
    page: int
    left: float
    right: float
    furniture: bool = False

    @property
    def text(self) -> str:
        """The row as one line."""
        return " ".join(fragment.text for fragment in self.fragments)

    @property
    def ruled(self) -> list[list[GridCell]] | None:
        """The ruled table that stands here instead of words."""
        return next((fragment.ruled for fragment in self.fragments if fragment.ruled is not None), None)

    @property
    def y(self) -> float:
        """Its baseline."""
        return self.fragments[0].y

    @property
    def short(self) -> bool:
        """Whether it leaves room at the right edge of its column."""
        return self.fragments[-1].x1 < self.right - 0.1 * (self.right - self.left)

    @property
    def height(self) -> float:
        """The height of its tallest fragment."""
        return max(fragment.height for fragment in self.fragments)


def _quarters_turned(text_page: Any, raw: Any) -> int:
    """By how many quarters, counted anticlockwise, most of a page's letters are turned: tables are often set across a page.

    What counts is how the letters lie in the file's own space; `/Rotate` only says how a viewer is to hold the page.
    """
    page = text_page.raw
    count = raw.FPDFText_CountChars(page)
    found: Counter[int] = Counter()
    for index in range(0, count, max(count // _ANGLES_LOOKED_AT, 1)):
        if raw.FPDFText_GetUnicode(page, index) not in _BLANKS:
            found[-round(raw.FPDFText_GetCharAngle(page, index) / (math.pi / 2)) % 4] += 1  # it counts clockwise
    if not found:
        return 0
    quarters, most = found.most_common(1)[0]
    return quarters if most * 2 > found.total() else 0


def _words(text_page: Any, raw: Any, quarters: int) -> list[_Word]:
    """The words of a page in the order of the file; those of a turned page where they would stand if it were upright."""
    page = text_page.raw
    count = raw.FPDFText_CountChars(page)
    unicode_of = raw.FPDFText_GetUnicode
    codes = [unicode_of(page, index) for index in range(count)]
    box = raw.FS_RECTF()
    box_at = ctypes.byref(box)
    x, y = ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    loose, origin = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    if quarters:
        loose, origin = _turned_back(text_page, raw, quarters)
    words: list[_Word] = []
    index = 0

    def is_torn_at(at: int) -> bool:
        """Whether the word goes on in another line: PDFium leaves the line end out behind a hyphen."""
        if at + 1 >= count or codes[at] not in _HYPHENS:
            return False
        origin(page, at, x_at, y_at)
        here = y.value
        origin(page, at + 1, x_at, y_at)
        loose(page, at + 1, box_at)
        return bool(abs(y.value - here) > 0.5 * (box.top - box.bottom))

    while index < count:
        code = codes[index]
        if code in _BLANKS or code in _LINE_ENDS or code == 0:
            index += 1
            continue
        start = index
        while index < count and codes[index] not in _BLANKS and codes[index] not in _LINE_ENDS and codes[index] != 0:
            index += 1
            if is_torn_at(index - 1):
                break
        characters = "".join(
            "-" if code in _HYPHENS else chr(code) if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "" for code in codes[start:index]
        )
        loose(page, start, box_at)
        left, height = box.left, box.top - box.bottom
        origin(page, start, x_at, y_at)
        baseline = y.value
        if index - start > 1:
            loose(page, index - 1, box_at)
        right = box.right
        raised: list[tuple[int, int]] = []
        if len(characters) == index - start and any(char.isdigit() or char in "*†‡§" for char in characters) and len(characters) > 1:
            metrics = []
            for position in range(start, index):
                loose(page, position, box_at)
                origin(page, position, x_at, y_at)
                metrics.append((y.value, box.top - box.bottom))
            tallest = max(height for _, height in metrics)
            low = min(base for base, height in metrics if height > 0.9 * tallest)
            small = [height < 0.9 * tallest and base > low + 0.12 * tallest for base, height in metrics]
            position = 0
            while position < len(small):
                if small[position]:
                    end = position
                    while end < len(small) and small[end]:
                        end += 1
                    raised.append((position, end))
                    position = end
                else:
                    position += 1
            baseline, height = low, tallest
        if characters:
            words.append(_Word(characters, left, right, baseline, height, raised, start))
    return words


def _turned_back(text_page: Any, raw: Any, quarters: int) -> tuple[Callable[..., None], Callable[..., None]]:
    """`FPDFText_GetLooseCharBox` and `FPDFText_GetCharOrigin` for a page whose letters are turned by quarters."""
    _, _, width, height = text_page.page.get_mediabox()
    given, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()

    def upright(across: float, up: float) -> tuple[float, float]:
        return {1: (up, width - across), 2: (width - across, height - up), 3: (height - up, across)}[quarters]

    def loose(page: Any, index: int, target: Any) -> None:
        raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(given))
        first, second = upright(given.left, given.bottom), upright(given.right, given.top)
        box = target._obj
        box.left, box.right = min(first[0], second[0]), max(first[0], second[0])
        box.bottom, box.top = min(first[1], second[1]), max(first[1], second[1])

    def origin(page: Any, index: int, target_x: Any, target_y: Any) -> None:
        raw.FPDFText_GetCharOrigin(page, index, ctypes.byref(x), ctypes.byref(y))
        target_x._obj.value, target_y._obj.value = upright(x.value, y.value)

    return loose, origin


def _fragments(words: Sequence[_Word]) -> list[Fragment]:
    """Words put together that follow one another on one baseline without a wide gap."""
    fragments: list[Fragment] = []
    current: list[_Word] = []

    def close() -> None:
        if current:
            made = _fragment(current)
            if made is not None:
                fragments.append(made)
            current.clear()

    for word in words:
        if current:
            last = current[-1]
            base = max(current, key=lambda one: one.height)
            level = abs(word.y - base.y) < 0.3 * max(word.height, base.height)
            is_raised = word.height < 0.9 * base.height and 0 < word.y - base.y < 0.75 * base.height
            # a line that begins with a raised number: the words after it are lower and larger
            is_raised = is_raised or (base.height < 0.9 * word.height and 0 < base.y - word.y < 0.75 * word.height)
            gap = word.x0 - last.x1
            near = -0.6 * base.height < gap < 1.15 * max(base.height, word.height)
            alike = is_raised or 0.7 < word.height / max(last.height, 0.1) < 1.45 or last.height < 0.9 * base.height
            if not ((level or is_raised) and near and alike):
                close()
        current.append(word)
    close()
    return fragments


def _fragment(words: Sequence[_Word]) -> Fragment | None:
    tallest = max(word.height for word in words)
    low = min(word.y for word in words if word.height > 0.9 * tallest)
    pieces: list[str] = []
    marks: list[tuple[int, str]] = []
    lead: str | None = None
    length = 0
    before: _Word | None = None
    for word in words:
        spans = word.raised
        # PDFium parts a word at a change of size: "km²" and the comma after it touch
        touching = before is not None and word.x0 - before.x1 < 0.08 * tallest and word.text[0] in ",.;:!?)]’”%"
        before = word
        if not spans and word.height < 0.9 * tallest and word.y > low + 0.12 * tallest:
            spans = [(0, len(word.text))]
        kept: list[str] = []
        last = 0
        glued = False
        for start, end in spans:
            kept.append(word.text[last:start])
            inside = word.text[start:end]
            so_far = "".join(pieces[-2:]) + "".join(kept)
            if _POWER_BEFORE.search(so_far.rstrip()[-12:]) and re.fullmatch(r"[-+−]?\d{1,2}|n", inside):
                kept.append(inside.replace("−", "-").translate(_SUPERSCRIPT))
                glued = start == 0
            elif _MARK.match(inside):
                label = re.sub(r"[^\w*†‡§¶]", "", inside) or inside
                if not length and not "".join(kept) and lead is None:
                    lead = label
                else:
                    marks.append((length + (1 if length and kept and "".join(kept) else 0) + len("".join(kept)), label))
            else:
                kept.append(inside)
            last = end
        kept.append(word.text[last:])
        text = "".join(kept)
        if not text:
            continue
        if length and not glued and not touching:
            pieces.append(" ")
            length += 1
        pieces.append(text)
        length += len(text)
    text = tidied("".join(pieces))
    if not text.strip() and lead is None:
        return None
    return Fragment(text, words[0].x0, max(word.x1 for word in words), low, tallest, marks, lead)


def in_reading_order(
    fragments: Sequence[Fragment], left: float, right: float, known: float | None = None, depth: int = 0
) -> list[tuple[list[Fragment], float, float]]:
    """Fragments in reading order, as columns: (fragments from top to bottom, left edge, right edge).

    A gutter is a stretch of x that few fragments cross while both its sides hold lines of running text. Fragments that cross it (a title
    over two columns) part the page into bands; within a band the left column is read before the right. `known` is the gutter of the page
    before: where a table fills most of a column, one side's lines are enough to trust it.
    """
    if not fragments:
        return []
    gutter = find_gutter(fragments, left, right, known) if depth < 3 else None
    if gutter is None:
        ordered = sorted(fragments, key=lambda one: (-one.y, one.x0))
        return [(ordered, min(one.x0 for one in fragments), max(one.x1 for one in fragments))]
    columns: list[tuple[list[Fragment], float, float]] = []
    wide = sorted((one for one in fragments if one.x0 < gutter - 2 and one.x1 > gutter + 2), key=lambda one: -one.y)
    rest = [one for one in fragments if not (one.x0 < gutter - 2 and one.x1 > gutter + 2)]
    bottom_of_band = [one.y for one in wide] + [float("-inf")]
    pending_wide: list[Fragment] = []
    top = float("inf")
    for number, floor in enumerate(bottom_of_band):
        band = [one for one in rest if floor < one.y <= top and one.y != floor]
        if band:
            if pending_wide:
                columns.append((pending_wide, left, right))
                pending_wide = []
            columns.extend(in_reading_order([one for one in band if one.x1 <= gutter + 2], left, gutter, None, depth + 1))
            columns.extend(in_reading_order([one for one in band if one.x0 >= gutter - 2], gutter, right, None, depth + 1))
        if number < len(wide):
            pending_wide.append(wide[number])
        top = floor
    if pending_wide:
        columns.append((pending_wide, left, right))
    return columns


def find_gutter(fragments: Sequence[Fragment], left: float, right: float, known: float | None = None) -> float | None:
    """The middle of a gutter between `left` and `right`, or None."""
    width = right - left
    if width < 150 or len(fragments) < 8:
        return None
    limit = max(1, len(fragments) // 5)
    step = max(width / 120, 2.0)
    crossings: list[tuple[float, int]] = []
    x = left + 0.2 * width
    while x < left + 0.8 * width:
        crossings.append((x, sum(1 for one in fragments if one.x0 < x < one.x1)))
        x += step
    least = min(count for _, count in crossings)
    best: tuple[float, float] | None = None
    if least <= limit:
        run_start: float | None = None
        for x, count in [*crossings, (right, limit + 1)]:
            if count <= least:
                run_start = x if run_start is None else run_start
            elif run_start is not None:
                start, end, run_start = run_start, x - step, None
                middle = (start + end) / 2
                before, after = _reach(fragments, left, middle), _reach(fragments, middle, right)
                if min(before, after) >= 0.45 and (best is None or end - start + min(before, after) > best[0]):
                    best = (end - start + min(before, after), middle)
    if best is not None:
        return best[1]
    if known is not None and left < known < right and sum(1 for one in fragments if one.x0 < known - 2 and one.x1 > known + 2) <= limit:
        before, after = _reach(fragments, left, known), _reach(fragments, known, right)
        if max(before, after) >= 0.45 and any(one.x1 <= known for one in fragments) and any(one.x0 >= known for one in fragments):
            return known
    return None


def _reach(fragments: Sequence[Fragment], left: float, right: float) -> float:
    """How far lines of running text between two edges reach across, 0..1; 0 where there are fewer than four such lines."""
    lines = [one for one in fragments if one.x0 >= left - 2 and one.x1 <= right + 2 and one.text.count(" ") >= 3]
    return median(one.x1 - one.x0 for one in lines) / max(right - left, 1.0) if len(lines) >= 4 else 0.0


def _rows(columns: Iterable[tuple[list[Fragment], float, float]], page: int) -> list[_Row]:
    """Fragments of each column on one baseline as rows."""
    rows: list[_Row] = []
    for fragments, left, right in columns:
        current: list[Fragment] = []
        for fragment in fragments:
            level = bool(current) and abs(fragment.y - current[0].y) <= 0.35 * max(fragment.height, current[0].height)
            if current and not (level and fragment.ruled is None and current[0].ruled is None):
                rows.append(_Row(sorted(current, key=lambda one: one.x0), page, left, right))
                current = []
            current.append(fragment)
        if current:
            rows.append(_Row(sorted(current, key=lambda one: one.x0), page, left, right))
    return rows


def _mark_furniture(pages: Sequence[Sequence[_Row]]) -> None:
    """Running headers and footers: rows at the edge of a page whose words repeat on others, and page numbers alone."""
    seen: Counter[tuple[str, int]] = Counter()
    edges: list[list[_Row]] = []
    for rows in pages:
        by_height = sorted((row for row in rows if row.ruled is None), key=lambda row: -row.y)
        edge = by_height[:3] + by_height[-3:] if len(by_height) > 6 else by_height[:1] + by_height[-1:]
        edges.append(edge)
        for key in {_furniture_key(row) for row in edge}:
            seen[key] += 1
    needed = max(2, len(pages) // 4)
    for rows, edge in zip(pages, edges, strict=True):
        outermost = {id(row) for row in (max(rows, key=lambda row: row.y), min(rows, key=lambda row: row.y))} if rows else set()
        for row in edge:
            if (seen[_furniture_key(row)] >= needed and len(pages) > 1 and len(row.text) < 150) or (
                id(row) in outermost and len(row.text) < 20 and _PAGE_NUMBER.match(row.text)
            ):
                row.furniture = True


def _furniture_key(row: _Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", row.text.strip()), round(row.y / 6)


class _Flow:
    """Rows of all pages to blocks: one open paragraph that goes on over columns and pages, what interrupts it set after it."""

    def __init__(self, body_height: float) -> None:
        self.body = body_height
        self.blocks: list[Block] = []
        self.torn: list[tuple[Block, int]] = []
        self.tables = 0
        self._lines: list[tuple[str, int, list[tuple[int, str]]]] = []
        self._kind = SegmentKind.BODY
        self._level = 1
        self._last: _Row | None = None
        self._held: list[Block] = []
        self._note: list[tuple[str, int, list[tuple[int, str]]]] = []
        self._note_label: str | None = None
        self.titled = False
        self._last_table: tuple[list[list[GridCell]], int, str | None] | None = None
        self._last_row: _Row | None = None

    def page(self, rows: list[_Row]) -> None:
        """The rows of one page in reading order."""
        plain = [row for row in rows if not row.furniture]
        notes = self._notes_of(plain)
        flattened = self._flattened(rows, notes)
        index = 0
        while index < len(rows):
            row = rows[index]
            if row.furniture:
                self._held.append(Block(SegmentKind.BOILERPLATE, row.text, [0], [Place(page=row.page)]))
                index += 1
                continue
            if id(row) in notes:
                self._note_row(row)
                index += 1
                continue
            self._close_note()
            ruled = row.ruled
            if ruled is not None:
                self._ruled_table(row, ruled)
                index += 1
                continue
            flat = flattened.get(index)
            if flat is not None:
                self._flat_table(flat, rows[index : flat.last + 1])
                index = flat.last + 1
                continue
            last = _table_end(rows, index, notes)
            if last is None and self._goes_on_table(row):
                last = index
            if last is not None:
                self._table(rows[index : last + 1])
                index = last + 1
                continue
            self._row(row)
            index += 1
        self._close_note()

    def _notes_of(self, rows: list[_Row]) -> set[int]:
        """The rows of notes: smaller than the text, at the foot of a column, beginning with a mark."""
        found: set[int] = set()
        columns: dict[float, list[_Row]] = {}
        for row in rows:
            columns.setdefault(round(row.left), []).append(row)
        for column in columns.values():
            column = sorted(column, key=lambda row: row.y)
            small: list[_Row] = []
            for row in column:
                apart = bool(small) and row.y - small[-1].y > 3 * row.height
                if apart or row.ruled is not None or len(row.fragments) > 2:
                    break
                if row.height < 0.93 * self.body and not _CAPTION.match(row.text) and not _SOURCE.match(row.text):
                    small.append(row)
                else:
                    break
            first = next((number for number in range(len(small) - 1, -1, -1) if _note_label(small[number])), None)
            if first is None or len(small) == len(column):
                continue
            found.update(id(row) for row in small[: first + 1])
            # what stands above the first mark in the same size goes on from the page before
            if self._note_open_on_page_before(small[first + 1 :]):
                found.update(id(row) for row in small[first + 1 :])
        return found

    def _note_open_on_page_before(self, above: list[_Row]) -> bool:
        return bool(above) and any(block.kind is SegmentKind.FOOTNOTE for block in [*self._held, *self.blocks[-20:]]) and len(above) < 12

    def _note_row(self, row: _Row) -> None:
        label = _note_label(row)
        if label is not None:
            self._close_note()
            self._note_label = label
        text = row.text
        if label is not None and not row.fragments[0].lead:
            lead = _NOTE_LEAD.match(text)
            if lead:
                text = text[lead.end() :]
        self._note.append((text, row.page, []))

    def _close_note(self) -> None:
        if self._note:
            block, torn = join_lines(
                SegmentKind.FOOTNOTE, [text for text, _, _ in self._note], [Place(page=page) for _, page, _ in self._note]
            )
            block.label = self._note_label
            self.torn.extend(torn)
            self._held.append(block)
            self._note, self._note_label = [], None

    def finish(self) -> None:
        """Close the open paragraph and set after it what interrupted it."""
        self._close_note()
        if self._lines:
            block, torn = join_lines(self._kind, [text for text, _, _ in self._lines], [Place(page=page) for _, page, _ in self._lines])
            block.level = self._level
            for start, (_, _, marks) in zip(block.starts, self._lines, strict=True):
                block.marks.extend((start + offset, label) for offset, label in marks)
            self.torn.extend(torn)
            self.blocks.append(block)
            self.titled = self.titled or self._kind is SegmentKind.TITLE
            self._lines = []
        self.blocks.extend(self._held)
        self._held = []
        self._kind, self._level = SegmentKind.BODY, 1

    def _row(self, row: _Row) -> None:
        text = row.text
        if not text.strip():
            return
        marks: list[tuple[int, str]] = []
        offset = 0
        if row.fragments[0].lead:
            marks.append((0, row.fragments[0].lead))
        for fragment in row.fragments:
            marks.extend((offset + place, label) for place, label in fragment.marks)
            offset += len(fragment.text) + 1
        if text[0] in _SYMBOL_BULLETS:
            text = "•" + text[1:]  # drawn from a font of symbols, which has no letters to say what they are
        kind, level = self._kind_of(row, text)
        if self._lines and not self._goes_on(row, text, kind):
            interrupts = kind is SegmentKind.CAPTION and self._kind is SegmentKind.BODY and not _ended(self._lines[-1][0])
            if interrupts and len(self._lines) > 1:
                self._held.append(Block(SegmentKind.CAPTION, text, [0], [Place(page=row.page)], marks=marks))
                return
            self.finish()
        if not self._lines:
            self._kind, self._level = kind, level
        self._lines.append((text, row.page, marks))
        self._last = row

    def _kind_of(self, row: _Row, text: str) -> tuple[SegmentKind, int]:
        if _CAPTION.match(text) or _SOURCE.match(text):
            return SegmentKind.CAPTION, 1
        ratio = row.height / self.body
        short = len(text) < 160
        bold = all(fragment.bold for fragment in row.fragments)
        if short and ratio >= 1.12 and any(char.isalpha() for char in text):
            if not self.titled and ratio >= 1.3 and row.page == 1 and not any(block.kind is SegmentKind.BODY for block in self.blocks):
                return SegmentKind.TITLE, 0
            return SegmentKind.HEADING, 1 if ratio > 1.5 else 2 if ratio > 1.25 else 3
        if short and bold and text[-1] not in ".,;" and not text[0].islower():
            return SegmentKind.HEADING, 4
        in_list = (
            self._kind is SegmentKind.LIST_ITEM and bool(self._lines) and self._last is not None and self._last.y - row.y < 3 * row.height
        )
        if (
            not in_list
            and re.match(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z]", text)
            and len(text) < 90
            and text[-1] not in ".,;:"
            and row.short
        ):
            return SegmentKind.HEADING, 2 + text.split()[0].rstrip(".").count(".")
        if _BULLET.match(text):
            return SegmentKind.LIST_ITEM, 1
        return SegmentKind.BODY, 1

    def _goes_on(self, row: _Row, text: str, kind: SegmentKind) -> bool:
        last = self._last
        if last is None:
            return False
        if row.fragments[0].lead and _ended(self._lines[-1][0]):
            return False
        previous = self._lines[-1][0]
        ended = _ended(previous)
        same_column = last.page == row.page and abs(last.left - row.left) < 3 and row.y < last.y
        gap = last.y - row.y
        if self._kind in (SegmentKind.TITLE, SegmentKind.HEADING):
            if _NUMBERED.match(text):
                return False
            return kind is self._kind and same_column and abs(last.height - row.height) < 0.06 * row.height and gap < 1.7 * row.height
        if kind in (SegmentKind.TITLE, SegmentKind.HEADING, SegmentKind.CAPTION):
            return False
        if self._kind is SegmentKind.CAPTION:
            return same_column and not ended and gap < 1.4 * row.height and abs(last.height - row.height) < 0.06 * row.height
        if abs(last.height - row.height) > 0.12 * max(last.height, row.height):
            return False
        if kind is SegmentKind.LIST_ITEM and (ended or self._kind is SegmentKind.LIST_ITEM):
            return False
        if not same_column:
            return not ended
        if gap > 1.9 * max(row.height, last.height):
            return not ended and text[0].islower()
        if not ended:
            return True
        width = row.right - row.left
        indented = row.fragments[0].x0 > row.left + 0.6 * row.height and last.fragments[0].x0 < row.fragments[0].x0 - 0.5 * row.height
        left_room = last.fragments[-1].x1 < row.right - 0.18 * width
        return not indented and not left_room and gap < 1.45 * max(row.height, last.height)

    def _table(self, rows: list[_Row]) -> None:
        self._set_table(_grid(rows), rows[-1], self._goes_on_table(rows[0]))

    def _ruled_table(self, row: _Row, grid: list[list[GridCell]]) -> None:
        """A table whose fields are known; one without a header of its own right after another on the page before goes on with that."""
        last = self._last_row
        after = last is not None and last.page == row.page - 1 and not self._lines and bool(self.blocks)
        goes_on = after and next(
            (block.kind is SegmentKind.TABLE for block in reversed(self.blocks[-12:]) if block.kind is not SegmentKind.BOILERPLATE), False
        )
        self._set_table(grid, row, goes_on and not header_rows_of(grid))

    def _set_table(self, grid: list[list[GridCell]], last: _Row, goes_on: bool) -> None:
        self._finish_before_table()
        caption = None if self._lines else self._caption_above()
        if self._lines and self._held and self._held[-1].kind is SegmentKind.CAPTION:
            caption = self._held[-1].text
        before = self._last_table
        if before is not None and goes_on and len(grid[0]) == len(before[0][0] if before[0] else grid[0]):
            # a table that goes on in the next column or on the next page, without its header
            headers, number, caption = before
            made = grid_blocks([*headers, *grid], number, caption, header_rows=len(headers))
            made = made[len([row for row in headers if any(cell.text for cell in row)]) :]
        else:
            number = self.tables
            self.tables += 1
            made = grid_blocks(grid, number, caption)
            self._last_table = (grid[: header_rows_of(grid)], number, caption)
        self._last_row = last
        if self._lines:
            self._held.extend(made)
        else:
            self.blocks.extend(made)

    def _finish_before_table(self) -> None:
        """Close the open paragraph unless it goes on after the table; a short line by itself right above one is its caption."""
        alone = len(self._lines) == 1 and self._last is not None and self._last.short and self._lines[0][0][:1].isupper()
        if self._lines and (self._kind is not SegmentKind.BODY or alone or _ended(self._lines[-1][0])):
            self.finish()

    def _caption_above(self) -> str | None:
        """The caption of a table that comes next, over what a page break put between."""
        between = (SegmentKind.BOILERPLATE, SegmentKind.FOOTNOTE)
        return caption_before([block for block in self.blocks[-30:] if block.kind not in between][-1:])

    def _flattened(self, rows: list[_Row], notes: set[int]) -> dict[int, LineTable]:
        """Tables whose columns stand so close that their rows are one run of words: found as in plain text, by rows that end in figures."""
        lines = ["" if row.furniture or id(row) in notes else row.text for row in rows]
        if sum(1 for line in lines if line[-1:].isdigit() or line[-1:] == "%") < 2:
            return {}
        full = max((len(line) for line in lines), default=80)
        found: dict[int, LineTable] = {}
        for table in find_text_tables(lines, 1, max(full, 60)):
            inside = rows[table.first : table.last + 1]
            close = sum(1 for row in inside if len(row.fragments) == 1)
            if all(lines[table.first : table.last + 1]) and close * 2 > len(inside):
                found[table.first] = table
        return found

    def _flat_table(self, table: LineTable, rows: list[_Row]) -> None:
        self._finish_before_table()
        place = Place(page=rows[0].page)
        caption = None if self._lines else self._caption_above()
        made = list(table.blocks)
        for block in made:
            block.places = [place] * len(block.starts)
            block.cells = tuple(replace(cell, place=place) for cell in block.cells)
            block.table = self.tables
            block.caption = block.caption or caption
        self.tables += 1
        (self._held if self._lines else self.blocks).extend(made)

    def _goes_on_table(self, row: _Row) -> bool:
        """Whether a row right after a table, in another column or on another page, belongs to it: as many cells, figures among them."""
        if (
            self._last_table is None
            or self._last_row is None
            or self._lines
            or not self.blocks
            or self.blocks[-1].kind is not SegmentKind.TABLE
        ):
            return False
        if self._last_row.page == row.page and abs(self._last_row.left - row.left) < 3:
            return False
        headers = self._last_table[0]
        width = len(headers[0]) if headers else len(self._last_row.fragments)
        return len(row.fragments) == width and any(_FIGURE.match(fragment.text) for fragment in row.fragments[1:])


def _ended(text: str) -> bool:
    bare = text.rstrip("\"'’”»)] ")
    return bool(bare) and bare[-1] in ".!?:…"


def _note_label(row: _Row) -> str | None:
    """The number a row of a note begins with."""
    if row.fragments[0].lead:
        return row.fragments[0].lead
    found = _NOTE_LEAD.match(row.text)
    return next(group for group in found.groups() if group) if found else None


def _table_end(rows: Sequence[_Row], start: int, notes: set[int]) -> int | None:
    """The last row of a table that begins at `start`, or None: rows of several fragments whose edges line up, figures among them."""
    if len(rows[start].fragments) < 2:
        # the first line of a wrapped header stands alone over its column
        alone = rows[start]
        if start + 1 >= len(rows) or alone.fragments[0].x0 < alone.left + 0.2 * (alone.right - alone.left):
            return None
        below = rows[start + 1]
        if below.page != alone.page or len(below.fragments) < 2 or not 0 < alone.y - below.y < 2.2 * alone.height:
            return None
        return _table_end(rows, start + 1, notes)
    several = 0
    figures = 0
    last = start
    single = 0
    for index in range(start, len(rows)):
        row = rows[index]
        if row.furniture or row.ruled is not None or id(row) in notes:
            break
        if row.page != rows[start].page or abs(row.left - rows[start].left) > 3:
            break
        if index > start and rows[index - 1].y - row.y > 4.5 * row.height:
            break
        if _SOURCE.match(row.text) or _CAPTION.match(row.text):
            break
        if len(row.fragments) >= 2:
            several += 1
            single = 0
            figures += any(_FIGURE.match(fragment.text) for fragment in row.fragments[1:])
            last = index
        else:
            single += 1
            text = row.text
            wide = row.fragments[0].x1 - row.fragments[0].x0 > 0.75 * (row.right - row.left)
            if single > 2 or wide or (_ended(text) and len(text) > 60):
                break
    if several >= 2 and (figures >= 1 or several >= 3):
        # prose set with wide blanks has fragments that do not line up
        columns = _columns(rows[start : last + 1])
        return last if len(columns) >= 2 else None
    return None


def _columns(rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """Stretches of x that the fragments of most rows keep to."""
    several = [row for row in rows if len(row.fragments) > 1]
    # headers are often set to another edge than the figures below them, so the figures' rows say where columns are
    told = [row for row in several if any(_FIGURE.match(fragment.text) for fragment in row.fragments[1:])] or several
    most = max((len(row.fragments) for row in told), default=0)
    spans = sorted((fragment.x0, fragment.x1) for row in told if len(row.fragments) == most for fragment in row.fragments)
    merged: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if merged and x0 < merged[-1][1] - 0.5:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _grid(rows: Sequence[_Row]) -> list[list[GridCell]]:
    """Rows of fragments as a rectangle; wrapped cells are put together."""
    columns = _columns(rows)
    lines: list[tuple[_Row, list[list[Fragment]], set[int]]] = []
    for row in rows:
        placed: list[list[Fragment]] = [[] for _ in columns]
        spanning: set[int] = set()
        for position, fragment in enumerate(row.fragments):
            if len(row.fragments) == len(columns):
                placed[position].append(fragment)
                continue
            over = [number for number, (x0, x1) in enumerate(columns) if min(x1, fragment.x1) - max(x0, fragment.x0) > 0.5]
            if not over:
                centre = (fragment.x0 + fragment.x1) / 2
                over = [min(range(len(columns)), key=lambda number: abs(sum(columns[number]) / 2 - centre))]
            placed[over[0]].append(fragment)
            spanning.update(over[1:])
        lines.append((row, placed, spanning))
    gaps = [a[0].y - b[0].y for a, b in pairwise(lines)]
    usual = median(gaps) if gaps else 0.0
    merged: list[list[list[tuple[str, Place]]]] = []
    spans: list[set[int]] = []
    for number, (row, placed, spanning) in enumerate(lines):
        texts = [" ".join(fragment.text for fragment in cell) for cell in placed]
        figures = any(_FIGURE.match(text) for text in texts[1:] if text)
        before = merged[-1] if merged else None
        before_figures = (
            bool(before) and any(_FIGURE.match(" ".join(text for text, _ in cell)) for cell in before[1:] if cell) if before else False
        )
        close = number > 0 and lines[number - 1][0].y - row.y < max(usual * 0.85, 1.05 * row.height)
        goes_on = before is not None and (
            (not figures and not texts[0] and not spanning)
            or (not figures and close and not spanning)
            or (not before_figures and texts[0][:1].islower() and not spanning and not spans[-1])
            or (
                not figures
                and not before_figures
                and not spanning
                and not spans[-1]
                and number < 4
                and sum(map(bool, texts)) < len(columns)
            )
        )
        if goes_on and before is not None:
            for column, text in enumerate(texts):
                if text:
                    before[column].append((text, Place(page=row.page)))
        else:
            merged.append([[(text, Place(page=row.page))] if text else [] for text in texts])
            spans.append(spanning)
    grid: list[list[GridCell]] = []
    for cells, spanning in zip(merged, spans, strict=True):
        made: list[GridCell] = []
        for column, cell in enumerate(cells):
            if not cell and column in spanning and made:
                made.append(GridCell(made[-1].text, made[-1].anchors, repeated=True))
                continue
            anchors: list[tuple[int, Place]] = []
            pieces: list[str] = []
            offset = 0
            for text, place in cell:
                anchors.append((offset, place))
                pieces.append(text)
                offset += len(text) + 1
            made.append(GridCell(" ".join(pieces), anchors or [(0, Place(page=1))]))
        grid.append(made)
    return grid


def _bold(text_page: Any, raw: Any, words: Sequence[_Word]) -> bool:
    """Whether the font of the first word is a bold one: by weight, or by its name."""
    if raw.FPDFText_GetFontWeight(text_page.raw, words[0].index) >= 600:
        return True
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page.raw, words[0].index, buffer, 128, ctypes.byref(flags))
    return b"bold" in buffer.value.lower() or b"black" in buffer.value.lower()


def _list_what_is_numbered(blocks: Sequence[Block]) -> None:
    """Numbered lines that follow one another with nothing between them are the items of a list, not headings without a text."""
    run: list[Block] = []
    last = 0
    for block in [*blocks, None]:
        found = _NUMBERED.match(block.text) if block is not None and block.kind is SegmentKind.HEADING else None
        number = int(found.group(1)) if found else 0
        if run and (block is None or number != last + 1 or block.level != run[0].level):
            for item in run if len(run) > 1 else ():
                item.kind = SegmentKind.LIST_ITEM
            run = []
        if block is not None and number:
            run.append(block)
        last = number


def _page_fragments(text_page: Any, raw: Any, page: int, ruled: Callable[[], list[list[Box]]]) -> list[Fragment]:
    """What stands on a page; `ruled` is asked for its ruled tables only where there are figures enough for one."""
    quarters = _quarters_turned(text_page, raw)
    words = _words(text_page, raw, quarters)
    tables: list[Fragment] = []
    # Rules are found where the file draws them: of a turned page only the rows tell the table.
    if not quarters and sum(1 for word in words if word.text[-1:].isdigit() or word.text[0].isdigit()) >= 2:
        for boxes in ruled():
            made = _ruled_fragment(boxes, words, page)
            if made is not None:
                table, inside = made
                tables.append(table)
                words = [word for word in words if id(word) not in inside]
    fragments = [*_fragments(words), *tables]
    by_start = {(word.x0, word.y): word for word in words}
    for fragment in fragments:
        if len(fragment.text) < 90:
            word = by_start.get((fragment.x0, fragment.y))
            fragment.bold = word is not None and _bold(text_page, raw, [word])
    return fragments


def _ruled_fragment(boxes: list[Box], words: Sequence[_Word], page: int) -> tuple[Fragment, set[int]] | None:
    """The table of these fields and the words in it, by id; None where the fields hold no table: a frame around prose, a form, a plot."""
    rows = fields_of(boxes)
    by_box: dict[Box, list[_Word]] = {box: [] for row in rows for box, _ in row}
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
    inside: set[int] = set()
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y + 0.3 * word.height
        if left <= x <= right and low <= y <= high:
            box = next((box for box in by_box if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
            if box is not None:
                by_box[box].append(word)
                inside.add(id(word))
    texts: dict[Box, str] = {}
    for box, held in by_box.items():
        lines = sorted(_fragments(held), key=lambda one: (-round(one.y / max(0.5 * one.height, 1.0)), one.x0))
        texts[box] = " ".join(line.text.strip() for line in lines if line.text.strip())
    grid = [
        [GridCell(texts[box], [(0, Place(page=page))], repeated=repeated) for box, repeated in row]
        for row in rows
        if any(texts[box] for box, _ in row)
    ]
    filled = [cell.text for row in grid for cell in row if cell.text]
    columns = sum(1 for column in zip(*grid, strict=True) if any(cell.text and not cell.repeated for cell in column))
    wordy = sum(1 for text in filled if len(text) > 250)
    if len(grid) < 2 or columns < 2 or wordy * 4 > len(filled) or len(filled) * 3 < len(grid) * len(grid[0]):
        return None
    height = median(word.height for word in words if id(word) in inside)
    top = max(word.y for word in words if id(word) in inside)
    return Fragment("", left, right, top, height, ruled=grid), inside


def _body_height(pages: Sequence[Sequence[_Row]]) -> float:
    """The height in which most characters are set."""
    heights: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            for fragment in row.fragments:
                heights[round(fragment.height * 2) / 2] += len(fragment.text)
    return heights.most_common(1)[0][0] if heights else 12.0


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        wrong = "password" in str(error).lower()
        reason = "it is locked with a password; save it without one" if wrong else f"PDFium cannot open it ({error}); print it to a new PDF"
        return Reading(status=DocumentStatus.UNREADABLE, reason=reason)
    try:
        count = len(pdf)
        notices: list[str] = []
        if count > limits.max_pages:
            notices.append(f"only the first {limits.max_pages:,} of {count:,} pages were read (limit max_pages)")
        pages: list[list[_Row]] = []
        without_text: list[int] = []
        gutter: float | None = None
        ruled = RuledTables(pdf, limits.max_ruled_pages)

        def ruled_on(page: Any, number: int) -> list[list[Box]]:
            return ruled.on_page(number) if not ruled.missing and draws_rules(page, raw) else []

        for number in range(min(count, limits.max_pages)):
            try:
                page = pdf[number]
                text_page = page.get_textpage()
            except pypdfium2.PdfiumError:
                notices.append(f"page {number + 1} could not be opened")
                pages.append([])
                continue
            fragments = _page_fragments(text_page, raw, number + 1, partial(ruled_on, page, number + 1))
            width = page.get_width()
            text_page.close()
            page.close()
            if not fragments:
                without_text.append(number + 1)
            left = min((one.x0 for one in fragments), default=0.0)
            right = max((one.x1 for one in fragments), default=width)
            gutter = find_gutter(fragments, left, right, gutter) or gutter
            pages.append(_rows(in_reading_order(fragments, left, right, gutter), number + 1))
        metadata, extra = _metadata(pdf)
    finally:
        pdf.close()
    if ruled.problem:
        notices.append(ruled.problem)
    if without_text and len(without_text) == len(pages):
        return Reading(
            status=DocumentStatus.EMPTY,
            reason="no page holds text: scanned; run it through OCR first",
            notices=notices,
            page_count=count,
            extra=extra,
        )
    if without_text:
        shown = ", ".join(map(str, without_text[:12])) + (" ..." if len(without_text) > 12 else "")
        notices.append(f"no text on page{'s' if len(without_text) > 1 else ''} {shown} (scanned or a picture): not read")
    _mark_furniture(pages)
    flow = _Flow(_body_height(pages))
    for rows in pages:
        flow.page(rows)
    flow.finish()
    blocks = flow.blocks
    _list_what_is_numbered(blocks)
    mend_torn_words(blocks, flow.torn)
    notes_by_leading_mark(blocks)
    take_marks_out(blocks, {block.label for block in blocks if block.label})
    blocks = mark_boilerplate(blocks)
    metadata, blocks = apply_byline(blocks, metadata, wrapped=True)
    return Reading(blocks=blocks, metadata=metadata, notices=notices, page_count=count, extra=extra)


def _metadata(pdf: Any) -> tuple[DocumentMetadata, dict[str, str]]:
    """Title and author of the document information. The day a PDF was made is kept apart: it is often the day it was saved."""
    told: dict[str, str] = pdf.get_metadata_dict()
    title = (told.get("Title") or "").strip()
    author = (told.get("Author") or "").strip()
    if title.lower() in {"", "untitled", "(untitled)"} or re.search(
        r"\.(?:docx?|pdf|indd|tex|qxd)\Z|\AMicrosoft Word", title, re.IGNORECASE
    ):
        title = ""
    if author.lower() in {"anonymous", "(anonymous)", "unknown", "user", "admin"}:
        author = ""
    created = re.match(r"D:(\d{4})(\d{2})(\d{2})", told.get("CreationDate") or "")
    extra = {"created": "-".join(created.groups())} if created else {}
    return DocumentMetadata(title=title or None, author=author or None), extra


READER = Reader("pdf", (".pdf",), lambda head: b"%PDF-" in head[:1024], _read)
