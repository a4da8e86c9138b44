"""A snapshot seen as findings: every discrepancy with its readings, ready to be rendered in any format.

Pure: frames and decisions in, frozen values out. No markup, no files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from atodds.adjudications import (
    Adjudication,
    AppliedDecision,
    OrphanedDecision,
    apply_decisions,
)
from atodds.claims import Axis, AxisValue, Claim, ClaimLink
from atodds.report.snapshot_like import SnapshotLike
from atodds.report.wording import clip_around, clip_text, date_words, measure_words, plain_text, plural, topic_words, value_words
from atodds.succession import FindingKey, GuardedReading, guarded_reading
from atodds.vocabulary import (
    AdjudicationStatus,
    AsOfSource,
    Bound,
    DiscrepancyState,
    FrameSource,
    MeasureKind,
    Modality,
    Relation,
    SegmentKind,
    Verdict,
)

if TYPE_CHECKING:
    from atodds.report.facts import Fact

__all__ = [
    "CheckLegend",
    "Finding",
    "FindingSet",
    "Reading",
    "SourceDocument",
    "bare_findings",
    "claim_from_row",
    "find_findings",
    "judged_findings",
    "reading_rank",
    "spread_of",
]

_CONTEXT_CHARACTERS = 240
_QUOTE_CHARACTERS = 700


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One document as the report names it."""

    document_id: str
    path: str
    title: str
    label: str  # short, unique in the run
    publisher: str | None = None
    published_on: date | None = None
    status: str = "read"
    reason: str | None = None
    format: str = ""
    url: str | None = None
    author: str | None = None
    lineage: str = ""
    same_content_as: str | None = None
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document's reading of a fact: a claim, the document it stands in, and the words around it."""

    claim: Claim
    document: SourceDocument
    value: str
    conflicting: bool
    before: str
    quote_start: str
    mention: str
    quote_end: str
    after: str
    caption: str | None = None  # of the table it stands in
    copy_of: str | None = None  # claim_id of the reading it repeats word for word
    why_not: str | None = None  # why this one takes no part in the conflict
    about: str = ""  # what it is of, where that is not what the card is about: "wounded", "Syrians"

    @property
    def place(self) -> str:
        """Where it stands in the original file: "page 3", "line 12", "Sheet1!B7"."""
        claim = self.claim
        parts = []
        if claim.page is not None:
            parts.append(f"page {claim.page}")
        if claim.cell:
            parts.append(claim.cell)
        elif claim.source_line_start is not None:
            last = claim.source_line_end
            several = last is not None and last != claim.source_line_start
            parts.append(f"lines {claim.source_line_start} to {last}" if several else f"line {claim.source_line_start}")
        if claim.segment_kind is not SegmentKind.BODY:
            parts.append(claim.segment_kind.value.replace("_", " "))
        return ", ".join(parts)

    @property
    def as_of(self) -> str:
        """The time the value holds for, in words; empty when unknown."""
        if self.claim.as_of_low is None and self.claim.as_of_high is None:
            return ""
        return date_words(self.claim.as_of_low, self.claim.as_of_high)

    @property
    def facet(self) -> str:
        """What narrows the value."""
        return plain_text(self.claim.facet or "")

    @property
    def citation(self) -> str:
        """A reference to paste: author or publisher, title, date, place, quote."""
        document = self.document
        who = document.author or document.publisher
        parts = [part for part in (who, document.title) if part]
        day = date_words(document.published_on, document.published_on) if document.published_on else None
        head = ". ".join(part.rstrip(".") for part in parts)
        tail = ", ".join(part for part in (day, self.place, document.url or document.path) if part)
        quote = f"{self.quote_start}{self.mention}{self.quote_end}".strip()
        return clip_text(f"{head}. {tail}: “{quote}”", 1200)


