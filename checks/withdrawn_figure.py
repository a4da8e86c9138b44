"""A figure that one document has withdrawn and another still gives."""

from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, about_words, file_name
from atodds.judging.checking import group_check, status_of
from atodds.normalising.intervals import Fit
from atodds.vocabulary import Bound, Standing, TimeRelation, Verdict


@group_check(by="subject", severity=0.45)
def withdrawn_figure(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A document still gives a figure that another one denies or has corrected."""
    withdrawn = [claim for claim in group if status_of(claim) == "withdrawn"]
    current = [claim for claim in group if status_of(claim) is None and claim.bound is Bound.EXACT]
    for old in withdrawn:
        replaced = [claim for claim in current if claim.document_id == old.document_id and _one_thing(group, old, claim)]
        for claim in current:
            later = claim.as_of_low is None or old.as_of_high is None or claim.as_of_low > old.as_of_high
            if claim.document_id == old.document_id or not later or not _one_thing(group, old, claim):
                continue
            if group.comparing.fit(claim, old) is Fit.TOGETHER:
                told = f", which has {replaced[0].mention_text}" if replaced else ""
                yield Discrepancy(
                    reason=f"{about_words(claim)}: {file_name(claim)} gives {claim.mention_text}, which {file_name(old)}{told} "
                    "denies or has corrected",
                    verdict=Verdict.TENSION,
                    claim_ids=(old.claim_id, claim.claim_id, *(one.claim_id for one in replaced[:1])),
                    conflicts=((old.claim_id, claim.claim_id),),
                    gap=0.3,
                )


def _one_thing(group: ClaimGroup, a: Claim, b: Claim) -> bool:
    """Whether nothing but the denial sets two figures apart."""
    comparison = group.comparing.compare(a, b, thorough=True)
    apart = (aspect for aspect in comparison.differences if aspect.name not in ("status", "tie"))
    return all(aspect.time is TimeRelation.RISING for aspect in apart) and comparison.scope is Standing.SAME
