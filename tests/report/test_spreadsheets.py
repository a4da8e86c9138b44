"""No cell of any CSV that we write begins a formula, and what we read back is what was written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from atodds.exporting import export_table
from atodds.importing import import_claims
from atodds.spreadsheets import defused, restored
from atodds.store.frames import empty_frame
from atodds.teaching import NameLesson, read_teaching, write_name

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://127.0.0.1","x")']
PLAIN = ["", "Georgia", "'quoted'", "'", "5 = 5", "1,200", " =1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_begin_a_formula_is_defused_and_read_back(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert restored(defused(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert (defused(text), restored(text)) == (text, text)


def test_exported_tables_hold_no_formula_in_any_cell() -> None:
    frame = pl.DataFrame({"quote": [*FORMULAS, None], "members": [[text] for text in FORMULAS] + [None], "value": [-1.5] * 9 + [None]})
    rows = list(csv.DictReader(io.StringIO(b"".join(export_table(frame, "csv")).decode(), newline="")))
    assert [row["quote"] for row in rows] == [f"'{text}" for text in FORMULAS] + [""]
    assert {row["value"] for row in rows} == {"-1.5", ""}, "a number is a number"
    assert not any(row["members"].startswith(("=", "+", "-", "@")) for row in rows)


def test_a_name_taught_in_review_is_no_formula_in_the_file_and_comes_back_as_it_was(tmp_path: Path) -> None:
    write_name(tmp_path, NameLesson("=cmd|' /C calc'!A0", "place:ge", "ana", "-", "2026-11-02"))
    row = (tmp_path / "aliases.csv").read_text(encoding="utf-8").splitlines()[1]
    assert row.startswith("'=cmd")
    assert read_teaching(tmp_path).names == (NameLesson("=cmd|' /C calc'!A0", "place:ge", "ana", "-", "2026-11-02"),)


def test_claims_exported_as_csv_are_imported_with_their_words(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text(
        "document_path,claim_type,measure,value_low,value_high,quote\na.txt,growth,growth,-5,-5,'-5 per cent\n", encoding="utf-8"
    )
    assert import_claims([file], empty_frame("documents"), {}).claims["quote"].to_list() == ["-5 per cent"]
