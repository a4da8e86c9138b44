"""Conflicts to findings: one finding a check, verdict and connected set of claims, with all readings of the fact, gravest first. Pure."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from atodds.claims import Claim, Discrepancy, about_words, time_words
from atodds.judging.groups import text_order
from atodds.linking.axes_compared import CARRIED
from atodds.linking.knowledge import subject_key
from atodds.vocabulary import MeasureKind, Verdict

__all__ = ["Flag", "fact_key", "findings_of", "severity_of", "without_replaced"]

LISTED_CONFLICTS = 400  # conflicts listed in one finding; the gravest are kept
LISTED_READINGS = 2_000  # claim ids of one finding


@dataclass(frozen=True, slots=True)
class Flag:
    """One conflict as a check gave it; `confidence` is the chance that it is right."""

    check_id: str
    claims: tuple[Claim, ...]
    verdict: Verdict
    gap: float
    confidence: float
    named: Discrepancy


def fact_key(claim: Claim) -> str:
    """What a claim is a reading of: measure, subject, what narrows it, unit and, for levels and flows, the period."""
    narrowed = ";".join(sorted(f"{one.axis.value}={one.value}" for one in claim.axes if one.source not in CARRIED))
    period = "" if claim.measure_kind is MeasureKind.CUMULATIVE else time_words(claim.as_of_low, claim.as_of_high)
    return "|".join((claim.measure, subject_key(claim), narrowed, claim.currency or claim.unit or "", period))


def without_replaced(flags: Sequence[Flag], instead_of: Mapping[str, Iterable[str]]) -> list[Flag]:
    """Drops what a check says of claims on which another check, saying more, has flagged something."""
    replaced: dict[str, set[frozenset[str]]] = defaultdict(set)
    for flag in flags:
        for other in instead_of.get(flag.check_id, ()):
            ids = [claim.claim_id for claim in flag.claims]
            replaced[other].update(frozenset(pair) for pair in combinations(ids, 2))
            replaced[other].add(frozenset(ids))
    return [flag for flag in flags if frozenset(claim.claim_id for claim in flag.claims) not in replaced[flag.check_id]]


def findings_of(
    flags: Sequence[Flag],
    weights: Mapping[str, float],
    readings: Mapping[str, Sequence[str]],
    repeated: Mapping[str, Sequence[str]],
    sources: Callable[[Iterable[Claim]], int],
) -> Iterator[Discrepancy]:
    """The findings.

    Args:
        flags: what the checks said.
        weights: how grave each check is apart from its values, 0 to 1.
        readings: for a claim, the ids of all readings of its fact.
        repeated: for a claim, the ids of those that copies repeat of it.
        sources: how many sources that do not copy each other claims have.
    """
    parts: dict[tuple[str, Verdict], list[Flag]] = defaultdict(list)
    for flag in flags:
        parts[(flag.check_id, flag.verdict)].append(flag)
    for (check_id, _), together in sorted(parts.items()):
        for connected in _connected(together):
            yield _finding(connected, weights[check_id], readings, repeated, sources)


def _finding(
    flags: Sequence[Flag],
    weight: float,
    readings: Mapping[str, Sequence[str]],
    repeated: Mapping[str, Sequence[str]],
    sources: Callable[[Iterable[Claim]], int],
) -> Discrepancy:
    def rank(flag: Flag) -> tuple[float, float, str]:
        return (-flag.confidence, -flag.gap, flag.claims[0].claim_id)

    unique = {tuple(sorted(claim.claim_id for claim in flag.claims)): flag for flag in sorted(flags, key=rank, reverse=True)}
    ranked = sorted(unique.values(), key=rank)
    conflicting = {claim.claim_id: claim for flag in ranked for claim in flag.claims}
    main = ranked[0]
    claims = sorted(conflicting.values(), key=text_order)
    key = fact_key(min(claims, key=lambda claim: (claim.measure, fact_key(claim))))
    ids = dict.fromkeys(conflicting)
    if all(len(flag.claims) == 2 for flag in ranked):
        ids |= dict.fromkeys(claim_id for claim in claims for claim_id in readings.get(claim.claim_id, ()))
    ids |= dict.fromkeys(claim_id for flag in ranked for claim_id in flag.named.claim_ids)
    ids |= dict.fromkeys(claim_id for known in list(ids) for claim_id in repeated.get(known, ()))
    gap = max(flag.gap for flag in ranked)
    return replace(
        main.named,
        verdict=main.verdict,
        check_id=main.check_id,
        discrepancy_id=_fingerprint(main.check_id, main.verdict, key, claims),
        claim_ids=tuple(list(ids)[:LISTED_READINGS]),
        conflicts=tuple(tuple(claim.claim_id for claim in flag.claims) for flag in ranked[:LISTED_CONFLICTS]),
        severity=round(severity_of(main.verdict, weight, gap, main.confidence, sources(claims)), 4),
        confidence=round(main.confidence, 4),
        gap=gap,
        title=main.named.title or about_words(main.claims[0]),
        fact_key=key,
    )


def severity_of(verdict: Verdict, weight: float, gap: float, confidence: float, sources: int) -> float:
    """0 to 1: the verdict first, then how far apart the values are, how sure the reading is, and whether sources are independent."""
    base = 0.5 if verdict is Verdict.CONTRADICTION else 0.2
    rise = 0.22 * math.sqrt(min(max(gap, 0.0), 1.0)) + 0.13 * confidence + (0.05 if sources > 1 else 0.0)
    return min(max(base + rise + (weight - 0.5) * 0.2, 0.0), 1.0)


def _connected(flags: Sequence[Flag]) -> list[list[Flag]]:
    """Flags that share a claim, directly or through others."""
    parent: dict[str, str] = {}

    def root(claim_id: str) -> str:
        while parent.setdefault(claim_id, claim_id) != claim_id:
            parent[claim_id] = parent[parent[claim_id]]
            claim_id = parent[claim_id]
        return claim_id

    for flag in flags:
        first = root(flag.claims[0].claim_id)
        for claim in flag.claims[1:]:
            parent[root(claim.claim_id)] = first
    together: dict[str, list[Flag]] = defaultdict(list)
    for flag in flags:
        together[root(flag.claims[0].claim_id)].append(flag)
    return list(together.values())


def _fingerprint(check_id: str, verdict: Verdict, key: str, claims: Sequence[Claim]) -> str:
    """Of check, fact and (document, normalised value): never of offsets, claim ids or the run."""

    def value(claim: Claim) -> str:
        low, high = (None if end is None else float(end) for end in (claim.value_low, claim.value_high))
        ends = (low, high, claim.date_low, claim.date_high, claim.members, claim.polarity)
        return f"{claim.document_path}:{ends}:{claim.unit}:{claim.currency}"

    said = "\n".join([check_id, verdict.value, key, *sorted({value(claim) for claim in claims})])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
