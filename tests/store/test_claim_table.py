"""Claims out of the database: the same findings as in memory, and nothing of blocks that agree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from atodds.check_running import CheckContext, run_checks
from atodds.checking import find_checks
from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from atodds.store.blocking import ClaimTable
from atodds.store.frames import claims_to_frame
from benchmarks.checks import check_file
from benchmarks.make_claims import make_claims
from tests.factories import claim

CLAIM_TYPES = load_claim_types()
CONTEXT = CheckContext(claim_types=CLAIM_TYPES)
CHECKS = find_checks(entry_points=False)


def flagged(claims: list[Claim], *, in_table: bool) -> set[frozenset[str]]:
    if not in_table:
        outcome = run_checks(claims, CONTEXT, CHECKS)
    else:
        with ClaimTable.of(claims_to_frame(claims), CLAIM_TYPES) as table:
            outcome = run_checks(table, CONTEXT, CHECKS)
    assert not outcome.problems
    return {frozenset(conflict) for finding in outcome.discrepancies for conflict in finding.conflicts}


def made(seed: int) -> list[Claim]:
    """Readings of a few facts, of all kinds of bound, time, scope and measure."""
    chance = random.Random(seed)
    claims = []
    for _ in range(120):
        subject = f"earthquake {chance.randrange(3)}"
        value = float(chance.choice([300, 310, 950, 1000, 4000, 300_000, 7, 8]))
        ends = chance.choice([value, value, (value, None), (None, value), (value, value * 1.5)])
        where = chance.choice([{}, {"facet": "the north", "facet_id": "compass=n"}])
        measure = chance.choice(["deaths", "wounded", "casualties", "homeless", "magnitude"])
        at = chance.choice([None, "2023-02-06", "2023-02-07", "2023-02-20", "2023-02", "2024"])
        bound = chance.choice([None, "approx"]) if isinstance(ends, float) else None
        document = f"{chance.randrange(30)}.txt"
        event = {"subject": subject, "subject_id": f"event:{subject}"}
        claims.append(claim(ends, measure, at=at, bound=bound, document=document, **event, **where))
    return claims


@pytest.mark.parametrize("seed", range(4))
def test_the_database_gives_the_findings_of_memory(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClaimTable, "all_pairs_up_to", 300)
    claims = made(seed)
    in_memory = flagged(claims, in_table=False)
    assert in_memory
    assert flagged(claims, in_table=True) == in_memory


def test_a_swept_block_still_has_every_value_that_conflicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClaimTable, "all_pairs_up_to", 10)
    many = [claim(5000, "population", at="1989", claim_type="population", document=f"{number}.txt") for number in range(200)]
    other = claim(9000, "population", at="1989", claim_type="population", document="other.txt")
    found = flagged([*many, other], in_table=True)
    assert len(found) == 1
    assert other.claim_id in next(iter(found))


def test_blocks_that_agree_never_leave_the_database() -> None:
    agreeing = [claim(5000, "population", at="1989", claim_type="population", document=f"{number}.txt") for number in range(50)]
    with ClaimTable.of(claims_to_frame(agreeing), CLAIM_TYPES) as table:
        assert list(table.blocks()) == []
        for by in ("document", "sentence", "fact", "subject"):
            of_known = frozenset(one.check_id for one in CHECKS.values() if getattr(one, "grouping", None) == by)
            assert list(table.groups(by, of_known)) == []


def test_a_group_check_of_ones_own_sees_every_group() -> None:
    claims = [claim(5000, "population", at="1989", document=f"{number}.txt") for number in range(5)]
    with ClaimTable.of(claims_to_frame(claims), CLAIM_TYPES) as table:
        assert len(list(table.groups("document", frozenset({"newsroom_check"})))) == 5


@pytest.mark.slow
def test_what_is_planted_is_found_and_nothing_else(tmp_path: Path) -> None:
    planted = make_claims(tmp_path / "claims.parquet", 20_000, every=200)
    figures = check_file(tmp_path / "claims.parquet")
    assert planted > 20
    assert (figures["found"], figures["others"], figures["problems"]) == (planted, 0, 0)
