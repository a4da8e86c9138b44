"""Claims with their topic and subject, and their places resolved.

    linked = link_claims(claims, topics, texts)
    linked.claims               the same claims, same order, with topic_id, subject_id, and ids for the values of their place axes
    linked.places.relation(a, b), linked.places.in_topic(topic_id, a), linked.standing(subject_a, subject_b)

A figure is of the topic of its passage unless its own clause says otherwise; one that no text holds goes to where the folder tells of its
subject (`atodds.topics.outside`), a trusted one to each such place, under ids of their own beyond the first. Cost grows with distinct
names and sentences, not with claims.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from pathlib import Path

from atodds.claims import Axis, AxisValue, Claim
from atodds.claims.names import fold
from atodds.seeds import REFERENCE_EXTRACTOR
from atodds.topics.gazetteer import EntityKind, load_gazetteer
from atodds.topics.happenings import OtherHappening, other_happening
from atodds.topics.outside import Home, Homes, repeated_id
from atodds.topics.places import Places
from atodds.topics.subjects import Resolved, Subjects
from atodds.topics.topic_words import load_topic_words
from atodds.topics.topics import Topic, Topics, TopicText
from atodds.vocabulary import AsOfSource, FrameSource, MeasureKind, Standing

__all__ = ["Entity", "EntityLink", "Linked", "link_claims"]


@dataclass(frozen=True, slots=True)
class EntityLink:
    """Why a name is taken for an entity. `document_id` is None where the link holds in every document; score is 0 to 1."""

    mention: str
    entity_id: str
    score: float
    reason: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that claims of this folder are about; the columns of schemas/entities.py."""

    entity_id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    period_low: date | None = None
    period_high: date | None = None
    claim_count: int = 0


@dataclass(frozen=True, slots=True)
class Linked:
    """What `link_claims` gives; `outside` are the claims that no text holds, `repeated` those of them that stand in several topics."""

    claims: tuple[Claim, ...]
    entities: tuple[Entity, ...]
    links: tuple[EntityLink, ...]
    notes: tuple[str, ...]
    places: Places
    outside: tuple[Claim, ...] = ()
    repeated: tuple[Claim, ...] = ()

    def standing(self, one: str, other: str) -> Standing:
        """How two subjects stand: places as places do, all else the same or apart."""
        if one != other and one.startswith("place:") and other.startswith("place:"):
            return self.places.relation(one, other)
        return Standing.SAME if one == other else Standing.DISJOINT


@dataclass(slots=True)
class _Seen:
    """What is learnt of an entity while claims are linked."""

    resolved: Resolved
    names: Counter[str]
    claims: int = 0
    period: tuple[date, date] | None = None
    part_of: str | None = None


_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_OWN_CLAUSE = frozenset({FrameSource.PHRASE, FrameSource.SENTENCE, FrameSource.TABLE})  # what is carried over may rescue, never forbid


def link_claims(
    claims: Sequence[Claim],
    topics: Topics,
    texts: Sequence[TopicText],
    seeds_folder: Path | None = None,
    aliases: Mapping[str, str] | None = None,
    outside: Sequence[Claim] = (),
) -> Linked:
    """Claims with topic, subject and places.

    Args:
        claims: of documents of the folder, in any order; the order is kept.
        topics: of the same documents.
        texts: the documents.
        seeds_folder: where gazetteer and word lists stand; the folder in use without.
        aliases: names of the user's own, name to entity id or to another name; they win over everything else.
        outside: claims that no text of the folder holds; they keep their own subject where the folder does not tell of it.
    """
    return _Linker(topics, {text.document_id: text for text in texts}, seeds_folder, aliases or {}).link(claims, outside)


