"""Names known before any document is read: countries (CLDR through babel), places, peoples and organisations.

Everything a user may want to add stands in `seeds/`: places.csv, demonyms.csv, groups.csv, part_of.csv, entities.csv, aliases.csv. A row
that cannot be used is refused by file and line, never skipped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

from atodds.claims.names import fold, slug
from atodds.errors import ConfigurationError
from atodds.seeds import SEEDS_FOLDER

__all__ = ["Entity", "EntityKind", "Gazetteer", "load_gazetteer", "read_rows"]


_LONGEST = 4  # words of a place's name that are tried


class EntityKind(StrEnum):
    """What sort of thing an entity is; fuzzy links are made within one kind only."""

    PLACE = "place"
    REGION = "region"  # several places at once: the South Caucasus
    GROUP = "group"
    ORGANISATION = "organisation"
    EVENT = "event"
    NAME = "name"  # a name no list knows


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing claims are about. `entity_id` is `kind:way`; the way of a place leads from its country down to it."""

    entity_id: str
    name: str
    kind: EntityKind
    part_of: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    sort: str = ""  # of a place: city, region, district ...


@dataclass(slots=True)
class Gazetteer:
    """Folded names to entity ids, and entities by id."""

    entities: dict[str, Entity] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)  # "georgian" -> place:ge; its people are in `names` as a group
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)  # region id -> ids of its places

    def add(self, entity: Entity, phrases: Iterable[str]) -> None:
        """Make an entity known under its phrases; a phrase already taken keeps its first owner."""
        self.entities.setdefault(entity.entity_id, entity)
        for phrase in phrases:
            if folded := fold(phrase):
                self.names.setdefault(folded, entity.entity_id)

    def place(self, folded: str) -> str | None:
        """The id of the place or region that a folded name or adjective stands for."""
        found = self.names.get(folded) or self.adjectives.get(folded)
        return found if found and found.startswith("place:") else self.adjectives.get(folded)

    def knows(self, folded: str) -> bool:
        """Whether a folded name, or the adjective that it is, is in the lists."""
        return folded in self.names or folded in self.adjectives

    def parts(self, folded: str) -> list[str]:
        """A folded name as the ids of the places in it and its other words: "south ossetian parliament", "port of new york"."""
        words, parts = folded.split(), list[str]()
        while words:
            for length in range(min(len(words), _LONGEST), 0, -1):
                if (place := self.place(" ".join(words[:length]))) or length == 1:
                    parts.append(place or words[0])
                    del words[:length]
                    break
        return parts

    def above(self, entity_id: str) -> Iterator[str]:
        """The places that hold a place, nearest first: "place:ge/abkhazia/gali" stands in "place:ge/abkhazia" and in "place:ge"."""
        way = entity_id.removeprefix("place:")
        while "/" in way:
            way = way.rpartition("/")[0]
            yield f"place:{way}"


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a seeds file as (line number, cells); lines that open with "#" are comments.

    Raises:
        ConfigurationError: naming file, line and mend, on a missing file or column, or a row with too many cells.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: missing; restore it from the repository") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path.name}: not UTF-8; save it as UTF-8") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(line for _, line in numbered)
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise ConfigurationError(f"{path.name}: the column {missing[0]!r} is missing; the first line must be {','.join(columns)}")
    for (number, _), row in zip(numbered[1:], reader, strict=False):
        if None in row:
            raise ConfigurationError(f"{path.name}, line {number}: more cells than columns; put cells with commas in double quotes")
        yield number, {column: (row[column] or "").strip() for column in columns}


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@lru_cache(maxsize=8)
def load_gazetteer(folder: Path = SEEDS_FOLDER) -> Gazetteer:
    """The gazetteer of a seeds folder; cached, so treat it as read-only.

    Raises:
        ConfigurationError: naming file, line and mend.
    """
    gazetteer = Gazetteer()
    aliases: dict[str, list[str]] = {}
    for _, row in read_rows(folder / "aliases.csv", ("name", "same_as")):
        aliases.setdefault(row["same_as"], []).append(row["name"])
    _add_countries(gazetteer, aliases)
    _add_places(gazetteer, folder / "places.csv", aliases)
    _add_named(gazetteer, folder / "entities.csv", aliases)
    _add_regions(gazetteer, folder / "part_of.csv")
    _add_peoples(gazetteer, folder / "demonyms.csv")
    _add_groups(gazetteer, folder / "groups.csv")
    _add_zone_cities(gazetteer)
    if unknown := sorted(set(aliases) - set(gazetteer.entities)):
        raise ConfigurationError(f"aliases.csv: no entity {unknown[0]!r}; add it to entities.csv or places.csv, or mend the id")
    return gazetteer


