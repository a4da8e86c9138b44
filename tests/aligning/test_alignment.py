import random
from dataclasses import dataclass, replace
from datetime import date

import pytest
from atodds.aligning import align
from atodds.aligning.alignment import FUZZY_NAME, _same_but_spelling, _Spellings
from rapidfuzz import fuzz

from atodds.claims import Claim
from atodds.vocabulary import MeasureKind, Qualifier


@dataclass(frozen=True)
class Paper:
    document_id: str
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    text: str = ""


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


def test_a_place_no_list_knows_is_put_where_the_documents_put_it():
    sentences = "Floods struck Shahhat, Libya, at night. In the Libyan town of Tolmeita people fled."
    flood = "2023 Libya floods"
    aligned = align([claim(flood, "Shahhat", quote=sentences), claim(flood, "in Tolmeita"), claim(flood, "Libya")])
    assert [found.facet_id for found in aligned.claims] == ["place=ly/shahhat", "place=ly/tolmeita", "all"]


def test_a_place_that_documents_put_into_two_countries_is_left_where_it_is_named():
    sentences = ("Fighting in Norville, Libya, went on.", "Fighting in Norville, Egypt, went on.")
    aligned = align([claim("Norville", quote=sentence, document=f"d{number}") for number, sentence in enumerate(sentences)])
    assert aligned.claims[0].subject_id == "name:norville"


def test_an_earthquake_in_one_of_its_countries_is_the_earthquake_narrowed_to_it():
    papers = [Paper("d1", "The Nepal-India earthquake of 2015"), Paper("d2", "The 2015 earthquake in India")]
    whole, part, force = align(
        [
            claim("the earthquake", document="d1"),
            claim("2015 India earthquake", document="d2"),
            claim("2015 India earthquake", document="d2", measure="magnitude", measure_kind=MeasureKind.LEVEL),
        ],
        papers,
    ).claims
    assert whole.subject_id == part.subject_id == force.subject_id == "event:earthquake/in+np/2015"
    assert (whole.facet_id, part.facet_id, force.facet_id) == ("all", "place=in", "all")


def test_a_source_taken_for_the_subject_does_not_narrow_the_toll_of_the_event():
    papers = [Paper("d1", "Floods in Libya, 2023")]
    named, other = align([claim("Red Crescent", attribution="the Red Crescent"), claim("Red Crescent", attribution="UN")], papers).claims
    assert (named.subject_id, named.facet_id) == ("event:flood/ly/2023", "all")
    assert other.facet_id == "rest=crescent+red"


def test_a_document_that_names_no_event_is_about_the_one_its_corpus_is_about():
    papers = [Paper(f"d{number}", f"{number} dead in Kenya's floods of 2018") for number in range(4)]
    papers.append(Paper("d9", "Rescuers still search"))
    claims = [claim("the floods", document=f"d{number}") for number in range(4)]
    claims.append(claim("Kenya", document="d9", quote="Kenya counted 70 dead."))
    claims.append(claim("Peru", document="d9", quote="Peru sent 70 rescuers.", measure="rescue_workers"))
    found = align(claims, papers).claims
    assert found[4].subject_id == found[0].subject_id == "event:flood/ke/2018"
    assert found[5].subject_id == "place:pe"


def test_a_short_name_is_the_long_name_of_its_document():
    papers = [Paper("d1", "A profile of Jane Roe Wambui"), Paper("d2", None)]
    claims = [
        claim("Wambui", measure="age", document="d1"),
        claim("Wambui", measure="age", document="d2", quote="Peter Wambui, unlike Paul Wambui, is old."),
        claim("Jane Roe Wambui", measure="age", document="d3"),
    ]
    claims[0], claims[2] = (replace(one, quote="Jane Roe Wambui is 41.") for one in (claims[0], claims[2]))
    short, ambiguous, full = align(claims, papers).claims
    assert short.subject_id == full.subject_id
    assert ambiguous.subject_id == "name:wambui"


def test_in_a_document_about_one_thing_a_figure_without_a_subject_is_of_that_thing():
    papers = [Paper("d1", "Silent Harbour (film)"), Paper("d2", "Silent Harbour (film)")]
    quote = "On Film Digest, Silent Harbour has 25 reviews."
    one, swapped, other = align(
        [
            claim(None, measure="reviews", quote=quote),
            claim("Film Digest", "Silent Harbour", measure="reviews", quote=quote),
            claim("Silent Harbour", "Film Digest", measure="reviews", document="d2", quote=quote),
        ],
        papers,
    ).claims
    assert one.subject_id == swapped.subject_id == other.subject_id == "name:silent-harbour"
    assert swapped.facet_id == other.facet_id == "rest=digest+film"


def test_events_that_only_unknown_names_tell_apart_stay_apart():
    found = ids(claim("Norville epidemic 2020", measure="infected"), claim("Eastville epidemic 2020", measure="infected"))
    assert found[0][0] != found[1][0]
    ada, bob = ids(claim("Hurricane Ada 2009"), claim("Hurricane Bob 2009"))
    assert ada[0] != bob[0]


def test_namesakes_keep_what_their_titles_tell_apart():
    titles = ("Dale Court House (Iowa)", "Dale Court House (Ohio)")
    papers = [Paper(f"d{number}", title) for number, title in enumerate(titles)]
    quote = "The Dale Court House has 25 rooms."
    found = align([claim("Dale Court House", measure="rooms", document=f"d{number}", quote=quote) for number in range(2)], papers).claims
    assert found[0].subject_id == "name:dale-court-house-iowa"
    assert found[1].subject_id == "name:dale-court-house-ohio"


