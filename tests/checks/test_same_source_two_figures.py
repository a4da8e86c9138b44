from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.same_source_two_figures import same_source_two_figures
from tests.checks.tables import verdict_on
from tests.factories import claim

DAY = {"at": "2020-08-29"}
BANK, HELMETS = {"attribution": "the World Bank"}, {"attribution": "White Helmets"}
CASES: dict[str, tuple[Claim, Claim, str | None]] = {
    "one range with two lower ends": (
        claim((605, 760), "needs", document="a.txt", **BANK),
        claim((650, 760), "needs", document="a.txt", **BANK),
        "contradiction",
    ),
    "one document that credits nobody": (
        claim((40, 90), "needs", document="a.txt", at="2031"),
        claim((55, 90), "needs", document="a.txt"),
        "contradiction",
    ),
    "two documents that credit nobody": (claim((40, 90), "needs", document="a.txt"), claim((55, 90), "needs", document="b.txt"), None),
    "one day, two counts": (claim(3, "missing", **DAY, **HELMETS), claim(4, "missing", **DAY, **HELMETS), "contradiction"),
    "two lower bounds far apart": (claim((790, None), **DAY, **HELMETS), claim((1200, None), **DAY, **HELMETS), "tension"),
    "one source, two days": (claim(385, at="2023-02-06", **HELMETS), claim(790, at="2023-02-07", **HELMETS), None),
    "two sources": (claim(3, "missing", at="2020-08-29", **HELMETS), claim(4, "missing", at="2020-08-29", **BANK), None),
    "nobody in particular": (
        claim(3, "missing", at="2020-08-29", attribution="officials"),
        claim(4, "missing", at="2020-08-29", attribution="officials"),
        None,
    ),
    "two estimates of one bank": (
        claim((100, 200), "needs", document="a.txt", **BANK),
        claim((150, 300), "needs", document="a.txt", **BANK),
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_source_gives_one_figure(name: str) -> None:
    left, right, verdict = CASES[name]
    assert verdict_on(same_source_two_figures, left, right) == verdict
