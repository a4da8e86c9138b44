"""How well claims are extracted, on the annotated documents: the figures that `../shared/gold/score.py` measures, against what is asked.

    python -m benchmarks.accuracy [--misses N] [--only gold|corpora|grammar] [--no-record]

For the gold of the seeds and each corpus: numbers and dates seen, both ends right, subject, claim type and as-of year right, the share of
numeric claims in the annotated region that the gold holds too, and how far confidence can be taken at its word: of the claims said to be
0.7 to 0.8 sure, how many are in the gold with both ends, type and subject right. Then the figures of the number and date grammars
(`benchmarks.quantities`, `benchmarks.dates`). Nothing of the gold is kept here; its absence is said.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from atodds.pipeline import check_corpus
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace
from benchmarks.results import record_results, shared_folder

__all__ = ["GoldSet", "export", "gold_sets", "main", "reliability"]

# What is asked of each kind of set, in percent: figure to (gold of the seeds, each corpus).
ASKED: Mapping[str, tuple[float | None, float | None]] = {
    "numbers seen": (95, 97),
    "numbers, both ends": (90, 92),
    "numbers, subject": (75, 85),
    "claim type": (88, 90),
    "as-of year": (75, 80),
    "dates seen": (93, None),
    "dates, both ends": (85, None),
    "dates, subject": (None, None),
    "numeric claims in the gold": (70, None),
}
BINS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents and the annotations over them."""

    name: str
    documents: tuple[Path, ...]
    gold: tuple[Path, ...]
    corpus: bool


def gold_sets(gold: Path | None, seeds: Path | None, corpora: Path | None) -> list[GoldSet]:
    """What there is to measure against."""
    sets: list[GoldSet] = []
    if gold and seeds:
        golds = tuple(sorted(gold.glob("claims_*.jsonl")))
        stems = {str(line["doc"]) for path in golds for line in _lines(path)}
        sets.append(GoldSet("seeds", tuple(path for path in sorted(seeds.iterdir()) if path.name.split("_")[0] in stems), golds, False))
    if corpora:
        for folder in sorted(path for path in corpora.iterdir() if path.is_dir()):
            sets.append(GoldSet(folder.name, tuple(sorted((folder / "documents").iterdir())), (folder / "claims.gold.jsonl",), True))
    return sets


