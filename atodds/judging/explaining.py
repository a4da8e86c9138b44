"""Why two claims are, or are not, a finding, in words: what is stated otherwise first, then what the rest weighs.

    told = explain_pair(pairing.meet(a, b), a, b, checks, weights)

Pure: what a run found is told by whoever knows the run (`atodds.report.explanation`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from atodds.claims import Claim, Reading, about_words, time_words
from atodds.judging.checking import CheckDefinition, SqlCheck
from atodds.judging.running import reaches
from atodds.linking.comparing import Comparing
from atodds.linking.pairing import Meeting
from atodds.linking.values import interval_words
from atodds.linking.weights import Weights
from atodds.normalising.intervals import Fit
from atodds.vocabulary import Answer

__all__ = ["checks_that_flag", "explain_group", "explain_pair", "looks_at"]

BAR = 12  # blocks of a bar per unit of weight
_FITS = {
    Fit.APART: "the values cannot both hold",
    Fit.STRETCHED: "the values hold together only to the letter",
    Fit.TOGETHER: "the values hold together",
}
_GROUPS = {
    "sentence": "the claims of one sentence or table row together",
    "table": "the claims of one table together",
    "document": "the claims of one document together",
    "fact": "all readings of one fact together",
    "subject": "all claims of one measure and subject together, whatever narrows them",
    "copies": "a document beside the one it copies",
    "versions": "a document beside its version before",
    "derived": "a summary beside the document it sums up",
}


def looks_at(check: CheckDefinition | SqlCheck | None) -> str:
    """What a check is given."""
    if check is None:
        return "claims it no longer looks at: the check is not there any more"
    if isinstance(check, SqlCheck):
        return f"the table of all claims, by the query in {check.path.name}"
    return _GROUPS[check.grouping] if check.grouping is not None else "two claims at a time that nothing stated keeps apart"


def checks_that_flag(meeting: Meeting, checks: Mapping[str, CheckDefinition | SqlCheck]) -> list[str]:
    """The ids of the checks of pairs that flag two claims, as the run asked them."""
    if meeting.why_not is not None or meeting.pair is None:
        return []
    of_pairs = (one for one in checks.values() if isinstance(one, CheckDefinition) and one.enabled and one.pair_rule is not None)
    return [
        one.check_id for one in of_pairs if reaches(one, meeting) and one.pair_rule is not None and one.pair_rule(meeting.pair) is not None
    ]


def explain_pair(meeting: Meeting, left: Claim, right: Claim, checks: Mapping[str, CheckDefinition | SqlCheck], weights: Weights) -> str:
    """Two claims: the stated differences, every other answer, the weights, the values, and what follows."""
    differences = meeting.comparison.differences
    others = [aspect for aspect in meeting.comparison.aspects if aspect not in differences]
    lines = [f'"{_short(left.mention_text)}" ({left.document_path}) and "{_short(right.mention_text)}" ({right.document_path}):']
    lines += [f"  differ in {aspect.name}: {aspect.reason}" for aspect in differences] or ["  nothing that is stated of them differs"]
    lines += [f"  {aspect.name}{' (not sure)' if aspect.answer is Answer.UNKNOWN else ''}: {aspect.reason}" for aspect in others]
    pair = meeting.pair
    if pair is not None and pair.left.kind in ("number", "date"):
        lines.append(f"  values: {_FITS[pair.fit]} ({interval_words(pair.left)} and {interval_words(pair.right)})")
    lines += ["  what speaks for one thing:", *_bars(meeting, weights)]
    flagging = checks_that_flag(meeting, checks)
    if meeting.why_not is not None:
        lines.append(f"They are not held against each other: {meeting.why_not}.")
    elif flagging:
        lines.append(f"They are held against each other, and {', '.join(flagging)} flags them.")
        unsure = "; ".join(aspect.reason for aspect in meeting.comparison.said(Answer.UNKNOWN))
        lines += [f"It is a tension at most: {unsure}."] if unsure else []
    elif differences:
        lines.append(f"No check flags two such figures: {'; '.join(aspect.reason for aspect in differences)}.")
    else:
        lines.append("They are held against each other, and no check flags them.")
    return "\n".join(lines)


def _bars(meeting: Meeting, weights: Weights) -> list[str]:
    """The weights, each with a bar, and what they make together."""
    rows = [("where every two claims start", weights.prior)]
    rows += [(weights.by_name[name].label, weights.by_name[name].weight * amount) for name, amount in meeting.evidence]
    width = max(len(label) for label, _ in rows)
    lines = [f"    {label:<{width}} {value:+5.2f} {'█' * round(abs(value) * BAR)}" for label, value in rows]
    return [*lines, f"    {'confidence':<{width}}  {meeting.confidence:.2f}"]


def explain_group(comparing: Comparing, check_id: str, check: CheckDefinition | SqlCheck | None, claims: Sequence[Claim]) -> list[str]:
    """Several claims as a check of groups saw them: what each figure was taken for, what they make, and how two of them stand otherwise."""
    readings = [comparing.reading(claim) for claim in claims]
    lines = [f"What {check_id} held together:"]
    for claim, reading in zip(claims, readings, strict=True):
        taken = f", taken as {interval_words(reading)}" if reading.kind in ("number", "date") else ""
        unit = f" {claim.unit}" if reading.kind == "number" and claim.unit else ""
        lines.append(
            f'  "{_short(claim.mention_text)}" of {about_words(claim)} ({time_words(claim.as_of_low, claim.as_of_high)}){taken}{unit}'
        )
    numbers = [reading for reading in readings if reading.kind == "number"]
    if len(numbers) > 2 and len({reading.dimension for reading in numbers}) == 1:
        lines.append(f"  all of them make {_span(numbers)}; without the first, {_span(numbers[1:])}")
    if len(claims) == 2:
        differences = "; ".join(aspect.reason for aspect in comparing.compare(*claims, thorough=True).differences)
        what = f"By themselves the two would not be held against each other ({differences}); {check_id} looks at {looks_at(check)}."
        lines.append(what if differences else "By themselves, too, the two may be held against each other.")
    return lines


def _span(readings: Iterable[Reading]) -> str:
    listed = list(readings)
    low, high = sum(reading.low for reading in listed), sum(reading.high for reading in listed)

    def number(value: float) -> str:
        return "any number" if math.isinf(value) else f"{value:,.10g}"

    return number(low) if low == high else f"{number(low)} to {number(high)}" if not math.isinf(high) else f"{number(low)} or more"


def _short(text: str) -> str:
    squeezed = " ".join(text.split())
    return squeezed if len(squeezed) <= 60 else squeezed[:57] + "..."
