"""The runner: pairs to findings, one finding a fact, problems instead of crashes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from atodds.claims import Claim, ClaimGroup, ClaimPair, Discrepancy
from atodds.errors import ConfigurationError
from atodds.judging.checking import CheckDefinition, check, find_checks, group_check
from atodds.judging.context import CheckContext
from tests.checks.tables import CLAIM_TYPES, outcome_over
from tests.factories import claim, date_claim

CONTEXT = CheckContext(claim_types=CLAIM_TYPES)
CHECKS = find_checks(entry_points=False)


def of(*rules: object) -> dict[str, CheckDefinition]:
    return {rule.__atodds_check__.check_id: rule.__atodds_check__ for rule in rules}  # type: ignore[attr-defined]


def in_1989(value: float, document: str) -> Claim:
    return claim(value, "population", at="1989", claim_type="population", document=document)


def test_readings_of_one_fact_are_one_finding_with_all_of_them() -> None:
    values = [189_000, 162_000, 189_000, 162_000, 175_500]
    claims = [in_1989(value, f"{number}.txt") for number, value in enumerate(values)]
    outcome = outcome_over(claims, CONTEXT, CHECKS)
    assert len(outcome.discrepancies) == 1
    finding = outcome.discrepancies[0]
    assert set(finding.claim_ids) == {one.claim_id for one in claims}
    assert len(finding.conflicts) == 4 + 4
    assert finding.reason
    assert finding.title == "population, Arda"


def test_the_order_of_the_claims_does_not_change_the_outcome() -> None:
    claims = [in_1989(189_000, "a.txt"), in_1989(162_000, "b.txt"), date_claim("1992"), date_claim("1994"), claim(130, "population_share")]
    assert outcome_over(claims, CONTEXT, CHECKS) == outcome_over(claims[::-1], CONTEXT, CHECKS)


def test_an_id_is_of_check_fact_and_values_and_not_of_places_in_the_text() -> None:
    def found(line: int, document: str = "a.txt", value: float = 162_000) -> str:
        moved = claim(value, "population", at="1989", claim_type="population", document=document, source_line_start=line, char_start=line)
        return outcome_over([moved, in_1989(189_000, "z.txt")], CONTEXT, CHECKS).discrepancies[0].discrepancy_id

    assert found(3) == found(300)
    assert found(3) != found(3, value=163_000)
    assert found(3) != found(3, document="b.txt")


def test_a_check_that_raises_is_one_problem_and_stops_nothing() -> None:
    @check()
    def broken(pair: ClaimPair) -> Discrepancy | None:
        """It breaks."""
        raise ZeroDivisionError("no tolerance given")

    from checks.value_mismatch import value_mismatch

    left, right = in_1989(189_000, "a.txt"), in_1989(162_000, "b.txt")
    outcome = outcome_over([left, right], CONTEXT, of(broken, value_mismatch))
    assert [problem.check_id for problem in outcome.problems] == ["broken"]
    assert "no tolerance given" in outcome.problems[0].message
    assert set(outcome.problems[0].claim_ids) == {left.claim_id, right.claim_id}
    assert [finding.check_id for finding in outcome.discrepancies] == ["value_mismatch"]


def test_a_group_check_that_raises_is_a_problem_too() -> None:
    @group_check(by="document")
    def broken_group(group: ClaimGroup) -> Iterable[Discrepancy]:
        """It breaks."""
        raise KeyError("whole")

    outcome = outcome_over([in_1989(189_000, "a.txt")], CONTEXT, of(broken_group))
    assert [problem.check_id for problem in outcome.problems] == ["broken_group"]


def test_a_rule_cannot_call_a_contradiction_what_comparability_calls_unknown() -> None:
    from atodds.vocabulary import Verdict

    @check()
    def sure(pair: ClaimPair) -> Discrepancy | None:
        """It is always sure."""
        return Discrepancy(reason="so it is", verdict=Verdict.CONTRADICTION)

    undated = claim(162_000, "population", claim_type="population", document="b.txt")
    outcome = outcome_over([in_1989(189_000, "a.txt"), undated], CONTEXT, of(sure))
    assert [finding.verdict for finding in outcome.discrepancies] == [Verdict.TENSION]


def test_settings_switch_a_check_off_and_weigh_it() -> None:
    claims = [in_1989(189_000, "a.txt"), in_1989(162_000, "b.txt")]
    plain = outcome_over(claims, CONTEXT, CHECKS).discrepancies[0]
    heavy = outcome_over(claims, CONTEXT, CHECKS, {"value_mismatch": {"severity": 1.0}}).discrepancies[0]
    assert (heavy.severity or 0) > (plain.severity or 0)
    assert outcome_over(claims, CONTEXT, CHECKS, {"value_mismatch": {"enabled": False}}).discrepancies == ()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"value_mismach": {"enabled": False}}, "value_mismach"),
        ({"value_mismatch": {"tolerence": 0.1}}, "tolerence"),
        ({"value_mismatch": {"severity": 7}}, "severity"),
        ({"value_mismatch": {"enabled": "no"}}, "enabled"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(settings: dict[str, dict[str, object]], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        outcome_over([], CONTEXT, CHECKS, settings)


def test_a_tolerance_of_a_setting_reaches_the_rule() -> None:
    seen: list[float] = []

    @check(tolerance=0.2)
    def tolerant(pair: ClaimPair) -> Discrepancy | None:
        """It looks at the tolerance."""
        seen.append(pair.tolerance)
        return None

    claims = [in_1989(189_000, "a.txt"), in_1989(162_000, "b.txt")]
    outcome_over(claims, CONTEXT, of(tolerant))
    outcome_over(claims, CONTEXT, of(tolerant), {"tolerant": {"tolerance": 0.4}})
    assert seen == [0.2, 0.4]


@pytest.mark.parametrize(("tolerance", "found"), [(0.1, 1), (0.15, 0)])
def test_a_gap_within_the_tolerance_set_for_a_check_is_no_finding(tolerance: float, found: int) -> None:
    from checks.value_mismatch import value_mismatch

    claims = [in_1989(189_000, "a.txt"), in_1989(162_000, "b.txt")]  # a seventh apart
    outcome = outcome_over(claims, CONTEXT, of(value_mismatch), {"value_mismatch": {"tolerance": tolerance}})
    assert len(outcome.discrepancies) == found


@pytest.mark.parametrize(("tolerance", "found"), [(0.05, 1), (0.2, 0)])
def test_a_sum_that_is_off_by_no_more_than_the_tolerance_is_no_finding(tolerance: float, found: int) -> None:
    @group_check(by="document")
    def thirds(group: ClaimGroup) -> Discrepancy:
        """They never make the whole."""
        return Discrepancy(reason="three of them", claim_ids=tuple(one.claim_id for one in group), gap=0.1)

    claims = [in_1989(value, "a.txt") for value in (3, 4, 5)]
    assert len(outcome_over(claims, CONTEXT, of(thirds), {"thirds": {"tolerance": tolerance}}).discrepancies) == found


def test_what_a_copied_document_repeats_counts_once_and_stands_in_the_apparatus() -> None:
    quote = "It had 189,000 inhabitants in 1989."
    first = claim(189_000, "population", at="1989", claim_type="population", document="a.txt", quote=quote)
    copy = claim(189_000, "population", at="1989", claim_type="population", document="copy.txt", quote=quote)
    other = in_1989(162_000, "b.txt")
    outcome = outcome_over([first, copy, other], CheckContext(claim_types=CLAIM_TYPES, copies={"copy.txt": "a.txt"}), CHECKS)
    finding = outcome.discrepancies[0]
    assert finding.conflicts == ((first.claim_id, other.claim_id),)
    assert copy.claim_id in finding.claim_ids


def test_a_document_that_gives_both_figures_tells_two_things_apart() -> None:
    both = [in_1989(189_000, "a.txt"), in_1989(162_000, "a.txt")]
    outcome = outcome_over([*both, in_1989(162_000, "b.txt")], CONTEXT, CHECKS)
    pairs = {frozenset(conflict) for finding in outcome.discrepancies for conflict in finding.conflicts}
    assert pairs <= {frozenset(one.claim_id for one in both)}
