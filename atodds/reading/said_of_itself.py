"""What a document says of itself: title, author, publisher, address, and the day it was published.

Taken from labelled lines at the top (`URL:`, `DATE:`), bylines, and the address. Never from the file's modification time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from atodds.reading.blocks import Block
from atodds.reading.boilerplate import split_block
from atodds.reading.datelines import apply_datelines
from atodds.reading.days import DAY_FORMS, MONTH, day_stated
from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.labelled import is_labelled_value
from atodds.vocabulary import SegmentKind

__all__ = ["apply_byline", "day_in_address", "front_lines", "publisher_of_address"]

_LABELLED = re.compile(
    r"(?P<label>url|link|address|date|published(?: on| at)?|publication date|posted(?: on)?|title|headline|"
    r"source|publisher|site|author|byline|by|language|lang|accessed|retrieved|updated|last updated|id|file)\s*:\s*(?P<value>.*)\Z",
    re.IGNORECASE,
)
_PUBLISHED_WORDS = re.compile(
    r"\b(?:published|posted|updated|first published|last (?:updated|modified)|date|released|issued)\b", re.IGNORECASE
)
_BY = re.compile(r"\W*(?:by|authors?:|text:|story by|written by|words by)\s+\W*(?P<name>[^\W\d_][\w.'’ -]{2,80})", re.IGNORECASE)
_GLUED_BYLINE = re.compile(
    rf"By (?P<name>[A-Z][A-Za-z.'’-]*(?:(?: and|,)? [A-Z][A-Za-z.'’-]*){{0,7}}?),? (?P<when>{MONTH}\s+\d{{1,2}},?\s+[12]\d{{3}})"
    r"(?:,? \d{1,2}:\d{2}(?: ?[AP]M)?(?: [A-Z]{2,4})?)?\s+",
    re.IGNORECASE,
)
_GENERIC_TITLES = frozenset(
    {"introduction", "contents", "table of contents", "abstract", "summary", "executive summary", "foreword", "preface"}
)
_PERSON = re.compile(r"(?=.[^A-Z]*+[A-Z])[A-Z][\w.'’-]*+(?:\s[A-Z][\w.'’-]*+){0,4}\s?")  # one to five words, two capitals
_TOP = 14
_PRINTED = re.compile(r"\W*(?:first |last )?(?:posted|published|updated|modified|edited|printed)\b(?! by)", re.IGNORECASE)


def day_in_address(address: str | None) -> date | None:
    """The day in an address of the form `/2019/11/05/` or `/2019-11-05-`."""
    found = re.search(r"/([12]\d{3})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|\Z)", address or "")
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def publisher_of_address(address: str | None) -> str | None:
    """The host of an address without `www.`: who publishes it, unless the page says otherwise."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return re.sub(r"\A(?:www\d?|m|amp)\.", "", host) if host else None


def front_lines(lines: list[str]) -> tuple[DocumentMetadata, list[Block], int]:
    """Labelled lines at the very top: the metadata in them, the same lines as boilerplate, and how many lines that is.

    At least one of the first lines must be an address or a date, so that a letter that begins "Source: ..." is left alone.
    """
    metadata = DocumentMetadata()
    blocks: list[Block] = []
    taken = 0
    for index, line in enumerate(lines[:12]):
        text = line.strip()
        if not text:
            if blocks:
                taken = index + 1
                break
            continue
        found = _LABELLED.match(text)
        if not found:
            break
        metadata = _with_label(metadata, found.group("label").lower(), found.group("value").strip())
        blocks.append(Block(SegmentKind.BOILERPLATE, text, [0], [Place(index + 1, index + 1)]))
        taken = index + 1
    if metadata.url is None and metadata.published_on is None:
        return DocumentMetadata(), [], 0
    if metadata.publisher is None:
        metadata = replace(metadata, publisher=publisher_of_address(metadata.url))
    return metadata, blocks, taken


def _with_label(metadata: DocumentMetadata, label: str, value: str) -> DocumentMetadata:
    if not value:
        return metadata
    if label in {"url", "link", "address"} or (label == "source" and "://" in value):
        return replace(metadata, url=value) if "://" in value or "." in value else metadata
    if label == "date" or label.startswith(("published", "publication", "posted")):
        return replace(metadata, published_on=day_stated(value) or metadata.published_on)
    if label in {"title", "headline"}:
        return replace(metadata, title=value)
    if label in {"publisher", "site", "source"}:
        return replace(metadata, publisher=value)
    if label in {"author", "byline", "by"}:
        return replace(metadata, author=value)
    if label in {"language", "lang"} and re.fullmatch(r"[a-zA-Z]{2,3}(?:-\w+)?", value):
        return replace(metadata, language=value[:2].lower())
    return metadata


