"""Whether two claims may be held against each other, and why not: the heart of not crying wolf.

`Comparability.compare(a, b)` answers aspect by aspect - sentence, measure, unit, modality, qualifiers, scope, time - with yes, no and the
reason, or unknown and what is missing. One no ends a comparison; an unknown lowers whatever a check says to a tension. `explain` puts the
same answer into sentences.

Pure: claims in, values out. What it knows beyond the two claims is given to it once: the claim types, how scopes stand to each other,
when events took place, how units and currencies convert.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from atodds.aligning.measures import load_measures
from atodds.aligning.names import stem
from atodds.aligning.scopes import ScopeRelation, family_of, relate_scopes
from atodds.check_words import CheckWords, load_check_words
from atodds.claim_types import ClaimType
from atodds.claims import Claim, ClaimPair, Reading, time_words
from atodds.normalising.intervals import Fit, Interval, falls_below, fit, last_digit_of, number_interval, period_interval
from atodds.normalising.units import to_base
from atodds.phrases import alike, phrase_of
from atodds.vocabulary import (
    Answer,
    AsOfSource,
    Bound,
    MeasureKind,
    Modality,
    Qualifier,
    SegmentKind,
    Standing,
    TimeRelation,
)

__all__ = ["Aspect", "Comparability", "Comparison", "EventPeriod", "subject_key", "value_kind"]

EventPeriod = tuple[date | None, date | None]

STATING = frozenset({Modality.ASSERTED, Modality.REPORTED, Modality.ESTIMATED})
TIMELESS_DIMENSIONS = frozenset({"length", "area", "mass", "volume", "magnitude", "speed", "acceleration", "intensity", "pressure"})
UNNAMED_DIMENSIONS = frozenset(
    {"items", "people", "percent", "currency", "ratio", "score", "any", "count", "duration", "date", "mass", "volume", "energy"}
)
"""Fallback measures of these say in what a figure is counted and not what it is: "a count", "a share", "a sum of money"."""
UNNAMED_SUBSTANCES = frozenset({"mass", "volume"})
OF_ANSWERS = frozenset({"survey_share", "vote_share"})
UNNAMED_HAPPENINGS = frozenset({"event_date", "event_period", "date"})
CITING = frozenset({SegmentKind.FOOTNOTE, SegmentKind.REFERENCE})
BETWEEN_TWO = frozenset({"distance", "radius"})  # from where to where is what such a figure is about
RUNNING_DAYS = 60  # a toll of a sudden event moves from hour to hour for about this long
SETTLED_DAYS = 365  # a year after an event its toll is no longer expected to rise
RISE_WITHIN_A_DAY = 2.0  # by how much a toll may differ between the editions of one day
RISE_UNDATED = 100.0  # by how much an undated toll may differ from another because of its date alone
PRINTED_DAYS = 366  # a level printed without a date is taken for not older than this


@dataclass(frozen=True, slots=True)
class Aspect:
    """The answer of one aspect: "time: no, 1989 is not 2003"."""

    name: str
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All answers on two claims. `scope` and `measure` say how the first stands to the second."""

    aspects: tuple[Aspect, ...]
    measure: Standing = Standing.SAME
    scope: Standing = Standing.SAME
    time: TimeRelation = TimeRelation.SAME
    certain: bool = True  # of the scope

    @property
    def answer(self) -> Answer:
        """No when one aspect says no, unknown when one is unknown, else yes."""
        answers = {aspect.answer for aspect in self.aspects}
        return Answer.NO if Answer.NO in answers else Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES

    def answer_apart_from(self, *names: str) -> Answer:
        """The answer when some aspects are left to the check: parts and wholes, measures within measures, tolls that rise."""
        answers = {aspect.answer for aspect in self.aspects if aspect.name not in names}
        return Answer.NO if Answer.NO in answers else Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES

    def said(self, answer: Answer) -> tuple[Aspect, ...]:
        """The aspects that gave this answer."""
        return tuple(aspect for aspect in self.aspects if aspect.answer is answer)


def in_base_units(value: float, unit: str) -> tuple[float, str] | None:
    """A value in the base unit of its dimension, by seeds/units.csv; None for a unit that is not there."""
    base, dimension = to_base(value, unit)
    return None if dimension is None else (base, dimension)


def value_kind(claim: Claim) -> str:
    """What a claim's value is: number, date, members or polarity; "" when it has none."""
    if claim.value_low is not None or claim.value_high is not None:
        return "number"
    if claim.date_low is not None or claim.date_high is not None:
        return "date"
    if claim.members is not None:
        return "members"
    return "polarity" if claim.polarity is not None else ""


@lru_cache(maxsize=200_000)
def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", text.casefold()).split())


def subject_key(claim: Claim) -> str:
    """What blocks claims: the aligned subject, else its folded words."""
    return claim.subject_id or _folded(claim.subject or "")


