"""Claims out of the database: the same findings as in memory, and nothing of blocks that agree."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from atodds.judging.checking import CheckDefinition, SqlCheck, find_checks
from atodds.judging.context import CheckContext, knowledge_of
from atodds.judging.ranking import LISTED_READINGS
from atodds.judging.running import reaches, run_checks
from atodds.linking.answers import Comparison
from atodds.linking.comparing import Comparing, make_comparing
from atodds.linking.knowledge import topic_key
from atodds.linking.pairing import Pairing
from atodds.linking.sweeping import swept_pairs
from atodds.store.claim_table import ClaimTable
from atodds.store.frames import claims_to_frame
from benchmarks.checks import check_file
from benchmarks.make_claims import make_claims
from tests.factories import claim, date_claim

CLAIM_TYPES = load_claim_types()
CONTEXT = CheckContext(claim_types=CLAIM_TYPES)
CHECKS = find_checks(entry_points=False)


def flagged(claims: list[Claim], checks: Mapping[str, CheckDefinition | SqlCheck] = CHECKS) -> set[frozenset[str]]:
    with ClaimTable.of(claims_to_frame(claims), CONTEXT) as table:
        outcome = run_checks(table, CONTEXT, checks)
    assert not outcome.problems
    return {frozenset(conflict) for finding in outcome.discrepancies for conflict in finding.conflicts}


def flagged_pair_by_pair(claims: list[Claim], checks: Mapping[str, CheckDefinition]) -> set[frozenset[str]]:
    """The same where every claim of a topic meets every other, and no database chose."""
    with ClaimTable.of(claims_to_frame(claims), CONTEXT) as table:
        comparing = make_comparing(knowledge_of(CONTEXT, table))
    found = set()
    for topic in {topic_key(one) for one in claims}:
        for meeting in Pairing(comparing, [one for one in claims if topic_key(one) == topic], len(claims)).meetings():
            for check in checks.values():
                if reaches(check, meeting) and meeting.pair and check.pair_rule and check.pair_rule(meeting.pair):
                    found.add(frozenset((meeting.pair.left.claim.claim_id, meeting.pair.right.claim.claim_id)))
    return found


def made(seed: int) -> list[Claim]:
    """Readings of a few facts, of all kinds of bound, time, scope and measure."""
    chance = random.Random(seed)
    claims = []
    for _ in range(120):
        subject = f"earthquake {chance.randrange(3)}"
        value = float(chance.choice([300, 310, 950, 1000, 4000, 300_000, 7, 8]))
        ends = chance.choice([value, value, (value, None), (None, value), (value, value * 1.5)])
        where = chance.choice([{}, {"axes": "place=north"}])
        measure = chance.choice(["deaths", "wounded", "casualties", "homeless", "magnitude"])
        at = chance.choice([None, "2023-02-06", "2023-02-07", "2023-02-20", "2023-02", "2024"])
        bound = chance.choice([None, "approx"]) if isinstance(ends, float) else None
        document = f"{chance.randrange(30)}.txt"
        event = {"subject": subject, "subject_id": f"event:{subject}"}
        claims.append(claim(ends, measure, at=at, bound=bound, document=document, **event, **where))
    return claims


@pytest.mark.parametrize("seed", range(4))
def test_no_conflict_is_lost_in_the_database(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClaimTable, "all_pairs_up_to", 300)
    claims = made(seed)
    of_pairs = {name: one for name, one in CHECKS.items() if isinstance(one, CheckDefinition) and one.pair_rule is not None}
    expected = flagged_pair_by_pair(claims, of_pairs)
    assert expected
    assert flagged(claims, of_pairs) == expected


def test_a_swept_block_still_has_every_value_that_conflicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClaimTable, "all_pairs_up_to", 10)
    many = [claim(5000, "population", at="1989", claim_type="population", document=f"{number}.txt") for number in range(200)]
    other = claim(9000, "population", at="1989", claim_type="population", document="other.txt")
    found = flagged([*many, other])
    assert len(found) == 1
    assert other.claim_id in next(iter(found))


def test_blocks_that_agree_never_leave_the_database() -> None:
    agreeing = [claim(5000, "population", at="1989", claim_type="population", document=f"{number}.txt") for number in range(50)]
    with ClaimTable.of(claims_to_frame(agreeing), CONTEXT) as table:
        assert list(table.blocks()) == []
        for by in ("document", "sentence", "fact", "subject"):
            of_known = frozenset(one.check_id for one in CHECKS.values() if getattr(one, "grouping", None) == by)
            assert list(table.groups(by, of_known)) == []


def test_a_group_check_of_ones_own_sees_every_group() -> None:
    claims = [claim(5000, "population", at="1989", document=f"{number}.txt") for number in range(5)]
    with ClaimTable.of(claims_to_frame(claims), CONTEXT) as table:
        assert len(list(table.groups("document", frozenset({"newsroom_check"})))) == 5


def test_what_a_copy_repeats_is_no_reading_of_its_own_and_is_listed_with_what_it_repeats() -> None:
    first = claim(5000, "population", at="1989", document="original.txt", quote="In 1989 it had 5,000 people.")
    again = claim(5000, "population", at="1989", document="copy.txt", quote="In 1989 it had 5,000 people.")
    changed = claim(9000, "population", at="1989", document="copy.txt", quote="In 1989 it had 9,000 people.")
    claims, context = [first, again, changed], replace(CONTEXT, copies={again.document_id: first.document_id})
    with ClaimTable.of(claims_to_frame(claims), context) as table:
        outcome = run_checks(table, context, CHECKS)
    assert [set(found.claim_ids) for found in outcome.discrepancies] == [{first.claim_id, again.claim_id, changed.claim_id}]
    assert all(again.claim_id not in conflict for found in outcome.discrepancies for conflict in found.conflicts)


def test_a_day_of_the_week_in_a_copy_is_that_of_its_original() -> None:
    said = {"quote": "The council met on Thursday.", "mention_text": "Thursday"}
    first = date_claim("2021-02-25", "signature", document="original.txt", **said)
    again = date_claim("2021-03-04", "signature", document="copy.txt", **said)
    assert flagged([first, again])
    with ClaimTable.of([first, again], replace(CONTEXT, copies={again.document_id: first.document_id})) as table:
        assert table.repeated() == {first.claim_id: [again.claim_id]}


def test_a_fact_with_fifty_thousand_readings_is_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = Counter[str]()
    compare = Comparing.compare

    def counted(self: Comparing, a: Claim, b: Claim, **options: bool) -> Comparison:
        compared["pairs"] += 1
        return compare(self, a, b, **options)

    monkeypatch.setattr(Comparing, "compare", counted)
    one = claim(5000, "population", at="1989", claim_type="population")
    agreeing = [replace(one, claim_id=f"r{number}", document_id=f"d{number}", document_path=f"{number}.txt") for number in range(50_000)]
    other = claim(9000, "population", at="1989", claim_type="population", document="other.txt")
    with ClaimTable.of([*agreeing, other], CONTEXT) as table:
        outcome = run_checks(table, CONTEXT, {"value_mismatch": CHECKS["value_mismatch"]})
    assert len(outcome.discrepancies) == 1
    assert 1 <= compared["pairs"] <= 10
    assert len(outcome.discrepancies[0].claim_ids) == LISTED_READINGS


def test_of_very_many_readings_those_that_few_give_are_listed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atodds.store.claim_table.LISTED_READINGS", 20)
    monkeypatch.setattr(ClaimTable, "all_pairs_up_to", 10)
    many = [claim(5000, "population", at="1989", claim_type="population", document=f"{number:03}.txt") for number in range(100)]
    few = [claim(9000, "population", at="1989", claim_type="population", document=f"zz{number}.txt") for number in range(5)]
    with ClaimTable.of(claims_to_frame([*many, *few]), CONTEXT) as table:
        found = run_checks(table, CONTEXT, CHECKS).discrepancies
    assert {one.claim_id for one in few} <= set(found[0].claim_ids)


@pytest.mark.slow
def test_what_is_planted_is_found_and_nothing_else(tmp_path: Path) -> None:
    planted = make_claims(tmp_path / "claims.parquet", 20_000, every=200)
    figures = check_file(tmp_path / "claims.parquet")
    assert planted > 20
    assert (figures["found"], figures["others"], figures["problems"]) == (planted, 0, 0)


def test_of_a_swept_block_a_leaping_toll_comes_with_the_lowest_before_it_when_it_is_asked_for() -> None:
    tolls = [claim(31, at="2008-08-07"), claim(35, at="2008-08-08"), claim(400, at="2008-08-09")]
    found = {
        leap: [
            (pair[0].value_low, pair[1].value_low)
            for pair in swept_pairs(tolls, make_comparing().reading, lambda a, b: True, leap)
            if pair[1].value_low == 400
        ]
        for leap in (None, 3.0, 12.0)
    }
    assert found == {None: [], 3.0: [(31, 400), (35, 400)], 12.0: [(31, 400)]}
