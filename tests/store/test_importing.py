from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from atodds import importing
from atodds.claim_types import load_claim_types
from atodds.errors import ConfigurationError
from atodds.importing import ImportedClaims, import_claims
from atodds.store.frames import columns_of, empty_frame, rows_to_frame

LEAST = {"document_path": "a.txt", "claim_type": "casualties", "measure": "deaths", "value_low": 5, "value_high": 5, "quote": "Five died."}


def documents(*paths: str) -> pl.DataFrame:
    rows = [
        {"document_id": f"id-{path}", "path": path, "format": "txt", "content_sha256": "x", "size_bytes": 1, "version": 1,
         "lineage": path, "status": "read", "notices": [], "claim_count": 0, "text": ""}
        for path in paths
    ]  # fmt: skip
    return rows_to_frame("documents", rows)


def imported(tmp_path: Path, *lines: Any, known: pl.DataFrame | None = None) -> ImportedClaims:
    file = tmp_path / "sheet.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return import_claims([file], empty_frame("documents") if known is None else known, load_claim_types(), lambda path: path.name)


def test_a_line_with_few_fields_becomes_a_claim_with_the_rest_filled_in(tmp_path: Path) -> None:
    found = imported(tmp_path, LEAST)
    row = found.claims.row(0, named=True)
    assert (row["measure_kind"], row["bound"], row["modality"], row["segment_kind"]) == ("cumulative", "exact", "asserted", "body")
    assert row["extractor"] == "claims of sheet.jsonl"
    assert len(row["claim_id"]) == 16
    assert found.quarantine.is_empty()


def test_an_open_end_gives_the_bound(tmp_path: Path) -> None:
    bounds = imported(tmp_path, {**LEAST, "value_high": None}, {**LEAST, "value_low": None}, {**LEAST, "value_high": 9}).claims["bound"]
    assert sorted(bounds) == ["at_least", "at_most", "range"]


def test_an_iso_currency_as_unit_is_a_currency(tmp_path: Path) -> None:
    row = imported(tmp_path, {**LEAST, "claim_type": "money", "measure": "damage", "unit": "USD"}).claims.row(0, named=True)
    assert (row["unit"], row["currency"]) == ("currency", "USD")


def test_claims_of_a_document_of_the_run_belong_to_it_by_path_or_by_name(tmp_path: Path) -> None:
    found = imported(
        tmp_path, {**LEAST, "document_path": "in/a.txt"}, {**LEAST, "document_path": "b.txt"}, known=documents("in/a.txt", "in/b.txt")
    )
    assert sorted(found.claims["document_id"]) == ["id-in/a.txt", "id-in/b.txt"]
    assert found.documents.is_empty()


def test_a_name_that_two_documents_bear_is_none_of_them(tmp_path: Path) -> None:
    found = imported(tmp_path, {**LEAST, "document_path": "a.txt"}, known=documents("in/a.txt", "out/a.txt"))
    assert found.documents["path"].to_list() == ["a.txt"]


def test_documents_known_by_their_claims_alone_are_rows_that_say_so(tmp_path: Path) -> None:
    found = imported(tmp_path, LEAST, {**LEAST, "value_low": 4})
    row = found.documents.row(0, named=True)
    assert (row["path"], row["format"], row["claim_count"]) == ("a.txt", "claims", 2)
    assert "sheet.jsonl" in row["notices"][0]


@pytest.mark.parametrize(
    ("line", "column", "check"),
    [
        ("no json", None, "is a JSON object"),
        ("[1, 2]", None, "is a JSON object"),
        ("[" * 100_000, None, "is a JSON object"),
        ({**LEAST, "value_low": "five"}, "value_low", "is a number"),
        ({**LEAST, "value_low": True}, "value_low", "is a number"),
        ('{"document_path": "a", "claim_type": "x", "measure": "y", "value_low": Infinity}', "value_low", "is a number"),
        ({**LEAST, "source_line_start": 1.5}, "source_line_start", "is a whole number"),
        ({**LEAST, "as_of_low": "in May"}, "as_of_low", "is a date, year-month-day"),
        ({**LEAST, "members": "Armenia"}, "members", "is a list of text"),
        ({**LEAST, "links": [{"relation": "part_of"}]}, "links", "is a list of links, each a relation and a claim_id"),
        ({**LEAST, "quote": 7}, "quote", "is text"),
        ({**LEAST, "bound": "roughly"}, "bound", "isin"),
        ({**LEAST, "value_low": 9}, "value_low", "value_low_at_most_value_high"),
        ({**LEAST, "value_low": None, "value_high": None}, "claim_type", "says_something"),
        ({**LEAST, "measure": None, "claim_type": None}, "claim_type", "not_nullable"),
    ],
)
def test_a_line_that_is_no_claim_goes_to_the_quarantine_and_the_rest_comes_in(
    tmp_path: Path, line: Any, column: str | None, check: str
) -> None:
    found = imported(tmp_path, LEAST, line)
    assert found.claims.height == 1
    failed = [row for row in found.quarantine.to_dicts() if check in row["failed_check"]]
    assert failed, found.quarantine["failed_check"].to_list()
    assert (failed[0]["source_line"], failed[0]["document_path"]) == (2, "sheet.jsonl" if column is None or "is " in check else "a.txt")


