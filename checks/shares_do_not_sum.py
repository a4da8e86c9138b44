"""Shares of one whole that make more than all of it, or leave out what the list does not own up to."""

import re
from collections.abc import Iterator

from atodds.claims import Axis, Claim, ClaimGroup, Discrepancy, about_words, file_name
from atodds.judging.checking import extents_of, group_check, status_of
from atodds.vocabulary import Bound, SegmentKind, Verdict

ONE_ANSWER_EACH = 130.0  # beyond this people could give several answers, and nothing has to sum
TABLE_PARTS, TEXT_PARTS = 3, 4  # fewer rows or parts say nothing about what is left out
LEFT_OUT_OF_TABLE, LEFT_OUT_OF_TEXT = 1.0, 2.5  # percentage points a list may lack without a word
LEAST = 85.0  # a table that makes less is not meant to be complete
EACH = re.compile(r"\beach\b")
LEAST_IN_TEXT = 94.0  # running text names the largest few; only what nearly makes the whole reads as all of it


@group_check(by="document", severity=0.45)
def shares_do_not_sum(group: ClaimGroup) -> Iterator[Discrepancy]:
    """Shares of one whole, in one sentence or one column of a table, do not make 100 percent.

    Above 100 is a contradiction. Below it is a tension, and only where the list is long enough to mean to be complete and does not
    mention "others".
    """
    shares = group.of([claim for claim in group if claim.unit == "percent" and not _apart(claim)])
    for column in shares.split(_column):
        yield from _weigh(column, in_table=True)
    in_text = shares.of([claim for claim in shares if claim.segment_kind is not SegmentKind.TABLE])
    for sentence in in_text.sentences():
        for family in sentence.split(lambda claim: (claim.measure, claim.subject_id, _axes_told(claim), claim.as_of_low)):
            yield from _weigh(family, in_table=False)


def _apart(claim: Claim) -> bool:
    return "change" in extents_of(claim) or status_of(claim) in ("withdrawn", "original") or claim.bound is Bound.AT_MOST


def _axes_told(claim: Claim) -> frozenset[Axis]:
    """The ways in which a share is narrowed: shares of one whole are narrowed in one way."""
    return frozenset(one.axis for one in claim.axes if one.axis in (Axis.PLACE, Axis.GROUP, Axis.PART, Axis.SOURCE))


def _column(claim: Claim) -> object:
    """One column of one table: the measure that its header gives, and the way its rows are told apart."""
    if claim.segment_kind is not SegmentKind.TABLE or not _axes_told(claim):
        return None
    column = re.search(r"column \d+|[A-Z]+(?=\d+$)", claim.cell or "")
    named = column.group() if column else ""
    return (claim.measure, claim.subject_id, _axes_told(claim), claim.as_of_low, claim.as_of_high, claim.heading, named)


def _weigh(shares: ClaimGroup, *, in_table: bool) -> Iterator[Discrepancy]:
    parts = {frozenset(one.value for one in claim.axes): claim for claim in shares}
    if len(parts) < TABLE_PARTS or len(parts) < len(shares.claims) or frozenset() in parts:
        return
    sums = [shares.sum_of([claim]) for claim in parts.values()]
    each = [EACH.search(claim.quote) is not None for claim in parts.values()]
    if any(each):
        return  # "Jews, Tatars and Greeks, 8 per cent each" tells three shares by one figure
    low, high = sum(ends[0] for ends in sums), sum(ends[1] for ends in sums)
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