@dataclass
class Comparability:
    """Answers whether claims may be held against each other; holds what it needs to know beyond them.

    `relate_scopes(a, b)` takes facet ids and gives an object with `standing`, `reason` and `certain` (atodds.aligning.scopes);
    `event_period(subject_id)` first and last day of an event, None where it is none or unknown; `to_base(value, unit)` the value in the
    base unit of its dimension and the dimension; `convert(amount, from, to, day)` an amount in another currency or None.
    """

    claim_types: Mapping[str, ClaimType] = field(default_factory=dict)
    relate_scopes: Callable[[str | None, str | None], ScopeRelation] = relate_scopes
    relate_measures: Callable[[str, str], ScopeRelation] | None = None
    family_of: Callable[[str | None], tuple[str, str]] = family_of
    event_period: Callable[[str], EventPeriod | None] = lambda subject_id: None
    to_base: Callable[[float, str], tuple[float, str] | None] = in_base_units
    convert: Callable[[float, str, str, date], float | None] = lambda amount, source, target, day: None
    words: CheckWords = field(default_factory=load_check_words)
    companions: Mapping[str, frozenset[tuple[str, float]]] = field(default_factory=dict)
    event_days: Mapping[str, date] = field(default_factory=dict)  # subject id to the day of an event, as the documents date it
    first_day: date | None = None  # of the block's subject, as far as its claims tell: when an event of that year began
    _readings: dict[str, tuple[Reading | None, str]] = field(default_factory=dict, repr=False)

    def forget(self) -> None:
        """Lets go of what was kept about claims; called between blocks, so that memory does not grow with the corpus."""
        self._readings.clear()
        self.companions = {}
        self.first_day = None

    # -- values ---------------------------------------------------------------------------------------------------------------------

    def tolerance_of(self, claim: Claim) -> float:
        """The tolerance of the claim's measure, as a share."""
        claim_type = self.claim_types.get(claim.measure)
        return claim_type.tolerance if claim_type else 0.05

    def drift_of(self, claim: Claim) -> float:
        """The share by which the measure may move in a year."""
        claim_type = self.claim_types.get(claim.measure)
        return claim_type.drift_per_year if claim_type else 0.0

    def reading(self, claim: Claim) -> Reading | None:
        """The claim with its interval in base units (days since year one for dates); None without a number or date."""
        return self._reading_and_dimension(claim)[0]

    def dimension_of(self, claim: Claim) -> str:
        """Length, people, currency ...; counted things are all of dimension "count"."""
        return self._reading_and_dimension(claim)[1]

    def _reading_and_dimension(self, claim: Claim) -> tuple[Reading | None, str]:
        known = self._readings.get(claim.claim_id)
        if known is None:
            known = self._read(claim)
            self._readings[claim.claim_id] = known
        return known

    def _read(self, claim: Claim) -> tuple[Reading | None, str]:
        kind = value_kind(claim)
        if kind == "date":
            return Reading(claim, period_interval(*_without_its_edge(claim), claim.bound)), "date"
        if kind != "number":
            return None, kind
        stated = claim.value_high if claim.value_low is None else claim.value_low
        last_digit = claim.last_digit if claim.last_digit is not None else last_digit_of(claim.mention_text, stated or 0.0)
        if last_digit == 1 and self._counted(claim):
            last_digit = 0.0  # "seven missing" are seven, not six and a half
        interval = number_interval(
            claim.value_low,
            claim.value_high,
            claim.bound,
            last_digit,
            tolerance=self.tolerance_of(claim),
            round_number=_written_round(claim),
            open_end=self._leaves_out_its_figure(claim),
        )
        factor, dimension = 1.0, "count"
        if claim.currency:
            dimension = f"currency {claim.currency}"
        elif claim.unit in ("percent", "percentage point", "percentage_point", "percentage points"):
            dimension = "percent" if claim.unit == "percent" else "percentage point"
        elif claim.unit:
            base = self.to_base(1.0, claim.unit)
            if base is not None and base[0] > 0:
                factor, dimension = base
        return Reading(claim, interval.scaled(factor) if factor != 1.0 else interval, factor), dimension

    def _leaves_out_its_figure(self, claim: Claim) -> bool:
        """Whether a bound does not hold of the very figure it names: "more than 45" does not, "at least 45" and "no fewer than 45" do."""
        words = {Bound.AT_LEAST: "beyond", Bound.AT_MOST: "short_of"}.get(claim.bound)
        return words is not None and self.words.says(words, claim.mention_text) and not re.search("=|equal", claim.mention_text)

    def _counted(self, claim: Claim) -> bool:
        unit = claim.unit or "items"
        return not claim.currency and (unit in ("people", "items") or self.to_base(1.0, unit) is None) and not unit.startswith("percent")

    def readings_in_one_unit(self, a: Claim, b: Claim) -> tuple[Reading, Reading, bool] | None:
        """Both claims in one unit; True where a currency was converted; None where there is no common unit."""
        (left, left_dimension), (right, right_dimension) = self._reading_and_dimension(a), self._reading_and_dimension(b)
        if left is None or right is None:
            return None
        if left_dimension == right_dimension:
            return left, right, False
        if a.currency and b.currency:
            day = b.as_of_high or a.as_of_high or b.as_of_low or a.as_of_low
            rate = self.convert(1.0, b.currency, a.currency, day) if day else None
            if rate:
                scaled = right.interval.scaled(rate)
                # Which day's rate a document used is not known: a tenth either way.
                loose = Interval(
                    scaled.low * 0.9, scaled.high * 1.1, scaled.near_low * 0.9, scaled.near_high * 1.1, scaled.bound,
                    scaled.stated_low, scaled.stated_high,
                )  # fmt: skip
                return left, Reading(b, loose, rate), True
        return None

    def pair(self, a: Claim, b: Claim, comparison: Comparison | None = None) -> ClaimPair | None:
        """The two claims as a check sees them; None where there is no common unit."""
        readings = self.readings_in_one_unit(a, b)
        comparison = comparison or self.compare(a, b)
        if readings is None:
            if value_kind(a) != value_kind(b) or value_kind(a) not in ("members", "polarity"):
                return None
            empty = Interval(0.0, 0.0, 0.0, 0.0, Bound.EXACT, None, None)
            return ClaimPair(Reading(a, empty), Reading(b, empty), comparison, Fit.TOGETHER)
        left, right, _ = readings
        return ClaimPair(left, right, comparison, self.fit(left, right, comparison), max(self.tolerance_of(a), self.tolerance_of(b)))

    def explained_by_time(self, left: Reading, right: Reading) -> bool:
        """Whether a glance at the times tells that two different figures need not conflict; the quick way out for most pairs.

        Levels and flows of years far apart, and tolls that grow; figures of quite other magnitudes are looked at all the same.
        """
        a, b = left.claim, right.claim
        if a.as_of_low is None or b.as_of_low is None or a.as_of_high is None or b.as_of_high is None:
            return False
        low, high = sorted((abs(left.interval.middle), abs(right.interval.middle)))
        if value_kind(a) != "number" or not low or high / low > 9 or self.is_projection(a) or self.is_projection(b):
            return False
        if a.measure_kind is b.measure_kind is MeasureKind.CUMULATIVE:
            if a.as_of_high < b.as_of_low:
                return not falls_below(right.interval, left.interval) and not self._settled(a)
            if b.as_of_high < a.as_of_low:
                return not falls_below(left.interval, right.interval) and not self._settled(b)
            return False
        if MeasureKind.CUMULATIVE in (a.measure_kind, b.measure_kind) or a.claim_type == "displacement" or self.is_timeless(a):
            return False
        gap = max((b.as_of_low - a.as_of_high).days, (a.as_of_low - b.as_of_high).days)
        return gap > PRINTED_DAYS and not _period_axis(a.facet_id)

    def one_value(self, a: Claim, b: Claim) -> Fit:
        """How two values stand to each other, whatever they are about."""
        readings = self.readings_in_one_unit(a, b)
        return Fit.APART if readings is None else fit(readings[0].interval, readings[1].interval)

    def fit(self, left: Reading, right: Reading, comparison: Comparison | None = None) -> Fit:
        """Whether the two values hold together; a level known for overlapping but long periods may have drifted within them."""
        found = fit(left.interval, right.interval)
        if found is Fit.APART and comparison is not None and left.claim.measure_kind is MeasureKind.LEVEL:
            drift = max(self.drift_of(left.claim), self.drift_of(right.claim))
            years = max(_years_of(left.claim), _years_of(right.claim))
            if drift and years:
                room = 1.0 + drift * years
                widened = _widened(left.interval, room), _widened(right.interval, room)
                found = fit(*widened)
        return found

    # -- answers --------------------------------------------------------------------------------------------------------------------

    def compare(self, a: Claim, b: Claim, *, thorough: bool = False) -> Comparison:
        """The answers of all aspects; stops at the first no unless `thorough`."""
        aspects: list[Aspect] = []

        def settled(aspect: Aspect) -> bool:
            aspects.append(aspect)
            return aspect.answer is Answer.NO and not thorough

        a, b = self._without_the_events_day(a), self._without_the_events_day(b)
        if settled(self._sentence(a, b)) or settled(self._unit(a, b)):
            return Comparison(tuple(aspects))
        measure, aspect = self._measure(a, b)
        if settled(aspect) and measure in (Standing.DISJOINT, Standing.UNKNOWN):
            return Comparison(tuple(aspects), measure)
        if settled(self._modality(a, b)) or settled(self._qualifiers(a, b)):
            return Comparison(tuple(aspects), measure)
        scope, aspect, certain = self._scope(a, b)
        if settled(aspect) and scope in (Standing.DISJOINT, Standing.UNKNOWN):
            return Comparison(tuple(aspects), measure, scope)
        time, aspect = self._time(a, b)
        aspects.append(aspect)
        return Comparison(tuple(aspects), measure, scope, time, certain)

    def _without_the_events_day(self, claim: Claim) -> Claim:
        """A count "of the blast of 4 August" is not a count by 4 August: the day of a sudden event dates the event, not its toll."""
        day = self.event_days.get(claim.subject_id or "")
        if day is None or claim.as_of_low != day or claim.as_of_high != day or claim.as_of_source is AsOfSource.PUBLISHED_ON:
            return claim
        if value_kind(claim) != "number" or self.is_timeless(claim) or not self._sudden(claim):
            return claim
        return replace(claim, as_of_low=None, as_of_high=None, as_of_source=None)

    def _sentence(self, a: Claim, b: Claim) -> Aspect:
        if a.links or b.links:
            linked = {link.claim_id: link.relation for link in a.links} | {link.claim_id: link.relation for link in b.links}
            relation = linked.get(a.claim_id) or linked.get(b.claim_id)
            if relation:
                return Aspect("sentence", Answer.NO, f"the text ties one figure to the other ({relation.value.replace('_', ' ')})")
        if a.document_id == b.document_id and _changed_since(a, b):
            return Aspect("sentence", Answer.NO, "the text says that one had changed since")
        if a.document_id == b.document_id and a.quote == b.quote and a.source_line_start == b.source_line_start:
            return Aspect("sentence", Answer.NO, "one sentence sets the two figures side by side")
        if a.document_id == b.document_id and a.segment_kind is b.segment_kind is SegmentKind.TABLE and a.facet_id != b.facet_id:
            return Aspect("sentence", Answer.NO, "rows of one table tell different things apart")
        return Aspect("sentence", Answer.YES, "different sentences")

    def _unit(self, a: Claim, b: Claim) -> Aspect:
        kinds = value_kind(a), value_kind(b)
        if kinds[0] != kinds[1]:
            named = [kind or "claim without a value" for kind in kinds]
            return Aspect("unit", Answer.NO, f"one is a {named[0]}, the other a {named[1]}")
        if kinds[0] != "number":
            return Aspect("unit", Answer.YES, f"both are of kind {kinds[0]}")
        if (a.per_unit or None) != (b.per_unit or None):
            return Aspect("unit", Answer.NO, f"one is per {a.per_unit or 'nothing'}, the other per {b.per_unit or 'nothing'}")
        left, right = self.dimension_of(a), self.dimension_of(b)
        if left == right:
            if _no_count(a) or _no_count(b):
                return Aspect("unit", Answer.NO, "people are not counted in fractions or below nothing: one is no count")
            return Aspect("unit", Answer.YES, f"both are of dimension {left}")
        if a.currency and b.currency:
            if self.readings_in_one_unit(a, b) is None:
                return Aspect("unit", Answer.NO, f"no exchange rate from {b.currency} to {a.currency} is known for that time")
            return Aspect("unit", Answer.UNKNOWN, f"{b.currency} converted to {a.currency}; which day's rate the text used is not said")
        return Aspect("unit", Answer.NO, f"one is of dimension {left}, the other of {right}")

    def _measure(self, a: Claim, b: Claim) -> tuple[Standing, Aspect]:
        standing, reason = self.measures(a, b)
        answer = {Standing.SAME: Answer.YES, Standing.UNKNOWN: Answer.UNKNOWN}.get(standing, Answer.NO)
        return standing, Aspect("measure", answer, reason)

    def measures(self, a: Claim, b: Claim) -> tuple[Standing, str]:
        """How the measures stand to each other, and why."""
        if value_kind(a) == value_kind(b) == "date" and {a.measure, b.measure} <= UNNAMED_HAPPENINGS:
            return self._happenings(a, b)
        if a.measure == b.measure:
            claim_type = self.claim_types.get(a.measure)
            unnamed = claim_type is not None and claim_type.fallback and claim_type.dimension in UNNAMED_DIMENSIONS
            if value_kind(a) == "date":
                return self._happenings(a, b)
            if a.measure in OF_ANSWERS and not (_answer(a) and _answer(b)):
                return Standing.DISJOINT, "which answer or party the share is of is not known"
            # A bare noun that is no claim type ("states", "stages") is counted of something that the facet has to name.
            bare = claim_type is None and "_" not in a.measure and self.dimension_of(a) == "count" and a.extractor.startswith("atodds")
            if unnamed or a.measure in BETWEEN_TWO or (bare and (a.facet_id or "all") == "all"):
                return self._unnamed_measures(a, b)
            return Standing.SAME, f"both are {a.measure.replace('_', ' ')}"
        standing, reason = self._measure_names(a.measure, b.measure)
        if standing is Standing.DISJOINT and self.dimension_of(a) == self.dimension_of(b) and self._is_of_anything(a, b):
            shared = self._said_alike(a, b)
            return (Standing.UNKNOWN, shared) if shared is not None else (standing, reason)
        return standing, reason

    def _unnamed_measures(self, a: Claim, b: Claim) -> tuple[Standing, str]:
        """Figures whose measure only says what unit they are in: a count, a share, a sum of money."""
        same_words = _folded(a.facet or "") and _folded(a.facet or "") == _folded(b.facet or "")
        same_id = a.facet_id == b.facet_id and (a.facet_id or "all") != "all"
        if a.measure in BETWEEN_TWO and (place := _from_where(a)) and place == _from_where(b) and subject_key(a).startswith("event:"):
            return Standing.SAME, f"both are the {a.measure} from {place.title()}"
        if (same_words or same_id) and (a.unit or "") == (b.unit or ""):
            return Standing.SAME, f"both are {a.measure.replace('_', ' ')} of {a.facet}"
        if (shared := self._said_alike(a, b)) is not None:
            return Standing.UNKNOWN, shared
        return Standing.DISJOINT, f"what is measured ({a.measure.replace('_', ' ')}) is not known well enough"

    def _is_of_anything(self, a: Claim, b: Claim) -> bool:
        """Whether one of two measures is only the unit: a sum of money, a share. A counted noun says what it is of."""
        return any((found := self.claim_types.get(claim.measure)) is not None and found.fallback for claim in (a, b))

    def nearness(self, a: Claim, b: Claim) -> int:
        """How many words around two figures, and names in their scopes, are the same: which of several is the one meant."""
        one, other = phrase_of(a, self.words), phrase_of(b, self.words)
        scopes = [set(re.findall(r"[^\W\d_]{3,}", claim.facet_id or "")) | set(phrase[1]) for claim, phrase in ((a, one), (b, other))]
        return len(one[0] & other[0]) + len(scopes[0] & scopes[1]) + (a.measure == b.measure)

    def _said_alike(self, a: Claim, b: Claim) -> str | None:
        """Why two figures of one named thing are taken for one: the words right around them say the same. None where they do not.

        Of places and events too much is counted in the same few words.
        """
        if a.document_id == b.document_id or not subject_key(a).startswith("name:") or subject_key(a) != subject_key(b):
            return None
        shared = alike(phrase_of(a, self.words), phrase_of(b, self.words))
        return f"the words around both say the same ({', '.join(sorted(shared))})" if shared else None

    def is_unnamed(self, claim: Claim) -> bool:
        """Whether a claim's measure says in what its figure is counted and not what it is."""
        claim_type = self.claim_types.get(claim.measure)
        if value_kind(claim) == "date":
            return claim.measure in UNNAMED_HAPPENINGS
        return claim_type is None or claim_type.fallback or claim.measure in BETWEEN_TWO

    def _happenings(self, a: Claim, b: Claim) -> tuple[Standing, str]:
        """Whether two dates are of a happening that is known well enough: told by its verb and who takes part, or a thing that is once."""
        if a.segment_kind in CITING or b.segment_kind in CITING:
            return Standing.DISJOINT, "a footnote dates what it cites"
        if a.measure not in UNNAMED_HAPPENINGS:
            return Standing.SAME, f"both are {a.measure.replace('_', ' ')}"
        if a.document_id == b.document_id and _introduced(a) and _introduced(b):
            return Standing.DISJOINT, "the text introduces each anew: it tells of two"
        if self._is_identified(a) and self._is_identified(b):
            return Standing.SAME, "both date one happening"
        return Standing.DISJOINT, "which happening is dated is not known well enough"

    def _is_identified(self, claim: Claim) -> bool:
        found = re.search(r"(?:^|;)happening=([^;]+)", claim.facet_id or "")
        if found:
            stems = found.group(1).split("+")
            once = any(one.endswith("!") for one in stems)  # alignment marks what comes about but once
            return len(stems) > 2 and (once or bool(set(stems) & self._happening_stems()))
        once = (claim.subject_id or "").startswith("event:") or self.words.says("once", claim.subject)
        return once and (claim.facet_id or "all") == "all" and not claim.facet

    def _happening_stems(self) -> frozenset[str]:
        return _stems_of(self.words.happenings)

    def _measure_names(self, left: str, right: str) -> tuple[Standing, str]:
        shown = f"{left.replace('_', ' ')} and {right.replace('_', ' ')}"
        left_type, right_type = self.claim_types.get(left), self.claim_types.get(right)
        if left_type and right in left_type.part_of:
            return Standing.PART, f"{left.replace('_', ' ')} are a part of {right.replace('_', ' ')}"
        if right_type and left in right_type.part_of:
            return Standing.WHOLE, f"{right.replace('_', ' ')} are a part of {left.replace('_', ' ')}"
        if left in UNNAMED_SUBSTANCES or right in UNNAMED_SUBSTANCES:
            return Standing.DISJOINT, "of what substance an amount is, and what became of it, is not said"
        relate = self.relate_measures or load_measures().relate
        related = relate(left, right)
        if related.standing.value != Standing.DISJOINT or related.certain:
            return Standing(related.standing.value), related.reason
        if left_type and right_type:
            return Standing.DISJOINT, f"{shown} are different measures"
        for one, other in ((left, right), (right, left)):
            unnamed, _, happened = one.partition("_")
            if unnamed in UNNAMED_SUBSTANCES and happened and other.endswith(f"_{happened}"):
                return Standing.UNKNOWN, f"of what substance the {one.replace('_', ' ')} is, is not said"
        return _worded_measures(left, right)

    def _modality(self, a: Claim, b: Claim) -> Aspect:
        if a.modality in STATING and b.modality in STATING:
            return Aspect("modality", Answer.YES, "both are stated of what is")
        if Modality.NEGATED in (a.modality, b.modality) and value_kind(a) == "number":
            return Aspect("modality", Answer.NO, "one is a denial")
        if self.is_projection(a) and self.is_projection(b):
            return Aspect("modality", Answer.UNKNOWN, "both foretell, each in its own words")
        if a.modality is b.modality:
            return Aspect("modality", Answer.UNKNOWN, f"both are {a.modality.value}, each on its own terms")
        return Aspect("modality", Answer.NO, f"one is {a.modality.value}, the other {b.modality.value}")

    def is_projection(self, claim: Claim) -> bool:
        """Whether a figure foretells."""
        if Qualifier.PROJECTION in claim.qualifiers:
            return True
        words = f"{claim.measure.replace('_', ' ')} {claim.facet or ''}"
        return self.words.says("projection", words)

    def _qualifiers(self, a: Claim, b: Claim) -> Aspect:
        left, right = set(a.qualifiers), set(b.qualifiers)
        if self.is_projection(a) != self.is_projection(b):
            return Aspect("qualifiers", Answer.NO, "one foretells, the other counts")
        for qualifier, said in (
            (Qualifier.EARLIER, "the text itself calls one figure earlier or withdrawn"),
            (Qualifier.CHANGE, "one is a change, the other an amount"),
            (Qualifier.ADDITIONAL, "one comes on top of another figure"),
            (Qualifier.COMPLEMENT, "one leaves out what the other is about"),
            (Qualifier.FEARED, "one is feared, the other counted"),
            (Qualifier.SUBSET, "one is a part of those the other counts"),
        ):
            if (qualifier in left) != (qualifier in right):
                one = a if qualifier in left else b
                if qualifier is Qualifier.ADDITIONAL and _OTHERS.search(one.mention_text + _after(one)) and one.measure in BESIDE_THE_DEAD:
                    continue  # "killed 12 and injured 40 others": others than the dead
                words = (a if qualifier in left else b).qualifier_text
                return Aspect("qualifiers", Answer.NO, said + (f' ("{words}")' if words else ""))
            if qualifier in left and qualifier in right and qualifier is not Qualifier.FEARED:
                same = _folded(a.qualifier_text or "") == _folded(b.qualifier_text or "") and bool(a.qualifier_text)
                if (
                    qualifier is Qualifier.SUBSET
                    and not same
                    and {a.facet_id or "all", b.facet_id or "all"} == {"all"}
                    and not (a.facet or b.facet)
                ):
                    return Aspect("qualifiers", Answer.NO, "both are parts, and of which part is not said")
                if qualifier is Qualifier.EARLIER or not same:
                    return Aspect("qualifiers", Answer.NO if qualifier is Qualifier.EARLIER else Answer.UNKNOWN, f"both: {said}")
        if (Qualifier.CONFIRMED in left) != (Qualifier.CONFIRMED in right):
            return Aspect("qualifiers", Answer.UNKNOWN, "one counts only what is confirmed")
        anchors = self._time_anchor(a), self._time_anchor(b)
        if set(anchors) == {"before", "present"}:
            return Aspect("qualifiers", Answer.NO, "one is of before, the other of the time of writing")
        if "before" in anchors and anchors[0] != anchors[1] and not (a.as_of_low and b.as_of_low):
            return Aspect("qualifiers", Answer.UNKNOWN, "one is of a time before, which is not dated")
        return Aspect("qualifiers", Answer.YES, "nothing sets one apart")

    def _time_anchor(self, claim: Claim) -> str | None:
        """Whether words before the figure date it before something or at the time of writing ("a pre-war population of", "today")."""
        at = claim.quote.find(claim.mention_text)
        window = claim.quote[max(0, at - 60) : at + len(claim.mention_text) + 40] if at >= 0 else claim.quote
        clause = re.split(r"[;:.]\s|,\s(?=[A-Z])", window[: max(0, min(at, 60))] if at >= 0 else window)[-1]
        if self.words.says("before", clause):
            return "before"
        return "present" if self.words.says("present", window) else None

    def _scope(self, a: Claim, b: Claim) -> tuple[Standing, Aspect, bool]:
        subjects = subject_key(a), subject_key(b)
        unnamed: Aspect | None = None
        if not all(subjects):
            if subjects[0] != subjects[1]:
                return Standing.UNKNOWN, Aspect("scope", Answer.UNKNOWN, "what one is about is not said"), False
            if a.document_id != b.document_id:
                return Standing.UNKNOWN, Aspect("scope", Answer.NO, "neither says what it is about"), False
            unnamed = Aspect("scope", Answer.UNKNOWN, "neither says what it is about")
        elif subjects[0] != subjects[1]:
            return Standing.DISJOINT, Aspect("scope", Answer.NO, f"one is about {a.subject}, the other about {b.subject}"), True
        standing, reason, certain = self.scopes(a, b)
        followers = [_ONE_OF_MANY.search(claim.facet_id or "") for claim in (a, b)]
        if all(followers) and standing is Standing.SAME and a.document_id != b.document_id:
            after = all(found is not None and found.group(1) != "later" for found in followers)
            return standing, Aspect("scope", Answer.NO if after else Answer.UNKNOWN, "which of several is meant is not said"), False
        if standing is Standing.SAME:
            return standing, unnamed or Aspect("scope", Answer.YES if certain else Answer.UNKNOWN, reason), certain
        if standing is Standing.UNKNOWN:
            crossing = bool(a.facet_id and b.facet_id) and self.relate_scopes(a.facet_id, b.facet_id).crossing
            return standing, Aspect("scope", Answer.NO if crossing else Answer.UNKNOWN, reason), certain
        if subjects[0].startswith("name:") and _loosely_narrowed(a, b):
            return Standing.UNKNOWN, Aspect("scope", Answer.UNKNOWN, reason), False
        return standing, Aspect("scope", Answer.NO, reason), certain

    def scopes(self, a: Claim, b: Claim) -> tuple[Standing, str, bool]:
        """How the facets stand to each other, why, and whether that is certain."""
        if (a.facet_id or not a.facet) and (b.facet_id or not b.facet):
            related = self.relate_scopes(a.facet_id, b.facet_id)
            return Standing(related.standing.value), related.reason, related.certain
        left, right = _folded(a.facet or ""), _folded(b.facet or "")
        if left == right:
            return Standing.SAME, f"both are of {a.facet}" if a.facet else "nothing narrows either", True
        if not left or not right:
            return (Standing.WHOLE if not left else Standing.PART), f"only one is narrowed to {a.facet or b.facet}", False
        if {word for word in left.split() if len(word) > 3} & set(right.split()):
            return Standing.UNKNOWN, f"whether {a.facet} and {b.facet} are one thing is not known", False
        return Standing.DISJOINT, f"{a.facet} is not {b.facet}", False

    # -- time -----------------------------------------------------------------------------------------------------------------------

    def _time(self, a: Claim, b: Claim) -> tuple[TimeRelation, Aspect]:
        if value_kind(a) != "number":
            if value_kind(a) == "date":
                return TimeRelation.SAME, Aspect("time", Answer.YES, "a date holds whenever it is told")
            return self._state_time(a, b)
        if self.is_projection(a) and self.is_projection(b):
            return TimeRelation.SAME, Aspect("time", Answer.UNKNOWN, "both foretell; what they knew at the time differs")
        if self.is_timeless(a):
            return TimeRelation.SAME, Aspect("time", Answer.YES, "the time does not matter to what is measured")
        if MeasureKind.CUMULATIVE in (a.measure_kind, b.measure_kind):
            return self._cumulative_time(a, b)
        if MeasureKind.FLOW in (a.measure_kind, b.measure_kind):
            return self._flow_time(a, b)
        return self._level_time(a, b)

    def is_timeless(self, claim: Claim) -> bool:
        """Whether the time does not matter to what is measured: a distance, a depth, an area."""
        claim_type = self.claim_types.get(claim.measure)
        if claim_type is not None and claim_type.fixed_by_event and (claim.subject_id or "").startswith("event:"):
            return True
        dimension = claim_type.dimension if claim_type else self.dimension_of(claim)
        return claim.measure_kind is MeasureKind.LEVEL and dimension in TIMELESS_DIMENSIONS and self.drift_of(claim) == 0

    def _state_time(self, a: Claim, b: Claim) -> tuple[TimeRelation, Aspect]:
        if a.as_of_low and b.as_of_low and _order(a, b) is not TimeRelation.SAME:
            return TimeRelation.APART, Aspect("time", Answer.NO, f"{_as_of(a)} is not {_as_of(b)}")
        if a.as_of_low and b.as_of_low:
            return TimeRelation.SAME, Aspect("time", Answer.YES, f"{_as_of(a)} and {_as_of(b)} overlap")
        return TimeRelation.SAME, Aspect("time", Answer.UNKNOWN, "the time of one is not said")

    def _flow_time(self, a: Claim, b: Claim) -> tuple[TimeRelation, Aspect]:
        if not _dated(a) or not _dated(b):
            return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, "the period of one is not said")
        weak = AsOfSource.PUBLISHED_ON in (a.as_of_source, b.as_of_source)
        if weak:
            near = a.as_of_low and b.as_of_low and abs((a.as_of_low - b.as_of_low).days) <= 31
            if near:
                return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, "the period is not said; the dates of print are near")
            return TimeRelation.APART, Aspect("time", Answer.NO, "the period of one is not said, and the dates of print are apart")
        if _shared_part(a, b) >= 0.8:
            return TimeRelation.SAME, Aspect("time", Answer.YES, f"both are of {_as_of(a)}")
        return TimeRelation.APART, Aspect("time", Answer.NO, f"{_as_of(a)} is another period than {_as_of(b)}")

    def _level_time(self, a: Claim, b: Claim) -> tuple[TimeRelation, Aspect]:
        if (period := _period_axis(a.facet_id)) and period == _period_axis(b.facet_id):
            return TimeRelation.SAME, Aspect("time", Answer.YES, f"both are of {period}")
        running = self._is_count_of_people(a) and (self._is_running(a) or self._is_running(b))
        if not _dated(a) or not _dated(b):
            if running and not self._faces_away(a, b):
                return TimeRelation.RISING, Aspect("time", Answer.NO, "the count moves from day to day, and the day of one is not said")
            if self.drift_of(a) and self.ratio(a, b) < 1 + 2 * self.drift_of(a):
                said = "the time of one is not said, and the gap is no larger than the level drifts"
                return TimeRelation.UNKNOWN, Aspect("time", Answer.NO, said)
            return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, "the time of one is not said")
        if _order(a, b) is TimeRelation.SAME:
            loose = max(_years_of(a), _years_of(b)) > 0.02 and _years_of(a) != _years_of(b)
            if running and loose and a.document_id != b.document_id and not self._faces_away(a, b):
                return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, f"the count moves from day to day within {_as_of(a)}")
            if (a.as_of_source is AsOfSource.PUBLISHED_ON) != (b.as_of_source is AsOfSource.PUBLISHED_ON):
                return TimeRelation.SAME, Aspect("time", Answer.UNKNOWN, "one is dated by its printing alone")
            return TimeRelation.SAME, Aspect("time", Answer.YES, f"{_as_of(a)} and {_as_of(b)} overlap")
        if self._grows_after_its_event(a, b):
            return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, "the event was over; the number may have fallen since, not risen")
        gap = _days_between(a, b)
        weak = AsOfSource.PUBLISHED_ON in (a.as_of_source, b.as_of_source)
        if weak and self._of_the_future(a, b):
            return TimeRelation.APART, Aspect("time", Answer.NO, f"one is told of {_as_of(a)}, the other of {_as_of(b)}: not of the same")
        if weak and gap <= PRINTED_DAYS and not running:
            return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, f"printed {gap} days apart; the time of one is not said")
        days = max(_years_of(a), _years_of(b)) < 0.01
        soon = days and gap <= 1 and not a.currency
        if soon and (not running or self.ratio(a, b) >= RISE_WITHIN_A_DAY):
            return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, "a day apart, which is soon for so large a change")
        if soon and weak and a.document_id != b.document_id and self._one_count(a, b):
            return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, "both are told beside one and the same exact count")
        return TimeRelation.APART, Aspect("time", Answer.NO, f"{_as_of(a)} is not {_as_of(b)}")

    def _of_the_future(self, a: Claim, b: Claim) -> bool:
        """Whether one figure is told of a time after the other was printed: next year's needs are not those of today."""
        printed, told = (a, b) if a.as_of_source is AsOfSource.PUBLISHED_ON else (b, a)
        stated = told.as_of_source is AsOfSource.STATED
        return stated and bool(told.as_of_low and printed.as_of_high and told.as_of_low > printed.as_of_high)

    def _cumulative_time(self, a: Claim, b: Claim) -> tuple[TimeRelation, Aspect]:
        counted = self._is_count_of_people(a)
        if not _dated(a) or not _dated(b):
            if counted and self._sudden(a):
                both = not _dated(a) and not _dated(b)
                apart = a.document_id != b.document_id and self.ratio(a, b) < RISE_UNDATED
                undated = [claim for claim in (a, b) if not _dated(claim)]
                if apart and any(self.words.says("weekdays", claim.quote) for claim in undated):
                    return TimeRelation.RISING, Aspect("time", Answer.NO, "of which week the day is that one is given for is not said")
                if apart and not both and self.ratio(a, b) >= RISE_WITHIN_A_DAY:
                    return TimeRelation.RISING, Aspect(
                        "time", Answer.NO, "the undated toll may be of other days: one is many times the other"
                    )
                if apart and (both or self._higher_is_undated(a, b)):
                    return TimeRelation.RISING, Aspect("time", Answer.NO, "the toll may have risen: the date of the higher one is not said")
                if apart and not self._is_running(a if _dated(a) else b):
                    return TimeRelation.RISING, Aspect("time", Answer.NO, "the undated toll may be of the first days")
            return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, "the date of one is not said")
        if self._settled(a) and self._settled(b) and AsOfSource.STATED not in (a.as_of_source, b.as_of_source):
            return TimeRelation.SAME, Aspect("time", Answer.YES, "told long after the event, when its toll was settled")
        order = _order(a, b)
        if order is TimeRelation.SAME:
            clocks = _clock(a.quote), _clock(b.quote)
            if clocks[0] and clocks[1] and clocks[0] != clocks[1]:
                return TimeRelation.RISING, Aspect("time", Answer.NO, f"{clocks[0]} is not {clocks[1]}")
            one_source = a.document_id == b.document_id or self._one_count(a, b)
            if counted and self._is_running(a) and not one_source and self.ratio(a, b) < RISE_WITHIN_A_DAY:
                return TimeRelation.RISING, Aspect("time", Answer.NO, "a toll of one day may have risen between the two")
            if max(_years_of(a), _years_of(b)) > 0.07 and self._sudden(a) and (_years_of(a) != _years_of(b)):
                if (
                    counted
                    and a.document_id != b.document_id
                    and self._lower_is_loosely_dated(a, b)
                    and self.ratio(a, b) >= RISE_WITHIN_A_DAY
                ):
                    return TimeRelation.RISING, Aspect("time", Answer.NO, f"the lower toll may be of the first days of {_as_of(a)}")
                return TimeRelation.UNKNOWN, Aspect("time", Answer.UNKNOWN, f"the toll may have risen within {_as_of(a)}")
            return TimeRelation.SAME, Aspect("time", Answer.YES, f"{_as_of(a)} and {_as_of(b)} overlap")
        earlier, later = (a, b) if order is TimeRelation.EARLIER else (b, a)
        answer = Answer.UNKNOWN if later.as_of_source in (AsOfSource.PUBLISHED_ON, AsOfSource.CONTEXT) else Answer.YES
        said = "is of an earlier day than" if answer is Answer.YES else "was printed before"
        return order, Aspect("time", answer, f"{_as_of(earlier)} {said} {_as_of(later)}")

    def _is_count_of_people(self, claim: Claim) -> bool:
        claim_type = self.claim_types.get(claim.measure)
        if claim_type is not None:
            return claim_type.dimension in ("people", "count", "items")
        # Of a measure of one's own only the unit tells: people and things are counted in plurals, intensities are not.
        return self.dimension_of(claim) == "count" and (claim.unit in (None, "people", "items") or (claim.unit or "").endswith("s"))

    def period_of(self, claim: Claim) -> EventPeriod | None:
        """First and last day of the event a claim is about, from alignment or the years in its name."""
        period = self.event_period(claim.subject_id) if claim.subject_id else None
        if period is not None and (period[0] or period[1]):
            return period
        years = [int(year) for year in re.findall(r"\b(1[5-9]\d\d|20\d\d)\b", claim.subject or "")]
        return (date(min(years), 1, 1), date(max(years), 12, 31)) if years else None

    def _sudden(self, claim: Claim) -> bool:
        """Whether the subject is an event that strikes within hours; the toll of an unknown event may be one's."""
        kind = (claim.subject_id or "").removeprefix("event:").partition("/")[0] if (claim.subject_id or "").startswith("event:") else ""
        if self.words.says("sudden_events", f"{claim.subject or ''} {kind}".replace("–", " ").replace("-", " ")):
            return True
        period = self.event_period(claim.subject_id) if claim.subject_id else None
        if period is not None and period[0] is not None and period[1] is not None:
            return (period[1] - period[0]).days < 60
        return claim.measure_kind is MeasureKind.CUMULATIVE and self.period_of(claim) is None

    def _is_running(self, claim: Claim) -> bool:
        if not self._sudden(claim) or _years_of(claim) > 0.1:
            return False
        period = self.period_of(claim)
        if period is None or period[1] is None or claim.as_of_low is None:
            return True
        last = period[1]
        if self.first_day is not None and period[0] is not None and (last - period[0]).days > RUNNING_DAYS:
            last = max(min(last, self.first_day), period[0])  # of the event only the year is known
        return claim.as_of_low <= last + timedelta(days=RUNNING_DAYS)

    def _settled(self, claim: Claim) -> bool:
        period = self.period_of(claim)
        return bool(period and period[1] and claim.as_of_low and claim.as_of_low > period[1] + timedelta(days=SETTLED_DAYS))

    def _grows_after_its_event(self, a: Claim, b: Claim) -> bool:
        """Whether people displaced by an event are told to be more long after it than during it."""
        if a.claim_type != "displacement" or self._sudden(a):
            return False
        earlier, later = (a, b) if _order(a, b) is TimeRelation.EARLIER else (b, a)
        readings = self.readings_in_one_unit(earlier, later)
        return readings is not None and self._settled(later) and readings[1].interval.near_low > readings[0].interval.near_high

    def _one_count(self, a: Claim, b: Claim) -> bool:
        """Whether both documents take their figures from one count: another exact figure of the same scope agrees to the digit."""
        left, right = self.companions.get(a.claim_id, frozenset()), self.companions.get(b.claim_id, frozenset())
        return any(measure not in (a.measure, b.measure) for measure, _ in left & right)

    def ratio(self, a: Claim, b: Claim) -> float:
        """How many times the smaller figure the larger one is; 1 where they have no common unit."""
        readings = self.readings_in_one_unit(a, b)
        if readings is None:
            return 1.0
        low, high = sorted((abs(readings[0].interval.middle), abs(readings[1].interval.middle)))
        return high / low if low > 0 else float("inf")

    def _higher_is_undated(self, a: Claim, b: Claim) -> bool:
        readings = self.readings_in_one_unit(a, b)
        if readings is None:
            return False
        higher = a if readings[0].interval.middle >= readings[1].interval.middle else b
        return not _dated(higher)

    def _lower_is_loosely_dated(self, a: Claim, b: Claim) -> bool:
        """Whether the lower of two figures is the one of which only a month or a year is known."""
        readings = self.readings_in_one_unit(a, b)
        if readings is None:
            return False
        lower, higher = (a, b) if readings[0].interval.middle <= readings[1].interval.middle else (b, a)
        return _years_of(lower) > _years_of(higher)

    def _faces_away(self, a: Claim, b: Claim) -> bool:
        return {a.bound, b.bound} == {Bound.AT_LEAST, Bound.AT_MOST}

    # -- words ----------------------------------------------------------------------------------------------------------------------

    def explain(self, a: Claim, b: Claim) -> str:
        """In sentences: whether the two claims are held against each other, aspect by aspect, and how their values stand."""
        comparison = self.compare(a, b, thorough=True)
        readings = self.readings_in_one_unit(a, b)
        lines = [f'"{_short(a.mention_text)}" ({a.document_path}) and "{_short(b.mention_text)}" ({b.document_path}):']
        for aspect in comparison.aspects:
            lines.append(f"  {aspect.name}: {aspect.answer.value}, {aspect.reason}")
        if readings is not None:
            found = self.fit(readings[0], readings[1], comparison)
            told = {
                Fit.APART: "the values cannot both hold",
                Fit.STRETCHED: "the values hold together only to the letter",
                Fit.TOGETHER: "the values hold together",
            }[found]
            lines.append(f"  values: {told} ({interval_words(readings[0])} and {interval_words(readings[1])})")
        answer = comparison.answer
        if answer is Answer.NO:
            reasons = "; ".join(aspect.reason for aspect in comparison.said(Answer.NO))
            lines.append(f"They are not held against each other: {reasons}.")
        elif answer is Answer.UNKNOWN:
            missing = "; ".join(aspect.reason for aspect in comparison.said(Answer.UNKNOWN))
            lines.append(f"They are held against each other, and a difference is at most a tension: {missing}.")
        else:
            lines.append("They are held against each other: everything that matters lines up.")
        return "\n".join(lines)


