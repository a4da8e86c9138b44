"""Tables of a PDF: with pdfplumber by the rules that are drawn, without it by rows of parted words; the same cells where both can tell."""

import io
import sys

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from atodds.reading import ReadingHint, ReadingLimits, read
from atodds.reading.document import Document, Place, TableCell
from atodds.vocabulary import SegmentKind

BODY = getSampleStyleSheet()["BodyText"]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
PROSE = "The harbours of the coast were counted by the clerks of both towns, and 12 of the counts were lost. "
PLAIN = [["Town", "Boats", "Catch, tons"], ["Lowmouth", "1,200", "3,13"], ["Highwell", "900", "9,2"], ["Saltby", "42", "0,75"]]


def words(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def pdf_of(*flowables: object) -> bytes:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4).build(list(flowables))
    return stream.getvalue()


def between_words(*tables: Table) -> bytes:
    return pdf_of(words(PROSE * 5), Spacer(1, 10), words("Boats by town in 1933"), *tables, Spacer(1, 10), words("After it. " + PROSE * 3))


def table_of(rows: list[list[object]], *styles: tuple[object, ...], widths: list[int] | None = None) -> Table:
    return Table(rows, colWidths=widths, style=TableStyle([*styles, ("VALIGN", (0, 0), (-1, -1), "TOP")]))


def read_pdf(content: bytes, limits: ReadingLimits | None = None) -> Document:
    return read(content, ReadingHint(path="a.pdf"), limits)


def cells(document: Document) -> list[TableCell]:
    found = [cell for segment in document.segments for cell in segment.cells]
    assert all(document.text[cell.start : cell.end] == cell.text for cell in found)
    return found


def described(document: Document) -> list[tuple[str, tuple[str, ...], str | None, str | None, Place]]:
    return [(cell.text, cell.header, cell.row_label, cell.decimal_mark, cell.place) for cell in cells(document)]


