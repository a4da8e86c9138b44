"""Gives claims their `subject_id` and `facet_id`, so that claims about one thing meet and claims about different things do not.

    align(claims, documents).claims   the same claims, same order, ids filled and measures in their canonical wording

A subject is, in this order: an event (listed, described, or the one its document is about), a name the gazetteer knows, an acronym
the document defines, a people in a place, a spelling variant of a known name, or itself. A figure of an event that is given of a place
("In Turkey 5,894 people were killed") is a figure of the event, narrowed to the place: its subject and facet are turned accordingly.
Every step leaves a link with its score and reason. Cost grows with distinct names, not with claims.
"""

from __future__ import annotations

import gc
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz, process

from atodds.aligning.acronyms import find_acronyms
from atodds.aligning.containment import LearntPlace, learn_places, with_places
from atodds.aligning.events import (
    QUOTES_READ,
    Description,
    Event,
    EventWords,
    Focus,
    describe,
    focus_of,
    gather_events,
    load_event_words,
    touching,
)
from atodds.aligning.facets import FacetReading, read_facet, read_happening
from atodds.aligning.gazetteer import Gazetteer, SenseKind, load_gazetteer
from atodds.aligning.measures import MeasureReading, Measures, load_measures
from atodds.aligning.names import capitals_of, fold, root, slug
from atodds.aligning.namesakes import long_names, opening_title, topics_of, undoubled
from atodds.aligning.scopes import ONCE, Scope, generalisations, scope_of, within
from atodds.aligning.sources import SourceNames, load_source_names
from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from atodds.escapes import without_escapes
from atodds.seeds import SEEDS_FOLDER
from atodds.vocabulary import FrameSource, MeasureKind, Qualifier

__all__ = ["AlignedEntity", "Alignment", "DocumentLike", "EntityLink", "PartOf", "align"]


class DocumentLike(Protocol):
    """What aligning reads of a document, beside its claims."""

    @property
    def document_id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str | None:
        """Its title."""

    @property
    def publisher(self) -> str | None:
        """Who publishes it."""

    @property
    def published_on(self) -> date | None:
        """When it was printed."""


@dataclass(frozen=True, slots=True)
class EntityLink:
    """Why a name is taken for an entity. `document_id` is None where the link holds in every document; score is 0 to 1."""

    mention: str
    entity_id: str
    score: float
    reason: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class PartOf:
    """One id is a part of another: places, facets, measures."""

    part_id: str
    whole_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class AlignedEntity:
    """A thing that claims of this corpus are about; the columns of schemas/entities.py."""

    entity_id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    period_low: date | None = None
    period_high: date | None = None
    claim_count: int = 0


@dataclass(frozen=True, slots=True)
class Alignment:
    """What `align` gives."""

    claims: tuple[Claim, ...]
    entities: tuple[AlignedEntity, ...]
    links: tuple[EntityLink, ...]
    parts: tuple[PartOf, ...]
    sources: SourceNames

    def same_source(self, a: str | None, b: str | None) -> bool:
        """Whether two attributions name one source, with what the sentences of this corpus say of who holds which office."""
        return self.sources.same(a, b)

    def event_period(self, subject_id: str) -> tuple[date | None, date | None] | None:
        """First and last day of an event of this corpus as far as known; None for what is no event."""
        for entity in self.entities:
            if entity.entity_id == subject_id and entity.kind == "event":
                return entity.period_low, entity.period_high
        return None


FUZZY_NAME = 88.0
"""rapidfuzz ratio at and above which two names of one kind count as spellings of one; benchmarks/aligning.py prints the sweep."""
FUZZY_WORD = 80.0
"""The same for each word of the two names by itself."""
FUZZY_JOINED = 93.0
"""The same for names of different numbers of words, written as one ("Al Bayda", "Albayda")."""
_LONGEST_NAME = 200  # characters of a subject that are read; a longer one is a sentence
_NEW_YEAR_DAYS = 60  # days after New Year in which a document's own year may not be that of the event it reports
_TEXT_READ = 6_000  # characters of a document's text that its focus is looked for in
_FUZZY_SHORTEST = 6
"""Shorter names are never taken for one another: Iran and Iraq, Mali and Malawi, Niger and Nigeria."""
_DIRECTIONS = frozenset(
    ["north", "south", "east", "west", "northern", "southern", "eastern", "western", "new", "upper", "lower", "first", "second",
     "third", "fourth"]
)  # fmt: skip
_EVENT_DATES = frozenset({"event_date", "event_period"})
_PEOPLE_IN = re.compile(r"\b(?:in|of|from|within)\b", re.IGNORECASE)


def _leaves_open(said: Description | None, event: Event) -> bool:
    """Whether what a document calls its event fits this one by saying nothing else: "the eruption", without a place, name or year."""
    if said is None:
        return True
    return said.kind == event.kind and not (said.places or said.names or said.rest or said.low or said.high or said.ordinal)


_MOST = 0.5
"""Share of a corpus's documents about one event from which those that speak of its places or its kind are taken to be about it too."""
_NEARLY_ALL = 0.6
"""Share of a corpus's documents about one event from which a short one that speaks of no event at all is taken for one more of them."""
_ANY_ACCIDENT = "accident"  # the kind that says no more than that something went wrong
_SHORT = 30  # sentences with a figure; what has more is no news item


class _Subject(NamedTuple):
    """What a subject comes to: an id, and the scope its words add ("Ossetians in Georgia" adds the Ossetians)."""

    entity_id: str | None
    scope: Scope = Scope()
    score: float = 1.0
    reason: str = ""


