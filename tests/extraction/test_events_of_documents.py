"""Which event a document is about, which of its figures are of another, and who of the counted are a part."""

from collections.abc import Sequence
from datetime import date

import pytest
from atodds.extraction.topics import find_topic

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.extraction.components import load_rules
from atodds.reading.document import Document, DocumentMetadata, Segment
from atodds.vocabulary import Qualifier, SegmentKind


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def document(title: str, paragraph: str, published_on: date | None = date(2019, 5, 3)) -> Document:
    text = f"{title}\n\n{paragraph}"
    segments = (Segment(SegmentKind.TITLE, 0, len(title)), Segment(SegmentKind.BODY, len(title) + 2, len(text)))
    return Document(
        document_id="d" * 16, path="a.txt", format="text", content_sha256="0" * 64, text=text, segments=segments,
        metadata=DocumentMetadata(title=title, published_on=published_on),
    )  # fmt: skip


def figures(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.value_low is not None or claim.value_high is not None]


@pytest.mark.parametrize(
    ("title", "paragraph", "name"),
    [
        ("Larnis crowd crush kills 9", "The crush in Larnis killed nine people.", "Larnis crush 2019"),
        ("Nine die in Easter stampede in Larnis", "Nine people died in the stampede in Larnis.", "Larnis stampede 2019"),
        ("Larnis: Monsoon Floods, Report No. 4", "The monsoon floods in Larnis killed 40 people.", "Larnis floods 2019"),
        ("Survivors of the Greek shipwreck speak", "The shipwreck cost 30 lives.", "Greece shipwreck 2019"),
        ("Larnis ferry disaster: 30 dead", "The ferry disaster off Larnis killed 30 people.", "Larnis sinking 2019"),
    ],
)
def test_an_event_is_named_in_the_words_of_its_document_after_a_place_not_a_holiday(title: str, paragraph: str, name: str) -> None:
    assert find_topic(document(title, paragraph), load_rules()).subject == name


@pytest.mark.parametrize(
    ("sentence", "subject", "year"),
    [
        ("In 2004, floods killed more than 600 people.", "Larnis floods 2004", 2004),
        ("In 2011, 304 people died when the ferry Ostara sank.", "Ostara sinking 2011", 2011),
        ("It was the worst since the sinking of the Ostara in 2011, in which 306 people died.", "sinking of the Ostara 2011", 2011),
        ("The 1990 Tessaly tunnel tragedy claimed 140 lives.", "Tessaly tunnel tragedy 1990", 1990),
        ("Some 13,000 people were killed in the war in Ruthenia.", "war in Ruthenia", 2019),
        ("The floods have killed 31 people, more than the 28 who died in 2013.", "Larnis floods 2013", 2013),
    ],
)
def test_a_figure_of_an_earlier_or_a_lasting_event_is_not_the_documents_own(
    extractor: Extractor, sentence: str, subject: str, year: int
) -> None:
    claims = figures(extractor.extract(document("Floods in Larnis", f"The floods in Larnis began on 2 May 2019. {sentence}")))
    last = claims[-1]
    assert last.subject == subject
    assert last.as_of_low is not None
    assert last.as_of_low.year == year


@pytest.mark.parametrize(
    "sentence",
    [
        "The floods killed 31 people in houses that were built in 1960.",
        "The death toll, the highest since 1999, has reached 31.",
        "The dam, finished in 2003, gave way and 31 people died.",
        "Some 31 people have died.",
    ],
)
def test_a_year_that_tells_of_something_else_leaves_a_figure_with_the_event(extractor: Extractor, sentence: str) -> None:
    claims = figures(extractor.extract(document("Floods in Larnis", f"The floods in Larnis began on 2 May 2019. {sentence}")))
    assert claims[-1].subject == "Larnis floods 2019"


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Twenty-six of the dead were foreign nationals.", [(26, "foreign nationals")]),
        ("Of the dead, 101 are women and 55 are men.", [(101, "women"), (55, "men")]),
        ("Among the victims, 12 were students.", [(12, "students")]),
        ("The toll includes 14 children.", [(14, "children")]),
    ],
)
def test_those_counted_of_a_whole_are_a_part_of_it(extractor: Extractor, sentence: str, parts: list[tuple[int, str]]) -> None:
    claims = figures(extractor.extract(document("Crush in Larnis", f"The crush in Larnis killed 156 people. {sentence}")))[1:]
    assert [(claim.value_low, claim.facet) for claim in claims] == parts
    assert all(Qualifier.SUBSET in claim.qualifiers for claim in claims)


