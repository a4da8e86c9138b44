from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from atodds.topics import Lesson, TopicText, find_topics, list_topics
from tests.topics.folders import BRIDGE, FLOOD, LORRIES, only, text


def placed(texts: list[TopicText], **more: object) -> dict[str, str]:
    topics = find_topics(texts, **more)  # type: ignore[arg-type]
    return {one.document_id: topics.at(one.document_id).topic_id for one in texts}


def test_documents_of_three_subjects_in_one_folder_make_three_topics() -> None:
    topics = placed([*LORRIES, *FLOOD, *BRIDGE])
    for folder in (FLOOD, BRIDGE, LORRIES):
        assert len({topics[one.document_id] for one in folder}) == 1, folder[0].title
    assert len(set(topics.values())) == 3


@pytest.mark.parametrize("folder", [FLOOD, BRIDGE, LORRIES], ids=lambda folder: folder[0].title)
def test_a_folder_of_one_subject_does_not_fall_apart(folder: list[TopicText]) -> None:
    assert len(set(placed(folder).values())) == 1


def test_a_background_article_of_the_region_stays_in_the_only_topic_that_it_touches() -> None:
    background = text("Life beside cold rivers", "In Haddal people fish. Old Tresk lay on the other bank. Norway has many rivers.")
    assert len(set(placed([*FLOOD, background]).values())) == 1


def test_a_document_that_shares_nothing_is_a_topic_of_its_own() -> None:
    stranger = text("Chess in Port Amalo", "Ada Quill won the open of Port Amalo. Benno Tarr came second.")
    topics = placed([*FLOOD, stranger])
    assert topics[stranger.document_id] not in {topics[one.document_id] for one in FLOOD}


def test_two_years_happenings_of_one_river_are_two_topics() -> None:
    def report(year: int, number: int) -> TopicText:
        body = (
            f"The Velna flood of May {year} left {number} people dead in Tresk and Obrin, Haddal county said. Report {number} on the flood."
        )
        return text(f"The {year} Velna flood, part {number}", body)

    texts = [report(year, number) for year in (1967, 2021) for number in range(1, 5)]
    topics = placed(texts)
    assert len({topics[one.document_id] for one in texts[:4]}) == 1
    assert {topics[one.document_id] for one in texts[:4]}.isdisjoint(topics[one.document_id] for one in texts[4:])


def test_an_event_is_called_as_most_of_its_documents_call_it_and_dated_as_they_date_it() -> None:
    topic = only(find_topics(FLOOD))
    assert (topic.name, topic.kind) == ("Velna flood, May 2021", "event")
    assert topic.period == (date(2021, 5, 1), date(2021, 5, 31))
    assert topic.home == ("place:no",)
    assert "velna" in topic.key_names


@pytest.mark.parametrize(("folder", "name", "kind"), [(BRIDGE, "Inishfarra", "project"), (LORRIES, "Halvard Motors", "company")])
def test_other_topics_are_called_by_their_name(folder: list[TopicText], name: str, kind: str) -> None:
    topic = only(find_topics(folder))
    assert (topic.name, topic.kind) == (name, kind)


def test_the_order_of_documents_and_other_topics_beside_it_change_no_id() -> None:
    alone = only(find_topics(FLOOD)).topic_id
    assert alone.startswith("topic:velna-")
    assert only(find_topics(FLOOD[::-1])).topic_id == alone
    assert placed([*LORRIES, *FLOOD])[FLOOD[0].document_id] == alone


def test_a_new_document_moves_nothing_settled() -> None:
    before = find_topics([*FLOOD[1:], *BRIDGE])
    after = find_topics([*FLOOD, *BRIDGE], settled=before.settled)
    for one in (*FLOOD[1:], *BRIDGE):
        assert after.at(one.document_id).topic_id == before.at(one.document_id).topic_id
    assert after.at(FLOOD[0].document_id).topic_id == before.at(FLOOD[1].document_id).topic_id, "it was founded without this one"
    assert after.notes == ()


