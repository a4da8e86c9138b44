"""Figures and dates that stand behind a label, and the line that heads a list: "Deaths: at least 58", "- Roman: 31" under "Killed in:".

A line of label and short value becomes a row of two cells over its own text: the label cell names the row, the value cell has it as
`row_label`, no header, and the list's head as caption; an infobox written as one line ("dead: 20,000–30,000 • hurt: 50,000") becomes one
row of several such pairs. A label before a whole phrase ("Update: 29 more people were found alive today") stays prose, and its span is
kept as the segment's `label`. List items and rows know the line that opens their list as `list_head`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from atodds.normalising.dates import find_dates
from atodds.normalising.quantities import find_quantities, may_hold_quantity
from atodds.reading.blocks import Block
from atodds.reading.columns import is_total
from atodds.reading.document import TableCell
from atodds.vocabulary import SegmentKind

__all__ = ["is_labelled_value", "label_of", "label_values"]

_BULLET = re.compile(r"\s*(?:[•●▪◦‣∙·*]\s*|[-+–—]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+)?")
_LABELLED = re.compile(
    r"(?P<label>[^\W_][^:\n]{0,89}?)\s*(?::\s+|\s[–—-]\s(?=[\d~<>≈$€£])|\s?=\s?|:(?=[\d~<>≈$€£]{1,3}\d{2}[,.\d]*(?!\d*:)))(?P<value>\S.*)"
)
_SAYING = re.compile(
    r"\A(?:he|she|they|it|we|i|you)\b|\b(?:said|says?|told|asked|asks|added|wrote|writes?|reads?|warned|argued|announced|reported)\Z",
    re.IGNORECASE,
)
# A label that is a clause of its own introduces a sentence: "The town was lost: 40 people drowned"; "Houses that were lost" is none.
_CLAUSE = re.compile(
    r"\A(?!.*\b(?:who|that|which|whose|where)\b).*\b(?:was|were|is|are|has|have|had|did|does|do|will|would|can|could)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?;]\s|[.!?]\Z")
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_PART = re.compile(r"\s*(?:[•●▪∙·|]|;)\s+")
_INLINE = re.compile(r"\s*[•●▪∙·|]\s*")
_LONGEST_HEDGE = 40  # "more than an estimated"
_WORDS_AFTER = 4  # "million US dollars a year"
_WORDS_OF_SENTENCE = 2  # beside its figure a value that ends in a full stop may have "million pounds", no more
_LONGEST_VALUE = 70
_MOST_WORDS_OF_LABEL = 12
_MOST_WORDS_OF_PROSE_LABEL = 5
_LONGEST_HEAD = 160
_LONGEST_LINE = 300
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_BREAKING = frozenset(  # a word after the figure that begins a phrase of its own: then the value is prose
    """of in on at by from with after before when while who which that as for around near under over between during since until into than
    and but were was are is had have has will would""".split()
)
_PROSE = frozenset({SegmentKind.BODY, SegmentKind.LIST_ITEM})
_LISTED = frozenset({SegmentKind.LIST_ITEM, SegmentKind.TABLE})


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label and its value as spans of the text; `header` is the narrower label of a value that stands beside others."""

    label: tuple[int, int]
    value: tuple[int, int]
    header: tuple[int, int] | None = None


def is_labelled_value(text: str) -> bool:
    """Whether a line is a label with a short value and nothing else."""
    return bool(_pairs(text))


def label_of(text: str, *, listed: bool = False) -> tuple[int, int] | None:
    """The span of the label before the colon that a text opens with; in prose a short one that tells of nobody's saying."""
    found = _label(text)
    if found is None:
        return None
    words = _WORD.findall(text[slice(*found[0])])
    most = _MOST_WORDS_OF_LABEL if listed else _MOST_WORDS_OF_PROSE_LABEL
    return found[0] if len(words) <= most else None


