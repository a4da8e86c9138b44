"""What rows of claims from elsewhere leave out and their words say: a coding sheet, another extractor, a language model.

    {"measure": "houses_destroyed", "subject": "2023 Siret flood", "facet": "Roman, planned"}
    -> predicate destroyed, counted houses, topic "siret flood 2023", place Roman, status planned

`fill_in` adds, and only where a field is missing; what a row says is never changed. A measure in a person's own words is a class of its own
as well (`also`), so that the same word twice is one measure, whatever classes its words are in.

Pure: rows in, rows out; reading the file, refusing rows and storing claims are `atodds.importing`'s.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from atodds.claim_types import ClaimType, load_claim_types
from atodds.claims import Axis
from atodds.claims.measure_classes import MeasureClasses
from atodds.claims.names import ARTICLES, fold
from atodds.extraction.components import load_rules
from atodds.extraction.word_forms import WordForms, stem
from atodds.normalising.intervals import last_digit_of
from atodds.vocabulary import AsOfSource, FrameSource, MeasureKind, SegmentKind

__all__ = ["fill_in", "is_table_row"]

_UNITS = {
    "km": "kilometre", "m": "metre", "mi": "mile", "ft": "foot", "feet": "foot", "km2": "square kilometre", "km²": "square kilometre",
    "m2": "square metre", "m²": "square metre", "sq mi": "square mile", "sq km": "square kilometre", "ha": "hectare", "%": "percent",
    "t": "tonne", "tons": "tonne", "kg": "kilogram", "l": "litre", "Mw": "magnitude", "mm": "millimetre", "cm": "centimetre",
    "m3": "cubic metre", "m³": "cubic metre", "ML": "magnitude", "h": "hour", "min": "minute", "s": "second",
}  # fmt: skip
_PLURAL = re.compile(
    r"(?:\w+ )?(?:tonne|metre|kilometre|mile|year|month|week|day|hour|minute|second|litre|hectare|acre|gram|kilogram|percentage point|ton)s"
)
_TABLE_ROW = re.compile(r"(?:\s[\d.,]*\d(?:\s?(?:mn|bn|%|\(\d{4}\)))?){2,}\s*$|^\s*\|.*\|\s*$")
_STRETCH = re.compile(r"\b\d+(?:\.\d+)?\s+(?:second|minute|hour|day|week|month|year)s?\b")
_LITTLE = frozenset("a an the of in on at for to by from with and or as its per each than before after was due".split())
_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday""".split()
)
_OF_A_SOURCE = frozenset(stem(word) for word in ("estimate", "count", "figure", "number", "official"))
_WHOLE = frozenset(["all", "both", "total", "overall"])


@dataclass(frozen=True, slots=True)
class _Words:
    """The classes and the forms by which words meet them."""

    classes: MeasureClasses
    forms: WordForms
    light: frozenset[str]

    def hits(self, words: Sequence[str], role: str) -> list[tuple[str, tuple[int, ...]]]:
        """The classes of a role that stand in a row of words, and on which words."""
        found = self.classes.find([self.forms.of(word) for word in words])
        return [(hit.class_id, hit.tokens) for hit in self.classes.of_role(role, found)]


@lru_cache(maxsize=4)
def _words_of(seeds_folder: Path | None) -> _Words:
    rules = load_rules(seeds_folder)
    return _Words(rules.classes, rules.forms, rules.lexicon.light_words)


def fill_in(
    rows: Sequence[Mapping[str, Any]], *, claim_types: Mapping[str, ClaimType] | None = None, seeds_folder: Path | None = None
) -> list[dict[str, Any]]:
    """The rows, in order, with what could be read off their words.

    Args:
        rows: mappings in the export format; unknown and missing keys are left alone.
        claim_types: the claim types known; those of that folder when left out.
        seeds_folder: the classes and words; of the folder in use without.
    """
    claim_types = load_claim_types(seeds_folder and seeds_folder / "claim_types") if claim_types is None else claim_types
    words = _words_of(seeds_folder)
    return [_filled(row, claim_types, words) for row in rows]


def _filled(row: Mapping[str, Any], claim_types: Mapping[str, ClaimType], words: _Words) -> dict[str, Any]:
    full = dict(row)

    def give(name: str, value: object) -> None:
        if full.get(name) is None and value is not None:
            full[name] = value

    figure = row.get("value_low") if row.get("value_low") is not None else row.get("value_high")
    if isinstance(figure, int | float) and not isinstance(figure, bool):
        give("last_digit", _last_digit(_text(row, "mention_text"), float(figure)))
    if row.get("unit") is not None:
        full["unit"] = _unit_id(_text(row, "unit"))
    if row.get("as_of_low") or row.get("as_of_high"):
        give("as_of_source", AsOfSource.STATED.value)
    if is_table_row(_text(row, "quote")):
        give("segment_kind", SegmentKind.TABLE.value)
    if subject := _text(row, "subject"):
        topic = "subject:" + "-".join(sorted(fold(subject).split()))
        give("topic_id", topic)
        give("subject_id", topic)
        give("subject_source", FrameSource.PHRASE.value)
    if row.get("predicate") is None and row.get("counted") is None:
        _measure(full, _text(row, "measure") or _text(row, "claim_type"), words)
    if row.get("axes") is None:
        full["axes"] = _axes(_text(row, "facet"), _text(row, "attribution"), words)
    give("measure_kind", _behaviour(full, claim_types, words.classes).value)
    return full


