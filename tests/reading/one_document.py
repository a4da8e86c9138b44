"""One document of ours, written out by real writers in every format: what the tests of reading hold against one another."""

from __future__ import annotations

import html as html_module
import io
import re
import textwrap
from dataclasses import dataclass

import docx
import openpyxl
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

TITLE = "The salt works of Lowmouth: a survey"
DATE = "1 May 2020"
HEADER = "Coast Survey Papers, no. 7"

# `{n}` is a footnote's mark; the rest is the text as it should come out.
PARAGRAPHS: list[tuple[str, str]] = [
    ("heading", "1 The town and its trade"),
    (
        "body",
        "The town of Lowmouth had 41,250 people{1} in the census of 1931, and by the next count, in 1951, their number had "
        "fallen to 38,900. Nearly half of them lived from salt. The works stood on the shore south of the harbour and covered "
        "an area of 12 km², of which 9 were pans and the rest roads, sheds and a narrow line of rails. In a good year they gave"
        " 125,000 tonnes of salt,{2} in a poor one no more than 80,000.",
    ),
    (
        "body",
        "Trade went by sea until the railway came in 1888. The line to the capital was 214 kilometres long and had cost 3.75 "
        "million pounds, twice what its builders had promised. After that the share of salt that left by ship fell from 92 "
        "percent to 18.4 percent within a dozen years, and the old basin was filled in.{3} About 600 dockers lost their work at"
        " the time, although the port office put the number at 450 and never changed its mind.",
    ),
    ("heading", "2 The storm of 1935"),
    (
        "body",
        "On 14 March 1935 a storm broke the sea wall in two places. At least 112 people died{4} and more than 2,000 houses were"
        " lost, most of them in the low streets behind the works. The council spoke of a loss of 5.2 million pounds. An inquiry"
        " that sat for 3 years came to 4.9 million, and noted that the wall had been due for repair since 1921. The dead were "
        "buried on the hill, and the names of 109 of them can be read on the stone there.",
    ),
    (
        "body",
        "The works were rebuilt within 18 months. Between 700 and 900 men were hired for the task, and the new wall was made "
        "2.5 metres higher than the old one. It has held ever since. In the flood of 1962 the water stood 40 centimetres below "
        "its crown, and the town, which had sent its children inland, took them back after 6 days.",
    ),
    ("heading", "3 What is left"),
    (
        "body",
        "The last pan was closed in 1978. Of the 1,150 people who had worked there in the year before, 320 found places at the "
        "new cannery and some 500 left the coast for good. Output by town and decade is given in the table below; the figures "
        "are those of the yearbook of the salt office,{5} which counted sold and not dried salt.",
    ),
    ("table", ""),
    (
        "body",
        "Visitors now come for the birds. The reserve counted 64,300 of them in 2019, up from 12,100 ten years earlier, and "
        "says that its path along the wall is walked by 1 in 4 of those who stay in the town overnight.",
    ),
]
NOTES = {
    "1": "The parish books give 40,100 people in 1931.",
    "2": "Wet weight; dried it came to 96,000 tonnes.",
    "3": "A map of 1902 shows it still half open.",
    "4": "Two more died of their wounds in hospital.",
    "5": "Yearbook of 1980, pages 44 to 51.",
}
CAPTION = "Table 1 Salt sold by town, thousand tonnes"
TABLE = [
    ["Town", "1950s", "1960s", "Share of sales, %"],
    ["Lowmouth", "812", "540", "61.5"],
    ["Highwell", "305", "288", "23.1"],
    ["Strand", "204", "97", "15.4"],
]
NOTE_PAGES = {1: ["1", "2"], 2: ["3", "4"], 3: ["5"]}


@dataclass(frozen=True)
class Written:
    """One rendering: the bytes, the name that tells the reader its format, and whether it holds the table alone."""

    name: str
    content: bytes
    table_only: bool = False


def plain(text: str) -> str:
    return re.sub(r"\{\d\}", "", text)


