"""What the extractor makes of sentences written for these tests."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.reading.document import Document, DocumentMetadata, Segment, TableCell
from atodds.vocabulary import AsOfSource, Bound, DocumentStatus, Modality, Qualifier, Relation, SegmentKind


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def document(*paragraphs: str, title: str | None = None, published_on: date | None = None, heading: str | None = None) -> Document:
    parts = ([title] if title else []) + list(paragraphs)
    text = "\n\n".join(parts)
    segments, offset = [], 0
    for index, part in enumerate(parts):
        kind = SegmentKind.TITLE if title and index == 0 else SegmentKind.BODY
        segments.append(Segment(kind, offset, offset + len(part), heading=heading, heading_path=(heading,) if heading else ()))
        offset += len(part) + 2
    return Document(
        document_id="d" * 16, path="a.txt", format="text", content_sha256="0" * 64, text=text, segments=tuple(segments),
        metadata=DocumentMetadata(title=title, published_on=published_on),
    )  # fmt: skip


def figures(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.value_low is not None or claim.value_high is not None]


def numbers(claims: Sequence[Claim]) -> list[tuple[str, float | None, float | None]]:
    return [(claim.measure, claim.value_low, claim.value_high) for claim in figures(claims)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ferry disaster killed 31 people and injured 112.", [("deaths", 31, 31), ("wounded", 112, 112)]),
        ("At least 12 villagers died and more than 40 were hurt.", [("deaths", 12, None), ("wounded", 40, None)]),
        ("Some 9,000 refugees crossed the river.", [("refugees", 9000, 9000)]),
        ("The town has a population of 48,000.", [("population", 48000, 48000)]),
        ("The defence budget of Norway rose to 2.4 billion dollars.", [("defence_budget", 2.4e9, 2.4e9)]),
        ("Norway spent 2.4 billion dollars on defence.", [("defence_budget", 2.4e9, 2.4e9)]),
        ("The storm destroyed 230 houses.", [("houses_destroyed", 230, 230)]),
        (
            "More than 60 barns that burned down and 21 that were saved belonged to farmers.",
            [("barns_destroyed", 60, None), ("barns", 21, 21)],
        ),
        ("The number of clinics rose from 12 to 19.", [("clinics", 12, 12), ("clinics", 19, 19)]),
        ("The tunnel is 14 km long.", [("length", 14, 14)]),
        ("The comedy earned 27.30 crore at the box office.", [("revenue", 273_000_000, 273_000_000)]),
        ("The book holds an average rating of 6.4/10.", [("score", 6.4, 6.4)]),
        ("The comedy has an approval rating of 71% from the critics.", [("approval_rating", 71, 71)]),
        ("The review found that 12% of the bridges were unsafe.", [("share", 12, 12)]),
        ("So far 41 patients have recovered.", [("recovered", 41, 41)]),
        ("Doctors counted 90 cases, of which 41 cases have recovered.", [("infected", 90, 90), ("recovered", 41, 41)]),
        ("The play has a score of 53.", [("score", 53, 53)]),
        ("By May the clinics had tested more than 6,400 people.", [("tested", 6400, None)]),
        ("A total of 6,312 swabs have been processed.", [("tested", 6312, 6312)]),
        ("There were 415 positive tests in the valley.", [("infected", 415, 415)]),
        ("The range saw 140 nuclear tests.", [("tests", 140, 140)]),
        ("The musical grossed 31.2 crore.", [("money", 312_000_000, 312_000_000)]),
        (
            "There were 21 cases of typhoid, 18 in the north and 3 in the south.",
            [("infected", 21, 21), ("infected", 18, 18), ("infected", 3, 3)],
        ),
        ("The Nova 360 version sold 9,000 copies.", [("copies", 9000, 9000)]),
        ("The quake struck at a depth of 22 km.", [("depth", 22, 22)]),
        ("Turnout was 61%.", [("turnout", 61, 61)]),
        ("Inflation reached 8.5%.", [("inflation_rate", 8.5, 8.5)]),
        ("In the poll 58% of respondents favoured the treaty.", [("survey_share", 58, 58)]),
        ("The army has 40 tanks and 3,000 soldiers.", [("tanks", 40, 40), ("troops", 3000, 3000)]),
        ("The reserve is 100,000 strong.", [("reserves", 100000, 100000)]),
        ("The pipe carries 9 bcm of gas a year.", [("energy_volume", 9, 9)]),
        ("Maria Velt, 34, runs the bakery.", [("age", 34, 34)]),
        ("Ninety people are dead or missing.", [("killed_or_missing", 90, 90)]),
        ("Police arrested 45 protesters.", [("arrested", 45, 45)]),
        ("The depot held 300 tonnes of calcium carbide.", [("calcium_carbide_stored", 300, 300)]),
        ("Output fell by 4% and 0.7 percentage points of growth were lost.", [("growth", 4, 4), ("growth", 0.7, 0.7)]),
    ],
)
def test_each_figure_gets_the_measure_of_its_own_cue(extractor: Extractor, sentence: str, expected: list[tuple[str, float, float]]) -> None:
    assert numbers(extractor.extract(document(sentence))) == expected


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("Unemployment has reached 12% of the population of Norway.", ["unemployment_rate"]),
        ("The storm brought dozens of deaths and injuries to 640 others.", ["deaths", "wounded"]),
        ("Magnitude5.9; depth31.0 km.", ["magnitude", "depth"]),
    ],
)
def test_the_measure_is_what_the_clause_or_the_glued_label_says(extractor: Extractor, sentence: str, measures: list[str]) -> None:
    assert [claim.measure for claim in figures(extractor.extract(document(sentence)))] == measures


@pytest.mark.parametrize(
    "sentence",
    [
        "These two regions have drifted apart.",
        "One of the ministers resigned.",
        "They met under the 16+1 format.",
        "Most states will seek to gain.",
    ],
)
def test_a_number_that_counts_nothing_is_no_claim(extractor: Extractor, sentence: str) -> None:
    assert numbers(extractor.extract(document(sentence))) == []


@pytest.mark.parametrize(
    ("paragraph", "subjects"),
    [
        ("Norway's debt is 40 billion euros.", ["Norway"]),
        ("The population of Iceland is 380,000.", ["Iceland"]),
        ("Iceland joined late. It has 380,000 inhabitants.", ["Iceland"]),
        ("Moscow sent 500 soldiers to the border.", ["Russia"]),
        ("The war in Chad killed 9,000 people. About 20,000 people were wounded.", ["war in Chad", "war in Chad"]),
        ("According to Norway, Iceland has 380,000 inhabitants.", ["Iceland"]),
        ("Engineers dug a trench zone of 12 km along the river.", ["trench zone"]),
    ],
)
def test_the_subject_is_found_near_the_figure_first(extractor: Extractor, paragraph: str, subjects: list[str]) -> None:
    assert [claim.subject for claim in figures(extractor.extract(document(paragraph)))] == subjects


def test_shares_in_a_list_keep_their_own_group_and_share_place_and_time(extractor: Extractor) -> None:
    claims = figures(
        extractor.extract(
            document("In the census of 2001 Latvians made up 57.7 % of the population of Latvia, Russians 29.6 % and Poles 2.5 %.")
        )
    )
    assert [(claim.subject, claim.facet, claim.value_low) for claim in claims] == [
        ("Latvia", "Latvians", 57.7),
        ("Latvia", "Russians", 29.6),
        ("Latvia", "Poles", 2.5),
    ]
    assert {claim.as_of_low for claim in claims} == {date(2001, 1, 1)}


def test_candidates_keep_their_own_shares_of_the_vote(extractor: Extractor) -> None:
    claims = figures(extractor.extract(document("Ana Reyes won 41.2% of the vote. Jon Velt took 30%, and Mia Stern 12.5%.")))
    assert [(claim.measure, claim.facet) for claim in claims] == [
        ("vote_share", "Ana Reyes"),
        ("vote_share", "Jon Velt"),
        ("vote_share", "Mia Stern"),
    ]


class TestOneEvent:
    """Documents on one event give it as the subject of their figures."""

    def test_a_news_item_names_its_event_after_place_kind_and_year(self, extractor: Extractor) -> None:
        claims = extractor.extract(
            document(
                "The blast killed 14 people in Larnis, officials said.", title="Blast in Larnis kills 14", published_on=date(2019, 5, 3)
            )
        )
        assert {claim.subject for claim in claims} == {"Larnis explosion 2019"}
        assert claims[-1].attribution == "officials"
        assert (claims[-1].as_of_low, claims[-1].as_of_source) == (date(2019, 5, 3), AsOfSource.PUBLISHED_ON)

    def test_places_within_the_event_are_the_facet(self, extractor: Extractor) -> None:
        claims = figures(
            extractor.extract(
                document("In Peru 80 people died and in Chile 12.", title="Quake in Peru and Chile: 92 dead", published_on=date(2011, 2, 2))
            )
        )
        assert [(claim.facet, claim.value_low) for claim in claims[1:]] == [("Peru", 80), ("Chile", 12)]

    def test_the_day_of_the_event_is_not_the_time_of_a_count(self, extractor: Extractor) -> None:
        claims = figures(
            extractor.extract(
                document("The flood of 2 June 2010 killed 30 people in Krems.", title="Krems flood: 30 dead", published_on=date(2010, 6, 9))
            )
        )
        assert {claim.as_of_low for claim in claims} == {date(2010, 6, 9)}

    @pytest.mark.parametrize(
        ("title", "paragraph"),
        [
            ("Latvia: a briefing", "Latvia has 1.9 million inhabitants. The war reached it in 1941 and killed 90,000 people."),
            ("Trade with China", "Peru sold 3 million tonnes of ore. Written for the demonstration of a tool."),
        ],
    )
    def test_a_document_that_merely_mentions_an_event_is_not_about_it(self, extractor: Extractor, title: str, paragraph: str) -> None:
        claims = figures(extractor.extract(document(paragraph, title=title, published_on=date(2009, 3, 1))))
        assert claims[0].subject in {"Latvia", "Peru"}


@pytest.mark.parametrize(
    ("paragraph", "years"),
    [
        ("In 1998 Peru had 900 clinics.", [1998]),
        ("Peru spent 3 million dollars on parks in 2007 and 5 million dollars on parks in 2008.", [2007, 2008]),
        ("In 1995 much changed. Peru had 900 clinics.", [1995]),
        ("Turnout in Peru was 63%, higher than in 2014.", [2019]),
        ("Before the war Peru had 900 clinics.", [None]),
    ],
)
def test_a_figure_holds_at_the_date_of_its_own_clause(extractor: Extractor, paragraph: str, years: list[int | None]) -> None:
    claims = figures(extractor.extract(document(paragraph, published_on=date(2019, 4, 1))))
    assert [claim.as_of_low.year if claim.as_of_low else None for claim in claims] == years


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("According to the Red Cross, 40 people died.", "Red Cross"),
        ("The health ministry said that 40 people died.", "health ministry"),
        ("Officials put the death toll at 40.", "Officials"),
        ("Forty people died, the governor said.", "governor"),
        ("The ministry's toll was 40.", "ministry"),
        ("Peru has 40 hospitals.", None),
    ],
)
def test_the_source_of_a_figure_is_whom_the_text_credits(extractor: Extractor, sentence: str, source: str | None) -> None:
    credited = figures(extractor.extract(document(sentence)))[0].attribution
    assert credited == source


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The state plans to build 40 clinics.", Modality.PLANNED),
        ("The toll could reach 40 dead.", Modality.HYPOTHETICAL),
        ("An estimated 40 people died.", Modality.ESTIMATED),
        ("Reportedly 40 people died.", Modality.REPORTED),
        ("The army did not kill 40 people.", Modality.NEGATED),
        ("Forty people have not been found.", Modality.ASSERTED),
        ("No fewer than 40 people died.", Modality.ASSERTED),
    ],
)
def test_the_modality_is_that_of_the_claim_not_of_its_measure(extractor: Extractor, sentence: str, modality: Modality) -> None:
    assert figures(extractor.extract(document(sentence)))[0].modality is modality


@pytest.mark.parametrize(
    ("paragraph", "qualifiers"),
    [
        ("The fire killed 20 people. Another 9 people were killed outside the town.", [(), (Qualifier.ADDITIONAL,)]),
        ("Norway sold 5 million tins in 2016, up from 2 million tins in 2015.", [(), (Qualifier.EARLIER,)]),
        ("Prices rose by 4%.", [(Qualifier.CHANGE,)]),
    ],
)
def test_qualifiers_go_to_the_figure_they_speak_of(extractor: Extractor, paragraph: str, qualifiers: list[tuple[Qualifier, ...]]) -> None:
    assert [claim.qualifiers[:1] for claim in figures(extractor.extract(document(paragraph)))] == qualifiers


def test_parts_of_a_figure_carry_its_measure_and_say_whose_they_are(extractor: Extractor) -> None:
    claims = figures(extractor.extract(document("In all 81 people were injured, 22 of them police officers.")))
    assert [(claim.measure, claim.facet) for claim in claims] == [("wounded", None), ("wounded", "police officers")]
    assert Qualifier.SUBSET in claims[1].qualifiers


def test_groups_that_break_a_count_down_are_parts_of_it(extractor: Extractor) -> None:
    whole, _dead, *parts = figures(
        extractor.extract(
            document("Seven people are missing and 188 are dead. The army listed three Syrians, one Egyptian and four Lebanese.")
        )
    )
    assert [(claim.measure, claim.facet, claim.value_low) for claim in parts] == [
        ("missing", "Syrians", 3),
        ("missing", "Egyptian", 1),
        ("missing", "Lebanese", 4),
    ]
    assert {(link.relation, link.claim_id) for claim in parts for link in claim.links} == {(Relation.PART_OF, whole.claim_id)}


def test_a_figure_in_two_units_is_tied_to_itself(extractor: Extractor) -> None:
    first, second = figures(extractor.extract(document("The wreck lies 34 km (21 mi) west of the port.")))
    assert [(link.relation, link.claim_id) for link in second.links] == [(Relation.RESTATES, first.claim_id)]


@pytest.mark.parametrize(
    ("sentence", "subject", "members", "polarity"),
    [
        ("The Baltic Council comprises Estonia, Latvia and Lithuania.", "Baltic Council", ("Estonia", "Latvia", "Lithuania"), True),
        ("The Baltic Council does not include Poland and Norway.", "Baltic Council", ("Poland", "Norway"), False),
        ("Estonia joined the Baltic Council in 1994.", "Baltic Council", ("Estonia",), True),
        ("Estonia left the Baltic Council.", "Baltic Council", ("Estonia",), False),
    ],
)
def test_lists_say_who_belongs_and_who_does_not(
    extractor: Extractor, sentence: str, subject: str, members: tuple[str, ...], polarity: bool
) -> None:
    claim = next(claim for claim in extractor.extract(document(sentence)) if claim.members)
    assert (claim.subject, claim.members, claim.polarity) == (subject, members, polarity)


@pytest.mark.parametrize(("sentence", "polarity"), [("Norway recognised Kosovo.", True), ("Serbia has not recognised Kosovo.", False)])
def test_recognition_is_a_statement_with_a_polarity(extractor: Extractor, sentence: str, polarity: bool) -> None:
    claim = next(claim for claim in extractor.extract(document(sentence)) if claim.measure == "recognition")
    assert (claim.facet, claim.polarity) == ("Kosovo", polarity)


def test_dates_of_events_are_claims_and_dates_of_levels_are_not(extractor: Extractor) -> None:
    claims = extractor.extract(document("On 3 May 1992 Norway annexed the islet. In 1999 Norway had 80 ports."))
    assert [(claim.measure, claim.date_low) for claim in claims if claim.date_low] == [("event_date", date(1992, 5, 3))]


def test_a_table_cell_has_measure_and_unit_from_its_header_and_subject_from_its_row(extractor: Extractor) -> None:
    text = "Norway\t31\t5,4"
    cells = (
        TableCell(0, 6, "Norway", 1, 0, ("Country",), None),
        TableCell(7, 9, "31", 1, 1, ("GDP in USD billions as of 2007",), "Norway", "."),
        TableCell(10, 13, "5,4", 1, 2, ("Military expenditure % GDP 2007",), "Norway", ","),
    )
    source = Document(
        document_id="d" * 16, path="t.txt", format="text", content_sha256="0" * 64, text=text,
        segments=(Segment(SegmentKind.TABLE, 0, len(text), caption="Budgets", table=1, cells=cells),),
    )  # fmt: skip
    claims = extractor.extract(source)
    assert [(claim.measure, claim.subject, claim.value_low, claim.currency, claim.as_of_low) for claim in claims] == [
        ("gdp", "Norway", 31e9, "USD", date(2007, 1, 1)),
        ("gdp_share", "Norway", 5.4, None, date(2007, 1, 1)),
    ]


def test_the_quote_and_mention_slice_out_of_the_text(extractor: Extractor) -> None:
    source = document("In 2011 the island of Venn had 3,200 inhabitants.", "About 15 % of them left in 2014.")
    for claim in extractor.extract(source):
        assert claim.mention_start is not None
        assert source.text[claim.mention_start : claim.mention_end] == claim.mention_text
        assert source.text[claim.char_start : claim.char_end] == claim.quote


def test_the_same_claims_come_whatever_the_batch_size(extractor: Extractor) -> None:
    source = document(*[f"In {1990 + year} the army of Norland had {12 + year},000 soldiers and {year + 3} tanks." for year in range(12)])
    small = list(extractor.extract_iter(source, batch_size=1))
    assert small == list(extractor.extract_iter(source, batch_size=200))
    assert len(figures(small)) == 24


def test_a_claim_says_how_it_is_bounded(extractor: Extractor) -> None:
    claims = extractor.extract(document("Up to 300 houses were flooded."))
    assert [(claim.bound, claim.value_low, claim.value_high) for claim in claims] == [(Bound.AT_MOST, None, 300.0)]


def test_what_is_not_read_gives_no_claims(extractor: Extractor) -> None:
    source = Document(
        document_id="d", path="a", format="text", content_sha256="0", text="40 people died", status=DocumentStatus.UNREADABLE, reason="x"
    )
    assert extractor.extract(source) == []


def test_trace_says_why_a_number_became_no_claim(extractor: Extractor) -> None:
    traces = extractor.trace(document("These two regions have drifted apart."))
    reasons = [frame.reason for trace in traces for frame in trace.frames if frame.claim is None]
    assert any(reason and "points back" in reason for reason in reasons), traces


def test_trace_says_how_each_part_of_a_claim_was_found(extractor: Extractor) -> None:
    (trace,) = extractor.trace(document("The war in Chad killed 9,000 people."))
    steps = " | ".join(trace.frames[0].steps)
    assert "measure deaths" in steps
    assert "war in Chad" in steps


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from(list("ab CDE12,.%$-–()'\n:;killed of in the ")), max_size=160))
def test_extraction_never_raises_and_offsets_stay_inside_the_text(text: str) -> None:
    source = document(text)
    for claim in _SHARED.extract(source):
        assert claim.mention_start is not None
        assert claim.mention_end is not None
        assert 0 <= claim.mention_start < claim.mention_end <= len(source.text)
        assert 0 <= claim.confidence <= 1


_SHARED = Extractor()


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Measles epidemic in Norway", [4]), ("Ways to teach history", [])],
)
def test_a_few_cases_are_counted_where_the_document_is_about_an_epidemic(extractor: Extractor, title: str, expected: list[float]) -> None:
    claims = extractor.extract(document("There are 4 cases in all.", title=title))
    assert [claim.value_low for claim in figures(claims)] == expected


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("Before 9 March 2020", date(2020, 3, 8)),
        ("Before 1 March 2020", date(2020, 2, 29)),
        ("After 9 March 2020", date(2020, 3, 10)),
        ("After 2018", date(2019, 1, 1)),
        ("By 9 March 2020", date(2020, 3, 9)),
    ],
)
def test_what_held_before_a_day_held_on_the_day_before(extractor: Extractor, when: str, day: date) -> None:
    found = figures(extractor.extract(document(f"{when}, Norway had 48,000 refugees.")))
    assert [claim.as_of_low for claim in found] == [day]


def test_of_two_figures_the_one_behind_of_which_is_the_part(extractor: Extractor) -> None:
    claims = figures(extractor.extract(document("Doctors counted 90 cases, of which 41 were mild.")))
    assert [Qualifier.SUBSET in claim.qualifiers for claim in claims] == [False, True]
