"""What the corpus as a whole tells of a claim that its own document leaves unsaid: the event's full name, and its year.

A document on one event is given a topic of its own words ("Syria earthquake 2023"), which is the event as it saw it. Over the corpus the
event may be known to be more ("Turkey–Syria earthquake 2023"), and a document that names no day at all is at least of the event's year.
Both are for those who read the claims; the checks weigh what each document says by itself, so this comes after them.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from atodds.aligning.events import Description, EventWords, describe, load_event_words
from atodds.aligning.gazetteer import Gazetteer, load_gazetteer
from atodds.aligning.names import fold, slug
from atodds.aligning.scopes import scope_of
from atodds.claims import Claim
from atodds.seeds import SEEDS_FOLDER
from atodds.vocabulary import AsOfSource, FrameSource, Qualifier

__all__ = ["tell_of_events"]

_CONFIDENCE_OF_GIVEN = 0.6  # of a figure whose subject only the corpus tells: two in three such were right on texts no rule was made for
_JOINING = frozenset({"of", "in", "and", "on", "at"})
_OPENERS = frozenset({"what", "how", "why", "the", "a", "an", "after", "when", "who", "this", "more", "huge", "to", "for", "by", "from"})
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


def tell_of_events(
    claims: Sequence[Claim],
    periods: Mapping[str, tuple[date | None, date | None]],
    undated: Iterable[str],
    seeds_folder: Path = SEEDS_FOLDER,
    titles: Mapping[str, str | None] | None = None,
) -> list[Claim]:
    """The claims in their order, with the fullest name of their event and, where nothing dates them, its year.

    Args:
        claims: aligned claims.
        periods: first and last day of each event, by entity id, as far as known.
        undated: ids of the documents that bear no date of print.
        seeds_folder: gazetteer and words for events.
        titles: titles of the documents, by id; an entry of a work of reference is titled with the event's own name.

    So is what a document is titled with: figures aligned to it bear its name, whatever short name or place they were given of. A subject of
    an event changes only where it is the document's topic and the other name covers the same countries and more; the narrower place
    stays as the facet. A document is given its event's year unless it speaks of a day after it.
    """
    gazetteer, words = load_gazetteer(seeds_folder), load_event_words(seeds_folder)
    said: dict[str, Description] = {}
    documents: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.subject and _is_topic(claim):
            documents[str(claim.subject_id), claim.subject].add(claim.document_id)
            if claim.subject not in said:
                said[claim.subject] = describe(claim.subject, gazetteer, words)
    without_print = set(undated)
    fullest = _fullest_names(documents, said, words)
    entries = _names_of_entries(documents, titles or {}, without_print, gazetteer, words)
    things = {f"name:{slug(bare)}": bare for title in (titles or {}).values() if title and (bare := _BRACKETS.sub("", title).strip())}
    before = _before_words(seeds_folder)
    later = _last_years(claim for claim in claims if claim.document_id in without_print)
    told: list[Claim] = []
    for claim in claims:
        year = _year_of_event(claim, periods) if claim.document_id in without_print else None
        if year is not None and later.get(claim.document_id, 0) <= year[1].year and not _stands_before(claim.quote, before):
            claim = replace(claim, as_of_low=year[0], as_of_high=year[1], as_of_source=AsOfSource.CONTEXT)
        claim = _named(claim, fullest, said, gazetteer, words)
        entry = entries.get(claim.subject_id or "") or things.get(claim.subject_id or "")
        told.append(replace(claim, subject=entry, subject_source=claim.subject_source or FrameSource.TOPIC) if entry else claim)
    return told


def _names_of_entries(
    documents: Mapping[tuple[str, str], set[str]],
    titles: Mapping[str, str | None],
    without_print: set[str],
    gazetteer: Gazetteer,
    words: EventWords,
) -> dict[str, str]:
    """By event, the title of the one document that is an entry on it: undated, titled with a name and nothing else."""
    found: dict[str, set[str]] = defaultdict(set)
    for (event_id, _), ids in documents.items():
        for document_id in ids & without_print:
            title = _BRACKETS.sub("", titles.get(document_id) or "").strip()
            if _is_entry(title, gazetteer, words):
                found[event_id].add(title)
    return {event_id: next(iter(names)) for event_id, names in found.items() if len(names) == 1}


def _is_entry(title: str, gazetteer: Gazetteer, words: EventWords) -> bool:
    """Whether a title is nothing but an event's name: "2011 Peru earthquake", not "Peru earthquake: what we know" or "Quake hits Peru"."""
    tokens = title.split()
    if not 2 <= len(tokens) <= 7 or not re.fullmatch(r"(?:[\w’'–-]+ ?)+", title):
        return False
    if re.search(r"\bFlight [A-Z]{0,3}\d+$", title):
        return True
    said = describe(title, gazetteer, words)
    numbers = [token for token in tokens if token.isdigit()]
    small = [token for token in tokens if token[:1].islower() and token.lower() not in _JOINING]
    opens = tokens[0].isdigit() or (tokens[0][:1].isupper() and fold(tokens[0]) not in words.generic | words.idle | _OPENERS)
    plain = not any(token.endswith(("s", "ed", "ing")) for token in small[:-1]) and not {fold(token) for token in tokens} & _OPENERS
    plain = plain and not re.search(r"\b(?!(?:of|in|and|on|at)\b)[a-z]+ [A-Z]", title)  # "Rescuers search Larnis wreck"
    named = said.kind is not None and bool(said.places or said.names) and opens and plain
    return named and all(len(number) == 4 for number in numbers) and (fold(tokens[-1]) in words.kinds or tokens[-1] in numbers)


