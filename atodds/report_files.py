"""Writes the reports of a run to files, each in one atomic rename. Rendering is `atodds.report`'s; this is its edge to the disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from atodds.adjudications import read_adjudications
from atodds.errors import PipelineError
from atodds.report import export_findings
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

__all__ = ["render_report", "write_reports"]


def render_report(workspace: Workspace, snapshot: Snapshot, format_name: str, seen_from: Path | None = None) -> bytes:
    """The report of a run with the decisions made so far, as the bytes of a file that will stand in the folder `seen_from`."""
    root = os.path.relpath(workspace.root, seen_from or workspace.report_folder)
    lines = read_adjudications(workspace.adjudications).lines
    return export_findings(snapshot, format_name, lines, link_root=Path(root).as_posix() + "/")


def write_reports(workspace: Workspace, snapshot: Snapshot, formats: Sequence[str]) -> dict[str, Path]:
    """Write the report in several formats into the workspace's report folder; the files by format."""
    written = {}
    for format_name in formats:
        path = workspace.report_folder / f"report.{format_name}"
        write_file(path, render_report(workspace, snapshot, format_name, path.parent))
        written[format_name] = path
    return written


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        PipelineError: when it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise PipelineError(f"{path}: cannot be written ({error.strerror}); check the folder or name another with --out") from error
