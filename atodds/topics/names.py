"""Names in a text: runs of capitalised words, and which of those words are names at all.

"On Monday the Ardelu dam on the river Tesna gave way" names the Ardelu and the Tesna. A capital at the head of a sentence or in a heading
says nothing by itself: how the folder writes the word elsewhere decides, so "Women" and "Governor" are no names where "women" and
"governor" stand too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from atodds.claims.names import fold

__all__ = ["CALENDAR", "LITTLE", "Capitals", "Name", "Word", "Written", "find_acronyms", "names_of", "read_words"]

CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun gmt utc am pm".split()
)
LITTLE = frozenset(
    "the a an this that these those it he she they we i you in on at of to for from by with as and or but if when while after before "
    "since until about over under between into out up down no not all some any each every most many more both few other others such "
    "only own same so than too very can will would should could may might must now there their his her its our my your what which who "
    "whom whose how why where here first last next new one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
    "nearly almost around some half also is was are were be been has have had do did does a per during against through despite "
    "according more less even still yet then thus although because however meanwhile".split()
)
_JOINING = frozenset(["of", "the", "de", "del", "della", "du", "da", "di", "al", "el", "la", "le", "for", "und", "der", "van", "von"])
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|^(?:URL|DATE|SOURCE|LINK):.*$", re.MULTILINE)
_BREAK = re.compile(r"[.!?:;\n|\"“”„«»•*#>]| [-–—] ")
_JOINED = re.compile(r"(?: | ?& ?|[-‐‑–])\Z")
_OWNED = re.compile(r"['’]s?\Z")
_TITLE_CASE = 0.6  # share of a line's words with a capital, from which its capitals say nothing


class Word(NamedTuple):
    """One word: `doubtful` where its capital may only mark the head of a sentence, `joined` where it goes on from the word before."""

    folded: str
    start: int
    end: int
    capital: bool
    doubtful: bool
    joined: bool


class Written(NamedTuple):
    """A text's words with a capital, with the little words that may join two of them, and the set of its other words."""

    words: list[Word]
    lower: frozenset[str]


class Name(NamedTuple):
    """One name as it stands in a text."""

    folded: str
    start: int
    end: int


def read_words(text: str) -> Written:
    """The words of a text by how they are written; addresses of web and mail are left out."""
    plain = _ADDRESS.sub(lambda found: " " * len(found.group()), text)
    words: list[Word] = []
    lower: set[str] = set()
    end, in_line, line_start = 0, 0, 0
    goes_on = False  # whether the word before was kept and names no owner
    for found in _WORD.finditer(plain):
        raw, start = found.group(), found.start()
        gap = plain[end:start]
        if "\n" in gap:
            _doubt_title_case(words, line_start, in_line)
            line_start, in_line = len(words), 0
        in_line += 1
        folded = fold(raw)
        capital = raw[0].isupper()
        if capital and folded and " " not in folded:
            doubtful = end == 0 or bool(_BREAK.search(gap))
            words.append(Word(folded, start, found.end(), True, doubtful, goes_on and bool(_JOINED.match(gap))))
            goes_on = not _OWNED.search(raw)
        elif raw in _JOINING and goes_on and gap == " ":
            words.append(Word(folded or raw, start, found.end(), False, False, True))
        else:
            goes_on = False
        if not capital:
            lower.add(folded)
        end = found.end()
    _doubt_title_case(words, line_start, in_line)
    return Written(words, frozenset(lower))


def _doubt_title_case(words: list[Word], start: int, in_line: int) -> None:
    """In "Flood Wave Reaches Arden" every capital is doubtful."""
    capitals = [number for number in range(start, len(words)) if words[number].capital]
    if 3 <= in_line <= 20 and len(capitals) >= _TITLE_CASE * in_line:
        for number in capitals:
            words[number] = words[number]._replace(doubtful=True)


