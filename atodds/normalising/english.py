"""Closed classes of English words the number grammar leans on: part of the language, so code and not seeds."""

from __future__ import annotations

__all__ = [
    "ARTICLES", "COMPARERS", "FUNCTION_WORDS", "HYPHENS", "MINUS", "MONTHS", "PRONOUN_BEFORE", "QUALIFIERS", "SHARE_FOLLOWERS", "YEAR_FIRM",
    "YEAR_LOOSE",
]  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HYPHENS = _words("- ‐ ‑")
MINUS = _words("- − –")
ARTICLES = _words("a an")
MONTHS = _words(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec"""
)
# Words that end a noun phrase.
FUNCTION_WORDS = _words(
    """a about above after again against all along also although am among amongst an and any are as at away back be became because become
    been before began behind being below beneath beside besides between beyond both but by came can cannot could did do does done down
    during each either else even ever every except for from had has have having he hence her here him his how however i if in inside
    instead into is it its just last left less made may me might much must my near neither nevertheless no nor not now of off on once one
    only onto or our out outside over own per put rather said same saw say says shall she should since so still such than that the their
    them then there these they this those though through throughout thus to too toward towards under until unto up upon us via was we
    were what when where whereas whether which while who whom whose why will with within without would yet you your ago later earlier
    already according including include includes comprising respectively across around annually today yesterday tomorrow"""
)
# What may stand between a hedge and its figure: "at least another 300".
QUALIFIERS = _words("another other further additional extra")
# What follows a share: "a third of", "half the".
SHARE_FOLLOWERS = _words("of the its their his her our all those these that what")
# What makes "three times" a ratio: "three times as many", "twice the".
COMPARERS = _words("as more higher larger greater the that what bigger less lower fewer faster its their his smaller longer stronger")
# What makes four plain digits after it a year, and what only may.
YEAR_FIRM = _words(
    "born died founded established est built opened in since until till during year years early late mid circa spring summer autumn winter"
)
YEAR_LOOSE = _words("of by from before after to the between and or through for on as a its")
# What makes "one" after it a pronoun: "this one", "no one".
PRONOUN_BEFORE = _words("this that which no any every each the another only some other such last next latter former first second more")
