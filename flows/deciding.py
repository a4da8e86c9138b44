"""Records a decision from the terminal, for `atodds decide`."""

from __future__ import annotations

import getpass

from atodds.adjudications import AdjudicationLog, ReasonCategory
from atodds.errors import ConfigurationError
from atodds.report.findings import find_findings
from atodds.store.snapshot import Snapshot
from atodds.vocabulary import AdjudicationStatus
from atodds.workspace import Workspace

__all__ = ["decide_on"]


def decide_on(
    workspace: Workspace, discrepancy_id: str, status: str | None, *, reason: str, category: str | None, reviewer: str | None
) -> str:
    """Append a decision, or with no status take the last one back; what was done, in words.

    Raises:
        ConfigurationError: for an id that is not there or not unique, or a category that is none.
    """
    snapshot = Snapshot.find(workspace)
    log = AdjudicationLog(workspace.adjudications)
    findings = [item for item in find_findings(snapshot, log.read().lines).findings if item.discrepancy_id.startswith(discrepancy_id)]
    if len(findings) != 1:
        known = "no" if not findings else "more than one"
        raise ConfigurationError(f'{known} discrepancy "{discrepancy_id}" in run {snapshot.run_id}; atodds export discrepancies lists them')
    if category is not None and category not in {item.value for item in ReasonCategory}:
        raise ConfigurationError(f'category "{category}" is none of {", ".join(ReasonCategory)}')
    finding = findings[0]
    who = reviewer or _login_name()
    if status is None:
        if finding.decision.decision is None:
            raise ConfigurationError(f"{finding.discrepancy_id}: nothing has been decided that could be taken back")
        log.undo([finding.decision.decision], reviewer=who)
        return f"{finding.discrepancy_id}: the last decision is taken back"
    log.decide(
        finding.key,
        AdjudicationStatus(status),
        reviewer=who,
        reason=reason,
        category=ReasonCategory(category) if category else None,
        run_id=snapshot.run_id,
    )
    return f"{finding.discrepancy_id}: {status} by {who}"


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user database
        return "unknown"
