"""Tables as JSON lines, CSV or Parquet: `atodds export`.

What belongs to a run is read from its snapshot, which holds no one up; decisions from the file they are made in; runs and readings, which
belong to no one run, from the database.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Final

import polars as pl

from atodds.errors import ConfigurationError
from atodds.spreadsheets import BEGINS_FORMULA
from atodds.store.adjudication_rows import adjudication_rows
from atodds.store.database import Store
from atodds.store.frames import rows_to_frame
from atodds.store.snapshot import SNAPSHOT_TABLES, Snapshot
from atodds.workspace import Workspace
from schemas import TABLES

__all__ = ["EXPORT_FORMATS", "OF_NO_RUN", "export_table", "table_of"]

EXPORT_FORMATS: Final = ("jsonl", "csv", "parquet")
OF_NO_RUN: Final = tuple(name for name in TABLES if name not in SNAPSHOT_TABLES)
"""Tables that no snapshot holds."""

_ROWS_AT_ONCE: Final = 20_000


def table_of(workspace: Workspace, snapshot: Snapshot, name: str) -> pl.DataFrame:
    """A table of the snapshot; discrepancies with the decisions made since.

    Raises:
        ConfigurationError: when there is no such table.
        LockedError: when it stands in the database alone, and a run has that.
    """
    if name == "adjudications":
        return rows_to_frame("adjudications", adjudication_rows(workspace.adjudications))
    if name in OF_NO_RUN:
        return Store.table_of(workspace, name)
    if name not in SNAPSHOT_TABLES:
        raise ConfigurationError(f'no table "{name}"; the tables are {", ".join([*SNAPSHOT_TABLES, *OF_NO_RUN])}')
    frame = snapshot.table(name)
    if name != "discrepancies" or frame.is_empty() or not workspace.adjudications.exists():
        return frame
    from atodds.adjudications import read_adjudications
    from atodds.report.findings import find_findings

    findings = find_findings(snapshot, read_adjudications(workspace.adjudications).lines).findings
    statuses = {finding.discrepancy_id: str(finding.status) for finding in findings}
    return frame.with_columns(pl.col("discrepancy_id").replace_strict(statuses, default="new").alias("status"))


def export_table(frame: pl.DataFrame, format_name: str) -> Iterator[bytes]:
    """A table in one of `EXPORT_FORMATS`, piece by piece. In CSV, lists are written as JSON, and no text begins a formula.

    Raises:
        ConfigurationError: when the format is none of these.
    """
    if format_name == "jsonl":
        for part in frame.iter_slices(_ROWS_AT_ONCE):
            yield part.write_ndjson().encode()
    elif format_name == "csv":
        nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
        written = {name: [None if value is None else _as_json(value) for value in frame[name].to_list()] for name in nested}
        flat = frame.with_columns([pl.Series(name, values, dtype=pl.String) for name, values in written.items()])
        text = pl.col(pl.String)
        yield (
            flat.with_columns(pl.when(text.str.contains(BEGINS_FORMULA)).then("'" + text).otherwise(text).name.keep()).write_csv().encode()
        )
    elif format_name == "parquet":
        stream = io.BytesIO()
        frame.write_parquet(stream)
        yield stream.getvalue()
    else:
        raise ConfigurationError(f'unknown format "{format_name}"; choose one of {", ".join(EXPORT_FORMATS)}')


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
