"""EML and EPUB."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from atodds.reading import ReadingHint, read
from atodds.vocabulary import SegmentKind


def mail(encoding: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Harbour Office <office@lowmouth.example>"
    message["To"] = "press@gazette.example"
    message["Subject"] = "Boats lost in the storm"
    message["Date"] = "Thu, 04 Mar 2021 10:00:00 +0000"
    message["Message-ID"] = "<1@lowmouth.example>"
    body = (
        "Of the 320 boats in the harbour 112 were lost – the rest, some 200, were hauled out in time and stand on the quay.\n\n"
        "On Mon, 1 Mar 2021 the Gazette wrote:\n> How many of the 400 boats were lost?\n"
    )
    message.set_content(body, cte=encoding)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="list.pdf")
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_mail_is_its_own_text_and_not_what_it_quotes(encoding: str) -> None:
    content = mail(encoding)
    document = read(content, ReadingHint(path="a.eml"))
    assert (document.metadata.title, document.metadata.author) == ("Boats lost in the storm", "Harbour Office")
    assert str(document.metadata.published_on) == "2021-03-04"
    body = [document.text_of(segment) for segment in document.segments if segment.kind is SegmentKind.BODY]
    assert len(body) == 1
    assert "112 were lost – the rest" in body[0]
    assert any("400 boats" in document.text_of(segment) for segment in document.segments if segment.kind is SegmentKind.BOILERPLATE)
    assert any("list.pdf" in notice for notice in document.notices)


@pytest.mark.parametrize("encoding", ["quoted-printable", "8bit"])
def test_places_of_a_mail_are_lines_of_the_file(encoding: str) -> None:
    content = mail(encoding)
    document = read(content, ReadingHint(path="a.eml"))
    start = document.text.index("320 boats")
    place = document.source_map.place(start, start + 9)
    assert place.line_start is not None
    shown = content.decode().split("\n")[place.line_start - 1 : place.line_end]
    assert "320 boats" in "".join(line.removesuffix("\r").removesuffix("=") for line in shown)


def test_a_book_is_its_chapters_in_order() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="O/b.opf"/>'
            "</rootfiles></container>",
        )
        book.writestr(
            "O/b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Salt</dc:title>'
            "<dc:date>1980-05-01</dc:date></metadata><manifest><item id='two' href='2.xhtml'/><item id='one' href='1.xhtml'/></manifest>"
            "<spine><itemref idref='one'/><itemref idref='two'/></spine></package>",
        )
        book.writestr("O/1.xhtml", "<html><body><h1>First</h1>\n<p>There were 41,250 people<sup>1</sup> in the town.</p></body></html>")
        book.writestr("O/2.xhtml", "<html><body><h1>Second</h1><p>By 1951 there were 38,900.</p></body></html>")
    document = read(stream.getvalue(), ReadingHint(path="salt.epub"))
    assert (document.metadata.title, str(document.metadata.published_on)) == ("Salt", "1980-05-01")
    body = [document.text_of(segment) for segment in document.segments if segment.kind is SegmentKind.BODY]
    assert body == ["There were 41,250 people in the town.", "By 1951 there were 38,900."]
    start = document.text.index("41,250")
    place = document.source_map.place(start, start + 6)
    assert (place.line_start, place.cell) == (2, "O/1.xhtml")
