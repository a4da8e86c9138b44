"""Markdown: headings, paragraphs, lists, quoted lines, pipe tables, footnotes and front matter, each line in its place.

Blocks are found by the rules of CommonMark that matter for prose; inline markup is cut from the text, so that offsets stay exact. What
is fenced as code is kept and not read for claims.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import html as lxml_html

from atodds.reading.blocks import Block
from atodds.reading.boilerplate import mark_boilerplate
from atodds.reading.days import day_stated
from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.encodings import decode, looks_binary
from atodds.reading.html import blocks_of_html
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.lines import join_lines, mend_torn_words
from atodds.reading.marks import take_marks_out
from atodds.reading.markup import take_markup_out
from atodds.reading.pipe_tables import is_pipe_rule, pipe_grid
from atodds.reading.readers import Reader, Reading
from atodds.reading.said_of_itself import apply_byline, front_lines, publisher_of_address
from atodds.reading.tables import caption_before, grid_blocks
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["READER", "read_markdown_text"]

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*\Z")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*\Z")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})\Z")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,9}[.)])\s+(?=\S)")
_QUOTED = re.compile(r" {0,3}>\s?")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,40})\]:\s*")
_LINK_DEFINITION = re.compile(r" {0,3}\[[^\]^][^\]]{0,200}\]:\s+\S+\s*(?:[\"'(].*)?\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HTML_WHOLE = re.compile(r"\s{0,3}<(!--|table\b)", re.IGNORECASE)
_HTML_BLOCK = re.compile(
    r"\s*</?(?:details|summary|div|section|article|center|figure|figcaption|aside|p|ul|ol|li|hr|br|img|iframe|header|footer|main|nav|blockquote)"
    r"\b[^<>]{0,1000}>\s*",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"\W{0,4}(?:table|tab\.|figure|fig\.|map|chart)\s+(?:\d{1,3}|[IVX]+)\b|\W{0,4}sources?\s*:", re.IGNORECASE)
_FRONT = re.compile(r"([A-Za-z_ -]{1,30}):\s*(.*)\Z")


class _Markdown:
    """The open block, and those finished so far."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.torn: list[tuple[Block, int]] = []
        self.tables = 0
        self._kind = SegmentKind.BODY
        self._label: str | None = None
        self._lines: list[str] = []
        self._numbers: list[int] = []

    def read(self, lines: list[str], first: int) -> None:
        """The lines of a text, numbered from `first`."""
        index, count = 0, len(lines)
        while index < count:
            line, number = lines[index], first + index
            fence = _FENCE.match(line)
            if fence:
                self._finish()
                end = index + 1
                while end < count and not lines[end].lstrip().startswith(fence.group(1)):
                    end += 1
                code = [(text, Place(first + at, first + at)) for at, text in enumerate(lines[index + 1 : end], index + 1) if text.strip()]
                if code:
                    self.blocks.append(Block.joined(SegmentKind.BOILERPLATE, code, " "))
                index = end + 1
                continue
            wrapped = _HTML_WHOLE.match(line)
            if wrapped:
                index = self._html(lines, index, first, "-->" if wrapped.group(1) == "!--" else "</table>")
                continue
            if _HTML_BLOCK.match(line):
                for text in _HTML_BLOCK.split(line):
                    self._finish()
                    if text.strip():
                        self._line(text, number)
                index += 1
                continue
            if not line.strip():
                self._blank(lines[index + 1] if index + 1 < count else "")
                index += 1
                continue
            if "|" in line and index + 1 < count and "|" in lines[index + 1] and is_pipe_rule(lines[index + 1]):
                end = index + 2
                while end < count and "|" in lines[end] and lines[end].strip():
                    end += 1
                self._table(lines, index, end, first)
                index = end
                continue
            self._line(line, number)
            index += 1
        self._finish()

    def _html(self, lines: list[str], index: int, first: int, closing: str) -> int:
        """A table or comment written in HTML, up to its end or the end of the text; the number of the line after it."""
        self._finish()
        end = next((at for at in range(index, len(lines)) if closing in lines[at].lower()), len(lines) - 1)
        if closing == "-->":
            hidden = [(text, Place(first + at, first + at)) for at, text in enumerate(lines[index : end + 1], index) if text.strip()]
            self.blocks.append(Block.joined(SegmentKind.BOILERPLATE, hidden, " "))
            return end + 1
        root = lxml_html.document_fromstring(f"<body>{chr(10).join(lines[index : end + 1])}</body>")
        found, _ = blocks_of_html(root, ReadingLimits(), ask_trafilatura=False)
        caption = caption_before(self.blocks)
        numbers = {block.table for block in found if block.table is not None}

        def moved(place: Place) -> Place:
            return replace(
                place, line_start=(place.line_start or 1) + first + index - 1, line_end=(place.line_end or 1) + first + index - 1
            )

        for block in found:
            block.places = [moved(place) for place in block.places]
            block.cells = tuple(replace(cell, place=moved(cell.place)) for cell in block.cells)
            block.caption = block.caption or caption
            block.table = None if block.table is None else block.table + self.tables
        self.tables += len(numbers)
        self.blocks.extend(found)
        return end + 1

    def _blank(self, following: str) -> None:
        if self._label is not None and self._kind is SegmentKind.FOOTNOTE and following.startswith(("    ", "\t")):
            return  # the note goes on in an indented paragraph
        self._finish()

    def _line(self, line: str, number: int) -> None:
        heading = _HEADING.match(line)
        if heading:
            self._finish()
            text = (heading.group(2) or "").strip()
            if text:
                level = len(heading.group(1))
                title = level == 1 and not any(block.kind in (SegmentKind.TITLE, SegmentKind.BODY) for block in self.blocks)
                self.blocks.append(
                    Block(SegmentKind.TITLE if title else SegmentKind.HEADING, text, [0], [Place(number, number)], level=level)
                )
            return
        underline = _UNDERLINE.match(line)
        if underline and self._lines and self._kind is SegmentKind.BODY and len(self._lines) <= 3:
            self._kind = SegmentKind.HEADING
            self._finish(level=1 if underline.group(1)[0] == "=" else 2)
            return
        if _RULE.match(line):
            self._finish()
            return
        note = _NOTE.match(line)
        if note:
            self._finish()
            self._kind, self._label = SegmentKind.FOOTNOTE, note.group(1)
            line = line[note.end() :]
        elif _LINK_DEFINITION.match(line):
            self._finish()
            self.blocks.append(Block(SegmentKind.BOILERPLATE, line.strip(), [0], [Place(number, number)]))
            return
        else:
            quoted = _QUOTED.match(line)
            if quoted:
                line = line[quoted.end() :]
            item = _ITEM.match(line)
            if item and (not self._lines or self._kind is SegmentKind.LIST_ITEM or not item.group().strip()[0].isdigit()):
                self._finish()
                self._kind = SegmentKind.LIST_ITEM
                line = line[item.end() :]
            elif not self._lines and _CAPTION.match(line) and len(line) < 300:
                self._kind = SegmentKind.CAPTION
        text = line.strip()
        if text:
            self._lines.append(text)
            self._numbers.append(number)

    def _finish(self, level: int = 1) -> None:
        if self._lines:
            block, torn = join_lines(self._kind, self._lines, [Place(number, number) for number in self._numbers])
            block.label, block.level = self._label, level
            previous = self.blocks[-1] if self.blocks else None
            if (
                previous is not None
                and self._kind is previous.kind is SegmentKind.BODY
                and block.text[0].islower()
                and previous.text[-1].isalpha()
                and len(previous.text) > 60
            ):
                # a paragraph torn by a blank line: nothing ended before it and nothing begins with it
                offset = len(previous.text) + 1
                previous.text = f"{previous.text} {block.text}"
                previous.starts.extend(offset + start for start in block.starts)
                previous.places.extend(block.places)
                self.torn.extend((previous, offset + at) for _, at in torn)
            else:
                self.blocks.append(block)
                self.torn.extend(torn)
        self._kind, self._label, self._lines, self._numbers = SegmentKind.BODY, None, [], []

    def _table(self, lines: list[str], begin: int, end: int, first: int) -> None:
        self._finish()
        if self.blocks and self.blocks[-1].kind in (SegmentKind.BODY, SegmentKind.CAPTION):
            take_markup_out([self.blocks[-1]])
        caption = caption_before(self.blocks)
        self.blocks.extend(grid_blocks(pipe_grid(lines[begin:end], first + begin), self.tables, caption, header_rows=1))
        self.tables += 1


