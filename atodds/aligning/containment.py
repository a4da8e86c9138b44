"""Places no list knows, learnt from how documents place them: "Paiporta, Valencia", "the Libyan town of Susa", "Amizmiz in Morocco".

A name is learnt when a text puts it into a known place. Where documents disagree the name stays unlearnt.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from atodds.aligning.gazetteer import Entity, EntityKind, Gazetteer, Sense, SenseKind
from atodds.aligning.names import fold, slug
from atodds.aligning.place_words import load_place_words

__all__ = ["LearntPlace", "learn_places", "with_places"]

# A hyphen never stands in the class that it also ends: on "Aa-Aa-Aa-" the pattern would try every way to cut it.
_WORD = r"[A-Z][\w'’]{1,30}(?:-\w{1,20}){0,3}"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|del|la|al|el|of the)){{0,3}}"
_QUARTER = r"(?:(?:central|(?:north|south)-?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?)\s+)?"
_IN = r"(?:[Ii]n|[Nn]ear|[Aa]t|[Aa]round|[Oo]utside|[Hh]it|[Ss]truck)"
_TEXT_READ = 200_000  # characters of a document in which places are looked for


@dataclass(frozen=True, slots=True)
class LearntPlace:
    """A name and the way it is given, with how many documents say so."""

    name: str
    way: str
    documents: int


def learn_places(texts: Mapping[str, str], gazetteer: Gazetteer) -> tuple[LearntPlace, ...]:
    """Places that documents (id to text) put into places of the gazetteer, by name."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    spelt: dict[str, str] = {}
    for _, text in sorted(texts.items()):
        for name, way in set(_placed(text[:_TEXT_READ], gazetteer)):
            folded = fold(name)
            said[folded][way] += 1
            spelt.setdefault(folded, name)
    learnt = []
    for folded, ways in sorted(said.items()):
        (way, number), *others = ways.most_common()
        # "Susa, Libya" in one document and "Susa, Cyrenaica" in another agree; the narrower is taken.
        rivals = [other for other, _ in others if not other.startswith(way + "/") and not way.startswith(other + "/")]
        if rivals:
            continue
        narrowest = max((way, *(other for other, _ in others)), key=lambda one: (one.count("/"), one))
        learnt.append(LearntPlace(spelt[folded], f"{narrowest}/{slug(folded)}", number))
    return tuple(learnt)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The ways in which a text puts a name into a place."""
    sorts = "|".join(re.escape(sort) for sort in sorted(load_place_words().sorts, key=lambda sort: (-len(sort), sort)))
    return (
        re.compile(rf"\b{_IN}\s+(?P<name>{_NAME}),\s+(?:in\s+)?(?:the\s+)?{_QUARTER}(?P<place>{_NAME})(?!['’\w])"),
        re.compile(
            rf"\b(?P<name>{_NAME}),?\s+(?:a|an|the)\s+(?:[\w-]{{1,30}}\s+){{0,2}}?(?:{sorts})\s+in\s+(?:the\s+)?{_QUARTER}(?P<place>{_NAME})"
        ),
        re.compile(rf"\b{_IN}\s+(?P<name>{_NAME})\s+in\s+(?:the\s+)?{_QUARTER}(?P<place>{_NAME})(?!['’\w])"),
        re.compile(rf"\b(?P<place>{_NAME})(?:['’]s)?\s+{_QUARTER}(?:{sorts})\s+of\s+(?P<name>{_NAME})"),
        re.compile(rf"\b(?P<place>{_NAME})['’]s\s+{_QUARTER}(?P<name>{_NAME})\s+(?:{sorts})\b"),
        re.compile(rf"\b(?:{sorts})\s+of\s+(?P<name>{_NAME}),?\s+(?:in\s+)?(?:the\s+)?{_QUARTER}(?P<place>{_NAME})(?!['’\w])"),
    )


@cache
def _not_learnt() -> frozenset[str]:
    return frozenset(fold(word) for word in load_place_words().not_learnt)


def _placed(text: str, gazetteer: Gazetteer) -> Iterable[tuple[str, str]]:
    not_learnt = _not_learnt()
    for pattern in _patterns():
        for found in pattern.finditer(text):
            name, place = found.group("name"), found.group("place")
            folded = fold(name)
            if not folded or folded in gazetteer.senses or folded.split()[0] in not_learnt or folded.split()[-1] in not_learnt:
                continue
            if any(word in gazetteer.senses and gazetteer.senses[word].kind is not SenseKind.SCOPE for word in (folded, folded.split()[0])):
                continue
            way = _known(place, gazetteer)
            if way:
                yield name, way


def _known(place: str, gazetteer: Gazetteer) -> str | None:
    """The way of a known place that a capitalised run opens with ("Libya" of "Libya On")."""
    words = fold(place).split()
    for end in range(len(words), 0, -1):
        sense = gazetteer.senses.get(" ".join(words[:end]))
        if sense is not None and sense.kind is SenseKind.PLACE and sense.value != "world":
            return sense.value
        if sense is not None and sense.kind is SenseKind.ADJECTIVE:
            return sense.also
    return None


def with_places(gazetteer: Gazetteer, learnt: Iterable[LearntPlace]) -> Gazetteer:
    """A copy of the gazetteer that also knows the learnt places; the given one is left as it is."""
    wider = Gazetteer(
        dict(gazetteer.entities), dict(gazetteer.senses), dict(gazetteer.names), set(gazetteer.light), set(gazetteer.once),
        dict(gazetteer.longest),
    )  # fmt: skip
    for place in learnt:
        entity = Entity(f"place:{place.way}", place.name, EntityKind.PLACE, f"place:{place.way.rpartition('/')[0]}")
        wider.add_entity(entity, Sense(SenseKind.PLACE, place.way), (place.name,))
    return wider
