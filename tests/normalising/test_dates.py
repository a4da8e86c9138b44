"""What dates of every English style come to."""

from datetime import date

import pytest

from atodds.normalising.dates import find_dates, find_dates_and_times, resolve_date
from atodds.vocabulary import Bound


def _ends(text: str, **context: date) -> list[tuple[str, str]]:
    return [(str(mention.low or ""), str(mention.high or "")) for mention in find_dates(text, **context)]


POINTS = [
    ("The bridge opened on 3 March 1987.", "1987-03-03", "1987-03-03"),
    ("The bridge opened on March 3, 1987.", "1987-03-03", "1987-03-03"),
    ("The bridge opened on the 3rd of March, 1987.", "1987-03-03", "1987-03-03"),
    ("The bridge opened on March 3rd 1987.", "1987-03-03", "1987-03-03"),
    ("Since the 1987, March 3 decision", "1987-03-03", "1987-03-03"),
    ("The bridge opened on Tuesday, 3 March 1987.", "1987-03-03", "1987-03-03"),
    ("Opened 1987-03-03.", "1987-03-03", "1987-03-03"),
    ("Opened 23/03/1987.", "1987-03-23", "1987-03-23"),
    ("Opened 03.12.1987.", "1987-12-03", "1987-12-03"),
    ("Opened 03-Mar-1987.", "1987-03-03", "1987-03-03"),
    ("Opened on the thirty-first of March 1987.", "1987-03-31", "1987-03-31"),
    ("OPENED MARCH 3, 1987", "1987-03-03", "1987-03-03"),
    ("in March 1987", "1987-03-01", "1987-03-31"),
    ("in March, 1987", "1987-03-01", "1987-03-31"),
    ("in March of 1987", "1987-03-01", "1987-03-31"),
    ("in 1987 March", "1987-03-01", "1987-03-31"),
    ("In 1987 it opened", "1987-01-01", "1987-12-31"),
    ("the 1987 treaty", "1987-01-01", "1987-12-31"),
    ("the treaty (1987)", "1987-01-01", "1987-12-31"),
    ("in 1783", "1783-01-01", "1783-12-31"),
    ("the summer of '87", "1987-06-01", "1987-08-31"),
]

PERIODS = [
    ("in the 1980s", "1980-01-01", "1989-12-31"),
    ("in the 1980's", "1980-01-01", "1989-12-31"),
    ("throughout the 80s", "1980-01-01", "1989-12-31"),
    ("in the mid-1980s", "1984-01-01", "1986-12-31"),
    ("in late 1980s", "1985-01-01", "1989-12-31"),
    ("in the early and mid-1980s", "1980-01-01", "1986-12-31"),
    ("early in 1987", "1987-01-01", "1987-06-30"),
    ("late 1987", "1987-07-01", "1987-12-31"),
    ("at the end of 1987", "1987-12-01", "1987-12-31"),
    ("at the beginning of 1987", "1987-01-01", "1987-01-31"),
    ("in the second half of 1987", "1987-07-01", "1987-12-31"),
    ("in early March 1987", "1987-03-01", "1987-03-15"),
    ("in the 18th century", "1701-01-01", "1800-12-31"),
    ("in the early twentieth century", "1901-01-01", "1950-12-31"),
    ("in the 5th and 6th centuries", "0401-01-01", "0600-12-31"),
    ("in the first decade of the 21st century", "2001-01-01", "2010-12-31"),
    ("in spring 1987", "1987-03-01", "1987-05-31"),
    ("in the winter of 1987", "1987-12-01", "1988-02-29"),
    ("the first quarter of 1987", "1987-01-01", "1987-03-31"),
    ("Q3 1987", "1987-07-01", "1987-09-30"),
    ("H2 1987", "1987-07-01", "1987-12-31"),
    ("on Christmas Day 1987", "1987-12-25", "1987-12-25"),
    ("the week of 12 March 1987", "1987-03-09", "1987-03-15"),
    ("week 10 of 1987", "1987-03-02", "1987-03-08"),
    ("the first week of March 1987", "1987-03-01", "1987-03-07"),
    ("the last two weeks of March 1987", "1987-03-18", "1987-03-31"),
    ("the first three months of 1987", "1987-01-01", "1987-03-31"),
    ("the three months to 30 June 1987", "1987-04-01", "1987-06-30"),
    ("in the year ended 30 September 1987", "1986-10-01", "1987-09-30"),
    ("in FY1987", "1987-01-01", "1987-12-31"),
    ("in the XVI century", "1501-01-01", "1600-12-31"),
    ("during the March strike of 1987", "1987-03-01", "1987-03-31"),
    ("in AD 79", "0079-01-01", "0079-12-31"),
    ("the attacks of 9/11", "2001-09-11", "2001-09-11"),
]

