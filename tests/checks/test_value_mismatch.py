from __future__ import annotations

import pytest

from atodds.claims import Claim
from atodds.vocabulary import AsOfSource
from checks.value_mismatch import value_mismatch
from tests.checks.tables import verdict_on
from tests.factories import claim

PRINTED = {"as_of_source": AsOfSource.PUBLISHED_ON}
MUST_FLAG: dict[str, tuple[Claim, Claim, str]] = {
    "two figures of one year": (
        claim(189_000, "population", at="1989", claim_type="population"),
        claim(162_000, "population", at="1989", claim_type="population"),
        "contradiction",
    ),
    "a bound above the figure": (claim((50, None), "poverty_rate", at="2019"), claim(45, "poverty_rate", at="2019"), "contradiction"),
    "a toll of one document and one day": (
        claim((1400, None), at="2023-02-06", document="a.txt", axes="place=northwest"),
        claim(1011, at="2023-02-06", document="a.txt", axes="place=northwest"),
        "contradiction",
    ),
    "two figures of one document that names no scope": (
        claim(98_500, "population", at="1989", document="a.txt"),
        claim(89_500, "population", at="1989", document="a.txt"),
        "contradiction",
    ),
    "a round figure that would be rounded too far": (claim(600, "idps", at="1993"), claim(1000, "idps", at="1993"), "contradiction"),
    "a level without a date": (
        claim(21_000, "troops", at="2009", subject="Arda"),
        claim(37_000, "troops", subject="Arda"),
        "tension",
    ),
    "up to N against more than N": (claim((None, 300_000), "idps", at="2020"), claim((300_000, None), "idps", at="2020"), "tension"),
    "a bound no reader would accept": (claim((10_000, None), "idps", at="1993"), claim(240_000, "idps", at="1993"), "tension"),
}

MUST_NOT_FLAG: dict[str, tuple[Claim, Claim]] = {
    "rounding": (claim(17.8, "population_share", at="1989"), claim(18, "population_share", at="1989")),
    "a hedged round figure": (claim(525_000, "population", at="1989"), claim(500_000, "population", at="1989", bound="approx")),
    "another year": (claim(573, "defence_budget", at="2007"), claim(936, "defence_budget", at="2008")),
    "a bound that includes the figure": (claim((180, None), at="2020-08-31"), claim(190, at="2020-08-30")),
    "killed and wounded": (claim(154, "deaths", at="2020-08-08"), claim(4000, "wounded", at="2020-08-08")),
    "tolls that two papers printed on one day": (claim(4544, at="2023-02-07", **PRINTED), claim(5894, at="2023-02-07", **PRINTED)),
    "an additional number": (claim(170, "troops", at="2009", axes="extent=additional"), claim(900, "troops", at="2009")),
    "a figure the text calls earlier": (claim(70, "idps", at="2020", axes="status=original"), claim(178, "idps", at="2020")),
    "one sentence with two figures": (
        claim(39, "schools", document="a.txt", quote="from 39 to 91", source_line_start=1),
        claim(91, "schools", document="a.txt", quote="from 39 to 91", source_line_start=1),
    ),
    "two lengths that one document tells of two things": (
        claim(250, "length", document="a.txt", unit="metre", counted="bridge"),
        claim(2800, "length", document="a.txt", unit="metre", counted="runway"),
    ),
    "two parts": (
        claim(58, "police", at="2021", axes="part=night shift"),
        claim(1100, "police", at="2021", axes="part=day shift"),
    ),
}


@pytest.mark.parametrize("name", MUST_FLAG)
def test_it_flags(name: str) -> None:
    left, right, verdict = MUST_FLAG[name]
    assert verdict_on(value_mismatch, left, right) == verdict


@pytest.mark.parametrize("name", MUST_NOT_FLAG)
def test_it_lets_pass(name: str) -> None:
    assert verdict_on(value_mismatch, *MUST_NOT_FLAG[name]) is None