def export(documents: Sequence[Path], path: Path) -> None:
    """The claims of a check of these documents, as the JSON lines `atodds export claims` writes."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = check_corpus(Workspace.at(Path(folder)), paths=list(documents))
        Snapshot.open(outcome.snapshot_folder).claims.write_ndjson(path)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _scorer(gold: Path) -> ModuleType:
    """The scoring script, as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(gold / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_score"] = module
    spec.loader.exec_module(module)
    return module


def figures_of(result: Mapping[str, Any]) -> dict[str, float]:
    """The scoring script's counts as percentages under our names."""

    def share(part: float, whole: float) -> float:
        return 100 * part / whole if whole else float("nan")

    numbers, dates, types, times, proxy = (result[key] for key in ("numbers", "dates", "type", "as_of", "precision_proxy"))
    return {
        "numbers seen": share(numbers["seen"], numbers["gold"]),
        "numbers, both ends": share(numbers["exact"], numbers["gold"]),
        "numbers, subject": share(numbers["subject"], numbers["seen"]),
        "claim type": share(types["right"], types["seen"]),
        "as-of year": share(times["right"], times["seen"]),
        "dates seen": share(dates["seen"], dates["gold"]),
        "dates, both ends": share(dates["exact"], dates["gold"]),
        "dates, subject": share(dates["subject"], dates["seen"]),
        "numeric claims in the gold": share(proxy["hit"], proxy["inside"]),
    }


def judged(score: ModuleType, claims: Sequence[dict[str, Any]], golds: Sequence[dict[str, Any]]) -> list[tuple[float, bool]]:
    """For each numeric claim in the annotated region: its confidence, and whether the gold has it with ends, type and subject."""
    wanted = [gold for gold in golds if score.scorable(gold)]
    found, _ = score.match(wanted + [gold for gold in golds if gold["kind"] == "membership"], claims)
    right: set[str] = set()
    by_id = {claim["claim_id"]: claim for claim in claims}
    for gold in wanted:
        if gold["id"] not in found or gold["kind"] == "date":
            continue
        claim = by_id[found[gold["id"]][0]]
        family = f"{claim['claim_type']} {claim['measure']}".lower()
        typed = gold["kind"] not in score.KIND_TO_TYPES or any(prefix in family for prefix in score.KIND_TO_TYPES[gold["kind"]])
        if typed and score.same_value(gold, claim) and score.same_name(gold["subject"], claim.get("subject")):
            right.add(claim["claim_id"])
    # a figure whose value is not scored (vague, a clock time) says nothing for or against the claim made of it
    unscored = [gold for gold in golds if not score.scorable(gold)]
    regions: dict[str, list[int]] = defaultdict(list)
    for gold in golds:
        regions[gold["doc"]] += [gold["line_start"], gold["line_end"]]
    out: list[tuple[float, bool]] = []
    for claim in claims:
        number = score.document_of(claim)
        if number is None or number.group() not in regions or (claim["value_low"] is None and claim["value_high"] is None):
            continue
        lines = regions[number.group()]
        if not min(lines) <= (claim["source_line_start"] or 0) <= max(lines):
            continue
        if claim["claim_id"] not in right and any(
            gold["doc"] == number.group() and score.near(gold, claim) and gold["value_text"] and claim["mention_text"] in gold["value_text"]
            for gold in unscored
        ):
            continue
        out.append((float(claim["confidence"]), claim["claim_id"] in right))
    return out


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[tuple[str, int, float, float]]:
    """Per bin of confidence: its name, how many claims, their mean confidence, and the share that is right."""
    rows: list[tuple[str, int, float, float]] = []
    for low, high in pairwise(BINS):
        inside = [(sure, right) for sure, right in pairs if low <= sure < high]
        if inside:
            mean = sum(sure for sure, _ in inside) / len(inside)
            rows.append((f"{low:.1f}-{min(high, 1.0):.1f}", len(inside), mean, sum(right for _, right in inside) / len(inside)))
    return rows


def measure(sets: Sequence[GoldSet], gold: Path, misses: int) -> tuple[dict[str, dict[str, float]], list[tuple[float, bool]]]:
    """Figures by set, and the judged claims of all sets together."""
    score = _scorer(gold)
    figures: dict[str, dict[str, float]] = {}
    pairs: list[tuple[float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        for gold_set in sets:
            target = Path(folder) / f"{gold_set.name}.jsonl"
            export(gold_set.documents, target)
            print(f"\n== {gold_set.name}")
            result = score.main(["--claims", str(target), "--gold", *map(str, gold_set.gold), "--misses", str(misses)])
            figures[gold_set.name] = figures_of(result)
            pairs += judged(score, _lines(target), [line for path in gold_set.gold for line in _lines(path)])
    return figures, pairs


def table_of(figures: Mapping[str, Mapping[str, float]], sets: Sequence[GoldSet]) -> str:
    """The figures as a Markdown table; what falls short of what is asked is in bold."""
    corpus = {gold_set.name: gold_set.corpus for gold_set in sets}
    names = list(figures)
    lines = ["| figure | " + " | ".join(names) + " | asked (seeds / corpora) |", "|---|" + "---|" * (len(names) + 1)]
    for figure, asked in ASKED.items():
        cells = []
        for name in names:
            value, want = figures[name][figure], asked[int(corpus[name])]
            cell = f"{value:.1f}"
            cells.append(f"**{cell}**" if want is not None and value < want else cell)
        wanted = " / ".join("-" if want is None else f"{want:.0f}" for want in asked)
        lines.append(f"| {figure} | " + " | ".join(cells) + f" | {wanted} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables and record them; 1 when the gold is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, help="print this many missed figures of each set")
    parser.add_argument("--only", choices=("gold", "corpora", "grammar"), help="measure this part only")
    parser.add_argument("--no-record", action="store_true", help="leave benchmarks/RESULTS.md as it is")
    options = parser.parse_args(arguments)
    gold, seeds, corpora = (shared_folder(name) for name in ("gold", "seeds", "corpora"))
    if gold is None:
        return 1
    if options.only != "grammar":
        sets = gold_sets(gold if options.only != "corpora" else None, seeds, corpora if options.only != "gold" else None)
        figures, pairs = measure(sets, gold, options.misses)
        table = table_of(figures, sets)
        rows = reliability(pairs)
        reliable = "\n".join(
            ["| confidence said | claims | mean said | right |", "|---|---|---|---|"]
            + [f"| {name} | {count} | {mean:.2f} | {right:.2f} |" for name, count, mean, right in rows]
        )
        print(f"\n{table}\n\n{reliable}")
        if not options.no_record:
            record_results("Accuracy", f"{table}\n\n{reliable}", note="Bold falls short of what is asked.")
    if options.only in (None, "grammar"):
        from benchmarks import dates, quantities

        quantities.main([])
        dates.main([])
    return 0


if __name__ == "__main__":
    sys.exit(main())
