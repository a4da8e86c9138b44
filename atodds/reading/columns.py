"""What a column of a table shows by its own figures and words: its decimal mark, its finest digit, whether it holds times or sums.

A cell alone can be misread: `42,000` may be 42, `2002` a year or votes, `12,000` exact or rounded. The cells above and below tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from atodds.normalising.numerals import read_numeral

__all__ = ["Column", "column_of", "decimal_mark_of", "heads_times", "is_day", "is_total"]

_FIGURE = re.compile(r"(?<![\w.,])[-–−+]?\d[\d.,\s  '’]*\d|\d")
_BARE = re.compile(r"\(?[-–−+]?\s?\d[\d.,  '’]*\)?\Z")  # a figure without unit, money, hedge or note
_SIGNS = re.compile(r"\A[(–−+\s-]+|[)\s]+\Z")
_YEAR = re.compile(r"(?:FY\s?)?(?:1[5-9]|20)\d\d(?:\s?[/–-]\s?(?:\d\d){1,2})?\Z", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"\.?"
)
_DAY = re.compile(
    r"\s*(?:(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?:[T\s]\d{1,2}:\d{2}(?::\d{2})?Z?)?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?)\s*\Z",
    re.IGNORECASE,
)
_LONGEST_DAY = 40
_TIME_HEADER = re.compile(
    r"\b(?:years?|dates?|days?|months?|periods?|times?|seasons?|census(?:es)?|as of|when|founded|built|opened|launched)\b", re.IGNORECASE
)
# "Total", "Grand total:", "Total number of passengers", "Third class, total", "All districts", "Overall"; "Total debt" may be a sum or not
_TOTAL = re.compile(
    r"\W*(?:(?:grand |sub-?\s?)?totals?(?:\W*\Z|\s+(?:number|of|for|\())|(?:overall|altogether|sum|aggregate|combined)\W*\Z"
    r"|(?:all|sum of)\b(?:\s+[^\W\d_]+){0,2}\W*\Z)|.*[\s,(–-]totals?\W*\Z",
    re.IGNORECASE | re.DOTALL,
)

_OF_ANY_KIND = re.compile(r"\W*(?:values?|numbers?|data|figures?|amounts?|quantit(?:y|ies)|totals?|items?|details?)?\W*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: "." or "," where its figures tell, what one step of its finest bare figure is worth, whether it is years or days."""

    decimal_mark: str | None = None
    last_digit: float | None = None
    holds_times: bool = False


def column_of(texts: Sequence[str], header: Sequence[str], default_mark: str | None = None) -> Column:
    """What the cells of a column, without its header, say together.

    A column without a header of its own, or under one that says no more than "Value", holds figures of many kinds: its finest digit says
    nothing of the others.
    """
    filled = [text.strip() for text in texts if text.strip()]
    mark = decimal_mark_of(filled) or default_mark
    steps = []
    for text in filled:
        if _BARE.match(text):
            found = read_numeral(_SIGNS.sub("", text), mark)
            steps += [one.last_digit for one in found[:1] if not one.multi_dotted]
    times = sum(1 for text in filled if _YEAR.match(text) or is_day(text))
    figures = sum(1 for text in filled if any(letter.isdigit() for letter in text))
    dated = heads_times(header) or not any(header)
    of_one_kind = any(not _OF_ANY_KIND.match(part) and not _YEAR.match(part.strip()) for part in header)
    return Column(mark, min(steps) if len(steps) > 1 and of_one_kind else None, 0 < times == figures and dated)


def heads_times(header: Sequence[str]) -> bool:
    """Whether a header says that times stand below it: "Year", "Founded", "As of"."""
    return any(_TIME_HEADER.search(part) for part in header)


def is_day(text: str) -> bool:
    """Whether a cell holds a day or month: `2022-11-12`, `11/14/2022`, `12.11.22`, `2 March 2021`, `March 2021`, a clock time behind."""
    text = text.strip()
    return len(text) <= _LONGEST_DAY and bool(_DAY.match(text))


def is_total(label: str | None) -> bool:
    """Whether a row's label or a column's header says that it holds the sum of the others."""
    return bool(label) and len(label or "") <= 80 and bool(_TOTAL.match(label or ""))


def decimal_mark_of(texts: Iterable[str]) -> str | None:
    """The decimal mark a column's figures speak for, or None when none of them tells.

    `3,13` and `3,90` can only be decimal commas; `42,000` can be either and says nothing; `9.2` can only be a point; `1.234,5` and
    `1,234.5` name both marks. Evidence for both sides leaves it open.
    """
    comma = point = 0
    for text in texts:
        for found in _FIGURE.finditer(text):
            figure = re.sub(r"[\s  '’+–−-]", "", found.group())
            commas, points = figure.count(","), figure.count(".")
            if commas and points:
                if figure.rfind(",") > figure.rfind("."):
                    comma += 1
                else:
                    point += 1
            elif commas == 1 and len(figure) - figure.index(",") - 1 != 3:
                comma += 1
            elif points == 1 and len(figure) - figure.index(".") - 1 != 3:
                point += 1
            elif commas == 1 and figure.startswith("0,"):
                comma += 1
            elif points == 1 and figure.startswith("0."):
                point += 1
            elif commas > 1:
                point += 1  # 1,027,000: commas part thousands
            elif points > 1:
                comma += 1
    if comma and not point:
        return ","
    if point and not comma:
        return "."
    return None
