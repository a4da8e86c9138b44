from __future__ import annotations

import math

import pytest

from atodds.normalising.intervals import Fit, fit, last_digit_of, number_interval
from atodds.vocabulary import Bound


@pytest.mark.parametrize(
    ("text", "value", "worth"),
    [
        ("12,000", 12_000, 1000),
        ("525.000", 525_000, 1000),
        ("1.7 billion USD", 1.7e9, 1e8),
        ("10.0 km", 10.0, 0.1),
        ("17.8 %", 17.8, 0.1),
        ("6,7", 6.7, 0.1),
        ("three", 3, 1),
        ("fifteen thousand", 15_000, 1000),
        ("some 240, 000", 240_000, 10_000),
        ("45.968", 45_968, 1),
        ("605 to 760 million", 605e6, 1e6),
    ],
)
def test_the_last_significant_digit_is_read_from_the_figure_as_written(text: str, value: float, worth: float) -> None:
    assert math.isclose(last_digit_of(text, value), worth)


Value = tuple[float | None, float | None, Bound, float, bool]
EXACT, APPROX, AT_LEAST, AT_MOST, RANGE = Bound.EXACT, Bound.APPROX, Bound.AT_LEAST, Bound.AT_MOST, Bound.RANGE


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((17.8, 17.8, EXACT, 0.1, False), (18, 18, EXACT, 1, False), Fit.TOGETHER),
        ((525_000, 525_000, EXACT, 1000, True), (500_000, 500_000, EXACT, 100_000, True), Fit.TOGETHER),
        ((535_000, 535_000, EXACT, 1000, True), (500_000, 500_000, EXACT, 100_000, True), Fit.STRETCHED),
        ((200_000, 200_000, EXACT, 100_000, True), (240_000, 240_000, EXACT, 10_000, True), Fit.APART),
        ((6000, 6000, EXACT, 1000, True), (6500, None, AT_LEAST, 100, True), Fit.STRETCHED),
        ((84_750, 84_750, EXACT, 1, False), (84_800, 84_800, EXACT, 100, True), Fit.TOGETHER),
        ((22.8, 22.8, EXACT, 0.1, False), (22.9, 22.9, EXACT, 0.1, False), Fit.APART),
        ((3, 3, EXACT, 1, False), (4, 4, EXACT, 1, False), Fit.APART),
        ((4000, 4000, APPROX, 1000, True), (4000, None, AT_LEAST, 1000, True), Fit.TOGETHER),
        ((10_000, None, AT_LEAST, 10_000, True), (240_000, 240_000, EXACT, 10_000, True), Fit.STRETCHED),
        ((5800, None, AT_LEAST, 100, True), (5951, 8476, RANGE, 1, False), Fit.TOGETHER),
        ((None, 8e9, AT_MOST, 1e9, False), (None, 4.6e9, AT_MOST, 1e8, False), Fit.STRETCHED),
        ((None, 300_000, AT_MOST, 100_000, True), (300_000, None, AT_LEAST, 100_000, True), Fit.STRETCHED),
        ((None, 300_000, AT_MOST, 100_000, True), (250_000, None, AT_LEAST, 10_000, True), Fit.TOGETHER),
        ((218, None, AT_LEAST, 1, False), (220, None, AT_LEAST, 1, False), Fit.TOGETHER),
    ],
)
def test_how_two_values_stand(left: Value, right: Value, expected: Fit) -> None:
    def interval(value: Value):
        low, high, bound, digit, round_number = value
        return number_interval(low, high, bound, digit, round_number=round_number)

    assert fit(interval(left), interval(right)) is expected
    assert fit(interval(right), interval(left)) is expected


@pytest.mark.parametrize(
    ("bounded", "open_end", "figure", "expected"),
    [
        ((45, None, AT_LEAST, 1, False), True, (45, 45, EXACT, 0, False), Fit.STRETCHED),
        ((45, None, AT_LEAST, 1, False), False, (45, 45, EXACT, 0, False), Fit.TOGETHER),
        ((45, None, AT_LEAST, 1, False), True, (46, 46, EXACT, 0, False), Fit.TOGETHER),
        ((None, 45, AT_MOST, 1, False), True, (45, 45, EXACT, 0, False), Fit.STRETCHED),
        ((None, 45, AT_MOST, 1, False), False, (45, 45, EXACT, 0, False), Fit.TOGETHER),
        ((2000, None, AT_LEAST, 1000, True), True, (2000, 2000, EXACT, 1000, True), Fit.TOGETHER),
        ((8.5e6, None, AT_LEAST, 1e5, False), True, (8.5e6, 8.5e6, EXACT, 1e5, False), Fit.TOGETHER),
        ((247e6, None, AT_LEAST, 1e6, False), True, (247e6, 247e6, EXACT, 1e6, False), Fit.STRETCHED),
        ((1.2e6, None, AT_LEAST, 1e5, False), True, (1.2e6, 1.2e6, EXACT, 1e5, False), Fit.TOGETHER),
        ((84, None, AT_LEAST, 1, False), True, (84, 84, EXACT, 1, False), Fit.STRETCHED),
        ((85, None, AT_LEAST, 1, False), True, (85, 85, EXACT, 1, False), Fit.TOGETHER),
        ((160.15, None, AT_LEAST, 0.01, False), True, (160.1, 160.1, EXACT, 0.1, False), Fit.STRETCHED),
        ((45, None, AT_LEAST, 1, False), True, (45, None, AT_LEAST, 1, False), Fit.TOGETHER),
    ],
)
def test_a_bound_that_leaves_out_its_figure_does_not_hold_of_that_figure(
    bounded: Value, open_end: bool, figure: Value, expected: Fit
) -> None:
    low, high, bound, digit, round_number = bounded
    left = number_interval(low, high, bound, digit, round_number=round_number, open_end=open_end)
    low, high, bound, digit, round_number = figure
    right = number_interval(low, high, bound, digit, round_number=round_number)
    assert fit(left, right) is fit(right, left) is expected


@pytest.mark.parametrize(
    ("lower", "higher", "open_end", "expected"),
    [
        (10e6, 12e6, True, Fit.STRETCHED),
        (512, 514, True, Fit.STRETCHED),
        (1200, 1250, True, Fit.TOGETHER),
        (10e6, 12e6, False, Fit.TOGETHER),  # "at least" promises nothing of what lies above
        (514, 514, True, Fit.TOGETHER),
    ],
)
def test_two_bounds_upwards_that_name_two_figures_are_no_one_count(lower: float, higher: float, open_end: bool, expected: Fit) -> None:
    left, right = (number_interval(low, None, AT_LEAST, last_digit_of("", low), open_end=open_end) for low in (lower, higher))
    assert fit(left, right) is fit(right, left) is expected
