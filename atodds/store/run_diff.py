"""Where discrepancies stand against earlier runs over the same sources. Pure functions of frames and ids."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from atodds.vocabulary import DiscrepancyState

__all__ = ["RunDiff", "diff_runs", "with_states"]


def with_states(discrepancies: pl.DataFrame, before: pl.DataFrame | None, seen: Collection[str]) -> pl.DataFrame:
    """The discrepancies of a run with their states, and after them, as resolved, those of the run before that it no longer has.

    Args:
        discrepancies: what the run found.
        before: the discrepancies of the run before over the same sources, its resolved ones included; None for the first run.
        seen: ids that any earlier run over the same sources had: one that comes back after being resolved is reopened.
    """
    standing: set[str] = set()
    if before is not None:
        standing = set(before.filter(pl.col("state") != DiscrepancyState.RESOLVED)["discrepancy_id"])
    ids = pl.col("discrepancy_id")
    state = (
        pl.when(ids.is_in(sorted(standing)))
        .then(pl.lit(str(DiscrepancyState.PERSISTING)))
        .when(ids.is_in(sorted(seen)))
        .then(pl.lit(str(DiscrepancyState.REOPENED)))
        .otherwise(pl.lit(str(DiscrepancyState.NEW)))
    )
    found = discrepancies.with_columns(state.alias("state"))
    if before is None:
        return found
    gone = before.filter(ids.is_in(sorted(standing)) & ~ids.is_in(sorted(set(discrepancies["discrepancy_id"]))))
    return pl.concat([found, gone.with_columns(pl.lit(str(DiscrepancyState.RESOLVED)).alias("state"))])


@dataclass(frozen=True, slots=True)
class RunDiff:
    """The discrepancies of two runs held against each other, each a frame of `schemas/discrepancies.py`."""

    new: pl.DataFrame
    persisting: pl.DataFrame
    resolved: pl.DataFrame


def diff_runs(before: pl.DataFrame, after: pl.DataFrame) -> RunDiff:
    """What `after` has that `before` has not, what both have, and what is gone; resolved rows of either count as absent."""
    before = before.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    after = after.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    old, new = before["discrepancy_id"], after["discrepancy_id"]
    ids = pl.col("discrepancy_id")
    return RunDiff(
        new=after.filter(~ids.is_in(old.implode())),
        persisting=after.filter(ids.is_in(old.implode())),
        resolved=before.filter(~ids.is_in(new.implode())),
    )
