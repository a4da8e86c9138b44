"""For a figure of a summary, the figure of its source that it must be: found by the words around both, whatever their measures are called.

    source = SourceFigures(claims_of_the_source, comparing, figures_written_in_it)
    source.gives(claim)        # does the source state the figure at all?
    source.witness_of(claim)   # the figure of its kind that stands among the same words
    source.given_by(claim)     # where the source states it, if it does

The nearer a word stands to a figure, the more it says of what the figure is; the fewer figures of the source a word stands near, the more
it tells them apart. Pure; cost grows with the figures that share a word.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from atodds.claims import Claim, Reading
from atodds.linking.axes_compared import extents_of, status_of
from atodds.linking.comparing import Comparing
from atodds.linking.values import value_kind
from atodds.normalising.intervals import Fit, Interval, fit
from atodds.reading.derived import FigureKey, Written, figure_keys, word_root, written_in
from atodds.vocabulary import Bound

__all__ = ["SourceFigures", "Witness", "words_around"]

HALF_WAY = 3.0  # tokens within which a word's weight falls by half
WINDOW = 14  # tokens either side
ACROSS = 0.4  # weight left beyond another figure or the end of a clause
OPEN_REACH = 1.25  # how far from its open end a figure may lie to be the one that is meant
WRITTEN_OUT = 1000.0  # a figure below is not rounded when its last digit is a nought: 190 is not 185
FEW = 20.0  # so many things a reader counts for himself, in a list that gives no number
BESIDE = 0.5  # weight of the word a small number counts
_MOST_COMPARED = 400  # figures of a source that are looked at for one of the summary
_TOKEN = re.compile(r"[$€£¥]?\d[\d.,]*%?|[^\W\d_]+|[;:.!?()\n]")


@dataclass(frozen=True, slots=True)
class Witness:
    """The figure of the source that stands where one of the summary does.

    `likeness` is the share of the words around the summary's figure that stand around it too, by weight, 0 to 1; `next_likeness` that of
    the next best figure with another value; `shared` those words as the source has them, the telling ones first.
    """

    claim: Claim
    likeness: float
    next_likeness: float
    shared: tuple[str, ...]


class SourceFigures:
    """The figures of one source, indexed by the words around them."""

    def __init__(self, claims: Sequence[Claim], comparing: Comparing, written: Written | None = None) -> None:
        self._comparing = comparing
        told = written_in("\n".join({claim.quote for claim in claims}))
        self._written = told.figures | written.figures if written else told.figures
        self._words = told.words | written.words if written else told.words
        self._read = {key.said for claim in claims for key in _keys(claim)}
        self._claims = [claim for claim in claims if value_kind(claim) in ("number", "date")]
        self._around = [words_around(claim) for claim in self._claims]
        self._near: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._around):
            for word in words:
                self._near[word].append(number)
        self._of_dimension: dict[str, list[int]] = defaultdict(list)
        for number, claim in enumerate(self._claims):
            self._of_dimension[comparing.reading(claim).dimension].append(number)
        self._values: dict[str, dict[tuple[object, ...], Reading]] = defaultdict(dict)
        for claim in self._claims:
            reading = comparing.reading(claim)
            self._values[reading.dimension].setdefault((reading.interval, claim.bound), reading)

    def gives(self, claim: Claim) -> bool:
        """Whether the source states a figure that this one may be: as a claim of its kind, or in so many digits."""
        reading = self._comparing.reading(claim)
        if reading.kind not in ("number", "date"):
            return True
        if any(_may_be(reading, other) for other in self._values[self._comparing.reading(claim).dimension].values()):
            return True
        of_a_day = value_kind(claim) == "date"
        keys = {key.digits if of_a_day else key.said for key in _keys(claim)}
        # A figure of the source that was read as something else ("25 years") is not "25 countries"; days and years are read in many ways.
        there = self._written if of_a_day else self._written - self._read
        return bool(keys) and keys <= there

    def given_by(self, claim: Claim) -> tuple[Claim, float] | None:
        """The source's claim of that figure, the one among the most of the same words, and how like they are; None without one."""
        best: tuple[Claim, float] | None = None
        words = self._telling_words(claim)
        for number in self._of_dimension[self._comparing.reading(claim).dimension]:
            other = self._claims[number]
            if self._may_be(claim, other):
                likeness = self._likeness(claim, words, number)
                if best is None or likeness > best[1]:
                    best = other, likeness
        return best

    def witness_of(self, claim: Claim, told: Sequence[Claim] = ()) -> Witness | None:
        """The figure of the same kind among the most of the same words; None where none shares any.

        `told` are claims of the source that the summary does give: none of them is what another figure of it should have been.
        """
        words = self._telling_words(claim)
        value = self._comparing.fit
        told = [one for one in told if self._comparing.reading(one).dimension == self._comparing.reading(claim).dimension]
        likeness: dict[int, float] = {}
        for number in self._sharing(sorted(words, key=lambda one: (-words[one], one))):
            other = self._claims[number]
            if (
                not self._of_one_kind(claim, other)
                or self._are_namesakes(claim, other)
                or (_is_few(claim) and not self._counts_the_same(claim, number))
            ):
                continue
            if not any(self._may_be(other, one) for one in told):
                likeness[number] = self._likeness(claim, words, number)
        if not likeness:
            return None
        ranked = sorted(likeness, key=lambda number: (-likeness[number], number))
        best = self._claims[ranked[0]]
        others = [likeness[number] for number in ranked[1:] if value(self._claims[number], best) is Fit.APART]
        common = sorted((word for word in words if word in self._around[ranked[0]]), key=lambda word: (-words[word], word))
        return Witness(best, likeness[ranked[0]], others[0] if others else 0.0, _as_written(common, best.quote))

    def _telling_words(self, claim: Claim) -> dict[str, float]:
        """The words around a figure that the source knows, each with its weight and how well it tells figures of the source apart."""
        return {word: self._telling(word) * weight for word, weight in words_around(claim).items() if word in self._near}

    def _likeness(self, claim: Claim, words: Mapping[str, float], number: int) -> float:
        whole = sum(words.values())
        here, there = words_around(claim), self._around[number]
        return sum(self._telling(word) * min(here[word], there[word]) for word in words if word in there) / whole if whole else 0.0

    def _sharing(self, words: Iterable[str]) -> list[int]:
        """The figures near one of the words, those near telling words first."""
        found: dict[int, None] = {}
        for word in words:
            if len(found) >= _MOST_COMPARED:
                break
            found |= dict.fromkeys(self._near[word])
        return list(found)

    def _of_one_kind(self, claim: Claim, other: Claim) -> bool:
        if self._comparing.reading(other).dimension != self._comparing.reading(claim).dimension:
            return False
        if (other.per_unit or None) != (claim.per_unit or None):
            return False
        apart = {"change", "additional"} & (extents_of(claim) ^ extents_of(other))
        if apart - ({"change"} if claim.unit == "percent" else set()) or (status_of(claim) == "withdrawn") != (
            status_of(other) == "withdrawn"
        ):
            return False  # of shares only the words tell whether they are changes: "up 19 %", "increased by 19 %"
        if None in (claim.as_of_low, claim.as_of_high, other.as_of_low, other.as_of_high):
            return True
        return claim.as_of_low <= other.as_of_high and other.as_of_low <= claim.as_of_high  # type: ignore[operator]

    def _are_namesakes(self, claim: Claim, other: Claim) -> bool:
        """Whether the figure stands beside a name that the source does not know, and the other beside one of its own."""
        here, there = _names_near(claim.quote, *_place(claim)), _names_near(other.quote, *_place(other))
        return bool(here - self._words) and bool(there) and not here & there

    def _counts_the_same(self, claim: Claim, number: int) -> bool:
        """Whether the word after a small number stands close to the other number too: "four products", but "five shelves"."""
        counted = _counted_word(claim)
        return counted is not None and self._around[number].get(counted, 0.0) >= BESIDE

    def _may_be(self, one: Claim, other: Claim) -> bool:
        left, right = self._comparing.reading(one), self._comparing.reading(other)
        same_kind = self._comparing.reading(one).dimension == self._comparing.reading(other).dimension
        return same_kind and _may_be(left, right)

    def _telling(self, word: str) -> float:
        return math.log(1.0 + len(self._claims) / max(len(self._near.get(word, ())), 1))


