from datetime import date

import pytest

from atodds.claims import Claim
from atodds.report.wording import clip_around, clip_text, date_words, number_words, plural, topic_words, value_words, visible_text
from atodds.vocabulary import Bound
from tests.factories import claim, date_claim, narrowed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (2750, "2,750"),
        (1.7e9, "1.7 billion"),
        (1_234_567, "1,234,567"),
        (250_000_000, "250 million"),
        (0.35, "0.35"),
        (18.4, "18.4"),
        (3218.688, "3,218.688"),
        (86936.5, "86,936.5"),
        (0.1 + 0.2, "0.3"),
        (0.00002, "2e-05"),
        (-12, "-12"),
        (3.5e12, "3.5 trillion"),
    ],
)
def test_numbers_are_written_as_a_reader_writes_them_and_never_rounded(value: float, expected: str) -> None:
    assert number_words(value) == expected


def reading(**fields: object) -> Claim:
    return Claim(
        **{
            "claim_id": "c",
            "document_id": "d",
            "document_path": "p",
            "quote": "",
            "mention_text": "as written",
            "claim_type": "t",
            "measure": "m",
            **fields,
        }
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value_low": 220.0, "value_high": None, "bound": Bound.AT_LEAST}, "at least 220"),
        ({"value_low": None, "value_high": 50.0, "bound": Bound.AT_MOST}, "at most 50"),
        ({"value_low": 0.0, "value_high": 50.0, "bound": Bound.AT_MOST}, "0 to 50"),
        ({"value_low": 300.0, "value_high": 300.0, "bound": Bound.APPROX}, "about 300"),
        ({"value_low": 10e9, "value_high": 15e9, "currency": "USD", "unit": "USD"}, "USD 10 billion to 15 billion"),
        ({"value_low": 18.4, "value_high": 18.4, "unit": "percent"}, "18.4 %"),
        ({"value_low": 40.0, "value_high": 40.0, "currency": "USD", "per_unit": "barrel"}, "USD 40 per barrel"),
        ({"value_low": 11.0, "value_high": 11.0, "unit": "mercalli intensity"}, "intensity 11"),
        ({"value_low": 7.0, "value_high": 7.0, "unit": "colony"}, "7 colonies"),
        ({"date_low": date(1992, 1, 1), "date_high": date(1992, 12, 31)}, "1992"),
        ({"members": ("Armenia", "Belarus")}, "Armenia, Belarus"),
        ({"polarity": False}, "no"),
        ({}, "as written"),
    ],
)
def test_a_claim_is_put_into_words_with_its_bound_and_its_unit(fields: dict[str, object], expected: str) -> None:
    assert value_words(reading(**fields)) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (date(1992, 5, 1), date(1992, 5, 31), "May 1992"),
        (date(1992, 5, 4), date(1992, 5, 4), "4 May 1992"),
        (date(1992, 1, 1), date(1993, 12, 31), "1992 to 1993"),
        (date(1992, 5, 1), date(1992, 7, 31), "May 1992 to July 1992"),
        (date(1992, 5, 4), date(1992, 6, 6), "4 May 1992 to 6 June 1992"),
        (None, date(1992, 5, 4), "up to 4 May 1992"),
        (date(9999, 12, 1), date(9999, 12, 31), "1 December 9999 to 31 December 9999"),
        (None, None, "no date"),
    ],
)
def test_a_span_of_days_is_written_in_its_shortest_exact_form(low: date | None, high: date | None, expected: str) -> None:
    assert date_words(low, high) == expected


def test_direction_overrides_are_shown_by_code_point_and_right_to_left_letters_are_left_alone() -> None:
    assert visible_text("a\u202eb\u2066c") == "a‹U+202E›b‹U+2066›c"
    assert visible_text("شهداء") == "شهداء"
    assert visible_text("a\x00b\x1b") == "a\ufffdb\ufffd"


def test_a_word_of_a_megabyte_is_clipped_around_the_figure() -> None:
    text = "x" * 500_000 + " 31 " + "y" * 500_000
    before, mention, after = clip_around(text, 500_001, 500_003, 200)
    assert mention == "31"
    assert len(before) + len(after) <= 204
    assert len("".join(clip_around("z" * 1_000_000, 0, 1_000_000, 200))) <= 202


def test_clipping_never_lengthens_and_keeps_short_text_whole() -> None:
    assert clip_text("short", 10) == "short"
    assert clip_text("a long line of words", 10) == "a long li…"
    assert [plural(count, "reading") for count in (0, 1, 2, 40)] == ["no readings", "one reading", "two readings", "40 readings"]
    assert plural(2, "discrepancy") == "two discrepancies"


@pytest.mark.parametrize(
    ("made", "subject", "kind", "expected"),
    [
        (claim(5, "population", axes="place=Georgia"), "Georgia", "place", "Population of Georgia"),
        (claim(5, "population", axes="group=women"), "Georgia", "place", "Population (women) of Georgia"),
        (claim(5, "deaths"), "Georgia", "place", "Deaths in Georgia"),
        (claim(5, "deaths", axes="place=Roman"), "2020 Beirut explosion", "event", "Deaths in Roman in the 2020 Beirut explosion"),
        (claim(5, "deaths", axes="event=flood"), "Tesna flood, June 2023", "event", "Deaths in the Tesna flood, June 2023"),
        (claim(5, "members"), "European Union", "organisation", "Members of the European Union"),
        (claim(5, "members"), "the reading room", "name", "Members, the reading room"),
        (date_claim("1992", axes=narrowed("place=Lipowa"), predicate="signed"), "China", "place", "Date (signed) of China in Lipowa"),
        (date_claim("1992", predicate="occurred"), "Beirut explosion 2020", "event", "Date of the 2020 Beirut explosion"),
        (date_claim("1992", predicate="verb:annex"), "China", "place", "Date of China"),
    ],
)
def test_what_a_claim_is_about_is_said_by_the_sort_of_its_subject(made: Claim, subject: str, kind: str, expected: str) -> None:
    facet = ", ".join(value.said or value.value for value in made.axes)
    assert topic_words(made, subject, facet, kind) == expected