@dataclass(frozen=True, slots=True)
class CheckLegend:
    """What a check means: its id and the first line of its docstring."""

    check_id: str
    legend: str
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One discrepancy with every reading of its fact, conflicting readings first."""

    discrepancy_id: str
    check_id: str
    fact_key: str
    fact: str  # shared by the findings about one fact
    verdict: Verdict
    severity: float
    confidence: float
    state: DiscrepancyState
    reason: str
    topic: str  # "Deaths in the 2020 Beirut explosion"
    subject: str
    readings: tuple[Reading, ...]
    conflicts: tuple[tuple[str, ...], ...]
    key: FindingKey
    decision: AppliedDecision = field(default_factory=AppliedDecision)

    @property
    def status(self) -> AdjudicationStatus:
        """What was decided."""
        return self.decision.status

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.status in (AdjudicationStatus.NEW, AdjudicationStatus.CONFIRMED) and self.state is not DiscrepancyState.RESOLVED

    @cached_property
    def claim_type(self) -> str:
        """Claim type of the readings."""
        return self.readings[0].claim.claim_type if self.readings else ""

    @cached_property
    def conflicting(self) -> tuple[Reading, ...]:
        """The readings that take part in a conflict."""
        return tuple(reading for reading in self.readings if reading.conflicting)

    @cached_property
    def others(self) -> tuple[Reading, ...]:
        """The readings that do not."""
        return tuple(reading for reading in self.readings if not reading.conflicting)

    @cached_property
    def documents(self) -> tuple[SourceDocument, ...]:
        """Documents with a reading, each once, in the order of the readings."""
        return tuple({reading.document.document_id: reading.document for reading in self.readings}.values())

    @cached_property
    def spread(self) -> str:
        """The conflict in one phrase: "135 against 220", "135 to 220", "4 May 1992 against 6 May 1992 (also May 1993)".

        The gravest conflict leads, as in the reason; values that conflict besides are named after it.
        """
        by_id = {reading.claim.claim_id: reading for reading in self.conflicting}
        main = [by_id[claim_id] for claim_id in (self.conflicts[0] if self.conflicts else ()) if claim_id in by_id]
        if not main:
            return spread_of(self.conflicting or self.readings)
        main.sort(key=reading_rank)
        told = {reading.value for reading in main}
        also = [value for value in dict.fromkeys(reading.value for reading in self.conflicting) if value not in told]
        if len(also) > 2:
            return spread_of(self.conflicting)
        return spread_of(main) + (f" (also {' and '.join(also)})" if also else "")

    @cached_property
    def headline(self) -> str:
        """The disagreement as one sentence."""
        documents = len(self.documents)
        readings = len(self.conflicting)
        where = f"in {plural(documents, 'document')}" if documents > 1 else "within one document"
        if self.verdict is Verdict.CONTRADICTION:
            end = f"{plural(readings, 'reading')} cannot {'both' if readings == 2 else 'all'} hold" if readings > 1 else "it cannot hold"
        else:
            end = f"{plural(readings, 'reading')} fit badly together" if readings > 1 else "it fits badly"
        return f"{self.topic}: {self.spread} {where}; {end}"

    @cached_property
    def gap(self) -> float | None:
        """How far the conflicting figures lie apart: highest over lowest stated end less one, as a share; None without figures."""
        ends = [end for reading in self.conflicting for end in (reading.claim.value_low, reading.claim.value_high) if end is not None]
        if len(ends) < 2:
            return None
        low, high = min(ends), max(ends)
        if low <= 0:
            return None if low == high else float("inf") if low == 0 else abs(high - low) / max(abs(low), abs(high))
        return high / low - 1

    @cached_property
    def day_gap(self) -> int | None:
        """How many days lie between the earliest and the latest conflicting date; None without dates."""
        days = [day for reading in self.conflicting for day in (reading.claim.date_low, reading.claim.date_high) if day is not None]
        return (max(days) - min(days)).days if len(days) > 1 else None


@dataclass(frozen=True, kw_only=True)
class FindingSet:
    """Everything the report says about one run."""

    run: Mapping[str, Any]
    findings: tuple[Finding, ...]  # gravest first, resolved ones last
    documents: tuple[SourceDocument, ...]
    claim_count: int
    claims_by_document: Mapping[str, int]
    legends: tuple[CheckLegend, ...]
    problems: tuple[Mapping[str, Any], ...]
    orphans: tuple[OrphanedDecision, ...] = ()
    adjudication_problems: tuple[str, ...] = ()

    @property
    def run_id(self) -> str:
        """The run."""
        return plain_text(str(self.run.get("run_id", "")))

    @property
    def corpus(self) -> str:
        """The corpus as a person calls it."""
        for name in ("title", "corpus"):
            if self.run.get(name):
                return clip_text(plain_text(str(self.run[name])), 200)
        sources = [plain_text(str(source)) for source in self.run.get("sources") or ()]
        return clip_text(", ".join(sources), 120) if sources else "Discrepancies"

    @property
    def has_run_before(self) -> bool:
        """Whether "new" means anything: there was a run over these sources before."""
        return "parent_run_id" not in self.run or bool(self.run["parent_run_id"])

    @cached_property
    def current(self) -> tuple[Finding, ...]:
        """Findings of this run; those resolved since the last are left out."""
        return tuple(finding for finding in self.findings if finding.state is not DiscrepancyState.RESOLVED)

    @cached_property
    def resolved(self) -> tuple[Finding, ...]:
        """Findings of the run before that are gone."""
        return tuple(finding for finding in self.findings if finding.state is DiscrepancyState.RESOLVED)

    @cached_property
    def unread(self) -> tuple[SourceDocument, ...]:
        """Documents that could not be read or were not checked."""
        return tuple(document for document in self.documents if document.status not in ("read", "same_content"))

    @cached_property
    def read(self) -> tuple[SourceDocument, ...]:
        """Documents that were."""
        return tuple(document for document in self.documents if document.status in ("read", "same_content"))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What current findings are about, in the order of the gravest finding of each."""
        from atodds.report.facts import facts_of

        return facts_of(self.current)

    @cached_property
    def resolved_facts(self) -> tuple[Fact, ...]:
        """The same of findings of the run before that are gone."""
        from atodds.report.facts import facts_of

        return facts_of(self.resolved)

    def fact_with(self, discrepancy_id: str) -> Fact | None:
        """The fact a finding is about."""
        return self._fact_of.get(discrepancy_id)

    @cached_property
    def _fact_of(self) -> dict[str, Fact]:
        return {finding.discrepancy_id: fact for fact in (*self.resolved_facts, *self.facts) for finding in fact.findings}

    @cached_property
    def by_verdict(self) -> Counter[str]:
        """Current findings per verdict."""
        return Counter(finding.verdict.value for finding in self.current)

    @cached_property
    def by_status(self) -> Counter[str]:
        """Current findings per status."""
        return Counter(finding.status.value for finding in self.current)

    @cached_property
    def by_state(self) -> Counter[str]:
        """All findings per state; a finding a decision of which no longer holds counts as reopened."""
        return Counter(finding.state.value for finding in self.findings)

    @cached_property
    def to_judge(self) -> int:
        """Current findings nobody has decided on."""
        return self.by_status[AdjudicationStatus.NEW.value]

    def finding(self, discrepancy_id: str) -> Finding | None:
        """The finding of that id; a prefix of it will do where only one begins so."""
        exact = next((finding for finding in self.findings if finding.discrepancy_id == discrepancy_id), None)
        if exact is not None or len(discrepancy_id) < 4:
            return exact
        begins = [finding for finding in self.findings if finding.discrepancy_id.startswith(discrepancy_id)]
        return begins[0] if len(begins) == 1 else None


