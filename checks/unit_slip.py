"""One number under two units: 1,381 square miles in one document, 1,381 square kilometres in the other."""

from atodds.claims import ClaimPair, Discrepancy
from atodds.judging.checking import check

# Factors between units that are taken for one another; NIST SP 811, appendix B.
CONFUSED = {
    "miles and kilometres": 1.609344,
    "square miles and square kilometres": 2.58998811,
    "feet and metres": 3.280839895,
    "acres and hectares": 2.471053815,
    "pounds and kilograms": 2.204622622,
    "short tons and tonnes": 1.102311311,
    "barrels and gallons": 42.0,
}
DIMENSIONS = ("kilometre", "mile", "metre", "foot", "hectare", "acre", "kilogram", "pound", "tonne", "ton", "barrel", "gallon")


@check(instead_of=("value_mismatch",), severity=0.7)
def unit_slip(pair: ClaimPair) -> Discrepancy | None:
    """Two figures are the same number in two units, or differ by just the factor between two units."""
    left, right = pair.left.claim, pair.right.claim
    if not left.unit or not right.unit or not any(name in left.unit for name in DIMENSIONS):
        return None
    stated = [claim.value_low if claim.value_low is not None else claim.value_high or 0.0 for claim in (left, right)]
    if min(stated) <= 0:
        return None
    if left.unit != right.unit and stated[0] == stated[1]:
        return Discrepancy(
            reason=f"{pair.about}: {pair.left.value} in {pair.left.source} and {pair.right.value} in {pair.right.source}: "
            f"one number, once in {left.unit} and once in {right.unit}"
        )
    ratio = pair.higher.interval.middle / pair.lower.interval.middle
    for units, factor in CONFUSED.items():
        if abs(ratio / factor - 1) < 0.002 and min(_digits(left.mention_text), _digits(right.mention_text)) >= 3:
            return Discrepancy(reason=f"{pair.about}: {pair.against}; apart by the factor between {units}")
    return None


def _digits(text: str) -> int:
    return len("".join(character for character in text if character.isdigit()).strip("0"))
