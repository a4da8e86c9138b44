"""Namesakes are told apart by what their documents say of them; one thing told twice never is."""

import pytest
from atodds.aligning.identities import apart, identity_of, of_namesakes

from atodds.claims import Claim
from tests.factories import claim


@pytest.mark.parametrize(
    ("description", "one", "other", "why"),
    [
        (
            "two people of one name, by their years",
            "Jane Roe (14 May 1631 – 9 March 1677) served as a Welsh politician.",
            "Jane Roe , 3rd Baroness Roe ( 1691 – 4 May 1722 ) , [ 1 ] was a Scottish landowner.",
            "lived 1631 to 1677",
        ),
        ("years written short", "Jane Roe (1568-1619) was a painter.", "Jane Roe (1631-77) was a painter.", "1631 to 1677"),
        (
            "towns in two counties",
            "Alden is a city in Hardin County, Iowa.",
            "Alden is a village in Erie County, New York.",
            "Hardin county, the other in Erie county",
        ),
        (
            "towns in two districts, told the other way round",
            "Bosra is a town in the district of Arda.",
            "Bosra is a small town in Velm district.",
            "Arda district",
        ),
        ("in two countries", "Lorca is a town in France.", "Lorca is a municipality in Spain.", "different countries"),
        ("a town and a province", "Lorca is a commune in Chile.", "As a province, Lorca is a division of Chile.", "settlement"),
        ("films of two years", "The Long Way is a 1950 British film.", "The Long Way is a 1987 film by her.", "of 1950"),
        ("a film and a novel", "The Long Way is a 1950 film.", "The Long Way is a novel by Jane Roe.", "film"),
        ("titles with an addition", "Wadi, Arda Wadi had a school.", "Wadi, Velm Wadi had a mill.", "arda, velm"),
        ("titles with brackets", "Dale Hall (Arda) Dale Hall is old.", "Dale Hall (Velm) The Dale Hall is new.", "arda, velm"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_namesakes_are_told_apart(description: str, one: str, other: str, why: str) -> None:
    first, second = identity_of(one), identity_of(other)
    assert first is not None
    assert second is not None
    assert why in (apart(first, second) or "one thing")
    assert apart(second, first) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Roe (1631 – 1677) was a politician.", "Jane Roe (1633 – 1677) was a politician."),  # a source's error is worth a finding
        ("Jane Roe (1631 – 1677) was a politician.", "Jane Roe was a Welsh judge."),
        ("Alden is a city in Hardin County, Iowa.", "Alden is a town in the state of Iowa."),
        ("Alden is a city in Hardin County.", "Alden City is a town in Hardin County."),
        ("Alden is a city in Iowa.", "Bosra is a city in Erie County."),
        ("The Long Way is a 1950 film.", "The Long Way is a British film."),
        ("Bosra is a town in Syria.", "The town of Bosra is a settlement in the district of Arda in Syria."),
    ],
)
def test_one_thing_told_twice_is_one_thing(one: str, other: str) -> None:
    first, second = identity_of(one), identity_of(other)
    assert first is None or second is None or apart(first, second) is None


def test_documents_of_one_title_are_about_one_thing_whatever_kind_and_year_they_give() -> None:
    one = identity_of("The Long Way is a 1950 film.", title="The Long Way")
    other = identity_of("The Long Way is a 1987 novel.", title="The Long Way")
    assert one is not None
    assert other is not None
    assert apart(one, other) is None


def test_works_a_year_apart_are_one_work_told_differently() -> None:
    one, other = identity_of("The Long Way is a 1950 film."), identity_of("The Long Way is a 1951 film.")
    assert one is not None
    assert other is not None
    assert apart(one, other) is None


TOWN, OTHER_TOWN = "Alden is a city in Hardin County, Iowa.", "Alden is a village in Erie County, New York."


def told_apart(claims: list[Claim], *texts: str, by_document: bool = False) -> str | None:
    identities = {f"{number}.txt": found for number, text in enumerate(texts) if (found := identity_of(text)) is not None}
    return of_namesakes(claims, identities, by_document=by_document)


def test_only_what_is_said_of_the_namesakes_is_held_apart() -> None:
    here = claim(787, "population", subject="Alden", document="0.txt", quote="Alden had 787 people.")
    there = claim(2_605, "population", subject="Alden", document="1.txt", quote="It had 2,605 people.")
    assert "Hardin county" in (told_apart([here, there], TOWN, OTHER_TOWN) or "")
    assert told_apart([here, there], TOWN, TOWN) is None
    about_a_river = [
        claim(length, "length", subject="Arda", document=f"{number}.txt", quote=f"Arda runs for {length} km.")
        for number, length in enumerate((290, 390))
    ]
    assert told_apart(about_a_river, TOWN, OTHER_TOWN) is None
    assert told_apart(about_a_river, TOWN, OTHER_TOWN, by_document=True) is not None


def test_once_a_name_is_of_two_things_a_text_that_does_not_say_which_is_held_against_neither() -> None:
    here = claim(787, "population", subject="Alden", document="0.txt", quote="Alden had 787 people.")
    unsaid = claim(2_605, "population", subject="Alden", document="2.txt", quote="Alden had 2,605 people.")
    assert "does not say which" in (told_apart([here, unsaid], TOWN, OTHER_TOWN, "") or "")
    assert told_apart([here, unsaid], TOWN, TOWN, "") is None


def test_a_text_that_introduces_nothing_says_nothing() -> None:
    assert identity_of("There were 370 people in the city. They were counted twice.") is None
    assert identity_of("") is None


def test_a_definition_of_something_else_is_not_taken_for_the_titles() -> None:
    found = identity_of("The Arda is a river in Bulgaria. Alden grew.", title="Alden")
    assert found is None


def test_text_made_to_hurt_is_read_in_time() -> None:
    for hurt in ("A" * 5_000, "Aa " * 2_000, "Aa (" * 1_000, "Aa, " * 1_000, "Aa is a " * 700, "(1" * 2_000):
        identity_of(hurt)
