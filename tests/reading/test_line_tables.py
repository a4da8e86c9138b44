"""Tables in plain text and mails, whatever they are drawn with."""

from __future__ import annotations

import pytest

from atodds.reading import ReadingHint, read
from atodds.reading.document import Document, TableCell
from atodds.vocabulary import SegmentKind

_ABOVE = "The ferry company of Lowmouth\n\nThe company runs four boats across the sound and has done so since the bridge was lost.\n\n"


def _document(table: str, path: str = "a.txt") -> Document:
    return read(f"{_ABOVE}{table}\n\nThe figures are those of the harbour office.\n".encode(), ReadingHint(path=path))


def _values(document: Document) -> list[TableCell]:
    return [cell for segment in document.segments for cell in segment.cells if not cell.is_label]


_BOATS = [("Heron", "Crew", "12"), ("Heron", "Berths", "340"), ("Gull", "Crew", "9"), ("Gull", "Berths", "1,205")]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("| Boat | Crew | Berths |\n|------|-----:|-------:|\n| Heron | 12 | 340 |\n| **Gull** | 9 | 1,205 |", id="markdown"),
        pytest.param("| Boat | Crew | Berths |\n| Heron | 12 | 340 |\n| Gull | 9 | 1,205 |", id="bars at both ends"),
        pytest.param("Boat | Crew | Berths\nHeron | 12 | 340\nGull | 9 | 1,205", id="bars between"),
        pytest.param(
            "+-------+------+--------+\n| Boat  | Crew | Berths |\n+=======+======+========+\n| Heron | 12   | 340    |\n"
            "+-------+------+--------+\n| Gull  | 9    | 1,205  |\n+-------+------+--------+",
            id="drawn with plus signs",
        ),
        pytest.param("┌───────┬──────┬────────┐\n│ Boat  │ Crew │ Berths │\n├───────┼──────┼────────┤\n│ Heron │ 12   │ 340    │\n"
                     "│ Gull  │ 9    │ 1,205  │\n└───────┴──────┴────────┘", id="box drawing"),
        pytest.param("Boat\tCrew\tBerths\nHeron\t12\t340\nGull\t9\t1,205", id="tabs"),
        pytest.param("Boat       Crew    Berths\nHeron        12       340\nGull          9     1,205", id="columns set right"),
        pytest.param("Boat    Crew  Berths\nHeron   12    340\nGull    9     1,205", id="columns set left"),
    ],
)  # fmt: skip
def test_a_table_has_headers_and_row_labels_however_it_is_drawn(table: str) -> None:
    document = _document(table)
    assert [(cell.row_label, cell.header[-1], cell.text) for cell in _values(document)] == _BOATS
    assert all(document.text[cell.start : cell.end] == cell.text for segment in document.segments for cell in segment.cells)
    lines = (_ABOVE + table).split("\n")
    for cell in _values(document):
        place = document.source_map.place(cell.start, cell.end)
        assert place.line_start is not None
        assert cell.text in lines[place.line_start - 1]


def test_a_mail_holds_tables_too_and_what_it_quotes_stays_apart() -> None:
    mail = (
        "Message-ID: <1@lowmouth.example>\nFrom: Ann <ann@lowmouth.example>\nDate: Mon, 4 May 2020 10:00:00 +0000\nSubject: Boats\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
        "Dear all,\n\nhere are the boats.\n\n| Boat | Crew |\n|---|---|\n| Heron | 12 |\n\n"
        "> | Boat | Crew |\n> |---|---|\n> | Heron | 11 |\n"
    )
    document = read(mail.encode(), ReadingHint(path="a.eml"))
    assert [(cell.row_label, cell.text) for cell in _values(document)] == [("Heron", "12")]


def test_accounts_have_years_and_thousands_as_two_head_lines_and_brackets_in_their_cells() -> None:
    document = _document(
        "Accounts for the year to 31 March 2019\n                     2019       2018\n                    £'000      £'000\n"
        "Fares               8,410      8,002\nWages              (2,115)    (2,090)\nLoans              12,300     12,900"
    )
    values = _values(document)
    assert [(cell.row_label, cell.header, cell.text) for cell in values[:4]] == [
        ("Fares", ("2019", "£'000"), "8,410"),
        ("Fares", ("2018", "£'000"), "8,002"),
        ("Wages", ("2019", "£'000"), "(2,115)"),
        ("Wages", ("2018", "£'000"), "(2,090)"),
    ]
    assert {segment.caption for segment in document.segments if segment.cells} == {"Accounts for the year to 31 March 2019"}


def test_a_header_over_several_columns_heads_each_of_them() -> None:
    document = _document(
        "            Boats lost      Boats built\n           2018   2019     2018   2019\n"
        "Hoy          12     14        3      5\nNess          8     11        1      2"
    )
    assert [(cell.row_label, cell.header, cell.text) for cell in _values(document)[:4]] == [
        ("Hoy", ("Boats lost", "2018"), "12"),
        ("Hoy", ("Boats lost", "2019"), "14"),
        ("Hoy", ("Boats built", "2018"), "3"),
        ("Hoy", ("Boats built", "2019"), "5"),
    ]


