"""The event's fullest name and its year, given back to claims whose own document leaves them unsaid."""

from dataclasses import dataclass
from datetime import date

import pytest
from atodds.aligning import align, tell_of_events

from atodds.claims import Claim
from atodds.vocabulary import AsOfSource, FrameSource, MeasureKind, Qualifier


@dataclass(frozen=True)
class Paper:
    document_id: str
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    text: str = ""


def claim(document, subject, **more):
    fields = {
        "claim_id": f"{document} {subject} {sorted(more)}", "document_id": document, "document_path": f"{document}.txt",
        "quote": "They counted 7 dead.", "mention_text": "7", "claim_type": "casualties", "measure_kind": MeasureKind.CUMULATIVE,
        "measure": "deaths", "subject": subject, "subject_source": FrameSource.TOPIC, "value_low": 7.0, "value_high": 7.0,
    }  # fmt: skip
    return Claim(**(fields | more))


def told(*claims, printed=()):
    names = dict.fromkeys(one.document_id for one in claims)
    documents = [Paper(name, published_on=date(2011, 3, 4) if name in printed else None) for name in names]
    alignment = align(claims, documents)
    periods = {entity.entity_id: (entity.period_low, entity.period_high) for entity in alignment.entities if entity.kind == "event"}
    return tell_of_events(alignment.claims, periods, [paper.document_id for paper in documents if paper.published_on is None])


WIDE = claim("a", "Peru–Chile earthquake 2011")


def test_a_document_that_names_one_country_is_given_the_name_of_the_whole_event_and_keeps_its_place_as_the_facet():
    narrow = told(WIDE, claim("b", "Chile earthquake 2011"))[1]
    assert (narrow.subject, narrow.facet, narrow.facet_source) == ("Peru–Chile earthquake 2011", "Chile", FrameSource.TOPIC)


def test_a_facet_of_the_documents_own_stays():
    assert told(WIDE, claim("b", "Chile earthquake 2011", facet="Arica"))[1].facet == "Arica"


@pytest.mark.parametrize(
    "other",
    [
        claim("b", "Chile earthquake 1995"),
        claim("b", "Chile flood 2011"),
        claim("b", "Japan earthquake 2011"),
        claim("b", "Chile earthquake 2011", subject_source=FrameSource.PHRASE),
        claim("b", "Chile earthquake 2011", subject_source=None),
    ],
    ids=["another year", "another kind", "another country", "named by the sentence itself", "corrected or imported"],
)
def test_other_events_and_names_that_are_not_made_of_the_topic_stay(other):
    assert told(WIDE, other)[1].subject == other.subject


def test_of_two_countries_that_no_document_names_together_neither_takes_the_others_name():
    both = told(claim("a", "Chile earthquake 2011"), claim("b", "Peru earthquake 2011"))
    assert [one.subject for one in both] == ["Chile earthquake 2011", "Peru earthquake 2011"]


def test_a_figure_that_nothing_dates_is_of_the_year_of_its_event():
    dated = told(WIDE, claim("b", "Chile earthquake"))[1]
    assert (dated.as_of_low, dated.as_of_high, dated.as_of_source) == (date(2011, 1, 1), date(2011, 12, 31), AsOfSource.CONTEXT)


@pytest.mark.parametrize(
    "claims",
    [
        (claim("b", "Chile earthquake", qualifiers=(Qualifier.EARLIER,)),),
        (claim("b", "Chile earthquake", quote="Previously 7 had died in them."),),
        (claim("b", "Chile earthquake"), claim("b", "Chile earthquake", as_of_low=date(2014, 1, 1), as_of_high=date(2014, 12, 31))),
        (claim("b", "Chile earthquake", value_low=None, value_high=None, date_low=date(2011, 3, 1), date_high=date(2011, 3, 1)),),
    ],
    ids=["called earlier", "before the time of the text", "the document knows a later year", "itself a date"],
)
def test_a_figure_that_may_be_of_another_year_stays_undated(claims):
    assert told(WIDE, *claims)[1].as_of_low is None


def test_a_document_with_a_date_of_print_is_left_to_itself():
    assert told(WIDE, claim("b", "Chile earthquake"), printed=("b",))[1].as_of_low is None


def test_an_event_of_several_years_dates_nothing():
    assert told(claim("a", "Chile war 2011-2014"), claim("b", "Chile war"))[1].as_of_low is None


def test_a_figure_given_of_a_place_or_of_nothing_that_is_the_events_bears_the_events_name():
    place = claim("b", "Arica", subject_source=FrameSource.PREVIOUS_SENTENCE, quote="The earthquake in Chile killed 7 people in Arica.")
    bare = claim("b", None, subject_source=None, quote="The earthquake in Chile killed 7 people.")
    main = claim("b", "Chile earthquake 2011", quote="The earthquake in Chile killed 70 people.")
    other = told(WIDE, main, place, bare)
    assert {one.subject for one in other} == {"Peru–Chile earthquake 2011"}


def test_an_event_of_a_point_goes_by_its_narrowest_place():
    assert {one.subject for one in told(claim("a", "Lebanon explosion 2020"), claim("b", "Beirut explosion 2020"))} == {
        "Beirut explosion 2020"
    }


def entitled(title, subject="Messenia shipwreck 2011"):
    named = claim("b", subject)
    alignment = align([named], [Paper("b", title)])
    return tell_of_events(alignment.claims, {}, ["b"], titles={"b": title})[0].subject


@pytest.mark.parametrize(
    "title",
    [
        "2011 Messenia shipwreck",
        "Messenia migrant boat sinking",
        "Aurora Air Flight 1402",
        "2011 Messenia shipwreck (encyclopedia article)",
    ],
)
def test_an_entry_of_a_work_of_reference_gives_its_event_its_own_name(title):
    assert entitled(title) == title.partition(" (")[0]


@pytest.mark.parametrize(
    "title",
    [
        "What followed the Messenia shipwreck",
        "Messenia: the shipwreck",
        "Rescuers search Messenia shipwreck",
        "30 dead in Messenia shipwreck",
        "Messenia mourns after shipwreck",
        "Shipwreck",
        "Messenia shipwreck survivors",
    ],
)
def test_a_headline_is_no_name(title):
    assert entitled(title) == "Messenia shipwreck 2011"


def test_what_is_aligned_to_the_thing_a_document_is_titled_with_bears_its_name():
    short = claim("b", "Larnis Dam", subject_source=FrameSource.PHRASE, claim_type="length", measure="height")
    named = align([short], [Paper("b", "Great Larnis Dam", text="The Great Larnis Dam is 145 m high.")]).claims[0]
    assert named.subject_id == "name:great-larnis-dam"
    assert tell_of_events([named], {}, ["b"], titles={"b": "Great Larnis Dam"})[0].subject == "Great Larnis Dam"
