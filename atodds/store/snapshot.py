"""The snapshot of a run: a folder of Parquet files that report, exports and review read, so that no reader ever holds the database.

    .atodds/snapshots/0002-3fa9c1d2/
        run.json                what went in and what came out
        documents.parquet  segments.parquet  claims.parquet  entities.parquet  links.parquet  copies.parquet
        discrepancies.parquet  problems.parquet  quarantine.parquet
        past_documents.parquet  past_claims.parquet    of earlier versions, where a discrepancy of this run cites them

A snapshot is written once, into a folder of another name that is renamed when it is whole, and never changed. It holds no time of day
and nothing of the machine: the same documents through the same runs give the same bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import polars as pl

from atodds.errors import ConfigurationError, PipelineError
from atodds.store.frames import columns_of, empty_frame
from atodds.workspace import Workspace

__all__ = ["SNAPSHOT_TABLES", "Snapshot", "prune_snapshots", "write_latest", "write_snapshot"]

SNAPSHOT_TABLES: Final = {
    "documents": "documents",
    "segments": "segments",
    "claims": "claims",
    "entities": "entities",
    "links": "links",
    "topics": "topics",
    "standings": "standings",
    "copies": "copies",
    "discrepancies": "discrepancies",
    "problems": "problems",
    "quarantine": "quarantine",
    "past_documents": "documents",
    "past_claims": "claims",
}
"""The files of a snapshot, each with the table whose columns it has."""

_LATEST: Final = "latest"
_UNFINISHED: Final = ".unfinished-"


class Snapshot:
    """One run's results, read from its folder as they are asked for."""

    def __init__(self, folder: Path, run: Mapping[str, Any]) -> None:
        self.folder = folder
        self.run = run

    @classmethod
    def open(cls, folder: Path | str) -> Snapshot:
        """The snapshot in a folder.

        Raises:
            ConfigurationError: when there is none.
        """
        folder = Path(folder)
        try:
            run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{folder}: holds no snapshot of a run; run atodds check first") from error
        return cls(folder, run)

    @classmethod
    def find(cls, workspace: Workspace, run_id: str | None = None) -> Snapshot:
        """A run's snapshot by its id or the beginning of it ("2" is run 0002); the latest one without.

        Raises:
            ConfigurationError: when there is no such run.
        """
        if run_id is None:
            try:
                run_id = (workspace.snapshots / _LATEST).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ConfigurationError(f"{workspace.database}: no run so far; run atodds check first") from error
            return cls.open(workspace.snapshots / run_id)
        there = cls.run_ids(workspace)
        wanted = run_id.zfill(4) if run_id.isdigit() and len(run_id) < 4 else run_id
        found = [name for name in there if name.startswith(wanted)]
        if len(found) != 1:
            known = ", ".join(there[-5:]) or "none"
            raise ConfigurationError(f'{"no" if not found else "more than one"} run "{run_id}"; the latest runs are {known}')
        return cls.open(workspace.snapshots / found[0])

    @staticmethod
    def run_ids(workspace: Workspace) -> list[str]:
        """The runs whose snapshots are kept, oldest first."""
        return sorted(path.parent.name for path in workspace.snapshots.glob("[0-9]*/run.json"))

    @property
    def run_id(self) -> str:
        """The run's id."""
        return str(self.run["run_id"])

    def table(self, name: str) -> pl.DataFrame:
        """One of `SNAPSHOT_TABLES`; without rows, or with empty columns, when the run that wrote this snapshot did not know them."""
        path = self.folder / f"{name}.parquet"
        try:
            return _with_all_columns(SNAPSHOT_TABLES[name], pl.read_parquet(path, memory_map=False, hive_partitioning=False))
        except FileNotFoundError:
            return empty_frame(SNAPSHOT_TABLES[name])
        except (OSError, pl.exceptions.PolarsError) as error:
            raise PipelineError(f"{path}: cannot be read ({error}); delete the folder and run atodds check again") from error

    @cached_property
    def documents(self) -> pl.DataFrame:
        """The documents of the run, by path."""
        return self.table("documents")

    @cached_property
    def segments(self) -> pl.DataFrame:
        """Their segments."""
        return self.table("segments")

    @cached_property
    def claims(self) -> pl.DataFrame:
        """Their claims, aligned, by document and place."""
        return self.table("claims")

    @cached_property
    def entities(self) -> pl.DataFrame:
        """What subjects and facets were aligned to."""
        return self.table("entities")

    @cached_property
    def links(self) -> pl.DataFrame:
        """Why."""
        return self.table("links")

    @cached_property
    def topics(self) -> pl.DataFrame:
        """What each document, or stretch of one, is about."""
        return self.table("topics")

    @cached_property
    def standings(self) -> pl.DataFrame:
        """Which place holds which."""
        return self.table("standings")

    @cached_property
    def copies(self) -> pl.DataFrame:
        """Which documents and passages copy others."""
        return self.table("copies")

    @cached_property
    def discrepancies(self) -> pl.DataFrame:
        """What cannot all be true, gravest first; those that the run before had and this one has not come last, as resolved."""
        return self.table("discrepancies")

    @cached_property
    def problems(self) -> pl.DataFrame:
        """What went wrong without stopping the run."""
        return self.table("problems")

    @cached_property
    def quarantine(self) -> pl.DataFrame:
        """Rows that did not fit their schema."""
        return self.table("quarantine")

    @cached_property
    def past_documents(self) -> pl.DataFrame:
        """Earlier versions that a discrepancy of this run cites."""
        return self.table("past_documents")

    @cached_property
    def past_claims(self) -> pl.DataFrame:
        """Claims that a discrepancy of this run cites and that no longer stand."""
        return self.table("past_claims")


