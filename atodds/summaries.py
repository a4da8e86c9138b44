"""A run in short: for the end of the command and the artifacts of the flow.

Counted and told is what is open: what nobody has dismissed or explained, which is what the exit code follows. What was decided is counted
apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from atodds.store.frames import empty_frame
from atodds.store.snapshot import Snapshot
from atodds.vocabulary import SETTLED, DiscrepancyState, Verdict

__all__ = ["counted", "gravest", "gravest_findings", "gravest_lines", "markdown_summary", "open_counts", "summary_lines", "top_rows"]

_TOP: Final = 20
GRAVEST: Final = 5
"""Findings that are told at the end of a check."""

_READINGS: Final = 4
"""Readings told of one finding: a sum may have dozens of parts."""


def counted(count: int, noun: str) -> str:
    """A count with its noun: 1 document, 2 documents."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _open(discrepancies: pl.DataFrame) -> pl.DataFrame:
    return discrepancies.filter((pl.col("state") != DiscrepancyState.RESOLVED) & ~pl.col("status").is_in(SETTLED))


def gravest(discrepancies: pl.DataFrame, count: int) -> list[dict[str, Any]]:
    """The gravest discrepancies that are open, gravest first: contradictions before tensions, then by severity and confidence."""
    ranked = (
        _open(discrepancies)
        .with_columns((pl.col("verdict") == Verdict.CONTRADICTION).alias("_grave"))
        .sort("_grave", "severity", "confidence", descending=True, maintain_order=True)
    )
    return ranked.drop("_grave").head(count).to_dicts()


@dataclass(frozen=True, slots=True)
class _Few:
    """The parts of a run that a few discrepancies cite, to be read like a snapshot."""

    run: Mapping[str, Any]
    discrepancies: pl.DataFrame
    claims: pl.DataFrame
    past_claims: pl.DataFrame
    documents: pl.DataFrame
    past_documents: pl.DataFrame
    entities: pl.DataFrame
    problems: pl.DataFrame

    @classmethod
    def of(cls, snapshot: Snapshot, discrepancy_ids: list[str]) -> _Few:
        found = snapshot.discrepancies.filter(pl.col("discrepancy_id").is_in(discrepancy_ids))
        cited = found["claim_ids"].explode().drop_nulls().unique().implode()
        claims, past_claims = (frame.filter(pl.col("claim_id").is_in(cited)) for frame in (snapshot.claims, snapshot.past_claims))
        ids = pl.concat([claims["document_id"], past_claims["document_id"]]).unique().implode()
        documents, past = (frame.filter(pl.col("document_id").is_in(ids)) for frame in (snapshot.documents, snapshot.past_documents))
        return cls(snapshot.run, found, claims, past_claims, documents, past, snapshot.entities, empty_frame("problems"))


def gravest_findings(snapshot: Snapshot, count: int = GRAVEST) -> list[dict[str, Any]]:
    """The gravest open findings as values for people and programs: what each is about, and what stands where.

    `readings` are those that cannot hold together, the main conflict first; `more` is how many there are besides.
    """
    from atodds.report.findings import bare_findings

    rows = gravest(snapshot.discrepancies, count)
    if not rows:
        return []
    few = _Few.of(snapshot, [row["discrepancy_id"] for row in rows])
    found = {finding.discrepancy_id: finding for finding in bare_findings(few).findings}
    told = []
    for number, row in enumerate(rows, start=1):
        finding = found[row["discrepancy_id"]]
        main = set(finding.conflicts[0]) if finding.conflicts else set()
        readings = sorted(finding.conflicting or finding.readings, key=lambda reading: reading.claim.claim_id not in main)
        told.append(
            {
                "number": number,
                "discrepancy_id": finding.discrepancy_id,
                "verdict": finding.verdict.value,
                "state": finding.state.value,
                "status": row["status"],
                "check_id": finding.check_id,
                "subject": finding.topic,
                "reason": finding.reason,
                "readings": [
                    {
                        "value": reading.value,
                        "document_path": reading.document.path,
                        "place": reading.place,
                        "claim_id": reading.claim.claim_id,
                        "quote": " ".join(reading.claim.quote.split()),
                    }
                    for reading in readings[:_READINGS]
                ],
                "more": max(len(readings) - _READINGS, 0),
            }
        )
    return told