def test_men_beside_women_are_no_soldiers(extractor: Extractor) -> None:
    claims = figures(extractor.extract(document("Crush in Larnis", "The crush in Larnis killed 154 people, 98 women and 56 men.")))
    assert [(claim.measure, claim.value_low) for claim in claims] == [("deaths", 154), ("deaths", 98), ("deaths", 56)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The toll rose to 55, up from 36 a day earlier.", [("deaths", 55), ("deaths", 36)]),
        ("The fire service shut 92 of some 2,300 schools.", [("schools_closed", 92), ("schools", 2300)]),
        ("The plane carried 173 Larnians and six crew.", [("aboard", 173), ("aboard", 6)]),
        ("Some 431 officers of the two forces were injured.", [("wounded", 431)]),
        ("More than 11,000 tourists were flown out.", [("evacuated", 11000)]),
    ],
)
def test_a_figure_counts_what_its_clause_says(extractor: Extractor, sentence: str, expected: list[tuple[str, float]]) -> None:
    claims = figures(extractor.extract(document("Crash in Larnis", f"The crash in Larnis killed nine people. {sentence}")))[1:]
    assert [(claim.measure, claim.value_low) for claim in claims] == expected


def test_a_crash_is_named_after_its_flight() -> None:
    text = "Aurora Air flight 1402 crashed on landing in Larnis."
    assert find_topic(document("Plane crashes in Larnis", text), load_rules()).subject == "Aurora Air flight 1402 crash 2019"


@pytest.mark.parametrize(
    ("sentence", "subsets"),
    [
        ("Of the 750 people on board, 104 were rescued.", [False, True]),
        ("More than 2,000 houses were damaged, of which 897 were destroyed.", [False, False]),
        ("Some 12 of the injured were in a serious condition.", [True]),
    ],
)
def test_a_whole_and_a_figure_of_a_measure_of_its_own_are_no_parts(extractor: Extractor, sentence: str, subsets: list[bool]) -> None:
    claims = figures(extractor.extract(document("Shipwreck off Larnis", f"The shipwreck off Larnis hurt 60 people. {sentence}")))[1:]
    assert [Qualifier.SUBSET in claim.qualifiers for claim in claims] == subsets


@pytest.mark.parametrize(
    ("sentence", "answers"),
    [
        ("The Yes side won the referendum with 92.01% for independence and 7.99% against.", ["yes", "no"]),
        ("Just 7.8 percent voted against in the referendum.", ["no"]),
    ],
)
def test_a_share_of_votes_is_of_an_answer(extractor: Extractor, sentence: str, answers: list[str]) -> None:
    claims = figures(extractor.extract(document("Referendum in Larnis", f"The referendum in Larnis was held on 2 May 2019. {sentence}")))
    assert [claim.facet for claim in claims] == answers


def test_a_toll_told_long_after_its_day_is_no_count_of_that_day(extractor: Extractor) -> None:
    text = "Seven people were killed in Larnis on 3 March 2019."
    late, soon = (figures(extractor.extract(document("Larnis", text, day)))[0] for day in (date(2020, 1, 9), date(2019, 3, 20)))
    assert (late.as_of_low, late.as_of_high) == (date(2019, 3, 3), date(2019, 12, 31))
    assert (soon.as_of_low, soon.as_of_high) == (date(2019, 3, 3), date(2019, 3, 3))


def test_the_past_hours_end_with_the_writing(extractor: Extractor) -> None:
    text = "The floods in Larnis go on. Some 75 people died in the past 24 hours."
    claim = next(one for one in figures(extractor.extract(document("Floods in Larnis", text))) if one.measure == "deaths")
    assert claim.as_of_low == date(2019, 5, 3)


@pytest.mark.parametrize(
    ("sentence", "subject", "year"),
    [
        ("The toll is above the 61 killed by a tsunami that struck Ostara in 1960.", "Ostara tsunami 1960", 1960),
        ("The war in Ruthenia that began in 2003 killed 300,000 people.", "war in Ruthenia 2003", 2003),
    ],
)
def test_an_event_with_a_date_of_its_own_is_told_apart_by_it(extractor: Extractor, sentence: str, subject: str, year: int) -> None:
    claims = figures(extractor.extract(document("War in Larnis", f"The war in Larnis began on 2 May 2019. {sentence}")))
    assert claims[-1].subject == subject
    assert claims[-1].as_of_low is not None
    assert claims[-1].as_of_low.year == year
