"""Parts of places and of events that common nouns name, in sentences written for these tests."""

from datetime import date

import pytest

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.reading.document import Document, DocumentMetadata, Segment
from atodds.vocabulary import Qualifier, Relation, SegmentKind


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def told(extractor: Extractor, title: str, *paragraphs: str) -> list[Claim]:
    text = "\n\n".join((title, *paragraphs))
    segments, offset = [], 0
    for index, part in enumerate((title, *paragraphs)):
        segments.append(Segment(SegmentKind.BODY if index else SegmentKind.TITLE, offset, offset + len(part)))
        offset += len(part) + 2
    claims = extractor.extract(
        Document(
            document_id="d" * 16, path="a.txt", format="text", content_sha256="0" * 64, text=text, segments=tuple(segments),
            metadata=DocumentMetadata(title=title, published_on=date(2011, 3, 9)),
        )
    )  # fmt: skip
    return [claim for claim in claims if claim.value_low is not None and claim.segment_kind is not SegmentKind.TITLE]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In the insurgent-held valleys of the region 61 people died.", [None]),
        ("In the insurgent-held east, 61 people died.", ["rebel-held east"]),
        ("In districts controlled by the army at least 40 people were killed and 95 hurt.", ["government-held districts"] * 2),
        ("Doctors counted 70 dead in areas held by the rebels.", ["rebel-held areas"]),
        ("Rescuers found 12 bodies in the north and 31 in the south.", ["north", "south"]),
        ("The flood killed 19 people in the two provinces.", [None]),
        ("Local media speak of 200 dead; the opposition holds the hills.", [None]),
        ("The storm of 2010 and 2011 killed 70 in the West.", [None]),
    ],
)
def test_land_told_by_its_holder_or_quarter_narrows_a_count(extractor: Extractor, sentence: str, expected: list[str | None]) -> None:
    claims = told(extractor, "Flood in Yemen kills dozens", sentence)
    assert [claim.facet for claim in claims if claim.claim_type == "casualties"] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Chilean officials put the dead at 88.", "Chile"),
        ("Chile's emergency office spoke of 88 dead.", "Chile"),
        ("The Argentine government counts 31 dead.", "Argentina"),
        ("Chilean officials put the dead of Chile and Argentina together at 119.", None),
        ("The Red Cross put the dead at 119.", None),
        ("Chilean officials put the overall toll at 119 dead.", None),
    ],
)
def test_the_authorities_of_one_country_of_several_count_their_own(extractor: Extractor, sentence: str, expected: str | None) -> None:
    claim = told(extractor, "Quake in Chile and Argentina kills 119", sentence)[0]
    assert (claim.facet == expected) if expected else claim.facet not in {"Chile", "Argentina"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A second quake of magnitude 6.1 struck two hours later.", "second shock"),
        ("One aftershock on Friday had a magnitude of 5.2.", "aftershock"),
        ("Another tremor measured magnitude 5.9.", "later shock"),
        ("The first quake had a magnitude of 7.1.", None),
        ("The quake of magnitude 7.1 struck at dawn.", None),
    ],
)
def test_a_second_shock_is_not_the_event_itself(extractor: Extractor, sentence: str, expected: str | None) -> None:
    claims = told(extractor, "Earthquake in Peru", sentence)
    assert {claim.facet for claim in claims if claim.measure == "magnitude"} == {expected}


