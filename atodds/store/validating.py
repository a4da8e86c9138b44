"""Loading through pandera: rows that pass, and for the quarantine every check that failed on the others.

Frames are eager: pandera checks a LazyFrame for its columns only. `drop_invalid_rows` would drop silently, so the indices of
`failure_cases` are used instead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl
from pandera.errors import SchemaErrors

from atodds.store.frames import columns_of, empty_frame, rows_to_frame
from schemas import TABLES

__all__ = ["Validated", "validate"]

ROW_IDS = {
    "claims": "claim_id",
    "documents": "document_id",
    "discrepancies": "discrepancy_id",
    "entities": "entity_id",
    "segments": "document_id",
}


@dataclass(frozen=True, slots=True)
class Validated:
    """The rows that passed, and one row of `schemas/quarantine.py` for each failed check of the rows that did not."""

    passed: pl.DataFrame
    quarantine: pl.DataFrame


def validate(table: str, frame: pl.DataFrame, source_lines: list[int] | None = None) -> Validated:
    """Hold every row of `frame` to the schema of `table`.

    Args:
        table: name of the table.
        frame: rows with exactly its columns.
        source_lines: for rows that came from a file of lines, the line of each.

    Raises:
        ValueError: when columns are missing, unknown or of another type: that is a mistake of the program, not of a row.
    """
    expected = columns_of(table)
    if dict(frame.schema) != dict(expected):
        wrong = sorted({*frame.schema.items()} ^ {*expected.items()}, key=str)
        raise ValueError(f"{table}: columns differ from the schema: {wrong}")
    if frame.is_empty():
        return Validated(frame, empty_frame("quarantine"))
    try:
        TABLES[table].validate(frame, lazy=True)
    except SchemaErrors as errors:
        return _divide(table, frame, errors.failure_cases, source_lines)
    return Validated(frame, empty_frame("quarantine"))


def _divide(table: str, frame: pl.DataFrame, failures: pl.DataFrame, source_lines: list[int] | None) -> Validated:
    if failures["index"].null_count():
        first = failures.filter(pl.col("index").is_null()).row(0, named=True)
        raise ValueError(f"{table}: the check {first['check']} failed on no row in particular: {first['failure_case']}")
    rows: list[dict[str, Any]] = []
    for failure in failures.unique(maintain_order=True).iter_rows(named=True):
        row = frame.row(failure["index"], named=True)
        rows.append(
            {
                "table_name": table,
                "row_id": row.get(ROW_IDS.get(table, "")),
                "document_id": row.get("document_id"),
                "document_path": row.get("document_path", row.get("path")),
                "source_line": source_lines[failure["index"]] if source_lines else None,
                "column_name": failure["column"],
                "failed_check": failure["check"],
                "failure_case": None if failure["failure_case"] is None else str(failure["failure_case"])[:500],
                "row_json": json.dumps(row, ensure_ascii=False, default=str)[:20_000],
            }
        )
    failed = failures["index"].unique()
    passed = frame.with_row_index("__row").filter(~pl.col("__row").is_in(failed.implode())).drop("__row")
    return Validated(passed, rows_to_frame("quarantine", rows))
