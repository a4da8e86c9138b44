"""Classes of expressions: what befell or is said (predicates), what is counted, what narrows (axis values).

Read from `seeds/classes/*.toml`; one table is one class:

    [died]
    role = "predicate"            # predicate, counted or axis
    label = "deaths"              # how a heading names the figure
    counted = "people"            # the counted class that is meant where none is named: "the toll stood at 69"
    kind = "cumulative"           # level, flow or cumulative: how such a figure behaves over time
    once = true                   # it befalls each thing but once: two days of it are two readings of one happening
    field = "harm"                # classes of one field exclude each other; those of two may tell one fact from two sides
    wider = ["casualties"]        # classes this one is a part of: the dead are part of the casualties
    beside = ["recovered_dead"]   # classes that may say the same: a figure of one can be held against one of the other
    expressions = ["die", "be killed", "lose _ life", "claim _ life/n", "death toll", "fatality"]

An expression is a row of words, each a lemma in lower case ("lose" meets lost, loses, losing). `/v`, `/n`, `/a` after a word wants a
verb, a noun, an adjective or participle, `/h` a noun that heads its clause or label ("the area is", "Area:"); `_` stands for one to five
other words. Of overlapping expressions of one role the longest counts.

    [women]
    role = "axis"
    axis = "group"                # an axis of `atodds.claims.axes`
    expressions = ["woman", "female", "mother"]
"""

from __future__ import annotations

import difflib
import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from atodds.claims.axes import Axis
from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use
from atodds.vocabulary import MeasureKind, Standing

__all__ = ["ClassHit", "MeasureClass", "MeasureClasses", "load_measure_classes"]

GAP = "_"
LONGEST_GAP = 5  # words that may stand in a gap: "claimed the lives of at least 69"
_INFLECTED = ("ed", "ing", "en", "t", "n")
_TAGS = {"v": ("VB", "MD"), "n": ("NN",), "a": ("JJ", "VBN", "VBG", "VBD", "RB"), "h": ("NN",)}


