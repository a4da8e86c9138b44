"""What `atodds trace` shows: for one sentence, its mentions, how each was framed, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

from atodds.claims import Claim
from atodds.normalising.mentions import DateMention, QuantityMention, Rejected

__all__ = ["FrameTrace", "SentenceTrace"]


@dataclass(frozen=True, slots=True)
class FrameTrace:
    """One mention: the claim it became, or the reason it became none; `steps` says in words how each part was found."""

    mention: str
    claim: Claim | None
    reason: str | None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """One sentence: where it stands, what the grammars found, and a frame per mention. `skipped` says why it was not looked at."""

    text: str
    char_start: int
    line_start: int | None
    line_end: int | None
    segment_kind: str
    quantities: tuple[QuantityMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    cues: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    frames: tuple[FrameTrace, ...] = ()
    skipped: str | None = None