def test_two_settled_topics_that_turn_out_to_be_one_become_one_and_the_note_says_why() -> None:
    settled = {one.document_id: f"topic:{'a' if number < 2 else 'b'}" for number, one in enumerate(FLOOD)}
    topics = find_topics([*FLOOD, *BRIDGE], settled=settled)
    assert len({topics.at(one.document_id).topic_id for one in FLOOD}) == 1
    (note,) = topics.notes
    assert "now under Velna flood, May 2021" in note
    assert "both speak of" in note
    assert "Velna" in note


def test_what_a_person_joined_is_one_and_what_a_person_split_is_two() -> None:
    joined = find_topics([*FLOOD, *BRIDGE], taught=[Lesson("join", (FLOOD[0].path, BRIDGE[0].path))])
    assert joined.at(FLOOD[0].document_id) == joined.at(BRIDGE[0].document_id)
    before = find_topics(FLOOD)
    others = tuple(one.document_id for one in FLOOD[:3])
    split = find_topics(FLOOD, settled=before.settled, taught=[Lesson("split", (FLOOD[3].document_id,), others)])
    assert split.at(FLOOD[3].document_id).topic_id != split.at(FLOOD[0].document_id).topic_id
    assert {split.at(one).topic_id for one in others} == {only(before).topic_id}
    assert [note for note in split.notes if "a person taught so" in note]


def test_a_lesson_on_a_document_that_is_gone_is_told() -> None:
    topics = find_topics(FLOOD, taught=[Lesson("join", (FLOOD[0].path, "gone.txt"))])
    assert any("gone.txt" in note for note in topics.notes)


def test_the_list_says_what_each_document_shares_with_the_others() -> None:
    topics = find_topics([*FLOOD, *BRIDGE])
    first, second = list_topics(topics, [*FLOOD, *BRIDGE])
    assert first.topic.name == "Velna flood, May 2021"
    assert [path for path, _ in first.documents] == sorted(one.path for one in FLOOD)
    assert all(reason.startswith("shares ") and "Velna" in reason for _, reason in first.documents)
    assert all("Inishfarra" in reason for _, reason in second.documents)


def _chapter(place: str, people: str, river: str) -> str:
    sentence = (
        f"In {place} the {people} held {river} and the bridge at Upper {place}, and {people} soldiers came back to {place} each spring. "
    )
    return sentence * 120


def test_a_long_document_has_topics_by_section() -> None:
    places = (("Arvolia", "Arvolians", "Mount Teb"), ("Sindra", "Sindrans", "Lake Ossel"), ("Quell", "Quellish", "Cape Ruun"))
    whole, sections = "", []
    for number, (place, people, river) in enumerate(places):
        for part in range(4):
            start = len(whole)
            whole += f"{part + 1}. The war in {place}\n\n{_chapter(place, people, river)}\n\n"
            sections.append(((f"Chapter {number}", f"{part + 1}. The war in {place}"), start, len(whole)))
    thesis = replace(text("Three small wars", ""), text=whole, sections=tuple(sections))
    topics = find_topics([thesis])
    at = [topics.at(thesis.document_id, start + 5) for _, start, _ in sections]
    assert len({topic.topic_id for topic in at}) == 3
    for chapter in range(3):
        assert len({topic.topic_id for topic in at[4 * chapter : 4 * chapter + 4]}) == 1
    assert find_topics([thesis], settled=topics.settled).settled == topics.settled


def test_a_short_document_with_headings_is_one() -> None:
    parts = [(("Dead",), 0, 300), (("Damage",), 300, 600), (("Aid",), 600, 900)]
    assert len(find_topics([replace(FLOOD[0], sections=parts)]).topics) == 1


def test_documents_without_a_name_or_a_word_do_no_harm() -> None:
    blank = text("", "")
    topics = find_topics([blank, text("notes", "nothing here has a capital letter"), *FLOOD])
    assert topics.at(blank.document_id).document_ids == (blank.document_id,)
