"""The figures of a copy, or of a new version, that stand in the same place of the same words as those of its original. Pure.

The checks hold documents against each other as witnesses; this is for texts that are no two witnesses: whether a figure was changed on the
way.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from atodds.claims import Claim

__all__ = ["SamePlace", "same_places"]

SAME_SENTENCE = 0.85
"""Share of the words of two sentences, figures masked, from which one is a copy of the other: as for passages in reading/copies.py."""
CANDIDATES = 4  # sentences of the original that share most words with one of the copy, looked at closely
COMMON = 60  # a word in more sentences of the original than this finds none of them

_WORD = re.compile(r"\d+(?:[.,  ]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|%")
_MASK = "0"
_FRAME_WORDS = frozenset(
    ["a", "an", "the", "in", "on", "at", "of", "by", "to", "and", "but", "it", "its", "that", "this", "these", "there", "according", "as"]
)
"""Words a copyist puts or leaves out without telling of something else."""


@dataclass(frozen=True, slots=True)
class SamePlace:
    """A figure of an original and the one that stands in its place in the copy.

    `retold`: words near the figure were replaced; `otherwise`: the other figures and dates of the two sentences as (original, copy), where
    they are written differently.
    """

    original: Claim
    copy: Claim
    retold: bool
    otherwise: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """A sentence's words, figures masked; the claims of a figure by the number of its word; the figures as written."""

    masked: tuple[str, ...]
    written: tuple[str, ...]
    claims: Mapping[int, tuple[Claim, ...]]


def same_places(original: Sequence[Claim], copy: Sequence[Claim]) -> Iterator[SamePlace]:
    """Figures, dates and lists that stand in the same place of the same words, whether they differ or not.

    Two sentences that name different things, and sentences of a form that fits several, are passed over.
    """
    theirs, ours = _sentences(original), _sentences(copy)
    for mine, other in _paired(ours, theirs):
        yield from _places(other, mine)


def _sentences(claims: Sequence[Claim]) -> list[_Words]:
    by_sentence: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_sentence[(claim.char_start if claim.char_start is not None else claim.source_line_start or 0, claim.quote)].append(claim)
    return [_words(quote, together) for (_, quote), together in sorted(by_sentence.items(), key=lambda item: item[0])]


def _words(quote: str, claims: Sequence[Claim]) -> _Words:
    spans: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        span = _span_in_quote(claim)
        if span is not None:
            spans[span].append(claim)
    figures: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not figures or start >= figures[-1][1]:
            figures.append((start, end))
    masked: list[str] = []
    written: list[str] = []
    by_word: dict[int, tuple[Claim, ...]] = {}

    def take(start: int, end: int) -> None:
        for found in _WORD.finditer(quote, start, end):
            word = found.group()
            masked.append(_MASK if word[0].isdigit() else word)
            written.append(word)

    at = 0
    for start, end in figures:
        take(at, start)
        by_word[len(masked)] = tuple(claim for span, held in spans.items() if start <= span[0] < end for claim in held)
        masked.append(_MASK)
        written.append(" ".join(quote[start:end].split()))
        at = end
    take(at, len(quote))
    return _Words(tuple(masked), tuple(written), by_word)


def _span_in_quote(claim: Claim) -> tuple[int, int] | None:
    """Where the figure stands in the quote: by offsets, unless something was lifted out of the sentence before it."""
    text = claim.mention_text
    if claim.mention_start is not None and claim.char_start is not None:
        start = claim.mention_start - claim.char_start
        if claim.quote[start : start + len(text)] == text:
            return start, start + len(text)
    start = claim.quote.find(text)
    return (start, start + len(text)) if start >= 0 else None


def _paired(copies: Sequence[_Words], originals: Sequence[_Words]) -> Iterator[tuple[_Words, _Words]]:
    """Each sentence of the copy with the one of the original it repeats: word by word, else the one it is clearly most like."""
    exact: dict[tuple[str, ...], list[_Words]] = defaultdict(list)
    index: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(originals):
        exact[words.masked].append(words)
        for word in set(words.masked):
            index[word].append(number)
    mine: dict[tuple[str, ...], list[_Words]] = defaultdict(list)
    for words in copies:
        mine[words.masked].append(words)
    for masked, held in mine.items():
        twins = exact.get(masked, [])
        if twins:
            if len(twins) == len(held):  # a form filled in several times over: in the same order, or not at all
                yield from zip(held, twins, strict=True)
            continue
        if len(held) > 1:
            continue
        shared: Counter[int] = Counter()
        for word in set(masked):
            if len(index[word]) <= COMMON:
                shared.update(index[word])
        alike = [
            (Indel.normalized_similarity(masked, originals[number].masked), number)
            for number, _ in sorted(shared.most_common(CANDIDATES), key=lambda item: (-item[1], item[0]))
            if originals[number].masked not in mine
        ]
        best = sorted((pair for pair in alike if pair[0] >= SAME_SENTENCE), key=lambda pair: (-pair[0], pair[1]))
        if best and (len(best) == 1 or best[0][0] > best[1][0]):
            yield held[0], originals[best[0][1]]


def _places(original: _Words, copy: _Words) -> Iterator[SamePlace]:
    pairs: list[tuple[int, int]] = []
    replaced: list[int] = []
    for code in Indel.opcodes(copy.masked, original.masked):
        start, end, of_start, of_end = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            pairs.extend(zip(range(start, end), range(of_start, of_end), strict=True))
            continue
        changed = [*copy.masked[start:end], *original.masked[of_start:of_end]]
        if any(word == _MASK or (word[0].isupper() and word.casefold() not in _FRAME_WORDS) for word in changed):
            return  # another name, or another figure: another thing
        if any(word.casefold() not in _FRAME_WORDS for word in changed):
            replaced.append(start)
    in_step = dict(pairs)
    figures = [(mine, theirs) for mine, theirs in pairs if copy.masked[mine] == _MASK]
    for mine, theirs in figures:
        otherwise = tuple(
            (original.written[of_at], copy.written[at])
            for at, of_at in figures
            if at != mine and original.written[of_at] != copy.written[at]
        )
        beside = [at for at in (mine - 1, mine + 1) if 0 <= at < len(copy.masked)]
        if any(in_step.get(at) != theirs + at - mine for at in beside):
            continue  # words right beside the figure changed with it: another unit, another noun, "about"
        retold = any(abs(at - mine) <= 6 for at in replaced)
        for one in original.claims.get(theirs, ()):
            for other in copy.claims.get(mine, ()):
                if one.measure == other.measure and one.claim_type == other.claim_type:
                    yield SamePlace(one, other, retold, otherwise)
                    break
