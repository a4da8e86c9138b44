"""What an error in extraction costs, the sentence it was met in, and what the end of its time costs: what stands behind."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LostSentence", "TimeOverError"]


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
