from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}

pytestmark = pytest.mark.slow


def atodds(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=cwd,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=280,
    )


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `prefect server start` on a free port of this machine; its API's address."""
    home = tmp_path_factory.mktemp("prefect-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (home / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env={**os.environ, **QUIET, "PREFECT_HOME": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        api = f"http://127.0.0.1:{port}/api"
        try:
            for _ in range(240):
                try:
                    ask(f"{api}/health")
                    break
                except OSError:
                    assert process.poll() is None, (home / "log").read_text(encoding="utf-8")
                    time.sleep(0.5)
            yield api
        finally:
            process.terminate()
            process.wait(30)


def workspace(folder: Path) -> Path:
    (folder / "documents").mkdir(parents=True)
    for number, count in enumerate(("5,400,000", "4,100,000", "5,400,000")):
        text = f"Georgia in figures {number}\n\nPublished: {number + 3} May 1995\n\nGeorgia had {count} inhabitants in 1989.\n"
        (folder / "documents" / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "documents" / "empty.txt").write_bytes(b"")
    (folder / "documents" / "copy.txt").write_bytes((folder / "documents" / "0.txt").read_bytes())
    (folder / "atodds.toml").write_text('[sources]\npaths = ["documents"]\n[report]\nformats = ["md"]\n', encoding="utf-8")
    return folder


def snapshots(folder: Path) -> dict[str, bytes]:
    root = folder / ".atodds" / "snapshots"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_check_through_a_real_server_leaves_the_snapshot_of_a_direct_run_byte_for_byte(server: str, tmp_path: Path) -> None:
    through, direct = workspace(tmp_path / "through"), workspace(tmp_path / "direct")
    settings = {**QUIET, "PREFECT_API_URL": server, "PREFECT_HOME": str(tmp_path / "home")}
    answer = atodds("check", "--processes", "2", cwd=through, **settings)
    assert answer.returncode == 1, answer.stderr
    assert atodds("check", "--direct", cwd=direct, **settings).returncode == 1
    assert len(snapshots(direct)) == 13
    assert snapshots(through) == snapshots(direct)

    runs = ask(f"{server}/flow_runs/filter", {"flows": {"name": {"any_": ["check-corpus"]}}})
    assert [run["state_type"] for run in runs] == ["COMPLETED"]
    artifacts = {item["key"]: item for item in ask(f"{server}/artifacts/filter", {"limit": 50})}
    assert {"documents-read", "check-summary", "top-findings"} <= artifacts.keys()
    assert "1 contradiction" in artifacts["check-summary"]["data"]
    assert "empty.txt" in artifacts["check-summary"]["data"]
    assert json.loads(artifacts["top-findings"]["data"])[0]["verdict"] == "contradiction"
    assert float(artifacts["documents-read"]["data"]) == 100.0

    again = atodds("check", cwd=through, **settings)
    assert "5 documents (0 read anew" in again.stdout
    assert "1 persisting" in again.stdout


def test_reading_is_tried_again_only_while_an_address_does_not_answer(server: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/gone.html"
    text = f'[sources]\npaths = ["documents"]\nurls = ["{url}"]\n[report]\nformats = ["md"]\n'
    (folder / "atodds.toml").write_text(text, encoding="utf-8")
    settings = {**QUIET, "PREFECT_API_URL": server, "PREFECT_HOME": str(tmp_path / "home")}
    answer = atodds("check", "--json", cwd=folder, **settings)
    assert answer.returncode == 1, answer.stderr
    assert json.loads(answer.stdout)["documents"] == 6
    counts = {
        run["name"].rsplit("-", 1)[0]: run["run_count"]
        for run in ask(f"{server}/task_runs/filter", {"sort": "EXPECTED_START_TIME_DESC", "limit": 9})
    }
    assert counts["discover"] == 3
    assert counts["read"] == 1


def test_the_demo_as_a_flow_is_quiet_and_takes_under_a_minute(tmp_path: Path) -> None:
    started = time.monotonic()
    answer = atodds("demo", "--flow", "demo", cwd=tmp_path)
    took = time.monotonic() - started
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == "running as a Prefect flow, on a server of its own\n"
    assert "The three gravest:" in answer.stdout
    assert "atodds serve --cron" in answer.stdout
    assert took < 60 or os.getloadavg()[0] > (os.cpu_count() or 1), f"{took:.0f} s on an idle machine"
    home = tmp_path / "demo" / ".atodds" / "prefect"
    assert home.is_dir()  # and not the user's own Prefect folder


def test_a_failure_in_the_flow_is_one_line_and_its_exit_code(tmp_path: Path) -> None:
    answer = atodds("check", "nowhere", "--flow", cwd=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.splitlines()[-1].startswith("atodds: ")
    assert "nowhere: no such file or folder" in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr


def test_serving_plans_runs_on_a_server_of_its_own_and_ends_with_it(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    serving = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve", "--cron", "0 6 * * *"],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert serving.stderr is not None
    try:
        server = serving.stderr.readline().strip().removeprefix("a Prefect server of its own is at ")
        assert server.startswith("http://127.0.0.1:"), server
        planned: list[Any] = []
        for _ in range(120):  # under SQLAlchemy 2.1 the server would plan none
            planned = ask(f"{server}/api/flow_runs/filter", {})
            if planned:
                break
            time.sleep(1)
        assert {run["state_type"] for run in planned} == {"SCHEDULED"}
        assert all("T06:00:00" in run["expected_start_time"] for run in planned)
    finally:
        serving.terminate()
        serving.wait(60)
        serving.stderr.close()
    with pytest.raises(OSError, match="refused"):
        ask(f"{server}/api/health")


def test_deployments_name_flows_that_are_there_and_wait_for_each_other() -> None:
    from importlib import import_module

    from prefect import Flow
    from prefect.schedules import Cron

    content = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    assert {item["name"] for item in content["deployments"]} == {"daily", "hourly-watch"}
    for deployment in content["deployments"]:
        path, name = deployment["entrypoint"].split(":")
        found = getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)
        assert isinstance(found, Flow)
        assert deployment["parameters"].keys() <= found.parameters.properties.keys()
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
        for schedule in deployment["schedules"]:
            Cron(schedule["cron"], timezone=schedule["timezone"])


def test_no_flow_file_bears_a_packages_name() -> None:
    names = {path.stem for path in (ROOT / "flows").glob("*.py")} - {"__init__"}
    assert not names & {"atodds", "checks", "schemas", "flows", "tests", "benchmarks", "prefect"}
