"""A copy that changed a figure on the way: the same words in two documents, and another figure in the same place."""

import re
from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, Reading, about_words, file_name
from atodds.judging.checking import group_check
from atodds.judging.same_places import SamePlace, same_places
from atodds.linking.answers import Comparison
from atodds.normalising.intervals import Fit, fit, smallest_gap
from atodds.vocabulary import Answer, Bound, MeasureKind, Standing, TimeRelation, Verdict

FORM_FIGURES, FORM_SHARE = 3, 0.5
"""A copy in which so many figures, and more than this share of all, are others is no copy: it is a form filled in anew."""


@group_check(
    by="copies",
    value="any",
    severity=0.6,
    instead_of=(
        "value_mismatch",
        "date_mismatch",
        "falling_toll",
        "magnitude_slip",
        "unit_slip",
        "same_source_two_figures",
    ),
)
def altered_copy(group: ClaimGroup) -> Iterator[Discrepancy]:
    """One document repeats another word for word, but for a figure or a date.

    A copy is no second witness, so one of the two figures is a slip of the pen or a change someone made. Passed over: figures that hold
    together (rounded, hedged, in another unit), a toll that a later edition puts higher, levels of another time, and forms that are
    filled in anew. Two editions of one publisher are a tension: the later one may be an update, or a correction.
    """
    documents = group.split(lambda claim: claim.document_id)
    if len(documents) != 2:
        return
    places = list(same_places(documents[0].claims, documents[1].claims))
    changed = [place for place in places if _written(place.original) != _written(place.copy)]
    figures = {(claim.char_start, claim.mention_start, claim.mention_text) for claim in (place.copy for place in places)}
    others = {(claim.char_start, claim.mention_start, claim.mention_text) for claim in (place.copy for place in changed)}
    if len(others) >= FORM_FIGURES and len(others) > FORM_SHARE * len(figures):
        return
    for place in changed:
        finding = _of_dates(group, place) if place.copy.date_low or place.copy.date_high else _of_figures(group, place)
        if finding is not None:
            yield finding


def _written(claim: Claim) -> str:
    return " ".join(claim.mention_text.casefold().split())


def _of_dates(group: ClaimGroup, place: SamePlace) -> Discrepancy | None:
    original, copy = group.reading(place.original), group.reading(place.copy)
    if original is None or copy is None or place.otherwise or place.retold or fit(original.interval, copy.interval) is not Fit.APART:
        return None  # with another figure beside another date it is told of another day
    comparison = group.comparing.compare(place.original, place.copy, thorough=True)
    if comparison.scope not in (Standing.SAME, Standing.UNKNOWN):
        return None
    return _finding(group, original, copy, comparison, Fit.APART)


def _of_figures(group: ClaimGroup, place: SamePlace) -> Discrepancy | None:
    if any(_is_time(one) or _is_time(other) for one, other in place.otherwise):
        return None  # "As of 5 May ... 34", "As of 6 May ... 36": of another day, and so another figure
    if place.retold and place.copy.predicate is None:
        return None
    readings = group.comparing.in_one_unit(place.original, place.copy)
    if readings is None:
        return None
    original, copy = readings
    converted = place.original.currency != place.copy.currency
    how = fit(original.interval, copy.interval)
    comparison = group.comparing.compare(place.original, place.copy, thorough=True)
    if how is Fit.TOGETHER or comparison.scope not in (Standing.SAME, Standing.UNKNOWN) or comparison.time is TimeRelation.APART:
        return None
    if comparison.time in (TimeRelation.EARLIER, TimeRelation.LATER):
        earlier, later = (original, copy) if comparison.time is TimeRelation.EARLIER else (copy, original)
        if later.interval.near_high >= earlier.interval.near_low:
            return None  # a toll rises, and a later edition says so
    if _may_have_risen(group, place, comparison):
        return None
    return _finding(group, original, copy, comparison, Fit.STRETCHED if converted else how)


def _may_have_risen(group: ClaimGroup, place: SamePlace, comparison: Comparison) -> bool:
    """Whether a toll rose from the day of the one to that of the other, or from one edition of a publisher to the next."""
    days = place.original.as_of_low, place.copy.as_of_low
    if comparison.time is TimeRelation.RISING and None not in days and days[0] != days[1]:
        return True
    toll = MeasureKind.CUMULATIVE in (place.original.measure_kind, place.copy.measure_kind)
    undated = comparison.time is TimeRelation.RISING or (comparison.time is TimeRelation.UNKNOWN and toll)
    return undated and _one_publisher(group, place)


def _is_time(written: str) -> bool:
    """Whether a figure of the sentence is a date or a year, as far as its writing tells."""
    words = written.casefold().split()
    return any(word.isalpha() and len(word) > 2 for word in words) or (
        len(words) == 1 and re.fullmatch(r"\d{4}", words[0]) is not None and 1500 <= int(words[0]) < 2100
    )


def _one_publisher(group: ClaimGroup, place: SamePlace) -> bool:
    publishers = [group.publishers.get(claim.document_id) for claim in (place.original, place.copy)]
    return publishers[0] is not None and publishers[0] == publishers[1]


def _finding(group: ClaimGroup, original: Reading, copy: Reading, comparison: Comparison, how: Fit) -> Discrepancy:
    place_known = comparison.answer_apart_from("tie") is Answer.YES and how is Fit.APART
    claims = original.claim, copy.claim
    one_house = _one_publisher(group, SamePlace(*claims, retold=False, otherwise=()))
    guessed = any(claim.bound is Bound.APPROX for claim in claims)
    return Discrepancy(
        reason=f"{about_words(claims[0])}: {copy.value} in {copy.source}, but {original.value} in {original.source}, in the same words: "
        f"{file_name(claims[1])} is taken for a copy",
        verdict=Verdict.CONTRADICTION if place_known and not one_house and not guessed else Verdict.TENSION,
        claim_ids=(claims[0].claim_id, claims[1].claim_id),
        gap=min(smallest_gap(original.interval, copy.interval), 1.0) if claims[0].date_low is None else _years(original, copy),
    )


def _years(original: Reading, copy: Reading) -> float:
    """A gap of dates: ten years and more are as far as can be, as in date_mismatch."""
    return min(abs(original.interval.middle - copy.interval.middle) / 3652.5, 1.0)