@pytest.fixture
def without_pdfplumber(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The last words of the pages pdfplumber is shown."""
    import pdfplumber

    shown: list[str] = []
    opened = pdfplumber.open

    def noting(stream: io.BytesIO) -> object:
        pdf = opened(stream)
        shown.extend(page.extract_text().split()[-1] for page in pdf.pages)
        return pdf

    monkeypatch.setattr(pdfplumber, "open", noting)
    return shown


EXPECTED = [
    ("Lowmouth", ("Town",), None, None, Place(page=1)),
    ("1,200", ("Boats",), "Lowmouth", None, Place(page=1)),
    ("3,13", ("Catch, tons",), "Lowmouth", ",", Place(page=1)),
    ("Highwell", ("Town",), None, None, Place(page=1)),
    ("900", ("Boats",), "Highwell", None, Place(page=1)),
    ("9,2", ("Catch, tons",), "Highwell", ",", Place(page=1)),
    ("Saltby", ("Town",), None, None, Place(page=1)),
    ("42", ("Boats",), "Saltby", None, Place(page=1)),
    ("0,75", ("Catch, tons",), "Saltby", ",", Place(page=1)),
]


@pytest.mark.parametrize("styles", [(GRID,), ()], ids=["ruled", "without rules"])
def test_a_table_has_the_same_cells_and_places_with_pdfplumber(styles: tuple[tuple[object, ...], ...]) -> None:
    document = read_pdf(between_words(table_of([*PLAIN], *styles, widths=[120, 80, 90])))
    assert described(document) == EXPECTED
    assert {segment.caption for segment in document.segments if segment.cells} == {"Boats by town in 1933"}
    assert document.notices == ()


@pytest.mark.usefixtures("without_pdfplumber")
@pytest.mark.parametrize("styles", [(GRID,), ()], ids=["ruled", "without rules"])
def test_a_table_has_the_same_cells_and_places_without_pdfplumber(styles: tuple[tuple[object, ...], ...]) -> None:
    document = read_pdf(between_words(table_of([*PLAIN], *styles, widths=[120, 80, 90])))
    assert described(document) == EXPECTED
    assert {segment.caption for segment in document.segments if segment.cells} == {"Boats by town in 1933"}
    assert document.notices == ()


SPANNED: list[list[object]] = [
    ["Coast", "Town", "Boats", "", "Note"],
    ["", "", "1933", "1934", ""],
    ["North", words("Lowmouth and the villages of its upper valley"), "1,200", "", words("Counted in spring, by 3 clerks of the office")],
    ["", "Highwell", "", "42", words("No count of 1933 is left")],
    ["South", "Saltby", "17", "18", ""],
]
SPANS = [("SPAN", (2, 0), (3, 0)), ("SPAN", (0, 2), (0, 3)), *(("SPAN", (column, 0), (column, 1)) for column in (0, 1, 4))]


def test_rules_tell_merged_empty_and_wrapped_fields_apart() -> None:
    document = read_pdf(between_words(table_of(SPANNED, GRID, *SPANS, widths=[50, 110, 40, 40, 110])))
    told = {cell.text: (cell.header, cell.row_label) for cell in cells(document)}
    town = "Lowmouth and the villages of its upper valley"
    assert told["1,200"] == (("Boats", "1933"), f"North {town}")
    assert told["42"] == (("Boats", "1934"), "North Highwell")
    assert told["18"] == (("Boats", "1934"), "South Saltby")
    assert told["Counted in spring, by 3 clerks of the office"] == (("Note",), f"North {town}")


def test_a_raised_mark_stays_out_of_a_figure_in_a_ruled_table() -> None:
    rows: list[list[object]] = [["Town", "Boats"], ["Lowmouth", words("1,200<super>3</super>")], ["Highwell", words("900")]]
    assert [cell.text for cell in cells(read_pdf(between_words(table_of(rows, GRID, widths=[120, 80]))))][1::2] == ["1,200", "900"]


def test_text_beside_and_around_a_ruled_table_is_kept() -> None:
    rows: list[list[object]] = [["Town", "Boats"], ["Lowmouth", "1,200"], ["Highwell", "900"]]
    told = words("Beside the table stand 77 words of another hand.")
    beside = Table([[table_of(rows, GRID, widths=[90, 60]), told]], colWidths=[200, 200])
    text = read_pdf(between_words(beside)).text
    for kept in ("Lowmouth\t1,200", "Beside the table stand 77 words of another hand.", "After it."):
        assert text.count(kept) == 1, text


def test_a_ruled_table_goes_on_over_a_page_with_its_header() -> None:
    rows = [["Town", "Boats"], *([f"Town {chr(65 + number % 26)}{chr(97 + number // 26)}", f"{number + 100}"] for number in range(90))]
    document = read_pdf(between_words(table_of([*rows], GRID, widths=[120, 80])))
    figures = [cell for cell in cells(document) if cell.column == 1]
    assert [cell.text for cell in figures] == [row[1] for row in rows[1:]]
    assert {cell.header for cell in figures} == {("Boats",)}
    assert [cell.place.page for cell in figures] == sorted(cell.place.page or 0 for cell in figures)
    assert len({segment.table for segment in document.segments if segment.cells}) == 1


def test_a_page_that_begins_elsewhere_than_at_zero_has_its_table() -> None:
    pdf = pypdfium2.PdfDocument(between_words(table_of(SPANNED, GRID, *SPANS, widths=[50, 110, 40, 40, 110])))
    pdf[0].set_mediabox(-40, -30, 620, 860)
    stream = io.BytesIO()
    pdf.save(stream)
    told = {cell.text: cell.row_label for cell in cells(read_pdf(stream.getvalue()))}
    assert told["42"] == "North Highwell"


def test_a_frame_around_prose_is_no_table() -> None:
    framed = table_of([[words(PROSE * 4), words(PROSE * 4)], [words(PROSE * 4), words("See page 3.")]], GRID, widths=[200, 200])
    assert cells(read_pdf(between_words(framed))) == []


def test_only_pages_that_may_hold_a_table_are_shown_to_pdfplumber(asked: list[str]) -> None:
    plain = [flowable for _ in range(3) for flowable in (words(PROSE * 8), PageBreak())]
    read_pdf(pdf_of(*plain, table_of([*PLAIN], GRID), PageBreak(), words(PROSE)))
    assert asked == ["0,75"]


def test_a_plot_is_not_shown_to_pdfplumber(asked: list[str]) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for number in range(2500):
        canvas.line(50 + number % 500, 100, 50 + number % 500, 100 + number % 37)
    canvas.drawString(50, 80, "Boats 1931 1932 1933")
    canvas.save()
    assert "Boats 1931 1932 1933" in read_pdf(stream.getvalue()).text
    assert asked == []


def test_the_limit_of_pages_shown_to_pdfplumber_is_told_and_loses_no_table(asked: list[str]) -> None:
    content = pdf_of(*(flowable for _ in range(3) for flowable in (table_of([*PLAIN], GRID, widths=[120, 80, 90]), PageBreak())))
    document = read_pdf(content, ReadingLimits(max_ruled_pages=1))
    assert asked == ["0,75"]
    assert [notice for notice in document.notices if "max_ruled_pages" in notice and "page 2" in notice]
    assert [cell.text for cell in cells(document)].count("1,200") == 3


def test_a_page_pdfplumber_gives_up_on_is_read_by_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    import pdfplumber

    def fails(*_: object, **__: object) -> None:
        raise KeyError("MediaBox")

    monkeypatch.setattr(pdfplumber, "open", fails)
    document = read_pdf(between_words(table_of([*PLAIN], GRID, widths=[120, 80, 90])))
    assert described(document) == EXPECTED
    assert [notice for notice in document.notices if "pdfplumber gave up (KeyError)" in notice]
    assert [segment for segment in document.segments if segment.kind is SegmentKind.CAPTION]
