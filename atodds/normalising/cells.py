"""The figures and dates of a table's cell, read with what stands over it, before it and beside it.

The grammar of sentences reads the cell's own text; this adds what the table knows: what the column is in (`columns.py`), whether four
digits are a year or a count, what its finest digit is worth, and that brackets are an accountant's minus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from atodds.normalising.columns import StatedUnit, column_words, stated_unit
from atodds.normalising.date_words import date_words
from atodds.normalising.dates import find_dates
from atodds.normalising.lexicon import load_lexicon
from atodds.normalising.mentions import DateMention, QuantityMention, Rejected
from atodds.normalising.quantities import find_quantities

__all__ = ["CellReading", "read_cell"]

_BRACKETED = re.compile(r"\s*\(\s*(?:[A-Z]{0,3}[$£€]\s?)?\d[\d.,\s]*(?:\s?(?:m|mn|bn|million|billion|thousand))?\s*\)\s*\Z")
_YEAR_LIKE = re.compile(r"[\s\"’']*([12]\d{3})[\s.,;*†‡]*(?:\([^()]*\)\s*)?\Z")
_NOTED_YEAR = re.compile(r"\((?:1[6-9]\d\d|20\d\d)\)")
_OWN_UNIT = re.compile(r"\(([^()\d]{1,30})\)")  # "7.5 million (US dollars)"
_WORD = re.compile(r"[^\W\d_]+")
_NOUN_ENDS = re.compile(r"[(,;:–—]|\b(?:by|in|of|per|at|on|as|and|since|from|for|with|who|that|to)\b", re.IGNORECASE)
_NO_MORE_THAN = re.compile(  # headers that name nothing of their own
    r"\W*(?:values?|numbers?|data|figures?|amounts?|quantit(?:y|ies)|items?|details?|\d{4}(?:\W\d{2,4})?)?\W*\Z", re.IGNORECASE
)
_LONGEST_AMOUNT, _LONGEST_YEAR = 40, 80  # characters, with what stands in brackets behind
_FIRST_SURE_YEAR, _LAST_SURE_YEAR = 1500, 2100


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a cell states; offsets are within its text."""

    quantities: tuple[QuantityMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def read_cell(
    text: str,
    *,
    header: Sequence[str] = (),
    row_label: str | None = None,
    caption: str | None = None,
    decimal_mark: str | None = None,
    last_digit: float | None = None,
    holds_times: bool = False,
    reference: date | None = None,
) -> CellReading:
    """The quantities and dates of one cell.

    Args:
        text: the cell's text.
        header: the header path of its column, outermost first.
        row_label: the label of its row.
        caption: the table's caption.
        decimal_mark: "." or "," where the column has shown which it uses.
        last_digit: what one step of the finest bare figure of the column is worth, before any scale.
        holds_times: whether the column holds years or days: then nothing in it is a quantity.
        reference: the day of printing.
    """
    own = _NOTED_YEAR.sub(lambda found: " " * len(found.group()), text)  # "41 (2006)" is 41, in 2006
    dates = find_dates(text, reference=reference)
    quantities: tuple[QuantityMention, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    year_like = _YEAR_LIKE.match(own) if len(own) <= _LONGEST_YEAR else None
    if year_like and not holds_times and _counts(int(year_like.group(1)), header, row_label):
        dates = tuple(found for found in dates if found.end <= year_like.start(1) or found.start >= year_like.end(1))
        quantities = _count_at(own, year_like.start(1), year_like.end(1))
    elif year_like:
        dates = dates or _year_at(text, year_like.start(1), year_like.end(1), reference)
    elif not holds_times:
        scan = find_quantities(own, decimal_mark=decimal_mark, taken=[(found.start, found.end) for found in dates])
        quantities, rejected = scan.mentions, scan.rejected
    stated = _stated((*header, *_OWN_UNIT.findall(own)), row_label, caption)
    bracketed = len(own) <= _LONGEST_AMOUNT and bool(_BRACKETED.match(own)) and not _is_outgo(row_label)
    read = []
    for mention in quantities:
        if last_digit is not None and mention.last_digit is not None and _is_bare(mention, text):
            mention = replace(mention, last_digit=min(mention.last_digit, last_digit))
        mention = _in_unit(mention, stated, text) if stated is not None else mention
        read.append(_negative(mention) if bracketed else mention)
    return CellReading(tuple(read), dates, rejected)


def _stated(header: Sequence[str], row_label: str | None, caption: str | None) -> StatedUnit | None:
    """What the nearest of header, label and caption says the figures are in; a scale alone is completed by the next.

    A caption says nothing of a column of things ("Houses" under "Damage, million euros") or of a row of people.
    """
    found: StatedUnit | None = None
    scopes = [*reversed(header), row_label or ""]
    named = [part for part in header if not _NO_MORE_THAN.match(part)]
    things = _heads_things(named[-1]) if named else _heads_people(row_label or "")
    if caption and not things:
        scopes.append(caption)
    for scope in scopes:
        stated = stated_unit(scope) if scope else None
        if stated is None:
            continue
        if found is None:
            found = stated
        elif found.percent:
            break
        elif not found.says_of_what and not stated.percent:
            found = replace(stated, scale=found.scale if found.scale != 1.0 else stated.scale)
        elif found.scale == 1.0 and not stated.says_of_what:
            found = replace(found, scale=stated.scale)
    return found


def _is_bare(mention: QuantityMention, text: str) -> bool:
    """Digits and nothing more: no unit, no money, no magnitude word, no counted noun of its own."""
    plain = mention.unit is None and not mention.spelled and not mention.vague and not mention.multiple and mention.counted_noun is None
    return plain and not _WORD.search(text[mention.number_start : mention.number_end])


def _in_unit(mention: QuantityMention, stated: StatedUnit, text: str) -> QuantityMention:
    """The mention with the scale and unit of its column, where it brings none of its own."""
    if not _is_bare(mention, text):
        number = text[mention.number_start : mention.number_end]
        if mention.unit is None and mention.counted_noun is None and not mention.multiple and not mention.vague and _WORD.search(number):
            return _of_what(mention, stated)  # it brings its own magnitude: "7.5 million"
        scaled = mention.currency is not None and not _WORD.search(number)
        if not (scaled and stated.currency in (None, mention.currency) and stated.unit is None and not stated.percent):
            return mention
        return _scaled(mention, stated.scale)
    return _of_what(_scaled(mention, stated.scale), stated)


def _of_what(mention: QuantityMention, stated: StatedUnit) -> QuantityMention:
    if stated.currency is not None:
        mention = replace(mention, unit="currency", dimension="currency", currency=stated.currency)
    elif stated.percent:
        mention = replace(mention, unit="percent", dimension="percent")
    elif stated.unit is not None:
        mention = replace(mention, unit=stated.unit.id, dimension=stated.unit.dimension, base_factor=stated.unit.factor)
    return replace(mention, per_unit=mention.per_unit or stated.per)


def _scaled(mention: QuantityMention, scale: float) -> QuantityMention:
    if scale == 1.0:
        return mention

    def times(value: float | None) -> float | None:
        return None if value is None else float(f"{value * scale:.15g}")

    return replace(mention, low=times(mention.low), high=times(mention.high), last_digit=times(mention.last_digit))


def _negative(mention: QuantityMention) -> QuantityMention:
    low, high = (None if end is None else -end for end in (mention.high, mention.low))
    return replace(mention, low=low, high=high)


def _is_outgo(row_label: str | None) -> bool:
    """Whether the label is an outgo by itself, so that "(4,200)" beside it is 4,200 paid and no minus."""
    return bool(column_words().outgo & set(_WORD.findall((row_label or "").lower())))


# Years and counts


def _counts(number: int, header: Sequence[str], row_label: str | None) -> bool:
    """Whether four digits that could be a year count something: by what stands over them, else by what stands before them."""
    words = column_words()
    named = [part for part in header if not _NO_MORE_THAN.match(part)]
    for title in (*reversed(named), row_label or ""):
        told = _WORD.findall(title.lower())
        if not told:
            continue
        if _heads_things(title) or stated_unit(title) is not None:
            return True
        if words.times & set(told):
            return False
        if words.counted & set(told):
            return True
    return not _FIRST_SURE_YEAR <= number <= _LAST_SURE_YEAR


def _head_noun(title: str) -> str:
    told = _WORD.findall(_NOUN_ENDS.split(title.strip(), maxsplit=1)[0].lower())
    return told[-1] if told else ""


def _heads_things(title: str) -> bool:
    """Whether a title names things counted: its head noun is a plural and no sum of money or time."""
    words, noun = column_words(), _head_noun(title)
    if noun in words.amounts or noun in words.times:
        return False
    plural = noun in load_lexicon().cues["plural"] or (len(noun) > 3 and noun.endswith("s") and not noun.endswith(("ss", "us", "is")))
    return plural or any(word in load_lexicon().cues["plural"] for word in _WORD.findall(title.lower()))


def _heads_people(title: str) -> bool:
    return _head_noun(title) in load_lexicon().cues["plural"] | date_words().counted


def _count_at(text: str, start: int, end: int) -> tuple[QuantityMention, ...]:
    """The four digits as a number: the grammar is told that they count."""
    found = find_quantities(f"{text[start:end]} people").mentions
    if not found:
        return ()
    return (replace(found[0], start=start, end=end, number_start=start, number_end=end, text=text[start:end], counted_noun=None),)


def _year_at(text: str, start: int, end: int, reference: date | None) -> tuple[DateMention, ...]:
    """The four digits as a year, for those too old to be one by themselves."""
    found = find_dates(f"in {text[start:end]}", reference=reference)
    return tuple(replace(one, start=start, end=end, text=text[start:end]) for one in found[:1])
