from __future__ import annotations

import os
from pathlib import Path

import pytest

from atodds.discovering import discover
from atodds.errors import ConfigurationError
from atodds.pipeline import check_corpus
from atodds.workspace import Workspace


def shelf(workspace: Workspace, **files: str) -> Path:
    folder = workspace.root / "documents"
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_what_is_no_document_is_left_out_with_its_reason(workspace: Workspace) -> None:
    folder = shelf(workspace, a__txt="x", notes__toml="", code__py="", claims__jsonl="")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "deep").mkdir()
    (folder / "deep" / "b.txt").write_text("x", encoding="utf-8")
    os.mkfifo(folder / "pipe")
    found = discover(workspace)
    assert [file.path for file in found.files] == ["documents/a.txt", "documents/deep/b.txt"]
    assert {(item.path.removeprefix("documents/"), item.reason) for item in found.left_out} == {
        (".hidden.txt", "hidden"),
        ("claims.jsonl", "data for programs"),
        ("code.py", "code"),
        ("notes.toml", "settings"),
        ("pipe", "no regular file"),
    }


def test_a_file_that_is_named_itself_is_always_taken(workspace: Workspace) -> None:
    folder = shelf(workspace, notes__toml="x")
    assert [file.path for file in discover(workspace, [folder / "notes.toml"]).files] == ["documents/notes.toml"]


def test_names_of_any_bytes_and_control_characters_are_found_and_shown_printable(workspace: Workspace, toy: list[str]) -> None:
    folder = os.fsencode(workspace.root / "documents")
    names = (b"\xff\xfe.txt", b"a\nb.txt", b"\x1b[31mred.txt", "\u202egnp.txt".encode(), b"'; drop table claims; --.txt", b"%s{0}.txt")
    for name in names:
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(b"mills: %d\n" % len(name))
    outcome = check_corpus(workspace)
    paths = outcome.snapshot.documents["path"].to_list()
    assert len(paths) == 6
    assert all(path.isprintable() for path in paths)
    assert outcome.snapshot.claims.height == 6


def test_symbolic_links_neither_loop_nor_break_a_run(workspace: Workspace) -> None:
    folder = shelf(workspace, a__txt="x")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    found = discover(workspace)
    assert [file.path for file in found.files] == ["documents/a.txt", "documents/again.txt"]
    assert {item.path: item.reason for item in found.left_out} == {
        "documents/loop": "a symbolic link to a folder",
        "documents/nowhere.txt": "a symbolic link that leads nowhere",
    }


def test_a_link_that_leads_nowhere_and_is_named_itself_is_refused(workspace: Workspace) -> None:
    link = workspace.root / "documents" / "nowhere.txt"
    link.symlink_to("gone.txt")
    with pytest.raises(ConfigurationError, match="leads nowhere"):
        discover(workspace, [link])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file; run the tests as another user to see this one")
def test_a_file_without_read_permission_is_a_row(workspace: Workspace, toy: list[str]) -> None:
    folder = shelf(workspace, a__txt="mills: 1\n", b__txt="mills: 1\n")
    (folder / "b.txt").chmod(0)
    rows = check_corpus(workspace).snapshot.documents.select("path", "status").rows()
    assert rows == [("documents/a.txt", "read"), ("documents/b.txt", "unreadable")]


def test_a_file_that_cannot_be_opened_is_a_row_and_tried_again(
    workspace: Workspace, toy: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(workspace, a__txt="mills: 1\n", b__txt="mills: 2\n")
    import builtins

    opened = builtins.open

    def refuse(path: object, *given: object, **named: object) -> object:
        if str(path).endswith("b.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *given, **named)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "open", refuse)
        outcome = check_corpus(workspace)
    row = outcome.snapshot.documents.row(1, named=True)
    assert (row["status"], row["reason"]) == ("unreadable", "documents/b.txt: cannot be opened (Permission denied); check its permissions")
    again = check_corpus(workspace)
    assert again.snapshot.documents["status"].to_list() == ["read", "read"]
    assert toy == ["documents/a.txt", "documents/b.txt"]


def test_names_and_patterns_of_the_settings_are_left_out(workspace: Workspace) -> None:
    (workspace.root / "atodds.toml").write_text(
        '[sources]\npaths = ["documents/*.txt", "more"]\nignore = ["draft*", "more/old"]\n', encoding="utf-8"
    )
    shelf(workspace, a__txt="x", draft1__txt="y", b__md="z")
    for name in ("new", "old"):
        (workspace.root / "more" / name).mkdir(parents=True)
        (workspace.root / "more" / name / "c.txt").write_text(name, encoding="utf-8")
    found = discover(Workspace.at(workspace.root))
    assert [file.path for file in found.files] == ["documents/a.txt", "documents/draft1.txt", "more/new/c.txt"]
    assert found.left_out[0].reason == 'left out by "more/old" in atodds.toml'


def test_a_pattern_that_names_nothing_is_refused(workspace: Workspace) -> None:
    (workspace.root / "atodds.toml").write_text('[sources]\npaths = ["reports/*.pdf"]\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r'"reports/\*\.pdf" in \[sources\] paths names no file'):
        discover(Workspace.at(workspace.root))


def test_what_a_run_leaves_is_never_taken_for_a_document(workspace: Workspace, toy: list[str]) -> None:
    (workspace.root / "atodds.toml").write_text('[sources]\npaths = ["."]\n[report]\nfolder = "out"\n', encoding="utf-8")
    workspace = Workspace.at(workspace.root)
    shelf(workspace, a__txt="mills: 1\n")
    (workspace.root / "aliases.csv").write_text("name,same_as\n", encoding="utf-8")
    (workspace.root / "out").mkdir()
    (workspace.root / "out" / "report.html").write_text("x", encoding="utf-8")
    for _ in range(2):
        assert check_corpus(workspace).snapshot.documents["path"].to_list() == ["documents/a.txt"]


def test_two_hundred_documents_are_one_run(workspace: Workspace, toy: list[str]) -> None:
    for number in range(220):
        (workspace.root / "documents" / f"d{number:03}.txt").write_text(f"m{number % 50}: {number}\n", encoding="utf-8")
    outcome = check_corpus(workspace)
    assert outcome.snapshot.documents.height == 220
    assert outcome.snapshot.discrepancies.height == 50
