"""EPUB: the chapters in the order of the spine, each read as a page of HTML. Places are the line, and the chapter's file as the cell."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import unquote

from lxml import html as lxml_html

from atodds.reading.blocks import Block
from atodds.reading.days import day_stated
from atodds.reading.document import DocumentMetadata
from atodds.reading.html import blocks_of_html, raised_classes
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.marks import take_marks_out
from atodds.reading.notes import notes_by_leading_mark
from atodds.reading.packages import TOO_DEEP, has_member, is_too_deep, open_package
from atodds.reading.readers import Reader, Reading
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["READER"]

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    package = open_package(content, limits)
    container = package.xml("META-INF/container.xml")
    rootfile = container.find(".//{*}rootfile") if container is not None else None
    path = rootfile.get("full-path") if rootfile is not None else None
    root = package.xml(path) if path else None
    if root is None or path is None:
        return Reading(status=DocumentStatus.UNREADABLE, reason="no package file in it; export the EPUB again")
    if "META-INF/encryption.xml" in package.names and "META-INF/rights.xml" in package.names:
        return Reading(status=DocumentStatus.UNREADABLE, reason="it is locked by its seller; a copy without protection is needed")
    files = {item.get("id"): item.get("href") for item in root.iter(f"{_OPF}item")}
    folder = posixpath.dirname(path)
    sheets = [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in files.values() if href and href.endswith(".css")]
    raised = raised_classes((package.read(sheet) or b"").decode("utf-8", errors="replace") for sheet in sheets)
    blocks: list[Block] = []
    notices: list[str] = []
    read: set[str] = set()
    size = 0
    for reference in root.iter(f"{_OPF}itemref"):
        href = files.get(reference.get("idref"))
        if not href:
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href)))
        if name in read:
            notices.append(f"chapter {name} is listed again and was read once")
            continue
        read.add(name)
        if size > limits.max_chars:
            notices.append(f"chapter {name} and what follows were not read (limit max_chars)")
            break
        page = package.read(name)
        if not page or not page.strip():
            notices.append(f"chapter {name} is missing or empty")
            continue
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
        tree = lxml_html.document_fromstring(page, parser=parser)
        chapter, told = blocks_of_html(tree, limits, ask_trafilatura=False, raised=raised)
        if is_too_deep(parser):
            notices.append(f"chapter {name}: {TOO_DEEP}")
        size += sum(len(block.text) for block in chapter)
        first_table = 1 + max((block.table for block in blocks if block.table is not None), default=-1)
        for block in chapter:
            block.places = [replace(place, cell=name) for place in block.places]
            block.cells = tuple(replace(cell, place=replace(cell.place, cell=name)) for cell in block.cells)
            block.table = block.table + first_table if block.table is not None else None
            if block.kind is SegmentKind.TITLE and blocks:
                block.kind, block.level = SegmentKind.HEADING, 1
            if block.label is not None:
                block.label = f"{name} {block.label}"
            block.marks = [(offset, f"{name} {label}") for offset, label in block.marks]
        blocks.extend(chapter)
        notices.extend(told)
    notes_by_leading_mark(blocks)
    take_marks_out(blocks)

    def first(name: str) -> str | None:
        element = next(root.iter(f"{_DC}{name}"), None)
        return (element.text or "").strip() or None if element is not None else None

    return Reading(
        blocks=blocks,
        metadata=DocumentMetadata(
            title=first("title"),
            author=first("creator"),
            publisher=first("publisher"),
            published_on=day_stated(first("date") or ""),
            language=(first("language") or "")[:2].lower() or None,
        ),
        notices=list(dict.fromkeys([*package.notices, *notices])),
    )


READER = Reader(
    "epub", (".epub",), lambda head: has_member(head, b"application/epub+zip") or has_member(head, b"META-INF/container.xml"), _read
)