class _Frame(NamedTuple):
    """What a claim of one document, subject, facet and measure is framed as."""

    measure: str
    subject_id: str | None
    facet_id: str | None
    said: tuple[Qualifier, ...]


@dataclass(slots=True)
class _Corpus:
    """What is learnt from the documents before a claim is aligned."""

    focuses: dict[str, Focus] = field(default_factory=dict)
    events: dict[Description, Event] = field(default_factory=dict)
    event_of_focus: dict[str, Event] = field(default_factory=dict)
    acronyms: dict[str, dict[str, str]] = field(default_factory=dict)
    shared_acronyms: dict[str, str] = field(default_factory=dict)
    long_names: dict[str, dict[str, str]] = field(default_factory=dict)  # document -> short name -> the one long name it stands for
    topics: dict[str, str] = field(default_factory=dict)  # document -> folded name of the one thing it is about
    places_in: dict[str, Counter[str]] = field(default_factory=dict)  # document -> places it speaks of, with their sentences
    capitals_in: dict[str, frozenset[str]] = field(default_factory=dict)  # document -> words it writes with a capital
    short: set[str] = field(default_factory=set)  # documents of a news item's length
    kinds_in: dict[str, frozenset[str]] = field(default_factory=dict)  # document -> kinds of event it speaks of
    prevailing: Event | None = None  # the event most of the documents are about
    given: set[str] = field(default_factory=set)  # documents that name no event and were given the corpus's


def align(
    claims: Sequence[Claim],
    documents: Iterable[DocumentLike] = (),
    seeds_folder: Path = SEEDS_FOLDER,
    aliases: Mapping[str, str] | None = None,
) -> Alignment:
    """Claims with their ids, and the entities, links and part-of relations behind them.

    Args:
        claims: any number, in any order; the order is kept.
        documents: titles and publishers; claims of documents not given are aligned by what they say themselves.
        seeds_folder: where the gazetteer's files stand.
        aliases: names of the user's own, name to entity id (or to another name); they win over everything else.
    """
    return _Aligner(seeds_folder, aliases or {}).align(claims, list(documents))


