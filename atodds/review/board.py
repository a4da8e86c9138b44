"""What the review app shows: the findings of one run with the decisions made so far, filtered and sorted.

Holds the run in memory and reads `adjudications.jsonl` again whenever it has grown, so two reviewers (or the command line) see each
other's decisions. Knows nothing of HTTP.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

import polars as pl

from atodds.adjudications import Adjudication, AdjudicationLog
from atodds.claims import Claim
from atodds.report import reasons_of
from atodds.report.facts import Fact
from atodds.report.findings import Finding, FindingSet, SourceDocument, bare_findings, claim_from_row, judged_findings
from atodds.report.snapshot_like import SnapshotLike
from atodds.report.wording import plain_text
from atodds.vocabulary import DiscrepancyState

__all__ = ["PAGE_SIZE", "Board", "FindingFilter"]

PAGE_SIZE = 50
SORTS = ("", "gap", "sources", "confidence", "topic")


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings, in which order; every field is a text from the address bar and may be nonsense."""

    q: str = ""
    verdict: str = ""
    severity: str = ""
    state: str = ""
    status: str = ""
    type: str = ""
    subject: str = ""
    document: str = ""
    assignee: str = ""
    check: str = ""
    sort: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> FindingFilter:
        """From a query string; unknown names are left out."""
        return cls(**{item.name: plain_text(parameters[item.name])[:200] for item in fields(cls) if item.name in parameters})

    @property
    def query(self) -> str:
        """Back to a query string, empty fields left out."""
        return urlencode({item.name: getattr(self, item.name) for item in fields(self) if getattr(self, item.name)})

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return not any(getattr(self, item.name) for item in fields(self) if item.name != "sort")

    def fits(self, finding: Finding, haystack: str) -> bool:
        """Whether a finding passes; `haystack` is all its words in lower case."""
        try:
            at_least = float(self.severity or 0)
        except ValueError:
            at_least = 0.0
        return (
            (not self.verdict or finding.verdict.value == self.verdict)
            and finding.severity >= at_least
            and (not self.state or finding.state.value == self.state)
            and (not self.status or finding.status.value == self.status)
            and (not self.type or finding.claim_type == self.type)
            and (not self.subject or finding.subject == self.subject)
            and (not self.check or finding.check_id == self.check)
            and (not self.document or any(document.document_id == self.document for document in finding.documents))
            and (not self.assignee or (finding.decision.assignee or "") == self.assignee)
            and all(word in haystack for word in self.q.lower().split())
        )