# --- from frames ----------------------------------------------------------------------------------------------------------------

_ENUMS: dict[str, type] = {
    "segment_kind": SegmentKind,
    "subject_source": FrameSource,
    "measure_kind": MeasureKind,
    "bound": Bound,
    "as_of_source": AsOfSource,
    "modality": Modality,
}
_CLAIM_FIELDS = {item.name: item for item in fields(Claim)}
_REQUIRED_TEXT = ("claim_id", "document_id", "document_path", "quote", "mention_text", "claim_type", "measure")


def claim_from_row(row: Mapping[str, Any]) -> Claim:
    """A row of the claims table as a `Claim`; columns that are missing or null take the field's default."""
    values: dict[str, Any] = {}
    for name in _CLAIM_FIELDS:
        value = row.get(name)
        if value is None:
            if name in _REQUIRED_TEXT:
                values[name] = ""
            continue
        if name in _ENUMS:
            value = _ENUMS[name](value)
        elif name == "axes":
            value = tuple(
                AxisValue(Axis(one["axis"]), str(one["value"]), str(one["said"] or ""), FrameSource(one["source"])) for one in value
            )
        elif name in ("members", "also", "words"):
            value = tuple(str(item) for item in value)
        elif name == "links":
            value = tuple(ClaimLink(Relation(link["relation"]), str(link["claim_id"])) for link in value if isinstance(link, Mapping))
        values[name] = value
    return Claim(**values)


