"""One document says it is so, the other that it is not."""

from atodds.claims import ClaimPair, Discrepancy
from atodds.judging.checking import check


@check(value="polarity", severity=0.55)
def polarity_mismatch(pair: ClaimPair) -> Discrepancy | None:
    """Two documents answer yes and no on one thing at one time: recognised, and not recognised."""
    left, right = pair.left.claim, pair.right.claim
    if left.polarity == right.polarity:
        return None
    yes, no = (pair.left, pair.right) if left.polarity else (pair.right, pair.left)
    return Discrepancy(
        reason=f'{pair.about}: "{yes.value}" in {yes.source} ({yes.as_of}), but "{no.value}" in {no.source} ({no.as_of})', gap=0.5
    )
