"""The report as one self-contained HTML file: no network, no other file, readable with scripts off.

How a file with thousands of facts stays small and opens at once: every fact has the head of its card in the page; the bodies of as many
of the gravest as ten megabytes allow stand in `<noscript>` beside it (text to a browser with scripts, content to one without), all
others are packed, compressed, in chunks that are unpacked when a card of theirs opens. Everything that came out of a document is
escaped by the templates; on top of that the page's Content-Security-Policy allows no script and no style but the two whose hashes it names.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from atodds.report.apparatus import (
    apparatus_kind,
    common_unit,
    draw_apparatus,
    ends_of,
    joined_letters,
    reading_words,
    sigla,
    spans_decades,
)
from atodds.report.facts import Fact
from atodds.report.findings import Finding, FindingSet, Reading, SourceDocument
from atodds.report.markdown import summary_sentence
from atodds.report.overview import draw_overview
from atodds.report.places import document_address, place_address
from atodds.report.wording import clip_text, date_words, measure_words, plain_text, plural
from atodds.vocabulary import AdjudicationStatus, AsOfSource, Bound, DiscrepancyState, Verdict

__all__ = ["CardHead", "CardView", "ReadingView", "card_view", "data_json", "findings_as_html", "report_environment", "style_sheet"]

MAX_FINDINGS = 5_000
MAX_BYTES = 9_800_000  # "under 10 MB", with room for the tail
CHUNK = 50
OVERVIEW_OPEN_FROM = 25  # with fewer, the list itself is the overview
MAX_CONFLICTING = 12
MAX_OTHERS = 30
UNREAD_SHOWN = 50
DOCUMENTS_SHOWN = 500
RESOLVED_SHOWN = 200


class ReadingView:
    """A reading with what only a page needs: its siglum, its date in words, the siglum it copies."""

    __slots__ = ("_reading", "attribution", "copy_letter", "file_name", "letter", "published", "short_end", "short_start", "where")

    def __init__(self, reading: Reading, letter: str, copy_letter: str) -> None:
        self._reading = reading
        self.letter = letter
        self.copy_letter = copy_letter
        day = reading.document.published_on
        self.published = date_words(day, day) if day else ""
        heading = clip_text(plain_text(reading.claim.heading or ""), 120)
        self.where = ", ".join(
            words
            for words in (
                f"under the heading “{heading}”" if heading and heading != reading.document.title else "",
                f"in the table “{reading.caption}”" if reading.caption and reading.caption != heading else "",
            )
            if words
        )
        self.file_name = clip_text(reading.document.path.rsplit("/", 1)[-1], 60)
        self.attribution = clip_text(plain_text(reading.claim.attribution or ""), 120)
        self.short_start = clip_text(reading.quote_start[::-1], 90)[::-1]
        self.short_end = clip_text(reading.quote_end, 90)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reading, name)

    @property
    def reading(self) -> Reading:
        """The reading itself."""
        return self._reading

    @property
    def as_of_words(self) -> str:
        """The time the value holds for, and how that is known where the sentence does not say it."""
        source = self._reading.claim.as_of_source
        if source is AsOfSource.PUBLISHED_ON:
            return f"as of {self._reading.as_of}, when it was published"
        return f"as of {self._reading.as_of}" + (", by what stands around it" if source is AsOfSource.CONTEXT else "")


class FindingLine:
    """A finding of a card's fact, with the letters of the documents it holds against each other."""

    def __init__(self, finding: Finding, letters: Mapping[str, str]) -> None:
        self._finding = finding
        mine = dict.fromkeys(letters[document.document_id] for document in finding.documents if _in_conflict(finding, document))
        self.letters = _listed(list(mine)[:8]) if len(mine) > 1 else ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._finding, name)

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self._finding


def _in_conflict(finding: Finding, document: SourceDocument) -> bool:
    return any(reading.document.document_id == document.document_id for reading in finding.conflicting)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


