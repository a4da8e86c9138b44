"""Files as people and programs write them: what is furniture, what is a note, what is a title, whatever the writer made of it."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate

from atodds.reading import Document, ReadingHint, read
from atodds.vocabulary import DocumentStatus, SegmentKind


def of(document: Document, *kinds: SegmentKind) -> list[str]:
    return [document.text_of(segment) for segment in document.segments if segment.kind in kinds]


def html(body: str, head: str = "") -> Document:
    return read(f"<html><head><title>T</title>{head}</head><body>{body}</body></html>".encode(), ReadingHint(path="a.html"))


BODY, NOTE, BOILER = SegmentKind.BODY, SegmentKind.FOOTNOTE, SegmentKind.BOILERPLATE
SAID = "The drought killed 4,500 cattle and cost 12.5 million dollars."


# --- superscripts without <sup> -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        pytest.param("", '<span style="vertical-align: super; font-size:8pt">1</span>', id="a style of its own"),
        pytest.param("", '<span style="position:relative; top:-0.33em">1</span>', id="moved up"),
        pytest.param("<style>.c4{vertical-align:super}</style>", '<span class="c4">1</span>', id="a class, as Google writes it"),
        pytest.param("<style>p{color:red}\n.s2, .s3 { top: -3pt }\n.s3 { vertical-align: 4pt; position: relative; top: -3pt }</style>",
                     '<span class="s3">1</span>', id="one class of several"),
    ],
)  # fmt: skip
def test_a_mark_raised_by_a_style_is_taken_out_of_the_word(head: str, mark: str) -> None:
    page = html(f"<p>The drought killed 4,500 cattle{mark} and cost 12.5 million dollars.</p>", head)
    assert of(page, BODY) == [SAID]


def test_a_power_raised_by_a_style_stays() -> None:
    page = html('<p>It covers 12 km<span style="vertical-align:super">2</span> of the shore south of the harbour.</p>')
    assert of(page, BODY) == ["It covers 12 km² of the shore south of the harbour."]


def test_marks_raised_by_the_style_sheet_of_an_epub_are_taken_out() -> None:
    chapter = (
        '<html><body><p>The drought killed 4,500 cattle<span class="span2">1</span><span> and cost 12.5 million dollars.</span>'
        "</p><p>1 Ministry of Farming.</p></body></html>"
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="text/c.xhtml"/><item id="s" href="styles/s.css"/>'
        '</manifest><spine><itemref idref="c"/></spine></package>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>')
        book.writestr("O/p.opf", package)
        book.writestr("O/styles/s.css", ".span2 { position: relative; top: -0.33em; vertical-align: baseline }")
        book.writestr("O/text/c.xhtml", chapter)
    document = read(stream.getvalue(), ReadingHint(path="a.epub"))
    assert of(document, BODY) == [SAID]
    assert of(document, NOTE) == ["Ministry of Farming."]


# --- notes -----------------------------------------------------------------------------------------------------------------------


def test_what_a_mark_links_to_is_a_note() -> None:
    page = html(
        '<p>The drought killed 4,500 cattle<sup><a href="#n1">1</a></sup> and cost 12.5 million dollars.'
        '<a href="#n2"><sup>[2]</sup></a></p>'
        '<h2>Notes</h2><ol class="small"><li id="n1">Ministry of Farming. <a href="#r1">↩</a></li><li id="n2">Insured part only.</li></ol>'
    )
    assert of(page, BODY) == [SAID]
    assert [text.rstrip(" ↩") for text in of(page, NOTE)] == ["Ministry of Farming.", "Insured part only."]
    assert [page.text[: segment.anchor].split()[-1] for segment in page.segments if segment.kind is NOTE] == ["cattle", "dollars."]


def written_in_word(*after: tuple[str, str]) -> Document:
    document = docx.Document()
    paragraph = document.add_paragraph("The drought killed 4,500 cattle")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" and cost 12.5 million dollars.")
    paragraph.add_run("2").font.superscript = True
    for style, text in after:
        document.add_paragraph(text, style=style)
    stream = io.BytesIO()
    document.save(stream)
    return read(stream.getvalue(), ReadingHint(path="a.docx"))


@pytest.mark.parametrize(
    ("after", "notes"),
    [
        pytest.param([("Normal", "1 Ministry of Farming."), ("Normal", "2 Insured part only.")], 2, id="numbers that are not raised"),
        pytest.param([("Heading 1", "Notes"), ("Normal", "1. Ministry of Farming."), ("Normal", "2. Insured part.")], 2, id="under Notes"),
        pytest.param([("Normal", "1. Drill four wells."), ("Normal", "2. Mend the pipes.")], 0, id="a list of things to do"),
        pytest.param([("Normal", "3 Germans were among the buyers.")], 0, id="a number that is no mark"),
        pytest.param([("Normal", "2 Insured part only."), ("Normal", "1 Ministry of Farming.")], 1, id="out of turn"),
    ],
)
def test_paragraphs_that_begin_with_the_number_of_a_mark_are_notes(after: list[tuple[str, str]], notes: int) -> None:
    document = written_in_word(*after)
    assert of(document, BODY)[0] == SAID
    assert len(of(document, NOTE)) == notes


def test_a_note_belongs_to_the_section_of_its_mark() -> None:
    text = "# Farming\n\n## Losses\n\nThe drought killed 4,500 cattle[^1] and more.\n\n## Outlook\n\nRain is expected.\n\n[^1]: Ministry.\n"
    document = read(text.encode(), ReadingHint(path="a.md"))
    (note,) = [segment for segment in document.segments if segment.kind is NOTE]
    assert note.heading == "Losses"


# --- furniture -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caption", "kept"),
    [
        ("The bridge stood for 52 years. Photo: Agency/12", ["The bridge stood for 52 years."]),
        ("The bridge in 1998 © 2019 City Archive", ["The bridge in 1998"]),
        ("A photo shows 12 boats in the basin.", ["A photo shows 12 boats in the basin."]),
    ],
)
def test_who_made_a_picture_is_set_apart_from_what_it_shows(caption: str, kept: list[str]) -> None:
    page = html(f"<article><p>{SAID} It was the third in a row.</p><figure><figcaption>{caption}</figcaption></figure></article>")
    assert of(page, SegmentKind.CAPTION) == kept


MAIL = "From: a@b.example\nSubject: Count\nDate: Fri, 16 Aug 2019 10:15:00 +0200\nMIME-Version: 1.0\n\nThe toll has risen to 43.\n\n{}"


@pytest.mark.parametrize(
    ("rest", "kept"),
    [
        ("-- \nPress Office, 500 employees\n", ["The toll has risen to 43."]),
        ("On Thu, Ed wrote:\n> Is it 38?\n", ["The toll has risen to 43."]),
        ("Nine are missing.\n", ["The toll has risen to 43.", "Nine are missing."]),
    ],
)
def test_the_card_of_a_mails_sender_is_no_part_of_what_it_says(rest: str, kept: list[str]) -> None:
    assert of(read(MAIL.format(rest).encode(), ReadingHint(path="a.eml")), BODY) == kept


@pytest.mark.parametrize(
    ("text", "boilerplate"),
    [
        (
            "We use cookies to count visits. By staying you agree to our use of cookies and to nothing else, for as long as you stay here.",
            True,
        ),
        (
            "We use cookies in this recipe twice a year, the baker said. Some 400 people came to the fair to taste what was left of them.",
            False,
        ),
    ],
)
def test_a_notice_on_cookies_is_furniture_wherever_it_stands(text: str, boilerplate: bool) -> None:
    document = read(f"Fire in Lowmouth\n\n{text}\n\n{SAID}\n\n{SAID[::-1]}\n".encode(), ReadingHint(path="a.txt"))
    assert (text in of(document, BOILER)) is boilerplate


# --- Markdown --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("It used 3.2&nbsp;million m³ &amp; lost 5&#37; of it.", ["It used 3.2 million m³ & lost 5% of it."]),
        ("<details><summary>Before</summary>\nIt had 51,000 people.\n</details>", ["Before", "It had 51,000 people."]),
        ('<p align="center">It had <b>51,000</b> people.</p>', ["It had 51,000 people."]),
        ("<!-- 999 people died\nand more -->\nIt had 51,000 people.", ["It had 51,000 people."]),
    ],
)
def test_html_within_markdown_is_read_as_html(written: str, read_as: list[str]) -> None:
    assert of(read(f"# Kestrel\n\n{written}\n".encode(), ReadingHint(path="a.md")), BODY) == read_as


def test_a_table_in_html_within_markdown_has_its_lines() -> None:
    text = "# Kestrel\n\n<table>\n<tr><th>Town</th><th>Houses</th></tr>\n<tr><td>Alder</td><td>120</td></tr>\n</table>\n\nIt rained.\n"
    document = read(text.encode(), ReadingHint(path="a.md"))
    (row,) = [segment for segment in document.segments if segment.kind is SegmentKind.TABLE]
    assert [(cell.text, cell.header, cell.place.line_start) for cell in row.cells] == [("Alder", ("Town",), 5), ("120", ("Houses",), 5)]
    assert of(document, BODY) == ["It rained."]


# --- sheets ----------------------------------------------------------------------------------------------------------------------


def test_a_title_that_was_parted_at_its_comma_is_the_caption() -> None:
    title = "Budget of Ruritania (USD million, 2007 prices)"
    text = f'{title}\n,2005,2006,2007 (planned)\nPersonnel,"1,204.5","1,310.0",1402\nFuel,310,402.7,n/a\n'
    document = read(text.encode(), ReadingHint(path="a.csv"))
    assert of(document, SegmentKind.CAPTION) == [title]
    first = next(segment for segment in document.segments if segment.kind is SegmentKind.TABLE)
    assert [cell.header for cell in first.cells][1:] == [("2005",), ("2006",), ("2007 (planned)",)]


def test_formulas_without_their_values_are_counted() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Town", "Houses"], ["Alder", 120], ["Birch", 80], ["Total", "=SUM(B2:B3)"]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    document = read(stream.getvalue(), ReadingHint(path="a.xlsx"))
    assert any(notice.startswith("1 formulas were never computed") for notice in document.notices)


# --- language --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("В 2015 году население составляло 45 300 человек.", DocumentStatus.NOT_CHECKED),
        ("It had 45,300 people (Орлат) in 2015.", DocumentStatus.READ),
        ("45,300 people.", DocumentStatus.READ),
    ],
)
def test_a_short_text_in_another_alphabet_is_not_read_as_english(text: str, status: DocumentStatus) -> None:
    assert read(text.encode(), ReadingHint(path="a.txt")).status is status


# --- PDF -------------------------------------------------------------------------------------------------------------------------


def test_bullets_of_a_symbol_font_and_numbers_in_a_list_are_items() -> None:
    stream = io.BytesIO()
    body = ParagraphStyle("body", fontSize=11, leading=14)
    items = [ListItem(Paragraph(f"Item with {number} houses", body)) for number in (300, 20, 7)]
    story = [Paragraph("What the flood took is told below, district by district, as the council counted it in May.", body)]
    SimpleDocTemplate(stream, pagesize=(400, 300)).build([*story, ListFlowable(items, bulletType="1", bulletFormat="%s.")])
    document = read(stream.getvalue(), ReadingHint(path="a.pdf"))
    assert len(of(document, SegmentKind.LIST_ITEM)) == 3
    assert not of(document, SegmentKind.HEADING)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_turned_on_its_side_reads_like_any_other(turned: int) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(400, 300))
    canvas.setPageRotation(turned)
    canvas.setFont("Times-Roman", 11)
    for line, text in enumerate(("The drought killed 4,500 cattle and", "cost 12.5 million dollars, more than", "in any year before it.")):
        canvas.drawString(40, 250 - 14 * line, text)
    canvas.showPage()
    canvas.save()
    document = read(stream.getvalue(), ReadingHint(path="a.pdf"))
    assert of(document, BODY) == ["The drought killed 4,500 cattle and cost 12.5 million dollars, more than in any year before it."]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_lines_set_across_a_page_are_read_along(turned: int) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(400, 300))
    canvas.translate(*{90: (400, 0), 180: (400, 300), 270: (0, 300)}[turned])
    canvas.rotate(turned)
    canvas.setFont("Times-Roman", 11)
    for line, text in enumerate(("The drought killed 4,500 cattle and", "cost 12.5 million dollars, more than", "in any year before it.")):
        canvas.drawString(40, 250 - 14 * line, text)
    canvas.showPage()
    canvas.save()
    document = read(stream.getvalue(), ReadingHint(path="a.pdf"))
    assert of(document, BODY) == ["The drought killed 4,500 cattle and cost 12.5 million dollars, more than in any year before it."]


def test_a_table_set_across_a_page_keeps_its_rows() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(400, 500))
    canvas.translate(400, 0)
    canvas.rotate(90)
    canvas.setFont("Times-Roman", 11)
    canvas.drawString(40, 350, "Table 1. Cattle by district, thousands")
    for line, row in enumerate((("District", "2014", "2015"), ("East", "10.2", "7.1"), ("West", "8.0", "6.6"), ("South", "3.1", "2.9"))):
        for column, text in enumerate(row):
            canvas.drawString(40 + 110 * column, 320 - 18 * line, text)
    canvas.showPage()
    canvas.save()
    document = read(stream.getvalue(), ReadingHint(path="a.pdf"))
    rows = [[cell.text for cell in segment.cells] for segment in document.segments if segment.kind is SegmentKind.TABLE]
    assert rows == [["East", "10.2", "7.1"], ["West", "8.0", "6.6"], ["South", "3.1", "2.9"]]


def test_words_torn_at_the_ends_of_lines_are_mended() -> None:
    """PDFium leaves the line end out behind a hyphen, and the word looks whole with a hyphen in it."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(400, 300))
    canvas.setFont("Times-Roman", 11)
    lines = (
        "Of these, 2,150 were still in tents by Novem-",
        "ber, when losses came to 41.7 million dol-",
        "lars, and the well-known cease-",
        "fire held.",
    )
    for line, text in enumerate(lines):
        canvas.drawString(40, 250 - 14 * line, text)
    canvas.showPage()
    canvas.save()
    document = read(stream.getvalue(), ReadingHint(path="a.pdf"))
    said = "Of these, 2,150 were still in tents by November, when losses came to 41.7 million dollars, and the well-known cease-fire held."
    assert of(document, BODY) == [said]


