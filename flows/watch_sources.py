"""Looks whether any source has changed, and runs the check only then: for folders and addresses that change at odd hours."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from atodds.watching import sources_have_changed
from atodds.workspace import Workspace
from flows.check_corpus import check_corpus, workspace_of_a_run

__all__ = ["watch_sources"]


@flow(name="watch-sources", validate_parameters=False, persist_result=False)
def watch_sources(folder: str, database: str | None = None) -> str | None:
    """Check the workspace when a document was added, changed or removed; the folder of the snapshot, None when nothing has changed."""
    workspace = workspace_of_a_run(folder, database)
    changed = look(workspace)
    if not changed:
        return None
    emit_event(
        "atodds.sources.changed",
        resource={"prefect.resource.id": f"atodds.workspace.{workspace.root.name}"},
        payload={"paths": changed[:100]},
    )
    return check_corpus(folder=folder, database=database)


@task(retries=2, retry_delay_seconds=10, cache_policy=NO_CACHE, persist_result=False)
def look(workspace: Workspace) -> list[str]:
    """Paths that the latest run did not see as they are now."""
    return sources_have_changed(workspace)
