"""Starts the review app: on 127.0.0.1, or on another address when that was asked for and there is a password."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from atodds.adjudications import AdjudicationLog
from atodds.errors import ConfigurationError
from atodds.rehearsal import Rehearsal
from atodds.report.snapshot_like import SnapshotLike
from atodds.review.board import owns
from atodds.review.security import Access

__all__ = ["open_access", "serve_review"]


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_access(host: str, port: int, *, allow_remote: bool, password: str | None, writable: bool) -> Access:
    """Who may come in at this address.

    Raises:
        ConfigurationError: Another address than this machine's own without `--allow-remote`, or without a password worth the name.
    """
    if _is_local(host):
        shown = f"[{host}]" if ":" in host else host
        names = {"localhost", "127.0.0.1", "[::1]", shown}
        access = Access(frozenset(f"{name}:{port}" for name in names), writable=writable, cookie=f"atodds_review_{port}")
    else:
        if not allow_remote:
            raise ConfigurationError(f"--host {host}: others could read and decide; add --allow-remote and a password, or leave --host out")
        if not password or len(password) < 12:
            raise ConfigurationError("--allow-remote needs a password of 12 characters or more (ATODDS_REVIEW_PASSWORD or --password-file)")
        access = Access(frozenset(), token=None, writable=writable, cookie=f"atodds_review_{port}")
    return access.with_password(password) if password else access


def serve_review(
    snapshot: SnapshotLike,
    log: AdjudicationLog,
    *,
    root: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    allow_remote: bool = False,
    password: str | None = None,
    read_only: bool = False,
    reviewer: str | None = None,
    legends: Mapping[str, str] | None = None,
    rehearsal: Rehearsal | None = None,
    announce: Callable[[str, bool], None] = lambda address, writable: print(address, flush=True),
) -> None:
    """Serve the app until it is interrupted.

    Args:
        snapshot: The run that is reviewed.
        log: Where decisions are appended.
        root: The workspace's folder, for what is taught about names and figures.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        allow_remote: Whether another address than this machine's own is wanted.
        password: Needed with `allow_remote`.
        read_only: Whether decisions are refused; they always are when this process does not own the folder of the log.
        reviewer: The name decisions are signed with until a reviewer gives another.
        legends: First line of each check's docstring, by check id.
        rehearsal: Tells what a lesson would change.
        announce: Told the start address (it holds the token) and whether decisions can be made, once the port is bound.

    Raises:
        ConfigurationError: The address may not or cannot be listened on.
    """
    import uvicorn

    from atodds.review.app import create_app

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        # Checked before binding, so that a refused address is never open, not even for a moment.
        open_access(host, port, allow_remote=allow_remote, password=password, writable=False)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise ConfigurationError(f"--host {host} --port {port}: cannot listen there ({error.strerror}); choose another port") from error
        bound = listener.getsockname()[1]
        writable = not read_only and owns(log.path.parent)
        access = open_access(host, bound, allow_remote=allow_remote, password=password, writable=writable)
        app = create_app(snapshot, log, access, root=root, legends=legends, reviewer=reviewer, rehearsal=rehearsal)
        shown = f"[{host}]" if ":" in host else host
        announce(f"http://{shown}:{bound}/" + (f"start?token={access.token}" if access.token else ""), writable)
        # No access log: the start address with its token would stand in it.
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
