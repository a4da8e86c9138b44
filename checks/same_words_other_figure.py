"""Two sentences that say the same in nearly the same words, with different figures."""

import re
from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, Reading
from atodds.judging.alike_sentences import likeness
from atodds.judging.checking import extents_of, group_check, status_of
from atodds.vocabulary import Modality, Standing, Verdict


@group_check(by="wording", value="any", severity=0.4)
def same_words_other_figure(group: ClaimGroup) -> Iterator[Discrepancy]:
    """Two documents say the same in nearly the same words, and one figure differs.

    For figures that no claim type names. A figure that the other sentence gives as well, or that one of several there may stand for,
    is let pass; so is one of another time.
    """
    documents = group.split(lambda claim: claim.document_id)
    if len(documents) != 2:
        return
    ours, theirs = documents
    for claim in ours:
        if claim.predicate is not None or _dates_a_count(claim):
            continue
        if any(_written(claim) == _written(other) for other in theirs):
            continue  # "28 September" in both: only what year each was taken for differs
        kin = [other for other in theirs if not _dates_a_count(other) and _of_one_kind(group, claim, other)]
        if not kin or any(group.comparing.fit(claim, other) != "apart" for other in kin):
            continue
        # The nearest of several is the one meant, unless another of ours is that one.
        other = min(kin, key=lambda one: (_distance(group, claim, one), one.claim_id))
        if any(_written(mine) == _written(other) for mine in ours):
            continue
        rivals = [mine for mine in ours if mine is not claim and _of_one_kind(group, mine, other)]
        if any(group.comparing.fit(mine, other) != "apart" for mine in rivals):
            continue
        left, right = group.reading(claim), group.reading(other)
        if left is not None and right is not None:
            yield _finding(left, right)


def _of_one_kind(group: ClaimGroup, claim: Claim, other: Claim) -> bool:
    """Whether a figure of the other sentence may stand where this one does."""
    if group.comparing.reading(claim).dimension != group.comparing.reading(other).dimension or claim.per_unit != other.per_unit:
        return False
    if Modality.NEGATED in (claim.modality, other.modality) or (extents_of(claim), status_of(claim)) != (
        extents_of(other),
        status_of(other),
    ):
        return False
    if other.predicate is not None and claim.predicate is not None and claim.measure != other.measure:
        return False
    if claim.unit in ("people", "items") and group.measure(claim, other) is Standing.DISJOINT and claim.measure != other.measure:
        return False
    dated = claim.date_low is not None or claim.date_high is not None
    if dated and group.scope(claim, other) is Standing.DISJOINT and not _one_happening(group, claim, other):
        return False  # two happenings of one sentence's words
    return group.one_time(claim, other)


_YEAR = re.compile(r"\b\d{4}\b")
VERY_ALIKE = 0.6  # of the shorter sentence's stems


def _one_happening(group: ClaimGroup, claim: Claim, other: Claim) -> bool:
    """Whether what two dates are of is one thing told in other words: one class of happening, or neither sentence has another date.

    Never of a date told without its year ("the following month").
    """
    written = all(_YEAR.search(one.mention_text) for one in (claim, other))
    if not written or likeness(claim.quote, other.quote) < VERY_ALIKE:
        return False
    dates = [one for one in group if one.date_low is not None or one.date_high is not None]
    return len(dates) == 2 or group.measure(claim, other) is Standing.SAME


_AS_OF = re.compile(r"\b[Aa]s (?:of|at)\s+(?:the\s+)?$")
_OF_A_COUNT = re.compile(r"\s+(?:[A-Z]\w+\s+){0,3}(?:[Cc]ensus|estimates?|survey|edition)\b")


def _dates_a_count(claim: Claim) -> bool:
    """Whether a date only says of when other figures are: "according to the 2016 census"."""
    at = claim.quote.find(claim.mention_text) if claim.date_low is not None or claim.date_high is not None else -1
    if at < 0:
        return False
    return _AS_OF.search(claim.quote[:at]) is not None or _OF_A_COUNT.match(claim.quote, at + len(claim.mention_text)) is not None


def _written(claim: Claim) -> str:
    return " ".join(claim.mention_text.casefold().split())


def _distance(group: ClaimGroup, claim: Claim, other: Claim) -> float:
    left, right = group.reading(claim), group.reading(other)
    if left is None or right is None:
        return float("inf")
    return abs(left.interval.middle - right.interval.middle)


def _finding(left: Reading, right: Reading) -> Discrepancy:
    size = max(abs(left.interval.middle), abs(right.interval.middle), 1e-9)
    return Discrepancy(
        reason=f'"{left.value}" in {left.source}, but "{right.value}" in {right.source}, in sentences worded alike',
        verdict=Verdict.TENSION,
        claim_ids=(left.claim.claim_id, right.claim.claim_id),
        gap=min(abs(left.interval.middle - right.interval.middle) / size, 1.0),
        title=f"the same words, {left.value} and {right.value}",
    )
