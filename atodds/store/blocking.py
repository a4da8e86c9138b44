"""Claims for the checks out of a database: blocks without any disagreement never leave it.

    with ClaimTable.over(["claims.parquet"], claim_types) as claims:
        outcome = run_checks(claims, context, checks)

Executes the text of `atodds.blocking`. What comes out are the claims of blocks where some two may conflict - of large blocks one of each
class of equal claims - and the groups of which some group check may say something. Memory grows with these, not with the table.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from atodds.blocking import (
    CANDIDATE_KEYS_SQL,
    GROUP_FILTERS,
    GROUP_KEYS,
    PART_KEYS_SQL,
    READINGS_SQL,
    classes_sql,
    readings_of_facts_sql,
)
from atodds.check_running import LISTED_READINGS, ClaimsInMemory
from atodds.check_words import load_check_words
from atodds.claim_types import ClaimType
from atodds.claims import Claim
from atodds.comparability import TIMELESS_DIMENSIONS, in_base_units, subject_key
from atodds.store.frames import claims_from_frame, columns_of
from atodds.vocabulary import MeasureKind

__all__ = ["ClaimTable"]

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,
}
_BLOCKS_AT_ONCE = 2_000
_GROUPS_AT_ONCE = 5_000

_Fact = tuple[object, ...]


class ClaimTable:
    """A `ClaimSource` over a DuckDB relation named `claims`."""

    all_pairs_up_to = 60  # a table this large is worth sweeping sooner than a folder of documents

    def __init__(self, connection: duckdb.DuckDBPyConnection, claim_types: Mapping[str, ClaimType]) -> None:
        self._connection = connection
        self._columns = ", ".join(f"claims.{name}" for name in columns_of("claims"))
        self._readings: dict[_Fact, list[str]] = {}
        self._prepare(claim_types)

    @classmethod
    @contextmanager
    def over(
        cls, files: Sequence[Path | str], claim_types: Mapping[str, ClaimType], *, memory: str = "1500MB", threads: int = 2
    ) -> Iterator[ClaimTable]:
        """The claims of Parquet files, within `memory`; what does not fit is spilled to a temporary folder."""
        with tempfile.TemporaryDirectory() as spill:
            config = {**_CONFIG, "memory_limit": memory, "threads": threads, "temp_directory": spill}
            connection = duckdb.connect(":memory:", config=config)
            try:
                names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
                connection.execute(f"create view claims as select * from read_parquet([{names}])")
                yield cls(connection, claim_types)
            finally:
                connection.close()

    @classmethod
    @contextmanager
    def of(cls, frame: pl.DataFrame, claim_types: Mapping[str, ClaimType]) -> Iterator[ClaimTable]:
        """The claims of a frame in memory."""
        connection = duckdb.connect(":memory:", config=dict(_CONFIG))
        try:
            connection.register("claims", frame.to_arrow())
            yield cls(connection, claim_types)
        finally:
            connection.close()

    def _prepare(self, claim_types: Mapping[str, ClaimType]) -> None:
        run = self._connection.execute
        run("create temp table units (unit varchar, dimension varchar, factor double)")
        run("create temp table measures (measure varchar, tolerance double, timeless boolean)")
        run("create temp table measure_parts (part varchar, whole varchar)")
        used = [unit for (unit,) in run("select distinct unit from claims where unit is not null").fetchall()]
        for unit in used:
            base = ("percent", 1.0) if unit == "percent" else None
            known = in_base_units(1.0, unit) if base is None else None
            if base is None and known is not None and known[0] > 0:
                base = (known[1], known[0])
            if base is not None:
                run("insert into units values (?, ?, ?)", [unit, base[0], base[1]])
        for measure, claim_type in claim_types.items():
            timeless = (
                claim_type.measure_kind is MeasureKind.LEVEL
                and claim_type.dimension in TIMELESS_DIMENSIONS
                and claim_type.drift_per_year == 0
            )
            run("insert into measures values (?, ?, ?)", [measure, claim_type.tolerance, timeless])
            for whole in claim_type.part_of:
                run("insert into measure_parts values (?, ?)", [measure, whole])
        for text in (READINGS_SQL, CANDIDATE_KEYS_SQL, PART_KEYS_SQL, classes_sql(self.all_pairs_up_to)):
            run(text)
        rows = run(readings_of_facts_sql(LISTED_READINGS)).fetchall()
        self._readings = {tuple(row[:-1]): row[-1] for row in rows}
        run("drop table readings")

    def blocks(self) -> Iterator[Sequence[Claim]]:
        """Blocks in which some two claims may conflict."""
        found = self._connection.execute("select max(block) from block_claims").fetchall()[0][0] or 0
        for first in range(1, found + 1, _BLOCKS_AT_ONCE):
            frame = self._connection.sql(
                f"select {self._columns}, block_claims.block from claims join block_claims using (claim_id) "
                f"where block between {first} and {first + _BLOCKS_AT_ONCE - 1} "
                "order by block, claims.document_path, claims.source_line_start, claims.claim_id"
            ).pl()
            yield from (claims for _, claims in _portions(frame, "block"))

    def groups(self, by: str, check_ids: frozenset[str] = frozenset()) -> Iterator[tuple[str, Sequence[Claim]]]:
        """Groups that hold what one of the checks needs; all groups where a check's needs are not known."""
        if by in ("wording", "derived"):
            return  # likeness of wording is looked for in folders of documents, not in tables of millions of claims
        if by == "table":
            frame = self._connection.sql(f"select {self._columns} from claims where segment_kind = 'table'").pl()
            yield from ClaimsInMemory(claims_from_frame(frame)).groups("table")
            return
        key = GROUP_KEYS[by]
        known, needs = GROUP_FILTERS[by]
        having = f"having {needs}" if check_ids and check_ids <= known else ""
        having = having.replace("$effects", "'" + _effects_pattern().replace("'", "''") + "'")
        self._connection.execute(
            f"create or replace temp table group_keys as select group_key, row_number() over (order by group_key) as number "
            f"from (select {key} as group_key from claims group by group_key {having})"
        )
        count = self._connection.execute("select count(*) from group_keys").fetchall()[0][0]
        for first in range(1, count + 1, _GROUPS_AT_ONCE):
            frame = self._connection.sql(
                f"with keyed as (select *, {key} as group_key from claims) select keyed.* from keyed join group_keys using (group_key) "
                f"where number between {first} and {first + _GROUPS_AT_ONCE - 1} "
                "order by group_key, document_path, source_line_start, mention_start, claim_id"
            ).pl()
            yield from _portions(frame, "group_key")

    def readings(self, claims: Sequence[Claim]) -> Sequence[str]:
        """Ids of the readings of these claims' facts."""
        found: dict[str, None] = {}
        for claim in claims:
            found |= dict.fromkeys(self._readings.get(_fact(claim), ()))
        return list(found)


def _portions(frame: pl.DataFrame, key: str) -> Iterator[tuple[str, list[Claim]]]:
    """Claims of a frame ordered by a key, key by key."""
    claims = claims_from_frame(frame.drop(key))
    keys = frame.get_column(key).to_list()
    start = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[start]:
            yield str(keys[start]), claims[start:at]
            start = at


def _fact(claim: Claim) -> _Fact:
    cumulative = claim.measure_kind is MeasureKind.CUMULATIVE
    return (
        claim.measure,
        claim.subject_id or (claim.subject or "").lower() if claim.subject or claim.subject_id else subject_key(claim),
        claim.facet_id or (claim.facet or "").lower() or "all",
        claim.currency or claim.unit or "",
        None if cumulative else claim.as_of_low,
        None if cumulative else claim.as_of_high,
    )


def _effects_pattern() -> str:
    words = sorted(load_check_words().effects, key=len, reverse=True)
    return r"^\W*(?:" + "|".join(words) + r")\b"
