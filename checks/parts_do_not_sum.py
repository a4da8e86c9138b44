"""Parts that do not make their stated total: three, four and one missing are not the seven the text speaks of."""

from collections.abc import Iterator

from atodds.checking import group_check
from atodds.claims import Claim, ClaimGroup, Discrepancy, Reading, about_words, file_name
from atodds.vocabulary import Bound, Qualifier, Relation, Standing, Verdict

NOT_OF_THE_SUM = {Qualifier.CHANGE, Qualifier.EARLIER, Qualifier.PROJECTION}
OPEN_TOTAL = 1.25  # parts this many times a total "of at least" make the total doubtful
OF_THE_SAME_DAYS = 0.35  # a total without a date is taken for one of the same days when it is no further from the sum
MOST_CLAIMS, MOST_PARTS = 60, 30  # of one document and measure; beyond, a list is no sum


@group_check(by="subject", severity=0.6)
def parts_do_not_sum(group: ClaimGroup) -> Iterator[Discrepancy]:
    """The parts of a total, told together, make more or less than the total."""
    words = group.comparability.words
    numbers = [claim for claim in group if claim.unit not in words.units_not_added and claim.per_unit is None]
    added = (claim for claim in numbers if claim.measure not in words.measures_not_added)
    usable = group.of([claim for claim in added if not NOT_OF_THE_SUM & set(claim.qualifiers)])
    for together in _told_together(usable):
        for total in usable:
            if Qualifier.SUBSET not in total.qualifiers and not _has_its_own_total(usable, together, total):
                yield from _against(usable, together, total)
    yield from _tied_by_the_text(group)


def _told_together(group: ClaimGroup) -> Iterator[ClaimGroup]:
    """Claims that may be parts of one total: of one sentence, of one table, of one document."""
    for sentence in group.sentences():
        if len(sentence.claims) > 1:
            yield sentence
    for document in group.split(lambda claim: claim.document_id):
        if len(document.sentences()) > 1 and len(document.claims) <= MOST_CLAIMS:
            yield document


def _has_its_own_total(group: ClaimGroup, together: ClaimGroup, total: Claim) -> bool:
    """Whether the parts' own document gives a whole of that scope and day: then theirs is not the total of another document."""
    first = together.claims[0]
    if total.document_id == first.document_id:
        return False
    own = (claim for claim in group if claim.document_id == first.document_id and Qualifier.SUBSET not in claim.qualifiers)
    return any(group.scope(claim, total) is Standing.SAME and group.one_time(claim, first) for claim in own)


def _against(group: ClaimGroup, together: ClaimGroup, total: Claim) -> Iterator[Discrepancy]:
    whole = group.reading(total)
    first = together.claims[0]
    one_document = total.document_id == first.document_id
    if whole is None or not (one_document or len(together.sentences()) == 1):
        return
    parts = _parts(group, together, total)
    if len(parts) < 2:
        return
    low, high = group.sum_of(parts)
    if one_document and _is_one_of_them(group, parts, total, together):
        return
    shown = " + ".join(reading.value for claim in parts if (reading := group.reading(claim)))
    told = f"{about_words(total)}: {shown} make {_span(low, high, whole)} ({file_name(first)}), not {whole.value}"
    told += "" if one_document else f" in {whole.dated_source}"
    ids = (total.claim_id, *(claim.claim_id for claim in parts))
    exceeds = low > whole.high
    all_of_it = _said_to_be_all(parts) or _covers(group, parts)
    falls_short = high < whole.interval.near_low and all_of_it and (total.facet_id or "all") in {group.family(claim)[1] for claim in parts}
    gap = 0.1
    if whole.low > 0 and (exceeds or falls_short):
        gap = low / whole.high - 1 if exceeds else 1 - high / whole.low
    if one_document and exceeds:
        yield Discrepancy(reason=told, claim_ids=ids, gap=min(gap, 1.0))
    elif one_document and total.bound is Bound.AT_LEAST and total.value_low and low > total.value_low * OPEN_TOTAL:
        yield Discrepancy(reason=told, verdict=Verdict.TENSION, claim_ids=ids, gap=0.3)
    elif one_document and falls_short:
        yield Discrepancy(reason=told, verdict=Verdict.TENSION, claim_ids=ids, gap=gap)
    elif not one_document and total.bound in (Bound.EXACT, Bound.APPROX) and (exceeds or falls_short) and _covers(group, parts):
        if (total.facet_id or "all") not in {group.family(claim)[1] for claim in parts}:
            return  # parts of one country against the total of two
        dated = total.as_of_low is not None and first.as_of_low is not None
        if falls_short and total.as_of_low is not None and not dated:
            return  # undated parts of a total of a known day may be of an earlier one
        if (dated and gap > 0.1) or (not dated and gap < OF_THE_SAME_DAYS):
            yield Discrepancy(reason=told, verdict=Verdict.TENSION, claim_ids=ids, gap=gap)


