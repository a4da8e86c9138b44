"""Which sentences of different documents say the same in nearly the same words: an index of word stems, rare ones first.

For figures whose measure no claim type names, the wording is all there is: "The film took 12.4 crore on its first weekend" beside
"On its first weekend it earned more than 21.4 crore". Pure; cost grows with sentences that share rare words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from atodds.claims import Claim
from atodds.claims.names import fold, stem
from atodds.linking.values import value_kind
from atodds.vocabulary import SegmentKind

__all__ = ["likeness", "sentences_alike", "stems_of"]

COMMON_AT_LEAST, COMMON_AT_MOST, COMMON_SHARE = 40, 400, 0.02  # sentences a stem may be in and still be evidence that two say the same
SHARED_STEMS = 2
LIKENESS = 0.5
_MONTHS = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)
_CITING = re.compile(r"\W*(?:Archived|Retrieved|Accessed)\b")  # when a page was looked at is no statement of its document
_APART = frozenset({SegmentKind.TABLE, SegmentKind.REFERENCE, SegmentKind.FOOTNOTE})
_LITTLE = frozenset(
    ["the", "and", "for", "with", "that", "this", "from", "was", "were", "has", "have", "had", "are", "been", "its", "his", "her", "their",
     "which", "who", "into", "than", "more", "less", "over", "under", "about", "after", "before", "least", "most", "not", "but", "also",
     "there", "they", "what", "when", "where", "while", "all", "one", "two", "million", "billion", "thousand", "hundred", "percent"]
)  # fmt: skip


@lru_cache(maxsize=100_000)
def stems_of(quote: str) -> frozenset[str]:
    """The stems of a sentence's words, without figures and little words."""
    words = re.findall(r"[^\W\d_]{3,}", fold(quote[:600]))
    return frozenset(stem(word) for word in words if word not in _LITTLE)


def likeness(one: str, other: str) -> float:
    """Share of the shorter sentence's stems that the other has too."""
    left, right = stems_of(one), stems_of(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _names_beyond(one: str, other: str) -> bool:
    """Whether a sentence names something the other does not: namesakes are told apart by the names beside theirs."""
    names = re.findall(r"(?<=[\w,] )[A-Z][^\W\d_]{2,}", one[:600])
    return any(stem(fold(name)) not in stems_of(other) for name in names if fold(name) not in _MONTHS)


_LEANING = re.compile(r"\W*(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]hese|[Tt]his|There|Of (?:these|them|which))\b")
"""How a sentence opens that leaves it to its document what it is about."""
_TOLD_APART = re.compile(r"\s*(?P<name>(?P<first>[A-Z][\w'’.-]+)[^\n().]{0,60}?)\s*(?P<apart>\([^()\n]{2,40}\))\s+(?:The\s+)?(?P=first)\b")
"""A title line run into its sentence: "Dale Court House (Iowa) The Dale Court House is"."""
_PRONOUN = re.compile(r"\W*(?:[Hh]e|[Ss]he|[Tt]hey|[Hh]is|[Hh]er|[Tt]heir)\b")
_BETWEEN_NAMES = frozenset(["of", "the", "and", "in", "on", "at", "to", "by", "for", "from", "with", "an", "de", "la", "von", "van"])
SHARED_NAMES = 0.4  # of the names in the sentences of the document with fewer: what two documents about one thing have in common


@lru_cache(maxsize=100_000)
def _names_in(quote: str) -> frozenset[str]:
    """The stems of the capitalised words of a sentence, its first word and months left out."""
    names = re.findall(r"(?<=[\w,(] )[A-Z][^\W\d_]{2,}", quote[:600])
    return frozenset(stem(fold(name)) for name in names if fold(name) not in _MONTHS)


def _shares_more_than_names(one: str, other: str) -> bool:
    """Whether two sentences have a word in small letters in common, be it "was": scraps that only name the same people state nothing."""
    return bool(_plain_words(one) & _plain_words(other))


@lru_cache(maxsize=100_000)
def _plain_words(quote: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[^\W\d_A-Z][^\W\d_]+\b", quote[:600])) - _BETWEEN_NAMES


class _Documents:
    """What tells whether two documents are about one thing: the titles they open with, and the names in their sentences."""

    def __init__(self, sentences: Iterable[tuple[str, str]]) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        self.titles: dict[str, str] = {}
        self.sentences: Counter[str] = Counter()
        for document_id, quote in sentences:
            self.names[document_id] |= _names_in(quote)
            self.sentences[document_id] += 1
            if (title := _TOLD_APART.match(quote)) is not None:
                self.titles.setdefault(document_id, fold(f"{title.group('name')} {title.group('apart')}"))

    def are_namesakes(self, one: str, other: str) -> bool:
        """Whether both open with a title that sets them apart in brackets: "Dale Court House (Iowa)", "Dale Court House (Texas)"."""
        return one in self.titles and other in self.titles and self.titles[one] != self.titles[other]

    def share_names(self, one: tuple[str, str], other: tuple[str, str]) -> bool:
        """Whether beyond two sentences alike most of what the one document names the other names too.

        A document of one sentence is that sentence, and says nothing against it; unless both only say "he" or "she".
        """
        if min(self.sentences[one[0]], self.sentences[other[0]]) < 2:
            return not (_PRONOUN.match(one[1]) and _PRONOUN.match(other[1]))
        here = _names_in(one[1]) | _names_in(other[1])
        fewer, more = sorted((self.names[one[0]] - here, self.names[other[0]] - here), key=len)
        return len(fewer & more) >= SHARED_NAMES * max(len(fewer), 1)


def sentences_alike(claims: Sequence[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """Claims of two sentences of two documents that are worded alike, pair of sentences by pair."""
    sentences: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if value_kind(claim) in ("number", "date") and claim.segment_kind not in _APART and not _CITING.match(claim.quote):
            sentences[(claim.document_id, claim.quote)].append(claim)
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in sentences:
        for word in stems_of(key[1]):
            index[word].append(key)
    documents = _Documents(sentences)
    most = min(max(COMMON_AT_LEAST, COMMON_SHARE * len(sentences)), COMMON_AT_MOST)
    for key, ours in sentences.items():
        shared: Counter[tuple[str, str]] = Counter()
        for word in stems_of(key[1]):
            if len(index[word]) <= most:
                shared.update(other for other in index[word] if other > key and other[0] != key[0])
        for other, count in sorted(shared.items()):
            alike = count >= SHARED_STEMS and likeness(key[1], other[1]) >= LIKENESS and _shares_more_than_names(key[1], other[1])
            if not alike or (_names_beyond(key[1], other[1]) and _names_beyond(other[1], key[1])):
                continue
            leaning = _LEANING.match(key[1]) or _LEANING.match(other[1])
            if documents.are_namesakes(key[0], other[0]) or (leaning and not documents.share_names(key, other)):
                continue
            yield f"{key[0]}|{other[0]}", [*ours, *sentences[other]]
