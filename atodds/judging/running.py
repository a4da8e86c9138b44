"""Runs checks over claims: pairs and groups to rules, rules to findings, one finding per fact with all its readings.

    outcome = run_checks(source, CheckContext(claim_types=load_claim_types()), find_checks())
    outcome.discrepancies, outcome.problems

A pair reaches a rule only when pairing lets the two meet; what a rule then says is lowered to a tension where something about the pair is
unknown, and never raised. A rule that raises is one row of problems with the check and the claims, and stops nothing. The order of the
claims does not change the outcome.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from atodds.claims import Claim, ClaimGroup, ClaimPair, Discrepancy
from atodds.judging.checking import CheckDefinition, SqlCheck, with_settings
from atodds.judging.context import CheckContext, knowledge_of
from atodds.judging.groups import ClaimSource, claims_of_copies, claims_of_summaries, claims_of_versions
from atodds.judging.ranking import Flag, findings_of, severity_of, without_replaced
from atodds.linking.comparing import make_comparing
from atodds.linking.pairing import Meeting, Pairing
from atodds.linking.values import ratio_of, value_kind
from atodds.normalising.intervals import Fit, smallest_gap
from atodds.vocabulary import Answer, TimeRelation, Verdict

__all__ = ["CheckOutcome", "CheckProblem", "reaches", "run_checks"]

OF_A_TENSION: Final = 0.6  # of the confidence of a group finding that its check calls no contradiction
TOLD_OF_ONE_CHECK: Final = 20  # a check that raises on everything is told so often, not a million times


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


def run_checks(
    source: ClaimSource,
    context: CheckContext,
    checks: Mapping[str, CheckDefinition | SqlCheck],
    settings: Mapping[str, Mapping[str, object]] | None = None,
) -> CheckOutcome:
    """Every finding of the checks over the claims of a source.

    `settings` are those of `[check.rules.<id>]` in atodds.toml: enabled, severity, tolerance.

    Raises:
        ConfigurationError: for settings of a check that is not there. Nothing else: a check that raises becomes a problem.
    """
    chosen = with_settings(checks, settings or {})
    return _Run(source, context, {check_id: one for check_id, one in chosen.items() if one.enabled}).outcome()


def reaches(definition: CheckDefinition, meeting: Meeting) -> bool:
    """Whether a pair that meets is one that a check of pairs is about."""
    pair, comparison = meeting.pair, meeting.comparison
    return (
        pair is not None
        and definition.value == pair.left.kind
        and definition.takes(pair.left.claim)
        and definition.takes(pair.right.claim)
        and comparison.scope in definition.scopes
        and comparison.measure in definition.measure_relations
        and comparison.time in definition.times
        and (definition.least_ratio <= 1.0 or ratio_of(pair.left, pair.right) >= definition.least_ratio)
    )


class _Run:
    def __init__(self, source: ClaimSource, context: CheckContext, checks: Mapping[str, CheckDefinition | SqlCheck]) -> None:
        self.context = context
        self.checks = checks
        self.problems: list[CheckProblem] = []
        self.source = source
        self.comparing = make_comparing(knowledge_of(context, source))
        definitions = [one for one in checks.values() if isinstance(one, CheckDefinition)]
        self.pair_checks = [one for one in definitions if one.pair_rule is not None]
        ratios = sorted({1.0, *(one.least_ratio for one in self.pair_checks)}, reverse=True)
        self._times_by_ratio = [
            (least if least > 1.0 else 0.0, frozenset().union(*(one.times for one in self.pair_checks if one.least_ratio <= least)))
            for least in ratios
        ]
        self.group_checks = [one for one in definitions if one.group_rule is not None]

    def outcome(self) -> CheckOutcome:
        flags: list[Flag] = []
        leap = min((one.leap for one in self.pair_checks if one.leap is not None), default=None)
        for block in self.source.blocks(leap) if self.pair_checks else ():
            self.comparing.forget()
            for meeting in Pairing(self.comparing, block, self.source.all_pairs_up_to).meetings(self._times_wanted, leap):
                flags.extend(self._of_meeting(meeting))
        for grouping in sorted({one.grouping or "" for one in self.group_checks}):
            check_ids = frozenset(one.check_id for one in self.group_checks if one.grouping == grouping)
            for key, group in self._groups(grouping, check_ids):
                flags.extend(self._of_group(grouping, key, group))
        instead_of = {name: one.instead_of for name, one in self.checks.items() if isinstance(one, CheckDefinition)}
        flags = without_replaced(flags, instead_of)
        readings = self.source.readings({claim.claim_id for flag in flags for claim in flag.claims})
        severities = {name: one.severity for name, one in self.checks.items()}
        findings = [
            *findings_of(flags, severities, readings, self.source.repeated(), self.context.sources),
            *self._sql_findings(),
        ]
        findings.sort(key=lambda one: (-(one.severity or 0.0), -(one.confidence or 0.0), one.discrepancy_id))
        return CheckOutcome(tuple(findings), tuple(self.problems))

    def _times_wanted(self, ratio: float) -> frozenset[TimeRelation]:
        """How times may stand for any check of pairs to ask for two values so far apart."""
        return next(times for least, times in self._times_by_ratio if ratio >= least)

    # -- pairs ----------------------------------------------------------------------------------------------------------------------

    def _of_meeting(self, meeting: Meeting) -> Iterator[Flag]:
        for definition in self.pair_checks:
            if meeting.pair is not None and reaches(definition, meeting):
                pair = meeting.pair if definition.tolerance is None else replace(meeting.pair, tolerance=definition.tolerance)
                yield from self._flag_of_pair(definition, pair, meeting)

    def _flag_of_pair(self, definition: CheckDefinition, pair: ClaimPair, meeting: Meeting) -> Iterator[Flag]:
        claims = (pair.left.claim, pair.right.claim)
        try:
            finding = definition.pair_rule(pair) if definition.pair_rule else None
        except Exception as error:
            self._problem(definition, error, claims)
            return
        if finding is None or self._tolerated(definition, claims, finding.gap):
            return
        verdict = finding.verdict or (Verdict.TENSION if pair.fit is Fit.STRETCHED else Verdict.CONTRADICTION)
        if meeting.comparison.answer is Answer.UNKNOWN:
            verdict = Verdict.TENSION
        gap = finding.gap if finding.gap is not None else smallest_gap(pair.left.interval, pair.right.interval)
        yield Flag(definition.check_id, claims, verdict, gap, meeting.confidence, finding)

    # -- groups ---------------------------------------------------------------------------------------------------------------------

    def _groups(self, grouping: str, check_ids: frozenset[str]) -> Iterable[tuple[str, Sequence[Claim]]]:
        """Groups of the claims, or of texts that depend on one another: there also what was set aside as no second witness."""
        if grouping == "copies":
            return claims_of_copies(self.source.given, self.context.dependences)
        if grouping == "versions":
            return claims_of_versions(self.source.given, self.context.previous, self.context.superseded_by)
        if grouping == "derived":
            return claims_of_summaries(self.source.given, self.context.derived)
        return self.source.groups(grouping, check_ids)

    def _of_group(self, grouping: str, key: str, claims: Sequence[Claim]) -> Iterator[Flag]:
        by_id = {claim.claim_id: claim for claim in claims}
        self.comparing.forget()
        written = self.context.written.get(self.context.derived.get(key, "")) if grouping == "derived" else None
        for definition in self.group_checks:
            of_kind = (claim for claim in claims if definition.value in ("any", value_kind(claim)))
            taken = tuple(claim for claim in of_kind if definition.takes(claim))
            if definition.grouping != grouping or not taken:
                continue
            group = ClaimGroup(key, taken, self.comparing, self.context.publishers, written)
            try:
                answer = definition.group_rule(group) if definition.group_rule else None
                findings = [answer] if isinstance(answer, Discrepancy) else list(answer or ())
            except Exception as error:
                self._problem(definition, error, taken)
                continue
            for finding in findings:
                for conflict in finding.conflicts or (finding.claim_ids,):
                    members = tuple(by_id[claim_id] for claim_id in conflict if claim_id in by_id)
                    if members and not self._tolerated(definition, members, finding.gap):
                        verdict = finding.verdict or Verdict.CONTRADICTION
                        yield Flag(definition.check_id, members, verdict, finding.gap or 0.0, _read_surely(members, verdict), finding)

    def _tolerated(self, definition: CheckDefinition, claims: Sequence[Claim], gap: float | None) -> bool:
        """Whether what a check flagged is no wider than the tolerance set for it: of two figures their gap, of a sum the one it gives."""
        if definition.tolerance is None or any(value_kind(claim) != "number" for claim in claims):
            return False
        if len(claims) == 2:
            readings = self.comparing.in_one_unit(*claims)
            return readings is not None and smallest_gap(readings[0].interval, readings[1].interval) <= definition.tolerance
        return gap is not None and len(claims) > 2 and gap <= definition.tolerance

    def _problem(self, definition: CheckDefinition, error: Exception, claims: Sequence[Claim]) -> None:
        if sum(one.check_id == definition.check_id for one in self.problems) >= TOLD_OF_ONE_CHECK:
            return
        self.problems.append(
            CheckProblem(
                definition.check_id,
                f"check {definition.check_id} raised {type(error).__name__}: {error}; mend {definition.module or 'the check'} or set "
                f"enabled = false in [check.rules.{definition.check_id}]",
                tuple(claim.claim_id for claim in claims[:50]),
            )
        )

    # -- checks in SQL --------------------------------------------------------------------------------------------------------------

    def _sql_findings(self) -> Iterator[Discrepancy]:
        for definition in self.checks.values() if self.context.run_sql is not None else ():
            if isinstance(definition, SqlCheck) and self.context.run_sql is not None:
                try:
                    yield from [_sql_finding(definition, row) for row in self.context.run_sql(definition)]
                except Exception as error:
                    message = f"{definition.path.name}: {error}; mend the query or set enabled = false"
                    self.problems.append(CheckProblem(definition.check_id, message))


def _read_surely(claims: Sequence[Claim], verdict: Verdict) -> float:
    """How sure the figures of a group finding were read; where its check calls it no contradiction, it is less sure of what they mean."""
    product = math.prod(max(min(claim.confidence, 1.0), 0.01) for claim in claims)
    return product ** (1 / len(claims)) * (1.0 if verdict is Verdict.CONTRADICTION else OF_A_TENSION)


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
        severity=round(severity_of(verdict, definition.severity, 0.2, 0.5, 2), 4),
        confidence=0.5,
        title=str(row.get("title") or definition.legend),
    )