class CardView:
    """A fact with its drawing, its findings, and its readings cut to what a card shows."""

    def __init__(self, fact: Fact, *, with_plot: bool = True) -> None:
        self._fact = fact
        letters = sigla(fact)
        letter_of = {reading.claim.claim_id: letters[reading.document.document_id] for reading in fact.readings}

        def viewed(readings: Sequence[Reading]) -> list[ReadingView]:
            return [
                ReadingView(reading, letters[reading.document.document_id], letter_of.get(reading.copy_of or "", ""))
                for reading in readings
            ]

        # Quotes in the order of the findings, each finding's gravest conflict first: what a line says is quoted right below.
        rank: dict[str, int] = {}
        for number, finding in enumerate(fact.findings):
            for claim_id in finding.conflicts[0] if finding.conflicts else ():
                rank.setdefault(claim_id, number)
        in_order = sorted(fact.conflicting, key=lambda reading: rank.get(reading.claim.claim_id, len(rank)))
        self.lines = [FindingLine(finding, letters) for finding in fact.findings]
        self.shown_conflicting = viewed(in_order[:MAX_CONFLICTING])
        self.hidden_conflicting = max(len(fact.conflicting) - MAX_CONFLICTING, 0)
        self.shown_others = viewed(fact.others[:MAX_OTHERS])
        self.hidden_others = max(len(fact.others) - MAX_OTHERS, 0)
        self.drawing = draw_apparatus(fact)
        # Where Vega draws, it fits itself to a narrow window; elsewhere a second drawing does.
        self.narrow_drawing = Markup("") if with_plot else draw_apparatus(fact, narrow=True)
        kind = apparatus_kind(fact.readings)
        self.plot_data = data_json(_plot_data(fact, kind, letters)) if with_plot and self.drawing and kind != "words" else ""
        self.drawing_note = _drawing_note(fact, kind)
        count = len(fact.others)
        self.others_summary = f"{plural(count, 'other reading').capitalize()} of the same fact, not in conflict"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fact, name)

    @property
    def fact(self) -> Fact:
        """The fact itself."""
        return self._fact


@dataclass(frozen=True, slots=True)
class CardHead:
    """What the head of a card shows."""

    fact: Fact

    @property
    def sub(self) -> str:
        """The line under a card's headline."""
        return card_subline(self.fact)


def card_subline(fact: Fact) -> str:
    """What is wrong with the readings, and the documents, in one short line."""
    names = [document.label for document in fact.conflicting_documents or fact.documents]
    named = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    count = len(fact.documents)
    where = plural(count, "document") if count != 1 else "one document"
    return f"{fact.hold} · {where}: {named}" if count == len(names) else f"{fact.hold} · {named}; {where} speak of it"


def card_view(fact: Fact, *, with_plot: bool = True) -> CardView:
    """A fact ready for the body of a card."""
    return CardView(fact, with_plot=with_plot)


def _drawing_note(fact: Fact, kind: str) -> str:
    note = "Filled: in conflict; hollow: other readings. " if fact.others else ""
    if kind == "figures_over_time":
        note = "Value against the time it holds for" + ("; a dotted line is the span of that time. " if _has_spans(fact) else ". ") + note
    bounds = {reading.claim.bound for reading in fact.readings}
    if bounds & {Bound.AT_LEAST, Bound.AT_MOST}:
        note += "An arrow is an open end. "
    if Bound.APPROX in bounds and kind == "figures":
        note += "A dotted line is an approximate figure. "
    if any(reading.copy_of for reading in fact.readings):
        note += "A dashed link joins a copy to its original."
    return note.strip()


def _has_spans(fact: Fact) -> bool:
    return any(
        reading.claim.as_of_low is not None and reading.claim.as_of_high is not None and reading.claim.as_of_low < reading.claim.as_of_high
        for reading in fact.readings
    )


