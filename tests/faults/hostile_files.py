"""Files made to stop whoever reads them: each function gives the bytes of one, named after it.

None is large by itself unless its size is the point; all of them are what a folder from elsewhere may hold by accident or on purpose.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import openpyxl

SAID = "The town had 40 mills in 1989, and 1,200 people worked in them."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


# -- PDF -------------------------------------------------------------------------------------------------------------------------


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


_PAGES = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")


def form_that_draws_itself_pdf() -> bytes:
    """A form XObject whose content draws itself twice: PDFium takes memory until there is none."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>>>"
    return pdf_of(*_PAGES, page, stream(b"/F Do /F Do", form), stream(b"/F Do"))


def flate_bomb_pdf(megabytes: int = 2_000) -> bytes:
    """A content stream packed twice that unpacks to two gigabytes of operators."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 1 1 l S\n" * 75_000
    packed = b"".join([*(packer.compress(piece) for _ in range(megabytes)), packer.flush()])
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<>>>>"
    return pdf_of(*_PAGES, page, stream(zlib.compress(packed, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def one_page_listed_often_pdf(times: int = 200_000) -> bytes:
    """A page tree that lists one page two hundred thousand times."""
    kids = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * times, times)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    text = stream(b"BT /F 9 Tf 9 50 Td (" + SAID.encode() + b") Tj ET")
    return pdf_of(_PAGES[0], kids, page, text, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")


# -- zip-based formats -----------------------------------------------------------------------------------------------------------


def packed(**members: bytes | list[bytes]) -> bytes:
    """A zip file; `__` in a name stands for a slash, and a member given in pieces is written piece by piece."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members.items():
            with archive.open(name.replace("__", "/").replace("_dot_", "."), "w") as member:
                for piece in [content] if isinstance(content, bytes) else content:
                    member.write(piece)
    return made.getvalue()


def docx_of(*body: bytes) -> bytes:
    return packed(word__document_dot_xml=[f'<w:document xmlns:w="{WORD}"><w:body>'.encode(), *body, b"</w:body></w:document>"])


