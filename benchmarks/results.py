"""`benchmarks/RESULTS.md`: one section a bench, each entry with date and commit, newest first, so that a drop is seen."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["RESULTS", "SHARED", "record_results", "shared_folder"]

RESULTS = Path(__file__).with_name("RESULTS.md")
SHARED = Path(__file__).resolve().parents[2] / "shared"
KEPT_ENTRIES = 5  # older entries of a section are in git's history


def shared_folder(name: str) -> Path | None:
    """`../shared/<name>` beside the checkout, or None with a plain word on stdout where it is absent."""
    folder = SHARED / name
    if folder.exists():
        return folder
    print(f"{folder} is absent: the figures that need it are not measured")
    return None


def record_results(section: str, table: str, *, path: Path = RESULTS, note: str | None = None, kept: int = KEPT_ENTRIES) -> None:
    """Puts a Markdown table on top of a section of RESULTS.md, under a line with date and commit; the newest `kept` entries stay."""
    text = path.read_text(encoding="utf-8") if path.exists() else "# Results\n\nWritten by the bench commands; newest first.\n"
    entry = f"### {datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()}\n\n{table.strip()}\n"
    if note:
        entry += f"\n{note.strip()}\n"
    heading = f"## {section}\n"
    if heading not in text:
        text = f"{text.rstrip()}\n\n{heading}"
    before, after = text.split(heading, 1)
    body, *rest = re.split(r"(?m)^(?=## )", after.lstrip("\n"), maxsplit=1)
    older = [part for part in re.split(r"(?m)^(?=### )", body) if part.startswith("### ")][: kept - 1]
    entries = "\n".join([entry, *(part.strip() + "\n" for part in older)])
    tail = f"\n{rest[0].strip()}\n" if rest else ""
    path.write_text(f"{before}{heading}\n{entries}{tail}", encoding="utf-8")


def _commit() -> str:
    answer = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=RESULTS.parent, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "unknown"
