"""`atodds explain`: why a discrepancy of a run was flagged, and why two claims of it were, or were not, held against each other.

Of a discrepancy: which check spoke, what it looks at, on which claims, and with what arithmetic. Of two claims: the comparison that the
run made, made again from its snapshot, and which findings name both.
"""

from __future__ import annotations

import polars as pl

from atodds.claims import Claim
from atodds.errors import ConfigurationError
from atodds.judging.checking import CheckDefinition, SqlCheck, find_checks
from atodds.judging.explaining import explain_group, explain_pair, looks_at
from atodds.store.frames import claims_from_frame
from atodds.store.run_comparison import RunComparison, run_comparison
from atodds.store.snapshot import Snapshot
from atodds.vocabulary import DiscrepancyState
from atodds.workspace import Workspace

__all__ = ["explain"]

_PAIRS_SHOWN = 6
_READINGS_SHOWN = 40


def explain(workspace: Workspace, snapshot: Snapshot, ids: list[str]) -> str:
    """An explanation in words.

    Args:
        workspace: its seeds and checks.
        snapshot: the run.
        ids: one discrepancy, or two claims; the beginning of an id is enough where only one begins so.

    Raises:
        ConfigurationError: for an id that is not there, or not one of a kind.
    """
    if len(ids) == 1:
        return _explain_discrepancy(workspace, snapshot, ids[0])
    if len(ids) == 2:
        left, right = (_claim(snapshot, claim_id) for claim_id in ids)
        return _explain_claims(workspace, snapshot, left, right)
    raise ConfigurationError("explain takes the id of one discrepancy, or the ids of two claims")


def _explain_discrepancy(workspace: Workspace, snapshot: Snapshot, discrepancy_id: str) -> str:
    rows = snapshot.discrepancies.filter(pl.col("discrepancy_id").str.starts_with(discrepancy_id))
    if rows.height != 1:
        if snapshot.claims.filter(pl.col("claim_id").str.starts_with(discrepancy_id)).height:
            raise ConfigurationError(f"{discrepancy_id} is a claim; name a second one to hold it against")
        raise ConfigurationError(f'{"no" if rows.is_empty() else "more than one"} discrepancy "{discrepancy_id}" in run {snapshot.run_id}')
    row = rows.row(0, named=True)
    checks = _checks(workspace)
    check = checks.get(row["check_id"])
    legend = snapshot.run.get("checks", {}).get(row["check_id"], "")
    parts = [
        f"{row['verdict']} {row['discrepancy_id']} ({row['state']}, {row['status']}), confidence {row['confidence']:.2f}",
        row["title"] or "",
        row["reason"],
        "",
        f"The check that spoke: {row['check_id']}" + (f". {legend}" if legend else ""),
        f"It looks at {looks_at(check)}.",
    ]
    cited = pl.concat([snapshot.claims, snapshot.past_claims]).filter(pl.col("claim_id").is_in(list(row["claim_ids"])))
    pool = {str(item["claim_id"]): item for item in cited.iter_rows(named=True)}
    conflicting = dict.fromkeys(claim_id for conflict in row["conflicts"] for claim_id in conflict)
    others = [claim_id for claim_id in row["claim_ids"] if claim_id not in conflicting]
    for heading, ids in (("Claims that cannot all be true:", list(conflicting)), ("Other readings of the same fact:", others)):
        known = [pool[claim_id] for claim_id in ids if claim_id in pool]
        if known:
            parts += ["", heading]
            parts += [f"  {item['claim_id']}  {_place(item)}: {_one_line(item['quote'])}" for item in known[:_READINGS_SHOWN]]
            parts += [f"  and {len(known) - _READINGS_SHOWN} more"] if len(known) > _READINGS_SHOWN else []
    again = _again(workspace, snapshot)
    for conflict in row["conflicts"][:_PAIRS_SHOWN]:
        claims = [_claim(snapshot, claim_id) for claim_id in conflict if claim_id in pool]
        if isinstance(check, CheckDefinition) and check.pair_rule is not None and len(claims) == 2:
            parts += ["", _of_pair(again, checks, claims[0], claims[1])]
        elif claims:
            parts += ["", *explain_group(again.comparing, row["check_id"], check, claims)]
    if len(row["conflicts"]) > _PAIRS_SHOWN:
        parts += ["", f"and {len(row['conflicts']) - _PAIRS_SHOWN} more conflicts of the same kind"]
    return "\n".join(parts)


def _explain_claims(workspace: Workspace, snapshot: Snapshot, left: Claim, right: Claim) -> str:
    """Two claims of the reader's choice, and the findings that name both."""
    again = _again(workspace, snapshot)
    lines = [_of_pair(again, _checks(workspace), left, right)]
    for one, other in ((left, right), (right, left)):
        if again.context.copies.get(one.document_id) == other.document_id:
            lines.append(f"{one.document_path} copies {other.document_path}: what it repeats counts once.")
    both = [
        row
        for row in snapshot.discrepancies.filter(pl.col("state") != str(DiscrepancyState.RESOLVED)).iter_rows(named=True)
        if {left.claim_id, right.claim_id} <= set(row["claim_ids"])
    ]
    for row in both[:_PAIRS_SHOWN]:
        conflicting = any({left.claim_id, right.claim_id} <= set(conflict) for conflict in row["conflicts"])
        role = "cannot both be true" if conflicting else "are readings"
        lines.append(f"They {role} in {row['verdict']} {row['discrepancy_id']} of {row['check_id']}: {row['reason']}")
    if not both:
        lines.append("No finding of this run names both.")
    return "\n".join(lines)


def _of_pair(again: RunComparison, checks: dict[str, CheckDefinition | SqlCheck], left: Claim, right: Claim) -> str:
    meeting = again.pairing_of(left, right).meet(left, right)
    return explain_pair(meeting, left, right, checks, again.comparing.knowledge.weights)


def _again(workspace: Workspace, snapshot: Snapshot) -> RunComparison:
    return run_comparison(snapshot, workspace.seeds_folder)


def _checks(workspace: Workspace) -> dict[str, CheckDefinition | SqlCheck]:
    """The checks as they are now; none where they cannot be imported any more."""
    try:
        return find_checks(workspace.settings.checks)
    except ConfigurationError:
        return {}


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
