"""How well documents fall into topics: folders of ../shared mixed in one, each alone, and ten thousand made-up notices.

    python -m benchmarks.clusters [--sweep] [--speed N]

Precision and recall are over pairs of documents: two of one folder should share a topic, two of different folders should not. Sealed
folders are measured with the others and never shown. `--sweep` prints the same for other thresholds of likeness; `--speed` how long N
made-up notices of twelve a subject take.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from atodds.reading import Document, read
from atodds.topics import Topics, TopicText, clusters, find_topics

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SEALED = frozenset(
    "cholera_outbreak steel_maker drought_aid national_budget refugee_camp rohingya_exodus_2017 sochi_olympics_2014 hs2_railway "
    "aral_sea".split()
)
_SYLLABLES = "ba do ka le mi nu pe ri so ta va zo ger lin mar ston fel dra tor wen".split()
_KINDS = ("flood", "fire", "election", "explosion", "strike", "railway", "bridge", "budget")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--speed", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    if options.speed:
        _speed(options.speed)
    if not SHARED.is_dir():
        print(f"{SHARED} is not there; nothing measured on it", file=sys.stderr)
        return 0
    folders = {
        folder.parent.name: _texts(folder) for base in ("suites", "corpora") for folder in sorted(SHARED.glob(f"{base}/*/documents"))
    }
    print("| alike | open: precision | recall | topics | all: precision | recall | topics | alone in one topic |")
    print(f"|{'---|' * 8}")
    for alike in (0.04, 0.06, 0.08, 0.1, 0.12) if options.sweep else (clusters.ALIKE,):
        clusters.ALIKE = alike
        _row(alike, folders)
    return 0


def _texts(folder: Path) -> list[TopicText]:
    return [topic_text(read(path)) for path in sorted(folder.iterdir())]


def topic_text(document: Document) -> TopicText:
    """A read document as topics ask for it."""
    sections: list[tuple[tuple[str, ...], int, int]] = []
    for segment in document.segments:
        if not sections or sections[-1][0] != segment.heading_path:
            sections.append((segment.heading_path, segment.char_start, segment.char_end))
    said = document.metadata
    return TopicText(
        document_id=document.document_id,
        path=document.path,
        title=said.title,
        published_on=said.published_on,
        publisher=said.publisher,
        text=document.text,
        sections=tuple(sections),
    )


def _row(alike: float, folders: Mapping[str, Sequence[TopicText]]) -> None:
    cells = []
    for names in (folders.keys() - SEALED, folders.keys()):
        mixed = {name: folders[name] for name in sorted(names)}
        topics = find_topics([text for texts in mixed.values() for text in texts])
        precision, recall = pairs(topics, mixed)
        cells.append(f"{precision:.3f} | {recall:.3f} | {len(topics.topics)} of {len(mixed)}")
    whole = sum(len(find_topics(texts).topics) == 1 for texts in folders.values())
    print(f"| {alike} | {' | '.join(cells)} | {whole} of {len(folders)} |")


def pairs(topics: Topics, folders: Mapping[str, Iterable[TopicText]]) -> tuple[float, float]:
    """Precision and recall over pairs of documents."""
    placed = Counter((topics.at(text.document_id).topic_id, name) for name, texts in folders.items() for text in texts)
    both = sum(number * (number - 1) for number in placed.values())
    of_topics: Counter[str] = Counter()
    of_folders: Counter[str] = Counter()
    for (topic, name), number in placed.items():
        of_topics[topic] += number
        of_folders[name] += number
    said = sum(number * (number - 1) for number in of_topics.values())
    wanted = sum(number * (number - 1) for number in of_folders.values())
    return both / max(said, 1), both / max(wanted, 1)


def notices(number: int, of_one: int = 12) -> dict[str, list[TopicText]]:
    """Made-up notices of some 250 words each, `of_one` on each subject."""
    chance = random.Random(7)

    def name() -> str:
        return "".join(chance.choices(_SYLLABLES, k=5)).capitalize()

    made: dict[str, list[TopicText]] = {}
    country = [name() for _ in range(20)]
    for subject in range(-(-number // of_one)):
        kind, own = chance.choice(_KINDS), [name() for _ in range(8)]
        day = date(2000, 1, 1) + timedelta(days=chance.randrange(9000))
        texts = []
        for note in range(min(of_one, number - subject * of_one)):
            sentences = [
                f"In {chance.choice(own)} the {kind} of {own[0]} left {chance.randrange(900)} people without help, the office of {name()} "
                f"in {chance.choice(country)} said, and {chance.choice(own)} asked for {chance.randrange(90)} million for repairs."
                for _ in range(8)
            ]
            title = f"{own[0]} {kind}: {chance.choice(['what is known', 'new figures', 'the count', 'a report'])} from {chance.choice(own)}"
            text = f"{title}\n\n" + " ".join(sentences)
            texts.append(
                TopicText(
                    document_id=f"{subject:05d}{note:03d}",
                    path=f"{subject}/{note}.txt",
                    title=title,
                    published_on=day + timedelta(days=note),
                    publisher=None,
                    text=text,
                )
            )
        made[str(subject)] = texts
    return made


def _speed(number: int) -> None:
    for of_one in (12, number):
        made = notices(number, of_one)
        texts = [text for one in made.values() for text in one]
        started = time.process_time()
        topics = find_topics(texts)
        seconds = time.process_time() - started
        precision, recall = pairs(topics, made)
        print(
            f"{number:,} notices, {of_one:,} on each subject: {seconds:.1f} s of one core, {len(topics.topics):,} topics for {len(made):,} "
            f"subjects, precision {precision:.3f}, recall {recall:.3f}"
        )
        last = texts[-1]
        started = time.process_time()
        again = find_topics([*texts[:-1], last], settled={key: value for key, value in topics.settled.items() if key != last.document_id})
        moved = sum(again.at(text.document_id).topic_id != topics.at(text.document_id).topic_id for text in texts)
        print(f"  once more with one of them new: {time.process_time() - started:.1f} s, {moved} moved, {len(again.notes)} notes")


if __name__ == "__main__":
    raise SystemExit(main())
