from __future__ import annotations

import pytest

from atodds.claims import Claim
from checks.headline_against_body import headline_against_body
from tests.checks.tables import verdict_on
from tests.factories import claim


def headline(value: float | tuple[float | None, float | None], measure: str = "deaths", **fields: object) -> Claim:
    return claim(value, measure, document="a.txt", at="2020-08-31", segment_kind="title", **fields)


def body(value: float | tuple[float | None, float | None], measure: str = "deaths", **fields: object) -> Claim:
    return claim(value, measure, document="a.txt", at="2020-08-31", **fields)


CASES: dict[str, tuple[list[Claim], str | None]] = {
    "one figure for the dead and wounded, and for the wounded": (
        [headline((1400, None), "casualties"), body((1400, None), "wounded")],
        "contradiction",
    ),
    "a near miss": ([headline((None, 8.0e9), "damage"), body((None, 8.1e9), "damage")], "tension"),
    "another figure": ([headline(190), body(154)], "tension"),
    "a rounded headline": ([headline((50_000, None)), body(51_234)], None),
    "the figure itself": ([headline(190), body(190), body(154, axes="place=derna")], None),
    "a figure of something else": ([headline(190), body(4000, "troops", subject="Arda")], None),
}


@pytest.mark.parametrize("name", CASES)
def test_the_text_bears_its_headline_out(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(headline_against_body, *claims) == verdict