def label_values(blocks: Sequence[Block]) -> None:
    """Make rows of labelled values, note the labels of prose, and hand list heads down. Changes the blocks in place."""
    table = max((block.table for block in blocks if block.table is not None), default=-1)
    rows_go_on: SegmentKind | None = None  # what the rows of the open list were
    for block in blocks:
        kind = block.kind
        pairs = _pairs(block.text) if block.kind in _PROSE else ()
        if pairs:
            table += 0 if rows_go_on is kind else 1
            _set_row(block, pairs, table)
        elif block.kind in _PROSE:
            block.labelled = label_of(block.text, listed=block.kind is SegmentKind.LIST_ITEM)
        rows_go_on = kind if pairs or (rows_go_on is kind and block.labelled is not None) else None
    _hand_heads_down(blocks)


def _set_row(block: Block, pairs: Sequence[_Pair], table: int) -> None:
    block.kind, block.table = SegmentKind.TABLE, table
    cells: list[TableCell] = []
    told: tuple[int, int] | None = None
    for row, pair in enumerate(pairs):
        label = block.text[slice(*pair.label)]
        place = block.places[0]
        if pair.label != told:
            cells.append(TableCell(start=pair.label[0], end=pair.label[1], text=label, row=row, column=0, is_label=True, place=place))
            told = pair.label
        start, end = pair.value
        cells.append(
            TableCell(
                start=start,
                end=end,
                text=block.text[start:end],
                row=row,
                column=1,
                header=(block.text[slice(*pair.header)],) if pair.header else (),
                row_label=label,
                row_labels=(label,),
                in_total_row=is_total(label),
                place=place,
            )
        )
    block.cells = tuple(cells)


def _hand_heads_down(blocks: Sequence[Block]) -> None:
    """Give the items of a list, and the rows of a table, the line that opens it: it ends in a colon, or is short and ends in nothing."""
    heads: list[tuple[int, str]] = []  # (level, head)
    table: int | None = None
    for block, following in pairwise([*blocks, Block(SegmentKind.BODY, "")]):
        if block.kind in _LISTED:
            if block.kind is SegmentKind.TABLE:
                heads = heads if table in (None, block.table) else []  # a second list has no head of its own
                table = block.table
            while len(heads) > 1 and heads[-1][0] >= block.level:
                heads.pop()
            if heads:
                block.list_head = heads[-1][1]
                if block.kind is SegmentKind.TABLE:
                    block.caption = block.caption or heads[-1][1]
            if block.kind is SegmentKind.LIST_ITEM and following.kind in _LISTED and following.level > block.level:
                head = _head(block.text)
                if head:
                    heads.append((block.level, head))
            continue
        if block.kind is SegmentKind.BOILERPLATE and following.kind in _LISTED and block.table is not None:
            continue  # a table's header row
        if block.kind is SegmentKind.BODY and block.labelled is not None and not block.text.rstrip().endswith(":"):
            block.list_head = heads[-1][1] if heads else None
            continue  # "Owner: White Star Line" among the lines of an infobox heads nothing
        heads, table = [], None
        introduced = block.text.rstrip().endswith(":") and following.labelled is not None
        if following.kind in _LISTED or following.table is not None or introduced:
            opens = block.kind in (SegmentKind.BODY, SegmentKind.CAPTION) or block.text.rstrip().endswith(":")
            head = _head(block.text) if opens and block.kind is not SegmentKind.BOILERPLATE else None
            if head:
                heads = [(0, head)]


def _head(text: str) -> str | None:
    """What a line says of the list below it: its last sentence before the colon, or a short line without a full stop."""
    stripped = text.rstrip()
    if stripped.endswith(":"):
        last = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", stripped)[-1]
        return _BULLET.sub("", last.rstrip(": "), count=1) if len(last) <= _LONGEST_HEAD else None
    return stripped if len(stripped) <= _LONGEST_HEAD / 2 and stripped[-1:] not in ".!?;,…" else None


# Label and value


