"""Whose figure it is where the construction says so: sentences written for these tests."""

import pytest

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.reading import read


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def figures(extractor: Extractor, text: str) -> list[Claim]:
    claims = extractor.extract(read((text + "\n").encode()))
    return [claim for claim in claims if claim.value_low is not None or claim.value_high is not None]


@pytest.mark.parametrize(
    ("sentence", "subject", "facet"),
    [
        # a share is of the owner of what follows "of"
        ("Austria is calm. In 2004 some 17% of Moldova's territory was beyond the reach of the police.", "Moldova", None),
        ("Germany buys more than 30% of Dutch gas exports.", "Netherlands", "Germany"),
        ("In 2015 China took 12% of the exports of Kazakhstan.", "Kazakhstan", "China"),
        ("The island covers 9% of the territory of Estonia and has two ports.", "Estonia", None),
        # save where the sentence's own subject has the share
        ("Gagauzia covered 5% of the territory of Moldova in 2012.", "Gagauzia", None),
        # a share of a group that lives somewhere is the group's
        ("Only 40% of Hungarians in Romania lived in Transylvania.", "Hungarians", "Romania"),
        ("Two thirds of Latvians lived in Latvia in 1935.", "Latvians", "Latvia"),
        # a people numbers itself where no place is named
        ("The Svans numbered 35,000 in the 1979 census.", "Svans", None),
        # seats are the legislature's
        ("The Armenians received 12 seats in the Lebanese Parliament.", "Lebanese Parliament", "Armenians"),
        # a force measured by its name
        ("Vienna sent a 5,000-strong Austrian National Guard to the border.", "Austrian National Guard", None),
        # people counted in a place, or where a clause opens behind it
        ("There were 12,000 Germans in Estonia, and Latvia had fewer.", "Estonia", "Germans"),
        ("Crowds gathered in Jelgava near Riga, where 14,000 Germans had lived.", "Jelgava", "Germans"),
        # who plans acts
        ("In answer to Latvia's plans to send 1,500 soldiers abroad, Estonia closed the border.", "Latvia", None),
        # an extent is no thing
        (
            "In 1923 the Karelian Autonomous Oblast was set up within clear-cut borders of 4,400 square km.",
            "Karelian Autonomous Oblast",
            None,
        ),
    ],
)
def test_the_construction_says_whose_figure_it_is(extractor: Extractor, sentence: str, subject: str, facet: str | None) -> None:
    claim = figures(extractor, sentence)[0]

    assert claim.subject == subject
    if facet is not None:
        assert claim.facet == facet


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("France has held two presidential elections.", "elections"),
        ("The generals signed three different cease-fires.", "cease_fires"),
        ("The warehouse held two engines.", "engines_stored"),
    ],
)
def test_a_derived_measure_is_named_after_the_whole_noun(extractor: Extractor, sentence: str, measure: str) -> None:
    assert [claim.measure for claim in figures(extractor, sentence)] == [measure]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "The Kariba Falls Bridge crosses the river near Austria. Its towers stand in Estonia. The steel bridge is 410 m long.",
            "Kariba Falls Bridge",
        ),
        ("The Kariba Falls Bridge crosses the river in Estonia. The other bridge is 410 m long.", "Estonia"),
    ],
)
def test_a_definite_noun_is_the_named_thing_that_ends_in_it(extractor: Extractor, text: str, subject: str) -> None:
    assert [claim.subject for claim in figures(extractor, text) if claim.measure == "length"] == [subject]


def test_people_who_were_expected_are_not_those_of_the_sentence_before(extractor: Extractor) -> None:
    text = "In Estonia 14 people were killed in the stands on Sunday. Some 20,000 people had been expected at the match."
    assert [claim.value_low for claim in figures(extractor, text) if claim.measure == "deaths"] == [14]


def test_a_bare_figure_goes_on_from_the_things_of_its_sentence(extractor: Extractor) -> None:
    text = "In Estonia 14 people were killed by the storm. Over 3,000 houses have been fully and 6,000 partially destroyed."
    assert [claim.value_low for claim in figures(extractor, text) if claim.measure == "deaths"] == [14]
