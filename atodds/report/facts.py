"""Findings brought together by what they are about: the report shows one card a fact, whatever number of checks has something to say of it.

    "Deaths in the 2020 Beirut explosion": two readings no check lets stand together, and a headline that its own text does not bear out

Which findings are about one fact is told by the run (`fact` of `schemas/discrepancies.py`); decisions stay with the single finding.
Pure: findings in, facts out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from atodds.report.findings import Finding, Reading, SourceDocument, reading_rank, spread_of
from atodds.report.wording import clip_text, measure_words, plural
from atodds.vocabulary import AdjudicationStatus, DiscrepancyState, Verdict

__all__ = ["Fact", "facts_of"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What several documents say of one thing, with every finding about it."""

    findings: tuple[Finding, ...]  # gravest first; at least one
    readings: tuple[Reading, ...]  # of all of them, each once; those in any conflict first

    @property
    def fact_id(self) -> str:
        """The id of the gravest finding, under which the card is linked to."""
        return self.findings[0].discrepancy_id

    @property
    def verdict(self) -> Verdict:
        """The gravest."""
        return self.findings[0].verdict

    @cached_property
    def severity(self) -> float:
        """The highest."""
        return max(finding.severity for finding in self.findings)

    @cached_property
    def confidence(self) -> float:
        """The highest."""
        return max(finding.confidence for finding in self.findings)

    @cached_property
    def topic(self) -> str:
        """The fact in a few words."""
        return self.findings[0].topic

    @property
    def subject(self) -> str:
        """What the readings are about."""
        return self.findings[0].subject

    @property
    def claim_type(self) -> str:
        """Claim type of the readings."""
        return self.findings[0].claim_type

    @cached_property
    def conflicting(self) -> tuple[Reading, ...]:
        """The readings that take part in a conflict."""
        return tuple(reading for reading in self.readings if reading.conflicting)

    @cached_property
    def others(self) -> tuple[Reading, ...]:
        """The readings that do not."""
        return tuple(reading for reading in self.readings if not reading.conflicting)

    @cached_property
    def documents(self) -> tuple[SourceDocument, ...]:
        """Documents with a reading, each once, in the order of the readings."""
        return tuple({reading.document.document_id: reading.document for reading in self.readings}.values())

    @cached_property
    def conflicting_documents(self) -> tuple[SourceDocument, ...]:
        """Those with a reading in conflict."""
        return tuple({reading.document.document_id: reading.document for reading in self.conflicting}.values())

    @cached_property
    def spread(self) -> str:
        """The disagreement in one phrase; over all findings where there are several."""
        if len(self.findings) == 1:
            return self.findings[0].spread
        own = [reading for reading in self.conflicting if not reading.about]
        return spread_of(own) if len({reading.value for reading in own}) > 1 else self.findings[0].spread

    @cached_property
    def hold(self) -> str:
        """What is wrong with the readings: "three readings cannot all hold", "two readings fit badly together"."""
        grave = {
            claim_id
            for finding in self.findings
            if finding.verdict is self.verdict
            for conflict in finding.conflicts
            for claim_id in conflict
        }
        count = sum(reading.claim.claim_id in grave for reading in self.readings)
        if self.verdict is Verdict.CONTRADICTION:
            return f"{plural(count, 'reading')} cannot {'both' if count == 2 else 'all'} hold" if count > 1 else "it cannot hold"
        return f"{plural(count, 'reading')} fit badly together" if count > 1 else "it fits badly"

    @cached_property
    def headline(self) -> str:
        """The disagreement as one sentence."""
        documents = len(self.documents)
        where = f"in {plural(documents, 'document')}" if documents > 1 else "within one document"
        return f"{self.topic}: {self.spread} {where}; {self.hold}"

    @cached_property
    def gap(self) -> float | None:
        """The widest gap of its findings, as a share; None without figures."""
        gaps = [finding.gap for finding in self.findings if finding.gap is not None]
        return max(gaps) if gaps else None

    @cached_property
    def day_gap(self) -> int | None:
        """The widest gap between dates, in days."""
        gaps = [finding.day_gap for finding in self.findings if finding.day_gap is not None]
        return max(gaps) if gaps else None

    @cached_property
    def to_judge(self) -> int:
        """Findings nobody has decided on."""
        return sum(finding.status is AdjudicationStatus.NEW for finding in self.findings)

    @cached_property
    def badges(self) -> tuple[tuple[str, str], ...]:
        """What the head of a card says of its findings: pairs of a word for the style sheet and words to read."""
        verdicts = Counter(finding.verdict for finding in self.findings)
        several = len(self.findings) > 1
        shown = [
            (str(verdict), plural(verdicts[verdict], verdict) if several else str(verdict)) for verdict in Verdict if verdicts[verdict]
        ]
        for state in (DiscrepancyState.REOPENED, DiscrepancyState.NEW, DiscrepancyState.RESOLVED):
            count = sum(finding.state is state for finding in self.findings)
            if count:
                shown.append((f"state {state.value}", state.value if count == len(self.findings) else f"{count} {state.value}"))
        for status in AdjudicationStatus:
            count = sum(finding.status is status for finding in self.findings)
            if count and status is not AdjudicationStatus.NEW:
                whole = count == len(self.findings)
                shown.append((f"status {status.value}", status.value if whole else f"{count} of {len(self.findings)} {status.value}"))
        return tuple(shown)


def facts_of(findings: Iterable[Finding]) -> tuple[Fact, ...]:
    """Facts in the order of the gravest finding of each; findings in the order given."""
    together: dict[str, list[Finding]] = {}
    for finding in findings:
        together.setdefault(finding.fact, []).append(finding)
    return tuple(Fact(findings=tuple(group), readings=_readings(group)) for group in together.values())


def _readings(findings: Sequence[Finding]) -> tuple[Reading, ...]:
    if len(findings) == 1:
        only = findings[0]
        return _named(only.readings, only)
    by_claim: dict[str, Reading] = {}
    for finding in findings:
        for reading in finding.readings:
            known = by_claim.get(reading.claim.claim_id)
            if known is None or (reading.conflicting and not known.conflicting):
                by_claim[reading.claim.claim_id] = reading
    return _named(sorted(by_claim.values(), key=reading_rank), findings[0])


def _named(readings: Sequence[Reading], main: Finding) -> tuple[Reading, ...]:
    """Readings of another measure or scope than most of the gravest conflict's say which."""
    kinds = {(reading.claim.measure, reading.facet) for reading in readings}
    if len(kinds) < 2:
        return tuple(readings)
    gravest = set(main.conflicts[0]) if main.conflicts else set()
    leading = [reading for reading in readings if reading.claim.claim_id in gravest] or list(readings)
    counts = Counter((reading.claim.measure, reading.facet) for reading in leading)
    measure, facet = max(counts, key=lambda kind: (counts[kind], not kind[1], kind))

    def about(reading: Reading) -> str:
        parts = []
        if reading.claim.measure != measure:
            parts.append(measure_words(reading.claim.measure).lower())
        if reading.facet != facet:
            parts.append(reading.facet or "in all")
        return clip_text(", ".join(parts), 60)

    return tuple(replace(reading, about=about(reading)) for reading in readings)
