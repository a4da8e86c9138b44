"""Events keyed by kind, place and period, so that what documents call one thing by many names meets.

    "Beirut port explosion 2020"      explosion, lb/beirut/port, 2020
    "the blast in Lebanon's capital"  explosion, lb
    "the 1992-1993 war in Abkhazia"   war, ge/abkhazia, 1992..1993
    "the war"                         war: whatever war its document is about

Two descriptions are one event when their kinds agree, one's places lie in the other's, and their periods overlap; where one gives no
place or no period, it joins only if a single event answers to it. Two wars of one place in different years stay apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from atodds.aligning.gazetteer import Gazetteer, SenseKind, load_gazetteer, read_rows
from atodds.aligning.names import capitals_of, fold, slug
from atodds.aligning.scopes import within
from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use

__all__ = [
    "QUOTES_READ",
    "Description",
    "Event",
    "EventWords",
    "Focus",
    "describe",
    "focus_of",
    "gather_events",
    "load_event_words",
]

_YEARS = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:\s*[-–—/]\s*(1[5-9]\d\d|20\d\d|\d\d)(?!\d))?(s?)(?!\d)")
_FLIGHT = re.compile(r"\bFlight [A-Z]{0,2}\d{1,4}\b")  # a flight that is written about by its number crashed
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_ORDINALS = frozenset({"first", "second", "third", "fourth"})
_IDLE_LITTLE = frozenset(
    ["the", "a", "an", "of", "in", "on", "at", "by", "and", "or", "to", "for", "from", "with", "its", "their", "his", "s", "this",
     "that", "these", "those", "which", "after", "during"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Description:
    """What a text says of an event; `kind` is None where no word of a kind stands in it. `echo`: "the disaster", of any kind."""

    kind: str | None
    places: tuple[str, ...] = ()
    low: date | None = None
    high: date | None = None
    ordinal: str | None = None
    rest: tuple[str, ...] = ()
    echo: bool = False
    names: frozenset[str] = frozenset()  # words of `rest` written with a capital

    @property
    def bare(self) -> bool:
        """Whether it names nothing but a kind, so that only its document can say which event is meant."""
        return not self.places and self.low is None and not self.rest and self.ordinal is None


@dataclass(slots=True)
class Event:
    """One event and everything the documents call it."""

    event_id: str
    name: str
    kind: str
    places: tuple[str, ...]  # as narrow as any description puts it
    low: date | None
    high: date | None
    ordinal: str | None = None
    rest: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()  # as wide as any description puts it; the same as `places` for an event of a point
    listed: bool = False
    names: frozenset[str] = frozenset()
    descriptions: list[Description] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EventWords:
    """The seeds of this module: phrases to kinds, kinds to families, words to leave aside, listed events and their names."""

    kinds: Mapping[str, str]
    families: Mapping[str, str]
    areas: frozenset[str]  # kinds that strike an area, not a point
    idle: frozenset[str]
    echoes: frozenset[str]
    generic: frozenset[str]
    longest: Mapping[str, int]  # first word -> words in the longest phrase that opens with it
    listed: tuple[Event, ...]
    listed_names: Mapping[str, str]  # folded name -> event id
    named: frozenset[str]  # kinds whose events have names of their own
    worded: frozenset[str]  # kinds whose events many words of a description tell apart


@lru_cache(maxsize=8)
def load_event_words(folder: Path | None = None) -> EventWords:
    """The event seeds of a folder.

    Raises:
        ConfigurationError: naming file and line, on an unknown place or kind or a date that is none.
    """
    folder = folder or seeds_in_use()
    gazetteer = load_gazetteer(folder)
    kinds: dict[str, str] = {}
    families: dict[str, str] = {}
    areas: set[str] = set()
    for line, row in read_rows(folder / "event_kinds.csv", ("kind", "family", "extent", "words")):
        if row["extent"] not in {"point", "area"}:
            raise ConfigurationError(f"event_kinds.csv, line {line}: extent {row['extent']!r}; write point or area")
        if row["extent"] == "area":
            areas.add(row["kind"])
        families[row["kind"]] = row["family"] or row["kind"]
        for word in row["words"].split("|"):
            kinds.setdefault(fold(word), row["kind"])
    uses: dict[str, set[str]] = {}
    for _, row in read_rows(folder / "event_words.csv", ("use", "words")):
        uses.setdefault(row["use"], set()).update(fold(word) for word in row["words"].split("|"))
    listed: list[Event] = []
    names: dict[str, str] = {}
    path = folder / "events.csv"
    for line, row in read_rows(path, ("event", "name", "kind", "places", "date_low", "date_high", "aliases")):
        places = tuple(sorted(place for place in row["places"].split("|") if place))
        unknown = [place for place in places if f"place:{place}" not in gazetteer.entities]
        if unknown or row["kind"] not in families:
            raise ConfigurationError(f"{path.name}, line {line}: no {'place ' + unknown[0] if unknown else 'kind ' + row['kind']}")
        try:
            low = date.fromisoformat(row["date_low"]) if row["date_low"] else None
            high = date.fromisoformat(row["date_high"]) if row["date_high"] else None
        except ValueError as error:
            raise ConfigurationError(f"{path.name}, line {line}: {error}; write days as 1992-08-14") from error
        event = Event(f"event:{row['event']}", row["name"], row["kind"], places, low, high or (date.max if low else None), listed=True)
        listed.append(event)
        for name in (row["name"], *row["aliases"].split("|")):
            if name:
                names[fold(name)] = event.event_id
    longest: dict[str, int] = {}
    for phrase in kinds:
        first, length = phrase.partition(" ")[0], phrase.count(" ") + 1
        longest[first] = max(longest.get(first, 1), length)
    return EventWords(kinds, families, frozenset(areas), frozenset(uses.get("idle", ())), frozenset(uses.get("echo", ())),
                      frozenset(uses.get("generic", ())), longest, tuple(listed), names,
                      frozenset(uses.get("named", ())), frozenset(uses.get("worded", ())))  # fmt: skip


def describe(text: str, gazetteer: Gazetteer, words: EventWords) -> Description:
    """What a text says of an event; without a kind's word in it the description's kind is None."""
    low, high, without_years = _period(text)
    folded = fold(without_years).split()
    kind, folded = _take_kind(folded, words)
    if kind is None and _FLIGHT.search(text):
        kind = "crash"
    places: list[str] = []
    rest: list[str] = []
    ordinal = None
    echo = False
    capitals = capitals_of(without_years)
    for start, end, sense in gazetteer.scan(tuple(folded), capitals):
        phrase = " ".join(folded[start:end])
        if sense is not None and sense.kind in {SenseKind.PLACE, SenseKind.REGION, SenseKind.ADJECTIVE}:
            places.extend(sense.members if sense.kind is SenseKind.REGION else (sense.also or sense.value,))
        elif phrase in _ORDINALS:
            ordinal = phrase
        elif phrase in words.echoes:
            echo = True
        elif phrase in _IDLE_LITTLE or phrase in words.idle or phrase in _MONTHS or phrase.isdigit():
            continue
        else:
            rest.extend(word for word in folded[start:end] if word not in words.idle)
    names = frozenset(word for word in rest if word in capitals)
    return Description(kind, _narrowest(places), low, high, ordinal, tuple(dict.fromkeys(rest)), echo and kind is None, names)


def _take_kind(folded: list[str], words: EventWords) -> tuple[str | None, list[str]]:
    """The kind a description names, by its last word of a kind ("gas leak explosion" is an explosion), and the other words."""
    found: tuple[int, int, str] | None = None
    start = 0
    while start < len(folded):
        for end in range(min(len(folded), start + words.longest.get(folded[start], 0)), start, -1):
            kind = words.kinds.get(" ".join(folded[start:end]))
            if kind is not None:
                # "war in Abkhazia after the coup": what follows a preposition belongs to another thing than the head.
                if found is None or not any(word in {"in", "of", "after", "during", "at", "on"} for word in folded[found[1] : start]):
                    found = (start, end, kind)
                start = end
                break
        else:
            start += 1
    if found is None:
        return None, folded
    return found[2], folded[: found[0]] + folded[found[1] :]


def _period(text: str) -> tuple[date | None, date | None, str]:
    """First and last day of the years a text names (with their month, if just one is named), and the text without the years."""
    years: list[int] = []
    for found in _YEARS.finditer(text):
        first = int(found.group(1))
        last = found.group(2)
        years.append(first)
        if last:
            years.append(int(last) if len(last) == 4 else first // 100 * 100 + int(last))
        elif found.group(3):
            years.append(first + 9)
    if not years:
        return None, None, text
    low, high = date(min(years), 1, 1), date(max(years), 12, 31)
    months = [number for number, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}\b", text, re.IGNORECASE)]
    if len(months) == 1 and low.year == high.year:
        month = months[0]
        low = date(low.year, month, 1)
        high = date(low.year, 12, 31) if month == 12 else date.fromordinal(date(low.year, month + 1, 1).toordinal() - 1)
    return low, high, _YEARS.sub(" ", text)


def _narrowest(places: Iterable[str]) -> tuple[str, ...]:
    """Places without those that only hold another of them ("Beirut, Lebanon" is Beirut)."""
    distinct = dict.fromkeys(places)
    return tuple(sorted(way for way in distinct if not any(other != way and other.startswith(way + "/") for other in distinct)))


def touching(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a place of one lies in, or holds, a place of the other."""
    return any(within(one, other) or within(other, one) for one in left for other in right)


