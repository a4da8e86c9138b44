"""Why a reading of a fact takes no part in its conflict, in the words of the comparison itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from atodds.claims import Claim
from atodds.normalising.intervals import Fit
from atodds.report.snapshot_like import SnapshotLike
from atodds.report.wording import clip_text, plain_text, value_words

__all__ = ["reasons_for_others"]

COMPARED_WITH = 3  # readings in conflict that one other reading is held against
MOST_COMPARISONS = 30_000  # beyond, a general sentence stands: about ten seconds


def reasons_for_others(snapshot: SnapshotLike, seeds_folder: Path | None = None) -> Callable[[Claim, Sequence[Claim]], str | None]:
    """A function of a reading and of those in conflict to a sentence; None from it where it has nothing better to say than nothing."""
    from atodds.store.run_comparison import run_comparison

    again = run_comparison(snapshot, seeds_folder)  # type: ignore[arg-type]  # only a run's own snapshot is asked for reasons
    made = 0

    def explain(claim: Claim, opposing: Sequence[Claim]) -> str | None:
        nonlocal made
        against = _of_each_value(opposing)[:COMPARED_WITH]
        if not against or made >= MOST_COMPARISONS:
            return None
        agrees: list[str] = []
        apart: dict[str, list[str]] = {}
        for other in against:
            made += 1
            meeting = again.pairing_of(claim, other).meet(claim, other)
            pair = meeting.pair
            if pair is not None and pair.left.kind in ("number", "date") and pair.fit is Fit.TOGETHER:
                agrees.append(_named(other))
            else:
                differences = "; ".join(aspect.reason for aspect in meeting.comparison.differences)
                reason = differences or meeting.why_not
                if reason:
                    apart.setdefault(clip_text(plain_text(reason), 160), []).append(_named(other))
        words = []
        if agrees:
            words.append(f"It can be true together with {_listed(agrees)}.")
        words += [f"Not held against {_listed(names)}: {reason}." for reason, names in apart.items()]
        return " ".join(words) or None

    return explain


def _of_each_value(claims: Sequence[Claim]) -> list[Claim]:
    by_value: dict[str, Claim] = {}
    for claim in claims:
        by_value.setdefault(value_words(claim), claim)
    return list(by_value.values())


def _named(claim: Claim) -> str:
    return clip_text(plain_text(value_words(claim)), 60)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