def _rows(frame: pl.DataFrame | None) -> list[dict[str, Any]]:
    return [] if frame is None or frame.is_empty() else frame.to_dicts()


def _documents(frame: pl.DataFrame, *, superseded: bool = False) -> dict[str, SourceDocument]:
    # A file with the bytes of another has a row of its own and no claims; it must not hide the row whose claims stand for both.
    rows = sorted(
        (row for row in _rows(frame) if superseded or not row.get("superseded_by")), key=lambda row: row.get("status") != "same_content"
    )
    titles = Counter(_short_title(row) for row in rows)
    documents: dict[str, SourceDocument] = {}
    for row in rows:
        title = plain_text(str(row.get("title") or "")).strip() or _file_name(str(row.get("path") or row["document_id"]))
        short = _short_title(row)
        label = short if titles[short] == 1 else clip_text(_file_name(str(row.get("path") or row["document_id"])), 34)
        published_on = row.get("published_on")
        same_content = row.get("status") == "same_content"
        documents[f"{row['document_id']}@{row.get('path')}" if same_content else str(row["document_id"])] = SourceDocument(
            document_id=str(row["document_id"]),
            path=plain_text(str(row.get("path") or "")),
            title=clip_text(title, 200),
            label=label,
            publisher=plain_text(str(row["publisher"])) if row.get("publisher") else None,
            published_on=published_on if isinstance(published_on, date) else None,
            status=str(row.get("status") or "read"),
            reason=plain_text(str(row["reason"])) if row.get("reason") else None,
            format=str(row.get("format") or ""),
            url=str(row["url"]) if row.get("url") else None,
            author=plain_text(str(row["author"])) if row.get("author") else None,
            lineage=str(row.get("lineage") or row["document_id"]),
            same_content_as=plain_text(str(row["same_content_as"])) if row.get("same_content_as") else None,
            text=str(row.get("text") or ""),
        )
    return documents


def _file_name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _short_title(row: Mapping[str, Any]) -> str:
    title = plain_text(str(row.get("title") or "")).strip()
    return clip_text(title, 34) if title else clip_text(_file_name(str(row.get("path") or row["document_id"])), 34)


def _severity(value: Any) -> float:
    """Severity as a number from 0 to 1; words are taken too, unknown ones count as medium."""
    if isinstance(value, str):
        return {"low": 0.25, "medium": 0.5, "high": 0.75, "critical": 1.0}.get(value, 0.5)
    return 0.5 if value is None else float(value)


def _reading(claim: Claim, document: SourceDocument, *, conflicting: bool, caption: str | None = None) -> Reading:
    text, start, end = document.text, claim.char_start, claim.char_end
    quote = claim.quote
    mention_at = _mention_in_quote(claim, text)
    if mention_at is None:
        parts = ("", "", clip_text(plain_text(quote), _QUOTE_CHARACTERS))
    else:
        head, mention, tail = clip_around(quote, *mention_at, _QUOTE_CHARACTERS)
        parts = (plain_text(head), plain_text(mention), plain_text(tail))
    before = after = ""
    if start is not None and end is not None and 0 <= start <= end <= len(text):
        before = _nearest_paragraph(text[max(start - 2 * _CONTEXT_CHARACTERS, 0) : start], last=True)
        after = _nearest_paragraph(text[end : end + 2 * _CONTEXT_CHARACTERS], last=False)
    return Reading(
        claim=claim,
        document=document,
        value=clip_text(plain_text(value_words(claim)), 160),
        conflicting=conflicting,
        before=before,
        quote_start=parts[0],
        mention=parts[1],
        quote_end=parts[2],
        after=after,
        caption=clip_text(plain_text(caption), 160) if caption else None,
    )


def _mention_in_quote(claim: Claim, text: str) -> tuple[int, int] | None:
    """Where the figure stands in the quote. Offsets count only while the quote is the text unmended; else the nearest like words."""
    quote, mention = claim.quote, claim.mention_text
    if not mention:
        return None
    guess = 0
    if claim.char_start is not None and claim.mention_start is not None and claim.mention_end is not None:
        guess = max(claim.mention_start - claim.char_start, 0)
        at_guess = quote[guess : guess + (claim.mention_end - claim.mention_start)]
        if at_guess == mention or (claim.char_end is not None and text[claim.char_start : claim.char_end] == quote and at_guess):
            return guess, guess + len(at_guess)
    places: list[int] = []
    at = quote.find(mention)
    while at >= 0 and len(places) < 50:
        places.append(at)
        at = quote.find(mention, at + 1)
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - guess))
    return nearest, nearest + len(mention)


