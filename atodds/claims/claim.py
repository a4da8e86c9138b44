"""What a claim is: one normalised mention of one document, never merged with another.

"In the report on page 3, the number of deaths in the Beirut port explosion is put at 220 or more, as of August 2023, by the
health ministry" is one `Claim`: claim type casualties, measure deaths, subject the explosion, 220..open, as-of 2023-08.

Imported by the authors of checks, together with `atodds.judging.checking`; holds values only and imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from atodds.claims.axes import Axis, AxisValue
from atodds.vocabulary import (
    AsOfSource,
    Bound,
    FrameSource,
    MeasureKind,
    Modality,
    Relation,
    SegmentKind,
    Standing,
    TimeRelation,
    Verdict,
)

if TYPE_CHECKING:
    from atodds.linking.answers import Comparison
    from atodds.linking.comparing import Comparing
    from atodds.normalising.intervals import Fit, Interval
    from atodds.reading.derived import Written

__all__ = ["Claim", "ClaimGroup", "ClaimLink", "ClaimPair", "Discrepancy", "Reading"]


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
    topic_id: str | None = None  # what the document, its section or its sentence is about (atodds.topics)
    facet: str | None = None  # the stated axes in words, for display
    predicate: str | None = None  # class of what befell or is said: "died"
    counted: str | None = None  # class of what is counted: "people"; the noun itself where it is in no class
    also: tuple[str, ...] = ()  # further predicate classes that stand nearly as near
    words: tuple[str, ...] = ()  # lemmas of the other words that say what the figure is of
    axes: tuple[AxisValue, ...] = ()  # what narrows it, as stated
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
    links: tuple[ClaimLink, ...] = ()
    confidence: float = 0.5
    extractor: str = "atodds"

    def on(self, axis: Axis) -> tuple[AxisValue, ...]:
        """What narrows the figure on one axis."""
        return tuple(one for one in self.axes if one.axis is axis)

    def is_said(self, axis: Axis, *values: str) -> bool:
        """Whether one of these values is stated on an axis: `claim.is_said(Axis.STATUS, "planned")`."""
        return any(one.axis is axis and one.value in values for one in self.axes)


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim in a comparison: the claim and its interval in the unit both sides share. `low` and `high` may be infinite.

    Dates are ordinals in the interval; print them through `value`. Lists and yes/no claims have an interval that says nothing.
    """

    claim: Claim
    interval: Interval
    factor: float = 1.0  # from the claim's own unit to the unit of the comparison
    kind: str = "number"  # number, date, members or polarity; "" for a claim without a value
    dimension: str = "count"  # length, "currency EUR", percent ...; counted things are all of dimension "count"

    @property
    def low(self) -> float:
        """The least the value may be."""
        return self.interval.low

    @property
    def high(self) -> float:
        """The most the value may be."""
        return self.interval.high

    @property
    def value(self) -> str:
        """The figure as the document has it: "more than 300,000", with its unit where the words do not say it."""
        text = " ".join(self.claim.mention_text.split())
        return text if len(text) <= 80 else text[:77] + "..."

    @property
    def as_of(self) -> str:
        """The time the value holds for, in words: "2009", "February 2023", "5 June 2009", or "no date"."""
        return time_words(self.claim.as_of_low, self.claim.as_of_high)

    @property
    def source(self) -> str:
        """The document, by its file name, and whom it credits."""
        credit = f" ({self.claim.attribution})" if self.claim.attribution else ""
        return f"{file_name(self.claim)}{credit}"

    @property
    def dated_source(self) -> str:
        """The document, whom it credits, and the time the value holds for: "bulletin.txt (the army, 29 August 2020)"."""
        time = "undated" if self.claim.as_of_low is None and self.claim.as_of_high is None else self.as_of
        return f"{file_name(self.claim)} ({', '.join(part for part in (self.claim.attribution, time) if part)})"


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Two readings that pairing lets be held against each other; the order of `left` and `right` means nothing."""

    left: Reading
    right: Reading
    comparison: Comparison
    fit: Fit
    tolerance: float = 0.05

    @property
    def earlier(self) -> Reading:
        """The reading with the earlier as-of, the lower one of a toll that rose; the left one where time does not tell."""
        if self.comparison.time is TimeRelation.RISING:
            return self.lower
        return self.right if self.comparison.time is TimeRelation.LATER else self.left

    @property
    def later(self) -> Reading:
        """The other one of `earlier`."""
        if self.comparison.time is TimeRelation.RISING:
            return self.higher
        return self.left if self.comparison.time is TimeRelation.LATER else self.right

    @property
    def lower(self) -> Reading:
        """The reading with the lower value."""
        return self.left if self.left.interval.middle <= self.right.interval.middle else self.right

    @property
    def higher(self) -> Reading:
        """The reading with the higher value."""
        return self.right if self.lower is self.left else self.left

    @property
    def in_one_document(self) -> bool:
        """Both stand in one document."""
        return self.left.claim.document_id == self.right.claim.document_id

    @property
    def against(self) -> str:
        """The lower reading against the higher, each with its source; a time or a document that both share is said once.

        "33 in a.txt (the police, 22 August 2020), but 80 in b.txt (August 2020)"; "1,449 but 3,700, both in a.txt (February 2023)"
        """
        return _against(self.lower, self.higher, in_one_document=self.in_one_document)

    @property
    def about(self) -> str:
        """What both are about, in words: "deaths, Beirut port explosion"."""
        return about_words(self.left.claim)


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims that a group check sees together: those of a sentence, of a table, of a document, or of one fact across documents.

    `claims` are in the order of the text, document by document. `comparing` answers for any two of them; `publishers` names who
    publishes a document, by its id, where that is known. For a derived document and the one it sums up, `written` is what stands
    in the longer text, whether or not a claim was made of it.
    """

    key: str
    claims: tuple[Claim, ...]
    comparing: Comparing
    publishers: Mapping[str, str] = field(default_factory=dict)
    written: Written | None = None

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def reading(self, claim: Claim) -> Reading | None:
        """The claim with its interval in base units; None for a claim without a number or date."""
        reading = self.comparing.reading(claim)
        return reading if reading.kind in ("number", "date") else None

    def of(self, claims: Sequence[Claim]) -> ClaimGroup:
        """The same group with fewer claims."""
        return ClaimGroup(self.key, tuple(claims), self.comparing, self.publishers, self.written)

    def split(self, key: Callable[[Claim], Hashable]) -> list[ClaimGroup]:
        """Groups of claims with one key each, in the order of the text; claims whose key is None are left out."""
        parts: dict[Hashable, list[Claim]] = {}
        for claim in self.claims:
            found = key(claim)
            if found is not None:
                parts.setdefault(found, []).append(claim)
        return [self.of(claims) for claims in parts.values()]

    def sentences(self) -> list[ClaimGroup]:
        """One group a sentence or table row."""
        return self.split(lambda claim: (claim.document_id, claim.quote, claim.char_start, claim.source_line_start))

    def says(self, words: str, text: str | None) -> bool:
        """Whether a text holds a word of a list of seeds/check_words.toml."""
        return self.comparing.knowledge.words.says(words, text)

    def scope(self, a: Claim, b: Claim) -> Standing:
        """How what narrows `a` stands to what narrows `b`."""
        return self.comparing.scope(a, b)

    def measure(self, a: Claim, b: Claim) -> Standing:
        """How the measure of `a` stands to that of `b`."""
        return self.comparing.measure(a, b)

    def one_time(self, a: Claim, b: Claim) -> bool:
        """Whether two claims of one document can be of one time: their windows overlap, or one says none."""
        if a.as_of_low is None or b.as_of_low is None or a.as_of_high is None or b.as_of_high is None:
            return True
        return a.as_of_low <= b.as_of_high and b.as_of_low <= a.as_of_high

    def sum_of(self, claims: Sequence[Claim]) -> tuple[float, float]:
        """Least and most that the claims make together; infinite where one is open."""
        readings = [reading for claim in claims if (reading := self.reading(claim)) is not None]
        return sum(reading.low for reading in readings), sum(reading.high for reading in readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """What a check says cannot all be true. A check gives the `reason` and, where it sees more than one pair, `claim_ids`.

    The runner fills in the rest: id, check, verdict, severity, confidence, title and fact.
    `conflicts` are the smallest sets of claims that cannot all be true together; `claim_ids` every reading of the fact.
    """

    reason: str
    verdict: Verdict | None = None
    claim_ids: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    check_id: str = ""
    discrepancy_id: str = ""
    severity: float | None = None
    confidence: float | None = None
    gap: float | None = None  # between the values, as a share of the larger; ranks findings
    title: str | None = None
    fact_key: str | None = None
    fact: str | None = None  # shared by the findings about one fact, whatever check spoke (`atodds.judging.facts`)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def time_words(low: date | None, high: date | None) -> str:
    """A period as people write it: "2009", "February 2023", "5 June 2009", "2007 to 2009", "no date"."""
    if low is None and high is None:
        return "no date"
    if low is None or high is None:
        return f"{_day_words(low)} or later" if low else f"{_day_words(high)} or earlier" if high else "no date"
    whole_years = (low.month, low.day, high.month, high.day) == (1, 1, 12, 31)
    if whole_years:
        return str(low.year) if low.year == high.year else f"{low.year} to {high.year}"
    if (low.year, low.month) == (high.year, high.month) and low.day == 1 and high.day >= 28:
        return f"{_MONTHS[low.month - 1]} {low.year}"
    return _day_words(low) if low == high else f"{_day_words(low)} to {_day_words(high)}"


def _day_words(day: date | None) -> str:
    return "" if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def about_words(claim: Claim) -> str:
    """What a claim is about: measure, facet and subject, without the empty ones."""
    names = [claim.measure.replace("_", " ")]
    for name in (claim.facet, claim.subject):
        if name and name.casefold() not in {known.casefold() for known in names}:
            names.append(name)
    return ", ".join(names)


def _against(one: Reading, other: Reading, *, in_one_document: bool) -> str:
    undated = all(reading.claim.as_of_low is None and reading.claim.as_of_high is None for reading in (one, other))
    if one.as_of == other.as_of:
        time = "" if undated else f" ({one.as_of})"
        if in_one_document and one.claim.attribution == other.claim.attribution:
            return f"{one.value} but {other.value}, both in {one.source}{time}"
        return f"{one.value} in {one.source}, but {other.value} in {other.source}{time}"
    return f"{one.value} in {one.dated_source}, but {other.value} in {other.dated_source}"


def file_name(claim: Claim) -> str:
    """The document's file name: paths are long, and readers know their files."""
    return claim.document_path.rsplit("/", 1)[-1]
