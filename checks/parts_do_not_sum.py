"""Parts that do not make their stated total: three, four and one missing are not the seven the text speaks of."""

import re
from collections.abc import Iterator

from atodds.claims import Axis, Claim, ClaimGroup, Discrepancy, Reading, about_words, file_name
from atodds.judging.checking import extents_of, group_check, status_of
from atodds.vocabulary import Bound, Relation, SegmentKind, Standing, Verdict

NO_SUM = frozenset({"withdrawn", "original", "asked", "feared"})
NOT_OF_A_SUM = frozenset({"change", "average", "highest", "lowest", "remaining"})
MOST_PARTS = 30  # beyond, a list is no sum
NEXT_LINES = 3  # between the lines of one list, and between a list and its total
NARROWING = (Axis.PLACE, Axis.GROUP, Axis.PART)


@group_check(by="subject", severity=0.6)
def parts_do_not_sum(group: ClaimGroup) -> Iterator[Discrepancy]:
    """The parts of a total, told together, make more or less than the total.

    Parts are told together by one sentence, by the lines of one list or table, or by ties of the text; they fall short of their total only
    where they stand beside it and are not said to be some of many.
    """
    words = group.comparing.knowledge.words
    numbers = [claim for claim in group if claim.unit not in words.units_not_added and claim.per_unit is None]
    added = (claim for claim in numbers if claim.measure not in words.measures_not_added and status_of(claim) not in NO_SUM)
    usable = group.of([claim for claim in added if not NOT_OF_A_SUM & extents_of(claim)])
    seen: set[frozenset[str]] = set()
    for total, parts in [*_tied_by_the_text(usable), *_told_together(usable)]:
        ids = frozenset(claim.claim_id for claim in (total, *parts))
        finding = _against(usable, total, parts) if ids not in seen else None
        seen.add(ids)
        if finding is not None:
            yield finding


def _tied_by_the_text(group: ClaimGroup) -> Iterator[tuple[Claim, list[Claim]]]:
    """Parts that the text itself links to their total: a row that says total, "made up of", "of whom"."""
    by_id = {claim.claim_id: claim for claim in group}
    parts_of: dict[str, list[Claim]] = {}
    for claim in group:
        for link in claim.links:
            if link.relation is Relation.PART_OF and link.claim_id in by_id:
                parts_of.setdefault(link.claim_id, []).append(claim)
    for total_id, parts in parts_of.items():
        if len(parts) > 1:
            yield by_id[total_id], parts


def _told_together(group: ClaimGroup) -> Iterator[tuple[Claim, list[Claim]]]:
    """For each figure that nothing narrows, the narrowed ones of its document that one sentence or list sets side by side."""
    for document in group.split(lambda claim: claim.document_id):
        narrowed = [claim for claim in document if any(claim.on(axis) for axis in NARROWING)]
        for listed in _lists(narrowed):
            for total in document:
                if not any(total.on(axis) for axis in NARROWING) or "total" in extents_of(total):
                    parts = [claim for claim in listed if claim is not total and _is_part(document, claim, total)]
                    if 2 <= len(parts) <= MOST_PARTS and _are_siblings(document, parts):
                        yield total, parts


def _lists(claims: list[Claim]) -> Iterator[list[Claim]]:
    """Claims of one sentence, and those of lines that follow each other and are no running text."""
    sentences: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        sentences.setdefault((claim.quote, claim.char_start, claim.source_line_start), []).append(claim)
    yield from (together for together in sentences.values() if len(together) > 1)
    run: list[Claim] = []
    for together in sentences.values():
        claim = together[0]
        if len(together) == 1 and _is_line(claim) and (not run or _lines_between(run[-1], claim) <= NEXT_LINES):
            run.append(claim)
            continue
        if len(run) > 1:
            yield run
        run = [claim] if len(together) == 1 and _is_line(claim) else []
    if len(run) > 1:
        yield run


def _is_line(claim: Claim) -> bool:
    """A row, or a line with a label: no sentence of running text."""
    listed = claim.segment_kind in (SegmentKind.TABLE, SegmentKind.LIST_ITEM)
    return listed or not re.search(r"[.!?]\s*$", claim.quote.strip())


def _lines_between(one: Claim, other: Claim) -> float:
    if one.source_line_end is None or other.source_line_start is None:
        return 0.0 if one.heading == other.heading else float("inf")
    return float(other.source_line_start - one.source_line_end)


