"""What a topic is called, what sort of thing it is, where and when: voted by its documents, for display and for telling others apart.

No single document decides: "Tesna flood, June 2023" is what most of them call it and when most of them say it was.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from atodds.claims.names import fold
from atodds.topics.gazetteer import Gazetteer
from atodds.topics.happenings import DatedHappening, Happening, StatedTime
from atodds.topics.names import LITTLE, Name
from atodds.topics.terms import Vector
from atodds.topics.topic_words import HappeningWord, TopicWords

__all__ = ["Description", "Passage", "describe"]

_LEAST_SHARE = 0.34  # of a topic's documents: a name that fewer hold is none of its key names
_KEY_NAMES = 8
_MAIN = 0.4  # of the times that the most named country is named: another that the topic is about too
_MOSTLY = 0.6  # of the documents that hold a name: those that hold a longer one with it in it
_OFTEN = 1_000  # characters to one word for a happening, in a text that is about it all through
_LONGEST = 3  # years: a longer time beside a happening is no time of one
_OWNED = re.compile(r"['’]s\b")
_WORDS = re.compile(r"[a-z]+")


_Thing = TypeVar("_Thing", str, int)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is read of a document, or of a stretch of a long one, to say what it is about."""

    document_id: str
    title: str
    names: tuple[Name, ...]
    text: str
    happenings: tuple[HappeningWord, ...]
    times: tuple[StatedTime, ...]
    dated: tuple[DatedHappening, ...]
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Description:
    """A topic in words. `happenings` are the kinds of happening it tells of with their times, the topic's own first."""

    name: str
    kind: str
    key_names: tuple[str, ...]
    places: tuple[str, ...]
    home: tuple[str, ...]
    period: tuple[date, date] | None
    happenings: tuple[Happening, ...]


def describe(passages: Sequence[Passage], vectors: Sequence[Vector], gazetteer: Gazetteer, words: TopicWords) -> Description:
    """A topic's description by its passages and their vectors."""
    share = 1 / len({passage.document_id for passage in passages})
    peoples = gazetteer.adjectives.keys() - gazetteer.names.keys()  # "Hong Kong" is an adjective and a name, "Georgian" no name
    holding = _by_document((passage, {name.folded for name in passage.names} - peoples) for passage in passages)
    weights: Vector = {}
    for vector in vectors:
        for term, weight in vector.items():
            weights[term] = weights.get(term, 0.0) + weight
    places = _places(passages, gazetteer)
    family = _own_family(passages)
    happenings = _happenings(passages, family, words)
    shown = _shown_names(passages)
    event = _event_name(passages, family, weights, gazetteer, shown) if family else None
    names = sorted(
        (name for name, number in holding.items() if number * share >= _LEAST_SHARE and _weight(name, weights, gazetteer) > 0),
        key=lambda name: (-holding[name] * _weight(name, weights, gazetteer), name),
    )[:_KEY_NAMES]
    if not names:
        names = sorted(holding, key=lambda name: (-holding[name] * _weight(name, weights, gazetteer), name))[:1]
    # "Arda Motors" says more than "Arda" where most of its documents write it in full.
    full = [name for name in names if f" {names[0]} " in f" {name} " and holding[name] >= _MOSTLY * holding[names[0]]]
    names = list(dict.fromkeys((*sorted(full, key=lambda name: -len(name))[:1], *names)))
    period = (happenings[0].low, happenings[0].high) if family and happenings and happenings[0].family == family else None
    name = event or (shown.get(names[0], names[0]) if names else passages[0].title or "untitled")
    home = _home(passages, (fold(name), *names[:1]), gazetteer)
    if event:
        return Description(f"{event}{_when(period)}", "event", tuple(names), places, home, period, happenings)
    return Description(name, _kind(passages, names[0] if names else "", gazetteer, words), tuple(names), places, home, None, happenings)


def _by_document(found: Iterable[tuple[Passage, Iterable[_Thing]]]) -> Counter[_Thing]:
    """In how many documents each thing stands."""
    seen: dict[str, set[_Thing]] = defaultdict(set)
    for passage, things in found:
        seen[passage.document_id].update(things)
    return Counter(thing for things in seen.values() for thing in things)