def apply_byline(blocks: list[Block], metadata: DocumentMetadata, wrapped: bool) -> tuple[DocumentMetadata, list[Block]]:
    """Title, byline and date from the first blocks: what is a byline becomes boilerplate, the first short line the title."""
    changed: list[Block] = []
    titled = False
    repeated = _repeated_line(blocks)
    for index, block in enumerate(blocks):
        if index >= _TOP or block.kind is SegmentKind.BOILERPLATE:
            if block.kind is SegmentKind.BODY and len(block.text) <= 80 and _PRINTED.match(block.text) and day_stated(block.text):
                block.kind = SegmentKind.BOILERPLATE  # when the page was printed, told once more at its foot
            changed.append(block)
            continue
        text = block.text
        if len(text) <= 160 and block.kind in {SegmentKind.BODY, SegmentKind.HEADING, SegmentKind.LIST_ITEM}:
            read = None if _among_values(blocks, index) else _byline(text, metadata)
            if read is not None:
                metadata = read
                block.kind = SegmentKind.BOILERPLATE
                changed.append(block)
                continue
        if repeated is not None and index < repeated and not titled and len(text) < 220:
            block.kind = SegmentKind.BOILERPLATE  # the site's name and the path above the title
            changed.append(block)
            continue
        if (
            not titled
            and not wrapped
            and block.kind in {SegmentKind.HEADING, SegmentKind.BODY}
            and index < 6
            and len(text) <= 220
            and text.rstrip()[-1:] not in ".;:,"
        ):
            titled = True
            block.kind = SegmentKind.TITLE
            if metadata.title is None:
                metadata = replace(metadata, title=text)
        elif not titled and block.kind is SegmentKind.TITLE:
            titled = True
            metadata = replace(metadata, title=metadata.title or text)
        elif block.kind is SegmentKind.BODY and wrapped:
            titled = True  # a heading below running text names a section
        elif wrapped and not titled and index < 4 and _may_be_title(block) and metadata.title is None:
            titled = True
            block.kind = SegmentKind.TITLE
            metadata = replace(metadata, title=text)
        glued = _GLUED_BYLINE.match(text) if block.kind is SegmentKind.BODY else None
        if glued:
            metadata = replace(
                metadata,
                author=metadata.author or glued.group("name"),
                published_on=metadata.published_on or day_stated(glued.group("when")),
            )
            changed.extend(split_block(block, [glued.span()], SegmentKind.BOILERPLATE))
            continue
        changed.append(block)
    metadata, changed = apply_datelines(changed, metadata)
    if metadata.published_on is None:
        metadata = replace(metadata, published_on=day_in_address(metadata.url))
    return metadata, changed


def _may_be_title(block: Block) -> bool:
    """Whether a heading at the top names the document and not its first section."""
    return block.kind is SegmentKind.HEADING and block.text.strip().lower() not in _GENERIC_TITLES and not block.text[0].isdigit()


def _repeated_line(blocks: list[Block]) -> int | None:
    """The second of two like lines among the first: a page's path and its headline; what stands above is no title."""
    seen: list[str] = []
    for index, block in enumerate(blocks[:8]):
        if block.table is not None:
            continue
        folded = block.text.casefold().strip()
        if folded in seen and 15 < len(folded) < 220:
            return index
        seen.append(folded)
    return None


def _among_values(blocks: list[Block], index: int) -> bool:
    """Whether a line such as "- Date: 4 May 1936" is one of a list of values, an infobox, and tells nothing of the printing."""
    beside = [blocks[at] for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
    if blocks[index].kind is SegmentKind.LIST_ITEM:
        return any(block.kind is SegmentKind.LIST_ITEM for block in beside)
    values = (block.text for block in beside if block.kind is SegmentKind.BODY and not _LABELLED.match(block.text))
    return ":" in blocks[index].text and any(is_labelled_value(text) for text in values)


def _byline(text: str, metadata: DocumentMetadata) -> DocumentMetadata | None:
    """Metadata with what a byline adds, or None when the text is none."""
    day = day_stated(text)
    by = _BY.match(text)
    if by and text.rstrip()[-1:] not in ".!?" and text.count(" ") < 18:
        name = re.split(r"\s[-–—|]\s|\d|,\s*(?=[A-Z][a-z]+ \d)", by.group("name"))[0].strip(" ,-")
        return replace(metadata, author=metadata.author or name, published_on=metadata.published_on or day)
    if day is None:
        return None
    without = text
    for form in DAY_FORMS:
        without = form.sub(" ", without)
    rest = re.sub(r"\d{1,2}:\d{2}(?::\d{2})?|\b[AP]M\b|\b(?:GMT|UTC|EST|EDT|CET|BST)\b", " ", without)
    words = re.findall(r"[^\W\d_]+", rest)
    weekday = {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    }
    others = [word for word in words if word.lower() not in weekday]
    if not others or (_PUBLISHED_WORDS.search(text) and len(others) <= 6):
        return replace(metadata, published_on=metadata.published_on or day)
    separated = re.split(r"\s[-–—|•·]\s", text)
    if len(separated) >= 2 and len(others) <= 10 and any(day_stated(part) and len(part) < 30 for part in separated):
        names = [part.strip() for part in separated if not day_stated(part)]
        author = names[0] if names and _PERSON.fullmatch(names[0]) else None
        return replace(metadata, author=metadata.author or author, published_on=metadata.published_on or day)
    return None
