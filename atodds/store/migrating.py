"""Numbered SQL migrations: `migrations/NNNN_name.sql`, each in one transaction, each recorded in `schema_version`."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from atodds.errors import ConfigurationError
from atodds.store.ddl import MIGRATIONS_FOLDER

__all__ = ["migrate", "schema_version"]


def schema_version(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the last migration a database has had; 0 for an empty one."""
    found = connection.sql("select 1 from duckdb_tables() where table_name = 'schema_version'").fetchall()
    if not found:
        return 0
    rows = connection.sql("select coalesce(max(version), 0) from schema_version").fetchall()
    return int(rows[0][0])


def migrate(connection: duckdb.DuckDBPyConnection, folder: Path = MIGRATIONS_FOLDER) -> list[str]:
    """Bring a database to the newest schema; the names of the migrations that were run, none for an up-to-date one.

    Raises:
        ConfigurationError: when a newer program made the database.
    """
    migrations = {int(re.match(r"\d+", path.name).group()): path for path in sorted(folder.glob("[0-9]*.sql"))}  # type: ignore[union-attr]
    version = schema_version(connection)
    if version > max(migrations, default=0):
        raise ConfigurationError(
            f"the database has schema {version}, made by a newer atodds; update the program, or name another with --db"
        )
    done = []
    for number, path in migrations.items():
        if number <= version:
            continue
        connection.execute("begin")
        try:
            connection.execute(path.read_text(encoding="utf-8"))
            connection.execute("create table if not exists schema_version (version integer not null, name varchar not null)")
            connection.execute("insert into schema_version values (?, ?)", [number, path.stem])
            connection.execute("commit")
        except duckdb.Error:
            connection.execute("rollback")
            raise
        done.append(path.stem)
    return done