# --- words ---------------------------------------------------------------------------------------------------------------------------


def words_around(claim: Claim) -> Mapping[str, float]:
    """The roots of the words around a figure in its sentence, each with a weight, 0 to 1, that falls with the distance."""
    return _words_around(claim.quote, *_place(claim))


def _place(claim: Claim) -> tuple[int, int]:
    """Where in its quote a figure stands; its start where the quote does not hold it word for word."""
    start = (claim.mention_start or 0) - (claim.char_start or 0)
    if start < 0 or claim.quote[start : start + len(claim.mention_text)] != claim.mention_text:
        start = claim.quote.find(claim.mention_text)
    return (start, start + len(claim.mention_text)) if start >= 0 else (0, 0)


def _keys(claim: Claim) -> list[FigureKey]:
    """The figures of a mention as its sentence writes them."""
    start, end = _place(claim)
    return [key for key in figure_keys(claim.quote[: end + 60]) if start <= key.start < end]


@lru_cache(maxsize=50_000)
def _words_around(quote: str, start: int, end: int) -> Mapping[str, float]:
    low = max(0, start - 240)
    tokens = [(found.group(), found.start() + low, found.end() + low) for found in _TOKEN.finditer(quote[low : end + 240])]
    weights: dict[str, float] = {}
    before = [token for token, _, last in tokens if last <= start]
    after = [token for token, first, _ in tokens if first >= end]
    for side in (before[::-1], after):
        for word, weight in _weighed(side[:WINDOW]):
            weights[word] = max(weights.get(word, 0.0), weight)
    for token, first, last in tokens:  # "an average of 80 %", "six-month": words of the mention itself
        if first >= start and last <= end and (word := _content(token)):
            weights[word] = 1.0
    return weights


