"""How often a figure gets its predicate class, in sentences of `tests/extraction/paraphrases`, written without sight of the word lists.

    python -m benchmarks.paraphrases [--misses] [--no-write] [THEME ...]

Each sentence is a document of its own, so that nothing but its own words can help. A figure is right where its class is one of those its
row allows, wrong where it has another class, and None where it has none (or was not found at all). What is counted and the axes are asked
only where a row names them. The sentences are held out: no rule and no word list is made by looking at them, and none is changed because
it fails. The theme `two_claims` has sentences of two figures that must get different classes, `not_that` those with a word of some other
class near the figure: how often all figures of a sentence are right, how often both get one class, and how often a figure gets the class
its row rules out are shares of their own. `--misses` prints the rows that fail, RESULTS.md gets the shares alone.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.reading.document import Document, DocumentMetadata, Segment
from atodds.vocabulary import SegmentKind
from benchmarks.results import record_results

__all__ = ["ALL", "TABLES", "Asked", "Judged", "Shares", "judge", "main", "read_tables", "shares_by_theme", "table_of_shares"]

TABLES = Path(__file__).resolve().parents[1] / "tests" / "extraction" / "paraphrases"
ALL = "all"
_SECTION = "Paraphrases"


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of a table: a figure of a sentence and what it should be taken for."""

    theme: str
    sentence: str
    figure: str
    classes: frozenset[str]
    counted: frozenset[str]  # empty: not asked
    axes: frozenset[str]  # "group=women"; empty: not asked
    never: frozenset[str] = frozenset()  # a plausible class that it must not get

    @property
    def span(self) -> tuple[int, int]:
        """Where the figure stands in the sentence: the one place where no digit goes on beside it."""
        found = [match.span() for match in re.finditer(rf"(?<![\d.,]){re.escape(self.figure)}(?!\d|[.,]\d)", self.sentence)]
        if len(found) != 1:
            raise ValueError(f"{self.theme}: {self.figure!r} stands {len(found)} times in {self.sentence!r}")
        return found[0]


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the claims that were made of its figure."""

    asked: Asked
    claims: tuple[Claim, ...]

    @property
    def given(self) -> frozenset[str]:
        """The classes given to the figure; a bare verb that stands for a class ("verb:walk") is none."""
        return frozenset(claim.predicate for claim in self.claims if claim.predicate and ":" not in claim.predicate)

    @property
    def right(self) -> bool:
        """One of the classes the row allows."""
        return bool(self.given & self.asked.classes)

    @property
    def wrong(self) -> bool:
        """A class, and not one that the row allows."""
        return bool(self.given) and not self.right

    @property
    def none(self) -> bool:
        """No class."""
        return not self.given

    @property
    def right_or_next(self) -> bool:
        """Right, or right in a class that stands nearly as near."""
        return self.right or any(set(claim.also) & self.asked.classes for claim in self.claims)

    @property
    def forbidden(self) -> bool:
        """The very class the row says it must not get."""
        return bool(self.given & self.asked.never)

    @property
    def counted_right(self) -> bool | None:
        """Whether what is counted is one of those the row allows; None where it does not ask."""
        return bool({claim.counted for claim in self.claims} & self.asked.counted) if self.asked.counted else None

    @property
    def axes_right(self) -> bool | None:
        """Whether one claim has every axis the row names; None where it names none."""
        if not self.asked.axes:
            return None
        return any(self.asked.axes <= {f"{one.axis.value}={one.value}" for one in claim.axes} for claim in self.claims)

    def line(self) -> str:
        """The row and what was given, for reading."""
        given = "; ".join(
            f"{claim.mention_text!r} {claim.predicate} of {claim.counted}"
            + "".join(f" {one.axis.value}={one.value}" for one in claim.axes)
            + (f" also {','.join(claim.also)}" if claim.also else "")
            for claim in self.claims
        )
        wanted = "|".join(sorted(self.asked.classes)) + (f" of {'|'.join(sorted(self.asked.counted))}" if self.asked.counted else "")
        wanted += "".join(f" {one}" for one in sorted(self.asked.axes))
        return f"{self.asked.theme}: {self.asked.sentence} [{self.asked.figure}] wanted {wanted}, given {given or 'no claim'}"


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares in percent, of the rows of one theme or of all."""

    rows: int
    right: float
    wrong: float
    none: float
    right_or_next: float
    counted: float | None  # right, of those asked
    axes: float | None
    both: float | None  # sentences that ask about several figures: all of them right
    merged: float | None  # and those where figures of different classes got the same one
    forbidden: float | None  # of the rows that name a class that must not be given: that class given


