"""HTML: the article as trafilatura finds it, in blocks of our own that keep lines, tables, headings and what stood in `<sup>`.

trafilatura says which text is the article; it drops places, merges tables into text and glues reference marks to figures. So the page is
walked once more here, block by block, and trafilatura's text only decides which blocks are the article and which are furniture.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from atodds.reading.blocks import Block
from atodds.reading.boilerplate import mark_boilerplate
from atodds.reading.days import day_stated
from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.encodings import decode
from atodds.reading.labelled import is_labelled_value
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.marks import take_marks_out
from atodds.reading.notes import notes_by_leading_mark
from atodds.reading.packages import TOO_DEEP, is_too_deep
from atodds.reading.readers import Reader, Reading
from atodds.reading.said_of_itself import apply_byline, day_in_address, publisher_of_address
from atodds.reading.tables import GridCell, caption_before, grid_blocks, spanned
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["READER", "blocks_of_html", "raised_classes", "read_html_text"]

_HIDDEN = frozenset("script style noscript template svg head iframe object canvas math select textarea video audio".split())
_FURNITURE = frozenset({"nav", "aside", "footer", "form", "button", "menu", "dialog"})
_BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figure figcaption address hr fieldset details "
    "summary center body html td th tr tbody thead tfoot caption table nav aside footer form button menu dialog option legend label "
    "hgroup".split()
)
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|cookies?|consent|gdpr|share|sharing|social|related|recommend\w*|newsletter|"
    r"subscribe|subscription|"
    r"promo|advert\w*|ads?|sponsor\w*|sidebar|footer|comments?|popup|modal|banner|widget|tags?|toolbar|pagination|skip-link|mw-editsection|"
    r"noprint|navbox|metadata|hatnote)(?:$|[\s_-])",
    re.IGNORECASE,
)
_REFERENCE_LIST = re.compile(r"(?:^|[\s_-])(?:references?|reflist|footnotes?|endnotes?|bibliography|fn)(?:$|[\s_-])", re.IGNORECASE)
_MARK = re.compile(r"\[?(?:note |n )?(?P<label>\d{1,3}|[a-z*†‡§#])\]?(?:\s*[,–-]\s*\[?\d{1,3}\]?)*\Z", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_POWER_BEFORE = re.compile(r"(?:(?:\b|\d)(?:[kcdmµ]?m|mi|ft|in|yd|s|sec)|\b10)\s?\Z", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top|[1-9]\d{0,2}%)|position\s*:\s*relative[^{}]*?\btop\s*:\s*-", re.IGNORECASE)
_INLINE = frozenset({"span", "font", "small", "a", "i", "em", "b", "strong"})
_MOST_BLOCKS_JUDGED = 20_000  # blocks of a page that trafilatura is asked about: the time it takes grows with their square
_DEEPEST_JUDGED = 256  # elements within each other, likewise
_MOST_CHARS_SEARCHED = 2_000_000_000
_KEEP_KINDS = frozenset({SegmentKind.TABLE, SegmentKind.CAPTION, SegmentKind.FOOTNOTE, SegmentKind.REFERENCE})


@dataclass(slots=True)
class _Open:
    """The block being collected: its text so far, in pieces, with the line each piece comes from."""

    kind: SegmentKind = SegmentKind.BODY
    level: int = 1
    label: str | None = None
    furniture: bool = False
    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    length: int = 0
    blank: bool = False  # a blank is due before the next word

    def add(self, text: str, line: int) -> int:
        """Add text that begins on `line`; blanks collapse. Returns the line after it."""
        if "\n" not in text:
            self._words(text, line)
            return line
        for part in text.split("\n"):
            self._words(part, line)
            self.blank = True
            line += 1
        if not text[-1].isspace():
            self.blank = False
        return line - 1

    def _words(self, text: str, line: int) -> None:
        words = text.split()
        if not words:
            self.blank = self.blank or bool(text)
            return
        if (self.blank or text[0].isspace()) and self.length:
            self.pieces.append(" ")
            self.length += 1
        if not self.places or self.places[-1].line_start != line:
            self.starts.append(self.length)
            self.places.append(Place(line, line))
        joined = " ".join(words)
        self.pieces.append(joined)
        self.length += len(joined)
        self.blank = text[-1].isspace()

    @property
    def tail(self) -> str:
        """The last characters collected."""
        return "".join(self.pieces[-3:])[-12:]

    def block(self) -> Block:
        """The finished block."""
        return Block(
            self.kind,
            "".join(self.pieces),
            self.starts or [0],
            self.places or [Place()],
            level=self.level,
            label=self.label,
            marks=self.marks,
        )


class _Walker:
    """One pass over the tree in document order."""

    def __init__(self, limits: ReadingLimits, raised: frozenset[str] = frozenset()) -> None:
        self.limits = limits
        self.raised = raised  # classes that a style sheet sets as superscript
        self.targets: dict[str, str] = {}  # id that a mark links to -> label of the mark
        self.blocks: list[tuple[Block, bool]] = []  # with whether it stands in an element of furniture
        self.tables = 0
        self.cells = 0
        self.notices: list[str] = []
        self.deepest = 0  # elements within each other
        self._open = _Open()
        self._kinds: list[tuple[Any, SegmentKind, int, bool]] = []
        self._line = 1
        self._explained: Block | None = None  # a term that waits for what is said of it

    def walk(self, root: Any) -> None:
        """Collect the blocks under `root`."""
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        furniture_depth = depth = 0
        for event, element in walker:
            if event in ("comment", "pi"):
                self._text(element.tail)
                continue
            tag = element.tag if isinstance(element.tag, str) else ""
            depth += 1 if event == "start" else -1
            self.deepest = max(self.deepest, depth)
            if len(self.blocks) > self.limits.max_segments:
                break  # what is more than that is not kept, and said so
            if event == "start":
                if element.sourceline:
                    self._line = element.sourceline
                if tag in _HIDDEN or _is_hidden(element):
                    walker.skip_subtree()
                    self._skipped(element)
                    continue
                if tag == "table" and _is_data_table(element):
                    self._flush()
                    self._table(element, furniture_depth > 0)
                    walker.skip_subtree()
                    continue
                if tag == "sup" or (tag == "a" and _is_note_link(element)) or self._is_raised(element, tag):
                    if self._superscript(element):
                        walker.skip_subtree()
                        continue
                elif tag == "br":
                    if (self._open.blank and self._open.pieces and self._open.pieces[-1] == "\v") or self._ends_a_value():
                        self._flush()
                    self._open.blank = True
                elif tag in _BLOCKS:
                    self._flush()
                    if _is_furniture(element, tag):
                        furniture_depth += 1
                    kind, level = self._kind_of(element, tag)
                    self._kinds.append((element, kind, level, furniture_depth > 0))
                    self._renew()
                self._text(element.text)
            else:
                if tag in _BLOCKS and tag != "br" and self._kinds and self._kinds[-1][0] is element:
                    self._flush()
                    self._kinds.pop()
                    if _is_furniture(element, tag):
                        furniture_depth = max(furniture_depth - 1, 0)
                    self._renew()
                self._text(element.tail)
        self._flush()

    def _ends_a_value(self) -> bool:
        """Whether what the line holds so far is a label with its value: "<b>Deaths:</b> 71<br>" begins a list."""
        text = "".join(self._open.pieces) if self._open.length < 200 else ""
        return ":" in text and is_labelled_value(text)

    def _is_raised(self, element: Any, tag: str) -> bool:
        """Whether an inline element is set as superscript by its style: word processors and their exports know no `<sup>`."""
        if tag not in _INLINE:
            return False
        style = element.get("style")
        if style and _RAISED.search(style):
            return True
        return bool(self.raised) and any(name in self.raised for name in (element.get("class") or "").split())

    def _skipped(self, element: Any) -> None:
        inner = sum(text.count("\n") for text in element.itertext()) if element.tag != "head" else 0
        self._line += inner

    def _text(self, text: str | None) -> None:
        if text:
            self._line = self._open.add(text, self._line)

    def _flush(self) -> None:
        if self._open.length:
            block = self._open.block()
            if self._explained is not None and self.blocks and self.blocks[-1][0] is self._explained:
                _join_to_term(self._explained, block)
            else:
                self.blocks.append((block, self._open.furniture))
            tag = self._kinds[-1][0].tag if self._kinds else ""
            self._explained = block if tag == "dt" and len(block.text) <= 80 else None
        self._renew()

    def _renew(self) -> None:
        _, kind, level, furniture = self._kinds[-1] if self._kinds else (None, SegmentKind.BODY, 1, False)
        label = None
        if kind in (SegmentKind.FOOTNOTE, SegmentKind.REFERENCE) and self._kinds:
            element = self._kinds[-1][0]
            label = self.targets.get(element.get("id") or "") or _label_of(element)
        self._open = _Open(kind=kind, level=level, furniture=furniture, label=label)

    def _kind_of(self, element: Any, tag: str) -> tuple[SegmentKind, int]:
        above = self._kinds[-1] if self._kinds else (None, SegmentKind.BODY, 1, False)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            return (
                (SegmentKind.TITLE, 0)
                if tag == "h1" and not any(block.kind is SegmentKind.TITLE for block, _ in self.blocks)
                else (SegmentKind.HEADING, int(tag[1]))
            )
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        if element.get("id") in self.targets:
            return SegmentKind.FOOTNOTE, 1  # what a mark in the text links to
        if "doc-footnote" in names or "doc-endnote" in names:
            return SegmentKind.FOOTNOTE, 1
        if _REFERENCE_LIST.search(names) and tag in {"ol", "ul", "div", "section", "aside", "li", "p"}:
            return SegmentKind.FOOTNOTE, 1
        if above[1] is SegmentKind.FOOTNOTE and tag not in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            return SegmentKind.FOOTNOTE, 1
        if tag in {"figcaption", "caption"}:
            return SegmentKind.CAPTION, 1
        if tag in {"li", "dt", "dd"}:
            return SegmentKind.LIST_ITEM, 1
        if above[1] in (SegmentKind.LIST_ITEM, SegmentKind.CAPTION) and tag in {"p", "div"}:
            return above[1], 1
        return SegmentKind.BODY, 1

    def _superscript(self, element: Any) -> bool:
        """Whether a `<sup>` (or a link that is nothing but a mark) was dealt with here; ordinals such as `20<sup>th</sup>` are text."""
        text = " ".join("".join(element.itertext()).split())
        if not text:
            return False
        linked = (
            element.tag == "a"
            or any(True for _ in element.iter("a"))
            or (element.getparent() is not None and element.getparent().tag == "a")
        )
        before = self._open.tail
        raised = element.tag == "sup" or self._is_raised(element, element.tag)
        if raised and not linked and re.fullmatch(r"[-+−]?\d{1,2}|n", text) and _POWER_BEFORE.search(before):
            self._open.blank = False
            self._open.add(text.replace("−", "-").translate(_SUPERSCRIPT), self._line)
            return True
        mark = _MARK.match(text)
        if mark or (linked and re.match(r"\[", text)):
            label = mark.group("label") if mark else text.strip("[]")
            if self._open.length or raised:
                self._open.marks.append((self._open.length, label))
                self._remember_target(element, label)
            return True
        return False

    def _remember_target(self, element: Any, label: str) -> None:
        parent = element.getparent()
        for link in (element, *element.iter("a"), *([parent] if parent is not None else [])):
            address = link.get("href") or ""
            if link.tag == "a" and address.startswith("#") and len(address) > 1 and len(self.targets) < 10_000:
                self.targets.setdefault(address[1:], label)
                return

    def _table(self, table: Any, furniture: bool) -> None:
        caption_block: Block | None = None
        for caption in table.iterchildren("caption"):
            opened = _Open(kind=SegmentKind.CAPTION)
            _collect(caption, opened, caption.sourceline or self._line, self.raised)
            if opened.length:
                caption_block = opened.block()
        caption_text = caption_block.text if caption_block else caption_before([block for block, aside in self.blocks[-1:] if not aside])
        if caption_block:
            self.blocks.append((caption_block, furniture))
        grid = self._grid(table)
        for block in grid_blocks(grid, self.tables, caption_text):
            self.blocks.append((block, furniture))
        self.tables += 1
        last = table.sourceline or self._line
        for element in table.iter():
            last = max(last, element.sourceline or 0)
        self._line = last

    def _grid(self, table: Any) -> list[list[GridCell]]:
        """The table as a rectangle, with cells that span several fields in each of them."""
        grid: list[list[GridCell]] = []
        spans: dict[int, tuple[int, GridCell]] = {}  # column -> (rows still to fill, cell)
        for row in table.iter("tr"):
            if row.getparent() is not table and row.getparent().getparent() is not table:
                continue
            made: list[GridCell] = []

            def fill(made: list[GridCell] = made) -> None:
                while len(made) in spans:
                    column = len(made)
                    left, cell = spans[column]
                    made.append(GridCell(cell.text, cell.anchors, cell.header, repeated=True))
                    if left > 1:
                        spans[column] = (left - 1, cell)
                    else:
                        del spans[column]

            for element in row:
                if element.tag not in ("td", "th"):
                    continue
                self.cells += 1
                if self.cells > self.limits.max_cells:
                    self.notices.append(f"tables were cut at {self.limits.max_cells:,} cells (limit max_cells)")
                    return grid
                fill()
                opened = _Open(kind=SegmentKind.TABLE)
                _collect(element, opened, element.sourceline or self._line, self.raised)
                cell = GridCell(
                    "".join(opened.pieces),
                    list(zip(opened.starts, opened.places, strict=True)) or [(0, Place(element.sourceline, element.sourceline))],
                    header=element.tag == "th",
                )
                wide, deep = spanned(element.get("colspan")), spanned(element.get("rowspan"))
                for number in range(wide):
                    field_cell = GridCell(cell.text, cell.anchors, cell.header, repeated=number > 0)
                    if deep > 1:
                        spans[len(made)] = (deep - 1, field_cell)
                    made.append(field_cell)
            fill()
            grid.append(made)
        return grid


def _join_to_term(term: Block, said: Block) -> None:
    """`<dt>Homes flooded</dt><dd>1,150</dd>` is one item: "Homes flooded: 1,150"."""
    offset = len(term.text.rstrip(" :")) + 2
    term.text = f"{term.text.rstrip(' :')}: {said.text}"
    term.starts = [*term.starts, *(offset + start for start in said.starts)]
    term.places = [*term.places, *said.places]
    term.marks = [*term.marks, *((offset + at, label) for at, label in said.marks)]


def _collect(element: Any, opened: _Open, line: int, raised: frozenset[str]) -> None:
    """The text of a cell or caption, marks taken out."""
    walker = _Walker(ReadingLimits(), raised)
    walker._open = opened
    walker._line = line
    stack = etree.iterwalk(element, events=("start", "end"))
    for event, inner in stack:
        tag = inner.tag if isinstance(inner.tag, str) else ""
        if event == "start":
            if inner.sourceline and inner is not element:
                walker._line = inner.sourceline
            if tag in _HIDDEN or _is_hidden(inner):
                stack.skip_subtree()
                continue
            if (
                inner is not element
                and (tag == "sup" or (tag == "a" and _is_note_link(inner)) or walker._is_raised(inner, tag))
                and walker._superscript(inner)
            ):
                stack.skip_subtree()
                continue
            if tag in _BLOCKS or tag == "br":
                opened.blank = True
            walker._text(inner.text)
        elif inner is not element:
            if tag in _BLOCKS:
                opened.blank = True
            walker._text(inner.tail)


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style) and bool(re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style))


def _is_note_link(element: Any) -> bool:
    """A link to a note: `<a href="#fn3">[3]</a>`."""
    address = element.get("href") or ""
    text = "".join(element.itertext()).strip()
    return address.startswith("#") and bool(re.fullmatch(r"\[?(?:\d{1,3}|[a-z*†↩^])\]?", text))


def _is_furniture(element: Any, tag: str) -> bool:
    if tag in _FURNITURE:
        return not (tag == "aside" and _REFERENCE_LIST.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    if tag in {"body", "html", "main", "article"}:
        return False
    if element.get("role") in {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"}:
        return True
    return bool(_FURNITURE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _is_data_table(table: Any) -> bool:
    """Rows and columns of cells, not a page laid out in a table."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    if not rows:
        return False
    widths = [sum(1 for cell in row if cell.tag in ("td", "th")) for row in rows[:50]]
    if max(widths) < 2:
        return False
    longest = max((len("".join(cell.itertext())) for row in rows[:50] for cell in row if cell.tag in ("td", "th")), default=0)
    return longest < 1500


