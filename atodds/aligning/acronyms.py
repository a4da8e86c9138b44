"""Acronyms a document defines for itself: "Collective Security Treaty Organization (CSTO)", "the CSTO (Collective Security ...)".

A definition holds in its own document; where all documents that define it agree, in the whole corpus.
"""

from __future__ import annotations

import re

from atodds.aligning.names import fold

__all__ = ["find_acronyms"]

_LITTLE = frozenset(["of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "la", "du", "des", "et", "und"])
_AFTER = re.compile(r"\(\s*(?:the\s+)?[\"“']?([A-Z][A-Za-z&.\-]{1,11})[\"”']?(?:\s*[,;][^()]{0,40})?\)")
_WORDS_BEFORE = 12


def find_acronyms(text: str) -> dict[str, str]:
    """Acronym to long name, both folded, as defined in a text; the letters must be the initials, little words left out or not."""
    found: dict[str, str] = {}
    for bracket in _AFTER.finditer(text):
        acronym = bracket.group(1).replace(".", "")
        if sum(letter.isupper() for letter in acronym) < 2:
            continue
        before = re.split(r"[.;:()]\s", text[max(0, bracket.start() - 160) : bracket.start()])[-1]
        words = re.findall(r"[\w'’-]+", before)[-_WORDS_BEFORE:]
        name = _name_for(acronym, words)
        if name:
            found.setdefault(fold(acronym), fold(" ".join(name)))
    return found


def _name_for(acronym: str, words: list[str]) -> list[str] | None:
    """The shortest run of last words whose initials spell the acronym."""
    letters = [letter.lower() for letter in acronym if letter.isalnum()]
    for start in range(len(words) - 1, -1, -1):
        run = words[start:]
        if run[0].lower() in _LITTLE:
            continue
        parts = [part for word in run for part in word.split("-") if part]
        full = [part[0].lower() for part in parts]
        large = [part[0].lower() for part in parts if part.lower() not in _LITTLE]
        whole_words = [word[0].lower() for word in run if word.lower() not in _LITTLE]
        if letters in (full, large, whole_words) and len(run) > 1:
            return run
    return None
