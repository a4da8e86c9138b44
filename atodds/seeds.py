"""Where the files that people edit stand, and a hash over them, so that an edit makes unchanged documents be read again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

__all__ = ["SEEDS_FOLDER", "seeds_sha256"]

SEEDS_FOLDER = Path(__file__).resolve().parents[1] / "seeds"


def seeds_sha256(folder: Path = SEEDS_FOLDER, without: Collection[str] = ()) -> str:
    """A hash over names and contents of every seeds file (the demo documents are none), but for the names in `without`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.name not in without and path.is_file() and relative.parts[0] != "documents" and path.suffix in {".toml", ".csv"}:
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