# --- plain text ------------------------------------------------------------------------------------------------------------------

VALLEY = "Floods in the lower valley\n\nThe floods came in spring and nobody in the lower valley was ready for them.\n\n{}\n"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(
            ["District        People     Houses", "                displaced  lost"], ["People displaced", "Houses lost"], id="two lines"
        ),
        pytest.param(
            ["                People     Houses", "District     displaced       lost"], ["People displaced", "Houses lost"], id="set right"
        ),
        pytest.param(["Page 2 of 3", "", "District        People     Houses"], ["People", "Houses"], id="below a page's number"),
    ],
)
def test_a_header_set_out_with_blanks_is_read_down_its_columns(header: list[str], expected: list[str]) -> None:
    rows = ["North             8,200       310", "South            10,100       455", "Total            18,300       765"]
    document = read(VALLEY.format("\n".join([*header, *rows])).encode(), ReadingHint(path="a.txt"))
    tables = [segment for segment in document.segments if segment.kind is SegmentKind.TABLE]
    assert [[cell.header[-1] for cell in segment.cells[1:]] for segment in tables] == [expected] * 3
    assert [segment.cells[1].row_label for segment in tables] == ["North", "South", "Total"]


def test_a_star_before_a_blank_is_a_bullet_and_no_note() -> None:
    listed = "* 12 schools were closed\n* 3 bridges fell\n* 40 farms were lost"
    document = read(VALLEY.format(f"Note: figures of 2016.\n\n{listed}").encode(), ReadingHint(path="a.txt"))
    assert of(document, SegmentKind.LIST_ITEM) == listed.split("\n")
    assert not of(document, NOTE)