def _before_words(seeds_folder: Path) -> tuple[str, ...]:
    """Words that put a figure before the events of its text ("pre-war")."""
    values = tomllib.loads((seeds_folder / "framing" / "times.toml").read_text(encoding="utf-8"))
    return tuple(fold(word) for word in values.get("before", ()))


def _stands_before(quote: str, before: Sequence[str]) -> bool:
    text = f" {fold(quote)} "
    return any(f" {word} " in text for word in before)


def _is_topic(claim: Claim) -> bool:
    return claim.subject_source is FrameSource.TOPIC and (claim.subject_id or "").startswith("event:")


def _countries(said: Description) -> frozenset[str]:
    return frozenset(place.split("/")[0] for place in said.places)


def _fullest_names(documents: Mapping[tuple[str, str], set[str]], said: Mapping[str, Description], words: EventWords) -> dict[str, str]:
    """By event, of the names its documents gave it the one of most countries, with a year, in most documents, first in the alphabet.

    An event of a point goes by its narrowest place ("Seoul crush", not "South Korea crush").
    """
    names: dict[str, list[str]] = defaultdict(list)
    for event_id, name in documents:
        if said[name].kind is not None:
            names[event_id].append(name)

    def emptiness(event_id: str, name: str) -> tuple[int, bool, int, int, str]:
        narrow = 0 if said[name].kind in words.areas else max((place.count("/") for place in said[name].places), default=0)
        return -len(_countries(said[name])), said[name].low is None, -min(narrow, 1), -len(documents[event_id, name]), name

    return {event_id: min(several, key=lambda name: emptiness(event_id, name)) for event_id, several in names.items()}


def _named(claim: Claim, fullest: Mapping[str, str], said: Mapping[str, Description], gazetteer: Gazetteer, words: EventWords) -> Claim:
    """The claim under its event's fullest name, and narrowed by the place its own document named the event after.

    A figure that its document gives of nothing, or of a place, and that was aligned to the event bears the event's name too; what it
    was given of is then what narrows it.
    """
    name = fullest.get(claim.subject_id or "")
    if name is None or name == claim.subject:
        return claim
    if claim.subject is None:
        return replace(claim, subject=name, subject_source=FrameSource.TOPIC, confidence=max(claim.confidence, _CONFIDENCE_OF_GIVEN))
    if not _is_topic(claim):
        if describe(claim.subject, gazetteer, words).kind is not None:
            return claim
        narrows = claim.facet is None and scope_of(claim.facet_id).place
        facet, source = (claim.subject, claim.subject_source) if narrows else (claim.facet, claim.facet_source)
        return replace(claim, subject=name, subject_source=FrameSource.TOPIC, facet=facet, facet_source=source)
    own, full = said[claim.subject], said[name]
    if own.kind is None or not _countries(own) <= _countries(full) or own.ordinal != full.ordinal:
        return claim
    facet, facet_source = claim.facet, claim.facet_source
    narrowed = scope_of(claim.facet_id).place
    if facet is None and narrowed and set(narrowed) == set(own.places):
        facet = _place_words(claim.subject, own, gazetteer, words)
        facet_source = FrameSource.TOPIC if facet else None
    return replace(claim, subject=name, facet=facet, facet_source=facet_source)


def _place_words(name: str, said: Description, gazetteer: Gazetteer, words: EventWords) -> str | None:
    """The words an event's name opens with that name its place: "New Zealand" of "New Zealand earthquake 2011"."""
    tokens = name.split()
    for end in range(len(tokens) - 1, 0, -1):
        opening = " ".join(tokens[:end])
        read = describe(opening, gazetteer, words)
        if read.kind is None and read.places == said.places and not read.rest:
            return opening
    return None


def _last_years(claims: Iterable[Claim]) -> dict[str, int]:
    """By document, the last year that any figure or date in it is of."""
    years: dict[str, int] = {}
    for claim in claims:
        days = [day for day in (claim.as_of_low, claim.as_of_high, claim.date_low, claim.date_high) if day is not None and day != date.max]
        if days:
            years[claim.document_id] = max(years.get(claim.document_id, 0), *(day.year for day in days))
    return years


def _year_of_event(claim: Claim, periods: Mapping[str, tuple[date | None, date | None]]) -> tuple[date, date] | None:
    """First day of the event and last day of its year, for a figure of it that nothing dates; None for other claims."""
    low, high = periods.get(claim.subject_id or "", (None, None))
    if low is None or high is None or low.year != high.year:
        return None  # an event of several years dates nothing
    numeric = claim.value_low is not None or claim.value_high is not None
    if not numeric or claim.subject_source is None or claim.as_of_low is not None or claim.as_of_high is not None:
        return None
    return None if Qualifier.EARLIER in claim.qualifiers else (low, date(high.year, 12, 31))
