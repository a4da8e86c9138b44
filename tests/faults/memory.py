"""The memory that this process and its children take, looked at while something runs."""

from __future__ import annotations

import threading
from types import TracebackType

import psutil

EVERY_S = 0.05


class PeakMemory:
    """The largest resident size of all child processes together, in bytes: what reads documents is a child."""

    def __init__(self) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._looking.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        own = psutil.Process()
        while not self._over.wait(EVERY_S):
            held = 0
            for child in own.children(recursive=True):
                try:
                    held += child.memory_info().rss
                except psutil.Error:
                    continue  # it ended meanwhile
            self.peak = max(self.peak, held)
