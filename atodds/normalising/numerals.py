"""Numbers written in digits: what the separators in `1,234.5`, `525.000`, `13 400`, `58, 697` or `8,1` mean.

`read_numeral` takes one chunk of digits and separators as `tokens.py` cuts it and answers with the values it holds: one, or several
when the chunk is a list ("22,24,26"). Nothing is guessed silently: a dot or comma that could be either is marked `ambiguous`.

What decides, in this order: groups of three with two or more like separators are thousands (`1.234.567`); Indian groups of two count
too (`12,34,567`); a comma followed by anything but three digits is a decimal comma (`3,13`); a dot likewise; one dot followed by exactly
three digits is thousands where the rest are noughts (`525.000`), else ambiguous; a comma followed by three digits is thousands.
A blank, with or without a comma before it, joins only groups of exactly three digits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Numeral", "document_decimal_mark", "last_digit_worth", "read_numeral"]

_PIECES = re.compile(r"(\d+)(, |[.,·' ’\u00a0\u2009\u202f])?")
_LONGEST = 40  # digits: a longer run is a key or a hash, not an amount
_BLANKS = " \u00a0\u2009\u202f"


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number written in digits. `start` and `end` are offsets into the chunk."""

    value: float
    start: int
    end: int
    last_digit: float
    grouped: bool = False  # had thousands separators
    decimals: int = 0
    ambiguous: bool = False  # one dot before exactly three digits: decimal as it stands; `value * 1000` if the dot parts thousands
    integer_digits: int = 0
    multi_dotted: bool = False  # 3.8.8: a version, a section or a date
    exponent: bool = False


def last_digit_worth(digits: str, decimals: int) -> float:
    """What one step of the last significant digit is worth.

    Trailing noughts of whole numbers of three and more digits are taken as rounding ("12,000": 1000, "300": 100); two-digit ones are
    not ("10 provinces": 1).
    """
    if decimals:
        return float(10.0**-decimals)
    stripped = digits.rstrip("0")
    noughts = len(digits) - len(stripped)
    if not stripped.strip("0") or len(digits.lstrip("0")) < 3:
        return 1.0
    return float(10.0**noughts)


_EVIDENCE = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)+(?![\d.,]?\d)")
_ENOUGH = 3  # figures that must agree before a document is taken to write its decimals with a comma


def document_decimal_mark(texts: Iterable[str]) -> str | None:
    """Answers "," when a document shows by its own figures that it writes decimals with a comma, else None.

    "8,1", "12,55" and "1.234,5" speak for the comma; "9.2", "1,234.5" and "1,234,567" against it; "1,234" and "1.234" tell nothing. In
    English text the comma is the exception, so it needs three witnesses and no voice against it. (Columns of tables are judged by the
    reader, each by itself.)
    """
    comma = 0
    for text in texts:
        for found in _EVIDENCE.finditer(text):
            figure = found.group()
            marks = [letter for letter in figure if letter in ".,"]
            after_last = len(figure) - max(figure.rfind("."), figure.rfind(",")) - 1
            if len(marks) > 1 and len(set(marks)) == 1:
                if marks[0] == ",":
                    return None
                comma += after_last == 3
            elif len(marks) > 1 or after_last != 3:
                if marks[-1] == ".":
                    return None
                comma += 1
    return "," if comma >= _ENOUGH else None


def _number(chunk: str, start: int, end: int, whole: str, fraction: str, **flags: bool) -> Numeral | None:
    if len(whole) + len(fraction) > _LONGEST:
        return None
    value = float(f"{whole}.{fraction}" if fraction else whole)
    return Numeral(
        value=value,
        start=start,
        end=end,
        last_digit=last_digit_worth(whole, len(fraction)),
        decimals=len(fraction),
        integer_digits=len(whole),
        **flags,
    )


def _thirds(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(group) == 3 for group in groups[1:])


def _indian(groups: list[str]) -> bool:
    return len(groups) > 2 and 1 <= len(groups[0]) <= 2 and len(groups[-1]) == 3 and all(len(group) == 2 for group in groups[1:-1])


def read_numeral(chunk: str, decimal_mark: str | None = None, join_blanks: bool = True) -> list[Numeral]:
    """The numbers a chunk holds; an empty list when it is no number at all (a key, a version with long parts).

    Args:
        chunk: digits with separators, as one token.
        decimal_mark: "." or "," where the document or column has shown which it uses; None to judge by this chunk alone.
        join_blanks: False where a blank between groups is known to part two numbers (a list, a table row).
    """
    if chunk.isdigit():  # the plain case, by far the most frequent
        one = _number(chunk, 0, len(chunk), chunk, "")
        return [one] if one else []
    if chunk[0] == ".":
        one = _number(chunk, 0, len(chunk), "0", chunk[1:])
        return [one] if one else []
    lowered = chunk.lower()
    if "e" in lowered:
        mantissa, _, power = lowered.partition("e")
        base = read_numeral(mantissa, decimal_mark, join_blanks)
        if len(base) != 1:
            return base
        scale = 10.0 ** int(power.replace("−", "-").replace("+", ""))
        value = base[0].value * scale
        if not math.isfinite(value):
            return []
        return [Numeral(value, 0, len(chunk), base[0].last_digit * scale, exponent=True, integer_digits=base[0].integer_digits)]
    pieces = [(found.group(1), found.group(2) or "", found.start(1), found.end(1)) for found in _PIECES.finditer(chunk)]
    whole = _one(chunk, pieces, decimal_mark, join_blanks)
    if whole is not None:
        return [whole]
    return _several(chunk, pieces, decimal_mark)


