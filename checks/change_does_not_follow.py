"""A change, a share or a ratio that does not follow from the figures beside it."""

from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, Reading, about_words, file_name
from atodds.judging.checking import extents_of, group_check
from atodds.vocabulary import Relation, Standing, Verdict

SPOKEN = 1.15  # a fraction in words is this loose
MEANT_FOR_IT = 0.6  # a share this far (relatively) from the quotient is of something else


@group_check(by="sentence", severity=0.55)
def change_does_not_follow(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A percentage stated beside its figures is not what they give: "rose 40 % from 50 to 60", "65,000 of 98,000, 56.2 %".

    Every figure counts with its rounding.
    """
    by_id = {claim.claim_id: claim for claim in group}
    for claim in group:
        for link in claim.links:
            other = by_id.get(link.claim_id)
            if other is not None and link.relation is Relation.CHANGE_FROM:
                yield from _change(group, before=other, after=claim)
            elif other is not None and link.relation is Relation.SHARE_OF and claim.unit != "percent":
                yield from _share(group, part=claim, whole=other)
    if not any(claim.links for claim in group):
        yield from _share_of_its_whole(group)
        yield from _part_and_whole(group)


def _change(group: ClaimGroup, *, before: Claim, after: Claim) -> Iterator[Discrepancy]:
    old, new = group.reading(before), group.reading(after)
    sizes = [
        claim
        for claim in group
        if claim.unit == "percent"
        and before.unit != "percent"
        and any(link.relation is Relation.CHANGE_BY and link.claim_id in (before.claim_id, after.claim_id) for link in claim.links)
    ]
    for claim in sizes:
        size = group.reading(claim)
        if old is None or new is None or size is None or old.interval.near_low <= 0 or not _finite(old, new, size):
            continue
        least, most = (new.interval.near_low / old.interval.near_high - 1) * 100, (new.interval.near_high / old.interval.near_low - 1) * 100
        ends = sorted((abs(least), abs(most))) if least * most > 0 else [0.0, max(abs(least), abs(most))]
        if size.low > ends[1] or size.high < ends[0]:
            right = abs(new.interval.middle / old.interval.middle - 1) * 100
            yield _finding(claim, (before, after), f"{size.value} of change, but from {old.value} to {new.value} is {right:.3g} %", right)


def _share(group: ClaimGroup, *, part: Claim, whole: Claim) -> Iterator[Discrepancy]:
    shares = [claim for claim in group if claim.unit == "percent" and "change" not in extents_of(claim)]
    if len(shares) == 1:
        yield from _quotient(group, part, whole, shares[0])


def _share_of_its_whole(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A row with a sum, another sum and "share of gdp": the measure itself names the whole."""
    for share in group:
        if share.unit != "percent":
            continue
        wholes = [claim for claim in group if claim.currency and _names(share.measure, claim.measure) and _alike(share, claim)]
        parts = [claim for claim in group if claim.currency and not _names(share.measure, claim.measure) and _alike(share, claim)]
        if len(wholes) == 1 and len(parts) == 1 and wholes[0].currency == parts[0].currency:
            yield from _quotient(group, parts[0], wholes[0], share)


def _part_and_whole(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A group and all people beside one share of that group: "Ossetians made up 66.2 % (65,000 out of the 98,000)"."""
    for share in group:
        if share.unit != "percent" or share.currency or "change" in extents_of(share):
            continue
        others = [claim for claim in group if claim is not share and claim.unit != "percent" and claim.subject_id == share.subject_id]
        parts = [claim for claim in others if share.axes and group.scope(claim, share) is Standing.SAME]
        wholes = [claim for claim in others if group.scope(share, claim) is Standing.PART]
        if len(parts) == len(wholes) == 1 and group.measure(parts[0], wholes[0]) is Standing.SAME:
            yield from _quotient(group, parts[0], wholes[0], share)


def _quotient(group: ClaimGroup, part: Claim, whole: Claim, share: Claim) -> Iterator[Discrepancy]:
    top, bottom, stated = group.reading(part), group.reading(whole), group.reading(share)
    if top is None or bottom is None or stated is None or bottom.low <= 0 or top.low <= 0:
        return
    if not _finite(top, bottom, stated):
        return
    low, high = top.low / bottom.high * 100, top.high / bottom.low * 100
    if not any(character.isdigit() for character in share.mention_text):
        low, high = low / SPOKEN, high * SPOKEN  # "nearly half" is what people say of 44 %
    right = top.interval.middle / bottom.interval.middle * 100
    meant = abs(stated.interval.middle - right) <= MEANT_FOR_IT * max(right, stated.interval.middle)
    if meant and (stated.low > high or stated.high < low):
        told = f"{top.value} of {bottom.value} is {right:.3g} %, not {stated.value}"
        yield _finding(share, (part, whole), told, right)


def _finding(share: Claim, figures: tuple[Claim, Claim], told: str, right: float) -> Discrepancy:
    stated = share.value_low if share.value_low is not None else share.value_high or 0.0
    # Sources of a table may be of several years, and then each figure is right by itself.
    dated = len({(claim.as_of_low, claim.as_of_high) for claim in (share, *figures)}) == 1
    return Discrepancy(
        reason=f"{about_words(share)} in {file_name(share)}: {told}",
        verdict=None if dated else Verdict.TENSION,
        claim_ids=(share.claim_id, *(claim.claim_id for claim in figures)),
        gap=min(abs(stated - right) / max(abs(stated), abs(right), 1e-9), 1.0),
    )


def _names(share_measure: str, measure: str) -> bool:
    """Whether a share is named after its whole: "military_expenditure_share_of_gdp" and "gdp_share" after gdp."""
    words = share_measure.split("_")
    return measure in words or ("share_of_" + measure) in share_measure


def _alike(a: Claim, b: Claim) -> bool:
    return a.subject_id == b.subject_id and {one.value for one in a.axes} == {one.value for one in b.axes}


def _finite(*readings: Reading) -> bool:
    return all(abs(end) != float("inf") for reading in readings for end in (reading.low, reading.high))
