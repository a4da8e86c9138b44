"""Shares of one whole that make more than all of it, or leave out what the list does not own up to."""

import re
from collections.abc import Iterator

from atodds.checking import group_check
from atodds.claims import Claim, ClaimGroup, Discrepancy, about_words, file_name
from atodds.vocabulary import Bound, Qualifier, SegmentKind, Verdict

ONE_ANSWER_EACH = 130.0  # beyond this people could give several answers, and nothing has to sum
TABLE_PARTS, TEXT_PARTS = 3, 4  # fewer rows or parts say nothing about what is left out
LEFT_OUT_OF_TABLE, LEFT_OUT_OF_TEXT = 1.0, 2.5  # percentage points a list may lack without a word
LEAST = 85.0  # a table that makes less is not meant to be complete
LEAST_IN_TEXT = 94.0  # running text names the largest few; only what nearly makes the whole reads as all of it


@group_check(by="document", severity=0.45)
def shares_do_not_sum(group: ClaimGroup) -> Iterator[Discrepancy]:
    """Shares of one whole, in one sentence or one column of a table, do not make 100 percent.

    Above 100 is a contradiction. Below it is a tension, and only where the list is long enough to mean to be complete and does not
    mention "others".
    """
    shares = group.of([claim for claim in group if claim.unit == "percent" and not _apart(claim)])
    for column in shares.split(lambda claim: _column(shares, claim)):
        yield from _weigh(column, in_table=True)
    in_text = shares.of([claim for claim in shares if claim.segment_kind is not SegmentKind.TABLE])
    for sentence in in_text.sentences():
        for family in sentence.split(lambda claim: (claim.measure, claim.subject_id, in_text.family(claim), claim.as_of_low)):
            yield from _weigh(family, in_table=False)


def _apart(claim: Claim) -> bool:
    return bool({Qualifier.CHANGE, Qualifier.SUBSET, Qualifier.EARLIER} & set(claim.qualifiers)) or claim.bound is Bound.AT_MOST


def _column(group: ClaimGroup, claim: Claim) -> object:
    if claim.segment_kind is not SegmentKind.TABLE:
        return None
    header = re.search(r"\(([^()]+)\)\s*$", claim.facet or "")
    if header:
        # The header of the column stands behind its rows, and what the table asks before them: "reconciliation: by pardon (total)".
        question, colon, _ = (claim.facet or "").partition(":")
        return (claim.measure, claim.subject_id, header.group(1).casefold(), question if colon else "", claim.as_of_low, claim.heading)
    if not group.family(claim)[0]:
        return None
    return (claim.measure, claim.subject_id, group.family(claim), claim.as_of_low, claim.as_of_high)


def _weigh(shares: ClaimGroup, *, in_table: bool) -> Iterator[Discrepancy]:
    parts = {(claim.facet_id, claim.facet): claim for claim in shares}
    axis = {shares.family(claim)[0] for claim in parts.values()}
    if len(parts) < TABLE_PARTS or len(parts) < len(shares.claims) or axis == {""}:
        return
    each = [_number_of_names(claim) for claim in parts.values()]
    sums = [shares.sum_of([claim]) for claim in parts.values()]
    low = sum(count * ends[0] for count, ends in zip(each, sums, strict=True))
    high = sum(count * ends[1] for count, ends in zip(each, sums, strict=True))
    ids = tuple(claim.claim_id for claim in parts.values())
    first = next(iter(parts.values()))
    told = f"{about_words(first).split(',')[0]}, {first.subject or 'one whole'} in {file_name(first)}"
    if 100.0 < low <= ONE_ANSWER_EACH:
        yield Discrepancy(reason=f"{told}: {len(parts)} shares make {low:.1f} %, more than the whole", claim_ids=ids, gap=(low - 100) / 100)
        return
    listed_others = any(shares.says("open_list", f"{claim.quote} {claim.facet or ''}") for claim in parts.values()) and not in_table
    least, floor, room = (TABLE_PARTS, LEAST, LEFT_OUT_OF_TABLE) if in_table else (TEXT_PARTS, LEAST_IN_TEXT, LEFT_OUT_OF_TEXT)
    if len(parts) >= least and low >= floor and high < 100.0 - room and not listed_others:
        yield Discrepancy(
            reason=f"{told}: {len(parts)} shares make {high:.1f} % at most, and nothing is said of the rest",
            verdict=Verdict.TENSION,
            claim_ids=ids,
            gap=(100 - high) / 100,
        )


def _number_of_names(claim: Claim) -> int:
    """A share given of "Jews, Tatars and Greeks, each" counts three times."""
    if "statistic=each" not in (claim.facet_id or "") and "each" not in (claim.facet or "").split():
        return 1
    for axis in (claim.facet_id or "").split(";"):
        if "+" in axis:
            return axis.count("+") + 1
    return 1
