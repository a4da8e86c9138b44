"""Times that cannot be in this order: an end before its start, a span of other years than its dates, an effect before its cause."""

import datetime
import itertools
from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, about_words, file_name
from atodds.judging.checking import group_check
from atodds.vocabulary import Bound, Relation, Verdict

DAYS_OF = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25, "hour": 1 / 24, "minute": 1 / 1440}
ROOM = 1.0  # of the unit of a duration: "from 1988 to 1994" is six years or, counting both ends, seven
NEXT_SENTENCE = 12  # lines between a sentence and the one before it, in a text with wrapped lines


@group_check(by="document", value="any", severity=0.5)
def period_does_not_follow(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A period ends before it starts, lasts longer than its dates allow, or an effect is dated before its cause."""
    dates = group.of([claim for claim in group if claim.date_low is not None and claim.date_high is not None])
    yield from _end_before_start(dates)
    yield from _durations(group)
    yield from _effect_before_cause(dates)


def _kind(claim: Claim, words: tuple[str, ...]) -> bool:
    return claim.predicate in words or any(word in claim.measure.split("_") for word in words)


def _of_one_thing(start: Claim, end: Claim) -> bool:
    """Whether what began is what ended: of one subject much is begun and ended, so that what else is said of the two must agree."""
    ours, theirs = ({word for word in (claim.counted, *claim.words) if word} for claim in (start, end))
    return bool(ours & theirs) or not (ours or theirs)


def _end_before_start(dates: ClaimGroup) -> Iterator[Discrepancy]:
    words = dates.comparing.knowledge.words
    for about in dates.split(
        lambda claim: (claim.subject_id or claim.subject, frozenset(one.value for one in claim.axes)) if claim.subject else None
    ):
        starts = [claim for claim in about if _kind(claim, words.starts)]
        ends = [claim for claim in about if _kind(claim, words.ends)]
        for start in starts:
            for end in ends:
                if not _of_one_thing(start, end):
                    continue
                if end.date_high and start.date_low and end.date_high < start.date_low and start.bound is not Bound.APPROX is not end.bound:
                    years = (start.date_low - end.date_high).days / 365.25
                    yield Discrepancy(
                        reason=f"{start.subject}: {about_words(end)} {end.mention_text}, before {about_words(start)} {start.mention_text} "
                        f"({file_name(start)})",
                        claim_ids=(start.claim_id, end.claim_id),
                        gap=min(years / 10, 1.0),
                    )


def _durations(group: ClaimGroup) -> Iterator[Discrepancy]:
    by_id = {claim.claim_id: claim for claim in group}
    for claim in group:
        spans = [by_id[link.claim_id] for link in claim.links if link.relation is Relation.DURATION_OF and link.claim_id in by_id]
        unit = DAYS_OF.get(claim.unit or "")
        ends = [end for span in spans for end in (span.date_low, span.date_high) if end is not None]
        if unit is None or not ends or (len(spans) == 1 and spans[0].bound is not Bound.RANGE):
            continue
        low, high = claim.value_low, claim.value_high
        shortest, longest = _length(spans)
        if (low is not None and low * unit > longest + ROOM * unit) or (high is not None and high * unit < shortest - ROOM * unit):
            dates = " to ".join(dict.fromkeys(span.mention_text for span in spans))
            yield Discrepancy(
                reason=f"{about_words(claim)} in {file_name(claim)}: {claim.mention_text}, but {dates} is "
                f"{(shortest + longest) / 2 / unit:.3g} {claim.unit}s",
                claim_ids=(claim.claim_id, *(span.claim_id for span in spans)),
                gap=min(abs((low or high or 0.0) * unit - longest) / max(longest, 1.0), 1.0),
            )


def _length(spans: list[Claim]) -> tuple[float, float]:
    """Least and most days from the first date to the last, as far as they are known."""
    ordered = sorted((span.date_low, span.date_high) for span in spans if span.date_low and span.date_high)
    (first_low, first_high), (last_low, last_high) = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return _days(first_low, first_high) - 366.0, _days(first_low, first_high)
    return max(_days(first_high, last_low), 0.0), _days(first_low, last_high)


def _days(low: datetime.date, high: datetime.date) -> float:
    return float((high - low).days + 1)


def _effect_before_cause(dates: ClaimGroup) -> Iterator[Discrepancy]:
    """A sentence that opens with "This triggered ..." and dates what follows before the one event of the sentence before it."""
    sentences = dates.sentences()
    for before, after in itertools.pairwise(sentences):
        opening = after.claims[0].quote[:60]
        if not dates.says("effects", " ".join(opening.split()[:4])):
            continue
        place, next_place = before.claims[-1].source_line_end, after.claims[0].source_line_start
        if place is not None and next_place is not None and next_place - place > NEXT_SENTENCE:
            continue
        causes = [claim for claim in before if claim.date_low is not None]
        for effect in after:
            cause = max(causes, key=lambda claim: claim.date_low or datetime.date.min)
            if len(causes) == 1 and cause.date_low and effect.date_high and effect.date_high < cause.date_low:
                yield Discrepancy(
                    reason=f"{file_name(effect)}: {effect.mention_text} is said to follow from what is dated {cause.mention_text}",
                    verdict=Verdict.CONTRADICTION,
                    claim_ids=(cause.claim_id, effect.claim_id),
                    gap=min((cause.date_low - effect.date_high).days / 3652.5, 1.0),
                )
