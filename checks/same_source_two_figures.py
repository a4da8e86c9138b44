"""One source reported with two figures: a briefing, an estimate, a count that documents quote differently."""

from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, about_words, file_name
from atodds.judging.checking import group_check
from atodds.normalising.intervals import Fit
from atodds.vocabulary import Answer, Bound, Verdict

BOUNDS_APART = 1.25  # two lower bounds of one source on one day
LITTLE_WORDS = frozenset({"the", "of", "and", "a", "an", "its", "by", "via", "s"})


@group_check(by="fact", severity=0.55, instead_of=("value_mismatch",))
def same_source_two_figures(group: ClaimGroup) -> Iterator[Discrepancy]:
    """Documents credit one source with two different figures for one thing at one time.

    An estimate given as a range has two ends, and both are the source's; so ranges that overlap but do not agree count too.
    """
    by_source: dict[frozenset[str], list[Claim]] = {}
    for claim in group:
        source = _source(claim)
        if source:
            by_source.setdefault(source, []).append(claim)
    sources = list(by_source)
    for i, one in enumerate(sources):
        for other in sources[i:]:
            if one is other or one < other or other < one:
                yield from _differences(group, by_source[one], by_source[other])
    for document in group.split(lambda claim: claim.document_id):
        ranges = [claim for claim in document if claim.bound is Bound.RANGE and not _source(claim)]
        yield from _differences(group, ranges, ranges)  # two ranges of one estimate, told by the document itself


def _source(claim: Claim) -> frozenset[str]:
    """The words of the credit that name somebody; an office without a name ("officials") is nobody in particular."""
    credit = claim.attribution or ""
    named = [word for word in credit.replace("'s", "").split() if word[:1].isupper() or word.isupper()]
    return frozenset(word.casefold().strip(".,") for word in named if word.casefold() not in LITTLE_WORDS)


def _differences(group: ClaimGroup, ours: list[Claim], theirs: list[Claim]) -> Iterator[Discrepancy]:
    seen = set()
    for a in ours[:60]:
        for b in theirs[:60]:
            pair = frozenset((a.claim_id, b.claim_id))
            if a is b or pair in seen:
                continue
            seen.add(pair)
            finding = _difference(group, a, b)
            if finding is not None:
                yield finding


def _difference(group: ClaimGroup, a: Claim, b: Claim) -> Discrepancy | None:
    one_document = a.document_id == b.document_id
    one_time = a.as_of_low == b.as_of_low and a.as_of_high == b.as_of_high and (a.as_of_low is not None or one_document)
    ranges = a.bound is Bound.RANGE and b.bound is Bound.RANGE
    if not one_time and not (one_document and ranges and group.one_time(a, b)):
        return None  # one source, two times
    comparison = group.comparing.compare(a, b)
    if comparison.answer_apart_from("time") is Answer.NO:
        return None
    pair = group.comparing.pair(a, b, comparison)
    if pair is None:
        return None
    verdict = Verdict.CONTRADICTION if comparison.answer_apart_from("time") is Answer.YES else Verdict.TENSION
    bounds = a.bound is Bound.AT_LEAST and b.bound is Bound.AT_LEAST and a.value_low and b.value_low
    if pair.fit is Fit.APART:
        pass
    elif ranges and _ends_differ((a.value_low, a.value_high), (b.value_low, b.value_high)):
        verdict = Verdict.CONTRADICTION if a.document_id == b.document_id and verdict is Verdict.CONTRADICTION else Verdict.TENSION
    elif bounds and max(a.value_low or 0, b.value_low or 0) > BOUNDS_APART * min(a.value_low or 0, b.value_low or 0):
        verdict = Verdict.TENSION
    else:
        return None
    if a.attribution:
        told = f"{a.attribution} is credited with {pair.left.value} in {file_name(a)} and with {pair.right.value} in {file_name(b)}"
    else:
        told = f"{file_name(a)} gives {pair.left.value} and {pair.right.value}"
    return Discrepancy(
        reason=f"{about_words(a)}: {told} ({pair.left.as_of})",
        verdict=verdict,
        claim_ids=(a.claim_id, b.claim_id),
        gap=0.3,
    )


def _ends_differ(ours: tuple[float | None, float | None], theirs: tuple[float | None, float | None]) -> bool:
    def apart(one: float | None, other: float | None) -> bool:
        return one is not None and other is not None and abs(one - other) > 0.02 * max(abs(one), abs(other))

    # One end shared shows that both are the same estimate; both ends different may be two estimates.
    return apart(ours[0], theirs[0]) != apart(ours[1], theirs[1])
