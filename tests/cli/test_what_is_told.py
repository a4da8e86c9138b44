"""What `atodds check` says at its end: what is open, and the gravest of it with both values and both places."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_command import FIRST, SECOND, rows, write_documents

Command = Callable[..., Any]


def test_a_check_ends_with_the_gravest_findings_with_both_values_and_both_places(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    lines = atodds("check", "documents").out.splitlines()
    (finding,) = rows(atodds("export", "discrepancies").out)
    assert lines[1] == "1 contradiction, 0 tensions open (1 new, 0 persisting, 0 reopened)"
    at = lines.index("The gravest:")
    assert lines[at + 1] == f"  1. contradiction: Population of Georgia  [{finding['discrepancy_id']}]"
    assert sorted(lines[at + 2 : at + 4]) == [
        "       4.1 million  in documents/b.txt, line 5",
        "       5.4 million  in documents/a.txt, line 5",
    ]
    assert lines[-1].startswith("report: ")


def test_the_same_is_told_to_programs(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    told = json.loads(atodds("check", "documents", "--json").out)
    assert (told["open"]["contradictions"], told["open"]["states"]["new"]) == (1, 1)
    (found,) = told["gravest"]
    assert (found["number"], found["verdict"], found["subject"]) == (1, "contradiction", "Population of Georgia")
    assert {(reading["value"], reading["document_path"], reading["place"]) for reading in found["readings"]} == {
        ("5.4 million", "documents/a.txt", "line 5"),
        ("4.1 million", "documents/b.txt", "line 5"),
    }
    assert all(reading["claim_id"] and reading["quote"] for reading in found["readings"])


def test_what_was_dismissed_is_counted_apart_and_neither_told_again_nor_failed_on(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    atodds("check", "documents")
    found = rows(atodds("export", "discrepancies").out)[0]["discrepancy_id"]
    atodds("decide", found, "--dismiss", "--reviewer", "ana")
    answer = atodds("check", "documents")
    assert answer.code == 0
    assert "0 contradictions, 0 tensions open (0 new, 0 persisting, 0 reopened); 1 dismissed" in answer.out
    assert "The gravest" not in answer.out
    told = json.loads(atodds("check", "documents", "--json").out)
    assert (told["open"]["contradictions"], told["open"]["decided"], told["gravest"]) == (0, {"dismissed": 1, "explained": 0}, [])


def test_only_the_gravest_of_many_are_told_and_it_says_of_how_many(atodds: Command, tmp_path: Path) -> None:
    for number, place in enumerate(("Georgia", "Armenia", "France", "Spain", "Italy", "Norway", "Sweden")):
        for name, count in (("a", 5_400_000), ("b", 4_100_000)):
            text = FIRST.replace("Georgia", place).replace("5,400,000", f"{count + number * 1_000_000:,}")
            write_documents(tmp_path / "documents", **{f"{place}_{name}": text})
    out = atodds("check", "documents").out
    assert "The 5 gravest of 7:" in out
    assert out.count("contradiction: Population of") == 5


def test_what_was_resolved_is_told(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    atodds("check", "documents")
    (tmp_path / "documents" / "b.txt").unlink()
    assert (
        "0 contradictions, 0 tensions open (0 new, 0 persisting, 0 reopened); 1 resolved since the run before"
        in atodds("check", "documents").out
    )


def test_without_a_terminal_a_run_says_now_and_then_how_far_it_is(atodds: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND, c=FIRST.replace("Georgia", "Armenia"))
    monkeypatch.setattr("flows.cli_output.PROGRESS_EVERY_S", 0.2)
    said = atodds("check", "documents").err.splitlines()
    assert said
    assert all(re.fullmatch(r"atodds: [a-z ]+(?:: \d+ of \d+)? \(\d+ s\)", line) for line in said), said
    assert any(line.startswith("atodds: read and extract: ") for line in said)
    assert atodds("check", "documents", "--quiet").err == ""


def test_trace_prints_the_ids_by_which_explain_takes_claims(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    atodds("check", "documents")
    ids = {row["claim_id"] for row in rows(atodds("export", "claims").out)}
    traced = [
        found for name in ("a", "b") for found in re.findall(r", claim ([0-9a-f]+)$", atodds("trace", f"documents/{name}.txt").out, re.M)
    ]
    assert set(traced) == ids
    figures = [row["claim_id"] for row in rows(atodds("export", "claims").out) if row["value_low"] is not None]
    assert atodds("explain", *figures).code == 0
