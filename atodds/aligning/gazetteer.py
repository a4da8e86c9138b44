"""Names known before any document is read: countries (CLDR through babel), places, peoples, organisations and what scope words mean.

Everything a user may want to add stands in `seeds/`: places.csv, demonyms.csv, groups.csv, part_of.csv, entities.csv, aliases.csv,
scope_words.csv. A row that cannot be used is refused by file and line, never skipped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

from atodds.aligning.names import fold, slug
from atodds.errors import ConfigurationError
from atodds.seeds import seeds_in_use

__all__ = ["Entity", "EntityKind", "Gazetteer", "Sense", "SenseKind", "load_gazetteer", "read_rows"]


class EntityKind(StrEnum):
    """What sort of thing an entity is; fuzzy links are made within one kind only."""

    PLACE = "place"
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
    part_of: str | None = None
    aliases: tuple[str, ...] = ()


class SenseKind(StrEnum):
    """What a word or phrase can say."""

    PLACE = "place"
    REGION = "region"  # several places at once
    ADJECTIVE = "adjective"  # "Georgian": the people or the place, by what follows
    GROUP = "group"
    ORGANISATION = "organisation"
    SCOPE = "scope"


_CAPITAL = frozenset({SenseKind.PLACE, SenseKind.REGION, SenseKind.ADJECTIVE})  # English writes them with a capital


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a phrase: a place's way, a region's members, a group's category and way, or a scope word's axis and value."""

    kind: SenseKind
    value: str
    axis: str = ""
    members: tuple[str, ...] = ()
    also: str = ""  # of an adjective: the place's way, beside the people in `value`