def _periods_meet(a: Description | Event, b: Description | Event) -> bool | None:
    """True or False where both say when, None where one does not."""
    if a.low is None or b.low is None or a.high is None or b.high is None:
        return None
    return a.low <= b.high and b.low <= a.high


def _answers(event: Event, said: Description, words: EventWords) -> bool:
    """Whether nothing a description says speaks against its being this event."""
    if said.kind != event.kind and words.families.get(said.kind or "") != words.families.get(event.kind):
        return False
    if said.ordinal and event.ordinal and said.ordinal != event.ordinal:
        return False
    if said.places and event.places and not touching(said.places, event.reach or event.places):
        return False
    if event.kind in words.worded and said.rest and event.rest and not set(said.rest) & set(event.rest):
        return False
    if said.names and not said.names & event.names:
        # Without a place in common, names no list knows are all that tells "the epidemic in X" from "the epidemic in Y".
        if event.kind in words.named and event.names:
            return False
        if not (said.places and event.places):
            return False
    if not (said.places and event.places) and (said.rest or event.rest) and not set(said.rest) & set(event.rest):
        return False
    meet = _periods_meet(event, said)
    if meet is False:
        return False
    # A conflict and a war are one only when both say when and agree; war and war may leave it out.
    return not (said.kind != event.kind and meet is None)


