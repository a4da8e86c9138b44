"""How well dates are found and read: the Recognizers-Text date cases, WikiWars, and every date of the dev gold.

    python -m benchmarks.dates [--misses N]

Reads ../shared; says so and leaves a part out when it is not there. Conventions that differ are bridged where the difference is one of
notation, and only there: Recognizers writes the end of a range as the first day after it, and moves "after 2010" to 2011-01-01; WikiWars
marks both ends of a range as dates of their own.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from json import loads
from pathlib import Path
from typing import Any

from atodds.normalising.date_anchors import NarrativeAnchor
from atodds.normalising.date_expressions import Between, Open
from atodds.normalising.date_resolving import DateContext, resolve
from atodds.normalising.dates import find_dates, find_dates_and_times
from atodds.normalising.mentions import DateMention
from atodds.reading import read
from atodds.vocabulary import Bound, SegmentKind
from benchmarks.results import shared_folder

__all__ = ["Figures", "gold_dates", "recognizers_dates", "speed", "wikiwars_dates"]

_PLAIN_VALUE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Dr|Gen|Col|Lt|Maj|Capt|St|No|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.$")
LINE_SLACK = 3


@dataclass
class Figures:
    """What one set comes to: counts by name, and the cases that went wrong, for reading."""

    name: str
    counts: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The figures on one line."""
        shown = "   ".join(f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in self.counts.items())
        return f"{self.name}: {shown}"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield loads(line)


# Recognizers-Text


def recognizers_dates(path: Path) -> Figures:
    """Cases that state dates or date ranges: all of them read right and nothing else found. Times, durations and sets are out of scope."""
    figures = Figures("recognizers_dates")
    counts: Counter[str] = Counter()
    for case in _lines(path):
        kinds = {gold["type"].removeprefix("datetimeV2.") for gold in case["gold"]}
        stated = [gold for gold in case["gold"] if gold["type"].removeprefix("datetimeV2.") in ("date", "daterange")]
        if not stated:
            counts["other_scope" if kinds else "no_date"] += 1
            if not kinds and _recognizers_mentions(case):
                counts["false_alarms"] += 1
                figures.wrong.append(
                    f"{case['id']}: {case['text'][:110]!r} has no date; found {[m.text for m in _recognizers_mentions(case)]}"
                )
            continue
        counts["cases"] += 1
        mentions = _recognizers_mentions(case)
        others = [gold for gold in case["gold"] if gold not in stated]
        wrong = []
        for gold in stated:
            over = [m for m in mentions if m.start <= gold["end"] and m.end > gold["start"]]
            if not any(_same_as_recognizers(m, gold) for m in over) and not _set_aside(case, gold):
                wrong.append(f"{gold['text']} {_values(gold)} read as {[(m.text, str(m.low), str(m.high)) for m in over]}")
        spurious = [m for m in mentions if not any(m.start <= g["end"] and m.end > g["start"] for g in (*stated, *others))]
        if wrong or spurious:
            figures.wrong.append(f"{case['id']}: {case['text'][:110]!r}: {'; '.join(wrong)} extra {[m.text for m in spurious]}")
        else:
            counts["right"] += 1
    figures.counts = {**dict(counts), "share": counts["right"] / max(counts["cases"], 1)}
    return figures


def _recognizers_mentions(case: dict[str, Any]) -> tuple[DateMention, ...]:
    reference = datetime.fromisoformat(case["reference"]).date() if case["reference"] else None
    return find_dates(case["text"], reference=reference, day_first=False)


