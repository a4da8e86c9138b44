"""A thousand lost or won: 350 homeless in one document, 350,000 in the other."""

import math

from atodds.claims import ClaimPair, Discrepancy
from atodds.judging.checking import check
from atodds.vocabulary import TimeRelation, Verdict

LARGE = 1000.0  # smaller figures with two digits in common are no slip of one another
SOON_DAYS = 31
SURE_DAYS = 366  # further apart in time, the digits have to agree in more than one place


@check(
    times=("same", "unknown", "earlier", "later", "rising", "apart"),
    least_ratio=9.0,
    instead_of=("value_mismatch", "falling_toll", "same_source_two_figures", "headline_against_body"),
    severity=0.8,
)
def magnitude_slip(pair: ClaimPair) -> Discrepancy | None:
    """Two figures have the same digits and differ by ten, a hundred, a thousand or a million times."""
    low, high = pair.lower.interval.middle, pair.higher.interval.middle
    if low <= 0 or pair.left.claim.unit == "percent":
        return None
    power = round(math.log10(high / low))
    exact = abs(high / low / 10**power - 1)
    digits = _written_digits(pair.lower.claim.mention_text), _written_digits(pair.higher.claim.mention_text)
    same_digits = digits[0] == digits[1] and len(digits[0]) > 1
    if power in (3, 6, 9):
        if exact > 0.1 or (digits[0] != digits[1] and exact > 0.02):
            return None
    elif power in (1, 2):
        if exact > 0.005 or not same_digits:
            return None
        two_digits = len(digits[0]) < 3
        if two_digits and (low < LARGE or pair.comparison.time not in (TimeRelation.SAME, TimeRelation.UNKNOWN, TimeRelation.APART)):
            return None  # 12 and 120 dead are two tolls; "33 million" and "3.3 million" people affected are one slip
    else:
        return None
    times = pair.left.claim.as_of_low, pair.right.claim.as_of_low
    two_digits = power in (1, 2) and len(digits[0]) < 3
    if two_digits and (None in times or abs((times[0] - times[1]).days) > SOON_DAYS):  # type: ignore[operator]
        return None
    far = times[0] is not None and times[1] is not None and abs((times[0] - times[1]).days) > SURE_DAYS
    if far and not same_digits:
        return None
    return Discrepancy(
        reason=f"{pair.about}: {pair.against}; the same digits, {10**power:,} times as many",
        verdict=Verdict.TENSION if far or two_digits else None,
        gap=1.0,
    )


def _written_digits(text: str) -> str:
    """The significant digits of a figure as written, "" for one in words."""
    return "".join(character for character in text if character.isdigit()).strip("0")
