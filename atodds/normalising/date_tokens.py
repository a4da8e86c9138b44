"""The tokens the date grammar reads: digits, words and single signs, over windows around the places where a date may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atodds.normalising.date_words import DateWords

__all__ = ["PARAGRAPH", "Tokens", "lowered", "windows"]

PARAGRAPH = "\n\n"  # the token of a blank line: no date runs across it
_TOKEN = re.compile(r"\n[ \t\r]*\n|\d+|[^\W\d_]+|[^\s]")
_BEFORE, _AFTER = 70, 60  # characters of context around a trigger; a date with all its connecting words is shorter


class Tokens:
    """Tokens of one window as parallel lists; looking beyond either end gives the empty word."""

    __slots__ = ("count", "ends", "starts", "text", "words")

    def __init__(self, text: str, lower: str, start: int, end: int) -> None:
        self.text = text
        spans = [found.span() for found in _TOKEN.finditer(lower, start, end)]
        self.starts = [span[0] for span in spans]
        self.ends = [span[1] for span in spans]
        self.words = [lower[low:high] for low, high in spans]
        if "\n" in lower:
            self.words = [PARAGRAPH if word[0] == "\n" else word for word in self.words]
        self.count = len(self.words)

    def word(self, index: int) -> str:
        """The token in lower case; "" beyond the window."""
        return self.words[index] if 0 <= index < self.count else ""

    def glued(self, index: int) -> bool:
        """Whether no blank stands between this token and the one before."""
        return 0 < index < self.count and self.starts[index] == self.ends[index - 1]

    def written(self, index: int) -> str:
        """The token as written; "" beyond the window."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < self.count else ""

    def capital(self, index: int) -> bool:
        """Whether the token begins with a capital."""
        return self.written(index)[:1].isupper()


def lowered(text: str) -> str:
    """The text in lower case, letter for letter, so that offsets hold (the Turkish capital I with its dot would become two)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def windows(lower: str, words: DateWords) -> Iterator[tuple[int, int]]:
    """Stretches of the text that hold a digit or a core word, with room around for the rest of the date; in order, never overlapping."""
    start = end = -1
    for found in words.trigger.finditer(lower):
        low, high = max(found.start() - _BEFORE, 0), found.end() + _AFTER
        if start < 0:
            start, end = low, high
        elif low <= end:
            end = high
        else:
            yield _snapped(lower, start, end)
            start, end = low, high
    if start >= 0:
        yield _snapped(lower, start, end)


def _snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The window moved inwards to blanks, so that it cuts no word or number, unless there is no blank near."""
    if start <= 0:
        start = 0
    else:
        blank = text.find(" ", start, start + 40)
        start = blank if blank >= 0 else start
    if end >= len(text):
        end = len(text)
    else:
        blank = text.rfind(" ", end - 40, end)
        end = blank if blank >= 0 else end
    return start, end
