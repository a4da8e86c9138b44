"""Which claims may be held against each other, found in the database: SQL text, executed by `atodds.store.claim_table`.

A block holds the claims of one topic, one kind of value and one dimension. In it, a *family* are the measures that may be one: whose
predicate classes are related, or all of the block's where one claim's predicate is not known. Blocks no family of which holds two values
that are apart at one time never leave the database; what is left out can never be a finding. Of a large block one claim of each class of
equal ones comes out.
"""

from __future__ import annotations

from collections.abc import Iterable

from atodds.claims.measure_classes import MeasureClasses
from atodds.linking.time import A_PERIOD_DAYS, SETTLED_DAYS
from atodds.normalising.intervals import ABOUT_REACH, BOUND_REACH
from atodds.vocabulary import Standing

__all__ = [
    "READINGS_SQL",
    "REPEATED_SQL",
    "SUBJECT_SQL",
    "TOLL_DAYS_SQL",
    "TOPIC_SQL",
    "WORDS_SQL",
    "candidates_sql",
    "claims_of_blocks_sql",
    "families",
]

SUBJECT_SQL = "coalesce({claim}.subject_id, {claim}.topic_id, trim(lower({claim}.subject)), '')"
"""`subject_key` of a claim; fill in the table's name."""

TOPIC_SQL = "coalesce({claim}.topic_id, {claim}.subject_id, trim(lower({claim}.subject)), '')"
"""`topic_key` of a claim: what blocks rest on; fill in the table's name."""

_TOPIC = TOPIC_SQL.format(claim="claims")
_SUBJECT = SUBJECT_SQL.format(claim="claims")

REPEATED_SQL = f"""
insert into repeated
select copy.claim_id, min(original.claim_id)
from all_claims copy
join copies on copies.document_id = copy.document_id
join all_claims original on original.document_id = copies.copy_of_id and original.measure = copy.measure
 and {SUBJECT_SQL.format(claim="original")} = {SUBJECT_SQL.format(claim="copy")}
 and original.axes is not distinct from copy.axes
 and original.quote = copy.quote
 and (original.mention_text = copy.mention_text
      or (original.value_low, original.value_high, original.date_low, original.date_high, original.members, original.polarity)
         is not distinct from (copy.value_low, copy.value_high, copy.date_low, copy.date_high, copy.members, copy.polarity))
where original.claim_id <> copy.claim_id
group by copy.claim_id
"""
"""The claims of copies that repeat one of their original, with that one's id; "on Thursday" is the Thursday of the original."""

TOLL_DAYS_SQL = f"""
select {_TOPIC} as topic_key, min(subject) as subject, list(as_of_low order by as_of_low) as days
from claims
where measure_kind = 'cumulative' and as_of_low = as_of_high and (value_low is not null or value_high is not null)
group by topic_key
"""
"""The days that the tolls of each subject are of: an event begins with its first."""

WORDS_SQL = """
select word, count(distinct document_id) from (select document_id, unnest(words) as word from claims) group by word
"""
"""In how many documents each word stands that says what a figure is of."""

