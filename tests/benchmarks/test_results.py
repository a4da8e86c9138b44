from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.results import KEPT_ENTRIES, record_results


def test_a_new_entry_stands_on_top_of_its_section_and_leaves_the_others_alone(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    record_results("Reading", "| a |\n|---|\n| 1 |", path=path)
    record_results("Checks", "| b |\n|---|\n| 2 |", path=path)
    record_results("Reading", "| a |\n|---|\n| 3 |", path=path, note="lifted by trading b away")
    text = path.read_text()
    assert text.index("| 3 |") < text.index("| 1 |") < text.index("## Checks") < text.index("| 2 |")
    assert "lifted by trading b away" in text
    assert text.count("## Reading") == 1


@pytest.mark.parametrize("kept", [KEPT_ENTRIES, 3])
def test_a_section_keeps_only_its_newest_entries(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "RESULTS.md"
    for number in range(kept + 3):
        record_results("Reading", f"| run {number} |", path=path, kept=kept)
    text = path.read_text()
    assert text.count("| run ") == kept
    assert f"| run {kept + 2} |" in text
    assert "| run 0 |" not in text