RANGES = [
    ("on 3-5 March 1987", "1987-03-03", "1987-03-05"),
    ("on March 3–5, 1987", "1987-03-03", "1987-03-05"),
    ("on 6/7 March 1987", "1987-03-06", "1987-03-07"),
    ("on 6 and 7 March 1987", "1987-03-06", "1987-03-07"),
    ("from 30 March to 2 April 1987", "1987-03-30", "1987-04-02"),
    ("from March to May 1987", "1987-03-01", "1987-05-31"),
    ("March to May 1987", "1987-03-01", "1987-05-31"),
    ("from November to February 1987", "1986-11-01", "1987-02-28"),
    ("between March 1987 and May 1988", "1987-03-01", "1988-05-31"),
    ("in 1987-88", "1987-01-01", "1988-12-31"),
    ("(1987–1991)", "1987-01-01", "1991-12-31"),
    ("1987 to 1991", "1987-01-01", "1991-12-31"),
    ("between 1987 and 1991", "1987-01-01", "1991-12-31"),
    ("from late 1987 to early 1989", "1987-07-01", "1989-06-30"),
    ("the 1999/2000 season", "1999-01-01", "2000-12-31"),
]

OPEN_ENDS = [
    ("since 1987", "1987-01-01", "", Bound.AT_LEAST),
    ("Later, from 1987, exports grew", "1987-01-01", "", Bound.AT_LEAST),
    ("starting from March 1987", "1987-03-01", "", Bound.AT_LEAST),
    ("from 1987 onwards", "1987-01-01", "", Bound.AT_LEAST),
    ("after 3 March 1987", "1987-03-03", "", Bound.AT_LEAST),
    ("until 1987", "", "1987-12-31", Bound.AT_MOST),
    ("by the end of 1987", "", "1987-12-31", Bound.AT_MOST),
    ("before March 1987", "", "1987-03-31", Bound.AT_MOST),
    ("no later than 3 March 1987", "", "1987-03-03", Bound.AT_MOST),
    ("up to May 1987", "", "1987-05-31", Bound.AT_MOST),
]


@pytest.mark.parametrize(("text", "low", "high"), POINTS + PERIODS + RANGES)
def test_a_date_gives_the_first_and_last_day_the_text_allows(text: str, low: str, high: str) -> None:
    assert _ends(text) == [(low, high)]


@pytest.mark.parametrize(("text", "low", "high", "bound"), OPEN_ENDS)
def test_an_open_end_stays_open_and_the_other_is_as_stated(text: str, low: str, high: str, bound: Bound) -> None:
    (mention,) = find_dates(text)
    assert (str(mention.low or ""), str(mention.high or ""), mention.bound) == (low, high, bound)


@pytest.mark.parametrize(
    "text",
    [
        "15,899 were counted",
        "1,992 homes",
        "some 2008 people",
        "of 1995 soldiers",
        "Resolution 1999 was passed",
        "it cost $2000",
        "May I ask?",
        "They may march on.",
        "Theresa May spoke.",
        "the Sunday Times",
        "Bloody Sunday is remembered",
        "a second attempt",
        "the fall of the city",
        "5-year plan",
        "a ten-year-old boy",
        "for three weeks",
        "people in his 40s",
        "Boeing 2000",
        "1990% more",
        "version 2.10.3",
        "rose from 1994 to 2008 tonnes",
        "the 20th division",
        "room 1998",
        "at 18:08",
        "Article 14 of the charter",
        "between 10 and 20 people",
        "3.5 million in total",
        "the 3:2 ratio",
    ],
)
def test_a_number_or_a_name_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_days_that_share_a_month_are_each_a_date() -> None:
    assert _ends("on 3, 10 and 17 March 1987") == [("1987-03-03",) * 2, ("1987-03-10",) * 2, ("1987-03-17",) * 2]
    assert _ends("on March 3, 10 and 17, 1987") == [("1987-03-03",) * 2, ("1987-03-10",) * 2, ("1987-03-17",) * 2]
    assert _ends("In 1956, 1967 and in 1978") == [("1956-01-01", "1956-12-31"), ("1967-01-01", "1967-12-31"), ("1978-01-01", "1978-12-31")]


def test_bare_decades_share_the_century_of_the_decade_beside_them() -> None:
    assert _ends("in the 1860s and 70s") == [("1860-01-01", "1869-12-31"), ("1870-01-01", "1879-12-31")]


def test_a_day_that_no_calendar_has_is_set_aside() -> None:
    scan = find_dates_and_times("It met on 31 June 2019 and 30 February, and on 29 February 2020.")
    assert [mention.text for mention in scan.mentions] == ["29 February 2020"]
    assert [(found.text, found.reason) for found in scan.rejected] == [
        ("31 June 2019", "no such day in the calendar"),
        ("30 February", "no such day in the calendar"),
    ]


