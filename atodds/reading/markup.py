"""Inline Markdown taken out of a block's text by cutting, so that every character that stays keeps its place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import islice

from atodds.reading.blocks import Block, cut
from atodds.vocabulary import SegmentKind

__all__ = ["has_markdown", "markup_spans", "take_markup_out"]

_SIGNS = re.compile(r"\]\(|^#{1,6} \S|\*\*\S|^>\s|^```|^\s*\|.*\|\s*$", re.MULTILINE)
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|!\[(?P<alt>[^\]\n]{0,300})\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s\"[^\"\n]{0,300}\")?\)"
    r"|\[(?P<link>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,1000})\](?:\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s\"[^\"\n]{0,300}\")?\)|\[[^\]\n]{0,100}\])"
    r"|<(?P<auto>https?://[^<>\s]{1,2000})>"
    r"|(?P<note>\[\^[^\]\s]{1,40}\])"
    r"|(?P<tick>`{1,3})(?P<code>[^`\n]{1,500})(?P=tick)"
    r"|(?P<sup><sup>\s*\[?[0-9a-z*†]{1,4}\]?\s*</sup>)"
    r"|(?P<tag></?(?:b|i|em|strong|u|br|span|sub|sup|small|mark|a|p|div)\b[^<>\n]{0,300}>)"
    r"|(?P<stars>\*{1,3}|~~|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))"
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_LINE_START = re.compile(r"\s{0,3}(?:#{1,6}\s+|>\s?)")


def has_markdown(text: str) -> bool:
    """Whether a text carries Markdown: at least three signs of it in its first 20,000 characters."""
    return sum(1 for _ in islice(_SIGNS.finditer(text, 0, 20_000), 3)) == 3


def markup_spans(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, str]]]:
    """What to cut from a text: spans of markup, and the footnote references among them as (offset, label)."""
    spans: list[tuple[int, int]] = []
    marks: list[tuple[int, str]] = []
    open_stars: list[tuple[str, int, int]] = []
    for found in _INLINE.finditer(text):
        start, end = found.span()
        kind = found.lastgroup
        if kind == "escaped":
            spans.append((start, start + 1))
        elif kind in {"link", "alt", "auto"}:
            inner_start, inner_end = found.span(kind)
            spans.append((start, inner_start))
            inner, inner_marks = markup_spans(text[inner_start:inner_end]) if kind == "link" else ([], [])
            spans.extend((inner_start + a, inner_start + b) for a, b in inner)
            marks.extend((inner_start + offset, label) for offset, label in inner_marks)
            spans.append((inner_end, end))
        elif kind == "note":
            marks.append((start, text[start + 2 : end - 1]))
            spans.append((start, end))
        elif kind == "sup":
            marks.append((start, re.sub(r"<[^<>]*>|[\[\]\s]", "", found.group())))
            spans.append((start, end))
        elif kind == "code":
            spans.append((start, found.start("code")))
            spans.append((found.end("code"), end))
        elif kind == "tag":
            spans.append((start, end))
        elif kind == "stars":
            sign = found.group()
            opens = end < len(text) and not text[end].isspace()
            closes = start > 0 and not text[start - 1].isspace()
            match = next((entry for entry in reversed(open_stars) if entry[0] == sign), None) if closes else None
            if match:
                spans.append(match[1:])
                spans.append((start, end))
                open_stars = open_stars[: open_stars.index(match)]
            elif opens and not (sign == "*" and closes and text[start - 1].isdigit()):
                open_stars.append((sign, start, end))
    spans.sort()
    return [span for span in spans if span[0] < span[1]], marks


def _read_entities(block: Block) -> None:
    """Put what an entity stands for where it begins, and cut the rest of it: "3.2&nbsp;million" keeps its blank."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    last = 0
    for found in _ENTITY.finditer(block.text):
        said = html.unescape(found.group())
        if len(said) != 1:
            continue
        pieces += [block.text[last : found.start()], " " if said.isspace() else said, found.group()[1:]]
        spans.append((found.start() + 1, found.end()))
        last = found.end()
    if spans:
        block.text = "".join([*pieces, block.text[last:]])
        cut(block, spans)


def take_markup_out(blocks: Iterable[Block]) -> None:
    """Cut inline markup from blocks, and read `#` headings and quoted lines for what they are."""
    for block in blocks:
        found = _LINE_START.match(block.text)
        if found and found.group().strip():
            sign = found.group().strip()
            if sign[0] == "#":
                block.kind, block.level = SegmentKind.HEADING, len(sign)
            cut(block, [found.span()])
        if "&" in block.text:
            _read_entities(block)
        if any(sign in block.text for sign in "*[_<`\\~"):
            spans, marks = markup_spans(block.text)
            block.marks.extend(marks)
            cut(block, spans)
