"""The workspace's DuckDB file, held by one writer from the first to the last stage of a run.

Only this package executes SQL against it. Readers (report, exports, review) read snapshots and never come here.
Each batch of documents is loaded in one transaction: after a crash every batch is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import duckdb
import polars as pl

from atodds.errors import ConfigurationError, LockedError, PipelineError
from atodds.store.ddl import PER_RUN
from atodds.store.frames import columns_of, rows_to_frame
from atodds.store.lineage import Known, Lineage
from atodds.store.lock import WriterLock, locked_by_duckdb
from atodds.store.migrating import migrate
from atodds.store.validating import validate
from atodds.vocabulary import DocumentStatus
from atodds.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atodds.reading_batches import Extracted

__all__ = ["LoadCounts", "Store"]

_CONFIG: Final = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What one batch brought."""

    documents: int
    claims: int
    quarantined: int


class Store:
    """The open database. Use it as a context manager."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, lock: WriterLock) -> None:
        self._connection = connection
        self._lock = lock

    @classmethod
    def open(cls, workspace: Workspace, command: str | None = None) -> Store:
        """Open a workspace's database for writing, making and migrating it as needed.

        Raises:
            LockedError: when another process has it; the message names the process.
            ConfigurationError: when the file is no database, or its folder cannot be written to.
        """
        try:
            workspace.make_folders()
        except OSError as error:
            raise ConfigurationError(
                f"{workspace.folder}: cannot be made ({error.strerror}); name a database elsewhere with --db"
            ) from error
        lock = WriterLock(workspace.database, command)
        lock.acquire()
        try:
            connection = duckdb.connect(str(workspace.database), config=dict(_CONFIG))
            migrate(connection)
        except duckdb.Error as error:
            lock.release()
            locked = locked_by_duckdb(workspace.database, str(error))
            if locked is not None:
                raise locked from error
            first_line = str(error).splitlines()[0]
            raise ConfigurationError(
                f"{workspace.database}: cannot be opened as a database ({first_line}); move it away, it is rebuilt from the documents"
            ) from error
        except BaseException:
            lock.release()
            raise
        store = cls(connection, lock)
        store._connection.execute("update runs set status = 'failed' where status = 'running'")
        return store

    @classmethod
    def claims_as_read(cls, workspace: Workspace, documents: pl.DataFrame) -> pl.DataFrame | None:
        """The claims of documents as they were extracted, before aligning; None while a run has the database, or where there is none.

        Everything else that is read of a run stands in its snapshot.
        """
        try:
            with cls._for_a_moment(workspace, "atodds review, for a moment") as connection:
                return cls._read_claims(connection, documents)
        except (duckdb.Error, LockedError, ConfigurationError):
            return None

    @classmethod
    def table_of(cls, workspace: Workspace, name: str) -> pl.DataFrame:
        """A table that belongs to no one run, such as `runs` and `readings`, as it stands in the database.

        Raises:
            LockedError: while a run has the database.
            ConfigurationError: when there is no database.
        """
        try:
            with cls._for_a_moment(workspace, f"atodds export {name}, for a moment") as connection:
                frame: pl.DataFrame = connection.sql(f"select * from {name} order by all").pl()
        except duckdb.Error as error:
            first_line = str(error).splitlines()[0]
            raise ConfigurationError(f"{workspace.database}: cannot be read ({first_line}); run atodds check") from error
        return frame.select([pl.col(column).cast(dtype) for column, dtype in columns_of(name).items()])

    @staticmethod
    @contextmanager
    def _for_a_moment(workspace: Workspace, command: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """The database to read from, held for as long as one query takes."""
        if not workspace.database.is_file():
            raise ConfigurationError(f"{workspace.database}: no run so far; run atodds check first")
        with WriterLock(workspace.database, command):
            connection = duckdb.connect(str(workspace.database), read_only=True, config=dict(_CONFIG))
            try:
                yield connection
            finally:
                connection.close()

    @staticmethod
    def _read_claims(connection: duckdb.DuckDBPyConnection, documents: pl.DataFrame) -> pl.DataFrame:
        connection.register("ids", _standing(documents).to_arrow())
        frame: pl.DataFrame = connection.sql(
            "select claims.* replace (ids.path as document_path) from claims join ids using (document_id)"
        ).pl()
        return frame.select([pl.col(name).cast(dtype) for name, dtype in columns_of("claims").items()])

    def close(self) -> None:
        """Close the database and give the lock back."""
        self._connection.close()
        del self._connection  # a traceback that outlives us would keep it, and DuckDB reports what is left at exit
        self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("begin")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def _frame(self, table: str, query: str, **views: pl.DataFrame) -> pl.DataFrame:
        """The rows of a query with the columns and types of a table; `views` can be named in it."""
        with self._views(views):
            frame: pl.DataFrame = self._connection.sql(query).pl()
        columns = columns_of(table)
        return frame.select([pl.col(name).cast(dtype) for name, dtype in columns.items()])

    @contextmanager
    def _views(self, views: Mapping[str, pl.DataFrame]) -> Iterator[None]:
        for name, frame in views.items():
            self._connection.register(name, frame.to_arrow())
        try:
            yield
        finally:
            for name in views:
                self._connection.unregister(name)

    def _insert(self, table: str, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        columns = ", ".join(frame.columns)
        with self._views({"new_rows": frame}):
            self._connection.execute(f"insert into {table} ({columns}) select {columns} from new_rows")

    # --- documents ----------------------------------------------------------------------------------------------------------

    def known_documents(self) -> list[Known]:
        """Every version of every document that could be opened, for tracing lineage."""
        rows = self._connection.sql(
            "select path, document_id, version, lineage, superseded_by from documents where content_sha256 <> '' order by all"
        ).fetchall()
        return [Known(*row) for row in rows]

    def reading_keys(self) -> dict[str, str]:
        """What each loaded content was read with, by document id."""
        return dict(self._connection.sql("select document_id, reading_key from readings").fetchall())

    def rename(self, lineages: Iterable[Lineage]) -> None:
        """Give renamed documents their new paths."""
        moves = [(item.renamed_from, item.path, item.document_id) for item in lineages if item.renamed_from is not None]
        if not moves:
            return
        with self._transaction():
            # In two steps, so that two documents that changed places do not meet under one path.
            for old, new, document_id in moves:
                self._connection.execute(
                    "update documents set path = ? where path = ? and document_id = ?", [f"\x00{new}", old, document_id]
                )
            for _, new, document_id in moves:
                self._connection.execute("delete from documents where path = ? and document_id = ?", [new, document_id])
                self._connection.execute(
                    "update documents set path = ? where path = ? and document_id = ?", [new, f"\x00{new}", document_id]
                )
                self._connection.execute("update claims set document_path = ? where document_id = ?", [new, document_id])

    def load(self, extracted: Extracted, lineages: Mapping[str, Lineage], reading_keys: Mapping[str, str]) -> LoadCounts:
        """Validate and load one batch, in one transaction; what was loaded of the same contents before gives way.

        Args:
            extracted: the batch.
            lineages: what each document is, by path.
            reading_keys: what each document was read with, by path; remembered unless its failure was transient.
        """
        claims = validate("claims", extracted.claims)
        segments = validate("segments", extracted.segments)
        kept = dict(claims.passed.group_by("document_id").len().iter_rows())
        rows = [self._with_lineage(row, lineages[row["path"]], kept.get(row["document_id"], 0)) for row in extracted.documents]
        documents = validate("documents", rows_to_frame("documents", rows))
        if documents.quarantine.height:
            failed = documents.quarantine.row(0, named=True)
            raise PipelineError(f"{failed['document_path']}: its row does not fit schemas/documents.py ({failed['failed_check']})")
        quarantine = pl.concat([claims.quarantine, segments.quarantine])
        ids = pl.DataFrame({"document_id": [row["document_id"] for row in rows]}, schema={"document_id": pl.String})
        read_with = [
            {"document_id": row["document_id"], "reading_key": reading_keys[row["path"]]}
            for row in rows
            if row["document_id"] not in extracted.transient
        ]
        with self._transaction():
            with self._views({"ids": ids, "pairs": documents.passed.select("path", "document_id")}):
                for table in ("segments", "claims", "quarantine", "readings"):
                    self._connection.execute(f"delete from {table} where document_id in (select document_id from ids)")
                self._connection.execute("delete from documents where (path, document_id) in (select (path, document_id) from pairs)")
            self._insert("documents", documents.passed)
            self._insert("segments", segments.passed)
            self._insert("claims", claims.passed)
            self._insert("quarantine", quarantine)
            self._insert("readings", rows_to_frame("readings", read_with))
            for row in rows:
                self._supersede(lineages[row["path"]])
        return LoadCounts(len(rows), claims.passed.height, quarantine["row_id"].n_unique() if quarantine.height else 0)

    @staticmethod
    def _with_lineage(row: dict[str, Any], lineage: Lineage, claim_count: int) -> dict[str, Any]:
        return {**row, "version": lineage.version, "lineage": lineage.lineage, "superseded_by": None, "claim_count": claim_count}

    def _supersede(self, lineage: Lineage) -> None:
        if lineage.supersedes is not None:
            self._connection.execute(
                "update documents set superseded_by = ? where path = ? and document_id = ?",
                [lineage.document_id, lineage.path, lineage.supersedes],
            )

    def place(self, lineages: Sequence[Lineage]) -> None:
        """Write the rows of documents whose content is loaded but whose path is new, or that stand for another path's content.

        Call it once every batch of the run is loaded.
        """
        existing = {(item.path, item.document_id): item for item in self.known_documents()}
        standing = "select path, document_id, same_content_as from documents"
        twins = {(path, document_id): twin for path, document_id, twin in self._connection.sql(standing).fetchall()}
        rows = []
        for lineage in lineages:
            known = existing.get((lineage.path, lineage.document_id))
            twin = lineage.same_content_as
            current = known is not None and known.superseded_by is None and known.version == lineage.version
            if current and twins[lineage.path, lineage.document_id] == twin:
                continue
            row = self._document_row(lineage.document_id, lineage.path if known else None)
            if row is None:
                continue
            if row["same_content_as"] is not None and twin is None:
                row = self._document_row(lineage.document_id, None, standing=True) or row
            if twin is not None:
                row |= {"status": str(DocumentStatus.SAME_CONTENT), "reason": f"same content as {twin}", "text": "", "claim_count": 0}
            rows.append(
                {
                    **row,
                    "path": lineage.path,
                    "version": lineage.version,
                    "lineage": lineage.lineage,
                    "superseded_by": None,
                    "same_content_as": twin,
                }
            )
        if not rows:
            return
        documents = validate("documents", rows_to_frame("documents", rows))
        with self._transaction():
            with self._views({"pairs": documents.passed.select("path", "document_id")}):
                self._connection.execute("delete from documents where (path, document_id) in (select (path, document_id) from pairs)")
            self._insert("documents", documents.passed)
            for lineage in lineages:
                self._supersede(lineage)

    def _document_row(self, document_id: str, path: str | None, *, standing: bool = False) -> dict[str, Any] | None:
        """The row of a content: at that path, or else wherever it stands with its text."""
        where = "path = $path" if path is not None else "true"
        if standing:
            where += " and same_content_as is null"
        query = f"select * from documents where document_id = $id and {where} order by same_content_as is not null, path limit 1"
        values = {"id": document_id} | ({"path": path} if path is not None else {})
        rows = self._connection.sql(query, params=values).pl().to_dicts()
        return rows[0] if rows else None

    # --- what a run works on ------------------------------------------------------------------------------------------------

    def documents_of(self, lineages: Sequence[Lineage]) -> pl.DataFrame:
        """The rows of the run's documents, by path."""
        return self._frame(
            "documents", "select * from documents semi join pairs using (path, document_id) order by path", pairs=_pairs(lineages)
        )

    def segments_of(self, documents: pl.DataFrame) -> pl.DataFrame:
        """The segments of those documents, each content once, by document path and number."""
        return self._frame(
            "segments",
            "select segments.* from segments join ids using (document_id) order by ids.path, segment_number",
            ids=_standing(documents),
        )

    def claims_of(self, documents: pl.DataFrame) -> pl.DataFrame:
        """The claims of those documents under the paths of this run, by document path, place and id."""
        return self._frame(
            "claims",
            "select claims.* replace (ids.path as document_path) from claims join ids using (document_id)"
            " order by ids.path, mention_start nulls first, mention_end, claim_id",
            ids=_standing(documents),
        )

    def quarantine_of(self, documents: pl.DataFrame) -> pl.DataFrame:
        """What was kept out of those documents."""
        return self._frame(
            "quarantine",
            "select quarantine.* replace (ids.path as document_path) from quarantine join ids using (document_id)"
            " order by document_path, table_name, row_id, column_name, failed_check",
            ids=_standing(documents),
        )

    def previous_versions_of(self, documents: pl.DataFrame) -> pl.DataFrame:
        """The version before the current one, for each of those documents that has one."""
        return self._frame(
            "documents",
            "select old.* from documents old join now on old.superseded_by = now.document_id and old.path = now.path order by old.path",
            now=documents.select("path", "document_id"),
        )

    # --- runs ---------------------------------------------------------------------------------------------------------------

    def parent_run(self, scope: str) -> dict[str, Any] | None:
        """The last finished run over the same sources."""
        rows = self._frame(
            "runs",
            "select runs.* from runs join scopes using (scope) where status = 'finished' order by run_number desc limit 1",
            scopes=pl.DataFrame({"scope": [scope]}),
        ).to_dicts()
        return rows[0] if rows else None

    def next_run_number(self) -> int:
        """One more than the last finished run's."""
        rows = self._connection.sql("select coalesce(max(run_number), 0) from runs where status = 'finished'").fetchall()
        return int(rows[0][0]) + 1

    def seen_before(self, scope: str) -> set[str]:
        """Ids of every discrepancy that any finished run over the same sources had."""
        rows = self._connection.sql(
            "select distinct discrepancy_id from discrepancies join runs using (run_id)"
            " where scope = $scope and runs.status = 'finished' and state <> 'resolved'",
            params={"scope": scope},
        ).fetchall()
        return {str(row[0]) for row in rows}

    def begin_run(self, run: Mapping[str, Any]) -> None:
        """Record a run as running; its counts are filled in when it ends."""
        row = dict.fromkeys(("documents", "documents_read", "claims", "quarantined", "contradictions", "tensions", "problems"), 0)
        frame = rows_to_frame("runs", [{**row, **run, "status": "running", "started_at": _now()}])
        with self._transaction():
            self._connection.execute("delete from runs where run_id = ?", [run["run_id"]])
            self._insert("runs", validate("runs", frame).passed)

    def finish_run(self, run_id: str, counts: Mapping[str, int], tables: Mapping[str, pl.DataFrame]) -> None:
        """Record what a run found, in one transaction; call it once its snapshot stands.

        Args:
            run_id: the run.
            counts: columns of `schemas/runs.py`.
            tables: frames of the tables that belong to one run, by name.
        """
        sets = ", ".join(f"{name} = ?" for name in counts)
        with self._transaction():
            for name in PER_RUN:
                self._connection.execute(f"delete from {name} where run_id = ?", [run_id])
                if name in tables and tables[name].height:
                    self._insert(name, tables[name].select(pl.lit(run_id).alias("run_id"), pl.all()))
            self._connection.execute(
                f"update runs set status = 'finished', finished_at = ?, {sets} where run_id = ?", [_now(), *counts.values(), run_id]
            )

    def mirror_adjudications(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take over what people decided, as it stands in adjudications.jsonl, which is what counts."""
        frame = validate("adjudications", rows_to_frame("adjudications", rows)).passed
        with self._transaction():
            self._connection.execute("delete from adjudications")
            self._insert("adjudications", frame)

    def forget_runs(self, run_ids: Iterable[str]) -> None:
        """Let go of the entities, links, copies and problems of runs whose snapshots are gone; their discrepancies stay as history."""
        with self._transaction():
            for run_id in run_ids:
                for name in PER_RUN:
                    if name != "discrepancies":
                        self._connection.execute(f"delete from {name} where run_id = ?", [run_id])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _pairs(lineages: Sequence[Lineage]) -> pl.DataFrame:
    return pl.DataFrame(
        {"path": [item.path for item in lineages], "document_id": [item.document_id for item in lineages]},
        schema={"path": pl.String, "document_id": pl.String},
    )


def _standing(documents: pl.DataFrame) -> pl.DataFrame:
    """Path and id of the documents that stand for their content."""
    return documents.filter(pl.col("same_content_as").is_null()).select("path", "document_id")
