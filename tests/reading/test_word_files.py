"""What Word files hold beside paragraphs: notes, tracked changes, raised text by style, merged cells."""

import io
import zipfile

from atodds.reading import ReadingHint, ReadingLimits, read
from atodds.reading.document import Document
from atodds.vocabulary import DocumentStatus, SegmentKind

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACE}>{content}</w:{name}>")
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(document: Document, kind: SegmentKind) -> list[str]:
    return [document.text_of(segment) for segment in document.segments if segment.kind is kind]


def test_notes_of_a_word_file_stand_where_their_mark_stood() -> None:
    body = f'<w:p>{run("There were 41,250")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(" people in 1931.")}</w:p>'
    note = f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2"><w:p>{run("The parish says 40,100.")}</w:p></w:footnote>'
    document = read(package(body, footnotes=note), ReadingHint(path="a.docx"))
    assert texts(document, SegmentKind.BODY) == ["There were 41,250 people in 1931."]
    assert texts(document, SegmentKind.FOOTNOTE) == ["The parish says 40,100."]
    anchor = document.segments[-1].anchor
    assert anchor is not None
    assert document.text[:anchor].endswith("41,250")
    start = document.text.index("40,100")
    assert document.source_map.place(start, start + 6).cell == "footnote 2"


def test_deleted_text_is_left_out_and_inserted_text_is_in() -> None:
    body = (
        f"<w:p>{run('The fleet had ')}<w:del><w:r><w:delText>300</w:delText></w:r></w:del><w:ins>{run('320')}</w:ins>{run(' boats.')}"
        f"<w:moveFrom>{run('Twelve sank.')}</w:moveFrom></w:p>"
    )
    assert texts(read(package(body), ReadingHint(path="a.docx")), SegmentKind.BODY) == ["The fleet had 320 boats."]


def test_text_raised_by_a_style_or_by_hand_is_a_mark() -> None:
    styles = '<w:style w:styleId="Up"><w:name w:val="Up"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    by_style = '<w:rStyle w:val="Up"/>'
    by_hand = '<w:position w:val="8"/>'
    runs = [
        run("A loss of 2,000"),
        run("1", by_style),
        run(" houses and 12 km"),
        run("2", by_hand),
        run(" of land"),
        run("2", by_hand),
        run("."),
    ]
    body = f"<w:p>{''.join(runs)}</w:p>"
    document = read(package(body, styles=styles), ReadingHint(path="a.docx"))
    assert texts(document, SegmentKind.BODY) == ["A loss of 2,000 houses and 12 km² of land."]


def test_merged_cells_of_a_word_table_reach_over_their_columns() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text) if text else ''}</w:p></w:tc>"

    table = "<w:tbl>{}</w:tbl>".format(
        row(cell("Town", '<w:vMerge w:val="restart"/>'), cell("Boats", '<w:gridSpan w:val="2"/>'))
        + row(cell("", "<w:vMerge/>"), cell("1934"), cell("1935"))
        + row(cell("Lowmouth"), cell("320"), cell("112"))
        + row(cell("Strand"), cell("41"), cell("40"))
    )
    paragraph = f"<w:p>{run('Boats by town and year')}</w:p>"
    document = read(package(paragraph + table), ReadingHint(path="a.docx"))
    rows = [segment for segment in document.segments if segment.cells]
    assert [(cell.text, cell.header, cell.row_label) for cell in rows[0].cells[1:]] == [
        ("320", ("Boats", "1934"), "Lowmouth"),
        ("112", ("Boats", "1935"), "Lowmouth"),
    ]
    assert rows[0].caption == "Boats by town and year"


def test_a_package_that_would_unpack_beyond_the_limit_is_refused() -> None:

    document = read(package("<w:p/>" * 10_000), ReadingHint(path="a.docx"), ReadingLimits(max_unpacked_bytes=1000))
    assert document.status is DocumentStatus.UNREADABLE
    assert "max_unpacked_bytes" in (document.reason or "")