def _is_one_of_them(group: ClaimGroup, parts: list[Claim], total: Claim, together: ClaimGroup) -> bool:
    """Whether a list has a part more than those whose scope is known: "177 people, 83 women, 82 men and 11 others".

    Then the one more is no total, being smaller than a part it stands beside, and the known parts alone need not make the total.
    """
    quotes = {claim.quote for claim in parts}
    largest = max((claim.value_low or 0.0 for claim in parts), default=0.0)
    if len(quotes) != 1:
        return False
    if total.quote in quotes and total.value_high is not None and total.value_high < largest:
        return True
    low, high = group.sum_of(parts)
    ids = {total.claim_id, *(claim.claim_id for claim in parts)}
    whole = group.reading(total)
    more = (claim for claim in together if claim.claim_id not in ids and claim.quote in quotes and claim.value_low is not None)
    return whole is not None and any(
        low + reading.low <= whole.high and whole.low <= high + reading.high for claim in more if (reading := group.reading(claim))
    )


def _parts(group: ClaimGroup, together: ClaimGroup, total: Claim) -> list[Claim]:
    """The claims that are parts of the total and do not touch each other; none where two of them do."""
    parts: dict[str, Claim] = {}
    for claim in together:
        if claim.claim_id == total.claim_id or Qualifier.COMPLEMENT in claim.qualifiers or not group.one_time(claim, total):
            continue
        if group.scope(claim, total) is Standing.PART:
            parts.setdefault(claim.facet_id or claim.facet or "", claim)
    found = list(parts.values())
    if not 2 <= len(found) <= MOST_PARTS:
        return []
    ids = {claim.claim_id for claim in (*found, total)}
    if any(link.relation is not Relation.PART_OF and link.claim_id in ids for claim in found for link in claim.links):
        return []  # "65,000 of 98,000": the text relates them otherwise
    apart = all(group.scope(a, b) is Standing.DISJOINT for i, a in enumerate(found) for b in found[i + 1 :])
    return found if apart else []


def _covers(group: ClaimGroup, parts: list[Claim]) -> bool:
    """Whether parts make the whole between them by their names: the areas of the government and those of the rebels, in one sentence."""
    if len({claim.quote for claim in parts}) != 1:
        return False
    facets = [(claim.facet or claim.facet_id or "").casefold() for claim in parts]
    ids = [claim.facet_id or "" for claim in parts]
    return any(
        len(facets) == 2
        and ((one in facets[0] + ids[0] and other in facets[1] + ids[1]) or (other in facets[0] + ids[0] and one in facets[1] + ids[1]))
        for one, other in group.comparability.words.exhaustive
    )


def _said_to_be_all(parts: list[Claim]) -> bool:
    return any(link.relation is Relation.PART_OF for claim in parts for link in claim.links)


def _tied_by_the_text(group: ClaimGroup) -> Iterator[Discrepancy]:
    """Parts that the text itself links to their total, whatever alignment knows of them."""
    by_id = {claim.claim_id: claim for claim in group}
    parts_of: dict[str, list[Claim]] = {}
    for claim in group:
        for link in claim.links:
            if link.relation is Relation.PART_OF and link.claim_id in by_id:
                parts_of.setdefault(link.claim_id, []).append(claim)
    for total_id, parts in parts_of.items():
        whole = group.reading(by_id[total_id])
        low, high = group.sum_of(parts)
        if whole is None or len(parts) < 2 or (low <= whole.high and whole.low <= high):
            continue
        if high < whole.low and any(group.says("open_list", claim.quote) for claim in parts):
            continue
        shown = " + ".join(reading.value for claim in parts if (reading := group.reading(claim)))
        yield Discrepancy(
            reason=f"{about_words(by_id[total_id])}: {shown} make {_span(low, high, whole)}, not {whole.value} (in {whole.source})",
            verdict=None if low > whole.high else Verdict.TENSION,
            claim_ids=(total_id, *(claim.claim_id for claim in parts)),
            gap=abs(low - whole.high) / max(whole.high, 1.0) if whole.high != float("inf") else 0.1,
        )


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
