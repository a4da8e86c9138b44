from __future__ import annotations

from datetime import date

import pytest

from atodds.claims import Axis, AxisValue, Claim
from atodds.topics import find_topics, link_claims
from atodds.vocabulary import AsOfSource, FrameSource, MeasureKind
from tests.topics.folders import BRIDGE, FLOOD, LORRIES, text

MORE = [
    text(
        "Velna flood, one year on",
        "In Obrin the Orlen dam is being mended. The Haddal Relief Fund has paid 31 million kroner. Ada Quill said that the Haddal Relief "
        "Fund needs more. The Velna flood of May 2021 killed 14 people. In Denmark the flood of May 2021 was a storm.",
        "2022-05-20",
    ),
    text(
        "The fund",
        "The Haddal Relief Fund helps Tresk and Obrin after the Velna flood. The fund has 12 members. Ada Quill leads it.",
        "2022-03-01",
    ),
]
FOLDER = [*FLOOD, *MORE, *BRIDGE, *LORRIES]
TOPICS = find_topics(FOLDER)
TOPIC = TOPICS.at(FLOOD[0].document_id).topic_id


def claim(subject: str | None = None, *, document: int = 0, kind: MeasureKind = MeasureKind.CUMULATIVE, **fields: object) -> Claim:
    given: dict[str, object] = {
        "claim_id": "c", "document_id": FOLDER[document].document_id, "document_path": FOLDER[document].path, "quote": "14 people died.",
        "mention_text": "14", "claim_type": "casualties", "measure": "deaths", "measure_kind": kind, "subject": subject,
        "subject_source": FrameSource.PHRASE if subject else None,
    }  # fmt: skip
    return Claim(**(given | fields))  # type: ignore[arg-type]


def place(words: str, source: FrameSource = FrameSource.SENTENCE) -> AxisValue:
    return AxisValue(Axis.PLACE, words, words, source)


def subject_of(one: Claim, **more: object) -> str:
    (linked,) = link_claims([one], TOPICS, FOLDER, **more).claims  # type: ignore[arg-type]
    return str(linked.subject_id)


@pytest.mark.parametrize(
    "name",
    [None, "the Velna flood", "Velna", "the flood on the Velna", "Velna Flood Disaster", "the river Velna", "Norway", "the operation"],
)
def test_the_topic_by_any_of_its_names_is_the_topic(name: str | None) -> None:
    assert subject_of(claim(name)) == TOPIC


@pytest.mark.parametrize("name", ["Governor", "Bill", "N21", "the Haddal police", "Ada Quill", "the UN", "the Interior Ministry"])
def test_who_acts_or_speaks_and_what_comes_to_nothing_known_is_no_subject(name: str) -> None:
    assert subject_of(claim(name)) == TOPIC


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("the Orlen dam", MeasureKind.LEVEL, "name:orlen"),
        ("Orlen dam", MeasureKind.CUMULATIVE, "name:orlen"),
        ("the Haddal Relief Fund", MeasureKind.FLOW, "name:haddal-relief-fund"),
        ("Hadal Relief Fund", MeasureKind.FLOW, "name:haddal-relief-fund"),
        ("Tresk", MeasureKind.LEVEL, "place:no/tresk"),
        ("Tresk", MeasureKind.CUMULATIVE, TOPIC),
        ("Denmark", MeasureKind.LEVEL, "place:dk"),
        ("Denmark", MeasureKind.CUMULATIVE, f"{TOPIC}@dk"),
        ("the 1967 flood", MeasureKind.LEVEL, f"{TOPIC}@1967"),
    ],
)
def test_another_thing_that_the_folder_knows_is_a_subject_of_its_own(name: str, kind: MeasureKind, expected: str) -> None:
    assert subject_of(claim(name, kind=kind)) == expected


def test_another_topic_of_the_folder_takes_the_claim() -> None:
    (linked,) = link_claims([claim("Inishfarra bridge", kind=MeasureKind.LEVEL)], TOPICS, FOLDER).claims
    bridge = TOPICS.at(BRIDGE[0].document_id).topic_id
    assert (linked.topic_id, linked.subject_id) == (bridge, bridge)


