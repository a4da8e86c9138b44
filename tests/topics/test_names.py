from __future__ import annotations

import pytest

from atodds.topics.names import Capitals, find_acronyms, names_of, read_words


def names(text: str, *others: str) -> list[str]:
    capitals = Capitals()
    for one in (text, *others):
        capitals.count(read_words(one))
    return [name.folded for name in names_of(read_words(text).words, capitals)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday the Orlen dam on the river Velna gave way.", ["orlen", "velna"]),
        ("Women and children left Obrin. The women went by boat.", ["obrin"]),
        ("The Chamber of Deputies met in Tresk.", ["chamber of deputies", "tresk"]),
        ("The mayor of Obrin's twin town thanked Tresk’s police.", ["obrin", "tresk"]),
        ("In May 2021 the Velna rose; by Friday it fell.", ["velna"]),
        ("TRESK, Norway - Nine people are dead in Tresk.", ["tresk", "norway", "tresk"]),
        ("https://example.org/Tresk-News and the town of Obrin", ["obrin"]),
        ("", []),
    ],
)
def test_names_are_runs_of_capitals_that_the_text_does_not_write_small(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_how_the_folder_writes_a_word_decides_what_a_capital_at_the_head_of_a_sentence_says() -> None:
    assert names("Governor denies it.", "The governor spoke.") == []
    assert names("Haddal denies it.", "People in Haddal spoke.") == ["haddal"]


def test_a_headline_in_title_case_names_nothing_by_itself() -> None:
    assert names("Flood Wave Reaches Tresk\n\nThe flood wave reached the town of Tresk.") == ["tresk", "tresk"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Orlen Dam Agency (ODA) said", {"oda": "orlen dam agency"}),
        ("the Union of Lorry Drivers (ULD)", {"uld": "union of lorry drivers"}),
        ("Halvard Lindesborg Works (HALWO)", {"halwo": "halvard lindesborg works"}),
        ("the mayor of Tresk (NHP)", {}),
        ("a long day (it rained)", {}),
    ],
)
def test_an_acronym_is_defined_where_its_letters_are_those_of_the_name_before_it(text: str, expected: dict[str, str]) -> None:
    assert find_acronyms(text) == expected
