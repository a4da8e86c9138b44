from __future__ import annotations

import pytest

from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from checks.same_words_other_figure import same_words_other_figure
from tests.checks.tables import verdict_on
from tests.factories import claim, date_claim

FIRST = "The bridge over the Arda was closed for 12 weeks in spring after the flood damaged its pillars."
SECOND = "After the flood damaged the pillars of the bridge over the Arda it was closed for 30 weeks."
OTHER = "The school in the valley of Bela taught for 30 weeks."


def weeks(value: float, quote: str, document: str, **fields: object) -> Claim:
    said = {"quote": quote, "mention_text": f"{value:g} weeks", "unit": "week", "claim_type": "duration", "predicate": None}
    return claim(value, "duration", document=document, **said, **fields)


BUILT = "Mills kept a workshop beside the old lock in Arda before 1988."
RUN = "A workshop that Mills kept beside the old lock stood in Arda in 1988."


def dated(year: str, quote: str, document: str, happened: str | None, text: str) -> Claim:
    return date_claim(year, document=document, quote=quote, mention_text=text, predicate=happened)


CASES: dict[str, tuple[list[Claim], str | None]] = {
    "one statement with two figures": ([weeks(12, FIRST, "a.txt"), weeks(30, SECOND, "b.txt")], "tension"),
    "another statement": ([weeks(12, FIRST, "a.txt"), weeks(30, OTHER, "b.txt")], None),
    "one figure": ([weeks(12, FIRST, "a.txt"), weeks(12, SECOND, "b.txt")], None),
    "the other sentence gives both figures": (
        [weeks(12, FIRST, "a.txt"), weeks(30, SECOND, "b.txt"), weeks(12, SECOND, "b.txt")],
        None,
    ),
    "another year": ([weeks(12, FIRST, "a.txt", at="1998"), weeks(30, SECOND, "b.txt", at="2010")], None),
    "namesakes told apart in brackets": (
        [
            weeks(12, "Lake Orla (Bela) Lake Orla was frozen for 12 weeks of the year 1963.", "a.txt"),
            weeks(30, "Lake Orla (Arda) Lake Orla was frozen for 30 weeks of the year 1963.", "b.txt"),
        ],
        None,
    ),
    "names and a plain verb": (
        [
            weeks(12, "Jane Roe was Arda Attorney General 12 weeks.", "a.txt"),
            weeks(30, "Jane Roe was Arda Attorney General 30 weeks.", "b.txt"),
        ],
        "tension",
    ),
    "a scrap that only names the same people": (
        [
            weeks(12, "12 WEEKS , Jane Roe , Arda Mills .", "a.txt"),
            weeks(30, "After 30 weeks Jane Roe left Arda Mills for the coast.", "b.txt"),
        ],
        None,
    ),
    "two who are only called he": (
        [
            weeks(12, "He governed the province as regent for 12 weeks.", "a.txt"),
            weeks(30, "He governed the province as regent for 30 weeks.", "b.txt"),
        ],
        None,
    ),
    "one thing dated in other words": (
        [
            dated("1987", BUILT, "a.txt", None, "before 1988"),
            dated("1988", RUN, "b.txt", None, "1988"),
        ],
        "tension",
    ),
    "a birth and a death": (
        [
            dated("1950", "Mills was born in the mill by the lock in Arda in 1950.", "a.txt", "born", "1950"),
            dated("1988", "Mills died in the mill by the lock in Arda in 1988.", "b.txt", "died", "1988"),
        ],
        None,
    ),
    "one document": ([weeks(12, FIRST, "a.txt"), weeks(30, SECOND, "a.txt")], None),
}


@pytest.mark.parametrize("name", CASES)
def test_the_same_words_with_another_figure_are_flagged(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(same_words_other_figure, *claims, claim_types=load_claim_types()) == verdict
