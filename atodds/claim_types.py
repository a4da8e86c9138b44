"""Claim types: how the values of a measure compare, read from `seeds/claim_types/*.toml`.

One file is one measure; the file's name is the measure's id:

    # seeds/claim_types/deaths.toml
    label = "deaths"
    claim_type = "casualties"        # the family; several measures share one
    dimension = "people"             # people, items, currency, percent, length, area, mass, volume, energy, duration, date, ...
    measure_kind = "cumulative"      # level, flow, cumulative
    tolerance = 0.05                 # share by which "about" widens, and below which a gap is no contradiction
    drift_per_year = 0.0             # share by which a level may move in a year
    derived = false                  # true: the measure of a claim is the noun counted ("buildings"), this file gives the rest
    fixed_by_event = false           # true: of an event it is one figure whenever it is told (turnout)

What words give a figure its measure stands in `seeds/classes` (`atodds.claims.measure_classes`). A misspelt key is refused by name.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use
from atodds.vocabulary import MeasureKind

__all__ = ["ClaimType", "claim_type_of", "load_claim_types"]


class ClaimType(BaseModel):
    """One measure: how its values compare."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    label: str
    claim_type: str
    dimension: str
    measure_kind: MeasureKind
    tolerance: float = Field(default=0.05, ge=0, lt=1)
    drift_per_year: float = Field(default=0.0, ge=0)
    derived: bool = Field(default=False, description="the claim's measure is the noun counted, not the file's name: tanks, buildings")
    fixed_by_event: bool = Field(default=False, description="of an event it is one figure whenever it is told: turnout, people on board")


def load_claim_types(folder: Path | None = None) -> Mapping[str, ClaimType]:
    """Every claim type of a folder, that of the seeds in use without, by measure id, in the order of the file names.

    Raises:
        ConfigurationError: naming file, key and mend, on a file that is no TOML, an unknown key or a wrong value.
    """
    claim_types: dict[str, ClaimType] = {}
    for path in sorted((folder or seeds_in_use() / "claim_types").glob("*.toml")):
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path.name}: not readable as TOML: {error}; mend the line it names") from error
        try:
            claim_types[path.stem] = ClaimType(measure=path.stem, **values)
        except (ValidationError, TypeError) as error:
            raise ConfigurationError(f"{path.name}: {_in_words(error)}") from error
    return claim_types


def claim_type_of(claim_types: Mapping[str, ClaimType], measure: str, family: str) -> ClaimType | None:
    """The claim type that rules a claim: its own measure's, or for a measure derived from a noun its family's derived one.

    A claim "149 buildings" has the measure `buildings_destroyed` and the family `count`; the file `count.toml` says how it compares.
    """
    if measure in claim_types:
        return claim_types[measure]
    of_family = [claim_type for claim_type in claim_types.values() if claim_type.claim_type == family]
    return next((claim_type for claim_type in of_family if claim_type.derived), of_family[0] if of_family else None)


def _in_words(error: ValidationError | TypeError) -> str:
    if isinstance(error, TypeError):
        return 'the key "measure" is the file\'s name; take it out'
    problem = error.errors()[0]
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, list(ClaimType.model_fields), n=1)
        mend = f'did you mean "{near[0]}"?' if near else "take it out or see docs/extending.md for the keys there are"
        return f'unknown key "{key}"; {mend}'
    if problem["type"] == "missing":
        return f'the key "{key}" is missing; add it'
    return f"{key}: {problem['msg']} (found {problem['input']!r})"
