"""DOCX: paragraphs, headings, tables, notes. Deleted text of tracked changes is left out, inserted text is in.

Places: a paragraph of the body has its number (1-based, tables not counted) as its line; a table cell is `table 1!B3`; a note
is `footnote 2` or `endnote 2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from atodds.reading.blocks import Block
from atodds.reading.boilerplate import mark_boilerplate
from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.encodings import tidied
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.marks import take_marks_out
from atodds.reading.notes import notes_by_leading_mark
from atodds.reading.packages import Package, has_member, open_package
from atodds.reading.readers import Reader, Reading
from atodds.reading.said_of_itself import apply_byline
from atodds.reading.sheets import column_letters
from atodds.reading.tables import GridCell, caption_before, grid_blocks, spanned
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["READER"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}delText", f"{_W}instrText"})
_SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_POWER_BEFORE = re.compile(r"(?:(?:\b|\d)(?:[kcdmµ]?m|mi|ft|in|yd|s|sec)|\b10)\s?\Z", re.IGNORECASE)


class _Text:
    """The text of one paragraph, with the marks that stood in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.marks: list[tuple[int, str]] = []
        self.length = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def finish(self) -> tuple[str, list[tuple[int, str]]]:
        """The text with blanks at its ends dropped, and its marks moved accordingly."""
        whole = tidied("".join(self.pieces)).replace("\n", " ")
        lead = len(whole) - len(whole.lstrip())
        kept = whole.strip()
        return kept, [(min(max(offset - lead, 0), len(kept)), label) for offset, label in self.marks]