QUOTES_READ = 120
"""Sentences of a document that its focus is looked for in; what it is about is said early and often."""


@dataclass(slots=True)
class Focus:
    """What a document is about, as far as its title and claims tell: the event, and the place most named."""

    description: Description | None = None
    place: str | None = None
    event_id: str | None = None


def focus_of(title: str | None, quotes: Sequence[str], subjects: Counter[str], said_of: Callable[[str], Description]) -> Focus:
    """The event a document is about: named in its title, else the kind most of its event words and subjects agree on.

    `quotes` are distinct sentences, `subjects` the subjects of its claims with their numbers, `said_of` is `describe`. A document of
    many events (a thesis on three wars) has none: then "the war" is left to itself.
    """
    titled = said_of(title) if title else Description(None)
    described: Counter[Description] = Counter()
    for subject, number in subjects.items():
        said = said_of(subject)
        if said.kind and (said.places or (said.names and said.low)):
            described[said] += number
    told = None
    if described:
        best, number = described.most_common(1)[0]
        if number >= 0.5 * sum(subjects.values()):
            if best.places:
                return Focus(best, best.places[0])
            told = best
    kinds: Counter[str] = Counter()
    places: Counter[str] = Counter()
    quotes = quotes[:QUOTES_READ]
    for quote in quotes:
        said = said_of(quote)
        if said.kind:
            kinds[said.kind] += 1
        places.update(said.places)
    place = places.most_common(1)[0][0] if places else None
    if told is not None:
        return Focus(told, place)
    if titled.kind:
        near = titled.places or _about(places, len(quotes))
        return Focus(Description(titled.kind, near, titled.low, titled.high, titled.ordinal), (near or (place,))[0])
    if kinds:
        kind, number = kinds.most_common(1)[0]
        if number >= 3 and number >= 0.6 * sum(kinds.values()) and number >= 0.25 * len(quotes):
            near = titled.places or _about(places, len(quotes))
            return Focus(Description(kind, near, None, None), (near or (place,))[0])
    return Focus(None, titled.places[0] if titled.places else place)


