"""What a sentence says of its dates: looking ahead or back, a year lent, an edge told, the day told last."""

from __future__ import annotations

from datetime import date

import pytest

from atodds.normalising.date_anchors import NarrativeAnchor
from atodds.normalising.dates import find_dates

_PRINTED = date(2031, 6, 17)  # a Tuesday


def _days(sentence: str, reference: date = _PRINTED) -> list[str]:
    return [
        f"{found.low}..{found.high}" if found.low != found.high else str(found.low) for found in find_dates(sentence, reference=reference)
    ]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The wall broke on Monday night.", ["2031-06-16"]),
        ("The board agreed on Thursday, and nobody asked who will pay.", ["2031-06-12"]),
        ("The water stood highest on Wednesday, higher than anyone had expected.", ["2031-06-11"]),
        ("The water stood lower on Wednesday than planned.", ["2031-06-11"]),
        ("The bridge will open on Thursday.", ["2031-06-19"]),
        (
            "Three clerks were charged in February, and their trial is due to begin on 9 September.",
            ["2031-02-01..2031-02-28", "2031-09-09"],
        ),
        ("The office has until 31 March to answer.", ["None..2032-03-31"]),
        ("The wall broke last Friday, and the next day the mayor came.", ["2031-06-13", "2031-06-14"]),
        ("It broke on Friday and the following morning the tugs went out.", ["2031-06-13", "2031-06-14"]),
        ("Last night it rained.", ["2031-06-16"]),
        ("It broke exactly a year ago.", ["2030-06-17"]),
        ("It broke a year ago today.", ["2030-06-17", "2031-06-17"]),
        ("It broke a year ago.", ["2030-01-01..2030-12-31"]),
        ("They met in Hoy on 11 July and in Ness on 19 September 2026.", ["2026-07-11", "2026-09-19"]),
        ("They met in Hoy on 21 August, and the pier burned in 2026.", ["2030-08-21", "2026-01-01..2026-12-31"]),
        ("The count runs from 06.00 on 11 June to 6 pm on 13 June.", ["2031-06-11..2031-06-13"]),
        ("The ferry stopped for two days afterwards, and for the six years before.", []),
        ("Two days afterwards it ran again.", ["2031-06-19"]),
    ],
)
def test_a_date_is_where_its_clause_puts_it(sentence: str, days: list[str]) -> None:
    assert _days(sentence) == days


def test_a_month_in_the_news_is_the_last_one_and_not_the_next_after_the_day_told() -> None:
    anchor = NarrativeAnchor(published_on=date(2031, 11, 5))
    _, anchor = anchor.sentence(find_dates("The ferry ran again on 4 November 2031.", reference=date(2031, 11, 5)))
    found, _ = anchor.sentence(find_dates("In spring the office had spoken of August.", reference=date(2031, 11, 5)))
    assert [str(mention.low) for mention in found] == ["2031-03-01", "2031-08-01"]


def test_the_same_weekday_is_the_one_just_told() -> None:
    anchor = NarrativeAnchor(published_on=_PRINTED)
    _, anchor = anchor.sentence(find_dates("The office named eight men on Monday.", reference=_PRINTED))
    anchor = anchor.paragraph()
    found, _ = anchor.sentence(find_dates("On the same Monday it closed the pier.", reference=_PRINTED))
    assert [str(mention.low) for mention in found] == ["2031-06-16"]


@pytest.mark.parametrize(
    ("sentence", "edge", "told"),
    [
        ("It has been shut since 2012.", "begins", "2012-01-01..2012-12-31"),
        ("From May 2026 each house pays a levy.", "begins", "2026-05-01..2026-05-31"),
        ("Repairs will take until 2034.", "ends", "2034-01-01..2034-12-31"),
        ("Not until January 2030 did the ferry run.", "ends", "2030-01-01..2030-01-31"),
        ("They were promised homes by 2027.", "due", "2027-01-01..2027-12-31"),
        ("It opens no later than 3 May 2032.", "due", "2032-05-03..2032-05-03"),
        ("It stood before 1990.", "before", "None..1990-12-31"),
        ("It fell after 1990.", "after", "1990-01-01..None"),
        ("It fell in 1990.", None, "1990-01-01..1990-12-31"),
    ],
)
def test_an_open_date_names_the_days_on_which_something_begins_ends_or_is_due(sentence: str, edge: str | None, told: str) -> None:
    found = find_dates(sentence, reference=_PRINTED)[0]
    assert found.edge == edge
    assert "..".join(map(str, found.told)) == told


@pytest.mark.parametrize("sentence", ["They march on the town.", "You may ask.", "Theresa May spoke.", "Troops march over the bridge."])
def test_months_that_march_or_may_are_none(sentence: str) -> None:
    assert _days(sentence) == []
