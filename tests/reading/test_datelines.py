"""The day of printing as running text tells it."""

from __future__ import annotations

import pytest

from atodds.reading import ReadingHint, read
from atodds.reading.document import Document
from atodds.vocabulary import SegmentKind

_STORY = "The sea wall broke in two places during the night, and the low streets behind the works were under water within an hour."


def _document(lead: str, foot: str = "The council will meet again.") -> Document:
    text = f"The storm at Lowmouth\n\n{lead}\n\nNobody had seen the like of it since the wall was built.\n\n{foot}\n"
    return read(text.encode(), ReadingHint(path="a.txt"))


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("LOWMOUTH, 4 May 1936 - ", "1936-05-04"),
        ("LOWMOUTH, May 4, 1936 — ", "1936-05-04"),
        ("LOWMOUTH, 4 May 1936. ", "1936-05-04"),
        ("LOWMOUTH, Westshire (Wire), 4 May 1936 – ", "1936-05-04"),
        ("ST. HELEN'S BAY, May 4, 1936 (Wire) - ", "1936-05-04"),
        ("LOWMOUTH (Wire) – ", None),
        ("LOWMOUTH, May 4 (Wire) – ", None),
    ],
)
def test_a_dateline_is_set_apart_and_gives_the_day_where_its_year_stands_with_it(dateline: str, day: str | None) -> None:
    document = _document(dateline + _STORY)
    lead = next(document.text_of(segment) for segment in document.segments if segment.kind is SegmentKind.BODY)
    assert lead == _STORY
    assert (document.metadata.published_on and document.metadata.published_on.isoformat()) == day
    assert dateline.strip() in [document.text_of(segment) for segment in document.segments if segment.kind is SegmentKind.BOILERPLATE]


@pytest.mark.parametrize("opening", ["NATO. ", "THE END: ", "Lowmouth, 4 May 1936 was a day to remember, for ", "A: "])
def test_what_only_looks_like_a_dateline_stays(opening: str) -> None:
    document = _document(opening + _STORY)
    assert document.metadata.published_on is None
    assert any(document.text_of(segment).startswith(opening.strip()) for segment in document.segments)


@pytest.mark.parametrize(
    "line",
    [
        "The Lowmouth Gazette, 4 May 1936",
        "Press release no. 12, Lowmouth, 4 May 1936",
        "Lowmouth, 4 May 1936",
        "This bulletin was issued on 4 May 1936.",
        "Published by the harbour office, 4 May 1936",
    ],
)
def test_a_line_that_names_the_publisher_and_the_day_gives_the_day(line: str) -> None:
    for document in (_document(line), _document(_STORY, line)):
        assert document.metadata.published_on is not None
        assert document.metadata.published_on.isoformat() == "1936-05-04"


@pytest.mark.parametrize(
    "line",
    [
        "The wall was finished on 4 May 1936.",
        "The pilots left the office on 4 May 1936",
        "The news reached them on 4 May 1936, and they wept.",
    ],
)
def test_a_sentence_with_a_day_gives_none(line: str) -> None:
    assert _document(_STORY, line).metadata.published_on is None


def test_labelled_lines_at_the_top_win_over_a_dateline() -> None:
    text = f"DATE: 1936-05-06\n\nThe storm\n\nLOWMOUTH, 4 May 1936 - {_STORY}\n"
    document = read(text.encode(), ReadingHint(path="a.txt"))
    assert document.metadata.published_on is not None
    assert document.metadata.published_on.isoformat() == "1936-05-06"
