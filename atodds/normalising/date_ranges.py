"""Ranges and lists of dates: "11-13 July 2000", "between March and May 2015", "June and July 1992", "1988–94", "from 1990 on"."""

from __future__ import annotations

from dataclasses import replace

from atodds.normalising.date_atoms import APOSTROPHES, DASHES, SUFFIXES, TO, YEAR_DIGITS, Found, Item
from atodds.normalising.date_expressions import (
    Between,
    Calendar,
    DateExpression,
    Decade,
    Nth,
    Offset,
    Open,
    Part,
    Season,
    Step,
    Stretch,
    core,
    with_core,
)
from atodds.normalising.date_phrases import DatePhrases
from atodds.normalising.date_tokens import PARAGRAPH
from atodds.vocabulary import Bound

__all__ = ["DateRanges", "shared_parts"]

_NOW = frozenset({"now", "today", "present"})


class DateRanges(DatePhrases):
    """Reads ranges and lists."""

    def _range(self, at: int, *, evidence: bool) -> list[Item] | None:
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
                    return [Item(Between(*both), at, right[1])]
            joined = self._joined(at, expression, after)
            if joined:
                return joined
        return [Item(expression, at, after)]

    def _between(self, index: int, at: int) -> list[Item] | None:
        left = self._loose(at)
        if not left or self.word(left[1]) not in ("and", "to", *DASHES):
            return None
        right = self._loose(left[1] + 1)
        if not right:
            return None
        both = shared_parts(left[0], right[0])
        if both and isinstance(both[1], Calendar) and both[1].month is None and both[1].year is None:
            return None  # "between 10 and 20"
        return [Item(Between(*both), index, right[1])] if both else None

    def _loose(self, at: int) -> Found | None:
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

    def _from(self, index: int, at: int) -> list[Item] | None:
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
                return [Item(Between(*both), index, right[1])]
        if self._counts(left) or isinstance(left[0], Offset | Stretch) or left[0] == Calendar(day=getattr(left[0], "day", None)):
            return None
        following = self.word(left[1])
        if following in ("onwards", "onward"):
            return [Item(Open(Bound.AT_LEAST, left[0]), index, left[1] + 1)]
        if following == "on" and not self.word(left[1] + 1).isalnum():
            return [Item(Open(Bound.AT_LEAST, left[0]), index, left[1] + 1)]
        before = self.word(index - 1)
        if before in ("", PARAGRAPH, ",", ".", ";", ":", "(", "and", "but") and not self._is_modifier(at, Item(left[0], at, left[1])):
            return [Item(Open(Bound.AT_LEAST, left[0]), index, left[1])]
        return None

    def _counts(self, found: Found) -> bool:
        """Whether what follows a bare year makes it a count: "from 1500 to 2000 people"."""
        date, after = found
        return isinstance(date, Calendar) and date.month is None and date.year is not None and self.word(after) in self.w.counted

    def _is_modifier(self, at: int, item: Item) -> bool:
        """Whether the date narrows a noun: "after the 4 August blast" bounds the blast, not the day."""
        following = self.word(item.after)
        if following in APOSTROPHES and self.word(item.after + 1) == "s":
            return True
        return (
            self.word(at) == "the"
            and isinstance(item.expression, Calendar | Between)
            and following.isalpha()
            and following not in self.w.day_before
            and following not in self.w.year_after
        )

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

    def _joined(self, at: int, left: DateExpression, after: int) -> list[Item] | None:
        """Reads "June and July 1992", "4 August and 12 September 1992": the year of the last is that of all."""
        inner = core(left)
        if not isinstance(inner, Calendar | Season) or inner.year is not None or (isinstance(inner, Calendar) and inner.month is None):
            return None
        items = [Item(left, at, after)]
        while len(items) < 6:
            following = self.word(after)
            step = self._skip(after + 1, "and", "or") if following == "," else after + 1
            if following not in ("and", "or", "&", ",", "/"):
                return None
            right = self._simple(step, evidence=False)
            if not right or type(core(right[0])) is not type(inner):
                return None
            items.append(Item(right[0], step, right[1]))
            after = right[1]
            last = core(right[0])
            assert isinstance(last, Calendar | Season)
            if isinstance(last, Calendar) and last.month is None:
                return None
            if last.year is not None:
                return [*(item._replace(expression=_in_year(item.expression, last.year)) for item in items[:-1]), items[-1]]
        return None

    def _days_of_month(self, at: int) -> list[Item] | None:
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
            if word in DASHES or word in ("to", "/", "until", "till", "through"):
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
            return [Item(Between(dates[0], dates[1]), at, end)] if days[0][0] < days[1][0] else None
        if ranged:
            return None
        if len(days) == 2 and days[1][0] == days[0][0] + 1:
            return [Item(Between(dates[0], dates[1]), at, end)]
        items = [Item(date, first, last) for date, (_, first, last) in zip(dates[:-1], days[:-1], strict=True)]
        return [*items, Item(dates[-1], days[-1][1], end)]

    def _more_days(self, at: int, left: DateExpression, after: int) -> list[Item] | None:
        """Reads "July 11-13, 2000", "May 4 and 5", "May 4, 5 and 10, 1992": days that share the month before them."""
        if not isinstance(left, Calendar) or left.month is None or left.day is None or left.year is not None or left.other_order:
            return None
        if not self.word(after - 1)[:1].isdigit() and self.word(after - 1) not in SUFFIXES:
            return None
        days: list[tuple[int, int, int]] = []
        ranged = False
        while len(days) < 6:
            word = self.word(after)
            if word in DASHES or word in TO or word == "/":
                step, ranged = after + 1, True
            elif word in ("and", "or", "&"):
                step = after + 1
            elif word == "," and not ranged:
                step = after + 2 if self.word(after + 1) in ("and", "or") else after + 1
            else:
                break
            day = self._day(self._skip(step, "the"))
            if not day or self._month(self._skip(day[1], "of")) or (self.word(day[1]) in DASHES and self._month(day[1] + 1)):
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
            return [Item(Between(dates[0], dates[1]), at, end)]
        if ranged:
            return None
        items = [Item(dates[0], at, days[0][1] - 1 if days else end)]
        items[0] = items[0]._replace(after=self._end_of_left(at, days[0][1]))
        items += [Item(date, first, last) for date, (_, first, last) in zip(dates[1:], days, strict=True)]
        items[-1] = items[-1]._replace(after=end)
        return items

    def _end_of_left(self, at: int, before: int) -> int:
        """The index after the last digit or suffix of the first date in a list."""
        index = before - 1
        while index > at and not (self.word(index)[0].isdigit() or self.word(index) in SUFFIXES):
            index -= 1
        return index + 1

    def _year_range(self, at: int) -> Item | None:
        """Reads "1988–1994", "1992-93", "2003 to 2008", "1999/2000"."""
        index = self._skip(at, "the")
        index = self._skip(index, "years", "year", "period")
        left = self._year(index)
        if not left:
            return None
        sign = self.word(left[1])
        if sign not in DASHES and sign not in ("to", "/", "until", "through", "till"):
            return None
        right = self.word(left[1] + 1)
        if not right.isdecimal():
            return None
        end = left[1] + 2
        beyond = self.word(end)
        if self.t.glued(end) and (beyond.isalnum() or beyond in ("/", "%") or (beyond in DASHES and self.word(end + 1)[:1].isdigit())):
            return None
        if len(right) == YEAR_DIGITS and self._year(left[1] + 1):
            last = int(right)
        elif len(right) == 2 and (sign in DASHES or sign == "/") and self.t.glued(left[1] + 1) and not self._in_figure(left[1] + 1):
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
        return Item(Between(Calendar(left[0]), Calendar(last)), at, end)


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
