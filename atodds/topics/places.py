"""Which places hold which: the gazetteer, and what the documents of a topic say themselves.

"Tesna, a town in Arda county", "in Arda county, Romania", "the village of Lower Tesna", the rows of a table of towns: such words place
names that no list knows. They hold within their topic, so that two villages of one name stay two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from atodds.claims.names import fold, slug
from atodds.topics.gazetteer import EntityKind, Gazetteer
from atodds.topics.names import Name
from atodds.topics.topic_words import TopicWords
from atodds.topics.topics import Topic
from atodds.vocabulary import Standing

__all__ = ["Place", "Places"]

_QUARTER = (
    r"(?:central|upper|lower|(?:north|south)(?:[ -]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?|rural|coastal|neighbouring|nearby|"
    r"mountainous|the (?:north|south|east|west) of)"
)
_QUARTERS = re.compile(rf"(?:(?:the|all of|parts of|city of|town of|county of|province of|state of|district of|region of|{_QUARTER}) )+")
_PLACED = re.compile(r"\b(?:in|at|near|from|around|outside|hit|struck|reached) (?:the )?\Z", re.IGNORECASE)
_IN = re.compile(rf",? (?:with)?in (?:the )?(?:{_QUARTER} )?\Z")
_COMMA = re.compile(rf", (?:{_QUARTER} )?\Z")
_LISTED = re.compile(r"(?:,|,? and|,? or) [A-Z]")  # "in Arda, Tesna and Upper Tesna" puts none into another
_NEAR = 60  # characters between a place and the one that holds it
_READ = 200_000  # characters of a document that places are looked for in


@dataclass(slots=True)
class Place:
    """A place: its level (settlement, area, land, country, or "" where nobody says) and the places that hold it.

    `assumed` is the one country of its topic, in which it lies as long as nobody says otherwise.
    """

    place_id: str
    name: str
    level: str = ""
    sort: str = ""
    inside: set[str] = field(default_factory=set)
    assumed: str | None = None


@cache
def _said_to_be(sorts: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """How a sort stands at a name: ", a town in" and " county" behind it, "the town of" before it."""
    nouns = "|".join(re.escape(sort) for sort in sorted(sorts, key=lambda sort: (-len(sort), sort)))
    return (
        re.compile(
            rf",? (?:is |was |and )?(?:a|an|the|its) (?:[\w-]+ ){{0,3}}?(?P<sort>{nouns}) (?:in|of|within|on) (?:the )?(?:{_QUARTER} )?\Z"
        ),
        re.compile(rf" (?P<sort>{nouns})\b"),
        re.compile(rf"\b(?P<sort>{nouns}) (?:of )?(?:the )?\Z", re.IGNORECASE),
    )


class Places:
    """Places of a folder, and how they stand to each other and to the topics."""

    def __init__(self, gazetteer: Gazetteer, words: TopicWords) -> None:
        self.gazetteer = gazetteer
        self.words = words
        self.learnt: dict[str, Place] = {}  # by id
        self.known: dict[tuple[str, str], str] = {}  # topic and folded name -> id
        self.home: dict[str, tuple[str, ...]] = {}  # topic -> the places that it is about or happened in
        self.own: dict[str, frozenset[str]] = {}  # topic -> places that bear its name
        self.names: dict[str, tuple[str, ...]] = {}  # topic -> its folded name and that of its key
        self.siblings: set[frozenset[str]] = set()

    def learn(self, topic: Topic, texts: Iterable[tuple[str, Sequence[Name]]]) -> None:
        """Take in what the documents of a topic say of places."""
        held: dict[str, Counter[str]] = defaultdict(Counter)
        sorts: dict[str, Counter[str]] = defaultdict(Counter)
        for text, names in texts:
            for name, sort, holder in _said(text[:_READ], names, _said_to_be(frozenset(self.words.sorts))):
                name, country = self._of_people(name)
                if country:
                    held[name][country] += 1
                if sort:
                    sorts[name][sort] += 1
                if holder and name.split()[-1] not in self.words.things and name.split()[-1] not in self.words.bodies:
                    held[name][holder] += 1
        for name in sorted(sorts.keys() | held.keys()):
            said = [sort for sort, _ in sorts[name].most_common()]
            levels = [self.words.sorts[sort] for sort in said]
            if not self.gazetteer.knows(name) and (said or any(self.find(topic, holder) for holder in held[name])):
                # What is called both a town and a county is a town, and a county around it.
                sort = next((sort for sort, level in zip(said, levels, strict=True) if level == "settlement"), said[0] if said else "")
                place = self._new(topic, name)
                place.sort, place.level = sort, self.words.sorts.get(sort, "")
        for name, holders in sorted(held.items()):
            inner = self.learnt.get(self.find(topic, name) or "")
            for holder in holders if inner else ():
                above = self.find(topic, holder)
                if inner and above and inner.place_id not in (above, *self.above(above)) and self.level(above) != "settlement":
                    inner.inside.add(above)
        self.names[topic.topic_id] = (fold(topic.name), *topic.key_names[:1])
        own = [place_id for name in self.names[topic.topic_id] for place_id in self._in_name(topic, name)]
        self.own[topic.topic_id] = frozenset(own)
        located = tuple(place_id for place_id in dict.fromkeys(own) if self.learnt[place_id].inside)
        self.home[topic.topic_id] = located or topic.home

    def _in_name(self, topic: Topic, folded: str) -> Iterator[str]:
        """The places that documents taught whose name opens a name: "tesna flood"."""
        words = folded.split()
        found = (self.known.get((topic.topic_id, " ".join(words[:length]))) for length in range(len(words), 0, -1))
        yield from (place_id for place_id in found if place_id)

    def _new(self, topic: Topic, folded: str) -> Place:
        near = next((place for place in topic.home or topic.places if place not in self.gazetteer.members), "place:xx")
        place_id = f"{near.split('/')[0]}/{slug(folded)}"
        self.known[topic.topic_id, folded] = place_id
        assumed = topic.home[0] if len(topic.home) == 1 and topic.home[0] not in self.gazetteer.members else None
        return self.learnt.setdefault(place_id, Place(place_id, folded.title(), assumed=assumed))

    def _of_people(self, folded: str) -> tuple[str, str | None]:
        """A name without the adjective of a people that opens it, and the country of that: "german ahr"."""
        first, _, rest = folded.partition(" ")
        return (rest, first) if rest and first in self.gazetteer.adjectives and not self.gazetteer.knows(folded) else (folded, None)

    def find(self, topic: Topic, words: str) -> str | None:
        """The id of a place by its folded words, as "arda county", "the town of tesna" or "northern syria" give it; None if unknown."""
        plain = _QUARTERS.sub("", words) if words not in self.gazetteer.names else words
        for form in (words, plain):
            if found := self.known.get((topic.topic_id, form)) or self.gazetteer.place(form):
                return found
        plain, country = self._of_people(plain)
        if country:
            return self.find(topic, plain)
        name, _, sort = plain.rpartition(" ")
        if name and sort in self.words.sorts:
            found = self.find(topic, name)
            if found and self.words.sorts[sort] == "area" and self.level(found) == "settlement":
                return self.known.get((topic.topic_id, plain)) or self._around(topic, plain, found, sort)
            return found
        return None

    def _around(self, topic: Topic, folded: str, town: str, sort: str) -> str:
        """The county or province that bears the name of a town in it."""
        place = self._new(topic, folded)
        place.level, place.sort = "area", sort
        place.inside.update(list(self.above(town))[-1:])
        if town in self.learnt:
            self.learnt[town].inside.add(place.place_id)
        return place.place_id

    def resolve(self, topic: Topic, words: str) -> str | None:
        """The id of the words of a place axis: what a text says a figure is in is a place, whoever knows it; None for mere common nouns."""
        folded = fold(words)
        found = self.find(topic, folded)
        if found is None:
            plain = _QUARTERS.sub("", folded).split()
            while len(plain) > 1 and (plain[-1] in self.words.sorts or plain[-1] in self.words.named_after):
                plain.pop()
            if plain and not set(plain) <= self.words.sorts.keys() | self.words.named_after:
                name, country = self._of_people(" ".join(plain))
                found = self.find(topic, name) or self._new(topic, name).place_id
                if country and found in self.learnt:
                    self.learnt[found].inside.add(self.gazetteer.adjectives[country])
        return found

    def apart(self, place_ids: Iterable[str]) -> None:
        """Rows of one table, or items of one list, stand beside each other and exclude each other."""
        ids = sorted(set(place_ids))
        self.siblings.update(frozenset((one, other)) for number, one in enumerate(ids) for other in ids[number + 1 :])

    def level(self, place_id: str) -> str:
        """Settlement, area, land, country, or nothing where nobody says."""
        if place_id in self.learnt:
            return self.learnt[place_id].level
        entity = self.gazetteer.entities.get(place_id)
        if entity is None or entity.kind is EntityKind.REGION:
            return ""
        return "country" if "/" not in place_id else self.words.sorts.get(entity.sort, "")

    def above(self, place_id: str) -> Iterator[str]:
        """All places that hold a place, nearest first as far as they are told in order."""
        seen = {place_id}
        open_ids = [place_id]
        while open_ids:
            one = open_ids.pop(0)
            place = self.learnt.get(one)
            nearer = sorted(place.inside or ({place.assumed} if place.assumed else ())) if place else self.gazetteer.above(one)
            for above in nearer:
                if above not in seen:
                    seen.add(above)
                    open_ids.append(above)
                    yield above
            for region, members in self.gazetteer.members.items():
                if one in members and region not in seen:
                    seen.add(region)
                    yield region

    def relation(self, a: str, b: str) -> Standing:
        """How one place stands to another: the same, a part of it, the whole of it, apart from it; unknown where nobody says."""
        if a == b:
            return Standing.SAME
        over_a, over_b = set(self.above(a)), set(self.above(b))
        if b in over_a:
            return Standing.PART
        if a in over_b:
            return Standing.WHOLE
        if frozenset((a, b)) in self.siblings:
            return Standing.DISJOINT
        # Two countries, two settlements or two areas of one sort exclude each other, and with them what lies in them.
        apart = any(one != other and self._sort(one) == self._sort(other) != "" for one in (a, *over_a) for other in (b, *over_b))
        return Standing.DISJOINT if apart else Standing.UNKNOWN

    def _sort(self, place_id: str) -> str:
        """What a place excludes others of: "country", "settlement", or the sort of area."""
        level = self.level(place_id)
        if level != "area":
            return "" if level == "land" else level
        sort = self.learnt[place_id].sort if place_id in self.learnt else self.gazetteer.entities[place_id].sort
        return "region" if sort == "territory" else sort

    def in_topic(self, topic_id: str, place_id: str) -> Standing:
        """How a place stands to where a topic happened or what it is about; SAME and WHOLE narrow a count of all of it to nothing."""
        home = self.home.get(topic_id, ())
        if place_id in self.own.get(topic_id, ()) or self._gives_its_name(topic_id, place_id):
            return Standing.SAME
        found = {self.relation(place_id, one) for one in home}
        if found <= {Standing.SAME, Standing.WHOLE} and found:
            return Standing.SAME if found == {Standing.SAME} else Standing.WHOLE
        if Standing.PART in found or Standing.SAME in found or Standing.WHOLE in found:
            return Standing.PART
        return Standing.DISJOINT if found == {Standing.DISJOINT} else Standing.UNKNOWN

    def _gives_its_name(self, topic_id: str, place_id: str) -> bool:
        """Whether a topic is called after a place that documents taught, known when the topic was named or not: "Lipa mine fire"."""
        if place_id not in self.learnt:
            return False
        words = place_id.rsplit("/", 1)[-1].split("-")
        return any(name.split()[: len(words)] == words for name in self.names.get(topic_id, ()))

    def name(self, place_id: str) -> str:
        """The display name of a place."""
        entity = self.gazetteer.entities.get(place_id)
        return entity.name if entity else self.learnt[place_id].name


def _said(
    text: str, names: Sequence[Name], patterns: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
) -> Iterator[tuple[str, str, str]]:
    """What a text says of the places it names: name, sort or "", holder or ""."""
    told, behind, before = patterns
    for number, name in enumerate(names):
        if name.end > len(text):
            return
        follows = behind.match(text, name.end)
        sort = follows or before.search(text[max(0, name.start - 24) : name.start])
        if sort:
            yield name.folded, sort["sort"].lower(), ""
        if number + 1 == len(names) or names[number + 1].start - name.end > _NEAR:
            continue
        other = names[number + 1]
        between = text[follows.end() if follows else name.end : other.start]
        if described := told.match(between):
            yield name.folded, described["sort"].lower(), other.folded
        elif _PLACED.search(text[max(0, name.start - 16) : name.start]) and (
            _IN.match(between) or (_COMMA.match(between) and not _LISTED.match(text, other.end))
        ):
            yield name.folded, "", other.folded
