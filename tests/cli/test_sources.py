"""`atodds sources`: what was read, what was not and why, and what has changed since."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.test_command import FIRST, SECOND, write_documents

Command = Callable[..., Any]


def test_after_a_check_of_a_path_it_says_what_was_read_with_claims_and_what_was_not_with_reasons(atodds: Command, tmp_path: Path) -> None:
    shelf = write_documents(tmp_path / "shelf", a=FIRST, b=SECOND, empty="")
    (shelf / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)
    (shelf / "notes.toml").write_text("", encoding="utf-8")
    atodds("check", "shelf")
    lines = atodds("sources").out.splitlines()
    assert lines[0] == f"shelf/a.txt  (read, 2 claims, {len(FIRST):,} bytes)"
    assert lines[1] == f"shelf/b.txt  (read, 2 claims, {len(SECOND):,} bytes)"
    assert lines[2] == "shelf/empty.txt  (empty, 0 bytes): the file is empty"
    assert lines[3].startswith("shelf/photo.jpg  (")
    assert "bytes): " in lines[3]
    assert lines[4] == "left out: shelf/notes.toml  (settings)"
    assert lines[5].endswith(": 2 documents read as they are now, 4 claims")
    assert lines[5].startswith("run 0001-")


def test_what_has_changed_since_is_told(atodds: Command, tmp_path: Path) -> None:
    shelf = write_documents(tmp_path / "shelf", a=FIRST, b=SECOND)
    atodds("check", "shelf")
    write_documents(shelf, a=SECOND + " ", c=FIRST)
    (shelf / "b.txt").unlink()
    listed = json.loads(atodds("sources", "--json").out)
    assert {item["path"]: (item["status"], item["claims"]) for item in listed["documents"]} == {
        "shelf/a.txt": ("changed", None),
        "shelf/b.txt": ("gone", 2),
        "shelf/c.txt": ("new", None),
    }


def test_sources_of_the_settings_and_of_the_latest_run_stand_side_by_side(atodds: Command, tmp_path: Path) -> None:
    atodds("init")
    write_documents(tmp_path / "documents", a=FIRST)
    write_documents(tmp_path / "shelf", b=SECOND)
    claim = {"document_path": "sheet of ana", "claim_type": "population", "measure": "population", "value_low": 5, "value_high": 5}
    (tmp_path / "sheet.jsonl").write_text(json.dumps(claim), encoding="utf-8")
    atodds("check", "shelf", "--claims", "sheet.jsonl")
    listed = json.loads(atodds("sources", "--json").out)
    assert {item["path"]: item["status"] for item in listed["documents"]} == {
        "documents/a.txt": "new",
        "shelf/b.txt": "read",
        "sheet of ana": "read",
    }


def test_addresses_are_as_the_run_had_them_and_are_not_fetched(atodds: Command, tmp_path: Path) -> None:
    (tmp_path / "atodds.toml").write_text('[sources]\nurls = ["http://127.0.0.1:1/page"]\n', encoding="utf-8")
    assert atodds("sources").out == "http://127.0.0.1:1/page  (new, 0 bytes)\n"
    atodds("check")
    line = atodds("sources").out.splitlines()[0]
    assert line.startswith("http://127.0.0.1:1/page  (unreadable, 0 bytes): cannot be fetched (")


def test_where_nothing_is_named_and_nothing_was_checked_it_says_so(atodds: Command) -> None:
    answer = atodds("sources")
    assert answer.code == 2
    assert "nothing to check: name files or folders" in answer.err
