"""A text that gives another figure than its own table."""

from atodds.claims import ClaimPair, Discrepancy, file_name
from atodds.judging.checking import check
from atodds.vocabulary import SegmentKind


@check(instead_of=("value_mismatch",), severity=0.6)
def text_against_table(pair: ClaimPair) -> Discrepancy | None:
    """The running text of a document gives another figure than a table of the same document."""
    kinds = [reading.claim.segment_kind is SegmentKind.TABLE for reading in (pair.left, pair.right)]
    if not pair.in_one_document or kinds[0] == kinds[1]:
        return None
    table, text = (pair.left, pair.right) if kinds[0] else (pair.right, pair.left)
    cell = f" ({table.claim.cell})" if table.claim.cell else ""
    return Discrepancy(reason=f"{pair.about}: the text of {file_name(text.claim)} says {text.value}, its table{cell} {table.value}")
