"""Which runs a report was written of: one id a line in `.atodds/reported`.

Whoever works through the findings learns of a new one by its report. Where the report of a run was asked for and could not be written, for
a full disk say, nobody has been told: what that run called new is new in the next one.
"""

from __future__ import annotations

from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

__all__ = ["note_reported", "was_told"]


def was_told(workspace: Workspace, snapshot: Snapshot) -> bool:
    """Whether a report of the run was written, or none was asked for."""
    return not snapshot.run.get("formats") or snapshot.run_id in _reported(workspace)


def note_reported(workspace: Workspace, run_id: str) -> None:
    """Remember that a report of a run stands; runs whose snapshots are gone are forgotten."""
    kept = set(Snapshot.run_ids(workspace))
    told = [known for known in _reported(workspace) if known in kept and known != run_id]
    part = workspace.folder / "reported.part"
    part.write_text("".join(f"{known}\n" for known in [*told, run_id]), encoding="utf-8")
    part.replace(workspace.folder / "reported")


def _reported(workspace: Workspace) -> list[str]:
    try:
        return (workspace.folder / "reported").read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return []