class _Aligner:
    """One run over one corpus; holds the caches that make cost grow with distinct names."""

    def __init__(self, seeds_folder: Path, aliases: Mapping[str, str]) -> None:
        self.seeds_folder = seeds_folder
        self.gazetteer: Gazetteer = load_gazetteer(seeds_folder)
        self.measures: Measures = load_measures(seeds_folder)
        self.event_words: EventWords = load_event_words(seeds_folder)
        self.claim_types = load_claim_types(seeds_folder / "claim_types")
        self.aliases = {fold(name): entity for name, entity in aliases.items()}
        self.corpus = _Corpus()
        self.learnt: tuple[LearntPlace, ...] = ()
        self.links: dict[tuple[str, str, str | None], EntityLink] = {}
        self.subjects: dict[tuple[str | None, str], _Subject] = {}
        self.unresolved: dict[str, str] = {}  # folded name -> its own id, of names that are no spelling of another
        self.spellings = _Spellings()
        self.anywhere: dict[str, _Subject | None] = {}  # subjects whose document does not matter
        self.said: dict[str, Description] = {}
        self.facets: dict[tuple[str | None, str], FacetReading] = {}
        self.canonical: dict[str, MeasureReading] = {}
        self.places: dict[str, tuple[str, ...]] = {}

    def align(self, claims: Sequence[Claim], documents: list[DocumentLike]) -> Alignment:
        """See the module's `align`."""
        self._learn(claims, documents)
        aligned: list[Claim] = []
        with _no_collection():
            self._frame_all(claims, aligned)
        return Alignment(tuple(aligned), self._entities(aligned), tuple(self.links.values()), self._parts(aligned), self._sources(aligned))

    def _frame_all(self, claims: Sequence[Claim], aligned: list[Claim]) -> None:
        keys: dict[tuple[object, ...], int] = {}
        frames: list[_Frame] = []
        used: list[int] = []
        for claim in claims:
            dated = claim.date_low is not None or claim.date_high is not None
            key = (claim.document_id, claim.subject, claim.facet, claim.measure, claim.measure_kind, dated, _is_source(claim))
            number = keys.get(key)
            if number is None:
                number = keys[key] = len(frames)
                frames.append(_Frame(*self._frame(claim)))
            used.append(number)
        frames = self._in_the_country_of_its_holders(frames, claims, used)
        frames = self._without_the_only_country(frames)
        for claim, number in zip(claims, used, strict=True):
            frame = frames[number]
            qualifiers = claim.qualifiers
            if frame.said:
                qualifiers = (*qualifiers, *(qualifier for qualifier in frame.said if qualifier not in qualifiers))
            aligned.append(_framed(claim, frame.measure, frame.subject_id, frame.facet_id, qualifiers))

    def _without_the_only_country(self, frames: list[_Frame]) -> list[_Frame]:
        """Figures of an event given of the one country it struck are figures of all of it: "in Libya" where nobody speaks of another.

        While any claim of the corpus counts the event's toll elsewhere, "in Turkey" stays a part.
        """
        countries: dict[str, set[str]] = defaultdict(set)
        for frame in frames:
            if frame.subject_id and frame.subject_id.startswith("event:"):
                ways = (*scope_of(frame.facet_id).place, *self._places_of(frame.subject_id))
                countries[frame.subject_id].update(way.split("/")[0] for way in ways)
        told = []
        for frame in frames:
            scope = scope_of(frame.facet_id)
            only = countries.get(frame.subject_id or "") == set(scope.place) and bool(self._places_of(frame.subject_id or ""))
            if only and len(scope.place) == 1 and "/" not in scope.place[0]:
                frame = frame._replace(facet_id=replace(scope, place=()).facet_id)
            told.append(frame)
        return told

    def _in_the_country_of_its_holders(self, frames: list[_Frame], claims: Sequence[Claim], used: Sequence[int]) -> list[_Frame]:
        """Land told by who holds it ("rebel-held areas") lies in the one country of the event where any text says such land lies."""
        countries: dict[str, set[str]] = defaultdict(set)
        open_frames: set[int] = set()
        for number, frame in enumerate(frames):
            scope = scope_of(frame.facet_id)
            if scope.control and (frame.subject_id or "").startswith("event:"):
                countries[frame.subject_id or ""].update(way.split("/")[0] for way in scope.place)
                if not scope.place:
                    open_frames.add(number)
        if not open_frames:
            return frames
        for claim, number in zip(claims, used, strict=True):
            if number in open_frames:
                event_id = frames[number].subject_id or ""
                reach = {way.split("/")[0] for way in self._places_of(event_id)}
                countries[event_id].update(reach & self._countries_in(claim.quote))
        told = list(frames)
        for number in open_frames:
            frame = frames[number]
            found = countries.get(frame.subject_id or "", set())
            if len(found) == 1:
                scope = replace(scope_of(frame.facet_id), place=tuple(found))
                told[number] = frame._replace(facet_id=scope.facet_id)
        return told

    def _countries_in(self, text: str) -> set[str]:
        words = tuple(fold(text).split())
        senses = (sense for _, _, sense in self.gazetteer.scan(words, capitals_of(text)) if sense is not None)
        return {sense.value.split("/")[0] for sense in senses if sense.kind is SenseKind.PLACE}

    # --- what the documents teach -------------------------------------------------------------------------------------------------

    def _learn(self, claims: Sequence[Claim], documents: list[DocumentLike]) -> None:
        texts_of = {document.document_id: getattr(document, "text", None) or "" for document in documents}
        titles = {
            document.document_id: opening_title(texts_of[document.document_id]) or without_escapes(document.title or "")
            for document in documents
        }
        self._learn_places(claims, texts_of)
        quotes: dict[str, dict[str, None]] = defaultdict(dict)
        subjects: dict[str, Counter[str]] = defaultdict(Counter)
        narrowings: dict[str, dict[str, None]] = defaultdict(dict)
        for claim in claims:
            quotes[claim.document_id][claim.quote] = None
            if claim.subject:
                subjects[claim.document_id][claim.subject] += 1
            if claim.facet and claim.facet[:1].isupper():
                narrowings[claim.document_id][claim.facet] = None
        quoted = {document_id: "\n".join(sentences) for document_id, sentences in quotes.items() if not texts_of.get(document_id)}
        self.corpus.topics = topics_of(titles, texts_of | quoted)
        defined: dict[str, set[str]] = defaultdict(set)
        for document_id, sentences in quotes.items():
            texts = [titles.get(document_id) or "", *sentences]
            own = find_acronyms("\n".join(text for text in texts if "(" in text))
            if own:
                self.corpus.acronyms[document_id] = own
                for acronym, name in own.items():
                    defined[acronym].add(name)
            read = tuple(self._sentences_of(texts_of.get(document_id), sentences))
            title, counted = titles.get(document_id), subjects[document_id]
            self.corpus.focuses[document_id] = focus_of(title, read, counted, self._describe)
            spoken = [self._describe(sentence) for sentence in read[:QUOTES_READ]]
            self.corpus.places_in[document_id] = Counter(place for said in spoken for place in said.places)
            self.corpus.capitals_in[document_id] = frozenset(word for sentence in read[:QUOTES_READ] for word in capitals_of(sentence))
            if len(sentences) <= _SHORT:
                self.corpus.short.add(document_id)
            self.corpus.kinds_in[document_id] = frozenset(said.kind for said in spoken if said.kind)
            self.corpus.long_names[document_id] = long_names(
                title, read, (*counted, *narrowings[document_id]), self.corpus.topics.get(document_id)
            )
        self.corpus.shared_acronyms = {acronym: next(iter(names)) for acronym, names in defined.items() if len(names) == 1}
        described: dict[Description, set[str]] = defaultdict(set)
        for document_id, counter in subjects.items():
            for subject in counter:
                if fold(subject) not in self.event_words.listed_names:
                    described[self._describe(subject)].add(document_id)
        for document_id, focus in self.corpus.focuses.items():
            if focus.description:
                described[focus.description].add(document_id)
        published = {document.document_id: document.published_on for document in documents if document.published_on}
        meant = {said: self._over_new_year(said, within_, published, quotes) for said, within_ in described.items()}
        gathered = gather_events(meant.values(), self.event_words)
        self.corpus.events = {said: gathered[other] for said, other in meant.items() if other in gathered}
        self._join_by_text(described)
        for document_id, focus in self.corpus.focuses.items():
            if focus.description and (event := self.corpus.events.get(focus.description)):
                self.corpus.event_of_focus[document_id] = event
        self._spread_the_prevailing_event()

    def _over_new_year(
        self, said: Description, documents: set[str], published: Mapping[str, date], quotes: Mapping[str, Iterable[str]]
    ) -> Description:
        """A description whose year is only that of documents printed early in it, reaching back into the year before.

        "Armenia earthquake 1989" made of a report of January 1989 may be the earthquake of December 1988; a text that itself puts the
        year beside the event ("the 1989 earthquake") is taken at its word.
        """
        if said.low is None or said.high is None or (said.high - said.low).days > 366 or said.kind is None:
            return said
        days = [published.get(document_id) for document_id in documents]
        if not all(day and day.year == said.low.year and (day - date(day.year, 1, 1)).days <= _NEW_YEAR_DAYS for day in days):
            return said
        words = "|".join(re.escape(word) for word, kind in self.event_words.kinds.items() if kind == said.kind)
        near, year = r"\W+(?:\w+\W+){0,2}", said.low.year
        stated = re.compile(rf"\b{year}{near}(?:{words})\b|\b(?:{words}){near}{year}\b", re.IGNORECASE)
        if any(stated.search(quote) for document_id in documents for quote in quotes.get(document_id, ())):
            return said
        return replace(said, low=date(said.low.year - 1, said.low.month, 1))

    def _join_by_text(self, described: Mapping[Description, set[str]]) -> None:
        """Bring an event whose place no list knows to the one event of its kind and time that its documents share places or names with.

        "Messenia shipwreck 2023", in a text that says "off Pylos", is the shipwreck off Pylos of 2023 when the corpus knows just one; so
        is the "Muan accident" where the documents of a plane crash of that year speak of Muan.
        """
        events = {event.event_id: event for event in self.corpus.events.values()}
        of_event = {
            event_id: {document_id for said in event.descriptions for document_id in described.get(said, ())}
            for event_id, event in events.items()
        }
        joined: set[str] = set()  # events that took another in: they stay
        for event_id, event in events.items():
            if event.places or not event.names or event.low is None or event.listed or event.kind in self.event_words.named:
                continue
            spoken = [self.corpus.places_in.get(document_id, Counter[str]()) for document_id in of_event[event_id]]
            alike = []
            for other_id, other in events.items():
                same_kind = other.kind == event.kind or event.kind == _ANY_ACCIDENT
                if other is event or other.listed or not same_kind or other.ordinal != event.ordinal or not _at_one_time(event, other):
                    continue
                naming = sum(
                    bool(event.names & self.corpus.capitals_in.get(document_id, frozenset())) for document_id in of_event[other_id]
                )
                if not other.places:
                    if other.names and naming and 2 * naming >= len(of_event[other_id]) and event.kind != _ANY_ACCIDENT:
                        alike.append(other)
                    continue
                if naming or (spoken and all(any(touching((place,), other.places) for place in places) for places in spoken)):
                    alike.append(other)
            if len(alike) == 1 and alike[0] is not event and event_id not in joined:
                other = alike[0]
                joined.add(other.event_id)
                other.names |= event.names
                other.descriptions.extend(event.descriptions)
                for said, meant in list(self.corpus.events.items()):
                    if meant is event:
                        self.corpus.events[said] = other

    def _spread_the_prevailing_event(self) -> None:
        """Give documents that name no event the one most of the corpus is about, when they speak of its places or its kind."""
        counts = Counter(event.event_id for event in self.corpus.event_of_focus.values())
        if not counts:
            return
        event_id, number = counts.most_common(1)[0]
        if number < 3 or number < _MOST * len(self.corpus.focuses):
            return
        event = next(event for event in self.corpus.event_of_focus.values() if event.event_id == event_id)
        self.corpus.prevailing = event
        countries = [place.split("/")[0] for place in event.places]
        for document_id, focus in self.corpus.focuses.items():
            if document_id in self.corpus.event_of_focus or not _leaves_open(focus.description, event):
                continue
            there = any(touching((place,), countries) for place in self.corpus.places_in.get(document_id, ()))
            if there or (focus.place and touching((focus.place,), countries)) or event.kind in self.corpus.kinds_in.get(document_id, ()):
                self.corpus.event_of_focus[document_id] = event
                self.corpus.given.add(document_id)
        if sum(found is event for found in self.corpus.event_of_focus.values()) < _NEARLY_ALL * len(self.corpus.focuses):
            return
        for document_id, focus in self.corpus.focuses.items():
            alone = (
                document_id in self.corpus.short
                and focus.description is None
                and not self.corpus.kinds_in.get(document_id)
                and document_id not in self.corpus.topics
            )
            if alone and document_id not in self.corpus.event_of_focus:
                self.corpus.event_of_focus[document_id] = event
                self.corpus.given.add(document_id)

    def _learn_places(self, claims: Sequence[Claim], texts_of: Mapping[str, str]) -> None:
        """Places the documents place themselves; of documents without a text, as far as their claims quote them."""
        quoted: dict[str, dict[str, None]] = defaultdict(dict)
        for claim in claims:
            if not texts_of.get(claim.document_id):
                quoted[claim.document_id][claim.quote] = None
        texts = {document_id: text for document_id, text in texts_of.items() if text}
        texts.update({document_id: "\n".join(sentences) for document_id, sentences in quoted.items()})
        self.learnt = learn_places(texts, self.gazetteer)
        if self.learnt:
            self.gazetteer = with_places(self.gazetteer, self.learnt)
            for place in self.learnt:
                self._link(place.name, f"place:{place.way}", 0.9, "where the documents put it", None)

    def _sentences_of(self, text: str | None, quotes: Iterable[str]) -> Iterable[str]:
        """The lines a document opens with, where its text is given, and the sentences its claims quote."""
        yield from (line for line in (text or "")[:_TEXT_READ].splitlines() if line.strip())
        yield from quotes

    # --- one claim's frame --------------------------------------------------------------------------------------------------------

    def _frame(self, claim: Claim) -> tuple[str, str | None, str | None, tuple[Qualifier, ...]]:
        """Measure, subject id, facet id and the qualifiers that their words give."""
        reading = self.canonical.get(claim.measure)
        if reading is None:
            reading = self.canonical[claim.measure] = self.measures.canonical(claim.measure)
        if reading.measure != claim.measure:
            self._link(claim.measure, f"measure:{reading.measure}", 1.0, reading.reason, None)
        dated = claim.date_low is not None or claim.date_high is not None
        facet = self._facet(claim.facet, "" if dated else reading.measure)
        subject = self._subject(claim)
        scope = _merged(facet.scope, subject.scope)
        entity_id = subject.entity_id
        if (topic := self.corpus.topics.get(claim.document_id)) is not None and not self._tells_of_the_prevailing(claim):
            entity_id, scope = self._turned_to_topic(claim, topic, entity_id, scope, reading.measure)
        event = self._event_for(claim, reading.measure, entity_id)
        if event is not None:
            weak = claim.subject_source in {FrameSource.TOPIC, FrameSource.HEADING} and (entity_id or "").startswith("name:")
            scope = scope if weak else _merged(scope, self._narrowing(claim, entity_id))  # a name of no place, brought from afar
            self._link(claim.subject or "", event.event_id, 0.8, "the document is about this event", claim.document_id)
            entity_id = event.event_id
        elif entity_id and entity_id.startswith("event:") and not scope.place and self._adds_up(reading.measure):
            share = self._share_of_event(claim.subject or "", entity_id)
            own = tuple(self._land_of(people) for people in scope.nationality)
            # "Syrians killed" of the earthquake in Syria: its people stand for the place.
            scope = replace(scope, place=share, nationality=() if share and own == share else scope.nationality)
        if scope.nationality and self._is_rate(reading.measure):
            scope = self._without_the_people_themselves(scope, entity_id)
        if dated and scope.happening:
            scope = replace(scope, happening=self._without_own_name(scope.happening, claim))
        if entity_id and entity_id.startswith("event:"):
            scope = self._without_the_events_own_place(scope, entity_id)
        elif entity_id and scope.place and all(within(entity_id.removeprefix("place:"), place) for place in scope.place):
            scope = replace(scope, place=())
        return reading.measure, entity_id, scope.facet_id, (*reading.qualifiers, *facet.qualifiers)

    def _tells_of_the_prevailing(self, claim: Claim) -> bool:
        """Whether a document is on the event most of its corpus is about, whatever name its title bears ("Humanitarian Update")."""
        event = self.corpus.event_of_focus.get(claim.document_id)
        return claim.document_id in self.corpus.given or (event is not None and event is self.corpus.prevailing)

    def _narrowing(self, claim: Claim, entity_id: str | None) -> Scope:
        """What a subject that is not the event says of a figure of the event: where, or of whom; a source says nothing."""
        if entity_id is None or _is_source(claim):
            return Scope()
        kind, _, way = entity_id.partition(":")
        if kind == "place":
            return Scope(place=tuple(way.split("+")))
        if kind == "group":
            return Scope(nationality=(way,))
        return Scope(rest=read_facet(claim.subject, self.gazetteer).scope.rest or (slug(claim.subject or entity_id),))

    def _land_of(self, people: str) -> str:
        entity = self.gazetteer.entities.get(f"group:{people}")
        return (entity.part_of or "").removeprefix("place:") if entity else ""

    def _is_rate(self, measure: str) -> bool:
        claim_type = self.claim_types.get(measure)
        return (
            claim_type is not None
            and claim_type.dimension == "percent"
            and claim_type.subject_kind in {"place", "state"}
            and (claim_type.claim_type == "share" and measure.endswith("_rate"))
        )

    def _without_the_people_themselves(self, scope: Scope, entity_id: str | None) -> Scope:
        """A rate of a country is one of its people: "more than half of Kenyans are poor" is Kenya's poverty rate."""
        if not entity_id:
            return scope
        ways = self._places_of(entity_id) if entity_id.startswith("event:") else (entity_id.removeprefix("place:"),)
        lands = {self._land_of(people) for people in scope.nationality}
        return replace(scope, nationality=()) if lands and lands == {way.split("/")[0] for way in ways} else scope

    def _adds_up(self, measure: str) -> bool:
        """Whether the figures of several places make up that of all: counts and sums do, magnitudes and dates do not."""
        claim_type = self.claim_types.get(measure)
        return claim_type is None or claim_type.dimension in {"people", "items", "currency", "area"}

    def _without_own_name(self, happening: tuple[str, ...], claim: Claim) -> tuple[str, ...]:
        """What happened, without the name of what it happened to: "born Jane Roe" of Jane Roe is "born"."""
        topic = self.corpus.topics.get(claim.document_id) or ""
        own = {root(word) for word in fold(f"{claim.subject or ''} {topic}").split()}
        return tuple(word for word in happening if word.removesuffix(ONCE) not in own)

    def _share_of_event(self, subject: str, event_id: str) -> tuple[str, ...]:
        """The countries a subject names of an event that struck more: "the earthquake in Syria" of that in Turkey and Syria."""
        said = self._describe(subject).places
        countries = {place.split("/")[0] for place in self._places_of(event_id)}
        named = {place.split("/")[0] for place in said}
        return tuple(sorted(said)) if named and named < countries else ()

    def _turned_to_topic(self, claim: Claim, topic: str, entity_id: str | None, scope: Scope, measure: str) -> tuple[str | None, Scope]:
        """The frame of a figure in a document about one thing: "on Rotten Tomatoes, 25 reviews" in the article on a film.

        Where no subject was found it is the topic; where the topic was taken for the facet, the two change places.
        """
        topic_id = self._resolve(topic, claim.document_id).entity_id
        if topic_id is None or entity_id == topic_id or topic_id.startswith("event:") or (entity_id or "").startswith("event:"):
            return entity_id, scope
        if entity_id and entity_id.startswith("event:"):
            return entity_id, scope  # an event is known by itself, whatever the title of the page that tells of it
        if entity_id is None:
            self._link(claim.subject or "", topic_id, 0.7, "the document is about it", claim.document_id)
            return topic_id, scope
        if claim.facet and (self._resolve(claim.facet, claim.document_id).entity_id == topic_id):
            self._link(claim.subject or "", topic_id, 0.7, "the document is about it", claim.document_id)
            return topic_id, self._narrowing(claim, entity_id)
        claim_type = self.claim_types.get(measure)
        if (
            claim_type is None
            or claim_type.subject_kind in {"any", "event"}
            or (entity_id.startswith("name:") and claim_type.dimension == "currency")
        ):
            self._link(claim.subject or "", topic_id, 0.6, "the document is about it, and this narrows it", claim.document_id)
            return topic_id, _merged(scope, self._narrowing(claim, entity_id))
        return entity_id, scope

    def _facet(self, facet: str | None, measure: str) -> FacetReading:
        """What a facet says; without a measure it is the facet of a date."""
        found = self.facets.get((facet, measure))
        if found is None:
            words = self.measures.words(measure) if measure else frozenset()
            found = read_facet(facet, self.gazetteer, words) if measure else read_happening(facet, self.gazetteer)
            self.facets[facet, measure] = found
        return found

    def _event_for(self, claim: Claim, measure: str, entity_id: str | None) -> Event | None:
        """The event a figure belongs to although its subject is a place or unsaid: the one its document is about."""
        event = self.corpus.event_of_focus.get(claim.document_id)
        if event is None or (entity_id and entity_id.startswith("event:")):
            return None
        claim_type = self.claim_types.get(measure)
        of_events = claim_type.subject_kind == "event" if claim_type else claim.measure_kind is MeasureKind.CUMULATIVE
        if self._tells_of_the_prevailing(claim) and claim.subject_source not in {FrameSource.PHRASE, FrameSource.SENTENCE}:
            of_events = True  # the one event of the corpus, in a document about nothing else that bears a name
        if not of_events or measure in _EVENT_DATES:
            return None
        if entity_id is None or not event.places or not entity_id.startswith("place:"):
            return event
        around = [*event.places, *(way.split("/")[0] for way in event.places)]
        return event if touching(entity_id.removeprefix("place:").split("+"), around) else None

    def _without_the_events_own_place(self, scope: Scope, event_id: str) -> Scope:
        """A place that holds the whole event narrows nothing: the toll "in Beirut" of the explosion in Beirut's port."""
        places = self._places_of(event_id)
        if not scope.place or not places:
            return scope
        local = all("/" in place for place in places) or len(places) > 1
        if local and all(any(within(place, given) for given in scope.place) for place in places):
            return replace(scope, place=())
        return scope

    def _places_of(self, event_id: str) -> tuple[str, ...]:
        if not self.places:
            events = (*self.event_words.listed, *self.corpus.events.values())
            self.places = {event.event_id: event.reach or event.places for event in events}
        return self.places.get(event_id, ())

    # --- subjects -----------------------------------------------------------------------------------------------------------------

    def _subject(self, claim: Claim) -> _Subject:
        if not claim.subject or not fold(claim.subject):
            return _Subject(None)
        key = (claim.document_id, claim.subject)
        found = self.subjects.get(key)
        if found is None:
            found = self.subjects[key] = self._resolve(undoubled(claim.subject[:_LONGEST_NAME]), claim.document_id)
            if found.entity_id:
                local = claim.document_id if found.reason.startswith(("acronym", "the document", "a word that")) else None
                self._link(claim.subject, found.entity_id, found.score, found.reason, local)
        return found

    def _resolve(self, subject: str, document_id: str) -> _Subject:
        """What a subject is: by its name alone, else through its document, else as it is spelt."""
        if subject not in self.anywhere:
            self.anywhere[subject] = self._by_name(subject)
        named = self.anywhere[subject]
        if named is not None:
            return named
        folded = fold(subject)
        said = self._describe(subject)
        about = self.corpus.event_of_focus.get(document_id)
        if (said.kind or said.echo) and about is not None and _may_be(said, about, self.event_words):
            return _Subject(about.event_id, score=0.85, reason="the document is about this event")
        if (longer := self.corpus.long_names.get(document_id, {}).get(folded)) is not None:
            return self._of_long_name(longer, document_id)
        acronym = self.corpus.acronyms.get(document_id, {}).get(folded) or self.corpus.shared_acronyms.get(folded)
        if acronym:
            return _Subject(self.gazetteer.names.get(acronym) or f"name:{slug(acronym)}", score=0.95, reason=f"acronym of {acronym}")
        if folded in self.event_words.generic:
            return _Subject(f"name:{slug(folded)}@{document_id}", score=0.5, reason="a word that only its document explains")
        return self._spelling(folded)

    def _of_long_name(self, name: str, document_id: str) -> _Subject:
        """The subject a short name stands for in its document."""
        known = self.gazetteer.names.get(name)
        if known:
            return _Subject(known, score=0.9, reason=f"the document says {name}")
        found = self._spelling(name)
        return _Subject(found.entity_id, score=0.9, reason=f"the document says {name}")

    def _by_name(self, subject: str) -> _Subject | None:
        """What a subject is in whatever document it stands; None where only the document can say, or nothing can."""
        folded = fold(subject)
        if folded in self.aliases:
            target = self.aliases[folded]
            return _Subject(target if ":" in target else f"name:{slug(target)}", reason="alias of the user")
        if folded in self.event_words.listed_names:
            return _Subject(self.event_words.listed_names[folded], reason="alias of a listed event")
        if folded in self.gazetteer.names:
            return _Subject(self.gazetteer.names[folded], reason="alias")
        said = self._describe(subject)
        if said.kind is not None or said.echo:
            event = self.corpus.events.get(said)
            if event is not None:
                reason = f"{said.kind} by place and period" if said.low else f"{said.kind} by place"
                return _Subject(event.event_id, reason=reason, score=0.95)
            return None
        if folded in self.event_words.generic or folded in self.corpus.shared_acronyms:
            return None
        return self._people_in_place(subject)

    def _describe(self, text: str) -> Description:
        found = self.said.get(text)
        if found is None:
            found = self.said[text] = describe(text, self.gazetteer, self.event_words)
        return found

    def _people_in_place(self, subject: str) -> _Subject | None:
        """The place, narrowed to the people, of "Ossetians in Georgia" or "Georgian refugees from Abkhazia"."""
        scope = read_facet(subject, self.gazetteer).scope
        if scope.rest or scope.topic or scope.excluded:
            return None
        narrowed = replace(scope, place=())
        if len(scope.place) == 1 and not scope.place[0].startswith("~"):
            return _Subject(f"place:{scope.place[0]}", narrowed, 0.9, "a place and who or what in it")
        if scope.place:
            return _Subject("place:" + "+".join(scope.place), narrowed, 0.9, "several places")
        if scope.nationality and len(scope.nationality) == 1 and narrowed == Scope(nationality=scope.nationality):
            return _Subject(f"group:{scope.nationality[0]}", Scope(), 0.95, "a people")
        return None

    def _spelling(self, folded: str) -> _Subject:
        """A spelling variant of a name already met or listed; else the name itself."""
        if folded in self.unresolved:
            return _Subject(self.unresolved[folded], score=1.0, reason="the name itself")
        own = f"name:{slug(folded)}"
        best, score = None, 0.0
        if len(folded) >= _FUZZY_SHORTEST:
            if not self.spellings:
                for name, entity_id in self.gazetteer.names.items():
                    self.spellings.add(name, entity_id)
            best, score = self.spellings.nearest(folded)
        if best is not None:
            return _Subject(best, score=round(score / 100, 3), reason="spelling")
        self.unresolved[folded] = own
        self.spellings.add(folded, own)
        return _Subject(own, reason="the name itself")

    # --- results ------------------------------------------------------------------------------------------------------------------

    def _link(self, mention: str, entity_id: str, score: float, reason: str, document_id: str | None) -> None:
        self.links.setdefault((mention, entity_id, document_id), EntityLink(mention, entity_id, score, reason, document_id))

    def _entities(self, claims: Sequence[Claim]) -> tuple[AlignedEntity, ...]:
        counts = Counter(claim.subject_id for claim in claims if claim.subject_id)
        names: dict[str, set[str]] = defaultdict(set)
        for link in self.links.values():
            names[link.entity_id].add(link.mention)
        events = {event.event_id: event for event in (*self.event_words.listed, *self.corpus.events.values())}
        entities = []
        for entity_id, number in sorted(counts.items()):
            said = tuple(sorted(names.get(entity_id, ())))
            event, listed = events.get(entity_id), self.gazetteer.entities.get(entity_id)
            if event is not None:
                high = None if event.high == date.max else event.high
                places = tuple(f"place:{place}" for place in event.places)
                entities.append(AlignedEntity(entity_id, event.name, "event", said, places, event.low, high, number))
            elif listed is not None:
                above = (listed.part_of,) if listed.part_of else ()
                entities.append(AlignedEntity(entity_id, listed.name, str(listed.kind), said, above, claim_count=number))
            else:
                kind = "unresolved" if entity_id.startswith("name:") else entity_id.partition(":")[0]
                entities.append(AlignedEntity(entity_id, said[0] if said else entity_id, kind, said, claim_count=number))
        return tuple(entities)

    def _sources(self, claims: Sequence[Claim]) -> SourceNames:
        sources = load_source_names(self.seeds_folder)
        sources.learn(dict.fromkeys(claim.quote for claim in claims if claim.attribution))
        return sources

    def _parts(self, claims: Sequence[Claim]) -> tuple[PartOf, ...]:
        """Part-of relations among the ids this corpus uses: places, measures, and facets that differ by one step."""
        parts: dict[tuple[str, str], PartOf] = {}

        def put(part: str, whole: str, reason: str) -> None:
            parts.setdefault((part, whole), PartOf(part, whole, reason))

        facets = {claim.facet_id for claim in claims if claim.facet_id}
        for facet in sorted(facets):
            frontier, seen = list(generalisations(facet)), set[str]()
            while frontier:
                wider = frontier.pop()
                if wider in seen:
                    continue
                seen.add(wider)
                if wider in facets:
                    put(facet, wider, "narrowed further")
                elif len(seen) < 64:
                    frontier.extend(generalisations(wider))
        subjects = {claim.subject_id for claim in claims if claim.subject_id}
        for subject in sorted(subjects):
            above = subject.rpartition("/")[0] if subject.startswith("place:") else ""
            while above:
                if above in subjects:
                    put(subject, above, "place")
                above = above.rpartition("/")[0]
        used = {claim.measure for claim in claims}
        for measure in sorted(used):
            for wider in self.measures.part_of.get(measure, ()):
                if wider in used:
                    put(measure, wider, "measure")
        return tuple(parts.values())


