"""Units of measurement: the table in `seeds/units.csv`, reading a unit after a figure, and conversion within a dimension.

    unit,dimension,factor,offset,names,symbols,loose_symbols,prefixes,note
    metre,length,1,0,metre|meter|metres|meters,,m,si,

`factor` and `offset` turn a value into the base unit of its dimension: base = value * factor + offset (the offset is for temperatures).
`names` are read in any case, `symbols` exactly as written, `loose_symbols` exactly and only after digits, because they are letters that
stand for other things too ("m", "t", "in"). `prefixes` makes the multiples: `si` pico to exa, `common` micro to giga, `small` milli,
centi, deci, hecto, `mega` kilo, mega, giga, `data` kilo to exa and the binary ones, `time` milli to nano, `milli`, `toe`.
Squares and cubes of every length are made by themselves ("square kilometre", "km2", "km²", "sq mi").

Figures keep the unit they are written in; conversion happens in a comparison only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from atodds.errors import ConfigurationError
from atodds.normalising.lexicon import read_rows
from atodds.normalising.tokens import NUM, SIGN, WORD, Token, tokenize
from atodds.seeds import seeds_in_use

__all__ = ["Unit", "UnitReading", "UnitTable", "convert_unit", "load_units", "read_unit", "to_base"]

_PREFIXES: Mapping[str, tuple[tuple[str, str, float], ...]] = {
    # NIST SP 811, table 5; IEC 80000-13 for the binary ones.
    "si": (
        ("atto", "a", 1e-18), ("femto", "f", 1e-15), ("pico", "p", 1e-12), ("nano", "n", 1e-9), ("micro", "µ", 1e-6), ("micro", "μ", 1e-6),
        ("milli", "m", 1e-3), ("centi", "c", 1e-2), ("deci", "d", 1e-1), ("kilo", "k", 1e3), ("mega", "M", 1e6), ("giga", "G", 1e9),
        ("tera", "T", 1e12), ("peta", "P", 1e15), ("exa", "E", 1e18),
    ),
    "common": (("micro", "µ", 1e-6), ("micro", "μ", 1e-6), ("milli", "m", 1e-3), ("kilo", "k", 1e3), ("mega", "M", 1e6)),
    "small": (("milli", "m", 1e-3), ("centi", "c", 1e-2), ("deci", "d", 1e-1), ("hecto", "h", 1e2), ("mega", "M", 1e6)),
    "mega": (("kilo", "k", 1e3), ("mega", "M", 1e6), ("giga", "G", 1e9)),
    "toe": (("kilo", "k", 1e3), ("mega", "M", 1e6)),
    "milli": (("milli", "m", 1e-3),),
    "time": (("nano", "n", 1e-9), ("micro", "µ", 1e-6), ("milli", "m", 1e-3)),
    "data": (
        ("kilo", "k", 1e3), ("kilo", "K", 1e3), ("mega", "M", 1e6), ("giga", "G", 1e9), ("tera", "T", 1e12), ("peta", "P", 1e15),
        ("exa", "E", 1e18), ("kibi", "Ki", 2.0**10), ("mebi", "Mi", 2.0**20), ("gibi", "Gi", 2.0**30), ("tebi", "Ti", 2.0**40),
    ),
}  # fmt: skip
_COLUMNS = ("unit", "dimension", "factor", "offset", "names", "symbols", "loose_symbols", "prefixes", "note")
_SQUARE, _CUBIC = {"square", "sq"}, {"cubic", "cu"}
_EXPONENT_WORDS = {"squared": 2, "cubed": 3, "²": 2, "³": 3}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its id, its dimension and how it turns into the dimension's base unit."""

    id: str
    dimension: str
    factor: float
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class UnitReading:
    """A unit as read: the index of the token after it."""

    unit: Unit
    after: int


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All units, by id, by name, by symbol."""

    by_id: Mapping[str, Unit]
    names: Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]  # by first word, longest first
    symbols: Mapping[str, Unit]
    loose: Mapping[str, Unit]


@lru_cache(maxsize=4)
def load_units(folder: Path | None = None) -> UnitTable:
    """The units of a seeds folder, the one in use without, with all their multiples, squares and cubes.

    Raises:
        ConfigurationError: naming file, line and mend.
    """
    path = (folder or seeds_in_use()) / "units.csv"
    by_id: dict[str, Unit] = {}
    names: dict[tuple[str, ...], Unit] = {}
    symbols: dict[str, Unit] = {}
    loose: dict[str, Unit] = {}
    for line, row in read_rows(path, _COLUMNS):
        try:
            base = Unit(row["unit"], row["dimension"], float(row["factor"]), float(row["offset"]))
        except ValueError as error:
            raise ConfigurationError(f"{path.name}, line {line}: factor and offset are numbers ({error}); write 1 and 0") from error
        prefixes: list[tuple[str, str, float]] = []
        for group in filter(None, row["prefixes"].split("|")):
            if group not in _PREFIXES:
                raise ConfigurationError(f"{path.name}, line {line}: unknown prefixes {group!r}; one of {', '.join(_PREFIXES)}")
            prefixes.extend(_PREFIXES[group])
        for name, sign, scale in [("", "", 1.0), *prefixes]:
            unit = by_id.setdefault(name + base.id, Unit(name + base.id, base.dimension, base.factor * scale, base.offset))
            for word in filter(None, row["names"].split("|")):
                names.setdefault(_words(name + word), unit)
            for column, table in (("symbols", symbols), ("loose_symbols", loose)):
                for symbol in filter(None, row[column].split("|")):
                    (symbols if sign else table).setdefault(sign + symbol, unit)
    for unit in [unit for unit in by_id.values() if unit.dimension == "length"]:
        for power, prefix, dimension in ((2, "square", "area"), (3, "cubic", "volume")):
            by_id[f"{prefix} {unit.id}"] = Unit(f"{prefix} {unit.id}", dimension, unit.factor**power)
    first: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for words, unit in names.items():
        first.setdefault(words[0], []).append((words, unit))
    return UnitTable(
        by_id=by_id,
        names={word: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for word, found in first.items()},
        symbols=symbols,
        loose=loose,
    )


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(token.low for token in tokenize(phrase))


def to_base(value: float, unit: str | None) -> tuple[float, str | None]:
    """A value in the base unit of its unit's dimension, with the dimension; unchanged with None for an unknown unit."""
    known = load_units().by_id.get(unit or "")
    if known is None:
        return value, None
    return value * known.factor + known.offset, known.dimension


