"""Topics of a folder: what its documents, and the stretches of its long ones, are about.

    topics = find_topics(texts, settled=of_the_run_before, taught=lessons)
    topics.at(document_id, 1840).name            "Tesna flood, June 2023"
    topics.notes                                 what moved among settled documents, and why

A topic keeps its id from run to run: documents it had keep it (`settled`), and a new one is named after the documents that founded it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from atodds.topics.happenings import Happening
from atodds.topics.names import Name
from atodds.topics.stretches import Section

__all__ = ["Lesson", "ListedTopic", "Stretch", "Topic", "TopicText", "Topics", "list_topics", "settled_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicText:
    """A document as topics ask for it; `sections` are its heading paths with their offsets, for long documents."""

    document_id: str
    path: str
    title: str | None
    published_on: date | None
    publisher: str | None
    text: str
    sections: Sequence[Section] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person said of documents, named by id or path: they are about one thing, or (split) about another than `against` are."""

    verdict: Literal["join", "split"]
    documents: tuple[str, ...]
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What one or more documents are about. All but the id is voted by its documents, for display and for telling others apart."""

    topic_id: str
    name: str  # "Tesna flood, June 2023"
    kind: str  # event, place, project, company, institution, report, budget or subject
    document_ids: tuple[str, ...]
    key_names: tuple[str, ...]  # folded, those that tell it best first
    places: tuple[str, ...]  # ids of the gazetteer, those of most documents first
    home: tuple[str, ...]  # of them, those it is about or happened in
    period: tuple[date, date] | None  # of an event
    happenings: tuple[Happening, ...]  # what kinds of happening it tells of, and when each was; an event's own first


class Stretch(NamedTuple):
    """Where a passage about one topic begins in a document; `topic` is a number in `Topics.topics`."""

    start: int
    topic: int
    shares: tuple[str, ...]  # what it has in common with the rest of its topic


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a folder, and which passage is about which."""

    topics: tuple[Topic, ...]
    notes: tuple[str, ...]
    names: Mapping[str, tuple[Name, ...]] = field(repr=False)  # document -> the names in it, in order
    placed: Mapping[str, tuple[Stretch, ...]] = field(repr=False)

    def at(self, document_id: str, char_offset: int = 0) -> Topic:
        """The topic of a passage.

        Raises:
            KeyError: for a document that was not given.
        """
        found = self.placed[document_id]
        return self.topics[found[max(bisect_right([stretch.start for stretch in found], char_offset) - 1, 0)].topic]

    def of(self, document_id: str) -> tuple[Topic, ...]:
        """The topics of a document, that of its first passage first."""
        return tuple(dict.fromkeys(self.topics[stretch.topic] for stretch in self.placed[document_id]))

    def shared(self, document_id: str, topic_id: str) -> tuple[str, ...]:
        """The names that a document has in common with the others of a topic."""
        found = (stretch.shares for stretch in self.placed[document_id] if self.topics[stretch.topic].topic_id == topic_id)
        return tuple(dict.fromkeys(name for shares in found for name in shares))

    @property
    def settled(self) -> dict[str, str]:
        """What the next run takes as `settled`: document, or document and offset of a stretch, to topic."""
        return {
            settled_key(document_id, stretch.start): self.topics[stretch.topic].topic_id
            for document_id, found in sorted(self.placed.items())
            for stretch in found
        }


def settled_key(document_id: str, start: int) -> str:
    """How a document, or a later stretch of it, is named in `Topics.settled`."""
    return f"{document_id}:{start}" if start else document_id


@dataclass(frozen=True, slots=True)
class ListedTopic:
    """A topic with its documents, each with the reason why it stands there."""

    topic: Topic
    documents: tuple[tuple[str, str], ...]  # path, reason


def list_topics(topics: Topics, texts: Iterable[TopicText]) -> tuple[ListedTopic, ...]:
    """Every topic with its documents and reasons, the largest first."""
    paths = {text.document_id: text.path for text in texts}
    listed = []
    for topic in sorted(topics.topics, key=lambda topic: (-len(topic.document_ids), topic.name, topic.topic_id)):
        rows = []
        for document_id in topic.document_ids:
            shared = topics.shared(document_id, topic.topic_id)
            alone = "shares no name with another document" if len(topic.document_ids) > 1 else "the only one"
            part = " in a part of it" if len(topics.of(document_id)) > 1 else ""
            rows.append((paths.get(document_id, document_id), f"shares {', '.join(shared)}{part}" if shared else alone))
        listed.append(ListedTopic(topic, tuple(sorted(rows))))
    return tuple(listed)
