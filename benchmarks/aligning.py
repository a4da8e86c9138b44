"""How well claims about one thing meet, and claims about different things stay apart, on the dev gold.

    python -m benchmarks.aligning [--misses N] [--sweep]

For each gold conflict group: do its claims meet (same subject, same measure or one a part of the other, facets the same or one a part
of the other)? Of the groups held to be compatible because of a different scope (told by the words of the annotator's reason), are they
kept apart or marked as part and whole?

`--sweep` prints where the likeness thresholds of aligning come from: the one for names from spelling variants in the seeds against all
other names of places, those for wordings from the gold groups.
Reads ../shared; says so and stops when it is not there.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from atodds.aligning import Alignment, align, load_measures, relate_scopes, scopes
from atodds.aligning.alignment import FUZZY_NAME
from atodds.aligning.gazetteer import load_gazetteer
from rapidfuzz import fuzz

from atodds.claims import Claim
from atodds.vocabulary import Bound, Qualifier, Standing

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
CORPORA = (
    ("beirut", "corpora/beirut_port_explosion_2020/documents", ("corpora/beirut_port_explosion_2020/claims.gold.jsonl",),
     "corpora/beirut_port_explosion_2020/conflicts.gold.jsonl"),
    ("turkey_syria", "corpora/turkey_syria_earthquake_2023/documents", ("corpora/turkey_syria_earthquake_2023/claims.gold.jsonl",),
     "corpora/turkey_syria_earthquake_2023/conflicts.gold.jsonl"),
    ("002a", "seeds", ("gold/claims_002a.jsonl", "gold/claims_articles.jsonl"), "gold/conflicts_002a.jsonl"),
)  # fmt: skip
# Words of an annotator's reason that put a compatible pair down to another scope, measure or subject rather than to time or rounding.
_OTHER_SCOPE = re.compile(
    r"\b(different (?!dates?\b|times?\b|years?\b|precision)|alone|among|part of|parts of|scope|vs children|both countries|"
    r"not the same|government area|all people|plus|delivered|stored|two different|first shock|versus|other than)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Titled:
    document_id: str
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, help="print this many groups that do not meet, and that do and should not")
    parser.add_argument("--sweep", action="store_true", help="print what other likeness thresholds would give")
    options = parser.parse_args(arguments)
    if options.sweep:
        _sweep_names()
    if not (SHARED / "corpora").is_dir():
        print(f"aligning: {SHARED} is not here; nothing measured", file=sys.stderr)
        return 0
    print(f"{'corpus':<14}{'claims':>7}{'contradiction meets':>22}{'arithmetic meets':>19}{'tension meets':>17}{'other scope apart':>20}")
    for name, folder, golds, conflicts in CORPORA:
        claims = read_gold(SHARED / folder, [SHARED / gold for gold in golds])
        aligned = align(claims, [_Titled(document_id) for document_id in {claim.document_id for claim in claims}])
        print(_row(name, aligned, list(_lines(SHARED / conflicts)), options.misses))
    if options.sweep:
        _sweep_wordings()
    _speed()
    return 0


def read_gold(folder: Path, golds: Sequence[Path]) -> list[Claim]:
    """The gold as claims, through the script that writes the export format."""
    script = SHARED / "gold" / "as_claims.py"
    written = subprocess.run([sys.executable, str(script), str(folder), *map(str, golds)], check=True, capture_output=True, text=True)
    return [_claim(json.loads(line)) for line in written.stdout.splitlines()]


def _claim(row: dict[str, object]) -> Claim:
    return Claim(
        claim_id=str(row["claim_id"]), document_id=str(row["document_path"]), document_path=str(row["document_path"]),
        quote=str(row["quote"]), mention_text=str(row["mention_text"]), claim_type=str(row["claim_type"]), measure=str(row["measure"]),
        subject=_text(row["subject"]), facet=_text(row["facet"]), unit=_text(row["unit"]), bound=Bound(str(row["bound"])),
        value_low=_number(row["value_low"]), value_high=_number(row["value_high"]), attribution=_text(row["attribution"]),
        date_low=_day(row.get("date_low")), date_high=_day(row.get("date_high")), extractor="gold",
    )  # fmt: skip


def _text(value: object) -> str | None:
    return str(value) if value else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _day(value: object) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None


def _lines(path: Path) -> Iterator[dict[str, object]]:
    yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def meets(a: Claim, b: Claim) -> bool:
    """Whether checks get to hold the two against each other."""
    measures = load_measures()
    return (
        a.subject_id == b.subject_id
        and measures.relate(a.measure, b.measure).standing in {Standing.SAME, Standing.PART, Standing.WHOLE}
        and relate_scopes(a.facet_id, b.facet_id).standing is not Standing.DISJOINT
    )


def compared_plainly(a: Claim, b: Claim) -> bool:
    """Whether they would be held against each other as two readings of one figure, and not as part and whole."""
    if Qualifier.PROJECTION in a.qualifiers or Qualifier.PROJECTION in b.qualifiers:
        return a.qualifiers == b.qualifiers and meets(a, b)
    return (
        meets(a, b)
        and load_measures().relate(a.measure, b.measure).standing is Standing.SAME
        and relate_scopes(a.facet_id, b.facet_id).standing in {Standing.SAME, Standing.UNKNOWN}
    )


def _held(alignment: Alignment, groups: list[dict[str, object]], misses: int = 0) -> Counter[tuple[str, bool]]:
    """How many groups of each verdict are as they should be."""
    by_id = {claim.claim_id: claim for claim in alignment.claims}
    counts: Counter[tuple[str, bool]] = Counter()
    shown = 0
    for group in groups:
        named = group["claims"]
        assert isinstance(named, list)
        claims = [by_id[claim_id] for claim_id in named if claim_id in by_id]
        if len(claims) < 2:
            continue
        verdict, reason = str(group["verdict"]), str(group["reason"])
        pairs = [(a, b) for number, a in enumerate(claims) for b in claims[number + 1 :]]
        if verdict == "compatible":
            if not _OTHER_SCOPE.search(reason):
                continue
            held = all(not compared_plainly(a, b) for a, b in pairs)
        else:
            held = any(meets(a, b) for a, b in pairs) if verdict != "arithmetic" else all(a.subject_id == b.subject_id for a, b in pairs)
        counts[verdict, held] += 1
        if not held and shown < misses:
            shown += 1
            print(f"  {group['id']} {verdict}: {reason[:110]}")
            for claim in claims[:4]:
                print(f"      {claim.measure} | {claim.subject} -> {claim.subject_id} | {claim.facet} -> {claim.facet_id}")
    return counts


def _row(name: str, alignment: Alignment, groups: list[dict[str, object]], misses: int) -> str:
    counts = _held(alignment, groups, misses)
    cells = [_share(counts, verdict) for verdict in ("contradiction", "arithmetic", "tension", "compatible")]
    return f"{name:<14}{len(alignment.claims):>7}{cells[0]:>22}{cells[1]:>19}{cells[2]:>17}{cells[3]:>20}"


def _share(counts: Counter[tuple[str, bool]], verdict: str) -> str:
    held, missed = counts[verdict, True], counts[verdict, False]
    return f"{100 * held / (held + missed):.0f} % ({held}/{held + missed})" if held + missed else "n/a"


def _sweep_names() -> None:
    """Spelling variants of places (names and aliases alike by 70 or more) that a threshold joins, and different places it would join."""
    gazetteer = load_gazetteer()
    places = {name: entity for name, entity in gazetteer.names.items() if entity.startswith("place:") and len(name) >= 6}
    variants: list[float] = []
    others: list[float] = []
    names = sorted(places)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            if one[0] != other[0] or abs(len(one) - len(other)) > 2:
                continue
            likeness = fuzz.ratio(one, other)
            if likeness >= 70:
                (variants if places[one] == places[other] else others).append(likeness)
    print(f"names: {len(variants)} spelling variants, {len(others)} pairs of different places alike by 70 or more")
    for threshold in (80, 84, 86, 88, 90, 92, 94):
        joined = sum(likeness >= threshold for likeness in variants)
        wrong = sum(likeness >= threshold for likeness in others)
        chosen = " <- FUZZY_NAME" if threshold == FUZZY_NAME else ""
        print(f"  {threshold}: joins {100 * joined / len(variants):.0f} % of the variants and {wrong} different places{chosen}")


def _sweep_wordings() -> None:
    """The gold groups at other thresholds for free wordings."""
    loaded = [(read_gold(SHARED / folder, [SHARED / gold for gold in golds]), list(_lines(SHARED / conflicts)))
              for _, folder, golds, conflicts in CORPORA]  # fmt: skip
    print("wordings: of contradictions and tensions meeting, of other scope kept apart, over all corpora")
    kept = scopes._CLOSE_WORDING, scopes._SHARED_WORDS
    for close, shared in ((80.0, 0.4), (85.0, 0.5), (90.0, 0.4), (90.0, 0.5), (90.0, 0.6), (95.0, 0.5), (100.0, 1.0)):
        scopes._CLOSE_WORDING, scopes._SHARED_WORDS = close, shared
        scopes._relate.cache_clear()
        counts: Counter[tuple[str, bool]] = Counter()
        for claims, groups in loaded:
            counts += _held(align(claims), groups)
        meeting = [counts[verdict, True] for verdict in ("contradiction", "tension")]
        wanted = [counts[verdict, True] + counts[verdict, False] for verdict in ("contradiction", "tension")]
        chosen = " <- chosen" if (close, shared) == kept else ""
        print(f"  close {close:.0f}, shared {shared}: {sum(meeting)}/{sum(wanted)} meet, {_share(counts, 'compatible')} apart{chosen}")
    scopes._CLOSE_WORDING, scopes._SHARED_WORDS = kept
    scopes._relate.cache_clear()


def _speed() -> None:
    """A million claims over a few thousand names."""
    base = _claim({"claim_id": "0", "document_path": "0", "quote": "q", "mention_text": "1", "claim_type": "casualties",
                   "measure": "killed", "subject": "s", "facet": None, "unit": "people", "bound": "exact", "value_low": 1, "value_high": 1,
                   "attribution": None})  # fmt: skip
    fields = {name: getattr(base, name) for name in Claim.__dataclass_fields__}
    claims = []
    for number in range(200_000):
        place = (number % 500 * 7 + number // 500 % 5) % 997
        fields.update(claim_id=str(number), document_id=f"d{number % 500}", subject=f"Flood in Someplace{place}",
                      facet=("total", "Turkey", "children")[number % 3])  # fmt: skip
        claims.append(Claim(**fields))
    start = time.perf_counter()
    align(claims)
    print(f"speed: {len(claims):,} claims of 500 documents, five subjects and three facets each, in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
