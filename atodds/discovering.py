"""The documents of a run: files and addresses, hashed but not read.

A folder gives every file in it that is not left out (hidden files, settings, code, databases, JSON lines: never documents); a file that is
named itself is always taken. What is left out is listed with its reason, so that nothing is missed silently. A file that cannot be
opened is found all the same and becomes a row that says so.
"""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from atodds.errors import ConfigurationError
from atodds.fetching import fetch_all
from atodds.seeds import SEEDS_FOLDER
from atodds.source_files import SourceFile, hash_file
from atodds.workspace import Workspace

__all__ = ["Discovery", "LeftOut", "SourceFile", "discover"]

LEFT_OUT: Final = {
    ".*": "hidden",
    "*~": "a backup copy",
    "~$*": "a lock file of an office program",
    "*.toml": "settings",
    "*.ini": "settings",
    "*.yaml": "settings",
    "*.yml": "settings",
    "*.py": "code",
    "*.pyc": "code",
    "*.sql": "code",
    "*.js": "code",
    "*.css": "code",
    "*.json": "data for programs",
    "*.jsonl": "data for programs",
    "*.parquet": "data for programs",
    "*.duckdb": "a database",
    "*.duckdb.wal": "a database",
    "*.lock": "a lock file",
    "__pycache__": "code",
    "node_modules": "code",
}
"""Names in a folder that are no documents, with the reason shown for leaving them out."""

