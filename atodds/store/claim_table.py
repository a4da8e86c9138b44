"""Claims for the checks out of a database: blocks without any disagreement never leave it.

    with ClaimTable.over(["claims.parquet"], context) as claims:
        outcome = run_checks(claims, context, checks)

Every run checks this way, over files or over a frame in memory. Executes the text of `atodds.linking.blocks` and `atodds.judging.groups`.
What comes out are the claims of blocks where some two may conflict - of large blocks one of each class of equal claims - and the groups of
which some group check may say something. Memory grows with these, not with the table.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from atodds.check_words import load_check_words
from atodds.claims import Claim
from atodds.judging.context import CheckContext
from atodds.judging.groups import GROUP_FILTERS, GROUP_KEYS, TollDays, table_keys, text_order
from atodds.judging.ranking import LISTED_READINGS
from atodds.linking.blocks import READINGS_SQL, REPEATED_SQL, TOLL_DAYS_SQL, WORDS_SQL, candidates_sql, claims_of_blocks_sql, families
from atodds.linking.knowledge import in_base_units
from atodds.linking.pairing import ALL_PAIRS_UP_TO
from atodds.linking.values import PERCENT
from atodds.store.frames import claims_from_frame, claims_to_frame, columns_of

__all__ = ["ClaimTable"]

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,
}

_MEMORY: Final = "1500MB"
_THREADS: Final = 2
_BLOCKS_AT_ONCE = 2_000
_GROUPS_AT_ONCE = 5_000


class ClaimTable:
    """A `ClaimSource` over a DuckDB relation named `all_claims`."""

    all_pairs_up_to = ALL_PAIRS_UP_TO
    swept_from = 200_000  # claims from which on smaller blocks are swept: of so many most say what others say
    all_pairs_of_many = 60

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        context: CheckContext,
        given: Sequence[Claim] = (),
    ) -> None:
        self.given = given
        self._connection = connection
        self._columns = ", ".join(f"claims.{name}" for name in columns_of("claims"))
        self._leave_out_copies(context.copies)
        if self._count() >= self.swept_from:
            self.all_pairs_up_to = self.all_pairs_of_many
        self._context = context

    def _count(self) -> int:
        return int(self._connection.execute("select count(*) from all_claims").fetchall()[0][0])

    @classmethod
    @contextmanager
    def over(
        cls, files: Sequence[Path | str], context: CheckContext, *, memory: str = _MEMORY, threads: int = _THREADS
    ) -> Iterator[ClaimTable]:
        """The claims of Parquet files, within `memory`; what does not fit is spilled to a temporary folder."""
        with _database(memory, threads) as connection:
            names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
            connection.execute(f"create view all_claims as select * from read_parquet([{names}])")
            yield cls(connection, context)

    @classmethod
    @contextmanager
    def of(cls, claims: pl.DataFrame | Sequence[Claim], context: CheckContext, given: Sequence[Claim] = ()) -> Iterator[ClaimTable]:
        """Claims in memory, as a frame or as values; `given` are the claims of a frame, for checks of texts that depend on one another."""
        with _database(_MEMORY, _THREADS) as connection:
            frame = claims if isinstance(claims, pl.DataFrame) else claims_to_frame(claims)
            connection.register("all_claims", frame.to_arrow())
            yield cls(connection, context, given if isinstance(claims, pl.DataFrame) else claims)

    def _leave_out_copies(self, copies: Mapping[str, str]) -> None:
        """What a copied document repeats from its original is no reading of its own."""
        run = self._connection.execute
        run("create temp table repeated (claim_id varchar, original_id varchar)")
        if copies:
            run("create temp table copies (document_id varchar, copy_of_id varchar)")
            self._connection.executemany("insert into copies values (?, ?)", [list(pair) for pair in copies.items()])
            run(REPEATED_SQL)
        run("create temp view claims as select * from all_claims" + (" anti join repeated using (claim_id)" if copies else ""))

    def repeated(self) -> dict[str, list[str]]:
        """Per claim, the ids of those that copies repeat of it."""
        found: dict[str, list[str]] = {}
        for claim_id, original_id in self._connection.execute("select claim_id, original_id from repeated order by all").fetchall():
            found.setdefault(original_id, []).append(claim_id)
        return found

    def toll_days(self) -> dict[str, TollDays]:
        """By subject, its name and the days its tolls are of."""
        return {key: (subject, days) for key, subject, days in self._connection.execute(TOLL_DAYS_SQL).fetchall()}

    def words(self) -> tuple[dict[str, int], int]:
        """In how many documents each word stands, and how many documents there are."""
        counts = dict(self._connection.execute(WORDS_SQL).fetchall())
        return counts, int(self._connection.execute("select count(distinct document_id) from claims").fetchall()[0][0])

    @cached_property
    def _prepared(self) -> bool:
        """Makes the table of readings; asked for by whoever needs it."""
        context = self._context
        run, many = self._connection.execute, self._connection.executemany
        run("create temp table units (unit varchar, dimension varchar, factor double)")
        run("create temp table measures (measure varchar, tolerance double)")
        run("create temp table families (predicate varchar, family varchar)")
        for (unit,) in run("select distinct unit from claims where unit is not null").fetchall():
            known = (1.0, unit) if unit in PERCENT else in_base_units(1.0, unit)
            if known is not None and known[0] > 0:
                run("insert into units values (?, ?, ?)", [unit, known[1], known[0]])
        if context.claim_types:
            many("insert into measures values (?, ?)", [[measure, one.tolerance] for measure, one in context.claim_types.items()])
        beside = run("select distinct predicate, unnest(list_append(also, predicate)) from claims where predicate is not null").fetchall()
        if beside:
            many("insert into families values (?, ?)", [list(pair) for pair in families(beside, context.classes).items()])
        run(READINGS_SQL)
        return True

    def blocks(self, leap: float | None = None) -> Iterator[Sequence[Claim]]:
        """Blocks in which some two claims may conflict; see `atodds.judging.groups.ClaimSource`."""
        assert self._prepared
        for text in (candidates_sql(leap), claims_of_blocks_sql(self.all_pairs_up_to)):
            self._connection.execute(text)
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
        if by == "table":
            tables: dict[str, list[Claim]] = {}
            claims = self._claims("where segment_kind = 'table'")
            for claim_id, key in table_keys(claims).items():
                tables.setdefault(key, []).append(next(claim for claim in claims if claim.claim_id == claim_id))
            yield from tables.items()
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

    def _claims(self, where: str = "") -> list[Claim]:
        return sorted(claims_from_frame(self._connection.sql(f"select {self._columns} from claims {where}").pl()), key=text_order)

    def readings(self, claim_ids: Iterable[str]) -> dict[str, list[str]]:
        """For each of the claims, the ids of the readings of its fact; what few say comes first: it is what differs."""
        assert self._prepared
        wanted = pl.DataFrame({"claim_id": sorted(claim_ids)}, schema={"claim_id": pl.Utf8()})
        self._connection.register("wanted", wanted.to_arrow())
        rows = self._connection.execute(f"""
            with facts as (select wanted.claim_id, readings.fact from wanted join readings using (claim_id)),
            rated as (
              select fact, claim_id, document_path, count(*) over (partition by fact, said) as saying_so
              from readings semi join facts using (fact)
            ), listed as (
              select fact, list(claim_id order by saying_so, document_path, claim_id)[:{LISTED_READINGS}] as claim_ids
              from rated group by fact
            )
            select facts.claim_id, listed.claim_ids from facts join listed using (fact)
        """).fetchall()
        return dict(rows)


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


def _effects_pattern() -> str:
    words = sorted(load_check_words().effects, key=len, reverse=True)
    return r"^\W*(?:" + "|".join(words) + r")\b"
