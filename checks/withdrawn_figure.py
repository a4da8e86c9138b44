"""A figure that one document has withdrawn and another still gives."""

from collections.abc import Iterator

from atodds.checking import group_check
from atodds.claims import Claim, ClaimGroup, Discrepancy, about_words, file_name
from atodds.vocabulary import Bound, Qualifier, Standing, Verdict


@group_check(by="subject", severity=0.45)
def withdrawn_figure(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A later document still gives a figure that an earlier one says was revised or withdrawn."""
    words = group.comparability.words.taken_back
    withdrawn = [claim for claim in group if Qualifier.EARLIER in claim.qualifiers and _taken_back(claim, words)]
    current = [claim for claim in group if Qualifier.EARLIER not in claim.qualifiers and claim.bound is Bound.EXACT]
    for old in withdrawn:
        replaced = [claim for claim in current if claim.document_id == old.document_id and _one_thing(group, old, claim)]
        for claim in current:
            if claim.document_id == old.document_id or not _one_thing(group, old, claim):
                continue
            same = (claim.value_low, claim.value_high) == (old.value_low, old.value_high)
            later = claim.as_of_low is not None and old.as_of_high is not None and claim.as_of_low > old.as_of_high
            if same and later:
                told = f", which now has {replaced[0].mention_text}" if replaced else ""
                yield Discrepancy(
                    reason=f"{about_words(claim)}: {file_name(claim)} gives {claim.mention_text}, a figure revised by then "
                    f"according to {file_name(old)}{told}",
                    verdict=Verdict.TENSION,
                    claim_ids=(old.claim_id, claim.claim_id, *(one.claim_id for one in replaced[:1])),
                    conflicts=((old.claim_id, claim.claim_id),),
                    gap=0.3,
                )


def _taken_back(claim: Claim, words: tuple[str, ...]) -> bool:
    said = f"{claim.qualifier_text or ''} {claim.quote}".casefold()
    return any(word in said for word in words)


def _one_thing(group: ClaimGroup, a: Claim, b: Claim) -> bool:
    return group.scope(a, b) is Standing.SAME and (a.unit, a.currency) == (b.unit, b.currency)