ALIASES_FILE: Final = "aliases.csv"
"""At the root of a workspace; atodds.teaching writes it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not taken for a document, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """Everything found, sorted by path. `sources` are the places named, as the run's scope.

    `unseen` are folders that could not be listed and documents that could not be opened: whatever stands in them was not looked at.
    """

    files: tuple[SourceFile, ...]
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()  # (path or address, message)
    sources: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def discover(
    workspace: Workspace, paths: Sequence[Path | str] = (), urls: Sequence[str] | None = None, base: Path | None = None
) -> Discovery:
    """Find and hash the documents of a run.

    Args:
        workspace: names the sources when no path is given, and what to leave out.
        paths: files and folders; in place of the workspace's own. One outside the workspace that is given as an absolute path is shown so.
        urls: addresses to fetch; the workspace's own when neither paths nor urls are given.
        base: where relative paths are seen from; the working directory without.

    Raises:
        ConfigurationError: when a path does not exist, or nothing is named at all.
    """
    base = Path.cwd() if base is None else base
    given = [Path(path) for path in paths] if paths else list(_of_settings(workspace))
    # normpath, not resolve: "../shelf" is spelt out, but a symbolic link keeps its own name.
    named = [(Path(os.path.normpath(base / path)), path.is_absolute()) for path in given]
    addresses = list(dict.fromkeys(urls)) if urls is not None else ([] if paths else list(dict.fromkeys(workspace.settings.sources.urls)))
    if not named and not addresses:
        raise ConfigurationError("nothing to check: name files or folders, or list them under [sources] in atodds.toml")
    files: dict[str, SourceFile] = {}
    left_out: dict[str, LeftOut] = {}
    unlisted: dict[str, str] = {}
    for top, absolute in named:
        refused: list[OSError] = []
        for location, reason in _walk(top, workspace, refused.append):
            shown = workspace.shown(location, absolute=absolute)
            if reason is not None:
                left_out[shown] = LeftOut(shown, reason)
            elif shown not in files:
                files[shown] = hash_file(SourceFile(path=shown, location=os.fspath(location)))
        for error in refused:
            shown = workspace.shown(Path(os.fsdecode(error.filename)), absolute=absolute)
            unlisted[shown] = f"{shown}: the folder cannot be listed ({error.strerror}), so nothing in it was looked at; {_MEND_UNLISTED}"
    problems = sorted(unlisted.items())
    for url, (file, problem) in zip(addresses, fetch_all(addresses, workspace), strict=True):
        files[url] = file
        if problem is not None:
            problems.append((url, problem))
    return Discovery(
        files=tuple(files[shown] for shown in sorted(files)),
        left_out=tuple(left_out[shown] for shown in sorted(left_out.keys() - files.keys())),
        problems=tuple(problems),
        sources=tuple(sorted({*(workspace.shown(path, absolute=absolute) for path, absolute in named), *addresses})),
        unseen=tuple(sorted({*unlisted, *(file.path for file in files.values() if file.reason is not None)})),
    )


_MEND_UNLISTED: Final = "check its permissions; findings about documents in it stand as they were"


def _of_settings(workspace: Workspace) -> Iterator[Path]:
    for pattern in workspace.settings.sources.paths:
        path = workspace.root / pattern
        if path.exists() or not any(sign in pattern for sign in "*?["):
            yield path
            continue
        found = sorted(workspace.root.glob(pattern))
        if not found:
            raise ConfigurationError(f'atodds.toml: "{pattern}" in [sources] paths names no file; mend the pattern or take it out')
        yield from found


def _walk(path: Path, workspace: Workspace, unlisted: Callable[[OSError], None]) -> Iterator[tuple[Path, str | None]]:
    """Every file at or below a path, with the reason when it is left out; `unlisted` is told of each folder that cannot be listed.

    A folder reached by a symbolic link is left out: it may loop. So is a file whose link leads out of the folder that was named: whoever
    may write there must not have us read, quote and publish what only we may read.
    """
    try:
        mode = path.stat().st_mode
    except PermissionError:
        yield path, None  # it is there, and its row will say that it cannot be opened
        return
    except OSError as error:
        if path.is_symlink():
            raise ConfigurationError(f"{path}: a symbolic link that leads nowhere; mend or remove it") from error
        raise ConfigurationError(f"{path}: no such file or folder; check the spelling") from error
    if not stat.S_ISDIR(mode):
        yield path, None if stat.S_ISREG(mode) else "no regular file"
        return
    ignore = workspace.settings.sources.ignore
    top = path.resolve()
    ours = [folder.resolve() for folder in (workspace.folder, workspace.report_folder)]
    for folder, folders, names in os.walk(path, onerror=unlisted):
        here = Path(folder)
        for name in sorted(folders):
            reason = _left_out(name, here / name, workspace.root, ignore)
            if reason is None and (here / name).is_symlink():
                reason = "a symbolic link to a folder"
            if reason is None and (here / name) in (workspace.folder, workspace.report_folder):
                reason = "what earlier runs left"
            if reason is None and (here / name) in workspace.seeds_layers and here / name != SEEDS_FOLDER:
                reason = "words and claim types of this workspace"
            if reason is not None:
                yield here / name, reason
                folders.remove(name)
        folders.sort()
        for name in sorted(names):
            file = here / name
            reason = _left_out(name, file, workspace.root, ignore)
            if reason is None and file == workspace.root / ALIASES_FILE:
                reason = "names taught to this workspace"
            if reason is None:
                try:
                    regular = stat.S_ISREG(file.stat().st_mode)
                except PermissionError:
                    regular = True
                except OSError:
                    reason = "a symbolic link that leads nowhere"
                else:
                    reason = None if regular else "no regular file"
            if reason is None and file.is_symlink():
                target = file.resolve()
                if not target.is_relative_to(top) or any(target.is_relative_to(folder) for folder in ours):
                    reason = "a symbolic link that leads out of the folder"
            yield file, reason


def _left_out(name: str, path: Path, root: Path, ignore: Iterable[str]) -> str | None:
    for pattern, reason in LEFT_OUT.items():
        if fnmatch.fnmatch(name, pattern):
            return reason
    relative = Path(os.path.relpath(path, root)).as_posix()
    for pattern in ignore:
        if fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(relative, pattern.rstrip("/")):
            return f'left out by "{pattern}" in atodds.toml'
    return None
