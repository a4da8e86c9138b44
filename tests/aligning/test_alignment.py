from dataclasses import dataclass
from datetime import date

import pytest

from atodds.aligning import align
from atodds.claims import Claim
from atodds.vocabulary import MeasureKind, Qualifier


@dataclass(frozen=True)
class Paper:
    document_id: str
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None


def claim(subject, facet=None, measure="deaths", document="d1", quote="They said so.", number=[0], **more):  # noqa: B006
    number[0] += 1
    fields = {
        "claim_id": str(number[0]), "document_id": document, "document_path": f"{document}.txt", "quote": quote, "mention_text": "7",
        "claim_type": "casualties", "measure_kind": MeasureKind.CUMULATIVE, "measure": measure, "subject": subject, "facet": facet,
    }  # fmt: skip
    return Claim(**(fields | more))


def ids(*claims, documents=()):
    return [(aligned.subject_id, aligned.facet_id) for aligned in align(claims, documents).claims]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nagorno-Karabakh", "the Mountainous Karabakh"),
        ("Nagorno-Karabakh", "NKAO"),
        ("Sukhumi", "Sokhumi"),
        ("Turkey", "Türkiye"),
        ("Kyiv", "Kiev"),
        ("the United States", "U.S."),
        ("South Ossetia", "Tskhinvali region"),
        ("Georgia's", "Georgia"),
        ("Collective Security Treaty Organization", "CSTO"),
        ("War in Abkhazia (1992-1993)", "the 1992-93 war in Abkhazia"),
        ("2008 South Ossetia War", "the five-day war"),
        ("2015 Gorkha earthquake", "Gorkha quake of 2015"),
        ("Nepal earthquake of April 2015", "2015 Gorkha earthquake"),
        ("Zviad Gamsakhurdia", "Zviad Gamsahurdia"),
        ("Ossetians", "Ossetian people"),
    ],
)
def test_names_of_one_thing_meet(one, other):
    (first, _), (second, _) = ids(claim(one, measure="event_date"), claim(other, measure="event_date"))
    assert first == second
    assert first is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iran", "Iraq"),
        ("Niger", "Nigeria"),
        ("Georgia", "Georgians"),
        ("North Ossetia", "South Ossetia"),
        ("War in Abkhazia (1992-1993)", "War in Abkhazia (1998)"),
        ("First Chechen War", "Second Chechen War"),
        ("Constitution of Georgia (1921)", "Constitution of Georgia (1978)"),
        ("2015 Gorkha earthquake", "2015 Gorkha landslide"),
        ("2020 election in Georgia", "2016 election in Georgia"),
        ("Resolution 1716", "Resolution 1752"),
    ],
)
def test_names_of_different_things_do_not_meet(one, other):
    (first, _), (second, _) = ids(claim(one, measure="event_date"), claim(other, measure="event_date"))
    assert first != second


def test_an_acronym_defined_in_the_document_stands_for_its_long_name():
    claims = [
        claim("Mountain Rescue Service", measure="employees", quote="The Mountain Rescue Service (MRS) has seven people."),
        claim("MRS", measure="employees"),
    ]
    (first, _), (second, _) = ids(*claims)
    assert first == second == "name:mountain-rescue-service"


def test_the_war_is_the_war_its_document_is_about_and_no_other():
    papers = [Paper("d1", "The war in Abkhazia, 1992-1993"), Paper("d2", "The Tajik civil war of 1992-1997")]
    one = align([claim("the war", document="d1"), claim("the war", document="d2")], papers)
    assert one.claims[0].subject_id == "event:war/ge-abkhazia/1992"
    assert one.claims[1].subject_id == "event:war/tj/1992"


def test_a_toll_given_of_a_place_is_a_toll_of_the_event_the_document_is_about():
    papers = [Paper("d1", "Floods in Libya and Egypt, 2023")]
    budget = claim("Egypt", measure="gdp", measure_kind=MeasureKind.FLOW)
    aligned = align([claim("the floods"), claim("Egypt"), claim("Derna"), budget], papers)
    subjects = [aligned.claims[number].subject_id for number in range(4)]
    assert subjects[0] == subjects[1] == subjects[2]
    assert subjects[3] == "place:eg"
    assert [found.facet_id for found in aligned.claims] == ["all", "place=eg", "place=ly/derna", "all"]


def test_the_place_where_all_of_an_event_was_does_not_narrow_its_toll():
    assert ids(claim("Beirut port explosion 2020", "Beirut"), claim("Beirut port explosion 2020", "Lebanese nationals")) == [
        ("event:explosion/lb-beirut-port/2020", "all"),
        ("event:explosion/lb-beirut-port/2020", "nationality=lebanese"),
    ]


def test_measures_get_their_canonical_name_and_what_their_words_say_beside_it():
    aligned = align([claim("Kenya", measure="killed_projected")]).claims[0]
    assert aligned.measure == "deaths"
    assert Qualifier.PROJECTION in aligned.qualifiers


def test_claims_keep_their_order_and_all_else():
    claims = [claim("Kenya"), claim(None), claim("Somalia", "total")]
    aligned = align(claims).claims
    assert [found.claim_id for found in aligned] == [given.claim_id for given in claims]
    assert aligned[1].subject_id is None
    assert aligned[1].quote == claims[1].quote


def test_every_subject_id_is_an_entity_with_a_link_that_says_why():
    alignment = align([claim("Sokhumi"), claim("Nowhereburg"), claim("the 2015 quake in Nepal")])
    known = {entity.entity_id for entity in alignment.entities}
    assert {found.subject_id for found in alignment.claims} == known
    for entity in known:
        assert any(link.entity_id == entity and link.reason and 0 < link.score <= 1 for link in alignment.links)


def test_parts_are_told_with_their_whole():
    alignment = align([claim("2015 Nepal earthquake", facet) for facet in (None, "Nepal and India", "India", "children in India")])
    parts = {(part.part_id, part.whole_id) for part in alignment.parts}
    assert ("place=in;age=child", "place=in") in parts
    assert ("place=in", "all") in parts


def test_the_users_own_aliases_win():
    aligned = align([claim("Georgia")], aliases={"Georgia": "place:us/georgia"}).claims[0]
    assert aligned.subject_id == "place:us/georgia"
