"""Years and decades that stand alone: whether four digits are a year, a count or a part of a name."""

from __future__ import annotations

from atodds.normalising.date_atoms import APOSTROPHES, DASHES, DETERMINERS, FIRST_YEAR, LAST_YEAR, MODERN, YEAR_DIGITS, DateAtoms, Found
from atodds.normalising.date_expressions import Calendar, Decade

__all__ = ["YearForms"]

_WEAK_PREPOSITIONS = frozenset({"and", "or", "to", "of", "from", "by", "in"})  # before an older number these may count as well as date
_SHORT_WORDS_IN_S = frozenset({"as", "was", "is", "has", "his", "its", "this", "s", "congress", "us"})
_OLDEST_MODIFIER = 1500
_COUNT_ADJECTIVES = frozenset({"more", "other", "new", "young", "armed", "additional"})
_STRIKING = frozenset({"killed", "wounded", "injured", "displaced"})
_AFTER_A_PARTICIPLE = frozenset(
    {"", "and", "or", "in", "by", "on", "at", "when", "after", "during", "since", "before", "were", "was", "had", "have"}
)
_SURELY_COUNTED = frozenset({"people", "men", "women", "km", "m", "percent", "%"})


class YearForms(DateAtoms):
    """Reads years and decades."""

    def _bare_year(self, at: int, evidence: bool) -> Found | None:
        """A four-digit number alone: a year if modern and nothing speaks against it, or if a word before says so."""
        year = self._year(at)
        if not year:
            digits, era = self.word(at), self.word(at + 1)
            if not digits.isdecimal() or len(digits) > YEAR_DIGITS or not int(digits) or self._in_figure(at):
                return None
            if era in ("ad", "ce"):
                return Calendar(int(digits)), at + 2
            return (Calendar(int(digits)), at + 1) if era in ("bc", "bce") else None
        number, after = year
        if self._is_identifier(at) or self._is_glued_into_a_name(at, after) or self._counts_something(number, at, after):
            return None
        before, following = self.word(at - 1), self.word(after)
        if number in MODERN or evidence:
            return Calendar(number), after
        if before in ("and", "or", ","):  # an older number in a list is a year beside another year alone
            return (Calendar(number), after) if len(self.word(at - 2)) == YEAR_DIGITS and self._year(at - 2) else None
        plural = following.endswith("s") and following not in _SHORT_WORDS_IN_S
        if before in self.w.year_after and not (plural and before in _WEAK_PREPOSITIONS):
            return Calendar(number), after
        if before in DETERMINERS and following.isalpha() and not plural and number >= _OLDEST_MODIFIER:
            return Calendar(number), after
        if before == "(" and following in (")", ",", ";"):
            return Calendar(number), after
        return None

    def _decade(self, at: int) -> Found | None:
        """Reads "1990s", "1990's", "the 90s", "the '90s"."""
        start = at + 1 if self.word(at) in APOSTROPHES else at
        digits = self.word(start)
        after = start + 1
        if not digits.isdecimal() or len(digits) not in (2, YEAR_DIGITS) or digits[-1] != "0":
            return None
        if self.word(after) in APOSTROPHES and self.t.glued(after):
            after += 1
        if self.word(after) != "s" or not self.t.glued(after) or (self.t.glued(after + 1) and self.word(after + 1).isalnum()):
            return None
        if len(digits) == YEAR_DIGITS:
            number = int(digits)
            return (Decade(number), after + 1) if FIRST_YEAR <= number <= LAST_YEAR else None
        before = self.word(at - 1)
        if (
            before in ("and", "or", ",")
            and self.word(at - 2) == "s"
            and len(self.word(at - 3)) == YEAR_DIGITS
            and self.word(at - 3).isdecimal()
        ):
            return Decade(int(self.word(at - 3)) // 100 * 100 + int(digits)), after + 1  # "the 1960s and 70s"
        if int(digits) < 20 or before not in ("the", "early", "late", "mid", "-", "in", "since", "and", "of"):
            return None
        return Decade(1900 + int(digits), False), after + 1

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

    def _is_glued_into_a_name(self, at: int, after: int) -> bool:
        """Whether a number is part of something longer: "AB-1999", "1999/K", "x=2000"; "mid-1999" is not."""
        t, before = self.t, self.word(at - 1)
        if t.glued(after) and self.word(after) in ("/", "_", "%", "@", "="):
            return True
        if not t.glued(at):
            return False
        if before in DASHES and t.glued(at - 1):
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
        if following in _STRIKING and number in MODERN and self.word(at - 1) == "of":
            # "the flood of 2014 killed 51", not "a total of 2014 killed": what was struck follows the verb
            object_of_it = self.word(after + 1)
            return not object_of_it.isalnum() or object_of_it in _AFTER_A_PARTICIPLE
        return number not in MODERN or self.word(at - 1) not in ("in", "since", "during") or following in _SURELY_COUNTED
