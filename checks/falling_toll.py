"""A cumulative toll that a later document puts lower."""

from atodds.claims import ClaimPair, Discrepancy
from atodds.judging.checking import check
from atodds.normalising.intervals import falls_below


@check(measure_kind="cumulative", times=("earlier", "later"), severity=0.55)
def falling_toll(pair: ClaimPair) -> Discrepancy | None:
    """A later count of a toll is lower than an earlier one.

    The intervals must be apart: "at least 40", then "38 to 45", is no contradiction; a toll that grows is none either.
    """
    if pair.in_one_document or not falls_below(pair.later.interval, pair.earlier.interval):
        return None  # one document that tells two tolls knows of both: the lower one is of a part, or of an earlier hour
    return Discrepancy(
        reason=f"{pair.about}: {pair.earlier.value} by {pair.earlier.as_of} in {pair.earlier.source}, "
        f"yet only {pair.later.value} by {pair.later.as_of} in {pair.later.source}"
    )