class _Docx:
    """One package on its way to blocks."""

    def __init__(self, package: Package, limits: ReadingLimits) -> None:
        self.package = package
        self.limits = limits
        self.styles, self.raised_styles = _styles(package)
        self.blocks: list[Block] = []
        self.paragraphs = 0
        self.tables = 0
        self.cells = 0
        self.notices: list[str] = []
        self.notes: list[tuple[str, str]] = []  # (part, id) in the order in which their marks stand

    def read(self, body: Any) -> None:
        for element in _children(body):
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._table(element)
        self._read_notes()

    def _paragraph(self, element: Any) -> None:
        self.paragraphs += 1
        # a text box inside a paragraph has paragraphs of its own: they follow it
        text, marks = self._text_of(element)
        place = Place(self.paragraphs, self.paragraphs)
        if text:
            kind, level = self._kind_of(element, text)
            self.blocks.append(Block(kind, text, [0], [place], level=level, marks=marks))
        for box in element.iter(f"{_W}txbxContent"):
            if any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
                continue
            for inner in box.iter(f"{_W}p"):
                inner_text, inner_marks = self._text_of(inner)
                if inner_text:
                    self.blocks.append(Block(SegmentKind.BODY, inner_text, [0], [place], marks=inner_marks))

    def _kind_of(self, element: Any, text: str) -> tuple[SegmentKind, int]:
        properties = element.find(f"{_W}pPr")
        style = outline = None
        numbered = False
        if properties is not None:
            named = properties.find(f"{_W}pStyle")
            style = self.styles.get(named.get(f"{_W}val") or "") if named is not None else None
            level = properties.find(f"{_W}outlineLvl")
            outline = level.get(f"{_W}val") if level is not None else None
            numbered = properties.find(f"{_W}numPr") is not None
        name = (style or "").lower()
        if name in {"title"}:
            return SegmentKind.TITLE, 0
        heading = re.match(r"heading (\d)", name)
        if heading:
            return SegmentKind.HEADING, int(heading.group(1))
        if outline is not None and re.fullmatch("[0-8]", outline):
            return SegmentKind.HEADING, int(outline) + 1
        if name == "subtitle":
            return SegmentKind.HEADING, 1
        if "caption" in name:
            return SegmentKind.CAPTION, 1
        if "bibliography" in name or "reference" in name:
            return SegmentKind.REFERENCE, 1
        if numbered or name.startswith("list"):
            return SegmentKind.LIST_ITEM, 1
        if re.match(r"(?:table|figure|map|chart)\s+\d{1,3}\b", text, re.IGNORECASE) and len(text) < 200 and not text.endswith("."):
            return SegmentKind.CAPTION, 1
        return SegmentKind.BODY, 1

    def _text_of(self, element: Any) -> tuple[str, list[tuple[int, str]]]:
        text = _Text()
        for part in _runs(element):
            tag = part.tag
            if tag == f"{_W}t":
                self._add(text, part.text or "", _is_raised(part, self.raised_styles))
            elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                text.add(" ")
            elif tag == f"{_W}noBreakHyphen":
                text.add("-")
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                part_name = "footnote" if tag == f"{_W}footnoteReference" else "endnote"
                number = part.get(f"{_W}id") or ""
                self.notes.append((part_name, number))
                text.marks.append((text.length, f"{part_name} {number}"))
        return text.finish()

    @staticmethod
    def _add(text: _Text, written: str, raised: bool) -> None:
        if raised and written.strip():
            bare = written.strip()
            before = "".join(text.pieces[-3:])
            if re.fullmatch(r"[-+−]?\d{1,2}|n", bare) and _POWER_BEFORE.search(before):
                text.add(bare.replace("−", "-").translate(_SUPERSCRIPT))
                return
            if re.fullmatch(r"[\[(]?(?:\d{1,3}(?:[,–-]\s?\d{1,3})*|[a-z*†‡§])[\])]?,?", bare):
                text.marks.append((text.length, re.sub(r"\W", "", bare) or bare))
                return
        text.add(written)

    def _table(self, table: Any) -> None:
        self.tables += 1
        grid: list[list[GridCell]] = []
        for row_number, row in enumerate(_children(table, f"{_W}tr"), 1):
            made: list[GridCell] = []
            header = row.find(f"{_W}trPr/{_W}tblHeader") is not None
            for cell in _children(row, f"{_W}tc"):
                self.cells += 1
                if self.cells > self.limits.max_cells:
                    self.notices.append(f"tables were cut at {self.limits.max_cells:,} cells (limit max_cells)")
                    break
                texts = [self._text_of(paragraph)[0] for paragraph in cell.iter(f"{_W}p")]
                text = " ".join(filter(None, texts))
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                wide = spanned(span.get(f"{_W}val")) if span is not None else 1
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                continued = merge is not None and merge.get(f"{_W}val") != "restart"
                place = Place(cell=f"table {self.tables}!{column_letters(len(made))}{row_number}")
                if continued and grid and len(made) < len(grid[-1]):
                    above = grid[-1][len(made)]
                    made.append(GridCell(above.text, above.anchors, above.header, repeated=True))
                    continue
                for number in range(wide):
                    made.append(GridCell(text, [(0, place)], header, repeated=number > 0))
            grid.append(made)
        caption = caption_before(self.blocks)
        self.blocks.extend(grid_blocks(grid, self.tables - 1, caption))

    def _read_notes(self) -> None:
        """Notes after the text, in the order of their marks, then those without one."""
        for part in ("footnote", "endnote"):
            root = self.package.xml(f"word/{part}s.xml")
            if root is None:
                continue
            written = {note.get(f"{_W}id"): note for note in root.iter(f"{_W}{part}") if note.get(f"{_W}type") is None}
            order = [number for name, number in self.notes if name == part and number in written]
            for number in dict.fromkeys([*order, *(number for number in written if number)]):
                texts = [self._text_of(paragraph)[0] for paragraph in written[number].iter(f"{_W}p")]
                text = " ".join(filter(None, texts))
                if text:
                    place = Place(cell=f"{part} {number}")
                    self.blocks.append(Block(SegmentKind.FOOTNOTE, text, [0], [place], label=f"{part} {number}"))


_AROUND = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_LEAVES = frozenset(f"{_W}{name}" for name in ("t", "tab", "br", "cr", "noBreakHyphen", "footnoteReference", "endnoteReference"))
_NOT_RUN = ("}drawing", "}pict", "}AlternateContent", "}object")


