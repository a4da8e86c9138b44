"""The weights of what two claims share, read from `seeds/weights.toml`: they order findings and give their confidence, and forbid nothing.

    [place_equal]
    label = "both say the same place"
    weight = 0.8          # in logits: 0.7 doubles the odds that both speak of one thing

`prior` is where a pair starts of which nothing is known but that they meet; `floor` the confidence below which nothing is said.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use

__all__ = ["Weight", "Weights", "load_weights"]


@dataclass(frozen=True, slots=True)
class Weight:
    """One line of evidence: what is said of it and what it counts."""

    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All lines of evidence, the prior and the floor."""

    by_name: Mapping[str, Weight]
    prior: float
    floor: float

    def score(self, evidence: Iterable[tuple[str, float]]) -> float:
        """The sum of the weights of lines of evidence, each as often as it is given."""
        return self.prior + sum(self.by_name[name].weight * amount for name, amount in evidence)

    def confidence(self, evidence: Iterable[tuple[str, float]]) -> float:
        """The chance that a finding on two claims that share this evidence is right."""
        return 1.0 / (1.0 + math.exp(-self.score(evidence)))


@lru_cache(maxsize=8)
def load_weights(path: Path | None = None) -> Weights:
    """The weights of a file; of the one of the seeds in use without.

    Raises:
        ConfigurationError: naming the table and the mend, on a file that is no TOML or a table without a label and a weight.
    """
    path = path or seeds_in_use() / "weights.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name}: not readable as TOML: {error}; mend the line it names") from error
    numbers = {name: value for name, value in tables.items() if not isinstance(value, dict)}
    for name in ("prior", "floor"):
        if not isinstance(numbers.pop(name, None), int | float):
            raise ConfigurationError(f"{path.name}: {name} must be a number; add it above the first table")
    if numbers:
        raise ConfigurationError(f"{path.name}: unknown key {', '.join(sorted(numbers))}; only prior and floor stand above the tables")
    found = {}
    for name, table in tables.items():
        if isinstance(table, dict):
            if table.keys() != {"label", "weight"} or not isinstance(table["weight"], int | float):
                raise ConfigurationError(f"{path.name}: [{name}] must have a label and a weight, a number; mend the table")
            found[name] = Weight(str(table["label"]), float(table["weight"]))
    return Weights(found, float(tables["prior"]), float(tables["floor"]))
