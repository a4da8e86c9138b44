"""Figures in tables: a cell has its measure and unit from the header above it, its subject from the row's label, its time from both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from atodds.claim_types import ClaimType
from atodds.extraction.components import Rules
from atodds.extraction.naming import clean_name, place_of
from atodds.normalising.mentions import QuantityMention
from atodds.normalising.quantities import find_quantities
from atodds.reading.document import Segment, TableCell
from atodds.vocabulary import FrameSource

__all__ = ["CellFrame", "frame_cell"]

_CURRENCY = re.compile(
    r"(?<![A-Za-z])(USD|EUR|GBP|RUB|CHF|JPY|CNY|INR|TRY|GEL|AMD|AZN|KZT|UAH|CAD|AUD|US\$|\$|€|£|dollars?|euros?|roubles?|rubles?)(?![A-Za-z])",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?<![\w])(km2|km²|sq\.? ?km|hectares?|ha|km|kilomet(?:re|er)s?|tonnes?|tons?|barrels?|bcm|MW|GWh|TWh|°C|mm|metres?|meters?|m)(?![\w])"
)
_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b")


@dataclass(frozen=True, slots=True)
class CellFrame:
    """One figure of a cell; the mention's offsets are within the cell's text."""

    mention: QuantityMention
    claim_type: ClaimType
    measure: str
    subject: str | None
    subject_source: FrameSource | None
    facet: str | None
    year: int | None
    price: float


def frame_cell(cell: TableCell, segment: Segment, rules: Rules, places: tuple[str, ...]) -> list[CellFrame]:
    """The claims of one cell; empty for labels and blanks.

    Args:
        cell: the cell with its header path and row label.
        segment: its row.
        rules: claim types and words.
        places: places the heading and the document speak of, for rows whose label is none.
    """
    header = " ".join(cell.header)
    # a column that names its own unit is not scaled by the caption: shares stand beside "thousand tonnes"
    scope = header if _names_a_unit(header, rules) else f"{header} {segment.caption or ''}"
    if not re.search(r"\d", cell.text) or len(cell.text) > 60 or cell.text.strip() == (cell.row_label or "").strip():
        return []
    if _YEAR.fullmatch(cell.text.strip()) and not header:
        return []
    mention = _mention(cell, scope, rules)
    if mention is None:
        return []
    claim_type, price = _measure(cell, segment, mention, rules)
    if claim_type is None:
        return []
    if claim_type.dimension == "percent" and mention.unit is None:
        mention = replace(mention, unit="percent", dimension="percent")
    own = re.search(r"\((1[6-9]\d\d|20\d\d)\)", cell.text)
    years = (
        [int(year) for year in _YEAR.findall(header)]
        or [int(year) for year in _YEAR.findall(cell.row_label or "")]
        or [int(year) for year in _YEAR.findall(segment.caption or "")]
    )
    label = (cell.row_label or "").strip()
    place = place_of(label, rules) if label else None
    subject, source, facet = (place, FrameSource.TABLE, None) if place else (None, None, clean_name(label)[:80] or None)
    if subject is None:
        in_header = next((place_of(part, rules) for part in reversed(cell.header) if place_of(part, rules)), None)
        fallback = in_header or (places[0] if places else None)
        if claim_type.claim_type in {"survey_share", "vote_share", "population_share"} or fallback:
            subject, source = fallback, FrameSource.TABLE if in_header else FrameSource.HEADING
        if subject is None and label:
            subject, source, facet = clean_name(label)[:80], FrameSource.TABLE, None
    if facet and len(cell.header) and claim_type.claim_type == "survey_share":
        facet = f"{facet} ({cell.header[-1]})"[:120]
    return [
        CellFrame(
            mention,
            claim_type,
            claim_type.measure,
            subject,
            source,
            facet,
            int(own.group(1)) if own else years[-1] if years else None,
            price,
        )
    ]


def _mention(cell: TableCell, scope: str, rules: Rules) -> QuantityMention | None:
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
    currency = _CURRENCY.search(scope)
    unit = _UNIT.search(scope)
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


def _names_a_unit(header: str, rules: Rules) -> bool:
    return bool(_scale(header, rules) or _CURRENCY.search(header) or _UNIT.search(header) or _percent(header, rules))


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


def _measure(cell: TableCell, segment: Segment, mention: QuantityMention, rules: Rules) -> tuple[ClaimType | None, float]:
    """The claim type whose words stand in the header, else in the caption, the row label or the heading."""
    dimension = "currency" if mention.currency else "percent" if mention.unit == "percent" else mention.dimension if mention.unit else None
    best: tuple[float, ClaimType] | None = None
    caption = segment.caption or ""
    for scope, price in (
        (" ".join(cell.header), 0.0),
        (caption, 1.0),
        (cell.row_label or "", 1.2),
        (segment.heading or "", 2.0),
    ):
        words = re.findall(r"[\w]+|[^\w\s]", scope)
        if not words:
            continue
        for start, end, measure in rules.heading_cues.find([rules.forms.of(word) for word in words]):
            claim_type = rules.claim_types[measure]
            fits = claim_type.dimension == dimension if dimension else _fits_bare(claim_type, mention, scope is caption)
            cost = price - 0.3 * (end - start) - 0.1 * claim_type.priority
            if fits and (best is None or cost < best[0]):
                best = (cost, claim_type)
    if best is not None:
        return best[1], max(best[0], 0.0)
    for claim_type in rules.claim_types.values():
        if claim_type.fallback and dimension is not None and claim_type.dimension == dimension:
            return claim_type, 3.0
    return None, 0.0


def _fits_bare(claim_type: ClaimType, mention: QuantityMention, in_caption: bool) -> bool:
    """What a figure without a unit may be: whole things, or shares when the caption speaks of a poll and the figure could be one."""
    decimals = mention.last_digit is not None and mention.last_digit < 1
    if claim_type.dimension in {"people", "items"}:
        return not decimals
    if claim_type.dimension == "percent":
        return in_caption and mention.low is not None and 0 <= mention.low <= 100
    return claim_type.dimension == "magnitude"