def _nearest_paragraph(text: str, *, last: bool) -> str:
    paragraphs = text.split("\n\n")
    piece = plain_text(paragraphs[-1] if last else paragraphs[0])
    if last:
        piece = piece[-_CONTEXT_CHARACTERS:]
        cut = piece.find(" ") if len(piece) == _CONTEXT_CHARACTERS else -1
        return "…" + piece[cut:] if cut >= 0 else piece
    return clip_text(piece, _CONTEXT_CHARACTERS) if piece.strip() else ""


def spread_of(readings: Sequence[Reading]) -> str:
    """The values of some readings in one phrase: "135 against 220", "135 to 220", "two, three or more than ten"."""
    values = list(dict.fromkeys(reading.value for reading in readings))
    if not values:
        return "no reading"
    if len(values) == 1:
        return values[0]
    if len(values) == 2:
        return clip_text(" against ".join(values), 160)
    claims = [reading.claim for reading in readings]
    ends = [(claim.value_low, claim.value_high) for claim in claims]
    if len({(claim.currency, claim.unit, claim.per_unit) for claim in claims}) > 1 or any(
        low is None and high is None for low, high in ends
    ):
        days = [reading for reading in readings if reading.claim.date_low or reading.claim.date_high]
        if len(days) == len(readings):
            days.sort(key=lambda reading: reading.claim.date_low or reading.claim.date_high or date.min)
            return f"{days[0].value} to {days[-1].value}" if all(" to " not in day.value for day in days) else _listed(values)
        return _listed(values)
    if all(low is not None and high is not None for low, high in ends):
        both = [end for pair in ends for end in pair if end is not None]
        return value_words(Claim(**{**_plain(claims[0]), "value_low": min(both), "value_high": max(both), "bound": Bound.RANGE}))

    def stated(reading: Reading) -> float:
        low, high = reading.claim.value_low, reading.claim.value_high
        return low if low is not None else high if high is not None else 0.0

    ordered = sorted(readings, key=stated)
    joint = " up to " if " to " in ordered[0].value + ordered[-1].value else " to "
    return clip_text(f"{ordered[0].value}{joint}{ordered[-1].value}", 160)


def _listed(values: Sequence[str]) -> str:
    if len(values) == 3:
        return clip_text(f"{values[0]}, {values[1]} or {values[2]}", 160)
    return clip_text(", ".join(values[:3]) + f" and {len(values) - 3} more", 160)


def _plain(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in _CLAIM_FIELDS}


def _topic(row: Mapping[str, Any], readings: Sequence[Reading], names: Mapping[str, _Known]) -> str:
    """What a finding is about; a check may have a title of its own."""
    title = plain_text(str(row.get("title") or "")).strip().rstrip(".")
    if not readings:
        return clip_text(title[:1].upper() + title[1:], 160) or measure_words(str(row.get("check_id") or "finding"))
    by_default = {reading.claim.measure.replace("_", " ").casefold() for reading in readings}
    if title and title.partition(",")[0].casefold() not in by_default:
        return clip_text(title[:1].upper() + title[1:], 160)
    conflicts = row.get("conflicts") or [[]]
    gravest = {str(claim_id) for claim_id in conflicts[0]}
    claim = next((reading.claim for reading in readings if reading.claim.claim_id in gravest), readings[0].claim)
    facet = plain_text(claim.facet or "")
    subject = plain_text(_subject_name(claim, names))
    known = names.get(claim.subject_id or "")
    kind = "place" if any(value.said.casefold() == subject.casefold() for value in claim.on(Axis.PLACE)) else known.kind if known else ""
    if kind == "event" and known and subject != plain_text(known.name):
        kind = "name"
    return clip_text(topic_words(claim, subject, facet, kind), 160)


class _Known(NamedTuple):
    """What a run's entities say of a subject."""

    name: str
    kind: str


