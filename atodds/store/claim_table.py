"""Claims for the checks out of a database: blocks without any disagreement never leave it.

    with ClaimTable.over(["claims.parquet"], claim_types) as claims:
        outcome = run_checks(claims, context, checks)

A run of `LARGE_CORPUS` claims and more checks this way (`atodds.pipeline`), a smaller one in memory; both find the same. Executes the
text of `atodds.blocking`. What comes out are the claims of blocks where some two may conflict - of large blocks one of each class of equal
claims - and the groups of which some group check may say something. Memory grows with these, not with the table.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from atodds.blocking import (
    CANDIDATE_KEYS_SQL,
    ECHOED_SQL,
    EVENT_DAYS_SQL,
    GROUP_FILTERS,
    GROUP_KEYS,
    PART_KEYS_SQL,
    READINGS_SQL,
    classes_sql,
    readings_of_facts_sql,
)
from atodds.check_running import ALL_PAIRS_UP_TO, LISTED_READINGS, ClaimsInMemory, LimitReachedError, text_order
from atodds.check_words import load_check_words
from atodds.claim_types import ClaimType
from atodds.claims import Claim
from atodds.comparability import TIMELESS_DIMENSIONS, in_base_units, subject_key
from atodds.store.frames import claims_from_frame, columns_of
from atodds.vocabulary import MeasureKind

__all__ = ["LARGE_CORPUS", "WORDING_UP_TO", "ClaimTable"]

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,
}
LARGE_CORPUS: Final = 20_000
"""Claims from which on a run checks out of a database."""

WORDING_UP_TO: Final = 100_000
"""Claims up to which sentences of alike wording are looked for."""

_MEMORY: Final = "1500MB"
_THREADS: Final = 2
_BLOCKS_AT_ONCE = 2_000
_GROUPS_AT_ONCE = 5_000

_Fact = tuple[object, ...]


class ClaimTable:
    """A `ClaimSource` over a DuckDB relation named `all_claims`."""

    all_pairs_up_to = ALL_PAIRS_UP_TO
    swept_from = 200_000  # claims from which on smaller blocks are swept: of so many most say what others say
    all_pairs_of_many = 60

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        claim_types: Mapping[str, ClaimType],
        copies: Mapping[str, str] | None = None,
        given: Sequence[Claim] = (),
    ) -> None:
        self.given = given
        self._connection = connection
        self._columns = ", ".join(f"claims.{name}" for name in columns_of("claims"))
        self._readings: dict[_Fact, list[str]] = {}
        self._leave_out_copies(copies or {})
        if self._count() >= self.swept_from:
            self.all_pairs_up_to = self.all_pairs_of_many
        self._prepare(claim_types)

    def _count(self) -> int:
        return int(self._connection.execute("select count(*) from all_claims").fetchall()[0][0])

    @classmethod
    @contextmanager
    def over(
        cls, files: Sequence[Path | str], claim_types: Mapping[str, ClaimType], *, memory: str = _MEMORY, threads: int = _THREADS
    ) -> Iterator[ClaimTable]:
        """The claims of Parquet files, within `memory`; what does not fit is spilled to a temporary folder."""
        with _database(memory, threads) as connection:
            names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
            connection.execute(f"create view all_claims as select * from read_parquet([{names}])")
            yield cls(connection, claim_types)

    @classmethod
    @contextmanager
    def of(
        cls,
        frame: pl.DataFrame,
        claim_types: Mapping[str, ClaimType],
        copies: Mapping[str, str] | None = None,
        given: Sequence[Claim] = (),
    ) -> Iterator[ClaimTable]:
        """The claims of a frame in memory; `copies` gives the documents that copy others, by id, `given` the same claims as values."""
        with _database(_MEMORY, _THREADS) as connection:
            connection.register("all_claims", frame.to_arrow())
            yield cls(connection, claim_types, copies, given)

    def _leave_out_copies(self, copies: Mapping[str, str]) -> None:
        """What a copied document repeats from its original is no reading of its own."""
        run = self._connection.execute
        run("create temp table echoed (claim_id varchar, original_id varchar)")
        if copies:
            run("create temp table copies (document_id varchar, copy_of_id varchar)")
            self._connection.executemany("insert into copies values (?, ?)", [list(pair) for pair in copies.items()])
            run(ECHOED_SQL)
        run("create temp view claims as select * from all_claims" + (" anti join echoed using (claim_id)" if copies else ""))

    def echoes(self) -> dict[str, list[str]]:
        """Per claim, the ids of those that copies repeat of it."""
        found: dict[str, list[str]] = {}
        for claim_id, original_id in self._connection.execute("select claim_id, original_id from echoed order by all").fetchall():
            found.setdefault(original_id, []).append(claim_id)
        return found

    def event_days(self) -> dict[str, date]:
        """The day of each event, as most claims date it; of several the first."""
        return dict(self._connection.execute(EVENT_DAYS_SQL).fetchall())

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
                "order by block"
            ).pl()
            yield from (claims for _, claims in _portions(frame, "block"))

    def groups(self, by: str, check_ids: frozenset[str] = frozenset()) -> Iterator[tuple[str, Sequence[Claim]]]:
        """Groups that hold what one of the checks needs; all groups where a check's needs are not known."""
        if by == "wording":
            if self._count() > WORDING_UP_TO:
                raise LimitReachedError(
                    f"sentences of alike wording were not looked for: there are more than {WORDING_UP_TO:,} claims; "
                    "check fewer documents at a time to have it"
                )
            frame = self._connection.sql(f"select {self._columns} from claims").pl()
            yield from ClaimsInMemory(claims_from_frame(frame)).groups("wording")
            return
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
                "order by group_key"
            ).pl()
            yield from _portions(frame, "group_key")

    def readings(self, claims: Sequence[Claim]) -> Sequence[str]:
        """Ids of the readings of these claims' facts."""
        found: dict[str, None] = {}
        for claim in claims:
            found |= dict.fromkeys(self._readings.get(_fact(claim), ()))
        return list(found)


@contextmanager
def _database(memory: str, threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills to a folder of its own what does not fit."""
    with tempfile.TemporaryDirectory() as spill:
        connection = duckdb.connect(":memory:", config={**_CONFIG, "memory_limit": memory, "threads": threads, "temp_directory": spill})
        try:
            yield connection
        finally:
            connection.close()


def _portions(frame: pl.DataFrame, key: str) -> Iterator[tuple[str, list[Claim]]]:
    """Claims of a frame ordered by a key, key by key, each portion in the order of the text."""
    claims = claims_from_frame(frame.drop(key))
    keys = frame.get_column(key).to_list()
    start = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[start]:
            yield str(keys[start]), sorted(claims[start:at], key=text_order)
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