def _label_of(element: Any) -> str | None:
    """The number of a note: from its id (`fn3`, `cite_note-3`), or its place in an ordered list."""
    for holder in (element, element.getparent()):
        if holder is None:
            continue
        found = re.search(r"(\d{1,4})\Z", holder.get("id") or "")
        if found:
            return str(found.group(1))
        if holder.tag == "li" and holder.getparent() is not None and holder.getparent().tag == "ol":
            return str(1 + sum(1 for sibling in holder.itersiblings("li", preceding=True)))
    return None


# -- metadata --------------------------------------------------------------------------------------------------------------------


def _metadata(root: Any) -> DocumentMetadata:
    """What the page says of itself: JSON-LD first, then meta elements, then `<time>`, `<title>` and `<html lang>`."""
    linked = _json_ld(root)
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)

    def first(*names: str) -> str | None:
        return next((metas[name] for name in names if name in metas), None)

    canonical = next((link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"), None)
    url = canonical or first("og:url", "twitter:url", "dc.identifier") or linked.get("url")
    title_element = next(root.iter("title"), None)
    title = linked.get("headline") or first("og:title", "citation_title", "dc.title", "twitter:title")
    if title is None and title_element is not None:
        title = " ".join("".join(title_element.itertext()).split()) or None
    published = _day(
        linked.get("datePublished"),
        first(
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "citation_publication_date",
            "citation_date",
            "dc.date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.date",
            "date",
            "pubdate",
            "publishdate",
            "parsely-pub-date",
            "sailthru.date",
        ),
    )
    if published is None:
        for time in root.iter("time"):
            published = _day(time.get("datetime"), " ".join("".join(time.itertext()).split()))
            if published:
                break
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or first("og:locale", "language")
    author = linked.get("author") or first("author", "citation_author", "dc.creator", "article:author", "parsely-author", "byl")
    return DocumentMetadata(
        title=title,
        author=None if author and "://" in author else author,
        publisher=linked.get("publisher") or first("og:site_name", "citation_journal_title", "dc.publisher", "application-name"),
        published_on=published,
        language=language[:2].lower() if language else None,
        url=url if url and "://" in url else None,
    )


def _day(*texts: str | None) -> date | None:
    for text in texts:
        if text:
            day = day_stated(text[:60])
            if day:
                return day
            compact = re.match(r"([12]\d{3})(\d{2})(\d{2})", text)
            if compact:
                try:
                    return date(*map(int, compact.groups()))
                except ValueError:
                    continue
    return None


def _json_ld(root: Any) -> dict[str, str]:
    """The article's own entries of JSON-LD, flattened to the few names used here."""
    found: dict[str, str] = {}
    contents: list[Any] = []
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            contents.append(json.loads("".join(script.itertext())))
        except (ValueError, RecursionError):
            continue
    # A publisher is often named elsewhere on the page, and the article only says under which id.
    named = {
        node["@id"]: node["name"]
        for content in contents
        for node in _nodes(content)
        if isinstance(node.get("@id"), str) and isinstance(node.get("name"), str)
    }
    for content in contents:
        for node in _nodes(content):
            kind = node.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if not any(
                isinstance(name, str) and re.search(r"Article|Report|BlogPosting|WebPage|Dataset|CreativeWork", name) for name in kinds
            ):
                continue
            strong = any(isinstance(name, str) and name != "WebPage" for name in kinds)
            for name in ("headline", "datePublished", "url"):
                value = node.get(name)
                if isinstance(value, str) and value.strip() and (strong or name not in found):
                    found[name] = value.strip()
            for name in ("author", "publisher"):
                names = _names(node.get(name), named)
                if names and (strong or name not in found):
                    found[name] = names
    return found


def _nodes(content: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(content, list):
        for item in content[:200]:
            yield from _nodes(item, depth + 1)
    elif isinstance(content, dict):
        yield content
        if "@graph" in content:
            yield from _nodes(content["@graph"], depth + 1)


def _names(value: Any, named: Mapping[str, str]) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        name = value.get("name") or named.get(str(value.get("@id")))
        return name.strip() or None if isinstance(name, str) else None
    if isinstance(value, list):
        names = [name for name in (_names(one, named) for one in value[:10]) if name]
        return ", ".join(names) or None
    return None


# -- the article -----------------------------------------------------------------------------------------------------------------


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _article_text(root: Any) -> str:
    """The text trafilatura takes for the article, or nothing where it finds none."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(root, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False)
    except Exception:  # it raises all kinds of errors on odd trees; the page's own structure then decides alone
        return ""
    if found is None:
        return ""
    text = found.get("text") if isinstance(found, dict) else found.text
    return text or ""


class _Article:
    """The text that trafilatura took for the article, to be asked whether it holds that of a block; blanks and marks do not count."""

    def __init__(self, text: str) -> None:
        self._text = _squeezed(text)
        self._lines = frozenset(_squeezed(line) for line in text.split("\n"))
        self._read = 0  # characters gone over for blocks that are no line of their own

    def __len__(self) -> int:
        return len(self._text)

    def holds(self, text: str) -> bool:
        """Whether a block is part of it. Of a page with very many blocks that are no lines of it, the later ones are not judged."""
        squeezed = _squeezed(text)
        if squeezed in self._lines:
            return True
        if self._read > _MOST_CHARS_SEARCHED:
            return True
        self._read += len(self._text)
        return squeezed in self._text


def raised_classes(style_sheets: Iterable[str]) -> frozenset[str]:
    """The classes that style sheets set as superscript."""
    raised: set[str] = set()
    for sheet in style_sheets:
        if not re.search(r"vertical-align|position", sheet):
            continue
        for selectors, rules in _RULE.findall(sheet[:500_000]):
            if _RAISED.search(rules):
                raised.update(re.findall(r"\.([\w-]+)\s*(?:,|\Z)", selectors.strip()))
    return frozenset(raised)


def blocks_of_html(
    root: Any, limits: ReadingLimits, ask_trafilatura: bool = True, raised: frozenset[str] = frozenset()
) -> tuple[list[Block], list[str]]:
    """The page's blocks in order, furniture marked as boilerplate, and notices.

    `raised` are classes that style sheets beside the page set as superscript; those of its own `<style>` are found here.
    """
    walker = _Walker(limits, raised | raised_classes(style.text or "" for style in root.iter("style")))
    body = root if root.tag == "body" else next(root.iter("body"), root)
    walker.walk(body)
    blocks = walker.blocks
    judged = ask_trafilatura and len(blocks) <= _MOST_BLOCKS_JUDGED and walker.deepest <= _DEEPEST_JUDGED
    article = _Article(_article_text(root) if judged else "")
    own = sum(len(block.text) for block, furniture in blocks if not furniture and block.kind not in _KEEP_KINDS)
    trusted = len(article) > 200 and len(article) * 2 > own * 0.4
    for block, furniture in blocks:
        inside = trusted and article.holds(block.text)
        if (furniture and not (inside and len(block.text) > 80)) or (
            trusted
            and not inside
            and block.kind in (SegmentKind.BODY, SegmentKind.LIST_ITEM)
            and len(block.text) < 160
            and not re.search(r"[.!?][”’\")]?\s*\Z", block.text)
        ):
            block.kind = SegmentKind.BOILERPLATE
    return [block for block, _ in blocks], walker.notices


def read_html_text(text: str, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    """A page given as text."""
    # lxml refuses text that carries an encoding declaration of its own
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=False)
    root = lxml_html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    metadata = _metadata(root)
    blocks, notices = blocks_of_html(root, limits)
    if is_too_deep(parser):
        notices.append(TOO_DEEP)
    notes_by_leading_mark(blocks)
    take_marks_out(blocks, {block.label for block in blocks if block.label})
    blocks = mark_boilerplate(blocks)
    metadata, blocks = apply_byline(blocks, metadata, wrapped=True)
    if metadata.published_on is None:
        metadata = replace(metadata, published_on=day_in_address(metadata.url))
    if metadata.publisher is None:
        metadata = replace(metadata, publisher=publisher_of_address(metadata.url))
    return Reading(blocks=blocks, metadata=metadata, notices=notices)


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", content[:4096], re.IGNORECASE)
    encoding = hint.encoding or (declared.group(1).decode("ascii") if declared else None)
    decoded = decode(content, encoding)
    if not decoded.text.strip():
        return Reading(status=DocumentStatus.EMPTY, reason="the file holds no text")
    reading = read_html_text(decoded.text, hint, limits)
    if decoded.notice:
        reading.notices.append(decoded.notice)
    return reading


def _looks_like(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        start.startswith((b"<?xml", b"<!--")) and b"<html" in head.lower()
    )


READER = Reader("html", (".html", ".htm", ".xhtml", ".shtml", ".mhtml"), _looks_like, _read)
