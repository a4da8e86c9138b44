"""Runs the flow from the command: once, or on a schedule. Imports Prefect only here, after its settings are made quiet."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from atodds.errors import AtOddsError, PipelineError
from atodds.pipeline import RunOutcome
from atodds.workspace import Workspace
from flows.prefect_settings import api_is_configured, be_quiet

__all__ = ["run_flow", "serve_flow"]


def run_flow(
    workspace: Workspace,
    paths: Sequence[Path],
    claims_files: Sequence[Path],
    *,
    processes: int | None = None,
    formats: Sequence[str] = (),
    quiet: bool = False,
) -> tuple[RunOutcome, dict[str, Path]]:
    """Run the flow once, on the configured server or an embedded one; the outcome, and the reports by format."""
    embedded = not api_is_configured()
    workspace.make_folders()
    be_quiet(workspace.folder / "prefect")
    if not quiet:
        print("running as a Prefect flow" + (", on a server of its own" if embedded else ""), file=sys.stderr)
    with _no_noise_at_exit() if embedded else contextlib.nullcontext():
        from flows.check_corpus import check_corpus

        state: Any = check_corpus(
            folder=str(workspace.root),
            database=str(workspace.database),
            paths=[_from(workspace.root, path) for path in paths],
            claims_files=[_from(workspace.root, path) for path in claims_files],
            processes=processes,
            formats=list(formats),
            return_state=True,
        )
        result = state.result(raise_on_failure=False)
    if isinstance(result, AtOddsError):
        raise result
    if isinstance(result, BaseException):
        raise PipelineError(f"the flow failed: {type(result).__name__}: {result}") from result
    outcome = RunOutcome.of_snapshot(Path(str(result)))
    return outcome, {name: workspace.report_folder / f"report.{name}" for name in formats}


def _from(root: Path, path: Path) -> str:
    """A path as the flow is given it: an absolute one as it is, a relative one as seen from the workspace."""
    return str(path) if path.is_absolute() else os.path.relpath(path.absolute(), root)


@contextlib.contextmanager
def _no_noise_at_exit() -> Iterator[None]:
    """The embedded server is torn down while its own threads still write; what they then log is noise."""
    try:
        yield
    finally:
        logging.getLogger().setLevel(logging.CRITICAL)
        for name in ("prefect", "uvicorn", "asyncio", "sqlalchemy", "httpx", "docket", "fastapi"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        logging.raiseExceptions = False


def serve_flow(workspace: Workspace, *, cron: str | None = None, timezone: str | None = None, watch: bool = False) -> None:
    """Serve the flow on a schedule until interrupted; without a configured server, on one of its own."""
    workspace.make_folders()
    be_quiet(workspace.folder / "prefect")
    os.environ["PREFECT_LOGGING_LEVEL"] = os.environ.get("PREFECT_LOGGING_LEVEL", "INFO")
    from prefect.schedules import Cron

    if watch:
        from flows.watch_sources import watch_sources as served
    else:
        from flows.check_corpus import check_corpus as served  # type: ignore[assignment]
    line = cron or workspace.settings.schedule.cron
    zone = timezone or workspace.settings.schedule.timezone
    print(f"checking {workspace.root} on the schedule {line} ({zone or 'UTC'}); end with Ctrl-C", file=sys.stderr)
    served.serve(
        name=f"atodds-{workspace.root.name or 'root'}",
        schedule=Cron(line, timezone=zone),
        parameters={"folder": str(workspace.root), "database": str(workspace.database)},
        # A stopped server must not leave the schedule paused; a run that is late waits for the one before it.
        pause_on_shutdown=False,
        global_limit=_one_at_a_time(),
        print_starting_message=False,
    )


def _one_at_a_time() -> Any:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy

    return ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
