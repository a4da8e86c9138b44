"""Names as written: cleaned of article, title and possessive, and the place a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from atodds.extraction.components import Rules, load_rules

__all__ = ["POSSESSIVE", "clean_name", "place_of"]

POSSESSIVE = re.compile(r"[’']s?$")


_DIRECTION = re.compile(
    r"^(?:north|south|east|west|northern|southern|eastern|western|central)(?:[- ]?(?:east|west)(?:ern)?)?(?: of)? (?:the )?"
)


@lru_cache(maxsize=20_000)
def clean_name(text: str) -> str:
    """A name without article, possessive and title: "the President Saakashvili's" is "Saakashvili"."""
    cleaned = POSSESSIVE.sub("", text.strip(" ,.;:'\"“”‘’()"))
    cleaned = re.sub(r"^(?:the|The)\s+", "", cleaned)
    cleaned = load_rules().lexicon.dropped_title.sub("", cleaned)
    return re.sub(r"\s+", " ", cleaned)


def place_of(text: str, rules: Rules) -> str | None:
    """The place a name is, or is the people of: "Syrian" to "Syria"; None for a name the seeds do not know."""
    lower = clean_name(text).lower()
    lexicon = rules.lexicon
    found = lexicon.places.get(lower) or lexicon.demonyms.get(lower) or lexicon.demonyms.get(lower.removesuffix("s"))
    if found is None:
        bare = _DIRECTION.sub("", lower)
        found = lexicon.places.get(bare) if bare != lower else None
    return found
