"""The tokens the number grammar reads: numerals, words and signs, with their places.

One pass of one regular expression whose branches begin with different characters, so the time is linear in the text whatever it holds.
A numeral is kept as one chunk with its separators (`1,234.5`, `13 400`, `58, 697`); `numerals.py` decides what the chunk means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["NUM", "SIGN", "WORD", "Token", "glued", "low_at", "tokenize"]

NUM, WORD, SIGN = 0, 1, 2

# Letters alone: vulgar fractions and raised or lowered digits are alphanumeric to Python and signs to us.
_LETTER = r"[^\W\d_¼½¾⅐-⅞²³¹⁰⁴-⁹₀-₉①-⓿]"
_TOKEN = re.compile(
    r"(?P<num>\d+(?:[.,·]\d+|[\u00a0\u2009\u202f'’]\d{3}(?!\d)|[ ]\d{3}(?![\d])|,[ ]\d{3}(?!\d))*(?:[eE][-+−]?\d{1,2}(?!\w))?"
    r"|(?<![\w.%)\]])\.\d+)"
    rf"|(?P<word>{_LETTER}+(?:['’]{_LETTER}+)*)"
    r"|\S"
)


class Token(NamedTuple):
    """A numeral chunk, a word or a single sign; `low` is the lower-cased text."""

    kind: int
    start: int
    end: int
    text: str
    low: str


def tokenize(text: str) -> list[Token]:
    """The tokens of a text in order; blanks are left out and show as gaps between `end` and the next `start`."""
    tokens: list[Token] = []
    append = tokens.append
    for found in _TOKEN.finditer(text):
        group = found.lastgroup
        start, end = found.span()
        word = found.group()
        append(Token(NUM if group == "num" else WORD if group == "word" else SIGN, start, end, word, word.lower()))
    return tokens


def low_at(tokens: Sequence[Token], i: int) -> str:
    """The lower-cased text of token `i`; nothing beyond either end."""
    return tokens[i].low if 0 <= i < len(tokens) else ""


def glued(tokens: Sequence[Token], i: int) -> bool:
    """Whether token `i` follows the one before without a blank."""
    return 0 < i < len(tokens) and tokens[i].start == tokens[i - 1].end
