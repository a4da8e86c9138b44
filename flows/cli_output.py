"""What the command prints: progress to stderr, results to stdout."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atodds import summaries
from atodds.claims import time_words

if TYPE_CHECKING:
    from atodds.pipeline import Progress, RunOutcome
    from atodds.store.run_diff import RunDiff
    from atodds.workspace import Workspace

__all__ = ["demo_lines", "diff_lines", "print_json", "progress_bar", "source_lines", "summary_lines", "topic_lines", "trace_lines"]


def print_json(value: Any) -> None:
    """A value as JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


PROGRESS_EVERY_S = 10.0
"""How often a run says how far it is where nobody watches a bar: a log, a service manager, CI."""


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr where that is a terminal; else a line now and then."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        with _progress_lines(PROGRESS_EVERY_S) as say:
            yield say
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<17}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def say(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=max(total, 1) if done else total)

        yield say


@contextmanager
def _progress_lines(every_s: float) -> Iterator[Progress]:
    """A line on stderr every so many seconds: the stage, how much of it is done, and how long the run has taken."""
    began = time.monotonic()
    ended = threading.Event()
    at: tuple[str, int, int] = ("start", 0, 0)

    def say(stage: str, done: int, total: int) -> None:
        nonlocal at
        at = (stage, done, total)

    def tell() -> None:
        while not ended.wait(every_s):
            stage, done, total = at
            far = f": {done:,} of {total:,}" if total > 1 else ""
            print(f"atodds: {stage}{far} ({time.monotonic() - began:,.0f} s)", file=sys.stderr, flush=True)

    teller = threading.Thread(target=tell, name="progress", daemon=True)
    teller.start()
    try:
        yield say
    finally:
        ended.set()
        teller.join()


def summary_lines(outcome: RunOutcome, reports: dict[str, Path]) -> list[str]:
    """What a run found, in a few lines, the gravest findings, and where the report is."""
    lines = summaries.summary_lines(outcome.snapshot)
    found = summaries.gravest_findings(outcome.snapshot)
    if found:
        total = len(outcome.open_verdicts)
        head = "The gravest:" if len(found) == total else f"The {len(found)} gravest of {total:,}:"
        lines += ["", head, *summaries.gravest_lines(found), ""]
    return [*lines, *(f"report: {path}" for path in list(reports.values())[:1])]


def demo_lines(workspace: Workspace, outcome: RunOutcome, reports: dict[str, Path]) -> list[str]:
    """What the demo shows: counts, the three gravest discrepancies, the report, and how to go on."""
    lines = summaries.summary_lines(outcome.snapshot)
    lines += ["", "The three gravest:"]
    for number, found in enumerate(summaries.gravest(outcome.snapshot.discrepancies, 3), start=1):
        title = f"{found['title']}: " if found["title"] and not found["reason"].startswith(found["title"]) else ""
        lines.append(f"  {number}. {found['verdict']}: {title}{' '.join(found['reason'].split())}  [{found['discrepancy_id']}]")
    lines += ["", *(f"report ({name}): {path}" for name, path in reports.items())]
    lines += [
        "",
        f"The workspace is {workspace.root}. From there:",
        "  atodds review                      decide on each discrepancy in a browser",
        '  atodds serve --cron "0 6 * * *"    check every day at six',
    ]
    return lines


def source_lines(listed: dict[str, Any]) -> Iterable[str]:
    """The documents, with their status and claims in the latest run, and what is left out."""
    for item in listed["documents"]:
        claims = f", {summaries.counted(item['claims'], 'claim')}" if item["status"] == "read" else ""
        reason = (item["reason"] or "").removeprefix(f"{item['path']}: ")
        yield f"{item['path']}  ({item['status']}{claims}, {item['size_bytes']:,} bytes)" + (f": {reason}" if reason else "")
        yield from (f"    {notice}" for notice in item["notices"])
    for item in listed["left_out"]:
        yield f"left out: {item['path']}  ({item['reason']})"
    for item in listed["problems"]:
        yield f"problem: {item['message']}"
    if listed["run_id"] is not None:
        read = [item for item in listed["documents"] if item["status"] == "read"]
        claims = summaries.counted(sum(item["claims"] for item in read), "claim")
        yield f"run {listed['run_id']}: {summaries.counted(len(read), 'document')} read as they are now, {claims}"


def topic_lines(topics: Iterable[dict[str, Any]]) -> Iterable[str]:
    """The topics, each with its passages under it."""
    for topic in topics:
        when = time_words(topic["period_low"], topic["period_high"]) if topic["period_low"] else ""
        kind = ", ".join(word for word in (topic["kind"], when) if word)
        documents = summaries.counted(len({passage["document_path"] for passage in topic["passages"]}), "document")
        yield f"{topic['name']}  ({kind}; {documents}, {summaries.counted(topic['claims'], 'claim')})  [{topic['topic_id']}]"
        for passage in topic["passages"]:
            at = f", from character {passage['char_start']:,}" if passage["char_start"] else ""
            shares = ", ".join(word.strip('"') for word in passage["shares"])
            yield f"    {passage['document_path']}{at}" + (f"  shares {shares}" if shares else "")


def diff_lines(before: str, after: str, found: RunDiff) -> Iterable[str]:
    """What changed from one run to the other."""
    yield f"{before} to {after}: {found.new.height:,} new, {found.resolved.height:,} resolved, {found.persisting.height:,} persisting"
    for sign, frame in (("+", found.new), ("-", found.resolved)):
        for row in frame.iter_rows(named=True):
            title = f"{row['title']}: " if row["title"] else ""
            yield f"{sign} {row['discrepancy_id']} {row['verdict']} {title}{' '.join(row['reason'].split())}"


def trace_lines(sentences: Iterable[Any]) -> Iterable[str]:
    """What extraction saw, sentence by sentence."""
    for sentence in sentences:
        place = f"line {sentence.line_start}" if sentence.line_start else f"offset {sentence.char_start}"
        yield f"{place} ({sentence.segment_kind}): {' '.join(sentence.text.split())}"
        if sentence.skipped:
            yield f"  not looked at: {sentence.skipped}"
        if sentence.cues:
            yield f"  cues: {', '.join(sentence.cues)}"
        if sentence.names:
            yield f"  names: {', '.join(sentence.names)}"
        for rejected in sentence.rejected:
            yield f'  no figure: "{rejected.text}": {rejected.reason}'
        for frame in sentence.frames:
            yield f'  "{frame.mention}": {_framed(frame)}'
            for step in frame.steps:
                yield f"      {step}"


def _framed(frame: Any) -> str:
    claim = frame.claim
    if claim is None:
        return f"no claim: {frame.reason}"
    value = f"{claim.date_low} to {claim.date_high}" if claim.date_low or claim.date_high else f"{claim.value_low} to {claim.value_high}"
    parts = [f"{claim.measure} {value}", claim.currency or claim.unit, claim.bound, claim.subject and f"of {claim.subject}"]
    parts += [claim.facet and f"for {claim.facet}", claim.as_of_low and f"as of {claim.as_of_low} to {claim.as_of_high}"]
    parts += [claim.attribution and f"by {claim.attribution}", claim.modality, *(one.value for one in claim.axes)]
    parts += [f"confidence {claim.confidence:.2f}", f"claim {claim.claim_id}"]
    return ", ".join(str(part) for part in parts if part)
