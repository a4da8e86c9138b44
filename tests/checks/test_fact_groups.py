"""Findings about one fact share one name; findings about two never do."""

import pytest

from atodds.claims import Discrepancy
from atodds.judging.facts import with_facts


def finding(name: str, *conflicts: str, key: str | None = None) -> Discrepancy:
    sets = tuple(tuple(conflict.split()) for conflict in conflicts)
    return Discrepancy(reason=name, check_id=name, discrepancy_id=name, conflicts=sets, fact_key=key)


@pytest.mark.parametrize(
    ("description", "findings", "together"),
    [
        (
            "two checks over the same two figures",
            [finding("value_mismatch", "a b", key="2"), finding("same_source_two_figures", "a b", key="1")],
            [{"value_mismatch", "same_source_two_figures"}],
        ),
        (
            "a part above its whole, and the whole against another whole",
            [finding("part_exceeds_whole", "part whole", key="deaths|city"), finding("value_mismatch", "whole other", key="deaths")],
            [{"part_exceeds_whole", "value_mismatch"}],
        ),
        (
            "one fact, once a contradiction and once a tension, over other claims",
            [finding("contradiction", "a b", key="deaths"), finding("tension", "c d", key="deaths")],
            [{"contradiction", "tension"}],
        ),
        ("two facts", [finding("one", "a b", key="1"), finding("other", "c d", key="2")], [{"one"}, {"other"}]),
        (
            "a sum one part of which also differs elsewhere",
            [finding("parts_do_not_sum", "total p1 p2 p3", key="total"), finding("value_mismatch", "p1 x", key="part")],
            [{"parts_do_not_sum"}, {"value_mismatch"}],
        ),
        (
            "two sums of the same parts",
            [finding("parts_do_not_sum", "total p1 p2", key="1"), finding("shares_do_not_sum", "p1 p2 p3", key="2")],
            [{"parts_do_not_sum", "shares_do_not_sum"}],
        ),
        ("findings of SQL, without a key", [finding("one", "a"), finding("other", "b")], [{"one"}, {"other"}]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_findings_about_one_fact_share_its_name(description: str, findings: list[Discrepancy], together: list[set[str]]) -> None:
    named: dict[str | None, set[str]] = {}
    for one in with_facts(findings):
        named.setdefault(one.fact, set()).add(one.check_id)
    assert sorted(map(sorted, named.values())) == sorted(map(sorted, together))
    assert None not in named


def test_the_name_does_not_depend_on_the_order_of_the_findings() -> None:
    findings = [finding("a", "1 2", key="k2"), finding("b", "2 3", key="k1"), finding("c", "4 5", key="k3")]
    forwards = {one.check_id: one.fact for one in with_facts(findings)}
    backwards = {one.check_id: one.fact for one in with_facts(findings[::-1])}
    assert forwards == backwards == {"a": "k1", "b": "k1", "c": "k3"}


def test_a_claim_in_thousands_of_findings_costs_no_comparison_of_each_with_each() -> None:
    findings = [finding(f"f{number}", f"shared other{number}", key=f"k{number:05}") for number in range(5_000)]
    assert {one.fact for one in with_facts(findings)} == {"k00000"}