def interval_words(reading: Reading) -> str:
    """An interval as people write it: "525,350 to 525,450", "10,000 or more", "2 May 1999"."""
    low, high = reading.low, reading.high
    if value_kind(reading.claim) == "date":
        return time_words(reading.claim.date_low, reading.claim.date_high)

    def number(value: float) -> str:
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"

    if low == float("-inf"):
        return f"{number(high)} or less"
    if high == float("inf"):
        return f"{number(low)} or more"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


def _written_round(claim: Claim) -> bool:
    """Whether the figure is written with trailing zeros ("200,000", "300"): their significance is open."""
    found = re.findall(r"\d[\d.,  ]*", claim.mention_text)
    if not found:
        return False
    return all(re.sub(r"\D", "", number).endswith("0") and not re.search(r"[.,]\d{1,2}$", number.strip()) for number in found)


def _worded_measures(left: str, right: str) -> tuple[Standing, str]:
    """Measures in a person's own words: "killed_and_injured" holds "injured"; shares of one happening may have one denominator or two."""
    shown = f"{left.replace('_', ' ')} and {right.replace('_', ' ')}"
    words = [re.split(r"[\s_]+", name.casefold()) for name in (left, right)]
    joined = [{word for word in one if word not in ("and", "or")} if ("and" in one or "or" in one) else None for one in words]
    if joined[0] is not None and joined[1] is None and set(words[1]) < joined[0]:
        return Standing.WHOLE, f"{left.replace('_', ' ')} holds {right.replace('_', ' ')}"
    if joined[1] is not None and joined[0] is None and set(words[0]) < joined[1]:
        return Standing.PART, f"{right.replace('_', ' ')} holds {left.replace('_', ' ')}"
    if sorted(words[0]) == sorted(words[1]):
        return Standing.SAME, shown
    shares = [bool({"share", "rate", "percentage", "proportion"} & set(one)) for one in words]
    common = {word for word in set(words[0]) & set(words[1]) if word.endswith(("ed", "en", "ing"))}
    if all(shares) and common:
        return Standing.UNKNOWN, f"whether {shown} are shares of one whole is not said"
    return Standing.DISJOINT, f"{shown} are different measures"


