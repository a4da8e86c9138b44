"""How the rows of the paraphrases are judged."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.paraphrases import ALL, Asked, Judged, shares_by_theme, table_of_shares
from tests.factories import claim

SENTENCE = "The fire killed 20 men and injured 300."


def judged(figure: str, wanted: str, given: Sequence[str | None], never: str = "", theme: str = "harm") -> Judged:
    asked = Asked(theme, SENTENCE, figure, frozenset(wanted.split("|")), frozenset(), frozenset(), frozenset(never.split()))
    return Judged(asked, tuple(claim(20, predicate=predicate) for predicate in given))


@pytest.mark.parametrize(
    ("given", "right", "wrong", "none"),
    [
        (["died"], True, False, False),
        (["casualties"], True, False, False),
        (["injured"], False, True, False),
        ([None], False, False, True),
        ([], False, False, True),
        (["verb:kill"], False, False, True),
    ],
)
def test_a_figure_is_right_wrong_or_without_a_class(given: list[str | None], right: bool, wrong: bool, none: bool) -> None:
    one = judged("20", "died|casualties", given)
    assert (one.right, one.wrong, one.none) == (right, wrong, none)


def test_a_figure_must_stand_in_its_sentence_once_with_no_digit_beside_it() -> None:
    assert judged("20", "died", []).asked.span == (16, 18)
    with pytest.raises(ValueError, match="0 times"):
        _ = judged("30", "died", []).asked.span


def test_figures_of_one_sentence_are_told_apart_or_not() -> None:
    apart = shares_by_theme([judged("20", "died", ["died"]), judged("300", "injured", ["injured"])])
    assert (apart["harm"].both, apart["harm"].merged) == (100, 0)
    merged = shares_by_theme([judged("20", "died", ["died"]), judged("300", "injured", ["died"], never="died")])
    assert (merged["harm"].both, merged["harm"].merged, merged["harm"].forbidden) == (0, 100, 100)


def test_themes_stand_before_all_and_a_share_not_asked_is_left_empty() -> None:
    shares = shares_by_theme([judged("20", "died", ["died"]), judged("20", "died", [None], theme="not_that")])
    assert list(shares) == ["harm", "not_that", ALL]
    assert shares[ALL].right == shares[ALL].none == 50
    assert "| not that | 1 | 0.0 % | 0.0 % | 100.0 % | 0.0 % |  |" in table_of_shares(shares)
