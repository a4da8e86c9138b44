"""Figures in tables: a cell has its measure and unit from the header above it, its subject from the row's label, its time from both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from atodds.claim_types import ClaimType
from atodds.extraction.components import Rules
from atodds.extraction.naming import clean_name, place_of
from atodds.normalising.dates import find_dates
from atodds.normalising.mentions import QuantityMention
from atodds.normalising.quantities import find_quantities
from atodds.reading.document import Segment, TableCell
from atodds.vocabulary import FrameSource

__all__ = ["CellFrame", "frame_cell"]

_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b(?! (?:constant )?prices\b)")
_TIME_COLUMN = re.compile(r"\b(?:year|date|as of)\b", re.IGNORECASE)
_TABLE_NUMBER = re.compile(r"\s*(?:Table|Tab\.|Annex)\s+[\w.-]{1,8}[.:)]?\s+", re.IGNORECASE)
_NOUN_ENDS = re.compile(r"[(,;:–—]|\b(?:by|in|of|per|at|on|as|and|since|from)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellFrame:
    """One figure of a cell; the mention's offsets are within the cell's text."""

    mention: QuantityMention
    claim_type: ClaimType
    measure: str
    subject: str | None
    subject_source: FrameSource | None
    facet: str | None
    as_of: tuple[date, date] | None
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
    noun, own_price = _counted_noun(cell.header[-1] if cell.header else "", rules), _OWN_NOUN
    if noun is None and cell.header and all(_YEAR.sub("", part).strip(" /–-") == "" for part in cell.header):
        noun, own_price = (
            _counted_noun(segment.caption or "", rules),
            _CAPTION_NOUN,
        )  # years over the columns: what is counted stands above them
        scope = f"{header} {segment.caption or ''}"
    else:
        # A column that names its own unit is not scaled by the caption: shares beside "thousand tonnes", houses beside "million euros".
        of_things = noun is not None and bool(
            rules.lexicon.column_currency.search(segment.caption or "") or rules.lexicon.column_unit.search(segment.caption or "")
        )
        scope = header if of_things or _names_a_unit(header, rules) else f"{header} {segment.caption or ''}"
    label = (cell.row_label or "").strip()
    if own_price == _CAPTION_NOUN and _names_a_unit(label, rules):
        noun = None  # the row says what it is of
    if label and not _names_a_unit(scope, rules) and noun is None:
        scope = f"{scope} {label}"  # "Exports (mln EUR)" beside years
    if not re.search(r"\d", cell.text) or len(cell.text) > 60 or cell.text.strip() == (cell.row_label or "").strip():
        return []
    if _YEAR.fullmatch(cell.text.strip()) and (not header or _TIME_COLUMN.search(header)):
        return []
    mention = _mention(cell, scope, rules)
    if mention is None:
        return []
    claim_type, price, of_label = _measure(cell, segment, mention, rules)
    measure = claim_type.measure if claim_type is not None else ""
    whole = cell.decimal_mark is None or _scale(scope, rules) is not None
    if noun is not None and mention.unit is None and whole and (claim_type is None or (price >= own_price and not _is_share(claim_type))):
        claim_type, price, of_label = rules.claim_types["count"], own_price, False
        measure, people = noun
        if _fraction_of_things(mention):
            return []
        mention = replace(mention, unit="people" if people else "items")
    if claim_type is None:
        return []
    if claim_type.dimension == "percent" and mention.unit is None:
        mention = replace(mention, unit="percent", dimension="percent")
    label = _without_units(label, rules)
    if of_label or _is_sum(label, rules) or _dates_only(label):
        label = ""  # what is measured, of when it is, and the sum of all the rows are no part of anything
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
    return [CellFrame(mention, claim_type, measure, subject, source, facet, _as_of(cell, segment), price)]


_LABEL_PRICE = 1.2
_WHOLE_LABEL_PRICE = 0.9  # a label that is nothing but a measure ("Wounded") says more than the caption ("Victims")
_CAPTION_NOUN = 1.3
_OWN_NOUN = 0.7  # what a column's own noun costs: less than words of the caption, the row or the heading, more than a cue over it


def _counted_noun(text: str, rules: Rules) -> tuple[str, bool] | None:
    """What a header or caption says is counted, and whether it is people: "Houses", "People (2020)", "Cattle by district, thousands"."""
    named = _NOUN_ENDS.split(_TABLE_NUMBER.sub("", text, count=1).strip(), maxsplit=1)[0]
    words = re.findall(r"[^\W\d_]+", named.lower())
    if not 1 <= len(words) <= 3 or _names_a_unit(named, rules):
        return None
    noun = words[-1]
    forms = rules.forms.of(noun)
    people = bool(forms & rules.lexicon.people_nouns)
    table = rules.lexicon.values["tables"]
    if noun in table["not_counted"]["words"]:
        return None
    plural = (noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3) or noun in table["plurals"]["words"]
    return (noun, people) if plural else None


def _is_share(claim_type: ClaimType) -> bool:
    return claim_type.dimension == "percent"


def _fraction_of_things(mention: QuantityMention) -> bool:
    return mention.low is None or mention.low < 0 or mention.low != int(mention.low)


def _is_sum(label: str, rules: Rules) -> bool:
    """Whether a row's label says that it holds the sum of the others: "Total", "Grand total:", "All districts"."""
    words = re.findall(r"[^\W\d_]+", label.lower())
    return 0 < len(words) <= 2 and any(word in rules.lexicon.values["tables"]["totals"]["words"] for word in words)


