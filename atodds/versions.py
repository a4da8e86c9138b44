"""What decides a result besides the documents, as hashes: the code and model that extract, and the code that aligns and checks.

Hashing the source costs milliseconds and needs no import, so an unchanged corpus is known as unchanged before spaCy is loaded; and no
one has to remember to raise a number.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import atodds

__all__ = ["PROGRAM_VERSION", "checks_version", "extraction_version", "hash_of"]

_ENGINE: Final = Path(atodds.__file__).resolve().parent
_EXTRACTING: Final = (
    "reading",
    "extraction",
    "normalising",
    "claims",
    "claim_types.py",
    "vocabulary.py",
    "seeds.py",
    "not_understood.py",
)
_NOT_CHECKING: Final = ("reading", "extraction", "report", "review", "store")
_SOURCES: Final = {".py", ".cfg", ".sql", ".toml"}

PROGRAM_VERSION: Final = "0.1.0"


def hash_of(value: Any) -> str:
    """A hash over a value of plain types, independent of the order of keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


@cache
def _hash_of_sources(paths: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for top in paths:
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.suffix in _SOURCES and path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(top.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _distributions(names: Iterable[str]) -> dict[str, str]:
    versions = {}
    for name in names:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = ""
    return versions


def _entry_points(group: str) -> list[str]:
    return sorted(
        f"{point.name}={point.value}@{point.dist.version if point.dist else ''}" for point in importlib.metadata.entry_points(group=group)
    )


def extraction_version(model: str, limits: Mapping[str, int]) -> str:
    """A hash over everything but the seeds that decides what is extracted from given bytes."""
    code = _hash_of_sources(tuple(_ENGINE / name for name in _EXTRACTING))
    libraries = _distributions(["spacy", model.replace("_", "-"), "trafilatura", "pypdfium2", "python-docx"])
    return hash_of([code, libraries, model, _model_folder(model), dict(limits), _entry_points("atodds.readers")])[:16]


def _model_folder(model: str) -> str:
    """For a model named by its folder, a hash over its files' names and sizes."""
    folder = Path(model)
    if not folder.is_dir():
        return ""
    return hash_of([[path.relative_to(folder).as_posix(), path.stat().st_size] for path in sorted(folder.rglob("*")) if path.is_file()])


def checks_version(packages: Iterable[str]) -> str:
    """A hash over the code that aligns and checks, and over the packages of checks."""
    engine = tuple(sorted(path for path in _ENGINE.iterdir() if path.name not in _NOT_CHECKING and not path.name.startswith("__pycache__")))
    folders = []
    for package in packages:
        try:
            found = importlib.util.find_spec(package)
        except (ImportError, ValueError):
            found = None  # finding the checks will say so, with its mend
        for location in (found.submodule_search_locations or ()) if found else ():
            folders.append(Path(location))
    return hash_of(
        [_hash_of_sources(engine), _hash_of_sources(tuple(folders)), _entry_points("atodds.checks"), _distributions(["rapidfuzz"])]
    )[:16]
