"""Runs checks over claims: blocks to pairs and groups, rules to findings, one finding per fact with all its readings.

    outcome = run_checks(claims, CheckContext(claim_types=load_claim_types()), find_checks())
    outcome.discrepancies, outcome.problems

A pair reaches a rule only when comparability allows it; what a rule then says is lowered to a tension where something about the pair is
unknown, and never raised. A rule that raises is one row of problems with the check and the claims, and stops nothing. The order of the
claims does not change the outcome.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Protocol

from atodds.aligning.identities import Identity, of_namesakes
from atodds.aligning.scopes import ScopeRelation, relate_scopes
from atodds.checking import CheckDefinition, SqlCheck, with_settings
from atodds.claim_types import ClaimType
from atodds.claims import Claim, ClaimGroup, ClaimPair, Discrepancy, about_words, time_words
from atodds.comparability import Comparability, Comparison, EventPeriod, in_base_units, subject_key, value_kind
from atodds.dependent_claims import Dependence, claims_of_copies, claims_of_summaries, claims_of_versions
from atodds.normalising.intervals import Fit, smallest_gap
from atodds.reading.derived import Written
from atodds.vocabulary import Answer, AsOfSource, Bound, MeasureKind, Qualifier, SegmentKind, Standing, TimeRelation, Verdict
from atodds.wording import sentences_alike

__all__ = [
    "CheckContext",
    "CheckOutcome",
    "CheckProblem",
    "ClaimSource",
    "ClaimsInMemory",
    "LimitReachedError",
    "fact_key",
    "run_checks",
    "text_order",
]

ALL_PAIRS_UP_TO = 300  # claims of a block that are all held against each other; beyond, classes of equal claims are
TOLD_APART = 2.0  # how far apart two figures of one document are that tell of two things, though neither says so
LISTED_CONFLICTS = 400  # conflicts listed in one finding; the gravest are kept
LOOKED_AT = 60  # figures of a document that are asked whether another one of it is meant
LISTED_READINGS = 2_000  # claim ids of one finding

KNOWN_PAIR_CHECKS = frozenset(
    {"value_mismatch", "date_mismatch", "falling_toll", "magnitude_slip", "unit_slip", "part_exceeds_whole", "polarity_mismatch"}
    | {"text_against_table", "against_reference"}
)
"""Checks that have nothing to say of values that time explains; with others, every pair is looked at."""

_BY_DOCUMENT = frozenset({"wording", "derived"})  # groupings that rest on two documents being about one thing
_PLAIN = frozenset({Standing.SAME, Standing.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What the checks may know beyond the claims; everything has a sensible nothing."""

    claim_types: Mapping[str, ClaimType] = field(default_factory=dict)
    relate_scopes: Callable[[str | None, str | None], ScopeRelation] = relate_scopes
    relate_measures: Callable[[str, str], ScopeRelation] | None = None
    event_period: Callable[[str], EventPeriod | None] = lambda subject_id: None
    to_base: Callable[[float, str], tuple[float, str] | None] = in_base_units
    convert: Callable[[float, str, str, date], float | None] = lambda amount, source, target, day: None
    publishers: Mapping[str, str] = field(default_factory=dict)  # document id to publisher
    copies: Mapping[str, str] = field(default_factory=dict)  # document id to the document it copies
    dependences: Sequence[Dependence] = ()  # the same with passages, for what is asked of a copy and its original
    previous: Sequence[Claim] = ()  # claims of superseded versions, aligned like the current ones
    superseded_by: Mapping[str, str] = field(default_factory=dict)  # document id of a version to that of the next
    derived: Mapping[str, str] = field(default_factory=dict)  # document id to the longer document it sums up
    written: Mapping[str, Written] = field(default_factory=dict)  # id of a document that is summed up to what stands in its text
    identities: Mapping[str, Identity] = field(default_factory=dict)  # document id to what the document says its topic is
    references: Sequence[Claim] = ()  # the user's own trusted figures
    run_sql: Callable[[SqlCheck], Iterable[Mapping[str, object]]] | None = None


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """A check that raised, or a limit that was hit; the run went on without it."""

    check_id: str
    message: str
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """Discrepancies, gravest first, and problems."""

    discrepancies: tuple[Discrepancy, ...]
    problems: tuple[CheckProblem, ...]


