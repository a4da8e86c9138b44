from __future__ import annotations

from datetime import date

import pytest

from atodds.topics import Topic, other_happening
from atodds.topics.happenings import Happening, dated_happenings, stated_times
from atodds.topics.topic_words import load_topic_words

WORDS = load_topic_words()
FLOOD = Happening("flood", date(2021, 5, 1), date(2021, 5, 31))
ELECTION = Happening("election", date(2018, 1, 1), date(2018, 12, 31))


def topic(name: str, kind: str, *happenings: Happening) -> Topic:
    return Topic(
        topic_id="topic:t", name=name, kind=kind, document_ids=(), key_names=(), places=(), home=(), period=None, happenings=happenings
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 1967 floods on the Velna", [("floods", 1967)]),
        ("floods in the spring of 1967", [("floods", 1967)]),
        ("the worst flood since 1967", []),
        ("the battle for Upper Tesk in May 1998", [("battle", 1998)]),
        ("Independence referendum, 1996: turnout 91 per cent", [("referendum", 1996)]),
        ("the explosion happened on 12 March 2019", [("explosion", 2019)]),
        ("In March 1998 they voted; the March on the capital came later", []),
        ("the flood, and in 2019 the school closed", []),
    ],
)
def test_a_time_is_a_happenings_where_it_stands_beside_the_word_for_it(text: str, expected: list[tuple[str, int]]) -> None:
    found = dated_happenings(text, list(WORDS.happenings_in(text)), stated_times(text, None))
    assert [(one.happening.word, one.time.low.year) for one in found] == expected


@pytest.mark.parametrize(
    ("sentence", "figure", "expected"),
    [
        ("The floods of 1967 cost 31 lives on the same river.", "31", "topic:t@1967"),
        ("In May 1967 high water drowned 31 people in the valley.", "31", "topic:t@1967"),
        ("In 1967 the river rose once more; floods in that year cost 31 lives.", "31", "topic:t@1967"),
        ("Ten years later, in 1977, 12 people died.", "12", "topic:t@1977"),
        ("The 1967 flood killed 31, that of 2021 killed 14.", "31", "topic:t@1967"),
        ("It was the worst flood since 1967, and 14 people died.", "14", None),
        ("The flood of May 2021 killed 14 people.", "14", None),
        ("By March 2022 the flood was known to have killed 14 people.", "14", None),
        ("Fourteen people died.", "Fourteen", None),
        ("A fire in Obrin in 2009 killed 5 people.", "5", "topic:t@2009"),
    ],
)
def test_another_years_happening_told_in_passing_is_kept_apart(sentence: str, figure: str, expected: str | None) -> None:
    found = other_happening(topic("Velna flood, May 2021", "event", FLOOD), sentence, sentence.index(figure), WORDS, befell=True)
    assert (found.happening_id if found else None) == expected


@pytest.mark.parametrize(
    ("sentence", "figure", "befell", "expected"),
    [
        ("The battle for Upper Tesk cost 300 lives.", "300", True, "topic:t@battle"),
        ("The war cost 4,100 lives.", "4,100", True, None),
        ("In August 2004 clashes left 19 dead.", "19", True, "topic:t@2004"),
        ("The region has 61,000 inhabitants since the war of 1993.", "61,000", False, None),
    ],
)
def test_a_part_of_a_larger_happening_is_no_count_of_it(sentence: str, figure: str, befell: bool, expected: str | None) -> None:
    war = topic("Teskian war, 1992–1993", "event", Happening("war", date(1992, 1, 1), date(1993, 12, 31)))
    found = other_happening(war, sentence, sentence.index(figure), WORDS, befell=befell)
    assert (found.happening_id if found else None) == expected


def test_what_a_topic_is_called_itself_is_no_part_of_it() -> None:
    battle = topic("Battle of Tesk, 1992", "event", Happening("war", date(1992, 1, 1), date(1992, 12, 31)))
    assert other_happening(battle, "The battle cost 300 lives.", 16, WORDS, befell=True) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In the election of 2014 the turnout was 61 per cent.", "topic:t@2014"),
        ("In the election of 2018 the turnout was 58 per cent.", None),
        ("In 2014 the town had 61 bakeries.", None),
    ],
)
def test_a_place_has_happenings_of_several_years(sentence: str, expected: str | None) -> None:
    found = other_happening(topic("Arda", "place", ELECTION), sentence, len(sentence) - 12, WORDS)
    assert (found.happening_id if found else None) == expected


def test_a_date_is_no_evidence_against_itself() -> None:
    sentence = "The flood happened on 3 June 2020."
    at = sentence.index("3 June 2020")
    about = topic("Velna flood, May 2021", "event", FLOOD)
    assert other_happening(about, sentence, at, WORDS, own_time=(at, at + 11)) is None
    assert other_happening(about, sentence, at, WORDS) is not None


def test_the_reason_says_what_is_told_of_when() -> None:
    found = other_happening(topic("Velna flood, May 2021", "event", FLOOD), "The floods of 1967 cost 31 lives.", 24, WORDS, befell=True)
    assert found is not None
    assert found.reason == "floods: of 1967, another time than the topic's"
