"""Time and memory of all checks over 100 thousand, a million and ten million claims.

    python -m benchmarks.checks [--counts 100000 1000000 10000000] [--no-record]

Each size runs in a process of its own, so that peak memory is its own. What is planted must be found, all of it and nothing else; the
command fails otherwise. Wanted: a million within 30 s and 3 GB on two cores, ten times the claims in at most twelve times the time.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.make_claims import make_claims
from benchmarks.results import record_results

__all__ = ["check_file", "main"]


def check_file(path: Path) -> dict[str, float]:
    """Runs every check over a file of made claims: seconds, peak megabytes, findings, planted claims found, and others flagged."""
    from atodds.check_running import CheckContext, run_checks
    from atodds.checking import find_checks
    from atodds.claim_types import load_claim_types
    from atodds.store.blocking import ClaimTable

    claim_types = load_claim_types()
    started = time.perf_counter()
    with ClaimTable.over([path], claim_types) as claims:
        outcome = run_checks(claims, CheckContext(claim_types=claim_types), find_checks(entry_points=False))
    seconds = time.perf_counter() - started
    conflicts = [conflict for finding in outcome.discrepancies for conflict in finding.conflicts]
    # Of planted claims that say the same one stands in the conflicts, and the others among the readings of the finding.
    found = {
        claim_id
        for finding in outcome.discrepancies
        if any(claim_id.startswith("p") for conflict in finding.conflicts for claim_id in conflict)
        for claim_id in finding.claim_ids
        if claim_id.startswith("p")
    }
    others = sum(not any(claim_id.startswith("p") for claim_id in conflict) for conflict in conflicts)
    return {
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "findings": len(outcome.discrepancies),
        "found": len(found),
        "others": others,
        "problems": len(outcome.problems),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table; 1 when a planted conflict is missed or something else is flagged."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--counts", nargs="+", type=int, default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--no-record", action="store_true", help="print only; leave benchmarks/RESULTS.md alone")
    options = parser.parse_args(argv)
    if options.file:
        print(json.dumps(check_file(options.file)))
        return 0
    lines = ["| claims | seconds | peak MB | findings | planted found | others flagged |", "|---|---|---|---|---|---|"]
    right = True
    with tempfile.TemporaryDirectory() as temporary:
        for count in options.counts:
            path = Path(temporary) / f"{count}.parquet"
            planted = make_claims(path, count)
            command = [sys.executable, "-m", "benchmarks.checks", "--file", str(path)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            figures = json.loads(answer.stdout.splitlines()[-1])
            right = right and figures["found"] == planted and figures["others"] == 0 and figures["problems"] == 0
            lines.append(
                f"| {count:,} | {figures['seconds']:.1f} | {figures['megabytes']:,.0f} | {figures['findings']:,} | "
                f"{figures['found']:,} of {planted:,} | {figures['others']:,} |"
            )
            print(lines[-1], flush=True)
            path.unlink()
    print("\n".join(lines))
    if not options.no_record:
        record_results("Checks at scale", "\n".join(lines))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
