"""Every command in README.md and docs/scheduling.md is typed into a shell as it stands there, against real parts.

A command is added to a page together with a word on what it must print; one that stays in the foreground is started, seen to work and
ended by its process id.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.flows.documented_commands import Shell, documented_commands, shell, unmarked_blocks
from tests.flows.prefect_server import QUIET, answers, ask, free_port, snapshots, until, workspace

ROOT = Path(__file__).resolve().parents[2]
README, SCHEDULING = ROOT / "README.md", ROOT / "docs" / "scheduling.md"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


class Expected(NamedTuple):
    """What a command must print, the code it must end with, whether it stays in the foreground, and whether later ones need it."""

    says: str = ""
    code: int = 0
    stays: bool = False
    needed: bool = False


OF_README: Mapping[str, Expected] = {
    "make demo": Expected("The three gravest:"),
    "source .venv/bin/activate": Expected(),
    "atodds --version": Expected("atodds 0.1.0"),
    "atodds demo --direct": Expected("The three gravest:"),
    'mkdir -p ~/.local/bin && ln -sf "$PWD/.venv/bin/atodds" ~/.local/bin/': Expected(),
    "atodds --install-completion": Expected("bash completion installed"),
    "cd ~/newsroom": Expected(),
    "atodds check documents": Expected("1 contradiction", code=1),
    "atodds report": Expected(".atodds/report/report.html"),
    "atodds review": Expected("http://127.0.0.1:", stays=True),
    "atodds init": Expected("wrote atodds.toml"),
    'atodds serve --cron "0 6 * * *"': Expected("on the schedule 0 6 * * * (UTC)", stays=True),
    "atodds report --format md -o -": Expected("5,400,000"),
}
# Named within the text, and too long to be run by a test: the test that would run itself, and hours of benchmarks.
ONLY_LOOKED_AT = ("make test", "make test-faults", "make bench")
OF_SCHEDULING: Mapping[str, Expected] = {
    "atodds init ~/newsroom": Expected("newsroom/atodds.toml"),
    "cd ~/newsroom": Expected(),
    'atodds serve --cron "0 6 * * *"': Expected("on the schedule 0 6 * * * (UTC)", stays=True),
    "prefect server start": Expected("Check out the dashboard at", stays=True, needed=True),
    "export PREFECT_API_URL=http://127.0.0.1:4200/api": Expected(),
    "prefect work-pool create atodds --type process": Expected("Created work pool 'atodds'"),
    "cd ~/at-odds": Expected(),
    'export ATODDS_WORKSPACE="$HOME/newsroom"': Expected(),
    "prefect deploy --all": Expected("'watch-sources/hourly-watch' successfully created"),
    "prefect worker start --pool atodds": Expected("started!", stays=True, needed=True),
    "prefect work-pool ls": Expected("atodds"),
    "prefect deployment ls": Expected("check-corpus/daily"),
    "prefect deployment run check-corpus/daily --watch": Expected("finished successfully"),
    "prefect flow-run ls": Expected("COMPLETED"),
    "cd ~/newsroom && atodds check --direct --quiet": Expected(code=1),
}


@pytest.mark.parametrize(("page", "expected"), [(README, OF_README), (SCHEDULING, OF_SCHEDULING)], ids=["README", "scheduling"])
def test_every_command_of_a_page_is_one_that_a_test_types(page: Path, expected: Mapping[str, Expected]) -> None:
    commands = [command.text for command in documented_commands(page) if command.text not in ONLY_LOOKED_AT]
    assert sorted(set(commands)) == sorted(expected)
    assert unmarked_blocks(page) == []


@pytest.mark.parametrize("command", ONLY_LOOKED_AT)
def test_a_target_that_no_test_can_run_is_at_least_there(command: str) -> None:
    planned = subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert planned.returncode == 0, planned.stderr
    assert ".venv/bin/python -m" in planned.stdout


def type_in(
    reader: Shell,
    page: Path,
    expected: Mapping[str, Expected],
    *,
    instead: Mapping[str, str],
    works: Mapping[str, Callable[[], bool]] | None = None,
) -> dict[str, str]:
    """Type a page's commands one after the other; what each has said.

    Args:
        reader: the shell.
        page: the page.
        expected: what each must say.
        instead: what must differ where others work too.
        works: for a command that stays, what shows that it works when its words do not.
    """
    said: dict[str, str] = {}
    for command in documented_commands(page):
        wanted = expected.get(command.text)
        if wanted is None:
            continue
        typed = command.text
        for old, new in instead.items():
            typed = typed.replace(old, new)
        if wanted.stays:
            said[command.text] = reader.start(typed, wanted.says)
            assert until((works or {}).get(command.text, lambda: True)), f"{typed} does not work"
            if not wanted.needed:
                reader.end(-1)
            continue
        code, output = reader.run(typed)
        place = f"{page.name}, line {command.line}: {typed}"
        assert code == wanted.code, f"{place} ended with {code}\n{output}"
        assert wanted.says in output, f"{place} did not say {wanted.says!r}, but\n{output}"
        assert "Traceback" not in output, place
        said[command.text] = output
    return said


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a reader with two documents at odds in `~/newsroom`, whose `.venv` is up to date."""
    if subprocess.run(["make", "--question", ".venv/.installed"], cwd=ROOT, capture_output=True, check=False).returncode:
        pytest.skip("the commands of the pages are not typed: .venv is older than requirements.lock; run make demo once")
    folder = workspace(tmp_path / "newsroom")
    (folder / "atodds.toml").unlink()
    return tmp_path