def _subject_name(claim: Claim, names: Mapping[str, _Known]) -> str:
    """What the run's entities call it, which most of its documents do; else what the claim's own document calls it.

    A topic of no known sort may be called by no more than the title of a document, and an amount a year is of no event that its document
    tells of: there what the sentence says is better.
    """
    known = names.get(claim.subject_id or "")
    if known and claim.subject and (known.kind == "subject" or (known.kind == "event" and claim.measure_kind is MeasureKind.FLOW)):
        return claim.subject
    return (known.name if known else None) or claim.subject or ""


def _subject(readings: Sequence[Reading], names: Mapping[str, _Known]) -> str:
    for reading in readings:
        claim = reading.claim
        name = _subject_name(claim, names)
        if name:
            return clip_text(plain_text(name), 100)
    return ""


def _guarded(reading: Reading) -> GuardedReading:
    document = reading.document
    row = {**_plain(reading.claim), "bound": reading.claim.bound.value}
    return guarded_reading(row, document_id=document.document_id, lineage=document.lineage, path=document.path, title=document.title)


ExplainOther = Callable[[Claim, Sequence[Claim]], str | None]


def find_findings(
    snapshot: SnapshotLike,
    adjudications: Iterable[Adjudication] = (),
    *,
    legends: Mapping[str, str] | None = None,
    today: date | None = None,
    adjudication_problems: Sequence[str] = (),
    explain_other: ExplainOther | None = None,
    corpus: str | None = None,
) -> FindingSet:
    """Every discrepancy of a snapshot with its readings and its decision, gravest first, resolved ones last.

    Args:
        snapshot: The run.
        adjudications: Lines of `adjudications.jsonl`.
        legends: First line of each check's docstring, by check id; where it is left out the snapshot's run may carry `checks`.
        today: The day expiry of decisions is measured against.
        adjudication_problems: What could not be read of the decisions.
        corpus: What the corpus is called where the run has no title of its own.
        explain_other: Says why a claim takes no part in a conflict with others; without it a general sentence does.
    """
    bare = bare_findings(snapshot, legends=legends, explain_other=explain_other, corpus=corpus)
    return judged_findings(bare, adjudications, today=today, adjudication_problems=adjudication_problems)


def bare_findings(
    snapshot: SnapshotLike,
    *,
    legends: Mapping[str, str] | None = None,
    explain_other: ExplainOther | None = None,
    corpus: str | None = None,
) -> FindingSet:
    """Every discrepancy of a snapshot with its readings and no decision yet; arguments as for `find_findings`."""
    run = {**({"corpus": corpus} if corpus else {}), **snapshot.run}
    documents = _documents(snapshot.documents)
    # What findings resolved since then cite stands beside the run: earlier versions, and claims that are gone.
    past_documents, past_claims = getattr(snapshot, "past_documents", None), getattr(snapshot, "past_claims", None)
    known = {**_documents(past_documents, superseded=True), **documents} if past_documents is not None else documents
    names = {
        str(row["entity_id"]): _Known(str(row.get("name") or row["entity_id"]), str(row.get("kind") or ""))
        for row in _rows(snapshot.entities)
        if row.get("entity_id")
    }
    rows = _rows(snapshot.discrepancies)
    wanted = {str(claim_id) for row in rows for claim_id in (row.get("claim_ids") or ())}
    claims_frame = snapshot.claims
    counts: dict[str, int] = {}
    claims: dict[str, Claim] = {}
    if not claims_frame.is_empty():
        counts = dict(claims_frame.group_by("document_id").len().iter_rows())
        chosen = claims_frame.filter(pl.col("claim_id").is_in(list(wanted))) if wanted else claims_frame.head(0)
        claims = {str(row["claim_id"]): claim_from_row(row) for row in chosen.iter_rows(named=True)}
    for row in _rows(past_claims):
        if row["claim_id"] in wanted:
            claims.setdefault(str(row["claim_id"]), claim_from_row(row))
    copies = _copies(getattr(snapshot, "copies", None))
    captions = _captions(getattr(snapshot, "segments", None), claims.values())
    findings = [_finding(row, claims, known, names, copies, captions, explain_other) for row in rows]
    used = Counter(finding.check_id for finding in findings if finding.state is not DiscrepancyState.RESOLVED)
    told = {**_run_legends(run), **(legends or {})}
    return FindingSet(
        run=run,
        findings=tuple(sorted(findings, key=_rank)),
        documents=tuple(sorted(documents.values(), key=lambda document: document.path)),
        claim_count=claims_frame.height,
        claims_by_document=counts,
        legends=tuple(CheckLegend(check_id, told.get(check_id, ""), used[check_id]) for check_id in sorted({*used, *told})),
        problems=tuple(_rows(snapshot.problems)),
    )


