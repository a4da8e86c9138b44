"""How topics are found: documents to stretches, stretches to terms, terms to clusters, clusters to topics with names and ids."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from atodds.claims.names import slug
from atodds.seeds import SEEDS_FOLDER
from atodds.topics.clusters import Era, Joined, link
from atodds.topics.describing import Description, Passage, describe
from atodds.topics.gazetteer import Gazetteer, load_gazetteer
from atodds.topics.happenings import dated_happenings, stated_times
from atodds.topics.names import Capitals, Name, Word, names_of, read_words
from atodds.topics.stretches import parts, stretches
from atodds.topics.terms import Rarity, Terms, Vector, read_terms
from atodds.topics.topic_words import TopicWords, load_topic_words
from atodds.topics.topics import Lesson, Stretch, Topic, Topics, TopicText, settled_key

__all__ = ["find_topics"]

_LEAD = 300  # characters behind the title: what a text is about is said there
_FOUNDERS = 2  # first documents of a topic, which with its name make its id
_SHOWN = 4  # names that are shown as the reason for a document's place


@dataclass(frozen=True, slots=True)
class _Unit:
    """A document, or a part of one that is about something else than the rest."""

    text: int  # number of the document
    spans: tuple[tuple[int, int], ...]  # offsets, in order
    terms: Terms

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in it."""
        return any(start <= offset < end for start, end in self.spans)