READINGS_SQL = f"""
create or replace temp table readings as
with measured as (
  select
    claims.claim_id, claims.document_path, claims.measure_kind, claims.bound,
    {_TOPIC} as topic_key,
    case when claims.currency is not null then 'currency' else coalesce(units.dimension, 'count') end as dimension,
    coalesce(families.family, '') as family,
    claims.predicate is null as unknown,
    len(claims.axes) > 0 as narrowed,
    coalesce(units.factor, 1.0) as factor,
    case when claims.value_low is not null or claims.value_high is not null then 'number'
         when claims.date_low is not null or claims.date_high is not null then 'date'
         when claims.members is not null then 'members'
         when claims.polarity is not null then 'polarity' end as kind,
    case when claims.last_digit = 1 and units.dimension is null and claims.currency is null then 0.0
         else coalesce(claims.last_digit, 0.0) * 0.499999 end as step,
    coalesce(measures.tolerance, 0.05) as tolerance,
    claims.value_low, claims.value_high, claims.date_low, claims.date_high, claims.polarity,
    claims.as_of_low, claims.as_of_high, claims.as_of_source,
    hash(claims.measure, claims.predicate, claims.also, claims.counted, claims.words, claims.axes, claims.unit, claims.currency,
         claims.per_unit, claims.value_low, claims.value_high, claims.date_low, claims.date_high, claims.members, claims.polarity,
         claims.bound, claims.last_digit, claims.as_of_low, claims.as_of_high, claims.as_of_source, claims.modality) as said,
    hash(claims.measure, {_SUBJECT}, list_sort(list_transform(claims.axes, lambda one: one.axis || '=' || one.value)), claims.unit,
         claims.currency, case when claims.measure_kind = 'cumulative' then null else claims.as_of_low end,
         case when claims.measure_kind = 'cumulative' then null else claims.as_of_high end) as fact
  from claims
  left join units on units.unit = claims.unit
  left join measures on measures.measure = claims.measure
  left join families on families.predicate = claims.predicate
), slack as (
  select * exclude (family, unknown),
    case when bool_or(unknown) over (partition by topic_key, kind, dimension) then '' else family end as family,
    case bound when 'approx' then least(greatest(abs(value_low) * tolerance, step), abs(value_low) * {ABOUT_REACH})
               when 'at_least' then 0.0 when 'at_most' then 0.0
               else least(step, abs(value_low) * tolerance) end as slack_low,
    case bound when 'approx' then least(greatest(abs(value_high) * tolerance, step), abs(value_high) * {ABOUT_REACH})
               when 'at_least' then 0.0 when 'at_most' then 0.0
               else least(step, abs(value_high) * tolerance) end as slack_high
  from measured where kind is not null
)
select * exclude (slack_low, slack_high, step, tolerance),
  case kind when 'number' then coalesce((value_low - slack_low) * factor, '-infinity'::double)
            when 'date' then coalesce((date_low - date '0001-01-01')::double, '-infinity'::double)
            else 0.0 end as near_low,
  case kind when 'number' then coalesce((value_high + slack_high) * factor, 'infinity'::double)
            when 'date' then coalesce((date_high - date '0001-01-01')::double, 'infinity'::double)
            when 'polarity' then case when polarity then 0.0 else -1.0 end
            else 0.0 end as near_high,
  coalesce(value_low, value_high) * factor as middle,
  kind <> 'number' or narrowed or as_of_low is null or as_of_high is null
    or (measure_kind = 'level' and as_of_high - as_of_low < {A_PERIOD_DAYS})
    or (measure_kind = 'cumulative' and as_of_low > min(as_of_low) over (partition by topic_key, kind, dimension) + {SETTLED_DAYS})
    as any_time
from slack
"""
"""One row a claim with its interval in base units, never wider than the one the rules use, so that no pair is lost."""

_KEY = "topic_key, kind, dimension, family"

# No point in common, or a bound that people do not read to the letter; both on groups that may be of one time.
_DISAGREE = f"""(max(near_low) > min(near_high)
  or (bool_or(bound = 'at_most') and max(middle) > 1.05 * min(middle))
  or max(case when bound <> 'at_most' then near_low end)
     > {BOUND_REACH} * min(case when bound = 'at_least' and near_low > 0 then near_low end)
  or max(case when bound = 'at_least' then near_low end) >= min(case when bound <> 'at_least' then middle end)
  or min(case when bound = 'at_most' then near_high end) <= max(case when bound <> 'at_most' then middle end)
  or (dimension = 'currency' and count(*) > 1))"""

