"""Where the files that people edit stand, which of them are in use, and a hash over them: an edit makes unchanged documents be read again.

The program comes with a folder of seeds; a workspace may have one of its own, laid over it (`atodds.seeds_laid_over`). Whoever reads a
seeds file takes the folder it is given, or `seeds_in_use()`; never the program's own, where a workspace's words would be missing.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection
from pathlib import Path

__all__ = ["REFERENCE_EXTRACTOR", "REFERENCE_FACTS", "SEEDS_FOLDER", "seeds_in_use", "seeds_sha256", "use_seeds"]

SEEDS_FOLDER = Path(__file__).resolve().parents[1] / "seeds"

REFERENCE_FACTS = "reference_facts.csv"
"""Figures the user trusts: read into the corpus beside the documents, not into the rules."""

REFERENCE_EXTRACTOR = "reference"
"""The extractor of the claims of that file."""

_in_use = SEEDS_FOLDER


def seeds_in_use() -> Path:
    """The folder of seeds this process works with."""
    return _in_use


def use_seeds(folder: Path) -> None:
    """Work with this folder of seeds from now on. A process works on one workspace; one that turns to another forgets what it had read."""
    global _in_use
    if folder == _in_use:
        return
    _in_use = folder
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("atodds", "checks"):
            for value in list(vars(module).values()):
                forget = getattr(value, "cache_clear", None)
                if callable(forget):
                    forget()


def seeds_sha256(folder: Path = SEEDS_FOLDER, without: Collection[str] = ()) -> str:
    """A hash over names and contents of every seeds file (the demo documents are none), but for the names in `without`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.name not in without and path.is_file() and relative.parts[0] != "documents" and path.suffix in {".toml", ".csv"}:
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
