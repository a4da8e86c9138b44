"""A headline that its own text does not bear out."""

import re
from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, Reading, about_words, file_name
from atodds.judging.checking import extents_of, group_check, status_of
from atodds.normalising.intervals import Fit, fit, number_interval
from atodds.vocabulary import Bound, SegmentKind, Standing, Verdict

HEADLINE_LINES = 8  # a title stands below a few lines of address and date
TOP_REACH = 1.1  # what a headline may add to the top of an estimate
NEAR_MISS = 0.15  # a headline this close to a figure of the text, and yet not that figure, means it


@group_check(by="document", severity=0.55, instead_of=("value_mismatch", "same_source_two_figures"))
def headline_against_body(group: ClaimGroup) -> Iterator[Discrepancy]:
    """The figure of a headline is not in the text, or stands there for something else."""
    headlines = [claim for claim in group if _is_headline(claim)]
    body = [claim for claim in group if not _is_headline(claim) and status_of(claim) not in ("withdrawn", "original")]
    for headline in headlines:
        told = group.reading(headline)
        if told is None or "change" in extents_of(headline):
            continue
        kin = [(claim, reading) for claim in body if (reading := _of_one_kind(group, headline, claim)) is not None]
        if any(_stands_for(group, headline, told, claim, reading) for claim, reading in kin):
            continue
        for claim, reading in kin:
            finding = _against(group, headline, told, claim, reading) if group.one_time(headline, claim) else None
            if finding is not None:
                yield finding


def _is_headline(claim: Claim) -> bool:
    """A title, or a first line without an end of a sentence: "Storm leaves hundreds dead or homeless"."""
    if claim.segment_kind is SegmentKind.TITLE:
        return True
    line, quote = claim.source_line_start, claim.quote.strip()
    first = claim.segment_kind in (SegmentKind.BODY, SegmentKind.HEADING) and line is not None and line <= HEADLINE_LINES
    return first and len(quote.split()) > 3 and not re.search(r"[.!?:;…\"”»]$", quote)


def _of_one_kind(group: ClaimGroup, headline: Claim, claim: Claim) -> Reading | None:
    """A figure of the text in the same unit and about the same thing, as far as both say."""
    one_subject = headline.subject_id == claim.subject_id or not headline.subject_id or not claim.subject_id
    if not one_subject or group.comparing.reading(headline).dimension != group.comparing.reading(claim).dimension:
        return None
    if group.measure(headline, claim) is Standing.DISJOINT:
        return None
    return group.reading(claim)


def _stands_for(group: ClaimGroup, headline: Claim, told: Reading, claim: Claim, reading: Reading) -> bool:
    """Whether a figure of the text is the headline's: of its measure, of no other part, and near enough for a headline."""
    if group.measure(headline, claim) is not Standing.SAME or group.scope(headline, claim) is Standing.DISJOINT:
        return False
    if headline.bound is Bound.AT_MOST and claim.bound is Bound.AT_MOST:
        return not _near_miss(told, reading)
    if headline.bound is Bound.AT_MOST and (told.interval.stated_high or 0.0) > TOP_REACH * reading.high:
        return False  # "up to 8 billion" is not the headline of "3.8 to 4.6 billion"
    return fit(told.interval, reading.interval) is Fit.TOGETHER


def _against(group: ClaimGroup, headline: Claim, told: Reading, claim: Claim, reading: Reading) -> Discrepancy | None:
    measure, scope = group.measure(headline, claim), group.scope(headline, claim)
    same_figure = (headline.value_low, headline.value_high) == (claim.value_low, claim.value_high)
    if measure in (Standing.PART, Standing.WHOLE) and same_figure and scope is not Standing.DISJOINT:
        reason = f"in the headline {told.value} is the number of {about_words(headline)}, in the text that of {about_words(claim)}"
        return _finding(headline, claim, reason, Verdict.CONTRADICTION, 0.5)
    if (claim.attribution and headline.attribution != claim.attribution) or scope is Standing.DISJOINT:
        return None  # a text that names no source of its own speaks for the one of its headline
    if _near_miss(told, reading):
        reason = f"{about_words(headline)}: the headline says {told.value}, the text {reading.value}"
        return _finding(headline, claim, reason, Verdict.TENSION, 0.1)
    if measure is Standing.SAME and scope is Standing.SAME and fit(told.interval, reading.interval) is Fit.APART:
        reason = f"{about_words(headline)}: the headline says {told.value}, the text {reading.value}"
        return _finding(headline, claim, reason, Verdict.TENSION, 0.4)
    return None


def _near_miss(told: Reading, reading: Reading) -> bool:
    """The figures themselves, apart from their bounds, are close and not equal."""
    ends = []
    for one in (told, reading):
        stated = one.interval.stated_high if one.interval.stated_low is None else one.interval.stated_low
        if stated is None or one.claim.bound is Bound.AT_LEAST:
            return False
        digit = (one.claim.last_digit or 0.0) * one.factor
        ends.append(number_interval(stated, stated, Bound.EXACT, digit, round_number=False))
    apart = fit(ends[0], ends[1]) is Fit.APART
    size = max(abs(ends[0].middle), abs(ends[1].middle))
    return apart and size > 0 and abs(ends[0].middle - ends[1].middle) <= NEAR_MISS * size


def _finding(headline: Claim, claim: Claim, reason: str, verdict: Verdict, gap: float) -> Discrepancy:
    return Discrepancy(reason=f"{reason} ({file_name(headline)})", verdict=verdict, claim_ids=(headline.claim_id, claim.claim_id), gap=gap)