def _without_its_edge(claim: Claim) -> tuple[date | None, date | None]:
    """The days of a date claim; "before 1988" ends with 1987 and "after May 1990" begins with June, whatever ends are stored."""
    low, high = claim.date_low, claim.date_high
    word = claim.mention_text.casefold().split()[:1]
    if word == ["before"] and low is None and high is not None:
        first = high.replace(month=1, day=1) if (high.month, high.day) == (12, 31) else high
        first = high.replace(day=1) if first is high and (high + timedelta(days=1)).day == 1 else first
        return low, first - timedelta(days=1)
    if word == ["after"] and high is None and low is not None and claim.mention_text[-4:].isdigit() and (low.month, low.day) == (1, 1):
        return low.replace(year=low.year + 1), high
    return low, high


_INTRODUCED = re.compile(r"(?<!\w)an? (?!new\b)[a-z]{3,}")


def _introduced(claim: Claim) -> bool:
    """Whether a date is of something the text introduces: "a resolution" is not the resolution told of before."""
    return _INTRODUCED.search(claim.facet or "") is not None


_FROM = re.compile(r"\bfrom\s+(?:\w+\s+){0,2}$")
_TO = re.compile(r"(?:\s+\w+){0,3}\s+(?:down |up )?to\s")


def _starts_a_change(claim: Claim) -> bool:
    """Whether a figure is what something changed from: "had fallen from 500 to 200"."""
    at = claim.quote.find(claim.mention_text)
    if at < 0 or claim.mention_text.casefold().startswith("from "):
        return at >= 0 and _TO.match(claim.quote, at + len(claim.mention_text)) is not None
    opens = _FROM.search(claim.quote[max(0, at - 30) : at]) is not None
    return opens and _TO.match(claim.quote, at + len(claim.mention_text)) is not None


