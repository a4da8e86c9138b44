"""Near-duplicates: fingerprints with alignment against MinHash, on texts made here.

    python -m benchmarks.copies [--no-record]

Of every article a copy is made with figures changed, with every tenth word changed, with a third of its sentences left out, and an article
that takes over one paragraph of it. Look-alikes are other articles on the same subject, in the same words. Printed: copies found, passages
found, look-alikes taken for copies, seconds.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from atodds.reading.copies import CopyKind, find_copies
from benchmarks.reading import _prose
from benchmarks.results import record_results

__all__ = ["Article", "made_articles", "main", "minhash_pairs"]

WAYS = ("figures changed", "every tenth word changed", "a third left out", "one paragraph taken over")


@dataclass(frozen=True, slots=True)
class Article:
    """A text with what it is a copy of, and how."""

    document_id: str
    path: str
    text: str
    published_on: date | None
    copy_of: str | None = None
    way: str | None = None


def made_articles(count: int, seed: int = 3) -> list[Article]:
    """`count` originals with a copy of each way."""
    draw = random.Random(seed)
    articles: list[Article] = []
    day = date(2020, 1, 1)
    for number in range(count):
        paragraphs = [[_prose(draw) for _ in range(5)] for _ in range(5)]
        name = f"{number:04d}"
        articles.append(Article(name, f"{name}.txt", _text(paragraphs), day))
        for offset, way in enumerate(WAYS, 1):
            text = _changed(paragraphs, way, draw)
            articles.append(Article(f"{name}-{offset}", f"{name}-{offset}.txt", text, day + timedelta(days=offset), name, way))
    return articles


def _text(paragraphs: list[list[str]]) -> str:
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def _changed(paragraphs: list[list[str]], way: str, draw: random.Random) -> str:
    if way == WAYS[0]:
        return "".join(str(draw.randrange(10)) if char.isdigit() else char for char in _text(paragraphs))
    if way == WAYS[1]:
        words = _text(paragraphs).split(" ")
        return " ".join(draw.choice(("whole", "green", "later")) if number % 10 == 7 else word for number, word in enumerate(words))
    if way == WAYS[2]:
        return _text([[sentence for number, sentence in enumerate(sentences) if number % 3] for sentences in paragraphs])
    return _text([[_prose(draw) for _ in range(5)], paragraphs[2], [_prose(draw) for _ in range(5)], [_prose(draw) for _ in range(5)]])


def minhash_pairs(articles: list[Article], permutations: int = 64, bands: int = 16) -> set[tuple[str, str]]:
    """Pairs that share a band of a MinHash signature over shingles of three words: the textbook way, for comparison."""
    draw = np.random.default_rng(1)
    factors = draw.integers(1, 2**31, permutations, dtype=np.uint64) | np.uint64(1)
    shifts = draw.integers(0, 2**31, permutations, dtype=np.uint64)
    rows = permutations // bands
    buckets: dict[tuple[int, bytes], list[str]] = {}
    pairs: set[tuple[str, str]] = set()
    for article in articles:
        words = "".join("0" if char.isdigit() else char for char in article.text.lower()).split()
        shingles = {zlib.crc32(" ".join(words[at : at + 3]).encode()) for at in range(max(len(words) - 2, 1))}
        values = np.fromiter(shingles, dtype=np.uint64)
        with np.errstate(over="ignore"):
            signature = ((values[:, None] * factors + shifts) % np.uint64(4_294_967_311)).min(axis=0)
        for band in range(bands):
            held = buckets.setdefault((band, signature[band * rows : (band + 1) * rows].tobytes()), [])
            pairs.update((other, article.document_id) for other in held)
            held.append(article.document_id)
    return pairs


def main(argv: list[str] | None = None) -> int:
    """Measure, print a table, record it."""
    parser = argparse.ArgumentParser(description="Near-duplicates: fingerprints against MinHash.")
    parser.add_argument("--no-record", action="store_true", help="do not write benchmarks/RESULTS.md")
    options = parser.parse_args(argv)
    articles = made_articles(150)
    begin = time.process_time()
    copies = find_copies(articles)
    seconds = time.process_time() - begin
    family = {article.document_id: article.copy_of or article.document_id for article in articles}
    whole = {copy.document_id for copy in copies if copy.kind is CopyKind.DOCUMENT and family[copy.copy_of_id] == family[copy.document_id]}
    part = {copy.document_id for copy in copies if copy.kind is CopyKind.PASSAGE and family[copy.copy_of_id] == family[copy.document_id]}
    wrong = sum(family[copy.copy_of_id] != family[copy.document_id] for copy in copies)
    begin = time.process_time()
    pairs = minhash_pairs(articles)
    minhash_seconds = time.process_time() - begin
    minhash = {later for earlier, later in pairs if family[earlier] == family[later]}
    lines = ["| way | copies | fingerprints | MinHash |", "|---|---:|---:|---:|"]
    for way in WAYS:
        of_way = {article.document_id for article in articles if article.way == way}
        found = of_way & (part | whole if way == WAYS[3] else whole)
        ours, theirs = 100 * len(found) / len(of_way), 100 * len(of_way & minhash) / len(of_way)
        lines.append(f"| {way} | {len(of_way)} | {ours:.0f} % | {theirs:.0f} % |")
    lines.append(f"| look-alikes taken for copies | | {wrong} | {sum(family[a] != family[b] for a, b in pairs)} |")
    lines.append(f"| seconds for {len(articles)} articles | | {seconds:.2f} | {minhash_seconds:.2f} |")
    table = "\n".join(lines)
    print(table)
    if not options.no_record:
        record_results("Copies", table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