def _at_one_time(one: Event, other: Event) -> bool:
    """Whether both events have a period, and they meet."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.low <= other.high and other.low <= one.high


def _is_source(claim: Claim) -> bool:
    """Whether what was taken for the subject is only who is credited ("the White Helmets listed 2,166")."""
    return claim.attribution is not None and claim.subject is not None and fold(claim.attribution) == fold(claim.subject)


_FIELDS = tuple(Claim.__dataclass_fields__)
_VALUES_OF = attrgetter(*_FIELDS)
_SETTERS = tuple(getattr(Claim, name).__set__ for name in _FIELDS)
_MEASURE, _SUBJECT_ID, _FACET_ID, _SAID = (_SETTERS[_FIELDS.index(name)] for name in ("measure", "subject_id", "facet_id", "qualifiers"))


@contextmanager
def _no_collection() -> Iterator[None]:
    """No cyclic garbage collection meanwhile: it would look through all claims again and again, and doubles the time for a million."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _framed(claim: Claim, measure: str, subject_id: str | None, facet_id: str | None, qualifiers: tuple[Qualifier, ...]) -> Claim:
    """A copy of a claim with its frame; `dataclasses.replace` on some fifty frozen fields is several times slower."""
    copy = object.__new__(Claim)
    for put, value in zip(_SETTERS, _VALUES_OF(claim), strict=True):
        put(copy, value)
    _MEASURE(copy, measure)
    _SUBJECT_ID(copy, subject_id)
    _FACET_ID(copy, facet_id)
    _SAID(copy, qualifiers)
    return copy


