"""The words right around a figure, and whether two figures stand in the same words: what tells what an unnamed figure is of.

"a gross of $ 312.6 million around the world" and "grossed less than $ 312 million" say one thing in no word of any claim type; so do
"more than 40 wins" and "37 wins". Only the figure's own phrase is read, up to the next figure or mark, so that a long sentence of many
figures is as good as a short one. Pure; stems, not words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from atodds.aligning.names import fold, stem
from atodds.check_words import CheckWords
from atodds.claims import Claim

__all__ = ["Phrase", "alike", "phrase_of"]

REACH_BEFORE, REACH_AFTER = 8, 6  # words
SHARED = 0.5  # of the words of the shorter phrase
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*|[\d][\d.,]*|[^\w\s]")
_STOP = frozenset(".,;:()[]|–—•!?")

Phrase = tuple[frozenset[str], frozenset[str]]
"""Stems of the common words, and of the names, in a figure's phrase."""


def phrase_of(claim: Claim, words: CheckWords) -> Phrase:
    """The stems around a claim's figure, little words and those of its subject left out."""
    at = _place(claim)
    if at < 0:
        return frozenset(), frozenset()
    return _phrase(claim.quote[:at][-120:], claim.quote[at + len(claim.mention_text) :][:120], claim.subject or "", words.empty)


def alike(one: Phrase, other: Phrase) -> frozenset[str]:
    """The common words of two phrases where these are enough to say that both figures are of one thing; else none."""
    shared = one[0] & other[0]
    if len(shared) < SHARED * max(min(len(one[0]), len(other[0])), 1):
        return frozenset()
    if one[1] and other[1] and not one[1] & other[1]:
        return frozenset()  # one is of one name, the other of another
    return shared


def _place(claim: Claim) -> int:
    """Where the figure stands in its sentence; of several that are written alike the one at its own place."""
    if claim.mention_start is not None and claim.char_start is not None:
        at = claim.mention_start - claim.char_start
        if claim.quote[at : at + len(claim.mention_text)] == claim.mention_text:
            return at
    return claim.quote.find(claim.mention_text)


@lru_cache(maxsize=100_000)
def _phrase(before: str, after: str, subject: str, empty: tuple[str, ...]) -> Phrase:
    taken = [*_run(reversed(_TOKEN.findall(before)), REACH_BEFORE), *_run(_TOKEN.findall(after), REACH_AFTER)]
    own = {stem(word) for word in fold(subject).split()}
    common: set[str] = set()
    names: set[str] = set()
    for token in taken:
        for word in fold(token).split():
            if word not in empty and len(word) > 2 and stem(word) not in own:
                (names if token[:1].isupper() else common).add(stem(word))
    return frozenset(common), frozenset(names)


def _run(tokens: Iterable[str], reach: int) -> list[str]:
    """The words up to the next figure or mark."""
    found: list[str] = []
    for token in tokens:
        if token in _STOP or token[:1].isdigit() or len(found) == reach:
            break
        if token[:1].isalpha():
            found.append(token)
    return found
