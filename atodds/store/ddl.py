"""DuckDB tables and docs/tables.md, generated from the schemas: `python -m atodds.store.ddl` writes the page.

Migrations are frozen once they are committed: a change of a schema comes with a numbered one of its own, and a test holds the sum of the
migrations to the schemas.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import polars as pl

from schemas import TABLES

__all__ = ["MIGRATIONS_FOLDER", "PER_RUN", "create_table", "create_tables", "duckdb_type", "tables_page"]

MIGRATIONS_FOLDER: Final = Path(__file__).resolve().parent / "migrations"
TABLES_PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "tables.md"

PER_RUN: Final = ("entities", "links", "topics", "standings", "copies", "discrepancies", "problems")
"""Tables whose rows belong to one run: in the database (not in snapshots) each row begins with its `run_id`."""

_SIMPLE: Final = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMP",
}


def duckdb_type(dtype: pl.DataType) -> str:
    """The DuckDB type that holds a polars type: lists as `T[]`, structs as `STRUCT(...)`.

    Raises:
        TypeError: for a type no schema has used so far.
    """
    if isinstance(dtype, pl.List):
        return f"{duckdb_type(_instance(dtype.inner))}[]"
    if isinstance(dtype, pl.Struct):
        return "STRUCT(" + ", ".join(f"{field.name} {duckdb_type(_instance(field.dtype))}" for field in dtype.fields) + ")"
    for polars_type, name in _SIMPLE.items():
        if isinstance(dtype, polars_type):
            return name
    raise TypeError(f"no DuckDB type for {dtype}; add it to atodds/store/ddl.py")


def _instance(dtype: Any) -> pl.DataType:
    """A type as an instance: polars takes and gives both `pl.String` and `pl.String()`."""
    instance: pl.DataType = dtype() if isinstance(dtype, type) else dtype
    return instance


def create_table(name: str) -> str:
    """The CREATE TABLE statement of one table."""
    schema = TABLES[name].to_schema()
    columns = ["run_id VARCHAR NOT NULL"] if name in PER_RUN else []
    for column, properties in schema.columns.items():
        columns.append(f"{column} {duckdb_type(_instance(properties.dtype.type))}{'' if properties.nullable else ' NOT NULL'}")
    return f"CREATE TABLE {name} (\n    " + ",\n    ".join(columns) + "\n);\n"


def create_tables() -> str:
    """The CREATE TABLE statements of every table."""
    head = "-- Generated from schemas/ by python -m atodds.store.ddl\n\n"
    return head + "\n".join(create_table(name) for name in TABLES)


def tables_page() -> str:
    """docs/tables.md: every table and column with type and meaning."""
    parts = [
        "# Tables",
        "",
        "Generated from `schemas/` by `python -m atodds.store.ddl`; edit the schemas, not this page.",
        "",
        "The columns stand in the database (`.atodds/atodds.duckdb`) and in the Parquet files of a run's snapshot. In the database the",
        "tables " + ", ".join(f"`{name}`" for name in PER_RUN) + " begin with a `run_id`; a snapshot is one run, and has none.",
        "",
        "`atodds export TABLE` writes any of them, and `past_claims` and `past_documents`: of the columns of `claims` and `documents`,",
        "of earlier versions that a discrepancy of the run cites. `runs` and `readings` belong to no one run and come from the database,",
        "`adjudications` from adjudications.jsonl; all others come from the snapshot, of the latest run or the one `--run` names.",
    ]
    for name, model in TABLES.items():
        parts += ["", f"## {name}", "", (model.__doc__ or "").strip(), "", "| column | type | null | meaning |", "|---|---|---|---|"]
        for column, properties in model.to_schema().columns.items():
            null = "yes" if properties.nullable else ""
            parts.append(f"| `{column}` | {duckdb_type(_instance(properties.dtype.type))} | {null} | {properties.description} |")
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write docs/tables.md."""
    TABLES_PAGE.write_text(tables_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
