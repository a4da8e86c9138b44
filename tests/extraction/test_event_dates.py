"""Dates of happenings, by the class of what happened."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extraction.stated import dates, narrowed


@pytest.mark.parametrize(
    ("sentence", "day", "predicate", "axes"),
    [
        ("The trial opened on 14 September 2021.", date(2021, 9, 14), "opened", {"event=event_trial"}),
        ("The treaty was signed on 3 May 1992 in Lipowa.", date(1992, 5, 3), "signed", {"place=lipowa"}),
        ("The bridge was completed in August 2011.", date(2011, 8, 1), "completed", set()),
        ("Estonia joined the Baltic Council in 1994.", date(1994, 1, 1), "joined", {"place=estonia"}),
        ("On 3 May 1992 Norway annexed the islet.", date(1992, 5, 3), "verb:annex", {"place=norway"}),
        ("The war began on 2 May 2019.", date(2019, 5, 2), "began", {"event=event_war"}),
    ],
)
def test_a_date_is_of_what_happened_in_its_clause(sentence: str, day: date, predicate: str, axes: set[str]) -> None:
    (claim,) = dates(sentence)
    assert (claim.date_low, claim.predicate) == (day, predicate)
    assert axes <= narrowed(claim)


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials said on 4 March 2020 that 12 people had died.",
        "On 31 December 2019 the debt stood at 612 million euros.",
        "In 1999 Norway had 80 ports.",
        "The referendum of 2006 is disputed.",
    ],
)
def test_a_date_that_tells_no_happening_is_held_against_nothing(sentence: str) -> None:
    assert [claim.predicate for claim in dates(sentence)] == [None]


@pytest.mark.parametrize("sentence", ["Turnout was 63%, higher than in 2014.", "The shop is open on Mondays."])
def test_a_date_that_is_only_compared_with_is_no_claim(sentence: str) -> None:
    assert dates(sentence) == []


def test_a_happening_keeps_the_words_and_the_name_of_its_clause() -> None:
    (claim,) = dates("Lipowa signed the fisheries treaty on 3 May 1992.")
    assert claim.subject == "Lipowa"
    assert {"treaty", "fishery"} & set(claim.words) or any(word.startswith("fish") for word in claim.words)
