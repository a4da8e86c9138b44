"""What the cells of a table state: measure and unit from header and caption, scope from the label, time from whatever dates them."""

from __future__ import annotations

import functools
from datetime import date

import pytest

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.reading import ReadingHint, read
from atodds.vocabulary import SegmentKind


@functools.cache
def extractor() -> Extractor:
    return Extractor()


def cells(caption: str, *rows: str) -> list[Claim]:
    """The claims of a table in a document about one place."""
    lines = ["# Life in Kestrel", "", caption, "", f"| {rows[0]} |", "|" + "---|" * (rows[0].count("|") + 1)]
    lines += [f"| {row} |" for row in rows[1:]]
    document = read("\n".join(lines).encode(), ReadingHint(path="tables.md"))
    return [claim for claim in extractor().extract(document) if claim.segment_kind is SegmentKind.TABLE]


def stated(claim: Claim) -> tuple[object, ...]:
    return (claim.measure, claim.value_low, claim.unit, claim.facet)


@pytest.mark.parametrize(
    ("caption", "rows", "expected"),
    [
        pytest.param(
            "Table 1. Cattle by district, thousands",
            ["District | 2014 | 2015", "East | 10.2 | 7.1"],
            [("cattle", 10_200.0, "items", "East"), ("cattle", 7_100.0, "items", "East")],
            id="years over the columns: what is counted stands in the caption",
        ),
        pytest.param(
            "Damage by district (million euros)",
            ["District | Houses | Damage", "Upper | 1,200 | 45.5"],
            [("houses", 1_200.0, "items", "Upper"), ("damage", 45.5e6, "EUR", "Upper")],
            id="a column of things is not in the caption's money",
        ),
        pytest.param(
            "Towns of the county",
            ["Town | People (2020) | Share of losses", "Alder | 20,100 | 15.5 %"],
            [("people", 20_100.0, "people", "Alder"), ("share", 15.5, "percent", "Alder")],
            id="people are counted by their header",
        ),
        pytest.param(
            "Poll: answers of citizens and experts, in %",
            ["Answer | Citizens | Experts", "Yes | 31,5 | 30,0", "No | 68,5 | 70,0"],
            [
                ("survey_share", 31.5, "percent", "Yes (Citizens)"),
                ("survey_share", 30.0, "percent", "Yes (Experts)"),
                ("survey_share", 68.5, "percent", "No (Citizens)"),
                ("survey_share", 70.0, "percent", "No (Experts)"),
            ],
            id="shares of those asked are no counts of them",
        ),
        pytest.param(
            "Victims",
            [" | 2013 | 2014", "Dead | 0 | 51", "Total wounded | 2 | 120"],
            [
                ("deaths", 0.0, "people", None),
                ("deaths", 51.0, "people", None),
                ("wounded", 2.0, "people", None),
                ("wounded", 120.0, "people", None),
            ],
            id="a label that names the measure names no part",
        ),
        pytest.param(
            "Accounts",
            ["Item | 2019 | 2020", "Exports (mln EUR) | 1,204.5 | 1,300.0", "Imports, USD bn | 2.5 | 2.75"],
            [
                ("exports", 1_204.5e6, "EUR", None),
                ("exports", 1_300.0e6, "EUR", None),
                ("imports", 2.5e9, "USD", None),
                ("imports", 2.75e9, "USD", None),
            ],
            id="units in the labels",
        ),
        pytest.param(
            "Indicators",
            ["Indicator | Unit | 2010", "Population | thousand | 4512", "Unemployment rate | % | 12.5"],
            [("population", 4_512_000.0, "people", None), ("unemployment_rate", 12.5, "percent", None)],
            id="a column of units",
        ),
        pytest.param(
            "Killed by district",
            ["District | Killed", "North | 4", "Grand total: | 34"],
            [("deaths", 4.0, "people", "North"), ("deaths", 34.0, "people", None)],
            id="a sum is of no part",
        ),
    ],
)
def test_a_cell_states_what_its_header_caption_and_label_say(caption: str, rows: list[str], expected: list[tuple[object, ...]]) -> None:
    assert [stated(claim) for claim in cells(caption, *rows)] == expected


@pytest.mark.parametrize(
    ("caption", "rows", "low", "high"),
    [
        pytest.param(
            "Victims as of 16 August 2019", ["District | Killed", "North | 4"], date(2019, 8, 16), date(2019, 8, 16), id="caption"
        ),
        pytest.param("Victims in 2019", ["District | Killed", "North | 4"], date(2019, 1, 1), date(2019, 12, 31), id="year of a caption"),
        pytest.param("Victims", ["Date | Killed", "4 May 2020 | 12"], date(2020, 5, 4), date(2020, 5, 4), id="label"),
        pytest.param("Victims in 2019", ["District | May 2018", "Killed | 12"], date(2018, 5, 1), date(2018, 5, 31), id="header"),
        pytest.param(
            "Victims", ["District | Killed | Year", "North | 12 | 2014"], date(2014, 1, 1), date(2014, 12, 31), id="a column of years"
        ),
        pytest.param(
            "Budget (USD million, 2007 prices)", ["Item | 2005", "Roads | 12"], date(2005, 1, 1), date(2005, 12, 31), id="prices of a year"
        ),
    ],
)
def test_a_cell_holds_for_the_time_that_is_written_nearest_to_it(caption: str, rows: list[str], low: date, high: date) -> None:
    (claim,) = cells(caption, *rows)
    assert (claim.as_of_low, claim.as_of_high) == (low, high)


def test_a_date_that_labels_a_row_is_neither_subject_nor_facet() -> None:
    (claim,) = cells("Victims", "Date | Killed", "4 May 2020 | 12")
    assert "May" not in f"{claim.subject} {claim.facet}"


def test_a_year_beside_the_name_dates_the_row_and_is_no_part_of_the_name() -> None:
    first, second = cells("Countries", "Country | Year | Population", "Ruritania | 2010 | 4,512,000", "Ruritania | 2011 | 4,530,000")
    assert (first.subject, first.facet) == (second.subject, second.facet)
    assert "2010" not in f"{first.subject} {first.facet}"
    assert first.as_of_low == date(2010, 1, 1)


def test_a_caption_without_a_verb_states_nothing_itself() -> None:
    lines = "# Kestrel\n\nTable 1. Dead cattle as of 16 August 2019, thousands\n\n| District | 2014 |\n|---|---|\n| East | 10.2 |\n"
    claims = extractor().extract(read(lines.encode(), ReadingHint(path="a.md")))
    assert [claim.mention_text for claim in claims if claim.segment_kind is not SegmentKind.TABLE] == []


def test_a_figure_of_a_very_wide_row_is_quoted_with_what_stands_about_it() -> None:
    header = "Town," + ",".join(f"mills of kind {number}" for number in range(2_000))
    row = "Upton," + ",".join(str(40 + number) for number in range(2_000))
    document = read(f"{header}\n{row}\n".encode(), ReadingHint(path="wide.csv"))
    claims = extractor().extract(document)
    assert len(claims) == 2_000
    for claim in claims:
        assert claim.char_start is not None
        assert claim.mention_start is not None
        assert claim.quote == document.text[claim.char_start : claim.char_end]
        assert claim.mention_text in claim.quote
        assert claim.char_start <= claim.mention_start
        assert len(claim.quote) < 500, "or ten thousand figures bear a row of ten thousand figures each"