def _plot_data(fact: Fact, kind: str, letters: Mapping[str, str]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    drawn: dict[str, dict[str, Any]] = {}
    unit = None if kind == "dates" else common_unit([reading for reading in fact.readings if ends_of(reading) is not None])[1]
    for reading in fact.readings[:60]:
        claim = reading.claim
        letter = letters[reading.document.document_id]
        row: dict[str, Any] = {
            # Rows are told apart by their labels: further ones of a document get a blank of no width at the end.
            "row": f"{letter}  {reading.document.label}" + "\u200b" * sum(item["letter"] == letter for item in rows),
            "letter": letter,
            "document": reading.document.title,
            "reading": reading_words(reading),
            "odd": reading.conflicting,
            "bound": claim.bound.value,
        }
        if kind == "dates":
            row["low"] = str(claim.date_low or claim.date_high)
            row["high"] = str(claim.date_high or claim.date_low)
        else:
            ends = ends_of(reading, unit)
            if ends is None:
                continue
            row["low"], row["high"] = ends
            row["open"] = "up" if claim.value_high is None else "down" if claim.value_low is None else ""
        if reading.as_of:
            row["as_of"] = reading.as_of
            row["from"] = str(claim.as_of_low or claim.as_of_high)
            row["to"] = str(claim.as_of_high or claim.as_of_low)
        elif kind == "figures_over_time":
            continue
        drawn[claim.claim_id] = row
        rows.append(row)
    for reading in fact.readings:
        if reading.copy_of in drawn and reading.claim.claim_id in drawn:
            drawn[reading.claim.claim_id]["copy_row"] = drawn[reading.copy_of]["row"]
    if kind == "figures_over_time":
        _join_labels(rows, _line_of([end for row in rows for end in (row["low"], row["high"])]))
        rows.reverse()  # readings in conflict come first and are drawn last, on top of the others
    if kind in ("figures", "figures_over_time"):
        kind += _line_of([end for row in rows for end in (row["low"], row["high"])])
    return {"kind": kind, "readings": rows}


def _line_of(ends: Sequence[float]) -> str:
    """Which line suits the figures: of decades, from zero (where room to the left of the least would be below zero), or neither."""
    if spans_decades(ends):
        return "_log"
    return "_zero" if ends and min(ends) >= 0 and min(ends) < 0.4 * max(ends) else ""


def _join_labels(rows: list[dict[str, Any]], line: str) -> None:
    """One label for readings drawn on one spot or so near that their labels would lie on each other: "A, B" beside the first of them.

    `line` is which line the figures stand on, as `_line_of` says; where on the plot a figure comes to lie follows from it.
    """
    days = [float(date.fromisoformat(row["from"]).toordinal()) for row in rows]
    heights = [math.log10(row["low"]) if line == "_log" else row["low"] for row in rows]
    low, high = (min(heights), max(heights)) if heights else (0.0, 1.0)
    if line == "_log":
        low, high = math.floor(low), math.ceil(high)
    elif line == "_zero":
        low = 0.0
    across = max(max(days, default=0.0) - min(days, default=0.0), 1.0) / _PLOT_WIDTH
    upward = max(high - low, 1e-9) / _PLOT_HEIGHT
    spots = [(day / across, height / upward) for day, height in zip(days, heights, strict=True)]
    for row, letters in zip(rows, joined_letters(spots, [row["letter"] for row in rows]), strict=True):
        row["letter"] = letters


_PLOT_WIDTH, _PLOT_HEIGHT = 600, 220  # pixels of a plot over time, about


@cache
def report_environment() -> Environment:
    """The templates, with everything escaped unless it is marked as ours."""
    return Environment(
        loader=PackageLoader("atodds.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        lstrip_blocks=True,
    )


def _asset(name: str) -> str:
    return resources.files("atodds.report").joinpath("templates", name).read_text(encoding="utf-8")


def style_sheet() -> str:
    """The style sheet of the report, which the review app serves too."""
    return _asset("report.css")


def data_json(value: Any) -> Markup:
    """JSON that may stand inside a `<script>` element: nothing in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(character, escaped)
    return Markup(text)


def _hash_source(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


@dataclass(slots=True)
class _Card:
    head: CardHead
    body: str = ""
    chunk: int | None = None
    brief: str = ""

    @property
    def fact(self) -> Fact:
        """What the card is about."""
        return self.head.fact


@dataclass(frozen=True, slots=True)
class _Select:
    name: str
    label: str
    all: str
    options: list[dict[str, str]]


def findings_as_html(
    found: FindingSet,
    *,
    link_root: str = "",
    max_findings: int = MAX_FINDINGS,
    max_bytes: int = MAX_BYTES,
    plots: bool = True,
) -> str:
    """The whole report as one HTML document.

    Args:
        found: The findings of a run.
        link_root: What leads from the folder of the report to the folder the documents' paths are relative to, as "../..".
        max_findings: How many facts get a card, the gravest first; the page says when there are more.
        max_bytes: The size the file keeps below, by showing fewer cards.
        plots: Whether to bring Vega-Lite (1 MB) for plots that answer to the pointer; without it the plain drawings stand.
    """
    environment = report_environment()
    cards_module = environment.get_template("card.html.j2").module
    body_macro: Callable[..., Markup] = cards_module.body  # type: ignore[attr-defined]

    def place(reading: ReadingView) -> str | None:
        return place_address(reading.reading, link_root)

    style = style_sheet()
    script = _asset("report.js")
    specs, vega = _plots() if plots and found.current else ("", "")
    spent = len(style) + len(script) + len(vega) + len(specs) + 60_000 + 400 * min(len(found.documents), DOCUMENTS_SHOWN)

    cards: list[_Card] = []
    batches: list[_Batch] = []
    for fact in found.facts[:max_findings]:
        if not batches or len(batches[-1].bodies) >= CHUNK:
            if batches:
                spent += batches[-1].pack()
            if spent > max_bytes:
                break
            batches.append(_Batch())
        card = _Card(CardHead(fact), brief=clip_text(fact.findings[0].reason, 160))
        batches[-1].bodies[fact.fact_id] = str(body_macro(card_view(fact, with_plot=bool(specs)), place))
        spent += (
            750 + len(fact.topic.encode()) + sum(20 + len(finding.discrepancy_id) for finding in fact.findings) + len(card.brief.encode())
        )
        cards.append(card)
    if batches and not batches[-1].packed:
        spent += batches[-1].pack()
    chunks = _spread_over_page(cards, batches, max_bytes - spent)

    script_sources = " ".join([_hash_source(script)] + ([_hash_source(vega), "'unsafe-eval'"] if vega else []))
    # Vega sets style attributes on the plots it draws; style elements stay forbidden, and no attribute of ours is a style.
    styles = f"style-src {_hash_source(style)}; style-src-elem {_hash_source(style)}; style-src-attr 'unsafe-inline'"
    policy = f"default-src 'none'; script-src {script_sources}; {styles}; img-src data:; base-uri 'none'; form-action 'none'"
    read_documents = {document.document_id: number for number, document in enumerate(found.documents)}
    facts = [card.fact for card in cards]
    whole = sum(card.chunk is None for card in cards)
    page = environment.get_template("report.html.j2").render(
        found=found,
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        vega=Markup(vega),
        specs=Markup(specs),
        summary=summary_sentence(found),
        tiles=_tiles(found),
        run_line=_run_line(found),
        unread_heading=f"{plural(len(found.unread), 'document').capitalize()} could not be read or checked",
        unread_limit=UNREAD_SHOWN,
        notices=_notices(found),
        notices_heading=f"{plural(len(_notices(found)), 'notice').capitalize()} from the run",
        overview=draw_overview(found.facts),
        overview_open=len(found.facts) >= OVERVIEW_OPEN_FROM,
        selects=_selects(found, facts, read_documents),
        cards=cards,
        chunks=[Markup(chunk) for chunk in chunks],
        shown_note=_shown_note(found, len(cards)),
        whole_note=_whole_note(whole, len(cards)),
        empty="Nothing at odds was found."
        if found.claim_count
        else "No claim was found in these documents, so nothing could be held against anything.",
        resolved=found.resolved[:RESOLVED_SHOWN],
        resolved_more=max(len(found.resolved) - RESOLVED_SHOWN, 0),
        document_rows=_document_rows(found, link_root),
        documents_more=max(len(found.documents) - DOCUMENTS_SHOWN, 0),
        index=data_json({"run": found.run_id, "rows": [_index_row(fact, read_documents) for fact in facts]}),
    )
    return page.encode("utf-8", "replace").decode("utf-8")


@dataclass(slots=True)
class _Batch:
    """Bodies of cards that follow each other, by the id of their fact, and the same packed."""

    bodies: dict[str, str] = field(default_factory=dict)
    packed: str = ""

    def pack(self) -> int:
        """Pack them; how long that is."""
        content = json.dumps(self.bodies, ensure_ascii=False).encode()
        self.packed = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")
        return len(self.packed) + 80


def _spread_over_page(cards: Sequence[_Card], batches: Sequence[_Batch], room: int) -> list[str]:
    """Give the gravest cards their bodies in the page itself, as many as there is room for, and the others packed; the chunks of those.

    A body in the page can be read with scripts off.
    """
    for batch in batches:
        if sum(len(body.encode()) for body in batch.bodies.values()) - len(batch.packed) > room:
            break
        room -= sum(len(body.encode()) for body in batch.bodies.values()) - len(batch.packed)
        batch.packed = ""
    chunks: list[str] = []
    of_fact = {fact_id: batch for batch in batches for fact_id in batch.bodies}
    for batch in batches:
        if batch.packed:
            chunks.append(batch.packed)
    number = {id(batch): position for position, batch in enumerate(batch for batch in batches if batch.packed)}
    for card in cards:
        batch = of_fact[card.fact.fact_id]
        if batch.packed:
            card.chunk = number[id(batch)]
        else:
            card.body = Markup(batch.bodies[card.fact.fact_id])
    return chunks


def _plots() -> tuple[str, str]:
    from atodds.report.plots import plot_bundle, plot_specs  # the bundle may cost a second: only where there is something to plot

    return str(data_json(plot_specs())), plot_bundle()


def _tiles(found: FindingSet) -> list[dict[str, Any]]:
    tiles: list[dict[str, Any]] = []

    def tile(count: int, words: str, css: str = "", *, always: bool = False) -> None:
        if count or always:
            tiles.append({"count": f"{count:,}", "words": words, "css": css})

    contradictions, tensions = found.by_verdict[Verdict.CONTRADICTION.value], found.by_verdict[Verdict.TENSION.value]
    facts = len(found.facts)
    tile(facts, "fact at odds" if facts == 1 else "facts at odds", "" if facts else "good", always=True)
    tile(
        contradictions,
        "contradiction" if contradictions == 1 else "contradictions",
        "contradiction",
    )
    tile(tensions, "tension" if tensions == 1 else "tensions", "tension")
    if found.has_run_before:
        tile(found.by_state[DiscrepancyState.NEW.value], "new since the last run", always=True)
    tile(found.by_state[DiscrepancyState.REOPENED.value], "reopened", "contradiction")
    tile(found.by_state[DiscrepancyState.RESOLVED.value], "resolved since the last run", "good")
    tile(found.to_judge, "finding to judge" if found.to_judge == 1 else "findings to judge", always=bool(found.current))
    for status in AdjudicationStatus:
        if status is not AdjudicationStatus.NEW:
            tile(found.by_status[status.value], status.value)
    tile(len(found.unread), "not read" if len(found.unread) != 1 else "document not read", "tension")
    return tiles


def _run_line(found: FindingSet) -> str:
    parts = [f"{len(found.read):,} documents read", f"{found.claim_count:,} claims"]
    if found.run_id:
        parts.append(f"run {found.run_id}")
    parent = found.run.get("parent_run_id") or found.run.get("previous_run_id")
    parts.append(f"held against run {parent}" if parent else "no run before this one")
    version = found.run.get("atodds_version") or found.run.get("version")
    if version:
        parts.append(f"atodds {version}")
    return " · ".join(parts)


def _notices(found: FindingSet) -> list[str]:
    notes = []
    for problem in found.problems:
        message = plain_text(str(problem.get("message") or problem.get("reason") or "")).strip()
        stage, name = problem.get("stage"), problem.get("name")
        if message:
            head = ", ".join(plain_text(str(part)) for part in (stage, name) if part)
            notes.append(clip_text(f"{head}: {message}" if head else message, 500))
    notes += list(found.adjudication_problems)
    if found.orphans:
        notes.append(f"{plural(len(found.orphans), 'decision').capitalize()} on findings that this run no longer has.")
    return notes[:200]


def _shown_note(found: FindingSet, shown: int) -> str:
    if shown >= len(found.facts):
        return ""
    return (
        f"The {shown:,} gravest of {len(found.facts):,} facts are shown, to keep this file readable. "
        "`atodds export discrepancies` writes all of them; `atodds review` shows them page by page."
    )


def _whole_note(whole: int, shown: int) -> str:
    if whole >= shown:
        return ""
    return f"Scripts are off: the {whole:,} gravest of these {shown:,} cards open in full, the others say why they were flagged."


def _document_rows(found: FindingSet, link_root: str) -> list[dict[str, Any]]:
    facts = Counter(document.document_id for fact in found.facts for document in fact.conflicting_documents)

    def row(document: SourceDocument) -> dict[str, Any]:
        return {
            "document": document,
            "address": document_address(document.path, document.url, link_root) if document.status != "unreadable" else None,
            "published": date_words(document.published_on, document.published_on) if document.published_on else "",
            "claims": f"{found.claims_by_document.get(document.document_id, 0):,}" if document.status != "same_content" else "",
            "facts": f"{facts[document.document_id]:,}" if document.status != "same_content" else "",
        }

    return [row(document) for document in found.documents[:DOCUMENTS_SHOWN]]


def _index_row(fact: Fact, numbers: Mapping[str, int]) -> dict[str, Any]:
    gap = fact.gap if fact.gap is not None else (fact.day_gap or 0) / 365.0
    return {
        "findings": [
            [finding.discrepancy_id, finding.verdict.value, round(finding.severity, 3), finding.status.value, finding.state.value]
            for finding in fact.findings
        ],
        "confidence": round(fact.confidence, 3),
        "type": fact.claim_type,
        "subject": fact.subject,
        "documents": [numbers[document.document_id] for document in fact.documents if document.document_id in numbers],
        "gap": round(min(gap, 1e6), 4),
    }


def _selects(found: FindingSet, facts: Sequence[Fact], numbers: Mapping[str, int]) -> list[_Select]:
    """The filters, each with how many cards it lets through."""

    def counted(name: str, label: str, everything: str, values: Iterable[Iterable[str]], words: Callable[[str], str]) -> _Select:
        counts = Counter(value for of_card in values for value in set(of_card) if value)
        options = [{"value": value, "words": f"{words(value)} ({count:,})"} for value, count in sorted(counts.items())]
        return _Select(name, label, everything, options)

    def spelt(value: str) -> str:
        return measure_words(value)

    labels = {str(numbers[document.document_id]): document.label for document in found.documents if document.document_id in numbers}
    in_facts = [[str(numbers[document.document_id]) for document in fact.documents if document.document_id in numbers] for fact in facts]
    documents = counted("document", "Document", "any", in_facts, lambda value: labels[value])
    documents.options.sort(key=lambda option: option["words"].casefold())
    severities = [("0.75", "0.75 and over"), ("0.5", "0.5 and over"), ("0.25", "0.25 and over")]
    by_state = [[finding.state.value for finding in fact.findings] for fact in facts]
    selects = [
        counted("verdict", "Verdict", "any", [[finding.verdict.value for finding in fact.findings] for fact in facts], spelt),
        _Select("severity", "Severity", "any", [{"value": value, "words": words} for value, words in severities]),
        *([counted("state", "Since last run", "any", by_state, spelt)] if found.has_run_before else []),
        counted("status", "Status", "any", [[finding.status.value for finding in fact.findings] for fact in facts], spelt),
        counted("type", "Claim type", "any", [[fact.claim_type] for fact in facts], spelt),
        counted("subject", "Subject", "any", [[fact.subject] for fact in facts], lambda value: clip_text(value, 40)),
        documents,
    ]
    return [select for select in selects if select.options]
