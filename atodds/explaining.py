"""Says why two claims were, or were not, held against each other, and why a discrepancy was flagged: `atodds explain`."""

from __future__ import annotations

import polars as pl

from atodds.check_context import make_context
from atodds.claims import Claim
from atodds.errors import ConfigurationError
from atodds.store.frames import claims_from_frame
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

__all__ = ["explain"]

_PAIRS_SHOWN = 6


def explain(workspace: Workspace, snapshot: Snapshot, ids: list[str]) -> str:
    """An explanation in words.

    Args:
        workspace: its seeds.
        snapshot: the run.
        ids: one discrepancy, or two claims; the beginning of an id is enough where only one begins so.

    Raises:
        ConfigurationError: for an id that is not there, or not one of a kind.
    """
    if len(ids) == 1:
        return _explain_discrepancy(workspace, snapshot, ids[0])
    if len(ids) == 2:
        left, right = (_claim(snapshot, claim_id) for claim_id in ids)
        return _explain_pair(workspace, snapshot, left, right)
    raise ConfigurationError("explain takes the id of one discrepancy, or the ids of two claims")


def _explain_discrepancy(workspace: Workspace, snapshot: Snapshot, discrepancy_id: str) -> str:
    rows = snapshot.discrepancies.filter(pl.col("discrepancy_id").str.starts_with(discrepancy_id))
    if rows.height != 1:
        if snapshot.claims.filter(pl.col("claim_id").str.starts_with(discrepancy_id)).height:
            raise ConfigurationError(f"{discrepancy_id} is a claim; name a second one to hold it against")
        raise ConfigurationError(f'{"no" if rows.is_empty() else "more than one"} discrepancy "{discrepancy_id}" in run {snapshot.run_id}')
    row = rows.row(0, named=True)
    legend = snapshot.run.get("checks", {}).get(row["check_id"], "")
    parts = [
        f"{row['verdict']} {row['discrepancy_id']} ({row['state']}, {row['status']})",
        row["title"] or "",
        row["reason"],
        f"flagged by {row['check_id']}" + (f": {legend}" if legend else ""),
        "",
        "Readings:",
    ]
    pool = pl.concat([snapshot.claims, snapshot.past_claims])
    readings = pool.filter(pl.col("claim_id").is_in(row["claim_ids"]))
    parts += [f"  {item['claim_id']}  {_place(item)}: {_one_line(item['quote'])}" for item in readings.iter_rows(named=True)]
    pairs = [conflict for conflict in row["conflicts"] if len(conflict) == 2][:_PAIRS_SHOWN]
    for first, second in pairs:
        parts += ["", _explain_pair(workspace, snapshot, _claim(snapshot, first), _claim(snapshot, second))]
    return "\n".join(part for part in parts if part is not None)


def _explain_pair(workspace: Workspace, snapshot: Snapshot, left: Claim, right: Claim) -> str:
    from atodds.comparability import Comparability

    context = make_context(
        documents=snapshot.documents, entities=snapshot.entities, copies=snapshot.copies, seeds_folder=workspace.seeds_folder
    )
    comparability = Comparability(
        claim_types=context.claim_types,
        relate_scopes=context.relate_scopes,
        relate_measures=context.relate_measures,
        event_period=context.event_period,
        to_base=context.to_base,
        convert=context.convert,
    )
    return comparability.explain(left, right)


def _claim(snapshot: Snapshot, claim_id: str) -> Claim:
    for frame in (snapshot.claims, snapshot.past_claims):
        rows = frame.filter(pl.col("claim_id") == claim_id)
        rows = rows if rows.height else frame.filter(pl.col("claim_id").str.starts_with(claim_id))
        if rows.height == 1:
            return claims_from_frame(rows)[0]
        if rows.height > 1:
            raise ConfigurationError(f'more than one claim begins with "{claim_id}"; write more of its id')
    raise ConfigurationError(f'no claim "{claim_id}" in run {snapshot.run_id}; atodds export claims lists them')


def _place(row: dict[str, object]) -> str:
    place = str(row["document_path"])
    if row["cell"]:
        return f"{place}, {row['cell']}"
    if row["page"]:
        return f"{place}, page {row['page']}"
    return f"{place}, line {row['source_line_start']}" if row["source_line_start"] else place


def _one_line(text: str) -> str:
    squeezed = " ".join(text.split())
    return squeezed if len(squeezed) <= 200 else squeezed[:197] + "..."
