"""Plain text: paragraphs, notes and rows out of lines, each with its place."""

import re
from pathlib import Path

import pytest

from atodds.reading import ReadingHint, read
from atodds.reading.document import Document
from atodds.reading.line_profile import profile_lines
from atodds.vocabulary import DocumentStatus, SegmentKind

# Written the way a converter leaves a thesis: a blank line after every line, notes single-spaced under a rule of blanks, pages that
# begin with one blank, page numbers alone on a line.
RULE = " " * 49
BODY = [
    "The harbour of Lowmouth was the third largest of the coast when the survey began, and most of",
    "its trade went through the old basin.1 In the census of 1931 the town had 41,250 people.2 A later",
    "count put the number of those who lived on the quays at 525.000, which nobody believed, and the",
    "council asked for another one. Within the decade the share of sailors fell to 18.4%.3 The cease-",
    "fire of 1934 ended the strike. The yard kept no books in those days, and it was not pos-",
    "sible to say how many boats were lost in the great storm that hit the whole coast in March",
    "1935.4 It took until the summer of that year to raise the wrecks, and of a fleet of 320 vessels,",
]
THESIS = f"""{"".join(line + " " + chr(10) * 2 for line in BODY)}
{RULE}
1 See the almanac of the port, p. 12.
2 The census counted 40,100 in the town and 1,150 in
the villages around it.
3 Harbour office, Yearbook, vol. 4, no 2, pp. 3-9.
4 Lowmouth Gazette, 3 April 1935.



17

only 112 were found again. 5 Every one of them was repaired at the yard. The yard's owners said

that it was a good year for the town, and that they would hire more than 200 men in spring.

{RULE}
5 Letter to the editor.
"""


def kinds(document: Document, kind: SegmentKind) -> list[str]:
    return [document.text_of(segment) for segment in document.segments if segment.kind is kind]


def lines_of(document: Document, words: str) -> tuple[int | None, int | None]:
    start = document.text.index(words)
    place = document.source_map.place(start, start + len(words))
    return place.line_start, place.line_end


def text_document(text: str) -> Document:
    return read(text.encode(), ReadingHint(path="a.txt"))


def test_a_sentence_goes_on_over_notes_and_a_page_number() -> None:
    document = text_document(THESIS)
    body = " ".join(kinds(document, SegmentKind.BODY))
    assert "and of a fleet of 320 vessels, only 112 were found again. Every one of them was repaired" in body
    assert kinds(document, SegmentKind.BOILERPLATE) == ["17"]


def test_marks_leave_the_figures_they_were_glued_to() -> None:
    body = " ".join(kinds(text_document(THESIS), SegmentKind.BODY))
    for figure in ("41,250 people. A later", "525.000, which", "18.4%. The", "March 1935. It took", "found again. Every"):
        assert figure in body


def test_notes_are_segments_with_the_place_of_their_mark() -> None:
    document = text_document(THESIS)
    notes = [segment for segment in document.segments if segment.kind is SegmentKind.FOOTNOTE]
    assert [document.text_of(note)[:22] for note in notes] == [
        "See the almanac of the",
        "The census counted 40,",
        "Harbour office, Yearbo",
        "Lowmouth Gazette, 3 Ap",
        "Letter to the editor.",
    ]
    before = [document.text[: note.anchor].rsplit(" ", 1)[-1] for note in notes]
    assert before == ["basin.", "people.", "18.4%.", "1935.", "again."]


def test_words_torn_at_a_line_end_are_mended_and_compounds_keep_their_hyphen() -> None:
    body = " ".join(kinds(text_document(THESIS), SegmentKind.BODY))
    assert "not possible to say" in body
    assert "The cease-fire of 1934" in body


def test_places_are_the_lines_of_the_file() -> None:
    document, lines = text_document(THESIS), THESIS.split("\n")
    for words in ("41,250 people", "525.000", "1,150", "320 vessels", "only 112", "200 men"):
        first, last = lines_of(document, words)
        assert first is not None
        assert first == last
        assert words in lines[first - 1]


