"""Worker processes that read and extract documents, each ended when one document takes it too long or too much memory.

Documents are untrusted and the libraries that open them are many: one PDF may draw itself for ever, one mail may take gigabytes. So every
document is read in a process of its own kind, also a single small file, and a document that goes beyond `max_seconds` or
`max_memory_bytes` costs its worker and becomes a row with the reason; the next document gets a new worker. A worker that keeps within
the limits goes on from document to document, so the language model is loaded once a worker.

Time is the worker's own processor time, which other work on the machine does not shorten, and as long by the clock for a worker that does
not work at all. Memory is what a worker holds beyond what it held before its first document.

What to keep out: how a document is read, which is `atodds.reading_batches`'. A worker opens no database.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, Final

import psutil

from atodds.discovering import SourceFile
from atodds.errors import AtOddsError, PipelineError
from atodds.reading.limits import ReadingLimits
from atodds.reading_batches import Extracted, ReadingPlan, join, prepare, read_batch, unread

__all__ = ["ReadingWorkers", "extract_batches"]

GRACE_S: Final = 3
GRACE_SHARE: Final = 0.25
"""A worker stops extracting by itself at the limit, with what it has; it is ended only when it goes on for this much longer: a batch of
sentences that is under way, and what was found made into frames, which takes a tenth of the time that it took to find."""

_LOOK_EVERY_S: Final = 0.05
_SWOLLEN: Final = 3
"""A worker that still holds a third of `max_memory_bytes` after a document makes room for a new one."""

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from atodds.reading_workers import serve_documents; serve_documents()"
)


# -- in the worker ---------------------------------------------------------------------------------------------------------------


def serve_documents() -> None:
    """What a worker does: it reads batches from standard input and answers with each document as it is done.

    Answers are pairs of a kind and a value: "ready" once the language model is loaded, "read" with one `Extracted` a document, "full" in
    its place when it was the last that this worker reads, "failed" with an error that would meet every document.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_take_requests, args=(os.fdopen(os.dup(0), "rb"), requests), daemon=True).start()
    files: Sequence[SourceFile]
    plan: ReadingPlan
    before: int | None = None
    while True:
        files, plan = requests.get()
        if before is None:
            try:
                prepare(plan)
            except Exception as error:
                _answer(answers, "failed", error if isinstance(error, AtOddsError) else f"{type(error).__name__}: {error}")
                return
            _answer(answers, "ready", None)
            before = psutil.Process().memory_info().rss
        limits = ReadingLimits(**plan.limits)
        for file in files:
            found = read_batch([file], plan)
            full = psutil.Process().memory_info().rss - before > limits.max_memory_bytes / _SWOLLEN
            _answer(answers, "full" if full else "read", found)
            if full:
                return


def _take_requests(source: IO[bytes], requests: queue.SimpleQueue[Any]) -> None:
    """Hand requests on; standard input ends when the parent is gone, however it ended, and then so does this process."""
    try:
        while True:
            requests.put(pickle.load(source))
    except EOFError:
        os._exit(1)