def test_two_lines_of_one_id_are_both_kept_out(tmp_path: Path) -> None:
    found = imported(tmp_path, {**LEAST, "claim_id": "x"}, {**LEAST, "claim_id": "x", "value_low": 4})
    assert found.claims.is_empty()
    assert set(found.quarantine["source_line"]) == {1, 2}


def test_a_key_that_is_no_field_is_reported_once_with_the_nearest(tmp_path: Path) -> None:
    found = imported(tmp_path, {**LEAST, "subjekt": "x"}, {**LEAST, "subjekt": "y", "value_low": 4})
    assert found.notes == (("sheet.jsonl", 'keys that are no fields of a claim were left out: "subjekt" (did you mean "subject"?)'),)


def test_what_is_exported_comes_back_as_it_was(tmp_path: Path) -> None:
    once = imported(tmp_path, LEAST, {**LEAST, "as_of_low": "2001-02-03", "as_of_high": "2001-02-03", "members": ["a", "b"]}).claims
    again = imported(tmp_path, *once.write_ndjson().splitlines(), known=documents()).claims
    assert again.drop("document_id").equals(once.drop("document_id"))


def test_a_coding_sheet_in_csv_is_read_by_its_column_names(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text(
        "document_path,claim_type,measure,subject,value_low,value_high,as_of_low,as_of_high,members,polarity\n"
        "# a note of the coder,,,,,,,,,\n"
        'a.txt,population,population,Georgia,"5400000",5400000,1989-01-01,1989-12-31,,\n'
        "a.txt,set,members,the union,,,,,Armenia; Belarus,\n"
        "a.txt,count,shops,the town,many,,,,,\n",
        encoding="utf-8",
    )
    found = import_claims([file], empty_frame("documents"), load_claim_types(), lambda path: path.name, "reference")
    first, second = found.claims.sort("measure").to_dicts()
    assert (first["members"], second["value_low"], second["as_of_high"]) == (["Armenia", "Belarus"], 5_400_000.0, date(1989, 12, 31))
    assert first["extractor"] == "reference"
    assert found.quarantine.select("source_line", "column_name", "failed_check").rows() == [(5, "value_low", "is a number")]


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(b"\xff\xfe\x00")
    for name, says in (("nowhere.jsonl", "no such file"), ("x.jsonl", "cannot be read as UTF-8 text")):
        with pytest.raises(ConfigurationError, match=says):
            import_claims([tmp_path / name], empty_frame("documents"), load_claim_types())


def test_frames_have_the_columns_of_their_schemas(tmp_path: Path) -> None:
    found = imported(tmp_path, LEAST, "no json")
    for table in ("claims", "documents", "quarantine"):
        assert dict(getattr(found, table).schema) == dict(columns_of(table))


def test_a_long_file_is_read_in_batches_with_the_same_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"quote": "Five died there, and another 12 died here.", "measure": "deaths"}
    lines = [
        {**LEAST, **both, "document_path": f"{number // 10}.txt", "value_low": value, "value_high": value, "mention_text": said}
        for number in range(40)
        for value, said in ((500 + number, "Five"), (12 + number, "another 12"))
    ]
    lines.insert(7, "no json")
    lines.insert(31, {**LEAST, "value_low": "five"})
    whole = imported(tmp_path, *lines)
    monkeypatch.setattr("atodds.importing.BATCH_ROWS", 7)
    batched = imported(tmp_path, *lines)
    for name in ("claims", "documents", "quarantine"):
        assert getattr(batched, name).equals(getattr(whole, name)), name
    assert batched.quarantine["source_line"].to_list() == [8, 32]


def test_no_more_than_a_batch_of_lines_is_held_as_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    fill_in = importing.fill_in
    monkeypatch.setattr(importing, "BATCH_ROWS", 50)
    monkeypatch.setattr(importing, "fill_in", lambda rows, **more: held.append(len(rows)) or fill_in(rows, **more))
    found = imported(tmp_path, *({**LEAST, "value_low": number, "value_high": number, "quote": f"{number} died."} for number in range(230)))
    assert found.claims.height == 230
    assert held == [50, 50, 50, 50, 30]
