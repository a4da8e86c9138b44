from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.withdrawn_figure import withdrawn_figure
from tests.checks.tables import verdict_on
from tests.factories import claim

REVISED = {"axes": "status=corrected", "at": "2020-08-10", "document": "a.txt"}
CASES: dict[str, tuple[list[Claim], str | None]] = {
    "still given later": ([claim(178, **REVISED), claim(171, at="2020-08-10", document="a.txt"), claim(178, at="2020-08-20")], "tension"),
    "given before the revision": ([claim(178, **REVISED), claim(178, at="2020-08-05")], None),
    "only an earlier count": ([claim(178, **(REVISED | {"axes": "status=original"})), claim(178, at="2020-08-20")], None),
    "the new figure": ([claim(178, **REVISED), claim(171, at="2020-08-20")], None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_withdrawn_figure_is_flagged_where_it_lives_on(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(withdrawn_figure, *claims) == verdict
