"""Currencies: reading them in every written form, and turning one into another at the rate of a day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from atodds.errors import ConfigurationError
from atodds.normalising.currencies import convert, load_currencies
from atodds.normalising.quantities import find_quantities
from atodds.seeds import SEEDS_FOLDER

FIVE_MILLION = """
USD: $5 million|US$5 million|US $ 5 million|U.S. $5 million|USD 5 million|5 million USD|5 million dollars|5 million US dollars|$5m|5 MUSD
EUR: €5m|5 million euros|EUR5m
GBP: £5m|5 million pounds|5 million pounds sterling
CHF: CHF 5 million|5 million Swiss francs
JPY: ¥5 million|5 million yen
CNY: RMB 5 million|5 million yuan
RUB: 5 million roubles|5 million rubles|₽5 million
GEL: 5 million lari|5 million Georgian lari
AMD: 5 million drams
UAH: 5 million hryvnia
KZT: 5 million tenge
TRY: 5 million Turkish lira|₺5 million
INR: 5 million rupees|Rs 5 million|50 lakh rupees
BRL: R$5 million
AUD: A$5m
CAD: C$5m
HKD: HK$5m
NGN: ₦5 million|N5 million
KRW: 5 million won
none: 5 million francs|5 million pesos
"""


@pytest.mark.parametrize("line", FIVE_MILLION.strip().splitlines())
def test_five_million_in_every_written_form(line: str) -> None:
    code, _, forms = line.partition(": ")
    for form in forms.split("|"):
        (mention,) = find_quantities(f"They paid {form} for it.").mentions
        expected = None if code == "none" else code
        assert (mention.low, mention.high, mention.unit, mention.currency) == (5e6, 5e6, "currency", expected), form


@pytest.mark.parametrize(
    ("text", "amount", "code"),
    [("50 cents", 0.5, "USD"), ("470 pence", 4.7, "GBP"), ("3 dimes", pytest.approx(0.3), "USD"), ("10 dollars 30 cents", 10.3, "USD")],
)
def test_small_coin_is_a_part_of_its_currency(text: str, amount: float, code: str) -> None:
    (mention,) = find_quantities(text).mentions
    assert (mention.low, mention.currency) == (amount, code)


@pytest.mark.parametrize(
    "text",
    ["a twenty-pound bag", "ALL 5 answers", "the team won 12 games", "the baby weighed seven pounds", "try 5 times", "R5 and N95 masks"],
)
def test_words_that_only_look_like_money_are_none(text: str) -> None:
    assert all(mention.unit != "currency" for mention in find_quantities(text).mentions)


def test_an_amount_is_turned_at_the_rate_of_the_day_and_says_so() -> None:
    turned = convert(100.0, "USD", "EUR", date(2016, 6, 1))
    assert turned is not None
    assert turned.rate_date == date(2016, 6, 1)
    assert turned.rate == pytest.approx(1 / 1.1174, rel=1e-3)  # European Central Bank, 1 June 2016
    assert turned.amount == pytest.approx(100 * turned.rate)
    assert "European Central Bank" in turned.source


def test_a_day_without_a_rate_takes_the_nearest_day_that_has_one() -> None:
    sunday = date(2016, 6, 5)
    turned = convert(1.0, "GBP", "USD", sunday)
    assert turned is not None
    assert turned.rate_date != sunday
    assert abs(turned.rate_date - sunday) <= timedelta(days=14)


def test_there_and_back_is_the_same_amount() -> None:
    there = convert(250.0, "USD", "JPY", date(2012, 3, 14))
    assert there is not None
    back = convert(there.amount, "JPY", "USD", there.rate_date)
    assert back is not None
    assert back.amount == pytest.approx(250.0)


@pytest.mark.parametrize(
    ("source", "target", "on"),
    [("GEL", "USD", date(2016, 6, 1)), ("USD", "EUR", date(1992, 6, 1)), ("RUB", "USD", date(2023, 6, 1)), ("USD", "XXX", date(2016, 6, 1)),
     ("USD", "EUR", date.max), ("USD", "EUR", date.min)],
)  # fmt: skip
def test_where_there_is_no_rate_there_is_no_conversion(source: str, target: str, on: date) -> None:
    assert convert(1.0, source, target, on) is None


def test_a_currency_needs_no_rate_to_itself() -> None:
    turned = convert(5.0, "GEL", "GEL", date(1990, 1, 1))
    assert turned is not None
    assert (turned.amount, turned.rate) == (5.0, 1.0)


def test_codes_are_iso_4217_and_a_wrong_one_is_refused_by_line(tmp_path: Path) -> None:
    table = load_currencies()
    assert {"USD", "EUR", "GBP", "RUB", "GEL", "AMD", "AZN", "TRY", "CNY", "INR", "NGN"} <= set(table.names_by_code)
    header = (SEEDS_FOLDER / "currencies.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "currencies.csv").write_text(f"{header}\nDOLLAR,Dollar,$,,dollar,\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"currencies\.csv, line 2: 'DOLLAR' is no ISO 4217 code"):
        load_currencies(tmp_path)
