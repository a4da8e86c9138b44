"""Names told apart by a number: "Q2", "the third quarter", "MAX 9", "A320", "3D".

They are no quantities, and two of one name beside each other are nothing odd: a report speaks of Q2 and of Q3. But a summary that speaks of
"Q1" where its source knows only "Q2", or of the "MAX 8" where that has the "MAX 9", says something its source does not. Claims of
designations are therefore made for documents that sum up another, and only of names under which they speak of a number the source lacks.

Pure: texts and claims in, claims out.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from atodds.claims import Claim
from atodds.normalising.english import FUNCTION_WORDS, MONTHS
from atodds.vocabulary import SegmentKind

__all__ = ["DESIGNATION", "Designation", "claims_of_designations", "designations_in"]

DESIGNATION = "designation"
"""Claim type and measure of such claims; their `members` is the name as written."""

CONFIDENCE = 0.6
SENTENCES_EACH = 3  # sentences kept of a document for one name with one number
LONGEST_QUOTE = 400  # characters

_NOT_BEFORE = r"(?<![\w$€£.,/@#%&-])"
_NOT_AFTER = r"(?![\w%@/]|[.,:]\d)"
_CODE = re.compile(rf"{_NOT_BEFORE}(?:[A-Z][A-Za-z]{{0,5}}-?\d{{1,4}}(?:[A-Z]\d{{1,2}}|[A-Za-z])?|\d{{1,2}}[A-Z]){_NOT_AFTER}")
_MAGNITUDES = frozenset("KMBTCFX")  # "5K", "3M", "20C" are quantities
_NAMED = re.compile(rf"{_NOT_BEFORE}(?P<name>[A-Z][^\W\d_]{{2,20}})[ -](?P<number>\d{{1,3}}){_NOT_AFTER}")
_ORDINAL = re.compile(r"\b(?P<number>first|second|third|fourth|1st|2nd|3rd|4th)[ -](?P<name>quarter|half)\b", re.IGNORECASE)
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“‘'(]?[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Designation:
    """A name with its number at `start..end` of a text; `name` is folded, with # where the number stands."""

    name: str
    number: str
    start: int
    end: int


def designations_in(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Designation]:
    """The names with numbers of a text, in its order.

    Args:
        text: any text.
        taken: places of figures that were read as quantities or dates; a word before one ("Only 40") is no name of it.
    """
    figures = sorted(taken)
    found: dict[int, Designation] = {}
    for one in _ORDINAL.finditer(text):
        number = one.group("number").lower()
        found[one.start()] = Designation(f"{one.group('name')[0].lower()}#", _ORDINALS.get(number, number[0]), *one.span())
    for one in _CODE.finditer(text):
        if not (one.group()[0].isdigit() and one.group()[-1] in _MAGNITUDES):
            found[one.start()] = _code(one.group(), *one.span())
    for one in _NAMED.finditer(text):
        name = one.group("name").lower()
        if name in FUNCTION_WORDS or name in MONTHS or name in _DAYS or one.start() in found:
            continue
        if not any(start < one.end() and one.start("number") < end for start, end in figures):
            found[one.start()] = Designation(f"{name} #", one.group("number"), *one.span())
    return [found[start] for start in sorted(found)]


def _code(written: str, start: int, end: int) -> Designation:
    name = re.sub(r"\d+", "#", written.replace("-", "")).lower()
    number = " ".join(re.findall(r"\d+", written))
    return Designation("q#" if name == "#q" else "h#" if name == "#h" else name, number, start, end)


def claims_of_designations(summary: tuple[str, str, str], source: tuple[str, str, str], claims: Sequence[Claim]) -> list[Claim]:
    """Claims of the names under which a summary speaks of a number that its source, which knows the name, does not have.

    Args:
        summary: id, path and text of the derived document.
        source: the same of the one it sums up.
        claims: of both, with their places in the texts.

    Returns:
        Those of both documents, in the order of the texts; none where the source has all of them, or knows nothing of the name.
    """
    told, known = (designations_in(document[2], _figures(claims, document[0])) for document in (summary, source))
    numbers: dict[str, set[str]] = defaultdict(set)
    for one in known:
        numbers[one.name].add(one.number)
    names = {one.name for one in told if one.name in numbers and one.number not in numbers[one.name]}
    return [*_claims(summary, told, names), *_claims(source, known, names)]


def _figures(claims: Sequence[Claim], document_id: str) -> list[tuple[int, int]]:
    return [
        (claim.mention_start, claim.mention_end)
        for claim in claims
        if claim.document_id == document_id and claim.mention_start is not None and claim.mention_end is not None and claim.members is None
    ]


def _claims(document: tuple[str, str, str], designations: Sequence[Designation], names: set[str]) -> list[Claim]:
    document_id, path, text = document
    made: list[Claim] = []
    kept: dict[tuple[str, str], int] = defaultdict(int)
    for one in designations:
        if one.name not in names or kept[one.name, one.number] >= SENTENCES_EACH:
            continue
        kept[one.name, one.number] += 1
        start, end = _sentence(text, one.start, one.end)
        written = text[one.start : one.end]
        made.append(
            Claim(
                claim_id=hashlib.sha256(f"{document_id}|{one.start}|{one.end}|{DESIGNATION}".encode()).hexdigest()[:16],
                document_id=document_id,
                document_path=path,
                char_start=start,
                char_end=end,
                mention_start=one.start,
                mention_end=one.end,
                quote=text[start:end],
                mention_text=written,
                segment_kind=SegmentKind.BODY,
                claim_type=DESIGNATION,
                measure=DESIGNATION,
                subject=one.name.replace("#", "").strip().upper() or None,
                members=(written,),
                confidence=CONFIDENCE,
            )
        )
    return made


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """First and last place of the sentence around a name, no more than `LONGEST_QUOTE` characters from it."""
    low, high = max(0, start - LONGEST_QUOTE), min(len(text), end + LONGEST_QUOTE)
    for found in _SENTENCE_END.finditer(text, low, high):
        if found.end() <= start:
            low = found.end()
        elif found.start() >= end:
            high = found.start()
            break
    return low, high
