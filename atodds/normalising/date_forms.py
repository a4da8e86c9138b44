"""Points of the calendar as they are written: "14 August 1992", "Aug. 4", "04/08/2020", "Tuesday", "spring 2004"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

from atodds.normalising.date_atoms import (
    APOSTROPHES,
    DASHES,
    DETERMINERS,
    FIRST_YEAR,
    FULL_NAME_LENGTH,
    LAST_YEAR,
    MODAL_LIKE,
    MODERN,
    TO,
    YEAR_DIGITS,
    Found,
    century_guess,
)
from atodds.normalising.date_expressions import Calendar, Nth, Offset, Season, Step
from atodds.normalising.date_tokens import PARAGRAPH
from atodds.normalising.date_years import YearForms

__all__ = ["CalendarForms"]

_PERSONS_AND_VERBS = frozenset({"may", "march", "august", "april", "june"})
_DAY_PREPOSITIONS = frozenset({"on", "by", "until", "till", "since", "from", "of", "before", "after"})
_MONTH_PREPOSITIONS = _DAY_PREPOSITIONS | {"last", "next", "this", "-", "–", "early", "late", "mid", "that", "the"}
_SEASON_PREPOSITIONS = frozenset(
    {"in", "during", "by", "until", "since", "throughout", "over", "early", "late", "mid", "-", "of", "last", "before", "after"}
)


class CalendarForms(YearForms, ABC):
    """Reads points of the calendar."""

    @abstractmethod
    def _stepped(self, at: int, index: int) -> Found | None:
        """A unit, weekday or month some steps away: "last week"."""

    @abstractmethod
    def _shifted(self, at: int, index: int) -> Found | None:
        """A count of units from a point: "three weeks later"."""

    @abstractmethod
    def _named(self, at: int, index: int) -> Found | None:
        """A day or period known by its name: "yesterday", "Q3 2020"."""

    def _point(self, at: int, *, evidence: bool, the: bool = False) -> Found | None:
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
            if not found and evidence and self.t.capital(at) and (self.word(at - 1) in TO or self.word(at - 1) in DASHES):
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
        if word in APOSTROPHES:
            return self._decade(at) or self._short_year(at)
        if word in ("ad", "ce"):
            number = self.word(at + 1)
            return (Calendar(int(number)), at + 2) if number.isdecimal() and len(number) <= YEAR_DIGITS and int(number) else None
        return None

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
            if (comma or year[0] not in MODERN) and following in self.w.counted:
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
            return century_guess(int(self.word(start))), start + 1
        if comma:
            return None, at
        stepped = self._stepped(start, self._skip(start, "the"))
        if stepped and isinstance(stepped[0], Step) and stepped[0].unit == "year":
            return stepped[0], stepped[1]
        shifted = self._shifted(start, start) if word not in ("of", "in") else None
        if shifted and isinstance(shifted[0], Offset) and shifted[0].unit == "year" and not shifted[0].vague:
            return shifted[0], shifted[1]
        return None, at

    def _day_month(self, at: int) -> Found | None:
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
            name in MODAL_LIKE
            and not self.t.capital(after)
            and not self._year(self._skip(month[1], ",", "of"))
            and joint != "of"
            and at + 1 == day[1]
        ):
            return None  # "4 may be"
        said, end = self._year_tail(month[1], after_day=True)
        return Calendar(said, month[0], number), end

    def _month_first(self, at: int) -> Found | None:
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
        lower_modal = name in MODAL_LIKE and not capital
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

    def _bare_month_stands(self, at: int, after: int) -> bool:
        """Whether a month's name alone is a month: its case and the words around decide."""
        name, before, following = self.word(at), self.word(at - 1), self.word(after)
        if self._is_named(at):
            return False
        introduced = before in self.w.year_after or before in _MONTH_PREPOSITIONS
        joins = following in DASHES or following in TO or following in ("and", "or", "/", ",", "&")
        if joins and self.word(after + 1) in self.w.months:
            return self.t.capital(at) or name not in MODAL_LIKE
        if not self.t.capital(at):
            return before == "in" if name in MODAL_LIKE else len(name) >= FULL_NAME_LENGTH or introduced
        if name in _PERSONS_AND_VERBS or len(name) < FULL_NAME_LENGTH:
            if before in ("and", "or", "to") and self.word(at - 2) in self.w.months:
                return True
            if before in ("the", "and", "or", "of", "to", "on"):
                if name in ("may", "march") and before in ("and", "or", "to", "on", "of"):
                    return before == "of"
                return not (before == "the" and following in ("of", "on")) and (before != "the" or following.isalpha())
            return introduced
        return True

    def _weekday_first(self, at: int) -> Found | None:
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

    def _season(self, at: int) -> Found | None:
        """Reads "spring 2004", "the summer of 1991", "winter of 1991-92", and bare seasons after a preposition."""
        first_month = self.w.seasons[self.word(at)]
        if self._is_named(at):
            return None
        year, after = self._year_tail(at + 1)
        if year is not None:
            if isinstance(year, int) and self.word(after) in (*DASHES, "/") and first_month == 12:
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

    def _numeric(self, at: int, *, short: bool = False) -> Found | None:
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
        if second in self.w.months and len(first) == YEAR_DIGITS and self.word(at + 3) == sign:  # 2019/aug/01
            day_word = self.word(at + 4)
            if day_word.isdecimal() and len(day_word) <= 2 and 1 <= int(day_word) <= 31:
                return Calendar(int(first), self.w.months[second], int(day_word)), at + 5
        third_found = self.word(at + 3) == sign and t.glued(at + 3) and t.glued(at + 4)
        if not second.isdecimal():
            return None
        third = self.word(at + 4) if third_found else ""
        if third.isdecimal() and not (t.glued(at + 5) and self.word(at + 5).isalnum() and self.word(at + 5) != "t"):
            return self._figures(first, second, third, sign, at + 5)
        if third in self.w.months and len(second) == YEAR_DIGITS and len(first) <= 2:  # 23-2020-September
            return Calendar(int(second), self.w.months[third], int(first)), at + 5
        if third in self.w.months and len(first) == YEAR_DIGITS and len(second) <= 2:  # 2020/23/Sep
            return Calendar(int(first), self.w.months[third], int(second)), at + 5
        if third_found and third[:1].isdigit():
            return None
        if len(first) == YEAR_DIGITS and len(second) == 2 and sign in ("-", "/") and FIRST_YEAR <= int(first) <= LAST_YEAR:
            month = int(second)
            if 1 <= month <= 12 and month != int(first) % 100 + 1 and not self._in_figure(at):
                return Calendar(int(first), month), at + 3
            return None
        if len(first) > 2:
            return None
        if len(second) == YEAR_DIGITS and sign in ("-", "/") and 1 <= int(first) <= 12 and FIRST_YEAR <= int(second) <= LAST_YEAR:
            return Calendar(int(second), int(first)), at + 3
        before, beyond = self.word(at - 1), self.word(at + 3)
        if sign == "/" and not short:
            short = (
                (before in _DAY_PREPOSITIONS and before != "of")
                or before in TO
                or before in DASHES
                or (beyond in DASHES and self.word(at + 5) == "/")
            )
        if short and len(second) <= 2:
            both = self._order(int(first), int(second))
            if both and not self._is_count(at + 3, at):
                said, end = self._year_tail(at + 3, after_day=True)
                return Calendar(said, both[0], both[1], other_order=both[2]), end
        return None

    def _figures(self, first: str, second: str, third: str, sign: str, after: int) -> Found | None:
        """Three figures: year first, or year last with day and month in the document's order."""
        if len(first) == YEAR_DIGITS and len(second) <= 2 and len(third) <= 2:
            year, month, day = int(first), int(second), int(third)
            if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31:
                return Calendar(year, month, day), after
            return None
        if len(third) not in (2, YEAR_DIGITS) or len(first) > 2 or len(second) > 2:
            return None
        if len(third) == 2 and sign == "." and len(first) + len(second) < 4:
            return None  # 4.3.10 numbers a section
        year = int(third) if len(third) == YEAR_DIGITS else century_guess(int(third))
        both = self._order(int(first), int(second))
        if not both or not FIRST_YEAR <= year <= LAST_YEAR:
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

    def _year_first(self, at: int) -> Found | None:
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
        if not month or (self.word(index) in MODAL_LIKE and not self.t.capital(index)) or self._year(self._skip(month[1], ",")):
            return None
        day = self._day(month[1])
        if day and not self._year(self._skip(day[1], ",")) and not self._is_count(day[1], month[1]):
            return Calendar(year[0], month[0], day[0]), day[1]
        if day:
            return None
        stands = self.word(index) not in MODAL_LIKE or not self.word(month[1]).isalpha() or self.word(at - 1) in DETERMINERS
        return (Calendar(year[0], month[0]), month[1]) if index == after and stands else None

    def _bare_day(self, at: int) -> Found | None:
        """Reads "on the 20th": an ordinal whose month is elsewhere."""
        ordinal = self._ordinal(at)
        if not ordinal or not 1 <= ordinal[0] <= 31 or not self.word(at)[0].isdigit():
            return None
        following = self.word(ordinal[1])
        if self.word(at - 2) not in _DAY_PREPOSITIONS or (following.isalnum() and following not in self.w.day_before):
            return None
        return Calendar(day=ordinal[0]), ordinal[1]