def test_a_centred_line_before_a_page_number_is_no_beginning_of_the_paragraph_after_it() -> None:
    text = (
        "                 RELIEF OFFICE\n\n        Floods in the lower valley, 2016\n\nPage 1 of 3\n\n"
        "The spring floods of 2016 covered 1,240 square\nkilometres and drove 18,300 people from their\nhomes. "
        "Of these, 2,150 were still in tents by then.\n"
    )
    assert any(body.startswith("The spring floods") for body in of(read(text.encode(), ReadingHint(path="a.txt")), BODY))


# --- more of HTML ----------------------------------------------------------------------------------------------------------------


def test_a_publisher_named_elsewhere_in_json_ld_is_found_by_its_id() -> None:
    linked = (
        '[{"@type": "ReportageNewsArticle", "headline": "Floods", "datePublished": "2016-04-04T22:30:00Z", "publisher": {"@id": "#org"}},'
        ' {"@id": "#org", "@type": "NewsMediaOrganization", "name": "Valley News"}]'
    )
    head = f'<script type="application/ld+json">{linked}</script><script type="application/ld+json">{{broken,}}</script>'
    assert html(f"<p>{SAID}</p>", head).metadata.publisher == "Valley News"


def test_a_term_and_what_is_said_of_it_are_one_item() -> None:
    page = html(f"<p>{SAID}</p><dl><dt>Homes flooded</dt><dd>1,150</dd><dt>Dead:</dt><dd>12</dd></dl>")
    assert of(page, SegmentKind.TABLE) == ["Homes flooded: 1,150", "Dead: 12"]


@pytest.mark.parametrize("crumb", ["3 min read", "Posted 5 April 2016 at 10.00", "Last updated: 5 April 2016"])
def test_what_a_page_says_of_its_own_printing_is_furniture(crumb: str) -> None:
    paragraphs = "".join(
        f"<p>In the year {1990 + number} the harbour lost {number} boats to the storms of spring.</p>" for number in range(16)
    )
    page = html(f"<h1>Boats</h1>{paragraphs}<p>{crumb}</p>")
    assert crumb in of(page, BOILER)


def test_a_sentence_on_printing_is_not() -> None:
    paragraphs = "".join(
        f"<p>In the year {1990 + number} the harbour lost {number} boats to the storms of spring.</p>" for number in range(16)
    )
    said = "Published in 1998, the book sold 12,000 copies."
    assert said in of(html(f"<h1>Boats</h1>{paragraphs}<p>{said}</p>"), BODY)
