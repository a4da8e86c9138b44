"""Whatever the bytes and the suffix: an answer, and offsets inside the text."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atodds.reading import ReadingHint, ReadingLimits, read
from atodds.reading.document import Document
from atodds.vocabulary import DocumentStatus

SUFFIXES = [".txt", ".md", ".html", ".pdf", ".docx", ".xlsx", ".csv", ".tsv", ".eml", ".epub", ".bin", ""]
PIECES = [
    *"abcA 12.,;:\n\n\t|-_*[]()<>/#’”%\f\r&é¹²†",
    "\n\n",
    "12 See ",
    ".204 ",
    "| 1 | 2 |\n",
    "<p>",
    "</td>",
    "Table 1 ",
    " 2,5 3\n",
    "\n1 ",
]
MESS = st.lists(st.sampled_from(PIECES), max_size=120).map("".join)


def hold(document: Document) -> None:
    assert (document.status is DocumentStatus.READ) == (document.reason is None)
    last = 0
    for segment in document.segments:
        assert last <= segment.char_start < segment.char_end <= len(document.text)
        assert not document.text[last : segment.char_start].strip()
        last = segment.char_end
        assert segment.anchor is None or 0 <= segment.anchor <= len(document.text)
        for cell in segment.cells:
            assert document.text[cell.start : cell.end] == cell.text
    assert not document.text[last:].strip()
    assert list(document.source_map.starts) == sorted(document.source_map.starts)
    assert all(0 <= start <= len(document.text) for start in document.source_map.starts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=600), suffix=st.sampled_from(SUFFIXES))
def test_reading_never_raises_on_arbitrary_bytes(content: bytes, suffix: str) -> None:
    hold(read(content, ReadingHint(path="a" + suffix)))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=MESS, suffix=st.sampled_from([".txt", ".md", ".html", ".csv", ".eml"]))
def test_offsets_lie_inside_the_text_of_any_mess(text: str, suffix: str) -> None:
    content = text.encode()
    document = read(content, ReadingHint(path="a" + suffix))
    hold(document)
    if suffix in {".txt", ".md", ".csv"}:
        lines = content.decode().replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert all(1 <= (place.line_start or 1) <= (place.line_end or 1) <= lines for place in document.source_map.places)


@settings(max_examples=60, deadline=None)
@given(
    start=st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04word/", b"PK\x03\x04xl/", b"<html><body>", b"---\n", b"\xff\xfe", b"\xef\xbb\xbf"]),
    rest=st.binary(max_size=300),
)
def test_torn_files_of_every_format_have_a_status(start: bytes, rest: bytes) -> None:
    hold(read(start + rest, ReadingHint(path="a.txt")))


def test_limits_leave_a_visible_row() -> None:
    too_large = read(b"word " * 100, ReadingHint(path="a.txt"), ReadingLimits(max_bytes=50))
    assert too_large.status is DocumentStatus.UNREADABLE
    assert "max_bytes" in (too_large.reason or "")
    cut = read(b"One sentence here.\n\n" * 100, ReadingHint(path="a.txt"), ReadingLimits(max_segments=10))
    assert len(cut.segments) == 10
    assert any("max_segments" in notice for notice in cut.notices)
    cells = read(b"a,1,2\n" * 100, ReadingHint(path="a.csv"), ReadingLimits(max_cells=30))
    assert any("max_cells" in notice for notice in cells.notices)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_long_runs_of_one_thing_take_no_longer_than_other_text(suffix: str) -> None:
    """Documents are untrusted: twenty times the text takes twenty times as long, not four hundred."""
    for piece in (
        "a",
        "1",
        ".",
        ". ",
        "-",
        "[1]",
        "(",
        "*",
        "_",
        "| ",
        "<",
        "&",
        "1, ",
        "a.1 ",
        "READ  A",
        "12 34\n",
        "a-\n",
        "> ",
        "](",
        "<tr><td>",
    ):
        content = (piece * (40_000 // len(piece))).encode()
        begin = time.process_time()
        read(content, ReadingHint(path="a" + suffix))
        assert time.process_time() - begin < 3, piece
