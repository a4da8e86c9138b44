"""The floors that dates keep on the public sets (the gold is in make bench-accuracy); skipped where ../shared is absent."""

import pytest

from benchmarks.dates import recognizers_dates, wikiwars_dates
from benchmarks.results import SHARED

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "benchmarks").exists(), reason=f"{SHARED} is absent: the floors of dates are not checked"),
]


def test_four_of_five_recognizers_cases_are_read_right() -> None:
    figures = recognizers_dates(SHARED / "benchmarks" / "recognizers_dates.jsonl")
    assert figures.counts["share"] >= 0.80, figures.line()
    assert figures.counts.get("false_alarms", 0) <= 2, figures.wrong


@pytest.mark.slow
def test_plain_dates_of_war_histories_keep_their_floor() -> None:
    figures = wikiwars_dates(SHARED / "benchmarks" / "wikiwars_dates.jsonl")
    assert figures.counts["f1"] >= 0.85, figures.line()
