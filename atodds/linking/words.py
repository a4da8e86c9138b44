"""How two values that no list knows stand to each other, by their words: "phase 2" and "phase 3", "decision of 28 June" twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from atodds.claims import Claim
from atodds.vocabulary import Standing

__all__ = ["rarity_of_words", "relate_by_words"]

_LITTLE = frozenset("a an the of in on at for to by from with and or all whole entire as its their".split())


def relate_by_words(one: str, other: str) -> Standing:
    """Same words, the same; one with more words, not known; each with a word or number of its own, told apart."""
    left, right = _words(one), _words(other)
    if left == right:
        return Standing.SAME
    return Standing.UNKNOWN if left < right or right < left else Standing.DISJOINT


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold())) - _LITTLE or frozenset([text])


def rarity_of_words(claims: Iterable[Claim]) -> Mapping[str, float]:
    """How telling each word of `Claim.words` is, 0 to 1: by how few documents it stands in."""
    documents: dict[str, set[str]] = {}
    for claim in claims:
        for word in claim.words:
            documents.setdefault(word, set()).add(claim.document_id)
    return rarity_of_counts(Counter({word: len(found) for word, found in documents.items()}), len({claim.document_id for claim in claims}))


def rarity_of_counts(counts: Mapping[str, int], documents: int) -> Mapping[str, float]:
    """The same from the number of documents that each word stands in."""
    most = log(1 + documents)
    return {word: 1.0 - log(count) / most if most > 0 else 1.0 for word, count in counts.items()}
