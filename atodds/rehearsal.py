"""What a lesson would change, before it is learnt: the stored claims of a run aligned and checked once with it and once without.

Nothing is read or extracted again, and nothing is written. Both sides start from the claims as they were extracted, so what differs
between them differs for the lesson alone.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from atodds.discovering import Discovery
from atodds.pipeline import Corpus, Run, TablesOfARun, align_corpus, check_aligned
from atodds.reading_batches import ReadingPlan
from atodds.report.findings import Finding, bare_findings
from atodds.store.database import Store
from atodds.store.frames import claims_to_frame
from atodds.store.snapshot import Snapshot
from atodds.succession import SameDocument, Successors, persisting
from atodds.teaching import Correction, NameLesson, Teaching, read_teaching
from atodds.workspace import Workspace

__all__ = ["MOST_CLAIMS", "Rehearsal", "WouldChange"]

MOST_CLAIMS = 60_000  # of a run that is rehearsed while somebody waits: about half a minute


@dataclass(frozen=True, slots=True)
class WouldChange:
    """Findings that a lesson would take away, bring, or change (before, after)."""

    gone: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    changed: tuple[tuple[Finding, Finding], ...] = ()

    @property
    def count(self) -> int:
        """How many findings it would touch."""
        return len(self.gone) + len(self.new) + len(self.changed)


class Rehearsal:
    """Rehearses lessons on one run. Keeps the claims and the last baseline in memory; one rehearsal at a time."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot) -> None:
        self._workspace = workspace
        self._snapshot = snapshot
        self._lock = threading.Lock()
        self._claims: pl.DataFrame | None = None
        self._without: tuple[Teaching, tuple[Finding, ...]] | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the run is small enough for somebody to wait for it."""
        return self._snapshot.claims.height <= MOST_CLAIMS

    def with_name(self, lesson: NameLesson) -> WouldChange:
        """What a lesson on a name would change."""
        taught = read_teaching(self._workspace.root)
        kept = tuple(known for known in taught.names if known.name.casefold() != lesson.name.casefold())
        return self._rehearse(taught, replace(taught, names=(*kept, lesson)))

    def with_correction(self, correction: Correction) -> WouldChange:
        """What a corrected figure would change."""
        taught = read_teaching(self._workspace.root)
        return self._rehearse(taught, replace(taught, corrections=(*taught.corrections, correction)))

    def names_of(self, claim_ids: Collection[str]) -> list[str]:
        """What the documents call what these claims are about, in their own words: the names that can be taught."""
        rows = self._as_read().filter(pl.col("claim_id").is_in(list(claim_ids))).select("subject", "facet").iter_rows()
        return list(dict.fromkeys(name for row in rows for name in row if name))

    def claims_named(self, name: str) -> set[str]:
        """Ids of the claims that their documents give of this name."""
        wanted = " ".join(name.casefold().split())
        rows = self._as_read().select("claim_id", "subject", "facet").iter_rows()
        return {claim_id for claim_id, *names in rows if any(" ".join(str(known).casefold().split()) == wanted for known in names if known)}

    def _rehearse(self, taught: Teaching, then: Teaching) -> WouldChange:
        with self._lock:
            if self._without is None or self._without[0] != taught:
                self._without = (taught, self._findings(taught))
            return _difference(self._without[1], self._findings(then), self._snapshot.documents["document_id"].to_list())

    def _findings(self, teaching: Teaching) -> tuple[Finding, ...]:
        workspace, snapshot = self._workspace, self._snapshot
        extraction = workspace.settings.extraction
        plan = ReadingPlan(workspace.seeds_folder, extraction.model, dict(workspace.settings.reading))
        run = Run(workspace, Discovery(files=()), (), (), plan, {}, "", "")
        corpus = Corpus(
            snapshot.documents, self._as_read(), snapshot.quarantine, snapshot.segments, snapshot.past_documents, snapshot.past_claims
        )
        aligned = align_corpus(run, corpus, teaching, snapshot.copies)
        tables: Mapping[str, pl.DataFrame] = {
            "documents": snapshot.documents,
            "past_documents": snapshot.past_documents,
            "claims": claims_to_frame(aligned.claims),
            "past_claims": claims_to_frame(aligned.previous_claims),
            "entities": aligned.entities,
            "copies": snapshot.copies,
            "problems": snapshot.problems.clear(),
            "discrepancies": check_aligned(run, corpus, aligned).discrepancies,
        }
        about: Mapping[str, Any] = {"run_id": snapshot.run_id}
        return bare_findings(TablesOfARun(tables, about)).findings

    def _as_read(self) -> pl.DataFrame:
        """The run's claims as they were extracted; those told by the snapshot where the database has none, or is busy."""
        if self._claims is None:
            told = self._snapshot.claims
            read = Store.claims_as_read(self._workspace, self._snapshot.documents)
            if read is None:
                return told
            read = read.filter(pl.col("claim_id").is_in(told["claim_id"].implode()))
            elsewhere = told.filter(~pl.col("claim_id").is_in(read["claim_id"].implode()))  # imported, or trusted figures
            self._claims = pl.concat([read, elsewhere]).sort("document_path", "mention_start", "mention_end", "claim_id", nulls_last=False)
        return self._claims


def _difference(before: tuple[Finding, ...], after: tuple[Finding, ...], document_ids: list[str]) -> WouldChange:
    keys_before, keys_after = [finding.key for finding in before], [finding.key for finding in after]
    followed = persisting(keys_before, keys_after, document_ids)
    old = {finding.discrepancy_id: finding for finding in before}
    kept = set(followed.values())
    turned = [
        (old[followed[finding.discrepancy_id]], finding)
        for finding in after
        if finding.discrepancy_id in followed and old[followed[finding.discrepancy_id]].verdict is not finding.verdict
    ]
    gone = {identity: finding for identity, finding in old.items() if identity not in kept}
    new = {finding.discrepancy_id: finding for finding in after if finding.discrepancy_id not in followed}
    candidates = Successors([finding.key for finding in new.values()], SameDocument(keys_after, document_ids))
    for identity, finding in list(gone.items()):
        found = candidates.best(finding.check_id, finding.key.fact_key, finding.key.readings)
        if found is not None and found.discrepancy_id in new:
            turned.append((gone.pop(identity), new.pop(found.discrepancy_id)))
    return WouldChange(tuple(gone.values()), tuple(new.values()), tuple(turned))
