"""A real Prefect server, what it answers, and a workspace to check through it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

Found = TypeVar("Found")

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def until(look: Callable[[], Found], timeout_s: float = 240) -> Found:
    """What `look` finds as soon as it finds something; whatever it found last when it never does."""
    deadline = time.monotonic() + timeout_s
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.3)
    return found


def answers(api: str) -> bool:
    try:
        return bool(ask(f"{api}/health"))
    except OSError:
        return False


@contextmanager
def prefect_server(home: Path) -> Iterator[str]:
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    with (home / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env={**os.environ, **QUIET, "PREFECT_HOME": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    try:
        assert until(lambda: process.poll() is not None or answers(api)), "the server did not start"
        assert process.poll() is None, (home / "log").read_text(encoding="utf-8")
        yield api
    finally:
        process.terminate()
        process.wait(30)


def workspace(folder: Path) -> Path:
    """A workspace of five documents, one of them empty, one a copy, and two at odds."""
    (folder / "documents").mkdir(parents=True)
    for number, count in enumerate(("5,400,000", "4,100,000", "5,400,000")):
        text = f"Georgia in figures {number}\n\nPublished: {number + 3} May 1995\n\nGeorgia had {count} inhabitants in 1989.\n"
        (folder / "documents" / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "documents" / "empty.txt").write_bytes(b"")
    (folder / "documents" / "copy.txt").write_bytes((folder / "documents" / "0.txt").read_bytes())
    (folder / "atodds.toml").write_text('[sources]\npaths = ["documents"]\n[report]\nformats = ["md"]\n', encoding="utf-8")
    return folder


def snapshots(folder: Path) -> dict[str, bytes]:
    """The files of a workspace's snapshots."""
    root = folder / ".atodds" / "snapshots"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
