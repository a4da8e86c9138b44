"""A run that is ended from outside: no process of it stays, and it says so in one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.cli.test_command import FIRST, SECOND, write_documents

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., Any]


def long_corpus(folder: Path, documents: int = 6) -> None:
    """Documents that take two processes a minute or more."""
    sentence = "In {year} the council of Northfield counted {count:,} inhabitants, and {less:,} of them lived in rented houses.\n\n"
    for number in range(documents):
        text = "".join(
            sentence.format(year=1900 + line % 100, count=20_000 + 13 * line + number, less=9_000 + 7 * line) for line in range(9000)
        )
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.txt").write_text(f"Northfield, volume {number}\n\n{text}", encoding="utf-8")


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command in a process group of its own, as a terminal starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def workers_of(process: subprocess.Popen[str], count: int, busy_s: float, timeout_s: float = 60) -> list[psutil.Process]:
    """Its worker processes, once that many of them have worked for a while."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            children = [
                child for child in psutil.Process(process.pid).children(recursive=True) if "serve_documents" in " ".join(child.cmdline())
            ]
            busy = [child for child in children if child.cpu_times().user >= busy_s]
        except psutil.Error:
            continue
        if len(busy) >= count:
            return children
        assert process.poll() is None, f"it ended before it had workers: {process.communicate()}"
        time.sleep(0.05)
    raise AssertionError(f"no {count} workers came up within {timeout_s} s")


def all_gone(processes: list[psutil.Process], within_s: float) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=within_s)
    return not alive


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.parametrize("busy_s", [0.3, 2.0], ids=["while the workers come up", "while they read"])
@pytest.mark.parametrize(
    ("number", "to_all", "code", "says"),
    [
        pytest.param(signal.SIGINT, True, 130, "atodds: interrupted; what was read so far is kept\n", id="Ctrl-C"),
        pytest.param(signal.SIGTERM, False, 143, "atodds: ended by SIGTERM; what was read so far is kept\n", id="SIGTERM"),
    ],
)
def test_a_run_that_is_ended_takes_its_workers_with_it_at_once(
    tmp_path: Path, number: int, to_all: bool, code: int, says: str, busy_s: float
) -> None:
    long_corpus(tmp_path / "documents")
    run = start(tmp_path, "check", "documents", "--processes", "2")
    workers = workers_of(run, 2, busy_s)
    began = time.monotonic()
    if to_all:
        os.killpg(run.pid, number)  # a terminal sends Ctrl-C to every process of the group
    else:
        run.send_signal(number)
    out, err = run.communicate(timeout=60)
    assert time.monotonic() - began < 2
    assert (run.returncode, out, err.splitlines(keepends=True)[-1:]) == (code, "", [says])  # after lines of progress
    assert all_gone(workers, 1)


@pytest.mark.faults
@pytest.mark.slow
def test_workers_end_when_their_run_is_killed_outright(tmp_path: Path) -> None:
    long_corpus(tmp_path / "documents")
    run = start(tmp_path, "check", "documents", "--processes", "2")
    workers = workers_of(run, 2, 2.0)
    run.kill()
    run.communicate(timeout=60)
    assert all_gone(workers, 3)


@pytest.mark.faults
def test_a_panic_of_a_library_written_in_rust_is_exit_code_three_and_one_line(atodds: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    def panics(*given: object, **named: object) -> None:
        raise pl.exceptions.PanicException("called `Option::unwrap()` on a `None` value")

    monkeypatch.setattr("atodds.pipeline.plan_run", panics)
    Path("documents").mkdir()
    answer = atodds("check", "documents")
    assert answer.code == 3
    assert "PanicException" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [200, 1500, 2050, 2200])
def test_want_of_memory_is_a_failed_run_and_no_finding(tmp_path: Path, megabytes: int) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    limited = f"ulimit -v {megabytes * 1000}; exec {sys.executable} -m flows.cli check documents"
    run = subprocess.run(
        ["bash", "-c", limited], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120
    )
    if run.returncode == 1:  # findings: then it was enough, and they are told
        assert "1 contradiction" in run.stdout
        assert (tmp_path / ".atodds" / "report" / "report.html").is_file()
        return
    assert run.returncode in (3, -signal.SIGABRT, -signal.SIGSEGV), run.stderr
    if run.returncode == 3:
        assert run.stderr.splitlines()[-1].startswith("atodds: ")


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
def test_a_flow_that_is_ended_takes_its_workers_and_its_server_with_it(tmp_path: Path, number: int, code: int) -> None:
    long_corpus(tmp_path / "documents")
    run = start(tmp_path, "check", "documents", "--processes", "2", "--flow")
    workers_of(run, 2, 1.0, timeout_s=120)
    family = psutil.Process(run.pid).children(recursive=True)
    began = time.monotonic()
    os.killpg(run.pid, number)
    _, err = run.communicate(timeout=60)
    assert time.monotonic() - began < 10
    assert run.returncode == code
    assert err.count("\n") == 2, err  # that it runs as a flow, and that it was ended
    assert all_gone(family, 2)
