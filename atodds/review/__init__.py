"""The review app: the findings of a run, with decisions, on 127.0.0.1.

What belongs here: pages and forms over a snapshot, the log of decisions and what reviewers teach. What does not: the database, the
rules, rendering of findings (that is `atodds.report`, whose cards these pages show).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atodds.workspace import Workspace

__all__ = ["serve"]


def serve(
    workspace: Workspace,
    *,
    run_id: str | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    browser: bool = True,
    allow_remote: bool = False,
    password: str | None = None,
    read_only: bool = False,
    reviewer: str | None = None,
) -> None:
    """Serve the review of a workspace's run until interrupted; prints the start address and, if asked, opens it in a browser.

    Args:
        workspace: Whose run, decisions, aliases and corrections.
        run_id: Which run; the latest without.
        host: The address to listen on; another than this machine's own needs `allow_remote` and a password.
        port: The port; 0 takes a free one.
        browser: Whether to open the start address.
        allow_remote: Whether others may reach the app over the network.
        password: What they need to know; without it the environment's `ATODDS_REVIEW_PASSWORD` counts.
        read_only: Whether decisions are refused.
        reviewer: The name decisions are signed with until a reviewer gives another.

    Raises:
        ConfigurationError: There is no such run, or the address may not or cannot be listened on.
    """
    import os
    import sys
    import webbrowser

    from atodds.adjudications import AdjudicationLog
    from atodds.rehearsal import Rehearsal
    from atodds.review.serving import serve_review
    from atodds.seeds import use_seeds
    from atodds.store.snapshot import Snapshot

    def announce(address: str, writable: bool) -> None:
        decisions = "" if writable else " (read only: this user does not own the workspace)"
        print(f"Review at {address}{decisions}\nCtrl-C ends it; every decision is already on disk.", file=sys.stderr, flush=True)
        if browser:
            webbrowser.open(address)

    use_seeds(workspace.seeds_folder)
    snapshot = Snapshot.find(workspace, run_id)
    serve_review(
        snapshot,
        AdjudicationLog(workspace.adjudications),
        root=workspace.root,
        host=host,
        port=port,
        allow_remote=allow_remote,
        password=password or os.environ.get("ATODDS_REVIEW_PASSWORD"),
        read_only=read_only,
        reviewer=reviewer,
        rehearsal=Rehearsal(workspace, snapshot),
        announce=announce,
    )