def gravest_lines(findings: list[dict[str, Any]]) -> list[str]:
    """What `gravest_findings` gave, in lines of plain text."""
    lines = []
    for found in findings:
        lines.append(f"  {found['number']}. {found['verdict']}: {found['subject']}  [{found['discrepancy_id']}]")
        for reading in found["readings"]:
            place = f", {reading['place']}" if reading["place"] else ""
            lines.append(f"       {reading['value']}  in {reading['document_path']}{place}")
        if found["more"]:
            lines.append(f"       and {counted(found['more'], 'reading')} more")
        if len(found["readings"]) < 2:
            lines.append(f"       {found['reason']}")
    return lines


def open_counts(snapshot: Snapshot) -> dict[str, Any]:
    """How many findings are open, by verdict and state; how many were decided, by decision; how many are resolved."""
    frame = snapshot.discrepancies
    standing = frame.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    found = _open(frame)
    verdicts, states = (dict(found.group_by(name).len().iter_rows()) for name in ("verdict", "state"))
    decided = dict(standing.filter(pl.col("status").is_in(SETTLED)).group_by("status").len().sort("status").iter_rows())
    return {
        "contradictions": verdicts.get(Verdict.CONTRADICTION, 0),
        "tensions": verdicts.get(Verdict.TENSION, 0),
        "states": {str(state): states.get(state, 0) for state in DiscrepancyState if state is not DiscrepancyState.RESOLVED},
        "decided": {str(status): decided.get(status, 0) for status in SETTLED},
        "resolved": frame.height - standing.height,
    }


def summary_lines(snapshot: Snapshot) -> list[str]:
    """What a run found, in a few lines of plain text."""
    run = snapshot.run
    unread = snapshot.documents.filter(~pl.col("status").is_in(["read", "same_content"])).height
    documents = f"{counted(run['documents'], 'document')} ({run['documents_read']:,} read anew"
    documents += f", {unread:,} not checked)" if unread else ")"
    counts = open_counts(snapshot)
    line = f"{counted(counts['contradictions'], 'contradiction')}, {counted(counts['tensions'], 'tension')} open"
    line += f" ({', '.join(f'{count:,} {state}' for state, count in counts['states'].items())})"
    decided = [f"{count:,} {status}" for status, count in counts["decided"].items() if count]
    line += f"; {', '.join(decided)}" if decided else ""
    line += f"; {counts['resolved']:,} resolved since the run before" if counts["resolved"] else ""
    lines = [f"run {snapshot.run_id}: {documents}, {counted(run['claims'], 'claim')}", line]
    if run["quarantined"]:
        lines.append(f"{counted(run['quarantined'], 'row')} in quarantine: atodds export quarantine")
    if run["problems"]:
        lines.append(f"{counted(run['problems'], 'problem')}: atodds export problems")
    return lines


def markdown_summary(snapshot: Snapshot, reports: Mapping[str, Path]) -> str:
    """A run as a short page of Markdown."""
    from atodds.report.markdown import escape_markdown

    parts = [f"# Run {snapshot.run_id}", "", *(f"- {escape_markdown(line)}" for line in summary_lines(snapshot)), ""]
    unread = snapshot.documents.filter(~pl.col("status").is_in(["read", "same_content"]))
    if unread.height:
        said = [f"- {escape_markdown(row['path'])} ({row['status']}): {escape_markdown(row['reason'])}" for row in unread.to_dicts()]
        parts += ["## Not checked", "", *said, ""]
    found = gravest(snapshot.discrepancies, GRAVEST)
    if found:
        parts += ["## The gravest", ""]
        parts += [f"1. **{row['verdict']}** {escape_markdown(row['title'] or '')}: {escape_markdown(row['reason'])}" for row in found]
        parts.append("")
    parts += [f"Report: `{path}`" for path in reports.values()]
    return "\n".join(parts) + "\n"


def top_rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The gravest discrepancies as rows of a table."""
    columns = ("verdict", "state", "status", "title", "reason", "check_id", "discrepancy_id")
    return [{name: row[name] or "" for name in columns} for row in gravest(snapshot.discrepancies, _TOP)]