def _dates_only(label: str) -> bool:
    found = find_dates(label) if re.search(r"\d", label) else ()
    return any(len(one.text) >= len(label.strip(" .,:()")) for one in found)


def _as_of(cell: TableCell, segment: Segment) -> tuple[date, date] | None:
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


def _without_units(label: str, rules: Rules) -> str:
    """A row's label without what its figures are in and the year they are of: "Exports (mln EUR)", "GDP USD bn", "Ruritania 2010"."""
    scales = sorted((form for forms in rules.lexicon.values["tables"]["scale"].values() for form in forms), key=len, reverse=True)
    bare = rules.lexicon.column_currency.sub(" ", rules.lexicon.column_unit.sub(" ", label))
    bare = re.sub(rf"%|\bper cent\b|(?<!\w)(?:{'|'.join(map(re.escape, scales))})(?!\w)", " ", bare, flags=re.IGNORECASE)
    bare = re.sub(r"\b(?:in|of)(?=\s*(?:\)|\Z))", " ", bare)
    bare = " ".join(re.sub(r"\([\s,;/]*\)", " ", bare).split()).strip(" ,;(/")
    dated = _YEAR.sub("", bare).strip(" ,;")
    return dated if re.search(r"[^\W\d_]", dated) else bare or label


def _names_a_unit(header: str, rules: Rules) -> bool:
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


def _measure(cell: TableCell, segment: Segment, mention: QuantityMention, rules: Rules) -> tuple[ClaimType | None, float, bool]:
    """The claim type whose words stand in the header, else in the caption, the row label or the heading; True where they are the label."""
    dimension = "currency" if mention.currency else "percent" if mention.unit == "percent" else mention.dimension if mention.unit else None
    best: tuple[float, ClaimType, bool] | None = None
    totals = rules.lexicon.values["tables"]["totals"]["words"]
    caption = segment.caption or ""
    for scope, price in (
        (" ".join(cell.header), 0.0),
        (caption, 1.0),
        (_without_units(cell.row_label or "", rules), _LABEL_PRICE),
        (segment.heading or "", 2.0),
    ):
        words = re.findall(r"[\w]+|[^\w\s]", scope)
        if not words:
            continue
        for start, end, measure in rules.heading_cues.find([rules.forms.of(word) for word in words]):
            claim_type = rules.claim_types[measure]
            fits = claim_type.dimension == dimension if dimension else _fits_bare(claim_type, mention, scope is caption)
            whole_label = price == _LABEL_PRICE and len(words) - (end - start) <= sum(word.lower() in totals for word in words)
            cost = (_WHOLE_LABEL_PRICE if whole_label else price) - 0.3 * (end - start) - 0.1 * claim_type.priority
            if fits and (best is None or cost < best[0]):
                best = (cost, claim_type, whole_label)
    if best is not None:
        return best[1], max(best[0], 0.0), best[2]
    for claim_type in rules.claim_types.values():
        if claim_type.fallback and dimension is not None and claim_type.dimension == dimension:
            return claim_type, 3.0, False
    return None, 0.0, False


def _fits_bare(claim_type: ClaimType, mention: QuantityMention, in_caption: bool) -> bool:
    """What a figure without a unit may be: whole things, or shares when the caption speaks of a poll and the figure could be one."""
    decimals = mention.last_digit is not None and mention.last_digit < 1
    if claim_type.dimension in {"people", "items"}:
        return not decimals
    if claim_type.dimension == "percent":
        return in_caption and mention.low is not None and 0 <= mention.low <= 100
    return claim_type.dimension == "magnitude"
