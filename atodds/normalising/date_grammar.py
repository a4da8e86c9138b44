"""The grammar of English dates: a hand-written recursive descent over tokens, linear in the text.

The scan stops at core words alone (digits, months, weekdays, seasons, units of time); from there the grammar looks back over at most
a few prefix words ("since the end of", "from", "early") and reads forward. Every rule looks a bounded number of tokens ahead and the
longest reading from the earliest prefix wins, so a text costs time in proportion to its length, whatever it holds.

What is read is an expression (`date_expressions`): what was written, not yet which days. What to keep out: calendars, anchors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from atodds.normalising.date_atoms import APOSTROPHES, DETERMINERS, Item
from atodds.normalising.date_expressions import Between, Calendar, DateExpression, Offset, Open, Stretch
from atodds.normalising.date_ranges import DateRanges
from atodds.normalising.date_tokens import PARAGRAPH, Tokens, lowered, windows
from atodds.normalising.date_words import DateWords
from atodds.vocabulary import Bound

__all__ = ["WrittenDate", "WrittenNonDate", "read_dates"]

_MOST_PREFIXES = 9
_HOURS_OF = frozenset({"as", "morning", "evening", "night", "afternoon", "dawn", "day", "days", "week", "weekend", "early", "hours", "eve"})
_OPENING_PREPOSITIONS = frozenset({"in", "on", "during", "throughout", "at", "only", "already"})
_SENTENCE_STARTS = frozenset({"", PARAGRAPH, ".", "!", "?", ":", ";"})


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """One date as written: `text[start:end]`, what it says, how it is introduced."""

    start: int
    end: int
    expression: DateExpression
    hedge: str | None
    role: str


class WrittenNonDate(NamedTuple):
    """A stretch that looks like a date and is none we can hold, with the reason."""

    start: int
    end: int
    reason: str


def read_dates(text: str, words: DateWords, *, day_first: bool = True) -> tuple[list[WrittenDate], list[WrittenNonDate]]:
    """All dates of a text in order, none overlapping; and the stretches set aside, with reasons."""
    dates: list[WrittenDate] = []
    others: list[WrittenNonDate] = []
    lower = lowered(text)
    for start, end in windows(lower, words):
        reader = _Reader(Tokens(text, lower, start, end), words, day_first)
        reader.read(dates, others)
    return dates, others


class _Reader(DateRanges):
    """Reads the dates of one window."""

    def read(self, dates: list[WrittenDate], others: list[WrittenNonDate]) -> None:
        t, w = self.t, self.w
        floor = 0
        for index, word in enumerate(t.words):
            if index < floor:
                continue
            if not (word in w.core or "0" <= word[0] <= "9"):
                continue
            start = index
            while start > floor and index - start < _MOST_PREFIXES and t.words[start - 1] in w.prefixes:
                start -= 1
            for first in range(start, index + 1):
                if first < index and t.words[first] not in w.starters:
                    continue
                items = self._expression(first)
                if items and items[-1].after > index:
                    for item in items:
                        self._add(item, dates, others)
                    floor = items[-1].after
                    break

    def _add(self, item: Item, dates: list[WrittenDate], others: list[WrittenNonDate]) -> None:
        t = self.t
        start, end = t.starts[item.first], t.ends[item.after - 1]
        following = self.word(item.after)
        if following in ("bc", "bce") or (following == "b" and self.word(item.after + 1) == "." and self.word(item.after + 2) == "c"):
            others.append(WrittenNonDate(start, end, "before the year 1: out of range"))
            return
        role = self._role(item)
        if self.word(item.first) == "the" and isinstance(item.expression, Calendar | Between) and self.word(item.first + 1) != "year":
            start = t.starts[item.first + 1]
        dates.append(WrittenDate(start, end, item.expression, item.hedge, role))

    def _role(self, item: Item) -> str:
        before, after = self.word(item.first - 1), self.word(item.after)
        if before == "of" and self.word(item.first - 2) not in _HOURS_OF:
            return "of"
        if before == "(" and after in (")", ";", ","):
            return "bracketed"
        if before in DETERMINERS and after.isalpha() and after not in self.w.day_before:
            return "modifier"
        if after in APOSTROPHES and self.word(item.after + 1) == "s":
            return "modifier"
        if (
            self.word(item.first) == "the"
            and isinstance(item.expression, Calendar | Between)
            and after.isalpha()
            and after not in self.w.day_before
        ):
            return "modifier"
        opens = item.first - 1 if before in _OPENING_PREPOSITIONS else item.first
        return "opening" if self.word(opens - 1) in _SENTENCE_STARTS else "adverbial"

    def _expression(self, index: int) -> list[Item] | None:
        hedge = None
        bound = None
        at = index
        found = self.w.bounds.find(self.t.words, at)
        if found:
            if self.word(index - 1) == "the":
                return None  # "the following January 1"
            bound, at = found[1], found[2]
        about = self.w.hedges.find(self.t.words, at)
        if about:
            hedge, at = " ".join(about[0]), about[2]
        word = self.word(at)
        if word == "between" and bound is None:
            return self._between(index, at + 1)
        if word == "from" and bound is None:
            return self._from(index, at + 1)
        items = self._range(at, evidence=bound is not None or hedge is not None)
        if not items:
            return None
        if bound is None:
            if hedge:
                return [items[0]._replace(first=index, hedge=hedge), *items[1:]]
            after = items[-1].after
            if len(items) == 1 and self.word(after) in ("onwards", "onward"):
                return [Item(Open(Bound.AT_LEAST, items[0].expression), index, after + 1)]
            return items
        first = items[0]
        if isinstance(first.expression, Offset | Stretch | Open) or self._is_modifier(at, first):
            return None
        after = first.after
        if self.word(after) in ("onwards", "onward"):
            after += 1
        assert found is not None
        return [Item(Open(bound, first.expression, found[0][0]), index, after, hedge), *items[1:]]
