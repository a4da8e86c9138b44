"""Plain text: from lines as some other program wrote them back to paragraphs, headings, notes and rows.

What a text file has lost is layout, so the reader works from what is left of it: how long lines are and whether a blank line stands
between all of them, where pages begin, which lines begin with the number of the note that is due. A paragraph stays open while notes
and page numbers interrupt it, and goes on after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from atodds.reading.blocks import Block
from atodds.reading.boilerplate import mark_boilerplate
from atodds.reading.document import Place
from atodds.reading.encodings import decode, looks_binary
from atodds.reading.labelled import is_labelled_value
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.line_profile import CLOSING, ENDS_OPEN, LineProfile, heading_level, looks_like_heading, profile_lines
from atodds.reading.line_tables import find_line_tables
from atodds.reading.lines import join_lines, mend_torn_words
from atodds.reading.marks import take_marks_out
from atodds.reading.markup import has_markdown, take_markup_out
from atodds.reading.readers import Reader, Reading
from atodds.reading.said_of_itself import apply_byline, front_lines
from atodds.reading.tables import LineTable, caption_before
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["READER", "lay_out", "read_text_blocks"]

_NOTE_START = re.compile(r"\s{0,6}(?:\[(\d{1,4})\]|(\d{1,4})[.)]?|([*†‡§]{1,3}))(?:\s+(?=\S)|(?=[^\W\d_]))")
_RULE = re.compile(r"\s*[-_=*–—.]{5,}\s*\Z")
_PAGE_NUMBER = re.compile(r"(?:page\s+|p\.\s*|[-–—\[|]\s*)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—\]|])?\Z", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•●▪◦‣∙·]|[-*+–—](?=\s)|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)](?=\s))\s*")
_BULLET_SIGN = re.compile(r"[•●▪◦‣∙·*+–-]\s")
_CENTRED = 4  # blanks before a line alone: it was set in the middle
_NUMBERED_HEADING = re.compile(
    r"(?:(?:chapter|part|section|annex|appendix)\s+(?:\d+|[ivxlc]+)\b|\d{1,2}(?:\.\d{1,2})+\.?\s+\S|[a-z]\)\s|\d{1,2}\.\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:table|figure|fig\.|map|chart|graph|box|exhibit|caption|photo|image|source|sources)\b\s*(?:\d{1,3}(?:\.\d+)?|[ivx]+)?\s*[.:–—-]|source\s+(?-i:[A-Z])",
    re.IGNORECASE,
)
_NUMBERED_CAPTION = re.compile(r"(?:table|figure|fig\.|map|chart|graph|box|exhibit)\s+\d{1,3}(?:\.\d+)?[.:]?\s+(?-i:[A-Z])", re.IGNORECASE)
_CREDIT = re.compile(r"\bphotos?(?: by)?:|\(cc\)|\bgetty images\b|\bshutterstock\b|/ ?(?:TASS|AFP|AP|EPA|Reuters)\W*\Z", re.IGNORECASE)
_REFERENCES = re.compile(
    r"(?:\d+\.?\s+)?(?:references|bibliography|works cited|literature|sources|notes|endnotes|footnotes)\s*:?\Z", re.IGNORECASE
)
_NOTES_APART = 10  # numbers between two notes of one page, where those between were lost
_WINDOW_CHARS = 4_000_000


class _Layout:
    """The open paragraph, the notes that interrupt it, and the blocks finished so far."""

    def __init__(self, profile: LineProfile) -> None:
        self.profile = profile
        self.blocks: list[Block] = []
        self.torn: list[tuple[Block, int]] = []  # (block, offset of the hyphen) where a word was torn at a line end
        self.tables = 0
        self._lines: list[str] = []
        self._numbers: list[int] = []
        self._kind = SegmentKind.BODY
        self._indent = 0
        self._held: list[Block] = []  # what stood between the halves of the open paragraph
        self._note: Block | None = None
        self._note_lines: list[str] = []
        self._note_numbers: list[int] = []
        self._last_note = 0
        self._in_notes = False
        self._last_page = 0
        self._broken = False  # a page break lies between the open paragraph and the line to come
        self._page_text: list[str] = []  # this page's body lines, to look for the marks of its notes
        self._in_references = False
        self._levels: dict[str, int] = {}

    # -- finishing ---------------------------------------------------------------------------------------------------------------

    def _block_of(self, kind: SegmentKind, lines: list[str], numbers: list[int]) -> Block:
        block, torn = join_lines(kind, lines, [Place(number, number) for number in numbers])
        self.torn.extend(torn)
        return block

    def _finish_note(self) -> None:
        if self._note_lines:
            label = self._note.label if self._note else None
            block = self._block_of(SegmentKind.FOOTNOTE, self._note_lines, self._note_numbers)
            block.label = label
            self._held.append(block)
            self._note, self._note_lines, self._note_numbers = None, [], []

    def finish(self) -> None:
        """Close the open paragraph and set what interrupted it after it."""
        self._finish_note()
        if self._lines:
            kind = self._kind
            block = self._block_of(kind, self._lines, self._numbers)
            if kind is SegmentKind.HEADING:
                block.level = heading_level(block.text)
            self.blocks.append(block)
            self._lines, self._numbers = [], []
        if self._held:
            self.blocks.extend(self._held)
            self._held = []
        self._kind = SegmentKind.BODY

    def hold(self, block: Block) -> None:
        """Set a block aside until the open paragraph is finished."""
        self._finish_note()
        self._held.append(block)

    # -- lines -------------------------------------------------------------------------------------------------------------------

    def table(self, table: LineTable) -> None:
        """A table interrupts: it stands where it begins, after the paragraph that is open."""
        self._finish_note()
        self._in_notes = False
        goes_on = bool(self._lines) and not self._ends(self._lines[-1]) and self.profile.wrapped
        if not goes_on:
            self.finish()
        uncaptioned = [block for block in table.blocks if block.caption is None and block.table is not None]
        caption = caption_before(self.blocks) if uncaptioned and not goes_on else None
        for block in table.blocks:
            block.caption = (block.caption or caption) if block.table is not None else block.caption
            block.table = self.tables if block.table is not None else None
        self.tables += 1
        (self._held if goes_on else self.blocks).extend(table.blocks)

    def line(self, number: int, raw: str, text: str, gap: int, rule: bool, following: str) -> None:
        """One line that is not blank: `gap` blank lines and perhaps a rule stand before it, `following` is the raw line after it."""
        profile = self.profile
        page_start = "\f" in raw or (profile.page_blank and raw[0] == " " and raw[1:2] != " " and not self._next_note(text))
        if page_start:
            self._page_break()
        if len(text) <= 14 and text[-1] in "0123456789-–—]|" and self._page_number(number, text, gap, following):
            return
        if self._labelled(number, raw, text, gap):
            return
        if profile.wrapped:
            self._wrapped_line(number, raw, text, gap, rule, page_start, following)
        else:
            self._whole_line(number, text, gap, following)

    def _labelled(self, number: int, raw: str, text: str, gap: int) -> bool:
        """A label with its value is a line of its own, unless it stands inside a paragraph that was broken into lines."""
        if self._in_references or self._in_notes or not is_labelled_value(text):
            return False
        open_line = self._lines[-1] if self._lines and self.profile.wrapped and gap == 0 else ""
        if open_line and not self._ends(open_line) and len(open_line) >= 0.6 * self.profile.width:
            return False
        self.finish()
        kind = SegmentKind.LIST_ITEM if _BULLET.match(text) else SegmentKind.BODY
        self.blocks.append(Block(kind, text, [0], [Place(number, number)], level=1 + len(raw) - len(raw.lstrip())))
        self._remember(text)
        return True

    def _next_note(self, text: str) -> bool:
        """Whether a line among notes begins with a number that is due next: then it begins no page, whatever blank stands before it."""
        found = _NOTE_START.match(text) if self._in_notes else None
        digits = found and (found.group(1) or found.group(2))
        return bool(digits) and self._last_note < int(digits or 0) <= self._last_note + _NOTES_APART

    def _page_break(self) -> None:
        self._finish_note()
        self._in_notes = False
        self._broken = True
        self._page_text = []

    def _page_number(self, number: int, text: str, gap: int, following: str) -> bool:
        """A number alone between blank lines that is the next page's or a later one's."""
        found = _PAGE_NUMBER.match(text)
        if not found or following.strip():
            return False
        page = int(found.group(1))
        worded = not text[0].isdigit()
        alone = worded or gap >= 2 or self._broken or self._in_notes or "\f" in following
        if not alone or not self._last_page < page <= self._last_page + 400:
            return False
        if not worded and not self.profile.wrapped and page != self._last_page + 1:
            return False
        self._last_page = page
        self.hold(Block(SegmentKind.BOILERPLATE, text, [0], [Place(number, number)]))
        self._in_notes = False
        self._broken = True
        self._page_text = []
        return True

    def _note_starts(self, text: str, gap: int, rule: bool) -> re.Match[str] | None:
        """The number of a note at the beginning of a line, when that note is due here."""
        if not (text[0].isdigit() or text[0] in "[*†‡§"):
            return None
        found = _NOTE_START.match(text)
        if not found:
            return None
        digits = found.group(1) or found.group(2)
        if digits is None:
            sign = re.compile(rf"(?<=[^\s*†‡§]){re.escape(found.group(3))}")  # hard against a word: before a blank it is a bullet
            return found if rule or self._in_notes or any(sign.search(line) for line in self._page_text[-60:]) else None
        value = int(digits)
        reach = 100 if rule else _NOTES_APART if self._in_notes else 30  # a note lost in extraction must not end the count
        due = self._last_note < value <= self._last_note + reach or (value == 1 and (rule or self._last_note > 1))
        if not due:
            return None
        if rule or (self._in_notes and gap <= 1):
            return found
        if self._in_references:
            return found
        if self._lines and gap == 0 and text[found.end()].islower() and not self._ends(self._lines[-1]):
            return None  # "about / 3 people": the sentence goes on with a figure
        return found if self._mark_seen(digits) else None

    def _mark_seen(self, digits: str) -> bool:
        """Whether the mark itself was seen on this page, hard against a word. The 3 of `14.3 million` is none, that of `1993.3 The` is."""
        mark = re.compile(
            rf"(?:[^\W\d_]|[’”\"'»)\]%!?…]|(?<!\d)[.,;:]){digits}(?!\d|[.,]\d|\s?%)|\d[.;:,]{digits}(?=\s+[A-Z“‘]|\Z)"
            rf"|[.!?’”)] {digits}(?:\s|\Z)|\[{digits}\]"
        )
        return any(mark.search(line) for line in self._page_text[-80:])

    def _wrapped_line(self, number: int, raw: str, text: str, gap: int, rule: bool, page_start: bool, following: str) -> None:
        note = self._note_starts(text, gap, rule) if not page_start or rule else None
        if note:
            self._finish_note()
            label = next(group for group in note.groups() if group)
            self._note = Block(SegmentKind.FOOTNOTE, "", label=label)
            if label.isdecimal():
                self._last_note = int(label)
            self._note_lines, self._note_numbers = [text[note.end() :] or text], [number]
            self._in_notes = True
            return
        if self._in_notes and not page_start and self._note_goes_on(text, gap):
            self._note_lines.append(text)
            self._note_numbers.append(number)
            return
        if self._in_notes:
            self._finish_note()
            self._in_notes = False
            self._broken = True
        indent = len(raw) - len(raw.lstrip()) if raw[0] in " \t" else 0
        if self._lines and self._kind is SegmentKind.BODY and self._interrupts(text):
            self.hold(Block(SegmentKind.CAPTION, text, [0], [Place(number, number)]))
            return
        if self._lines and not self._goes_on(text, gap, indent):
            self.finish()
        if not self._lines:
            self._kind = self._kind_of_first(text, gap, following)
        self._indent = indent
        self._broken = False
        self._lines.append(text)
        self._numbers.append(number)
        self._remember(text)

    def _remember(self, text: str) -> None:
        """Keep a line to look for marks in."""
        self._page_text.append(text)
        if len(self._page_text) > 200:
            del self._page_text[:100]

    def _interrupts(self, text: str) -> bool:
        """Whether a caption stands between the halves of the open paragraph."""
        return not self._ends(self._lines[-1]) and len(self._lines[-1]) >= 0.6 * self.profile.width and bool(_NUMBERED_CAPTION.match(text))

    def _note_goes_on(self, text: str, gap: int) -> bool:
        if gap == 0:
            return True
        previous = self._note_lines[-1] if self._note_lines else ""
        return gap == 1 and self.profile.doubled is False and bool(previous) and not self._ends(previous) and text[0].islower()

    def _ends(self, text: str) -> bool:
        """Whether a line ends what it says: terminal punctuation, under closing quotes and a glued mark."""
        bare = text.rstrip("0123456789 ")
        if len(text) - len(bare) > 5:
            bare = text
        bare = bare.rstrip(CLOSING)
        return bool(bare) and bare[-1] in ".!?:…"

    def _goes_on(self, text: str, gap: int, indent: int) -> bool:
        """Whether this line goes on with the open paragraph."""
        profile = self.profile
        previous = self._lines[-1]
        ended = self._ends(previous)
        if self._kind is SegmentKind.HEADING:
            return gap <= int(profile.doubled) and text[0].islower() and len(previous) > 0.6 * profile.width
        usual = gap <= 1 if profile.doubled else gap == 0
        if _CAPTION.match(text) and (ended or gap > 0) and not text[0].islower():
            return False
        if self._kind is SegmentKind.CAPTION:
            full = len(previous) >= (0.75 if gap else 0.6) * profile.width
            return gap <= int(profile.doubled) and not self._broken and not ended and (full or (gap == 0 and text[0].islower()))
        # a line inside a paragraph is full; a short one without a full stop after a sentence is a heading
        short = 3 < len(text) < 0.62 * profile.width and not text[0].isdigit()
        if ended and (short or _NUMBERED_HEADING.match(text)) and looks_like_heading(text, profile.width):
            return False
        if self._broken:
            centred = len(self._lines) == 1 and self._indent >= _CENTRED and indent < self._indent - 2
            if ended or (centred and not text[0].islower()):
                return False
            return text[0].islower() or len(previous) >= 0.6 * profile.width or bool(ENDS_OPEN.search(previous))
        if not usual:
            return gap <= 6 and not ended and (text[0].islower() or bool(ENDS_OPEN.search(previous)))
        if profile.doubled and gap == 0 and len(previous) < 0.7 * profile.width and (ended or text[0].isupper()):
            return False
        if text[0].islower() or ENDS_OPEN.search(previous):
            return True
        if _BULLET.match(text) and (ended or self._kind is SegmentKind.LIST_ITEM or len(previous) < 0.7 * profile.width):
            return False
        if indent - self._indent >= 2 and ended and indent <= 12:
            return False
        # Room for the next word was left: the line was broken on purpose.
        first_word = text.partition(" ")[0]
        return len(previous) + 1 + len(first_word) >= 0.82 * profile.width

    def _kind_of_first(self, text: str, gap: int, following: str) -> SegmentKind:
        profile = self.profile
        if _CAPTION.match(text) or _NUMBERED_CAPTION.match(text):
            return SegmentKind.CAPTION
        if not _BULLET_SIGN.match(text) and looks_like_heading(text, int(profile.width * 0.95)):
            after = following.strip()
            if _NUMBERED_HEADING.match(text) and not self._ends(text):
                return SegmentKind.HEADING
            if len(text) < 0.62 * profile.width and (not after or not after[0].islower()):
                return SegmentKind.HEADING
        if _BULLET.match(text):
            return SegmentKind.LIST_ITEM
        return SegmentKind.BODY

    def _whole_line(self, number: int, text: str, gap: int, following: str) -> None:
        """A line of a text whose lines are paragraphs."""
        place = Place(number, number)
        if self._lines:
            previous = self._lines[-1]
            if (
                gap <= 2
                and len(previous) > 60
                and not self._ends(previous)
                and self._kind is SegmentKind.BODY
                and (text[0].islower() or ENDS_OPEN.search(previous))
            ):
                self._lines.append(text)
                self._numbers.append(number)
                return
            self.finish()
        if self._in_references or text[0] == "[":
            found = _NOTE_START.match(text)
            digits = found and (found.group(1) or found.group(2))
            if found and digits and (self._in_references or int(digits) in range(self._last_note + 1, self._last_note + 4)):
                self._last_note = int(digits)
                self.blocks.append(Block(SegmentKind.REFERENCE, text[found.end() :], [0], [place], label=digits))
                return
        if _REFERENCES.match(text):
            self._in_references = True
            self._last_note = 0
            self.blocks.append(Block(SegmentKind.HEADING, text, [0], [place], level=1))
            return
        note = self._whole_note(text)
        if note:
            self._last_note, self._in_notes = int(note.group(1) or note.group(2)), True
            self.blocks.append(Block(SegmentKind.FOOTNOTE, text[note.end() :], [0], [place], label=str(self._last_note)))
            return
        self._in_notes = False
        self._remember(text)
        kind = SegmentKind.BODY
        if (_CREDIT.search(text) and len(text) < 200) or (_CAPTION.match(text) and len(text) < 300) or _NUMBERED_CAPTION.match(text):
            kind = SegmentKind.CAPTION
        elif not _BULLET_SIGN.match(text) and looks_like_heading(text, 110) and (gap > 0 or not self.blocks) and not following.strip():
            kind = SegmentKind.HEADING
        elif _BULLET.match(text):
            kind = SegmentKind.LIST_ITEM
        self._kind = kind
        self._lines, self._numbers = [text], [number]
        if kind is not SegmentKind.BODY:
            self.finish()

    def _whole_note(self, text: str) -> re.Match[str] | None:
        """A note that is a line of its own: a number that is due, a sentence, and its mark in the text above or notes before it."""
        found = _NOTE_START.match(text) if text[0].isdigit() else None
        digits = found and found.group(2)
        if not found or not digits or not self._last_note < int(digits) <= self._last_note + 30:
            return None
        if text[found.end()].islower() or not self._ends(text):
            return None
        return found if self._mark_seen(digits) or (self._in_notes and int(digits) == self._last_note + 1) else None


def _windows(text: str) -> Iterator[list[str]]:
    """The lines of a text, a few megabytes at a time: all lines of a large file at once take more room than the file."""
    begin = 0
    while begin < len(text):
        end = begin + _WINDOW_CHARS
        if end >= len(text):
            yield text[begin:].split("\n")
            return
        cut_at = text.find("\n", end)
        if cut_at < 0:
            yield text[begin:].split("\n")
            return
        yield text[begin:cut_at].split("\n")
        begin = cut_at + 1


def lay_out(text: str, limits: ReadingLimits, first_line: int = 1) -> tuple[list[Block], list[tuple[Block, int]], bool, LineProfile]:
    """Blocks of a text, the places of torn words in them, whether all of it was read, and how its lines are broken."""
    layout: _Layout | None = None
    number = first_line - 1
    for lines in _windows(text):
        if layout is None:
            layout = _Layout(profile_lines(_sample(lines)))
        starts = {table.first: table for table in find_line_tables(lines, number + 1, layout.profile.width)}
        inside_until = -1
        gap, rule = 1, False
        count = len(lines)
        for index in range(count):
            raw = lines[index]
            kept = raw.strip()
            number += 1
            if index <= inside_until:
                continue
            if not kept:
                gap += 1
                if len(raw) >= 20:
                    rule = True
                if "\f" in raw:
                    layout._page_break()
                continue
            table = starts.get(index)
            if table is not None:
                layout.table(table)
                inside_until = table.last
                gap, rule = 0, False
                continue
            if kept[0] in "-_=*–—." and _RULE.match(kept):
                rule = True
                layout.hold(Block(SegmentKind.BOILERPLATE, kept, [0], [Place(number, number)]))
                continue
            layout.line(number, raw, kept, gap, rule, lines[index + 1] if index + 1 < count else "")
            gap, rule = 0, False
        if len(layout.blocks) >= limits.max_segments:
            layout.finish()
            return layout.blocks, layout.torn, False, layout.profile
    if layout is None:
        return [], [], True, profile_lines(())
    layout.finish()
    return layout.blocks, layout.torn, True, layout.profile


def _sample(lines: list[str]) -> list[str]:
    """Lines from the beginning, the middle and the end, blank ones included."""
    if len(lines) <= 6000:
        return lines
    middle = len(lines) // 2
    return lines[:3000] + lines[middle : middle + 3000]


def read_text_blocks(text: str, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    """The whole way for text whose layout is all there is: lines, torn words, marks, what it says of itself, boilerplate."""
    reading = Reading()
    top = text[:8000].split("\n")
    metadata, front, taken = front_lines(top)
    begin = sum(len(line) + 1 for line in top[:taken])
    blocks, torn, complete, profile = lay_out(text[begin:] if begin else text, limits, taken + 1)
    if not complete:
        reading.notices.append(f"only the first {limits.max_segments} segments were read (limit max_segments)")
    mend_torn_words(blocks, torn)
    if has_markdown(text):
        take_markup_out(blocks)
    labels = {block.label for block in blocks if block.label}
    take_marks_out(blocks, labels)
    blocks = mark_boilerplate(blocks)
    reading.metadata, blocks = apply_byline(blocks, metadata, profile.wrapped)
    reading.blocks = front + blocks
    return reading


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    if looks_binary(content):
        return Reading(status=DocumentStatus.UNREADABLE, reason="no text: the bytes are those of a binary file; give it its own suffix")
    decoded = decode(content, hint.encoding).limited(limits.max_chars)
    reading = read_text_blocks(decoded.text, hint, limits)
    if decoded.notice:
        reading.notices.append(decoded.notice)
    reading.extra = {**reading.extra, "encoding": decoded.encoding}
    return reading


READER = Reader("txt", (".txt", ".text", ".asc", ".log", ""), lambda head: False, _read)
