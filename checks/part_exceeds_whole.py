"""A part above its whole: more dead in one city than in the country, more dead than dead and wounded."""

from atodds.check_words import load_check_words
from atodds.claims import Axis, ClaimPair, Discrepancy, about_words
from atodds.judging.checking import check, extents_of, status_of
from atodds.vocabulary import MeasureKind, Standing, TimeRelation


@check(
    scopes=("same", "part", "whole"),
    measure_relations=("same", "part", "whole"),
    times=("same", "earlier", "later"),
    severity=0.6,
)
def part_exceeds_whole(pair: ClaimPair) -> Discrepancy | None:
    """A part is put higher than the whole it belongs to, at the same time or before it.

    Both have to be stated: a figure that names no scope beside one that does is seldom the whole, unless it is called a total or final.
    """
    relations = {pair.comparison.scope, pair.comparison.measure} - {Standing.SAME}
    if len(relations) != 1 or pair.left.claim.unit in load_check_words().units_not_added or pair.left.claim.per_unit:
        return None
    part, whole = (pair.left, pair.right) if Standing.PART in relations else (pair.right, pair.left)
    if pair.comparison.scope is not Standing.SAME and not _is_stated_whole(pair):
        return None
    told = {name for name, _ in pair.comparison.evidence}
    if part.interval.near_low <= whole.interval.near_high or told & {"measure_also", "measure_predicate", "words_apart", "words_unsaid"}:
        return None
    if pair.comparison.time in (TimeRelation.EARLIER, TimeRelation.LATER):
        part_is_earlier = part is pair.earlier
        if not part_is_earlier or part.claim.measure_kind is not MeasureKind.CUMULATIVE:
            return None
    return Discrepancy(
        reason=f"{about_words(part.claim)}: {part.value} in {part.dated_source}, more than the whole, "
        f"{about_words(whole.claim)}: {whole.value} in {whole.dated_source}",
    )


def _is_stated_whole(pair: ClaimPair) -> bool:
    """Whether the wider figure says of what it is, by a place or group that holds the other's, or by calling itself all of it."""
    claims = pair.left.claim, pair.right.claim
    if any(all(claim.on(axis) for claim in claims) for axis in (Axis.PLACE, Axis.GROUP, Axis.PART)):
        return True
    whole = claims[1] if pair.comparison.scope is Standing.PART else claims[0]
    return "total" in extents_of(whole) or status_of(whole) == "final"
