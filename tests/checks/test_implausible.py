from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.implausible import implausible
from tests.checks.tables import verdict_on
from tests.factories import claim

IN_ARDA = {"subject": "Arda", "document": "a.txt"}
CASES: dict[str, tuple[list[Claim], str | None]] = {
    "a share above the whole": ([claim(130, "population_share")], "contradiction"),
    "a count below zero": ([claim(-5, "troops")], "contradiction"),
    "more displaced than inhabitants": ([claim(2000, "population", **IN_ARDA), claim(5000, "displaced", **IN_ARDA)], "tension"),
    "growth above 100 percent": ([claim(130, "growth_rate")], None),
    "fewer displaced than inhabitants": ([claim(5000, "population", **IN_ARDA), claim(2000, "displaced", **IN_ARDA)], None),
    "a whole share": ([claim(100, "population_share")], None),
    "a change": ([claim(130, "population_share", axes="extent=change_up")], None),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_is_flagged(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(implausible, *claims) == verdict
