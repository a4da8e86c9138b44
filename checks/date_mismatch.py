"""Two dates of one happening that cannot both hold."""

from atodds.claims import ClaimPair, Discrepancy
from atodds.judging.checking import check
from atodds.vocabulary import SegmentKind


@check(value="date", severity=0.55)
def date_mismatch(pair: ClaimPair) -> Discrepancy | None:
    """One happening is put on different days or in different years.

    A year and a day within it hold together; so do "the 1920s" and 1921.
    """
    if pair.left.claim.segment_kind is pair.right.claim.segment_kind is SegmentKind.FOOTNOTE:
        return None  # each note dates the work it cites
    earlier, later = sorted((pair.left, pair.right), key=lambda reading: reading.low)
    years = abs(later.interval.middle - earlier.interval.middle) / 365.25
    return Discrepancy(
        reason=f"{pair.about}: {earlier.value} in {earlier.source}, but {later.value} in {later.source}",
        gap=min(years / 10, 1.0),
    )
