"""Writes N claims about a skewed set of facts, with planted conflicts, for measuring checks at scale.

    python -m benchmarks.make_claims FOLDER 1000000

Facts are drawn by Zipf's law (s = 1: the first has about 6 in 100 of all readings), so that a few have tens of thousands of readings and
most have one or two. Readings of a fact differ as documents do: exact, rounded to three digits, "about", "more than"; levels and flows
change from year to year, tolls grow from day to day. Every thousandth claim is followed by one that cannot hold together with the others
of its fact: another figure for one year, or a toll that falls. Deterministic: the same N gives the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from atodds.store.frames import columns_of

__all__ = ["main", "make_claims"]

_SQL_TYPES = {"String": "varchar", "Float64": "double", "Int64": "bigint", "Boolean": "boolean", "Date": "date"}

# u is uniform in 0..1 from the number of the reading; F^u has Zipf's density 1/x over the F facts.
_READINGS = """
select
  reading,
  floor(power({facts}, (hash(reading, 1) % 1000003) / 1000003.0))::bigint as fact,
  (hash(reading, 2) % 100)::int as style,
  (hash(reading, 3) % 30)::int as moment
from range({count}) numbers(reading)
"""

_VALUES = """
select *,
  (hash(fact, 7) % 3)::int as behaviour,
  case (hash(fact, 7) % 3)
    when 2 then (1000 + hash(fact, 8) % 90000) * (1.0 + 0.04 * moment)
    else (1000 + hash(fact, 8) % 90000) * (1.0 + 0.3 * ((hash(fact, moment) % 1000) / 1000.0))
  end as plain
from readings
"""

# A planted reading repeats an exact one of its fact and moment, and contradicts it.
_WITH_PLANTED = """
select *, false as planted, floor(plain)::double as true_value from valued
union all
select reading + {count}, fact, 0 as style, case when behaviour = 2 then 29 else moment end as moment, behaviour, plain, true as planted,
  floor(case when behaviour = 2 then plain * 0.4 else plain * 1.61 end)::double as true_value
from valued where style < 25 and reading % {every} = 0 and fact > 20
"""

_CLAIMS = """
with styled as (
  select *,
    power(10, floor(log10(true_value)) - 2) as third_digit,
    power(10, floor(log10(true_value)) - 1) as second_digit
  from all_readings
), worded as (
  select *,
    case when planted or style < 40 then true_value
         when style < 70 then round(true_value / third_digit) * third_digit
         when style < 85 then round(true_value / second_digit) * second_digit
         else floor(true_value / second_digit) * second_digit end as shown,
    case when planted or style < 70 then 'exact' when style < 85 then 'approx' else 'at_least' end as how,
    case when planted or style < 40 then 1.0 when style < 70 then third_digit else second_digit end as digit
  from styled
)
select
  case when planted then 'p' else 'c' end || printf('%012d', reading) as claim_id,
  printf('%08x', reading // 20) as document_id,
  printf('documents/%08d.txt', reading // 20) as document_path,
  (reading % 20 + 1)::bigint as source_line_start,
  (reading % 20 + 1)::bigint as source_line_end,
  'Reading ' || reading || ' puts it at ' || printf('%.0f', shown) || '.' as quote,
  printf('%.0f', shown) as mention_text,
  'body' as segment_kind,
  case behaviour when 0 then 'population' when 1 then 'money' else 'casualties' end as claim_type,
  case behaviour when 0 then 'population' when 1 then 'defence_budget' else 'deaths' end as measure,
  case behaviour when 0 then 'level' when 1 then 'flow' else 'cumulative' end as measure_kind,
  'Subject s' || fact as subject,
  'name:subject-' || fact as subject_id,
  'name:subject-' || fact as topic_id,
  case behaviour when 0 then 'population' when 1 then 'spent' else 'died' end as predicate,
  case behaviour when 1 then 'money' else 'people' end as counted,
  shown as value_low,
  case when how = 'at_least' then null else shown end as value_high,
  case behaviour when 1 then 'currency' else 'people' end as unit,
  case behaviour when 1 then 'USD' end as currency,
  how as bound,
  digit as last_digit,
  case when behaviour = 2 then date '2020-01-01' + moment else make_date(1980 + moment, 1, 1) end as as_of_low,
  case when behaviour = 2 then date '2020-01-01' + moment else make_date(1980 + moment, 12, 31) end as as_of_high,
  'stated' as as_of_source,
  'asserted' as modality,
  0.9 as confidence,
  'made' as extractor
from worded
"""


def make_claims(path: Path, count: int, *, every: int = 1000) -> int:
    """Writes about `count` claims to a Parquet file and answers how many conflicts are planted.

    Every `every`th reading that is exact is contradicted once; the twenty commonest facts are left in peace.
    """
    connection = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "1500MB"})
    try:
        facts = max(count // 10, 100)
        queries = (
            ("readings", _READINGS.format(facts=facts, count=count)),
            ("valued", _VALUES),
            ("all_readings", _WITH_PLANTED.format(count=count, every=every // 4)),
            ("made", _CLAIMS),
        )
        for name, query in queries:
            connection.execute(f"create view {name} as {query}")
        given = {column[0] for column in connection.execute("select * from made limit 0").description or ()}
        columns = [
            f"{name}::{_SQL_TYPES[str(dtype)]} as {name}" if name in given else f"{_empty(name, dtype)} as {name}"
            for name, dtype in columns_of("claims").items()
        ]
        target = str(path).replace("'", "''")
        connection.execute(f"copy (select {', '.join(columns)} from made) to '{target}' (format parquet)")
        planted = connection.execute("select count(*) from all_readings where planted").fetchall()[0][0]
    finally:
        connection.close()
    return int(planted)


def _empty(name: str, dtype: pl.DataType) -> str:
    """An empty cell of a column: null, or no element where a list may not lack."""
    if name == "links":
        return "[]::struct(relation varchar, claim_id varchar)[]"
    if name == "axes":
        return "[]::struct(axis varchar, value varchar, said varchar, source varchar)[]"
    if isinstance(dtype, pl.List):
        return "null::varchar[]" if name == "members" else "[]::varchar[]"
    return f"null::{_SQL_TYPES[str(dtype)]}"


def main(argv: Sequence[str] | None = None) -> int:
    """Writes FOLDER/claims-N.parquet and prints what is planted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    options = parser.parse_args(argv)
    options.folder.mkdir(parents=True, exist_ok=True)
    path = options.folder / f"claims-{options.count}.parquet"
    print(f"{path}: {make_claims(path, options.count)} planted conflicts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
