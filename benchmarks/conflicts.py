"""How well contradictions are found, and how seldom a false alarm is raised.

    python -m benchmarks.conflicts [--only NAME ...] [--no-record]

Rows, once from the gold's own claims where there are such (errors of checking) and once from the documents (those of extraction too):

- two corpora of news and an annotated thesis: of the gold conflicts, how many are flagged; of the look-alikes, how many are flagged at all
  and how many are called contradictions;
- the run over all seed documents, every finding judged by hand in `benchmarks/seeds_judged.csv`;
- VitaminC: a claim and its evidence as two one-sentence documents; REFUTES should be flagged, SUPPORTS and NOT ENOUGH INFO not;
- SummEdits: a summary against its document; balanced accuracy;
- RAMDocs: the documents of one question; conflicts should be flagged, namesakes and agreement not.

Nothing of the sets is kept here; they are read from ../shared, and their absence is said.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from atodds.judging.checking import find_checks
from atodds.judging.running import CheckContext, CheckOutcome, run_checks
from benchmarks.results import record_results, shared_folder

if TYPE_CHECKING:
    from atodds.dependent_claims import Dependence

    from atodds.reading.copies import Copy

__all__ = ["Row", "main", "measure_corpus", "measure_judged", "measure_ramdocs", "measure_summedits", "measure_vitaminc"]

CORPORA = ("beirut_port_explosion_2020", "turkey_syria_earthquake_2023")
JUDGED = Path(__file__).with_name("seeds_judged.csv")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured on what, the share, and the share that is asked for (None: for information)."""

    on: str
    what: str
    hits: float
    of: float
    wanted: str = ""

    @property
    def share(self) -> float:
        """Hits of all, in percent."""
        return 100 * self.hits / self.of if self.of else 0.0

    @property
    def holds(self) -> bool | None:
        """Whether the wanted share is met; None without one."""
        if not self.wanted:
            return None
        number = float(self.wanted.split()[-1])
        return self.share <= number + 1e-9 if self.wanted.startswith("at most") else self.share >= number - 1e-9


# --- the annotated corpora ----------------------------------------------------------------------------------------------------------


def measure_corpora(*, from_claims: bool) -> list[Row]:
    """Both news corpora together."""
    total: Counter[str] = Counter()
    folder = shared_folder("corpora")
    if folder is None:
        return []
    for name in CORPORA:
        gold, conflicts = [folder / name / "claims.gold.jsonl"], folder / name / "conflicts.gold.jsonl"
        total.update(measure_corpus(folder / name / "documents", gold, conflicts, from_claims=from_claims))
    on = f"two corpora, {'gold claims' if from_claims else 'end to end'}"
    least, most = ((85, 55), (3, 8)) if from_claims else ((65, 40), (3, 7))
    wanted = (f"at least {least[0]}", f"at least {least[1]}", f"at most {most[0]}", f"at most {most[1]}")
    return [
        Row(on, "contradictions flagged", total["contradiction flagged"], total["contradiction"], wanted[0]),
        Row(on, "tensions flagged", total["tension flagged"], total["tension"], wanted[1]),
        Row(on, "compatible called contradictions", total["compatible strong"], total["compatible"], wanted[2]),
        Row(on, "compatible flagged at all", total["compatible flagged"], total["compatible"], wanted[3]),
    ]


def measure_thesis(*, from_claims: bool) -> list[Row]:
    """The annotated part of document 002, and the two articles."""
    gold, seeds = shared_folder("gold"), shared_folder("seeds")
    if gold is None or seeds is None:
        return []
    claims = [gold / "claims_002a.jsonl", gold / "claims_articles.jsonl"]
    found = measure_corpus(seeds, claims, gold / "conflicts_002a.jsonl", from_claims=from_claims)
    on = f"002a, {'gold claims' if from_claims else 'end to end'}"
    hard = found["contradiction flagged"] + found["arithmetic flagged"], found["contradiction"] + found["arithmetic"]
    return [
        Row(on, "contradictions and arithmetic flagged", *hard, "at least 75" if from_claims else "at least 55"),
        Row(on, "tensions flagged", found["tension flagged"], found["tension"]),
        Row(on, "compatible flagged", found["compatible flagged"], found["compatible"], "at most 5"),
    ]