def _add_countries(gazetteer: Gazetteer, aliases: Mapping[str, list[str]]) -> None:
    """CLDR's territories of two letters; the numbered ones are continents, which are no country's neighbours and stay unknown."""
    named = [(code.lower(), name) for code, name in Locale("en").territories.items() if len(code) == 2]
    for way, name in [*named, ("world", "world")]:
        if way in {"eu", "ez", "un", "zz", "xa", "xb", "qo"}:
            continue
        known = tuple(aliases.get(f"place:{way}", ()))
        gazetteer.add(Entity(f"place:{way}", name, EntityKind.PLACE, aliases=known), (*([] if way == "world" else [name]), *known))


def _add_places(gazetteer: Gazetteer, path: Path, aliases: Mapping[str, list[str]]) -> None:
    for line, row in read_rows(path, ("place", "name", "kind", "aliases")):
        way, above = row["place"], row["place"].rpartition("/")[0]
        if not row["name"] or not above:
            raise ConfigurationError(f"{path.name}, line {line}: a place needs a name and a way from its country, as in ge/abkhazia")
        if f"place:{above}" not in gazetteer.entities:
            raise ConfigurationError(f"{path.name}, line {line}: {way} stands in {above}, which is no place above this line; add it first")
        known = (*_several(row["aliases"]), *aliases.get(f"place:{way}", ()))
        gazetteer.add(Entity(f"place:{way}", row["name"], EntityKind.PLACE, (f"place:{above}",), known, row["kind"]), (row["name"], *known))


def _add_named(gazetteer: Gazetteer, path: Path, aliases: Mapping[str, list[str]]) -> None:
    for line, row in read_rows(path, ("entity_id", "name", "kind", "aliases")):
        known = (*_several(row["aliases"]), *aliases.get(row["entity_id"], ()))
        if (row["kind"], row["entity_id"].partition(":")[0]) not in {("place", "place"), ("organisation", "org")}:
            raise ConfigurationError(f"{path.name}, line {line}: {row['entity_id']!r} is no {row['kind']!r}; use org:... or place:...")
        gazetteer.add(Entity(row["entity_id"], row["name"], EntityKind(row["kind"]), aliases=known), (row["name"], *known))


def _add_regions(gazetteer: Gazetteer, path: Path) -> None:
    for line, row in read_rows(path, ("region", "name", "members")):
        region, members = f"place:{row['region']}", tuple(f"place:{way}" for way in sorted(_several(row["members"])))
        if unknown := [member for member in members if member not in gazetteer.entities]:
            raise ConfigurationError(f"{path.name}, line {line}: no place {unknown[0]!r}; use the ids of places.csv or ISO 3166 codes")
        names = _several(row["name"])
        gazetteer.add(Entity(region, names[0], EntityKind.REGION, aliases=names[1:]), names)
        gazetteer.members[region] = members


def _add_peoples(gazetteer: Gazetteer, path: Path) -> None:
    for line, row in read_rows(path, ("place", "adjective", "people")):
        place, adjectives, people = f"place:{row['place']}", _several(row["adjective"]), _several(row["people"])
        if place not in gazetteer.entities or not adjectives:
            raise ConfigurationError(
                f"{path.name}, line {line}: no place {row['place']!r}, or no adjective; use ids of places.csv or ISO codes"
            )
        name = people[0] if people else adjectives[0]
        group = Entity(f"group:{slug(adjectives[0])}", name, EntityKind.GROUP, (place,), (*people, *adjectives))
        gazetteer.add(group, people)
        for adjective in adjectives:
            gazetteer.adjectives.setdefault(fold(adjective), place)


def _add_groups(gazetteer: Gazetteer, path: Path) -> None:
    for line, row in read_rows(path, ("group", "category", "words", "part_of")):
        words = _several(row["words"])
        if not words or not row["category"]:
            raise ConfigurationError(f"{path.name}, line {line}: a group needs a category and at least one word")
        wider = (f"group:{row['part_of']}",) if row["part_of"] else ()
        gazetteer.add(Entity(f"group:{row['group']}", words[0], EntityKind.GROUP, wider, words), words)


def _add_zone_cities(gazetteer: Gazetteer) -> None:
    """The cities that name CLDR's time zones: a few hundred of the largest, each with its country, for what places.csv lacks."""
    for zone, code in get_global("zone_territories").items():
        area, _, city = str(zone).rpartition("/")
        name, country = city.replace("_", " "), f"place:{str(code).lower()}"
        if area in {"", "Etc", "SystemV"} or country not in gazetteer.entities or fold(name) in gazetteer.names:
            continue
        gazetteer.add(Entity(f"{country}/{slug(name)}", name, EntityKind.PLACE, (country,), sort="city"), (name,))
