"""Whose a figure is, by the name that its own clause gives: the topic's, another topic's, a place's, a thing's that the folder knows.

A name is known when two documents have it, or one has it often, or a list has it; a capitalised word that comes to nothing known is no
subject. Nor are bodies that count, pay and act ("the ministry put the dead at 9"), but of what is their own ("its 300 staff").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from atodds.claims.names import fold, slug
from atodds.topics.gazetteer import EntityKind, Gazetteer
from atodds.topics.names import CALENDAR, LITTLE, Name, find_acronyms
from atodds.topics.places import Places
from atodds.topics.topic_words import TopicWords
from atodds.topics.topics import Topic, Topics
from atodds.vocabulary import Standing

__all__ = ["FUZZY_NAME", "Resolved", "Subjects"]

FUZZY_NAME = 88.0
"""rapidfuzz ratio at and above which two names count as spellings of one, and 80 for each of their words."""
_FUZZY_WORD, _FUZZY_SHORTEST = 80.0, 6  # shorter names are never taken for one another: Iran and Iraq, Mali and Malawi
_SHORTEST = 3  # letters: "Mw" is no thing
_OFTEN = 3  # times in one document that make a name known
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


class Resolved(NamedTuple):
    """What a name comes to: an id and why. `place` narrows the figure where the subject is the topic all the same."""

    subject_id: str
    name: str
    kind: str
    reason: str
    score: float = 1.0
    place: str | None = None


class Subjects:
    """The names of a folder and what they stand for."""

    def __init__(self, topics: Topics, texts: Mapping[str, str], places: Places, gazetteer: Gazetteer, words: TopicWords,
                 aliases: Mapping[str, str]) -> None:  # fmt: skip
        self.topics, self.places, self.gazetteer, self.words = topics, places, gazetteer, words
        self.aliases = {fold(name): other for name, other in aliases.items()}
        self.known: set[str] = set()
        self.speakers: set[str] = set()
        self.acronyms: dict[str, str] = {}
        self._read(texts)
        self.blocks: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.known):
            for word in {word[:3] for word in name.split()}:
                self.blocks[word].append(name)
        self.by_id = {topic.topic_id: topic for topic in topics.topics}
        self.called: dict[str, frozenset[str]] = {topic.topic_id: self._called(topic) for topic in topics.topics}
        bearers: dict[str, set[str]] = defaultdict(set)
        for topic_id, names in self.called.items():
            for name in names:
                bearers[name].add(topic_id)
        self.bearers = {name: next(iter(ids)) for name, ids in bearers.items() if len(ids) == 1}
        self._canonical: dict[str, tuple[str, float, str]] = {}

    def _read(self, texts: Mapping[str, str]) -> None:
        """Which names are known, which are those of speakers, and which acronyms all documents define alike."""
        between = r"(?:, [^,.;]{1,40},)? (?:(?:also|has|have|had|later|then|earlier|on \w+) ){0,3}"
        speech = re.compile(rf"{between}(?:{'|'.join(sorted(self.words.speaks))})\b")
        documents: Counter[str] = Counter()
        defined: dict[str, Counter[str]] = defaultdict(Counter)
        for document_id, names in self.topics.names.items():
            counts = Counter(name.folded for name in names)
            documents.update(counts.keys())
            self.known.update(name for name, number in counts.items() if number >= _OFTEN)
            text = texts.get(document_id, "")
            self.speakers.update(name.folded for name in names if speech.match(text, name.end) or self._titled(text, name))
            for acronym, name in find_acronyms(text).items():
                defined[acronym][name] += 1
        self.known.update(name for name, number in documents.items() if number > 1)
        self.acronyms = {acronym: names.most_common(1)[0][0] for acronym, names in defined.items() if len(names) == 1}

    def _titled(self, text: str, name: Name) -> bool:
        before = _WORD.findall(text[max(0, name.start - 12) : name.start])
        first = name.folded.split()[0]
        return first in self.words.titles or (bool(before) and before[-1].lower().rstrip(".") in self.words.titles)

    def _called(self, topic: Topic) -> frozenset[str]:
        """The names of a topic itself: its first key name, those in its display name, and their long or short forms."""
        shown = topic.name.split(", ")[0]
        runs = re.findall(r"[^\W\d_a-z][\w'’-]*(?:[ -][^\W\d_a-z][\w'’-]*)*", shown)
        names = {fold(name) for name in (*runs, *topic.key_names[:1])} - {""}
        names |= {self.acronyms[name] for name in names if name in self.acronyms}
        names |= {acronym for acronym, name in self.acronyms.items() if name in names}
        return frozenset(name for name in names if name not in self.words.families)

    def is_topic(self, name: str, topic: Topic) -> bool:
        """Whether a folded name is that of the topic: its own, a part of it, a spelling of it, or it with words that say what it is."""
        called = self.called[topic.topic_id]
        if name in called or self.acronyms.get(name) in called:
            return True
        mine = name.split()
        for one in called:
            theirs = one.split()
            if set(mine) < set(theirs) and any(self._telling(word) for word in mine):
                return True
            if set(theirs) < set(mine) and not any(self._telling(word) for word in mine if word not in theirs):
                return True
            if _spelt_alike(name, one):
                return True
        return False

    def _telling(self, word: str) -> bool:
        """Whether a word tells one thing from another: a name, and no common noun for things, bodies, places or happenings."""
        words = self.words
        lists = (words.things, words.families, words.sorts, words.bodies, words.any_happening, words.titles, self.gazetteer.adjectives)
        return not (word.isdigit() or word in LITTLE or word in CALENDAR or any(word in common for common in lists))

    def resolve(self, said: str, topic: Topic, *, level: bool, theirs: bool, speaker: str | None = None) -> Resolved:
        """What a name as written stands for in a passage about a topic.

        Args:
            said: the name with what stands at it: "the Tesna dam", "Arda's town hall".
            topic: what the passage is about.
            level: the figure is a state of what it is of (inhabitants, length, a rate), and not of what befell in a happening.
            theirs: what is counted belongs to a body (members, staff, seats).
            speaker: who is credited with the figure, or publishes it.
        """
        own = Resolved(topic.topic_id, topic.name, topic.kind, "nothing else is named")
        folded = fold(said)
        if alias := self.aliases.get(folded):
            return self._alias(alias, topic)
        tokens = [(fold(found.group()), found.group()[0].isupper()) for found in _WORD.finditer(said)]
        named = " ".join(word for word, capital in tokens if capital and word not in LITTLE and word not in CALENDAR)
        if not named:
            return own
        if alias := self.aliases.get(named):
            return self._alias(alias, topic)
        nouns = [word for word, capital in tokens if not capital and word not in LITTLE]
        happening = next((one for one in self.words.happenings_in(said)), None)
        if self.is_topic(named, topic):
            return own._replace(reason=f"{said} is the topic")
        if speaker and fold(speaker) in (folded, named) and not theirs:
            return own._replace(reason=f"{said} says the figure and is not what it is of")
        if happening is not None:
            named = " ".join(word for word in named.split() if word not in self.words.families)
            return self._happening(said, named, happening.family, topic, own, parted=happening.word in self.words.parts)
        if other := self.bearers.get(named):
            found = self.by_id[other]
            return Resolved(other, found.name, found.kind, f"{said} is another topic of the folder")
        thing = next((word for word in reversed(nouns) if word in self.words.things and word not in self.words.sorts), None)
        place = None if thing else self.places.find(topic, fold(" ".join((named, *nouns[-1:])))) or self.places.find(topic, named)
        if place:
            return self._place(said, place, topic, own, level=level)
        entity = self.gazetteer.entities.get(self.gazetteer.names.get(named, ""))
        body = entity is not None and entity.kind is EntityKind.ORGANISATION
        body = body or ((thing is None or thing in self.words.bodies) and not self.words.bodies.isdisjoint((named, *named.split(), *nouns)))
        if (body or named in self.speakers or self.canonical(named)[0] in self.speakers) and not theirs:
            return own._replace(reason=f"{said} acts or speaks here")
        return self._known(said, named, thing, own)

    def _alias(self, alias: str, topic: Topic) -> Resolved:
        entity_id = alias if ":" in alias else self.gazetteer.names.get(fold(alias), f"name:{slug(alias)}")
        entity = self.gazetteer.entities.get(entity_id)
        if self.is_topic(fold(alias), topic):
            entity_id = topic.topic_id
        return Resolved(entity_id, entity.name if entity else alias, entity.kind.value if entity else "name", "a person taught so")

    def _happening(self, said: str, named: str, family: str, topic: Topic, own: Resolved, *, parted: bool) -> Resolved:
        """A happening with a name: the topic's, a part of it with a place of its own, or another."""
        if not named or self.is_topic(named, topic):
            return own._replace(reason=f"{said} is the topic")
        mine = topic.happenings[0].family if topic.happenings else None
        place = self.places.find(topic, named)
        standing = self.places.in_topic(topic.topic_id, place) if place else Standing.UNKNOWN
        if standing in (Standing.SAME, Standing.WHOLE):
            return own._replace(reason=f"{said} is the topic")
        if family == mine and not parted and standing is not Standing.DISJOINT:
            return own._replace(reason=f"{said} is the topic", place=place)
        if place is None and (family in {one.family for one in topic.happenings} or not any(map(self._telling, named.split()))):
            return own
        return Resolved(f"{topic.topic_id}@{slug(family)}-{slug(self.canonical(named)[0])}", said, "event", f"{said} is another happening")

    def _place(self, said: str, place: str, topic: Topic, own: Resolved, *, level: bool) -> Resolved:
        """A place as a subject: of its own for what is a state of it, else it narrows the topic, or is elsewhere."""
        standing = self.places.in_topic(topic.topic_id, place)
        name = self.places.name(place)
        if standing is Standing.SAME or (standing is Standing.WHOLE and topic.kind == "event" and not level):
            return own._replace(reason=f"{said} is where the topic is")
        if level or standing is Standing.WHOLE:
            return Resolved(place, name, EntityKind.PLACE, f"{said} is a place of its own")
        if standing is Standing.DISJOINT and topic.kind in ("event", "place"):
            return Resolved(f"{topic.topic_id}@{place.removeprefix('place:')}", name, EntityKind.PLACE, f"{said} is elsewhere")
        return own._replace(reason=f"{said} narrows the topic", place=place)

    def _known(self, said: str, named: str, thing: str | None, own: Resolved) -> Resolved:
        """A thing that lists or documents know; else the topic."""
        entity_id = self.gazetteer.names.get(named)
        if entity_id and not entity_id.startswith("group:"):
            entity = self.gazetteer.entities[entity_id]
            return Resolved(entity_id, entity.name, entity.kind, f"{said} stands in the lists")
        if named in LITTLE or not any(self._telling(word) for word in named.split()) or entity_id:
            return own
        place = self.gazetteer.place(named) or any((topic_id, named) in self.places.known for topic_id in self.by_id)
        name, score, why = (named, 1.0, "a thing named after its place") if place else self.canonical(named)
        if name not in self.known or len(name) < _SHORTEST:
            return own._replace(reason=f"{said} stands once and is known to nobody")
        full = f"{name} {thing}" if thing and place else name
        return Resolved(f"name:{slug(full)}", full, EntityKind.NAME, f"{said} is {why}", score)

    def canonical(self, named: str) -> tuple[str, float, str]:
        """The known name that a name is a form of, how surely, and in which way."""
        found = self._canonical.get(named)
        if found is None:
            found = self._canonical[named] = self._form_of(self.acronyms.get(named, named))
        return found

    def _form_of(self, named: str) -> tuple[str, float, str]:
        words = named.split()
        near = sorted({name for word in words for name in self.blocks.get(word[:3], ())})
        longer = [name for name in near if len(name) > len(named) and f" {named} " in f" {name} " and self._one_thing(named, name)]
        if longer and all(f" {one} " in f" {max(longer, key=len)} " for one in longer):
            return max(longer, key=lambda name: (len(name), name)), 0.9, "a short form"
        if named in self.known:
            return named, 1.0, "a name that the folder knows"
        alike = [(fuzz.ratio(named, name), name) for name in near if _spelt_alike(named, name)]
        if alike:
            score, name = max(alike)
            return self._form_of(name)[0], score / 100, "a spelling of a name that the folder knows"
        return named, 1.0, "a name"

    def _one_thing(self, short: str, long: str) -> bool:
        """Whether a longer name is a shorter one in full: "Mehdorn" and "Hartmut Mehdorn", and not a place and a thing in it."""
        return (
            not self.gazetteer.knows(short)
            and any(self._telling(word) for word in short.split())
            and len(long.split()) <= len(short.split()) + 2
        )


def _spelt_alike(one: str, other: str) -> bool:
    """Whether two names are spellings of one; of the same number of words, or written as one word."""
    if min(len(one), len(other)) < _FUZZY_SHORTEST:
        return False
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return fuzz.ratio("".join(left), "".join(right)) >= 93
    if fuzz.ratio(one, other) < FUZZY_NAME:
        return False
    return all(a == b or (not a.isdigit() and fuzz.ratio(a, b) >= _FUZZY_WORD) for a, b in zip(left, right, strict=True))
