"""The lines of adjudications.jsonl, which is what counts, as rows of `schemas/adjudications.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["adjudication_rows"]


def adjudication_rows(path: Path) -> list[dict[str, Any]]:
    """Every readable line of the file, oldest first."""
    if not path.exists():
        return []
    from atodds.adjudications import read_adjudications

    return [
        {
            "adjudication_id": line.id,
            "kind": str(line.kind),
            "discrepancy_id": line.discrepancy_id,
            "check_id": line.check_id,
            "fact_key": line.fact_key,
            "decision": None if line.decision is None else str(line.decision),
            "category": None if line.category is None else str(line.category),
            "wrong": list(line.wrong),
            "reason": line.reason or None,
            "reviewer": line.reviewer or None,
            "assignee": line.assignee,
            "decided_at": line.at.replace(tzinfo=None),
            "expires_on": line.expires_on,
            "undoes": line.undoes,
            "run_id": line.run_id or None,
        }
        for line in read_adjudications(path).lines
    ]
