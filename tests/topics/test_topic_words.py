from __future__ import annotations

from pathlib import Path

import pytest

from atodds.errors import ConfigurationError
from atodds.seeds import SEEDS_FOLDER
from atodds.topics.topic_words import load_topic_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floods and a dam burst", [("flood", "floods"), ("flood", "dam burst")]),
        ("the civil war", [("war", "civil war")]),
        ("a by-election on a day in March", [("election", "by-election")]),
        ("the March on Rome", [("unrest", "march")]),
        ("the train wrecks of two clashes", [("crash", "train wrecks"), ("war", "clashes")]),
    ],
)
def test_words_for_happenings_are_found_longest_first_in_both_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.family, found.word) for found in load_topic_words().happenings_in(text)] == expected


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[bodies]", "[bodeis]", "bodeis"),
        ("theirs = [", "thiers = [", "theirs"),
        ('titles = ["rms"', "titles = [3", "titles"),
        ("[persons]", "[persons", "TOML"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_by_name(tmp_path: Path, old: str, new: str, says: str) -> None:
    words = (SEEDS_FOLDER / "topics.toml").read_text(encoding="utf-8")
    assert old in words
    (tmp_path / "topics.toml").write_text(words.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=says):
        load_topic_words(tmp_path)
