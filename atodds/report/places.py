"""Links to the place a reading stands in: line, page, or the words themselves (text fragments)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from atodds.report.findings import Reading
from atodds.report.wording import plain_text

__all__ = ["document_address", "place_address", "text_fragment"]

_FRAGMENT_WORDS = 6
_FRAGMENT_CHARACTERS = 120
_WEB_FORMATS = {"html", "htm", "xhtml", "txt", "md", "text"}


def _web_address(url: str | None) -> str | None:
    """The address where it is one a browser may be sent to; `javascript:` and other schemes are none."""
    if not url or re.search(r"[\x00-\x20\x7f<>\"\\^`{|}]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def document_address(path: str, url: str | None, link_root: str) -> str | None:
    """Where a document is to be had: its own web address, else its file as seen from the report; None where neither is known."""
    address = _web_address(url) or _web_address(path)
    if address is not None:
        return address
    if not path:
        return None
    if path.startswith("/"):  # given as an absolute path, outside the workspace
        return quote(path, safe="/")
    # "./" keeps a first step like "javascript:x" a path.
    prefix = link_root if link_root.endswith("/") or not link_root else link_root + "/"
    relative = quote(f"{prefix}{path}", safe="/")
    return relative if relative.startswith(("/", "./", "../")) else f"./{relative}"


def text_fragment(quote_text: str) -> str:
    """The `:~:text=` directive that makes a browser scroll to a quote: its first and last words (WICG Scroll to Text Fragment)."""
    words = plain_text(quote_text).split()
    if not words:
        return ""

    def encoded(some: list[str]) -> str:
        # A dash, comma or ampersand is part of the directive's own syntax.
        return quote(" ".join(some)[:_FRAGMENT_CHARACTERS], safe="").replace("-", "%2D")

    if len(words) <= 2 * _FRAGMENT_WORDS:
        return f":~:text={encoded(words)}"
    return f":~:text={encoded(words[:_FRAGMENT_WORDS])},{encoded(words[-_FRAGMENT_WORDS:])}"


def place_address(reading: Reading, link_root: str) -> str | None:
    """Address of the place itself: the page of a PDF, the sentence of a page or text; the document where neither can be addressed."""
    address = document_address(reading.document.path, reading.document.url, link_root)
    if address is None:
        return None
    address = address.split("#", 1)[0]
    format_name = reading.document.format.lower() or reading.document.path.rsplit(".", 1)[-1].lower()
    if reading.claim.page is not None and format_name == "pdf":
        return f"{address}#page={reading.claim.page}"
    if format_name in _WEB_FORMATS or address.startswith("http"):
        fragment = text_fragment(reading.claim.quote)
        return f"{address}#{fragment}" if fragment else address
    return address