class Board:
    """The run that is being reviewed. Safe to use from several threads."""

    def __init__(
        self, snapshot: SnapshotLike, log: AdjudicationLog, *, legends: Mapping[str, str] | None = None, corpus: str | None = None
    ) -> None:
        self.snapshot = snapshot
        self.log = log
        self._lock = threading.Lock()
        self._bare = bare_findings(snapshot, legends=legends, explain_other=reasons_of(snapshot), corpus=corpus)
        self._haystacks = {
            finding.discrepancy_id: words
            for fact in (*self._bare.facts, *self._bare.resolved_facts)
            for words in (_haystack(fact),)
            for finding in fact.findings
        }
        self._documents = {document.document_id: document for document in self._bare.documents}
        self._seen: tuple[int, int, date] | None = None
        self._found = self._bare
        self._lines: tuple[Adjudication, ...] = ()

    def _stamp(self) -> tuple[int, int, date]:
        try:
            state = self.log.path.stat()
        except OSError:
            return 0, 0, date.today()
        return state.st_size, state.st_mtime_ns, date.today()

    @property
    def found(self) -> FindingSet:
        """The findings with every decision that is on disk by now."""
        with self._lock:
            stamp = self._stamp()
            if stamp != self._seen:
                read = self.log.read()
                self._lines = read.lines
                self._found = judged_findings(self._bare, read.lines, adjudication_problems=read.problems)
                self._seen = stamp
            return self._found

    @property
    def lines(self) -> tuple[Adjudication, ...]:
        """Every line of the file, oldest first."""
        _ = self.found
        return self._lines

    def last_batch(self, reviewer: str) -> tuple[str, list[Adjudication]]:
        """The last decision on many findings by this reviewer, with those of its lines that still stand; empty where there is none."""
        current = {finding.decision.decision.id: finding for finding in self.found.findings if finding.decision.decision is not None}
        batches = [line.batch for line in self.lines if line.batch and line.reviewer == reviewer]
        if not batches:
            return "", []
        return batches[-1], [line for line in self._lines if line.batch == batches[-1] and line.id in current]

    def document(self, document_id: str) -> SourceDocument | None:
        """A document of the run."""
        return self._documents.get(document_id)

    def claims_of(self, document_id: str) -> list[Claim]:
        """All claims of a document, in the order of its text."""
        frame = self.snapshot.claims
        if frame.is_empty():
            return []
        rows = frame.filter(pl.col("document_id") == document_id).iter_rows(named=True)
        return sorted((claim_from_row(row) for row in rows), key=lambda claim: (claim.mention_start or 0, claim.claim_id))

    def claims_named(self, names: Sequence[str]) -> list[Claim]:
        """All claims whose subject or facet is written like one of the names, in the text or as the corpus calls it."""
        frame = self.snapshot.claims
        if frame.is_empty():
            return []
        wanted = {" ".join(name.casefold().split()) for name in names}
        columns = [
            pl.col(name).cast(pl.Utf8).str.to_lowercase().is_in(sorted(wanted)) for name in ("subject", "facet") if name in frame.columns
        ]
        for (document_id, entity_id), mentions in self._written.items():
            # A name that means the same everywhere does not say which documents write it.
            if document_id is not None and any(" ".join(mention.casefold().split()) in wanted for mention in mentions):
                columns.append((pl.col("document_id") == document_id) & (pl.col("subject_id") == entity_id))
        rows = frame.filter(pl.any_horizontal(columns)).iter_rows(named=True) if columns else iter(())
        return [claim_from_row(row) for row in rows]

    def claims_with(self, claim_ids: Collection[str]) -> list[Claim]:
        """The claims of these ids."""
        frame = self.snapshot.claims
        rows = frame.filter(pl.col("claim_id").is_in(list(claim_ids))).iter_rows(named=True) if not frame.is_empty() else iter(())
        return [claim_from_row(row) for row in rows]

    def names_in(self, fact: Fact) -> list[str]:
        """What the documents of a fact call what it is about: what they write first, then what the corpus makes of it."""
        written: dict[str, None] = {}
        told: dict[str, None] = {}
        for reading in fact.readings:
            claim = reading.claim
            for document_id in (claim.document_id, None):
                written |= dict.fromkeys(self._written.get((document_id, claim.subject_id or ""), ()))
            told |= dict.fromkeys(name for name in (claim.subject, claim.facet) if name)
        return list(written | told) if written else list(told)

    @cached_property
    def _written(self) -> dict[tuple[str | None, str], list[str]]:
        """Names as written, by document (None where a name means the same everywhere) and entity."""
        links: pl.DataFrame | None = getattr(self.snapshot, "links", None)
        written: dict[tuple[str | None, str], list[str]] = {}
        for mention, document_id, entity_id in () if links is None else links.select("mention", "document_id", "entity_id").iter_rows():
            written.setdefault((document_id, entity_id), []).append(mention)
        return written

    def chosen_facts(self, wanted: FindingFilter) -> list[Fact]:
        """The facts with a finding that a filter lets through, in its order; resolved ones only when they are asked for."""
        found = self.found
        facts = (*found.facts, *found.resolved_facts) if wanted.state == DiscrepancyState.RESOLVED.value else found.facts
        fitting = [fact for fact in facts if any(self._fits(finding, wanted) for finding in fact.findings)]
        if wanted.sort == "gap":
            fitting.sort(key=lambda fact: -(fact.gap if fact.gap is not None else (fact.day_gap or 0) / 365))
        elif wanted.sort == "sources":
            fitting.sort(key=lambda fact: -len(fact.documents))
        elif wanted.sort == "confidence":
            fitting.sort(key=lambda fact: -fact.confidence)
        elif wanted.sort == "topic":
            fitting.sort(key=lambda fact: fact.topic.casefold())
        return fitting

    def chosen(self, wanted: FindingFilter) -> list[Finding]:
        """The findings a filter lets through, fact by fact; others about the same facts are not among them."""
        return [finding for fact in self.chosen_facts(wanted) for finding in fact.findings if self._fits(finding, wanted)]

    def _fits(self, finding: Finding, wanted: FindingFilter) -> bool:
        return wanted.fits(finding, self._haystacks[finding.discrepancy_id])

    def findings_with(self, claim_ids: set[str]) -> list[Finding]:
        """Findings in which one of the claims is a reading."""
        return [finding for finding in self.found.current if any(reading.claim.claim_id in claim_ids for reading in finding.readings)]


def _haystack(fact: Fact) -> str:
    words = [fact.headline]
    for finding in fact.findings:
        words += [finding.discrepancy_id, finding.topic, finding.reason, finding.check_id]
    for reading in fact.readings:
        words += [reading.document.title, reading.document.path, reading.value, reading.about]
        words += [reading.quote_start, reading.mention, reading.quote_end]
    return " ".join(words).lower()


def default_reviewer() -> str:
    """The name decisions are signed with until the reviewer gives another: that of the user at the machine."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


def owns(folder: Path) -> bool:
    """Whether this process runs as the owner of the workspace, who alone may decide."""
    import os

    try:
        return folder.stat().st_uid == os.geteuid()
    except OSError:
        return False
