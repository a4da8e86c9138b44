"""The words of `seeds/topics.toml`: what happens, what sort of thing a topic is, and which bodies only speak and act."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from atodds.errors import ConfigurationError
from atodds.seeds import SEEDS_FOLDER

__all__ = ["HappeningWord", "TopicWords", "load_topic_words"]


class HappeningWord(NamedTuple):
    """A word for a happening in a text: "the blast" is of the family "explosion"."""

    family: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TopicWords:
    """Lower-case words by what they say; the comments of the file say what that is."""

    families: dict[str, str]  # word for a happening, singular and plural -> its family; hyphens are blanks
    longest: dict[str, int]  # first word -> words of the longest of them that opens with it
    any_happening: frozenset[str]
    parts: frozenset[str]
    counts: frozenset[str]
    things: dict[str, str]  # noun -> project, company, institution, report, budget, place
    bodies: frozenset[str]
    theirs: frozenset[str]
    titles: frozenset[str]
    speaks: frozenset[str]
    sorts: dict[str, str]  # noun of a place -> settlement, area or land
    named_after: frozenset[str]

    def happenings_in(self, text: str) -> Iterator[HappeningWord]:
        """The words for happenings in a text, in order, the longest of those that overlap."""
        tokens = [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
        past = 0
        for number, (raw, start, end) in enumerate(tokens):
            first = raw.lower()
            if number < past or first not in self.longest or (raw == "March" and _is_month(text, start)):
                continue
            for length in range(min(self.longest[first], len(tokens) - number), 0, -1):
                run = tokens[number : number + length]
                family = self.families.get(" ".join(token[0].lower() for token in run))
                if family is not None:
                    end = run[-1][2]
                    yield HappeningWord(family, text[start:end].lower(), start, end)
                    past = number + length
                    break


_TOKEN = re.compile(r"[A-Za-z]+")


def _is_month(text: str, start: int) -> bool:
    return not text[:start].lower().endswith(("the ", "a "))


def _numbers(word: str) -> tuple[str, ...]:
    """A noun with its plural."""
    if word.endswith(("s", "ing")):
        return (word, f"{word}s") if word.endswith("ing") else (word,)
    return word, f"{word}es" if word.endswith(("sh", "ch", "x")) else f"{word}s"


@lru_cache(maxsize=8)
def load_topic_words(folder: Path = SEEDS_FOLDER) -> TopicWords:
    """The words of a seeds folder.

    Raises:
        ConfigurationError: for a file that is no TOML, or a list that is missing, unknown or holds something else than words.
    """
    path = folder / "topics.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name}: not readable as TOML: {error}; mend the line it names") from error
    wanted: dict[str, set[str] | None] = {
        "happenings": None,
        "any": {"happening"},
        "parts": {"happening"},
        "counts": {"words"},
        "things": {"project", "company", "institution", "report", "budget", "place"},
        "bodies": {"names", "theirs"},
        "speaks": {"verbs"},
        "places": {"settlements", "areas", "lands", "named_after"},
        "persons": {"titles"},
    }
    if set(tables) != set(wanted):
        odd = sorted(set(tables) ^ set(wanted))[0]
        raise ConfigurationError(
            f"{path.name}: the table [{odd}] is {'unknown' if odd in tables else 'missing'}; there are {', '.join(wanted)}"
        )
    for table, lists in wanted.items():
        for name in sorted((lists or set()) | set(tables[table])):
            words = tables[table].get(name)
            if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
                raise ConfigurationError(f"{path.name}: {name} of [{table}] must be a list of words")
            if lists is not None and name not in lists:
                raise ConfigurationError(f"{path.name}: [{table}] has no list {name}; it has {', '.join(sorted(lists))}")
    families = {
        form.replace("-", " "): family for family, words in tables["happenings"].items() for word in words for form in _numbers(word)
    }
    longest: dict[str, int] = {}
    for phrase in families:
        first, length = phrase.partition(" ")[0], phrase.count(" ") + 1
        longest[first] = max(longest.get(first, 1), length)
    return TopicWords(
        families,
        longest,
        frozenset(form for word in tables["any"]["happening"] for form in _numbers(word)),
        frozenset(form for word in tables["parts"]["happening"] for form in _numbers(word)),
        frozenset(form for word in tables["counts"]["words"] for form in _numbers(word)),
        {form: kind for kind, words in tables["things"].items() for word in words for form in _numbers(word)},
        frozenset(form for word in tables["bodies"]["names"] for form in _numbers(word)),
        frozenset(form for word in tables["bodies"]["theirs"] for form in _numbers(word)),
        frozenset(tables["persons"]["titles"]),
        frozenset(tables["speaks"]["verbs"]),
        {form: level[:-1] for level in ("settlements", "areas", "lands") for word in tables["places"][level] for form in _numbers(word)},
        frozenset(form for word in tables["places"]["named_after"] for form in _numbers(word)),
    )
