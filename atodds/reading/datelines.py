"""When and by whom a text was printed, as told in its running text: datelines, sign-offs, lines that name the publisher and the day.

    BUCHAREST, 9 October 2023 - The river ...        GENEVA, March 3, 2020 (Wire) -        ROMAN, Romania (Wire) -
    The Harbour Gazette, 4 May 1936                  Press release, Lowmouth, 4 May 1936
    This bulletin was issued on 4 May 1936.

A dateline is no part of the sentence behind it and is set apart. A day counts when its year stands with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from atodds.reading.blocks import Block
from atodds.reading.boilerplate import split_block
from atodds.reading.days import DAY_FORMS, day_stated
from atodds.reading.document import DocumentMetadata
from atodds.vocabulary import SegmentKind

__all__ = ["apply_datelines"]

_CAPITALS = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-ŽȘȚ’'.-]{1,30}"
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.-]{0,30}"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2})(?:,?\s+\d{4})?"
_AGENCY = r"\([A-Z][\w .,&/’'-]{1,40}\)"
_DATELINE = re.compile(
    rf"(?P<place>{_CAPITALS}(?: {_CAPITALS}){{0,3}})(?P<region>(?:,\s+{_NAME}(?: {_NAME}){{0,2}}){{0,2}}?)"
    rf"(?:,?\s+(?P<first>{_AGENCY}))?(?:,?\s+(?P<day>{_DAY}))?(?:,?\s+(?P<last>{_AGENCY}))?\s*(?P<sign>[-–—]{{1,2}}|[.:])\s+(?=[A-Z“\"'‘\d])"
)
_LEAD = 5  # blocks among which the lead of a text is looked for
_LEAD_CHARS = 60
_HEAD, _FOOT = 2, 2  # lines below the title and at the end that may tell of the printing
_LONGEST_LINE = 120
_PRINTED = re.compile(
    r"\b(?:published|issued|released|posted|printed|dated|filed|press release|communiqu[ée]|bulletin|newsletter|news|gazette|courier|"
    r"herald|times|tribune|journal|magazine|weekly|daily|monthly|quarterly|wire|agency|ministry|office|bureau|department|institute|chamber|"
    r"statement|report no)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\W*(?:this|the)\s+(?:[\w-]+\s+){1,4}?(?:was|were|is|has been)\s+(?:first\s+|last\s+)?"
    r"(?:published|issued|released|posted|printed|updated|filed)\b",
    re.IGNORECASE,
)
_SMALL = frozenset("the a an of for by and on no in at from to de la der vol issue nr".split())
_PLACE_AND_DAY = re.compile(rf"\W*{_NAME}(?: {_NAME}){{0,2}},?\s*(?:the\s+)?\Z")


def apply_datelines(blocks: Sequence[Block], metadata: DocumentMetadata) -> tuple[DocumentMetadata, list[Block]]:
    """The metadata with a day of printing that the text tells, where it has none; datelines and such lines as boilerplate."""
    found: list[Block] = []
    told: date | None = None
    lines = [index for index, block in enumerate(blocks) if block.kind in (SegmentKind.BODY, SegmentKind.LIST_ITEM, SegmentKind.HEADING)]
    lead, ends = set(lines[:_LEAD]), {*lines[:_HEAD], *lines[-_FOOT:]}
    for index, block in enumerate(blocks):
        dateline = _DATELINE.match(block.text) if index in lead and block.kind is SegmentKind.BODY else None
        if dateline and _is_dateline(dateline, len(block.text)):
            told = told or day_stated(dateline.group("day") or "")
            found.extend(split_block(block, [(0, dateline.end())], SegmentKind.BOILERPLATE))
            continue
        day = _printed_line(block.text) if index in ends and block.kind is not SegmentKind.LIST_ITEM and not block.cells else None
        if day is not None:
            told = told or day
            block.kind = SegmentKind.BOILERPLATE
        found.append(block)
    if told is not None and metadata.published_on is None:
        metadata = replace(metadata, published_on=told)
    return metadata, found


def _is_dateline(dateline: re.Match[str], length: int) -> bool:
    """A place in capitals with a day or an agency, before a text of some length; "NATO. The ..." is none."""
    if length - dateline.end() < _LEAD_CHARS or len(dateline.group("place")) < 3:
        return False
    agency = dateline.group("first") or dateline.group("last")
    dated = dateline.group("day") is not None
    return dated or (agency is not None and dateline.group("sign") not in ".:")


def _printed_line(text: str) -> date | None:
    """The day in a short line that tells of nothing but the printing, or None."""
    if len(text) > _LONGEST_LINE:
        return None
    day = day_stated(text)
    if day is None:
        return None
    if _SENTENCE.match(text):
        return day
    rest = text
    for form in DAY_FORMS:
        rest = form.sub("", rest)
    bare = rest.strip(" .,;:-–—")
    if text.rstrip(" .")[-4:] != str(day.year) or len(bare.split()) > 10 or re.search(r"[.!?]\s+[A-Z]", bare):
        return None
    named = re.findall(r"[^\W\d_][\w’'-]*", _PRINTED.sub(" ", bare))
    if any(word[0].islower() and word not in _SMALL for word in named):
        return None  # a sentence
    return day if _PRINTED.search(bare) or _PLACE_AND_DAY.match(rest.rstrip(" .")) else None
