"""Says why two claims were, or were not, held against each other, and why a discrepancy was flagged: `atodds explain`.

Of a discrepancy: which check spoke, what it looks at, on which claims, and with what arithmetic. Of two claims: how they compare aspect by
aspect, what else keeps them apart, and which findings name both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from atodds.aligning.identities import of_namesakes
from atodds.check_context import make_context
from atodds.claims import Claim, Reading, about_words, time_words
from atodds.comparability import Comparability, interval_words, value_kind
from atodds.errors import ConfigurationError
from atodds.judging.checking import CheckDefinition, SqlCheck, find_checks
from atodds.store.frames import claims_from_frame
from atodds.store.snapshot import Snapshot
from atodds.vocabulary import Answer, DiscrepancyState
from atodds.workspace import Workspace

if TYPE_CHECKING:
    from atodds.judging.running import CheckContext

__all__ = ["explain"]

_PAIRS_SHOWN = 6
_READINGS_SHOWN = 40


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
    check = _check(workspace, row["check_id"])
    legend = snapshot.run.get("checks", {}).get(row["check_id"], "")
    parts = [
        f"{row['verdict']} {row['discrepancy_id']} ({row['state']}, {row['status']})",
        row["title"] or "",
        row["reason"],
        "",
        f"The check that spoke: {row['check_id']}" + (f". {legend}" if legend else ""),
        f"It looks at {_looks_at(check)}.",
    ]
    pool = {str(item["claim_id"]): item for item in pl.concat([snapshot.claims, snapshot.past_claims]).iter_rows(named=True)
            if item["claim_id"] in set(row["claim_ids"])}  # fmt: skip
    conflicting = dict.fromkeys(claim_id for conflict in row["conflicts"] for claim_id in conflict)
    others = [claim_id for claim_id in row["claim_ids"] if claim_id not in conflicting]
    for heading, ids in (("Claims that cannot all be true:", list(conflicting)), ("Other readings of the same fact:", others)):
        known = [pool[claim_id] for claim_id in ids if claim_id in pool]
        if known:
            parts += ["", heading]
            parts += [f"  {item['claim_id']}  {_place(item)}: {_one_line(item['quote'])}" for item in known[:_READINGS_SHOWN]]
            parts += [f"  and {len(known) - _READINGS_SHOWN} more"] if len(known) > _READINGS_SHOWN else []
    comparability = _comparability(workspace, snapshot)
    for conflict in row["conflicts"][:_PAIRS_SHOWN]:
        claims = [_claim(snapshot, claim_id) for claim_id in conflict if claim_id in pool]
        if isinstance(check, CheckDefinition) and check.pair_rule is not None and len(claims) == 2:
            parts += ["", _of_pair(comparability, check, claims[0], claims[1])]
        elif claims:
            parts += ["", *_of_group(comparability, row["check_id"], check, claims)]
    if len(row["conflicts"]) > _PAIRS_SHOWN:
        parts += ["", f"and {len(row['conflicts']) - _PAIRS_SHOWN} more conflicts of the same kind"]
    return "\n".join(part for part in parts if part is not None)


def _check(workspace: Workspace, check_id: str) -> CheckDefinition | SqlCheck | None:
    """The check as it is now; None for one that is no longer there."""
    try:
        return find_checks(workspace.settings.checks).get(check_id)
    except ConfigurationError:
        return None


_GROUPS: Final = {
    "sentence": "the claims of one sentence or table row together",
    "table": "the claims of one table together",
    "document": "the claims of one document together",
    "fact": "all readings of one fact together",
    "subject": "all claims of one measure and subject together, whatever narrows them",
    "wording": "two sentences of two documents that say the same in nearly the same words",
    "copies": "a document beside the one it copies",
    "versions": "a document beside its version before",
    "derived": "a summary beside the document it sums up",
}


def _looks_at(check: CheckDefinition | SqlCheck | None) -> str:
    if check is None:
        return "claims it no longer looks at: the check is not there any more"
    if isinstance(check, SqlCheck):
        return f"the table of all claims, by the query in {check.path.name}"
    if check.grouping is not None:
        return _GROUPS[check.grouping]
    return "two claims at a time, where everything that matters about them lines up"


def _of_pair(comparability: Comparability, check: CheckDefinition, left: Claim, right: Claim) -> str:
    """A pair as a check of pairs saw it; what the check is about is no obstacle to it."""
    told = comparability.explain(left, right).splitlines()
    comparison = comparability.compare(left, right, thorough=True)
    against = comparison.said(Answer.NO)
    if against:
        about = "; ".join(aspect.reason for aspect in against)
        told[-1] = f"{check.check_id} is about such pairs: {about}. Nothing else keeps the two apart."
    return "\n".join(told)


def _of_group(comparability: Comparability, check_id: str, check: CheckDefinition | SqlCheck | None, claims: Sequence[Claim]) -> list[str]:
    """Several claims as a check of groups saw them: what each figure was taken for, what they make, and how two of them stand otherwise."""
    readings = [comparability.reading(claim) for claim in claims]
    lines = [f"What {check_id} held together:"]
    for claim, reading in zip(claims, readings, strict=True):
        taken = f", taken as {interval_words(reading)}" if reading is not None else ""
        unit = f" {claim.unit}" if reading is not None and claim.unit and value_kind(claim) == "number" else ""
        lines.append(
            f'  "{_one_line(claim.mention_text)}" of {about_words(claim)} ({time_words(claim.as_of_low, claim.as_of_high)}){taken}{unit}'
        )
    numbers = [reading for reading in readings if reading is not None and value_kind(reading.claim) == "number"]
    if len(numbers) > 2 and len({comparability.dimension_of(reading.claim) for reading in numbers}) == 1:
        lines.append(f"  all of them make {_span(numbers)}; without the first, {_span(numbers[1:])}")
    if len(claims) == 2:
        comparison = comparability.compare(claims[0], claims[1], thorough=True)
        against = "; ".join(aspect.reason for aspect in comparison.said(Answer.NO))
        if against:
            what = _looks_at(check)
            lines.append(f"By themselves the two would not be held against each other ({against}); {check_id} looks at {what}.")
        else:
            lines.append("By themselves, too, the two may be held against each other.")
    return lines


def _span(readings: Sequence[Reading]) -> str:
    low, high = sum(reading.low for reading in readings), sum(reading.high for reading in readings)

    def number(value: float) -> str:
        return "any number" if math.isinf(value) else f"{value:,.10g}"

    return number(low) if low == high else f"{number(low)} to {number(high)}" if not math.isinf(high) else f"{number(low)} or more"


def _comparability(workspace: Workspace, snapshot: Snapshot) -> Comparability:
    context = _context(workspace, snapshot)
    return Comparability(
        claim_types=context.claim_types,
        relate_scopes=context.relate_scopes,
        relate_measures=context.relate_measures,
        event_period=context.event_period,
        to_base=context.to_base,
        convert=context.convert,
    )


def _context(workspace: Workspace, snapshot: Snapshot) -> CheckContext:
    return make_context(
        documents=snapshot.documents, entities=snapshot.entities, copies=snapshot.copies, seeds_folder=workspace.seeds_folder
    )


def _explain_pair(workspace: Workspace, snapshot: Snapshot, left: Claim, right: Claim) -> str:
    """Two claims of the reader's choice: aspect by aspect, what else keeps them apart, and the findings that name both."""
    lines = [_comparability(workspace, snapshot).explain(left, right)]
    context = _context(workspace, snapshot)
    namesakes = of_namesakes((left, right), context.identities)
    if namesakes:
        lines.append(f"Their documents are about two things of one name, so no check holds them against each other: {namesakes}.")
    for one, other in ((left, right), (right, left)):
        if context.copies.get(one.document_id) == other.document_id:
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
