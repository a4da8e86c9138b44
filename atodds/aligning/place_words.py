"""The common nouns for places of `seeds/place_words.toml`; a list that is not there is refused by name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use

__all__ = ["PlaceWords", "load_place_words"]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Lower-case words by what they do; the comments of the file say what that is."""

    sorts: frozenset[str]
    not_learnt: frozenset[str]
    land: frozenset[str]
    held: frozenset[str]


@cache
def load_place_words(folder: Path | None = None) -> PlaceWords:
    """The words of a seeds folder.

    Raises:
        ConfigurationError: for a file that is no TOML, or a list that is missing or holds something else than words.
    """
    path = (folder or seeds_in_use()) / "place_words.toml"
    try:
        lists = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name}: not readable as TOML: {error}; mend the line it names") from error
    names = [field.name for field in fields(PlaceWords)]
    if unknown := sorted(set(lists) - set(names)):
        raise ConfigurationError(f'{path.name}: unknown list "{unknown[0]}"; the lists are {", ".join(names)}')
    for name in names:
        words = lists.get(name)
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            raise ConfigurationError(f"{path.name}: {name} must be a list of words; add it")
    return PlaceWords(**{name: frozenset(lists[name]) for name in names})
