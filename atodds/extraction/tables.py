"""What a cell of a table states: its figure in the unit and scale that header, label or caption give, and the time it holds for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from atodds.extraction.components import Rules
from atodds.normalising.dates import find_dates
from atodds.normalising.mentions import QuantityMention
from atodds.normalising.quantities import find_quantities
from atodds.reading.document import Segment, TableCell

__all__ = ["cell_mention", "cell_time", "is_sum", "names_a_unit", "without_units"]

_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b(?! (?:constant )?prices\b)")
_TIME_COLUMN = re.compile(r"\b(?:year|date|as of)\b", re.IGNORECASE)
_TABLE_NUMBER = re.compile(r"\s*(?:Table|Tab\.|Annex)\s+[\w.-]{1,8}[.:)]?\s+", re.IGNORECASE)
_NOUN_ENDS = re.compile(r"[(,;:–—]|\b(?:by|in|of|per|at|on|as|and|since|from)\b", re.IGNORECASE)


def is_sum(label: str, rules: Rules) -> bool:
    """Whether a row's label says that it holds the sum of the others: "Total", "Grand total:", "All districts"."""
    words = re.findall(r"[^\W\d_]+", label.lower())
    return 0 < len(words) <= 2 and any(word in rules.lexicon.values["tables"]["totals"]["words"] for word in words)


def dates_only(label: str) -> bool:
    found = find_dates(label) if re.search(r"\d", label) else ()
    return any(len(one.text) >= len(label.strip(" .,:()")) for one in found)


def cell_time(cell: TableCell, segment: Segment) -> tuple[date, date] | None:
    """First and last day the figure holds for: as the cell, its header, its row, a column of years in it, or the caption says."""
    own = re.search(r"\((1[6-9]\d\d|20\d\d)\)", cell.text)
    if own:
        return date(int(own.group(1)), 1, 1), date(int(own.group(1)), 12, 31)
    dated = [other.text for other in segment.cells if other is not cell and other.header and _TIME_COLUMN.search(" ".join(other.header))]
    for text in (" ".join(cell.header), cell.row_label or "", *dated, segment.caption or ""):
        found = _days_in(text)
        if found is not None:
            return found
    return None


def _days_in(text: str) -> tuple[date, date] | None:
    """The last time a text names: a day or month with its year, else a year."""
    years = _YEAR.findall(text)
    if not years:
        return None
    fine = [one for one in find_dates(text) if one.low and one.high and not one.needs and one.precision in ("day", "month")]
    exact = [one for one in fine if one.low and one.high and (one.high - one.low).days < 32]
    if exact and exact[-1].low and exact[-1].high:
        return exact[-1].low, exact[-1].high
    return date(int(years[-1]), 1, 1), date(int(years[-1]), 12, 31)


def cell_mention(cell: TableCell, scope: str, rules: Rules) -> QuantityMention | None:
    """The cell's figure, with scale and unit from the header when the cell gives none; offsets stay within the cell's text."""
    text = re.sub(r"\((?:1[6-9]\d\d|20\d\d)\)", lambda found: " " * len(found.group()), cell.text)
    scan = find_quantities(text, decimal_mark=cell.decimal_mark)
    if not scan.mentions:
        return None
    found = scan.mentions[0]
    if found.unit is not None and found.currency is None:
        return found
    number = text[found.number_start : found.number_end]
    suffix = ""
    has_scale = found.last_digit is not None and re.search(r"[A-Za-z]", number) is not None
    scale = _scale(scope, rules)
    if scale and not has_scale:
        suffix += f" {scale}"
    currency = rules.lexicon.column_currency.search(scope)
    unit = rules.lexicon.column_unit.search(scope)
    if found.currency is None and currency:
        suffix += f" {_code(currency.group(1))}"
    elif found.unit is None and _percent(scope, rules):
        suffix += "%"
    elif found.unit is None and unit:
        suffix += f" {unit.group(1)}"
    if not suffix:
        return found
    again = find_quantities(text[: found.number_end] + suffix, decimal_mark=cell.decimal_mark).mentions
    if not again:
        return found
    return replace(
        again[0], start=found.start, end=found.end, number_start=found.number_start, number_end=found.number_end, text=found.text
    )


def without_units(label: str, rules: Rules) -> str:
    """A row's label without what its figures are in and the year they are of: "Exports (mln EUR)", "GDP USD bn", "Ruritania 2010"."""
    scales = sorted((form for forms in rules.lexicon.values["tables"]["scale"].values() for form in forms), key=len, reverse=True)
    bare = rules.lexicon.column_currency.sub(" ", rules.lexicon.column_unit.sub(" ", label))
    bare = re.sub(rf"%|\bper cent\b|(?<!\w)(?:{'|'.join(map(re.escape, scales))})(?!\w)", " ", bare, flags=re.IGNORECASE)
    bare = re.sub(r"\b(?:in|of)(?=\s*(?:\)|\Z))", " ", bare)
    bare = " ".join(re.sub(r"\([\s,;/]*\)", " ", bare).split()).strip(" ,;(/")
    dated = _YEAR.sub("", bare).strip(" ,;")
    return dated if re.search(r"[^\W\d_]", dated) else bare or label


def names_a_unit(header: str, rules: Rules) -> bool:
    return bool(
        _scale(header, rules)
        or rules.lexicon.column_currency.search(header)
        or rules.lexicon.column_unit.search(header)
        or _percent(header, rules)
    )


def _code(word: str) -> str:
    lower = word.lower()
    return {"us$": "USD", "$": "USD", "€": "EUR", "£": "GBP"}.get(lower, word)


def _scale(scope: str, rules: Rules) -> str | None:
    table: Mapping[str, list[str]] = rules.lexicon.values["tables"]["scale"]
    words = re.findall(r"[\w'.]+", scope.lower())
    return next((scale for scale, forms in table.items() if any(form in words for form in forms)), None)


def _percent(scope: str, rules: Rules) -> bool:
    lower = scope.lower()
    return any(word in lower for word in rules.lexicon.values["tables"]["percent"]["words"])
