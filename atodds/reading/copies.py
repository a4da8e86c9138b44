"""Documents and passages that copy one another: a copy is no second witness, and a copy that changed a figure is a finding.

Every run of five words, figures masked, is hashed; a fixed quarter of the hashes are kept as fingerprints (after Schleimer, Wilkerson and
Aiken, "Winnowing", 2003, with selection by remainder). Documents that share fingerprints are laid side by side: fingerprints that keep
the same distance form a passage, which rapidfuzz then compares word by word. Masking the figures is the point: a copy with another figure
in it must still be found.

MinHash over sets of shingles was measured as well (`python -m benchmarks.copies`): it is twice as fast, misses a quarter of the copies
that were edited or cut, and says nothing of passages.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
from rapidfuzz.distance import Indel

__all__ = ["Copy", "CopyKind", "TextOfDocument", "find_copies"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FIGURE = zlib.crc32(b"0")
SHINGLE = 5  # words: long enough to be rare, short enough to survive an edit in every tenth word
KEPT = 4  # one hash in so many is a fingerprint
PASSAGE_WORDS = 30  # a shorter passage is a quotation, a formula, a title
DOCUMENT_SHARE = 0.6  # of the shorter text's words; less is a passage
LEAST_ALIKE = 0.75  # of the words of a run, figures masked, by rapidfuzz
PASSAGE_ALIKE = 0.85  # two reports in the same stock phrases come close to three quarters
_DRIFT = 6  # words by which two passages may slip against each other within one run
_GAP = 40  # words between two fingerprints of one passage
_POSTINGS = 24  # earliest documents kept per fingerprint: a press release in a thousand files is compared with its first printings only
_REPEATS = 100  # places of one text where a fingerprint is looked up: a sentence that a file repeats 100,000 times is in step everywhere


class CopyKind(StrEnum):
    """How much of a text is a copy."""

    DOCUMENT = "document"
    PASSAGE = "passage"


class TextOfDocument(Protocol):
    """What is asked of a document."""

    @property
    def document_id(self) -> str:
        """Its id."""

    @property
    def path(self) -> str:
        """Its path: breaks ties between documents of one day."""

    @property
    def text(self) -> str:
        """Its canonical text."""

    @property
    def published_on(self) -> date | None:
        """When it was published: the earlier of two is the one copied."""


@dataclass(frozen=True, slots=True)
class Copy:
    """`document_id` copies `copy_of_id`; for a passage, where it stands in each text.

    `similarity` is the share of the shorter text's words found in the other (document), or the share of its own words that are the same,
    figures masked (passage).
    """

    document_id: str
    copy_of_id: str
    kind: CopyKind
    similarity: float
    char_start: int | None = None
    char_end: int | None = None
    of_char_start: int | None = None
    of_char_end: int | None = None


@dataclass(slots=True)
class _Words:
    document_id: str
    starts: list[int]
    ends: list[int]
    hashes: list[int]
    marks: list[tuple[int, int]]  # (fingerprint, number of its first word)


def find_copies(documents: Iterable[TextOfDocument], ignored: Mapping[str, Sequence[tuple[int, int]]] | None = None) -> list[Copy]:
    """Every document that copies an earlier one, or passages of one.

    Args:
        documents: in any order; the earlier published comes first, those without a day last, then by path.
        ignored: stretches of text by document id that do not count: boilerplate, references.

    Returns:
        For each document at most one whole document it copies (the earliest of those it is as close to), and the passages it shares with
        others; ordered by document, kind, place. Documents of the very same text are copies with a similarity of 1.
    """
    ordered = sorted(documents, key=lambda one: (one.published_on is None, one.published_on or date.min, one.path))
    postings: dict[int, list[tuple[int, int]]] = defaultdict(list)  # fingerprint -> (document, word)
    read: list[_Words] = []
    copies: list[Copy] = []
    for number, document in enumerate(ordered):
        words = _words(document, (ignored or {}).get(document.document_id, ()))
        hits: dict[int, list[tuple[int, int]]] = defaultdict(list)
        repeats: Counter[int] = Counter()
        for mark, at in words.marks:
            repeats[mark] += 1
            for other, where in postings.get(mark, ()) if repeats[mark] <= _REPEATS else ():
                hits[other].append((at, where))
        copies.extend(_copies_of(words, read, hits))
        for mark, at in words.marks:
            held = postings[mark]
            if len(held) < _POSTINGS:
                held.append((number, at))
        read.append(words)
    return copies


def _words(document: TextOfDocument, ignored: Sequence[tuple[int, int]]) -> _Words:
    """The words of a text, figures masked, and its fingerprints."""
    starts: list[int] = []
    ends: list[int] = []
    hashes: list[int] = []
    known: dict[str, int] = {}
    skipped = sorted(ignored)
    at = 0
    for found in _WORD.finditer(document.text):
        start, end = found.span()
        while at < len(skipped) and skipped[at][1] <= start:
            at += 1
        if at < len(skipped) and skipped[at][0] <= start:
            continue
        written = found.group()
        value = known.get(written)
        if value is None:
            word = "0" if any(char.isdigit() for char in written) else written.lower()
            value = known[written] = zlib.crc32(word.encode())
        if value == _FIGURE and hashes and hashes[-1] == value:
            ends[-1] = end  # "1,234.5" is one figure
            continue
        starts.append(start)
        ends.append(end)
        hashes.append(value)
    return _Words(document.document_id, starts, ends, hashes, _fingerprints(hashes))


def _fingerprints(hashes: Sequence[int]) -> list[tuple[int, int]]:
    if len(hashes) < SHINGLE:
        return []
    values = np.asarray(hashes, dtype=np.uint64)
    count = len(values) - SHINGLE + 1
    mixed = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(SHINGLE):
            mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + values[offset : offset + count]
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
    kept = np.nonzero(mixed % np.uint64(KEPT) == 0)[0]
    return list(zip(mixed[kept].tolist(), kept.tolist(), strict=True))


def _copies_of(words: _Words, earlier: Sequence[_Words], hits: Mapping[int, list[tuple[int, int]]]) -> list[Copy]:
    """What one document copies of the earlier ones."""
    whole: list[tuple[float, int]] = []
    passages: list[tuple[int, Copy, int]] = []
    for other, pairs in hits.items():
        if len(pairs) < 3:
            continue
        original = earlier[other]
        runs = _runs(pairs, words, original)
        covered = sum(last - first + 1 for first, last, _, _, _ in runs)
        shorter = min(len(words.hashes), len(original.hashes))
        share = min(covered / shorter, 1.0) if shorter else 0.0
        alike = sum((last - first + 1) * ratio for first, last, _, _, ratio in runs) / covered if covered else 0.0
        if share >= DOCUMENT_SHARE:
            whole.append((round(share * alike, 4), other))
        for first, last, of_first, of_last, ratio in runs:
            if last - first + 1 >= PASSAGE_WORDS and ratio >= PASSAGE_ALIKE:
                copy = Copy(
                    words.document_id,
                    original.document_id,
                    CopyKind.PASSAGE,
                    round(ratio, 4),
                    words.starts[first],
                    words.ends[last],
                    original.starts[of_first],
                    original.ends[of_last],
                )
                passages.append((other, copy, last - first + 1))
    copies: list[Copy] = []
    taken: set[int] = set()
    if whole:
        best = max(share for share, _ in whole)
        share, other = min(((share, other) for share, other in whole if share >= best - 0.05), key=lambda pair: pair[1])
        copies.append(Copy(words.document_id, earlier[other].document_id, CopyKind.DOCUMENT, share))
        taken = {number for _, number in whole}
    copies.extend(_first_of_each(passage for other, passage, _ in sorted(passages, key=lambda item: item[0]) if other not in taken))
    return copies


def _first_of_each(passages: Iterable[Copy]) -> list[Copy]:
    """Of passages that lie over one another the one with the earliest original; in the order of the text."""
    kept: list[Copy] = []
    for passage in passages:
        start, end = passage.char_start or 0, passage.char_end or 0
        if not any(min(end, one.char_end or 0) - max(start, one.char_start or 0) > (end - start) // 2 for one in kept):
            kept.append(passage)
    return sorted(kept, key=lambda one: (one.char_start or 0, one.copy_of_id))


def _runs(pairs: list[tuple[int, int]], words: _Words, original: _Words) -> list[tuple[int, int, int, int, float]]:
    """Stretches of words in step with stretches of the original: (first, last, first there, last there, how alike)."""
    pairs = sorted(pairs)
    open_runs: list[list[tuple[int, int]]] = []
    done: list[list[tuple[int, int]]] = []
    for at, where in pairs:
        still: list[list[tuple[int, int]]] = []
        placed = False
        for run in open_runs:
            last_at, last_where = run[-1]
            if at - last_at > _GAP:
                done.append(run)
                continue
            still.append(run)
            if not placed and 0 <= where - last_where <= _GAP and abs((at - last_at) - (where - last_where)) <= _DRIFT:
                run.append((at, where))
                placed = True
        open_runs = still
        if not placed:
            open_runs.append([(at, where)])
        if len(open_runs) > 200:  # a text that repeats itself; the longest runs are what matters
            open_runs.sort(key=len, reverse=True)
            del open_runs[100:]
    found: list[tuple[int, int, int, int, float]] = []
    covered: Counter[int] = Counter()
    for run in sorted([*done, *open_runs], key=lambda one: one[0][0] - one[-1][0]):
        first, of_first = run[0]
        last, of_last = run[-1][0] + SHINGLE - 1, run[-1][1] + SHINGLE - 1
        first, last, of_first, of_last = _grown(words.hashes, original.hashes, first, last, of_first, of_last)
        if len(run) < 2 or any(covered[at] for at in (first, (first + last) // 2, last)):
            continue
        ratio = Indel.normalized_similarity(words.hashes[first : last + 1][:4000], original.hashes[of_first : of_last + 1][:4000])
        if ratio >= LEAST_ALIKE:
            found.append((first, last, of_first, of_last, ratio))
            covered.update(range(first, last + 1))
    return sorted(found)


def _grown(mine: Sequence[int], theirs: Sequence[int], first: int, last: int, of_first: int, of_last: int) -> tuple[int, int, int, int]:
    """The stretch with the equal words before and after it: fingerprints seldom lie on its edges."""
    while first > 0 and of_first > 0 and mine[first - 1] == theirs[of_first - 1]:
        first, of_first = first - 1, of_first - 1
    while last + 1 < len(mine) and of_last + 1 < len(theirs) and mine[last + 1] == theirs[of_last + 1]:
        last, of_last = last + 1, of_last + 1
    return first, last, of_first, of_last
