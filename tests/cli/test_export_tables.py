"""Every table that docs/tables.md names can be exported, with the columns it names."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from tests.cli.test_command import FIRST, SECOND, rows, write_documents

Command = Callable[..., Any]
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")


def promised() -> dict[str, list[str]]:
    """Tables and their columns, as the page has them."""
    tables = {}
    for part in PAGE.split("\n## ")[1:]:
        tables[part.split("\n")[0]] = re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
    return tables | {"past_claims": tables["claims"], "past_documents": tables["documents"]}


def test_what_the_page_of_tables_promises_is_exported(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    atodds("check", "documents")
    found = rows(atodds("export", "discrepancies").out)[0]["discrepancy_id"]
    atodds("decide", found, "--confirm", "--reviewer", "ana")
    write_documents(tmp_path / "documents", b=SECOND.replace("4,100,000", "5,400,000"))
    atodds("check", "documents")
    tables = promised()
    assert len(tables) == 16
    filled = set()
    for name, columns in tables.items():
        answer = atodds("export", name)
        assert (answer.code, answer.err) == (0, ""), name
        assert all(list(row) == columns for row in rows(answer.out)), name
        filled |= {name} if answer.out else set()
        assert atodds("export", name, "--format", "csv").out.splitlines()[0].split(",") == columns
        assert atodds("export", name, "--format", "parquet", "--out", "table").code == 0
        assert pl.read_parquet(io.BytesIO((tmp_path / "table").read_bytes())).columns == columns
    assert filled >= {"documents", "claims", "discrepancies", "runs", "readings", "adjudications", "past_claims", "past_documents"}
    runs = rows(atodds("export", "runs").out)
    assert [(row["run_number"], row["status"], row["documents"]) for row in runs] == [(1, "finished", 2), (2, "finished", 2)]
    decisions = rows(atodds("export", "adjudications").out)
    assert [(row["discrepancy_id"], row["decision"], row["reviewer"]) for row in decisions] == [(found, "confirmed", "ana")]


def test_a_decision_is_exported_before_the_next_run_has_taken_it_over(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    atodds("check", "documents")
    assert atodds("export", "adjudications").out == ""
    atodds("decide", rows(atodds("export", "discrepancies").out)[0]["discrepancy_id"], "--dismiss", "--reviewer", "ana")
    assert [json.loads(line)["decision"] for line in atodds("export", "adjudications").out.splitlines()] == ["dismissed"]