class ClaimSource(Protocol):
    """Where claims come from, in the portions the checks look at; `atodds.store.blocking` gives them from the database.

    `all_pairs_up_to`: the size of a block up to which all its claims are held against each other; beyond, classes of equal claims are.
    """

    @property
    def all_pairs_up_to(self) -> int:
        """Larger blocks are swept."""

    @property
    def given(self) -> Sequence[Claim]:
        """All claims, those of copies too, for checks of texts that depend on one another; none where nobody holds them in memory."""

    def blocks(self) -> Iterator[Sequence[Claim]]:
        """Claims that may be comparable, in blocks that no comparable pair crosses."""

    def groups(self, by: str, check_ids: frozenset[str]) -> Iterator[tuple[str, Sequence[Claim]]]:
        """Claims by sentence, table, document, fact or subject, with a key; groups that none of the checks can say anything of may lack."""

    def readings(self, claims: Sequence[Claim]) -> Sequence[str]:
        """Ids of all claims of the facts these claims are readings of."""

    def echoes(self) -> Mapping[str, list[str]]:
        """Per claim, the ids of those left out because a copied document repeats it."""

    def event_days(self) -> Mapping[str, date]:
        """The day of each event, by subject id, as most claims date it."""


class LimitReachedError(Exception):
    """Raised by a source that will not give a kind of group because it would cost too much; becomes a problem of the run."""


def fact_key(claim: Claim) -> str:
    """What a claim is a reading of: measure, subject, facet, unit and, for levels and flows, the period."""
    facet = claim.facet_id or " ".join((claim.facet or "").casefold().split())
    period = "" if claim.measure_kind is MeasureKind.CUMULATIVE else time_words(claim.as_of_low, claim.as_of_high)
    return "|".join((claim.measure, subject_key(claim), facet, claim.currency or claim.unit or "", period))


class ClaimsInMemory:
    """A sequence of claims as a source."""

    all_pairs_up_to = ALL_PAIRS_UP_TO

    def __init__(self, claims: Sequence[Claim], copies: Mapping[str, str] | None = None, references: Sequence[Claim] = ()) -> None:
        self.given = claims
        self._event_days = _event_days(claims)
        kept, self._echoes = _without_copies(claims, copies or {})
        self.claims = sorted([*kept, *references], key=text_order)
        self._by_fact: dict[str, list[str]] = defaultdict(list)
        for claim in self.claims:
            self._by_fact[fact_key(claim)].append(claim.claim_id)

    def blocks(self) -> Iterator[Sequence[Claim]]:
        """Blocks of one subject, kind of value and family of measures."""
        blocks: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
        for claim in self.claims:
            kind = value_kind(claim)
            if kind:
                blocks[(subject_key(claim), kind, claim.claim_type)].append(claim)
        for _, block in sorted(blocks.items()):
            if len(block) > 1:
                yield block

    def groups(self, by: str, check_ids: frozenset[str] = frozenset()) -> Iterator[tuple[str, Sequence[Claim]]]:
        """Groups in the order of the text."""
        if by == "wording":
            yield from sentences_alike(self.claims)
            return
        groups: dict[str, list[Claim]] = defaultdict(list)
        tables = table_keys(self.claims) if by == "table" else {}
        for claim in self.claims:
            key = tables.get(claim.claim_id) if by == "table" else group_key(claim, by)
            if key is not None:
                groups[key].append(claim)
        yield from groups.items()

    def readings(self, claims: Sequence[Claim]) -> Sequence[str]:
        """All claims with the fact keys of these."""
        found = {claim_id: None for claim in claims for claim_id in self._by_fact.get(fact_key(claim), ())}
        return list(found)

    def echoes(self) -> Mapping[str, list[str]]:
        """What copies repeat, by the id of what they repeat."""
        return self._echoes

    def event_days(self) -> Mapping[str, date]:
        """The days of events."""
        return self._event_days


def group_key(claim: Claim, by: str) -> str:
    """The key under which a claim comes together with others."""
    if by == "document":
        return claim.document_id
    if by == "sentence":
        return f"{claim.document_id}|{claim.char_start if claim.char_start is not None else claim.source_line_start}|{claim.quote[:80]}"
    if by == "fact":
        return f"{subject_key(claim)}|{claim.measure}|{claim.facet_id or claim.facet or ''}"
    return f"{subject_key(claim)}|{claim.measure}"


def table_keys(claims: Sequence[Claim]) -> dict[str, str]:
    """A key per table: by the number in the cell's name, else by rows that follow each other within a few lines."""
    keys: dict[str, str] = {}
    last: dict[str, tuple[int, int]] = {}  # document to (last line, running number)
    for claim in claims:
        if claim.segment_kind is not SegmentKind.TABLE:
            continue
        named = re.match(r"(?:table \d+|[^!,]+!)", claim.cell or "")
        if named:
            keys[claim.claim_id] = f"{claim.document_id}|{named.group()}|{claim.heading or ''}"
            continue
        line = claim.source_line_start or 0
        previous_line, number = last.get(claim.document_id, (-100, 0))
        if line - previous_line > 12:
            number += 1
        last[claim.document_id] = (claim.source_line_end or line, number)
        keys[claim.claim_id] = f"{claim.document_id}|rows {number}"
    return keys