def convert_unit(value: float, from_unit: str, to_unit: str) -> float | None:
    """A value in another unit of the same dimension, or None where there is no such conversion."""
    table = load_units().by_id
    source, target = table.get(from_unit), table.get(to_unit)
    if source is None or target is None or source.dimension != target.dimension:
        return None
    return (value * source.factor + source.offset - target.offset) / target.factor


def _named(tokens: Sequence[Token], i: int, table: UnitTable) -> UnitReading | None:
    for words, unit in table.names.get(tokens[i].low, ()):
        if len(words) <= len(tokens) - i and all(tokens[i + k].low == word for k, word in enumerate(words)):
            return UnitReading(unit, i + len(words))
    return None


def _symbol(tokens: Sequence[Token], i: int, table: UnitTable, digits: bool) -> UnitReading | None:
    """The longest symbol made of up to four tokens without blanks between them."""
    joined, end = "", tokens[i].start
    best: UnitReading | None = None
    for j in range(i, min(i + 4, len(tokens))):
        token = tokens[j]
        if token.start != end:
            break
        joined += token.text
        end = token.end
        unit = table.symbols.get(joined) or (table.loose.get(joined) if digits else None)
        if unit:
            best = UnitReading(unit, j + 1)
    return best


def _power(tokens: Sequence[Token], reading: UnitReading, table: UnitTable) -> UnitReading:
    """`km2`, `km²`, `km^2`, `km squared`: the square or cube of a length just read."""
    i = reading.after
    if reading.unit.dimension != "length" or i >= len(tokens):
        return reading
    token, tight = tokens[i], tokens[i].start == tokens[i - 1].end
    power, after = 0, i + 1
    if token.low in _EXPONENT_WORDS and (tight or token.kind == WORD):
        power = _EXPONENT_WORDS[token.low]
    elif tight and token.kind == NUM and token.text in {"2", "3"}:
        power = int(token.text)
    elif tight and token.text == "^" and i + 1 < len(tokens) and tokens[i + 1].text in {"2", "3"}:
        power, after = int(tokens[i + 1].text), i + 2
    if not power:
        return reading
    return UnitReading(table.by_id[f"{'square' if power == 2 else 'cubic'} {reading.unit.id}"], after)


def read_unit(tokens: Sequence[Token], i: int, *, digits: bool = True) -> UnitReading | None:
    """The unit that begins at token `i`, or None.

    Args:
        tokens: the tokens of the text.
        i: where the unit would begin.
        digits: whether the figure before is written in digits; single letters count as units only then.
    """
    if i >= len(tokens):
        return None
    table = load_units()
    token = tokens[i]
    if token.low in _SQUARE or token.low in _CUBIC:
        j = i + 1
        while j < len(tokens) and tokens[j].text in {".", "-"}:
            j += 1
        inner = _named(tokens, j, table) or _symbol(tokens, j, table, True) if j < len(tokens) else None
        if inner and inner.unit.dimension == "length":
            return UnitReading(table.by_id[f"{'square' if token.low in _SQUARE else 'cubic'} {inner.unit.id}"], inner.after)
        return None
    named = _named(tokens, i, table)
    symbol = _symbol(tokens, i, table, digits) if token.kind in (WORD, SIGN) else None
    reading = named or symbol
    if named and symbol and symbol.after > named.after:
        reading = symbol
    return _power(tokens, reading, table) if reading else None
