"""Dates told in phrases: "the end of last month", "the third quarter of 2021", "three weeks later", "the week of 10 April", "Q3 2020"."""

from __future__ import annotations

from atodds.normalising.date_atoms import DASHES, DETERMINERS, MODAL_LIKE, SUFFIXES, Found
from atodds.normalising.date_expressions import Around, Calendar, Century, Decade, Nth, Offset, Part, Step, StepName, Stretch
from atodds.normalising.date_forms import CalendarForms
from atodds.normalising.date_tokens import PARAGRAPH
from atodds.normalising.date_words import ROMAN_NUMERALS

__all__ = ["DatePhrases"]

_LARGEST_COUNT = 3000
_ENDING = frozenset({"to", "ending", "ended", "through", "until"})
_EXACTLY = frozenset({"exactly", "precisely"})


class DatePhrases(CalendarForms):
    """Reads one date, in whatever words."""

    def _simple(self, at: int, *, evidence: bool, whole: bool = False) -> Found | None:
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

    def _in_figures(self, at: int, *, evidence: bool) -> Found | None:
        """Reads a date that begins with figures; the few readings that can be, for speed."""
        following = self.word(at + 1)
        if following in SUFFIXES:
            return self._ordinal_phrase(at, at) or self._point(at, evidence=evidence)
        if following in self.w.units:
            return self._shifted(at, at)
        return self._point(at, evidence=evidence)

    def _part(self, part: tuple[tuple[str, ...], str, int]) -> Found | None:
        phrase, kind, after = part
        to_part = None
        if self.word(after) in DASHES:
            after += 1
        if kind in ("early", "mid") or self.word(after) in ("and", "to", "or"):
            other = self.w.parts.find(self.t.words, self._skip(after, "and", "to", "or"))
            if other and other[1] in ("early", "mid", "late"):
                to_part, after = other[1], other[2]
                after = after + 1 if self.word(after) in DASHES else after
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

    def _ordinal_phrase(self, at: int, index: int) -> Found | None:
        """Reads "20th century", "first quarter of 1994", "last days of August", "the first decade of the 20th century"."""
        word = self.word(index)
        if self.word(index + 1) in ("century", "centuries") and word in ROMAN_NUMERALS and self.t.written(index).isupper():
            return Century(ROMAN_NUMERALS.index(word) + 1), index + 2
        last = word in ("last", "final", "closing")
        ordinal = (-1, index + 1) if last else self._ordinal(index)
        if not ordinal:
            return None
        number, after = ordinal
        if self.word(after) in DASHES and self.word(after + 1) in ("century", "centuries", "quarter", "half"):
            after += 1
        if not last:
            second = None
            if self.word(after) in ("and", "to", *DASHES, "or"):
                second = self._ordinal(self._skip(after + 1, "the"))
            end = second[1] if second else after
            if self.word(end) in DASHES and self.word(end + 1) in ("century", "centuries"):
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
        if self.word(after) in DASHES and self.t.glued(after):
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
            if not last and (index > at or self.word(at - 1) in DETERMINERS) and count == 1:
                said, end = self._year_tail(after, after_day=True)
                if said is not None:
                    return Nth(number, unit, Calendar(said) if isinstance(said, int) else said), end
                return (Nth(number, unit), after) if unit == "quarter" else None
        return None

    def _stepped(self, at: int, index: int) -> Found | None:
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
            if self.word(after + 1) in DASHES and self.word(after + 2).isalpha():  # "this year-long"
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
            if self.word(after + 1) in DASHES:
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
            if word in MODAL_LIKE and not self.t.capital(after):
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

    def _shifted(self, at: int, index: int) -> Found | None:
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
            ahead = (
                self.word(at - 1) == "in"
                and self.word(at - 2) != "time"  # "for the first time in ten years" looks back
                and not self.word(after + 1).isalpha()
                and not self.w.future.isdisjoint(self.t.words)
            )
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

    def _named(self, at: int, index: int) -> Found | None:
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

    def _week(self, at: int, index: int) -> Found | None:
        """Reads "the week of 10 April", "w/c 4 February", "week 10", "the weekend"."""
        word = self.word(index)
        if word == "week":
            after = index + 1
            number = self.word(after)
            if number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= 53 and self.word(after + 1) not in (*DASHES, "%"):
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