def bomb_docx(megabytes: int = 900) -> bytes:
    """Three megabytes that unpack to nine hundred."""
    paragraph = f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>".encode()
    piece = paragraph * (1_000_000 // len(paragraph))
    return docx_of(*[piece] * megabytes)


def nested_docx(depth: int = 20_000) -> bytes:
    """Content controls within content controls."""
    return docx_of(
        b"<w:sdt><w:sdtContent>" * depth, f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>".encode(), b"</w:sdtContent></w:sdt>" * depth
    )


def chapter_listed_often_epub(times: int = 200, kilobytes: int = 300) -> bytes:
    """One chapter that the spine lists two hundred times."""
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="c.xhtml"/></manifest><spine>'
        + '<itemref idref="c"/>' * times
        + "</spine></package>"
    )
    chapter = "<html><body>" + f"<p>{SAID}</p>" * (kilobytes * 1000 // (len(SAID) + 7)) + "</body></html>"
    return packed(
        META_INF__container_dot_xml=b'<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>',
        p_dot_opf=package.encode(),
        c_dot_xhtml=chapter.encode(),
    ).replace(b"META_INF", b"META-INF")


def workbook(*sheets: tuple[int, int]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for rows, columns in sheets:
        sheet = book.create_sheet()
        sheet.append(["year", *range(columns - 1)])
        for row in range(1, rows):
            sheet.append([1900 + row, *(row * column for column in range(1, columns))])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def wide_sheets_xlsx() -> bytes:
    """Three sheets as wide as a sheet can be."""
    return workbook(*[(12, 16_384)] * 3)


def last_cell_xlsx() -> bytes:
    """Two cells: the first of the sheet and the last, with seventeen billion blank ones between."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "mills", 40
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


# -- tables as text --------------------------------------------------------------------------------------------------------------


def unclosed_quote_csv(megabytes: int = 8) -> bytes:
    """A quote that is never closed, with eight megabytes of rows behind it."""
    return b'town,mills\nUpton,40\n"Lower Upton,12\n' + b"Upton,40\n" * (megabytes * 1_000_000 // 9)


def ten_thousand_columns_csv(columns: int = 10_000, rows: int = 49) -> bytes:
    """Ten thousand columns."""
    header = "town," + ",".join(f"mills {number}" for number in range(columns - 1))
    return "\n".join(
        [header, *(f"Upton {row}," + ",".join(str(row * number) for number in range(columns - 1)) for row in range(rows))]
    ).encode()


# -- text ------------------------------------------------------------------------------------------------------------------------


def one_line_txt(megabytes: int = 200) -> bytes:
    """Two hundred megabytes in one line."""
    return f"{SAID} ".encode() * (megabytes * 1_000_000 // (len(SAID) + 1))


def one_word_txt(megabytes: int = 20) -> bytes:
    """A single word of twenty megabytes."""
    return b"a" * (megabytes * 1_000_000)


def one_number_txt(megabytes: int = 2) -> bytes:
    """A figure of two million digits."""
    return b"The town had " + b"7" * (megabytes * 1_000_000) + b" mills in 1989."


def nested_html(depth: int = 100_000) -> bytes:
    """A hundred thousand elements, one within the other."""
    return b"<html><body>" + b"<div>" * depth + f"<p>{SAID}</p>".encode() + b"</div>" * depth + b"</body></html>"


def nested_tables_html(depth: int = 3_000) -> bytes:
    """Tables within tables."""
    return b"<html><body>" + b"<table><tr><td>1</td><td>" * depth + SAID.encode() + b"</td></tr></table>" * depth + b"</body></html>"


def many_paragraphs_html(paragraphs: int = 100_000) -> bytes:
    """A hundred thousand short paragraphs, each of its own words."""
    return b"<html><body>" + b"".join(b"<p>Mill %d had %d stones.</p>" % (at, at * 7) for at in range(paragraphs)) + b"</body></html>"


# -- mail ------------------------------------------------------------------------------------------------------------------------


def mail_of(headers: str, body: str = SAID) -> bytes:
    return f"Message-ID: <1@example.org>\nMIME-Version: 1.0\nDate: Tue, 3 May 2005 10:00:00 +0000\n{headers}\n\n{body}\n".encode()


def long_address_eml(kilobytes: int = 500) -> bytes:
    """A sender of half a megabyte."""
    return mail_of("Subject: Mills\nFrom: " + "a," * (kilobytes * 500))


def commented_address_eml(kilobytes: int = 500) -> bytes:
    """A sender that is nothing but opening brackets."""
    return mail_of("Subject: Mills\nFrom: " + "(" * (kilobytes * 1000))


def encoded_subject_eml(kilobytes: int = 500) -> bytes:
    """A subject of half a megabyte in encoded words."""
    return mail_of("From: a@example.org\nSubject: " + "=?utf-8?q?a=20b?= " * (kilobytes * 1000 // 18))


def parts_within_parts_eml(depth: int = 2_000) -> bytes:
    """Two thousand parts, one within the other."""
    opening = "".join(f'Content-Type: multipart/mixed; boundary="{number}"\n\n--{number}\n' for number in range(depth))
    return mail_of("From: a@example.org\nSubject: Mills\n" + opening.removesuffix("\n") + "Content-Type: text/plain")


def bomb_html(megabytes: int = 30) -> bytes:
    """Thirty megabytes of opening tags."""
    return b"<html><body>" + b"<p>40 <b>mills <i>" * (megabytes * 1_000_000 // 18)


FILES: tuple[Callable[[], bytes], ...] = (
    form_that_draws_itself_pdf, flate_bomb_pdf, one_page_listed_often_pdf, bomb_docx, nested_docx, chapter_listed_often_epub,
    wide_sheets_xlsx, last_cell_xlsx, unclosed_quote_csv, ten_thousand_columns_csv, one_line_txt, one_word_txt, one_number_txt,
    nested_html, nested_tables_html, many_paragraphs_html, bomb_html, long_address_eml, commented_address_eml, encoded_subject_eml,
    parts_within_parts_eml,
)  # fmt: skip


def name_of(make: Callable[[], bytes]) -> str:
    """`form_that_draws_itself_pdf` makes `form-that-draws-itself.pdf`."""
    stem, _, suffix = make.__name__.rpartition("_")
    return f"{stem.replace('_', '-')}.{suffix}"
