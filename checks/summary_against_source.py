"""A summary that gives a figure otherwise than the document it sums up."""

from collections.abc import Iterator, Mapping

from atodds.claims import ClaimGroup, Discrepancy, Reading, file_name
from atodds.designations import DESIGNATION, designations_in
from atodds.judging.checking import group_check, value_kind
from atodds.judging.witnesses import SourceFigures, Witness, words_around
from atodds.vocabulary import MeasureKind, Modality, Verdict

LEAST_LIKENESS = 0.2  # of the words around a figure of the summary: what the witness must share of those the source knows
SURE_LIKENESS = 0.6  # from here on, and well before the next best figure, the two stand in one statement
SURE_MARGIN = 2.0
ELSEWHERE = 0.25  # of the likeness of the witness: a figure given among words so unlike is given of something else


@group_check(by="derived", value="any", severity=0.55)
def summary_against_source(group: ClaimGroup) -> Iterator[Discrepancy]:
    """A summary states a figure that the document it sums up does not give, where that gives another one.

    Whatever a summary states must stand in its source. A figure that stands there nowhere, not even rounded, is held against the one of
    its kind that the source gives among the same words; and so is one that stands there among quite other words only. A figure that the
    summary may have reckoned itself, a small count or a sum with no such counterpart, is let pass. Of names with a number, "Q1" or "the
    third phase", those are held against the source's whose number it does not have.
    """
    yield from _other_names(group)
    summary = [claim for claim in group if claim.document_id == group.key and value_kind(claim) in ("number", "date")]
    source = SourceFigures([claim for claim in group if claim.document_id != group.key], group.comparing, group.written)
    given = {claim.claim_id: source.given_by(claim) for claim in summary}
    told = [found[0] for found in given.values() if found is not None]
    for claim in summary:
        if claim.modality is Modality.NEGATED:
            continue
        found = given[claim.claim_id]
        witness = None if found is None and source.gives(claim) else source.witness_of(claim, told)
        if witness is None or witness.likeness < LEAST_LIKENESS:
            continue
        swapped = found is not None
        if found is not None and not (_is_sure(witness) and found[1] <= ELSEWHERE * witness.likeness):
            continue
        left, right = group.reading(claim), group.reading(witness.claim)
        if left is not None and right is not None and not _told_before(left, right):
            yield _finding(left, right, witness, swapped)


def _other_names(group: ClaimGroup) -> Iterator[Discrepancy]:
    """Names with a number that the source has with other numbers only; one finding each."""
    named = [(claim, found[0]) for claim in group if claim.claim_type == DESIGNATION and (found := designations_in(claim.mention_text))]
    told = [(claim, one) for claim, one in named if claim.document_id == group.key]
    known = [(claim, one) for claim, one in named if claim.document_id != group.key]
    numbers, said = {(one.name, one.number) for _, one in known}, {(one.name, one.number) for _, one in told}
    seen: set[tuple[str, str]] = set()
    for claim, one in told:
        key = (one.name, one.number)
        if key in numbers or key in seen:
            continue
        seen.add(key)
        kin = [(other, another) for other, another in known if another.name == one.name]
        # What the summary itself speaks of elsewhere is seldom what this should be.
        kin = [pair for pair in kin if (pair[1].name, pair[1].number) not in said] or kin
        if kin:
            words = words_around(claim)
            other = max(kin, key=lambda pair: (_in_common(words, words_around(pair[0])), pair[0].claim_id))[0]
            yield Discrepancy(
                reason=f'{file_name(claim)} sums up {file_name(other)} and speaks of "{claim.mention_text}" where that speaks of '
                f'"{other.mention_text}"',
                verdict=Verdict.TENSION,
                claim_ids=(claim.claim_id, other.claim_id),
                gap=0.3,
                title=f"{claim.mention_text} in the summary, {other.mention_text} in what it sums up",
            )


def _in_common(words: Mapping[str, float], others: Mapping[str, float]) -> float:
    return sum(min(weight, others[word]) for word, weight in words.items() if word in others)


def _is_sure(witness: Witness) -> bool:
    return witness.likeness >= SURE_LIKENESS and witness.likeness >= SURE_MARGIN * witness.next_likeness


def _told_before(left: Reading, right: Reading) -> bool:
    """Whether a lower toll may be an earlier one: the short text an early report, the long one a later report that took it over."""
    return left.interval.middle < right.interval.middle and MeasureKind.CUMULATIVE in (left.claim.measure_kind, right.claim.measure_kind)


def _finding(left: Reading, right: Reading, witness: Witness, swapped: bool) -> Discrepancy:
    claim = left.claim
    size = max(abs(left.interval.middle), abs(right.interval.middle), 1e-9)
    words = f" ({', '.join(witness.shared[:3])})" if witness.shared else ""
    return Discrepancy(
        reason=f'{file_name(claim)} sums up {file_name(witness.claim)} and says "{left.value}" where that says "{right.value}"{words}',
        verdict=Verdict.CONTRADICTION if _is_sure(witness) and not swapped else Verdict.TENSION,
        claim_ids=(claim.claim_id, witness.claim.claim_id),
        gap=min(abs(left.interval.middle - right.interval.middle) / size, 1.0),
        title=f"{left.value} in the summary, {right.value} in what it sums up",
    )