class _Linker:
    """One run over one folder; its caches make cost grow with distinct names."""

    def __init__(self, topics: Topics, texts: Mapping[str, TopicText], seeds_folder: Path | None, aliases: Mapping[str, str]) -> None:
        self.topics, self.texts = topics, texts
        self.gazetteer, self.words = load_gazetteer(seeds_folder), load_topic_words(seeds_folder)
        self.places = Places(self.gazetteer, self.words)
        for topic in topics.topics:
            self.places.learn(topic, [(texts[one].text, topics.names[one]) for one in topic.document_ids if one in texts])
        bodies = {document_id: text.text for document_id, text in texts.items()}
        self.subjects = Subjects(topics, bodies, self.places, self.gazetteer, self.words, aliases)
        self.resolved: dict[tuple[object, ...], Resolved] = {}
        self.others: dict[tuple[object, ...], OtherHappening | None] = {}
        self.place_ids: dict[tuple[str, str], str | None] = {}
        self.seen: dict[str, _Seen] = {}
        self.links: dict[tuple[str, str], EntityLink] = {}

    def link(self, claims: Sequence[Claim], outside: Sequence[Claim] = ()) -> Linked:
        """See `link_claims`."""
        self._tables_apart(claims)
        linked = [self._linked(claim) for claim in claims]
        homes = Homes(linked, self.subjects) if outside else None
        placed: list[Claim] = []
        repeated: list[Claim] = []
        for claim in outside:
            found = homes.of(claim) if homes is not None and claim.subject else []
            placed.append(self._at_home(claim, found[0]) if found else claim)
            if claim.extractor == REFERENCE_EXTRACTOR:
                repeated += [self._at_home(replace(claim, claim_id=repeated_id(claim, home)), home) for home in found[1:]]
        entities, links = self._entities(), tuple(self.links.values())
        return Linked(tuple(linked), entities, links, self.topics.notes, self.places, tuple(placed), tuple(repeated))

    def _at_home(self, claim: Claim, home: Home) -> Claim:
        """A claim that no text holds, as one of a topic."""
        topic = self.subjects.by_id[home.topic_id]
        axes = []
        for value in claim.axes:
            place = self._place_id(value.value, topic) if value.axis is Axis.PLACE else None
            axes.append(AxisValue(Axis.PLACE, place, value.said or value.value, value.source) if place else value)
        if home.place and not claim.on(Axis.PLACE):
            axes.append(AxisValue(Axis.PLACE, home.place, claim.subject or "", FrameSource.PHRASE))
        self.seen[home.subject_id].claims += 1
        return _with(claim, home.topic_id, home.subject_id, tuple(axes))

    def _tables_apart(self, claims: Sequence[Claim]) -> None:
        """The places that label the rows of one table exclude each other."""
        rows: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for claim in claims:
            for value in claim.axes:
                if value.axis is Axis.PLACE and value.source is FrameSource.TABLE:
                    place = self._place_id(value.value, self._topic(claim))
                    if place:
                        rows[claim.document_id, claim.heading, claim.measure, claim.unit].add(place)
        for places in rows.values():
            if len(places) > 1:
                self.places.apart(
                    place for place in places if not any(self.places.relation(other, place) is Standing.PART for other in places)
                )

    def _topic(self, claim: Claim) -> Topic:
        at = claim.mention_start if claim.mention_start is not None else claim.char_start
        return self.topics.at(claim.document_id, at or 0)

    def _place_id(self, value: str, topic: Topic) -> str | None:
        if value.startswith("place:"):
            return value
        key = (topic.topic_id, value)
        if key not in self.place_ids:
            self.place_ids[key] = self.places.resolve(topic, value)
        return self.place_ids[key]

    def _linked(self, claim: Claim) -> Claim:
        topic = self._topic(claim)
        axes = []
        for value in claim.axes:
            place = self._place_id(value.value, topic) if value.axis is Axis.PLACE else None
            axes.append(AxisValue(Axis.PLACE, place, value.said or value.value, value.source) if place else value)
        found = self._subject(claim, topic)
        if found.subject_id == topic.topic_id:
            found = self._elsewhere(claim, topic, axes) or found
        topic_id = found.subject_id if found.subject_id in self.subjects.by_id else topic.topic_id
        if found.place and not any(value.axis is Axis.PLACE for value in axes):
            axes.append(AxisValue(Axis.PLACE, found.place, claim.subject or "", claim.subject_source or FrameSource.PHRASE))
        self._note(claim, topic, found)
        return _with(claim, topic_id, found.subject_id, tuple(axes))

    def _subject(self, claim: Claim, topic: Topic) -> Resolved:
        """By the name in the claim's own clause, and, where that comes to the topic, by another time that the sentence tells of."""
        found = Resolved(topic.topic_id, topic.name, topic.kind, "the topic of its passage")
        text = self.texts.get(claim.document_id)
        if claim.subject:
            level = claim.measure_kind is MeasureKind.LEVEL
            theirs = claim.counted in self.words.theirs or not self.words.theirs.isdisjoint(claim.words)
            speaker = claim.attribution or (text.publisher if text else None)
            key = (topic.topic_id, claim.subject, level, theirs, speaker)
            if key not in self.resolved:
                self.resolved[key] = self.subjects.resolve(claim.subject, topic, level=level, theirs=theirs, speaker=speaker)
            found = self.resolved[key]
        if found.subject_id.startswith(topic.topic_id) and topic.happenings:
            other = self._other(claim, topic, text.published_on if text else None)
            if other is not None:
                return Resolved(other.happening_id, f"{topic.name} @ {other.happening_id.rpartition('@')[2]}", "event", other.reason)
        return found

    def _other(self, claim: Claim, topic: Topic, printed: date | None) -> OtherHappening | None:
        at = claim.quote.find(claim.mention_text)
        if claim.mention_start is not None and claim.char_start is not None:
            at = claim.mention_start - claim.char_start
        dated = claim.date_low is not None or claim.date_high is not None
        stated = claim.as_of_source is AsOfSource.STATED and not dated
        as_of = (claim.as_of_low, claim.as_of_high) if stated and claim.as_of_low and claim.as_of_high else None
        own_time = (at, at + len(claim.mention_text)) if dated else None
        said = {claim.predicate, claim.counted, *claim.measure.split("_"), *claim.words}
        befell = claim.measure_kind is MeasureKind.CUMULATIVE or not self.words.counts.isdisjoint(word for word in said if word)
        for sentence, where in ((claim.quote, max(at, 0)), (claim.subject or "", 0)):
            key = (topic.topic_id, sentence, where, as_of, befell and not dated, printed, own_time)
            if key not in self.others:
                self.others[key] = other_happening(
                    topic, sentence, where, self.words, befell=befell and not dated, as_of=as_of, printed=printed, own_time=own_time
                )
            if self.others[key] is not None or not any(letter.isdigit() for letter in claim.subject or ""):
                return self.others[key]
        return None

    def _elsewhere(self, claim: Claim, topic: Topic, axes: Sequence[AxisValue]) -> Resolved | None:
        """The place of a figure whose own clause puts it where the topic is not: "in the neighbouring country 31 died"."""
        if topic.kind not in ("event", "place"):
            return None
        places = [value for value in axes if value.axis is Axis.PLACE and value.source in _OWN_CLAUSE and value.value.startswith("place:")]
        level = claim.measure_kind is MeasureKind.LEVEL
        for value in places:
            standing = self.places.in_topic(topic.topic_id, value.value)
            if standing is Standing.DISJOINT or (standing is Standing.WHOLE and level):
                scope = value.value if level else f"{topic.topic_id}@{value.value.removeprefix('place:')}"
                return Resolved(scope, self.places.name(value.value), EntityKind.PLACE, f"it is of {value.said}, and not of {topic.name}")
        return None

    def _note(self, claim: Claim, topic: Topic, found: Resolved) -> None:
        seen = self.seen.get(found.subject_id)
        if seen is None:
            seen = self.seen[found.subject_id] = _Seen(found, Counter())
            own = self.subjects.by_id.get(found.subject_id)
            seen.period = own.period if own else None
            seen.part_of = topic.topic_id if "@" in found.subject_id or found.subject_id.startswith("name:") else None
        seen.claims += 1
        if claim.subject and (claim.subject, found.subject_id) not in self.links:
            seen.names[claim.subject] += 1
            self.links[claim.subject, found.subject_id] = EntityLink(claim.subject, found.subject_id, found.score, found.reason)

    def _entities(self) -> tuple[Entity, ...]:
        made = []
        for entity_id, seen in sorted(self.seen.items()):
            aliases = tuple(sorted(name for name in seen.names if fold(name) != fold(seen.resolved.name)))
            above = tuple(self.places.above(entity_id)) if entity_id.startswith("place:") else (seen.part_of,) if seen.part_of else ()
            low, high = seen.period or (None, None)
            name = seen.resolved.name
            if seen.resolved.kind == EntityKind.NAME:  # folded; shown as it is written
                name = next((_ARTICLE.sub("", said) for said in sorted(seen.names) if fold(said) == name), name)
            made.append(Entity(entity_id, name, str(seen.resolved.kind), aliases, above, low, high, seen.claims))
        return tuple(made)


_FIELDS = tuple(Claim.__dataclass_fields__)
_VALUES_OF = attrgetter(*_FIELDS)
_SETTERS = tuple(getattr(Claim, name).__set__ for name in _FIELDS)
_SET = {name: getattr(Claim, name).__set__ for name in ("topic_id", "subject_id", "axes")}


def _with(claim: Claim, topic_id: str, subject_id: str, axes: tuple[AxisValue, ...]) -> Claim:
    """A copy of a claim with its link; `dataclasses.replace` on some fifty frozen fields is several times slower."""
    copy = object.__new__(Claim)
    for put, value in zip(_SETTERS, _VALUES_OF(claim), strict=True):
        put(copy, value)
    _SET["topic_id"](copy, topic_id)
    _SET["subject_id"](copy, subject_id)
    _SET["axes"](copy, axes)
    return copy
