"""Writes the reports of a run to files, each in one atomic rename. Rendering is `atodds.report`'s; this is its edge to the disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from atodds.adjudications import read_adjudications
from atodds.errors import ConfigurationError, PipelineError
from atodds.report import export_findings
from atodds.seeds import use_seeds
from atodds.store.reported import note_reported
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

if TYPE_CHECKING:
    from atodds.pipeline import RunOutcome

__all__ = ["make_report_folder", "render_report", "write_file", "write_reports"]

_OF_RUN: Final = ".of-run"


def render_report(workspace: Workspace, snapshot: Snapshot, format_name: str, seen_from: Path | None = None) -> bytes:
    """The report of a run with the decisions made so far, as the bytes of a file that will stand in the folder `seen_from`."""
    use_seeds(workspace.seeds_folder)
    root = os.path.relpath(workspace.root, seen_from or workspace.report_folder)
    lines = read_adjudications(workspace.adjudications).lines
    return export_findings(
        snapshot,
        format_name,
        lines,
        corpus=workspace.root.name,
        link_root=Path(root).as_posix() + "/",
        seeds_folder=workspace.seeds_folder,
    )


def write_reports(workspace: Workspace, outcome: RunOutcome, formats: Sequence[str]) -> dict[str, Path]:
    """Write the report of a run in several formats into the workspace's report folder; the files by format.

    A run in which nothing changed leaves the reports of the run before as they are: what they call new is still what came last.
    """
    snapshot = outcome.snapshot
    make_report_folder(workspace)
    paths = {format_name: workspace.report_folder / f"report.{format_name}" for format_name in formats}
    of_run = workspace.report_folder / _OF_RUN
    if not (outcome.unchanged and _stand(workspace, paths.values(), of_run, snapshot.run.get("parent_run_id"))):
        for format_name, path in paths.items():
            write_file(path, render_report(workspace, snapshot, format_name, path.parent))
    write_file(of_run, f"{snapshot.run_id}\n".encode())
    if formats:
        note_reported(workspace, snapshot.run_id)
    return paths


def make_report_folder(workspace: Workspace) -> Path:
    """The workspace's folder of reports, made where it is not there.

    Raises:
        PipelineError: when it cannot be made.
    """
    folder = workspace.report_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PipelineError(f"{folder}: cannot be made ({error.strerror}); mend [report] folder in atodds.toml") from error
    return folder


def _stand(workspace: Workspace, paths: Iterable[Path], of_run: Path, run_id: str | None) -> bool:
    """Whether all reports are there, of that run or an unchanged one after it, and no older than the last decision."""
    try:
        if of_run.read_text(encoding="utf-8").strip() != run_id:
            return False
        oldest = min(path.stat().st_mtime_ns for path in paths)
    except (OSError, ValueError):
        return False
    return not workspace.adjudications.exists() or workspace.adjudications.stat().st_mtime_ns < oldest


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        ConfigurationError: when its folder is not there; a folder that is made for a slip of the pen is never found again.
        PipelineError: when it cannot be written.
    """
    if not path.parent.is_dir():
        raise ConfigurationError(f"{path}: there is no folder {path.parent}; make it, or check the spelling of --out")
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise PipelineError(f"{path}: cannot be written ({error.strerror}); check the folder or name another with --out") from error