def as_markdown() -> Written:
    lines = ["---", f"title: {TITLE}", "date: 2020-05-01", "---", "", f"# {TITLE}", ""]
    for kind, text in PARAGRAPHS:
        if kind == "heading":
            lines += [f"## {text}", ""]
        elif kind == "table":
            lines += [f"**{CAPTION}**", "", "| " + " | ".join(TABLE[0]) + " |", "|---|---:|---:|---:|"]
            lines += ["| " + " | ".join(row) + " |" for row in TABLE[1:]] + [""]
        else:
            marked = (
                re.sub(r"\{(\d)\}", r"[^\1]", text)
                .replace("the railway", "the [railway](https://rail.example/1888)")
                .replace("never", "*never*")
            )
            lines += [*textwrap.wrap(marked, 76), ""]
    lines += [f"[^{number}]: {note}" for number, note in NOTES.items()]
    return Written("salt.md", ("\n".join(lines) + "\n").encode())


def as_html() -> Written:
    parts = [
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title><meta name="date" content="2020-05-01"></head>',
        f"<body><nav><a href='/'>Home</a> <a href='/p'>Papers</a></nav><main><h1>{TITLE}</h1>",
    ]
    for kind, text in PARAGRAPHS:
        if kind == "heading":
            parts.append(f"<h2>{html_module.escape(text)}</h2>")
        elif kind == "table":
            rows = ["<tr>" + "".join(f"<th>{cell}</th>" for cell in TABLE[0]) + "</tr>"]
            rows += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE[1:]]
            parts.append(f"<table><caption>{CAPTION}</caption>{chr(10).join(rows)}</table>")
        else:
            escaped = html_module.escape("\n".join(textwrap.wrap(text, 90))).replace("km²", "km<sup>2</sup>")
            parts.append("<p>" + re.sub(r"\{(\d)\}", r'<sup><a href="#fn\1">\1</a></sup>', escaped) + "</p>")
    notes = "".join(f'<li id="fn{number}">{note}</li>' for number, note in NOTES.items())
    parts.append(f'<section class="footnotes"><ol>{notes}</ol></section></main><footer>Cookie policy</footer></body></html>')
    return Written("salt.html", "\n".join(parts).encode())


def as_text() -> Written:
    """As a converter leaves a PDF: wrapped, marks glued, notes under a rule at the end of each page, page numbers, form feeds."""
    lines: list[str] = [TITLE, "", DATE, ""]
    for kind, text in PARAGRAPHS:
        if kind == "heading":
            lines += ["", text, ""]
        elif kind == "table":
            lines += ["", CAPTION, ""]
            lines += ["  ".join(f"{cell:<18}" for cell in row).rstrip() for row in TABLE] + [""]
        else:
            lines += [*textwrap.wrap(re.sub(r"\{(\d)\}", r"\1", text), 84), ""]
    pages = [lines[:17], lines[17:33], lines[33:]]
    out: list[str] = []
    for number, page in enumerate(pages, 1):
        out += [*page, "_" * 20, *(f"{note} {NOTES[note]}" for note in _notes_on(page)), "", str(number), "\f"]
    return Written("salt.txt", "\n".join(out).encode())


def _notes_on(page: list[str]) -> list[str]:
    joined = " ".join(page)
    return [
        mark for mark, before in {"1": "people1", "2": "salt,2", "3": "in.3", "4": "died4", "5": "office,5"}.items() if before in joined
    ]


def as_word() -> Written:
    document = docx.Document()
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 0)
    document.add_paragraph(DATE)
    for kind, text in PARAGRAPHS:
        if kind == "heading":
            document.add_heading(text, 1)
        elif kind == "table":
            document.add_paragraph(CAPTION, style="Caption")
            table = document.add_table(rows=len(TABLE), cols=len(TABLE[0]))
            for row, values in enumerate(TABLE):
                for column, value in enumerate(values):
                    table.cell(row, column).text = value
        else:
            paragraph = document.add_paragraph()
            for piece in re.split(r"(\{\d\}|km²)", text):
                if piece == "km²":
                    paragraph.add_run("km")
                    paragraph.add_run("2").font.superscript = True
                elif re.fullmatch(r"\{\d\}", piece):
                    paragraph.add_run(piece[1]).font.superscript = True
                else:
                    paragraph.add_run(piece)
    document.add_heading("Notes", 1)
    for number, note in NOTES.items():
        paragraph = document.add_paragraph()
        paragraph.add_run(number).font.superscript = True
        paragraph.add_run(" " + note)
    stream = io.BytesIO()
    document.save(stream)
    return Written("salt.docx", stream.getvalue())