def judged_findings(
    bare: FindingSet, adjudications: Iterable[Adjudication], *, today: date | None = None, adjudication_problems: Sequence[str] = ()
) -> FindingSet:
    """The same findings with the decisions laid over them; cheap beside `bare_findings`, so an open app does it at every new line."""
    applied, orphans = apply_decisions(
        [finding.key for finding in bare.findings],
        adjudications,
        today=today,
        run_id=bare.run_id,
        current_document_ids=[document.document_id for document in bare.documents],
    )
    undecided = AppliedDecision()
    decided = [
        finding if applied[finding.discrepancy_id] == undecided else _decided(finding, applied[finding.discrepancy_id])
        for finding in bare.findings
    ]
    # A finding whose quoted value changed goes by another id; where a decision on it is reopened, the old one is not resolved besides.
    reopened = {
        line.discrepancy_id for finding in decided if finding.state is DiscrepancyState.REOPENED for line in finding.decision.history
    }
    kept = [finding for finding in decided if finding.state is not DiscrepancyState.RESOLVED or finding.discrepancy_id not in reopened]
    return replace(bare, findings=tuple(kept), orphans=orphans, adjudication_problems=tuple(adjudication_problems))


def _without_topic(reason: str, *topics: str) -> str:
    """A reason without the topic before it: the card's headline has said it."""
    for topic in topics:
        if topic and reason.casefold().startswith(f"{topic.casefold()}: "):
            return reason[len(topic) + 2 :]
    return reason


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if not text or text.endswith((".", "!", "?", "…", "”")) else ".")


def _run_legends(run: Mapping[str, Any]) -> dict[str, str]:
    checks = run.get("checks")
    return {str(name): str(legend) for name, legend in checks.items()} if isinstance(checks, Mapping) else {}


def _finding(
    row: Mapping[str, Any],
    claims: Mapping[str, Claim],
    documents: Mapping[str, SourceDocument],
    names: Mapping[str, _Known],
    copies: Mapping[str, frozenset[str]],
    captions: Mapping[str, str],
    explain_other: ExplainOther | None,
) -> Finding:
    conflicts = tuple(tuple(str(claim_id) for claim_id in conflict) for conflict in (row.get("conflicts") or ()))
    in_conflict = {claim_id for conflict in conflicts for claim_id in conflict}
    present = [claims[str(claim_id)] for claim_id in (row.get("claim_ids") or ()) if str(claim_id) in claims]
    opposing = [claim for claim in present if claim.claim_id in in_conflict]
    readings = []
    for claim in present:
        document = documents.get(claim.document_id) or SourceDocument(
            claim.document_id, plain_text(claim.document_path), _file_name(plain_text(claim.document_path)), _file_name(claim.document_path)
        )
        readings.append(_reading(claim, document, conflicting=claim.claim_id in in_conflict, caption=captions.get(claim.claim_id)))
    readings = _with_reasons(_with_copies(readings, copies), opposing, conflicts, explain_other)
    readings.sort(key=reading_rank)
    topic = _topic(row, readings, names)
    key = FindingKey(
        discrepancy_id=str(row["discrepancy_id"]),
        check_id=str(row.get("check_id") or ""),
        fact_key=str(row.get("fact_key") or ""),
        readings=tuple(_guarded(reading) for reading in readings if reading.conflicting),
        title=topic,
        is_current=row.get("state") != DiscrepancyState.RESOLVED.value,
    )
    return Finding(
        discrepancy_id=key.discrepancy_id,
        check_id=key.check_id,
        fact_key=key.fact_key or key.discrepancy_id,
        fact=str(row.get("fact") or key.fact_key or key.discrepancy_id),
        verdict=Verdict(row.get("verdict") or Verdict.TENSION),
        severity=_severity(row.get("severity")),
        confidence=0.5 if row.get("confidence") is None else float(row["confidence"]),
        state=DiscrepancyState(row.get("state") or DiscrepancyState.NEW),
        reason=_sentence(_without_topic(clip_text(plain_text(str(row.get("reason") or "")), 2000), str(row.get("title") or ""), topic)),
        topic=topic,
        subject=_subject(readings, names),
        readings=tuple(readings),
        conflicts=conflicts,
        key=key,
    )


