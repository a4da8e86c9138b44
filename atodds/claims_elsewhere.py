"""What rows of claims from elsewhere leave out and the rest of the row says: a coding sheet, another extractor, a language model.

`fill_in` adds, and only where a field is missing: the last significant digit (from the figure as written), how the measure behaves over
time, the unit's id, the source of the as-of, whether the quote is a row of a table, and the qualifiers that stand beside the figure
("another 170"). What a row says is never changed.

Pure: rows in, rows out; reading the file, refusing rows and storing claims are `atodds.importing`'s.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from atodds.aligning.measures import Measures, load_measures
from atodds.check_words import CheckWords, load_check_words
from atodds.claim_types import ClaimType, load_claim_types
from atodds.normalising.intervals import last_digit_of
from atodds.vocabulary import AsOfSource, MeasureKind, Qualifier, SegmentKind

__all__ = ["fill_in"]

_CUMULATIVE_TYPES = frozenset({"casualties"})
_MOVING_MEASURES = frozenset({"missing", "hospitalised", "in_shelters"})  # of the casualties, but they fall as well as rise
_UNITS = {
    "km": "kilometre", "m": "metre", "mi": "mile", "ft": "foot", "feet": "foot", "km2": "square kilometre", "km²": "square kilometre",
    "m2": "square metre", "m²": "square metre", "sq mi": "square mile", "sq km": "square kilometre", "ha": "hectare", "%": "percent",
    "t": "tonne", "tons": "tonne", "kg": "kilogram", "l": "litre", "Mw": "magnitude",
    "ML": "magnitude", "h": "hour", "min": "minute", "s": "second",
}  # fmt: skip
HEADLINE_LINES = 8  # a title stands below a few lines of address and date
_PLURAL = re.compile(
    r"(?:\w+ )?(?:tonne|metre|kilometre|mile|year|month|week|day|hour|minute|second|litre|hectare|acre|gram|kilogram|percentage point|ton)s"
)
_TABLE_ROW = re.compile(r"(?:\s[\d.,]*\d(?:\s?(?:mn|bn|%|\(\d{4}\)))?){2,}\s*$")


def fill_in(
    rows: Sequence[Mapping[str, Any]],
    *,
    claim_types: Mapping[str, ClaimType] | None = None,
    measures: Measures | None = None,
    words: CheckWords | None = None,
) -> list[dict[str, Any]]:
    """The rows, in order, with what could be read off them.

    Args:
        rows: mappings in the export format; unknown and missing keys are left alone.
        claim_types: the claim types known; those of the seeds when left out.
        measures: wordings of measures; those of the seeds when left out.
        words: word lists; those of the seeds when left out.
    """
    claim_types = load_claim_types() if claim_types is None else claim_types
    measures = measures or load_measures()
    words = words or load_check_words()
    sentences: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        sentences[(_text(row, "document_path"), _text(row, "quote"))].append(_text(row, "measure"))
    filled = []
    for row in rows:
        full = dict(row)
        measure = measures.canonical(_text(row, "measure")).measure
        figure = row.get("value_low") if row.get("value_low") is not None else row.get("value_high")
        if row.get("last_digit") is None and isinstance(figure, int | float) and not isinstance(figure, bool):
            full["last_digit"] = last_digit_of(_text(row, "mention_text"), float(figure))
        if row.get("measure_kind") is None:
            full["measure_kind"] = _behaviour(measure, _text(row, "claim_type"), claim_types.get(measure), words).value
        if row.get("unit") is not None:
            full["unit"] = _unit_id(_text(row, "unit"))
        if row.get("as_of_source") is None and (row.get("as_of_low") or row.get("as_of_high")):
            full["as_of_source"] = AsOfSource.STATED.value
        if row.get("segment_kind") is None and is_table_row(_text(row, "quote")):
            full["segment_kind"] = SegmentKind.TABLE.value
        if row.get("qualifiers") is None and full.get("segment_kind") != SegmentKind.TABLE:
            of_measure = sentences[(_text(row, "document_path"), _text(row, "quote"))].count(_text(row, "measure"))
            qualifiers, said = _qualifiers(row, of_measure > 1, words)
            full["qualifiers"] = [qualifier.value for qualifier in qualifiers]
            if qualifiers and row.get("qualifier_text") is None:
                full["qualifier_text"] = said
            if _is_headline(row):
                full["qualifiers"] = [*full["qualifiers"], Qualifier.HEADLINE.value]
        filled.append(full)
    return filled


def _is_headline(row: Mapping[str, Any]) -> bool:
    """A first line without an end of a sentence: "Storm leaves hundreds dead or homeless"."""
    line = row.get("source_line_start")
    quote = _text(row, "quote").strip()
    return isinstance(line, int) and line <= HEADLINE_LINES and len(quote.split()) > 3 and not re.search(r"[.!?:;…\"”»]$", quote)


def is_table_row(quote: str) -> bool:
    """A label followed by two or more bare figures, and no end of a sentence: "By mutual pardoning 8,1 51,0"."""
    return bool(_TABLE_ROW.search(quote[-200:])) and not re.search(r"[.!?]\s*$", quote)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _unit_id(unit: str) -> str:
    known = _UNITS.get(unit)
    if known:
        return known
    # Coding sheets write units in the plural; ids are singular.
    return unit[:-1] if _PLURAL.fullmatch(unit) else unit


def _behaviour(measure: str, claim_type: str, known: ClaimType | None, words: CheckWords) -> MeasureKind:
    if known is not None:
        return known.measure_kind
    if claim_type in _CUMULATIVE_TYPES and measure not in _MOVING_MEASURES:
        return MeasureKind.CUMULATIVE
    return MeasureKind.FLOW if any(part in measure.lower() for part in words.flows) else MeasureKind.LEVEL


def _qualifiers(row: Mapping[str, Any], has_siblings: bool, words: CheckWords) -> tuple[list[Qualifier], str]:
    """Qualifiers of the words beside the figure.

    In "180 died, another 6,000 were hurt" the 6,000 come on top of the dead, not of others hurt: only a sibling of the same measure counts.
    """
    quote, mention = _text(row, "quote"), _text(row, "mention_text")
    at = quote.find(mention)
    before = quote[max(0, at - 30) : at].split(",")[-1] if at >= 0 else ""
    found: list[Qualifier] = []
    said: list[str] = []
    looks = [("withdrawn", quote, Qualifier.EARLIER)]
    if has_siblings:
        looks += [("additional", mention, Qualifier.ADDITIONAL), ("subset", f"{before} {mention}", Qualifier.SUBSET)]
    for name, text, qualifier in looks:
        hit = words.patterns[name].search(text)
        if hit:
            found.append(qualifier)
            said.append(hit.group())
    return found, "; ".join(said)
