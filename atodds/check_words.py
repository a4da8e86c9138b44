"""The word lists of `seeds/check_words.toml`, as one frozen value; a list that is not there is refused by name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path

from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use

__all__ = ["CheckWords", "load_check_words"]


@dataclass(frozen=True)
class CheckWords:
    """Words and phrases in lower case."""

    open_list: tuple[str, ...] = ()
    sudden_events: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    short_of: tuple[str, ...] = ()
    shares_of_a_whole: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    units_not_added: tuple[str, ...] = ()
    measures_not_added: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """One compiled alternative a list, longest words first, whole words only."""
        found = {}
        for field in fields(self):
            words = getattr(self, field.name)
            if words:
                alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
                plural = "(?:e?s)?" if field.name == "sudden_events" else ""
                found[field.name] = re.compile(rf"(?<!\w)(?:{alternatives}){plural}(?!\w)", re.IGNORECASE)
        return found

    def says(self, name: str, text: str | None) -> bool:
        """Whether a text holds a word of a list."""
        pattern = self.patterns.get(name)
        return bool(text and pattern and pattern.search(text))


@lru_cache(maxsize=8)
def load_check_words(path: Path | None = None) -> CheckWords:
    """The lists of a file; of the one of the seeds in use without.

    Raises:
        ConfigurationError: for a file that is no TOML, a list that nothing reads, or a list of something else than words.
    """
    path = path or seeds_in_use() / "check_words.toml"
    try:
        lists = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name}: not readable as TOML: {error}; mend the line it names") from error
    known = {field.name for field in fields(CheckWords)}
    for name, words in lists.items():
        if name not in known:
            raise ConfigurationError(f'{path.name}: unknown list "{name}"; the lists are {", ".join(sorted(known))}')
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ConfigurationError(f"{path.name}: {name} must be a list of words")
    return CheckWords(**{name: tuple(words) for name, words in lists.items()})
