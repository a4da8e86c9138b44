"""The disk is full when the report is written: what nobody was told of is new in the next run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_command import FIRST, SECOND, rows, write_documents

Command = Callable[..., Any]
pytestmark = pytest.mark.faults


def fill_the_disk(workspace: Path) -> None:
    """Let the file that becomes the report be one on which nothing can be written any more."""
    folder = workspace / ".atodds" / "report"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".report.html.part").symlink_to("/dev/full")


def states(atodds: Command) -> list[str]:
    return [row["state"] for row in rows(atodds("export", "discrepancies").out)]


def test_findings_are_new_until_a_report_of_them_was_written(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    fill_the_disk(tmp_path)
    answer = atodds("check", "documents")
    assert answer.code == 3
    assert "report.html: cannot be written (No space left on device)" in answer.err
    assert not (tmp_path / ".atodds" / "report" / "report.html").exists()
    fill_the_disk(tmp_path)
    assert atodds("check", "documents").code == 3
    assert atodds("check", "documents").code == 1, "and now there is room"
    assert states(atodds) == ["new"]
    assert atodds("check", "documents").code == 1
    assert states(atodds) == ["persisting"]


def test_what_was_resolved_is_told_as_well(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    atodds("check", "documents")
    (tmp_path / "documents" / "b.txt").unlink()
    fill_the_disk(tmp_path)
    assert atodds("check", "documents").code == 3
    assert atodds("check", "documents").code == 0
    assert states(atodds) == ["resolved"]
    atodds("check", "documents")
    assert states(atodds) == []


def test_a_report_that_is_written_afterwards_tells_as_well(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    fill_the_disk(tmp_path)
    assert atodds("check", "documents").code == 3
    assert atodds("report").code == 0
    atodds("check", "documents")
    assert states(atodds) == ["persisting"]


def test_a_run_of_which_no_report_was_wanted_has_told_what_it_found(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    assert atodds("check", "documents", "--no-report").code == 1
    found = json.loads(atodds("check", "documents", "--json").out)
    assert found["states"]["persisting"] == 1


@pytest.mark.parametrize("command", [("report",), ("export", "claims")])
def test_a_file_in_a_folder_that_is_not_there_is_refused(atodds: Command, tmp_path: Path, command: tuple[str, ...]) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    atodds("check", "documents")
    answer = atodds(*command, "--out", "reprots/r.html")
    assert answer.code == 2
    assert answer.err == "atodds: reprots/r.html: there is no folder reprots; make it, or check the spelling of --out\n"
    assert not (tmp_path / "reprots").exists()
