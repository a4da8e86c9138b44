"""The words of the framing rules, read from `seeds/framing/*.toml`, and the lemmas they are compared by.

One file is one subject (`attribution.toml`, `qualifiers.toml`, ...); each says in its comments what its keys do. A list that is
missing is refused by name, so that a misspelt key does not silently switch a rule off.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use

__all__ = ["Lexicon", "Phrases", "load_lexicon", "words_of"]


def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokens spaCy would give, lower case: "peace-keeping force" is ("peace", "-", "keeping", "force")."""
    return tuple(re.findall(r"[^\W_]+(?:\.[^\W_]+)*|n't|[^\w\s]", phrase.lower().replace("’", "'").replace("n't", " n't")))


class Phrases:
    """Phrases looked up over a sentence: each token stands with all forms it may be compared by."""

    def __init__(self, phrases: Mapping[str, Iterable[str]] | Iterable[str]) -> None:
        grouped = phrases if isinstance(phrases, Mapping) else {"": phrases}
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for label, members in grouped.items():
            for member in members:
                words = words_of(member)
                if words:
                    entry = (words, label)
                    if entry not in self._by_first.setdefault(words[0], []):
                        self._by_first[words[0]].append(entry)
        self._firsts = frozenset(self._by_first)

    def find(self, forms: Sequence[frozenset[str]]) -> list[tuple[int, int, str]]:
        """Every hit as (first token, token after the last, label); of hits with one label that overlap, the longest."""
        hits: list[tuple[int, int, str]] = []
        firsts = self._firsts
        for position, token_forms in enumerate(forms):
            if firsts.isdisjoint(token_forms):
                continue
            for form in token_forms:  # in any order: the hits are sorted below
                for words, label in self._by_first.get(form, ()):
                    end = position + len(words)
                    if end <= len(forms) and all(word in forms[position + step] for step, word in enumerate(words)):
                        hits.append((position, end, label))
        if len(hits) < 2:
            return hits
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0], hit[2]))
        kept: list[tuple[int, int, str]] = []
        for start, end, label in hits:
            if not any(label == other and start < stop and begin < end for begin, stop, other in kept):
                kept.append((start, end, label))
        return sorted(kept)

    def __contains__(self, word: str) -> bool:
        return any(words == (word,) for words, _ in self._by_first.get(word, ()))


