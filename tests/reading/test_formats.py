"""HTML, DOCX, XLSX and CSV: the same words and figures, with the place each format has."""

import io

import docx
import openpyxl
import pytest

from atodds.reading import ReadingHint, read
from atodds.reading.document import Document, Place, TableCell
from atodds.vocabulary import SegmentKind

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Lowmouth floods | The Gazette</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Lowmouth floods", "datePublished": "2021-03-04T10:00:00Z",
"author": [{"name": "Ann Reed"}], "publisher": {"name": "The Gazette"}}</script>
<link rel="canonical" href="https://gazette.example/2021/floods"></head>
<body><nav><a href="/">Home</a> <a>World</a></nav>
<article><h1>Lowmouth floods</h1>
<p class="byline">By Ann Reed</p>
<p>The flood took <sup>1</sup>2,000 houses and 41,250<sup><a href="#fn2">2</a></sup> people fled
an area of 12 km<sup>2</sup>,
the council said on the 20<sup>th</sup>.</p>
<h2>Damage</h2>
<table><caption>Damage by town</caption><thead><tr><th>Town</th><th colspan="2">Houses</th><th>Cost, EUR mn</th></tr>
<tr><th></th><th>lost</th><th>hurt</th><th></th></tr></thead>
<tr><td>Lowmouth</td><td>1.200</td><td>4</td><td>3,5</td></tr>
<tr><td>Highwell<sup>[a]</sup></td><td>800</td><td>5</td><td>2,25</td></tr></table>
<p>Repairs will cost 5.75 million euros.
The town asked for help on Monday and got an answer from the capital within the week, which few had expected.</p>
<div class="footnotes"><ol><li id="fn1">Houses only.</li><li id="fn2">The census of 2011 had 39,900.</li></ol></div>
</article><div class="related">Related: Twelve lost at sea</div><footer>© 2021 The Gazette</footer></body></html>
"""


def texts(document: Document, kind: SegmentKind) -> list[str]:
    return [document.text_of(segment) for segment in document.segments if segment.kind is kind]


def place_of(document: Document, words: str) -> Place:
    start = document.text.index(words)
    return document.source_map.place(start, start + len(words))


def cells(document: Document) -> list[TableCell]:
    return [cell for segment in document.segments for cell in segment.cells]


def test_a_page_says_who_published_it_and_when() -> None:
    metadata = read(PAGE.encode(), ReadingHint(path="a.html")).metadata
    assert (metadata.title, metadata.author, metadata.publisher) == ("Lowmouth floods", "Ann Reed", "The Gazette")
    assert str(metadata.published_on) == "2021-03-04"
    assert metadata.url == "https://gazette.example/2021/floods"


def test_raised_marks_leave_figures_and_powers_stay_in_html() -> None:
    document = read(PAGE.encode(), ReadingHint(path="a.html"))
    assert texts(document, SegmentKind.BODY)[0] == (
        "The flood took 2,000 houses and 41,250 people fled an area of 12 km², the council said on the 20th."
    )
    notes = [segment for segment in document.segments if segment.kind is SegmentKind.FOOTNOTE]
    assert [document.text[segment.anchor or 0 :][:6] for segment in notes] == [" 2,000", " peopl"]


def test_menus_and_footers_of_a_page_are_boilerplate() -> None:
    document = read(PAGE.encode(), ReadingHint(path="a.html"))
    furniture = [text for text in texts(document, SegmentKind.BOILERPLATE) if "\t" not in text]
    assert furniture == ["Home World", "By Ann Reed", "Related: Twelve lost at sea", "© 2021 The Gazette"]


def test_places_of_a_page_are_its_lines() -> None:
    document, lines = read(PAGE.encode(), ReadingHint(path="a.html")), PAGE.split("\n")
    for words in ("2,000", "41,250", "12 km", "20th", "1.200", "2,25", "5.75 million", "39,900"):
        place = place_of(document, words)
        assert place.line_start == place.line_end
        assert words.removesuffix("th") in lines[(place.line_start or 0) - 1]


def test_header_rows_of_a_page_become_paths() -> None:
    document = read(PAGE.encode(), ReadingHint(path="a.html"))
    row = [cell for cell in cells(document) if cell.row_label == "Highwell"]
    assert [(cell.text, cell.header, cell.decimal_mark) for cell in row] == [
        ("800", ("Houses", "lost"), None),
        ("5", ("Houses", "hurt"), None),
        ("2,25", ("Cost, EUR mn",), ","),
    ]


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Lowmouth floods", 0)
    document.add_heading("Damage", 1)
    paragraph = document.add_paragraph("The flood took 2,000")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" houses and an area of 12 km")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" was lost.")
    document.add_paragraph("Table 1 Damage by town", style="Caption")
    table = document.add_table(rows=3, cols=3)
    for row, values in enumerate([["Town", "Houses", "Cost, EUR mn"], ["Lowmouth", "1.200", "3,5"], ["Highwell", "800", "2,25"]]):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_file_keeps_headings_tables_and_powers() -> None:
    document = read(word_file(), ReadingHint(path="a.docx"))
    assert texts(document, SegmentKind.BODY) == ["The flood took 2,000 houses and an area of 12 km² was lost."]
    assert document.segments[2].heading == "Damage"
    cost = next(cell for cell in cells(document) if cell.text == "2,25")
    assert (cost.header, cost.row_label, cost.decimal_mark, cost.place.cell) == (("Cost, EUR mn",), "Highwell", ",", "table 1!C3")


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Damage"
    for row in (
        ["Damage by town, EUR mn"],
        [],
        ["Town", 2007, 2008, "Share"],
        ["Lowmouth", 1200, 3.5, 0.125],
        ["Highwell", 800, 2.25, 0.5],
    ):
        sheet.append(row)
    sheet.append(["Source: council"])
    sheet["B4"].number_format = "#,##0"
    sheet["D4"].number_format = "0.0%"
    sheet["D5"].number_format = "0%"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_shows_values_as_its_formats_do() -> None:
    document = read(workbook(), ReadingHint(path="a.xlsx"))
    row = [cell for cell in cells(document) if cell.row_label == "Lowmouth"]
    assert [(cell.text, cell.header, cell.place.cell) for cell in row] == [
        ("1,200", ("2007",), "Damage!B4"),
        ("3.5", ("2008",), "Damage!C4"),
        ("12.5%", ("Share",), "Damage!D4"),
    ]
    assert {segment.caption for segment in document.segments if segment.cells} == {"Damage by town, EUR mn"}


@pytest.mark.parametrize(("delimiter", "path"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv")])
def test_a_delimited_file_is_one_table(delimiter: str, path: str) -> None:
    rows = [["Town", "Houses", "Cost, EUR mn"], ["Lowmouth", "1200", "3.5"], ["Highwell", "800", "2.25"]]
    content = "\n".join(delimiter.join(f'"{value}"' for value in row) for row in rows)
    document = read(content.encode(), ReadingHint(path=path))
    cost = next(cell for cell in cells(document) if cell.text == "2.25")
    assert (cost.header, cost.row_label, cost.place) == (("Cost, EUR mn",), "Highwell", Place(3, 3, cell="C3"))


def test_content_wins_over_a_misleading_suffix() -> None:
    assert read(PAGE.encode(), ReadingHint(path="a.txt")).format == "html"
    assert read(word_file(), ReadingHint(path="a.txt")).format == "docx"
    assert read(workbook(), ReadingHint(path="a.docx")).format == "xlsx"
