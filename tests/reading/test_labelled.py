"""Labels before a colon, and the line that heads a list."""

from __future__ import annotations

import pytest

from atodds.reading import ReadingHint, read
from atodds.reading.document import Document
from atodds.vocabulary import SegmentKind

_ABOVE = "The storm at Lowmouth\n\nThe storm came in from the west and nobody had seen the like of it since the sea wall was built.\n\n"


def _document(lines: str, path: str = "a.txt") -> Document:
    return read(f"{_ABOVE}{lines}\n\nThe council will meet again.\n".encode(), ReadingHint(path=path))


def _pairs(document: Document) -> list[tuple[str | None, str, str]]:
    return [
        (cell.row_label, cell.header[-1] if cell.header else "", cell.text)
        for segment in document.segments
        for cell in segment.cells
        if not cell.is_label
    ]


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("Drowned: 31", [("Drowned", "", "31")]),
        ("Boats lost: at least 112", [("Boats lost", "", "at least 112")]),
        ("Houses that lost their roofs: around 1,150 (as of 4 May)", [("Houses that lost their roofs", "", "around 1,150 (as of 4 May)")]),
        ("- Cost of the wall: 5.2 million pounds.", [("Cost of the wall", "", "5.2 million pounds")]),
        ("• Sea wall finished: March 1921", [("Sea wall finished", "", "March 1921")]),
        ("Sailors – 204", [("Sailors", "", "204")]),
        ("Founded: 1884", [("Founded", "", "1884")]),
        ("Pilots: none lost, all six saved", []),
        ("Drowned: 31 people in the streets behind the works, most of them asleep", []),
        ("The mayor said: 31", []),
        ("The parish of Hoy was lost: 970 people", []),
        ("Lowmouth mourned: 970 people drowned there.", []),
        ("They told us: 31", []),
        ("See https://lowmouth.example: 31", []),
        ("It began at 10:45", []),
        (
            "drowned: 20–30 • hurt: more than 50 • homeless: 1,200",
            [("drowned", "", "20–30"), ("hurt", "", "more than 50"), ("homeless", "", "1,200")],
        ),
        (
            "Vote of 14 May 1936: turnout 68.3%; for the wall 54.0 %",
            [("Vote of 14 May 1936", "turnout", "68.3%"), ("Vote of 14 May 1936", "for the wall", "54.0 %")],
        ),
    ],
)
def test_a_label_with_a_short_value_is_a_row(line: str, pairs: list[tuple[str, str, str]]) -> None:
    document = _document(line)
    assert _pairs(document) == pairs
    rows = [segment for segment in document.segments if segment.cells]
    assert all(document.text[cell.start : cell.end] == cell.text for row in rows for cell in row.cells)
    assert all(document.text_of(row) == line for row in rows)  # the quote is the line as written


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
def test_the_line_that_opens_a_list_heads_its_items_and_captions_its_rows(path: str) -> None:
    document = _document(
        "The office has counted. Drowned in each parish:\n\n- Hoy: 31\n- Ness: 18\n\nLost at sea:\n\n- the Heron and her crew", path
    )
    heads = [(document.text_of(segment), segment.list_head, segment.caption) for segment in document.segments if segment.list_head]
    assert [(text.removeprefix("- "), head, caption) for text, head, caption in heads] == [
        ("Hoy: 31", "Drowned in each parish", "Drowned in each parish"),
        ("Ness: 18", "Drowned in each parish", "Drowned in each parish"),
        ("the Heron and her crew", "Lost at sea", None),
    ]


def test_a_list_set_in_under_an_item_has_that_item_for_its_head() -> None:
    document = _document("Losses:\n- Drowned:\n  - Hoy: 31\n  - Ness: 18\n- Boats: 40")
    assert [(document.text_of(row).strip("- "), row.list_head) for row in document.segments if row.cells] == [
        ("Hoy: 31", "Drowned"),
        ("Ness: 18", "Drowned"),
        ("Boats: 40", "Losses"),
    ]


def test_prose_behind_a_label_stays_prose_and_keeps_the_span_of_the_label() -> None:
    document = _document("Update: 29 more people were taken off the roofs alive today, the harbour office says.")
    labelled = [segment for segment in document.segments if segment.label]
    assert [(segment.kind, document.text[slice(*segment.label)]) for segment in labelled if segment.label] == [(SegmentKind.BODY, "Update")]


def test_terms_and_lines_of_a_web_page_are_rows() -> None:
    page = (
        "<html><head><title>T</title></head><body><article><p>The storm came in from the west and nobody had seen the like of it.</p>"
        "<dl><dt>Drowned</dt><dd>31</dd></dl><p><b>Hurt:</b> 204<br><b>Boats:</b> 40</p><ul><li>Cost: 5.2 million pounds</li></ul>"
        "</article></body></html>"
    )
    assert _pairs(read(page.encode(), ReadingHint(path="a.html"))) == [
        ("Drowned", "", "31"),
        ("Hurt", "", "204"),
        ("Boats", "", "40"),
        ("Cost", "", "5.2 million pounds"),
    ]


def test_the_date_in_an_infobox_is_not_the_day_of_printing() -> None:
    document = _document("- Date: 4 May 1936\n- Place: the quays of Lowmouth\n- Drowned: 31")
    assert document.metadata.published_on is None
    assert ("Date", "", "4 May 1936") in _pairs(document)


def test_a_line_that_a_wrapped_paragraph_happens_to_hold_is_no_row() -> None:
    wrapped = (
        "The wall was built by nine hundred men who were paid by the week and who had been told that\n"
        "it would last for a hundred years, and the harbour office had all the same asked for repairs:\n"
        "the storm broke it in two places at once, and the low streets were under water within an hour\n"
        "of that, though the council had put the number of those at risk in its last report to the crown\n"
    )
    assert not _pairs(_document(wrapped))


def test_a_labelled_line_without_a_figure_heads_nothing_and_captions_no_table() -> None:
    document = _document("The Heron:\nOwner: the ferry company\nBerths: 340\nCrew: 12\n\n| Boat | Crew |\n|---|---|\n| Gull | 9 |")
    rows = [(document.text_of(segment), segment.caption) for segment in document.segments if segment.cells]
    assert rows == [("Berths: 340", "The Heron"), ("Crew: 12", "The Heron"), ("Gull\t9", None)]
