"""The common nouns for places are read from the seeds folder, and what is wrong with the file is said by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from atodds.aligning.place_words import load_place_words

from atodds.errors import ConfigurationError

WHOLE = 'sorts = ["town"]\nnot_learnt = ["may"]\nland = ["coast"]\nheld = ["run"]\n'

REFUSED = {
    "a list left out": (WHOLE.replace('held = ["run"]\n', ""), "held"),
    "a list nothing reads": (WHOLE + 'sort = ["city"]\n', '"sort"'),
    "a number among the words": (WHOLE.replace('"coast"', "1"), "land"),
    "an empty word": (WHOLE.replace('"town"', '""'), "sorts"),
    "no TOML": ("sorts = [", "not readable"),
}


def test_a_word_added_to_the_file_is_known(tmp_path: Path) -> None:
    (tmp_path / "place_words.toml").write_text(WHOLE.replace('"town"', '"town", "atoll"'), encoding="utf-8")
    assert load_place_words(tmp_path).sorts == {"town", "atoll"}


@pytest.mark.parametrize(("content", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_with_a_slip_is_refused_by_name(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "place_words.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=named):
        load_place_words(tmp_path)
