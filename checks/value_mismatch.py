"""Two figures of one thing at one time that cannot both hold."""

from atodds.checking import check
from atodds.claims import ClaimPair, Discrepancy


@check(value="number", instead_of=("same_words_other_figure",))
def value_mismatch(pair: ClaimPair) -> Discrepancy | None:
    """Two documents, or two places of one, give different figures for the same thing at the same time."""
    times = pair.lower.as_of if pair.lower.as_of == pair.higher.as_of else f"{pair.lower.as_of} and {pair.higher.as_of}"
    return Discrepancy(
        reason=f"{pair.about}: {pair.lower.value} in {pair.lower.source}, but {pair.higher.value} in {pair.higher.source} ({times})"
    )
