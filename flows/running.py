"""Runs the flow from the command: once, or on a schedule. Imports Prefect only here, after its settings are made quiet."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from atodds.ending import Terminated, end_early
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

    def run() -> Any:
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
        return state.result(raise_on_failure=False)

    with _no_noise_at_exit() if embedded else contextlib.nullcontext():
        result = _interruptible(run) if embedded else run()
    if isinstance(result, AtOddsError):
        raise result
    if isinstance(result, BaseException):
        raise PipelineError(f"the flow failed: {type(result).__name__}: {result}") from result
    outcome = RunOutcome.of_snapshot(Path(str(result)))
    return outcome, {name: workspace.report_folder / f"report.{name}" for name in formats}


def _from(root: Path, path: Path) -> str:
    """A path as the flow is given it: an absolute one as it is, a relative one as seen from the workspace."""
    return str(path) if path.is_absolute() else os.path.relpath(path.absolute(), root)


def _interruptible(run: Callable[[], Any]) -> Any:
    """What a function gives; Ctrl-C and SIGTERM end it, and the embedded server with it, at once.

    Prefect would first tell the server that the run was ended and try for a minute, while Ctrl-C has reached the server as well. It leaves
    signals alone when a flow runs beside the main thread.
    """
    answers: list[Any] = []

    def answer() -> None:
        try:
            answers.append(run())
        except BaseException as error:
            answers.append(error)

    thread = threading.Thread(target=answer, name="flow", daemon=True)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(0.2)
    except (KeyboardInterrupt, Terminated) as error:
        os._exit(end_early(error))  # threads of Prefect's would be waited for
    return answers[0]


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


def serve_flow(
    workspace: Workspace, *, cron: str | None = None, every_s: int | None = None, timezone: str | None = None, watch: bool = False
) -> None:
    """Serve the flow on a schedule until interrupted; without a configured server, on one of its own.

    Args:
        workspace: to check.
        cron: when; the setting without.
        every_s: seconds from one check to the next, in place of `cron`.
        timezone: of `cron`; the setting without.
        watch: check only when a source has changed.
    """
    workspace.make_folders()
    embedded = not api_is_configured()
    be_quiet(workspace.folder / "prefect", logs=True)
    line = cron or workspace.settings.schedule.cron
    zone = timezone or workspace.settings.schedule.timezone
    with own_server(workspace.folder / "prefect") if embedded else contextlib.nullcontext():
        from prefect.schedules import Cron, Interval

        if watch:
            from flows.watch_sources import watch_sources as served
        else:
            from flows.check_corpus import check_corpus as served  # type: ignore[assignment]
        schedule = Cron(line, timezone=zone) if every_s is None else Interval(timedelta(seconds=every_s))
        when = f"on the schedule {line} ({zone or 'UTC'})" if every_s is None else f"every {every_s} seconds"
        print(f"checking {workspace.root} {when}; end with Ctrl-C", file=sys.stderr, flush=True)
        served.serve(
            name=f"atodds-{workspace.root.name or 'root'}",
            schedule=schedule,
            parameters={"folder": str(workspace.root), "database": str(workspace.database)},
            # A stopped server must not leave the schedule paused; a run that is late waits for the one before it.
            pause_on_shutdown=False,
            global_limit=_one_at_a_time(),
            print_starting_message=False,
        )


@contextlib.contextmanager
def own_server(home: Path, timeout_s: float = 180) -> Iterator[str]:
    """A Prefect server on 127.0.0.1 while the block runs, named to Prefect through the environment; its API's address.

    The server Prefect embeds by itself plans no schedules, so serving on one needs a whole server.

    Raises:
        PipelineError: when it does not come up.
    """
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    api = f"http://127.0.0.1:{port}/api"
    with (home / "server.log").open("wb") as log:
        # In a session of its own: Ctrl-C ends the serving first, and the server when nothing needs it any more.
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _await_health(api, server, home / "server.log", timeout_s)
        os.environ["PREFECT_API_URL"] = api
        print(f"a Prefect server of its own is at {api.removesuffix('/api')}", file=sys.stderr, flush=True)
        yield api
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _await_health(api: str, server: subprocess.Popen[bytes], log: Path, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            with urllib.request.urlopen(f"{api}/health", timeout=5):
                return
        except OSError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PipelineError(f"the Prefect server did not start; {log} says why") from error
        time.sleep(0.3)


def _one_at_a_time() -> Any:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy

    return ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
