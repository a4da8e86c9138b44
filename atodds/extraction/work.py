"""The state of one document's extraction: its sentences before parsing, and what earlier sentences leave for later ones."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from spacy.tokens import Doc

from atodds.claims import AxisValue, Claim
from atodds.extraction.measured import Measured
from atodds.normalising.dates import NarrativeAnchor
from atodds.normalising.mentions import DateMention, QuantityMention, Rejected
from atodds.reading.document import Document, Segment

_Made = TypeVar("_Made")
LONGEST_LOOK = 1_000_000  # characters looked through for words in small letters
LONGEST_QUOTE = 1_500  # characters: of a row of ten thousand cells the whole, for each of its figures, would be a hundred million cells
QUOTED_ABOUT = 200  # characters to each side of a figure of such a row

__all__ = ["Discourse", "Sentence", "TableSource", "Work"]


@dataclass(slots=True)
class Sentence:
    """A sentence before parsing: its place and what the grammars found."""

    segment_index: int
    segment: Segment
    start: int
    text: str
    quantities: tuple[QuantityMention, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    dates: tuple[DateMention, ...] = ()
    candidate: bool = False
    doc: Doc | None = None
    number: int = 0
    cues: tuple[str, ...] = ()  # the expressions of classes that stand in it, for `atodds trace`
    error: Exception | None = None  # what a rule failed with

    def spared(self, step: Callable[..., _Made], *of: Any) -> _Made | None:
        """What a step makes of the sentence; an error in it costs the sentence, never the document."""
        try:
            return step(*of)
        except Exception as error:
            self.error = error
            return None

    def quoted(self, start: int, end: int) -> tuple[int, int]:
        """Where in the document the quote of a mention stands: the sentence, or the stretch about the mention of a row that is too long."""
        begin, stop = 0, len(self.text)
        if stop > LONGEST_QUOTE:
            mark = "\t" if self.segment.cells else " "
            begin = self.text.rfind(mark, 0, max(start - QUOTED_ABOUT, 0)) + 1
            behind = self.text.find(mark, end + QUOTED_ABOUT)
            stop = behind if behind >= 0 else stop
        return self.start + begin, self.start + stop


@dataclass(frozen=True, slots=True)
class TableSource:
    """The line under a table that says where its figures come from."""

    text: str
    low: date | None
    high: date | None


@dataclass(slots=True)
class Discourse:
    """What sentences leave behind: whom the last one spoke of, where, what it counted, who was credited."""

    sentence: int = 0
    segment: int = -1
    heading: str | None = None
    heading_axes: tuple[AxisValue, ...] = ()
    heading_dates: tuple[date, date] | None = None
    subject: str | None = None
    subject_at: int = -9
    places: tuple[AxisValue, ...] = ()
    places_at: int = -9
    measured: Measured | None = None
    measured_at: int = -9
    source: str | None = None
    source_at: int = -9

    @property
    def organisation(self) -> str | None:
        """The name that "it" and "they" take up."""
        return self.subject

    @property
    def organisation_at(self) -> int:
        """The sentence that named it."""
        return self.subject_at

    def last_subject(self, reach: int = 1) -> str | None:
        """The name last spoken of, if within so many sentences."""
        return self.subject if self.sentence - self.subject_at <= reach else None

    def carried(self, reach: int = 2) -> tuple[AxisValue, ...]:
        """What may be meant though this sentence does not say it: the places of the sentences before, the axes of the heading."""
        near = self.places if self.sentence - self.places_at <= reach else ()
        return (*near, *self.heading_axes)


@dataclass(slots=True)
class Work:
    """The state of one document's extraction."""

    document: Document
    extractor: str
    discourse: Discourse = field(default_factory=Discourse)
    anchor: NarrativeAnchor = field(default_factory=NarrativeAnchor)
    segment: int = -1
    heading: str = ""
    table_sources: dict[int, TableSource] = field(default_factory=dict)
    table_shares: frozenset[tuple[int, int]] = frozenset()
    anchors: list[tuple[int, NarrativeAnchor]] = field(default_factory=list)  # sentence start; the narrative's date after it
    ordinals: dict[tuple[int, int, str], int] = field(default_factory=dict)
    sentences: int = 0
    decimal_mark: str | None = None  # "," where the document's figures show it
    _common: frozenset[str] | None = None

    @property
    def common_words(self) -> frozenset[str]:
        """The words that stand in small letters somewhere in the document."""
        if self._common is None:
            self._common = frozenset(re.findall(r"(?<![\w'’-])[a-zà-ÿ]{3,30}(?![\w-])", self.document.text[:LONGEST_LOOK]))
        return self._common

    def anchor_at(self, mark: int) -> NarrativeAnchor:
        """The narrative's date as the sentence left it where a footnote's mark stands: the same wherever the note itself was printed."""
        at = bisect_right(self.anchors, mark, key=lambda entry: entry[0]) - 1
        return self.anchors[at][1] if at >= 0 else self.anchor

    def claim(self, sentence: Sentence, start: int, end: int, text: str, **values: object) -> Claim:
        """A claim of characters `start..end` of a sentence; its id is a hash of document, span and measure."""
        document = self.document
        mention_start, mention_end = sentence.start + start, sentence.start + end
        quote_start, quote_end = sentence.quoted(start, end)
        place = document.source_map.place(sentence.start, sentence.start + len(sentence.text))
        measure = str(values["measure"])
        key = (mention_start, mention_end, measure)
        ordinal = self.ordinals.get(key, 0)
        self.ordinals[key] = ordinal + 1
        digest = hashlib.sha256(
            "\0".join([document.document_id, str(mention_start), str(mention_end), measure, str(ordinal)]).encode()
        ).hexdigest()[:16]
        return Claim(
            claim_id=digest,
            document_id=document.document_id,
            document_path=document.path,
            source_line_start=place.line_start,
            source_line_end=place.line_end,
            page=place.page,
            cell=place.cell,
            char_start=quote_start,
            char_end=quote_end,
            mention_start=mention_start,
            mention_end=mention_end,
            quote=document.text[quote_start:quote_end],
            mention_text=text,
            segment_kind=sentence.segment.kind,
            heading=sentence.segment.heading,
            extractor=self.extractor,
            **values,  # type: ignore[arg-type]
        )
