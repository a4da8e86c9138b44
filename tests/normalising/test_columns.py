"""What headers, labels and captions say their figures are in."""

from __future__ import annotations

import pytest

from atodds.normalising.columns import stated_unit


@pytest.mark.parametrize(
    ("text", "scale", "what"),
    [
        ("Salt (million tonnes)", 1e6, "tonne"),
        ("Salt, thousand tonnes", 1e3, "tonne"),
        ("000 tonnes", 1e3, "tonne"),
        ("thousands of tonnes", 1e3, "tonne"),
        ("Thousand tonnes of salt", 1e3, "tonne"),
        ("Harbour dues (pounds)", 1, "GBP"),
        ("£'000", 1e3, "GBP"),
        ("£’000", 1e3, "GBP"),
        ("US$ million", 1e6, "USD"),
        ("US$m", 1e6, "USD"),
        ("€bn", 1e9, "EUR"),
        ("Dues in thousand lei", 1e3, "RON"),
        ("Rs crore", 1e7, "INR"),
        ("Dues at constant 2010 prices, EUR million", 1e6, "EUR"),
        ("(in thousands of US dollars)", 1e3, "USD"),
        ("Accounts (in millions of euros, except fares)", 1e6, "EUR"),
        ("At 31 March 2019 £'000", 1e3, "GBP"),
        ("People (thousands)", 1e3, None),
        ("People in millions as of 2007", 1e6, None),
        ("(000s)", 1e3, None),
        ("Share of boats, %", 1, "percent"),
        ("Per cent of boats", 1, "percent"),
        ("% lost", 1, "percent"),
        ("Dues, % of budget", 1, "percent"),
        ("Depth (mm)", 1, "millimetre"),
        ("Length, m", 1, "metre"),
        ("Area in sq km", 1, "square kilometre"),
        ("Weight kg", 1, "kilogram"),
        ("Speed (km/h)", 1, "kilometre per hour"),
        ("Hours", 1, "hour"),
    ],
)
def test_a_title_says_what_its_figures_are_in(text: str, scale: float, what: str | None) -> None:
    stated = stated_unit(text)
    assert stated is not None
    assert stated.scale == scale
    assert (stated.currency or ("percent" if stated.percent else stated.unit.id if stated.unit else None)) == what


@pytest.mark.parametrize(
    ("text", "per"),
    [("Lost per 100,000 people", "100000 people"), ("Salt per head", "person"), ("Price per litre", "litre"), ("kg per head", "person")],
)
def test_a_title_says_what_each_figure_is_for(text: str, per: str) -> None:
    stated = stated_unit(text)
    assert stated is not None
    assert stated.per == per


@pytest.mark.parametrize(
    "text",
    ["Second", "Third class", "Boats", "Votes", "Won", "Hoy", "Time", "All", "Years", "Length m", "Lost in action", "Men in arms", "CO2",
     "Item", "Passengers a year", "Mark", "Real", "Members of the council", ""],
)  # fmt: skip
def test_a_title_that_only_looks_like_a_unit_says_nothing(text: str) -> None:
    assert stated_unit(text) is None
