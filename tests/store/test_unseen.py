"""What a run could not look at: folders that cannot be listed, files that cannot be opened. Findings about it stand as they were."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from atodds.discovering import discover
from atodds.pipeline import RunOutcome, check_corpus
from atodds.workspace import Workspace

pytestmark = pytest.mark.faults
NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user whom permissions bind: root may list and open everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared() -> Iterator[Workspace]:
    """A workspace that another user may work in, with two folders of documents that are at odds."""
    root = Path(tempfile.mkdtemp(prefix="atodds-unseen-"))
    for name, text in {"north/a": "mills: 3\nshops: 1\n", "south/b": "mills: 5\nshops: 1\n", "south/c": "barns: 2\n"}.items():
        path = root / "documents" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "atodds.toml").write_text('[sources]\npaths = ["documents"]\n', encoding="utf-8")
    yield Workspace.at(root)
    shutil.rmtree(root)


def open_to_all(workspace: Workspace) -> None:
    for path in [workspace.root, *workspace.root.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)


def unable_to_see(workspace: Workspace, place: str) -> RunOutcome:
    """A run that may not look into a folder, or at a file."""
    open_to_all(workspace)
    (workspace.root / place).chmod(0)
    with as_nobody():
        outcome = check_corpus(workspace)
    open_to_all(workspace)
    return outcome


def states(outcome: RunOutcome) -> list[tuple[str, str]]:
    return outcome.snapshot.discrepancies.select("check_id", "state").rows()


def test_a_folder_that_cannot_be_listed_is_a_problem_that_names_it(shared: Workspace, toy: list[str]) -> None:
    check_corpus(shared)
    outcome = unable_to_see(shared, "documents/south")
    problem = outcome.snapshot.problems.row(0, named=True)
    assert (problem["stage"], problem["name"]) == ("discover", "documents/south")
    assert problem["message"].startswith("documents/south: the folder cannot be listed (Permission denied), so nothing in it was looked at")
    assert outcome.snapshot.documents["path"].to_list() == ["documents/north/a.txt"]


@pytest.mark.parametrize("place", ["documents/south", "documents/south/b.txt", "documents/north", "documents"])
def test_findings_about_what_was_not_looked_at_are_neither_resolved_nor_reopened(shared: Workspace, toy: list[str], place: str) -> None:
    first = check_corpus(shared)
    blind = unable_to_see(shared, place)
    assert states(blind) == [("toy_mismatch", "persisting")]
    assert blind.open_verdicts == ("contradiction",)
    assert blind.snapshot.discrepancies["discrepancy_id"].to_list() == first.snapshot.discrepancies["discrepancy_id"].to_list()
    cited = {claim_id for ids in blind.snapshot.discrepancies["claim_ids"] for claim_id in ids}
    assert cited <= {*blind.snapshot.claims["claim_id"], *blind.snapshot.past_claims["claim_id"]}, "its readings can still be shown"
    assert states(unable_to_see(shared, place)) == [("toy_mismatch", "persisting")], "nor by the run after"
    again = check_corpus(shared)
    assert states(again) == [("toy_mismatch", "persisting")]
    assert again.snapshot.problems.is_empty()


def test_a_document_that_was_looked_at_and_corrected_resolves_what_it_was_at_odds_with(shared: Workspace, toy: list[str]) -> None:
    check_corpus(shared)
    (shared.root / "documents" / "north" / "a.txt").write_text("mills: 5\nshops: 1\n", encoding="utf-8")
    assert states(check_corpus(shared)) == [("toy_mismatch", "resolved")]


def test_a_problem_of_finding_documents_is_told_by_a_run_in_which_nothing_else_changed(shared: Workspace, toy: list[str]) -> None:
    (shared.root / "documents" / "empty").mkdir()
    check_corpus(shared)
    outcome = unable_to_see(shared, "documents/empty")
    assert outcome.unchanged
    assert outcome.snapshot.problems["name"].to_list() == ["documents/empty"]
    assert check_corpus(shared).snapshot.problems.is_empty()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, workspace: Workspace) -> None:
    folder = workspace.root / "documents"
    secret = tmp_path / "secret.txt"
    secret.write_text("mills: 9\n", encoding="utf-8")
    (folder / "a.txt").write_text("mills: 1\n", encoding="utf-8")
    (folder / "deep").mkdir()
    (folder / "out.txt").symlink_to(secret)
    (folder / "deep" / "out.txt").symlink_to("../../secret.txt")
    (folder / "deep" / "by_another.txt").symlink_to("../out.txt")
    (folder / "deep" / "in.txt").symlink_to("../a.txt")
    found = discover(workspace)
    assert [file.path for file in found.files] == ["documents/a.txt", "documents/deep/in.txt"]
    assert {item.path: item.reason for item in found.left_out} == {
        f"documents/{name}": "a symbolic link that leads out of the folder" for name in ("out.txt", "deep/out.txt", "deep/by_another.txt")
    }
    assert [file.path for file in discover(workspace, [folder / "out.txt"]).files] == ["documents/out.txt"], "one that is named is meant"


def test_a_folder_that_is_itself_reached_by_a_link_is_looked_into(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a.txt").write_text("mills: 1\n", encoding="utf-8")
    (tmp_path / "archive" / "again.txt").symlink_to("a.txt")
    (workspace.root / "shelf").symlink_to(tmp_path / "archive")
    assert [file.path for file in discover(workspace, [workspace.root / "shelf"]).files] == ["shelf/a.txt", "shelf/again.txt"]


def test_a_link_to_what_earlier_runs_left_is_no_document(workspace: Workspace, toy: list[str]) -> None:
    (workspace.root / "documents" / "a.txt").write_text("mills: 1\n", encoding="utf-8")
    check_corpus(workspace)
    (workspace.root / "documents" / "decisions.txt").symlink_to(workspace.database)
    found = discover(workspace, [workspace.root])
    assert [file.path for file in found.files] == ["documents/a.txt"]