def _decided(finding: Finding, decision: AppliedDecision) -> Finding:
    if decision.reopened_because is not None and finding.state is not DiscrepancyState.RESOLVED:
        return replace(finding, decision=decision, state=DiscrepancyState.REOPENED)
    return replace(finding, decision=decision)


def _rank(finding: Finding) -> tuple[bool, bool, float, float, str]:
    return (
        finding.state is DiscrepancyState.RESOLVED,
        finding.verdict is not Verdict.CONTRADICTION,
        -finding.severity,
        -finding.confidence,
        finding.discrepancy_id,
    )


def reading_rank(reading: Reading) -> tuple[bool, float, int, str, int]:
    """The order of readings: those in conflict first, then by value, document and place."""
    claim = reading.claim
    value = claim.value_low if claim.value_low is not None else claim.value_high
    day = claim.date_low or claim.date_high
    return (
        not reading.conflicting,
        float("inf") if value is None else value,
        day.toordinal() if day else 0,
        reading.document.path,
        claim.mention_start or 0,
    )


def _captions(segments: pl.DataFrame | None, claims: Iterable[Claim]) -> dict[str, str]:
    """Captions of the tables that claims stand in, by claim id; a row of a table means little without it."""
    in_tables = [
        {"claim_id": claim.claim_id, "document_id": claim.document_id, "at": claim.mention_start}
        for claim in claims
        if claim.segment_kind is SegmentKind.TABLE and claim.mention_start is not None
    ]
    if segments is None or not in_tables or "caption" not in segments.columns:
        return {}
    rows = segments.filter(pl.col("caption").is_not_null()).select("document_id", "char_start", "char_end", "caption")
    joined = pl.DataFrame(in_tables).join(rows, on="document_id").filter(pl.col("at").is_between("char_start", "char_end"))
    return dict(joined.select("claim_id", "caption").iter_rows())


def _copies(frame: pl.DataFrame | None) -> dict[str, frozenset[str]]:
    """Documents that copy others, whole or in passages, by id."""
    originals: dict[str, set[str]] = defaultdict(set)
    for row in _rows(frame):
        originals[str(row["document_id"])].add(str(row["copy_of_id"]))
    return {document_id: frozenset(of) for document_id, of in originals.items()}


def _with_copies(readings: list[Reading], copies: Mapping[str, frozenset[str]]) -> list[Reading]:
    """Tie readings that repeat another document's to the earliest that has them.

    They do where the sentences are the same word for word, or where the run found one document to copy the other and both have the
    same words for the figure.
    """
    by_age = sorted(
        readings, key=lambda reading: (reading.document.published_on or date.max, reading.document.path, reading.claim.mention_start or 0)
    )
    first_with: dict[tuple[str, str], Reading] = {}
    origin: dict[str, str] = {}
    for reading in by_age:
        words = "".join(character for character in reading.claim.quote.casefold() if character.isalnum())
        if len(words) >= 30:  # shorter sentences agree by chance
            first = first_with.setdefault((words, reading.claim.mention_text), reading)
            if first.document.document_id != reading.document.document_id:
                origin[reading.claim.claim_id] = first.claim.claim_id
    for reading in readings:
        for other in by_age if reading.document.document_id in copies else ():
            if reading.claim.claim_id in origin or origin.get(other.claim.claim_id) == reading.claim.claim_id:
                continue
            copied = other.document.document_id in copies[reading.document.document_id]
            if copied and other.claim.mention_text == reading.claim.mention_text and other.value == reading.value:
                origin[reading.claim.claim_id] = other.claim.claim_id
    return [replace(reading, copy_of=origin.get(reading.claim.claim_id)) for reading in readings] if origin else readings


def _with_reasons(
    readings: list[Reading], opposing: Sequence[Claim], conflicts: Sequence[Sequence[str]], explain_other: ExplainOther | None
) -> list[Reading]:
    told = []
    for reading in readings:
        if reading.conflicting:
            told.append(reading)
            continue
        why = explain_other(reading.claim, opposing) if explain_other else None
        told.append(replace(reading, why_not=why or "It agrees with, or is not comparable to, each of the readings in conflict."))
    return told
