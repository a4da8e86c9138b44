"""Sets that do not hold the same members."""

from collections.abc import Iterator

from atodds.claims import Claim, ClaimGroup, Discrepancy, file_name
from atodds.designations import DESIGNATION
from atodds.judging.checking import group_check
from atodds.vocabulary import Standing, Verdict

LITTLE_WORDS = frozenset(
    {"the", "of", "and", "representatives", "members", "including", "in", "it", "a", "an", "as", "well", "also", "by", "with"}
)


@group_check(by="subject", value="members", severity=0.45)
def membership_mismatch(group: ClaimGroup) -> Iterator[Discrepancy]:
    """Two lists of the members of one body differ, or a member is to join that is in it already."""
    lists = [claim for claim in group if claim.members and claim.claim_type != DESIGNATION]
    for i, left in enumerate(lists):
        for right in lists[i + 1 :]:
            if not group.one_time(left, right):
                continue
            joins = [group.says("joining", claim.mention_text) or group.says("joining", _around(claim)) for claim in (left, right)]
            if joins[0] != joins[1]:
                newcomers, body = (left, right) if joins[0] else (right, left)
                yield from _already_in(newcomers, body)
            elif not any(joins) and group.scope(left, right) is Standing.SAME and left.quote != right.quote:
                yield from _differ(left, right)


def _around(claim: Claim) -> str:
    """The words just before the list, where "to include" or "joined by" stand."""
    at = claim.quote.find(claim.mention_text)
    return claim.quote[max(0, at - 30) : at] if at > 0 else ""


def _names(claim: Claim) -> dict[str, str]:
    names = {}
    for member in claim.members or ():
        words = [word for word in member.casefold().replace("’s", "").replace("'s", "").split() if word.strip(".,;") not in LITTLE_WORDS]
        if words:
            names[" ".join(word.strip(".,;") for word in words)] = member
    return names


def _already_in(newcomers: Claim, body: Claim) -> Iterator[Discrepancy]:
    inside = _names(body)
    twice = [inside[name] for name in _names(newcomers) if name in inside]
    later = newcomers.as_of_low and body.as_of_low and newcomers.as_of_low <= body.as_of_low
    if twice and not later:
        yield Discrepancy(
            reason=f"{body.subject}: {', '.join(twice)} is named among its members in {file_name(body)} "
            f"(line {body.source_line_start}), yet is still to join in {file_name(newcomers)} (line {newcomers.source_line_start})",
            verdict=Verdict.TENSION,
            claim_ids=(body.claim_id, newcomers.claim_id),
            gap=0.5,
        )


def _differ(left: Claim, right: Claim) -> Iterator[Discrepancy]:
    ours, theirs = _names(left), _names(right)
    only_left, only_right = [ours[name] for name in ours.keys() - theirs.keys()], [theirs[name] for name in theirs.keys() - ours.keys()]
    if not only_left or not only_right or not ours.keys() & theirs.keys():
        return  # one list names fewer, or they are lists of different things
    yield Discrepancy(
        reason=f"{left.subject}: {file_name(left)} names {', '.join(sorted(only_left))}, "
        f"{file_name(right)} {', '.join(sorted(only_right))}, beside members both name",
        verdict=Verdict.TENSION if left.as_of_low is None or right.as_of_low is None else Verdict.CONTRADICTION,
        claim_ids=(left.claim_id, right.claim_id),
        gap=(len(only_left) + len(only_right)) / (len(ours) + len(theirs)),
    )