def _weight(name: str, weights: Vector, gazetteer: Gazetteer) -> float:
    """How much a name tells of the topic: the weight of its words, longer names a little more than the shorter ones in them."""
    parts = gazetteer.parts(name)
    found = [weights.get(part, 0.0) for part in parts]
    return (sum(found) / len(parts)) * (1 + 0.1 * (len(parts) - 1)) if found else 0.0


def _shown_names(passages: Sequence[Passage]) -> dict[str, str]:
    """A folded name as documents mostly write it."""
    written: dict[str, Counter[str]] = {}
    for passage in passages:
        for name in passage.names:
            written.setdefault(name.folded, Counter())[" ".join(_OWNED.sub("", passage.text[name.start : name.end]).split())] += 1
    return {
        name: min(forms.items(), key=lambda form: (-form[1], form[0].isupper() and len(form[0]) > 4, form[0]))[0]
        for name, forms in written.items()
    }


def _places(passages: Sequence[Passage], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The known places that two documents or more speak of, those of most documents first."""
    said = _by_document((passage, {place for name in passage.names for place in _of_name(name.folded, gazetteer)}) for passage in passages)
    least = 2 if len({passage.document_id for passage in passages}) > 2 else 1
    return tuple(place for place, number in sorted(said.items(), key=lambda pair: (-pair[1], pair[0])) if number >= least)


def _home(passages: Sequence[Passage], called: Iterable[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The places of a topic's own name where it names one inside a country, else the countries that its documents speak of most."""
    own = {part for name in called for part in gazetteer.parts(name) if part.startswith("place:") and "/" in part}
    if own:
        return tuple(sorted(place for place in own if not any(place in gazetteer.above(other) for other in own)))
    named = [(passage, place) for passage in passages for name in passage.names for place in _of_name(name.folded, gazetteer)]
    countries = [pair for pair in named if "/" not in pair[1] and pair[1] not in gazetteer.members and pair[1] != "place:world"]
    said, times = _by_document((passage, (place,)) for passage, place in countries), Counter(place for _, place in countries)
    half, most = len({passage.document_id for passage in passages}) / 2, max(times.values(), default=0)
    return tuple(sorted(place for place in said if said[place] >= half and times[place] >= _MAIN * most))


def _of_name(folded: str, gazetteer: Gazetteer) -> Iterable[str]:
    """The places in a name, as "Tesnan parliament", and those that hold them."""
    found = [part for part in gazetteer.parts(folded) if part.startswith("place:")]
    return (place for part in found for place in (part, *gazetteer.above(part)))


def _own_family(passages: Sequence[Passage]) -> str | None:
    """The kind of happening that a topic is: named in titles and leads of most documents, or all through them."""
    votes: Counter[str] = Counter()
    for passage in passages:
        lead = len(passage.title) + 300
        counts = Counter(happening.family for happening in passage.happenings)
        named = {happening.family for happening in passage.happenings if happening.start < lead}
        often = {family for family, number in counts.items() if number >= max(3, len(passage.text) / _OFTEN)}
        for family in named | often:
            votes[family] += 1
    if not votes:
        return None
    family, number = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return family if number >= 0.5 * len(passages) else None


def _happenings(passages: Sequence[Passage], own: str | None, words: TopicWords) -> tuple[Happening, ...]:
    """When each kind of happening was, by the documents that date it; the topic's own kind first, and dated news speaks for it.

    What may be a part of a larger happening ("the battle of May 1994" in a war) counts half.
    """
    years: dict[str, Counter[int]] = defaultdict(Counter)
    for passage in passages:
        seen: dict[tuple[str, int], int] = {}
        for (family, word, *_), time in passage.dated:
            if time.high.year - time.low.year <= _LONGEST:
                for year in range(time.low.year, time.high.year + 1):
                    seen[family, year] = max(seen.get((family, year), 0), 2 if word in words.parts else 4)
        for (family, year), votes in seen.items():
            years[family][year] += votes
        if own and passage.published_on and not any(family == own for family, _ in seen):
            years[own][passage.published_on.year] += 1
    made = []
    for family, counts in years.items():
        best, number = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        first = last = best
        while counts[first - 1] * 2 > number:
            first -= 1
        while counts[last + 1] * 2 > number:
            last += 1
        low, high = date(first, 1, 1), date(last, 12, 31)
        if family == own and first == last and (month := _month(passages, first)):
            low, high = date(first, month, 1), date(first, month, calendar.monthrange(first, month)[1])
        made.append((family != own, -number, Happening(family, low, high)))
    return tuple(happening for _, _, happening in sorted(made))


def _month(passages: Sequence[Passage], year: int) -> int | None:
    """The month of a year that half of the documents or more name."""
    said = (
        (passage, {time.low.month for time in passage.times if time.low.year == year and time.low.month == time.high.month})
        for passage in passages
    )
    month, number = min(_by_document(said).items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))
    return month if 2 * number >= len({passage.document_id for passage in passages}) else None


