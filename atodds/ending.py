"""How a run ends before its time: Ctrl-C and SIGTERM end it and the processes it started, at once and with one line.

What to keep out: the processes themselves, which are `atodds.reading_workers`'. The command imports this first, so what takes time to
import is imported where it is used.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from types import FrameType

__all__ = ["Terminated", "end_early", "hear_interrupts", "raise_when_terminated"]


class Terminated(BaseException):
    """SIGTERM: ends a run as Ctrl-C does, with another exit code. No KeyboardInterrupt, which typer makes an exit code of its own."""


def raise_when_terminated() -> None:
    """Let SIGTERM raise `Terminated` in this process from now on, so that what is open is closed and workers are ended."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminated)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


def hear_interrupts() -> None:
    """Let Ctrl-C end waiting: to be called before this thread waits for others, and once polars is imported.

    polars hears SIGINT too, and has the system take up again what it interrupts (SA_RESTART): waiting for a worker would go on until
    it answers.
    """
    signal.siginterrupt(signal.SIGINT, True)


def end_early(error: BaseException) -> int:
    """End all processes that an interrupted run started, say in one line that it was; the exit code of the command."""
    import psutil

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not end the ending
    started = psutil.Process().children(recursive=True)
    for process in started:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(started, timeout=1)
    terminated = isinstance(error, Terminated)
    print(f"atodds: {'ended by SIGTERM' if terminated else 'interrupted'}; what was read so far is kept", file=sys.stderr, flush=True)
    signal.signal(signal.SIGINT, before)
    return 128 + (signal.SIGTERM if terminated else signal.SIGINT)