def test_of_two_magnitudes_told_together_the_second_is_of_the_second_shock(extractor: Extractor) -> None:
    claims = told(extractor, "Earthquakes in Peru", "Two quakes of magnitudes 7.1 and 6.4 shook the coast.")
    assert [claim.facet for claim in claims if claim.measure == "magnitude"] == [None, "second shock"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Around 45 tonnes blew up.", "mass_exploded"),
        ("Engineers hold that 45 tonnes of calcium carbide had gone off.", "calcium_carbide_exploded"),
        ("The depot kept 45 tonnes of calcium carbide.", "calcium_carbide_stored"),
        ("Nearly 900 tonnes spilled into the lagoon.", "mass_spilled"),
    ],
)
def test_what_became_of_an_amount_is_told_though_its_substance_is_not(extractor: Extractor, sentence: str, expected: str) -> None:
    assert told(extractor, "Blast in Gdynia harbour", sentence)[0].measure == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The quake left more than 220 killed and injured.", ["killed_and_wounded"]),
        ("Some 1,300 houses were destroyed or damaged.", ["houses_damaged"]),
        ("Some 1,300 houses were destroyed.", ["houses_destroyed"]),
        ("Forty people have not been traced.", ["missing"]),
        ("Clinics in the city are treating 85 people in hospital.", ["hospitalised"]),
        ("Damage and losses together come to $4.1 billion.", ["damage_and_losses"]),
    ],
)
def test_measures_of_disasters(extractor: Extractor, sentence: str, expected: list[str]) -> None:
    assert [claim.measure for claim in told(extractor, "Earthquake in Peru", sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The collapse killed 70 people: 51 miners, 12 drivers and 7 clerks.",
            [("deaths", 70, None), ("deaths", 51, "miners"), ("deaths", 12, "drivers"), ("deaths", 7, "clerks")],
        ),
        ("It killed 31 people. Kitchens fed 4,000 people.", [("deaths", 31, None), ("people", 4000, None)]),
        ("Nine of the dead were tourists.", [("deaths", 9, "tourists")]),
        ("Officials listed 31 dead and 90 hurt. In all of the north it was about 44.", [("deaths", 31, None), ("wounded", 90, None)]),
        ("Carsa province counts 20 dead.", [("deaths", 20, "Carsa")]),
    ],
)
def test_people_told_in_lists_and_beside_the_dead(
    extractor: Extractor, sentence: str, expected: list[tuple[str, float, str | None]]
) -> None:
    claims = told(extractor, "Landslide in Peru", sentence)
    assert [(claim.measure, claim.value_low, claim.facet) for claim in claims][: len(expected)] == expected


def test_the_parts_of_a_list_are_tied_to_the_count_before_its_colon(extractor: Extractor) -> None:
    whole, *parts = told(extractor, "Landslide in Peru", "The collapse killed 70 people: 51 miners, 12 drivers and 7 clerks.")
    assert [[(link.relation, link.claim_id) for link in part.links] for part in parts] == [[(Relation.PART_OF, whole.claim_id)]] * 3
    assert all(Qualifier.SUBSET in part.qualifiers for part in parts)


def test_a_bare_count_goes_on_about_what_the_sentence_before_led_with(extractor: Extractor) -> None:
    claims = told(
        extractor, "Landslide in Peru", "The police list 31 dead and 90 hurt. For the valley, adding up their notes gives about 44."
    )
    assert (claims[-1].measure, claims[-1].value_low) == ("deaths", 44)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Repairs this year are put at $40 million to $60 million, and 2031 at $90 million.", [None, 2031]),
        ("Repairs in 2012 are put at $40 million to $60 million, and 2013 at $90 million.", [2012, 2013]),
    ],
)
def test_a_year_told_with_the_next_figure_is_not_of_the_one_before(extractor: Extractor, sentence: str, expected: list[int | None]) -> None:
    claims = [claim for claim in undated(extractor, sentence) if claim.currency]
    assert [claim.as_of_low.year if claim.as_of_low else None for claim in claims] == expected


def undated(extractor: Extractor, sentence: str) -> list[Claim]:
    title = "Flood damage in Peru"
    text = f"{title}\n\n{sentence}"
    segments = (Segment(SegmentKind.TITLE, 0, len(title)), Segment(SegmentKind.BODY, len(title) + 2, len(text)))
    return extractor.extract(
        Document(
            document_id="d" * 16, path="a.txt", format="text", content_sha256="0" * 64, text=text, segments=segments,
            metadata=DocumentMetadata(title=title),
        )
    )  # fmt: skip