def _set_aside(case: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Whether a day that no calendar has is set aside with that reason."""
    if all("not resolved" not in value for value in _values(gold)):
        return False
    found = find_dates_and_times(case["text"], day_first=False).rejected
    return any(r.start <= gold["end"] and r.end > gold["start"] and "calendar" in r.reason for r in found)


def _values(gold: dict[str, Any]) -> list[tuple[str | None, str | None, str | None]]:
    values = (gold.get("resolution") or {}).get("values") or []
    return [(v.get("start") or v.get("value"), v.get("end") or v.get("value"), v.get("Mod")) for v in values]


def _same_as_recognizers(mention: DateMention, gold: dict[str, Any]) -> bool:
    one_day = timedelta(days=1)
    for start, end, mod in _values(gold):
        if "not resolved" in (start, end):
            # no such day ("30 February"), or a season Recognizers gives no ends
            return True
        lows, highs = {mention.low}, {mention.high}
        if mention.high:
            highs.add(mention.high + one_day)
        whole = mention.expression.of if isinstance(mention.expression, Open) else None
        context = DateContext(date.fromisoformat("2016-11-07"))
        if whole is not None and mod in ("after", "before", "until", "since"):
            if mention.bound is Bound.AT_LEAST and mention.low:
                inner = resolve(whole, DateContext(mention.low, None))
                length = (inner.high - inner.low) if inner.high and inner.low else timedelta()
                lows.add(mention.low + length + one_day)
            elif mention.bound is Bound.AT_MOST and mention.high:
                inner = resolve(whole, DateContext(mention.high, None))
                length = (inner.high - inner.low) if inner.high and inner.low else timedelta()
                highs.add(mention.high - length)
        if isinstance(mention.expression, Between) and mention.low:
            right = resolve(mention.expression.high, DateContext(mention.high or context.reference, None))
            highs.add(right.low)
        wanted = (date.fromisoformat(start[:10]) if start else None, date.fromisoformat(end[:10]) if end else None)
        if wanted[0] in lows and wanted[1] in highs:
            return True
    return False


# WikiWars


def wikiwars_dates(path: Path) -> Figures:
    """Plain dates (YYYY, YYYY-MM, YYYY-MM-DD), articles read in order with the narrative's anchor: span overlaps and value is the same."""
    figures = Figures("wikiwars_dates")
    right = predicted = gold_count = seen = ignored = 0
    for article in _lines(path):
        text = article["text"]
        mentions = _told_in_order(text)
        plain = [g for g in article["gold"] if g["value"] and _PLAIN_VALUE.fullmatch(g["value"])]
        others = [g for g in article["gold"] if not (g["value"] and _PLAIN_VALUE.fullmatch(g["value"]))]
        items = [(m, value) for m in mentions for value in _plain_values(m)]
        gold_count += len(plain)
        used: set[int] = set()
        for gold in plain:
            over = [i for i, (m, _) in enumerate(items) if m.start < gold["end"] and m.end > gold["start"]]
            seen += bool(over)
            hit = next((i for i in over if i not in used and items[i][1] == gold["value"]), None)
            if hit is None:
                read_as = [(items[i][0].text, items[i][1]) for i in over]
                figures.wrong.append(f"{article['id']}@{gold['start']} {gold['text']!r} = {gold['value']}, read {read_as}")
            else:
                used.add(hit)
                right += 1
        for i, (m, value) in enumerate(items):
            if i in used:
                continue
            if any(m.start < g["end"] and m.end > g["start"] for g in others):
                ignored += 1
                continue
            if not any(m.start < g["end"] and m.end > g["start"] for g in plain):
                figures.wrong.append(f"{article['id']}@{m.start} extra {m.text!r} = {value}: {text[max(m.start - 40, 0) : m.end + 20]!r}")
            predicted += 1
        predicted += len(used)
    precision, recall = right / max(predicted, 1), right / max(gold_count, 1)
    figures.counts = {
        "gold": gold_count,
        "predicted": predicted,
        "beside_other_kinds": ignored,
        "seen": seen / max(gold_count, 1),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
    }
    return figures


def _told_in_order(text: str) -> list[DateMention]:
    """The mentions of a text read paragraph by paragraph and sentence by sentence, spans over the whole text."""
    anchor = NarrativeAnchor()
    out: list[DateMention] = []
    for found in re.finditer(r"[^\n]+", text):
        block = found.group()
        anchor = anchor.paragraph()
        heading = len(block) < 90 and not block.rstrip().endswith((".", "!", "?", ":", '"'))
        for start, end in _sentences(block):
            raw = find_dates(block[start:end])
            mentions, anchor = anchor.heading(raw) if heading else anchor.sentence(raw)
            out += [_moved(m, found.start() + start) for m in mentions]
    return out


def _sentences(block: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _SENTENCE.finditer(block):
        if _ABBREVIATION.search(block[max(gap.start() - 6, 0) : gap.start()]):
            continue
        yield start, gap.start()
        start = gap.end()
    yield start, len(block)


def _moved(mention: DateMention, by: int) -> DateMention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def _plain_values(mention: DateMention) -> list[str]:
    """The values in WikiWars' notation; a range has two."""
    if isinstance(mention.expression, Between) and mention.low and mention.high:
        low = resolve(mention.expression.low, DateContext(None, None))
        kinds = ("year", "month", "day")
        precision = low.precision if low.precision in kinds else mention.precision
        return [_plain(mention.low, precision), _plain(mention.high, mention.precision if precision == "year" else precision)]
    day = mention.low or mention.high
    if day is None or mention.needs:
        return []
    return [value] if (value := _plain(day, mention.precision)) else []


def _plain(day: date, precision: str) -> str:
    lengths = {"year": 4, "month": 7, "day": 10}
    return day.isoformat()[: lengths[precision]] if precision in lengths else ""


# The dev gold


def gold_dates(golds: Sequence[Path], documents: Path, name: str) -> list[Figures]:
    """Every scorable gold date: seen by its quote alone, and in its document read in order with the anchor."""
    wanted = [g for path in golds for g in _lines(path) if g["kind"] == "date" and _scorable(g)]
    in_document = {g["doc"]: _document_mentions(documents, g["doc"]) for g in wanted}
    quotes, context = Figures(f"{name}, quotes alone"), Figures(f"{name}, in the document")
    tally: Counter[str] = Counter()
    read_once: dict[str, tuple[DateMention, ...]] = {}
    hits: dict[str, set[int]] = {}
    for gold in wanted:
        published = in_document[gold["doc"]][0]
        mentions = read_once.setdefault(gold["quote"], find_dates(gold["quote"], reference=published))
        _score(gold, list(enumerate(mentions)), hits.setdefault(gold["quote"], set()), quotes, tally, "quote")
    used: dict[str, set[int]] = {}
    for gold in wanted:
        near = [
            (i, m)
            for i, (m, first, last) in enumerate(in_document[gold["doc"]][1])
            if first <= gold["line_end"] + LINE_SLACK and last >= gold["line_start"] - LINE_SLACK
        ]
        _score(gold, near, used.setdefault(gold["doc"], set()), context, tally, "document")
    total = max(len(wanted), 1)
    found = sum(len(mentions) for mentions in read_once.values())
    right = sum(len(indices) for indices in hits.values())
    quotes.counts = {
        "gold": len(wanted),
        "seen": tally["quote seen"] / total,
        "both_ends": tally["quote right"] / total,
        "mentions": found,
        "not_in_gold": found - right,
    }
    context.counts = {"gold": len(wanted), "seen": tally["document seen"] / total, "both_ends": tally["document right"] / total}
    for quote, mentions in read_once.items():
        extra = [m.text for i, m in enumerate(mentions) if i not in hits[quote]]
        if extra:
            quotes.wrong.append(f"not in gold: {extra} in {quote[:150]!r}")
    return [quotes, context]


def _score(
    gold: dict[str, Any], mentions: Iterable[tuple[int, DateMention]], used: set[int], figures: Figures, tally: Counter[str], name: str
) -> None:
    low, high = _iso(gold["value_low"], first=True), _iso(gold["value_high"], first=False)
    free = [(i, m) for i, m in mentions if i not in used]
    right = next((i for i, m in free if (m.low, m.high) == (low, high)), None)
    if right is None:
        shared = next((i for i, m in free if (low and m.low == low) or (high and m.high == high)), None)
        tally[f"{name} seen"] += shared is not None
        if shared is not None:
            used.add(shared)
        texts = [(m.text, str(m.low), str(m.high)) for _, m in free][:6]
        figures.wrong.append(
            f"{'ends' if shared is not None else 'MISS'} {gold['doc']}:{gold['line_start']} [{gold['value_text']}] {low}..{high}: {texts}"
        )
        return
    used.add(right)
    tally[f"{name} seen"] += 1
    tally[f"{name} right"] += 1


def _scorable(gold: dict[str, Any]) -> bool:
    note = (gold.get("note") or "").lower()
    if any(word in note for word in ("nominal", "my reading", "vague")):
        return False
    ends = [gold[end] for end in ("value_low", "value_high") if gold[end]]
    return bool(ends) and all(re.match(r"\d{4}", str(end)) for end in ends)


def _iso(text: str | None, *, first: bool) -> date | None:
    if not text:
        return None
    parts = [int(part) for part in re.findall(r"\d+", str(text))]
    year, month = parts[0], parts[1] if len(parts) > 1 else (1 if first else 12)
    if len(parts) > 2:
        return date(year, month, parts[2])
    return date(year, month, 1) if first else (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))


def _document_mentions(folder: Path, number: str) -> tuple[date | None, list[tuple[DateMention, int, int]]]:
    """The day of printing, and the mentions of one document with their lines."""
    (path,) = [path for path in sorted(folder.iterdir()) if re.match(rf"{number}(?!\d)", path.name)]
    document = read(path)
    anchor = NarrativeAnchor(published_on=document.metadata.published_on)
    out = []
    for segment in document.segments:
        if segment.kind is SegmentKind.BOILERPLATE:
            continue
        block = document.text_of(segment)
        if segment.kind in (SegmentKind.FOOTNOTE, SegmentKind.REFERENCE, SegmentKind.CAPTION):
            side = anchor  # what stands beside the story does not move it
            mentions, _ = side.sentence(find_dates(block))
            moved = [_moved(m, segment.char_start) for m in mentions]
        elif segment.kind in (SegmentKind.HEADING, SegmentKind.TITLE):
            mentions, anchor = anchor.heading(find_dates(block))
            moved = [_moved(m, segment.char_start) for m in mentions]
        else:
            anchor = anchor.paragraph()
            moved = []
            for start, end in _sentences(block):
                mentions, anchor = anchor.sentence(find_dates(block[start:end]))
                moved += [_moved(m, segment.char_start + start) for m in mentions]
        for mention in moved:
            place = document.source_map.place(mention.start, mention.end)
            out.append((mention, place.line_start or 0, place.line_end or 0))
    return document.metadata.published_on, out


# Speed


def speed(folder: Path) -> Figures:
    """Megabytes of prose a second, whole documents and sentence by sentence, on one core."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    size = sum(len(text.encode()) for text in texts) / 1e6
    find_dates(texts[0])
    start = time.process_time()
    found = sum(len(find_dates(text)) for text in texts)
    whole = time.process_time() - start
    sentences = [block[a:b] for text in texts for block in text.split("\n\n") for a, b in _sentences(block)]
    start = time.process_time()
    for sentence in sentences:
        find_dates(sentence)
    by_sentence = time.process_time() - start
    return Figures("speed", {"mentions": found, "mb_per_s_whole": size / whole, "mb_per_s_sentences": size / by_sentence})


def run(misses: int = 0) -> list[Figures]:
    """All figures that can be measured here, printed."""
    out: list[Figures] = []
    benchmarks, gold, corpora, seeds = (shared_folder(name) for name in ("benchmarks", "gold", "corpora", "seeds"))
    if benchmarks:
        out += [recognizers_dates(benchmarks / "recognizers_dates.jsonl"), wikiwars_dates(benchmarks / "wikiwars_dates.jsonl")]
    if gold and seeds:
        out += gold_dates(sorted(gold.glob("claims_*.jsonl")), seeds, "seeds")
    if corpora:
        for folder in sorted(path for path in corpora.iterdir() if path.is_dir()):
            out += gold_dates([folder / "claims.gold.jsonl"], folder / "documents", folder.name)
    if seeds:
        out.append(speed(seeds))
    for figures in out:
        print(figures.line())
        for wrong in figures.wrong[:misses]:
            print(f"    {wrong}")
    return out


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, help="print this many wrong cases of each set")
    run(parser.parse_args(arguments).misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
