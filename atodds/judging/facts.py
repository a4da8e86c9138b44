"""Which findings are about one fact: the report makes one card of them.

    "deaths|event:earthquake/am/1988|all|people|": a magnitude slip, a falling toll and a headline against its body, over the same readings

A check speaks of what it looks at, so one disagreement can come out of several. Findings are about one fact when they name the same fact
(`fact_key`), when two of them share a claim that conflicts in both, or, for sums and series of three and more claims, when they share two:
a stated total and its parts are not drawn together by one part that also differs elsewhere.

Pure: findings in, findings out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from atodds.claims import Discrepancy

__all__ = ["with_facts"]

_OF_ONE_CLAIM = 50  # findings that share a claim are all tied to each other through the first ones; no n² over a claim named everywhere


def with_facts(findings: Sequence[Discrepancy]) -> list[Discrepancy]:
    """The findings in their order, each with the fact it is about: the first `fact_key`, in the alphabet, of those about one fact."""
    groups = _Groups(len(findings))
    by_key: dict[str, int] = {}
    by_claim: dict[str, list[int]] = defaultdict(list)
    conflicting = [frozenset(claim_id for conflict in finding.conflicts for claim_id in conflict) for finding in findings]
    of_two = [all(len(conflict) <= 2 for conflict in finding.conflicts) for finding in findings]
    for number, finding in enumerate(findings):
        if finding.fact_key:
            groups.tie(number, by_key.setdefault(finding.fact_key, number))
        for claim_id in conflicting[number]:
            by_claim[claim_id].append(number)
    for numbers in by_claim.values():
        for one, other in _neighbours(numbers):
            if (of_two[one] and of_two[other]) or len(conflicting[one] & conflicting[other]) > 1:
                groups.tie(one, other)
    named: dict[int, str] = {}
    for number, finding in enumerate(findings):
        name = finding.fact_key or finding.discrepancy_id
        root = groups.root(number)
        named[root] = min(named.get(root, name), name)
    return [replace(finding, fact=named[groups.root(number)]) for number, finding in enumerate(findings)]


def _neighbours(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    if len(numbers) <= _OF_ONE_CLAIM:
        return combinations(numbers, 2)
    return ((one, other) for one in numbers[:3] for other in numbers if one != other)


class _Groups:
    """Numbers that are tied to each other, directly or through others."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def tie(self, one: int, other: int) -> None:
        self._parent[self.root(one)] = self.root(other)