def _label(text: str, start: int = 0) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The spans of a label and of what follows it, or None."""
    bullet = _BULLET.match(text, start)
    found = _LABELLED.match(text, bullet.end() if bullet else start)
    if not found:
        return None
    label, value = found.span("label"), found.span("value")
    words = text[slice(*label)]
    if (
        _SENTENCE.search(words)
        or _SAYING.search(words)
        or _CLAUSE.match(words)
        or len(_WORD.findall(words)) > _MOST_WORDS_OF_LABEL
        or "://" in text[: value[0] + 2]
    ):
        return None
    end = value[1]
    while end > value[0] and (text[end - 1].isspace() or text[end - 1] in ".;,"):
        end -= 1
    return (label, (value[0], end)) if end > value[0] else None


@lru_cache(maxsize=4096)  # the reader of plain text asks of a line before its block is looked at
def _pairs(text: str) -> tuple[_Pair, ...]:
    """The labelled values a text consists of; none when anything else stands in it."""
    if len(text) > _LONGEST_LINE:
        return ()
    if ":" not in text and "=" not in text and "–" not in text and " - " not in text and "—" not in text:
        return ()
    parts = [part for part in _spans(text, _INLINE) if part[0] < part[1]]
    if len(parts) > 1:  # an infobox in one line
        found = [_label(text[:end], start) for start, end in parts]
        if all(one is not None and _is_short(text[slice(*one[1])]) for one in found):
            return tuple(_Pair(*one) for one in found if one is not None)
    whole = _label(text)
    if whole is None:
        return ()
    label, (start, end) = whole
    value = text[start:end]
    if text.rstrip().endswith(".") and text[:1].isalnum() and len(_WORD.findall(_PARENTHESIS.sub("", value))) > _WORDS_OF_SENTENCE:
        return ()  # a sentence, unless a bullet makes it an item
    if _is_short(value):
        return (_Pair(label, (start, end)),)
    inner = [(start + a, start + b) for a, b in _spans(value, _PART)]
    narrowed = [_narrow(text, *span) for span in inner]
    if len(inner) > 1 and all(one is not None for one in narrowed):
        return tuple(_Pair(label, one[1], one[0]) for one in narrowed if one is not None)
    one = narrowed[0] if len(inner) == 1 else None
    return (_Pair(label, one[1], one[0]),) if one is not None and not _WORD.search(text[slice(*one[1])]) else ()


def _spans(text: str, parting: re.Pattern[str]) -> list[tuple[int, int]]:
    spans, last = [], 0
    for found in parting.finditer(text):
        spans.append((last, found.start()))
        last = found.end()
    return [*spans, (last, len(text))]


def _narrow(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """In "turnout 77.0%", "in favour 80.5 %" the words before the figure and the figure."""
    found = re.compile(r"(?P<words>[^\W\d_][^\d:;,.]{2,40}?)\s+(?P<value>[~<>≈$€£]{0,2}\d.*)").match(text, start, end)
    if not found or not _is_short(found.group("value")) or _SAYING.search(found.group("words")):
        return None
    words = _WORD.findall(found.group("words"))
    return (found.span("words"), found.span("value")) if len(words) <= _WORDS_AFTER else None


def _is_short(value: str) -> bool:
    """Whether a value is a figure or a date with hedge, unit, counted noun and brackets, and no phrase of its own."""
    bare = _PARENTHESIS.sub("", value).strip(" .,;")
    if not bare:
        return False
    if len(bare) > _LONGEST_VALUE or _SENTENCE.search(bare + " "):
        return False
    for found in find_dates(bare):
        if len(_WORD.findall(bare[: found.start] + bare[found.end :])) == 0:
            return True
    if not may_hold_quantity(bare):
        return False
    mentions = find_quantities(bare).mentions
    if not mentions:
        return bool(re.fullmatch(r"[12]\d{3}", bare))  # a year, or a count that looks like one
    if _WORD.search(bare[: mentions[0].start]) or mentions[0].number_start - mentions[0].start > _LONGEST_HEDGE:
        return False
    ends = [*(mention.start for mention in mentions[1:]), len(bare)]
    for mention, end in zip(mentions, ends, strict=True):
        words = [word.lower() for word in _WORD.findall(bare[mention.end : end])]
        if mention.unit == "percent" and words[:1] == ["of"]:
            words = words[1:]
        if len(words) > _WORDS_AFTER or _BREAKING & set(words):
            return False
    return True
