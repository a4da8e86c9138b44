"""A figure that changed between two versions of one document: the same sentence, another figure."""

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from atodds.claims import Claim, ClaimGroup, Discrepancy, about_words
from atodds.judging.checking import group_check
from atodds.normalising.intervals import smallest_gap
from atodds.vocabulary import Verdict

SAME_SENTENCE = 85.0
"""rapidfuzz ratio, figures masked, from which two sentences are one that was edited: a word or two of ten may differ."""
FIGURE = re.compile(r"\d[\d.,  ]*")
LONGEST = 1_000


@group_check(by="versions", value="any")
def revised_figure(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A document gives another figure in the same sentence than the version of it before.

    A new version supersedes the old one, so its figures are never held against each other by other checks; but a figure that was quietly
    changed is what an editor wants to see first. It is a tension: a correction is the usual reason.
    """
    versions = group.split(lambda claim: claim.document_id)
    if len(versions) != 2:
        return
    before, now = versions
    by_key: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in now:
        by_key[_about(claim)].append(claim)
    for old in before:
        candidates = by_key.get(_about(old), [])
        if any(_value(new) == _value(old) for new in candidates):
            continue
        said = _masked(old.quote)
        alike = [(fuzz.ratio(said, _masked(new.quote)), new) for new in candidates]
        best = sorted((pair for pair in alike if pair[0] >= SAME_SENTENCE), key=lambda pair: (-pair[0], pair[1].claim_id))
        if not best or (len(best) > 1 and _value(best[0][1]) != _value(best[1][1]) and best[0][0] == best[1][0]):
            continue  # no such sentence any more, or two that fit equally well
        yield _finding(group, old, best[0][1])


def _about(claim: Claim) -> tuple[str, ...]:
    narrowed = ";".join(sorted(f"{one.axis}={one.value}" for one in claim.axes))
    parts = (claim.measure, claim.subject_id or claim.subject, narrowed, claim.unit, claim.currency)
    return tuple(str(part or "") for part in parts)


def _value(claim: Claim) -> tuple[object, ...]:
    return (claim.value_low, claim.value_high, claim.date_low, claim.date_high, claim.members, claim.polarity)


def _masked(quote: str) -> str:
    return FIGURE.sub("#", quote[:LONGEST].casefold())


def _finding(group: ClaimGroup, old: Claim, new: Claim) -> Discrepancy:
    readings = group.reading(old), group.reading(new)
    known = readings[0] is not None and readings[1] is not None and new.date_low is None and new.date_high is None
    return Discrepancy(
        reason=f"{about_words(new)}: {new.document_path} now gives {new.mention_text.strip()}, in the same sentence that gave "
        f"{old.mention_text.strip()} in the version before",
        verdict=Verdict.TENSION,
        claim_ids=(old.claim_id, new.claim_id),
        gap=smallest_gap(readings[0].interval, readings[1].interval) if known and readings[0] and readings[1] else 0.1,
    )