def as_pdf(columns: int) -> Written:
    """Notes at the foot of each page under a rule, a running header, page numbers; justified."""
    stream = io.BytesIO()
    width, height = (400, 470) if columns == 1 else (500, 330)
    margin, foot, gap = 40, 84, 16
    space = (width - 2 * margin - gap * (columns - 1)) / columns

    def furnish(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(margin, height - 26, HEADER)
        canvas.drawCentredString(width / 2, 20, str(template.page))
        if NOTE_PAGES.get(template.page):
            canvas.line(margin, foot - 14, margin + 80, foot - 14)
        for line, number in enumerate(NOTE_PAGES.get(template.page, ())):
            base = foot - 26 - 11 * line
            canvas.setFont("Times-Roman", 5)
            canvas.drawString(margin, base + 3, number)
            canvas.setFont("Times-Roman", 8)
            canvas.drawString(margin + 6, base, NOTES[number])

    frames = [
        Frame(
            margin + number * (space + gap), foot, space, height - foot - 40, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )
        for number in range(columns)
    ]
    template = BaseDocTemplate(stream, pagesize=(width, height), title=TITLE, author="Coast Survey")
    template.addPageTemplates([PageTemplate(frames=frames, onPage=furnish)])
    body = ParagraphStyle(
        "body", fontName="Times-Roman", fontSize=11 if columns == 1 else 10.5, leading=17 if columns == 1 else 15, alignment=4, spaceAfter=9
    )
    heading = ParagraphStyle("heading", fontName="Times-Bold", fontSize=13, leading=16, spaceAfter=6, spaceBefore=8)
    title = ParagraphStyle("title", fontName="Times-Bold", fontSize=17, leading=21, spaceAfter=12)
    caption = ParagraphStyle("caption", fontName="Times-Italic", fontSize=9, leading=12)
    story: list[object] = [Paragraph(TITLE, title), Paragraph(DATE, body)]
    for kind, text in PARAGRAPHS:
        if kind == "heading":
            story.append(Paragraph(text, heading))
        elif kind == "table":
            story.append(Paragraph(CAPTION, caption))
            shown = [[Paragraph(cell, caption) if row == 0 else cell for cell in cells] for row, cells in enumerate(TABLE)]
            table = Table(shown, colWidths=[space * share for share in (0.3, 0.22, 0.22, 0.26)])
            table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), "Times-Roman", 9), ("ALIGN", (1, 1), (-1, -1), "RIGHT")]))
            story += [table, Spacer(1, 10)]
        else:
            story.append(Paragraph(re.sub(r"\{(\d)\}", r"<super>\1</super>", text.replace("km²", "km<super>2</super>")), body))
    template.build(story)
    return Written(f"salt-{columns}.pdf", stream.getvalue())


def as_workbook() -> Written:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([CAPTION])
    sheet.append(TABLE[0])
    for row in TABLE[1:]:
        sheet.append([row[0], int(row[1]), int(row[2]), float(row[3])])
    stream = io.BytesIO()
    book.save(stream)
    return Written("salt.xlsx", stream.getvalue(), table_only=True)


def as_csv() -> Written:
    rows = [",".join(f'"{cell}"' for cell in row) for row in TABLE]
    return Written("salt.csv", "\n".join([f'"{CAPTION}"', *rows, ""]).encode(), table_only=True)


def all_renderings() -> list[Written]:
    """The document in every format, the table alone where the format holds nothing else."""
    return [as_text(), as_markdown(), as_html(), as_word(), as_pdf(1), as_pdf(2), as_workbook(), as_csv()]
