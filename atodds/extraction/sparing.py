"""What an error in extraction costs: the sentence it was met in, never the document."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LostSentence"]


@dataclass(frozen=True, slots=True)
class LostSentence:
    """A sentence that gave no claims because a rule failed on it: a mistake of the program, to be reported with its text."""

    char_start: int
    text: str
    error: Exception
