import duckdb
import polars as pl
import pytest

from atodds.store import ddl
from schemas import TABLES

COLUMNS = "select table_name, column_name, data_type, is_nullable from duckdb_columns() where not internal order by all"


def test_the_tables_page_is_generated_from_the_schemas() -> None:
    assert ddl.TABLES_PAGE.read_text(encoding="utf-8") == ddl.tables_page(), "stale: run python -m atodds.store.ddl"


def test_the_migrations_add_up_to_the_schemas() -> None:
    migrated, generated = duckdb.connect(), duckdb.connect()
    for path in sorted(ddl.MIGRATIONS_FOLDER.glob("*.sql")):
        migrated.execute(path.read_text(encoding="utf-8"))
    generated.execute(ddl.create_tables())
    found = [row for row in migrated.sql(COLUMNS).fetchall() if row[0] in TABLES]
    assert found == generated.sql(COLUMNS).fetchall(), "stale: run python -m atodds.store.ddl, or write a migration"


@pytest.mark.parametrize(
    ("dtype", "name"),
    [
        (pl.String(), "VARCHAR"),
        (pl.List(pl.List(pl.String())), "VARCHAR[][]"),
        (pl.List(pl.Struct({"relation": pl.String(), "claim_id": pl.String()})), "STRUCT(relation VARCHAR, claim_id VARCHAR)[]"),
        (pl.Datetime("us"), "TIMESTAMP"),
    ],
)
def test_polars_types_become_duckdb_types(dtype: pl.DataType, name: str) -> None:
    assert ddl.duckdb_type(dtype) == name


def test_an_unknown_type_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="Duration"):
        ddl.duckdb_type(pl.Duration())
