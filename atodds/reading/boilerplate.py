"""What a page wraps round its article, set apart: cookie notices, menus, lists of other articles, crumbs glued into paragraphs.

The words are in `seeds/reading/boilerplate.toml`. Boilerplate stays in the canonical text under its own kind, so that nothing is lost
silently; it is only never read for claims.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from atodds.reading.blocks import Block
from atodds.reading.document import Place
from atodds.seeds import seeds_in_use
from atodds.vocabulary import SegmentKind

__all__ = ["mark_boilerplate", "split_block"]

_SHORT, _LONGEST_NOTICE = 300, 1500
_PROSE = frozenset({SegmentKind.BODY, SegmentKind.HEADING, SegmentKind.LIST_ITEM, SegmentKind.CAPTION, SegmentKind.TITLE})
_RUNNING = frozenset({SegmentKind.BODY, SegmentKind.LIST_ITEM})
_SENTENCE_ENDS = re.compile(r"[a-z0-9%’”\")][.!?][’”\"]?\s+[A-Z“\"]")
_LEADERS = re.compile(r"(?:\. ?){4,60}\s?(?:\d{1,4}|[ivxl]{1,6})\s*\Z")
_SMALL_WORDS = frozenset(
    "a an the of in on at to for by with from and or but nor as over after into vs is are was be its it up off out".split()
)
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Words:
    begins: re.Pattern[str]
    rest: re.Pattern[str]
    inside: re.Pattern[str]
    leads: re.Pattern[str]
    notice: re.Pattern[str]
    credits: re.Pattern[str]


@cache
def _words(folder: Path | None = None) -> _Words:
    with ((folder or seeds_in_use()) / "reading" / "boilerplate.toml").open("rb") as source:
        lists: dict[str, list[str]] = tomllib.load(source)
    leads = "|".join(sorted(map(re.escape, lists["headline_leads"]), key=len, reverse=True))
    return _Words(
        begins=re.compile(r"[\W_]*(?:" + "|".join(lists["begins"]) + ")", re.IGNORECASE),
        rest=re.compile(r"[\W_]*(?:" + "|".join(lists["rest"]) + r")\W*\Z", re.IGNORECASE),
        inside=re.compile("|".join(lists["inside"])),
        notice=re.compile(r"\b(?:" + "|".join(lists["notice_words"]) + r")\b", re.IGNORECASE),
        credits=re.compile(r"(?<!\w)(?:" + "|".join(lists["credits"]) + ")"),
        leads=re.compile(rf"(?:(?<=[.!?”\")] )|\A)(?:{leads})(?::\s+|\s\s+|\s+[»›>|]\s*|(?<=[A-Z][A-Z][A-Z])\s+(?=[A-Z]))"),
    )


def mark_boilerplate(blocks: list[Block], folder: Path | None = None) -> list[Block]:
    """The same blocks with boilerplate under its own kind, and paragraphs split where a crumb was glued in."""
    words = _words(folder)
    count = len(blocks)
    rest_from = _rest_of_page(blocks, words)
    marked: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind not in _PROSE:
            marked.append(block)
            continue
        if block.kind is SegmentKind.CAPTION:
            made_by = words.credits.search(block.text) if len(block.text) <= _SHORT else None
            pieces = split_block(block, [(made_by.start(), len(block.text))], SegmentKind.BOILERPLATE) if made_by else [block]
        else:
            pieces = _split_crumbs(block, words) if len(block.starts) <= 4 and block.kind in _RUNNING else [block]
        for piece in pieces:
            if piece.kind in _PROSE and _is_boilerplate(piece.text, index, count, rest_from, words):
                piece.kind = SegmentKind.BOILERPLATE
        marked.extend(pieces)
    return marked


def _is_boilerplate(text: str, index: int, count: int, rest_from: int | None, words: _Words) -> bool:
    """Whether block `index` of `count` is furniture: by where it stands, how it begins, or for want of a single letter or digit."""
    if rest_from is not None and index >= rest_from and len(text) < 400:
        return True
    if "...." in text or ". . . ." in text:
        return bool(_LEADERS.search(text[-160:])) and len(text) < 2000  # a table of contents
    begins = len(text) <= _LONGEST_NOTICE and words.begins.match(text) is not None
    if begins and len(words.notice.findall(text)) > 1:
        return True
    if len(text) <= _SHORT:
        # two sentences and more are an article that happens to begin like a notice
        short = begins and (len(text) < 120 or not _SENTENCE_ENDS.search(text))
        return short or _is_menu(text) or not any(char.isalnum() for char in text)
    return begins and index > max(count - 12, count // 2)  # long notices stand at the end: a privacy policy, a note on reuse


def _rest_of_page(blocks: list[Block], words: _Words) -> int | None:
    """Where a list of other articles begins that runs to the end: in the last half, with nothing long after it."""
    first = len(blocks) // 2
    for index in range(len(blocks) - 1, first, -1):
        block = blocks[index]
        if len(block.text) < 60 and words.rest.match(block.text):
            return index
        if len(block.text) >= 400 and block.kind is SegmentKind.BODY:
            return None
    return None


def _is_menu(text: str) -> bool:
    """`World | Opinion | Sport`: three or more short items and no sentence."""
    for separator in ("|", "»", "·", "•"):
        if text.count(separator) >= 3 and not re.search(r"\d{2,}|[.!?] ", text):
            items = [item.strip() for item in text.split(separator)]
            if sum(len(item) for item in items) / len(items) < 25:
                return True
    return False


def _split_crumbs(block: Block, words: _Words) -> list[Block]:
    """The block, or its pieces where crumbs stand in it."""
    text = block.text
    spans = [found.span() for found in words.inside.finditer(text)]
    for lead in words.leads.finditer(text):
        end = _headline_end(text, lead.end())
        if end > lead.end():
            spans.append((lead.start(), end))
    if not spans:
        return [block]
    spans.sort()
    if spans[0][0] == 0:
        block.kind = SegmentKind.BODY  # the dash before "Advertisement" made it look like an item of a list
    return split_block(block, spans, SegmentKind.BOILERPLATE)


def split_block(block: Block, spans: list[tuple[int, int]], kind: SegmentKind) -> list[Block]:
    """Split a block so that each span (ascending, apart) is a block of its own of `kind`."""
    pieces: list[Block] = []
    last = 0
    for start, end in spans:
        if start < last:
            continue
        pieces.append(_piece(block, last, start, block.kind))
        pieces.append(_piece(block, start, end, kind))
        last = end
    pieces.append(_piece(block, last, len(block.text), block.kind))
    return [piece for piece in pieces if piece.text]


def _piece(block: Block, start: int, end: int, kind: SegmentKind) -> Block:
    """One stretch of a block, blanks at its ends dropped, with its own places."""
    stretch = block.text[start:end]
    begin = start + len(stretch) - len(stretch.lstrip())
    text = stretch.strip()
    first = max(bisect_right(block.starts, begin) - 1, 0)
    starts: list[int] = []
    places: list[Place] = []
    for offset, place in zip(block.starts[first:], block.places[first:], strict=True):
        if offset >= begin + len(text) and starts:
            break
        starts.append(max(offset - begin, 0))
        places.append(place)
    marks = [(offset - begin, label) for offset, label in block.marks if begin <= offset <= begin + len(text)]
    return Block(kind, text, starts, places, level=block.level, label=block.label, marks=marks, caption=block.caption)


def _headline_end(text: str, start: int) -> int:
    """Where a headline in capitals of title ends: before the last capitalised word ahead of the first plain word."""
    end = last_capital = start
    count = 0
    for token in _TOKEN.finditer(text, start, min(start + 200, len(text))):
        word = token.group().strip("“”\"'‘’(),:;")
        if word and (word[0].isupper() or word[0].isdigit() or not word[0].isalpha()):
            last_capital, end = token.start(), token.end()
            count += 1
            if token.group()[-1] in ".!?" and len(word) > 3:
                return end
        elif word in _SMALL_WORDS:
            count += 1
        else:
            return last_capital if count > 2 else start
    return end if count > 2 else start
