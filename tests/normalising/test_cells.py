"""Figures and dates of cells, read with what stands over and before them."""

from __future__ import annotations

from typing import Any

import pytest

from atodds.normalising.cells import read_cell


@pytest.mark.parametrize(
    ("text", "over", "value", "unit"),
    [
        ("12.4", {"header": ("Salt (million tonnes)",)}, 12.4e6, "tonne"),
        ("8,410", {"header": ("2019", "£'000"), "row_label": "Fares"}, 8.41e6, "GBP"),
        ("(2,115)", {"header": ("2019", "£'000"), "row_label": "Wages"}, 2.115e6, "GBP"),  # the label is the outgo
        ("(2,115)", {"header": ("2019", "£'000"), "row_label": "Result for the year"}, -2.115e6, "GBP"),
        ("12,450", {"row_label": "Fares of the company", "caption": "At 31 March 2019 £'000"}, 12.45e6, "GBP"),
        ("3.1", {"header": ("2019",), "row_label": "Dues, million USD"}, 3.1e6, "USD"),
        ("44.0", {"header": ("1979",), "row_label": "Sailors", "caption": "Share of households, %"}, 44.0, "percent"),
        ("310", {"header": ("Houses",), "caption": "Losses in million euros"}, 310, None),  # a column of things
        ("310", {"row_label": "Soldiers", "caption": "Losses in million euros"}, 310, None),
        ("31", {"header": ("Dues (USD)",), "caption": "Dues of four harbours, thousands"}, 31e3, "USD"),
        ("7.5%", {"header": ("Thousand tonnes",)}, 7.5, "percent"),
        ("$3.2", {"header": ("(millions)",)}, 3.2e6, "USD"),
        ("2 million", {"header": ("Thousands",)}, 2e6, None),
        ("43 seats", {"header": ("Thousands",)}, 43, None),
        ("7.5 million (pounds)", {"row_label": "Cost"}, 7.5e6, "GBP"),
        ("7.5 million", {"header": ("Cost, USD thousand",)}, 7.5e6, "USD"),
        ("41 (2006)", {"header": ("Boats",)}, 41, None),
        ("2002", {"header": ("Votes",)}, 2002, None),
        ("1936", {"row_label": "People moved"}, 1936, None),
        ("1936", {"row_label": "Homeless"}, 1936, None),
        ("8600", {"row_label": "Crews"}, 8600, None),
        ("1000+ (up to 4 May)", {"row_label": "Hurt"}, 1000, None),
    ],
)
def test_a_cell_has_the_scale_and_unit_of_what_stands_nearest(text: str, over: dict[str, Any], value: float, unit: str | None) -> None:
    mention = read_cell(text, **over).quantities[0]
    assert mention.low == pytest.approx(value)
    assert (mention.currency or mention.unit) == unit
    assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "over", "low", "high"),
    [
        ("1931", {"row_label": "Built"}, "1931-01-01", "1931-12-31"),
        ("1257", {"row_label": "Town charter"}, "1257-01-01", "1257-12-31"),
        ("1931", {"header": ("Year",)}, "1931-01-01", "1931-12-31"),
        ("1931", {"header": ("Pier opened",)}, "1931-01-01", "1931-12-31"),
        ("1931", {"header": ("Value",), "row_label": "Completed"}, "1931-01-01", "1931-12-31"),
        ("12 March 1931 (behind plan)", {"row_label": "Sea wall finished"}, "1931-03-12", "1931-03-12"),
        ("2031-11-12", {"header": ("date",), "holds_times": True}, "2031-11-12", "2031-11-12"),
    ],
)
def test_a_cell_holds_a_date_where_its_title_says_so(text: str, over: dict[str, Any], low: str, high: str) -> None:
    reading = read_cell(text, **over)
    assert not reading.quantities
    assert [(str(found.low), str(found.high)) for found in reading.dates] == [(low, high)]
    assert all(text[found.start : found.end] == found.text for found in reading.dates)


def test_every_figure_of_a_cell_is_read() -> None:
    reading = read_cell("3,600 m / 11,881 ft, asphalt", row_label="Runway 07L")
    assert [(mention.low, mention.unit) for mention in reading.quantities] == [(3600, "metre"), (11881, "foot")]


@pytest.mark.parametrize(("text", "expected"), [("12,000", 1e3), ("12,000 boats", 1e3), ("8,451", 1e3)])
def test_trailing_noughts_are_judged_by_the_column(text: str, expected: float) -> None:
    assert read_cell(text, header=("(thousands)",), last_digit=1.0).quantities[0].last_digit == expected
