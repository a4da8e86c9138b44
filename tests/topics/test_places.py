from __future__ import annotations

import pytest

from atodds.topics import Places, Topic, find_topics
from atodds.topics.gazetteer import load_gazetteer
from atodds.topics.topic_words import load_topic_words
from atodds.vocabulary import Standing
from tests.topics.folders import only, text

SAID = (
    "The Velna flood of May 2021 reached Tresk, a town in Haddal county, and Obrin, a village in Haddal county. In Haddal county, Norway, "
    "it rained for days. In Lund district of the town of Obrin 40 houses fell. The town of Marsk lies in Sorn county. Trains from Sweden "
    "stopped in Tresk. "
    "Haddal and the Velna are used to water; Marsk is not. Norway mourns, the Norwegian king said in Tresk."
)


@pytest.fixture(scope="module")
def known() -> tuple[Places, Topic]:
    texts = [text("Velna flood", SAID), text("Velna flood again", SAID)]
    topics = find_topics(texts)
    places = Places(load_gazetteer(), load_topic_words())
    places.learn(only(topics), [(one.text, topics.names[one.document_id]) for one in texts])
    return places, only(topics)


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        ("tresk", "haddal county", Standing.PART),
        ("haddal", "tresk", Standing.WHOLE),
        ("haddal", "haddal county", Standing.SAME),
        ("the town of tresk", "tresk", Standing.SAME),
        ("tresk gauge", "tresk", Standing.SAME),
        ("tresk", "norway", Standing.PART),
        ("tresk", "marsk", Standing.DISJOINT),
        ("haddal county", "sorn county", Standing.DISJOINT),
        ("tresk", "sweden", Standing.DISJOINT),
        ("tresk", "sorn county", Standing.UNKNOWN),
        ("norwegian town of tresk", "tresk", Standing.SAME),
        ("kutaisi", "batumi", Standing.DISJOINT),
        ("gali", "abkhazia", Standing.PART),
        ("gali", "south caucasus", Standing.PART),
        ("treskk valley", "norway", Standing.PART),
    ],
)
def test_places_stand_to_each_other_as_lists_and_texts_say(known: tuple[Places, Topic], one: str, other: str, standing: Standing) -> None:
    places, topic = known
    first, second = places.resolve(topic, one), places.resolve(topic, other)
    assert first is not None
    assert second is not None
    assert places.relation(first, second) is standing


@pytest.mark.parametrize(
    ("words", "standing"),
    [("norway", Standing.SAME), ("tresk", Standing.PART), ("sweden", Standing.DISJOINT)],
)
def test_the_country_of_a_topic_narrows_nothing_and_another_is_elsewhere(
    known: tuple[Places, Topic], words: str, standing: Standing
) -> None:
    places, topic = known
    place = places.resolve(topic, words)
    assert place is not None
    found = places.in_topic(topic.topic_id, place)  # type: ignore[attr-defined]
    assert found is standing or (words == "the velna" and found is not Standing.DISJOINT)


@pytest.mark.parametrize("words", ["northern districts", "the valley", "the coast", "the rural areas"])
def test_common_nouns_are_no_place(known: tuple[Places, Topic], words: str) -> None:
    places, topic = known
    assert places.resolve(topic, words) is None


def test_towns_in_a_row_are_not_put_into_each_other() -> None:
    said = "The Marn fire reached Arvo, Tilde and Upper Tilde. In Arvo, Tilde and Upper Tilde nobody died. Tilde is a town in Chile."
    texts = [text("Marn fire", said), text("Marn fire again", said)]
    topics = find_topics(texts)
    places = Places(load_gazetteer(), load_topic_words())
    places.learn(only(topics), [(one.text, topics.names[one.document_id]) for one in texts])
    arvo, tilde = (places.resolve(only(topics), name) for name in ("arvo", "tilde"))
    assert arvo is not None
    assert tilde is not None
    assert places.relation(arvo, tilde) is Standing.UNKNOWN
    places.apart([arvo, tilde])
    assert places.relation(tilde, arvo) is Standing.DISJOINT


def test_a_country_and_a_county_of_one_name_in_two_topics_are_two() -> None:
    gazetteer, words = load_gazetteer(), load_topic_words()
    assert gazetteer.parts("port of new york") == ["port", "of", "place:us/new-york"]
    assert gazetteer.parts("south ossetian parliament")[0] == "place:ge/south-ossetia"
    assert words.sorts["county"] == "area"
