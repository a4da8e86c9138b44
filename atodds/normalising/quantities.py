"""The number grammar: every quantity a text states, with its bounds, unit, currency and ties, and what was turned away and why.

    find_quantities("at least 1,381 square miles (3,577 sq km)").mentions
    -> 1381..open square mile, 3577..3577 square kilometre (restates the first)

The way of a text: `tokens` cuts it, `numerals` and `numbers` read amounts, `figures` makes figures of them (`figure_units` reads what
follows, `figure_hedges` what stands around, `figure_forms` the figures that are no plain amount), `identifiers` turns away what only looks
like a quantity, `figure_links` merges ranges and ties figures to each other. Each step is linear in the text and none raises on any text.
What dates own is named in `taken` and left alone.

Conventions of the stored ends: an exact or approximate figure has two equal ends; "over N" is open above; "up to N" is open below; money is
multiplied out; physical figures stay in their unit; a bare share is percent ("half" 50, "a third" 33.3); vague words have the ends of
`seeds/number_words.csv`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from atodds.normalising.english import YEAR_FIRM
from atodds.normalising.figure import Figure
from atodds.normalising.figure_links import link_figures
from atodds.normalising.figures import read_figures
from atodds.normalising.lexicon import load_lexicon
from atodds.normalising.mentions import QuantityMention, Rejected
from atodds.normalising.prepared import Prepared, prepare
from atodds.normalising.units import load_units

__all__ = ["QuantityScan", "find_quantities", "may_hold_quantity"]

_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
# "the last 200 years" is a period to the date grammar and a duration to this one; "three weeks ago" is only the first.
_LENGTH_OF_TIME = re.compile(
    r"\b(?:last|past|previous|next|first|coming|preceding|the|these)\s+(?:[\w-]+\s+){1,4}?"
    r"(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)\b(?!\s+(?:ago|later|earlier)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class QuantityScan:
    """What the grammar found in a text, in order of place."""

    mentions: tuple[QuantityMention, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@lru_cache(maxsize=1)
def _rare_candidates() -> tuple[frozenset[str], frozenset[str]]:
    """Words that are candidates by themselves, and words that are only with company ("no" with "casualties", "a" with "week")."""
    words = load_lexicon()
    firm = frozenset(
        word for word in words.anchors | {"nobody", "none"} if word not in {"no", "a", "most", "the", "majority", "minority", "first"}
    )
    return firm | {"mmi", "intensity"}, words.zero_nouns


def may_hold_quantity(text: str) -> bool:
    """Whether a text can hold a quantity at all: a digit or a number word. Much cheaper than the grammar; no quantity is lost by asking."""
    if _DIGIT.search(text):
        return True
    present = set(_WORD.findall(text.lower()))
    firm, noughts = _rare_candidates()
    if not present.isdisjoint(firm):
        return True
    if "no" in present and not present.isdisjoint(noughts):
        return True
    if not present.isdisjoint({"majority", "minority", "most"}):
        return True
    return bool(present & {"a", "an"}) and not present.isdisjoint(_measured_words())


@lru_cache(maxsize=1)
def _measured_words() -> frozenset[str]:
    """Singular unit names, for "less than a week"."""
    kinds = {"duration", "length", "mass", "area", "volume", "information"}
    return frozenset(word for word, units in load_units().names.items() if any(unit.dimension in kinds for _, unit in units))


def find_quantities(text: str, *, decimal_mark: str | None = None, taken: Sequence[tuple[int, int]] = ()) -> QuantityScan:
    """The quantities of a text.

    Args:
        text: a sentence, a segment or more; canonical text.
        decimal_mark: "." or "," where document or column have shown which they use; None to judge each figure by itself.
        taken: spans that belong to dates; nothing in them is read as a quantity.
    """
    if not may_hold_quantity(text):
        return QuantityScan()
    taken = [span for span in taken if not _LENGTH_OF_TIME.search(text, *span) and not _hardly_a_year(text, span)]
    prepared = prepare(text, decimal_mark, taken)
    figures = link_figures(prepared, read_figures(prepared, taken))
    kept = [figure for figure in figures if figure.why_not is None and _finite(figure)]
    places = {id(figure): index for index, figure in enumerate(kept)}
    return QuantityScan(
        mentions=tuple(_mention(prepared, figure, places) for figure in kept),
        rejected=tuple(_rejected(prepared, figure) for figure in figures if figure.why_not is not None),
    )


_OLD_YEAR = re.compile(r"1[0-6]\d\d")


def _hardly_a_year(text: str, span: tuple[int, int]) -> bool:
    """Whether a taken span is four bare digits below 1700 that no "in" or "since" makes a year: "385 dead and 1011 injured"."""
    if span[1] - span[0] != 4 or not _OLD_YEAR.fullmatch(text, *span):
        return False
    words = text[max(0, span[0] - 20) : span[0]].lower().split()
    return not words or words[-1] not in YEAR_FIRM


def _finite(figure: Figure) -> bool:
    ends = [end for end in (figure.low, figure.high) if end is not None]
    return bool(ends) and all(math.isfinite(end) for end in ends)


def _mention(prepared: Prepared, figure: Figure, places: dict[int, int]) -> QuantityMention:
    tokens = prepared.tokens
    start, end = tokens[figure.hedge_first].start, tokens[figure.after - 1].end
    unit = figure.unit
    related = places.get(id(figure.related)) if figure.related is not None else None
    return QuantityMention(
        start=start,
        end=end,
        number_start=tokens[figure.number_first].start,
        number_end=tokens[figure.number_after - 1].end,
        text=prepared.text[start:end],
        low=_round(figure.low),
        high=_round(figure.high),
        bound=figure.bound,
        last_digit=_round(figure.last_digit),
        unit="currency" if figure.money else unit.id if unit is not None else None,
        dimension="currency" if figure.money else unit.dimension if unit is not None else None,
        base_factor=unit.factor if unit is not None and not figure.money else 1.0,
        currency=figure.currency if figure.money else None,
        per_unit=figure.per,
        counted_noun=figure.noun if unit is None or figure.multiple or figure.fraction else None,
        hedge=" ".join(figure.hedges) or None,
        spelled=figure.spelled,
        vague=figure.vague,
        multiple=figure.multiple,
        fraction=figure.fraction,
        relation=figure.relation if related is not None else None,
        related=related,
    )


def _round(value: float | None) -> float | None:
    """Fifteen significant digits: 1.1 * 1e9 is 1100000000 and not 1100000000.0000002."""
    return None if value is None else float(f"{value:.15g}") + 0.0  # and no minus nought


def _rejected(prepared: Prepared, figure: Figure) -> Rejected:
    tokens = prepared.tokens
    start, end = tokens[figure.number_first].start, tokens[figure.number_after - 1].end
    return Rejected(start, end, prepared.text[start:end], figure.why_not or "")
