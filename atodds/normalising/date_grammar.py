"""The grammar of English dates: a hand-written recursive descent over tokens, linear in the text.

The scan stops at core words alone (digits, months, weekdays, seasons, units of time); from there the grammar looks back over at most
a few prefix words ("since the end of", "from", "early") and reads forward. Every rule looks a bounded number of tokens ahead and the
longest reading from the earliest prefix wins, so a text costs time in proportion to its length, whatever it holds.

What is read is an expression (`date_expressions`): what was written, not yet which days. What to keep out: calendars, anchors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from atodds.normalising.date_expressions import (
    Around,
    Between,
    Calendar,
    Century,
    DateExpression,
    Decade,
    Nth,
    Offset,
    Open,
    Part,
    Season,
    Step,
    StepName,
    Stretch,
    core,
    with_core,
)
from atodds.normalising.date_tokens import PARAGRAPH, Tokens, lowered, windows
from atodds.normalising.date_words import ROMAN_NUMERALS, DateWords
from atodds.vocabulary import Bound

__all__ = ["WrittenDate", "WrittenNonDate", "read_dates", "shared_parts"]

_DASHES = frozenset("-–—−‐‑")
_TO = frozenset({"to", "through", "thru", "until", "till"})
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_APOSTROPHES = frozenset("'’‘`")
_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "s"})
_MODAL_LIKE = frozenset({"may", "march", "august", "mar", "sat", "sun", "wed", "dec", "fall", "mon"})  # words of their own in lower case
_FULL_NAME_LENGTH = 5  # shorter names of months are abbreviations, and may bring their point
_PERSONS_AND_VERBS = frozenset({"may", "march", "august", "april", "june"})
_FULL_SHORT_NAMES = frozenset({"may", "june", "july"})
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_MODERN = range(1900, 2040)  # bare numbers here are years unless something speaks against it
_MOST_PREFIXES = 9
_LARGEST_COUNT = 3000
_YEAR_DIGITS = 4
_WEAK_PREPOSITIONS = frozenset({"and", "or", "to", "of", "from", "by", "in"})  # before an older number these may count as well as date
_SHORT_WORDS_IN_S = frozenset({"as", "was", "is", "has", "his", "its", "this", "s", "congress", "us"})
_OLDEST_MODIFIER = 1500
_ENDING = frozenset({"to", "ending", "ended", "through", "until"})
_HOURS_OF = frozenset({"as", "morning", "evening", "night", "afternoon", "dawn", "day", "days", "week", "weekend", "early", "hours", "eve"})
_EXACTLY = frozenset({"exactly", "precisely"})
_NOW = frozenset({"now", "today", "present"})
_COUNT_ADJECTIVES = frozenset({"more", "other", "new", "young", "armed", "additional"})
_STRIKING = frozenset({"killed", "wounded", "injured", "displaced"})
_AFTER_A_PARTICIPLE = frozenset(
    {"", "and", "or", "in", "by", "on", "at", "when", "after", "during", "since", "before", "were", "was", "had", "have"}
)
_SURELY_COUNTED = frozenset({"people", "men", "women", "km", "m", "percent", "%"})
_OPENING_PREPOSITIONS = frozenset({"in", "on", "during", "throughout", "at", "only", "already"})
_SENTENCE_STARTS = frozenset({"", PARAGRAPH, ".", "!", "?", ":", ";"})
_DAY_PREPOSITIONS = frozenset({"on", "by", "until", "till", "since", "from", "of", "before", "after"})
_MONTH_PREPOSITIONS = _DAY_PREPOSITIONS | {"last", "next", "this", "-", "–", "early", "late", "mid", "that", "the"}
_SEASON_PREPOSITIONS = frozenset(
    {"in", "during", "by", "until", "since", "throughout", "over", "early", "late", "mid", "-", "of", "last", "before", "after"}
)


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


class _Item(NamedTuple):
    expression: DateExpression
    first: int  # tokens
    after: int
    hedge: str | None = None


_Found = tuple[DateExpression, int]


def read_dates(text: str, words: DateWords, *, day_first: bool = True) -> tuple[list[WrittenDate], list[WrittenNonDate]]:
    """All dates of a text in order, none overlapping; and the stretches set aside, with reasons."""
    dates: list[WrittenDate] = []
    others: list[WrittenNonDate] = []
    lower = lowered(text)
    for start, end in windows(lower, words):
        reader = _Reader(Tokens(text, lower, start, end), words, day_first)
        reader.read(dates, others)
    return dates, others


class _Reader:
    """Reads the dates of one window. Methods take a token index and give what they read and the index after."""

    def __init__(self, tokens: Tokens, words: DateWords, day_first: bool) -> None:
        self.t = tokens
        self.w = words
        self.day_first = day_first
        self.word = tokens.word

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

    def _add(self, item: _Item, dates: list[WrittenDate], others: list[WrittenNonDate]) -> None:
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

    def _role(self, item: _Item) -> str:
        before, after = self.word(item.first - 1), self.word(item.after)
        if before == "of" and self.word(item.first - 2) not in _HOURS_OF:
            return "of"
        if before == "(" and after in (")", ";", ","):
            return "bracketed"
        if before in _DETERMINERS and after.isalpha() and after not in self.w.day_before:
            return "modifier"
        if after in _APOSTROPHES and self.word(item.after + 1) == "s":
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

    # Phrases

    def _skip(self, index: int, *words: str) -> int:
        return index + 1 if self.word(index) in words else index

    # Whole expressions

    def _expression(self, index: int) -> list[_Item] | None:
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
                return [_Item(Open(Bound.AT_LEAST, items[0].expression), index, after + 1)]
            return items
        first = items[0]
        if isinstance(first.expression, Offset | Stretch | Open) or self._is_modifier(at, first):
            return None
        after = first.after
        if self.word(after) in ("onwards", "onward"):
            after += 1
        assert found is not None
        return [_Item(Open(bound, first.expression, found[0][0]), index, after, hedge), *items[1:]]

    def _is_modifier(self, at: int, item: _Item) -> bool:
        """Whether the date narrows a noun: "after the 4 August blast" bounds the blast, not the day."""
        following = self.word(item.after)
        if following in _APOSTROPHES and self.word(item.after + 1) == "s":
            return True
        return (
            self.word(at) == "the"
            and isinstance(item.expression, Calendar | Between)
            and following.isalpha()
            and following not in self.w.day_before
            and following not in self.w.year_after
        )

    def _between(self, index: int, at: int) -> list[_Item] | None:
        left = self._loose(at)
        if not left or self.word(left[1]) not in ("and", "to", *_DASHES):
            return None
        right = self._loose(left[1] + 1)
        if not right:
            return None
        both = shared_parts(left[0], right[0])
        if both and isinstance(both[1], Calendar) and both[1].month is None and both[1].year is None:
            return None  # "between 10 and 20"
        return [_Item(Between(*both), index, right[1])] if both else None

    def _loose(self, at: int) -> _Found | None:
        """One end of a range: a date, "now", or the bare day that the other end completes."""
        if self.word(at) in _NOW:
            return Step("day", 0, "reference"), at + 1
        found = self._simple(at, evidence=True)
        if found:
            return found
        day = self._day(self._skip(at, "the"))
        if day and not self.word(day[1]).startswith(("%", "million", "billion")):
            return Calendar(day=day[0]), day[1]
        return None

    def _from(self, index: int, at: int) -> list[_Item] | None:
        items = self._range(at, evidence=True)
        if items and isinstance(items[0].expression, Between):
            return [items[0]._replace(first=index), *items[1:]]
        left = self._loose(at)
        if not left:
            return None
        if self._range_sign(left[1]):
            right = self._loose(self._range_sign(left[1]))
            both = shared_parts(left[0], right[0]) if right else None
            if right and self._counts(right):
                return None
            if right and both:
                return [_Item(Between(*both), index, right[1])]
        if self._counts(left) or isinstance(left[0], Offset | Stretch) or left[0] == Calendar(day=getattr(left[0], "day", None)):
            return None
        following = self.word(left[1])
        if following in ("onwards", "onward"):
            return [_Item(Open(Bound.AT_LEAST, left[0]), index, left[1] + 1)]
        if following == "on" and not self.word(left[1] + 1).isalnum():
            return [_Item(Open(Bound.AT_LEAST, left[0]), index, left[1] + 1)]
        before = self.word(index - 1)
        if before in ("", PARAGRAPH, ",", ".", ";", ":", "(", "and", "but") and not self._is_modifier(at, _Item(left[0], at, left[1])):
            return [_Item(Open(Bound.AT_LEAST, left[0]), index, left[1])]
        return None

    def _counts(self, found: _Found) -> bool:
        """Whether what follows a bare year makes it a count: "from 1500 to 2000 people"."""
        date, after = found
        return isinstance(date, Calendar) and date.month is None and date.year is not None and self.word(after) in self.w.counted

    def _range_sign(self, at: int) -> int:
        """The index after a range's sign, or 0."""
        word = self.word(at)
        if word in _DASHES or word in _TO:
            after = at + 1
            return self._skip(after, "to") if word == "up" else after
        if word == "up" and self.word(at + 1) == "to":
            return at + 2
        return 0

    def _range(self, at: int, *, evidence: bool) -> list[_Item] | None:
        days = self._days_of_month(at)
        if days:
            return days
        left = self._simple(at, evidence=evidence)
        if not left:
            years = self._year_range(at)
            return [years] if years else None
        expression, after = left
        if isinstance(expression, Calendar | Season | Part | Decade | Nth):
            years = self._year_range(at)
            if years and years.after > after:
                return [years]
            listed = self._more_days(at, expression, after)
            if listed:
                return listed
            sign = self._range_sign(after)
            if sign:
                right = self._simple(sign, evidence=True)
                if right is None and self.word(sign) in _NOW:
                    right = Step("day", 0, "reference"), sign + 1
                both = shared_parts(expression, right[0]) if right and not isinstance(right[0], Offset | Stretch) else None
                if right and both and not self._counts(right) and self._same_kind(expression, right[0]):
                    return [_Item(Between(*both), at, right[1])]
            joined = self._joined(at, expression, after)
            if joined:
                return joined
        return [_Item(expression, at, after)]

    def _same_kind(self, left: DateExpression, right: DateExpression) -> bool:
        """Whether two dates can be the ends of one range: a bare weekday and a year cannot."""
        if isinstance(right, Step):
            return True
        a, b = core(left), core(right)
        if isinstance(a, Calendar) and isinstance(b, Calendar):
            if a.month is None and a.year is not None:
                return b.year is not None
            return not (b.month is None and b.year is not None) and (a.month is None) == (b.month is None)
        return True

    def _joined(self, at: int, left: DateExpression, after: int) -> list[_Item] | None:
        """Reads "June and July 1992", "4 August and 12 September 1992": the year of the last is that of all."""
        inner = core(left)
        if not isinstance(inner, Calendar | Season) or inner.year is not None or (isinstance(inner, Calendar) and inner.month is None):
            return None
        items = [_Item(left, at, after)]
        while len(items) < 6:
            following = self.word(after)
            step = self._skip(after + 1, "and", "or") if following == "," else after + 1
            if following not in ("and", "or", "&", ",", "/"):
                return None
            right = self._simple(step, evidence=False)
            if not right or type(core(right[0])) is not type(inner):
                return None
            items.append(_Item(right[0], step, right[1]))
            after = right[1]
            last = core(right[0])
            assert isinstance(last, Calendar | Season)
            if isinstance(last, Calendar) and last.month is None:
                return None
            if last.year is not None:
                return [*(item._replace(expression=_in_year(item.expression, last.year)) for item in items[:-1]), items[-1]]
        return None

    # Days of one month

    def _days_of_month(self, at: int) -> list[_Item] | None:
        """Reads "11-13 July 2000", "6/7 August", "3, 4 and 10 July 1992": days that share the month after them."""
        index = self._skip(at, "the")
        first = self._day(index)
        if not first:
            return None
        days = [(first[0], index, first[1])]
        ranged = listed = False
        after = first[1]
        while len(days) < 8:
            word = self.word(after)
            if word in _DASHES or word in ("to", "/", "until", "till", "through"):
                step, ranged = after + 1, True
            elif word in ("and", "or", "&"):
                step, listed = after + 1, True
            elif word == ",":
                step, listed = (after + 2 if self.word(after + 1) in ("and", "or") else after + 1), True
            else:
                break
            step = self._skip(step, "the")
            day = self._day(step)
            if not day:
                return None
            days.append((day[0], step, day[1]))
            after = day[1]
        if len(days) < 2:
            return None
        month = self._month(self._skip(after, "of"))
        if not month:
            return None
        year, end = self._year_tail(month[1], after_day=True)
        dates = [Calendar(year, month[0], day) for day, _, _ in days]
        if ranged and not listed and len(days) == 2:
            return [_Item(Between(dates[0], dates[1]), at, end)] if days[0][0] < days[1][0] else None
        if ranged:
            return None
        if len(days) == 2 and days[1][0] == days[0][0] + 1:
            return [_Item(Between(dates[0], dates[1]), at, end)]
        items = [_Item(date, first, last) for date, (_, first, last) in zip(dates[:-1], days[:-1], strict=True)]
        return [*items, _Item(dates[-1], days[-1][1], end)]

    def _more_days(self, at: int, left: DateExpression, after: int) -> list[_Item] | None:
        """Reads "July 11-13, 2000", "May 4 and 5", "May 4, 5 and 10, 1992": days that share the month before them."""
        if not isinstance(left, Calendar) or left.month is None or left.day is None or left.year is not None or left.other_order:
            return None
        if not self.word(after - 1)[:1].isdigit() and self.word(after - 1) not in _SUFFIXES:
            return None
        days: list[tuple[int, int, int]] = []
        ranged = False
        while len(days) < 6:
            word = self.word(after)
            if word in _DASHES or word in _TO or word == "/":
                step, ranged = after + 1, True
            elif word in ("and", "or", "&"):
                step = after + 1
            elif word == "," and not ranged:
                step = after + 2 if self.word(after + 1) in ("and", "or") else after + 1
            else:
                break
            day = self._day(self._skip(step, "the"))
            if not day or self._month(self._skip(day[1], "of")) or (self.word(day[1]) in _DASHES and self._month(day[1] + 1)):
                break
            if word == "," and self.word(step).isdigit() and len(self.word(step)) > 2:
                break
            days.append((day[0], self._skip(step, "the"), day[1]))
            after = day[1]
        if not days:
            return None
        following = self.word(after)
        if following.isalpha() and following not in self.w.day_before and following not in ("is", "are", "have", "has", "will", "would"):
            return None
        year, end = self._year_tail(after, after_day=True)
        all_days = [left.day, *(day for day, _, _ in days)]
        dates = [replace(left, year=year, day=day, weekday=None) for day in all_days]
        if len(dates) == 2 and all_days[0] < all_days[1] and (ranged or all_days[1] == all_days[0] + 1):
            return [_Item(Between(dates[0], dates[1]), at, end)]
        if ranged:
            return None
        items = [_Item(dates[0], at, days[0][1] - 1 if days else end)]
        items[0] = items[0]._replace(after=self._end_of_left(at, days[0][1]))
        items += [_Item(date, first, last) for date, (_, first, last) in zip(dates[1:], days, strict=True)]
        items[-1] = items[-1]._replace(after=end)
        return items

    def _end_of_left(self, at: int, before: int) -> int:
        """The index after the last digit or suffix of the first date in a list."""
        index = before - 1
        while index > at and not (self.word(index)[0].isdigit() or self.word(index) in _SUFFIXES):
            index -= 1
        return index + 1

    # Single dates

    def _simple(self, at: int, *, evidence: bool, whole: bool = False) -> _Found | None:
        """One date without an open end. `evidence`: something before it speaks for a date; `whole`: "the year" stands for this one."""
        word = self.word(at)
        if not word or word == PARAGRAPH:
            return None
        index = at + 1 if word == "the" else at
        if word[0].isdigit():
            return self._in_figures(at, evidence=evidence)
        part = self.w.parts.find(self.t.words, at) or (self.w.parts.find(self.t.words, index) if index > at else None)
        if part:
            found = self._part(part)
            if found:
                return found
        word = self.word(index)
        if word in ("year", "years") and self._year(index + 1):
            year = self._year(index + 1)
            assert year is not None
            return Calendar(year[0]), year[1]
        if word == "year" and self.word(index + 1) == "of" and self._year(index + 2):
            year = self._year(index + 2)
            assert year is not None
            return Calendar(year[0]), year[1]
        for reading in (self._ordinal_phrase, self._stepped, self._shifted, self._named, self._week):
            found = reading(at, index)
            if found:
                return found
        if whole and word in self.w.units and not word.endswith("s"):
            return Step(self.w.units[word], 0, "base"), index + 1
        return self._point(index, evidence=evidence or (index > at and self.word(at - 1) in self.w.year_after), the=index > at)

    def _in_figures(self, at: int, *, evidence: bool) -> _Found | None:
        """Reads a date that begins with figures; the few readings that can be, for speed."""
        following = self.word(at + 1)
        if following in _SUFFIXES:
            return self._ordinal_phrase(at, at) or self._point(at, evidence=evidence)
        if following in self.w.units:
            return self._shifted(at, at)
        return self._point(at, evidence=evidence)

    def _part(self, part: tuple[tuple[str, ...], str, int]) -> _Found | None:
        phrase, kind, after = part
        to_part = None
        if self.word(after) in _DASHES:
            after += 1
        if kind in ("early", "mid") or self.word(after) in ("and", "to", "or"):
            other = self.w.parts.find(self.t.words, self._skip(after, "and", "to", "or"))
            if other and other[1] in ("early", "mid", "late"):
                to_part, after = other[1], other[2]
                after = after + 1 if self.word(after) in _DASHES else after
        if kind in ("earlier", "later") or phrase[-1] in ("of", "in"):
            found = self._simple(after, evidence=True, whole=True)
        elif kind in ("beginning", "end"):  # "end March", but not "the end 1992"
            found = self._simple(after, evidence=False) if self.word(after) in self.w.months else None
        else:
            found = self._simple(after, evidence=True, whole=self.word(after) == "the")
        if not found:
            return None
        expression, end = found
        if isinstance(expression, Part | Offset | Stretch) or (isinstance(expression, Calendar) and (expression.day or expression.weekday)):
            return None
        if kind in ("earlier", "later") and phrase[-1] not in ("in", "of") and not isinstance(expression, Step | StepName):
            return None
        if isinstance(expression, Step) and expression.unit == "day":
            return None
        return Part(kind, expression, to_part), end

    def _ordinal_phrase(self, at: int, index: int) -> _Found | None:
        """Reads "20th century", "first quarter of 1994", "last days of August", "the first decade of the 20th century"."""
        word = self.word(index)
        if self.word(index + 1) in ("century", "centuries") and word in ROMAN_NUMERALS and self.t.written(index).isupper():
            return Century(ROMAN_NUMERALS.index(word) + 1), index + 2
        last = word in ("last", "final", "closing")
        ordinal = (-1, index + 1) if last else self._ordinal(index)
        if not ordinal:
            return None
        number, after = ordinal
        if self.word(after) in _DASHES and self.word(after + 1) in ("century", "centuries", "quarter", "half"):
            after += 1
        if not last:
            second = None
            if self.word(after) in ("and", "to", *_DASHES, "or"):
                second = self._ordinal(self._skip(after + 1, "the"))
            end = second[1] if second else after
            if self.word(end) in _DASHES and self.word(end + 1) in ("century", "centuries"):
                end += 1
            if self.word(end) in ("century", "centuries"):
                return (Century(number, second[0] if second else None), end + 1) if 1 <= number <= 25 else None
        count = 1
        counted = self._count(after)
        if counted and self.word(counted[1]) in self.w.units:
            count, after = counted[0], counted[1]
        elif self.word(after) == "few":
            count, after = 3, after + 1
        unit = "half" if self.word(after) == "half" else self.w.units.get(self.word(after))
        if not unit or unit in ("century", "weekend", "fortnight"):
            return None
        if count == 1 and self.word(after).endswith("s"):
            count = 3
        after += 1
        if self.word(after) in _DASHES and self.t.glued(after):
            return None  # "quarter-finals"
        if self.word(after) in ("of", "in"):
            start = after + 1
            inner = self._simple(start, evidence=True, whole=self.word(start) == "the" and unit in ("day", "week", "quarter", "month"))
            if not inner or isinstance(inner[0], Offset | Stretch) or (isinstance(inner[0], Step) and inner[0].unit == unit):
                return None
            return Nth(number, unit, inner[0], count), inner[1]
        if unit in ("quarter", "half"):
            year = self._year(after)
            if year:
                return Nth(number, unit, Calendar(year[0])), year[1]
            if not last and (index > at or self.word(at - 1) in _DETERMINERS) and count == 1:
                said, end = self._year_tail(after, after_day=True)
                if said is not None:
                    return Nth(number, unit, Calendar(said) if isinstance(said, int) else said), end
                return (Nth(number, unit), after) if unit == "quarter" else None
        return None

    def _stepped(self, at: int, index: int) -> _Found | None:
        """Reads "last week", "the following month", "that same year", "last July", "the past two decades"."""
        step = self.w.steps.find(self.t.words, at) or (self.w.steps.find(self.t.words, index) if index > at else None)
        if not step:
            return None
        phrase, (amount, origin), after = step
        word = self.word(after)
        if word in ("calendar", "financial", "fiscal") and self.word(after + 1) in self.w.units:
            after += 1
            word = self.word(after)
        the = self.word(at) == "the"
        if word in self.w.units and not word.endswith("s"):
            if self.word(after + 1) == "of" and phrase[-1] in ("last", "next", "past"):
                return None
            if self.word(after + 1) in _DASHES and self.word(after + 2).isalpha():  # "this year-long"
                return None
            if the and phrase[-1] in ("last", "past") and word != "weekend":
                return Stretch(1, self.w.units[word], -1, origin), after + 1
            if phrase[-1] == "past":
                return Stretch(1, self.w.units[word], -1, origin), after + 1
            if word == "day" and phrase[-1] == "next":
                origin = "base"
            step_unit = Step(self.w.units[word], amount, origin)
            weekday = self.word(self._skip(after + 1, "on"))
            if word == "week" and weekday in self.w.weekdays and amount:
                return Nth(self.w.weekdays[weekday], "day", step_unit), self._skip(after + 1, "on") + 1
            return step_unit, after + 1
        if word in self.w.parts_of_day and phrase[-1] in ("following", "next", "same", "previous", "preceding", "that", "last", "this"):
            if self.word(after + 1) in _DASHES:
                return None
            origin = "base" if phrase[-1] == "next" else origin
            return Step("day", amount, origin), after + 1
        if word in self.w.seasons:
            if word == "fall" and not the and phrase[-1] not in ("last", "this", "next"):
                return None
            return StepName("season", self.w.seasons[word], amount, origin), after + 1
        if word in self.w.weekdays and (len(word) > 4 or self.t.capital(after)):
            if self._is_named(after):
                return None
            return StepName("weekday", self.w.weekdays[word], amount, origin), after + 1
        if word in self.w.months and phrase[-1] != "same":
            if word in _MODAL_LIKE and not self.t.capital(after):
                return None
            if phrase[-1] in ("that", "this") and not self.t.capital(after):
                return None
            month = self._month(after)
            if not month or self._year(month[1]):
                return None
            day = self._day(month[1])
            if day:
                return None
            return StepName("month", self.w.months[word], amount, origin), month[1]
        if amount == 0:
            return None
        counted = self._count(after)
        vague = False
        if not counted and word in self.w.vague_counts:
            counted, vague = (self.w.vague_counts[word], self._skip(after + 1, "of")), True
        if not counted and word.endswith("s") and word in self.w.units:
            counted, vague = (3, after), True
        if counted and self.word(counted[1]) in self.w.units and self.word(counted[1] + 1) != "of":
            unit = self.w.units[self.word(counted[1])]
            return (Stretch(counted[0], unit, amount, origin, vague), counted[1] + 1) if counted[0] <= _LARGEST_COUNT else None
        return None

    def _shifted(self, at: int, index: int) -> _Found | None:
        """Reads "three weeks later", "a few months ago", "two days after 4 August", "the day before", "the day after tomorrow"."""
        vague = False
        word = self.word(at)
        if self.word(index) in self.w.units and index > at:  # "the day before", "the year after"
            counted: tuple[int, int] | None = (1, index)
        else:
            start = self._skip(at, "some", "only", "just", "about", "the")
            counted = self._count(start)
            article = word in ("a", "an")
            after_article = at + 1 if article else start
            if self.word(after_article) in self.w.vague_counts and self.word(after_article) != "a":
                counted = (self.w.vague_counts[self.word(after_article)], self._skip(after_article + 1, "of"))
                vague = True
        if not counted or self.word(counted[1]) not in self.w.units or counted[0] > _LARGEST_COUNT:
            return None
        if self.word(at - 1) == "half":
            return None  # "half a century later"
        count, after = counted
        unit = self.w.units[self.word(after)]
        if unit == "quarter" and word in ("a", "the"):
            return None
        shift = self.w.shifts.find(self.t.words, after + 1)
        if not shift and word == "the" and self.word(after + 1) in _ENDING:
            inner = self._simple(after + 2, evidence=True)
            if inner and isinstance(inner[0], Calendar) and not vague:
                return Stretch(count, unit, -1, inner[0]), inner[1]
        if not shift:
            ahead = self.word(at - 1) == "in" and not self.word(after + 1).isalpha() and not self.w.future.isdisjoint(self.t.words)
            return (Offset(count, unit, 1, "reference", vague), after + 1) if ahead and self.word(at) != "the" else None
        phrase, (amount, origin), end = shift
        before = self.word(at - 2) if self.word(at - 1) in ("the", "another", "some", "about") else self.word(at - 1)
        if before == "for" and phrase[0] in ("after", "afterwards", "afterward", "thereafter", "before", "later"):
            return None  # "shut for two days afterwards": how long
        if phrase[0] in ("before", "after", "from", "prior"):
            sign = -1 if amount < 0 else 1
            if phrase == ("prior",) and self.word(end) == "to":
                end += 1
            inner = self._simple(end, evidence=True) if self.word(end) not in ("", PARAGRAPH) else None
            if inner and not isinstance(inner[0], Offset | Stretch):
                return Offset(count, unit, sign, inner[0], vague), inner[1]
            following = self.word(end)
            if following.isalnum() and phrase[0] != "from":
                return None  # "two days after the blast": an event, not a date
        exact = not vague and (self.word(at - 1) in _EXACTLY or (self.word(end) == "today" and count == 1))
        return Offset(count, unit, amount, origin, vague, exact), end

    def _named(self, at: int, index: int) -> _Found | None:
        """Reads "yesterday", "Christmas Day 1963", "the nineties", "Q3 2020"."""
        word = self.word(index)
        if word in self.w.days and index == at:
            return Step("day", self.w.days[word], "reference"), index + 1
        fixed = self.w.fixed_days.find(self.t.words, index)
        if fixed and (self.t.capital(index) or word.isdecimal()):
            (named_year, month, day), after = fixed[1], fixed[2]
            if named_year:
                return Calendar(named_year, month, day), after
            year, end = self._year_tail(after, after_day=True)
            if year is None and after == index + 1 and self.word(at - 1) not in self.w.year_after:
                return None  # "Christmas trees"
            return Calendar(year, month, day), end
        if word in self.w.decades and (index > at or self.word(at - 1) in ("early", "late", "mid", "-", "nineteen")):
            return (Decade(1900 + self.w.decades[word], False), index + 1) if self.word(at - 1) not in ("their", "his", "her") else None
        if word in ("q", "h") and self.t.glued(index + 1) and self.word(index + 1) in ("1", "2", "3", "4"):
            number = int(self.word(index + 1))
            unit = "quarter" if word == "q" else "half"
            if unit == "half" and number > 2:
                return None
            year_after = self._year(self._skip(index + 2, "of", ",", "-", "/"))
            if year_after:
                return Nth(number, unit, Calendar(year_after[0])), year_after[1]
            said, end = self._year_tail(index + 2, after_day=True)
            if isinstance(said, Step | Offset):
                return Nth(number, unit, said), end
            return (Nth(number, unit), index + 2) if unit == "quarter" else None
        return None

    def _week(self, at: int, index: int) -> _Found | None:
        """Reads "the week of 10 April", "w/c 4 February", "week 10", "the weekend"."""
        word = self.word(index)
        if word == "week":
            after = index + 1
            number = self.word(after)
            if number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= 53 and self.word(after + 1) not in (*_DASHES, "%"):
                year, end = self._year_tail(after + 1, after_day=True)
                if isinstance(year, int):
                    return Nth(int(number), "week", Calendar(year)), end
                return (Nth(int(number), "week"), after + 1) if self.word(after + 1) not in ("of", "in") else None
            if self.word(after) in ("of", "commencing", "beginning", "starting", "ending"):
                after += 1
            else:
                return None
            found = self._simple(self._skip(after, "on"), evidence=True)
            if found and isinstance(found[0], Calendar) and found[0].day:
                return Around("week", found[0]), found[1]
            return None
        if word == "weekend" and index > at and self.word(at - 1) in ("at", "over", "during", "on", "by", "since"):
            return Step("weekend", 0, "reference"), index + 1
        if word == "w" and self.word(index + 1) == "/" and self.word(index + 2) in ("c", "e"):
            found = self._simple(index + 3, evidence=True)
            if found and isinstance(found[0], Calendar) and found[0].day:
                return Around("week", found[0]), found[1]
        return None

    # Points

    def _point(self, at: int, *, evidence: bool, the: bool = False) -> _Found | None:
        word = self.word(at)
        if not word:
            return None
        if word[0].isdigit():
            if self.w.fixed_days.find(self.t.words, at):
                return self._named(at, at)
            for reading in (self._numeric, self._day_month, self._decade, self._year_first):
                found = reading(at)
                if found:
                    return found
            return self._bare_year(at, evidence) or (self._bare_day(at) if the else None)
        if word in self.w.months:
            found = self._month_first(at)
            if not found and evidence and self.t.capital(at) and (self.word(at - 1) in _TO or self.word(at - 1) in _DASHES):
                month = self._month(at)
                found = (Calendar(month=month[0]), month[1]) if month else None
            if found:
                return found
        if word in self.w.weekdays:
            return self._weekday_first(at)
        if word in self.w.seasons:
            return self._season(at)
        if word in self.w.ordinals or (word in self.w.cardinals and self._ordinal(at)):
            return self._day_month(at)
        if word in _APOSTROPHES:
            return self._decade(at) or self._short_year(at)
        if word in ("ad", "ce"):
            number = self.word(at + 1)
            return (Calendar(int(number)), at + 2) if number.isdecimal() and len(number) <= _YEAR_DIGITS and int(number) else None
        return None

    def _day(self, at: int) -> tuple[int, int] | None:
        """A day of the month in figures or an ordinal in words: 1..31."""
        word = self.word(at)
        if not word:
            return None
        if word[0].isdigit():
            if len(word) > 2 or not 1 <= int(word) <= 31 or self._in_figure(at):
                return None
            if self.t.glued(at + 1) and self.word(at + 1) in _SUFFIXES:
                return int(word), at + 2
            if self.t.glued(at + 1) and self.word(at + 1).isalpha() and self.word(at + 1) not in self.w.months:
                return None
            if self.t.glued(at + 1) and self.word(at + 1) == "/" and self.word(at + 2).isdecimal() and not self._month(at + 3):
                return None  # 5/7
            return int(word), at + 1
        ordinal = self._ordinal(at)
        return ordinal if ordinal and 1 <= ordinal[0] <= 31 else None

    def _in_figure(self, at: int) -> bool:
        """Whether digits are part of a longer figure: 15,899 or 3.5 or $12, 1.2.3."""
        t = self.t
        if t.glued(at + 1) and self.word(at + 1) in (",", ".", ":") and t.glued(at + 2) and self.word(at + 2)[:1].isdigit():
            return not (self.word(at + 1) == "," and len(self.word(at + 2)) == _YEAR_DIGITS)
        if t.glued(at) and self.word(at - 1) in (",", ".", ":") and t.glued(at - 1) and self.word(at - 2)[:1].isdigit():
            return self.word(at - 1) != "," or len(self.word(at)) == 3
        if t.glued(at) and self.word(at - 1) in ("$", "€", "£", "#", "№", "%", "@"):
            return True
        return t.glued(at + 1) and self.word(at + 1) in ("%", "$", "€", "£", "°")

    def _ordinal(self, at: int) -> tuple[int, int] | None:
        """Reads "20th", "first", "twenty-first"."""
        word = self.word(at)
        if not word:
            return None
        if word[0].isdigit():
            if len(word) <= 2 and self.t.glued(at + 1) and self.word(at + 1) in _SUFFIXES and not self._in_figure(at):
                return int(word), at + 2
            return None
        if word in self.w.ordinals:
            return self.w.ordinals[word], at + 1
        tens = self.w.cardinals.get(word, 0)
        if tens >= 20 and tens % 10 == 0:
            after = at + 2 if self.word(at + 1) in _DASHES else at + 1
            units = self.w.ordinals.get(self.word(after), 0)
            if 1 <= units <= 9:
                return tens + units, after + 1
        return None

    def _count(self, at: int) -> tuple[int, int] | None:
        """A whole number in figures or words that counts units of time."""
        word = self.word(at)
        if word.isdecimal() and len(word) <= _YEAR_DIGITS and not self._in_figure(at):
            return int(word), at + 1
        number = self.w.cardinals.get(word)
        if number is None:
            return None
        if number >= 20 and number % 10 == 0:
            after = at + 2 if self.word(at + 1) in _DASHES else at + 1
            units = self.w.cardinals.get(self.word(after), 0)
            if 1 <= units <= 9 and self.word(after) not in ("a", "an"):
                return number + units, after + 1
        return number, at + 1

    def _month(self, at: int) -> tuple[int, int] | None:
        """A month's name with the point of its abbreviation."""
        number = self.w.months.get(self.word(at))
        if number is None:
            return None
        after = at + 1
        if (
            self.word(after) == "."
            and self.t.glued(after)
            and self.word(at) not in _FULL_SHORT_NAMES
            and len(self.word(at)) < _FULL_NAME_LENGTH
        ):
            after += 1
        return number, after

    def _year(self, at: int) -> tuple[int, int] | None:
        """A four-digit year, or '92."""
        word = self.word(at)
        if len(word) == _YEAR_DIGITS and word.isdecimal():
            number = int(word)
            if not _FIRST_YEAR <= number <= _LAST_YEAR or self._in_figure(at):
                return None
            if self.t.glued(at + 1) and self.word(at + 1).isalpha() and self.word(at + 1) not in ("q", "h"):
                beyond = self.t.written(at + 1)  # "2020The" is a blank lost between sentences, "2020A" a number's name
                if not (len(beyond) > 1 and beyond[0].isupper() and beyond[1:].islower()):
                    return None
            return number, at + 1
        if word in _APOSTROPHES:
            return self._short_year_number(at)
        return None

    def _short_year_number(self, at: int) -> tuple[int, int] | None:
        digits = self.word(at + 1)
        if len(digits) == 2 and digits.isdecimal() and self.t.glued(at + 1) and not (self.t.glued(at + 2) and self.word(at + 2).isalpha()):
            return _century_guess(int(digits)), at + 2
        return None

    def _short_year(self, at: int) -> _Found | None:
        found = self._short_year_number(at)
        return (Calendar(found[0]), found[1]) if found and self.word(at - 1) in self.w.year_after else None

    def _year_tail(self, at: int, *, after_day: bool = False) -> tuple[int | Step | Offset | None, int]:
        """The year after a day or month: "1992", ", 1992", "of 1992", "in 1992", "last year", "of the same year"."""
        word = self.word(at)
        start = at
        comma = False
        if word == ",":
            start, comma = at + 1, True
        elif word in ("of", "in"):
            start = at + 1
        year = self._year(start)
        if year:
            following = self.word(year[1])
            if (comma or year[0] not in _MODERN) and following in self.w.counted:
                return None, at
            if not after_day and comma and not (following in ("", PARAGRAPH) or not following[0].isdigit()):
                return None, at
            return year[0], year[1]
        two = self.word(start)
        if (
            word == "of"
            and after_day
            and len(two) == 2
            and two.isdecimal()
            and not self._in_figure(start)
            and not self.word(start + 1)[:1].isalnum()
        ):
            return _century_guess(int(self.word(start))), start + 1
        if comma:
            return None, at
        stepped = self._stepped(start, self._skip(start, "the"))
        if stepped and isinstance(stepped[0], Step) and stepped[0].unit == "year":
            return stepped[0], stepped[1]
        shifted = self._shifted(start, start) if word not in ("of", "in") else None
        if shifted and isinstance(shifted[0], Offset) and shifted[0].unit == "year" and not shifted[0].vague:
            return shifted[0], shifted[1]
        return None, at

    def _day_month(self, at: int) -> _Found | None:
        """Reads "14 August 1992", "4th of August, 1994", "05-Aug-2016", "first of May"."""
        day = self._day(at)
        if not day:
            return None
        number, after = day
        if self.word(after) == "day" and self.word(after + 1) == "of":  # "the 15th day of June"
            after += 1
        joint = self.word(after)
        if joint in ("of", "-", "/", "–", "."):
            after = self._skip(after + 1, "the")
        month = self._month(after)
        if not month:
            if joint == "of":
                stepped = self._stepped(after, after)
                if stepped and isinstance(stepped[0], Step) and stepped[0].unit == "month":
                    return Nth(number, "day", stepped[0]), stepped[1]
            return None
        if joint in ("-", "/", "–", ".") and self.word(month[1]) == joint and self._year(month[1] + 1):
            year = self._year(month[1] + 1)
            assert year is not None
            return Calendar(year[0], month[0], number), year[1]
        name = self.word(after)
        if (
            name in _MODAL_LIKE
            and not self.t.capital(after)
            and not self._year(self._skip(month[1], ",", "of"))
            and joint != "of"
            and at + 1 == day[1]
        ):
            return None  # "4 may be"
        said, end = self._year_tail(month[1], after_day=True)
        return Calendar(said, month[0], number), end

    def _month_first(self, at: int) -> _Found | None:
        """Reads "August 14, 1992", "Aug. 4", "May 1993", "June the 28th 2020", "Dec31, 1994", "Sep-23-2020", and bare months."""
        month = self._month(at)
        assert month is not None
        number, after = month
        name = self.word(at)
        capital = self.t.capital(at)
        joint = self.word(after)
        if joint in ("-", "/") and self.t.glued(after):
            day = self._day(after + 1)
            if day and self.word(day[1]) == joint and self._year(day[1] + 1):
                year = self._year(day[1] + 1)
                assert year is not None
                return Calendar(year[0], number, day[0]), year[1]
            year = self._year(after + 1)
            if year and self.word(year[1]) == joint:
                day = self._day(year[1] + 1)
                if day:
                    return Calendar(year[0], number, day[0]), day[1]
            if year:
                return Calendar(year[0], number), year[1]
            if day and joint == "/":
                return Calendar(None, number, day[0]), day[1]
        lower_modal = name in _MODAL_LIKE and not capital
        said, end = self._year_tail(after)
        if said is not None:
            if not lower_modal or self.word(at - 1) in self.w.year_after or isinstance(said, int):
                return Calendar(said, number), end
            return None
        start = self._skip(after, "the")
        day = self._day(start) or self._spelled_day(start)
        if (
            day
            and not self._is_count(day[1], start)
            and not (lower_modal and start + 1 == day[1] and self.word(day[1]).isalpha() and not self.t.glued(start))
        ):
            said, end = self._year_tail(day[1], after_day=True)
            return Calendar(said, number, day[0]), end
        told = self._month_of_an_event(after) if capital else None
        if told:
            return Calendar(told[0], number), told[1]
        return (Calendar(month=number), after) if self._bare_month_stands(at, after) else None

    def _month_of_an_event(self, after: int) -> tuple[int, int] | None:
        """The year in "the June war of 1967", "the March peace conference of 1987", and the index after it."""
        if not self.word(after).isalpha() or self.word(after) in self.w.day_before:
            return None
        of = next((index for index in (after + 1, after + 2) if self.word(index) == "of"), 0)
        if not of or not self.word(of - 1).isalpha():
            return None
        year = self._year(of + 1)
        return year if year and self.word(year[1]) not in self.w.counted else None

    def _spelled_day(self, at: int) -> tuple[int, int] | None:
        """Reads "twenty nine" after a month; single words are left alone ("May one ask")."""
        word = self.word(at)
        count = self._count(at)
        return count if count and count[1] > at + 1 and word in self.w.cardinals and count[0] <= 31 else None

    def _is_count(self, after: int, day_at: int) -> bool:
        """Whether the figure after a month's name counts what follows: "In August 14 people died", "In May 3 soldiers"."""
        following = self.word(after)
        if following == "%" or following in ("million", "billion", "thousand", "percent", "per"):
            return True
        return self.t.words[day_at].isdigit() and after == day_at + 1 and following in self.w.counted and following not in ("killed", "m")

    def _bare_month_stands(self, at: int, after: int) -> bool:
        """Whether a month's name alone is a month: its case and the words around decide."""
        name, before, following = self.word(at), self.word(at - 1), self.word(after)
        if self._is_named(at):
            return False
        introduced = before in self.w.year_after or before in _MONTH_PREPOSITIONS
        joins = following in _DASHES or following in _TO or following in ("and", "or", "/", ",", "&")
        if joins and self.word(after + 1) in self.w.months:
            return self.t.capital(at) or name not in _MODAL_LIKE
        if not self.t.capital(at):
            return before == "in" if name in _MODAL_LIKE else len(name) >= _FULL_NAME_LENGTH or introduced
        if name in _PERSONS_AND_VERBS or len(name) < _FULL_NAME_LENGTH:
            if before in ("and", "or", "to") and self.word(at - 2) in self.w.months:
                return True
            if before in ("the", "and", "or", "of", "to", "on"):
                if name in ("may", "march") and before in ("and", "or", "to", "on", "of"):
                    return before == "of"
                return not (before == "the" and following in ("of", "on")) and (before != "the" or following.isalpha())
            return introduced
        return True

    def _is_named(self, at: int) -> bool:
        """Whether a weekday, month or season is part of a name: "Bloody Sunday", "Sunday Times", "Prague Spring"."""
        if self.word(at - 1) in self.w.name_makers_before and self.t.capital(at - 1):
            return True
        return self.t.capital(at) and self.word(at + 1) in self.w.name_makers_after and self.t.capital(at + 1)

    def _weekday_first(self, at: int) -> _Found | None:
        """Reads "Tuesday", "Tuesday, 4 August 2020", "Tue May 9", "Wed 13th", "Friday 7.6"."""
        weekday = self.w.weekdays[self.word(at)]
        full = len(self.word(at)) > 5 or self.word(at) in ("friday", "sunday", "monday")
        after = at + 1
        if self.word(after) == "." and not full:
            after += 1
        if self.word(after) == "(":
            bracketed = self._day_month(after + 1) or (self._month_first(after + 1) if self.word(after + 1) in self.w.months else None)
            if bracketed and self.word(bracketed[1]) == ")" and isinstance(bracketed[0], Calendar) and bracketed[0].day:
                return replace(bracketed[0], weekday=weekday), bracketed[1] + 1
        for start in (self._skip(after, ","), self._skip(self._skip(after, ","), "the", "on")):
            word = self.word(start)
            found = None
            if word and word[0].isdigit():
                found = self._numeric(start, short=True) or self._day_month(start)
            elif word in self.w.months:
                found = self._month_first(start)
            elif word in self.w.ordinals:
                found = self._day_month(start)
            if found and isinstance(found[0], Calendar) and found[0].day:
                return replace(found[0], weekday=weekday), found[1]
        start = self._skip(self._skip(after, ","), "the")
        if self.word(after) == "of":
            week = self._stepped(after + 1, self._skip(after + 1, "the"))
            if week and isinstance(week[0], Step) and week[0].unit == "week":
                return Nth(weekday, "day", week[0]), week[1]
        ordinal = self._ordinal(start)
        if ordinal and 1 <= ordinal[0] <= 31 and self.word(ordinal[1]) not in self.w.units:
            return Calendar(day=ordinal[0], weekday=weekday), ordinal[1]
        if not full or self._is_named(at) or not (self.t.capital(at) or self.word(at - 1) in _DAY_PREPOSITIONS):
            return None
        if self.t.glued(at + 1) and self.word(at + 1) == "s" and self.t.written(at)[-1:].islower():
            return None  # "Fridays": recurring
        return Calendar(weekday=weekday), after

    def _season(self, at: int) -> _Found | None:
        """Reads "spring 2004", "the summer of 1991", "winter of 1991-92", and bare seasons after a preposition."""
        first_month = self.w.seasons[self.word(at)]
        if self._is_named(at):
            return None
        year, after = self._year_tail(at + 1)
        if year is not None:
            if isinstance(year, int) and self.word(after) in (*_DASHES, "/") and first_month == 12:
                second = self.word(after + 1)  # "the winter of 1991-92"
                after += 2 if second in (f"{(year + 1) % 100:02d}", str(year + 1)) else 0
            return Season(first_month, year), after
        before, following = self.word(at - 1), self.word(at + 1)
        earlier = self.word(at - 2) if before == "the" else before
        if self.word(at) == "fall" or earlier not in _SEASON_PREPOSITIONS:
            return None
        if following.isalpha() and following not in self.w.day_before and following not in ("months", "season", "is", "are", "had", "has"):
            return None
        return Season(first_month), at + 1

    def _numeric(self, at: int, *, short: bool = False) -> _Found | None:
        """Reads "2020-08-04", "04/08/2020", "4.8.2020", "20161016"; and with `short` (after a weekday) "7.6"."""
        t = self.t
        first = self.word(at)
        if t.glued(at) and (self.word(at - 1) in (".", "/", ",", "$") and t.glued(at - 1) and self.word(at - 2)[:1].isdigit()):
            return None
        if len(first) == 8 and first.isdecimal() and first[:2] in ("19", "20"):
            year, month, day = int(first[:4]), int(first[4:6]), int(first[6:])
            alone = not (t.glued(at) or (t.glued(at + 1) and self.word(at + 1).isalnum()))
            return (Calendar(year, month, day), at + 1) if alone and 1 <= month <= 12 and 1 <= day <= 31 else None
        sign = self.word(at + 1)
        if sign not in ("-", "/", ".", "–") or not t.glued(at + 1) or not t.glued(at + 2):
            return None
        second = self.word(at + 2)
        if second in self.w.months and len(first) == _YEAR_DIGITS and self.word(at + 3) == sign:  # 2019/aug/01
            day_word = self.word(at + 4)
            if day_word.isdecimal() and len(day_word) <= 2 and 1 <= int(day_word) <= 31:
                return Calendar(int(first), self.w.months[second], int(day_word)), at + 5
        third_found = self.word(at + 3) == sign and t.glued(at + 3) and t.glued(at + 4)
        if not second.isdecimal():
            return None
        third = self.word(at + 4) if third_found else ""
        if third.isdecimal() and not (t.glued(at + 5) and self.word(at + 5).isalnum() and self.word(at + 5) != "t"):
            return self._figures(first, second, third, sign, at + 5)
        if third in self.w.months and len(second) == _YEAR_DIGITS and len(first) <= 2:  # 23-2020-September
            return Calendar(int(second), self.w.months[third], int(first)), at + 5
        if third in self.w.months and len(first) == _YEAR_DIGITS and len(second) <= 2:  # 2020/23/Sep
            return Calendar(int(first), self.w.months[third], int(second)), at + 5
        if third_found and third[:1].isdigit():
            return None
        if len(first) == _YEAR_DIGITS and len(second) == 2 and sign in ("-", "/") and _FIRST_YEAR <= int(first) <= _LAST_YEAR:
            month = int(second)
            if 1 <= month <= 12 and month != int(first) % 100 + 1 and not self._in_figure(at):
                return Calendar(int(first), month), at + 3
            return None
        if len(first) > 2:
            return None
        if len(second) == _YEAR_DIGITS and sign in ("-", "/") and 1 <= int(first) <= 12 and _FIRST_YEAR <= int(second) <= _LAST_YEAR:
            return Calendar(int(second), int(first)), at + 3
        before, beyond = self.word(at - 1), self.word(at + 3)
        if sign == "/" and not short:
            short = (
                (before in _DAY_PREPOSITIONS and before != "of")
                or before in _TO
                or before in _DASHES
                or (beyond in _DASHES and self.word(at + 5) == "/")
            )
        if short and len(second) <= 2:
            both = self._order(int(first), int(second))
            if both and not self._is_count(at + 3, at):
                said, end = self._year_tail(at + 3, after_day=True)
                return Calendar(said, both[0], both[1], other_order=both[2]), end
        return None

    def _figures(self, first: str, second: str, third: str, sign: str, after: int) -> _Found | None:
        """Three figures: year first, or year last with day and month in the document's order."""
        if len(first) == _YEAR_DIGITS and len(second) <= 2 and len(third) <= 2:
            year, month, day = int(first), int(second), int(third)
            if _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31:
                return Calendar(year, month, day), after
            return None
        if len(third) not in (2, _YEAR_DIGITS) or len(first) > 2 or len(second) > 2:
            return None
        if len(third) == 2 and sign == "." and len(first) + len(second) < 4:
            return None  # 4.3.10 numbers a section
        year = int(third) if len(third) == _YEAR_DIGITS else _century_guess(int(third))
        both = self._order(int(first), int(second))
        if not both or not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        return Calendar(year, both[0], both[1], other_order=both[2]), after

    def _order(self, first: int, second: int) -> tuple[int, int, tuple[int, int] | None] | None:
        """Month, day, and the other reading where both are possible."""
        if first > 31 or second > 31 or first < 1 or second < 1 or (first > 12 and second > 12):
            return None
        if first > 12:
            return second, first, None
        if second > 12:
            return first, second, None
        if first == second:
            return first, second, None
        return (second, first, (first, second)) if self.day_first else (first, second, (second, first))

    def _year_first(self, at: int) -> _Found | None:
        """Reads "1994, May 14", "2006 October", "2019 q1", "1982 summer"."""
        year = self._year(at)
        if not year:
            return None
        after = year[1]
        index = self._skip(after, ",", "-")
        if self.word(index) == "q" and self.t.glued(index + 1) and self.word(index + 1) in ("1", "2", "3", "4"):
            return Nth(int(self.word(index + 1)), "quarter", Calendar(year[0])), index + 2
        if self.word(after) in self.w.seasons and self.word(after) != "fall" and self.word(at - 1) not in ("the", "a"):
            return Season(self.w.seasons[self.word(after)], year[0]), after + 1
        index = self._skip(after, ",")
        month = self._month(index)
        if not month or (self.word(index) in _MODAL_LIKE and not self.t.capital(index)) or self._year(self._skip(month[1], ",")):
            return None
        day = self._day(month[1])
        if day and not self._year(self._skip(day[1], ",")) and not self._is_count(day[1], month[1]):
            return Calendar(year[0], month[0], day[0]), day[1]
        if day:
            return None
        stands = self.word(index) not in _MODAL_LIKE or not self.word(month[1]).isalpha() or self.word(at - 1) in _DETERMINERS
        return (Calendar(year[0], month[0]), month[1]) if index == after and stands else None

    def _decade(self, at: int) -> _Found | None:
        """Reads "1990s", "1990's", "the 90s", "the '90s"."""
        start = at + 1 if self.word(at) in _APOSTROPHES else at
        digits = self.word(start)
        after = start + 1
        if not digits.isdecimal() or len(digits) not in (2, _YEAR_DIGITS) or digits[-1] != "0":
            return None
        if self.word(after) in _APOSTROPHES and self.t.glued(after):
            after += 1
        if self.word(after) != "s" or not self.t.glued(after) or (self.t.glued(after + 1) and self.word(after + 1).isalnum()):
            return None
        if len(digits) == _YEAR_DIGITS:
            number = int(digits)
            return (Decade(number), after + 1) if _FIRST_YEAR <= number <= _LAST_YEAR else None
        before = self.word(at - 1)
        if (
            before in ("and", "or", ",")
            and self.word(at - 2) == "s"
            and len(self.word(at - 3)) == _YEAR_DIGITS
            and self.word(at - 3).isdecimal()
        ):
            return Decade(int(self.word(at - 3)) // 100 * 100 + int(digits)), after + 1  # "the 1960s and 70s"
        if int(digits) < 20 or before not in ("the", "early", "late", "mid", "-", "in", "since", "and", "of"):
            return None
        return Decade(1900 + int(digits), False), after + 1

    def _year_range(self, at: int) -> _Item | None:
        """Reads "1988–1994", "1992-93", "2003 to 2008", "1999/2000"."""
        index = self._skip(at, "the")
        index = self._skip(index, "years", "year", "period")
        left = self._year(index)
        if not left:
            return None
        sign = self.word(left[1])
        if sign not in _DASHES and sign not in ("to", "/", "until", "through", "till"):
            return None
        right = self.word(left[1] + 1)
        if not right.isdecimal():
            return None
        end = left[1] + 2
        beyond = self.word(end)
        if self.t.glued(end) and (beyond.isalnum() or beyond in ("/", "%") or (beyond in _DASHES and self.word(end + 1)[:1].isdigit())):
            return None
        if len(right) == _YEAR_DIGITS and self._year(left[1] + 1):
            last = int(right)
        elif len(right) == 2 and (sign in _DASHES or sign == "/") and self.t.glued(left[1] + 1) and not self._in_figure(left[1] + 1):
            last = left[0] // 100 * 100 + int(right)
            last += 100 if last < left[0] and left[0] % 100 > 90 and int(right) < 10 else 0
            if sign == "-" and int(right) <= 12 and last != left[0] + 1 and int(right) < left[0] % 100:
                return None
        else:
            return None
        if last <= left[0] or self.word(end) in self.w.counted or self._is_identifier(index):
            return None
        if sign == "/" and last != left[0] + 1:
            return None
        return _Item(Between(Calendar(left[0]), Calendar(last)), at, end)

    def _is_identifier(self, at: int) -> bool:
        """Whether the words before make a number's name of it: "Resolution 1999", "No. 1992"."""
        before = self.word(at - 1)
        if before == "." and self.t.glued(at - 1):
            before = self.word(at - 2)
        following = self.word(self._skip(at + 1, ")"))
        if following in self.w.not_year_before and (before in ("(", "the") or following == self.word(at + 2)):
            return self.word(at + 1) == ")" or before == "("
        if before in ("about", "around") and int(self.word(at)) % 50 and not self.word(at + 1).isalpha():
            return False
        return before in self.w.not_year_after or before in ("$", "€", "£", "#", "№", "+", "=", "±", "~", "×", "x")

    def _bare_year(self, at: int, evidence: bool) -> _Found | None:
        """A four-digit number alone: a year if modern and nothing speaks against it, or if a word before says so."""
        year = self._year(at)
        if not year:
            digits, era = self.word(at), self.word(at + 1)
            if not digits.isdecimal() or len(digits) > _YEAR_DIGITS or not int(digits) or self._in_figure(at):
                return None
            if era in ("ad", "ce"):
                return Calendar(int(digits)), at + 2
            return (Calendar(int(digits)), at + 1) if era in ("bc", "bce") else None
        number, after = year
        if self._is_identifier(at) or self._is_glued_into_a_name(at, after) or self._counts_something(number, at, after):
            return None
        before, following = self.word(at - 1), self.word(after)
        if number in _MODERN or evidence:
            return Calendar(number), after
        if before in ("and", "or", ","):  # an older number in a list is a year beside another year alone
            return (Calendar(number), after) if len(self.word(at - 2)) == _YEAR_DIGITS and self._year(at - 2) else None
        plural = following.endswith("s") and following not in _SHORT_WORDS_IN_S
        if before in self.w.year_after and not (plural and before in _WEAK_PREPOSITIONS):
            return Calendar(number), after
        if before in _DETERMINERS and following.isalpha() and not plural and number >= _OLDEST_MODIFIER:
            return Calendar(number), after
        if before == "(" and following in (")", ",", ";"):
            return Calendar(number), after
        return None

    def _is_glued_into_a_name(self, at: int, after: int) -> bool:
        """Whether a number is part of something longer: "AB-1999", "1999/K", "x=2000"; "mid-1999" is not."""
        t, before = self.t, self.word(at - 1)
        if t.glued(after) and self.word(after) in ("/", "_", "%", "@", "="):
            return True
        if not t.glued(at):
            return False
        if before in _DASHES and t.glued(at - 1):
            return self.word(at - 2).isalnum() and self.word(at - 2) not in ("mid", "pre", "post", "early", "late")
        return (before.isalnum() and before != "fy") or (
            before in ("/", "_", "=", "&", ":") and t.glued(at - 1) and self.word(at - 2)[:1].isalnum()
        )

    def _counts_something(self, number: int, at: int, after: int) -> bool:
        """Whether a bare number counts what follows: "2008 people", "1994 to 2008 tonnes"; but "in 1992 troops entered" is a year."""
        sign = self._range_sign(after)
        if sign and self.word(sign).isdecimal() and self.word(sign + 1) in self.w.counted:
            return True
        following = self.word(after)
        if following not in self.w.counted:
            return following in _COUNT_ADJECTIVES and self.word(after + 1) in self.w.counted
        if following in _STRIKING and number in _MODERN and self.word(at - 1) == "of":
            # "the flood of 2014 killed 51", not "a total of 2014 killed": what was struck follows the verb
            object_of_it = self.word(after + 1)
            return not object_of_it.isalnum() or object_of_it in _AFTER_A_PARTICIPLE
        return number not in _MODERN or self.word(at - 1) not in ("in", "since", "during") or following in _SURELY_COUNTED

    def _bare_day(self, at: int) -> _Found | None:
        """Reads "on the 20th": an ordinal whose month is elsewhere."""
        ordinal = self._ordinal(at)
        if not ordinal or not 1 <= ordinal[0] <= 31 or not self.word(at)[0].isdigit():
            return None
        following = self.word(ordinal[1])
        if self.word(at - 2) not in _DAY_PREPOSITIONS or (following.isalnum() and following not in self.w.day_before):
            return None
        return Calendar(day=ordinal[0]), ordinal[1]


def _century_guess(two_digits: int) -> int:
    """The year of two digits: up to 40 in this century, else in the last."""
    return 2000 + two_digits if two_digits <= 39 else 1900 + two_digits


def _in_year(expression: DateExpression, year: int | Step | Offset) -> DateExpression:
    inner = core(expression)
    if isinstance(inner, Calendar | Season):
        return with_core(expression, replace(inner, year=year))
    return expression


def shared_parts(left: DateExpression, right: DateExpression) -> tuple[DateExpression, DateExpression] | None:
    """Both ends of a range with the parts that one lends the other; None where they cannot be one range."""
    a, b = core(left), core(right)
    if isinstance(a, Calendar) and isinstance(b, Calendar):
        if a.month is None and a.day is not None and a.weekday is None:
            a = replace(a, month=b.month)
        elif b.month is None and b.day is not None and b.weekday is None:
            b = replace(b, month=a.month)
    if isinstance(a, Calendar | Season) and isinstance(b, Calendar | Season):
        first_a, first_b = _order_in_year(a), _order_in_year(b)
        if a.year is None and b.year is not None:
            year = b.year - 1 if isinstance(b.year, int) and first_a > first_b else b.year
            a = replace(a, year=year)
        elif b.year is None and a.year is not None:
            year = a.year + 1 if isinstance(a.year, int) and first_a > first_b else a.year
            b = replace(b, year=year)
        if isinstance(a.year, int) and isinstance(b.year, int) and (a.year, first_a) > (b.year, first_b):
            return None
    if isinstance(a, Decade) and isinstance(b, Decade) and a.first_year > b.first_year:
        return None
    return with_core(left, a), with_core(right, b)


def _order_in_year(date: Calendar | Season) -> tuple[int, int]:
    if isinstance(date, Season):
        return date.first_month, 0
    return date.month or 0, date.day or 0