@dataclass(frozen=True)
class Lexicon:
    """All framing words. `values` is the parsed TOML by file stem; the properties below are what the rules ask for."""

    values: Mapping[str, Mapping[str, Any]]

    def _list(self, *path: str) -> tuple[str, ...]:
        value: Any = self.values
        for step in path:
            if not isinstance(value, Mapping) or step not in value:
                raise ConfigurationError(f'{path[0]}.toml: the key "{".".join(path[1:])}" is missing; add it')
            value = value[step]
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise ConfigurationError(f'{path[0]}.toml: "{".".join(path[1:])}" must be a list of words')
        return tuple(value)

    def _table(self, *path: str) -> dict[str, tuple[str, ...]]:
        value: Any = self.values
        for step in path:
            if not isinstance(value, Mapping) or step not in value:
                raise ConfigurationError(f'{path[0]}.toml: the table "{".".join(path[1:])}" is missing; add it')
            value = value[step]
        return {key: self._list(*path, key) for key in value}

    @cached_property
    def saying(self) -> frozenset[str]:
        """Verbs whose subject is the source."""
        return frozenset(self._list("attribution", "says"))

    @cached_property
    def saying_weakly(self) -> frozenset[str]:
        """Of these, the verbs that need a subject that can be a source."""
        return frozenset(self._list("attribution", "weak"))

    @cached_property
    def according(self) -> Phrases:
        """Words before a source."""
        return Phrases(self._list("attribution", "according"))

    @cached_property
    def source_nouns(self) -> frozenset[str]:
        """Common nouns that can be a source."""
        return frozenset(self._list("attribution", "sources"))

    @cached_property
    def source_pronouns(self) -> frozenset[str]:
        """Pronouns that stand for the source of the sentence before."""
        return frozenset(self._list("attribution", "pronouns"))

    @cached_property
    def modality(self) -> Phrases:
        """Words of modality, labelled with it."""
        return Phrases({key: self._list("modality", key) for key in ("reported", "estimated", "planned", "hypothetical", "negated")})

    @cached_property
    def negation_of_measure(self) -> Phrases:
        """Negations that do not negate the claim."""
        return Phrases(self._list("modality", "negation_of_measure"))

    @cached_property
    def change_verbs(self) -> frozenset[str]:
        """Verbs by which a level moves."""
        return frozenset(self._list("qualifiers", "change"))

    @cached_property
    def unmeasured(self) -> frozenset[str]:
        """Nouns that are nothing to count."""
        return frozenset(self._list("things", "unmeasured", "nouns"))

    @cached_property
    def anaphoric(self) -> frozenset[str]:
        """Determiners that point back."""
        return frozenset(self._list("things", "anaphoric"))

    @cached_property
    def membership(self) -> Phrases:
        """Verbs of belonging, labelled comprises, joins, leaves."""
        return Phrases({key: self._list("sets", "members", key) for key in ("comprises", "joins", "leaves")})

    @cached_property
    def statements(self) -> Phrases:
        """Verbs of yes/no statements, labelled with the claim type."""
        return Phrases(self._table("sets", "statements"))

    @cached_property
    def negative_verbs(self) -> Phrases:
        """Verbs that say no by themselves."""
        return Phrases(self._list("sets", "statements_negative"))

    @cached_property
    def light_words(self) -> frozenset[str]:
        """Words that say nothing of what a figure is of."""
        return frozenset(self._list("light_words", "words"))

    @cached_property
    def irregular(self) -> Mapping[str, tuple[str, ...]]:
        """Lemma to its irregular forms."""
        return self._table("irregular", "forms")

    @cached_property
    def before_words(self) -> Phrases:
        """Words that take a figure out of the narrative's time."""
        return Phrases(self._list("times", "before"))

    @cached_property
    def demonyms(self) -> Mapping[str, str]:
        """Adjective or people, lower case, to the place: "lebanese" to "Lebanon"."""
        table = self.values.get("demonyms", {}).get("places")
        if not isinstance(table, Mapping):
            raise ConfigurationError('demonyms.toml: the table "places" is missing; add it')
        return {word.lower(): place for place, words in table.items() for word in words}

    @cached_property
    def titles(self) -> frozenset[str]:
        """Words before a name by which it is a person's."""
        return frozenset(self._list("names", "titles"))

    @cached_property
    def no_names(self) -> frozenset[str]:
        """Words that begin no name."""
        return frozenset(self._list("names", "no_names"))

    @cached_property
    def passages(self) -> frozenset[str]:
        """Nouns beside the number of a passage."""
        return frozenset(self._list("things", "numbered", "passages"))

    @cached_property
    def formations(self) -> frozenset[str]:
        """Nouns beside the number of a unit."""
        return frozenset(self._list("things", "numbered", "formations"))

    @cached_property
    def refusing(self) -> frozenset[str]:
        """Verbs that deny the statement that hangs on them."""
        return frozenset(self._list("sets", "refusing"))

    @cached_property
    def counting(self) -> frozenset[str]:
        """Nouns that say a figure is a number of something."""
        return frozenset(self._list("things", "counting", "nouns"))

    @cached_property
    def done_to(self) -> frozenset[str]:
        """Participles that the tagger may take for a noun."""
        return frozenset(self._list("people", "done_to"))

    @cached_property
    def dropped_title(self) -> re.Pattern[str]:
        """A title that opens a name and is no part of it, with the ranks before it."""
        titles, ranks = ("|".join(map(re.escape, self._list("names", key))) for key in ("titles_dropped", "ranks"))
        return re.compile(rf"^(?:(?:{ranks})\s+)*(?:{titles})\.?\s+(?=[A-Z])")

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Names of places, lower case, to the name used in subjects."""
        table: Mapping[str, Sequence[str]] = self.values["demonyms"]["places"]
        also: Mapping[str, str] = self.values["demonyms"].get("also", {})
        return {place.lower(): place for place in table} | {name.lower(): place for name, place in also.items()}


def _any_of(words: Iterable[str]) -> str:
    """Alternatives of a pattern, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The framing words of a folder; of `framing/` of the seeds in use without.

    Raises:
        ConfigurationError: on a file that is no TOML or a list that is missing, naming file and key.
    """
    values: dict[str, Mapping[str, Any]] = {}
    folder = folder or seeds_in_use() / "framing"
    for path in sorted(folder.glob("*.toml")):
        try:
            values[path.stem] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path.name}: not readable as TOML: {error}; mend the line it names") from error
    for stem in (
        "attribution",
        "modality",
        "qualifiers",
        "people",
        "things",
        "sets",
        "times",
        "demonyms",
        "irregular",
        "names",
    ):
        if stem not in values:
            raise ConfigurationError(f"{folder}: {stem}.toml is missing; restore it")
    lexicon = Lexicon(values)
    for name, attribute in vars(Lexicon).items():
        if isinstance(attribute, cached_property):
            getattr(lexicon, name)
    return lexicon