_CANDIDATES = f"""
create or replace temp table candidates as
with years as (
  select {_KEY}, bound, near_low, near_high, middle,
         unnest(range(year(as_of_low), least(year(as_of_high), year(as_of_low) + 200) + 1)) as a_year
  from readings
  where not any_time and (measure_kind <> 'cumulative' or as_of_low <> as_of_high)
), timeless as (
  select distinct {_KEY} from readings where any_time
), falling as (
  select {_KEY}, near_high,
         max(near_low) over (partition by {_KEY} order by as_of_low
                             range between unbounded preceding and interval 1 day preceding) as highest_before
  from readings where not any_time and measure_kind = 'cumulative'
), written as (
  select {_KEY}, floor(log10(abs(middle))) as magnitude, round(abs(middle) / power(10, floor(log10(abs(middle)))), 3) as digits
  from readings where kind = 'number' and middle is not null and middle <> 0 and dimension <> 'percent'
)
select {_KEY} from years group by {_KEY}, a_year having {_DISAGREE}
union
select {_KEY} from readings where not any_time and measure_kind = 'cumulative' group by {_KEY}, as_of_low, as_of_high having {_DISAGREE}
union
select {_KEY} from falling where highest_before > near_high
union
select {_KEY} from readings semi join timeless using ({_KEY}) group by {_KEY} having {_DISAGREE}
union
select {_KEY} from written group by {_KEY}, digits
having max(magnitude) - min(magnitude) >= 3
    or (max(magnitude) > min(magnitude) and abs(digits * 10 - round(digits * 10)) > 0.0005)
union
select {_KEY} from readings where kind = 'members' group by {_KEY} having count(distinct said) > 1
"""
"""The families in which some two claims may conflict: of one time, of an earlier and a lower toll, or the same digits elsewhere."""


def candidates_sql(leap: float | None = None) -> str:
    """The families in which some two claims may conflict; with `leap` also those with a later toll of so many times an earlier one."""
    if leap is None:
        return _CANDIDATES
    return f"""{_CANDIDATES}
union
select {_KEY} from readings where not any_time and measure_kind = 'cumulative'
group by {_KEY} having max(near_low) > {leap:g} * min(near_high)
"""


def claims_of_blocks_sql(all_up_to: int) -> str:
    """Ids of the claims of blocks with a candidate family: all of a small block; of a large one those of the family, or one of each class.

    A small block comes whole: what a document says beside a figure may explain it.
    """
    return f"""
create or replace temp table block_claims as
with sizes as (
  select topic_key, kind, dimension, count(*) as size from readings
  semi join candidates using (topic_key, kind, dimension) group by all
), small as (
  select readings.claim_id, topic_key, kind, dimension, '' as family
  from readings join sizes using (topic_key, kind, dimension) where size <= {all_up_to}
), large as (
  select readings.claim_id, topic_key, kind, dimension, family, document_path, said
  from readings join sizes using (topic_key, kind, dimension) semi join candidates using ({_KEY})
  where size > {all_up_to}
), sized as (
  select *, count(*) over (partition by {_KEY}) as size,
         row_number() over (partition by {_KEY}, said order by document_path, claim_id) as number
  from large
), taken as (
  select claim_id, {_KEY} from small
  union all select claim_id, {_KEY} from sized where size <= {all_up_to} or number = 1
)
select claim_id, dense_rank() over (order by {_KEY}) as block from taken
"""


def families(ties: Iterable[tuple[str, str]], classes: MeasureClasses) -> dict[str, str]:
    """For each predicate, the name of those it is tied to, by being the same, a part or a whole, directly or through others.

    `ties` are the pairs of predicates that stand beside each other in one claim, a predicate alone with itself.
    """
    beside = set(ties)
    listed = sorted({name for tie in beside for name in tie})
    parent = {one: one for one in listed}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for number, one in enumerate(listed):
        for other in listed[number + 1 :]:
            if classes.relation(one, other) not in (Standing.DISJOINT, Standing.UNKNOWN):
                parent[root(other)] = root(one)
    for one, other in sorted(beside):
        parent[root(other)] = root(one)
    return {one: root(one) for one in listed}
