"""Rendering a snapshot for people and machines: HTML, Markdown, JSON, CSV, Parquet, SARIF. Reads snapshots, never the database.

What belongs here: functions of a `Snapshot` (and of the decisions people made) to text or bytes. What does not: files to write to,
the command line, anything that changes a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from atodds.report.snapshot_like import SnapshotLike

if TYPE_CHECKING:
    from atodds.adjudications import Adjudication
    from atodds.report.findings import ExplainOther

__all__ = ["EXPORT_FORMATS", "SnapshotLike", "export_findings", "reasons_of", "render_html", "render_markdown"]

EXPORT_FORMATS = ("html", "md", "json", "csv", "parquet", "sarif")


def render_html(
    snapshot: SnapshotLike,
    adjudications: Iterable[Adjudication] = (),
    *,
    legends: Mapping[str, str] | None = None,
    today: date | None = None,
    corpus: str | None = None,
    link_root: str = "",
    max_findings: int = 5_000,
    plots: bool = True,
    seeds_folder: Path | None = None,
) -> str:
    """The report of a run as one self-contained HTML file.

    Args:
        snapshot: The run.
        adjudications: Lines of `adjudications.jsonl` (`atodds.adjudications.read_adjudications(path).lines`).
        legends: First line of each check's docstring, by check id.
        today: The day expiry of decisions is measured against.
        corpus: What the corpus is called where the run has no title of its own.
        link_root: What leads from the folder of the report to the folder the documents' paths are relative to.
        max_findings: How many findings get a card; the page says when there are more.
        plots: Whether to bring Vega-Lite for plots that answer to the pointer.
        seeds_folder: The claim types the run was made with, where they are not the program's own.
    """
    from atodds.report.findings import find_findings
    from atodds.report.html import findings_as_html

    found = find_findings(
        snapshot, adjudications, legends=legends, today=today, corpus=corpus, explain_other=reasons_of(snapshot, seeds_folder)
    )
    return findings_as_html(found, link_root=link_root, max_findings=max_findings, plots=plots)


def render_markdown(
    snapshot: SnapshotLike,
    adjudications: Iterable[Adjudication] = (),
    *,
    legends: Mapping[str, str] | None = None,
    today: date | None = None,
    corpus: str | None = None,
    limit: int = 500,
) -> str:
    """The report of a run as Markdown; arguments as for `render_html`, `limit` is how many findings are written out."""
    from atodds.report.findings import find_findings
    from atodds.report.markdown import findings_as_markdown

    return findings_as_markdown(find_findings(snapshot, adjudications, legends=legends, today=today, corpus=corpus), limit=limit)


def export_findings(
    snapshot: SnapshotLike,
    format_name: str,
    adjudications: Iterable[Adjudication] = (),
    *,
    legends: Mapping[str, str] | None = None,
    today: date | None = None,
    corpus: str | None = None,
    link_root: str = "",
    seeds_folder: Path | None = None,
) -> bytes:
    """The findings of a run in one of `EXPORT_FORMATS`, as the bytes of a file.

    Raises:
        ConfigurationError: The format is none of these.
    """
    from atodds.errors import ConfigurationError
    from atodds.report.findings import find_findings

    if format_name not in EXPORT_FORMATS:
        raise ConfigurationError(f'unknown format "{format_name}"; choose one of {", ".join(EXPORT_FORMATS)}')
    explain_other = reasons_of(snapshot, seeds_folder) if format_name in ("html", "json", "csv", "parquet") else None
    found = find_findings(snapshot, adjudications, legends=legends, today=today, corpus=corpus, explain_other=explain_other)
    if format_name == "html":
        from atodds.report.html import findings_as_html

        return findings_as_html(found, link_root=link_root).encode()
    if format_name == "md":
        from atodds.report.markdown import findings_as_markdown

        return findings_as_markdown(found).encode("utf-8", "replace")
    if format_name == "json":
        from atodds.report.annotations import findings_as_json

        return findings_as_json(found).encode("utf-8", "replace")
    if format_name == "sarif":
        from atodds.report.sarif import findings_as_sarif

        return findings_as_sarif(found).encode("utf-8", "replace")
    from atodds.report.frames import findings_as_csv, findings_as_parquet

    return findings_as_csv(found).encode("utf-8", "replace") if format_name == "csv" else findings_as_parquet(found)


def reasons_of(snapshot: SnapshotLike, seeds_folder: Path | None = None) -> ExplainOther | None:
    """What says why a reading is not in conflict; only a run's own snapshot knows enough for it."""
    if not hasattr(snapshot, "copies"):
        return None
    from atodds.report.reasons import reasons_for_others

    return reasons_for_others(snapshot, seeds_folder)
