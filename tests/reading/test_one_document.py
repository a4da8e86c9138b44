"""One document in every format gives the same sentences, notes, cells, and places that lead back."""

import functools
import re

import pytest

from atodds.extraction.sentences import split_sentences
from atodds.reading import ReadingHint, read
from atodds.reading.document import Document
from atodds.vocabulary import DocumentStatus, SegmentKind
from tests.reading.one_document import CAPTION, NOTES, PARAGRAPHS, TABLE, TITLE, all_renderings, plain
from tests.reading.originals import original

RENDERINGS = {written.name: written for written in all_renderings()}
WHOLE = [name for name, written in RENDERINGS.items() if not written.table_only]


@functools.cache
def document(name: str) -> Document:
    return read(RENDERINGS[name].content, ReadingHint(path=name))


def sentences(document: Document, kind: SegmentKind) -> list[str]:
    texts = [document.text_of(segment) for segment in document.segments if segment.kind is kind]
    return [text[start:end] for text in texts for start, end in split_sentences(text)]


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_gives_the_same_sentences(name: str) -> None:
    written = [plain(text) for kind, text in PARAGRAPHS if kind == "body"]
    expected = [text[start:end] for text in written for start, end in split_sentences(text)]
    assert sentences(document(name), SegmentKind.BODY) == expected


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_gives_the_same_notes_where_their_marks_stood(name: str) -> None:
    notes = [segment for segment in document(name).segments if segment.kind is SegmentKind.FOOTNOTE]
    assert [document(name).text_of(note) for note in notes] == list(NOTES.values())
    before = [re.split(r"\{\d\}", text)[:-1] for kind, text in PARAGRAPHS if kind == "body"]
    expected = [plain(piece)[-12:] for pieces in before for piece in pieces]
    assert [document(name).text[: note.anchor][-12:] for note in notes] == expected


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_gives_the_same_title_and_headings(name: str) -> None:
    assert document(name).metadata.title == TITLE
    assert str(document(name).metadata.published_on) == "2020-05-01"
    headings = [document(name).text_of(segment) for segment in document(name).segments if segment.kind is SegmentKind.HEADING]
    assert [heading for heading in headings if heading != "Notes"] == [text for kind, text in PARAGRAPHS if kind == "heading"]


@pytest.mark.parametrize("name", list(RENDERINGS))
def test_every_format_gives_the_same_table(name: str) -> None:
    rows = [segment for segment in document(name).segments if segment.cells]
    read_cells = [[(cell.text, cell.header, cell.row_label) for cell in row.cells if cell.row_label] for row in rows]
    assert read_cells == [[(value, (header,), row[0]) for value, header in zip(row[1:], TABLE[0][1:], strict=True)] for row in TABLE[1:]]
    assert {row.caption for row in rows} == {CAPTION}
    assert {row.cells[-1].decimal_mark for row in rows} == {"."}


@pytest.mark.parametrize("name", list(RENDERINGS))
def test_segments_are_in_order_and_hold_everything(name: str) -> None:
    read_document = document(name)
    assert read_document.status is DocumentStatus.READ
    last = 0
    for segment in read_document.segments:
        assert not read_document.text[last : segment.char_start].strip()
        assert segment.char_start < segment.char_end
        last = segment.char_end
        for cell in segment.cells:
            assert read_document.text[cell.start : cell.end] == cell.text
    assert not read_document.text[last:].strip()


@pytest.mark.parametrize("name", list(RENDERINGS))
def test_the_place_of_every_figure_leads_back_to_it(name: str) -> None:
    read_document, written = document(name), RENDERINGS[name]
    looked_at = 0
    for segment in read_document.segments:
        if segment.kind is SegmentKind.BOILERPLATE:
            continue
        for figure in re.finditer(r"\d+(?:[.,]\d+)*", read_document.text_of(segment)):
            start = segment.char_start + figure.start()
            place = read_document.source_map.place(start, start + len(figure.group()))
            lines = (place.line_start, place.line_end or place.line_start) if place.line_start else None
            assert figure.group() in original(written.name, written.content, lines, place.page, place.cell), (name, figure.group(), place)
            looked_at += 1
    assert looked_at >= 9
