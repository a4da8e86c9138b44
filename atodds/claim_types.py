"""Claim types: what counts as a claim, read from `seeds/claim_types/*.toml`.

One file is one measure; the file's name is the measure's id:

    # seeds/claim_types/deaths.toml
    label = "deaths"
    claim_type = "casualties"        # the family; several measures share one
    dimension = "people"             # people, items, currency, percent, length, area, mass, volume, energy, duration, date, ...
    measure_kind = "cumulative"      # level, flow, cumulative
    subject_kind = "event"           # event, place, state, organisation, any
    cues = ["killed", "dead", "death toll", "lost their lives"]
    anti_cues = ["wounded"]          # a cue of another measure that wins when nearer
    tolerance = 0.05                 # share by which "about" widens, and below which a gap is no contradiction
    drift_per_year = 0.0             # share by which a level may move in a year
    part_of = ["casualties"]         # measures this one is a part of
    derived = false                  # true: the measure of a claim is the noun counted ("buildings"), this file gives the rest
    fallback = false                 # true: takes the figures of its dimension that have no cue of any claim type near

Cues are matched on lower-cased lemmas and words; a cue of several words matches in a row. A misspelt key is refused by name.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from atodds.errors import ConfigurationError
from atodds.normalising.units import load_units
from atodds.seeds import seeds_in_use
from atodds.vocabulary import MeasureKind

__all__ = ["ClaimType", "claim_type_of", "load_claim_types"]


class ClaimType(BaseModel):
    """One measure: what gives a figure this meaning and how its values compare."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    label: str
    claim_type: str
    dimension: str
    measure_kind: MeasureKind
    subject_kind: str = "any"
    cues: tuple[str, ...] = ()
    anti_cues: tuple[str, ...] = ()
    heading_cues: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    nouns: tuple[str, ...] = Field(default=(), description="counted nouns that give the measure by themselves: refugees")
    tolerance: float = Field(default=0.05, ge=0, lt=1)
    drift_per_year: float = Field(default=0.0, ge=0)
    part_of: tuple[str, ...] = ()
    excludes: tuple[str, ...] = Field(default=(), description="measures never held against this one though they share a family")
    priority: int = Field(default=0, description="wins among measures whose cues stand equally near")
    derived: bool = Field(default=False, description="the claim's measure is the noun counted, not the file's name: tanks, buildings")
    fixed_by_event: bool = Field(default=False, description="of an event it is one figure whenever it is told: turnout, people on board")
    fallback: bool = Field(default=False, description="taken for a figure of this dimension when no cue stands near")


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
        _refuse_unknown_units(path.name, claim_types[path.stem].units)
    return claim_types


def _refuse_unknown_units(file: str, units: tuple[str, ...]) -> None:
    """Refuse a unit that is no id of seeds/units.csv: such a line would silently never be met."""
    known = load_units().by_id
    for unit in units:
        if unit not in known:
            near = difflib.get_close_matches(unit, known, n=1)
            mend = f'did you mean "{near[0]}"?' if near else "add it to seeds/units.csv or take it out"
            raise ConfigurationError(f'{file}: units: "{unit}" is no unit of seeds/units.csv; {mend}')


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
