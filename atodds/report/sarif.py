"""Findings as SARIF 2.1.0, so that what reads code-scanning results reads ours (OASIS standard, March 2020).

A check is a rule, a contradiction an error, a tension a warning; readings are locations; a person's dismissal or explanation is a
suppression; where a finding stands against the run before is its baseline state. The fingerprint has a name of our own, so that no
reader mistakes it for one it computes itself.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from atodds.report.findings import Finding, FindingSet, Reading
from atodds.report.wording import clip_text, measure_words
from atodds.vocabulary import AdjudicationStatus, DiscrepancyState, Verdict

__all__ = ["FINGERPRINT", "findings_as_sarif"]

FINGERPRINT = "atodds/discrepancy/v1"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASELINE = {
    DiscrepancyState.NEW: "new",
    DiscrepancyState.PERSISTING: "unchanged",
    DiscrepancyState.RESOLVED: "absent",
    DiscrepancyState.REOPENED: "updated",
}
_LEVEL = {Verdict.CONTRADICTION: "error", Verdict.TENSION: "warning"}
_ROOT = "CORPUS"


def findings_as_sarif(found: FindingSet, *, version: str = "") -> str:
    """One SARIF log with one run; `version` is that of the program, left out when unknown."""
    rules = sorted({legend.check_id for legend in found.legends} | {finding.check_id for finding in found.findings})
    number = {check_id: position for position, check_id in enumerate(rules)}
    legends = {legend.check_id: legend.legend for legend in found.legends}
    driver: dict[str, Any] = {"name": "At Odds", "rules": [_rule(check_id, legends.get(check_id, "")) for check_id in rules]}
    program = version or str(found.run.get("atodds_version") or "")
    if program:
        driver["version"] = program
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder the paths of the documents are relative to."}}},
        "artifacts": [
            {
                "location": _artifact(document.path, document.url),
                "description": {"text": document.title or document.path or document.document_id},
            }
            for document in found.documents
            if document.path or document.url
        ],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(found)}],
        "results": [_result(finding, number) for finding in found.findings],
    }
    if found.run_id:
        run["automationDetails"] = {"id": f"atodds/{found.run_id}"}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(check_id: str, legend: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": check_id, "name": "".join(part.capitalize() for part in check_id.split("_"))}
    rule["shortDescription"] = {"text": legend or measure_words(check_id)}
    return rule


def _artifact(path: str, url: str | None) -> dict[str, Any]:
    if path.startswith(("http://", "https://")) or (not path and url):
        return {"uri": quote(path or url or "", safe=":/?#[]@!$&'()*+,;=%~")}
    return {"uri": quote(path.lstrip("/"), safe="/"), "uriBaseId": _ROOT}


def _location(reading: Reading) -> dict[str, Any]:
    claim = reading.claim
    physical: dict[str, Any] = {"artifactLocation": _artifact(reading.document.path, reading.document.url)}
    if claim.source_line_start is not None:
        region: dict[str, Any] = {"startLine": claim.source_line_start, "snippet": {"text": clip_text(claim.quote, 1000)}}
        if claim.source_line_end is not None and claim.source_line_end >= claim.source_line_start:
            region["endLine"] = claim.source_line_end
        physical["region"] = region
    words = f"{reading.document.title}: {reading.value}" + (f" ({reading.place})" if reading.place else "")
    location: dict[str, Any] = {"physicalLocation": physical, "message": {"text": words}}
    if claim.page is not None:
        location["logicalLocations"] = [{"name": f"page {claim.page}", "kind": "page"}]
    return location


def _result(finding: Finding, number: dict[str, int]) -> dict[str, Any]:
    conflicting = finding.conflicting or finding.readings
    result: dict[str, Any] = {
        "ruleId": finding.check_id,
        "ruleIndex": number[finding.check_id],
        "level": _LEVEL[finding.verdict],
        "message": {"text": f"{finding.headline}. {finding.reason}".strip()},
        "partialFingerprints": {FINGERPRINT: finding.discrepancy_id},
        "baselineState": _BASELINE[finding.state],
        "rank": round(finding.severity * 100, 1),
        "properties": {
            "verdict": finding.verdict.value,
            "confidence": finding.confidence,
            "status": finding.status.value,
            "factKey": finding.fact_key,
        },
    }
    # SARIF means several `locations` to be mended together; which reading is wrong is not ours to say, so one leads and the rest relate.
    result["locations"] = [_location(reading) for reading in conflicting[:1]]
    related = [*conflicting[1:], *[reading for reading in finding.others if finding.conflicting]]
    if related:
        result["relatedLocations"] = [{"id": position, **_location(reading)} for position, reading in enumerate(related, start=1)]
    suppressions = _suppressions(finding)
    if suppressions is not None:
        result["suppressions"] = suppressions
    return result


def _suppressions(finding: Finding) -> list[dict[str, Any]] | None:
    decision = finding.decision.decision
    if decision is None:
        return None
    if finding.status not in (AdjudicationStatus.DISMISSED, AdjudicationStatus.EXPLAINED):
        return []
    words = ": ".join(part for part in (decision.category.value if decision.category else "", decision.reason) if part)
    # No "status": drafts of the schema in use call it "state"; a suppression without it is an accepted one in either.
    suppression: dict[str, Any] = {"kind": "external", "justification": words or finding.status.value}
    suppression["properties"] = {"decision": finding.status.value, "reviewer": decision.reviewer, "at": decision.at.isoformat()}
    return [suppression]


def _notifications(found: FindingSet) -> list[dict[str, Any]]:
    unread = [
        {
            "level": "warning",
            "message": {"text": f"{document.path}: {document.reason or document.status}"},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(document.path, document.url)}}],
        }
        for document in found.unread
    ]
    problems = [{"level": "warning", "message": {"text": str(problem["message"])}} for problem in found.problems if problem.get("message")]
    return unread + problems