def test_the_commands_of_the_readme_do_what_it_says(home: Path, server: str) -> None:
    # A server of its own for `atodds serve` is what the other page is for; here it takes the one there is.
    serve = next(command for command in OF_README if command.startswith("atodds serve"))
    with shell(ROOT, home) as reader:
        said = type_in(reader, README, OF_README, instead={serve: f"env PREFECT_API_URL={server} {serve}"})
        assert said["make demo"].startswith("running as a Prefect flow, on a server of its own\nrun 0001-"), "the demo is not quiet"
        assert (home / "newsroom" / ".atodds" / "report" / "report.md").is_file()
        code, answer = reader.run("~/.local/bin/atodds --version; bash -ic 'complete -p atodds'")
        assert (code, answer.splitlines()[0]) == (0, "atodds 0.1.0")


def test_the_commands_of_the_scheduling_page_check_the_workspace_through_a_server_and_a_worker(home: Path) -> None:
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    (home / "at-odds").symlink_to(ROOT)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with shell(ROOT, home, PATH=path, PREFECT_SERVER_API_PORT=str(port), COLUMNS="200", **QUIET) as reader:
        said = type_in(
            reader,
            SCHEDULING,
            OF_SCHEDULING,
            instead={"127.0.0.1:4200": f"127.0.0.1:{port}"},
            works={"prefect server start": lambda: answers(api)},
        )
        deployed = {item["name"]: item["parameters"] for item in ask(f"{api}/deployments/filter", {})}
        assert deployed == {name: {"folder": str(home / "newsroom")} for name in ("daily", "hourly-watch")}
        planned = until(lambda: ask(f"{api}/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}))
        times = [run["expected_start_time"] for run in planned]
        assert {time[14:19] for time in times} == {"00:00", "15:00"}, "daily at six, hourly at a quarter past"
        assert {time[11:13] for time in times if time[14:16] == "00"} == {"06"}
    assert "Deployment 'check-corpus/daily' successfully created" in said["prefect deploy --all"]
    assert "watch-sources/hourly-watch" in said["prefect deployment ls"]
    # One by the worker, one by the line for cron; at a quarter past, the worker has one more to look at.
    assert {"0001", "0002"} <= {name.split("-")[0] for name in snapshots(home / "newsroom")}
    with pytest.raises(OSError, match="refused"):
        ask(f"{api}/health")
