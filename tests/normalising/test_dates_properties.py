"""What holds for every date and every text."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atodds.normalising.date_anchors import NarrativeAnchor
from atodds.normalising.dates import find_dates, find_dates_and_times, resolve_date

MONTHS = "January February March April May June July August September October November December".split()
SUFFIX = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
DAYS = st.dates(min_value=date(1500, 1, 1), max_value=date(2039, 12, 31))
MODERN_DAYS = st.dates(min_value=date(1941, 1, 1), max_value=date(2039, 12, 31))
PIECES = st.sampled_from(
    [
        *MONTHS,
        *"may march 1992 '92 92 4 4th the of early mid- late end half first since until from to and between - – / , . : ( )".split(),
        *"week year months ago later three a few Tuesday last next that same century 20th decade spring Q3 people % 9999 0 1,992 İ".split(),
        "\n\n",
        "\n",
    ]
)

STYLES = {
    "day month year": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year:04d}",
    "ordinal of month": lambda d: f"the {d.day}{SUFFIX.get(d.day, 'th')} of {MONTHS[d.month - 1]}, {d.year:04d}",
    "month day, year": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year:04d}",
    "month ordinal year": lambda d: f"{MONTHS[d.month - 1]} {d.day}{SUFFIX.get(d.day, 'th')} {d.year:04d}",
    "abbreviated": lambda d: f"{MONTHS[d.month - 1][:3]}{'' if d.month == 5 else '.'} {d.day}, {d.year:04d}",
    "year first": lambda d: f"{d.year:04d}, {MONTHS[d.month - 1]} {d.day}",
    "weekday": lambda d: f"{d:%A}, {d.day} {MONTHS[d.month - 1]} {d.year:04d}",
    "ISO": lambda d: f"{d.year:04d}-{d.month:02d}-{d.day:02d}",
    "figures with points": lambda d: f"{d.day}.{d.month}.{d.year:04d}",
    "figures with strokes": lambda d: f"{d.day:02d}/{d.month:02d}/{d.year:04d}",
    "day-Mon-year": lambda d: f"{d.day:02d}-{MONTHS[d.month - 1][:3]}-{d.year:04d}",
}


@pytest.mark.parametrize("style", STYLES)
@given(day=DAYS)
@settings(max_examples=40, deadline=None)
def test_a_day_written_in_any_style_is_read_back(style: str, day: date) -> None:
    (mention,) = find_dates(f"It was signed on {STYLES[style](day)} in the capital.")
    assert (mention.low, mention.high) == (day, day)


@given(first=DAYS, length=st.integers(1, 1500), dash=st.sampled_from([" to ", " – ", "–", " - "]))
@settings(max_examples=60, deadline=None)
def test_a_range_of_days_is_read_back_however_much_its_ends_share(first: date, length: int, dash: str) -> None:
    last = min(first + timedelta(days=length), date(2039, 12, 31))
    month = MONTHS[first.month - 1]
    if (first.year, first.month) == (last.year, last.month):
        text = f"{first.day}{dash}{last.day} {month} {last.year:04d}" if first.day < last.day else None
    elif first.year == last.year:
        text = f"{first.day} {month}{dash}{last.day} {MONTHS[last.month - 1]} {last.year:04d}"
    else:
        text = f"{first.day} {month} {first.year:04d}{dash}{last.day} {MONTHS[last.month - 1]} {last.year:04d}"
    if text:
        (mention,) = find_dates(f"It lasted from {text}.")
        assert (mention.low, mention.high) == (first, last)


@given(year=st.integers(1900, 2039), preposition=st.sampled_from(["in", "during", "throughout", "the crisis of", "the"]))
def test_a_year_is_read_back(year: int, preposition: str) -> None:
    (mention,) = find_dates(f"They met {preposition} {year} crisis.")
    assert (mention.low, mention.high) == (date(year, 1, 1), date(year, 12, 31))


@given(day=MODERN_DAYS, printed=MODERN_DAYS)
@settings(max_examples=60, deadline=None)
def test_a_day_without_its_year_lies_within_a_year_of_printing(day: date, printed: date) -> None:
    (mention,) = find_dates(f"It fell on {day.day} {MONTHS[day.month - 1]}.", reference=printed)
    if (day.month, day.day) != (2, 29):
        assert mention.low is not None
        assert abs((mention.low - printed).days) <= 366


@given(
    text=st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join),
    printed=st.none() | st.dates(),
    told=st.none() | st.dates(),
)
@settings(max_examples=400, deadline=None)
def test_no_text_raises_and_every_span_is_its_own_slice(text: str, printed: date | None, told: date | None) -> None:
    scan = find_dates_and_times(text, reference=printed, base=told)
    last = 0
    for mention in scan.mentions:
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.low is None or mention.high is None or mention.low <= mention.high
        assert mention.needs or mention.low or mention.high or "day" in mention.precision or mention.expression is not None
        last = mention.end
        resolve_date(mention, reference=printed, base=told, base_precision="year")
    for found in scan.rejected:
        assert text[found.start : found.end] == found.text


@given(sentences=st.lists(st.lists(PIECES, max_size=12).map(" ".join), max_size=6), printed=st.none() | st.dates())
@settings(max_examples=100, deadline=None)
def test_an_anchor_settles_whatever_it_is_fed(sentences: list[str], printed: date | None) -> None:
    anchor = NarrativeAnchor(published_on=printed)
    for index, sentence in enumerate(sentences):
        mentions = find_dates(sentence)
        settled, anchor = anchor.heading(mentions) if index % 3 == 0 else anchor.paragraph().sentence(mentions)
        assert len(settled) == len(mentions)


NASTY = {
    "digits": "1" * 20_000,
    "dashes": "1992-" * 4_000,
    "days": "4, " * 6_000,
    "months": "May " * 5_000,
    "prefixes": "the end of " * 2_000,
    "from": "from the early " * 1_500 + "1992",
    "blanks": "1992" + " " * 20_000 + "May",
    "lines": "\n \n" * 6_000 + "1992",
    "times": "18:08:" * 3_000,
    "points": "1.2." * 5_000,
    "ranges": "between 1992 and " * 1_200,
    "apostrophes": "'92's" * 4_000,
}


@pytest.mark.parametrize("kind", NASTY)
def test_time_grows_with_length_and_no_faster(kind: str) -> None:
    text = NASTY[kind]

    def seconds(part: str) -> float:
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            find_dates_and_times(part)
            best = min(best, time.process_time() - start)
        return best

    short, whole = seconds(text[: len(text) // 4]), seconds(text)
    assert whole < 12 * short + 0.05  # four times the text; twelve leaves room for a busy machine
