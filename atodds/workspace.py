"""Where a workspace keeps what: its settings, its database, its snapshots, its decisions.

    atodds.toml                      settings, kept in git by whoever wants to
    .atodds/atodds.duckdb            the database, with atodds.duckdb.lock beside it while a run writes
    .atodds/snapshots/0001-3f2a.../  one folder of Parquet files a run
    .atodds/adjudications.jsonl      what people decided
    .atodds/report/                  the report of the latest run
    .atodds/seeds/                   the program's words with those of the workspace's own seeds/ laid over them

With `--db elsewhere/s.duckdb` the database stands there, and the rest in `elsewhere/s.atodds/`.
"""

from __future__ import annotations

import importlib
import os
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from atodds.seeds import SEEDS_FOLDER
from atodds.seeds_laid_over import OWN_SEEDS, lay_over
from atodds.settings import SETTINGS_FILE, Settings, load_settings

__all__ = ["Workspace"]

_FOLDER = ".atodds"
_IGNORE = "# What a run makes. Decisions are worth keeping: they merge line by line.\n*\n!.gitignore\n!adjudications.jsonl\n"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with settings and documents, and where its database and snapshots are. Paths are absolute."""

    root: Path
    database: Path
    folder: Path  # what a run leaves beside the database
    settings: Settings

    @classmethod
    def at(cls, root: Path | str, *, database: Path | str | None = None, settings: Settings | None = None) -> Workspace:
        """The workspace in this folder; it need not hold an `atodds.toml`.

        Raises:
            ConfigurationError: when its `atodds.toml` is wrong.
        """
        root = Path(root).absolute()
        if settings is None:
            settings = load_settings(root / SETTINGS_FILE)
        _make_importable(root, settings.checks)
        if database is None:
            return cls(root, root / _FOLDER / "atodds.duckdb", root / _FOLDER, settings)
        database = Path(os.path.abspath(database))  # noqa: PTH100 (resolve() would follow a symbolic link to the file)
        if database == root / _FOLDER / "atodds.duckdb":
            return cls.at(root, settings=settings)
        return cls(root, database, database.with_suffix(".atodds"), settings)

    @classmethod
    def find(cls, start: Path | str = ".", *, database: Path | str | None = None) -> Workspace:
        """The nearest folder at or above `start` that holds an `atodds.toml` or `.atodds`; `start` itself when there is none."""
        start = Path(start).absolute()
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).is_file() or (folder / _FOLDER).is_dir():
                return cls.at(folder, database=database)
        return cls.at(start, database=database)

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots, one folder a run."""
        return self.folder / "snapshots"

    @property
    def adjudications(self) -> Path:
        """The file of decisions."""
        return self.folder / "adjudications.jsonl"

    @property
    def report_folder(self) -> Path:
        """Where reports are written."""
        return self.root / self.settings.report.folder if self.settings.report.folder else self.folder / "report"

    @property
    def seeds_layers(self) -> tuple[Path, ...]:
        """Where claim types, entities, units, words come from: those of the program, or those named in their place; over them one's own."""
        base = self.root / self.settings.extraction.seeds if self.settings.extraction.seeds else SEEDS_FOLDER
        own = self.root / OWN_SEEDS
        return (base, own) if own.is_dir() and own.resolve() not in (base.resolve(), SEEDS_FOLDER) else (base,)

    @property
    def seeds_folder(self) -> Path:
        """The folder of seeds to read: the layers as one.

        Raises:
            ConfigurationError: when one's own seeds cannot be used; the message names file, line and mend.
        """
        base, *own = self.seeds_layers
        return lay_over(base, own[0], self.folder / "seeds") if own else base

    def make_folders(self) -> None:
        """Make the folder that holds the database and the one beside it."""
        self.database.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORE, encoding="utf-8")

    def shown(self, path: Path, *, absolute: bool = False) -> str:
        r"""A path as documents, claims and reports name it: seen from the workspace, with forward slashes, every character printable.

        Names that are not UTF-8 and control characters are shown escaped (`\x1b`), so that no name can break a table or a terminal.

        Args:
            path: an absolute path.
            absolute: leave it absolute when it lies outside the workspace, because that is how it was given.
        """
        outside = absolute and self.root != path and self.root not in path.parents
        relative = path.as_posix() if outside else Path(os.path.relpath(path, self.root)).as_posix()
        plain = os.fsencode(relative).decode("utf-8", "backslashreplace")
        return "".join(
            character if character.isprintable() or unicodedata.category(character) == "Zs" else character.encode("unicode_escape").decode()
            for character in plain
        )


def _make_importable(root: Path, packages: Iterable[str]) -> None:
    """Let packages of checks that stand beside the `atodds.toml` naming them be imported: the installed command looks elsewhere only.

    The folder comes last, so that nothing in it stands in for a module of the program.
    """
    if str(root) not in sys.path and any((root / package.split(".")[0] / "__init__.py").is_file() for package in packages):
        sys.path.append(str(root))
        importlib.invalidate_caches()
