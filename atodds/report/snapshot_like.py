"""What the report needs of a snapshot: frames by name, read only. `atodds.store.snapshot.Snapshot` is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl

__all__ = ["SnapshotLike"]


class SnapshotLike(Protocol):
    """The tables of one run. Frames may lack columns this module knows and may have others it does not."""

    @property
    def documents(self) -> pl.DataFrame:
        """One row per document, unreadable ones included, with its canonical text."""

    @property
    def claims(self) -> pl.DataFrame:
        """One row per claim."""

    @property
    def entities(self) -> pl.DataFrame:
        """One row per entity: `entity_id` and `name` at least."""

    @property
    def discrepancies(self) -> pl.DataFrame:
        """One row per discrepancy, resolved ones of the run before included."""

    @property
    def problems(self) -> pl.DataFrame:
        """One row for each thing that could not be done."""

    @property
    def run(self) -> Mapping[str, Any]:
        """What was run: `run_id`, corpus, versions, counts."""
