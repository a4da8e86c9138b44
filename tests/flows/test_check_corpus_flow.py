from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.prefect_server import QUIET, ask, snapshots, workspace

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


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


def test_a_check_through_a_real_server_leaves_the_snapshot_of_a_direct_run_byte_for_byte(server: str, tmp_path: Path) -> None:
    through, direct = workspace(tmp_path / "through"), workspace(tmp_path / "direct")
    settings = {**QUIET, "PREFECT_API_URL": server, "PREFECT_HOME": str(tmp_path / "home")}
    answer = atodds("check", "--processes", "2", cwd=through, **settings)
    assert answer.returncode == 1, answer.stderr
    assert atodds("check", "--direct", cwd=direct, **settings).returncode == 1
    assert len(snapshots(direct)) == 15
    assert snapshots(through) == snapshots(direct)

    undeployed = {"flows": {"name": {"any_": ["check-corpus"]}}, "flow_runs": {"deployment_id": {"is_null_": True}}}
    runs = ask(f"{server}/flow_runs/filter", undeployed)
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


def test_a_failure_in_the_flow_is_one_line_and_its_exit_code(tmp_path: Path) -> None:
    answer = atodds("check", "nowhere", "--flow", cwd=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.splitlines()[-1].startswith("atodds: ")
    assert "nowhere: no such file or folder" in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr


def test_no_flow_file_bears_a_packages_name() -> None:
    names = {path.stem for path in (ROOT / "flows").glob("*.py")} - {"__init__"}
    assert not names & {"atodds", "checks", "schemas", "flows", "tests", "benchmarks", "prefect"}