def _with_all_columns(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of an earlier program with the columns that came after it, in the order of the schema."""
    columns = columns_of(table)
    if frame.columns == list(columns) or not set(frame.columns) < set(columns):
        return frame
    return frame.select(pl.col(name) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name) for name, dtype in columns.items())


def write_snapshot(workspace: Workspace, run: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], like: Path | None = None) -> Path:
    """Write a run's snapshot in one atomic rename and give its folder.

    Args:
        workspace: where.
        run: the content of run.json; `run_id` names the folder.
        tables: frames by names of `SNAPSHOT_TABLES`, sorted; those that are missing are written without rows.
        like: the snapshot of the run before; a file that would have the same bytes is shared with it.
    """
    target = workspace.snapshots / str(run["run_id"])
    unfinished = workspace.snapshots / f"{_UNFINISHED}{run['run_id']}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name, table in SNAPSHOT_TABLES.items():
        path = unfinished / f"{name}.parquet"
        tables.get(name, empty_frame(table)).write_parquet(path, compression="zstd", compression_level=3)
        if like is not None:
            _share(path, like / path.name)
        _to_disk(path)
    path = unfinished / "run.json"
    path.write_text(json.dumps(run, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    _to_disk(path)
    _to_disk(unfinished)
    if target.exists():  # the same run again, after its database was lost
        gone = workspace.snapshots / f"{_UNFINISHED}old-{run['run_id']}"
        shutil.rmtree(gone, ignore_errors=True)
        target.rename(gone)
        unfinished.rename(target)
        shutil.rmtree(gone, ignore_errors=True)
    else:
        unfinished.rename(target)
    _to_disk(workspace.snapshots)
    return target


def _share(path: Path, earlier: Path) -> None:
    try:
        if earlier.stat().st_size != path.stat().st_size or earlier.read_bytes() != path.read_bytes():
            return
        shared = path.with_suffix(".shared")
        os.link(earlier, shared)
        shared.replace(path)
    except OSError:  # no earlier file, or a file system without links: the copy stays
        return


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems cannot sync folders
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_latest(workspace: Workspace, run_id: str) -> None:
    """Say which run is the latest, once the database has it as finished."""
    part = workspace.snapshots / f"{_LATEST}.part"
    part.write_text(run_id + "\n", encoding="utf-8")
    part.replace(workspace.snapshots / _LATEST)


def prune_snapshots(workspace: Workspace, keep: int, needed: set[str]) -> list[str]:
    """Remove all but the newest `keep` snapshots, those in `needed`, and what crashed runs left; the ids of the removed ones."""
    for path in workspace.snapshots.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
    removed = []
    for run_id in Snapshot.run_ids(workspace)[:-keep]:
        if run_id not in needed:
            shutil.rmtree(workspace.snapshots / run_id, ignore_errors=True)
            removed.append(run_id)
    return removed
