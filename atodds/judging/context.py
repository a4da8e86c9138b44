"""What checks may know beyond the claims, put together from the tables of a run: the same for a run, for `atodds explain` and the report.

context = make_context(documents=..., entities=..., copies=..., seeds_folder=...)
comparing = make_comparing(knowledge_of(context, source))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from atodds.check_words import load_check_words
from atodds.claim_types import ClaimType, load_claim_types
from atodds.claims import Claim
from atodds.claims.measure_classes import MeasureClasses, load_measure_classes
from atodds.judging.groups import ClaimSource, Dependence
from atodds.linking.knowledge import Knowledge, TopicTimes, in_base_units
from atodds.linking.time import times_of_topics
from atodds.linking.weights import Weights, load_weights
from atodds.linking.words import rarity_of_counts, relate_by_words
from atodds.reading.derived import Written, written_in
from atodds.seeds import seeds_in_use
from atodds.vocabulary import Standing

if TYPE_CHECKING:
    from atodds.judging.checking import SqlCheck

__all__ = ["CheckContext", "RunSql", "knowledge_of", "make_context"]

RunSql = Callable[["SqlCheck"], Iterable[Mapping[str, object]]]
Convert = Callable[[float, str, str, date | None], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What the checks may know beyond the claims; everything has a sensible nothing."""

    claim_types: Mapping[str, ClaimType] = field(default_factory=dict)
    classes: MeasureClasses = field(default_factory=load_measure_classes)
    weights: Weights = field(default_factory=load_weights)
    relate_places: Callable[[str, str], Standing] = relate_by_words
    places_of: Callable[[str], frozenset[str]] = lambda topic: frozenset()
    times: Mapping[str, TopicTimes] = field(default_factory=dict)  # by topic or subject, where something better than its tolls tells
    to_base: Callable[[float, str], tuple[float, str] | None] = in_base_units
    convert: Convert = lambda amount, source, target, day: None
    publishers: Mapping[str, str] = field(default_factory=dict)  # document id to publisher
    copies: Mapping[str, str] = field(default_factory=dict)  # document id to the document it copies
    dependences: Sequence[Dependence] = ()  # the same with passages, for what is asked of a copy and its original
    previous: Sequence[Claim] = ()  # claims of superseded versions, linked like the current ones
    superseded_by: Mapping[str, str] = field(default_factory=dict)  # document id of a version to that of the next
    derived: Mapping[str, str] = field(default_factory=dict)  # document id to the longer document it sums up
    written: Mapping[str, Written] = field(default_factory=dict)  # id of a document that is summed up to what stands in its text
    run_sql: RunSql | None = None

    def sources(self, claims: Iterable[Claim]) -> int:
        """How many sources that do not copy each other claims have."""
        originals = {self.copies.get(claim.document_id, claim.document_id) for claim in claims}
        return len({self.publishers.get(document_id, document_id) for document_id in originals})


def knowledge_of(context: CheckContext, source: ClaimSource) -> Knowledge:
    """What the comparison of two claims may know: the context, and what the corpus itself tells of words and of when events began."""
    words = load_check_words()
    counts, documents = source.words()
    return Knowledge(
        claim_types=context.claim_types,
        classes=context.classes,
        words=words,
        weights=context.weights,
        relate_places=context.relate_places,
        places_of=context.places_of,
        times={**times_of_topics(source.toll_days(), words), **context.times},
        rarity=rarity_of_counts(counts, documents),
        to_base=context.to_base,
        convert=context.convert,
    )


