"""Reading: is the canonical text faithful, do places lead back, how fast, in how much memory.

    python -m benchmarks.reading [--misses] [--no-memory] [--no-record]

What each figure means:

- quotes whole: of the annotated quotes, how many stand whole in one sentence of the canonical text (a table row is one sentence), blanks
  folded, in a segment that is not boilerplate. A quote in which the annotator left marks or crumbs of a page counts against us.
- lines right: of the figures of those quotes, how many the source map puts inside the annotated lines of the original file.
- glued marks: mentions of the annotated figures, found in the canonical text, that still have a digit hard against them.
- text MB/s, PDF pages/s: process time on one core, read and laid out, over text and pages generated here (wrapped, with notes and tables).
- memory: peak resident memory of a process of its own that reads one file of 100 MB.

Nothing of the annotated documents is kept here; they are read from ../shared, and their absence is said.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atodds.extraction.sentences import split_sentences
from atodds.reading import ReadingHint, read
from atodds.reading.document import Document
from atodds.vocabulary import SegmentKind
from benchmarks.results import record_results, shared_folder

__all__ = ["Faithfulness", "main", "measure_faithfulness", "pdf_pages_per_second", "sample_pdf", "sample_text", "text_megabytes_per_second"]

TARGETS = {"quotes": 97.0, "lines": 99.0, "text": 5.0, "pages": 20.0, "memory": 1000.0}
_WORDS = (
    "the harbour town council said that its survey of salt works counted about people houses boats and tonnes in every year since storm "
    "broke over coast where many had lived from trade with north until war came again they left for capital by rail or sea before winter "
    "report of office gives lower figure than parish books which were kept by hand through most difficult decade after famine region"
).split()


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Counts over one set of annotated claims."""

    claims: int
    whole: int
    placed: int
    right: int
    glued: int
    misses: tuple[str, ...]


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _sentences(document: Document) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for segment in document.segments:
        if segment.kind is SegmentKind.BOILERPLATE:
            continue
        text = document.text_of(segment)
        spans = [(0, len(text))] if segment.kind is SegmentKind.TABLE else split_sentences(text)
        found.extend((segment.char_start + a, segment.char_start + b, _folded(text[a:b])) for a, b in spans)
    return found


def measure_faithfulness(documents: Path, claims: Path) -> Faithfulness:
    """Hold annotated claims against the documents they were annotated in, matched by the number a file's name begins with."""
    golds = [json.loads(line) for line in claims.read_text(encoding="utf-8").splitlines() if line.strip()]
    read_documents: dict[str, tuple[Document, list[tuple[int, int, str]]]] = {}
    whole = placed = right = glued = 0
    misses: list[str] = []
    for gold in golds:
        name = gold["doc"]
        if name not in read_documents:
            path = next(iter(sorted(documents.glob(f"{name}[-_]*"))), None)
            if path is None:
                continue
            document = read(path)
            read_documents[name] = (document, _sentences(document))
        document, sentences = read_documents[name]
        quote = _folded(gold["quote"])
        held = [one for one in sentences if quote in one[2]]
        if not held:
            misses.append(f"not whole: {gold['id']} line {gold['line_start']}: {quote[:110]}")
            continue
        whole += 1
        spans = [one for one in (_figure(document, sentence, gold) for sentence in held) if one is not None]
        if not spans:
            continue
        placed += 1
        inside = [one for one in spans if _inside(document, one, gold)]
        right += bool(inside)
        if not inside:
            place = document.source_map.place(*spans[0])
            misses.append(
                f"elsewhere: {gold['id']} annotated {gold['line_start']}-{gold['line_end']}, read {place.line_start}-{place.line_end}"
            )
        span = (inside or spans)[0]
        after = document.text[span[1] : span[1] + 6]
        glued += bool(re.match(r"[.,;:]?\d", after) and not re.match(r"[.,]\d", after))
    return Faithfulness(len(golds), whole, placed, right, glued, tuple(misses))


