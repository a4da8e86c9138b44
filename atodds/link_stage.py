"""The stage between loading and checking: what documents are about, whose each figure is, and which place holds which.

Everything it finds is given as frames of `schemas/`, so that a comparison can be made again from a snapshot as the run made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import polars as pl

from atodds.claims import Axis, Claim
from atodds.store.frames import rows_to_frame
from atodds.topics import Lesson, Linked, Topics, TopicText, find_topics, link_claims
from atodds.vocabulary import Standing

__all__ = ["LinkedCorpus", "link_claims_of_corpus", "link_claims_of_texts", "texts_of"]


@dataclass(frozen=True, slots=True)
class LinkedCorpus:
    """Claims with topic, subject and places, in the order given, and the frames that say why.

    `repeated` are trusted figures once more, for each further topic that tells of their subject.
    """

    claims: tuple[Claim, ...]
    entities: pl.DataFrame
    links: pl.DataFrame
    topics: pl.DataFrame
    standings: pl.DataFrame
    notes: tuple[str, ...]
    repeated: tuple[Claim, ...] = ()


def link_claims_of_corpus(
    claims: Sequence[Claim],
    documents: pl.DataFrame,
    segments: pl.DataFrame,
    seeds_folder: Path,
    aliases: Mapping[str, str],
    settled: Mapping[str, str],
    taught: Sequence[Lesson] = (),
    superseded_by: Mapping[str, str] | None = None,
) -> LinkedCorpus:
    """Topics of the documents, and the claims linked to them.

    Earlier versions of a document make no topics: what a folder is about does not follow from what was edited in it. Their claims are
    linked as if they stood in the current version.

    Args:
        claims: of these documents, in any order; those of documents without a text here go to where the others tell of their subject.
        documents: rows of `schemas/documents.py` with their text.
        segments: rows of `schemas/segments.py`, for the headings.
        seeds_folder: gazetteer and word lists.
        aliases: names of the user's own.
        settled: what the run before had as topic, by document and offset.
        taught: documents that a person joined or split.
        superseded_by: document id of an earlier version to that of the next.
    """
    texts = texts_of(documents, segments)
    bodies = {text.document_id: text.text for text in texts}
    as_of_now = [_in_current_version(claim, bodies, superseded_by or {}) for claim in claims]
    found = link_claims_of_texts(as_of_now, texts, seeds_folder, aliases, settled, taught)
    linked = [
        one if one.document_id == claim.document_id else replace(claim, topic_id=one.topic_id, subject_id=one.subject_id, axes=one.axes)
        for claim, one in zip(claims, found.claims, strict=True)
    ]
    return replace(found, claims=tuple(linked))


def _in_current_version(claim: Claim, bodies: Mapping[str, str], superseded_by: Mapping[str, str]) -> Claim:
    """A claim of an earlier version where its sentence stands now, or as far into the text as it stood; any other as it is."""
    current, seen = claim.document_id, {claim.document_id}
    while current not in bodies and superseded_by.get(current) not in (None, *seen):
        current = superseded_by[current]
        seen.add(current)
    if current == claim.document_id or current not in bodies:
        return claim
    at = bodies[current].find(claim.quote)
    start = claim.char_start or 0
    moved = at - start if at >= 0 else 0
    mention = None if claim.mention_start is None else claim.mention_start + moved
    return replace(claim, document_id=current, char_start=start + moved, mention_start=mention)


def link_claims_of_texts(
    claims: Sequence[Claim],
    texts: Sequence[TopicText],
    seeds_folder: Path,
    aliases: Mapping[str, str],
    settled: Mapping[str, str],
    taught: Sequence[Lesson] = (),
) -> LinkedCorpus:
    """The same over texts at hand; the arguments are those of `link_claims_of_corpus`."""
    topics = find_topics(texts, settled, taught, seeds_folder)
    known = {text.document_id for text in texts}
    inside = [claim for claim in claims if claim.document_id in known]
    outside = [claim for claim in claims if claim.document_id not in known]
    linked = link_claims(inside, topics, texts, seeds_folder, aliases, outside)
    by_id = {claim.claim_id: claim for claim in (*linked.claims, *linked.outside)}
    return LinkedCorpus(
        claims=tuple(by_id.get(claim.claim_id, claim) for claim in claims),
        entities=_entities(linked),
        links=_links(linked),
        topics=_topics(topics, texts),
        standings=_standings(linked),
        notes=topics.notes,
        repeated=linked.repeated,
    )


def texts_of(documents: pl.DataFrame, segments: pl.DataFrame) -> list[TopicText]:
    """The documents that were read, as topics ask for them, by path; headings as sections."""
    read = documents.filter(pl.col("same_content_as").is_null() & pl.col("text").is_not_null() & (pl.col("text").str.len_chars() > 0))
    headed = segments.filter(pl.col("kind") == "heading").sort("document_id", "char_start")
    sections: dict[str, list[tuple[int, str]]] = {}
    for document_id, start, heading in headed.select("document_id", "char_start", "heading").iter_rows():
        sections.setdefault(document_id, []).append((start, heading or ""))
    texts = []
    for row in read.sort("path").iter_rows(named=True):
        marks = sections.get(row["document_id"], [])
        ends = [*(start for start, _ in marks[1:]), len(row["text"])]
        found = [((heading,), start, end) for (start, heading), end in zip(marks, ends, strict=False)]
        texts.append(
            TopicText(
                document_id=row["document_id"],
                path=row["path"],
                title=row["title"],
                published_on=row["published_on"],
                publisher=row["publisher"],
                text=row["text"],
                sections=found,
            )
        )
    return texts


def _entities(linked: Linked) -> pl.DataFrame:
    rows = [
        {
            "entity_id": entity.entity_id,
            "name": entity.name,
            "kind": entity.kind,
            "aliases": list(entity.aliases),
            "part_of": list(entity.part_of),
            "period_low": entity.period_low,
            "period_high": entity.period_high,
            "claim_count": entity.claim_count,
        }
        for entity in linked.entities
    ]
    return rows_to_frame("entities", rows)


def _links(linked: Linked) -> pl.DataFrame:
    rows = [
        {"mention": link.mention, "document_id": link.document_id, "entity_id": link.entity_id, "score": link.score, "reason": link.reason}
        for link in linked.links
    ]
    return rows_to_frame("links", rows).sort("mention", "entity_id")


def _topics(topics: Topics, texts: Iterable[TopicText]) -> pl.DataFrame:
    rows = []
    for text in texts:
        for stretch in topics.placed[text.document_id]:
            topic = topics.topics[stretch.topic]
            low, high = topic.period or (None, None)
            rows.append(
                {
                    "document_id": text.document_id,
                    "document_path": text.path,
                    "char_start": stretch.start,
                    "topic_id": topic.topic_id,
                    "name": topic.name,
                    "kind": topic.kind,
                    "period_low": low,
                    "period_high": high,
                    "shares": list(stretch.shares),
                }
            )
    return rows_to_frame("topics", rows)


def _standings(linked: Linked) -> pl.DataFrame:
    """How the places that figures of one topic are narrowed by stand to each other and to the topic."""
    of_topic: dict[str, set[str]] = {}
    for claim in linked.claims:
        places = {value.value for value in claim.axes if value.axis is Axis.PLACE and value.value.startswith("place:")}
        places |= {claim.subject_id} if claim.subject_id is not None and claim.subject_id.startswith("place:") else set()
        for key in {claim.topic_id, claim.subject_id} - {None}:
            of_topic.setdefault(str(key), set()).update(places)
    found: dict[tuple[str, str], str] = {}
    for topic_id, places in of_topic.items():
        for place in places:
            standing = linked.places.in_topic(topic_id, place)
            if standing is not Standing.UNKNOWN:
                found[topic_id, place] = standing.value
        for one, other in combinations(sorted(places), 2):
            standing = linked.places.relation(one, other)
            if standing is not Standing.UNKNOWN:
                found[one, other] = standing.value
    rows = [{"one": one, "other": other, "standing": standing} for (one, other), standing in sorted(found.items())]
    return rows_to_frame("standings", rows)
