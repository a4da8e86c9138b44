"""How well claims about one thing meet, and claims about different things stay apart, on the dev gold.

    python -m benchmarks.aligning [--misses N]

For each gold conflict group: do its claims meet (same subject, same measure or one a part of the other, facets the same or one a part
of the other)? Of the groups held to be compatible because of a different scope (told by the words of the annotator's reason), are they
kept apart or marked as part and whole?
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

from atodds.aligning import Alignment, align, load_measures, relate_scopes
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
    options = parser.parse_args(arguments)
    if not (SHARED / "corpora").is_dir():
        print(f"aligning: {SHARED} is not here; nothing measured", file=sys.stderr)
        return 0
    print(f"{'corpus':<14}{'claims':>7}{'contradiction meets':>22}{'arithmetic meets':>19}{'tension meets':>17}{'other scope apart':>20}")
    for name, folder, golds, conflicts in CORPORA:
        claims = read_gold(SHARED / folder, [SHARED / gold for gold in golds])
        aligned = align(claims, [_Titled(document_id) for document_id in {claim.document_id for claim in claims}])
        print(_row(name, aligned, list(_lines(SHARED / conflicts)), options.misses))
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


def _row(name: str, alignment: Alignment, groups: list[dict[str, object]], misses: int) -> str:
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
    cells = [_share(counts, verdict) for verdict in ("contradiction", "arithmetic", "tension", "compatible")]
    return f"{name:<14}{len(alignment.claims):>7}{cells[0]:>22}{cells[1]:>19}{cells[2]:>17}{cells[3]:>20}"


def _share(counts: Counter[tuple[str, bool]], verdict: str) -> str:
    held, missed = counts[verdict, True], counts[verdict, False]
    return f"{100 * held / (held + missed):.0f} % ({held}/{held + missed})" if held + missed else "n/a"


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