def test_a_sentence_over_a_page_break_has_the_lines_of_both_halves() -> None:
    document, lines = text_document(THESIS), THESIS.split("\n")
    first, last = lines_of(document, "320 vessels, only 112")
    assert first is not None
    assert last is not None
    assert "320 vessels" in lines[first - 1]
    assert "only 112" in lines[last - 1]


def test_labelled_first_lines_are_metadata_and_not_text() -> None:
    document = text_document(
        "URL: https://www.gazette.example/a/1\nDATE: 2021-03-04\n\nTwelve boats lost off Lowmouth\n\nTwelve boats sank on Monday.\n"
    )
    assert document.metadata.published_on is not None
    assert document.metadata.published_on.isoformat() == "2021-03-04"
    assert document.metadata.publisher == "gazette.example"
    assert document.metadata.title == "Twelve boats lost off Lowmouth"
    assert kinds(document, SegmentKind.TITLE) == ["Twelve boats lost off Lowmouth"]
    assert kinds(document, SegmentKind.BODY) == ["Twelve boats sank on Monday."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[edit] The U.S.S.R. built 36 T-72 tanks and 4 MiG29 jets.", "The U.S.S.R. built 36 T-72 tanks and 4 MiG29 jets."),
        ("Over 9,000 left.[15] Some came back.[a]", "Over 9,000 left. Some came back."),
        ("They were “pretended friends [who] left” in 1999.", "They were “pretended friends [who] left” in 1999."),
        ("A field of 40 km² and 2,000¹ men.", "A field of 40 km² and 2,000 men."),
        ("It owes much to the new port.6 The town is not alone.", "It owes much to the new port. The town is not alone."),
        ("The town had 45,300.6 It was founded in 1890.7 The wall stood.", "The town had 45,300. It was founded in 1890. The wall stood."),
        ("The gale sank 320.1 The gale broke 1,450.2 In Hoy it rained.", "The gale sank 320. The gale broke 1,450. In Hoy it rained."),
        ("Another 120 were lost.4,5 And so on.", "Another 120 were lost. And so on."),
        ("The rate rose to 7.8 The bank was glad.", "The rate rose to 7.8 The bank was glad."),
        ("A share of 18.45 of the total and 1,450.25 in all.", "A share of 18.45 of the total and 1,450.25 in all."),
        ("See p.24 and No.5 of vol.12 for the rest of it.", "See p.24 and No.5 of vol.12 for the rest of it."),
        ("The page www.site.example/a.204 was read in the ’90s.", "The page www.site.example/a.204 was read in the ’90s."),
        (
            "A magnitude of 7.8 at 4.17 hit 1.234.567 people; 525.000 fled.",
            "A magnitude of 7.8 at 4.17 hit 1.234.567 people; 525.000 fled.",
        ),
    ],
)
def test_only_marks_are_taken_out(text: str, expected: str) -> None:
    document = text_document(f"A heading\n\nThe first paragraph of this text is here for length alone.\n\nSo {text}\n\nAnd it ends.\n")
    assert expected.removeprefix("[edit] ") in document.text.replace("[edit] ", "")


def test_crumbs_of_a_page_are_set_apart_inside_a_paragraph() -> None:
    document = text_document(
        "Nine lost in the flood\n\n- Advertisement - Nine people died on Sunday. READ  Flood Waters Rise: Over 150 Homes Lost "
        "Police last week closed two roads. The river rose by 3 metres. 0 Comments\n"
    )
    body = kinds(document, SegmentKind.BODY)
    assert body == ["Nine people died on Sunday.", "Police last week closed two roads. The river rose by 3 metres."]
    assert "READ  Flood Waters Rise: Over 150 Homes Lost" in kinds(document, SegmentKind.BOILERPLATE)


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8", "naïve café"),
        ("utf-8-sig", "naïve café"),
        ("utf-16", "naïve café"),
        ("utf-16-le", "naïve café"),
        ("cp1252", "naïve café – “so”"),
    ],
)
def test_encodings_are_told_by_their_bytes(encoding: str, word: str) -> None:
    text = f"The {word} held 1,250 people when the survey of the old town was made in the spring of that year.\n" * 5
    document = read(text.encode(encoding), ReadingHint(path="a.txt"))
    assert word in document.text
    assert document.status is DocumentStatus.READ