def test_a_body_is_the_subject_of_what_is_its_own_only() -> None:
    halvard = FOLDER.index(LORRIES[0])
    own = TOPICS.at(LORRIES[0].document_id).topic_id
    assert subject_of(claim("the union Ferrum", document=halvard, kind=MeasureKind.LEVEL)) == own
    assert subject_of(claim("the United Nations", kind=MeasureKind.LEVEL, counted="staff")) == "org:un"
    assert subject_of(claim("the United Nations", kind=MeasureKind.LEVEL)) == TOPIC


def test_who_is_credited_is_no_subject() -> None:
    assert subject_of(claim("Haddal Relief Fund", attribution="the Haddal Relief Fund")) == TOPIC


def test_a_persons_own_alias_wins() -> None:
    assert subject_of(claim("Governor"), aliases={"governor": "org:un"}) == "org:un"
    assert subject_of(claim("the Orlen dam"), aliases={"Orlen": "Velna flood"}) == TOPIC


@pytest.mark.parametrize(
    ("quote", "mention", "fields", "expected"),
    [
        ("In 1967 a flood on the Velna had killed 31 people.", "31", {}, "@1967"),
        ("A flood had killed 31 people.", "31", {"as_of_low": date(1967, 1, 1), "as_of_high": date(1967, 12, 31)}, "@1967"),
        ("The flood of May 2021 killed 14 people.", "14", {}, ""),
        ("The town had 31 mills in 1967.", "31", {"kind": MeasureKind.LEVEL}, ""),
    ],
)
def test_another_years_happening_is_another_subject(quote: str, mention: str, fields: dict[str, object], expected: str) -> None:
    one = claim(quote=quote, mention_text=mention, as_of_source=AsOfSource.STATED, **fields)  # type: ignore[arg-type]
    assert subject_of(one) == f"{TOPIC}{expected}"


@pytest.mark.parametrize(
    ("axis", "kind", "expected"),
    [
        (place("denmark"), MeasureKind.CUMULATIVE, f"{TOPIC}@dk"),
        (place("denmark", FrameSource.HEADING), MeasureKind.CUMULATIVE, TOPIC),
        (place("norway"), MeasureKind.CUMULATIVE, TOPIC),
        (place("tresk"), MeasureKind.CUMULATIVE, TOPIC),
    ],
)
def test_a_figure_stated_elsewhere_is_not_the_topics(axis: AxisValue, kind: MeasureKind, expected: str) -> None:
    assert subject_of(claim(kind=kind, axes=(axis,))) == expected


def test_place_axes_come_to_ids_and_all_else_stays() -> None:
    group = AxisValue(Axis.GROUP, "women", "women")
    claims = [claim(axes=(place(words), group)) for words in ("tresk", "the town of tresk", "haddal county", "the northern districts")]
    values = [linked.axes for linked in link_claims(claims, TOPICS, FOLDER).claims]
    assert [axes[0].value for axes in values] == ["place:no/tresk", "place:no/tresk", "place:no/haddal", "the northern districts"]
    assert all(axes[1] is group for axes in values)


def test_a_place_that_is_subject_of_an_events_figure_narrows_it() -> None:
    (linked,) = link_claims([claim("Tresk")], TOPICS, FOLDER).claims
    assert [(value.axis, value.value) for value in linked.axes] == [(Axis.PLACE, "place:no/tresk")]


def test_rows_of_one_table_exclude_each_other() -> None:
    rows = [claim(axes=(place(words, FrameSource.TABLE),), heading="Losses") for words in ("arvo", "tilde")]
    linked = link_claims(rows, TOPICS, FOLDER)
    first, second = (one.axes[0].value for one in linked.claims)
    assert linked.standing(first, second) == "disjoint"


def test_entities_and_links_say_what_was_taken_for_what_and_why() -> None:
    linked = link_claims([claim("Hadal Relief Fund"), claim("the Haddal Relief Fund"), claim()], TOPICS, FOLDER)
    entities = {entity.entity_id: entity for entity in linked.entities}
    assert entities["name:haddal-relief-fund"].aliases == ("Hadal Relief Fund",)
    assert entities["name:haddal-relief-fund"].claim_count == 2
    assert entities[TOPIC].name == "Velna flood, May 2021"
    assert entities[TOPIC].period_low == date(2021, 5, 1)
    reasons = {link.mention: link.reason for link in linked.links}
    assert reasons["Hadal Relief Fund"] == "Hadal Relief Fund is a spelling of a name that the folder knows"
    assert linked.standing(TOPIC, "name:orlen") == "disjoint"
