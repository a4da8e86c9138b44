"""Writes the PDF and DOCX documents of the demo corpus with real writers: python -m tests.acceptance.demo_documents.

Their words stand here, so that an edit is reviewed as text; a test holds the written files to it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

FOLDER = Path(__file__).resolve().parents[2] / "seeds" / "documents"
NOTE = "Written for the demonstration of At Odds; some figures are altered on purpose."

# Each document: title, day of publication, then headings ("# ..."), paragraphs, and tables as lists of rows.
Block = str | list[list[str]]
DOCUMENTS: dict[str, tuple[str, datetime, list[Block]]] = {
    "08-south-ossetia.pdf": (
        "South Ossetia: war and aftermath",
        datetime(2009, 8, 10, 12),
        [
            "# The land and its people",
            "South Ossetia covers 3,900 square kilometres. South Ossetia had 98,000 inhabitants in 1989. Ossetians made up "
            "66.2 % of the population of South Ossetia in 1989 and Georgians 29 %.",
            "# The war of 1991 and 1992",
            "The war in South Ossetia of 1991 and 1992 killed 600 people.<super>1</super> The ceasefire agreement was signed "
            "in Dagomys on 24 June 1992.",
            "The joint peacekeeping force in South Ossetia had 500 Russian peacekeepers in 1992. Another 500 men were held in reserve.",
        ],
    ),
    "09-abkhazia-in-figures.docx": (
        "Abkhazia in figures",
        datetime(2010, 2, 1, 12),
        [
            "# Land and people",
            "Abkhazia covers 8,700 square kilometres. In 1989 Abkhazia had about 500,000 inhabitants. The city of Sukhumi had "
            "142,000 inhabitants in 1989.",
            "# After the war",
            "In the Kodori gorge 350 houses were destroyed in 2001. By 2006 some 40,000 people had returned to the Gali district.",
        ],
    ),
    "13-peacekeeping.pdf": (
        "Peacekeeping in the Caucasus",
        datetime(2008, 5, 5, 12),
        [
            "# Abkhazia",
            "In June 1994 the Commonwealth of Independent States sent 1,500 peacekeepers to Abkhazia. The ceasefire agreement had "
            "been signed in Moscow on 14 May 1994.",
            "# Observers",
            "The United Nations had 88 observers in Abkhazia in 1993 and 136 observers there in 1994.",
        ],
    ),
    "15-military-balance.docx": (
        "Military balance of the South Caucasus",
        datetime(2009, 3, 2, 12),
        [
            "# Defence budgets",
            "Defence budget in million US dollars",
            [["State", "2007", "2008"], ["Armenia", "296", "376"], ["Azerbaijan", "936", "1,850"]],
            "# Troops",
            "In 2009 the Georgian armed forces had 21,000 troops.",
        ],
    ),
}


def write_pdf(path: Path, title: str, published: datetime, blocks: list[Block]) -> None:
    styles = getSampleStyleSheet()
    story = [Paragraph(title, styles["Title"]), Paragraph(f"Published: {published:%-d %B %Y}", styles["Normal"]), Spacer(1, 12)]
    for block in blocks:
        if isinstance(block, list):
            story.append(Table(block))
        elif block.startswith("# "):
            story.append(Paragraph(block[2:], styles["Heading2"]))
        else:
            story.append(Paragraph(block, styles["Normal"]))
    story += [Spacer(1, 24), Paragraph(NOTE, styles["Normal"])]
    SimpleDocTemplate(str(path), pagesize=A5, title=title, invariant=1).build(story)


def write_docx(path: Path, title: str, published: datetime, blocks: list[Block]) -> None:
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = published
    document.add_heading(title, 0)
    document.add_paragraph(f"Published: {published:%-d %B %Y}")
    for block in blocks:
        if isinstance(block, list):
            table = document.add_table(rows=0, cols=len(block[0]), style="Table Grid")
            for row in block:
                cells = table.add_row().cells
                for cell, text in zip(cells, row, strict=True):
                    cell.text = text
        elif block.startswith("# "):
            document.add_heading(block[2:], 1)
        else:
            document.add_paragraph(block)
    document.add_paragraph(NOTE)
    document.save(str(path))


def write_all(folder: Path = FOLDER) -> None:
    for name, (title, published, blocks) in DOCUMENTS.items():
        write = write_pdf if name.endswith(".pdf") else write_docx
        write(folder / name, title, published, blocks)


if __name__ == "__main__":
    write_all()