def test_cyrillic_in_a_code_page_is_read_and_not_checked() -> None:
    text = "В городе жили сорок тысяч человек, и почти все они работали в порту. Потом порт закрыли, и люди уехали. " * 6
    document = read(text.encode("cp1251"), ReadingHint(path="a.txt"))
    assert "сорок тысяч человек" in document.text
    assert document.status is DocumentStatus.NOT_CHECKED
    assert document.reason is not None
    assert "'ru'" in document.reason


@pytest.mark.parametrize(
    ("content", "path", "status"),
    [
        (b"", "a.txt", DocumentStatus.EMPTY),
        (b" \n\n \n", "a.txt", DocumentStatus.EMPTY),
        (bytes(range(256)) * 40, "a.txt", DocumentStatus.UNREADABLE),
        (b"%PDF-1.7 torn", "a.pdf", DocumentStatus.UNREADABLE),
        (b"PK\x03\x04 torn", "a.docx", DocumentStatus.UNREADABLE),
        (b"anything", "a.exe", DocumentStatus.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_said_with_a_reason(content: bytes, path: str, status: DocumentStatus) -> None:
    document = read(content, ReadingHint(path=path))
    assert document.status is status
    assert document.reason


def test_a_table_flattened_into_lines_is_rows_with_headers(tmp_path: Path) -> None:
    text = (
        THESIS
        + "\nTable 2: Boats and crews, 1934\n\nTown Boats \nin use \n1934 \n\nCrews \nin hundreds \n\nCatch in \nmillion tons \n\n"
        + "Lowmouth 1, 027 \n(new) \n\n12,5 3.1 \n\nHighwell 42,000 9,2 0.4 \nStrand 310 8,75 0.2 \nSource: Harbour office.\n"
    )
    path = tmp_path / "t.txt"
    path.write_text(text)
    document = read(path)
    rows = [segment for segment in document.segments if segment.cells]
    assert [cell.text for cell in rows[1].cells] == ["Highwell", "42,000", "9,2", "0.4"]
    assert [cell.header for cell in rows[1].cells] == [
        ("Town",),
        ("Boats in use 1934",),
        ("Crews in hundreds",),
        ("Catch in million tons",),
    ]
    assert [cell.decimal_mark for cell in rows[1].cells][2:] == [",", "."]
    assert rows[1].cells[1].row_label == "Highwell"
    assert rows[1].caption == "Table 2: Boats and crews, 1934"
    assert all(document.text[cell.start : cell.end] == cell.text for row in rows for cell in row.cells)


def test_a_short_line_after_a_sentence_is_a_heading_though_the_paragraph_above_ends_full() -> None:
    lines = [
        *BODY[:4],
        "fire of 1934 ended the strike, and the yard, which kept no books in those days, was soon sold.",
        "The second yard",
        *BODY[:2],
    ]
    document = text_document("".join(f"{line} \n\n" for line in lines))
    assert kinds(document, SegmentKind.HEADING) == ["The second yard"]
    assert document.segments[-1].heading == "The second yard"


def test_a_line_of_sources_under_a_table_is_a_reference() -> None:
    document = text_document(f"{THESIS}\n\nSource: Harbour office, Report no. 176, 1936.\n")
    assert kinds(document, SegmentKind.REFERENCE) == ["Source: Harbour office, Report no. 176, 1936."]


# A page of a short briefing: broken at some width, no blank lines inside paragraphs, the notes at its end under nothing but a blank line.
BRIEFING = """Harbours of the coast
Published: 4 May 1936

The old basin
The basin of Lowmouth was dug by 900 men.11 In the winter of 1931 the port sent 5,000 crates to the county of
Highwell by sea. The pilots of Lowmouth served 500 ships in 1932, of which the harbour office lost sight of
14.3 % for a day or more, and about
12 pilots were on duty.

11 Counts differ, and both offices stand by theirs.
12 The pilots were counted once.

Written for a test.
"""


def test_notes_at_the_end_of_a_short_text_are_notes_and_its_broken_lines_paragraphs() -> None:
    document = text_document(BRIEFING)
    assert kinds(document, SegmentKind.FOOTNOTE) == ["Counts differ, and both offices stand by theirs.", "The pilots were counted once."]
    assert kinds(document, SegmentKind.HEADING) == ["The old basin"]
    basin, last = kinds(document, SegmentKind.BODY)
    assert "900 men. In the winter of 1931 the port sent 5,000 crates to the county of Highwell by sea." in basin
    assert basin.endswith("about 12 pilots were on duty.")
    assert last == "Written for a test."
    note = next(segment for segment in document.segments if segment.kind is SegmentKind.FOOTNOTE)
    assert note.anchor is not None
    assert document.text[: note.anchor].endswith("900 men.")


@pytest.mark.parametrize(
    ("above", "line", "notes"),
    [
        ("The port was closed in 1993.3 Nobody knew why.", "3 The order was never printed.", 1),
        ("The port had 40 berths.3", "3 The order was never printed.", 1),
        ("The share of sailors was 14.3 million.", "3 The order was never printed.", 0),
        ("A crate cost $3 then.", "3 The order was never printed.", 0),
        ("The port had 40 berths, and of its boats", "3 were lost in the storm of that year.3", 0),
        ("The port had 40 berths.", "3 The order was never printed.", 0),
        ("The port had 40 berths.3", "5 The order was never printed.", 0),
    ],
)
def test_a_line_is_a_note_where_its_mark_stands_in_the_text_above(above: str, line: str, notes: int) -> None:
    """Both where every line is a paragraph and where lines are pieces of one."""
    whole = f"{above}\n\nThe second yard was sold.\n\n{line}\n"
    unmarked = "\n".join(re.sub(r"(?<=[.%])[1-4](?= )", "", row) for row in BODY)
    for text in (whole, f"{unmarked}\nall were found.\n\n{above}\n\n{line}\n"):
        assert len(kinds(text_document(text), SegmentKind.FOOTNOTE)) == notes, text


def test_short_lines_of_a_list_are_not_taken_for_a_broken_paragraph() -> None:
    names = [
        "Harbour of Lowmouth",
        "Harbour of Highwell",
        "The basin at Lowmouth",
        "The yard in Highwell",
        "Pilots and their boats",
        "Crews",
    ]
    document = text_document("\n".join(names * 3))
    assert [segment.char_end - segment.char_start for segment in document.segments] == [len(name) for name in names * 3]


def test_a_sentence_that_ends_in_a_reference_is_no_heading() -> None:
    document = text_document("The works\n\nThe works of Lowmouth had 41,250 hands[3] in the best of their years.[5]\n")
    assert kinds(document, SegmentKind.BODY) == ["The works of Lowmouth had 41,250 hands in the best of their years."]


def test_a_line_that_stands_alone_does_not_tell_how_the_others_were_broken() -> None:
    paragraph = (
        "The region lies between the sea and the main ridge of the mountains and covers 8,665 square kilometres. At the\n"
        "census of 1989 it had 525,000 inhabitants. Of the people of the region 45.7 % were of the valley, of the coast\n"
        "17.8 %, of the hills 14.6 % and of the towns 14.3 %.\n"
    )
    alone = "".join(f"It was sent to library {number} for safe keeping.\n\n" for number in range(20))
    for text in (f"The region\n\n{paragraph}", f"The region\n\n{alone}{paragraph}"):
        assert profile_lines(text.splitlines()).wrapped
