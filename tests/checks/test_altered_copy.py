from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from atodds.claims import Claim
from atodds.judging.checking import find_checks
from atodds.judging.context import CheckContext
from atodds.judging.groups import Dependence
from atodds.vocabulary import AsOfSource
from checks.altered_copy import altered_copy
from tests.checks.tables import CLAIM_TYPES, outcome_of, outcome_over, verdict_on
from tests.factories import as_of, claim, date_claim

A, B = "lowmouth.txt", "reprint.txt"
COPIED = [Dependence(B, A)]
DROWNED = "The storm of Sunday night drowned {} people on the quay of Lowmouth, most of them asleep in the boats."
TOWN = "According to the census the town of Lowmouth had {} inhabitants in 1989 and two schools."
WALL = "The wall in front of the basin of Lowmouth is {} long and was never repaired."
OPENED = "The railway to Lowmouth was opened on {} by the harbour master."


def said(form: str, written: str, value: float | tuple[float | None, float | None], measure: str, document: str, **fields: Any) -> Claim:
    quote = form.format(written)
    at = quote.index(written)
    place = {"quote": quote, "mention_text": written, "char_start": 0, "mention_start": at, "mention_end": at + len(written)}
    return claim(value, measure, document=document, **(place | fields))


def dead(written: str, value: float | tuple[float | None, float | None], document: str, form: str = DROWNED, **fields: Any) -> Claim:
    return said(form, written, value, "deaths", document, **({"subject": "storm of Lowmouth"} | fields))


def people(written: str, value: float, document: str, form: str = TOWN, at: str | None = "1989", **fields: Any) -> Claim:
    given = {"claim_type": "population", "subject": "Lowmouth"} | fields
    return said(form, written, value, "population", document, at=at, **given)


def opened(written: str, day: str, document: str, form: str = OPENED) -> Claim:
    quote = form.format(written)
    at = quote.index(written)
    place = {"quote": quote, "mention_text": written, "char_start": 0, "mention_start": at, "mention_end": at + len(written)}
    return date_claim(day, document=document, subject="railway to Lowmouth", **place)


def wall(written: str, value: float, unit: str, document: str) -> Claim:
    return said(WALL, written, value, "length", document, claim_type="length", unit=unit, subject="wall of Lowmouth")


def printed(day: str) -> dict[str, Any]:
    return as_of(day) | {"as_of_source": AsOfSource.PUBLISHED_ON}


PUBLISHED_BY_ONE = {"publishers": {A: "The Lowmouth Echo", B: "The Lowmouth Echo"}}
PUBLISHED_BY_TWO = {"publishers": {A: "The Lowmouth Echo", B: "The Arda Post"}}

SHELTERS = "About {} families slept in {} schools and {} tents, and {} boats were lost."


def form_of(*figures: int, document: str) -> list[Claim]:
    quote = SHELTERS.format(*figures)
    spans = [found.span() for found in re.finditer(r"\d+", quote)]
    return [
        claim(int(quote[start:end]), measure, document=document, quote=quote, mention_text=quote[start:end], char_start=0,
              mention_start=start, mention_end=end, claim_type="count", subject="Lowmouth")
        for (start, end), measure in zip(spans, ("families", "schools", "tents", "boats"), strict=True)
    ]  # fmt: skip


