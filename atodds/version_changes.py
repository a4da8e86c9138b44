"""Figures that changed between two versions of one document: the same sentence, another figure. Pure.

A new version supersedes the old one, so its figures are never held against each other by the checks; but a figure that was quietly
changed is what an editor wants to see first. It is a tension: a correction is the usual reason.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz

from atodds.claims import Claim, Discrepancy
from atodds.vocabulary import Verdict

__all__ = ["CHECK_ID", "LEGEND", "changed_figures"]

CHECK_ID: Final = "revised_figure"
LEGEND: Final = "A document gives another figure in the same sentence than the version of it before."

_SAME_SENTENCE: Final = 85.0
"""rapidfuzz ratio, figures masked, from which two sentences are one that was edited: a word or two of ten may differ."""
_FIGURE = re.compile(r"\d[\d.,  ]*")
_LONGEST = 1_000


def changed_figures(current: Sequence[Claim], previous: Sequence[Claim], superseded_by: Mapping[str, str]) -> list[Discrepancy]:
    """One discrepancy for each figure of a superseded version that its sentence no longer gives.

    Args:
        current: claims of the documents as they are.
        previous: claims of the versions before, aligned like the current ones.
        superseded_by: document id of a version to that of the next.
    """
    by_key: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in current if previous else ():
        by_key[(claim.document_id, *_about(claim))].append(claim)
    found: dict[str, Discrepancy] = {}
    for old in previous:
        candidates = by_key.get((superseded_by.get(old.document_id, ""), *_about(old)), [])
        if any(_value(new) == _value(old) for new in candidates):
            continue
        said = _masked(old.quote)
        alike = [(fuzz.ratio(said, _masked(new.quote)), new) for new in candidates]
        best = sorted((pair for pair in alike if pair[0] >= _SAME_SENTENCE), key=lambda pair: (-pair[0], pair[1].claim_id))
        if not best or (len(best) > 1 and _value(best[0][1]) != _value(best[1][1]) and best[0][0] == best[1][0]):
            continue  # no such sentence any more, or two that fit equally well
        score, new = best[0]
        discrepancy = _discrepancy(old, new, score / 100)
        found.setdefault(discrepancy.discrepancy_id, discrepancy)
    return sorted(found.values(), key=lambda item: item.discrepancy_id)


def _about(claim: Claim) -> tuple[str, ...]:
    parts = (claim.measure, claim.subject_id or claim.subject, claim.facet_id or claim.facet, claim.unit, claim.currency)
    return tuple(str(part or "") for part in parts)


def _value(claim: Claim) -> tuple[object, ...]:
    return (claim.value_low, claim.value_high, claim.date_low, claim.date_high, claim.members, claim.polarity)


def _masked(quote: str) -> str:
    return _FIGURE.sub("#", quote[:_LONGEST].casefold())


def _discrepancy(old: Claim, new: Claim, alike: float) -> Discrepancy:
    about = ", ".join(part for part in (new.measure.replace("_", " "), new.facet, new.subject) if part)
    fingerprint = "|".join((CHECK_ID, new.document_path, *_about(new), repr(_value(old)), repr(_value(new))))
    return Discrepancy(
        reason=f"{about}: {new.document_path} now gives {new.mention_text.strip()}, in the same sentence that gave "
        f"{old.mention_text.strip()} in the version before",
        verdict=Verdict.TENSION,
        claim_ids=(old.claim_id, new.claim_id),
        conflicts=((old.claim_id, new.claim_id),),
        check_id=CHECK_ID,
        discrepancy_id=hashlib.sha256(fingerprint.encode()).hexdigest()[:16],
        severity=0.4,
        confidence=round(min(old.confidence, new.confidence) * alike, 4),
        title=about,
        fact_key="|".join(_about(new)),
    )
