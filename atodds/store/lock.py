"""One writer at a time: a lock file that says who holds it.

The operating system holds the lock (flock), so it ends with its process, however that ends; what the file says is for people. DuckDB
locks its own file too, and a program that opens the database without this lock is named as well as DuckDB names it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from atodds.errors import ConfigurationError, LockedError

__all__ = ["WriterLock", "locked_by_duckdb"]


class WriterLock:
    """The lock on a database, to be held for the whole of a run.

    Args:
        database: the database file; the lock is the file of that name with `.lock` at its end.
        command: what holds it, as shown to whoever comes second.
    """

    def __init__(self, database: Path, command: str | None = None) -> None:
        self.database = database
        self.path = database.with_name(database.name + ".lock")
        self._command = command or _command_line()
        self._descriptor: int | None = None

    def __enter__(self) -> WriterLock:
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            LockedError: when another process holds it; the message names that process.
            ConfigurationError: when the folder cannot be written to.
        """
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except OSError as error:
            raise ConfigurationError(f"{self.path}: cannot be written ({error.strerror}); name a database elsewhere with --db") from error
        if not _try_lock(descriptor):
            holder = os.pread(descriptor, 4096, 0)
            os.close(descriptor)
            raise LockedError(_in_words(self.database, holder))
        holder = json.dumps(
            {"pid": os.getpid(), "command": self._command, "since": datetime.now(UTC).isoformat(timespec="seconds")}
        ).encode()
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder, 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; the file stays, empty, so that two newcomers never lock two different files of one name."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        return True  # DuckDB's own lock, which is mandatory there, answers instead
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _command_line() -> str:
    words = [Path(sys.argv[0]).name or "python", *sys.argv[1:]]
    return " ".join(words)[:200]


def _in_words(database: Path, holder: bytes) -> str:
    try:
        known: dict[str, Any] = json.loads(holder)
        who = f"process {known['pid']} ({known['command']}, since {known['since']})"
    except (ValueError, KeyError, TypeError):
        who = "another process"
    return f"{database} is in use by {who}; wait for it to end, or name another database with --db"


def locked_by_duckdb(database: Path, message: str) -> LockedError | None:
    """The error of DuckDB as ours, when it says that another process has the file open; None when it says something else."""
    if "Could not set lock on file" not in message:
        return None
    found = re.search(r"PID (\d+)", message)
    if found is None:
        return LockedError(_in_words(database, b""))
    pid = int(found.group(1))
    try:
        command = " ".join(psutil.Process(pid).cmdline())[:200] or "unknown command"
        since = datetime.fromtimestamp(psutil.Process(pid).create_time(), UTC).isoformat(timespec="seconds")
    except psutil.Error:
        command, since = "unknown command", "unknown time"
    return LockedError(_in_words(database, json.dumps({"pid": pid, "command": command, "since": since}).encode()))
