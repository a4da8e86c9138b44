"""A text cut into tokens in which every numeral token holds exactly one number: what the grammar of numbers reads.

A blank between groups of three digits joins them or parts two numbers; what stands around decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from atodds.normalising.english import MONTHS
from atodds.normalising.lexicon import load_lexicon
from atodds.normalising.numerals import Numeral, read_numeral
from atodds.normalising.tokens import NUM, SIGN, Token, tokenize

__all__ = ["Prepared", "prepare"]

_LISTERS = frozenset({"the", "these", "those", "all", "both"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text cut into tokens in which every numeral token holds exactly one number."""

    text: str
    tokens: tuple[Token, ...]
    numerals: tuple[Numeral | None, ...]  # beside the tokens; None for words, signs and digit runs that are no number


def prepare(text: str, decimal_mark: str | None = None, taken: Sequence[tuple[int, int]] = ()) -> Prepared:
    """Tokens and numerals of a text; a chunk that holds several numbers is cut into one token each."""
    raw = tokenize(text)
    tokens: list[Token] = []
    numerals: list[Numeral | None] = []
    for i, token in enumerate(raw):
        if token.kind != NUM:
            tokens.append(token)
            numerals.append(None)
            continue
        chunk = token.text
        join = True
        if " " in chunk:
            join = _may_join(raw, i) and not any(start < token.end and end > token.start and end < token.end for start, end in taken)
        found = read_numeral(chunk, decimal_mark, join)
        if len(found) == 1 and found[0].start == 0 and found[0].end == len(chunk):
            tokens.append(token)
            numerals.append(found[0])
            continue
        if not found:
            tokens.append(token)
            numerals.append(None)
            continue
        place = 0
        for one in found:
            for offset in range(place, one.start):
                if not chunk[offset].isspace() and not chunk[offset].isdigit():
                    tokens.append(Token(SIGN, token.start + offset, token.start + offset + 1, chunk[offset], chunk[offset]))
                    numerals.append(None)
            part = chunk[one.start : one.end]
            tokens.append(Token(NUM, token.start + one.start, token.start + one.end, part, part))
            numerals.append(replace(one, start=0, end=one.end - one.start))
            place = one.end
    return Prepared(text, tuple(tokens), tuple(numerals))


def _may_join(tokens: list[Token], i: int) -> bool:
    """Whether groups parted by a blank may be one number: not in a list, not after a month or "of the"."""
    chunk = tokens[i].text
    if ", 0" in chunk:
        return True
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    beyond = tokens[i + 2] if i + 2 < len(tokens) else None
    if before is not None:
        if before.low in MONTHS or (before.low in _LISTERS and ", " in chunk):
            return False
        if ", " in chunk and before.low in {",", "and", "or"} and i >= 2 and tokens[i - 2].kind == NUM:
            return False  # a list; a plain blank between groups of three makes one number there too: "between 12 000 and 15 000"
        if before.kind == NUM:
            return False
        word = tokens[i - 2] if before.text == "." and i >= 2 else before
        if word.low in load_lexicon().identifiers and ", " in chunk:
            return False
    if after is not None and after.kind == NUM:
        return False
    return not (after is not None and beyond is not None and after.low in {",", "and", "or", "&"} and beyond.kind == NUM and ", " in chunk)
