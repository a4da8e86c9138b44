"""Where a narrative stands, sentence by sentence."""

from datetime import date

import pytest

from atodds.normalising.date_anchors import NarrativeAnchor
from atodds.normalising.dates import find_dates


def _told(*sentences: str, published_on: date | None = None) -> list[str]:
    """What the mentions of the sentences come to: "" opens a paragraph, a line that begins with # is a heading."""
    anchor = NarrativeAnchor(published_on=published_on)
    out = []
    for sentence in sentences:
        if not sentence:
            anchor = anchor.paragraph()
            continue
        mentions, anchor = anchor.heading(find_dates(sentence)) if sentence.startswith("#") else anchor.sentence(find_dates(sentence))
        out += [f"{mention.text}: {mention.low}..{mention.high}" for mention in mentions]
    return out


HISTORIES = [
    ("the year of the sentence before", ["In 1992 the talks failed.", "In May they began again."], "May: 1992-05-01..1992-05-31"),
    ("across paragraphs", ["In May 1992 the talks failed.", "", "In June they began again."], "June: 1992-06-01..1992-06-30"),
    ("into the next year", ["In December 1992 the talks failed.", "In January they began again."], "January: 1993-01-01..1993-01-31"),
    ("a heading holds", ["# Crises of 1998", "On 26 May fighting broke out."], "26 May: 1998-05-26..1998-05-26"),
    ("by a month", ["By May 1992 the talks had failed.", "In June they began again."], "June: 1992-06-01..1992-06-30"),
    ("relative", ["On 3 May 1992 it failed.", "Two weeks later they met."], "Two weeks later: 1992-05-17..1992-05-17"),
    ("an old charter is no stage", ["In 1992 the charter of 1925 was revived.", "In May it fell."], "May: 1992-05-01..1992-05-31"),
    ("a named law is no stage", ["In 1992 the 1936 charter was revived.", "In May it fell."], "May: 1992-05-01..1992-05-31"),
    ("a bracket is no stage", ["In 1992 the treaty (1783) was revived.", "In May it fell."], "May: 1992-05-01..1992-05-31"),
    ("since is no stage", ["In 1992, dormant since 1936, it revived.", "In May it fell."], "May: 1992-05-01..1992-05-31"),
    (
        "looking back is no stage",
        ["In May 1992 it revived what fell the previous year.", "In June it fell."],
        "June: 1992-06-01..1992-06-30",
    ),
    (
        "a summer in passing",
        ["On 10 August 2008 it began.", "It struck units sent in the summer of 2006.", "On 12 August it ended."],
        "12 August: 2008-08-12..2008-08-12",
    ),
    (
        "today is not the story's day",
        ["In 1992 the talks failed.", "They fail to this day, and over the last two decades."],
        "the last two decades: None..None",
    ),
    (
        "a year in passing",
        ["On 10 March 1975 they struck, with more planned in 1976.", "On 11 March it fell."],
        "11 March: 1975-03-11..1975-03-11",
    ),
]


@pytest.mark.parametrize(("case", "sentences", "last"), HISTORIES, ids=[case for case, _, _ in HISTORIES])
def test_a_history_leans_on_its_own_dates(case: str, sentences: list[str], last: str) -> None:
    assert _told(*sentences)[-1] == last


NEWS = [
    ("weekday", ["The bank said on Monday."], "Monday: 2020-08-31..2020-08-31"),
    ("weekday beside a date", ["After the blast on Aug. 4, the bank said on Monday."], "Monday: 2020-08-31..2020-08-31"),
    ("day and month", ["In 2013 the ship came in.", "", "The blast came on 4 August."], "4 August: 2020-08-04..2020-08-04"),
    ("the story's own year", ["In 2013 the ship came in.", "In November it was seized."], "November: 2013-11-01..2013-11-30"),
    ("month told before", ["He came in May.", "", "The following month he left."], "The following month: 2020-06-01..2020-06-30"),
    ("last week", ["In 2013 it came.", "It was sold last week."], "last week: 2020-08-24..2020-08-30"),
]


@pytest.mark.parametrize(("case", "sentences", "last"), NEWS, ids=[case for case, _, _ in NEWS])
def test_the_news_lean_on_the_day_of_printing(case: str, sentences: list[str], last: str) -> None:
    assert _told(*sentences, published_on=date(2020, 9, 2))[-1] == last


def test_a_long_report_with_a_printing_date_is_still_a_history() -> None:
    past = [f"In {year} there was a vote." for year in range(1991, 1996)]
    assert _told(*past, "", "In May it fell.", published_on=date(2020, 9, 2))[-1] == "May: 1995-05-01..1995-05-31"


def test_a_range_over_the_turn_of_the_year_keeps_its_order() -> None:
    assert (
        _told("It began in October 1993.", "It was shut from November to February.")[-1]
        == "from November to February: 1993-11-01..1994-02-28"
    )