def test_a_title_run_into_its_sentence_does_not_double_a_name():
    (one, _), (other, _) = ids(claim("Jane Roe Jane Ann Roe", measure="age"), claim("Jane Ann Roe", measure="age"))
    assert one == other == "name:jane-ann-roe"


def test_a_text_that_opens_with_its_title_is_titled_by_it():
    texts = ("Ann Roe (died 1566) Ann Roe was a weaver.", "Ann Roe (died 1680) Ann Roe was a baker.")
    papers = [Paper(f"d{number}", text=text) for number, text in enumerate(texts)]
    found = align([claim("Ann Roe", measure="age", document=f"d{number}", quote=text) for number, text in enumerate(texts)], papers).claims
    assert found[0].subject_id == "name:ann-roe-died-1566"
    assert found[1].subject_id == "name:ann-roe-died-1680"


def test_an_event_of_an_area_reaches_as_far_as_its_widest_telling():
    wide, town, dam, other = ids(
        claim("2018 Kenya floods"), claim("2018 Mombasa flood", "Mombasa"), claim("2018 Mombasa dam collapse"), claim("2018 Peru floods")
    )
    assert wide[0] == town[0] == dam[0] == "event:flood/ke/2018"
    assert other[0] == "event:flood/pe/2018"
    assert (wide[1], town[1]) == ("all", "place=ke/mombasa")


def test_the_country_of_an_event_narrows_its_toll_only_while_another_country_is_counted():
    flood = "2018 Kenya floods"
    assert [facet for _, facet in ids(claim(flood), claim(flood, "Kenya"))] == ["all", "all"]
    assert [facet for _, facet in ids(claim(flood), claim(flood, "Kenya"), claim(flood, "Somalia"))] == ["all", "place=ke", "place=so"]


def test_an_event_reported_after_new_year_may_be_of_the_year_before():
    papers = [Paper("d1", published_on=date(2003, 12, 28)), Paper("d2", published_on=date(2004, 1, 9))]
    quiet = claim("Kenya flood 2004", document="d2", quote="The flood left 70 dead by 9 January 2004.")
    plain = claim("Kenya flood 2004", document="d2", quote="The 2004 flood left 70 dead.")
    one, other = align([claim("Kenya flood 2003", document="d1"), quiet], papers).claims
    assert one.subject_id == other.subject_id == "event:flood/ke/2003"
    one, other = align([claim("Kenya flood 2003", document="d1"), plain], papers).claims
    assert one.subject_id != other.subject_id


def test_a_title_that_only_describes_is_no_topic():
    papers = [Paper("d1", "Displacement in the South Caucasus")]
    quote = "The war in Abkhazia drove displacement in the South Caucasus."
    assert align([claim("war in Abkhazia", quote=quote)], papers).claims[0].subject_id == "event:war/ge-abkhazia/1992"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    ["Aa-" * 9000, "Ab'" * 9000, "in Aa Bb " * 3000, "(AB) " * 5000, "A" * 30000, "the " * 9000, "\x00�", "()[]{}=;+~"],
)
def test_text_made_to_hurt_is_aligned_in_reasonable_time(text):
    papers = [Paper("d1", text[:300], text=text)]
    aligned = align([claim(text, text, measure=text, attribution=text, quote=text)], papers)
    assert len(aligned.claims) == 1


def test_land_told_by_its_holder_lies_where_any_text_of_the_event_says_it_does():
    title = "Chile–Argentina earthquake 2014"
    aligned = ids(
        claim(title, "Chile", document="d1"),
        claim(title, "Argentina, rebel-held north", document="d2"),
        claim(title, "rebel-held areas", document="d3"),
        claim(title, "north", document="d3"),
    )
    assert [facet for _, facet in aligned] == ["place=cl", "place=ar;control=rebel;compass=n", "place=ar;control=rebel", "compass=n"]


def test_land_told_by_its_holder_lies_where_its_own_sentence_says_it_does():
    title = "Chile–Argentina earthquake 2014"
    aligned = ids(
        claim(title, "Chile"),
        claim(title, "Argentina"),
        claim(title, "rebel-held areas", quote="In rebel-held areas near Buenos Aires 9 died."),
    )
    assert aligned[2][1] == "place=ar;control=rebel"


def test_the_index_of_spellings_finds_what_holding_every_name_against_every_other_finds() -> None:
    chance = random.Random(2)
    parts = ["ka", "ri", "no", "sta", "bek", "lor", "min", "ash", "tu", "ver", "7", "north "]
    names = [" ".join("".join(chance.choices(parts, k=3)) for _ in range(chance.randint(1, 3))).strip() for _ in range(250)]
    names += [name[:3] + chance.choice("aeiou") + name[4:] for name in names[:100]]
    index, met, found = _Spellings(), [], 0
    for name in dict.fromkeys(" ".join(name.split()) for name in names):
        near = [(fuzz.ratio(name, other), other) for other in met if other[0] == name[0] and abs(len(other) - len(name)) <= 2]
        likest = [(score, other) for score, other in near if score >= FUZZY_NAME and _same_but_spelling(name, other)]
        best = max(likest, key=lambda pair: pair[0], default=(0.0, None))
        assert index.nearest(name) == (best[1], best[0])
        found += best[1] is not None
        index.add(name, name)
        met.append(name)
    assert found > 20


@pytest.mark.parametrize(("people", "facet_id"), [("Kenyans", "all"), ("Somalis", "nationality=somali")])
def test_a_rate_of_a_country_is_one_of_its_own_people(people, facet_id):
    title = "Kenya floods 2018"
    assert ids(claim(title, people, measure="poverty_rate", claim_type="share", measure_kind=MeasureKind.LEVEL))[0][1] == facet_id
