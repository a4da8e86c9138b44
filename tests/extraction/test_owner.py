"""Whose figure it is, where its own clause names somebody."""

from __future__ import annotations

import pytest

from atodds.vocabulary import FrameSource
from tests.extraction.stated import figures


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("Lipowa raised 1.9 million tonnes of coal.", "Lipowa"),
        ("The debt of Wierzno reached 612 million euros.", "Wierzno"),
        ("Norway's debt is 40 billion euros.", "Norway"),
        ("The population of Iceland is 380,000.", "Iceland"),
        ("According to the Harbour Board, Lipowa has 380 cranes.", "Lipowa"),
        ("The Nova 360 version sold 9,000 copies.", "Nova"),
        ("The storm destroyed 230 houses.", None),
        ("The health ministry said that 40 people died.", None),
        ("Three Syrians were hurt.", None),
    ],
)
def test_a_figure_is_of_the_name_that_its_clause_ties_it_to(sentence: str, owner: str | None) -> None:
    assert figures(sentence)[0].subject == owner


def test_a_pronoun_takes_up_the_name_of_the_sentence_before() -> None:
    _, second = figures("Lipowa has 380 cranes. It employs 2,100 people.")
    assert (second.subject, second.subject_source) == ("Lipowa", FrameSource.PREVIOUS_SENTENCE)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("According to the Red Cross, 40 people died.", "Red Cross"),
        ("The health ministry said that 40 people died.", "health ministry"),
        ("Officials put the death toll at 40.", "Officials"),
        ("Forty people died, the governor said.", "governor"),
        ("The ministry's toll was 40.", "ministry"),
        ("Peru has 40 hospitals.", None),
    ],
)
def test_the_source_of_a_figure_is_whom_the_text_credits(sentence: str, source: str | None) -> None:
    assert figures(sentence)[0].attribution == source
