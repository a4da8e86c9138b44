"""Findings as JSON, each one a W3C Web Annotation whose targets select the quoted words by quote and by position.

Web Annotation Data Model, W3C Recommendation 2017 (https://www.w3.org/TR/annotation-model/): `TextQuoteSelector` finds the words again
after the document has changed, `TextPositionSelector` counts characters of the canonical text, and a page is a fragment of a PDF
(RFC 8118).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from atodds.adjudications import Adjudication, AppliedDecision
from atodds.report.findings import Finding, FindingSet, Reading
from atodds.vocabulary import AdjudicationStatus

__all__ = ["finding_annotation", "findings_as_json", "reading_row"]

_CONTEXT_CHARACTERS = 48
_FORMATS = {
    "html": "text/html",
    "htm": "text/html",
    "txt": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "csv": "text/csv",
}


def findings_as_json(found: FindingSet) -> str:
    """Every finding, resolved ones too, with the documents that could not be read; stable from run to run."""
    content = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "id": f"urn:atodds:run:{quote(found.run_id, safe='')}",
        "run": {name: value for name, value in found.run.items() if isinstance(value, str | int | float | bool | type(None))},
        "counts": {"verdict": dict(found.by_verdict), "status": dict(found.by_status), "state": dict(found.by_state)},
        "unread": [{"path": document.path, "status": document.status, "reason": document.reason} for document in found.unread],
        "items": [finding_annotation(finding) for finding in found.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


def finding_annotation(finding: Finding) -> dict[str, Any]:
    """One finding as an annotation: the reason is its body, the readings in conflict are its targets."""
    return {
        "type": "Annotation",
        "id": f"urn:atodds:finding:{quote(finding.discrepancy_id, safe='')}",
        "motivation": "assessing",
        "body": [{"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": finding.reason}],
        "target": [_target(reading) for reading in finding.conflicting],
        "discrepancy_id": finding.discrepancy_id,
        "check_id": finding.check_id,
        "fact_key": finding.fact_key,
        "headline": finding.headline,
        "verdict": finding.verdict.value,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "state": finding.state.value,
        "status": finding.status.value,
        "conflicts": [list(conflict) for conflict in finding.conflicts],
        "readings": [reading_row(reading) for reading in finding.readings],
        **_decision(finding.decision),
    }


def _decision(applied: AppliedDecision) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if applied.reopened_because:
        content["reopened_because"] = applied.reopened_because
    if applied.decision is not None and applied.status is not AdjudicationStatus.NEW:
        content["adjudication"] = _line(applied.decision)
    if applied.assignee:
        content["assignee"] = applied.assignee
    if applied.comments:
        content["comments"] = [_line(comment) for comment in applied.comments]
    return content


def _line(line: Adjudication) -> dict[str, Any]:
    return {
        name: value for name, value in line.model_dump(mode="json", exclude_none=True, exclude={"guard"}).items() if value not in ("", [])
    }


def _source(reading: Reading) -> str:
    return reading.document.url or quote(reading.document.path, safe="/")


def _target(reading: Reading) -> dict[str, Any]:
    claim, text = reading.claim, reading.document.text
    quote_selector: dict[str, Any] = {"type": "TextQuoteSelector", "exact": claim.mention_text}
    selectors: list[dict[str, Any]] = [quote_selector]
    start, end = claim.mention_start, claim.mention_end
    if start is not None and end is not None and 0 <= start < end <= len(text):
        quote_selector["exact"] = text[start:end]
        quote_selector["prefix"] = text[max(start - _CONTEXT_CHARACTERS, 0) : start]
        quote_selector["suffix"] = text[end : end + _CONTEXT_CHARACTERS]
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    if claim.page is not None:
        selectors.append({"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3778", "value": f"page={claim.page}"})
    target: dict[str, Any] = {"type": "SpecificResource", "source": _source(reading), "selector": selectors}
    media_type = _FORMATS.get(reading.document.format.lower())
    if media_type:
        target["format"] = media_type
    return target


def reading_row(reading: Reading) -> dict[str, Any]:
    """One reading as flat values, the same names in JSON, CSV and Parquet."""
    claim = reading.claim
    return {
        "claim_id": claim.claim_id,
        "in_conflict": reading.conflicting,
        "document_id": reading.document.document_id,
        "document_path": reading.document.path,
        "document_title": reading.document.title,
        "publisher": reading.document.publisher,
        "published_on": reading.document.published_on.isoformat() if reading.document.published_on else None,
        "value": reading.value,
        "value_low": claim.value_low,
        "value_high": claim.value_high,
        "unit": claim.unit,
        "currency": claim.currency,
        "date_low": claim.date_low.isoformat() if claim.date_low else None,
        "date_high": claim.date_high.isoformat() if claim.date_high else None,
        "bound": claim.bound.value,
        "as_of_low": claim.as_of_low.isoformat() if claim.as_of_low else None,
        "as_of_high": claim.as_of_high.isoformat() if claim.as_of_high else None,
        "attribution": claim.attribution,
        "modality": claim.modality.value,
        "page": claim.page,
        "source_line_start": claim.source_line_start,
        "source_line_end": claim.source_line_end,
        "cell": claim.cell,
        "mention_text": claim.mention_text,
        "quote": claim.quote,
        "copy_of": reading.copy_of,
        "why_not": reading.why_not,
    }