def _when(period: tuple[date, date] | None) -> str:
    if period is None:
        return ""
    low, high = period
    if (low.year, low.month) == (high.year, high.month):
        return f", {calendar.month_name[low.month]} {low.year}"
    return f", {low.year}" if low.year == high.year else f", {low.year}–{high.year}"


def _event_name(passages: Sequence[Passage], family: str, weights: Vector, gazetteer: Gazetteer, shown: Mapping[str, str]) -> str | None:
    """What documents call the happening: the name that most of them put before its word ("Tesna flood"), as most of them put it."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    nouns: Counter[str] = Counter()
    for passage in passages:
        starts = [name.start for name in passage.names]
        for happening in passage.happenings:
            if happening.family != family:
                continue
            nouns[happening.word] += 1
            number = bisect_right(starts, happening.start) - 1
            if number >= 0 and (phrase := _phrase(passage, passage.names[number], happening)):
                written[passage.names[number].folded][phrase] += 1
    if not nouns:
        return None
    worth = {name: forms.total() * _weight(name, weights, gazetteer) for name, forms in written.items()}
    if worth and max(worth.values()) > 0:
        forms = written[min(worth, key=lambda name: (-worth[name], name))]
        return min(forms.items(), key=lambda form: (-form[1], form[0]))[0]
    named = Counter(name.folded for passage in passages for name in passage.names)
    best = min(named, key=lambda name: (-named[name] * _weight(name, weights, gazetteer), name), default=None)
    return f"{shown[best]} {min(nouns, key=lambda noun: (-nouns[noun], noun))}" if best else None


def _phrase(passage: Passage, name: Name, happening: HappeningWord) -> str | None:
    """A name and, two words on at most, what happened: "Tesna flood", "Lower Arda regional election"."""
    between = passage.text[name.end : happening.start].removeprefix("'s").removeprefix("’s")
    middle = between.split()
    if (
        (not between[:1].isspace() and between[:1] != "-")
        or len(middle) > 2
        or not all(word.isalpha() and word.lower() not in LITTLE for word in middle)
    ):
        return None
    return " ".join((*_OWNED.sub("", passage.text[name.start : name.end]).split(), *middle, happening.word))


def _kind(passages: Sequence[Passage], first: str, gazetteer: Gazetteer, words: TopicWords) -> str:
    """Project, company, institution, report, budget or place, by what stands beside the first name: "Arda is a town", "the Arda line"."""
    beside = (
        (passage, words.things.get(word))
        for passage in passages
        for name in passage.names
        if first in (name.folded, *name.folded.split())
        for word in (name.folded.split()[-1], *_WORDS.findall(passage.text[name.end : name.end + 30].lower())[:3])
    )
    votes = _by_document((passage, (kind,)) for passage, kind in beside if kind)
    if gazetteer.place(first):
        votes["place"] += len(passages)
    return min(votes.items(), key=lambda vote: (-vote[1], vote[0]))[0] if votes else "subject"