def _figure(document: Document, sentence: tuple[int, int, str], gold: dict[str, Any]) -> tuple[int, int] | None:
    pattern = r"\s+".join(map(re.escape, str(gold["value_text"]).split()))
    found = re.search(pattern, document.text[sentence[0] : sentence[1]])
    return (sentence[0] + found.start(), sentence[0] + found.end()) if found else None


def _inside(document: Document, span: tuple[int, int], gold: dict[str, Any]) -> bool:
    place = document.source_map.place(*span)
    return place.line_start is not None and gold["line_start"] <= place.line_start and (place.line_end or 0) <= gold["line_end"]


def _prose(draw: random.Random, note: int | None = None) -> str:
    """A sentence of common words with figures in it."""
    words = [draw.choice(_WORDS) for _ in range(draw.randint(10, 24))]
    words[draw.randrange(2, 8)] = f"{draw.randint(1000, 900_000):,}"
    end = f".{note}" if note else "."
    return " ".join(words).capitalize() + end


def sample_text(size: int, seed: int = 7) -> str:
    """About `size` characters as a converter leaves a long report: a blank line after every line, notes, pages, now and then a table."""
    draw = random.Random(seed)
    pages: list[str] = []
    length, note, page = 0, 0, 0
    while length < size:
        page += 1
        notes: list[str] = []
        lines: list[str] = []
        for _ in range(4):
            sentences = []
            for position in range(6):
                marked = position == 3
                note += marked
                sentences.append(_prose(draw, note if marked else None))
                if marked:
                    notes.append(f"{note} See the yearbook of the office, vol. {draw.randint(1, 40)}, p. {draw.randint(1, 400)}.")
            words, line = " ".join(sentences).split(), ""
            for word in words:
                if len(line) + len(word) > 92:
                    lines += [line + " ", ""]
                    line = ""
                line = f"{line} {word}".strip()
            lines += [line + " ", ""]
        if page % 9 == 0:
            lines += [f"Table {page}: Salt by town", "", "Town 1950s 1960s"]
            lines += [f"{name} {draw.randint(100, 999)} {draw.randint(100, 999)}" for name in ("Lowmouth", "Highwell", "Strand")] + [""]
        text = "\n".join([*lines, " " * 49, *notes, "", "", "", str(page), ""])
        pages.append(text)
        length += len(text)
    return "\n".join(pages)


def sample_pdf(pages: int, seed: int = 7) -> bytes:
    """A PDF of so many pages, two columns on every other one, with notes and running headers."""
    from reportlab.pdfgen.canvas import Canvas

    draw = random.Random(seed)
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for page in range(1, pages + 1):
        columns = 1 + page % 2
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(60, 810, "Coast Survey Papers")
        canvas.setFont("Times-Roman", 11)
        width = 92 if columns == 1 else 42
        for column in range(columns):
            y = 780
            words: list[str] = []
            while y > 110:
                line = ""
                while len(line) < width - 6:
                    words = words or _prose(draw).split()
                    line = f"{line} {words.pop(0)}".strip()
                canvas.drawString(60 + 250 * column, y, line)
                y -= 15
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(60, 80, f"{page} See the yearbook of the office, p. {draw.randint(1, 400)}.")
        canvas.drawCentredString(297, 30, str(page))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text_megabytes_per_second(size: int = 6_000_000) -> float:
    """Megabytes of generated plain text read in one second of process time."""
    content = sample_text(size).encode()
    read(content[:20_000], ReadingHint(path="warm.txt"))
    begin = time.process_time()
    read(content, ReadingHint(path="sample.txt"))
    return len(content) / 1e6 / (time.process_time() - begin)


def pdf_pages_per_second(pages: int = 80) -> float:
    """Pages of a generated PDF read in one second of process time."""
    content = sample_pdf(pages)
    read(sample_pdf(2), ReadingHint(path="warm.pdf"))
    begin = time.process_time()
    document = read(content, ReadingHint(path="sample.pdf"))
    assert document.page_count == pages
    return pages / (time.process_time() - begin)


