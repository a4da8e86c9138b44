"""The unit table: every unit converts within its dimension, and the spellings of a unit meet."""

import math
from pathlib import Path

import pytest

from atodds.errors import ConfigurationError
from atodds.normalising.quantities import find_quantities
from atodds.normalising.units import convert_unit, load_units, to_base
from atodds.seeds import SEEDS_FOLDER


@pytest.mark.parametrize(
    ("value", "unit", "base", "dimension"),
    [
        (1, "kilometre", 1_000, "length"),
        (1, "mile", 1_609.344, "length"),
        (1, "square mile", 1_609.344**2, "area"),
        (1, "hectare", 10_000, "area"),
        (1, "tonne", 1_000, "mass"),
        (1, "short ton", 907.18474, "mass"),
        (1, "kilotonne", 1e6, "mass"),
        (1, "barrel", 0.158987294928, "volume"),
        (1, "billion cubic metres", 1e9, "volume"),
        (1, "gigawatt hour", 3.6e12, "energy"),
        (1, "kilotonne of TNT", 4.184e12, "energy"),
        (0, "degree Celsius", 273.15, "temperature"),
        (32, "degree Fahrenheit", 273.15, "temperature"),
        (1, "kilobyte", 8_000, "information"),
        (36, "kilometre per hour", 10, "speed"),
        (50, "percent", 50, "percent"),
    ],
)
def test_a_unit_turns_into_the_base_unit_of_its_dimension(value: float, unit: str, base: float, dimension: str) -> None:
    turned, found = to_base(value, unit)
    assert found == dimension
    assert turned == pytest.approx(base)


def test_an_unknown_unit_is_answered_with_no_dimension() -> None:
    assert to_base(7, "furlong per fortnight") == (7, None)
    assert convert_unit(1, "kilometre", "tonne") is None


def test_conversion_between_two_units_goes_there_and_back() -> None:
    for unit in load_units().by_id.values():
        same = [other for other in load_units().by_id.values() if other.dimension == unit.dimension][:3]
        for other in same:
            there = convert_unit(12.5, unit.id, other.id)
            assert there is not None
            back = convert_unit(there, other.id, unit.id)
            assert back == pytest.approx(12.5, rel=1e-6) or unit.offset or other.offset


@pytest.mark.parametrize(
    ("spellings", "unit"),
    [
        (
            ["5 km2", "5 km²", "5 km^2", "5 sq km", "5 sq. km", "5 square kilometres", "5 square kilometers", "5 km squared"],
            "square kilometre",
        ),
        (["5 m3", "5 m³", "5 cubic metres", "5 cu m"], "cubic metre"),
        (["5%", "5 %", "5 per cent", "5 percent", "five percent", "5 pct", "5pc"], "percent"),
        (["5 t", "5 tonnes", "5 metric tons", "five tonnes", "5-tonne"], "tonne"),
        (["5 kph", "5 km/h", "5 kilometres per hour", "5 km per hour"], "kilometre per hour"),
        (["5 percentage points", "5 pp", "5 percent points"], "percentage point"),
        (["5 GW", "5 gigawatts"], "gigawatt"),
        (["5 TWh", "5 terawatt hours", "5 terawatt-hours"], "terawatt hour"),
        (["5 °C", "5 degrees Celsius", "5C", "five degrees Celsius"], "degree Celsius"),
        (["5 years", "5-year", "5 yrs", "five years old", "5-year-old", "aged 5"], "year"),
        (["magnitude 5", "5-magnitude", "magnitude-5", "Mw 5", "5 on the Richter scale"], "magnitude"),
        (["5 boe", "5 barrels of oil equivalent"], "barrel of oil equivalent"),
        (["5 bcm"], "billion cubic metres"),
    ],
)
def test_the_spellings_of_a_unit_meet(spellings: list[str], unit: str) -> None:
    for spelling in spellings:
        (mention,) = find_quantities(f"It was {spelling}.").mentions
        assert (mention.low, mention.unit) == (5, unit), spelling
        assert mention.dimension == load_units().by_id[unit].dimension


@pytest.mark.parametrize(
    ("text", "unit", "per_unit"),
    [
        ("3 million barrels per day", "barrel", "day"),
        ("3 bpd", "barrel", "day"),
        ("40 tonnes a year", "tonne", "year"),
        ("5 J/m^2", "joule", "square metre"),
        ("3,000 a year", None, "year"),
        ("120 people per square kilometre", None, "square kilometre"),
        ("2 kg per person", "kilogram", "person"),
        ("7.2/10", None, "10"),
    ],
)
def test_what_a_figure_is_for_each_of_is_kept(text: str, unit: str | None, per_unit: str) -> None:
    (mention,) = find_quantities(text).mentions
    assert (mention.unit, mention.per_unit) == (unit, per_unit)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("There are 2 in the car.", None),
        ("It grew 5 m people", None),
        ("a note in 5 A minor", None),
        ('He said "we saw 12".', None),
        ("the 30s were hard", None),
    ],
)
def test_letters_that_only_look_like_units_are_none(text: str, unit: str | None) -> None:
    assert all(mention.unit is unit for mention in find_quantities(text).mentions)


def test_a_line_of_the_table_that_is_no_number_is_refused_by_file_line_and_mend(tmp_path: Path) -> None:
    lines = (SEEDS_FOLDER / "units.csv").read_text(encoding="utf-8").splitlines()[:2]
    (tmp_path / "units.csv").write_text("\n".join([*lines, "ell,length,two,0,ells,,,,"]) + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"units\.csv, line 3: factor and offset are numbers"):
        load_units(tmp_path)
    (tmp_path / "units.csv").write_text("unit,dimension\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="column 'factor' is missing"):
        load_units(tmp_path)


def test_every_factor_is_finite_and_positive() -> None:
    for unit in load_units().by_id.values():
        assert math.isfinite(unit.factor), unit.id
        assert unit.factor > 0, unit.id
