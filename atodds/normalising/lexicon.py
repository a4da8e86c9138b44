"""The words of the number grammar, read once from `seeds/` (number_words, hedges, identifiers, quantity_cues).

A lexicon file that cannot be read is a configuration error that names file, line and mend; the grammar itself never raises.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from atodds.errors import ConfigurationError
from atodds.normalising.tokens import tokenize
from atodds.seeds import seeds_in_use
from atodds.vocabulary import Bound

__all__ = ["Hedge", "Lexicon", "load_lexicon", "read_rows"]

_WORD_KINDS = {
    "cardinal", "magnitude", "money_magnitude", "fraction", "vague", "vague_factor", "multiple", "vague_share", "ordinal", "zero_noun",
    "idiom",
}  # fmt: skip
_CUE_KINDS = frozenset(
    "change span score money clock plural decimal rating street fate points carries_over about sums_up passed cover".split()
)


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a seeds table with their line numbers, its header checked.

    Raises:
        ConfigurationError: the file is missing, not UTF-8, lacks a column, or a row has too few or too many cells.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise ConfigurationError(f"{path.name}: the column {missing[0]!r} is missing; its header should be {','.join(columns)}")
            for row in reader:
                if None in row or any(value is None for value in row.values()):
                    raise ConfigurationError(
                        f"{path.name}, line {reader.line_num}: {len(columns)} cells expected; put a cell that holds a comma in quotes"
                    )
                yield reader.line_num, {key: value.strip() for key, value in row.items()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path.name}: cannot be read: {error}; restore it from the repository") from error


def _value(path: Path, line: int, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise ConfigurationError(f"{path.name}, line {line}: {text!r} is no number; write it in digits (1000 or 1e3)") from error


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that bound a figure: `about`, `at least`, `or more`."""

    phrase: str
    words: tuple[str, ...]
    bound: Bound


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word list the grammar asks. Keys are lower-case; phrases are tuples of token texts."""

    cardinals: Mapping[str, int]
    magnitudes: Mapping[str, float]
    money_magnitudes: Mapping[str, float]
    fractions: Mapping[str, float]  # singular and plural denominators
    vague: Mapping[str, tuple[float, float | None]]
    vague_factors: Mapping[tuple[str, ...], tuple[float, float | None]]
    multiples: Mapping[str, float]
    shares: Mapping[tuple[str, ...], tuple[float | None, float | None]]
    share_starts: frozenset[str]
    factor_starts: frozenset[str]
    zero_nouns: frozenset[str]
    ordinals: Mapping[str, float]
    idioms: frozenset[tuple[str, ...]]
    hedges_before: Mapping[str, tuple[Hedge, ...]]  # by the last word, longest first
    hedges_after: Mapping[str, tuple[Hedge, ...]]  # by the first word, longest first
    identifiers: Mapping[str, str]
    cues: Mapping[str, frozenset[str]] = field(default_factory=dict)
    anchors: frozenset[str] = frozenset()  # words that can begin or hold a quantity


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(token.low for token in tokenize(phrase))


@lru_cache(maxsize=4)
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The lexicon of a seeds folder, read once; of the one in use without.

    Raises:
        ConfigurationError: naming file, line and mend.
    """
    by_kind: dict[str, dict[tuple[str, ...], tuple[float | None, float | None]]] = {kind: {} for kind in _WORD_KINDS}
    folder = folder or seeds_in_use()
    path = folder / "number_words.csv"
    for line, row in read_rows(path, ("phrase", "kind", "low", "high", "note")):
        if row["kind"] not in _WORD_KINDS:
            raise ConfigurationError(f"{path.name}, line {line}: unknown kind {row['kind']!r}; one of {', '.join(sorted(_WORD_KINDS))}")
        by_kind[row["kind"]][_words(row["phrase"])] = (_value(path, line, row["low"]), _value(path, line, row["high"]))

    def singles(kind: str) -> dict[str, float]:
        return {words[0]: low for words, (low, _) in by_kind[kind].items() if len(words) == 1 and low is not None}

    fractions = singles("fraction")
    fractions |= {f"{word}s": value for word, value in fractions.items() if not word.endswith(("half", "s"))}
    before: dict[str, list[Hedge]] = {}
    after: dict[str, list[Hedge]] = {}
    path = folder / "hedges.csv"
    for line, row in read_rows(path, ("phrase", "place", "bound", "note")):
        if row["place"] not in {"before", "after"} or row["bound"] not in set(Bound):
            raise ConfigurationError(f"{path.name}, line {line}: place is before or after, bound one of {', '.join(Bound)}")
        words = _words(row["phrase"])
        hedge = Hedge(row["phrase"], words, Bound(row["bound"]))
        (before if row["place"] == "before" else after).setdefault(words[-1] if row["place"] == "before" else words[0], []).append(hedge)
    path = folder / "identifiers.csv"
    identifiers = {row["word"].lower(): row["reason"] for _, row in read_rows(path, ("word", "reason", "note"))}
    path = folder / "quantity_cues.csv"
    cues: dict[str, set[str]] = {kind: set() for kind in _CUE_KINDS}
    for line, row in read_rows(path, ("word", "kind", "note")):
        if row["kind"] not in _CUE_KINDS:
            raise ConfigurationError(f"{path.name}, line {line}: unknown kind {row['kind']!r}; one of {', '.join(sorted(_CUE_KINDS))}")
        cues[row["kind"]].add(row["word"].lower())
    cardinals = {word: int(value) for word, value in singles("cardinal").items()}
    vague = {words[0]: (low or 0.0, high) for words, (low, high) in by_kind["vague"].items()}
    factors = {words: (low or 0.0, high) for words, (low, high) in by_kind["vague_factor"].items()}
    magnitudes = singles("magnitude")
    multiples = singles("multiple")
    multiples |= {f"{word}fold": value for word, value in (cardinals | magnitudes).items() if value > 2}
    shares = by_kind["vague_share"]
    anchors = set(cardinals) | set(magnitudes) | set(fractions) | set(vague) | set(multiples) | {"half"}
    anchors |= {words[0] for words in shares} | set(singles("ordinal")) | {"no", "fold", "zero"}
    return Lexicon(
        cardinals=cardinals,
        magnitudes=magnitudes,
        money_magnitudes=singles("money_magnitude"),
        fractions=fractions,
        vague=vague,
        vague_factors=factors,
        multiples=multiples,
        shares=shares,
        ordinals=singles("ordinal"),
        share_starts=frozenset(words[0] for words in shares),
        factor_starts=frozenset(words[0] for words in factors),
        zero_nouns=frozenset(words[0] for words in by_kind["zero_noun"]),
        idioms=frozenset(by_kind["idiom"]),
        hedges_before={word: tuple(sorted(hedges, key=lambda h: -len(h.words))) for word, hedges in before.items()},
        hedges_after={word: tuple(sorted(hedges, key=lambda h: -len(h.words))) for word, hedges in after.items()},
        identifiers=identifiers,
        cues={kind: frozenset(words) for kind, words in cues.items()},
        anchors=frozenset(anchors),
    )
