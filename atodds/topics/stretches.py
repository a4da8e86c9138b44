"""The parts of a document that are about things of their own: the whole of a short one, groups of headed sections of a long one.

A thesis on three wars has a part on each, wherever its chapters come back to it. Within one document names are weighed by how few of its
stretches hold them: what runs through all of it tells none of them apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from atodds.topics.clusters import link
from atodds.topics.terms import Terms, Vector, unit_length

__all__ = ["LONG", "Section", "parts", "stretches"]

Section = tuple[Sequence[str], int, int]  # heading path, outermost first; char_start, char_end

LONG = 8_000  # words: a longer document is read by its sections, or by its length where it has none
HEADED = 1_200  # words: a document with headed sections is looked at by them from here on
_LONG_STRETCH, _HEADED_STRETCH = 700, 150  # words a stretch has at least, so that it holds enough names to be placed by
_LETTERS = 6  # of a word and the blank behind it, on average in English text
_ALIKE = 0.1  # mean cosine of stretches of one part of a long document, names weighed among its own stretches
_LEAST_SHARE = 0.05  # of a document, and
_LEAST_STRETCHES = 3  # stretches of a long one, that a part has at least


def stretches(text: str, sections: Sequence[Section]) -> list[tuple[int, int, str]]:
    """First and last offset of each stretch, with its headings; together they cover the text, in order."""
    long = len(text) >= LONG * _LETTERS
    least = (_LONG_STRETCH if long else _HEADED_STRETCH) * _LETTERS
    if len(text) < HEADED * _LETTERS or (len(sections) < 3 and not long):
        return [(0, len(text), "")]
    if len(sections) < 3:
        sections = [((), start, start) for start in range(0, len(text), least)]
    made: list[tuple[int, int, str]] = []
    opened, headings, top = 0, "", tuple(sections[0][0][:1])
    for path, start, _ in sorted(sections, key=lambda section: section[1]):
        turned = tuple(path[:1]) != top and bool(path)
        if start - opened >= 2 * least or (turned and start - opened >= least):
            made.append((opened, start, headings))
            opened, headings = start, ""
        if turned:
            top = tuple(path[:1])
        if path and path[-1] not in headings:
            headings = f"{headings} {path[-1]}".strip()
    if made and len(text) - opened < least:
        opened, _, before = made.pop()
        headings = f"{before} {headings}".strip()
    made.append((opened, len(text), headings))
    return made


def parts(pieces: Sequence[tuple[int, int, str]], terms: Sequence[Terms], general: Sequence[Vector]) -> list[list[int]]:
    """The stretches of one document by what they are about, the largest part first; what makes no part of its own goes with the largest.

    Args:
        pieces: the stretches.
        terms: what each holds.
        general: their vectors among all documents, by which those of a document that is not long are compared.
    """
    long = pieces[-1][1] >= LONG * _LETTERS
    clusters, _ = link(_within(terms), {}, alike=_ALIKE) if long else link(general, {})
    whole = pieces[-1][1]
    sizes = [sum(pieces[number][1] - pieces[number][0] for number in cluster) for cluster in clusters]
    order = sorted(range(len(clusters)), key=lambda number: (-sizes[number], number))
    made = [list(clusters[order[0]])]
    for number in order[1:]:
        if sizes[number] < _LEAST_SHARE * whole or (long and len(clusters[number]) < _LEAST_STRETCHES):
            made[0].extend(clusters[number])
        else:
            made.append(list(clusters[number]))
    return [sorted(part) for part in made]


def _within(terms: Sequence[Terms]) -> list[Vector]:
    """Vectors of stretches by how few of them hold a term; titles count for nothing here, since the headings of one chapter are alike."""
    holding = Counter(term for found in terms for term in found.counts)
    return [
        unit_length({term: math.sqrt(number) * math.log((len(terms) + 1) / (holding[term] + 0.5)) for term, number in found.counts.items()})
        for found in terms
    ]