_MEMORY_PROGRAM = """
import resource, sys, time
from pathlib import Path
from atodds.reading import read
begin = time.process_time()
document = read(Path(sys.argv[1]))
print(len(document.text), len(document.segments), document.status.value, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
      round(time.process_time() - begin, 1))
"""


def peak_memory(megabytes: int = 100) -> tuple[int, float]:
    """Peak resident memory in MB and seconds of process time for one text file of so many megabytes, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.txt"
        with path.open("w", encoding="utf-8") as opened:
            part = sample_text(10_000_000).replace("'", "’")
            for _ in range(megabytes // 10):
                opened.write(part)
        answer = subprocess.run([sys.executable, "-c", _MEMORY_PROGRAM, str(path)], capture_output=True, text=True, check=True)
    _, _, status, peak, seconds = answer.stdout.split()
    if status != "read":
        raise RuntimeError(f"the large file came back {status}")
    return int(peak), float(seconds)


def _sets() -> Iterator[tuple[str, Path, Path]]:
    gold, seeds = shared_folder("gold"), shared_folder("seeds")
    if gold and seeds:
        for claims in sorted(gold.glob("claims_*.jsonl")):
            yield claims.stem, seeds, claims
    corpora = shared_folder("corpora")
    if corpora:
        for claims in sorted(corpora.glob("*/claims.gold.jsonl")):
            yield claims.parent.name, claims.parent / "documents", claims


def main(argv: list[str] | None = None) -> int:
    """Measure, print a table, record it."""
    parser = argparse.ArgumentParser(description="Reading: faithfulness, speed, memory.")
    parser.add_argument("--misses", action="store_true", help="print every quote that does not stand whole or is placed elsewhere")
    parser.add_argument("--no-memory", action="store_true", help="leave the 100 MB file out (it takes about half a minute)")
    parser.add_argument("--no-record", action="store_true", help="do not write benchmarks/RESULTS.md")
    options = parser.parse_args(argv)
    rows: list[tuple[str, str, str]] = []
    total = [0, 0, 0, 0]
    for name, documents, claims in _sets():
        found = measure_faithfulness(documents, claims)
        rows.append((f"{name}: quotes whole in one sentence", _percent(found.whole, found.claims), ""))
        rows.append((f"{name}: figures at the right lines", _percent(found.right, found.placed), ""))
        if documents.name == "seeds":
            total = [a + b for a, b in zip(total, (found.whole, found.claims, found.right, found.placed), strict=True)]
            rows.append((f"{name}: figures with a mark still glued to them", str(found.glued), "0"))
        if options.misses:
            print(*found.misses, sep="\n")
    if total[1]:
        rows.append(("gold of the seeds: quotes whole", _percent(total[0], total[1]), f">= {TARGETS['quotes']:.0f} %"))
        rows.append(("gold of the seeds: figures at the right lines", _percent(total[2], total[3]), f">= {TARGETS['lines']:.0f} %"))
    rows.append(("plain text, MB/s on one core", f"{text_megabytes_per_second():.1f}", f">= {TARGETS['text']:.0f}"))
    rows.append(("PDF, pages/s on one core", f"{pdf_pages_per_second():.0f}", f">= {TARGETS['pages']:.0f}"))
    if not options.no_memory:
        peak, seconds = peak_memory()
        rows.append(("100 MB of text in one file: peak memory, MB", f"{peak:,}", f"< {TARGETS['memory']:,.0f}"))
        rows.append(("100 MB of text in one file: seconds", f"{seconds:.0f}", ""))
    table = "\n".join(["| what | measured | target |", "|---|---:|---:|", *(f"| {a} | {b} | {c} |" for a, b, c in rows)])
    print(table)
    if not options.no_record:
        record_results("Reading", table)
    return 0


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "n/a"


if __name__ == "__main__":
    sys.exit(main())
