"""Time and memory of checking 100 thousand, a million and ten million claims.

    python -m benchmarks.checks [--counts 100000 1000000 10000000] [--no-record]

Two tables. The checks over claims that are aligned already, by the source of claims that a run of many claims uses
(`atodds.store.claim_table.ClaimTable`); and, up to a million, the whole of
`atodds check --claims FILE.jsonl` over the same claims: read, validated, aligned, checked and published.

Each size runs in a process of its own, so that peak memory is its own. What is planted must be found, all of it and nothing else; the
command fails otherwise. Wanted of the checks: a million within 30 s and 3 GB on two cores, ten times the claims in at most twelve times
the time. Processor seconds are those of all threads: on a machine that does other work besides they tell more than the clock.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.make_claims import make_claims
from benchmarks.results import record_results

__all__ = ["check_file", "check_whole", "main"]

WHOLE_UP_TO = 1_000_000
_HEAD = (
    "| {what} | seconds | processor seconds | peak MB | findings | planted found | others flagged | times the size before |",
    "|---|---|---|---|---|---|---|---|",
)


def check_file(path: Path) -> dict[str, float]:
    """Runs every check over a file of made claims: seconds, peak megabytes, findings, planted claims found, and others flagged."""
    from atodds.claim_types import load_claim_types
    from atodds.judging.checking import find_checks
    from atodds.judging.context import CheckContext
    from atodds.judging.running import run_checks
    from atodds.store.claim_table import ClaimTable

    context = CheckContext(claim_types=load_claim_types())
    started, worked = time.perf_counter(), time.process_time()
    with ClaimTable.over([path], context) as claims:
        outcome = run_checks(claims, context, find_checks(entry_points=False))
    spent = time.perf_counter() - started, time.process_time() - worked
    return _figures(spent, [(one.claim_ids, one.conflicts) for one in outcome.discrepancies], len(outcome.problems))


def check_whole(path: Path) -> dict[str, float]:
    """Runs `atodds check --claims` over a file of made claims, as JSON lines, in a workspace of its own."""
    from atodds.pipeline import check_corpus
    from atodds.workspace import Workspace

    with tempfile.TemporaryDirectory() as folder:
        started, worked = time.perf_counter(), time.process_time()
        outcome = check_corpus(Workspace.at(Path(folder)), claims_files=[path])
        spent = time.perf_counter() - started, time.process_time() - worked
        found = outcome.snapshot.discrepancies.select("claim_ids", "conflicts").rows()
        return _figures(spent, found, int(outcome.snapshot.quarantine.height))


def _figures(
    spent: tuple[float, float], findings: Iterable[tuple[Sequence[str], Sequence[Sequence[str]]]], problems: int
) -> dict[str, float]:
    listed = list(findings)
    # Of planted claims that say the same one stands in the conflicts, and the others among the readings of the finding.
    found = {
        claim_id
        for claim_ids, conflicts in listed
        if any(claim_id.startswith("p") for conflict in conflicts for claim_id in conflict)
        for claim_id in claim_ids
        if claim_id.startswith("p")
    }
    others = sum(not any(claim_id.startswith("p") for claim_id in conflict) for _, conflicts in listed for conflict in conflicts)
    return {
        "seconds": spent[0],
        "processor_seconds": spent[1],
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "findings": len(listed),
        "found": len(found),
        "others": others,
        "problems": problems,
    }


def _as_json_lines(path: Path) -> Path:
    """The same claims as `atodds export claims` writes them."""
    import polars as pl

    lines = path.with_suffix(".jsonl")
    pl.scan_parquet(path).sink_ndjson(lines)
    return lines


def _in_a_process(option: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.checks", option, str(path)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return figures


def _line(count: int, planted: int, figures: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    times = "" if before is None else f"{figures['processor_seconds'] / before['processor_seconds']:.1f}"
    return (
        f"| {count:,} | {figures['seconds']:.1f} | {figures['processor_seconds']:.1f} | {figures['megabytes']:,.0f} | "
        f"{figures['findings']:,} | {figures['found']:,} of {planted:,} | {figures['others']:,} | {times} |"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables; 1 when a planted conflict is missed or something else is flagged."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--counts", nargs="+", type=int, default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--no-whole", action="store_true", help="the checks alone, without the whole command")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--whole", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--no-record", action="store_true", help="print only; leave benchmarks/RESULTS.md alone")
    options = parser.parse_args(argv)
    if options.file or options.whole:
        print(json.dumps(check_file(options.file) if options.file else check_whole(options.whole)))
        return 0
    tables: dict[str, list[str]] = {"claims checked": [], "lines of --claims": []}
    last: dict[str, Mapping[str, Any]] = {}
    right = True
    with tempfile.TemporaryDirectory() as temporary:
        for count in options.counts:
            path = Path(temporary) / f"{count}.parquet"
            planted = make_claims(path, count)
            todo = [("claims checked", "--file", path)]
            if count <= WHOLE_UP_TO and not options.no_whole:
                todo.append(("lines of --claims", "--whole", _as_json_lines(path)))
            for what, option, file in todo:
                figures = _in_a_process(option, file)
                right = right and figures["found"] == planted and figures["others"] == 0 and figures["problems"] == 0
                tables[what].append(_line(count, planted, figures, last.get(what)))
                last[what] = figures
                print(f"{what}: {tables[what][-1]}", file=sys.stderr, flush=True)
                file.unlink()
    printed = "\n\n".join("\n".join([_HEAD[0].format(what=what), _HEAD[1], *lines]) for what, lines in tables.items() if lines)
    print(printed)
    if not options.no_record:
        record_results("Checks at scale", printed)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
