"""A cumulative toll that a later document puts lower."""

from atodds.checking import check
from atodds.claims import ClaimPair, Discrepancy


@check(measure_kind="cumulative", times=("earlier", "later"), severity=0.55)
def falling_toll(pair: ClaimPair) -> Discrepancy | None:
    """A later count of a toll is lower than an earlier one.

    The intervals must be apart: "at least 40", then "38 to 45", is no contradiction; a toll that grows is none either.
    """
    later, earlier = pair.later.interval, pair.earlier.interval
    # "6,000" is rounded from less than the 6,500 that "at least 6,500" begins with, though their ends touch.
    touching = later.step > 0 and later.near_high == earlier.near_low == earlier.stated_low
    if pair.in_one_document or (later.near_high >= earlier.near_low and not touching):
        return None  # one document that tells two tolls knows of both: the lower one is of a part, or of an earlier hour
    return Discrepancy(
        reason=f"{pair.about}: {pair.earlier.value} by {pair.earlier.as_of} ({pair.earlier.source}), "
        f"yet only {pair.later.value} by {pair.later.as_of} ({pair.later.source})"
    )
