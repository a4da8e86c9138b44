"""The text of a document cut into plain stretches and marked claims, for the document pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atodds.claims import Claim
from atodds.report.wording import clip_text, plain_text, value_words, visible_text

__all__ = ["Stretch", "mark_claims"]

MAX_STRETCH = 200_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text; a mark where it has claims. `claim_ids` are all claims that stand on just these characters."""

    text: str
    claim_ids: tuple[str, ...] = ()
    value: str = ""
    measure: str = ""


def mark_claims(text: str, claims: Sequence[Claim], *, start: int = 0, end: int | None = None) -> list[Stretch]:
    """`text[start:end]` as stretches in order. Claims that overlap one before them are left to it; offsets out of range are left out."""
    last = len(text) if end is None else min(end, len(text))
    places: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        at, until = claim.mention_start, claim.mention_end
        if at is not None and until is not None and start <= at < until <= last:
            places.setdefault((at, until), []).append(claim)
    stretches: list[Stretch] = []
    reached = start
    for (at, until), here in sorted(places.items()):
        if at < reached:
            continue
        if at > reached:
            stretches.append(Stretch(_shown(text[reached:at])))
        stretches.append(
            Stretch(
                _shown(text[at:until]),
                tuple(claim.claim_id for claim in here),
                clip_text(plain_text("; ".join(value_words(claim) for claim in here)), 160),
                clip_text(plain_text(", ".join(dict.fromkeys(claim.measure.replace("_", " ") for claim in here))), 120),
            )
        )
        reached = until
    if reached < last:
        stretches.append(Stretch(_shown(text[reached:last])))
    return stretches


def _shown(text: str) -> str:
    return visible_text(text if len(text) <= MAX_STRETCH else text[:MAX_STRETCH] + " … (left out here)")
