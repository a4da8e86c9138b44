"""Starts the review app, for `atodds review`."""

from __future__ import annotations

from importlib import import_module

from atodds.workspace import Workspace

__all__ = ["serve_review"]


def serve_review(workspace: Workspace, run_id: str | None, *, port: int, browser: bool) -> None:
    """Serve the review app on 127.0.0.1 until interrupted."""
    import_module("atodds.review").serve(workspace, run_id=run_id, port=port, browser=browser)