def make_context(
    *,
    documents: pl.DataFrame,
    copies: pl.DataFrame,
    topics: pl.DataFrame,
    standings: pl.DataFrame,
    seeds_folder: Path | None = None,
    run_sql: RunSql | None = None,
    previous: Sequence[Claim] = (),
    superseded_by: Mapping[str, str] | None = None,
) -> CheckContext:
    """The context of a corpus.

    Args:
        documents: their publishers, and the texts of those that are summed up.
        copies: which document copies or sums up which.
        topics: what each passage is about, and when that was.
        standings: which place holds which.
        seeds_folder: claim types, classes and weights; the folder in use without.
        run_sql: runs a `.sql` check; without it such checks are left out.
        previous: claims of the versions before, linked like the current ones.
        superseded_by: document id of a version to that of the next.
    """
    seeds_folder = seeds_folder or seeds_in_use()
    derived = dict(copies.filter(pl.col("kind") == "derived").select("document_id", "copy_of_id").iter_rows())
    summed_up = documents.filter(pl.col("document_id").is_in(list(derived.values()))) if "text" in documents.columns else documents.clear()
    texts = summed_up.select("document_id", "text").iter_rows() if summed_up.height else ()
    return CheckContext(
        claim_types=load_claim_types(seeds_folder / "claim_types"),
        classes=load_measure_classes(seeds_folder),
        weights=load_weights(seeds_folder / "weights.toml"),
        relate_places=places_related(standings),
        places_of=places_of_topics(standings),
        times=times_of_events(topics),
        convert=convert,
        publishers=dict(documents.filter(pl.col("publisher").is_not_null()).select("document_id", "publisher").iter_rows()),
        copies=dict(copies.filter(pl.col("kind") == "document").select("document_id", "copy_of_id").iter_rows()),
        dependences=[_dependence(row) for row in copies.filter(pl.col("kind").is_in(["document", "passage"])).iter_rows(named=True)],
        previous=previous,
        superseded_by=superseded_by or {},
        derived=derived,
        written={document_id: written_in(text) for document_id, text in texts},
        run_sql=run_sql,
    )


_TURNED = {Standing.PART: Standing.WHOLE, Standing.WHOLE: Standing.PART}


def places_related(standings: pl.DataFrame) -> Callable[[str, str], Standing]:
    """How two places stand to each other by the rows of `schemas/standings.py`; names without a row by their words."""
    known = {(one, other): Standing(standing) for one, other, standing in standings.select("one", "other", "standing").iter_rows()}

    def relate(a: str, b: str) -> Standing:
        if a == b:
            return Standing.SAME
        found = known.get((a, b))
        if found is None:
            turned = known.get((b, a))
            found = None if turned is None else _TURNED.get(turned, turned)
        if found is not None:
            return found
        return Standing.UNKNOWN if a.startswith("place:") and b.startswith("place:") else relate_by_words(a, b)

    return relate


def places_of_topics(standings: pl.DataFrame) -> Callable[[str], frozenset[str]]:
    """The places that narrow a topic's figures to nothing: its own, and those that hold it."""
    own: dict[str, set[str]] = {}
    for topic, place in standings.filter(pl.col("standing").is_in(["same", "whole"])).select("one", "other").iter_rows():
        if not topic.startswith("place:"):
            own.setdefault(topic, set()).add(place)
    frozen = {topic: frozenset(places) for topic, places in own.items()}
    return lambda topic: frozen.get(topic, frozenset())


LONGEST_SUDDEN_DAYS = 14  # an event that is dated to less struck within hours or days


def times_of_events(topics: pl.DataFrame) -> dict[str, TopicTimes]:
    """When each topic that is an event began and ended, and whether it was sudden: dated to days, not to a season of them."""
    found = {}
    events = topics.filter((pl.col("kind") == "event") & pl.col("period_low").is_not_null() & pl.col("period_high").is_not_null())
    for topic_id, low, high in events.select("topic_id", "period_low", "period_high").unique(maintain_order=True).iter_rows():
        found[topic_id] = TopicTimes(low, high, (high - low).days <= LONGEST_SUDDEN_DAYS)
    return found


def convert(amount: float, source: str, target: str, day: date | None) -> float | None:
    """A sum in another currency at the rate of a day; None where there is none, or no day is known."""
    from atodds.normalising import currencies

    converted = currencies.convert(amount, source, target, day) if day is not None else None
    return None if converted is None else converted.amount


def _dependence(row: Mapping[str, Any]) -> Dependence:
    spans = [(row[start], row[end]) for start, end in (("char_start", "char_end"), ("of_char_start", "of_char_end"))]
    span, of_span = (None if start is None or end is None else (int(start), int(end)) for start, end in spans)
    return Dependence(row["document_id"], row["copy_of_id"], span, of_span)
