"""Claims that no text of the folder holds, by the name of what they are about: coding sheets, another extractor's, trusted figures.

    homes = Homes(linked_claims, subjects)
    homes.of(claim)                     where the folder tells of its subject, the place where most of it is told first

A name is known by the claims of the folder that are of it: under that name, under another name of the same entity, or as the topic itself.
A name that the folder does not tell of has no home; its claim stays with its own subject.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from atodds.claims import Axis, Claim
from atodds.claims.names import fold
from atodds.topics.subjects import Subjects

__all__ = ["Home", "Homes", "repeated_id"]


class Home(NamedTuple):
    """A topic of the folder and what of it a claim is about; `place` where that name narrows the figures there to a place as well."""

    topic_id: str
    subject_id: str
    place: str = ""


def repeated_id(claim: Claim, home: Home) -> str:
    """The id of a claim where it stands in one more topic."""
    return hashlib.sha256("\0".join([claim.claim_id, home.topic_id, home.subject_id]).encode()).hexdigest()[:16]


class Homes:
    """Where the subjects of a folder's claims are told of."""

    def __init__(self, linked: Iterable[Claim], subjects: Subjects) -> None:
        self._subjects = subjects
        self._by_name: dict[str, Counter[tuple[Home, str]]] = defaultdict(Counter)
        for claim in linked:
            if not claim.topic_id or not claim.subject_id:
                continue
            said = fold(claim.subject or "")
            place = next((value.value for value in claim.on(Axis.PLACE) if said and fold(value.said) == said), "")
            found = Home(claim.topic_id, claim.subject_id, place), claim.measure
            names = {said, claim.subject_id} - {""}
            if claim.subject_id == claim.topic_id:
                names |= subjects.called.get(claim.topic_id, frozenset())
            for name in names:
                self._by_name[name][found] += 1

    def of(self, claim: Claim) -> list[Home]:
        """The homes of a claim's subject: those that give its measure where any does, the one with most figures first."""
        said = fold(claim.subject or "")
        alias = self._subjects.aliases.get(said)
        known = self._subjects.gazetteer.names
        names = {said, alias or "", fold(alias or ""), known.get(fold(alias or said), "")} - {""}
        told: Counter[tuple[Home, str]] = Counter()
        for name in sorted(names):
            for found, number in self._by_name.get(name, Counter()).items():
                told[found] = max(told[found], number)
        measured = {found: number for found, number in told.items() if found[1] == claim.measure} or told
        homes: Counter[Home] = Counter()
        for (home, _), number in measured.items():
            homes[home] += number
        ranked = sorted(homes, key=lambda home: (-homes[home], home))
        return list({(home.topic_id, home.subject_id): home for home in reversed(ranked)}.values())[::-1]
