"""Figures that cannot be, whatever another document says."""

from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, about_words, file_name
from atodds.judging.checking import extents_of, group_check
from atodds.vocabulary import Modality, Standing, Verdict

COUNTED = ("people", "items")


@group_check(by="document", severity=0.7)
def implausible(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A share above 100 percent, a negative count, or more people killed or gone than there were."""
    shares = group.comparing.knowledge.words.shares_of_a_whole
    for claim in group:
        if claim.modality in (Modality.HYPOTHETICAL, Modality.NEGATED):
            continue
        low, high = claim.value_low, claim.value_high
        is_share = claim.unit == "percent" and claim.measure.endswith(shares) and "change" not in extents_of(claim)
        if is_share and low is not None and low > 100:
            yield _finding(f"{about_words(claim)}: {claim.mention_text} in {file_name(claim)} is more than the whole", claim)
        elif claim.unit in COUNTED and high is not None and high < 0 and "change" not in extents_of(claim):
            yield _finding(f"{about_words(claim)}: {claim.mention_text} in {file_name(claim)} is a count below zero", claim)
    yield from _more_than_there_were(group)


def _more_than_there_were(group: ClaimGroup) -> Iterator[Discrepancy]:
    """People of one place killed or displaced beyond its population in the same document."""
    measures = group.comparing.knowledge.words.losses
    for place in group.split(lambda claim: claim.subject_id or claim.subject):
        populations = [claim for claim in place if claim.measure == "population" and (claim.value_high or 0) >= 1000]
        losses = [claim for claim in place if claim.measure in measures and claim.value_low]
        for population in populations:
            for loss in losses:
                narrower = place.scope(loss, population) in (Standing.SAME, Standing.PART)
                if narrower and (loss.value_low or 0) > 1.05 * (population.value_high or 0) and not population.axes:
                    yield Discrepancy(
                        reason=f"{about_words(loss)}: {loss.mention_text}, but the population is {population.mention_text} "
                        f"({file_name(loss)})",
                        verdict=Verdict.TENSION,
                        claim_ids=(loss.claim_id, population.claim_id),
                        gap=0.5,
                    )


def _finding(reason: str, claim: Claim) -> Discrepancy:
    return Discrepancy(reason=reason, verdict=Verdict.CONTRADICTION, claim_ids=(claim.claim_id,), conflicts=((claim.claim_id,),), gap=0.5)