class MeasureClass(BaseModel):
    """One class; `class_id` is the name of its table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    class_id: str
    role: Literal["predicate", "counted", "axis"]
    label: str = ""
    axis: Axis | None = None
    counted: str | None = None
    kind: MeasureKind | None = None
    claim_type: str | None = None  # the family and the measure it is exported under, where they are no words of this file
    measure: str | None = None
    dimension: str | None = None  # people, items, currency, area ...: of a counted class its own, of a predicate that of its figures
    field: str | None = None
    once: bool = False  # it befalls one thing on one day: opened, signed, sank; what is not goes on or comes again: arrested, paid
    wider: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    expressions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassHit:
    """An expression that stands in a row of tokens: `start..end` covers it, gap included; `tokens` are its own words."""

    class_id: str
    start: int
    end: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Expression:
    class_id: str
    words: tuple[tuple[str, str], ...]  # lemma and wanted kind of word, "" for any; the lemma `_` is a gap

    @property
    def length(self) -> int:
        return sum(word != GAP for word, _ in self.words)


class MeasureClasses:
    """All classes of a seeds folder, and where their expressions stand in a text."""

    def __init__(self, classes: Mapping[str, MeasureClass]) -> None:
        self.by_id = dict(classes)
        self._wider = {class_id: self._closure(class_id) for class_id in classes}
        self._related: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[int, _Expression]]]:
        """Expressions under their rarest word ahead of any gap, with that word's place; whoever only compares classes never asks."""
        expressions = [
            expression for found in self.by_id.values() for text in found.expressions for expression in _parse(found.class_id, text)
        ]
        common = Counter(word for expression in expressions for word in {word for word, _ in expression.words})
        by_word: dict[str, list[tuple[int, _Expression]]] = {}
        for expression in expressions:
            ahead = [word for word, _ in itertools.takewhile(lambda one: one[0] != GAP, expression.words)]
            if ahead:
                place = min(range(len(ahead)), key=lambda at: (common[ahead[at]], at))
                by_word.setdefault(ahead[place], []).append((place, expression))
        return by_word

    def _closure(self, class_id: str) -> frozenset[str]:
        seen: set[str] = set()
        open_ids = [class_id]
        while open_ids:
            for wider in self.by_id[open_ids.pop()].wider if open_ids else ():
                if wider in self.by_id and wider not in seen:
                    seen.add(wider)
                    open_ids.append(wider)
        return frozenset(seen)

    def find(self, forms: Sequence[frozenset[str]], tags: Sequence[str] = (), heads: Collection[int] | None = None) -> list[ClassHit]:
        """Every class that stands in a row of tokens; of expressions that overlap the longest, with all classes that share it.

        Args:
            forms: for each token the lemmas it may be compared by.
            tags: Penn Treebank tags; without them (headers, labels) no kind of word is asked for.
            heads: tokens that are the subject of a clause; without them (headers, labels) the first token is.
        """
        heads = (0,) if heads is None else heads
        hits: list[tuple[int, ClassHit]] = []
        for position, token_forms in enumerate(forms):
            for form in self._by_word.keys() & token_forms:
                for place, expression in self._by_word[form]:
                    tokens = _match(expression.words, 0, position - place, forms, tags, heads) if position >= place else None
                    if tokens:
                        hits.append((expression.length, ClassHit(expression.class_id, tokens[0], tokens[-1] + 1, tokens)))
        hits.sort(key=lambda hit: (-hit[0], hit[1].end - hit[1].start, hit[1].start, hit[1].class_id))
        kept: list[ClassHit] = []
        taken: dict[tuple[str, int], int] = {}  # an axis word ("were delivered") takes nothing from a predicate ("deliver")
        for length, hit in hits:
            role = self.by_id[hit.class_id].role
            if any(taken.get((role, token), length) > length for token in hit.tokens):
                continue
            if any(hit.class_id == other.class_id and set(hit.tokens) & set(other.tokens) for other in kept):
                continue
            kept.append(hit)
            for token in hit.tokens:
                taken[role, token] = max(taken.get((role, token), 0), length)
        return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.class_id))

    def relation(self, one: str | None, other: str | None) -> Standing:
        """How two classes stand: the same, one a part of the other, disjoint; unknown where one is not known or nothing contrasts them."""
        if one is None or other is None or one not in self.by_id or other not in self.by_id:
            return Standing.SAME if one is not None and one == other else Standing.UNKNOWN
        if one == other or other in self.by_id[one].beside or one in self.by_id[other].beside:
            return Standing.SAME
        if other in self._wider[one]:
            return Standing.PART
        if one in self._wider[other]:
            return Standing.WHOLE
        ours, theirs = self.by_id[one], self.by_id[other]
        if ours.role == theirs.role == "predicate" and (ours.field is None or ours.field != theirs.field):
            return Standing.UNKNOWN  # "2,150 soldiers at work", "2,150 soldiers deployed"
        return Standing.DISJOINT

    def one_is_the_same(self, ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
        """Whether any class of the one is the same as one of the other. A corpus asks for a few thousand, each time and again."""
        key = (ours, theirs)
        known = self._related.get(key)
        if known is None:
            known = self._related[key] = any(self.relation(one, other) is Standing.SAME for one in ours for other in theirs)
        return known

    def wider(self, class_id: str) -> frozenset[str]:
        """All classes that a class is a part of."""
        return self._wider.get(class_id, frozenset())

    def of_role(self, role: str, hits: Iterable[ClassHit]) -> list[ClassHit]:
        """The hits of predicates, of counted classes or of axis values."""
        return [hit for hit in hits if self.by_id[hit.class_id].role == role]


def _parse(class_id: str, text: str) -> list[_Expression]:
    """An expression; with a hyphen in it two of them, since running text is cut at hyphens and headers are not."""
    if "/" not in text and "-" not in text:  # nine of ten
        words = tuple((word, "") for word in text.lower().split())
        return [_Expression(class_id, words)] if words else []
    whole: list[tuple[str, str]] = []
    cut: list[tuple[str, str]] = []
    for part in text.lower().split():
        word, _, kind = part.rpartition("/") if "/" in part and part.rpartition("/")[2] in _TAGS else (part, "", "")
        whole.append((word, kind))
        pieces = [piece for piece in re.split(r"(-)", word) if piece] if "-" in word.strip("-") else [word]
        cut += [(piece, kind if len(pieces) == 1 else "") for piece in pieces]
    return [_Expression(class_id, tuple(words)) for words in ({tuple(whole): None} | {tuple(cut): None}) if words]


def _match(
    words: tuple[tuple[str, str], ...], at: int, position: int, forms: Sequence[frozenset[str]], tags: Sequence[str], heads: Collection[int]
) -> tuple[int, ...] | None:
    """The tokens that the words from `at` on stand on, beginning at `position`."""
    if at == len(words):
        return ()
    word, kind = words[at]
    if word == GAP:
        for step in range(1, LONGEST_GAP + 1):
            rest = _match(words, at + 1, position + step, forms, tags, heads)
            if rest is not None:
                return rest
        return None
    if position >= len(forms) or word not in forms[position]:
        return None
    if kind == "h":
        kind = "n"
        if position not in heads:
            return None
    if kind and tags and not tags[position].startswith(_TAGS[kind]):
        return None
    if kind == "v" and not tags and not any(form != word and form.endswith(_INFLECTED) for form in forms[position]):
        return None  # without a tag "Seats" is no verb, "Killed" is
    rest = _match(words, at + 1, position + 1, forms, tags, heads)
    return None if rest is None else (position, *rest)


@lru_cache(maxsize=8)
def load_measure_classes(seeds_folder: Path | None = None) -> MeasureClasses:
    """All classes of `classes/*.toml` of a seeds folder; of the one in use without.

    Raises:
        ConfigurationError: naming file, class and mend, on a file that is no TOML, an unknown key, a wrong value or a class named twice.
    """
    classes: dict[str, MeasureClass] = {}
    for path in sorted(((seeds_folder or seeds_in_use()) / "classes").glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"classes/{path.name}: not readable as TOML: {error}; mend the line it names") from error
        for class_id, values in tables.items():
            if class_id in classes:
                raise ConfigurationError(f'classes/{path.name}: the class "{class_id}" stands in another file too; give it one place')
            try:
                classes[class_id] = MeasureClass(class_id=class_id, **values)
            except (ValidationError, TypeError) as error:
                raise ConfigurationError(f"classes/{path.name}: [{class_id}] {_in_words(error)}") from error
    for found in classes.values():
        for named in (*found.wider, *found.beside, *([found.counted] if found.counted else [])):
            if named not in classes:
                near = difflib.get_close_matches(named, classes, n=1)
                mend = f'did you mean "{near[0]}"?' if near else "add the class or take the name out"
                raise ConfigurationError(f'classes: [{found.class_id}] names the class "{named}", which is nowhere; {mend}')
    return MeasureClasses(classes)


def _in_words(error: ValidationError | TypeError) -> str:
    if isinstance(error, TypeError):
        return "must be a table of keys"
    problem = next((one for one in error.errors() if one["type"] == "extra_forbidden"), error.errors()[0])  # a misspelt key lacks, too
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, list(MeasureClass.model_fields), n=1)
        return f'unknown key "{key}"; ' + (f'did you mean "{near[0]}"?' if near else "take it out or see docs/extending.md")
    return f'"{key}": {problem["msg"]}'
