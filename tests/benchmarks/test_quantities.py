"""The number grammar's figures on the public sets and the annotated documents do not fall below what issue 4 asks."""

from pathlib import Path

import pytest

from benchmarks import quantities

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not quantities.SHARED.is_dir(), reason=f"{quantities.SHARED} is absent: nothing to measure against"),
]


def test_quantulum_values_and_units_are_right() -> None:
    measured = quantities.measure_quantulum()
    assert measured.share("values right") >= 0.90, measured.table()
    assert measured.share("values with unit right") >= 0.85, measured.table()


def test_recognizers_cases_are_right() -> None:
    assert quantities.measure_recognizers().share("cases right") >= 0.85


def test_the_numbers_of_the_annotated_documents_are_found_in_their_quotes() -> None:
    for measured in quantities.measure_gold():
        assert measured.share("numbers seen") >= 0.93, measured.table()
        assert measured.share("both ends right") >= 0.92, measured.table()


def test_a_set_that_is_absent_is_said_and_measures_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quantities, "SHARED", tmp_path / "nowhere")
    assert quantities.main([]) == {}
    assert "nothing measured" in capsys.readouterr().err
