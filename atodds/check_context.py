"""What checks may know beyond the claims, put together from the tables of a run: the same for a run and for `atodds explain`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from atodds.aligning.identities import Identity
    from atodds.check_running import CheckContext
    from atodds.checking import SqlCheck
    from atodds.claims import Claim
    from atodds.dependent_claims import Dependence

__all__ = ["convert", "make_context", "to_base"]

RunSql = Callable[["SqlCheck"], Iterable[Mapping[str, object]]]


def make_context(
    *,
    documents: pl.DataFrame,
    entities: pl.DataFrame,
    copies: pl.DataFrame,
    seeds_folder: Path,
    run_sql: RunSql | None = None,
    previous: Sequence[Claim] = (),
    superseded_by: Mapping[str, str] | None = None,
) -> CheckContext:
    """The context of a corpus.

    Args:
        documents: their publishers, and the texts of those that are summed up.
        entities: the periods of events.
        copies: which document copies or sums up which.
        seeds_folder: claim types and the user's trusted figures.
        run_sql: runs a `.sql` check; without it such checks are left out.
        previous: claims of the versions before, aligned like the current ones.
        superseded_by: document id of a version to that of the next.
    """
    from atodds.aligning import relate_scopes
    from atodds.check_running import CheckContext
    from atodds.claim_types import load_claim_types
    from atodds.reading.derived import written_in

    periods: dict[str, tuple[date | None, date | None]] = {
        entity_id: (low, high) for entity_id, low, high in entities.select("entity_id", "period_low", "period_high").iter_rows()
    }

    derived = dict(copies.filter(pl.col("kind") == "derived").select("document_id", "copy_of_id").iter_rows())
    summed_up = documents.filter(pl.col("document_id").is_in(list(derived.values()))) if "text" in documents.columns else documents.clear()
    return CheckContext(
        claim_types=load_claim_types(seeds_folder / "claim_types"),
        relate_scopes=relate_scopes,
        event_period=periods.get,
        to_base=to_base,
        convert=convert,
        publishers=dict(documents.filter(pl.col("publisher").is_not_null()).select("document_id", "publisher").iter_rows()),
        copies=dict(copies.filter(pl.col("kind") == "document").select("document_id", "copy_of_id").iter_rows()),
        dependences=[_dependence(row) for row in copies.filter(pl.col("kind").is_in(["document", "passage"])).iter_rows(named=True)],
        previous=previous,
        superseded_by=superseded_by or {},
        derived=derived,
        written={document_id: written_in(text) for document_id, text in summed_up.select("document_id", "text").iter_rows()}
        if summed_up.height
        else {},
        identities=_identities(documents, seeds_folder),
        run_sql=run_sql,
    )


def to_base(value: float, unit: str) -> tuple[float, str] | None:
    """A value in the base unit of its dimension, and the dimension; None for a unit of no dimension."""
    from atodds.normalising import units

    base, dimension = units.to_base(value, unit)
    return None if dimension is None else (base, dimension)


def convert(amount: float, source: str, target: str, day: date) -> float | None:
    """A sum in another currency at the rate of a day; None where there is none."""
    from atodds.normalising import currencies

    converted = currencies.convert(amount, source, target, day)
    return None if converted is None else converted.amount


def _identities(documents: pl.DataFrame, seeds_folder: Path) -> dict[str, Identity]:
    """What each document with a text says its topic is."""
    from atodds.aligning.identities import identity_of

    if "text" not in documents.columns:
        return {}
    standing = documents.filter(pl.col("same_content_as").is_null()).select("document_id", "title", pl.col("text").str.slice(0, 4_000))
    found = {document_id: identity_of(text or "", title, seeds_folder) for document_id, title, text in standing.iter_rows()}
    return {document_id: identity for document_id, identity in found.items() if identity is not None}


def _dependence(row: Mapping[str, Any]) -> Dependence:
    from atodds.dependent_claims import Dependence

    spans = [(row[start], row[end]) for start, end in (("char_start", "char_end"), ("of_char_start", "of_char_end"))]
    span, of_span = (None if start is None or end is None else (int(start), int(end)) for start, end in spans)
    return Dependence(row["document_id"], row["copy_of_id"], span, of_span)
