"""What the sentence around its dates says of them: whether it looks ahead, a year that a later date lends, ends of a range apart.

The grammar of dates reads one date at a time; this looks at the words between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from atodds.normalising.date_expressions import Between, Calendar
from atodds.normalising.date_grammar import WrittenDate
from atodds.normalising.date_ranges import shared_parts
from atodds.normalising.date_words import DateWords, letter_tree

__all__ = ["Outlook", "join_over_times", "lend_years"]

_CLAUSE_ENDS = re.compile(
    r"[;:]\s|\.\s+(?=[A-Z])|\s[–—-]\s|[,\s]\s{0,2}(?:but|while|which|whereas|although|though|because|who|whose)\s|,\s{1,2}(?:and|so|yet|or|when|as)\s"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|came|went|fell|rose|began|broke|held|took|gave|left|met|made|found|saw|led|won|lost|ran|sat|stood|kept|brought|sent|"
    r"paid|built|grew|struck|shut|set|hit|put|cut|[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
_AFTER_HAD = re.compile(r"\b(?:had|have|has|was|were|been|than|as|originally|first)\s+(?:\w+ly\s+|not\s+|been\s+)?\Z", re.IGNORECASE)
_PARTICIPLES = frozenset({"expected", "planned", "scheduled", "slated", "due"})
_DEADLINE = re.compile(r"\b(?:has|have|is|are)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_TIME = r"(?:\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?|noon|midnight|midday|dawn|dusk|sunrise|sunset)"
_FROM_TIME = re.compile(rf"\bfrom\s+{_TIME}\s*(?:on\s+|of\s+|,\s*)?(?:the\s+)?\Z", re.IGNORECASE)
_TO_TIME = re.compile(rf"\s*(?:to|until|till|through|[–—-])\s*(?:{_TIME}\s*(?:on\s+|of\s+|,\s*)?)?(?:the\s+)?\Z", re.IGNORECASE)
_LENT_REACH = 60  # characters between two dates of one list
_LENT_OVER = re.compile(r"(?:,|\s)\s*(?:and|or|then)\b[^.;:]{0,40}\Z", re.IGNORECASE)


class Outlook:
    """Which clauses of a text look ahead; made once for a text, asked once for each of its dates."""

    def __init__(self, text: str, words: DateWords) -> None:
        self._text = text
        self._ahead = [found.start() for found in _future(words.future).finditer(text) if not _told_back(text, found)]
        ends = list(_CLAUSE_ENDS.finditer(text)) if self._ahead else []
        self._openings, self._closings = [found.end() for found in ends], [found.start() for found in ends]
        self._past: dict[tuple[int, int], bool] = {}

    def looks_ahead(self, start: int, end: int) -> bool:
        """Whether the clause of a date looks ahead: "will meet on 5 August"; another clause of the sentence counts where it is silent.

        What had been expected or planned is past: "higher than they had expected on Wednesday".
        """
        if self._text[start:end].lower().startswith(("until", "by")) and _DEADLINE.search(self._text, max(start - 40, 0), start):
            return True
        if not self._ahead:
            return False
        opening, closing = bisect_right(self._openings, start), bisect_left(self._closings, end)
        first = self._openings[opening - 1] if opening else 0
        last = self._closings[closing] if closing < len(self._closings) else len(self._text)
        at = bisect_left(self._ahead, first)
        if at < len(self._ahead) and self._ahead[at] < last:
            return True
        if (first, last) not in self._past:
            self._past[first, last] = _PAST.search(self._text, first, last) is not None
        return not self._past[first, last]


def _told_back(text: str, found: re.Match[str]) -> bool:
    return found.group().lower() in _PARTICIPLES and bool(_AFTER_HAD.search(text, max(found.start() - 30, 0), found.start()))


@lru_cache(maxsize=8)
def _future(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){letter_tree(sorted(words))}(?![^\W_])", re.IGNORECASE)


def lend_years(text: str, written: Sequence[WrittenDate]) -> list[WrittenDate]:
    """In "in Hoy on 11 July and in Ness on 19 September 2006" the second date lends its year to the first."""
    lent = list(written)
    for index in range(len(lent) - 2, -1, -1):
        one, following = lent[index].expression, lent[index + 1].expression
        if not isinstance(one, Calendar) or not isinstance(following, Calendar) or one.month is None or following.month is None:
            continue
        alike = (one.day is None) == (following.day is None) and (one.month, one.day or 0) <= (following.month, following.day or 0)
        between = text[lent[index].end : lent[index + 1].start]
        if one.year is None and isinstance(following.year, int) and alike and len(between) <= _LENT_REACH and _LENT_OVER.match(between):
            lent[index] = replace(lent[index], expression=replace(one, year=following.year))
    return lent


def join_over_times(text: str, written: Sequence[WrittenDate]) -> list[WrittenDate]:
    """In "from 06.00 on 11 June to 06.00 on 13 June" the clock times part the two ends of one range."""
    joined: list[WrittenDate] = []
    for found in written:
        before = joined[-1] if joined else None
        if before is not None and isinstance(before.expression, Calendar) and isinstance(found.expression, Calendar):
            opens = _FROM_TIME.search(text, max(before.start - 40, 0), before.start)
            both = shared_parts(before.expression, found.expression) if opens and before.expression.day and found.expression.day else None
            near = found.start - before.end <= _LENT_REACH
            if opens and both and near and _TO_TIME.fullmatch(text[before.end : found.start]):
                joined[-1] = replace(before, start=opens.start(), end=found.end, expression=Between(*both))
                continue
        joined.append(found)
    return joined