def _weighed(tokens: Iterable[str]) -> Iterable[tuple[str, float]]:
    left = 1.0
    for distance, token in enumerate(tokens):
        if token[0].isdigit() or token[-1].isdigit() or token[-1] == "%" or token in ";:.!?()\n":
            left *= ACROSS
        elif word := _content(token):
            yield word, left * 0.5 ** (distance / HALF_WAY)


def _content(token: str) -> str:
    return word_root(token) if len(token) > 2 and token[0].isalpha() else ""


_NAME = re.compile(r"(?<=[\w,;()’'] )[A-Z][^\W\d_A-Z]{2,40}\b")  # "YoY" and "EBITDA" tell no namesakes apart
NAMES_WITHIN = 60  # characters either side


@lru_cache(maxsize=50_000)
def _names_near(quote: str, start: int, end: int) -> frozenset[str]:
    around = f"{quote[max(0, start - NAMES_WITHIN) : start]} 0 {quote[end : end + NAMES_WITHIN]}"
    return frozenset(word for name in _NAME.findall(around) if (word := _content(name)))


def _as_written(roots: Sequence[str], quote: str) -> tuple[str, ...]:
    forms: dict[str, str] = {}
    for found in _TOKEN.finditer(quote):
        if word := _content(found.group()):
            forms.setdefault(word, found.group())
    return tuple(forms[word] for word in roots if word in forms)


def _is_few(claim: Claim) -> bool:
    """Whether a figure is a small number of things."""
    if claim.unit not in (None, "people", "items") or claim.currency or claim.per_unit or value_kind(claim) != "number":
        return False
    return all(end is None or abs(end) <= FEW for end in (claim.value_low, claim.value_high))


def _counted_word(claim: Claim) -> str | None:
    _, end = _place(claim)
    for token in _TOKEN.findall(claim.quote[end : end + 60])[:4]:
        if word := _content(token):
            return word
        if not token[0].isalpha():
            return None
    return None


# --- values --------------------------------------------------------------------------------------------------------------------------


def _may_be(told: Reading, given: Reading) -> bool:
    """Whether a figure of the summary may be one of the source's.

    They hold together, and not only because one is open above or below; and a summary may round what its source says, but knows no more
    digits than that.
    """
    if fit(told.interval, given.interval) is not Fit.TOGETHER:
        return False
    if value_kind(told.claim) != "number":
        return True
    bounds = {told.claim.bound, given.claim.bound}
    if len(bounds) == 1 and Bound.APPROX not in bounds:
        return _ends_agree(told, given)
    return not {Bound.AT_LEAST, Bound.AT_MOST} & bounds or _near_its_end(told.interval, given.interval)


def _ends_agree(told: Reading, given: Reading) -> bool:
    """Whether figures of one bound have the same ends, but for rounding: "455 to 475" is not "475 to 485", nor "over 9" "over 10"."""
    here, there = told.interval, given.interval
    ends = ((here.stated_low, there.stated_low), (here.stated_high, there.stated_high))
    within = _rounded_by(told)
    return all(one is None or other is None or abs(one - other) <= within + 1e-9 * abs(one) for one, other in ends)


def _near_its_end(one: Interval, other: Interval) -> bool:
    """Whether the stated ends are near: "more than 30" may be 32, and not 300."""
    low, high = sorted((abs(one.middle), abs(other.middle)))
    return low == high or (low > 0 and high / low <= OPEN_REACH)


def _rounded_by(reading: Reading) -> float:
    """By how much a figure may be rounded: half its last digit, unless it is small and written out in full."""
    claim = reading.claim
    value = claim.value_low if claim.value_low is not None else claim.value_high or 0.0
    step = (claim.last_digit or 0.0) * reading.factor
    if float(value).is_integer() and abs(value) < WRITTEN_OUT:
        return 0.5 * min(step, reading.factor) if step < reading.factor else 0.0
    return 0.5 * step