def _about(places: Counter[str], quotes: int) -> tuple[str, ...]:
    """The places named in a quarter of the quotes or more."""
    return _narrowest(place for place, number in places.items() if number >= max(2, quotes / 4))


def gather_events(descriptions: Iterable[Description], words: EventWords) -> dict[Description, Event]:
    """Which event each description is, over a whole corpus; bare descriptions and those that fit several events are left out.

    Order does not matter: descriptions are taken from the fullest down, ties in their own order.
    """
    known: list[Event] = [
        Event(event.event_id, event.name, event.kind, event.places, event.low, event.high, reach=event.places, listed=True)
        for event in words.listed
    ]
    found: dict[Description, Event] = {}
    for said in sorted(set(descriptions), key=_fullest_first):
        if said.kind is None or said.bare:
            continue
        fitting = [event for event in known if _answers(event, said, words)]
        timed = [event for event in fitting if _periods_meet(event, said)]
        fitting = timed or fitting
        if said.places:
            fitting = [event for event in fitting if event.places] or fitting
        else:
            fitting = [event for event in fitting if not event.listed] or fitting
        if len(fitting) > 1:
            fitting = _closest(fitting, said)
        if len(fitting) == 1 and (not fitting[0].listed or (said.places and (timed or set(said.places) == set(fitting[0].places)))):
            event = fitting[0]
            event.descriptions.append(said)
            if not event.listed:
                event.places = _narrowest_union(event.places, said.places)
                event.reach = _widest_union(event.reach, said.places) if event.kind in words.areas else event.places
                event.names |= said.names
                if event.low is None or (said.low and said.low >= event.low and said.high and event.high and said.high <= event.high):
                    event.low, event.high = said.low or event.low, said.high or event.high
        elif fitting and not (said.places and said.low):
            continue
        else:
            event = Event("", "", said.kind, said.places, said.low, said.high, said.ordinal, said.rest, said.places, names=said.names)
            event.descriptions.append(said)
            known.append(event)
        found[said] = event
    _name_events(known, words.worded)
    return found


def _fullest_first(said: Description) -> tuple[object, ...]:
    span = (said.high - said.low).days if said.low and said.high else 10**7
    depth = max((place.count("/") for place in said.places), default=-1)
    return (said.low is None, not said.places, span, -depth, -len(said.places), said.kind or "", said.places, str(said.low), said.rest,
            said.ordinal or "")  # fmt: skip


def _closest(fitting: list[Event], said: Description) -> list[Event]:
    """Of several events that fit, those whose places are the very ones said, or whose kind is."""
    for test in (
        lambda event: set(said.places) == set(event.places) and event.kind == said.kind,
        lambda event: set(said.places) & set(event.places) and event.kind == said.kind,
        lambda event: event.kind == said.kind,
    ):
        chosen = [event for event in fitting if test(event)]
        if len(chosen) == 1:
            return chosen
        fitting = chosen or fitting
    return fitting


def _narrowest_union(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return _narrowest((*left, *right))


def _widest_union(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    ways = {*left, *right}
    return tuple(sorted(way for way in ways if not any(other != way and way.startswith(other + "/") for other in ways)))


def _name_events(known: Sequence[Event], worded: frozenset[str]) -> None:
    taken: Counter[str] = Counter()
    for event in known:
        if event.listed:
            continue
        where = "+".join(place.replace("/", "-") for place in event.reach or event.places) or "somewhere"
        when = "undated"
        if event.low and event.high:
            when = str(event.low.year) if event.low.year == event.high.year else f"{event.low.year}-{event.high.year}"
            if event.low.month == event.high.month and event.low.year == event.high.year:
                when = f"{event.low:%Y-%m}"
        extra = "".join(f"-{word}" for word in ([event.ordinal] if event.ordinal else []))
        telling = event.rest if event.kind in worded else sorted(event.names) if not event.places else ()
        words = slug(" ".join(telling)) if telling else ""
        event.event_id = f"event:{event.kind}{extra}{'-' + words if words else ''}/{where}/{when}"
        taken[event.event_id] += 1
        if taken[event.event_id] > 1:
            event.event_id += f"-{taken[event.event_id]}"
        event.name = f"{event.kind} {' and '.join(place.rsplit('/', 1)[-1] for place in event.reach or event.places)} {when}".strip()
