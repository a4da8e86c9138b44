"""Which claims may be held against each other: cheap keys first, then values and times, never every claim with every other.

Two halves. `candidate_pairs` narrows a large block in memory: claims that say the same become one class, classes are sorted by their
window of time and the ends of their intervals, and only those whose windows meet and whose values are apart come out. A fact with
50,000 readings that agree costs a sort. The SQL half builds the text of the queries that keep blocks without any disagreement in the
database; `atodds.store.blocking` executes them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from atodds.claims import Claim
from atodds.comparability import PRINTED_DAYS, Comparability
from atodds.normalising.intervals import ABOUT_REACH, BOUND_REACH, Interval
from atodds.vocabulary import AsOfSource, Bound, MeasureKind

__all__ = [
    "CANDIDATE_KEYS_SQL",
    "ECHOED_SQL",
    "EVENT_DAYS_SQL",
    "GROUP_FILTERS",
    "GROUP_KEYS",
    "PAIRS_PER_BLOCK",
    "PART_KEYS_SQL",
    "READINGS_SQL",
    "candidate_pairs",
    "classes_sql",
    "readings_of_facts_sql",
]

PAIRS_PER_BLOCK = 100_000
_DAYS = 3  # windows up to this long count as days, and neighbouring days as near
_WITNESSES = 3  # earlier, higher tolls that each later, lower one is held against

_Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Class:
    """Claims that say the same, by their first one; ends are those of the interval a reader takes the figure for."""

    claim: Claim
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The classes of one window of time, with the extremes that tell at once whether another shelf disagrees."""

    window: _Window
    by_low: tuple[_Class, ...]
    highest_low: float
    lowest_high: float


def candidate_pairs(block: Sequence[Claim], comparability: Comparability) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of a large block whose values are apart and whose times may meet; one claim stands for all that say the same.

    At most `PAIRS_PER_BLOCK` come out; a block where that many values disagree says so by then.
    """
    shelves: dict[tuple[str, str, str], dict[_Window, list[_Class]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[tuple[str, str, str], MeasureKind] = {}
    loose: list[Claim] = []
    for claim in _one_of_each(block):
        reading = comparability.reading(claim)
        if reading is None:
            loose.append(claim)
            continue
        bucket = (claim.measure, claim.facet_id or claim.facet or "", comparability.dimension_of(claim))
        kinds[bucket] = claim.measure_kind
        shelves[bucket][_window(claim)].append(_Class(claim, *_as_people_read(reading.interval)))
    left = PAIRS_PER_BLOCK
    ready = {bucket: [_shelf(window, classes) for window, classes in windows.items()] for bucket, windows in shelves.items()}
    for bucket, one in ready.items():
        streams = [_disagreeing(one, one), _other_magnitudes(one)]
        if kinds[bucket] is MeasureKind.CUMULATIVE:
            streams.append(_falling(one))
        for stream in streams:
            for pair in stream:
                if left == 0:
                    return
                left -= 1
                yield pair
    for (bucket, one), (other_bucket, other) in combinations(ready.items(), 2):
        if bucket[2] != other_bucket[2]:
            continue
        for pair in _disagreeing(one, other):
            if left == 0:
                return
            left -= 1
            yield pair
    for pair in combinations(loose[:500], 2):
        yield pair


def _as_people_read(interval: Interval) -> tuple[float, float]:
    """The ends of an interval without the room that bounds leave to the letter: "more than 10,000" is not 240,000 either."""
    if interval.bound is Bound.AT_LEAST and interval.near_low > 0:
        return interval.near_low * (1 + 1e-9), interval.near_low * BOUND_REACH
    if interval.bound is Bound.AT_MOST and interval.near_high > 0:
        return interval.near_high / 1.05, interval.near_high
    return interval.near_low, interval.near_high


def _one_of_each(block: Sequence[Claim]) -> Iterator[Claim]:
    seen = set()
    for claim in block:
        said = (
            claim.measure, claim.facet_id or claim.facet, claim.unit, claim.currency, claim.per_unit, claim.value_low, claim.value_high,
            claim.date_low, claim.date_high, claim.members, claim.polarity, claim.bound, claim.last_digit,
            claim.as_of_low, claim.as_of_high, claim.as_of_source, claim.modality, claim.qualifiers, claim.qualifier_text,
            claim.attribution,
        )  # fmt: skip
        if said not in seen:
            seen.add(said)
            yield claim


def _window(claim: Claim) -> _Window:
    """The time a claim may be held against others for; a level printed without a date reaches a year either way."""
    if claim.as_of_low is None and claim.as_of_high is None:
        return date.min, date.max
    low, high = claim.as_of_low or date.min, claim.as_of_high or date.max
    a_day_apart = 0 if (high - low).days > _DAYS else 1
    room = timedelta(days=PRINTED_DAYS if claim.as_of_source is AsOfSource.PUBLISHED_ON else a_day_apart)
    if claim.measure_kind is MeasureKind.LEVEL:
        low = low if low - date.min <= room else low - room
        high = high if date.max - high <= room else high + room
    return low, high


def _shelf(window: _Window, classes: Sequence[_Class]) -> _Shelf:
    by_low = tuple(sorted(classes, key=lambda one: (one.low, one.high, one.claim.claim_id)))
    return _Shelf(window, by_low, max(one.low for one in by_low), min(one.high for one in by_low))


def _disagreeing(one: Sequence[_Shelf], other: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of classes whose windows meet and whose intervals are apart."""
    for first, second in _meeting(one, other):
        same = first is second
        if first.lowest_high < second.highest_low:
            yield from _apart(first, second)
        if not same and second.lowest_high < first.highest_low:
            yield from _apart(second, first)


