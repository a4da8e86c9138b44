"""Footnote marks: `people.204`, `from’215.`, `0.1%. 226`, `[15]`, `2,000¹` are a word or figure and a mark, and only the mark goes.

A mark is taken for one by its form where no figure could stand (glued to a full stop after a word), and by its turn where one could
(`1920.383`, `Abkhazia284`, `0.1%. 226`): only the number that is due next, and only when a note of that number exists or the numbers
before it were marks as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from atodds.reading.blocks import Block, cut
from atodds.vocabulary import SegmentKind

__all__ = ["MarkCounter", "take_marks_out"]

MARKED_KINDS = frozenset(
    {SegmentKind.BODY, SegmentKind.LIST_ITEM, SegmentKind.HEADING, SegmentKind.TITLE, SegmentKind.CAPTION, SegmentKind.TABLE}
)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CANDIDATE = re.compile(
    r"\[(?P<bracket>(?:note |n )?[0-9]{1,4}(?:(?:, ?| ?[-–—] ?)[0-9]{1,4})*|[a-z]{1,2}|citation needed|clarification needed|edit)\]"
    rf"|(?P<raised>[{_SUPERSCRIPTS}]+(?:[,⁻–][{_SUPERSCRIPTS}]+)*)"
    r"|(?P<sign>[†‡]+)"
    r"|(?P<number>[0-9]+)"
)
# Where a candidate can begin: one set of characters, since a scan for one is many times faster than trying the alternatives everywhere.
_SIGN = re.compile(rf"[0-9\[†‡{_SUPERSCRIPTS}][0-9]*")
# Abbreviations that are written hard against a figure: "p.24", "No.5", "vol.12".
_BEFORE_FIGURE = re.compile(
    r"(?:(?<![\w’'])(?:p|pp|no|nos|vol|vols|fig|figs|art|arts|sec|ch|chap|par|para|paras|ed|eds|ver|version|v|n|nr|cf|st|rs|sh|us|ft|ca|c|a|s|b|f|u\.s|"
    r"jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|tab|eq|app|add|doc|res|cap|ser|supp|suppl|rev|ibid|km|m)\.)\Z",
    re.IGNORECASE,
)
_UNIT_BEFORE_POWER = re.compile(r"(?:\b|[\d\s])(?:[kcdmµ]?m|mi|ft|in|yd|s|sec|km|10|ha)\Z", re.IGNORECASE)
# A word that opens a sentence and is no name.
_NEW_SENTENCE = re.compile(
    r"\s+(?:The|This|That|These|Those|It|Its|In|On|At|By|For|From|Of|To|With|A|An|Another|He|She|They|We|There|His|Her|Their|Our|But|And|As|After|"
    r"Before|Since|When|While|Until|During|Under|Over|Some|Many|Most|Both|All|No|Not|Only|One|Two|Three|However|Meanwhile|According|Later|"
    r"Earlier|Now|Today|More|About|Around|Nearly|Almost|Between|Among|If|Although|Because)\s"
)
_SEVERAL = re.compile(r"(?:,[0-9]{1,3}){1,4}(?=\s|\Z)")
_CLOSERS = "’”\"'»)]"
_STEP = 3  # how many numbers may be missing between two marks (a mark lost in extraction) and the next still count as due
_LOOK_BACK = 24


class MarkCounter:
    """Takes marks out of one document's blocks in reading order, remembering which number is due."""

    def __init__(self, labels: Collection[str] = (), bracketed: bool = True) -> None:
        """`labels` are the numbers and signs of the notes that were found; `bracketed` is off where `[15]` is ordinary text."""
        self._labels = frozenset(labels)
        self._bracketed = bracketed
        self._last = 0
        self._taken = 0

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """The marks of `text` as (start, end, label); spans take a blank before a loose mark along."""
        found: list[tuple[int, int, str]] = []
        consumed = 0
        for sign in _SIGN.finditer(text):
            if sign.start() < consumed:
                continue
            candidate = _CANDIDATE.match(text, sign.start())
            if candidate is None:
                continue
            start, end = candidate.span()
            consumed = end
            kind = candidate.lastgroup
            if kind == "number":
                if start == 0 or end - start > 4:
                    continue
                before = text[start - 1]
                if before in " \t":
                    if start < 3 or text[start - 2].isalnum() or text[start - 2] in ",-–:(“‘":
                        continue
                elif before in "0123456789,-–/$€£(#:;+=<>~≥≤&*_“‘[{":
                    if before not in ",;:":
                        continue
                    if text[start - 2 : start - 1].isdigit():
                        continue
                span = self._number(text, start, end)
                if span is not None:
                    consumed = max(consumed, span[1])
                    found.append((*span, candidate.group()))
                    self._last = int(candidate.group())
                    self._taken += 1
            elif kind == "bracket":
                if self._bracketed and start > 0 and _is_reference(text, start, end, candidate.group(kind)):
                    begin = start - 1 if text[start - 1] == " " and text[end : end + 1] in {"", " ", ".", ",", ";", ")"} else start
                    found.append((begin, end, re.split(r"[^\w]", candidate.group(kind))[0]))
            elif kind == "raised":
                if start > 0 and not text[start - 1].isspace() and not _UNIT_BEFORE_POWER.search(text, max(start - 6, 0), start):
                    found.append((start, end, candidate.group().translate(str.maketrans(_SUPERSCRIPTS, "0123456789"))))
            elif start > 0 and (text[start - 1].isalnum() or text[start - 1] in ".,;%)" + _CLOSERS):
                found.append((start, end, candidate.group()))
        return found

    def _number(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The span of a plain number that is a mark, or None."""
        digits = text[start:end]
        if digits[0] == "0":
            return None
        several = _SEVERAL.match(text, end) if text[start - 1] in ".!?" and text[start - 2 : start - 1].isalpha() else None
        end = several.end() if several else end  # "wounded.4,5"
        after = text[end : end + 1]
        glued = (
            after.isalnum() or after in {"%", "°", "'", "-", "–", "/", "_"} or (after in {".", ","} and text[end + 1 : end + 2].isdigit())
        )
        # "Conference.384At": a mark all the same, when it is due and the next word opens a sentence
        if glued and not (after.isupper() and text[start - 1] in ".!?" and self._due(digits)):
            return None
        before = text[start - 1]
        if before in " \t":  # loose: "0.1%. 226", "in power’. 178"
            if not self._due(digits) or not self._known(digits):
                return None
            prior = text[max(start - 8, 0) : start - 1].rstrip()
            if not prior or prior[-1] not in ".!?’”\"')":
                return None
            tail = text[end:].lstrip() if end + 60 > len(text) else text[end : end + 60].lstrip()
            if (not tail or tail[0].isupper() or tail[0] in '“‘"(') and not _BEFORE_FIGURE.search(prior):
                return start - 1, end
            return None
        token = _token_before(text, start)
        if "/" in token or "@" in token or "www." in token:
            return None
        if before in ".!?…,;:":
            return self._after_punctuation(text, start, end, token, digits)
        if before in _CLOSERS:
            inner = text[start - 2 : start - 1]
            if before in "'’" and (not inner or inner.isspace()):
                return None  # the ’90s
            if inner.isdigit() or (before in "\"'" and not inner.isalpha() and inner not in ".,;:!?%"):
                return (start, end) if self._due(digits) and self._known(digits) else None
            if before in ")]":
                return (start, end) if self._due(digits) or (inner.isalpha() and self._known(digits)) else None
            return start, end
        if before == "%":
            return (start, end) if self._due(digits) else None
        if before.isalpha():
            # "Abkhazia284": a word and the mark that is due; "T72", "covid19", "G20" are names
            word = re.search(r"[^\W\d_]+\Z", token)
            if word and len(word.group()) >= 3 and not word.group().isupper() and self._due(digits) and self._known(digits):
                return start, end
        return None

    def _after_punctuation(self, text: str, start: int, end: int, token: str, digits: str) -> tuple[int, int] | None:
        """A number hard against a full stop or comma: `people.204`, `salt,2`, `1920.383`; not `ASN.1`, `4.1`, `p.24`."""
        before, inner = text[start - 1], text[start - 2 : start - 1]
        if inner.isdigit():
            # "March 1920.383": a year and a mark, or a figure with a point
            year = re.fullmatch(r"\W*(?:1[0-9]|20)[0-9]{2}[.;:]", token)
            certain = digits in self._labels or (year is not None and self._known(digits))
            if before in ".;:" and certain and self._exactly_due(digits) and _closes(text, end):
                return start, end
            return (start, end) if before == "." and self._ends_sentence(text, start, end, token, year is not None) else None
        if not inner or inner.isspace():
            return None
        due = self._due(digits)
        if _BEFORE_FIGURE.search(text, max(start - 10, 0), start) and not (self._exactly_due(digits) and digits in self._labels):
            return None
        if before == "." and len(token) <= 2 and inner not in _CLOSERS + "%":
            return None  # ".5", "A.1"
        if due or digits in self._labels:
            return start, end
        # nothing is known of such a note: only where no figure can stand, after a full stop that ends a plain word and a sentence
        plain = inner in _CLOSERS or re.search(r"[^\W\d_]{2}[a-zß-ÿ][.!?…]\Z", token) is not None
        return (start, end) if before in ".!?…" and plain and "." not in token[:-1] and _closes(text, end) else None

    def _ends_sentence(self, text: str, start: int, end: int, token: str, is_year: bool) -> bool:
        """Whether digits behind a figure and its full stop are a mark and no decimals, for want of another full stop before a new sentence.

        "The town had 45,300.6 It lies" and "founded in 1890.7 The" have a note 6 and a note 7; in prose no figure with decimals ends a
        sentence without a full stop of its own. A plain figure needs the number that is due: "killed 320.1 The storm".
        """
        words = text[max(start - 60, 0) : start].split()
        prose = len(words) > 1 and words[-2][:1].islower()
        if not (prose and len(digits := text[start:end]) <= 3 and digits[0] != "0" and _NEW_SENTENCE.match(text, end)):
            return False
        grouped = re.search(r"[0-9],[0-9]{3}\.\Z", token) is not None
        return self._due(digits) or ((grouped or is_year) and len(digits) == 1)

    def _due(self, digits: str) -> bool:
        number = int(digits)
        if self._last < number <= self._last + _STEP:
            return True
        return digits in self._labels and (number == 1 or self._last == 0)

    def _exactly_due(self, digits: str) -> bool:
        return int(digits) in (self._last + 1, self._last + 2) and self._last > 0

    def _known(self, digits: str) -> bool:
        """Whether a note of this number exists, or its turn is certain: the next number after a run of marks."""
        return digits in self._labels or (self._taken >= 3 and self._exactly_due(digits))


def take_marks_out(blocks: Iterable[Block], labels: Collection[str] = (), bracketed: bool = True) -> None:
    """Remove the marks of a document's blocks, in reading order, leaving their offsets in `Block.marks`."""
    counter = MarkCounter(labels, bracketed)
    for block in blocks:
        if block.kind in MARKED_KINDS:
            found = counter.find(block.text)
            if found:
                spans = [(start, end) for start, end, _ in found]
                block.marks.extend((start, label) for start, _, label in found)
                cut(block, spans)


def _is_reference(text: str, start: int, end: int, inner: str) -> bool:
    """Whether a bracket is a reference: any number, and a letter only hard against a word ("estimate)[b]", never "[t]he")."""
    if inner[0].isdigit():
        return not text[end : end + 1].isalnum()
    return not text[start - 1].isspace() and not text[end : end + 1].isalnum() and text[start - 1] not in "([“‘"


def _token_before(text: str, start: int) -> str:
    """What stands before `start` without a blank in between, at most 80 characters of it."""
    return text[max(start - 80, 0) : start].rpartition(" ")[2]


def _closes(text: str, end: int) -> bool:
    """Whether a sentence could begin after `end`."""
    rest = text[end : end + 6].lstrip(" ’”\"')")
    return not rest or rest[0].isupper() or rest[0] in "“‘("
