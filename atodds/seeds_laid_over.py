"""A workspace's own `seeds/`, laid over those that come with the program: one folder that every loader reads.

    seeds/units.csv               line,length,0.002116,,line|lines,,,,       a row of its own: comes before the program's
                                  metre,,,,metros,,,,                        a row the program has: lists are joined, cells replaced
    seeds/claim_types/deaths.toml cues = ["laid to rest"]                    a file the program has: lists are joined, keys replaced
    seeds/claim_types/mines_cleared.toml                                     a file of its own
    seeds/aliases.csv             name,same_as                               names that are the same, as in the workspace's aliases.csv
    seeds/reference_facts.csv                                                figures the user trusts

A file need hold no more than what is added: of a CSV file the columns that are used, in any order, and lines that begin with # are notes.
What is laid over stands in `.atodds/seeds/`, under a name made of its content, and is never edited there. A row, key or file that changes
nothing is a warning of the run.

What to keep out: what the words mean, which their loaders say; they read what was made once, so that a row of no use is refused by
the file and line it was written in.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from atodds.errors import ConfigurationError
from atodds.seeds import REFERENCE_FACTS, seeds_sha256, use_seeds

__all__ = ["ALIAS_COLUMNS", "OWN_SEEDS", "lay_over", "seeds_warnings"]

OWN_SEEDS: Final = "seeds"
"""The folder of a workspace that holds its own."""

ALIASES: Final = "aliases.csv"
ALIAS_COLUMNS: Final = ("name", "same_as", "reviewer", "reason", "at")
_READ_ELSEWHERE: Final = (ALIASES, REFERENCE_FACTS)
"""Files that are not laid over: `atodds.teaching` reads the one, the pipeline the other, each with its own lines."""

_ORIGIN: Final = "laid_over.json"
_KEYS: Final = {
    "aliases.csv": ("name",),
    "currencies.csv": ("code", "name"),
    "hedges.csv": ("phrase", "place"),
    "number_words.csv": ("phrase", "kind"),
    "quantity_cues.csv": ("word", "kind"),
    "scope_words.csv": ("axis", "value"),
    "source_words.csv": ("use", "value"),
}
"""The columns by which a row is known; the first one where none is named."""

_LAYING_VERSION: Final = 1
_KEPT: Final = 3


@dataclass(slots=True)
class _Laid:
    """What came of laying one folder over another."""

    warnings: list[tuple[str, str]] = field(default_factory=list)  # (file, message)
    lines: dict[str, dict[int, int]] = field(default_factory=dict)  # file -> line in the result -> line as it was written


def lay_over(base: Path, own: Path, into: Path) -> Path:
    """The folder with `own` laid over `base`: made below `into`, or in a temporary folder where nothing can be written there.

    Raises:
        ConfigurationError: naming file, line and mend.
    """
    content = f"{_LAYING_VERSION} {seeds_sha256(base)} {seeds_sha256(own)}"
    target = into / hashlib.sha256(content.encode()).hexdigest()[:16]
    if (target / _ORIGIN).is_file():
        return target
    try:
        into.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=into))
    except OSError:  # whoever may only read the workspace
        target = part = Path(tempfile.mkdtemp(prefix="atodds-seeds-"))
    try:
        laid = _write(base, own, part)
        _prove(part, own, laid)
        origin = {"warnings": laid.warnings, "lines": laid.lines}
        (part / _ORIGIN).write_text(json.dumps(origin, ensure_ascii=False), encoding="utf-8")
        if part != target:
            _put(part, target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _let_go(into, target)
    return target


def _put(part: Path, target: Path) -> None:
    """Give what was made its name; another process may have made the same meanwhile, and be reading it."""
    try:
        part.rename(target)
    except OSError:
        if (target / _ORIGIN).is_file():
            shutil.rmtree(part, ignore_errors=True)
            return
        shutil.rmtree(target, ignore_errors=True)
        part.rename(target)


def seeds_warnings(folder: Path) -> list[tuple[str, str]]:
    """Rows, keys and files of a workspace's own seeds that have no effect, as (file, message); none for a folder that was not laid over."""
    try:
        found = json.loads((folder / _ORIGIN).read_text(encoding="utf-8"))["warnings"]
    except (OSError, ValueError, KeyError):
        return []
    return [(str(file), str(message)) for file, message in found]