def _meeting(one: Sequence[_Shelf], other: Sequence[_Shelf]) -> Iterator[tuple[_Shelf, _Shelf]]:
    """Pairs of shelves whose windows overlap, each pair once; a sweep over the first days."""
    if one is other:
        ordered = sorted(one, key=lambda shelf: shelf.window)
        active: list[_Shelf] = []
        for shelf in ordered:
            active = [earlier for earlier in active if earlier.window[1] >= shelf.window[0]]
            yield shelf, shelf
            for earlier in active:
                yield earlier, shelf
            active.append(shelf)
        return
    for first in one:
        for second in other:
            if first.window[0] <= second.window[1] and second.window[0] <= first.window[1]:
                yield first, second


def _apart(lower: _Shelf, higher: _Shelf) -> Iterator[tuple[Claim, Claim]]:
    """Every class of the first shelf with every class of the second that lies wholly above it."""
    lows = [one.low for one in higher.by_low]
    for below in lower.by_low:
        at = bisect_left(lows, below.high)
        while at < len(lows) and lows[at] <= below.high:
            at += 1
        for above in higher.by_low[at:]:
            yield below.claim, above.claim


def _falling(shelves: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Each count that lies below an earlier one, with the highest of the earlier ones."""
    highest: list[_Class] = []
    waiting = sorted((shelf for shelf in shelves if shelf.window[0] > date.min), key=lambda shelf: shelf.window[1])
    at = 0
    for shelf in sorted((shelf for shelf in shelves if shelf.window[0] > date.min), key=lambda shelf: shelf.window[0]):
        while at < len(waiting) and waiting[at].window[1] < shelf.window[0]:
            highest = sorted([*highest, *waiting[at].by_low[-_WITNESSES:]], key=lambda one: -one.low)[:_WITNESSES]
            at += 1
        for earlier in highest:
            for later in shelf.by_low:
                if later.high < earlier.low:
                    yield earlier.claim, later.claim


def _other_magnitudes(shelves: Sequence[_Shelf]) -> Iterator[tuple[Claim, Claim]]:
    """Figures of the same digits in other magnitudes, whatever their times: 300 and 300,000."""
    by_digits: dict[float, list[Claim]] = defaultdict(list)
    for shelf in shelves:
        for one in shelf.by_low:
            value = one.claim.value_low if one.claim.value_low is not None else one.claim.value_high
            if value:
                by_digits[round(abs(value) / 10 ** math.floor(math.log10(abs(value))), 3)].append(one.claim)
    for claims in by_digits.values():
        magnitudes: dict[int, Claim] = {}
        for claim in claims:
            value = claim.value_low if claim.value_low is not None else claim.value_high or 1.0
            magnitudes.setdefault(math.floor(math.log10(abs(value))), claim)
        yield from combinations(magnitudes.values(), 2)


# --- in the database: text only, executed by atodds.store.blocking ---------------------------------------------------------------------

ECHOED_SQL = """
insert into echoed
select copy.claim_id, min(original.claim_id)
from all_claims copy
join copies on copies.document_id = copy.document_id
join all_claims original on original.document_id = copies.copy_of_id and original.measure = copy.measure
 and coalesce(original.subject_id, lower(original.subject), '') = coalesce(copy.subject_id, lower(copy.subject), '')
 and coalesce(original.facet_id, original.facet, '') = coalesce(copy.facet_id, copy.facet, '')
 and original.quote = copy.quote
 and (original.value_low, original.value_high, original.date_low, original.date_high, original.members, original.polarity)
     is not distinct from (copy.value_low, copy.value_high, copy.date_low, copy.date_high, copy.members, copy.polarity)
where original.claim_id <> copy.claim_id
group by copy.claim_id
"""
"""The claims of copies that repeat one of their original, with that one's id."""

EVENT_DAYS_SQL = """
select subject_id, date_low from (
  select subject_id, date_low, row_number() over (partition by subject_id order by count(*) desc, date_low) as place
  from claims where measure = 'event_date' and subject_id is not null and date_low = date_high
  group by subject_id, date_low
) where place = 1
"""

READINGS_SQL = f"""
create or replace temp table readings as
with measured as (
  select
    claims.claim_id, claims.document_id, claims.document_path, claims.claim_type, claims.measure, claims.measure_kind, claims.bound,
    coalesce(claims.subject_id, lower(claims.subject), '') as subject_key,
    coalesce(claims.facet_id, lower(claims.facet), 'all') as facet_key,
    coalesce(claims.currency, case when units.dimension is not null then units.dimension else 'count' end) as dimension,
    coalesce(claims.currency, claims.unit, '') as unit_key,
    coalesce(units.factor, 1.0) as factor,
    case when claims.value_low is not null or claims.value_high is not null then 'number'
         when claims.date_low is not null or claims.date_high is not null then 'date'
         when claims.members is not null then 'members'
         when claims.polarity is not null then 'polarity' end as kind,
    case when claims.last_digit = 1 and units.dimension is null and claims.currency is null then 0.0
         else coalesce(claims.last_digit, 0.0) * 0.499999 end as step,
    coalesce(measures.tolerance, 0.05) as tolerance,
    coalesce(measures.timeless, false) and claims.measure_kind = 'level' as timeless,
    claims.value_low, claims.value_high, claims.date_low, claims.date_high, claims.polarity, claims.attribution,
    claims.as_of_low, claims.as_of_high, claims.as_of_source,
    hash(claims.measure, claims.facet_id, claims.facet, claims.unit, claims.currency, claims.per_unit, claims.value_low, claims.value_high,
         claims.date_low, claims.date_high, claims.members, claims.polarity, claims.bound, claims.last_digit, claims.as_of_low,
         claims.as_of_high, claims.as_of_source, claims.modality, claims.qualifiers, claims.qualifier_text) as said
  from claims
  left join units on units.unit = claims.unit
  left join measures on measures.measure = claims.measure
), slack as (
  select *,
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
  timeless or kind = 'date' or (as_of_low is null and as_of_high is null) as any_time,
  coalesce(as_of_low, as_of_high) - case when measure_kind <> 'level' then 0
    when as_of_source = 'published_on' then {PRINTED_DAYS} when as_of_high - as_of_low > {_DAYS} then 0 else 1 end as window_low,
  coalesce(as_of_high, as_of_low) + case when measure_kind <> 'level' then 0
    when as_of_source = 'published_on' then {PRINTED_DAYS} when as_of_high - as_of_low > {_DAYS} then 0 else 1 end as window_high
from slack
"""
"""One row a claim with its interval in base units, never wider than the one the rules use, so that no pair is lost."""

_KEY = "subject_key, claim_type, kind, measure, facet_key, dimension"

# No point in common, or a bound that people do not read to the letter; both on groups that may be of one time.
_DISAGREE = f"""(max(near_low) > min(near_high)
  or (bool_or(bound = 'at_most') and max(middle) > 1.05 * min(middle))
  or max(case when bound <> 'at_most' then near_low end)
     > {BOUND_REACH} * min(case when bound = 'at_least' and near_low > 0 then near_low end)
  or max(case when bound = 'at_least' then near_low end) >= min(case when bound <> 'at_least' then middle end)
  or min(case when bound = 'at_most' then near_high end) <= max(case when bound <> 'at_most' then middle end))"""

CANDIDATE_KEYS_SQL = f"""
create or replace temp table candidate_keys as
with years as (
  select {_KEY}, bound, near_low, near_high, middle,
         unnest(range(year(window_low), least(year(window_high), year(window_low) + 200) + 1)) as a_year
  from readings
  where not any_time and (measure_kind <> 'cumulative' or as_of_low <> as_of_high)
), timeless as (
  select distinct {_KEY} from readings where any_time
), falling as (
  select {_KEY}, near_high,
         max(near_low) over (partition by {_KEY} order by as_of_low
                             range between unbounded preceding and interval 1 day preceding) as highest_before
  from readings where not any_time and measure_kind = 'cumulative' and kind = 'number'
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
"""The keys under which some two claims may conflict: of one time, of an earlier and a lower toll, or the same digits elsewhere."""

PART_KEYS_SQL = f"""
insert into candidate_keys
with timed as (
  select subject_key, claim_type, kind, measure, facet_key, dimension, near_low, near_high,
         case when any_time then null else year(coalesce(as_of_low, as_of_high)) end as a_year
  from readings where kind = 'number' and dimension <> 'percent'
), wholes as (
  select subject_key, claim_type, kind, measure, dimension, a_year, min(near_high) as least_whole
  from timed where facet_key = 'all' group by all
), parts as (
  select subject_key, claim_type, kind, measure, facet_key, dimension, a_year, max(near_low) as most_part
  from timed where facet_key <> 'all' group by all
), above as (
  select parts.* from parts join wholes using (subject_key, claim_type, kind, measure, dimension)
  where most_part > least_whole and (parts.a_year is null or wholes.a_year is null or parts.a_year = wholes.a_year)
), by_measure as (
  select subject_key, claim_type, kind, measure, facet_key, dimension, a_year, max(near_low) as highest, min(near_high) as lowest
  from timed group by all
), measured_above as (
  select part.subject_key, part.claim_type, part.kind, part.measure, whole.measure as whole_measure, part.facet_key, part.dimension
  from by_measure part
  join measure_parts on measure_parts.part = part.measure
  join by_measure whole on whole.measure = measure_parts.whole and whole.subject_key = part.subject_key
   and whole.facet_key = part.facet_key and whole.dimension = part.dimension and whole.kind = part.kind
   and (whole.a_year is null or part.a_year is null or whole.a_year = part.a_year)
  where part.highest > whole.lowest
), found as (
  select {_KEY} from above
  union select subject_key, claim_type, kind, measure, 'all' as facet_key, dimension from above
  union select {_KEY} from measured_above
  union select subject_key, claim_type, kind, whole_measure as measure, facet_key, dimension from measured_above
)
select {_KEY} from found except select {_KEY} from candidate_keys
"""
"""The keys of parts above their whole, by facet and by measure."""


def classes_sql(all_up_to: int) -> str:
    """Ids of the claims of blocks with a candidate key: all of a small block; of a large one those under such keys, or one of each class.

    A small block comes whole, as it would in memory: what a document says beside a figure may explain it.
    """
    return f"""
create or replace temp table block_claims as
with sizes as (
  select subject_key, claim_type, kind, count(*) as size from readings
  semi join candidate_keys using (subject_key, claim_type, kind) group by all
), small as (
  select readings.claim_id, subject_key, claim_type, kind
  from readings join sizes using (subject_key, claim_type, kind) where size <= {all_up_to}
), candidates as (
  select readings.claim_id, subject_key, claim_type, kind, document_path, hash({_KEY}, said) as class
  from readings join sizes using (subject_key, claim_type, kind) semi join candidate_keys using ({_KEY})
  where size > {all_up_to}
), sized as (
  select *, count(*) over (partition by subject_key, claim_type, kind) as size,
         row_number() over (partition by subject_key, claim_type, kind, class order by document_path, claim_id) as number
  from candidates
), taken as (
  select claim_id, subject_key, claim_type, kind from small
  union all select claim_id, subject_key, claim_type, kind from sized where size <= {all_up_to} or number = 1
)
select claim_id, dense_rank() over (order by subject_key, claim_type, kind) as block from taken
"""


def readings_of_facts_sql(most: int) -> str:
    """The ids of all readings of each fact under the candidate keys, at most `most` each; what few say comes first: it is what differs."""
    return f"""
with rated as (
  select *, count(*) over (partition by {_KEY}, said) as saying_so from readings semi join candidate_keys using ({_KEY})
)
select measure, subject_key, facet_key, unit_key,
       case when measure_kind = 'cumulative' then null else as_of_low end as fact_low,
       case when measure_kind = 'cumulative' then null else as_of_high end as fact_high,
       list(claim_id order by saying_so, document_path, claim_id)[:{most}] as claim_ids
from rated
group by all
"""


GROUP_KEYS = {
    "document": "document_id",
    "sentence": "document_id || '|' || coalesce(char_start, source_line_start, 0) || '|' || quote[:80]",
    "fact": "coalesce(subject_id, lower(subject), '') || '|' || measure || '|' || coalesce(facet_id, facet, '')",
    "subject": "coalesce(subject_id, lower(subject), '') || '|' || measure",
}
"""How claims come together for group checks, as SQL over `claims`; tables are told apart in memory."""

GROUP_FILTERS: dict[str, tuple[frozenset[str], str]] = {
    "sentence": (
        frozenset({"change_does_not_follow"}),
        "count(*) > 1 and (sum(len(links)) > 0 or (bool_or(unit = 'percent') and count(*) > 2))",
    ),
    "document": (
        frozenset({"shares_do_not_sum", "period_does_not_follow", "headline_against_body", "implausible"}),
        """count(*) filter (unit = 'percent') >= 3 or bool_or(list_contains(qualifiers, 'headline')) or bool_or(segment_kind = 'title')
           or (bool_or(date_low is not null) and (bool_or(regexp_matches(quote[:60], $effects, 'i')) or count(distinct measure) > 1))
           or bool_or(len(list_filter(links, lambda link: link.relation = 'duration_of')) > 0)
           or bool_or(unit = 'percent' and value_low > 100) or bool_or(value_high < 0)
           or len(list_intersect(list(subject_id) filter (measure = 'population'),
                                 list(subject_id) filter (measure in ('deaths', 'displaced', 'refugees', 'wounded', 'homeless')))) > 0""",
    ),
    "fact": (
        frozenset({"same_source_two_figures"}),
        """count(attribution) > 1 and count(distinct attribution) < count(attribution)
           and count(distinct hash(value_low, value_high, date_low, date_high)) > 1
           and (max(coalesce(value_low, value_high)) > 1.005 * min(coalesce(value_high, value_low)) or bool_or(date_low is not null))""",
    ),
    "subject": (
        frozenset({"parts_do_not_sum", "membership_mismatch", "withdrawn_figure"}),
        """(count(distinct coalesce(facet_id, facet, 'all')) > 2 and count(distinct document_id) < count(*))
           or bool_or(len(links) > 0) or bool_or(list_contains(qualifiers, 'earlier'))
           or (bool_or(members is not null) and count(*) > 1)""",
    ),
}
"""Per grouping, the checks whose needs are known and what a group must hold for one of them to say anything."""