def _children(element: Any, tag: str | None = None) -> Iterator[Any]:
    """Child elements in order, those inside content controls and tracked insertions included, deleted ones not."""
    waiting = [iter(element)]  # no recursion: a file may have them two thousand deep
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif not isinstance(child.tag, str) or child.tag in _DELETED:
            continue
        elif child.tag in _AROUND:
            waiting.append(iter(child))
        elif tag is None or child.tag == tag:
            yield child


def _runs(element: Any) -> Iterator[Any]:
    """The leaves of a paragraph that make text, in order; nothing of deletions, field codes or text boxes."""
    waiting = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif not isinstance(child.tag, str) or child.tag in _DELETED or child.tag.endswith(_NOT_RUN):
            continue
        elif child.tag in _LEAVES:
            if child.getparent().tag != f"{_W}tabs":
                yield child
        elif child.tag != f"{_W}pPr" and child.tag != f"{_W}rPr":
            waiting.append(iter(child))


def _is_raised(text: Any, raised_styles: frozenset[str]) -> bool:
    """Whether a run is superscript: said so, by its style, or moved up by hand."""
    run = text.getparent()
    properties = run.find(f"{_W}rPr") if run is not None else None
    if properties is None:
        return False
    aligned = properties.find(f"{_W}vertAlign")
    if aligned is not None:
        return bool(aligned.get(f"{_W}val") == "superscript")
    moved = properties.find(f"{_W}position")
    if moved is not None and re.fullmatch(r"[4-9]|[1-9]\d", moved.get(f"{_W}val") or ""):
        return True  # in half points
    style = properties.find(f"{_W}rStyle")
    return style is not None and style.get(f"{_W}val") in raised_styles


def _styles(package: Package) -> tuple[dict[str, str], frozenset[str]]:
    """Names of styles by id, and the ids of those that set text as superscript."""
    root = package.xml("word/styles.xml")
    names: dict[str, str] = {}
    raised: set[str] = set()
    if root is not None:
        for style in root.iter(f"{_W}style"):
            identifier = style.get(f"{_W}styleId") or ""
            name = style.find(f"{_W}name")
            if name is not None:
                names[identifier] = name.get(f"{_W}val") or ""
            aligned = style.find(f"{_W}rPr/{_W}vertAlign")
            if aligned is not None and aligned.get(f"{_W}val") == "superscript":
                raised.add(identifier)
    return names, frozenset(raised)


def _metadata(package: Package) -> DocumentMetadata:
    """Title, author and day of creation from the core properties.

    The day a file was created is when the text was begun, not when it was printed; it is the only one a DOCX states.
    """
    root = package.xml("docProps/core.xml")
    if root is None:
        return DocumentMetadata()
    values = {str(child.tag).rpartition("}")[2]: (child.text or "").strip() for child in root}
    created = None
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", values.get("issued") or values.get("date") or "")
    if found:
        try:
            created = date(*map(int, found.groups()))
        except ValueError:
            created = None
    author = values.get("creator") or None
    return DocumentMetadata(
        title=values.get("title") or None,
        author=None if author in {"python-docx", "Unknown", "user", "Admin"} else author,
        publisher=values.get("publisher") or None,
        published_on=created,
        language=(values.get("language") or "")[:2].lower() or None,
    )


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    package = open_package(content, limits)
    root = package.xml("word/document.xml")
    if root is None:
        return Reading(status=DocumentStatus.UNREADABLE, reason="no word/document.xml in it; save it as .docx again")
    body = root.find(f"{_W}body")
    reader = _Docx(package, limits)
    reader.read(body if body is not None else root)
    notes_by_leading_mark(reader.blocks)
    take_marks_out(reader.blocks, ())
    blocks = mark_boilerplate(reader.blocks)
    metadata, blocks = apply_byline(blocks, _metadata(package), wrapped=any(block.kind is SegmentKind.TITLE for block in blocks))
    return Reading(blocks=blocks, metadata=metadata, notices=list(dict.fromkeys([*package.notices, *reader.notices])))


READER = Reader("docx", (".docx", ".docm", ".dotx"), lambda head: has_member(head, b"word/"), _read)
