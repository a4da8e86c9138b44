"""What an error in extraction costs, the sentence it was met in, and what the end of its time costs: what stands behind."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

__all__ = ["LostSentence", "ProcessorClock", "TimeOverError"]

LOOK_EVERY_S: Final = 0.05
"""Asking for the processor's time takes half a millisecond on some machines, as long as a short sentence; the clock on the wall nothing."""


class ProcessorClock:
    """Whether the process has worked up to a reading of `time.process_time`; asked by the sentence, looked at as time goes by."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._looked_at = time.monotonic()

    def is_over(self) -> bool:
        """Whether it has."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return False
        self._looked_at = now
        return time.process_time() > self._until


class TimeOverError(Exception):
    """The time for a document was over. Claims were found in the text before `char_end`."""

    def __init__(self, char_end: int) -> None:
        super().__init__(f"time was over at character {char_end:,}")
        self.char_end = char_end


@dataclass(frozen=True, slots=True)
class LostSentence:
    """A sentence that gave no claims because a rule failed on it: a mistake of the program, to be reported with its text."""

    char_start: int
    text: str
    error: Exception