def _may_be(said: Description, event: Event, words: EventWords) -> bool:
    """Whether words that leave place or period open can mean the event the document is about."""
    if said.kind and words.families.get(said.kind) != words.families.get(event.kind):
        return False
    if said.places and event.places and not touching(said.places, event.places):
        return False
    if said.ordinal and said.ordinal != event.ordinal:
        return False
    return not (said.low and event.low and said.high and event.high and (said.low > event.high or event.low > said.high))


class _Spellings:
    """Names to find spellings of: blocks of one first letter, the same numbers and directions, and nearly one length.

    A corpus of a million claims may name a hundred thousand things; each is held against the few of its block.
    """

    def __init__(self) -> None:
        self._blocks: dict[tuple[object, ...], list[tuple[int, str, str]]] = defaultdict(list)
        self._names: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, folded: str, entity_id: str) -> None:
        if not folded:
            return
        key = (*self._key(folded), len(folded))
        self._blocks[key].append((self._count, folded, entity_id))
        self._names[key].append(folded)
        self._count += 1

    def nearest(self, folded: str) -> tuple[str | None, float]:
        """The id of the likest name that differs in spelling alone, the first added of several, and the likeness; None without one."""
        found: list[tuple[float, int, str]] = []
        key = self._key(folded)
        for length in range(len(folded) - 2, len(folded) + 3):
            block = self._blocks.get((*key, length))
            if not block:
                continue
            for _, likeness, at in process.extract(
                folded, self._names[*key, length], scorer=fuzz.ratio, score_cutoff=FUZZY_NAME, limit=None
            ):
                number, name, entity_id = block[at]
                if _same_but_spelling(folded, name):
                    found.append((-likeness, number, entity_id))
        if not found:
            return None, 0.0
        likeness, _, entity_id = min(found)
        return entity_id, -likeness

    @staticmethod
    def _key(folded: str) -> tuple[object, ...]:
        words = folded.split()
        return folded[0], frozenset(word for word in words if word[0].isdigit()), frozenset(words) & _DIRECTIONS


