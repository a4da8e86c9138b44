"""The smallest parts of dates: days, months, years, ordinals and counts, and what the words right around a number say of it.

The classes of the date grammar build on one another, each a subject of its own: atoms, `date_years`, `date_forms` (points of the calendar),
`date_phrases` ("the end of last month"), `date_ranges`, and `date_grammar`, which scans a text. Methods take a token index and give what
they read and the index after.
"""

from __future__ import annotations

from typing import NamedTuple

from atodds.normalising.date_expressions import Calendar, DateExpression
from atodds.normalising.date_tokens import Tokens
from atodds.normalising.date_words import DateWords

__all__ = [
    "APOSTROPHES", "DASHES", "DETERMINERS", "FIRST_YEAR", "FULL_NAME_LENGTH", "LAST_YEAR", "MODAL_LIKE", "MODERN", "SUFFIXES", "TO",
    "YEAR_DIGITS", "DateAtoms", "Found", "Item", "century_guess",
]  # fmt: skip

DASHES = frozenset("-–—−‐‑")
TO = frozenset({"to", "through", "thru", "until", "till"})
SUFFIXES = frozenset({"st", "nd", "rd", "th"})
APOSTROPHES = frozenset("'’‘`")
DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "s"})
MODAL_LIKE = frozenset({"may", "march", "august", "mar", "sat", "sun", "wed", "dec", "fall", "mon"})  # words of their own in lower case
FULL_NAME_LENGTH = 5  # shorter names of months are abbreviations, and may bring their point
_FULL_SHORT_NAMES = frozenset({"may", "june", "july"})
FIRST_YEAR, LAST_YEAR = 1000, 2100
MODERN = range(1900, 2040)  # bare numbers here are years unless something speaks against it
YEAR_DIGITS = 4


Found = tuple[DateExpression, int]  # and the index after it


class Item(NamedTuple):
    """A date read from tokens `first` up to but without `after`."""

    expression: DateExpression
    first: int  # tokens
    after: int
    hedge: str | None = None


class DateAtoms:
    """The tokens of one window, and the parts that every date is made of."""

    def __init__(self, tokens: Tokens, words: DateWords, day_first: bool) -> None:
        self.t = tokens
        self.w = words
        self.day_first = day_first
        self.word = tokens.word

    def _skip(self, index: int, *words: str) -> int:
        return index + 1 if self.word(index) in words else index

    def _range_sign(self, at: int) -> int:
        """The index after a range's sign, or 0."""
        word = self.word(at)
        if word in DASHES or word in TO:
            after = at + 1
            return self._skip(after, "to") if word == "up" else after
        if word == "up" and self.word(at + 1) == "to":
            return at + 2
        return 0

    def _day(self, at: int) -> tuple[int, int] | None:
        """A day of the month in figures or an ordinal in words: 1..31."""
        word = self.word(at)
        if not word:
            return None
        if word[0].isdigit():
            if not word.isdecimal() or len(word) > 2 or not 1 <= int(word) <= 31 or self._in_figure(at):
                return None
            if self.t.glued(at + 1) and self.word(at + 1) in SUFFIXES:
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
            return not (self.word(at + 1) == "," and len(self.word(at + 2)) == YEAR_DIGITS)
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
            if word.isdecimal() and len(word) <= 2 and self.t.glued(at + 1) and self.word(at + 1) in SUFFIXES and not self._in_figure(at):
                return int(word), at + 2
            return None
        if word in self.w.ordinals:
            return self.w.ordinals[word], at + 1
        tens = self.w.cardinals.get(word, 0)
        if tens >= 20 and tens % 10 == 0:
            after = at + 2 if self.word(at + 1) in DASHES else at + 1
            units = self.w.ordinals.get(self.word(after), 0)
            if 1 <= units <= 9:
                return tens + units, after + 1
        return None

    def _count(self, at: int) -> tuple[int, int] | None:
        """A whole number in figures or words that counts units of time."""
        word = self.word(at)
        if word.isdecimal() and len(word) <= YEAR_DIGITS and not self._in_figure(at):
            return int(word), at + 1
        number = self.w.cardinals.get(word)
        if number is None:
            return None
        if number >= 20 and number % 10 == 0:
            after = at + 2 if self.word(at + 1) in DASHES else at + 1
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
            and len(self.word(at)) < FULL_NAME_LENGTH
        ):
            after += 1
        return number, after

    def _year(self, at: int) -> tuple[int, int] | None:
        """A four-digit year, or '92."""
        word = self.word(at)
        if len(word) == YEAR_DIGITS and word.isdecimal():
            number = int(word)
            if not FIRST_YEAR <= number <= LAST_YEAR or self._in_figure(at):
                return None
            if self.t.glued(at + 1) and self.word(at + 1).isalpha() and self.word(at + 1) not in ("q", "h"):
                beyond = self.t.written(at + 1)  # "2020The" is a blank lost between sentences, "2020A" a number's name
                if not (len(beyond) > 1 and beyond[0].isupper() and beyond[1:].islower()):
                    return None
            return number, at + 1
        if word in APOSTROPHES:
            return self._short_year_number(at)
        return None

    def _short_year_number(self, at: int) -> tuple[int, int] | None:
        digits = self.word(at + 1)
        if len(digits) == 2 and digits.isdecimal() and self.t.glued(at + 1) and not (self.t.glued(at + 2) and self.word(at + 2).isalpha()):
            return century_guess(int(digits)), at + 2
        return None

    def _short_year(self, at: int) -> Found | None:
        found = self._short_year_number(at)
        return (Calendar(found[0]), found[1]) if found and self.word(at - 1) in self.w.year_after else None

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

    def _is_named(self, at: int) -> bool:
        """Whether a weekday, month or season is part of a name: "Bloody Sunday", "Sunday Times", "Prague Spring"."""
        if self.word(at - 1) in self.w.name_makers_before and self.t.capital(at - 1):
            return True
        return self.t.capital(at) and self.word(at + 1) in self.w.name_makers_after and self.t.capital(at + 1)


def century_guess(two_digits: int) -> int:
    """The year of two digits: up to 40 in this century, else in the last."""
    return 2000 + two_digits if two_digits <= 39 else 1900 + two_digits
