"""Which documents sum up a longer one: a summary and its report, an abstract and its paper, a press release and its study.

What a summary states must stand in its source, so its figures may be held against the source far more strictly than those of two
independent texts. Nothing needs to say which document is which: a summary says in its own order what its source says, so words that
stand side by side in it stand near each other in the source. Two independent reports of one event share their words, but not which words
stand together: in the development sets the share of such pairs is mostly 0.4 to 0.9 for summaries and 0.00 to 0.18 for other documents of
the same subject.

In a long source any two of its frequent words stand near each other somewhere. A pair therefore counts for as much as it is unlikely to
meet by chance, exp(-n₁ n₂ w / N) for words met n₁ and n₂ times among N in windows of w words; an article beside a thesis on its
subject then falls from 0.39 to 0.18.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from atodds.claims.names import fold, root, stem
from atodds.reading.copies import TextOfDocument

__all__ = ["LITTLE_WORDS", "Derivation", "FigureKey", "Written", "figure_keys", "find_derived", "word_root", "written_in"]

LEAST_SHARE = 0.3  # of the pairs of words; see above
LEAST_WORDS = 12  # content words: what a shorter text shares with a longer one, many texts share
LONGEST = 0.8  # of the source's content words; beyond, the two are versions of one text, and copies find them
LEAST_PAIRS = 8.0  # what the pairs must weigh together: of words that meet by chance nothing follows
REACH = 8  # content words within which a pair of neighbours of the summary must meet in the source
FOREIGN_NAMES = 3  # names that the source does not know, said more often than those it does: the text is about something else
LEAST_WORDS_SHARED = 0.5  # of the summary's words; a cheap bound before pairs are looked at
SMALL = 2  # digits; so small a figure stands in any longer text, and is told by the word it counts
_SHORT = 1500  # content words; in a shorter source chance is not what brings two words together
_CANDIDATES = 3  # sources looked at per document, those that share most of its rare words
_RARE_WORDS = 80  # rarest words of a document that look for its source
_POSTINGS = 60  # documents kept per word; a word in more says little of where a text was taken from
_NAME = re.compile(r"(?<=[\w,;()’'] )[A-Z][^\W\d_]{2,40}")  # a capitalised word that opens no sentence
_WORD = re.compile(r"[^\W\d_]{3,40}")
_FIGURE = re.compile(
    r"(?P<money>[$€£¥]\s?)?(?<![\w.,])(?P<digits>\d[\d,.]*\d|\d)(?!\d)(?:(?:mn?|bn?|k|tn?)\b|(?![^\W\d_]))(?P<share>[\s-]?(?:%|per\s?cent\b))?"
)
_COUNTED = re.compile(r"[\s-]{1,3}([^\W\d_]{2,40})")
_ITEM = re.compile(r"[.)]\s")
LITTLE_WORDS = frozenset(
    """the and for with that this from was were has have had are been its his her their which who into than more less over under
    about after before least most not but also there they what when where while all one two million billion thousand hundred
    percent she you your our him them these those can will would could should may might such some any other another each both
    during because through between then only very just how why did does done being""".split()
)


@dataclass(frozen=True, slots=True)
class Derivation:
    """`document_id` sums up `source_id`; `share` of its pairs of neighbouring words stand together there too, 0 to 1."""

    document_id: str
    source_id: str
    share: float


@dataclass(slots=True)
class _Words:
    """The content words of a text in their order, and where each stands."""

    document: TextOfDocument
    words: list[str]
    distinct: frozenset[str]
    names: Counter[str]
    _places: dict[str, list[int]] | None = None

    @property
    def places(self) -> Mapping[str, Sequence[int]]:
        if self._places is None:
            places: dict[str, list[int]] = defaultdict(list)
            for at, word in enumerate(self.words):
                places[word].append(at)
            self._places = dict(places)
        return self._places


def find_derived(
    documents: Iterable[TextOfDocument],
    apart: Iterable[tuple[str, str]] = (),
    ignored: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> list[Derivation]:
    """Each document that sums up a longer one, with the one it shares most with; ordered by document.

    A document printed before another is no summary of it: an early report whose words a later one takes over and whose figures it brings
    up to date is not held against it here.

    Args:
        documents: in any order.
        apart: pairs of ids that are copies of each other, and so are no summary and source.
        ignored: by document id, spans of its text that say nothing of its own: cookie notices, lists of other articles, references.
    """
    read = [_read(document, (ignored or {}).get(document.document_id, ())) for document in sorted(documents, key=lambda one: one.path)]
    copies = {frozenset(pair) for pair in apart}
    counts = Counter(word for one in read for word in one.distinct)
    postings: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(read):
        for word in one.distinct:
            if counts[word] <= _POSTINGS:
                postings[word].append(number)
    found = []
    for number, one in enumerate(read):
        if len(one.words) < LEAST_WORDS:
            continue
        best: tuple[float, str] | None = None
        for other in _candidates(number, read, counts, postings):
            source = read[other]
            if frozenset((one.document.document_id, source.document.document_id)) in copies or not _may_derive(one, source):
                continue
            share = _share(one, source)
            if share >= LEAST_SHARE and (best is None or share > best[0]):
                best = share, source.document.document_id
        if best is not None:
            found.append(Derivation(one.document.document_id, best[1], round(best[0], 4)))
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a text, claim or no claim: the `digits` and `said` of its `figure_keys`, and the roots of its words."""

    figures: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def written_in(text: str) -> Written:
    """The figures and words of a text: what stands in a source is neither missing there nor foreign to it."""
    words = frozenset(found for word in _WORD.findall(text) if (found := word_root(word)))
    return Written(frozenset(said for key in figure_keys(text) for said in (key.digits, key.said)), words)


