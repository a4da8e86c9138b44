"""What the extractor makes of sentences that are written in tests: `figures("The fire killed 20 people.")`."""

from __future__ import annotations

import functools
from datetime import date

from atodds.claims import Axis, Claim
from atodds.extraction import Extractor
from atodds.reading.document import Document, DocumentMetadata, Segment
from atodds.vocabulary import SegmentKind

__all__ = ["axes_in_words", "dates", "document", "extractor", "figures", "narrowed"]


@functools.cache
def extractor() -> Extractor:
    return Extractor()


def document(*paragraphs: str, title: str | None = None, published_on: date | None = None, heading: str | None = None) -> Document:
    parts = ([title] if title else []) + list(paragraphs)
    text = "\n\n".join(parts)
    segments, offset = [], 0
    for index, part in enumerate(parts):
        kind = SegmentKind.TITLE if title and index == 0 else SegmentKind.BODY
        segments.append(Segment(kind, offset, offset + len(part), heading=heading, heading_path=(heading,) if heading else ()))
        offset += len(part) + 2
    return Document(
        document_id="d" * 16, path="a.txt", format="text", content_sha256="0" * 64, text=text, segments=tuple(segments),
        metadata=DocumentMetadata(title=title, published_on=published_on),
    )  # fmt: skip


def figures(*paragraphs: str, title: str | None = None, published_on: date | None = None, heading: str | None = None) -> list[Claim]:
    """The claims with a number, in the order of the text."""
    claims = extractor().extract(document(*paragraphs, title=title, published_on=published_on, heading=heading))
    return [claim for claim in claims if claim.value_low is not None or claim.value_high is not None]


def dates(*paragraphs: str, published_on: date | None = None) -> list[Claim]:
    """The claims with a date."""
    claims = extractor().extract(document(*paragraphs, published_on=published_on))
    return [claim for claim in claims if claim.date_low is not None or claim.date_high is not None]


def narrowed(claim: Claim, *axes: Axis) -> set[str]:
    """What narrows a claim on these axes, on all of them where none is named: {"place=adjud"}."""
    return {f"{one.axis.value}={one.value}" for one in claim.axes if not axes or one.axis in axes}


def axes_in_words(words: str) -> set[str]:
    """ "place=adjud, group=men" as `narrowed` tells it."""
    return {one.strip() for one in words.split(",") if one.strip()}
