from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.shares_do_not_sum import shares_do_not_sum
from tests.checks.tables import verdict_on
from tests.factories import claim


def shares(*values: float, text: str | None = None, **fields: object) -> list[Claim]:
    quote = text or "Shares of the groups: " + ", ".join(map(str, values))
    return [
        claim(
            value, "population_share", at="1989", claim_type="population", document="a.txt", quote=quote, source_line_start=1,
            mention_text=f"{value:g} %", axes=f"group=group {number}", **fields,
        )
        for number, value in enumerate(values)
    ]  # fmt: skip


CASES: dict[str, tuple[list[Claim], str | None]] = {
    "more than all": (shares(45.7, 37.8, 14.6, 14.3), "contradiction"),
    "a long list that leaves out three points": (shares(45.7, 17.8, 14.6, 14.3, 2.8), "tension"),
    "rounding": (shares(33.4, 33.3, 33.4), None),
    "a list that owns up to others": (shares(45.7, 17.8, 14.6, 14.3, text="Georgians 45.7, Abkhaz 17.8, 14.6, 14.3 and others"), None),
    "the largest four in running text": (shares(45.7, 17.8, 14.6, 14.3), None),
    "two of many": (shares(45.7, 17.8), None),
    "several answers": (shares(80, 70, 60), None),
}


@pytest.mark.parametrize("name", CASES)
def test_shares_of_one_whole_make_a_hundred(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(shares_do_not_sum, *claims) == verdict


def test_a_column_of_a_table_is_a_list_of_its_own() -> None:
    column = [
        claim(value, "survey_share", at="2004", document="a.txt", segment_kind="table", quote=f"Answer {row} {value} 1.0",
              axes=f"part=answer {row}", source_line_start=row)
        for row, value in enumerate([6.7, 56.6, 31.5, 3.4])
    ]  # fmt: skip
    assert verdict_on(shares_do_not_sum, *column) == "tension"