def _changed_since(a: Claim, b: Claim) -> bool:
    """Whether of two figures one is what the text says to have changed: the other may be of after the change."""
    return value_kind(a) == value_kind(b) == "number" and _starts_a_change(a) != _starts_a_change(b)


_ONE_OF_MANY = re.compile(r"(?:^|;)ordinal=(after|fore|later)(?:;|$)")
_OTHERS = re.compile(r"\bothers\b")
BESIDE_THE_DEAD = frozenset({"wounded", "missing"})


def _after(claim: Claim) -> str:
    """The few characters after a figure in its sentence."""
    at = claim.quote.find(claim.mention_text)
    return claim.quote[at + len(claim.mention_text) :][:12] if at >= 0 else ""


def _no_count(claim: Claim) -> bool:
    """Whether a figure read as people cannot be their number: a coordinate, an index ("-95.52")."""
    value = claim.value_low if claim.value_low is not None else claim.value_high
    if claim.unit != "people" or claim.per_unit or value is None:
        return False
    return (value < 0 and Qualifier.CHANGE not in claim.qualifiers) or (value > 1 and value != int(value) and claim.bound is Bound.EXACT)


_FROM_WHERE = re.compile(
    r"(?:\s*\([^()]{1,30}\))?,?\s+(?:to the\s+)?(?:(?:due|just)\s+)?(?:(?:north|south|east|west)[\w–—-]*\s+)?(?:of|from|off)\s+"
    r"(?:the\s+)?(?:(?:city|town|village|cent(?:er|re))\s+of\s+)?(?P<name>[A-Z][\w'’-]+)"
)


