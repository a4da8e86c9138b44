"""When a figure holds: as stated, or not known."""

from __future__ import annotations

from datetime import date

import pytest

from atodds.claims import Axis
from atodds.vocabulary import AsOfSource
from tests.extraction.stated import figures, narrowed

PRINTED = date(2019, 4, 1)


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("In 1998 Peru had 900 clinics.", [1998]),
        ("Peru spent 3 million dollars on parks in 2007 and 5 million dollars on parks in 2008.", [2007, 2008]),
        ("Turnout in Peru was 63%, higher than in 2014.", [None]),
        ("Before the war Peru had 900 clinics.", [None]),
        ("Lipowa raised 1.9 million tonnes of coal in 2018.", [2018]),
        ("As of 3 June 2018 the flood had killed 12 people.", [2018]),
        ("On 31 December 2017 the debt stood at 612 million euros.", [2017]),
        ("Repairs this year are put at $40 million to $60 million, and 2031 at $90 million.", [2019, 2031]),
    ],
)
def test_a_figure_holds_at_the_date_of_its_own_clause(sentence: str, years: list[int | None]) -> None:
    found = [claim.as_of_low.year if claim.as_of_low else None for claim in figures(sentence, published_on=PRINTED)]
    assert found == years


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("Before 9 March 2020", date(2020, 3, 8)),
        ("Before 1 March 2020", date(2020, 2, 29)),
        ("After 9 March 2020", date(2020, 3, 10)),
        ("After 2018", date(2019, 1, 1)),
        ("By 9 March 2020", date(2020, 3, 9)),
    ],
)
def test_what_held_before_a_day_held_on_the_day_before(when: str, day: date) -> None:
    assert [claim.as_of_low for claim in figures(f"{when}, Norway had 48,000 refugees.")] == [day]


def test_the_day_of_printing_dates_a_count_that_runs_and_nothing_else() -> None:
    toll, debt = figures("The flood has killed 12 people. The debt is 612 million euros.", published_on=PRINTED)
    assert (toll.as_of_low, toll.as_of_source) == (PRINTED, AsOfSource.PUBLISHED_ON)
    assert (debt.as_of_low, debt.as_of_source) == (None, None)


def test_the_day_of_a_disaster_is_when_it_befell_and_not_when_it_was_counted() -> None:
    (claim,) = figures("The explosion of March 2019 claimed 36 lives.")
    assert claim.as_of_low is None
    assert narrowed(claim, Axis.PERIOD) == {"period=2019-03-01/2019-03-31"}


def test_a_heading_that_ends_in_a_year_dates_what_stands_under_it() -> None:
    (claim,) = figures("The port handled 41,000 containers.", heading="Figures for 2018")
    assert (claim.as_of_low, claim.as_of_source) == (date(2018, 1, 1), AsOfSource.CONTEXT)
