"""The comparison of a run, made again from its snapshot: what `atodds explain` and the report ask is what the run asked.

again = run_comparison(snapshot, seeds_folder)
again.pairing_of(a, b).meet(a, b).why_not
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

import polars as pl

from atodds.claims import Claim
from atodds.judging.context import CheckContext, knowledge_of, make_context
from atodds.linking.comparing import Comparing, make_comparing
from atodds.linking.knowledge import topic_key
from atodds.linking.pairing import Pairing
from atodds.store.claim_table import ClaimTable
from atodds.store.frames import claims_from_frame

__all__ = ["RunComparison", "run_comparison"]


class TablesCompared(Protocol):
    """The tables of a run that its comparison rests on; a snapshot has them."""

    @property
    def claims(self) -> pl.DataFrame:
        """The claims."""

    @property
    def documents(self) -> pl.DataFrame:
        """The documents."""

    @property
    def copies(self) -> pl.DataFrame:
        """Which document copies or sums up which."""

    @property
    def topics(self) -> pl.DataFrame:
        """What each passage is about."""

    @property
    def standings(self) -> pl.DataFrame:
        """Which place holds which."""


@dataclass
class RunComparison:
    """The context and the comparison of a run, and the claims that stand beside two of its claims."""

    tables: TablesCompared
    context: CheckContext
    _of_document: dict[str, list[Claim]] = field(default_factory=dict, repr=False)

    @cached_property
    def comparing(self) -> Comparing:
        """The one comparison, over what the run's claims tell."""
        with ClaimTable.of(self.tables.claims, self.context) as source:
            return make_comparing(knowledge_of(self.context, source))

    def pairing_of(self, a: Claim, b: Claim) -> Pairing:
        """The pairing of the block of two claims, as far as their documents reach: no other can say why they meet or do not."""
        kind = self.comparing.reading(a).kind
        beside = {claim.claim_id: claim for one in (a, b) for claim in self._claims_of(one.document_id)}
        block = [claim for claim in beside.values() if topic_key(claim) == topic_key(a) and self.comparing.reading(claim).kind == kind]
        return Pairing(self.comparing, block)

    def _claims_of(self, document_id: str) -> list[Claim]:
        if document_id not in self._of_document:
            of_it = self.tables.claims.filter(pl.col("document_id") == document_id)
            self._of_document[document_id] = claims_from_frame(of_it)
        return self._of_document[document_id]


def run_comparison(tables: TablesCompared, seeds_folder: Path | None = None) -> RunComparison:
    """The comparison of the run whose tables these are."""
    return RunComparison(
        tables,
        make_context(
            documents=tables.documents,
            copies=tables.copies,
            topics=tables.topics,
            standings=tables.standings,
            seeds_folder=seeds_folder,
        ),
    )
