from pathlib import Path

import pytest

from atodds.errors import ConfigurationError
from atodds.settings import Settings, fails, load_settings
from atodds.workspace import Workspace


def write(folder: Path, text: str) -> Path:
    path = folder / "atodds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "atodds.toml") == Settings()


def test_every_section_is_read(tmp_path: Path) -> None:
    settings = load_settings(
        write(
            tmp_path,
            """
            checks = ["checks", "newsroom_checks"]
            [sources]
            paths = ["documents"]
            [run]
            processes = 2
            fail_on = "tension"
            [reading]
            max_pages = 10
            [check]
            tolerance = 0.1
            [check.rules.value_mismatch]
            enabled = false
            [schedule]
            cron = "0 7 * * 1"
            timezone = "Europe/Berlin"
            """,
        )
    )
    assert settings.checks == ("checks", "newsroom_checks")
    assert settings.run.processes == 2
    assert settings.reading == {"max_pages": 10}
    assert settings.check.rules["value_mismatch"].enabled is False
    assert settings.schedule.timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[check]\ntolerence = 0.1", 'atodds.toml: unknown key "tolerence" in [check]; did you mean "tolerance"?'),
        ("[chek]\ntolerance = 0.1", 'atodds.toml: unknown key "chek"; did you mean "check"?'),
        ("[check.rules.x]\nenabeld = true", 'atodds.toml: unknown key "enabeld" in [check.rules.x]; did you mean "enabled"?'),
        ("[reading]\nmax_page = 3", 'atodds.toml: unknown key "max_page" in [reading]; did you mean "max_pages"?'),
        ("[run]\nprocesses = 0", "greater than or equal to 1"),
        ("[run]\nfail_on = 'anything'", '"fail_on" in [run]'),
        ("[schedule]\ntimezone = 'Europe/Berlyn'", 'did you mean "Europe/Berlin"?'),
        ("[schedule]\ncron = 'daily'", "five fields"),
        ("[sources]\nurls = ['file:///etc/passwd']", "neither https:// nor http://"),
        ("[run", "not readable as TOML"),
    ],
)
def test_a_mistake_is_named_with_place_and_mend_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(tmp_path, text))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("verdicts", "fail_on", "failing"),
    [
        (["tension"], "contradiction", False),
        (["tension", "contradiction"], "contradiction", True),
        (["tension"], "tension", True),
        (["contradiction"], "never", False),
        ([], "tension", False),
    ],
)
def test_findings_fail_a_run_from_fail_on_upwards(verdicts: list[str], fail_on: str, failing: bool) -> None:
    assert fails(verdicts, fail_on) is failing  # type: ignore[arg-type]


def test_the_workspace_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    write(tmp_path, "")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert Workspace.find(inner).root == tmp_path


def test_a_database_elsewhere_keeps_its_snapshots_beside_it(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "work", database=tmp_path / "s.duckdb")
    assert workspace.database == tmp_path / "s.duckdb"
    assert workspace.snapshots == tmp_path / "s.atodds" / "snapshots"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"plain.txt", "plain.txt"),
        ("Ärger.txt".encode(), "Ärger.txt"),
        (b"\xff.txt", "\\xff.txt"),
        (b"a\nb\x1b[31m.txt", "a\\nb\\x1b[31m.txt"),
        ("a\u202eb.txt".encode(), "a\\u202eb.txt"),
    ],
)
def test_every_shown_path_is_printable(tmp_path: Path, name: bytes, shown: str) -> None:
    import os

    assert Workspace.at(tmp_path).shown(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))) == shown


def test_a_path_outside_the_workspace_is_shown_as_it_was_given(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "work")
    outside, inside = tmp_path / "shelf" / "a.txt", tmp_path / "work" / "a.txt"
    assert workspace.shown(outside) == "../shelf/a.txt"
    assert workspace.shown(outside, absolute=True) == outside.as_posix()
    assert workspace.shown(inside, absolute=True) == "a.txt"