def _is_part(group: ClaimGroup, claim: Claim, total: Claim) -> bool:
    """Whether a narrowed figure may be a part of one that nothing narrows: nothing but what narrows it sets them apart."""
    if claim.bound is Bound.AT_MOST or not group.one_time(claim, total):
        return False
    if any(link.relation is not Relation.PART_OF and link.claim_id == total.claim_id for link in claim.links):
        return False  # "65,000 of 98,000": the text relates them otherwise
    left, right = group.comparing.reading(claim), group.comparing.reading(total)
    statuses = {status_of(claim), status_of(total)} - {None, "final", "counted"}
    return left.dimension == right.dimension and len(statuses) < 2


def _are_siblings(group: ClaimGroup, parts: list[Claim]) -> bool:
    """Whether no two of the parts are one, or one inside the other, and all are told in one way."""
    kinds = {frozenset(one.axis for one in claim.axes if one.axis in NARROWING) for claim in parts}
    return len(kinds) <= 2 and all(group.scope(a, b) is Standing.DISJOINT for i, a in enumerate(parts) for b in parts[i + 1 :])


def _against(group: ClaimGroup, total: Claim, parts: list[Claim]) -> Discrepancy | None:
    whole = group.reading(total)
    if whole is None:
        return None
    low, high = group.sum_of(parts)
    beside = _stand_beside(total, parts)
    if any(part.interval.near_low > whole.interval.near_high for claim in parts if (part := group.reading(claim)) is not None):
        return None  # what one part alone exceeds is no total of them
    exceeds, falls_short = low > whole.interval.near_high, high < whole.interval.near_low and beside
    if falls_short and high + _unnamed_beside(group, total, parts) >= whole.interval.near_low:
        return None
    if falls_short and any(group.says("open_list", claim.quote) for claim in parts):
        return None
    if not exceeds and not falls_short:
        return None
    shown = " + ".join(reading.value for claim in parts if (reading := group.reading(claim)))
    return Discrepancy(
        reason=f"{about_words(total)}: {shown} make {_span(low, high, whole)}, not {whole.value} ({file_name(total)})",
        verdict=None if low > whole.high and beside else Verdict.TENSION,
        claim_ids=(total.claim_id, *(claim.claim_id for claim in parts)),
        gap=min(low / whole.high - 1 if exceeds else 1 - high / whole.low, 1.0) if whole.low > 0 else 0.1,
    )


def _unnamed_beside(group: ClaimGroup, total: Claim, parts: list[Claim]) -> float:
    """What a sentence of parts counts besides without saying of whom: "83 Syrians, 82 Iraqis, and 11 whose papers were lost"."""
    unnamed = [one for one in group if one is not total and one not in parts and any(one.quote == part.quote for part in parts)]
    return group.sum_of(unnamed)[1] if unnamed else 0.0


def _stand_beside(total: Claim, parts: list[Claim]) -> bool:
    """Whether the parts are told with their total: tied to it, in its sentence, in the next one, or as the list under it."""
    if any(link.claim_id == total.claim_id for claim in parts for link in claim.links):
        return True
    nearest = min(parts, key=lambda claim: _distance(claim, total))
    return _distance(nearest, total) <= NEXT_LINES


def _distance(claim: Claim, total: Claim) -> float:
    if claim.quote == total.quote:
        return 0.0
    if claim.source_line_start is None or total.source_line_start is None:
        return 1.0 if claim.heading == total.heading else float("inf")
    return float(abs(claim.source_line_start - total.source_line_start))


def _span(low: float, high: float, whole: Reading) -> str:
    """Both ends of a sum, in the unit the whole is told in."""
    low, high = low / whole.factor, high / whole.factor
    unit = "" if whole.factor == 1 or not whole.claim.unit else f" {whole.claim.unit.removesuffix('s')}s"
    return _ends(low, high) + unit


def _ends(low: float, high: float) -> str:
    def number(value: float) -> str:
        return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.1f}"

    if high == float("inf"):
        return f"at least {number(low)}"
    low, high = (round(low), round(high)) if high - low <= 8 and high >= 10 else (low, high)
    return number((low + high) / 2) if number(low) == number(high) or high - low <= 0.02 * high else f"{number(low)} to {number(high)}"