def _front_matter(lines: list[str]) -> tuple[DocumentMetadata, list[Block], int]:
    """YAML front matter, read for the few plain keys that matter; everything in it becomes boilerplate."""
    if not lines or lines[0].strip() != "---":
        return DocumentMetadata(), [], 0
    end = next((number for number, line in enumerate(lines[1:60], 1) if line.strip() in {"---", "..."}), None)
    if end is None:
        return DocumentMetadata(), [], 0
    values: dict[str, str] = {}
    blocks = []
    for number, line in enumerate(lines[1:end], 2):
        if not line.strip():
            continue
        blocks.append(Block(SegmentKind.BOILERPLATE, line.strip(), [0], [Place(number, number)]))
        found = _FRONT.match(line.strip())
        if found:
            values.setdefault(found.group(1).strip().lower(), found.group(2).strip().strip("\"'"))

    def first(*names: str) -> str | None:
        return next((values[name] for name in names if values.get(name)), None)

    url = first("url", "link", "canonical", "permalink")
    metadata = DocumentMetadata(
        title=first("title", "headline"),
        author=first("author", "authors", "by"),
        publisher=first("publisher", "source", "site") or publisher_of_address(url),
        published_on=day_stated(first("date", "published", "published_on", "pubdate") or ""),
        language=(first("lang", "language") or "")[:2].lower() or None,
        url=url if url and "://" in url else None,
    )
    return metadata, blocks, end + 1


def read_markdown_text(text: str, limits: ReadingLimits) -> Reading:
    """Markdown given as text."""
    lines = text.replace("\f", "").split("\n")
    metadata, front, taken = _front_matter(lines)
    if not taken:
        metadata, front, taken = front_lines(lines)
    markdown = _Markdown()
    markdown.read(lines[taken:], taken + 1)
    blocks = markdown.blocks
    mend_torn_words(blocks, markdown.torn)
    take_markup_out(block for block in blocks if block.kind not in (SegmentKind.TABLE, SegmentKind.BOILERPLATE))
    take_marks_out(blocks, {block.label for block in blocks if block.label})
    blocks = mark_boilerplate(blocks)
    titled = any(block.kind is SegmentKind.TITLE for block in blocks)
    metadata, blocks = apply_byline(blocks, metadata, wrapped=titled)
    if metadata.title is None:
        title = next((block.text for block in blocks if block.kind is SegmentKind.TITLE), None)
        metadata = replace(metadata, title=title)
    return Reading(blocks=front + blocks, metadata=metadata)


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    if looks_binary(content):
        return Reading(status=DocumentStatus.UNREADABLE, reason="no text: the bytes are those of a binary file; give it its own suffix")
    decoded = decode(content, hint.encoding).limited(limits.max_chars)
    reading = read_markdown_text(decoded.text, limits)
    if decoded.notice:
        reading.notices.append(decoded.notice)
    return reading


READER = Reader("md", (".md", ".markdown", ".mdown", ".mkd"), lambda head: False, _read)
