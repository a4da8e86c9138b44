"""Examines whether everything a check needs is there, for `atodds doctor`."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from atodds.errors import AtOddsError
from atodds.versions import PROGRAM_VERSION
from atodds.workspace import Workspace

__all__ = ["Examined", "examine"]


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing a check needs: whether it is good, and what there is to say or to do."""

    name: str
    good: bool
    says: str


def examine(folder: Path, database: Path | None) -> list[Examined]:
    """Every examination, in the order in which a check needs the things."""
    found = [
        _examined("program", lambda: f"atodds {PROGRAM_VERSION}, Python {sys.version.split()[0]}"),
        _examined("libraries", _libraries),
    ]
    try:
        workspace = Workspace.find(folder, database=database)
    except AtOddsError as error:
        return [*found, Examined("workspace", False, str(error))]
    found.append(Examined("workspace", True, f"{workspace.root}"))
    for name, examination in (
        ("sources", _sources),
        ("claim types", _claim_types),
        ("checks", _checks),
        ("language model", _model),
        ("database", _database),
        ("decisions", _decisions),
        ("prefect", _prefect),
    ):
        found.append(_examined(name, lambda examination=examination: examination(workspace)))  # type: ignore[misc]
    return found


def _examined(name: str, examination: Callable[[], str]) -> Examined:
    try:
        return Examined(name, True, examination())
    except Exception as error:  # whatever is wrong is what the doctor is asked for
        says = str(error) if isinstance(error, AtOddsError) else f"{type(error).__name__}: {error}"
        return Examined(name, False, says)


def _libraries() -> str:
    names = ("spacy", "polars", "pandera", "duckdb", "rapidfuzz", "trafilatura", "pypdfium2")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def _sources(workspace: Workspace) -> str:
    from atodds.discovering import discover

    sources = workspace.settings.sources
    if not sources.paths and not sources.urls:
        return "none in atodds.toml: name files or folders with each check"
    found = discover(workspace, urls=[])
    return f"{len(found.files):,} documents, {len(sources.urls):,} addresses, {len(found.left_out):,} files left out"


def _claim_types(workspace: Workspace) -> str:
    from atodds.claim_types import load_claim_types
    from atodds.seeds import use_seeds
    from atodds.seeds_laid_over import seeds_warnings

    folder = workspace.seeds_folder
    use_seeds(folder)
    said = f"{len(load_claim_types(folder / 'claim_types'))} in {' with '.join(str(layer) for layer in workspace.seeds_layers)}"
    warnings = seeds_warnings(folder)
    return said + (f"; {len(warnings)} without effect: {warnings[0][1]}" if warnings else "")


def _checks(workspace: Workspace) -> str:
    from atodds.judging.checking import find_checks

    return f"{len(find_checks(workspace.settings.checks))} in {', '.join(workspace.settings.checks)}"


def _model(workspace: Workspace) -> str:
    import spacy

    model = workspace.settings.extraction.model
    try:
        loaded = spacy.load(model)
    except OSError as error:
        raise RuntimeError(f"{model} cannot be loaded ({error}); install it, or mend [extraction] model in atodds.toml") from error
    return f"{model} {loaded.meta['version']}"


def _database(workspace: Workspace) -> str:
    from atodds.store.database import Store
    from atodds.store.snapshot import Snapshot

    if not workspace.database.exists():
        return f"none so far; a check makes {workspace.database}"
    with Store.open(workspace, "atodds doctor"):
        runs = Snapshot.run_ids(workspace)
    return f"{workspace.database}, {len(runs)} snapshots" + (f", the latest {runs[-1]}" if runs else "")


def _decisions(workspace: Workspace) -> str:
    from atodds.adjudications import read_adjudications
    from atodds.errors import ConfigurationError

    found = read_adjudications(workspace.adjudications)
    if found.problems:
        raise ConfigurationError("; ".join(found.problems[:3]))
    return f"{len(found.lines):,} lines in {workspace.adjudications}"


def _prefect(workspace: Workspace) -> str:
    from flows.prefect_settings import api_is_configured

    version = importlib.metadata.version("prefect")
    return f"{version}, " + ("with an API: checks run as flows" if api_is_configured() else "no API configured: checks run directly")
