"""Runs one check over a few claims, for the tables of must-flag and must-not cases."""

from __future__ import annotations

from collections.abc import Callable

from atodds.claim_types import ClaimType
from atodds.claims import Claim
from atodds.judging.checking import CheckDefinition
from atodds.judging.context import CheckContext
from atodds.judging.running import CheckOutcome
from atodds.store.claim_table import check_claims
from atodds.vocabulary import MeasureKind

CLAIM_TYPES = {
    one.measure: one
    for one in (
        ClaimType(measure="deaths", label="deaths", claim_type="casualties", dimension="people", measure_kind=MeasureKind.CUMULATIVE,
                  part_of=("casualties",)),
        ClaimType(measure="wounded", label="wounded", claim_type="casualties", dimension="people", measure_kind=MeasureKind.CUMULATIVE,
                  part_of=("casualties",)),
        ClaimType(measure="casualties", label="casualties", claim_type="casualties", dimension="people",
                  measure_kind=MeasureKind.CUMULATIVE),
        ClaimType(measure="population", label="population", claim_type="population", dimension="people", measure_kind=MeasureKind.LEVEL,
                  tolerance=0.03, drift_per_year=0.03),
    )
}  # fmt: skip


def outcome_of(check: Callable[..., object], *claims: Claim, **context: object) -> CheckOutcome:
    """What one check says of the claims; a check that raises fails the test."""
    definition = check.__atodds_check__  # type: ignore[attr-defined]
    assert isinstance(definition, CheckDefinition)
    given = CheckContext(**({"claim_types": CLAIM_TYPES} | context))  # type: ignore[arg-type]
    outcome = check_claims(claims, given, {definition.check_id: definition})
    assert not outcome.problems
    return outcome


def verdict_on(check: Callable[..., object], *claims: Claim, **context: object) -> str | None:
    """The gravest verdict of one check on the claims, or None."""
    verdicts = [finding.verdict.value for finding in outcome_of(check, *claims, **context).discrepancies if finding.verdict]
    return min(verdicts) if verdicts else None  # "contradiction" comes before "tension"