def _from_where(claim: Claim) -> str | None:
    """The place a distance is from, as the words after it tell: "12 km (7 mi) north of the port"."""
    at = claim.quote.find(claim.mention_text)
    found = _FROM_WHERE.match(claim.quote, at + len(claim.mention_text)) if at >= 0 else None
    return _folded(found.group("name")) if found else None


@lru_cache(maxsize=8)
def _stems_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _answer(claim: Claim) -> bool:
    """Whether a facet names an answer or a party, not only who was asked."""
    return bool(re.search(r"(?:^|;)(?:rest|topic|happening|partner)=", claim.facet_id or "")) or bool(claim.facet and not claim.facet_id)


def _loosely_narrowed(a: Claim, b: Claim) -> bool:
    """Whether only one of two figures of a named thing is narrowed, and by free words, which may say where it stands: "on Metacritic"."""
    ids = {a.facet_id or "all", b.facet_id or "all"}
    return "all" in ids and any(re.fullmatch(r"rest=[^;]+", one) for one in ids)


def _dated(claim: Claim) -> bool:
    return claim.as_of_low is not None or claim.as_of_high is not None


def _window(claim: Claim) -> tuple[date, date]:
    return claim.as_of_low or date.min, claim.as_of_high or date.max


def _order(a: Claim, b: Claim) -> TimeRelation:
    (a_low, a_high), (b_low, b_high) = _window(a), _window(b)
    if a_high < b_low:
        return TimeRelation.EARLIER
    return TimeRelation.LATER if b_high < a_low else TimeRelation.SAME


