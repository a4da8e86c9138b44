"""What a reviewer gets on every topic of `../shared`: contradictions found, look-alikes flagged, findings that are right.

    python -m benchmarks.topics [--from-gold] [--jobs N] [--no-write] [TOPIC ...]

Runs `../shared/gold/topics.py`, which defines the figures and checks each topic in a database of its own: once on the claims of the gold
(what aligning and checks make of perfect claims) and once end to end; `--from-gold` runs the first alone. Open and sealed topics stand in
tables apart: rules are made by looking at the open ones, so a change that lifts those and not the sealed ones was fitted to them. A run
over topics by name is printed and not written: it cannot be compared with the others.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from benchmarks.results import record_results, shared_folder

__all__ = ["main", "tables_apart"]

KEPT_ENTRIES = 3  # the tables are long
_SECTIONS = {True: "Topics, claims from the gold", False: "Topics, end to end"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="only these; all of them without")
    parser.add_argument("--from-gold", action="store_true", help="only with the claims of the gold")
    parser.add_argument("--jobs", type=int, default=2, help="how many topics are checked side by side")
    parser.add_argument("--no-write", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args(arguments)
    script = _script()
    if script is None:
        return 0
    for from_gold in (True,) if options.from_gold else (True, False):
        tables = tables_apart(_printed(script, options.topics, from_gold=from_gold, jobs=options.jobs))
        print(f"\n## {_SECTIONS[from_gold]}\n\n{tables}", flush=True)
        if not options.no_write and not options.topics:
            record_results(_SECTIONS[from_gold], tables, kept=KEPT_ENTRIES)
    return 0


def _script() -> ModuleType | None:
    """`../shared/gold/topics.py`, or None with a plain word on stdout where it is absent."""
    folder = shared_folder("gold")
    if folder is None:
        return None
    path = folder / "topics.py"
    if not path.is_file():
        print(f"{path} is absent: the topics are not measured")
        return None
    found = importlib.util.spec_from_file_location("shared_topics", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _printed(script: ModuleType, topics: Sequence[str], *, from_gold: bool, jobs: int) -> str:
    """What the script prints: one table of topics and sums, and a line on what it took."""
    command = [str(script.__file__), "--atodds", str(Path(sys.executable).with_name("atodds")), "--jobs", str(jobs)]
    command += ["--from-gold"] if from_gold else []
    printed = io.StringIO()
    with patch.object(sys, "argv", [*command, *topics]), contextlib.redirect_stdout(printed):
        script.main()
    return printed.getvalue()


def tables_apart(printed: str) -> str:
    """The script's one table as up to three: open topics, sealed topics, all of them; the sums of each in its last rows."""
    lines = [line for line in printed.splitlines() if line.strip()]
    header, rows = lines[:2], [line for line in lines[2:] if line.startswith("|")]
    kinds: dict[str, list[str]] = {"Open": [], "Sealed": [], "All": []}
    for row in rows:
        name = row.strip("| ").split("|")[0].strip()
        kind = "Sealed" if name.endswith(("(sealed)", ", sealed")) else "All" if name.endswith(", all") else "Open"
        kinds[kind].append(row)
    tables = ["\n".join([f"**{kind}**", "", *header, *found]) for kind, found in kinds.items() if found]
    return "\n\n".join([*tables, *(line for line in lines[2:] if not line.startswith("|"))])


if __name__ == "__main__":
    sys.exit(main())