def find_topics(
    texts: Sequence[TopicText], settled: Mapping[str, str] | None = None, taught: Sequence[Lesson] = (), seeds_folder: Path = SEEDS_FOLDER
) -> Topics:
    """The topics of a folder.

    Args:
        texts: its documents, in any order.
        settled: `Topics.settled` of the run before; what stands there stays together unless a note says why not.
        taught: what a person joined and split; the last lesson on two documents holds.
        seeds_folder: where gazetteer and word lists stand.
    """
    texts = sorted(texts, key=lambda text: (text.published_on or date.max, text.document_id))
    gazetteer, words = load_gazetteer(seeds_folder), load_topic_words(seeds_folder)
    capitals = Capitals()
    written: list[list[Word]] = []
    for text in texts:
        read = read_words(text.text)
        capitals.count(read)
        written.append(read.words)
    names = [tuple(names_of(found, capitals)) for found in written]
    whole = [read_terms(found, text.title or "", capitals, gazetteer) for found, text in zip(names, texts, strict=True)]
    rarity = Rarity(whole, capitals)
    units = [
        unit
        for number in range(len(texts))
        for unit in _units(number, texts[number], names[number], whole[number], rarity, capitals, gazetteer)
    ]
    vectors = [rarity.vector(unit.terms) for unit in units]
    passages = [_passage(unit, texts[unit.text], names[unit.text], words) for unit in units]
    known = {}
    for number, unit in enumerate(units):
        topic = (settled or {}).get(_key(unit, texts))
        if topic:
            known[number] = topic
    together, apart, notes = _lessons(taught, texts, units)
    clusters, joined = link(vectors, known, together, apart, [_era(passage) for passage in passages])
    descriptions = [describe([passages[n] for n in cluster], [vectors[n] for n in cluster], gazetteer, words) for cluster in clusters]
    ids = _ids(clusters, descriptions, known, units, texts)
    topics = tuple(
        Topic(
            topic_id=topic_id,
            name=said.name,
            kind=said.kind,
            document_ids=tuple(dict.fromkeys(texts[units[number].text].document_id for number in cluster)),
            key_names=said.key_names,
            places=said.places,
            home=said.home,
            period=said.period,
            happenings=said.happenings,
        )
        for topic_id, said, cluster in zip(ids, descriptions, clusters, strict=True)
    )
    placed: dict[str, list[Stretch]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        shares = _shares(cluster, vectors, units)
        for member in cluster:
            common = tuple(dict.fromkeys(_spoken(term, gazetteer) for term in shares[member]))
            placed[texts[units[member].text].document_id].extend(Stretch(start, number, common) for start, _ in units[member].spans)
    notes.extend(_moves(joined, topics, known, clusters, units, texts, gazetteer))
    return Topics(
        topics,
        tuple(notes),
        {text.document_id: found for text, found in zip(texts, names, strict=True)},
        {document_id: tuple(sorted(found)) for document_id, found in placed.items()},
    )


def _units(
    number: int, text: TopicText, names: Sequence[Name], whole: Terms, rarity: Rarity, capitals: Capitals, gazetteer: Gazetteer
) -> list[_Unit]:
    """The document as a whole, or the parts of it that are about things of their own."""
    pieces = stretches(text.text, text.sections)
    if len(pieces) == 1:
        return [_Unit(number, ((0, len(text.text)),), whole)]
    terms = [
        read_terms((name for name in names if start <= name.start < end), headed, capitals, gazetteer) for start, end, headed in pieces
    ]
    found = parts(pieces, terms, [rarity.vector(one) for one in terms])
    if len(found) == 1:
        return [_Unit(number, ((0, len(text.text)),), whole)]
    return [
        _Unit(
            number,
            tuple(pieces[piece][:2] for piece in part),
            Terms(sum((terms[piece].counts for piece in part), Counter()), frozenset().union(*(terms[piece].titled for piece in part))),
        )
        for part in found
    ]


def _key(unit: _Unit, texts: Sequence[TopicText]) -> str:
    return settled_key(texts[unit.text].document_id, unit.spans[0][0])


def _passage(unit: _Unit, text: TopicText, names: Sequence[Name], words: TopicWords) -> Passage:
    """What a unit says; the spans of a part are read as one text."""
    body, inside = "", list[Name]()
    for start, end in unit.spans:
        by = len(body) - start
        inside.extend(Name(name.folded, name.start + by, name.end + by) for name in names if start <= name.start < end)
        body += text.text[start:end]
    happenings, times = tuple(words.happenings_in(body)), tuple(stated_times(body, text.published_on))
    dated = tuple(dated_happenings(body, happenings, times))
    return Passage(text.document_id, text.title or "", tuple(inside), body, happenings, times, dated, text.published_on)


def _era(passage: Passage) -> Era:
    """The years that a text gives to the happenings of its title and lead, there or, where it gives none there, all through it.

    The year of printing is always one of them: news of a flood may give no other year than that of the last one.
    """
    lead = len(passage.title) + _LEAD
    printed = passage.published_on.year if passage.published_on else None
    years: dict[str, frozenset[int]] = {}
    for family in {happening.family for happening in passage.happenings if happening.start < lead}:
        dated = [one for one in passage.dated if one.happening.family == family]
        dated = [one for one in dated if one.happening.start < lead] or dated
        told = {year for one in dated for year in range(one.time.low.year, one.time.high.year + 1)}
        years[family] = frozenset(told | {printed} if told and printed else told)
    return Era(years, printed)


def _lessons(
    taught: Sequence[Lesson], texts: Sequence[TopicText], units: Sequence[_Unit]
) -> tuple[list[tuple[int, int]], dict[int, set[int]], list[str]]:
    """Pairs of units that a person joined, those that must not meet, and what of the lessons came to nothing."""
    named: dict[str, list[int]] = defaultdict(list)
    of_text: dict[int, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        of_text[unit.text].append(number)
        for name in {texts[unit.text].document_id, texts[unit.text].path}:
            named[name].append(number)
    verdicts: dict[tuple[int, int], str] = {}
    notes = []
    for lesson in taught:
        for name in (*lesson.documents, *lesson.against):
            if name not in named:
                notes.append(f"a lesson to {lesson.verdict} names {name}, which is no document of this folder; take it out")
        first = [number for name in lesson.documents for number in named.get(name, ())]
        others = first if lesson.verdict == "join" else [number for name in lesson.against for number in named.get(name, ())]
        verdicts |= {(min(a, b), max(a, b)): lesson.verdict for a in first for b in others if a != b}
    apart: dict[int, set[int]] = defaultdict(set)
    for number, unit in enumerate(units):
        apart[number].update(other for other in of_text[unit.text] if other != number)  # parts of one document were found to differ
    for (a, b), verdict in verdicts.items():
        if verdict == "split":
            apart[a].add(b)
            apart[b].add(a)
    return [pair for pair, verdict in verdicts.items() if verdict == "join"], dict(apart), notes


def _ids(
    clusters: Sequence[list[int]],
    descriptions: Sequence[Description],
    known: Mapping[int, str],
    units: Sequence[_Unit],
    texts: Sequence[TopicText],
) -> list[str]:
    """The id that most of a cluster's settled members have, once; else one of its name and the documents that founded it."""
    claims = [Counter(known[number] for number in cluster if number in known) for cluster in clusters]
    ids: list[str] = [""] * len(clusters)
    asked = sorted(((-votes, topic, number) for number, found in enumerate(claims) for topic, votes in found.items()))
    for _, topic, number in asked:
        if not ids[number] and topic not in ids:
            ids[number] = topic
    for number, (cluster, said) in enumerate(zip(clusters, descriptions, strict=True)):
        if not ids[number]:
            name = said.key_names[0] if said.key_names else "untitled"
            founders = [_key(units[member], texts) for member in cluster[:_FOUNDERS]]
            digest = hashlib.sha256("\n".join([name, *founders]).encode()).hexdigest()
            ids[number] = f"topic:{slug(name)}-{digest[:8]}"
    return ids


def _shares(cluster: Sequence[int], vectors: Sequence[Vector], units: Sequence[_Unit]) -> dict[int, list[str]]:
    """For each member the terms that bind it to the other documents of its cluster, the strongest first."""
    total: Vector = defaultdict(float)
    own: dict[int, Vector] = defaultdict(lambda: defaultdict(float))
    for member in cluster:
        for term, weight in vectors[member].items():
            total[term] += weight
            own[units[member].text][term] += weight
    found = {}
    for member in cluster:
        elsewhere = own[units[member].text]
        worth = {term: weight * (total[term] - elsewhere[term]) for term, weight in vectors[member].items()}
        found[member] = sorted((term for term in worth if worth[term] > 1e-6), key=lambda term: (-worth[term], term))[:_SHOWN]
    return found


def _spoken(term: str, gazetteer: Gazetteer) -> str:
    """A term as a reader would write it."""
    if term.startswith("place:"):
        return gazetteer.entities[term].name
    return f'"{term.removeprefix("title:")}"' if term.startswith("title:") else term.title()


def _moves(
    joined: Sequence[Joined],
    topics: Sequence[Topic],
    known: Mapping[int, str],
    clusters: Sequence[Sequence[int]],
    units: Sequence[_Unit],
    texts: Sequence[TopicText],
    gazetteer: Gazetteer,
) -> list[str]:
    """What moved among settled documents, and why, in words."""
    names = {topic.topic_id: topic.name for topic in topics}
    reasons = {one.taken: f"both speak of {', '.join(_spoken(term, gazetteer) for term in one.shared)}" for one in joined}
    moved: dict[tuple[str, str], list[str]] = defaultdict(list)
    for topic, cluster in zip(topics, clusters, strict=True):
        for number in cluster:
            if known.get(number, topic.topic_id) != topic.topic_id:
                moved[(known[number], topic.topic_id)].append(texts[units[number].text].path)
    return [
        f"{paths[0]}{f' and {len(paths) - 1} more' if len(paths) > 1 else ''}: now under {names[new]} ({new}), no longer under "
        f"{names.get(old, 'a topic that is no more')} ({old}), since {reasons.get(old, 'a person taught so')}"
        for (old, new), paths in sorted(moved.items())
    ]
