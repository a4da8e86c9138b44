import re
from datetime import date

import pytest

from atodds.report.apparatus import apparatus_kind, draw_apparatus, ends_of, joined_letters, sigla
from atodds.report.findings import Finding, find_findings
from tests.report.sample_run import SampleRun, claim, discrepancy, document, ferry_run


def finding_of(*figures: dict[str, object]) -> Finding:
    documents, claims = [], []
    for number, figure in enumerate(figures):
        source = document(f"d{number}.txt", f"It was 5 in place {number}.", title=f"Source {number}")
        documents.append(source)
        claims.append(claim(source, "5", **{"value": 5.0, **figure}))  # type: ignore[arg-type]
    return find_findings(SampleRun(documents, claims, [discrepancy(claims)])).findings[0]


@pytest.mark.parametrize(
    ("description", "figures", "kind"),
    [
        ("plain figures", [{}, {"value": 9.0}], "figures"),
        ("figures at one time", [{"as_of_low": date(2020, 1, 1), "as_of_high": date(2020, 1, 1)}] * 2, "figures"),
        ("figures at two times", [{"as_of_low": date(year, 1, 1)} for year in (2020, 2021)], "figures_over_time"),
        ("one of three has a time", [{"as_of_low": date(2020, 1, 1)}, {}, {}], "figures"),
        ("dates", [{"value": None, "date_low": date(2020, 1, 1), "date_high": date(2020, 1, 9)}] * 2, "dates"),
        ("lists", [{"value": None, "members": ["a"]}, {"value": None, "members": ["b"]}], "words"),
        ("two currencies", [{"currency": "USD", "unit": "USD"}, {"currency": "EUR", "unit": "EUR"}], "words"),
        ("two units of one dimension", [{"unit": "mile"}, {"unit": "metre"}], "figures"),
        ("a mass and a length", [{"unit": "mile"}, {"unit": "tonne"}], "words"),
        ("people and a bare number", [{"unit": "people"}, {}], "figures"),
    ],
)  # fmt: skip
def test_the_readings_decide_the_drawing(description: str, figures: list[dict[str, object]], kind: str) -> None:
    finding = finding_of(*figures)
    assert apparatus_kind(finding.readings) == kind, description
    drawing = draw_apparatus(finding)
    assert bool(drawing) is (kind != "words")


def test_figures_in_two_units_stand_on_one_line_in_the_unit_of_the_first() -> None:
    finding = finding_of({"value": 1.0, "unit": "mile"}, {"value": 3218.688, "unit": "metre"})
    in_miles = {reading.claim.unit: ends_of(reading, "mile") for reading in finding.readings}
    assert in_miles["mile"] == (1.0, 1.0)
    assert in_miles["metre"] == pytest.approx((2.0, 2.0))
    assert "3,218.688 metres" in draw_apparatus(finding), "the label keeps what the document says"


def test_every_reading_is_drawn_with_its_letter_its_bound_and_its_part_in_the_conflict() -> None:
    finding = find_findings(ferry_run()).findings[0]
    drawing = str(draw_apparatus(finding))
    assert drawing.count('class="reading odd"') == 3
    assert drawing.count('class="reading"') == 1
    assert drawing.count('class="open"') == 1, "at least 30 is open above"
    assert drawing.count('class="copy"') == 1, "the digest copies the gazette"
    assert list(sigla(finding).values()) == ["A", "B", "C", "D"]
    for letter, label in zip("ABCD", [item.label for item in finding.documents], strict=True):
        assert f">{letter}  {label[:10]}" in drawing


@pytest.mark.parametrize(
    "values",
    [[0.0, 0.0], [0.0, 1e15], [-5.0, 5.0], [1e-9, 1e12], [5.0, 5.0], [1e300, 1e301], [0.0, 3.0], [99999999.0, 100000000.0]],
)
def test_a_drawing_stays_inside_its_frame_whatever_the_figures(values: list[float]) -> None:
    drawing = str(draw_apparatus(finding_of(*[{"value": value} for value in values])))
    assert "nan" not in drawing
    assert "inf" not in drawing
    centres = [float(part.split('"')[0]) for part in drawing.split('cx="')[1:]]
    assert all(0 <= x <= 720 for x in centres)


@pytest.mark.parametrize(
    ("low", "high"), [(date(1, 1, 1), date(9999, 12, 31)), (date(1992, 5, 4), date(1992, 5, 4)), (date(1900, 1, 1), date(2020, 1, 1))]
)
def test_a_line_of_time_takes_any_days(low: date, high: date) -> None:
    drawing = str(draw_apparatus(finding_of(*[{"value": None, "date_low": day, "date_high": day} for day in (low, high)])))
    assert drawing.count("<circle") == 2


def test_more_readings_than_rows_are_counted() -> None:
    drawing = str(draw_apparatus(finding_of(*[{"value": float(number)} for number in range(40)])))
    assert "and 16 more in the table below" in drawing


@pytest.mark.parametrize(
    ("spots", "labels"),
    [
        ([(0, 0), (100, 0), (0, 100)], ["A", "B", "C"]),
        ([(0, 0), (10, 5), (100, 0)], ["A, B", "", "C"]),
        ([(0, 0), (0, 20), (5, 21)], ["A", "B, C", ""]),
    ],
)
def test_labels_that_would_lie_on_each_other_are_made_one(spots: list[tuple[float, float]], labels: list[str]) -> None:
    assert joined_letters(spots, "ABC") == labels
    assert joined_letters([(0, 0)] * 7, list("ABCDEFG"))[0] == "A, B, C, D +3"


def test_a_narrow_drawing_has_letters_for_names_and_stays_inside_its_frame() -> None:
    finding = find_findings(ferry_run()).findings[0]
    drawing = str(draw_apparatus(finding, narrow=True))
    assert drawing.count('class="reading odd"') == 3
    assert [letter for letter in "ABCD" if f'class="name">{letter}</text>' in drawing] == list("ABCD")
    assert all(0 <= float(x) <= 350 for x in re.findall(r'(?:cx|x)="([-\d.]+)"', drawing))