def test_a_date_inside_a_web_address_is_no_date_of_the_text() -> None:
    scan = find_dates_and_times("See https://example.org/2019/07/25/report of 26 July 2019.")
    assert [mention.text for mention in scan.mentions] == ["26 July 2019"]
    assert [found.reason for found in scan.rejected] == ["inside an address"]


def test_a_possessive_day_narrows_its_noun_and_bounds_nothing() -> None:
    (mention,) = find_dates("Sixty were missing after Tuesday's blast.", reference=date(2020, 8, 8))
    assert (mention.text, mention.low, mention.high, mention.role) == ("Tuesday", date(2020, 8, 4), date(2020, 8, 4), "modifier")


NEWS = [
    ("it opened on 3 March", "2020-03-03", "2020-03-03"),
    ("it opened in November", "2019-11-01", "2019-11-30"),
    ("it will open in November", "2020-11-01", "2020-11-30"),
    ("he said on Tuesday", "2020-08-25", "2020-08-25"),
    ("he said on Saturday", "2020-08-29", "2020-08-29"),
    ("he said yesterday", "2020-08-28", "2020-08-28"),
    ("it opened last week", "2020-08-17", "2020-08-23"),
    ("it opened last July", "2020-07-01", "2020-07-31"),
    ("it opened six years ago", "2014-01-01", "2014-12-31"),
    ("it opened a week ago", "2020-08-22", "2020-08-22"),
    ("over the last two decades", "2000-01-01", "2020-12-31"),
    ("next year it opens", "2021-01-01", "2021-12-31"),
    ("on Monday (3 February)", "2020-02-03", "2020-02-03"),
    ("in the third quarter a year earlier", "2019-07-01", "2019-09-30"),
    ("in May last year", "2019-05-01", "2019-05-31"),
    ("on Wednesday of last week", "2020-08-19", "2020-08-19"),
    ("it will reopen in two weeks", "2020-09-12", "2020-09-12"),
    ("this calendar year", "2020-01-01", "2020-12-31"),
]


@pytest.mark.parametrize(("text", "low", "high"), NEWS)
def test_in_the_news_a_partial_date_leans_on_the_day_of_printing(text: str, low: str, high: str) -> None:
    assert _ends(text, reference=date(2020, 8, 29)) == [(low, high)]


NARRATIVE = [
    ("in August", "1992-08-01", "1992-08-31"),
    ("in February", "1993-02-01", "1993-02-28"),
    ("three weeks later", "1992-10-31", "1992-10-31"),
    ("two days earlier", "1992-10-08", "1992-10-08"),
    ("the following month", "1992-11-01", "1992-11-30"),
    ("later that year", "1992-07-01", "1992-12-31"),
    ("on the 20th", "1992-10-20", "1992-10-20"),
    ("the next day", "1992-10-11", "1992-10-11"),
    ("at the end of the month", "1992-10-21", "1992-10-31"),
    ("in May of the same year", "1992-05-01", "1992-05-31"),
]


@pytest.mark.parametrize(("text", "low", "high"), NARRATIVE)
def test_in_a_history_a_partial_date_leans_on_the_narrative(text: str, low: str, high: str) -> None:
    assert _ends(text, reference=date(2020, 8, 29), base=date(1992, 10, 10)) == [(low, high)]


def test_without_anything_to_lean_on_a_date_says_what_it_needs() -> None:
    found = find_dates("on 4 August and then three weeks later")
    assert [(mention.low, mention.needs) for mention in found] == [(None, "year"), (None, "anchor")]


def test_a_date_can_be_resolved_again_once_the_narrative_is_known() -> None:
    (mention,) = find_dates("in May")
    assert resolve_date(mention, reference=date(2020, 8, 29)).low == date(2020, 5, 1)
    assert resolve_date(mention, reference=date(2020, 8, 29), base=date(1992, 1, 1), base_precision="year").low == date(1992, 5, 1)


def test_day_and_month_in_figures_are_flagged_where_they_could_be_swapped() -> None:
    assert [mention.ambiguous for mention in find_dates("04/08/2020, 14/08/2020, 2020-08-04, 4 August 2020")] == [True, False, False, False]
    assert find_dates("04/08/2020", day_first=False)[0].low == date(2020, 4, 8)


def test_times_of_day_and_years_before_the_calendar_are_set_aside_with_a_reason() -> None:
    scan = find_dates_and_times("At 18:08 EEST on 4 August 2020 (1508 GMT), on the site of a temple of the 2nd century BC.")
    assert [mention.text for mention in scan.mentions] == ["4 August 2020"]
    assert [found.text for found in scan.rejected] == ["18:08 EEST", "1508 GMT", "the 2nd century"]


def test_the_way_a_date_is_introduced_is_told() -> None:
    text = "In 1992 the constitution of 1925 and the 1978 charter met a ruling (1990), which held in 1995."
    assert [mention.role for mention in find_dates(text)] == ["opening", "of", "modifier", "bracketed", "adverbial"]
