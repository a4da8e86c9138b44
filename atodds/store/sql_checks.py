"""Runs the query of a `.sql` check over the claims of a run, in a database of its own in memory: it sees them and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import polars as pl

__all__ = ["SqlRunner", "sql_runner"]

_CONFIG: Final = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,  # a check reads no file and no network
}


class SqlRunner:
    """Runs one query after the other; `claims`, `documents` and `entities` are the tables there are."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __call__(self, check: Any) -> list[Mapping[str, object]]:
        """The rows of a check's query, as mappings; `check` has its text as `sql`.

        Raises:
            duckdb.Error: for a query that is wrong; the runner of checks makes it a problem of that check.
        """
        cursor = self._connection.execute(check.sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def sql_runner(**tables: pl.DataFrame) -> Iterator[SqlRunner]:
    """A runner over these tables."""
    connection = duckdb.connect(":memory:", config=dict(_CONFIG))
    try:
        for name, frame in tables.items():
            connection.register(f"{name}_frame", frame.to_arrow())
            connection.execute(f"create table {name} as select * from {name}_frame")
            connection.unregister(f"{name}_frame")
        yield SqlRunner(connection)
    finally:
        connection.close()