def _answer(answers: IO[bytes], kind: str, value: Any) -> None:
    pickle.dump((kind, value), answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


# -- in the parent ---------------------------------------------------------------------------------------------------------------


class _EndedError(Exception):
    """A worker was ended, or ended by itself, over a document; the message says why. `lasting` unless another attempt may go better."""

    def __init__(self, reason: str, lasting: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting


@dataclass(slots=True)
class _Spent:
    """What a worker has used up over a document: its processor time before and when last looked at, and when that last grew."""

    worked_at: float
    before: float | None = None
    processor: float = 0.0

    def look(self, processor: float) -> None:
        """Take in the processor time as it now is."""
        if self.before is None:
            self.before = processor
        if processor > self.processor:
            self.processor, self.worked_at = processor, time.monotonic()


class _Worker:
    """One worker process, seen from the parent."""

    def __init__(self, plan: ReadingPlan) -> None:
        self.plan = plan
        self.limits = ReadingLimits(**plan.limits)
        environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"} | os.environ
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # Ctrl-C is the parent's to hear
        )
        self._seen = psutil.Process(self._process.pid)
        self._answers: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()
        self._spent = _Spent(time.monotonic())
        self._memory_before: int | None = None
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream:
            try:
                while True:
                    self._answers.put(pickle.load(stream))
            except Exception:  # the end of the stream, or an answer that was torn when its worker ended
                self._answers.put(None)

    def ask(self, files: Sequence[SourceFile]) -> None:
        """Give the worker documents to read. One that is gone by now is found out by `next_document`."""
        stream = self._process.stdin
        assert stream is not None
        self._spent = _Spent(time.monotonic())
        with suppress(OSError):
            pickle.dump((list(files), self.plan), stream, protocol=pickle.HIGHEST_PROTOCOL)
            stream.flush()

    def next_document(self) -> tuple[Extracted, bool]:
        """The next of the documents asked for, and whether the worker goes on after it.

        Raises:
            _EndedError: the document cost the worker.
            PipelineError, or another error of ours: no document can be read.
        """
        while True:
            try:
                answer = self._answers.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                if self._memory_before is not None:
                    self._look()
                continue
            self._spent = _Spent(time.monotonic())
            if answer is None:
                raise self._gone()
            kind, value = answer
            if kind == "ready":
                self._memory_before = self._seen.memory_info().rss
                continue
            if kind == "failed":
                self.end()
                raise value if isinstance(value, AtOddsError) else PipelineError(f"documents cannot be read: {value}")
            return value, kind == "read"

    def _look(self) -> None:
        """End the worker when its document has taken too long or too much."""
        limits, spent = self.limits, self._spent
        try:
            memory = self._seen.memory_info().rss - (self._memory_before or 0)
            times = self._seen.cpu_times()
        except psutil.Error:
            return  # it is gone, and the end of its answers says so next
        spent.look(times.user + times.system)
        mend = "open and save it again, split it, or raise the limit under [reading]"
        if memory > limits.max_memory_bytes:
            self.end()
            raise _EndedError(
                f"stopped when it took more than {limits.max_memory_bytes:,} bytes of memory (limit max_memory_bytes); {mend}"
            )
        if spent.processor - (spent.before or 0) > limits.max_seconds * (1 + GRACE_SHARE) + GRACE_S:
            self.end()
            raise _EndedError(f"stopped after {limits.max_seconds:,} s of work (limit max_seconds); {mend}")
        if time.monotonic() - spent.worked_at > limits.max_seconds:
            self.end()
            raise _EndedError(f"stopped after waiting {limits.max_seconds:,} s for it (limit max_seconds); run again", lasting=False)

    def _gone(self) -> Exception:
        """What to say of a worker that ended by itself."""
        self.end()
        code = self._process.returncode
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        if self._memory_before is None:
            return PipelineError(f"documents cannot be read: the process that reads them ended as it started ({how})")
        # nobody but the system kills a worker, and it does so when the machine runs out of memory
        short = code == -signal.SIGKILL
        mend = "perhaps for want of memory; run again with less beside it" if short else "open and save it again"
        return _EndedError(f"brought its reader's process down ({how}); {mend}", lasting=not short)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()


class ReadingWorkers:
    """Up to `most` workers, started as they are needed. A context manager: leaving it ends them, also in the middle of a document.

    `read` may be called from several threads at once.
    """

    def __init__(self, most: int = 1) -> None:
        self._places: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        self._at_work: set[_Worker] = set()
        self._closed = False
        self._changing = threading.Lock()
        for _ in range(most):
            self._places.put(None)

    def __enter__(self) -> ReadingWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers. What is being read is given up."""
        with self._changing:
            self._closed = True
            workers, self._at_work = self._at_work, set()
        for worker in workers:
            worker.end()

    def read(self, batch: Sequence[SourceFile], plan: ReadingPlan) -> Extracted:
        """Read and extract a batch. Never raises on content: a document that cost its worker is a row with its reason.

        Raises:
            PipelineError, or another error of ours: no document can be read.
        """
        worker = self._places.get()
        try:
            waiting = list(batch)
            parts: list[Extracted] = []
            while waiting:
                worker = self._ready(worker, plan)
                worker.ask(waiting)
                goes_on = True
                while waiting and goes_on:
                    try:
                        found, goes_on = worker.next_document()
                    except _EndedError as ended:
                        found, goes_on = unread(waiting[0], ended.reason, lasting=ended.lasting), False
                    parts.append(found)
                    waiting.pop(0)
                if not goes_on:
                    self._end(worker)
                    worker = None
            return join(parts)
        except BaseException:
            if worker is not None:
                self._end(worker)
                worker = None
            raise
        finally:
            self._places.put(worker)

    def _ready(self, worker: _Worker | None, plan: ReadingPlan) -> _Worker:
        if worker is not None and worker.plan != plan:
            self._end(worker)
            worker = None
        with self._changing:
            if self._closed:
                raise PipelineError("reading was given up")
            if worker is None:
                worker = _Worker(plan)
                self._at_work.add(worker)
            return worker

    def _end(self, worker: _Worker) -> None:
        worker.end()
        with self._changing:
            self._at_work.discard(worker)


def extract_batches(batches: Sequence[Sequence[SourceFile]], plan: ReadingPlan, processes: int = 1) -> Iterator[Extracted]:
    """Read batches in worker processes; the results come as they are done.

    At most two batches a process are under way or waiting to be taken, so memory stays bounded however many documents there are.
    """
    processes = max(min(processes, len(batches)), 1)
    waiting = list(batches)
    # The workers are left, and ended, before the threads that wait for them.
    with ThreadPoolExecutor(processes, thread_name_prefix="reading") as threads, ReadingWorkers(processes) as workers:
        running: set[Future[Extracted]] = set()
        while waiting or running:
            while waiting and len(running) < 2 * processes:
                running.add(threads.submit(workers.read, waiting.pop(0), plan))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