def _one(chunk: str, pieces: list[tuple[str, str, int, int]], decimal_mark: str | None, join_blanks: bool) -> Numeral | None:
    """The chunk as a single number, or None."""
    groups = [piece[0] for piece in pieces]
    marks = [piece[1] for piece in pieces[:-1]]
    end = pieces[-1][3]
    kinds = {_kind(mark) for mark in marks}
    loose = [mark for mark in marks if mark == ", "]
    blank = [mark for mark in marks if _kind(mark) == " "]
    if (loose or " " in marks) and not join_blanks:
        return None
    if len(groups) > 14:
        return None
    # `,` then one `.`: 1,234.5 and its continental mirror 1.234,5
    for thousands, decimal in ((",", "."), (".", ","), (" ", "."), (" ", ","), ("'", "."), ("'", ",")):
        if len(marks) >= 2 and marks[-1] == decimal and all(_kind(mark) == thousands for mark in marks[:-1]):
            if not _thirds(groups[:-1]) and not (thousands == "," and _indian(groups[:-1])):
                continue
            if len(groups[-1]) == 3 and thousands == " ":
                continue
            return _number(chunk, 0, end, "".join(groups[:-1]), groups[-1], grouped=True)
    if len(kinds) > 1:
        return None
    kind = kinds.pop()
    if kind in {" ", "'"}:
        if not _thirds(groups) or (blank and any(mark == " " for mark in blank) and len(groups) > 5):
            return None
        return _number(chunk, 0, end, "".join(groups), "", grouped=True)
    if kind == "·":
        return _number(chunk, 0, end, groups[0], groups[1]) if len(groups) == 2 else None
    if kind == ",":
        if loose and not _loosely_one(groups, marks):
            return None
        if decimal_mark == "," and len(groups) == 2 and not loose:
            return _number(chunk, 0, end, groups[0], groups[1])
        if _thirds(groups) or _indian(groups):
            return _number(chunk, 0, end, "".join(groups), "", grouped=True)
        if len(groups) == 2 and not loose and decimal_mark != ".":
            return _number(chunk, 0, end, groups[0], groups[1])
        return None
    if len(groups) == 2:
        if decimal_mark == "," and _thirds(groups):
            return _number(chunk, 0, end, "".join(groups), "", grouped=True)
        if decimal_mark is None and _thirds(groups) and groups[1] == "000":
            return _number(chunk, 0, end, "".join(groups), "", grouped=True)
        return _number(chunk, 0, end, groups[0], groups[1], ambiguous=decimal_mark is None and _thirds(groups))
    if _thirds(groups):
        return _number(chunk, 0, end, "".join(groups), "", grouped=True)
    if len("".join(groups)) > _LONGEST:
        return None
    return Numeral(0.0, 0, end, 1.0, multi_dotted=True)


def _loosely_one(groups: list[str], marks: list[str]) -> bool:
    """Whether "58, 697" is one number: a group beginning with nought, or one stray blank, or tight groups that go on after the blank."""
    if not _thirds(groups):
        return False
    after = [group for group, mark in zip(groups[1:], marks, strict=True) if mark == ", "]
    if any(group[0] == "0" for group in after):
        return True
    tight = [mark for mark in marks if mark == ","]
    if len(after) == 1:
        return not tight or marks[0] == ", "
    return len(tight) >= 2


def _several(chunk: str, pieces: list[tuple[str, str, int, int]], decimal_mark: str | None) -> list[Numeral]:
    """The chunk cut where a blank parts it, else at every comma; what stands between is read on its own."""
    runs: list[list[tuple[str, str, int, int]]] = [[]]
    loose = any(mark in {", "} or mark in _BLANKS for _, mark, _, _ in pieces if mark)
    for piece in pieces:
        runs[-1].append(piece)
        if (loose and (piece[1] == ", " or (piece[1] and piece[1] in _BLANKS))) or (not loose and piece[1] == ","):
            runs.append([])
    numbers = []
    for run in runs:
        if not run:
            continue
        start, end = run[0][2], run[-1][3]
        if len(run) == 1:
            one = _number(chunk, start, end, run[0][0], "")
            if one:
                numbers.append(one)
        elif end - start < len(chunk):
            for part in read_numeral(chunk[start:end], decimal_mark):
                numbers.append(
                    Numeral(
                        part.value,
                        part.start + start,
                        part.end + start,
                        part.last_digit,
                        part.grouped,
                        part.decimals,
                        part.ambiguous,
                        part.integer_digits,
                        part.multi_dotted,
                        part.exponent,
                    )
                )
    return numbers


def _kind(mark: str) -> str:
    if mark == ", ":
        return ","
    if mark in _BLANKS:
        return " "
    return "'" if mark == "’" else mark
