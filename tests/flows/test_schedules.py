from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from atodds.errors import ConfigurationError
from tests.flows.prefect_server import QUIET, ask, snapshots, until, workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_schedule_fires_and_the_run_it_starts_checks_the_workspace(server: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    serving = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve", "--every", "2"],
        cwd=folder,
        env={**inherited, **QUIET, "PYTHONPATH": str(ROOT), "PREFECT_API_URL": server, "PREFECT_HOME": str(tmp_path / "home")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert serving.stderr is not None
    try:
        assert serving.stderr.readline() == f"checking {folder} every 2 seconds; end with Ctrl-C\n"
        deployment = f"atodds-{folder.name}"

        def done() -> list[Any]:
            wanted = {"deployments": {"name": {"any_": [deployment]}}, "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
            return list(ask(f"{server}/flow_runs/filter", wanted))

        completed = until(done)
        assert completed, "no run has completed"
        assert all(run["auto_scheduled"] for run in completed)
        assert "0001" in {name.split("-")[0] for name in snapshots(folder)}
    finally:
        serving.terminate()
        serving.wait(60)
        serving.stderr.close()
    left = ask(f"{server}/deployments/filter", {"deployments": {"name": {"any_": [deployment]}}})
    assert [(item["paused"], item["concurrency_options"]["collision_strategy"]) for item in left] == [(False, "ENQUEUE")]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_server_can_plan_a_cron_schedule(zone: str) -> None:
    from datetime import UTC, datetime

    from prefect.server.schemas.schedules import CronSchedule

    # With whenever 0.10 it raises "tzinfo must be of type ZoneInfo": the deployment is made, and never runs.
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    planned = list(CronSchedule(cron="0 6 * * *", timezone=zone)._get_dates_generator(2, start=start))
    assert [time.astimezone(UTC).hour for time in planned] == ([6, 6] if zone == "UTC" else [4, 4])


def test_deployments_name_flows_that_are_there_and_wait_for_each_other() -> None:
    from prefect import Flow
    from prefect.schedules import Cron

    content = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    assert {item["name"] for item in content["deployments"]} == {"daily", "hourly-watch"}
    for deployment in content["deployments"]:
        path, name = deployment["entrypoint"].split(":")
        found = getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)
        assert isinstance(found, Flow)
        assert deployment["parameters"] == {"folder": "{{ $ATODDS_WORKSPACE }}"}
        assert found.parameters.required == ["folder"]
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
        for schedule in deployment["schedules"]:
            Cron(schedule["cron"], timezone=schedule["timezone"])


@pytest.mark.parametrize(("folder", "says"), [("", "no absolute path"), (".", "no absolute path"), ("/nowhere", "no such folder")])
@pytest.mark.parametrize("name", ["check_corpus", "watch_sources"])
def test_a_deployment_without_a_workspace_fails_and_says_how_to_name_one(name: str, folder: str, says: str) -> None:
    flow = getattr(import_module(f"flows.{name}"), name)
    with pytest.raises(ConfigurationError, match=rf"{says}.*export ATODDS_WORKSPACE=.*prefect deploy --all"):
        flow.fn(folder)
