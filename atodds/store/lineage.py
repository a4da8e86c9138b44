"""Which document a file is: the same, a new version, renamed, the same content under another path, or new. Pure.

The bytes decide the id and the path the lineage:

- same path, same bytes: the document as it was.
- same path, other bytes: its next version; the old one is superseded and kept.
- other path, same bytes, and the old path no longer has them: renamed.
- other path, same bytes, both in the run: one of them stands for both, the other is a row that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Found", "Known", "Lineage", "trace_lineage"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file of this run: its path and the id of its bytes."""

    path: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the documents table, of whatever run."""

    path: str
    document_id: str
    version: int
    lineage: str
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a found file is."""

    path: str
    document_id: str
    version: int
    lineage: str
    renamed_from: str | None = None
    supersedes: str | None = None  # document_id of the version before, at the same path
    same_content_as: str | None = None  # path of the document that stands for this one


def trace_lineage(found: Sequence[Found], known: Iterable[Known]) -> list[Lineage]:
    """What each found file is, in the order found; a function of its arguments alone."""
    rows = {(row.path, row.document_id): row for row in known}
    current = {row.path: row for row in rows.values() if row.superseded_by is None}
    here = {(file.path, file.document_id) for file in found}
    # A current row whose path now has other bytes, or is not in the run, may have moved to a path where its bytes are found.
    movable: dict[str, list[Known]] = {}
    for row in sorted(current.values(), key=lambda row: row.path):
        if (row.path, row.document_id) not in here:
            movable.setdefault(row.document_id, []).append(row)
    stands: dict[str, str] = {}  # document_id -> path that stands for it in this run
    for file in sorted(found, key=lambda file: (file.path not in current or current[file.path].document_id != file.document_id, file.path)):
        stands.setdefault(file.document_id, file.path)
    moved: set[str] = set()
    answers: dict[str, Lineage] = {}
    # First renames, so that a path whose document moved away and that now has other bytes begins a lineage of its own.
    for file in sorted(found, key=lambda file: file.path):
        at_path = current.get(file.path)
        if at_path is not None and at_path.document_id == file.document_id:
            continue
        if stands[file.document_id] != file.path or not movable.get(file.document_id):
            continue
        origin = movable[file.document_id].pop(0)
        moved.add(origin.path)
        answers[file.path] = Lineage(file.path, file.document_id, origin.version, origin.lineage, renamed_from=origin.path)
    for file in found:
        if file.path in answers:
            continue
        at_path = current.get(file.path)
        if at_path is not None and at_path.path in moved:
            at_path = None
        main = stands[file.document_id]
        twin = main if main != file.path else None
        if at_path is None:
            answers[file.path] = Lineage(file.path, file.document_id, 1, file.document_id, same_content_as=twin)
        elif at_path.document_id == file.document_id:
            answers[file.path] = Lineage(file.path, file.document_id, at_path.version, at_path.lineage, same_content_as=twin)
        else:
            answers[file.path] = Lineage(
                file.path, file.document_id, at_path.version + 1, at_path.lineage, supersedes=at_path.document_id, same_content_as=twin
            )
    return [answers[file.path] for file in found]