@dataclass(slots=True)
class Capitals:
    """In how many documents of a folder a word stands with a capital, with a doubtful one, and without."""

    sure: Counter[str] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)
    lower: Counter[str] = field(default_factory=Counter)
    known: dict[str, bool] = field(default_factory=dict)

    def count(self, written: Written) -> None:
        """Count the words of one document."""
        self.sure.update({word.folded for word in written.words if word.capital and not word.doubtful})
        self.doubtful.update({word.folded for word in written.words if word.doubtful})
        self.lower.update(written.lower)

    def is_name(self, folded: str) -> bool:
        """Whether the folder writes the word as a name."""
        answer = self.known.get(folded)
        if answer is None:
            sure, lower = self.sure[folded], self.lower[folded]
            answer = len(folded) > 1 and folded not in CALENDAR and folded not in LITTLE
            answer = answer and ((sure > 0 and sure >= lower) or (sure == lower == 0 and self.doubtful[folded] > 1))
            self.known[folded] = answer
        return answer


def names_of(words: Sequence[Word], capitals: Capitals) -> list[Name]:
    """The names of a text in order: runs of capitalised words, little words between them kept ("Chamber of Deputies")."""
    names: list[Name] = []
    run: list[Word] = []

    def close() -> None:
        while run and not run[-1].capital:
            run.pop()
        while run and run[0].doubtful and not capitals.is_name(run[0].folded):
            run.pop(0)
            while run and not run[0].capital:
                run.pop(0)
        if any(word.capital and word.folded not in LITTLE and (not word.doubtful or capitals.is_name(word.folded)) for word in run):
            names.append(Name(" ".join(word.folded for word in run), run[0].start, run[-1].end))
        run.clear()

    for word in words:
        if run and not word.joined:
            close()
        if word.capital and word.folded in CALENDAR:
            close()
        elif word.capital or (run and (word.folded != "the" or run[-1].folded == "of")):
            run.append(word)
        else:
            close()
    close()
    return [name for name in names if len(name.folded) > 1]


_DEFINED = re.compile(r"\(\s*(?:the\s+)?[\"“']?([A-Z][A-Za-z&.\-]{1,11})[\"”']?(?:\s*[,;][^()]{0,40})?\)")
_WORDS_BEFORE = 12


def find_acronyms(text: str) -> dict[str, str]:
    """Acronym to long name, both folded, as a text defines them: "the Ardelu Dam Agency (ADA)"; the letters must be the initials."""
    found: dict[str, str] = {}
    for bracket in _DEFINED.finditer(text):
        acronym = bracket.group(1).replace(".", "")
        if sum(letter.isupper() for letter in acronym) < 2:
            continue
        before = re.split(r"[.;:()]\s", text[max(0, bracket.start() - 160) : bracket.start()])[-1]
        name = _spelt_out(acronym, re.findall(r"[\w'’-]+", before)[-_WORDS_BEFORE:])
        if name:
            found.setdefault(fold(acronym), fold(" ".join(name)))
    return found


def _spelt_out(acronym: str, words: Sequence[str]) -> Sequence[str] | None:
    """The shortest run of last words whose initials spell the acronym, with or without little words; else capitals with its letters."""
    letters = [letter.lower() for letter in acronym if letter.isalnum()]
    for start in range(len(words) - 2, -1, -1):
        run = words[start:]
        if run[0].lower() in LITTLE:
            continue
        parts = [part for word in run for part in word.split("-") if part]
        large = [part[0].lower() for part in parts if part.lower() not in LITTLE]
        whole_words = [word[0].lower() for word in run if word.lower() not in LITTLE]
        if letters in ([part[0].lower() for part in parts], large, whole_words):
            return run
    start = len(words)
    while start and words[start - 1][:1].isupper():
        start -= 1
    run = words[start:]  # "Berlin Brandenburg Airport (BER)"
    spelt = iter("".join(run).lower())
    return run if len(run) > 1 and run[0].lower().startswith(letters[0]) and all(letter in spelt for letter in letters) else None