@dataclass(slots=True)
class Gazetteer:
    """Phrases (folded) to senses, and entities by id."""

    entities: dict[str, Entity] = field(default_factory=dict)
    senses: dict[str, Sense] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # folded name or alias -> entity id, without adjectives and scope words
    light: set[str] = field(default_factory=set)  # folded words that say nothing of what happened
    once: set[str] = field(default_factory=set)  # folded words of what happens to a thing but once
    longest: dict[str, int] = field(default_factory=dict)  # first word -> words in the longest phrase that opens with it

    def add_entity(self, entity: Entity, sense: Sense, phrases: tuple[str, ...]) -> None:
        """Make an entity known under its phrases; a phrase already taken keeps its first owner."""
        self.entities.setdefault(entity.entity_id, entity)
        for phrase in phrases:
            if folded := fold(phrase):
                self.names.setdefault(folded, entity.entity_id)
                self.add_sense(folded, sense)

    def add_sense(self, folded: str, sense: Sense) -> None:
        """Give a folded phrase a meaning unless it has one."""
        if folded and folded not in self.senses:
            self.senses[folded] = sense
            first, _, more = folded.partition(" ")
            self.longest[first] = max(self.longest.get(first, 1), more.count(" ") + 2 if more else 1)

    def scan(self, words: tuple[str, ...], capitals: frozenset[str] | None = None) -> Iterator[tuple[int, int, Sense | None]]:
        """Cut folded words into the longest known phrases, left to right: (start, end, sense); one unknown word has no sense.

        With `capitals`, the words written with a capital, "a reunion" is not the island and "a turkey" is not the country.
        """
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + self.longest.get(words[start], 0)), start, -1):
                sense = self.senses.get(" ".join(words[start:end]))
                if sense is not None and capitals is not None and sense.kind in _CAPITAL and capitals.isdisjoint(words[start:end]):
                    continue
                if sense is not None:
                    yield start, end, sense
                    start = end
                    break
            else:
                yield start, start + 1, None
                start += 1

    def place(self, way: str) -> Entity | None:
        """The place at the end of a way."""
        return self.entities.get(f"place:{way}")


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
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer of a seeds folder; cached, so treat it as read-only and copy before adding to it."""
    folder = folder or seeds_in_use()
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
    _add_scope_words(gazetteer, folder / "scope_words.csv")
    _add_zone_cities(gazetteer)
    if unknown := sorted(set(aliases) - set(gazetteer.entities)):
        raise ConfigurationError(f"aliases.csv: no entity {unknown[0]!r}; add it to entities.csv or places.csv, or mend the id")
    return gazetteer


def _add_countries(gazetteer: Gazetteer, aliases: Mapping[str, list[str]]) -> None:
    """CLDR's territories of two letters; the numbered ones are continents, which are no country's neighbours and stay unknown."""
    for code, name in Locale("en").territories.items():
        if len(code) != 2 or code in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:
            continue
        way = code.lower()
        known = tuple(aliases.get(f"place:{way}", ()))
        entity = Entity(f"place:{way}", name, EntityKind.PLACE, None, known)
        gazetteer.add_entity(entity, Sense(SenseKind.PLACE, way), (name, *known))
    world = Entity("place:world", "world", EntityKind.PLACE, None, tuple(aliases.get("place:world", ())))
    gazetteer.add_entity(world, Sense(SenseKind.PLACE, "world"), world.aliases)


def _add_places(gazetteer: Gazetteer, path: Path, aliases: Mapping[str, list[str]]) -> None:
    for line, row in read_rows(path, ("place", "name", "kind", "aliases")):
        way, above = row["place"], row["place"].rpartition("/")[0]
        if not row["name"] or not above:
            raise ConfigurationError(f"{path.name}, line {line}: a place needs a name and a way from its country, as in ge/abkhazia")
        if f"place:{above}" not in gazetteer.entities:
            raise ConfigurationError(f"{path.name}, line {line}: {way} stands in {above}, which is no place above this line; add it first")
        known = (*_several(row["aliases"]), *aliases.get(f"place:{way}", ()))
        entity = Entity(f"place:{way}", row["name"], EntityKind.PLACE, f"place:{above}", known)
        gazetteer.add_entity(entity, Sense(SenseKind.PLACE, way), (row["name"], *known))


def _add_named(gazetteer: Gazetteer, path: Path, aliases: Mapping[str, list[str]]) -> None:
    for line, row in read_rows(path, ("entity_id", "name", "kind", "aliases")):
        kind, _, way = row["entity_id"].partition(":")
        known = (*_several(row["aliases"]), *aliases.get(row["entity_id"], ()))
        if row["kind"] == "place" and kind == "place":
            sense = Sense(SenseKind.PLACE, way)
        elif row["kind"] == "organisation" and kind == "org":
            sense = Sense(SenseKind.ORGANISATION, row["entity_id"])
        else:
            raise ConfigurationError(f"{path.name}, line {line}: {row['entity_id']!r} is no {row['kind']!r}; use org:... or place:...")
        gazetteer.add_entity(Entity(row["entity_id"], row["name"], EntityKind(row["kind"]), None, known), sense, (row["name"], *known))


def _add_regions(gazetteer: Gazetteer, path: Path) -> None:
    for line, row in read_rows(path, ("region", "name", "members")):
        members = tuple(sorted(_several(row["members"])))
        if unknown := [way for way in members if f"place:{way}" not in gazetteer.entities]:
            raise ConfigurationError(f"{path.name}, line {line}: no place {unknown[0]!r}; use the ids of places.csv or ISO 3166 codes")
        names = _several(row["name"])
        entity = Entity(f"place:{row['region']}", names[0], EntityKind.PLACE, None, names[1:])
        gazetteer.add_entity(entity, Sense(SenseKind.REGION, row["region"], members=members), names)


def _add_peoples(gazetteer: Gazetteer, path: Path) -> None:
    for line, row in read_rows(path, ("place", "adjective", "people")):
        way, adjectives, people = row["place"], _several(row["adjective"]), _several(row["people"])
        if f"place:{way}" not in gazetteer.entities or not adjectives:
            raise ConfigurationError(f"{path.name}, line {line}: no place {way!r}, or no adjective; use ids of places.csv or ISO codes")
        group = slug(adjectives[0])
        name = people[0] if people else adjectives[0]
        entity = Entity(f"group:{group}", name, EntityKind.GROUP, f"place:{way}", (*people, *adjectives))
        gazetteer.entities.setdefault(entity.entity_id, entity)
        for word in people:
            if fold(word) not in {fold(adjective) for adjective in adjectives}:
                gazetteer.names.setdefault(fold(word), entity.entity_id)
                gazetteer.add_sense(fold(word), Sense(SenseKind.GROUP, group, "nationality"))
        for adjective in adjectives:
            gazetteer.add_sense(fold(adjective), Sense(SenseKind.ADJECTIVE, group, "nationality", also=way))


def _add_groups(gazetteer: Gazetteer, path: Path) -> None:
    rows = [(line, row) for line, row in read_rows(path, ("group", "category", "words", "part_of"))]
    above = {row["group"]: row["part_of"] for _, row in rows}
    for line, row in rows:
        way = row["group"]
        while (wider := above.get(way.split("/")[0], "")) and wider not in way.split("/"):
            way = f"{wider}/{way}"
        if not _several(row["words"]) or not row["category"]:
            raise ConfigurationError(f"{path.name}, line {line}: a group needs a category and at least one word")
        entity = Entity(f"group:{way}", _several(row["words"])[0], EntityKind.GROUP, None, _several(row["words"]))
        gazetteer.add_entity(entity, Sense(SenseKind.GROUP, way, row["category"]), entity.aliases)


def _add_scope_words(gazetteer: Gazetteer, path: Path) -> None:
    for _, row in read_rows(path, ("axis", "value", "words")):
        if row["axis"] == "light":
            gazetteer.light.update(fold(word) for word in _several(row["words"]))
            continue
        if row["axis"] == "once":
            gazetteer.once.update(fold(word) for word in _several(row["words"]))
            continue
        for word in _several(row["words"]):
            # "a" and "an" fold to themselves; a phrase that opens with an article loses it, in the text as here.
            gazetteer.add_sense(fold(word), Sense(SenseKind.SCOPE, row["value"], row["axis"]))


def _add_zone_cities(gazetteer: Gazetteer) -> None:
    """The cities that name CLDR's time zones: a few hundred of the largest, each with its country, for what places.csv lacks."""
    for zone, code in get_global("zone_territories").items():
        area, _, city = str(zone).rpartition("/")
        name, country = city.replace("_", " "), f"place:{str(code).lower()}"
        if area in {"", "Etc", "SystemV"} or country not in gazetteer.entities or fold(name) in gazetteer.senses:
            continue
        way = f"{str(code).lower()}/{slug(name)}"
        gazetteer.add_entity(Entity(f"place:{way}", name, EntityKind.PLACE, country), Sense(SenseKind.PLACE, way), (name,))