def _let_go(into: Path, target: Path) -> None:
    """Of what was made before, the newest are kept: an app that runs may still read them."""
    others = sorted((path for path in into.glob("[0-9a-f]*") if path != target), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def _write(base: Path, own: Path, part: Path) -> _Laid:
    laid = _Laid()
    shutil.copytree(base, part, dirs_exist_ok=True, ignore=shutil.ignore_patterns("documents", ".*"))
    for path in sorted(own.rglob("*")):
        name = path.relative_to(own).as_posix()
        if not path.is_file() or path.suffix not in (".csv", ".toml") or name in _READ_ELSEWHERE:
            continue
        beneath, shown = part / name, f"{own.name}/{name}"
        if not beneath.is_file() and not re.fullmatch(r"(?:claim_types|classes)/[^/]+\.toml", name):
            known = [other.relative_to(part).as_posix() for other in part.rglob("*") if other.is_file()]
            near = difflib.get_close_matches(name, known, n=1)
            laid.warnings.append((shown, f"{shown}: nothing reads this file" + (f'; did you mean "{near[0]}"?' if near else "")))
        elif path.suffix == ".csv":
            laid.lines[name] = _lay_rows(path, beneath, shown, laid)
        else:
            _lay_keys(path, beneath, shown, laid)
    return laid


# --- tables ------------------------------------------------------------------------------------------------------------------------


def _lay_rows(own: Path, beneath: Path, shown: str, laid: _Laid) -> dict[int, int]:
    """Write the rows of both into `beneath`; for each line that is one's own, where it was written."""
    columns = _header(beneath)
    rows = [row for _, row in _rows(beneath, columns, beneath.name)]
    lists = {column for row in rows for column, cell in row.items() if "|" in cell}
    key = _KEYS.get(beneath.name, columns[:1])
    at = {tuple(row[column].casefold() for column in key): number for number, row in reversed(list(enumerate(rows)))}
    written: dict[int, int] = {}  # number of a row beneath -> line
    added: list[tuple[int, dict[str, str]]] = []
    for line, given in _rows(own, columns, shown):
        if not any(given.values()):
            continue
        number = at.get(tuple(given[column].casefold() for column in key))
        if number is None:
            added.append((line, given))
            continue
        joined = {column: _joined(rows[number][column], given[column], column in lists) for column in columns}
        if joined == rows[number]:
            laid.warnings.append((shown, f"{shown}, line {line}: changes nothing; the program has it already"))
        rows[number] = joined
        written[number] = line
    ordered: list[tuple[int | None, dict[str, str]]] = [(written.get(number), row) for number, row in enumerate(rows)]
    for line, row in reversed(added):
        ordered.insert(_place_of(row, key, ordered), (line, row))
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _, row in ordered)
    beneath.write_text(target.getvalue(), encoding="utf-8")
    return {number: line for number, (line, _) in enumerate(ordered, start=2) if line is not None}


def _place_of(row: dict[str, str], key: Sequence[str], ordered: Sequence[tuple[int | None, dict[str, str]]]) -> int:
    """One's own rows come first, where they win; a place inside another comes after that."""
    above = row[key[0]].rpartition("/")[0]
    if len(key) > 1 or "/" not in above:
        return 0
    return next((number + 1 for number, (_, other) in enumerate(ordered) if other[key[0]] == above), 0)


def _joined(cell: str, given: str, is_list: bool) -> str:
    if not given or not is_list:
        return given or cell
    return "|".join(dict.fromkeys(filter(None, [*cell.split("|"), *given.split("|")])))


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(next(csv.reader(line for line in lines if line.strip() and not line.startswith("#"))))


