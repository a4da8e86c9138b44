"""Figures that differ from those the user trusts."""

from atodds.claims import ClaimPair, Discrepancy
from atodds.judging.checking import check
from atodds.seeds import REFERENCE_EXTRACTOR
from atodds.vocabulary import Verdict


@check(instead_of=("value_mismatch", "falling_toll", "magnitude_slip"), severity=0.7, times=("same", "unknown", "later", "earlier"))
def against_reference(pair: ClaimPair) -> Discrepancy | None:
    """A document gives another figure than the user's own trusted one (seeds/reference_facts.csv)."""
    trusted = [reading.claim.extractor == REFERENCE_EXTRACTOR for reading in (pair.left, pair.right)]
    if trusted[0] == trusted[1] or pair.comparison.time not in ("same", "unknown"):
        return None
    reference, reading = (pair.left, pair.right) if trusted[0] else (pair.right, pair.left)
    says_more = reference.claim.quote != reference.claim.mention_text
    words = (reference.claim.quote if says_more else None, reference.claim.attribution)
    said = ", ".join(word for word in words if word)
    return Discrepancy(
        reason=f"{pair.about}: {reading.value} in {reading.source} ({reading.as_of}), but the trusted figure is {reference.value}"
        + (f" ({said})" if said else ""),
        verdict=Verdict.TENSION if pair.fit == "stretched" else None,
    )
