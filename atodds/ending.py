"""How a run ends before its time: Ctrl-C and SIGTERM end its worker processes with it, at once.

The parent ends its workers when it is interrupted; a worker ends by itself when its parent is gone, however that ended. Ctrl-C goes to
every process of a terminal, so workers are started deaf to it: who ends, and what is said about it, is the parent's alone.

What to keep out: what workers do, which is `atodds.reading_batches`'. The command imports this first, so what takes time to import
(multiprocessing) is imported where it is used.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

__all__ = ["Terminated", "deaf_to_interrupts", "end_early", "end_with_parent", "end_workers", "raise_when_terminated", "worker_pool"]


class Terminated(BaseException):
    """SIGTERM: ends a run as Ctrl-C does, with another exit code. No KeyboardInterrupt, which typer makes an exit code of its own."""


def raise_when_terminated() -> None:
    """Let SIGTERM raise `Terminated` in this process from now on, so that what is open is closed and workers are ended."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminated)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


def end_early(error: BaseException) -> int:
    """End the worker processes of a run that was interrupted, say so in one line; the exit code of the command."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not end the ending
    end_workers()
    terminated = isinstance(error, Terminated)
    print(f"atodds: {'ended by SIGTERM' if terminated else 'interrupted'}; what was read so far is kept", file=sys.stderr, flush=True)
    signal.signal(signal.SIGINT, before)
    return 128 + (signal.SIGTERM if terminated else signal.SIGINT)


def end_workers() -> None:
    """Kill every process that this one started through `multiprocessing`; returns once they are gone."""
    import multiprocessing

    workers = multiprocessing.active_children()
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.join(1)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside do not hear Ctrl-C, from their first moment; one that comes meanwhile reaches us afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """To be called first in a worker process: it ends when its parent is gone, even where that was killed."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), name="end with parent", daemon=True).start()


def _end_after(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


@contextmanager
def worker_pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of worker processes that ends with the block: in order when all is done, at once when the block is left by an error."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # polars hears SIGINT too, and has the system take up again what it interrupts (SA_RESTART): waiting for a worker would go on.
    signal.siginterrupt(signal.SIGINT, True)
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        end_workers()
        raise
    pool.shutdown()


def _begin_worker() -> None:
    end_with_parent()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