def test_lines_of_label_and_figure_are_rows_under_the_line_that_says_what_they_are_in() -> None:
    document = _document("At 31 March 2019 £'000\n\nFares of the company 8,410\nLoans of the company 12,300")
    rows = [segment for segment in document.segments if segment.cells]
    assert [(cell.row_label, cell.text) for cell in _values(document)] == [
        ("Fares of the company", "8,410"),
        ("Loans of the company", "12,300"),
    ]
    assert [row.caption for row in rows] == ["At 31 March 2019 £'000"] * 2


def test_dotted_lines_lead_to_values() -> None:
    document = _document("Harbour dues ............ 41.2\nPilots .................. 18.6\nDredging ................ 9.5")
    assert [(cell.row_label, cell.text) for cell in _values(document)] == [
        ("Harbour dues", "41.2"),
        ("Pilots", "18.6"),
        ("Dredging", "9.5"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("The boats .......... 3\nThe crews .......... 12\nThe fares .......... 45", id="contents"),
        pytest.param("The boats   3\nThe crews   12\nThe fares   45", id="contents without dots"),
        pytest.param("Home | News | Sport | Weather", id="a menu"),
        pytest.param("She had one boat.  It was old.\nHe had two boats.  They were new.", id="two blanks after a sentence"),
        pytest.param("Chapter 2\nChapter 3", id="numbers of chapters"),
        pytest.param("Budget 2018\nBudget 2019", id="years"),
    ],
)
def test_what_is_no_table_stays_text(lines: str) -> None:
    assert not [segment for segment in _document(lines).segments if segment.cells]


def test_the_name_over_an_infobox_is_its_caption_and_no_header() -> None:
    document = _document("| The Heron | |\n|---|---|\n| Built | 1931 |\n| Berths | 340 |")
    assert {segment.caption for segment in document.segments if segment.cells} == {"The Heron"}
    assert [(cell.row_label, cell.header) for cell in _values(document)] == [("Built", ()), ("Berths", ())]


def test_a_first_row_with_a_figure_is_a_row_though_a_rule_stands_under_it() -> None:
    document = _document("| Berths | 340 |\n|---|---|\n| Crew | 12 |")
    assert [(cell.row_label, cell.text) for cell in _values(document)] == [("Berths", "340"), ("Crew", "12")]


@pytest.mark.parametrize(
    ("table", "column", "last_digit", "holds_times"),
    [
        ("| Town | Boats |\n|---|---|\n| Ness | 12,000 |\n| Hoy | 8,451 |", 1, 1.0, False),
        ("| Town | Boats |\n|---|---|\n| Ness | 12,000 |\n| Hoy | 8,400 |", 1, 100.0, False),
        ("| Town | Share |\n|---|---|\n| Ness | 12.0 |\n| Hoy | 8.45 |", 1, 0.01, False),
        ("| Item | Value |\n|---|---|\n| Boats | 12,000 |\n| Piers | 3 |", 1, None, False),  # figures of many kinds
        ("| Town | Pier built |\n|---|---|\n| Ness | 1931 |\n| Hoy | 1902 |", 1, 1.0, True),
        ("| Town | Votes |\n|---|---|\n| Ness | 1931 |\n| Hoy | 1902 |", 1, 1.0, False),
    ],
)
def test_a_column_shows_its_finest_digit_and_whether_it_holds_times(
    table: str, column: int, last_digit: float | None, holds_times: bool
) -> None:
    cells = [cell for segment in _document(table).segments for cell in segment.cells if cell.column == column]
    assert [(cell.last_digit, cell.holds_times) for cell in cells] == [(last_digit, holds_times)] * 2


@pytest.mark.parametrize(
    ("label", "summed"),
    [
        ("Total", True), ("Grand total:", True), ("Second class, total", True), ("Total number of berths", True), ("All districts", True),
        ("Overall", True), ("Ness", False), ("Total debt", False), ("Totland", False),
    ],
)  # fmt: skip
def test_a_row_says_that_it_holds_the_sum(label: str, summed: bool) -> None:
    cells = _values(_document(f"| Town | Boats |\n|---|---|\n| Hoy | 4 |\n| Strand | 5 |\n| {label} | 9 |"))
    assert [cell.in_total_row for cell in cells] == [False, False, summed]
    turned = _values(_document(f"| Year | Hoy | {label} |\n|---|---|---|\n| 1931 | 4 | 9 |\n| 1932 | 5 | 8 |"))
    assert [cell.in_total_column for cell in turned] == [False, summed] * 2


def test_every_label_cell_is_there_by_itself_and_days_label_their_row() -> None:
    table = "date,place,lost\n2031-11-12,Hoy,471\n2031-11-13,Hoy,472\n"
    cells = _values(read(table.encode(), ReadingHint(path="a.csv")))
    assert [(cell.row_labels, cell.text) for cell in cells] == [(("2031-11-12", "Hoy"), "471"), (("2031-11-13", "Hoy"), "472")]


def test_tables_of_one_text_are_numbered_apart() -> None:
    boats, piers = "| Boat | Crew |\n|---|---|\n| Heron | 12 |", "Pier  Length\nHoy   120\nNess  95"
    document = _document(f"{boats}\n\nAnd the piers are these, as the office counted them in spring.\n\n{piers}")
    numbers = [segment.table for segment in document.segments if segment.kind is SegmentKind.TABLE]
    assert numbers == [0, 1, 1]