def _days_between(a: Claim, b: Claim) -> int:
    (a_low, a_high), (b_low, b_high) = _window(a), _window(b)
    return max((b_low - a_high).days if a_high < b_low else (a_low - b_high).days if b_high < a_low else 0, 0)


def _shared_part(a: Claim, b: Claim) -> float:
    """The overlap of two windows as a share of the longer one."""
    (a_low, a_high), (b_low, b_high) = _window(a), _window(b)
    if date.min in (a_low, b_low) or date.max in (a_high, b_high):
        return 0.0
    overlap = (min(a_high, b_high) - max(a_low, b_low)).days + 1
    longer = max((a_high - a_low).days, (b_high - b_low).days) + 1
    return max(overlap, 0) / longer


def _period_axis(facet_id: str | None) -> str | None:
    """The time that the scope itself names ("before the war", "2021"), as alignment writes it."""
    found = re.search(r"(?:^|;)period=([^;]+)", facet_id or "")
    return found.group(1) if found else None


def _years_of(claim: Claim) -> float:
    if claim.as_of_low is None or claim.as_of_high is None:
        return 0.0
    return (claim.as_of_high - claim.as_of_low).days / 365.25


def _as_of(claim: Claim) -> str:
    return time_words(claim.as_of_low, claim.as_of_high)


_CLOCK = re.compile(
    r"\b(?:[01]?\d|2[0-3]):?[0-5]\d\s?(?:GMT|UTC|EST|CET|local time)\b|\b(?:1[0-2]|[1-9])(?::[0-5]\d)?\s?[ap]\.?m\b", re.IGNORECASE
)


def _clock(quote: str) -> str | None:
    found = _CLOCK.search(quote)
    return found.group() if found else None


def _widened(interval: Interval, room: float) -> Interval:
    return Interval(
        interval.low / room,
        interval.high * room,
        interval.near_low / room,
        interval.near_high * room,
        interval.bound,
        interval.stated_low,
        interval.stated_high,
    )
