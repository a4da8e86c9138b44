"""Builders of snapshots for tests of the report and the review app: values stand where they are used, nothing is read from disk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from atodds.vocabulary import Bound


def digest(*parts: object) -> str:
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:16]


def document(path: str, text: str, *, title: str | None = None, **columns: Any) -> dict[str, Any]:
    row = {
        "document_id": digest(path, text),
        "path": path,
        "format": path.rsplit(".", 1)[-1],
        "lineage": digest(path),
        "superseded_by": None,
        "same_content_as": None,
        "title": title,
        "author": None,
        "publisher": None,
        "published_on": None,
        "url": None,
        "status": "read",
        "reason": None,
        "claim_count": 0,
        "text": text,
    }
    return {**row, **columns}


def claim(source: Mapping[str, Any], mention: str, value: float | None = None, **columns: Any) -> dict[str, Any]:
    """A claim whose mention is the first place `mention` stands in the document; its quote is the sentence around it."""
    text = source["text"]
    at = text.index(mention)
    start = max(text.rfind(". ", 0, at) + 2, text.rfind("\n", 0, at) + 1, 0) if (". " in text[:at] or "\n" in text[:at]) else 0
    end = min([place for place in (text.find(". ", at) + 1, text.find("\n", at)) if place > 0] or [len(text)])
    row = {
        "claim_id": digest(source["document_id"], mention, at),
        "document_id": source["document_id"],
        "document_path": source["path"],
        "source_line_start": text.count("\n", 0, at) + 1,
        "source_line_end": text.count("\n", 0, at) + 1,
        "page": None,
        "cell": None,
        "char_start": start,
        "char_end": end,
        "mention_start": at,
        "mention_end": at + len(mention),
        "quote": text[start:end],
        "mention_text": mention,
        "segment_kind": "body",
        "heading": None,
        "claim_type": "casualties",
        "measure": "deaths",
        "measure_kind": "cumulative",
        "subject": "the ferry fire at Port Amber",
        "subject_id": "event:ferry",
        "subject_source": "sentence",
        "facet": None,
        "facet_id": None,
        "facet_source": None,
        "value_low": value,
        "value_high": value,
        "unit": None,
        "currency": None,
        "per_unit": None,
        "date_low": None,
        "date_high": None,
        "members": None,
        "polarity": None,
        "bound": Bound.EXACT.value,
        "last_digit": 1.0,
        "as_of_low": None,
        "as_of_high": None,
        "as_of_source": None,
        "attribution": None,
        "modality": "asserted",
        "qualifiers": [],
        "qualifier_text": None,
        "links": [],
        "confidence": 0.8,
        "extractor": "atodds",
    }
    return {**row, **columns}


def discrepancy(
    readings: Sequence[Mapping[str, Any]], conflicting: Sequence[Mapping[str, Any]] | None = None, **columns: Any
) -> dict[str, Any]:
    in_conflict = list(conflicting if conflicting is not None else readings)
    values = sorted((row["document_id"], row["value_low"], str(row["date_low"])) for row in in_conflict)
    row = {
        "discrepancy_id": digest("value_mismatch", values),
        "check_id": "value_mismatch",
        "verdict": "contradiction",
        "severity": 0.8,
        "confidence": 0.7,
        "title": "Deaths in the ferry fire at Port Amber",
        "reason": "31 in one document, yet 46 in another, for the same event.",
        "fact_key": "deaths|event:ferry",
        "claim_ids": [row["claim_id"] for row in readings],
        "conflicts": [[row["claim_id"] for row in in_conflict]],
        "state": "new",
        "status": "new",
    }
    return {**row, **columns}


CLAIM_TYPES = {
    "source_line_start": pl.Int64, "source_line_end": pl.Int64, "page": pl.Int64, "cell": pl.Utf8, "heading": pl.Utf8, "facet": pl.Utf8,
    "facet_id": pl.Utf8, "facet_source": pl.Utf8, "value_low": pl.Float64, "value_high": pl.Float64, "unit": pl.Utf8, "currency": pl.Utf8,
    "per_unit": pl.Utf8, "date_low": pl.Date, "date_high": pl.Date,
    "members": pl.List(pl.Utf8), "polarity": pl.Boolean, "as_of_low": pl.Date,
    "as_of_high": pl.Date, "as_of_source": pl.Utf8, "attribution": pl.Utf8, "qualifiers": pl.List(pl.Utf8), "qualifier_text": pl.Utf8,
    "links": pl.List(pl.Struct({"relation": pl.Utf8, "claim_id": pl.Utf8})),
}  # fmt: skip
DOCUMENT_TYPES = {
    "title": pl.Utf8, "author": pl.Utf8, "publisher": pl.Utf8, "published_on": pl.Date, "url": pl.Utf8, "reason": pl.Utf8,
    "superseded_by": pl.Utf8, "same_content_as": pl.Utf8,
}  # fmt: skip


@dataclass
class SampleRun:
    """A snapshot made of rows."""

    document_rows: list[dict[str, Any]]
    claim_rows: list[dict[str, Any]]
    discrepancy_rows: list[dict[str, Any]]
    problem_rows: list[dict[str, Any]] = field(default_factory=list)
    entity_rows: list[dict[str, Any]] = field(
        default_factory=lambda: [{"entity_id": "event:ferry", "name": "Port Amber ferry fire", "kind": "event"}]
    )
    run: dict[str, Any] = field(default_factory=lambda: {"run_id": "0001-abc", "corpus": "Port Amber papers"})

    def _frame(self, rows: list[dict[str, Any]], types: dict[str, Any]) -> pl.DataFrame:
        known = {name: kind for name, kind in types.items() if not rows or name in rows[0]}
        return pl.DataFrame(rows, schema_overrides=known, infer_schema_length=None)

    @property
    def documents(self) -> pl.DataFrame:
        return self._frame(self.document_rows, DOCUMENT_TYPES)

    @property
    def claims(self) -> pl.DataFrame:
        return self._frame(self.claim_rows, CLAIM_TYPES) if self.claim_rows else pl.DataFrame()

    @property
    def entities(self) -> pl.DataFrame:
        return pl.DataFrame(self.entity_rows)

    @property
    def discrepancies(self) -> pl.DataFrame:
        return pl.DataFrame(self.discrepancy_rows, infer_schema_length=None) if self.discrepancy_rows else pl.DataFrame()

    @property
    def problems(self) -> pl.DataFrame:
        return pl.DataFrame(self.problem_rows) if self.problem_rows else pl.DataFrame()


def ferry_run(*, later: str = "46", quote_tail: str = "") -> SampleRun:
    """Four documents on one fire: two that cannot both hold, one that copies, one open above; and one file that could not be read."""
    gazette = document(
        "gazette.txt",
        f"Port Amber Gazette\n\nThe ferry fire at Port Amber killed 31 people on the night of 3 May 2019{quote_tail}. Berths stayed shut.",
        title="Fire on the night ferry", publisher="Port Amber Gazette", published_on=date(2019, 5, 6),
    )  # fmt: skip
    inquiry = document(
        "reports/inquiry.pdf",
        f"Summary\n\nThe inquiry counted {later} deaths in the ferry fire at Port Amber. Most were crew members below deck.",
        title="Report of the inquiry into the ferry fire", publisher="Harbour Office", published_on=date(2020, 2, 1), format="pdf",
    )  # fmt: skip
    digest_page = document(
        "digest.html",
        f"News digest. The ferry fire at Port Amber killed 31 people on the night of 3 May 2019{quote_tail}. Tickets were refunded.",
        title="Coastal news digest", published_on=date(2019, 5, 9), url="https://example.org/digest",
    )  # fmt: skip
    almanac = document("almanac.md", "# Almanac\n\nAt least 30 people died in the ferry fire at Port Amber.", title="Almanac of the coast")
    broken = document("scan.pdf", "", status="unreadable", reason="scan.pdf: no text layer; run OCR over it and try again")
    readings = [
        claim(gazette, "31", 31.0, as_of_low=date(2019, 5, 6), as_of_high=date(2019, 5, 6), as_of_source="published_on"),
        claim(inquiry, later, float(later), page=3, source_line_start=None, source_line_end=None, attribution="the inquiry"),
        claim(digest_page, "31", 31.0),
        claim(almanac, "At least 30", 30.0, value_high=None, bound="at_least"),
    ]
    finding = discrepancy(readings, readings[:3], reason=f"31 in Fire on the night ferry, yet {later} in Report of the inquiry.")
    return SampleRun(
        [gazette, inquiry, digest_page, almanac, broken],
        readings,
        [finding],
        problem_rows=[
            {"stage": "check", "name": "sum_of_parts", "message": "sum_of_parts: raised ZeroDivisionError; left out", "claim_ids": []}
        ],
    )


def two_findings_on_one_fact() -> SampleRun:
    """The ferry fire once more, with a tension of another check about the same fact, and a budget that is a fact of its own."""
    run = ferry_run()
    digest_page, almanac = run.claim_rows[2:]
    ledger = document("ledger.txt", "The budget was 1,200 crowns. The budget was 1,300 crowns.", title="Ledger")
    money = {"currency": "NOK", "measure": "budget", "claim_type": "money", "subject": "Port Amber", "subject_id": None}
    sums = [claim(ledger, "1,200", 1200.0, **money), claim(ledger, "1,300", 1300.0, **money)]
    run.document_rows.append(ledger)
    run.claim_rows += sums
    run.discrepancy_rows += [
        discrepancy(
            [almanac, digest_page], discrepancy_id="toll0001", check_id="falling_toll", verdict="tension", severity=0.4,
            reason="At least 30 in the almanac, yet 31 before.",
        ),
        discrepancy(sums, discrepancy_id="budget01", verdict="tension", severity=0.3, title="Budget of Port Amber", fact_key="budget"),
    ]  # fmt: skip
    for row in run.discrepancy_rows:
        row["fact"] = row["fact_key"]
    return run


def many_findings(count: int, *, readings_each: int = 4) -> SampleRun:
    """`count` findings over 60 documents of made-up towns, for size and speed."""
    words = "The council of the town put the number of homes without water at {} after the flood, according to the district office"
    texts: list[list[str]] = [[] for _ in range(60)]
    plan = []
    for number in range(count):
        for place in range(readings_each):
            source = (number * 7 + place * 11) % 60
            figure = f"{1000 + number * 3 + place * 137:,}"
            texts[source].append(f"{words.format(figure)} of Lower Valley {number}.")
            plan.append((number, source, len(texts[source]) - 1, figure, 1000.0 + number * 3 + place * 137))
    documents, starts = [], []
    for source, sentences in enumerate(texts):
        begin, offsets = 0, []
        for sentence in sentences:
            offsets.append(begin)
            begin += len(sentence) + 1
        starts.append(offsets)
        documents.append(
            document(f"towns/{source:02}.txt", " ".join(sentences), title=f"Flood bulletin {source}", publisher=f"Office {source % 9}")
        )
    template = claim(document("x.txt", "one 1 two"), "1", 1.0)
    claims, by_finding = [], {}
    for number, source, sentence, figure, value in plan:
        start = starts[source][sentence]
        text = texts[source][sentence]
        at = start + text.index(figure)
        row = {
            **template, "claim_id": digest(number, source, sentence), "document_id": documents[source]["document_id"],
            "document_path": documents[source]["path"], "char_start": start, "char_end": start + len(text), "quote": text,
            "mention_start": at, "mention_end": at + len(figure), "mention_text": figure, "value_low": value, "value_high": value,
            "source_line_start": sentence + 1, "source_line_end": sentence + 1,
            "subject": f"Lower Valley {number % 400}", "subject_id": None,
            "measure": "homes_without_water", "claim_type": ("casualties", "counts", "population")[number % 3],
        }  # fmt: skip
        claims.append(row)
        by_finding.setdefault(number, []).append(row)
    findings = [
        discrepancy(
            rows,
            rows[: max(2, readings_each - 1)],
            discrepancy_id=digest("many", number),
            verdict="contradiction" if number % 3 else "tension",
            severity=round(((number * 37) % 100) / 100, 2),
            title=f"Homes without water in Lower Valley {number}",
            reason=f"{rows[0]['mention_text']} in {rows[0]['document_path']}, yet {rows[1]['mention_text']} in {rows[1]['document_path']}.",
            fact_key=f"homes|{number}",
            state=("new", "persisting")[number % 2],
        )
        for number, rows in by_finding.items()
    ]
    return SampleRun(documents, claims, findings, run={"run_id": f"many-{count}", "corpus": "Flood bulletins"})