def _rows(path: Path, columns: Sequence[str], shown: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with their lines, every column filled; lines that begin with # are notes."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{shown}: cannot be read ({error}); save it as UTF-8") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(line for _, line in numbered)
    named = reader.fieldnames or columns
    for name in named:
        if name not in columns:
            near = difflib.get_close_matches(name, columns, n=1)
            mend = f'did you mean "{near[0]}"?' if near else f"the columns are {', '.join(columns)}"
            raise ConfigurationError(f'{shown}: unknown column "{name}"; {mend}')
    for (number, _), row in zip(numbered[1:], reader, strict=False):
        if None in row:
            raise ConfigurationError(f"{shown}, line {number}: more cells than columns; put a cell that holds a comma in quotes")
        yield number, {column: (row.get(column) or "").strip() for column in columns}


# --- lists of words and claim types ---------------------------------------------------------------------------------------------------


def _lay_keys(own: Path, beneath: Path, shown: str, laid: _Laid) -> None:
    try:
        given = tomllib.loads(own.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{shown}: not readable as TOML: {error}; mend the line it names") from error
    if not beneath.is_file():
        shutil.copyfile(own, beneath)
        return
    import tomli_w

    joined = _with_keys(tomllib.loads(beneath.read_text(encoding="utf-8")), given, shown, "", laid)
    beneath.write_text(tomli_w.dumps(joined), encoding="utf-8")


def _with_keys(values: dict[str, Any], given: dict[str, Any], shown: str, above: str, laid: _Laid) -> dict[str, Any]:
    joined = dict(values)
    for key, value in given.items():
        name, known = f"{above}{key}", values.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            joined[key] = _with_keys(known, value, shown, f"{name}.", laid)
            continue
        joined[key] = (
            [*known, *(one for one in value if one not in known)] if isinstance(value, list) and isinstance(known, list) else value
        )
        if key in values and joined[key] == known:
            laid.warnings.append((shown, f'{shown}: "{name}" changes nothing; the program has it already'))
    return joined


# --- whether it can be used -----------------------------------------------------------------------------------------------------------


def _prove(part: Path, own: Path, laid: _Laid) -> None:
    """Have the loaders read the result, and tell which names are another's already.

    Raises:
        ConfigurationError: naming the file and line as they were written.
    """
    from atodds.aligning.events import load_event_words
    from atodds.aligning.measures import load_measures
    from atodds.claim_types import load_claim_types
    from atodds.normalising import currencies, date_words, lexicon, units
    from atodds.seeds import seeds_in_use

    before = seeds_in_use()
    use_seeds(part)  # a claim type may name a unit that is one's own
    try:
        for load in (units.load_units, currencies.load_currencies, lexicon.load_lexicon, date_words.date_words):
            load(part)
        load_claim_types(part / "claim_types")
        load_measures(part)
        load_event_words(part)
        laid.warnings += _names_of_others(part, own)
    except ConfigurationError as error:
        raise ConfigurationError(_as_written(str(error), own.name, laid)) from error
    finally:
        use_seeds(before)


def _as_written(message: str, own: str, laid: _Laid) -> str:
    """A loader's message with file and line as they were written: "units.csv, line 1" is line 7 of seeds/units.csv."""

    def told(found: re.Match[str]) -> str:
        line = laid.lines.get(found["file"], {}).get(int(found["line"]))
        return f"{own}/{found['file']}, line {line}" if line is not None else found.group()

    return re.sub(r"(?P<file>\w+\.csv), line (?P<line>\d+)", told, message)


def _names_of_others(part: Path, own: Path) -> list[tuple[str, str]]:
    """Names in one's own rows that stand for something else already, and aliases of what nobody knows: they have no effect."""
    from atodds.aligning.gazetteer import load_gazetteer
    from atodds.aligning.names import fold

    gazetteer = load_gazetteer(part)
    known = gazetteer.names
    found = []
    if (own / ALIASES).is_file():
        shown = f"{own.name}/{ALIASES}"
        for line, row in _rows(own / ALIASES, ALIAS_COLUMNS, shown):
            if re.match(r"(?:place|org|group):", row["same_as"]) and row["same_as"] not in gazetteer.entities:
                near = difflib.get_close_matches(row["same_as"], gazetteer.entities, n=1)
                mend = f'did you mean "{near[0]}"?' if near else "add it to places.csv, entities.csv or groups.csv"
                found.append((shown, f'{shown}, line {line}: nothing is called "{row["same_as"]}"; {mend}'))
    for file, kind in (("places.csv", "place:"), ("entities.csv", ""), ("groups.csv", "group:"), ("part_of.csv", "place:")):
        if not (own / file).is_file():
            continue
        columns = _header(part / file)
        for line, row in _rows(own / file, columns, f"{own.name}/{file}"):
            for name in (one for column in ("name", "aliases", "words") for one in row.get(column, "").split("|") if one):
                owner = known.get(fold(name))
                if owner is not None and owner != f"{kind}{row[columns[0]]}" and not owner.endswith(f"/{row[columns[0]]}"):
                    says = f'{own.name}/{file}, line {line}: "{name}" is {owner} already, which it stays; say what it is in {ALIASES}'
                    found.append((f"{own.name}/{file}", says))
    return found