def measure_corpus(documents: Path, gold_claims: Sequence[Path], gold_conflicts: Path, *, from_claims: bool) -> Counter[str]:
    """Counts per verdict of the gold: all, flagged, and called contradictions, as ../shared/gold/score.py counts them."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        claims_files: list[Path] = []
        if from_claims:
            claims_files = [folder / "gold_claims.jsonl"]
            claims_files[0].write_text(_gold_as_claims(documents, gold_claims), encoding="utf-8")
        claims, discrepancies = _check(folder, [] if from_claims else [documents], claims_files)
        figures = _score(claims, discrepancies, gold_claims, gold_conflicts)
    counts: Counter[str] = Counter()
    for verdict in ("contradiction", "arithmetic", "tension", "compatible"):
        counts[verdict] += figures[verdict]["gold"]
        counts[f"{verdict} flagged"] += figures[verdict]["flagged"]
        counts[f"{verdict} strong"] += figures[verdict]["as_contradiction"]
    return counts


def _gold_as_claims(documents: Path, gold_claims: Sequence[Path]) -> str:
    script = gold_claims[0].parents[2] / "gold" / "as_claims.py"
    script = script if script.exists() else gold_claims[0].parent / "as_claims.py"
    command = [sys.executable, str(script), str(documents), *(str(path) for path in gold_claims)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _check(folder: Path, paths: Sequence[Path], claims_files: Sequence[Path]) -> tuple[Path, Path]:
    from atodds.pipeline import check_corpus
    from atodds.store.snapshot import Snapshot
    from atodds.workspace import Workspace

    outcome = check_corpus(Workspace.at(folder), paths=list(paths), claims_files=list(claims_files))
    snapshot = Snapshot.open(outcome.snapshot_folder)
    claims, discrepancies = folder / "claims.jsonl", folder / "discrepancies.jsonl"
    snapshot.claims.write_ndjson(claims)
    snapshot.discrepancies.write_ndjson(discrepancies)
    return claims, discrepancies


def _score(claims: Path, discrepancies: Path, gold_claims: Sequence[Path], gold_conflicts: Path) -> dict[str, Any]:
    folder = shared_folder("gold")
    assert folder is not None  # the gold was read from beside it
    out = claims.with_name("figures.json")
    arguments = ["--claims", claims, "--gold", *gold_claims, "--discrepancies", discrepancies, "--conflicts", gold_conflicts, "--json", out]
    command = [sys.executable, str(folder / "score.py"), *(str(argument) for argument in arguments)]
    subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return figures


# --- all findings on the seeds, judged by hand ----------------------------------------------------------------------------------------


def measure_judged() -> list[Row]:
    """Of the findings said to be contradictions on all seed documents, how many a person judged right."""
    if not JUDGED.exists():
        print(f"{JUDGED.name} is absent: no finding on the seeds has been judged yet")
        return []
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    strong = [row for row in rows if row["verdict"] == "contradiction"]
    soft = [row for row in rows if row["verdict"] == "tension"]
    right = [sum(row["right"] == "yes" for row in some) for some in (strong, soft)]
    on = "all seeds, judged by hand"
    return [
        Row(on, "contradictions that are right", right[0], len(strong), "at least 80"),
        Row(on, "tensions worth a look", right[1], len(soft)),
    ]


# --- pairs of short texts ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _extractor() -> Any:
    from atodds.extraction import Extractor

    return Extractor()


@lru_cache(maxsize=50_000)
def _document_of(text: str, title: str, name: str) -> Any:
    from atodds.reading import ReadingHint, read

    document = read(text.encode("utf-8"), ReadingHint(path=name, format="txt"))
    return replace(document, metadata=replace(document.metadata, title=title)) if title else document


@lru_cache(maxsize=50_000)
def _claims_of(text: str, title: str, name: str) -> tuple[Claim, ...]:
    return tuple(_extractor().extract(_document_of(text, title, name)))


@dataclass(frozen=True, slots=True)
class _Head:
    """What aligning and the search for summaries are told of a text."""

    document_id: str
    path: str
    title: str
    text: str
    publisher: str | None = None
    published_on: None = None


def check_texts(texts: Sequence[tuple[str, str]]) -> tuple[CheckOutcome, dict[str, str]]:
    """The findings over short texts, each with the title of what it is about, and the text each claim is of."""
    from atodds.aligning import align, relate_scopes
    from atodds.check_context import convert, to_base

    from atodds.designations import claims_of_designations
    from atodds.reading.copies import CopyKind, find_copies
    from atodds.reading.derived import find_derived, written_in

    named = [(text, title, f"text {number}.txt") for number, (text, title) in enumerate(texts)]
    heads = [_Head(document.document_id, one[2], one[1], document.text) for one in named for document in [_document_of(*one)]]
    claims = [claim for one in named for claim in _claims_of(*one)]
    with_claims = {claim.document_id for claim in claims}
    aligned = align(claims, [head for head in heads if head.document_id in with_claims])
    periods = {entity.entity_id: (entity.period_low, entity.period_high) for entity in aligned.entities}
    copies = find_copies(heads)
    versions = [(one.document_id, one.copy_of_id) for one in copies if one.kind is CopyKind.DOCUMENT]
    derived = {one.document_id: one.source_id for one in find_derived(heads, versions)}
    of = {head.document_id: (head.document_id, head.path, head.text) for head in heads}
    checked = list(aligned.claims)
    for document_id, source_id in derived.items():
        checked += claims_of_designations(of[document_id], of[source_id], aligned.claims)
    context = CheckContext(
        claim_types=_claim_types(),
        relate_scopes=relate_scopes,
        event_period=periods.get,
        to_base=to_base,
        convert=convert,
        copies=dict(versions),
        dependences=[_dependence(one) for one in copies],
        identities=_identities(texts, {head.path: head.document_id for head in heads if head.document_id in with_claims}),
        derived=derived,
        written={source_id: written_in(of[source_id][2]) for source_id in derived.values()},
    )
    return run_checks(checked, context, _checks()), {claim.claim_id: claim.document_path for claim in checked}


def _dependence(copy: Copy) -> Dependence:
    """What copies what, as the checks are told."""
    from atodds.dependent_claims import Dependence

    spans = (copy.char_start, copy.char_end), (copy.of_char_start, copy.of_char_end)
    span, of_span = (None if start is None or end is None else (start, end) for start, end in spans)
    return Dependence(copy.document_id, copy.copy_of_id, span, of_span)


def _identities(texts: Sequence[tuple[str, str]], ids: Mapping[str, str]) -> dict[str, Any]:
    """What each text says its topic is, by document id."""
    from atodds.aligning.identities import identity_of

    found = {path: identity_of(text, title) for number, (text, title) in enumerate(texts) for path in [f"text {number}.txt"] if path in ids}
    return {ids[path]: identity for path, identity in found.items() if identity is not None}


@lru_cache(maxsize=1)
def _claim_types() -> Any:
    return load_claim_types()


@lru_cache(maxsize=1)
def _checks() -> Any:
    return find_checks(entry_points=False)


def _crosses(outcome: CheckOutcome, names: Callable[[str], str]) -> bool:
    """Whether a finding holds claims of two texts against each other."""
    return any(len({names(claim_id) for claim_id in conflict}) > 1 for finding in outcome.discrepancies for conflict in finding.conflicts)


def _jsonl(name: str) -> list[dict[str, Any]]:
    folder = shared_folder("benchmarks")
    path = folder / name if folder else None
    if path is None or not path.exists():
        print(f"{name} is absent: its figures are not measured")
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _flagged(texts: Sequence[tuple[str, str]]) -> bool:
    outcome, owners = check_texts(texts)
    return _crosses(outcome, lambda claim_id: owners.get(claim_id, ""))


def measure_vitaminc(limit: int | None = None) -> list[Row]:
    """Precision and recall on REFUTES, and how many of the others are flagged."""
    counts: Counter[str] = Counter()
    for item in _jsonl("vitaminc_numeric.jsonl")[:limit]:
        label = item["label"]
        counts[label] += 1
        counts[f"{label} flagged"] += _flagged([(item["claim"], item["page"]), (item["evidence"], item["page"])])
    if not counts:
        return []
    flagged = sum(counts[f"{label} flagged"] for label in ("REFUTES", "SUPPORTS", "NOT ENOUGH INFO"))
    on = "VitaminC, numeric"
    return [
        Row(on, "precision on REFUTES", counts["REFUTES flagged"], flagged, "at least 85"),
        Row(on, "recall on REFUTES", counts["REFUTES flagged"], counts["REFUTES"], "at least 65"),
        Row(on, "SUPPORTS flagged", counts["SUPPORTS flagged"], counts["SUPPORTS"], "at most 4"),
        Row(on, "NOT ENOUGH INFO flagged", counts["NOT ENOUGH INFO flagged"], counts["NOT ENOUGH INFO"]),
    ]


def measure_summedits(limit: int | None = None) -> list[Row]:
    """Balanced accuracy: the mean of the shares of inconsistent summaries flagged and of consistent ones let pass."""
    counts: Counter[str] = Counter()
    for item in _jsonl("summedits_numeric.jsonl")[:limit]:
        right = bool(item["consistent"])
        counts["consistent" if right else "inconsistent"] += 1
        flagged = _flagged([(item["doc"], ""), (item["claim"], "")])
        counts["passed" if right else "caught"] += flagged != right
    if not counts:
        return []
    shares = counts["caught"] / max(counts["inconsistent"], 1), counts["passed"] / max(counts["consistent"], 1)
    on = "SummEdits, numeric"
    return [
        Row(on, "balanced accuracy", sum(shares) / 2, 1, "at least 88"),
        Row(on, "inconsistent summaries flagged", counts["caught"], counts["inconsistent"]),
        Row(on, "consistent summaries let pass", counts["passed"], counts["consistent"]),
    ]


def measure_ramdocs(limit: int | None = None) -> list[Row]:
    """Per question: conflicts and mixed ones flagged, namesakes and agreeing ones not."""
    counts: Counter[str] = Counter()
    for item in _jsonl("ramdocs_numeric.jsonl")[:limit]:
        counts[item["kind"]] += 1
        counts[f"{item['kind']} flagged"] += _flagged([(document["text"], "") for document in item["docs"]])
    if not counts:
        return []
    on = "RAMDocs, numeric"
    hard = counts["conflict flagged"] + counts["mixed flagged"], counts["conflict"] + counts["mixed"]
    return [
        Row(on, "ambiguous flagged", counts["ambiguous flagged"], counts["ambiguous"], "at most 15"),
        Row(on, "conflict and mixed flagged", *hard, "at least 60"),
        Row(on, "consistent flagged", counts["consistent flagged"], counts["consistent"]),
    ]


# --- the table ---------------------------------------------------------------------------------------------------------------------

MEASURES: dict[str, Callable[[], list[Row]]] = {
    "corpora-claims": lambda: measure_corpora(from_claims=True),
    "corpora": lambda: measure_corpora(from_claims=False),
    "thesis-claims": lambda: measure_thesis(from_claims=True),
    "thesis": lambda: measure_thesis(from_claims=False),
    "judged": measure_judged,
    "vitaminc": measure_vitaminc,
    "summedits": measure_summedits,
    "ramdocs": measure_ramdocs,
}


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| on | what | figure | wanted | |", "|---|---|---|---|---|"]
    for row in rows:
        counted = f" ({row.hits:g}/{row.of:g})" if row.of > 1 else ""
        mark = {True: "holds", False: "missed", None: ""}[row.holds]
        lines.append(f"| {row.on} | {row.what} | {row.share:.1f} %{counted} | {row.wanted} | {mark} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table, and puts the whole of it into benchmarks/RESULTS.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=list(MEASURES), default=list(MEASURES))
    parser.add_argument("--no-record", action="store_true", help="print only; leave benchmarks/RESULTS.md alone")
    options = parser.parse_args(argv)
    rows: list[Row] = []
    for name in options.only:
        rows += MEASURES[name]()
    printed = table(rows)
    print(printed)
    if rows and not options.no_record and len(options.only) == len(MEASURES):
        record_results("Conflicts", printed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
