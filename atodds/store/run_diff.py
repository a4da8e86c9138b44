"""Where discrepancies stand against earlier runs over the same sources. Functions of frames and ids.

Which finding of one run is which of another is told by `atodds.succession`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from atodds.store.snapshot import Snapshot
from atodds.succession import free_id, keys_of, persisting
from atodds.vocabulary import DiscrepancyState

__all__ = ["RunDiff", "diff_snapshots", "with_ids", "with_states"]


def with_ids(discrepancies: pl.DataFrame, followed: Mapping[str, str]) -> pl.DataFrame:
    """The discrepancies of a run, those that persist under the ids they had before; `followed` leads from an id to that."""
    kept = set(followed.values())
    new_ids: dict[str, str] = {}
    for identity in discrepancies["discrepancy_id"]:
        new_ids[identity] = followed[identity] if identity in followed else free_id(identity, kept)
        kept.add(new_ids[identity])
    if all(identity == new_id for identity, new_id in new_ids.items()):
        return discrepancies
    return discrepancies.with_columns(pl.col("discrepancy_id").replace(new_ids))


def with_states(
    discrepancies: pl.DataFrame, before: pl.DataFrame | None, seen: Collection[str], unseen: Collection[str] = (), *, told: bool = True
) -> pl.DataFrame:
    """The discrepancies of a run with their states, and after them those of the run before that it no longer has: as resolved.

    Args:
        discrepancies: what the run found, under the ids they had before where they persist.
        before: the discrepancies of the run before over the same sources, its resolved ones included; None for the first run.
        seen: ids that any earlier run over the same sources had: one that comes back after being resolved is reopened.
        unseen: ids of the run before whose documents this run could not look at: where it no longer has them, they persist.
        told: whether anybody was told of the run before; where not, what it called new, reopened or resolved is so still.
    """
    standing: set[str] = set()
    news: dict[str, str] = {}
    if before is not None:
        standing = set(before.filter(pl.col("state") != DiscrepancyState.RESOLVED)["discrepancy_id"])
        if not told:
            news = dict(before.filter(pl.col("state") != DiscrepancyState.PERSISTING).select("discrepancy_id", "state").iter_rows())
    ids = pl.col("discrepancy_id")
    state = (
        pl.when(ids.is_in(sorted(standing & news.keys())))
        .then(ids.replace(news))
        .when(ids.is_in(sorted(standing)))
        .then(pl.lit(str(DiscrepancyState.PERSISTING)))
        .when(ids.is_in(sorted(seen)))
        .then(pl.lit(str(DiscrepancyState.REOPENED)))
        .otherwise(pl.lit(str(DiscrepancyState.NEW)))
    )
    found = discrepancies.with_columns(state.alias("state"))
    if before is None:
        return found
    gone = before.filter(ids.is_in(sorted(standing | news.keys())) & ~ids.is_in(sorted(set(discrepancies["discrepancy_id"]))))
    lasting = (
        pl.when(ids.is_in(sorted(standing & set(unseen))))
        .then(pl.lit(str(DiscrepancyState.PERSISTING)))
        .otherwise(pl.lit(str(DiscrepancyState.RESOLVED)))
    )
    kept = gone.with_columns(lasting.alias("state")).sort(pl.col("state") == DiscrepancyState.RESOLVED, maintain_order=True)
    return pl.concat([found, kept])


@dataclass(frozen=True, slots=True)
class RunDiff:
    """The discrepancies of two runs held against each other, each a frame of `schemas/discrepancies.py`."""

    new: pl.DataFrame
    persisting: pl.DataFrame
    resolved: pl.DataFrame


def diff_snapshots(before: Snapshot, after: Snapshot) -> RunDiff:
    """What `after` has that `before` has not, what both have under whatever id, and what is gone; resolved rows count as absent."""
    old = before.discrepancies.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    new = after.discrepancies.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    followed = persisting(
        keys_of(old, (before.claims, before.past_claims), (before.documents, before.past_documents)),
        keys_of(new, (after.claims, after.past_claims), (after.documents, after.past_documents)),
        after.documents["document_id"].to_list(),
    )
    ids = pl.col("discrepancy_id")
    return RunDiff(
        new=new.filter(~ids.is_in(sorted(followed))),
        persisting=new.filter(ids.is_in(sorted(followed))),
        resolved=old.filter(~ids.is_in(sorted(set(followed.values())))),
    )
