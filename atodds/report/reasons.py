"""Why a reading of a fact takes no part in its conflict, in the words of the comparison itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from atodds.claims import Claim
from atodds.report.snapshot_like import SnapshotLike
from atodds.report.wording import clip_text, plain_text, value_words
from atodds.seeds import SEEDS_FOLDER

__all__ = ["reasons_for_others"]

COMPARED_WITH = 3  # readings in conflict that one other reading is held against
MOST_COMPARISONS = 30_000  # beyond, a general sentence stands: about ten seconds


def reasons_for_others(snapshot: SnapshotLike, seeds_folder: Path = SEEDS_FOLDER) -> Callable[[Claim, Sequence[Claim]], str | None]:
    """A function of a reading and of those in conflict to a sentence; None from it where it has nothing better to say than nothing."""
    from atodds.check_context import make_context
    from atodds.comparability import Comparability
    from atodds.normalising.intervals import Fit
    from atodds.vocabulary import Answer

    copies: pl.DataFrame = snapshot.copies  # type: ignore[attr-defined]  # only a run's own snapshot is asked for reasons
    context = make_context(documents=snapshot.documents, entities=snapshot.entities, copies=copies, seeds_folder=seeds_folder)
    comparability = Comparability(
        claim_types=context.claim_types,
        relate_scopes=context.relate_scopes,
        relate_measures=context.relate_measures,
        event_period=context.event_period,
        to_base=context.to_base,
        convert=context.convert,
    )
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
            comparison = comparability.compare(claim, other, thorough=True)
            if comparison.answer is Answer.NO:
                reason = "; ".join(aspect.reason for aspect in comparison.said(Answer.NO))
                apart.setdefault(clip_text(plain_text(reason), 160), []).append(_named(other))
                continue
            readings = comparability.readings_in_one_unit(claim, other)
            if readings is not None and comparability.fit(readings[0], readings[1], comparison) is Fit.TOGETHER:
                agrees.append(_named(other))
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
