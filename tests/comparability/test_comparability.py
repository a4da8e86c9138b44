"""Aspects on which two claims are, or are not, held against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from atodds.comparability import Comparability

from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from atodds.vocabulary import Answer, AsOfSource, MeasureKind, Qualifier
from tests.factories import claim, date_claim

QUAKE = {"subject": "Orla earthquake 1963", "subject_id": "event:earthquake/orla/1963"}


def kilometres(value: float, quote: str, document: str) -> Claim:
    said = {"quote": quote, "mention_text": f"{value:g} km", "unit": "kilometre", "claim_type": "length"}
    return claim(value, "distance", document=document, **QUAKE, **said)


def answer(left: Claim, right: Claim) -> Answer:
    return Comparability(claim_types=load_claim_types()).compare(left, right).answer


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("The centre lay 48 km (30 mi) north-east of Orla.", Answer.YES),
        ("The centre lay 48 km due north of the city of Orla.", Answer.YES),
        ("The centre lay 48 km from Bela.", Answer.NO),
        ("The fault is 48 km long.", Answer.NO),
    ],
)
def test_distances_of_an_event_are_compared_when_they_are_from_one_place(other: str, expected: Answer) -> None:
    assert answer(kilometres(31, "It struck 31 km (19 mi) north of Orla.", "a.txt"), kilometres(48, other, "b.txt")) is expected


@pytest.mark.parametrize(("value", "expected"), [(-95.52, Answer.NO), (40.25, Answer.NO), (3100.0, Answer.YES)])
def test_what_cannot_be_a_number_of_people_is_not_held_against_one(value: float, expected: Answer) -> None:
    left = claim(9000, "population", document="a.txt", subject="Orla", unit="people", at="1963")
    right = claim(value, "population", document="b.txt", subject="Orla", unit="people", at="1963")
    assert answer(left, right) is expected


@pytest.mark.parametrize(("figure", "expected"), [("40 others", Answer.YES), ("40 more", Answer.NO)])
def test_others_than_the_dead_are_all_the_wounded(figure: str, expected: Answer) -> None:
    quote = f"The quake killed 12 people and hurt {figure}."
    added = {"quote": quote, "mention_text": "40", "qualifiers": (Qualifier.ADDITIONAL,)}
    left = claim(40, "wounded", document="a.txt", at="1963-05-02", **QUAKE, **added)
    right = claim(95, "wounded", document="b.txt", at="1963-05-02", quote="In all 95 were hurt.", mention_text="95", **QUAKE)
    assert answer(left, right) in ({Answer.NO} if expected is Answer.NO else {Answer.YES, Answer.UNKNOWN})


def tonnes(value: float, measure: str, document: str) -> Claim:
    return claim(value, measure, document=document, unit="tonne", claim_type="quantity", measure_kind=MeasureKind.LEVEL, **QUAKE)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("mass_spilled", "diesel_spilled", Answer.UNKNOWN),
        ("mass_spilled", "diesel_stored", Answer.NO),
        ("crude_spilled", "diesel_spilled", Answer.NO),
    ],
)
def test_an_amount_of_what_is_not_said_is_held_against_what_befell_the_same(one: str, other: str, expected: Answer) -> None:
    assert answer(tonnes(40, one, "a.txt"), tonnes(900, other, "b.txt")) is expected


@pytest.mark.parametrize(
    ("quote", "value", "expected"),
    [
        ("By Friday afternoon it was 410 dead.", 410, Answer.NO),
        ("It killed 410.", 410, Answer.UNKNOWN),
        ("It killed 90.", 90, Answer.NO),
    ],
)
def test_an_undated_toll_is_set_against_a_dated_one_when_its_day_is_not_another_one(quote: str, value: float, expected: Answer) -> None:
    undated = claim(value, document="a.txt", quote=quote, mention_text=str(value), **QUAKE)
    dated = claim(480, document="b.txt", at="1963-05-09", quote="By 9 May it was 480.", mention_text="480", **QUAKE)
    assert answer(undated, dated) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("place=cl", "control=rebel;compass=n", Answer.NO),  # each narrowed where the other is not
        ("ordinal=2", "ordinal=later", Answer.UNKNOWN),
        ("ordinal=1", "ordinal=later", Answer.NO),
    ],
)
def test_scopes_that_cross_are_not_one(one: str, other: str, expected: Answer) -> None:
    left, right = (
        claim(value, facet_id=facet, document=f"{value}.txt", at="1963-05-09", **QUAKE) for value, facet in ((90, one), (300, other))
    )
    assert Comparability(claim_types=load_claim_types()).compare(left, right, thorough=True).answer is expected


@pytest.mark.parametrize(
    ("written", "bound", "expected"),
    [
        ("more than 45", "at_least", "stretched"),
        ("over 45", "at_least", "stretched"),
        ("at least 45", "at_least", "together"),
        ("no fewer than 45", "at_least", "together"),
        ("45 or more", "at_least", "together"),
        ("fewer than 45", "at_most", "stretched"),
        ("under 45", "at_most", "stretched"),
        ("up to 45", "at_most", "together"),
        ("no more than 45", "at_most", "together"),
    ],
)
def test_the_words_of_a_bound_tell_whether_it_leaves_out_its_figure(written: str, bound: str, expected: str) -> None:
    ends = (45, None) if bound == "at_least" else (None, 45)
    bounded = claim(ends, "wounded", bound=bound, mention_text=written, last_digit=1.0)
    exact = claim(45, "wounded", mention_text="45", last_digit=1.0)
    assert Comparability().one_value(bounded, exact).value == expected


NOVEL = {"subject": "The Salt Road", "subject_id": "name:the-salt-road", "claim_type": "money", "unit": "USD", "currency": "USD"}


def dollars(value: float, quote: str, measure: str = "money", **fields: object) -> Claim:
    return claim(value, measure, quote=quote, mention_text=f"${value:g} million", **{**NOVEL, **fields})


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (
            dollars(12, "The musical grossed $12 million at the door that winter."),
            dollars(15, "In all it had grossed $15 million at the door."),
            Answer.UNKNOWN,
        ),
        (
            dollars(12, "The musical took $12 million at the door."),
            dollars(15, "Its rights were sold to a studio for $15 million."),
            Answer.NO,
        ),
        (
            dollars(12, "The musical took $12 million at the door in Orla."),
            dollars(15, "It took $15 million at the door in Bela."),
            Answer.NO,
        ),
        (
            dollars(12, "The musical took $12 million at the door.", subject_id="place:or", subject="Orla"),
            dollars(15, "It took $15 million at the door.", subject_id="place:or", subject="Orla"),
            Answer.NO,
        ),
        (
            dollars(12, "The musical had a worldwide gross of $12 million."),
            dollars(15, "For a worldwide gross of $15 million it was played nightly.", measure="budget"),
            Answer.UNKNOWN,
        ),
    ],
)
def test_sums_no_claim_type_names_are_compared_where_the_words_around_them_say_the_same(
    left: Claim, right: Claim, expected: Answer
) -> None:
    assert answer(left, right) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("The play had 238 reviews.", "The score rests on 251 reviews, it says.", Answer.UNKNOWN),
        ("The play had 238 hostile reviews from the provinces.", "Critics wrote 251 reviews for morning papers.", Answer.NO),
    ],
)
def test_a_bare_noun_counted_of_a_named_thing_is_compared_where_little_else_stands_by_it(left: str, right: str, expected: Answer) -> None:
    said = {"subject": "The Salt Road", "subject_id": "name:the-salt-road", "claim_type": "count", "extractor": "atodds-x"}
    one = claim(238, "reviews", quote=left, mention_text="238", unit="items", **said)
    other = claim(251, "reviews", quote=right, mention_text="251", unit="items", **said)
    assert answer(one, other) is expected


@pytest.mark.parametrize(
    ("facet", "expected"), [("ordinal=after", Answer.NO), ("ordinal=later", Answer.UNKNOWN), ("ordinal=2", Answer.YES), ("all", Answer.YES)]
)
def test_of_many_aftershocks_it_is_not_known_which_one_is_meant(facet: str, expected: Answer) -> None:
    said = {"unit": "magnitude", "claim_type": "quantity", "measure_kind": MeasureKind.LEVEL, "facet_id": facet}
    left, right = claim(5.7, "magnitude", document="a.txt", **QUAKE, **said), claim(6.1, "magnitude", document="b.txt", **QUAKE, **said)
    assert answer(left, right) is expected


@pytest.mark.parametrize(("low", "high", "expected"), [(700, 5000, Answer.NO), (4000, 5000, Answer.NO), (5000, 700, Answer.UNKNOWN)])
def test_a_toll_of_a_month_may_be_of_its_first_days(low: float, high: float, expected: Answer) -> None:
    left = claim(low, document="a.txt", at="1963-05", **QUAKE)
    right = claim(high, document="b.txt", at="1963-05-28", **QUAKE)
    assert answer(left, right) is expected


@pytest.mark.parametrize(("year", "expected"), [("1965", Answer.NO), ("1963", Answer.UNKNOWN)])
def test_needs_of_a_year_to_come_are_not_those_of_the_day_of_print(year: str, expected: Answer) -> None:
    money = {"unit": "USD", "currency": "USD", "claim_type": "money", "measure_kind": MeasureKind.LEVEL}
    now = claim(6e8, "needs", document="a.txt", at="1963-06-01", **QUAKE, **money)
    left = replace(now, as_of_source=AsOfSource.PUBLISHED_ON)
    assert answer(left, claim(2e9, "needs", document="b.txt", at=year, **QUAKE, **money)) is expected


@pytest.mark.parametrize(("subject", "expected"), [("event:referendum/orla/1963", Answer.YES), ("place:orla", Answer.NO)])
def test_what_an_event_fixes_is_one_figure_whenever_it_is_told(subject: str, expected: Answer) -> None:
    said = {"claim_type": "vote_share", "unit": "percent", "measure_kind": MeasureKind.FLOW, "subject": "Orla", "subject_id": subject}
    told = [claim(value, "turnout", document=f"{value}.txt", at=day, **said) for value, day in ((61.2, "1963-05-09"), (74.0, "1966-02-01"))]
    assert answer(*told) is expected


@pytest.mark.parametrize(
    ("quote", "document", "expected"),
    [
        ("The town had shrunk from 9,000 to 4,000 by 1963.", "a.txt", Answer.NO),
        ("The town had 9,000 people.", "a.txt", Answer.UNKNOWN),
        ("The town had shrunk from 9,000 to 4,000 by 1963.", "b.txt", Answer.UNKNOWN),
    ],
)
def test_in_one_text_what_a_figure_changed_from_is_not_held_against_a_later_one(quote: str, document: str, expected: Answer) -> None:
    said = {"claim_type": "population", "measure_kind": MeasureKind.LEVEL, "subject": "Orla", "subject_id": "place:or"}
    left = claim(9000, "population", document="a.txt", quote=quote, mention_text="9,000", at="1963", **said)
    right = claim(3900, "population", document=document, quote="It is a town of 3,900.", mention_text="3,900", **said)
    assert answer(left, right) is expected


@pytest.mark.parametrize(
    ("one", "other", "document", "expected"),
    [
        ("adopted the council a motion against tolls", "adopted the council a motion against tolls", "a.txt", Answer.NO),
        ("adopted the council a motion against tolls", "adopted the council the motion against tolls", "a.txt", Answer.YES),
        ("adopted the council a motion against tolls", "adopted the council a motion against tolls", "b.txt", Answer.YES),
    ],
)
def test_what_a_text_introduces_twice_is_two_things(one: str, other: str, document: str, expected: Answer) -> None:
    told = {"facet_id": "happening=adopt!+council+motion+toll", "subject": "Orla", "subject_id": "place:or"}
    left = date_claim("2003-04", measure="event_date", document="a.txt", facet=one, quote="In April it was.", **told)
    right = date_claim("2008-03", measure="event_date", document=document, facet=other, quote="In March it was.", **told)
    assert answer(left, right) is expected
