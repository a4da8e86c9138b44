"""How a text was broken into lines, and what a line looks like that names a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["CLOSING", "ENDS_OPEN", "LineProfile", "heading_level", "looks_like_heading", "profile_lines"]

ENDS_OPEN = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|to|for|by|with|from|and|or|but|nor|as|than|that|which|who|whose|is|are|was|were|be|been|has|have|had|its|"
    r"their|his|her|into|over|under|between|about|some|up|per|not|this|these|those|it|they))\Z"
)
_TERMINAL = ".!?:;…"
CLOSING = "\"'’”»)]"
_WIDEST_PAGE = 132  # characters of the widest line that programs for plain text wrap at by habit
_REFERENCES_AT_END = re.compile(r"(?:\s?\[\w{1,4}\])+\Z")


@dataclass(frozen=True, slots=True)
class LineProfile:
    """How a text was broken into lines."""

    width: int  # characters of a full line
    wrapped: bool  # lines are pieces of paragraphs; otherwise every line is one paragraph
    doubled: bool  # a blank line stands between all lines of a paragraph
    page_blank: bool  # a line that begins with one blank begins a page


def profile_lines(lines: Sequence[str]) -> LineProfile:
    """The profile of a text, from a sample of its lines (blank ones included)."""
    lengths: list[int] = []
    characters = in_long = single_blank = 0
    for line in lines:
        kept = len(line.strip())
        if kept:
            lengths.append(kept)
            characters += kept
            in_long += kept if kept > 200 else 0
            single_blank += line[0] == " " and line[1:2] not in {" ", ""}
    if not lengths:
        return LineProfile(80, False, False, False)
    lengths.sort()
    usual = [length for length in lengths if length <= 200] or lengths
    width = usual[min(int(len(usual) * 0.9), len(usual) - 1)]
    limit = lengths[-1]
    next_to = apart = full = open_ended = adjacent = 0
    previous, gap = "", 0
    for line in lines:
        kept_line = line.strip()
        if not kept_line:
            gap += 1
            continue
        if previous and 0.6 * width <= len(previous) <= 200 and previous[-1] not in _TERMINAL and kept_line[0].islower():
            if gap == 0:
                next_to += 1
            elif gap == 1:
                apart += 1
        adjacent += gap == 0 and bool(previous)
        unended = gap == 0 and bool(previous) and previous[-1] not in _TERMINAL and 0.8 * limit <= len(previous)
        if unended and len(previous) + 1 + len(kept_line.partition(" ")[0]) > limit:
            # the next word had no room: a line that ends so was broken by width, whatever the next one begins with
            full += 1
            open_ended += kept_line[0].islower() or bool(ENDS_OPEN.search(previous))
        previous, gap = kept_line, 0
    going_on = next_to + apart
    often = (going_on >= 3 and going_on * 12 > len(lengths)) or going_on * 3 >= len(lengths)
    # A short text has few lines that go on in small letters. Broken by hand or by program, no line of it is longer than a page is wide.
    # Lines that stand alone between blank ones tell nothing either way.
    often = often or (limit <= _WIDEST_PAGE and full >= 2 and open_ended >= 1 and full * 8 >= adjacent)
    wrapped = in_long * 2 < characters and width <= 200 and often
    page_blank = wrapped and 2 <= single_blank <= len(lengths) * 0.08
    return LineProfile(max(width, 40), wrapped, wrapped and apart > next_to, page_blank)


def looks_like_heading(text: str, at_most: int) -> bool:
    """Short, begins like a title, and ends like none of a sentence."""
    if len(text) > at_most or len(text) < 2:
        return False
    text = _REFERENCES_AT_END.sub("", text.strip("*_ "))
    if "://" in text[:12]:
        return False
    last = re.sub(r"(?<=[.!?,;:’”'\")])\d{1,4}\Z", "", text).rstrip(CLOSING)[-1:]
    if last in ".!,;:" or not any(char.isalpha() for char in text):
        return False
    if text[0].islower() and not re.match(r"[a-z]\)\s", text):
        return False
    return text.count(" ") < 18


def heading_level(text: str) -> int:
    """2.1.3 is the third level, `a)` below all numbers, a chapter the first."""
    number = re.match(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s", text)
    if number:
        return number.group(1).count(".") + 1
    if re.match(r"(?:chapter|part)\b", text, re.IGNORECASE):
        return 1
    return 5 if re.match(r"[a-z]\)\s", text) else 4
