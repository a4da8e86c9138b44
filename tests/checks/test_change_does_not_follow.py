from __future__ import annotations

import pytest

from atodds.claims import Claim, ClaimLink
from atodds.vocabulary import Relation
from checks.change_does_not_follow import change_does_not_follow
from tests.checks.tables import verdict_on
from tests.factories import claim

IN_ONE = {"document": "a.txt", "quote": "one sentence", "source_line_start": 1}


def rise(percent: float, before: float, after: float) -> list[Claim]:
    old = claim(before, "exports", at="2005", **IN_ONE)
    new = claim(after, "exports", at="2005", links=(ClaimLink(Relation.CHANGE_FROM, old.claim_id),), **IN_ONE)
    by = claim(percent, "growth_rate", at="2005", links=(ClaimLink(Relation.CHANGE_BY, new.claim_id),), axes="extent=change_up", **IN_ONE)
    return [old, new, by]


def share(percent: float, part: float, whole: float) -> list[Claim]:
    people = claim(whole, "population", **IN_ONE)
    group = claim(part, "population", links=(ClaimLink(Relation.SHARE_OF, people.claim_id),), axes="group=ossetians", **IN_ONE)
    return [people, group, claim(percent, "population_share", axes="group=ossetians", **IN_ONE)]


def row(budget: float, gdp: float, percent: float) -> list[Claim]:
    money = {"unit": "currency", "currency": "USD", "claim_type": "money", "at": "2007", **IN_ONE}
    return [
        claim(budget, "defence_budget", **money),
        claim(gdp, "gdp", last_digit=1e8, **money),
        claim(percent, "military_expenditure_share_of_gdp", at="2007", last_digit=0.01, **IN_ONE),
    ]


CASES: dict[str, tuple[list[Claim], str | None]] = {
    "40 % from 50 to 60": (rise(40, 50, 60), "contradiction"),
    "20 % from 50 to 60": (rise(20, 50, 60), None),
    "56.2 %, 65,000 of 98,000": (share(56.2, 65_000, 98_000), "contradiction"),
    "66.2 %, 65,000 of 98,000": (share(66.2, 65_000, 98_000), None),
    "a row of a table": (row(296e6, 9.2e9, 3.13), "contradiction"),
    "a row that follows": (row(296e6, 9.2e9, 3.22), None),
    "a share of something else": (share(5, 65_000, 98_000), None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_percentage_follows_from_its_figures(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(change_does_not_follow, *claims) == verdict
