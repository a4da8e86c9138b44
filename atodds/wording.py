"""Which sentences of different documents say the same in nearly the same words: an index of word stems, rare ones first.

For figures whose measure no claim type names, the wording is all there is: "The film earned 22.55 crore on its opening weekend" beside
"Its earnings on the opening weekend were over 30.55 crore". Pure; cost grows with sentences that share rare words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from atodds.aligning.names import fold, stem
from atodds.claims import Claim
from atodds.comparability import value_kind
from atodds.vocabulary import SegmentKind

__all__ = ["likeness", "sentences_alike", "stems_of"]

COMMON_AT_LEAST, COMMON_SHARE = 40, 0.02  # a stem in more sentences than either of these is no evidence that two say the same
SHARED_STEMS = 2
LIKENESS = 0.5
_MONTHS = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)
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


def sentences_alike(claims: Sequence[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """Claims of two sentences of two documents that are worded alike, pair of sentences by pair."""
    sentences: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if value_kind(claim) in ("number", "date") and claim.segment_kind not in _APART:
            sentences[(claim.document_id, claim.quote)].append(claim)
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in sentences:
        for word in stems_of(key[1]):
            index[word].append(key)
    most = max(COMMON_AT_LEAST, COMMON_SHARE * len(sentences))
    for key, ours in sentences.items():
        shared: Counter[tuple[str, str]] = Counter()
        for word in stems_of(key[1]):
            if len(index[word]) <= most:
                shared.update(other for other in index[word] if other > key and other[0] != key[0])
        for other, count in sorted(shared.items()):
            alike = count >= SHARED_STEMS and likeness(key[1], other[1]) >= LIKENESS
            if alike and not (_names_beyond(key[1], other[1]) and _names_beyond(other[1], key[1])):
                yield f"{key[0]}|{other[0]}", [*ours, *sentences[other]]
