"""Two figures of one thing at one time that cannot both hold."""

from atodds.claims import ClaimPair, Discrepancy
from atodds.judging.checking import check

TWO_THINGS = 5_000.0  # a lost thousand and a stale count together stay below it


@check(value="number", instead_of=("summary_against_source",))
def value_mismatch(pair: ClaimPair) -> Discrepancy | None:
    """Two documents, or two places of one, give different figures for the same thing at the same time.

    Figures further apart than any slip are of two things, whatever they were taken for: a town's people and a country's.
    """
    low, high = sorted(abs(one.interval.middle) for one in (pair.left, pair.right))
    if 0 < low * TWO_THINGS < high:
        return None
    return Discrepancy(reason=f"{pair.about}: {pair.against}")
