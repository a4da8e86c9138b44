"""EML: subject, sender and day from the headers, the body as text or HTML; what is quoted from earlier mails is boilerplate.

Places are lines of the file. Of a body in base64 the lines of the whole part are all there is.
"""

from __future__ import annotations

import email
import email.message
import email.policy
import quopri
import re
from collections.abc import Sequence
from datetime import date
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, cast

from atodds.reading.blocks import Block
from atodds.reading.document import DocumentMetadata, Place
from atodds.reading.encodings import decode
from atodds.reading.html import read_html_text
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.plain_text import read_text_blocks
from atodds.reading.readers import Reader, Reading
from atodds.vocabulary import DocumentStatus, SegmentKind

__all__ = ["READER"]

_HEADER_LINE = re.compile(rb"(?:from|received|return-path|message-id|mime-version|delivered-to|subject|date|to|x-[\w-]+):\s", re.IGNORECASE)
_LONGEST_HEADER = 2_000  # characters; Python's parser of header values takes gigabytes for half a megabyte
_SIGNATURE_LINES = 20
_QUOTED = re.compile(r">|On .{5,120} wrote:\Z|-{2,} ?(?:original message|forwarded message)", re.IGNORECASE)


class _BoundedHeaders(email.policy.EmailPolicy):
    """Header values are parsed up to a length that costs nothing; one that the parser fails on is as good as none."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The value of a header, when it is asked for."""
        try:
            return super().header_fetch_parse(name, value[:_LONGEST_HEADER])
        except Exception:  # of brackets within brackets it makes a RecursionError, of odd addresses all kinds of errors
            return super().header_fetch_parse(name, "")


_POLICY = _BoundedHeaders()


def _looks_like(head: bytes) -> bool:
    """Two different header lines of a mail among the first lines, and nothing else before the first blank line."""
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    lines = [line for line in top.splitlines() if line and line[:1] not in b" \t"]
    named = {line.split(b":", 1)[0].lower() for line in lines if _HEADER_LINE.match(line)}
    strong = named & {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to"}
    return len(named) >= 2 and bool(strong) and all(re.match(rb"[\w-]+:", line) for line in lines)


def _read(content: bytes, hint: ReadingHint, limits: ReadingLimits) -> Reading:
    try:
        mail = cast(email.message.EmailMessage, email.message_from_bytes(content, policy=_POLICY))
        body = mail.get_body(preferencelist=("plain", "html"))
    except RecursionError:
        return Reading(status=DocumentStatus.UNREADABLE, reason="its parts stand within parts too deep; save its text as a file of its own")
    notices = [
        f"header {name!r} was read up to {_LONGEST_HEADER:,} characters" for name, value in mail.raw_items() if len(value) > _LONGEST_HEADER
    ]
    for part in mail.iter_attachments():
        name = part.get_filename() or part.get_content_type()
        notices.append(f"attachment {name!r} was not read; save it as a file of its own")
    reading = Reading()
    if isinstance(body, email.message.EmailMessage):
        text, numbers = _body_text(body, content)
        if body.get_content_type() == "text/html":
            reading = read_html_text(text, hint, limits)
        else:
            quoted = [number for number, line in enumerate(text.split("\n"), 1) if _QUOTED.match(line.strip())]
            reading = read_text_blocks(text, hint, limits)
            lines = text.split("\n")
            signed = next((number for number, line in enumerate(lines, 1) if line.rstrip("\r") in ("-- ", "--")), len(lines) + 1)
            if len(lines) - signed <= _SIGNATURE_LINES:
                quoted += range(signed, len(lines) + 1)  # what follows two dashes is the sender's card
            reading.blocks = _set_quotes_apart(reading.blocks, set(quoted))
        _renumber(reading.blocks, numbers)
    subject = str(mail.get("Subject") or "").strip()
    name, address = parseaddr(str(mail.get("From") or ""))
    blocks: list[Block] = []
    if subject:
        line = 1 + next((at for at, raw in enumerate(content.split(b"\n")) if raw.lower().startswith(b"subject:")), 0)
        blocks.append(Block(SegmentKind.TITLE, " ".join(subject.split()), [0], [Place(line, line)]))
    for block in reading.blocks:
        if block.kind is SegmentKind.TITLE and subject:
            block.kind = SegmentKind.HEADING
    reading.blocks = blocks + reading.blocks
    reading.metadata = DocumentMetadata(
        title=" ".join(subject.split()) or None,
        author=name or address or None,
        publisher=address.rpartition("@")[2] or None,
        published_on=_sent_on(mail),
    )
    reading.notices = [*reading.notices, *notices]
    return reading


def _sent_on(mail: email.message.Message) -> date | None:
    try:
        return parsedate_to_datetime(str(mail.get("Date") or "")).date()
    except (TypeError, ValueError):
        return None


def _body_text(part: email.message.EmailMessage, content: bytes) -> tuple[str, list[tuple[int, int]]]:
    """The text of a part, and for each of its lines the lines of the file it comes from."""
    encoding = str(part.get("Content-Transfer-Encoding") or "7bit").strip().lower()
    charset = part.get_content_charset()
    raw = part.get_payload(decode=False)
    written = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""
    flat = content.replace(b"\r\n", b"\n")
    at = flat.find(written.replace(b"\r\n", b"\n")[:400]) if written else -1
    first = flat.count(b"\n", 0, at) + 1 if at >= 0 else 1
    if encoding == "quoted-printable":
        lines: list[bytes] = []
        numbers: list[tuple[int, int]] = []
        begin = first
        held = b""
        for offset, line in enumerate(written.replace(b"\r\n", b"\n").split(b"\n")):
            held += line[:-1] if line.endswith(b"=") else line
            if line.endswith(b"="):
                continue
            lines.append(quopri.decodestring(held))
            numbers.append((begin, first + offset))
            begin, held = first + offset + 1, b""
        lines.append(quopri.decodestring(held))
        numbers.append((begin, begin))
        return decode(b"\n".join(lines), charset).text, numbers
    payload = part.get_payload(decode=True)
    text = decode(payload if isinstance(payload, bytes) else written, charset).text
    count = text.count("\n") + 1
    if encoding == "base64":
        last = first + written.count(b"\n")
        return text, [(first, last)] * count
    return text, [(first + number, first + number) for number in range(count)]


def _renumber(blocks: Sequence[Block], numbers: Sequence[tuple[int, int]]) -> None:
    for block in blocks:
        block.places = [
            Place(
                numbers[min((place.line_start or 1) - 1, len(numbers) - 1)][0], numbers[min((place.line_end or 1) - 1, len(numbers) - 1)][1]
            )
            for place in block.places
        ]


def _set_quotes_apart(blocks: list[Block], quoted: set[int]) -> list[Block]:
    """Paragraphs that begin on a quoted line are somebody else's mail."""
    for block in blocks:
        if block.places and block.places[0].line_start in quoted:
            block.kind = SegmentKind.BOILERPLATE
    return blocks


READER = Reader("eml", (".eml",), _looks_like, _read)