def read_tables(folder: Path = TABLES) -> list[Asked]:
    """Every row of every table, the file's name being its theme."""
    rows: list[Asked] = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
                classes, counted, never = (_ids(row.get(column), "|") for column in ("class", "counted", "not"))
                rows.append(Asked(path.stem, row["sentence"], row["figure"], classes, counted, _ids(row.get("axes"), ";"), never))
    return rows


def _ids(cell: str | None, separator: str) -> frozenset[str]:
    return frozenset(part.strip() for part in (cell or "").split(separator) if part.strip())


def judge(rows: Iterable[Asked], extractor: Extractor | None = None) -> list[Judged]:
    """The rows with the claims of their figures; each sentence is read once, however many rows ask about it."""
    extractor = extractor or Extractor()
    read: dict[str, list[Claim]] = {}
    judged = []
    for asked in rows:
        if asked.sentence not in read:
            read[asked.sentence] = extractor.extract(_document(asked.sentence))
        judged.append(Judged(asked, tuple(_of_the_figure(read[asked.sentence], *asked.span))))
    return judged


def _document(sentence: str) -> Document:
    return Document(
        document_id="d" * 16, path="a.txt", format="text", content_sha256="0" * 64, text=sentence,
        segments=(Segment(SegmentKind.BODY, 0, len(sentence)),), metadata=DocumentMetadata(),
    )  # fmt: skip


def _of_the_figure(claims: Iterable[Claim], start: int, end: int) -> Iterator[Claim]:
    for claim in claims:
        if claim.mention_start is not None and claim.mention_end is not None and claim.mention_start < end and start < claim.mention_end:
            yield claim


def shares_by_theme(judged: Sequence[Judged]) -> dict[str, Shares]:
    """The shares of each theme and, last, of all rows."""
    themes = dict.fromkeys(one.asked.theme for one in judged)
    shares = {theme: _shares([one for one in judged if one.asked.theme == theme]) for theme in themes}
    return {**shares, ALL: _shares(judged)}


def _shares(judged: Sequence[Judged]) -> Shares:
    by_sentence: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_sentence[one.asked.sentence].append(one)
    several = [found for found in by_sentence.values() if len(found) > 1]
    return Shares(
        rows=len(judged),
        right=_percent(one.right for one in judged),
        wrong=_percent(one.wrong for one in judged),
        none=_percent(one.none for one in judged),
        right_or_next=_percent(one.right_or_next for one in judged),
        counted=_percent_asked(one.counted_right for one in judged),
        axes=_percent_asked(one.axes_right for one in judged),
        both=_percent_asked(all(one.right for one in found) for found in several),
        merged=_percent_asked(bool(frozenset.intersection(*(one.given for one in found))) for found in several),
        forbidden=_percent_asked(one.forbidden if one.asked.never else None for one in judged),
    )


def _percent(answers: Iterable[bool]) -> float:
    share = _percent_asked(answers)
    return 0.0 if share is None else share


def _percent_asked(answers: Iterable[bool | None]) -> float | None:
    asked = [answer for answer in answers if answer is not None]
    return 100 * sum(asked) / len(asked) if asked else None


def table_of_shares(shares: dict[str, Shares]) -> str:
    """The shares as a Markdown table."""
    lines = [
        "| theme | figures | right | wrong | None | right or next | counted right | axes right | both right | one for both | ruled out |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for theme, of in shares.items():
        cells = [of.right, of.wrong, of.none, of.right_or_next, of.counted, of.axes, of.both, of.merged, of.forbidden]
        shown = ["" if cell is None else f"{cell:.1f} %" for cell in cells]
        lines.append(f"| {theme.replace('_', ' ')} | {of.rows} | {' | '.join(shown)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("themes", nargs="*", metavar="THEME", help="only these; all of them without")
    parser.add_argument("--misses", action="store_true", help="print the rows that are not right, too")
    parser.add_argument("--no-write", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args(arguments)
    judged = judge(row for row in read_tables() if not options.themes or row.theme in options.themes)
    if options.misses:
        failed = [one for one in judged if not one.right or one.counted_right is False or one.axes_right is False]
        print("\n".join(one.line() for one in failed))
    table = table_of_shares(shares_by_theme(judged))
    print(f"\n## {_SECTION}\n\n{table}", flush=True)
    if not options.no_write and not options.themes:
        record_results(_SECTION, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
