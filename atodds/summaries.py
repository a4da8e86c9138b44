"""A run in short: for the artifacts of the flow and the end of the command."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from atodds.store.snapshot import Snapshot
from atodds.vocabulary import DiscrepancyState, Verdict

__all__ = ["counted", "gravest", "markdown_summary", "summary_lines", "top_rows"]

_TOP = 20


def counted(count: int, noun: str) -> str:
    """A count with its noun: 1 document, 2 documents."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def gravest(discrepancies: pl.DataFrame, count: int) -> list[dict[str, Any]]:
    """The gravest discrepancies that stand, gravest first: contradictions before tensions, then by severity and confidence."""
    standing = discrepancies.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    ranked = standing.with_columns((pl.col("verdict") == Verdict.CONTRADICTION).alias("_grave")).sort(
        "_grave", "severity", "confidence", descending=True, maintain_order=True
    )
    return ranked.drop("_grave").head(count).to_dicts()


def summary_lines(snapshot: Snapshot) -> list[str]:
    """What a run found, in a few lines of plain text."""
    run = snapshot.run
    unread = snapshot.documents.filter(~pl.col("status").is_in(["read", "same_content"])).height
    documents = f"{counted(run['documents'], 'document')} ({run['documents_read']:,} read anew"
    documents += f", {unread:,} not checked)" if unread else ")"
    states = run["states"]
    lines = [
        f"run {snapshot.run_id}: {documents}, {counted(run['claims'], 'claim')}",
        f"{counted(run['contradictions'], 'contradiction')}, {counted(run['tensions'], 'tension')}"
        f" ({states['new']:,} new, {states['persisting']:,} persisting, {states['resolved']:,} resolved, {states['reopened']:,} reopened)",
    ]
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
    found = gravest(snapshot.discrepancies, 5)
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