def run_checks(
    claims: Sequence[Claim] | ClaimSource,
    context: CheckContext,
    checks: Mapping[str, CheckDefinition | SqlCheck],
    settings: Mapping[str, Mapping[str, object]] | None = None,
) -> CheckOutcome:
    """Every finding of the checks over the claims.

    `settings` are those of `[check.rules.<id>]` in atodds.toml: enabled, severity, tolerance.

    Raises:
        ConfigurationError: for settings of a check that is not there. Nothing else: a check that raises becomes a problem.
    """
    chosen = with_settings(checks, settings or {})
    run = _Run(claims, context, {check_id: one for check_id, one in chosen.items() if one.enabled})
    return run.outcome()


@dataclass(frozen=True, slots=True)
class _Flag:
    """One conflict as a check gave it."""

    check_id: str
    claims: tuple[Claim, ...]
    reason: str
    verdict: Verdict
    gap: float
    certainty: float
    named: Discrepancy


class _Run:
    def __init__(
        self, claims: Sequence[Claim] | ClaimSource, context: CheckContext, checks: Mapping[str, CheckDefinition | SqlCheck]
    ) -> None:
        self.context = context
        self.checks = checks
        self.problems: list[CheckProblem] = []
        self.source: ClaimSource = ClaimsInMemory(claims, context.copies, context.references) if isinstance(claims, Sequence) else claims
        self.given = self.source.given
        self.echoes = self.source.echoes()
        self.pair_checks = [one for one in checks.values() if isinstance(one, CheckDefinition) and one.pair_rule is not None]
        self.only_known_pairs = all(one.check_id in KNOWN_PAIR_CHECKS for one in self.pair_checks)
        self.group_checks = [one for one in checks.values() if isinstance(one, CheckDefinition) and one.group_rule is not None]
        self.comparability = Comparability(
            claim_types=context.claim_types,
            relate_scopes=context.relate_scopes,
            relate_measures=context.relate_measures,
            event_period=context.event_period,
            to_base=context.to_base,
            convert=context.convert,
            event_days=self.source.event_days(),
        )
        self._told: dict[tuple[str, str, str], list[Claim]] = {}
        self._beside: dict[tuple[str, str], list[Claim]] = {}  # the claims of one sentence
        self._of_document: dict[str, list[Claim]] = {}

    def outcome(self) -> CheckOutcome:
        flags: list[_Flag] = []
        if self.pair_checks:
            for block in self.source.blocks():
                flags.extend(self._of_block(block))
        for grouping in sorted({one.grouping or "" for one in self.group_checks}):
            check_ids = frozenset(one.check_id for one in self.group_checks if one.grouping == grouping)
            try:
                for key, group in self._groups(grouping, check_ids):
                    flags.extend(self._of_group(grouping, key, group))
            except LimitReachedError as limit:
                self.problems += [CheckProblem(check_id, f"check {check_id}: {limit}") for check_id in sorted(check_ids)]
        flags = self._without_replaced(flags)
        findings = [*self._findings(flags), *self._sql_findings()]
        findings.sort(key=lambda one: (-(one.severity or 0.0), -(one.confidence or 0.0), one.discrepancy_id))
        return CheckOutcome(tuple(findings), tuple(self.problems))

    # -- pairs ----------------------------------------------------------------------------------------------------------------------

    def _of_block(self, block: Sequence[Claim]) -> Iterator[_Flag]:
        self.comparability.forget()
        self.comparability.companions = _companions(block)
        self.comparability.first_day = self._first_day(block)
        originals = {claim.claim_id: claim for claim in block}
        self._told = defaultdict(list)
        self._beside = defaultdict(list)
        self._of_document = defaultdict(list)
        for claim in block:
            self._of_document[claim.document_id].append(claim)
            self._told[_told_key(claim)].append(claim)
            self._beside[(claim.document_id, claim.quote)].append(claim)
        for a, b in self._candidate_pairs(self._dated_by_their_twins(block)):
            for flag in self._of_pair(a, b):
                yield replace(flag, claims=tuple(originals[claim.claim_id] for claim in flag.claims))

    def _dated_by_their_twins(self, block: Sequence[Claim]) -> list[Claim]:
        """The claims, where one without a date that says what dated ones say of one time only is taken to be of that time."""
        dated: dict[tuple[object, ...], list[Claim]] = defaultdict(list)

        def about(claim: Claim) -> tuple[object, ...]:
            value = claim.value_low if len(block) > self.source.all_pairs_up_to else None  # in a large block only equal figures are twins
            return (claim.measure, claim.facet_id or claim.facet or "", claim.unit, claim.currency, value)

        for claim in block:
            if claim.as_of_low and claim.value_low is not None and claim.value_low == claim.value_high:
                dated[about(claim)].append(claim)
        told = []
        for claim in block:
            if claim.as_of_low is None and claim.as_of_high is None and claim.value_low is not None and claim.value_low == claim.value_high:
                twins = [one for one in dated.get(about(claim), ())[:200] if self._says_the_same(claim, one)]
                times = {(one.as_of_low, one.as_of_high) for one in twins}
                if len(times) == 1:
                    claim = replace(claim, as_of_low=twins[0].as_of_low, as_of_high=twins[0].as_of_high, as_of_source=AsOfSource.CONTEXT)
            told.append(claim)
        return told

    def _first_day(self, block: Sequence[Claim]) -> date | None:
        """The first day any claim of an event's block is dated to, within the event's own period."""
        period = self.comparability.period_of(block[0])
        days = [claim.as_of_low for claim in block if claim.as_of_low is not None and claim.as_of_low == claim.as_of_high]
        if period is None or period[0] is None or not days:
            return None
        return min((day for day in days if day >= period[0]), default=None)

    def _says_the_same(self, one: Claim, other: Claim) -> bool:
        readings = self.comparability.readings_in_one_unit(one, other)
        return readings is not None and self.comparability.fit(readings[0], readings[1]) is Fit.TOGETHER

    def _candidate_pairs(self, block: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
        if len(block) <= self.source.all_pairs_up_to:
            yield from combinations(block, 2)
            return
        from atodds.blocking import candidate_pairs

        yield from candidate_pairs(block, self.comparability)

    def _of_pair(self, a: Claim, b: Claim) -> Iterator[_Flag]:
        kind = value_kind(a)
        if kind in ("number", "date"):
            readings = self.comparability.readings_in_one_unit(a, b)
            if readings is None or self.comparability.fit(readings[0], readings[1]) is Fit.TOGETHER:
                return
            if self.only_known_pairs and self.comparability.explained_by_time(readings[0], readings[1]):
                return
        comparison = self.comparability.compare(a, b)
        if not comparison.aspects or comparison.aspects[0].answer is Answer.NO:
            return
        pair: ClaimPair | None = None
        for definition in self.pair_checks:
            if definition.value != kind or not definition.takes(a) or not definition.takes(b):
                continue
            if not (
                comparison.scope in definition.scopes
                and comparison.measure in definition.measure_relations
                and comparison.time in definition.times
            ):
                continue
            left_to_check = []
            if comparison.scope not in _PLAIN:
                left_to_check.append("scope")
            if comparison.measure not in _PLAIN:
                left_to_check.append("measure")
            if comparison.time in (TimeRelation.APART, TimeRelation.RISING):
                left_to_check.append("time")
            answer = comparison.answer_apart_from(*left_to_check)
            if answer is Answer.NO:
                continue
            if self._explained(a, b, comparison):
                continue
            if not comparison.certain or _narrowed_by_nothing_said(a, b):
                answer = Answer.UNKNOWN
            pair = pair or self.comparability.pair(a, b, comparison)
            if pair is None or (kind in ("number", "date") and pair.fit is Fit.TOGETHER):
                return
            seen = pair if definition.tolerance is None else replace(pair, tolerance=definition.tolerance)
            yield from self._flag_of_pair(definition, seen, answer)

    def _explained(self, a: Claim, b: Claim, comparison: Comparison) -> bool:
        """Whether one of the documents gives the other's figure too: then it knows of both, and tells two things apart that we do not.

        A whole is explained away when its own document has a larger one: it is a part that does not say so.
        """
        if value_kind(a) != "number":
            return False
        scope, measure = comparison.scope, comparison.measure
        if a.document_id == b.document_id:
            # One narrative counts one thing at one time once; another time, however near, is another incident.
            if _vague(a) != _vague(b):
                return True  # "hundreds" beside a count: told of another moment, or of a part
            one_time = comparison.time in (TimeRelation.SAME, TimeRelation.UNKNOWN)
            if one_time and _narrowed_by_nothing_said(a, b) and self.comparability.ratio(a, b) >= TOLD_APART:
                return True  # no slip of one writer: a part, an earlier count, another thing, in words we did not read
            other_time = (a.as_of_low, a.as_of_high) != (b.as_of_low, b.as_of_high)
            other_time = other_time and comparison.time in (TimeRelation.SAME, TimeRelation.UNKNOWN)
            return other_time and scope is Standing.SAME and _narrowed_by_nothing_said(a, b) and not self.comparability.is_timeless(a)
        if Qualifier.HEADLINE in (*a.qualifiers, *b.qualifiers):
            return False  # a headline sums its text up; the text is no second voice
        if {measure, scope} <= _PLAIN and subject_key(a).startswith("name:"):
            return self._means_another(a, b) or self._means_another(b, a) or self._gives(a, b) or self._gives(b, a)
        if scope is Standing.SAME and measure is Standing.SAME:
            return self._gives(a, b) or self._gives(b, a)
        part, whole = (a, b) if Standing.PART in (scope, measure) else (b, a)
        larger = [one for one in self._told.get(_told_key(whole), ()) if (one.value_high or one.value_low or 0) > (whole.value_high or 0)]
        return any(self.comparability.one_value(part, one) is not Fit.APART or _above(one, part) for one in larger)

    def _gives(self, claim: Claim, other: Claim) -> bool:
        """Whether the claim's document gives, beside its figure, the other's for the same measure, scope and time."""
        value = self.comparability.one_value
        for one in self._told.get(_told_key(claim), ())[:40]:
            if one.claim_id == claim.claim_id or not _one_time(one, other):
                continue
            if value(one, other) is Fit.TOGETHER and value(one, claim) is Fit.APART and self._as_near(one, claim, other):
                return True
        claim_type = self.comparability.claim_types.get(claim.measure)
        if claim_type is None or not claim_type.fallback:
            return False  # a measure with a name, be it of one's own, tells its sums apart
        # Of sums no claim type names, a sentence's other sum may be the one meant: "159 million at home, 515 million in all".
        beside = (one for one in self._beside.get((claim.document_id, claim.quote), ()) if one.claim_id != claim.claim_id)
        return any(
            value(one, other) is Fit.TOGETHER and value(one, claim) is Fit.APART and self._as_near(one, claim, other) for one in beside
        )

    def _as_near(self, one: Claim, claim: Claim, other: Claim) -> bool:
        """Whether of two figures of a named thing the first stands in words as near to the other document's as the second."""
        near = self.comparability.nearness
        return not subject_key(claim).startswith("name:") or near(one, other) >= near(claim, other)

    def _means_another(self, claim: Claim, other: Claim) -> bool:
        """Whether the claim's document has a figure that agrees with the other one, in words no further from its own."""
        near, value = self.comparability.nearness, self.comparability.one_value
        around = (one for one in self._of_document.get(claim.document_id, ())[:LOOKED_AT] if one.claim_id != claim.claim_id)
        return any(value(one, other) is Fit.TOGETHER and near(one, other) >= near(claim, other) for one in around)

    def _flag_of_pair(self, definition: CheckDefinition, pair: ClaimPair, answer: Answer) -> Iterator[_Flag]:
        claims = (pair.left.claim, pair.right.claim)
        try:
            finding = definition.pair_rule(pair) if definition.pair_rule else None
        except Exception as error:
            self._problem(definition, error, claims)
            return
        if finding is None:
            return
        # Bounds read to the letter, or a rounding stretched, are never more than a tension.
        verdict = finding.verdict or (Verdict.TENSION if pair.fit is Fit.STRETCHED else Verdict.CONTRADICTION)
        if answer is Answer.UNKNOWN:
            verdict = Verdict.TENSION
        if self._tolerated(definition, claims, finding.gap) or of_namesakes(claims, self.context.identities):
            return
        gap = finding.gap if finding.gap is not None else smallest_gap(pair.left.interval, pair.right.interval)
        yield _Flag(definition.check_id, claims, finding.reason, verdict, gap, 0.6 if answer is Answer.UNKNOWN else 1.0, finding)

    # -- groups ---------------------------------------------------------------------------------------------------------------------

    def _groups(self, grouping: str, check_ids: frozenset[str]) -> Iterable[tuple[str, Sequence[Claim]]]:
        """Groups of the claims, or of texts that depend on one another: there also what was set aside as no second witness."""
        if grouping == "copies":
            return claims_of_copies(self.given, self.context.dependences)
        if grouping == "versions":
            return claims_of_versions(self.given, self.context.previous, self.context.superseded_by)
        if grouping == "derived":
            return claims_of_summaries(self.given, self.context.derived)
        return self.source.groups(grouping, check_ids)

    def _of_group(self, grouping: str, key: str, claims: Sequence[Claim]) -> Iterator[_Flag]:
        by_id = {claim.claim_id: claim for claim in claims}
        self.comparability.forget()
        written = self.context.written.get(self.context.derived.get(key, "")) if grouping == "derived" else None
        for definition in self.group_checks:
            if definition.grouping != grouping:
                continue
            of_kind = (claim for claim in claims if definition.value in ("any", value_kind(claim)))
            taken = tuple(claim for claim in of_kind if definition.takes(claim))
            if not taken:
                continue
            group = ClaimGroup(key, taken, self.comparability, self.context.publishers, written)
            try:
                answer = definition.group_rule(group) if definition.group_rule else None
                findings = [answer] if isinstance(answer, Discrepancy) else list(answer or ())
            except Exception as error:
                self._problem(definition, error, taken)
                continue
            for finding in findings:
                conflicts = finding.conflicts or (finding.claim_ids,)
                for conflict in conflicts:
                    members = tuple(by_id[claim_id] for claim_id in conflict if claim_id in by_id)
                    if (
                        members
                        and not self._tolerated(definition, members, finding.gap)
                        and not of_namesakes(members, self.context.identities, by_document=grouping in _BY_DOCUMENT)
                    ):
                        verdict = finding.verdict or Verdict.CONTRADICTION
                        yield _Flag(definition.check_id, members, finding.reason, verdict, finding.gap or 0.0, 1.0, finding)

    def _tolerated(self, definition: CheckDefinition, claims: Sequence[Claim], gap: float | None) -> bool:
        """Whether what a check flagged is no wider than the tolerance set for it: of two figures their gap, of a sum the one it gives."""
        if definition.tolerance is None or any(value_kind(claim) != "number" for claim in claims):
            return False
        if len(claims) == 2:
            readings = self.comparability.readings_in_one_unit(*claims)
            return readings is not None and smallest_gap(readings[0].interval, readings[1].interval) <= definition.tolerance
        return gap is not None and len(claims) > 2 and gap <= definition.tolerance

    def _problem(self, definition: CheckDefinition, error: Exception, claims: Sequence[Claim]) -> None:
        first = [one for one in self.problems if one.check_id == definition.check_id]
        if len(first) >= 20:
            return  # a check that raises on everything is told twenty times, not a million
        self.problems.append(
            CheckProblem(
                definition.check_id,
                f"check {definition.check_id} raised {type(error).__name__}: {error}; mend {definition.module or 'the check'} or set "
                f"enabled = false in [check.rules.{definition.check_id}]",
                tuple(claim.claim_id for claim in claims[:50]),
            )
        )

    # -- findings -------------------------------------------------------------------------------------------------------------------

    def _without_replaced(self, flags: Sequence[_Flag]) -> list[_Flag]:
        """Drops what a check says of claims on which another check, saying more, has flagged something."""
        replaced: dict[str, set[frozenset[str]]] = defaultdict(set)
        for flag in flags:
            definition = self.checks[flag.check_id]
            for other in definition.instead_of if isinstance(definition, CheckDefinition) else ():
                ids = [claim.claim_id for claim in flag.claims]
                replaced[other].update(frozenset(pair) for pair in combinations(ids, 2))
                replaced[other].add(frozenset(ids))
        return [flag for flag in flags if frozenset(claim.claim_id for claim in flag.claims) not in replaced[flag.check_id]]

    def _findings(self, flags: Sequence[_Flag]) -> Iterator[Discrepancy]:
        """One finding per check, verdict and connected set of conflicting claims."""
        parts: dict[tuple[str, Verdict], list[_Flag]] = defaultdict(list)
        for flag in flags:
            parts[(flag.check_id, flag.verdict)].append(flag)
        for (check_id, verdict), together in sorted(parts.items()):
            definition = self.checks[check_id]
            for connected in _connected(together):
                yield self._finding(check_id, definition.severity, verdict, connected)

    def _finding(self, check_id: str, weight: float, verdict: Verdict, flags: Sequence[_Flag]) -> Discrepancy:
        def rank(flag: _Flag) -> tuple[float, float, str]:
            return (-_confidence(flag), -flag.gap, flag.claims[0].claim_id)

        unique = {tuple(sorted(claim.claim_id for claim in flag.claims)): flag for flag in sorted(flags, key=rank, reverse=True)}
        ranked = sorted(unique.values(), key=rank)
        conflicting = {claim.claim_id: claim for flag in ranked for claim in flag.claims}
        main = ranked[0]
        claims = sorted(conflicting.values(), key=text_order)
        key = fact_key(min(claims, key=lambda claim: (claim.measure, fact_key(claim))))
        readings = dict.fromkeys(conflicting)
        if all(len(flag.claims) == 2 for flag in ranked):
            readings |= dict.fromkeys(self.source.readings(claims))
        for flag in ranked:
            readings |= dict.fromkeys(flag.named.claim_ids)
        for claim_id in list(readings):
            readings |= dict.fromkeys(self.echoes.get(claim_id, ()))
        confidence = max(_confidence(flag) for flag in ranked)
        gap = max(flag.gap for flag in ranked)
        title = main.named.title or about_words(main.claims[0])
        return replace(
            main.named,
            reason=main.reason,
            verdict=verdict,
            check_id=check_id,
            discrepancy_id=_fingerprint(check_id, verdict, key, claims),
            claim_ids=tuple(list(readings)[:LISTED_READINGS]),
            conflicts=tuple(tuple(claim.claim_id for claim in flag.claims) for flag in ranked[:LISTED_CONFLICTS]),
            severity=round(_severity(verdict, weight, gap, confidence, self._sources(claims)), 4),
            confidence=round(confidence, 4),
            gap=gap,
            title=title,
            fact_key=key,
        )

    def _sources(self, claims: Sequence[Claim]) -> int:
        """Sources that do not copy each other."""
        copies = self.context.copies
        originals = {copies.get(claim.document_id, claim.document_id) for claim in claims}
        return len({self.context.publishers.get(document_id, document_id) for document_id in originals})

    def _sql_findings(self) -> Iterator[Discrepancy]:
        if self.context.run_sql is None:
            return
        for definition in self.checks.values():
            if not isinstance(definition, SqlCheck):
                continue
            try:
                rows = list(self.context.run_sql(definition))
                yield from (_sql_finding(definition, row) for row in rows)
            except Exception as error:
                self.problems.append(
                    CheckProblem(definition.check_id, f"{definition.path.name}: {error}; mend the query or set enabled = false", ())
                )


def _told_key(claim: Claim) -> tuple[str, str, str]:
    return (claim.document_id, claim.measure, claim.facet_id or (claim.facet or "").casefold() or "all")


def _one_time(one: Claim, other: Claim) -> bool:
    """Whether two claims can be of one time; tolls of two days are told by one figure each, so their days do not matter."""
    if one.measure_kind is MeasureKind.CUMULATIVE or None in (one.as_of_low, one.as_of_high, other.as_of_low, other.as_of_high):
        return True
    return one.as_of_low <= other.as_of_high and other.as_of_low <= one.as_of_high  # type: ignore[operator]


def _above(one: Claim, other: Claim) -> bool:
    return (one.value_low or 0) > (other.value_high or other.value_low or 0)


_VAGUE = re.compile(r"(?:[a-z]+ ){0,3}(?:dozens|scores|hundreds|thousands|millions|many)\Z", re.IGNORECASE)


def _vague(claim: Claim) -> bool:
    """Whether a figure is told by its magnitude only: "tens of thousands"."""
    return _VAGUE.match(" ".join(claim.mention_text.split()[:6])) is not None


def _narrowed_by_nothing_said(a: Claim, b: Claim) -> bool:
    """Two figures of one document whose scope neither states: it may well tell two things apart in words we did not read."""
    whole = (a.facet_id or "all") == "all" and (b.facet_id or "all") == "all"
    unsaid = whole or (not a.facet and not b.facet)  # a place that only the subject names is no scope of the figure's own
    return a.document_id == b.document_id and unsaid and value_kind(a) == "number"


def _event_days(claims: Sequence[Claim]) -> dict[str, date]:
    """The day of each event, as most claims date it."""
    days: dict[str, Counter[date]] = defaultdict(Counter)
    for claim in claims:
        if claim.measure == "event_date" and claim.subject_id and claim.date_low is not None and claim.date_low == claim.date_high:
            days[claim.subject_id][claim.date_low] += 1
    return {subject: min(counts, key=lambda day: (-counts[day], day)) for subject, counts in days.items()}


def _sql_finding(definition: SqlCheck, row: Mapping[str, object]) -> Discrepancy:
    claim_ids = row.get("claim_ids")
    if not isinstance(claim_ids, list | tuple) or not claim_ids or not row.get("reason"):
        raise ValueError("the query must return claim_ids (a list of text that is not empty) and reason")
    ids = tuple(str(claim_id) for claim_id in claim_ids)
    verdict = Verdict(str(row.get("verdict") or Verdict.TENSION))
    digest = hashlib.sha256("|".join((definition.check_id, verdict, *sorted(ids))).encode()).hexdigest()
    return Discrepancy(
        reason=str(row["reason"]),
        verdict=verdict,
        check_id=definition.check_id,
        discrepancy_id=digest[:16],
        claim_ids=ids,
        conflicts=(ids,),
        severity=round(_severity(verdict, definition.severity, 0.2, 0.5, 2), 4),
        confidence=0.5,
        title=str(row.get("title") or definition.legend),
    )


def text_order(claim: Claim) -> tuple[str, int, int, str]:
    """Document by document, in the order of the text."""
    return (claim.document_path, claim.source_line_start or claim.char_start or 0, claim.mention_start or 0, claim.claim_id)


def _without_copies(claims: Sequence[Claim], copies: Mapping[str, str]) -> tuple[list[Claim], dict[str, list[str]]]:
    """The claims without those that a copied document repeats from its original; and which ids each kept claim stands for."""

    def said(claim: Claim) -> tuple[object, ...]:
        values = (claim.value_low, claim.value_high, claim.date_low, claim.date_high, claim.members, claim.polarity)
        return (claim.measure, subject_key(claim), claim.facet_id or claim.facet, values, claim.quote)

    if not copies:
        return list(claims), {}
    originals = {(claim.document_id, said(claim)): claim.claim_id for claim in claims}
    kept, echoes = [], defaultdict(list)
    for claim in claims:
        original = originals.get((copies.get(claim.document_id, ""), said(claim)))
        if original is None or original == claim.claim_id:
            kept.append(claim)
        else:
            echoes[original].append(claim.claim_id)
    return kept, dict(echoes)


def _companions(block: Sequence[Claim]) -> dict[str, frozenset[tuple[str, float]]]:
    """For each claim, the other exact figures its document gives for the same scope and day, unless they are round: they name the count.

    A figure dated by the print alone is of the day its document tells, though that be the day before.
    """
    together: dict[tuple[str, str, str], list[tuple[str, float, date | None]]] = defaultdict(list)

    def scope(claim: Claim) -> tuple[str, str, str]:
        return (claim.document_id, subject_key(claim), claim.facet_id or claim.facet or "")

    for claim in block:
        value = claim.value_low
        if value is not None and claim.bound in (Bound.EXACT, Bound.AT_LEAST) and value >= 100 and value % 100:
            together[scope(claim)].append((claim.measure, value, claim.as_of_high))

    def one_day(claim: Claim, day: date | None) -> bool:
        if claim.as_of_high == day or claim.as_of_high is None or day is None:
            return claim.as_of_high == day
        return claim.as_of_source is AsOfSource.PUBLISHED_ON and abs((claim.as_of_high - day).days) <= 1

    return {
        claim.claim_id: frozenset((measure, value) for measure, value, day in together.get(scope(claim), ())[:60] if one_day(claim, day))
        for claim in block
    }


def _connected(flags: Sequence[_Flag]) -> list[list[_Flag]]:
    """Flags that share a claim, directly or through others."""
    parent: dict[str, str] = {}

    def root(claim_id: str) -> str:
        while parent.setdefault(claim_id, claim_id) != claim_id:
            parent[claim_id] = parent[parent[claim_id]]
            claim_id = parent[claim_id]
        return claim_id

    for flag in flags:
        first = root(flag.claims[0].claim_id)
        for claim in flag.claims[1:]:
            parent[root(claim.claim_id)] = first
    together: dict[str, list[_Flag]] = defaultdict(list)
    for flag in flags:
        together[root(flag.claims[0].claim_id)].append(flag)
    return list(together.values())


def _confidence(flag: _Flag) -> float:
    product = math.prod(max(min(claim.confidence, 1.0), 0.01) for claim in flag.claims)
    return flag.certainty * product ** (1 / len(flag.claims))


def _severity(verdict: Verdict, weight: float, gap: float, confidence: float, sources: int) -> float:
    """0 to 1: the verdict first, then how far apart the values are, how sure the reading is, and whether sources are independent."""
    base = 0.5 if verdict is Verdict.CONTRADICTION else 0.2
    rise = 0.22 * math.sqrt(min(max(gap, 0.0), 1.0)) + 0.13 * confidence + (0.05 if sources > 1 else 0.0)
    return min(max(base + rise + (weight - 0.5) * 0.2, 0.0), 1.0)


def _fingerprint(check_id: str, verdict: Verdict, key: str, claims: Sequence[Claim]) -> str:
    """Of check, fact and (document, normalised value): never of offsets, claim ids or the run."""

    def value(claim: Claim) -> str:
        low, high = (None if end is None else float(end) for end in (claim.value_low, claim.value_high))
        ends = (low, high, claim.date_low, claim.date_high, claim.members, claim.polarity)
        return f"{claim.document_path}:{ends}:{claim.unit}:{claim.currency}"

    said = "\n".join([check_id, verdict.value, key, *sorted({value(claim) for claim in claims})])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