@lru_cache(maxsize=200_000)
def word_root(word: str) -> str:
    """The root of a word that says something; empty for a little word."""
    folded = fold(word)
    return "" if folded in LITTLE_WORDS else root(folded)


@dataclass(frozen=True, slots=True)
class FigureKey:
    """A figure written in digits: "1500" for "1,500" at `start..end`, and with what tells it from others of the same digits in `said`.

    `said` is "$1500", "15%", "3 month", and "1500" for what is told by its digits alone.
    """

    digits: str
    said: str
    start: int
    end: int


def figure_keys(text: str) -> list[FigureKey]:
    """The figures written in digits, in their order.

    A figure that is part of a name ("3D", "B747") is none, nor is the number of a list's item; a letter that stands for a magnitude
    ("8.2m") is left off.
    """
    found = []
    for figure in _FIGURE.finditer(text):
        if _ITEM.match(text, figure.end()) and not text[text.rfind("\n", 0, figure.start()) + 1 : figure.start()].strip():
            continue
        digits = re.sub(r",(?=\d{3}\b)", "", figure.group("digits")).strip(".,")
        said = digits
        if figure.group("money") or figure.group("share"):
            said = f"{'$' if figure.group('money') else ''}{digits}{'%' if figure.group('share') else ''}"
        elif digits.isdigit() and len(digits) <= SMALL:
            counted = _COUNTED.match(text, figure.end("digits"))
            said = f"{digits} {word_root(counted.group(1)) if counted else ''}"
        found.append(FigureKey(digits, said, figure.start("digits"), figure.end("digits")))
    return found


def _read(document: TextOfDocument, ignored: Sequence[tuple[int, int]]) -> _Words:
    text, at, kept = document.text, 0, []
    for start, end in sorted(ignored):
        kept.append(text[at : max(start, at)])
        at = max(end, at)
    text = "\n".join((*kept, text[at:]))
    words = [_stem(word) for word in _WORD.findall(text)]
    words = [word for word in words if word]
    names = Counter(name for found in _NAME.findall(text) if (name := _stem(found)))
    return _Words(document, words, frozenset(words), names)


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    folded = fold(word)
    return "" if folded in LITTLE_WORDS else stem(folded)


def _candidates(number: int, read: Sequence[_Words], counts: Mapping[str, int], postings: Mapping[str, Sequence[int]]) -> list[int]:
    """The longer documents that share most of the rarest words of one; all of them where there are only a few."""
    if len(read) <= _CANDIDATES + 1:
        return [other for other in range(len(read)) if other != number]
    rare = sorted(read[number].distinct, key=lambda word: (counts[word], word))[:_RARE_WORDS]
    shared: Counter[int] = Counter(other for word in rare for other in postings.get(word, ()) if other != number)
    longer = [(count, other) for other, count in shared.items() if len(read[other].words) > len(read[number].words)]
    return [other for _, other in sorted(longer, key=lambda pair: (-pair[0], pair[1]))[:_CANDIDATES]]


def _may_derive(one: _Words, source: _Words) -> bool:
    if len(one.words) > LONGEST * len(source.words):
        return False
    printed, first = one.document.published_on, source.document.published_on
    if printed is not None and first is not None and printed < first:
        return False
    foreign = sum(count for name, count in one.names.items() if name not in source.distinct)
    if foreign >= FOREIGN_NAMES and 2 * foreign > one.names.total():
        return False
    return len(one.distinct & source.distinct) >= LEAST_WORDS_SHARED * len(one.distinct)


def _share(one: _Words, source: _Words) -> float:
    """The share of pairs of neighbouring words that stand near each other in the source, each weighed by how little chance explains it."""
    pairs = {(min(pair), max(pair)) for pair in zip(one.words, one.words[1:], strict=False) if pair[0] != pair[1]}
    places, window, length = source.places, 2 * REACH + 1, max(len(source.words), _SHORT)
    together = all_of_them = 0.0
    for first, second in pairs:
        here, there = places.get(first), places.get(second)
        if here is None or there is None:
            all_of_them += 1.0
            continue
        weight = math.exp(-len(here) * len(there) * window / length)
        all_of_them += weight
        if _meet(*sorted((here, there), key=len)):
            together += weight
    return together / all_of_them if all_of_them >= LEAST_PAIRS else 0.0


def _meet(fewer: Sequence[int], more: Sequence[int]) -> bool:
    """Whether two words stand within reach of each other anywhere; both lists are in order."""
    for at in fewer:
        found = bisect_left(more, at - REACH)
        if found < len(more) and more[found] <= at + REACH:
            return True
    return False
