"""A part above its whole: more dead in one city than in the country, more dead than dead and wounded."""

from atodds.check_words import load_check_words
from atodds.checking import check
from atodds.claims import ClaimPair, Discrepancy, about_words
from atodds.vocabulary import MeasureKind, Standing, TimeRelation, Verdict


@check(
    scopes=("same", "part", "whole"),
    measure_relations=("same", "part", "whole"),
    times=("same", "unknown", "earlier", "later"),
    severity=0.6,
)
def part_exceeds_whole(pair: ClaimPair) -> Discrepancy | None:
    """A part is put higher than the whole it belongs to, at the same time or before it."""
    relations = {pair.comparison.scope, pair.comparison.measure} - {Standing.SAME}
    if len(relations) != 1 or pair.left.claim.unit in load_check_words().units_not_added or pair.left.claim.per_unit:
        return None
    if pair.comparison.time is TimeRelation.UNKNOWN and not pair.comparison.certain:
        return None  # neither the scope nor the time is sure
    part, whole = (pair.left, pair.right) if Standing.PART in relations else (pair.right, pair.left)
    if part.claim.measure.startswith(f"{whole.claim.measure}_") and not pair.in_one_document:
        return None  # "11 provinces rebuilt" and "10 provinces" of another text: which ten is not known
    unsaid = (whole.claim.facet_id or "all") == "all" and whole.claim.extractor.startswith("atodds")
    if unsaid and pair.in_one_document:
        return None  # a figure that names no scope, beside one that does, is seldom the whole
    if part.interval.near_low <= whole.interval.near_high:
        return None
    if pair.comparison.time in (TimeRelation.EARLIER, TimeRelation.LATER):
        part_is_earlier = part is pair.earlier
        if not part_is_earlier or part.claim.measure_kind is not MeasureKind.CUMULATIVE:
            return None
    return Discrepancy(
        reason=f"{about_words(part.claim)}: {part.value} in {part.dated_source}, more than the whole, "
        f"{about_words(whole.claim)}: {whole.value} in {whole.dated_source}",
        verdict=Verdict.TENSION if unsaid else None,
    )