def _same_but_spelling(one: str, other: str) -> bool:
    """Whether two likenesses can be one name: same numbers, directions and ordinals, and every word a spelling of its counterpart.

    "Dale House, Iowa" and "Dale House, Ohio" are alike as a whole and differ in one word altogether.
    """
    left, right = one.split(), other.split()
    if {word for word in left if word[0].isdigit()} != {word for word in right if word[0].isdigit()}:
        return False
    if (set(left) & _DIRECTIONS) != (set(right) & _DIRECTIONS):
        return False
    if len(left) != len(right):
        return fuzz.ratio("".join(left), "".join(right)) >= FUZZY_JOINED
    return all(word == counterpart or fuzz.ratio(word, counterpart) >= FUZZY_WORD for word, counterpart in zip(left, right, strict=True))


def _merged(one: Scope, other: Scope) -> Scope:
    """Both narrowings at once; of two places the narrower, of two other values of one axis both."""
    if other == Scope():
        return one
    axes: dict[str, tuple[str, ...]] = {}
    for name in Scope.__dataclass_fields__:
        left, right = getattr(one, name), getattr(other, name)
        if name == "place" and left and right:
            axes[name] = left if all(any(within(way, wider) for wider in right) for way in left) else tuple(sorted({*left, *right}))
            if all(any(within(way, wider) for wider in left) for way in right):
                axes[name] = right
        else:
            axes[name] = tuple(sorted({*left, *right}))
    return Scope(**axes)
