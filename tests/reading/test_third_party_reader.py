"""The reader of docs/extending.md, installed as a distribution of its own."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from atodds.reading import ReadingHint, read
from atodds.reading.readers import all_readers
from atodds.vocabulary import DocumentStatus

PAGE = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
FILM = (
    "1\n00:00:01,000 --> 00:00:04,000\nThe storm took 112 boats,\n\n2\n00:00:04,500 --> 00:00:07,000\nof the 320 that lay in the harbour.\n"
)


def example(title: str) -> str:
    found = re.search(rf"```\w+ title={re.escape(title)}\n(.*?)```", PAGE, re.DOTALL)
    assert found, title
    return found.group(1)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "subtitles.py").write_text(example("subtitles.py"))
    information = tmp_path / "subtitles-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: subtitles\nVersion: 1.0\n")
    named = re.search(r'^(\w+ = )"(.*)"$', example("pyproject.toml"), re.MULTILINE)
    assert named
    (information / "entry_points.txt").write_text(f"[atodds.readers]\n{named.group(1)}{named.group(2)}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    all_readers.cache_clear()
    yield
    all_readers.cache_clear()
    sys.modules.pop("subtitles", None)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("path", ["film.srt", "film.txt"])
def test_a_reader_of_a_third_party_is_found_by_suffix_and_by_content(path: str) -> None:
    document = read(FILM.encode(), ReadingHint(path=path))
    assert document.format == "srt"
    assert document.text == "The storm took 112 boats, of the 320 that lay in the harbour."
    start = document.text.index("320")
    assert document.source_map.place(start, start + 3).line_start == 7


@pytest.mark.usefixtures("installed")
def test_a_reader_that_finds_nothing_leaves_an_empty_document() -> None:
    assert read(b"1\n00:00:01,000 --> 00:00:04,000\n", ReadingHint(path="film.srt")).status is DocumentStatus.EMPTY


def test_without_it_the_suffix_is_unknown() -> None:
    document = read(FILM.encode(), ReadingHint(path="film.srt"))
    assert document.status is DocumentStatus.UNREADABLE
    assert ".srt" in (document.reason or "")
