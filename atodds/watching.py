"""Whether the sources of a workspace differ from what its latest run over them saw."""

from __future__ import annotations

from atodds.discovering import discover
from atodds.errors import ConfigurationError
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

__all__ = ["sources_have_changed"]


def sources_have_changed(workspace: Workspace) -> list[str]:
    """Paths that are new, changed or gone since the latest run, sorted; all of them when there was no run."""
    now = {(file.path, file.document_id) for file in discover(workspace).files}
    try:
        documents = Snapshot.find(workspace).documents
    except ConfigurationError:
        return sorted(path for path, _ in now)
    before = set(documents.select("path", "document_id").iter_rows())
    return sorted({path for path, _ in now ^ before})