CASES: dict[str, tuple[list[Claim], dict[str, Any], str | None]] = {
    "another figure of a census": ([people("4,100", 4100, A), people("4,700", 4700, B)], {}, "contradiction"),
    "another toll of one day": (
        [dead("40", 40, A, at="1989-03-05"), dead("45", 45, B, at="1989-03-05")],
        PUBLISHED_BY_TWO,
        "contradiction",
    ),
    "another toll, neither dated": ([dead("40", 40, A), dead("45", 45, B)], {}, "tension"),
    "a thousand lost": ([people("4,100", 4100, A), people("4,100,000", 4_100_000, B)], {}, "contradiction"),
    "another day": ([opened("5 May 1931", "1931-05-05", A), opened("15 May 1931", "1931-05-15", B)], {}, "contradiction"),
    "a toll put lower later": (
        [dead("45", 45, A, at="1989-03-05"), dead("40", 40, B, at="1989-03-07")],
        {},
        "contradiction",
    ),
    "a word put in beside": (
        [people("4,100", 4100, A), people("4,700", 4700, B, form=TOWN.replace("two schools", "only two schools"))],
        {},
        "contradiction",
    ),
    "two editions of one publisher": ([people("4,100", 4100, A), people("4,700", 4700, B)], PUBLISHED_BY_ONE, "tension"),
    "one of several figures of a sentence": ([*form_of(90, 2, 40, 112, document=A), *form_of(90, 2, 40, 121, document=B)], {}, "tension"),
    "the same figure": ([people("4,100", 4100, A), people("4,100", 4100, B)], {}, None),
    "the same figure written otherwise": ([people("4,100", 4100, A), people("4100", 4100, B)], {}, None),
    "rounded": ([people("4,103", 4103, A), people("4,100", 4100, B)], {}, None),
    "hedged": ([people("4,103", 4103, A), people("about 4,000", 4000, B, bound="approx")], {}, None),
    "in another unit": ([wall("2 miles", 2, "mile", A), wall("3.2 km", 3.2, "km", B)], {}, None),
    "no copy": ([people("4,100", 4100, A), people("4,700", 4700, "another.txt")], {}, None),
    "a toll that rose by the time of a later edition": (
        [dead("40", 40, A, **printed("1989-03-05")), dead("45", 45, B, **printed("1989-03-07"))],
        PUBLISHED_BY_TWO,
        None,
    ),
    "a running toll of one publisher, neither dated": ([dead("40", 40, A), dead("45", 45, B)], PUBLISHED_BY_ONE, None),
    "a level of another year": (
        [people("4,100", 4100, A), people("4,700", 4700, B, form=TOWN.replace("1989", "2002"), at="2002")],
        {},
        None,
    ),
    "another year beside another figure, whatever the figure is taken to be of": (
        [people("4,100", 4100, A, at=None), people("4,700", 4700, B, form=TOWN.replace("1989", "2002"), at=None)],
        {},
        None,
    ),
    "a form filled in for another day": ([*form_of(90, 2, 40, 112, document=A), *form_of(80, 3, 35, 112, document=B)], {}, None),
    "a form filled in for another town": (
        [people("4,100", 4100, A), people("4,700", 4700, B, form=TOWN.replace("Lowmouth", "Highmouth"))],
        {},
        None,
    ),
    "another sentence": (
        [people("4,100", 4100, A), people("4,700", 4700, B, form="Those who fled Lowmouth say that {} of them came back to live there.")],
        {},
        None,
    ),
    "another noun beside the figure": (
        [dead("40", 40, A), dead("45", 45, B, form=DROWNED.replace("people", "sheep"))],
        {},
        None,
    ),
    "another date beside another figure": (
        [
            opened("5 May 1931", "1931-05-05", A, OPENED.replace("harbour master", "harbour master and 30 guests")),
            opened("15 May 1931", "1931-05-15", B, OPENED.replace("harbour master", "harbour master and 70 guests")),
        ],
        {},
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_copy_that_changed_a_figure(name: str) -> None:
    claims, context, verdict = CASES[name]
    assert verdict_on(altered_copy, *claims, dependences=COPIED, **context) == verdict


def test_only_the_copied_passage_counts() -> None:
    claims = [people("4,100", 4100, A), people("4,700", 4700, B)]
    here, elsewhere = (0, 200), (500, 900)
    assert verdict_on(altered_copy, *claims, dependences=[Dependence(B, A, here, here)]) == "contradiction"
    assert verdict_on(altered_copy, *claims, dependences=[Dependence(B, A, elsewhere, here)]) is None


def test_the_reason_names_both_figures_and_which_document_is_taken_for_the_copy() -> None:
    (found,) = outcome_of(altered_copy, people("4,100", 4100, A), people("4,700", 4700, B), dependences=COPIED).discrepancies
    assert "4,700 in reprint.txt, but 4,100 in lowmouth.txt" in found.reason
    assert "reprint.txt is taken for a copy" in found.reason


def test_sentences_that_repeat_themselves_are_held_together_in_their_order() -> None:
    def rooms(document: str, *values: int) -> list[Claim]:
        form = "There the house has {} rooms and a cellar."
        return [
            replace(said(form, str(value), value, "rooms", document, claim_type="count", subject="house"), char_start=at * 100,
                    mention_start=at * 100 + form.index("{"), mention_end=at * 100 + form.index("{") + len(str(value)))
            for at, value in enumerate(values)
        ]  # fmt: skip

    found = outcome_of(altered_copy, *rooms(A, 4, 6, 9), *rooms(B, 4, 7, 9), dependences=COPIED).discrepancies
    assert [("6 in lowmouth.txt" in one.reason, "7 in reprint.txt" in one.reason) for one in found] == [(True, True)]
    assert not outcome_of(altered_copy, *rooms(A, 4, 6), *rooms(B, 4, 7, 9), dependences=COPIED).discrepancies


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param([people("4,100", 4100, A), people("4,700", 4700, B)], id="value_mismatch would speak"),
        pytest.param([people("4,100", 4100, A), people("4,100,000", 4_100_000, B)], id="magnitude_slip would speak"),
        pytest.param([opened("5 May 1931", "1931-05-05", A), opened("15 May 1931", "1931-05-15", B)], id="date_mismatch would speak"),
        pytest.param([dead("45", 45, A, at="1989-03-05"), dead("40", 40, B, at="1989-03-07")], id="falling_toll would speak"),
    ],
)
def test_a_pair_is_reported_once_and_as_a_copy(claims: list[Claim]) -> None:
    checks = find_checks(entry_points=False)
    alone = outcome_over(claims, CheckContext(claim_types=CLAIM_TYPES), checks)
    assert len(alone.discrepancies) == 1
    copied = outcome_over(claims, CheckContext(claim_types=CLAIM_TYPES, copies={B: A}, dependences=COPIED), checks)
    assert [found.check_id for found in copied.discrepancies] == ["altered_copy"]
    assert copied.discrepancies[0].verdict == alone.discrepancies[0].verdict


