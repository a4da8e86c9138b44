"""What a claim is: one normalised mention of one document, never merged with another.

"In the report on page 3, the number of deaths in the Beirut port explosion is put at 220 or more, as of August 2023, by the
health ministry" is one `Claim`: claim type casualties, measure deaths, subject the explosion, 220..open, as-of 2023-08.

Imported by the authors of checks, together with `atodds.checking`; holds values only and imports nothing heavy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from atodds.vocabulary import AsOfSource, Bound, FrameSource, MeasureKind, Modality, Qualifier, Relation, SegmentKind

__all__ = ["Claim", "ClaimLink"]


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """A tie the text itself makes between two figures ("65,000 of 98,000")."""

    relation: Relation
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim. Ends are in base units, as stated; an open end is None; dates are first and last day the text allows.

    `char_start..char_end` is the quote and `mention_start..mention_end` the figure, both as offsets into the document's
    canonical text. `source_line_*` and `page` and `cell` say where the mention stands in the original file.
    """

    claim_id: str
    document_id: str
    document_path: str
    source_line_start: int | None = None
    source_line_end: int | None = None
    page: int | None = None
    cell: str | None = None  # "Sheet1!B7" for spreadsheets, "table 2, row 3, column 4" elsewhere
    char_start: int | None = None
    char_end: int | None = None
    mention_start: int | None = None
    mention_end: int | None = None
    quote: str
    mention_text: str
    segment_kind: SegmentKind = SegmentKind.BODY
    heading: str | None = None
    claim_type: str
    measure: str
    measure_kind: MeasureKind = MeasureKind.LEVEL
    subject: str | None = None
    subject_id: str | None = None
    subject_source: FrameSource | None = None
    facet: str | None = None
    facet_id: str | None = None
    facet_source: FrameSource | None = None
    value_low: float | None = None
    value_high: float | None = None
    unit: str | None = None
    currency: str | None = None
    per_unit: str | None = None  # "barrel" in "40 USD per barrel", "year" in "3,000 a year"
    date_low: date | None = None
    date_high: date | None = None
    members: tuple[str, ...] | None = None
    polarity: bool | None = None
    bound: Bound = Bound.EXACT
    last_digit: float | None = None  # worth of the last significant digit as written: 1000 for "12,000", 1e8 for "1.7 billion"
    as_of_low: date | None = None
    as_of_high: date | None = None
    as_of_source: AsOfSource | None = None
    attribution: str | None = None
    modality: Modality = Modality.ASSERTED
    qualifiers: tuple[Qualifier, ...] = ()
    qualifier_text: str | None = None  # the words that made the qualifiers: "outside the city"
    links: tuple[ClaimLink, ...] = ()
    confidence: float = 0.5
    extractor: str = "atodds"
