"""Findings as rows: one row a reading, for spreadsheets (CSV) and data frames (Parquet)."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl

from atodds.report.annotations import reading_row
from atodds.report.findings import Finding, FindingSet
from atodds.spreadsheets import defused

__all__ = ["findings_as_csv", "findings_as_frame", "findings_as_parquet"]

_FINDING_COLUMNS = {
    "discrepancy_id": pl.Utf8,
    "check_id": pl.Utf8,
    "fact_key": pl.Utf8,
    "topic": pl.Utf8,
    "verdict": pl.Utf8,
    "severity": pl.Float64,
    "confidence": pl.Float64,
    "state": pl.Utf8,
    "status": pl.Utf8,
    "reason": pl.Utf8,
    "reopened_because": pl.Utf8,
    "decision_reason": pl.Utf8,
    "reviewer": pl.Utf8,
}
_READING_COLUMNS = {
    "claim_id": pl.Utf8,
    "in_conflict": pl.Boolean,
    "document_id": pl.Utf8,
    "document_path": pl.Utf8,
    "document_title": pl.Utf8,
    "publisher": pl.Utf8,
    "published_on": pl.Utf8,
    "value": pl.Utf8,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "unit": pl.Utf8,
    "currency": pl.Utf8,
    "date_low": pl.Utf8,
    "date_high": pl.Utf8,
    "bound": pl.Utf8,
    "as_of_low": pl.Utf8,
    "as_of_high": pl.Utf8,
    "attribution": pl.Utf8,
    "modality": pl.Utf8,
    "page": pl.Int64,
    "source_line_start": pl.Int64,
    "source_line_end": pl.Int64,
    "cell": pl.Utf8,
    "mention_text": pl.Utf8,
    "quote": pl.Utf8,
    "copy_of": pl.Utf8,
    "why_not": pl.Utf8,
}


def _finding_row(finding: Finding) -> dict[str, Any]:
    decision = finding.decision.decision
    return {
        "discrepancy_id": finding.discrepancy_id,
        "check_id": finding.check_id,
        "fact_key": finding.fact_key,
        "topic": finding.topic,
        "verdict": finding.verdict.value,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "state": finding.state.value,
        "status": finding.status.value,
        "reason": finding.reason,
        "reopened_because": finding.decision.reopened_because,
        "decision_reason": decision.reason if decision else None,
        "reviewer": decision.reviewer if decision else None,
    }


def findings_as_frame(found: FindingSet) -> pl.DataFrame:
    """One row a reading, the finding's columns repeated on each; a finding whose readings are gone keeps one row without a reading."""
    rows: list[dict[str, Any]] = []
    for finding in found.findings:
        head = _finding_row(finding)
        rows += [{**head, **reading_row(reading)} for reading in finding.readings] or [head]
    return pl.DataFrame(rows, schema={**_FINDING_COLUMNS, **_READING_COLUMNS})


def findings_as_csv(found: FindingSet) -> str:
    """The rows as CSV (RFC 4180).

    No text in it is one that a spreadsheet would take for a formula.
    """
    frame = findings_as_frame(found)
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(frame.columns)
    for row in frame.iter_rows():
        writer.writerow([_cell(value) for value in row])
    return target.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return defused(value)
    return "" if value is None else value


def findings_as_parquet(found: FindingSet) -> bytes:
    """The rows as a Parquet file."""
    target = io.BytesIO()
    findings_as_frame(found).write_parquet(target)
    return target.getvalue()