def test_a_third_document_still_contradicts_the_copy() -> None:
    claims = [people("4,100", 4100, A), people("4,700", 4700, B), people("4,100", 4100, "third.txt", form="In {} lived there in 1989.")]
    claims[2] = replace(claims[2], quote="Lowmouth counted 4,100 souls in 1989.", mention_start=17)
    found = outcome_over(claims, CheckContext(claim_types=CLAIM_TYPES, dependences=COPIED), find_checks(entry_points=False)).discrepancies
    assert sorted(one.check_id for one in found) == ["altered_copy", "value_mismatch"]


@pytest.mark.parametrize(
    ("settings", "found"),
    [({}, 1), ({"enabled": False}, 0), ({"tolerance": 0.2}, 0), ({"tolerance": 0.05}, 1)],
)
def test_the_settings_of_the_workspace_reach_it(settings: dict[str, object], found: int) -> None:
    claims = [people("4,100", 4100, A), people("4,700", 4700, B)]
    context = CheckContext(claim_types=CLAIM_TYPES, dependences=COPIED)
    checks = {"altered_copy": altered_copy.__atodds_check__}  # type: ignore[attr-defined]
    assert len(outcome_over(claims, context, checks, {"altered_copy": settings}).discrepancies) == found


def test_printing_days_are_no_part_of_what_is_copied() -> None:
    first = people("4,100", 4100, A, at=None, form=TOWN.replace("in 1989 ", ""), **printed("1989-03-05"))
    later = people("4,700", 4700, B, at=None, form=TOWN.replace("in 1989 ", ""), **printed("1989-03-07"))
    assert first.as_of_low == date(1989, 3, 5)
    assert verdict_on(altered_copy, first, later, dependences=COPIED) == "tension"