def is_table_row(quote: str) -> bool:
    """A label followed by two or more bare figures, or a row between pipes: "By mutual pardoning 8,1 51,0"."""
    return bool(_TABLE_ROW.search(quote[-200:])) and not re.search(r"[.!?]\s*$", quote)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _last_digit(mention: str, value: float) -> float:
    """What the last digit as written is worth, of a value in another unit than the mention's ("2.5 miles" as 4.02 km) in proportion."""
    written = re.findall(r"\d[\d.,]*\d|\d", mention)
    if len(written) == 1 and value:
        stated = float(re.sub(r",(?=\d{3}\b)", "", written[0]).replace(",", ".").rstrip(".")) if written[0].count(".") < 2 else 0.0
        factor = abs(value) / stated if stated else 1.0
        if not math.isclose(factor, 10.0 ** round(math.log10(factor)), rel_tol=1e-6):
            return last_digit_of(written[0], stated) * factor
    return last_digit_of(mention, value)


def _unit_id(unit: str) -> str:
    known = _UNITS.get(unit)
    if known:
        return known
    # Coding sheets write units in the plural; ids are singular.
    return unit[:-1] if _PLURAL.fullmatch(unit) else unit


def _measure(full: dict[str, Any], measure: str, words: _Words) -> None:
    """Predicate, counted noun and the other words of a measure's name; the name itself is a class that only it is in."""
    told = [word for word in re.split(r"[\s_]+", measure) if word]
    predicates, counted = words.hits(told, "predicate"), words.hits(told, "counted")
    taken = {token for _, tokens in (*predicates[:1], *counted[-1:]) for token in tokens}
    other = [word for number, word in enumerate(told) if number not in taken and words.light.isdisjoint(words.forms.of(word))]
    names = [name for name, _ in predicates]
    # "killed" is the class; "killed_projected" says more than it, and is a class of its own beside it.
    own = [measure, *names] if other or not names else [*names, measure]
    full["predicate"], full["also"] = own[0], list(dict.fromkeys(own[1:]))
    if counted:
        full["counted"] = counted[-1][0]
    elif predicates:
        full["counted"] = words.classes.by_id[predicates[0][0]].counted
    full["words"] = [stem(word) for word in other if len(word) > 2]


def _axes(facet: str, attribution: str, words: _Words) -> list[dict[str, str]]:
    """What a facet's words narrow: axis classes, the source that is credited, names for places, the rest for a part."""
    found: list[dict[str, str]] = []

    def say(axis: Axis, value: str, said: str) -> None:
        found.append({"axis": axis.value, "value": value, "said": said, "source": FrameSource.PHRASE.value})

    for piece in (piece.strip() for piece in re.split(r"[,;()]|\s*\+\s*", facet)):
        told = re.findall(r"[^\W_]+(?:['’/.-][^\W_]+)*", piece)
        if not told:
            continue
        if told[0].casefold() in _WHOLE:
            say(Axis.EXTENT, "total", piece)
            continue
        credited = {stem(word) for word in re.findall(r"[^\W_]+", attribution)}
        own = {stem(word) for word in told} - _OF_A_SOURCE
        if own and own <= credited and not any(word[0].isdigit() for word in told):
            say(Axis.SOURCE, fold(attribution), piece)
            continue
        if _is_name(told[0]) or (told[0].casefold() in ARTICLES and len(told) > 1 and _is_name(told[1])):
            say(Axis.PLACE, fold(piece), piece)
            continue
        hits = words.hits(told, "axis")
        for class_id, tokens in hits:
            axis = words.classes.by_id[class_id].axis
            if axis is not None:
                say(axis, class_id, " ".join(told[token] for token in tokens))
        taken = {token for _, tokens in hits for token in tokens}
        rest = [word for number, word in enumerate(told) if number not in taken]
        if _STRETCH.search(piece):
            say(Axis.PERIOD, fold(piece), piece)
        elif any(word.casefold() not in _LITTLE for word in rest):
            say(Axis.PART, fold(" ".join(rest)), piece)
    return found


def _is_name(word: str) -> bool:
    return word[:1].isupper() and any(letter.islower() for letter in word) and word.casefold() not in _CALENDAR


def _behaviour(row: Mapping[str, Any], claim_types: Mapping[str, ClaimType], classes: MeasureClasses) -> MeasureKind:
    """How the measure behaves over time: by its claim type, by its class, else by what it is measured in."""
    known = claim_types.get(_text(row, "measure")) or claim_types.get(_text(row, "predicate"))
    if known is not None:
        return known.measure_kind
    of_class = classes.by_id.get(_text(row, "predicate"))
    if of_class is not None and of_class.kind is not None:
        return of_class.kind
    unit = _text(row, "unit")
    return MeasureKind.FLOW if row.get("currency") or (len(unit) == 3 and unit.isupper()) else MeasureKind.LEVEL
