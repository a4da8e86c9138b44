"""What the text itself ties together or sets side by side: no two readings of one fact.

"65,000 of 98,000", "rose from 50 to 60", "killed 9 and injured 16", two rows of one table, a plan beside a count
"""

from __future__ import annotations

import re

from atodds.claims import Claim, Reading
from atodds.linking.answers import Aspect
from atodds.linking.knowledge import Knowledge
from atodds.vocabulary import Answer, SegmentKind

__all__ = ["TIE_RULES", "linked", "one_sentence", "rows_of_one_table", "table_of"]

ONE_TABLE_LINES = 40  # rows of one table, where only lines are known, stand so near


def linked(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """The text relates one figure to the other: a change, a share, a part, the same in another unit."""
    for one, other in ((a.claim, b.claim), (b.claim, a.claim)):
        for link in one.links:
            if link.claim_id == other.claim_id:
                return Aspect("tie", Answer.NO, f"the text ties one figure to the other ({link.relation.value.replace('_', ' ')})")
    return None


def one_sentence(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """One sentence or row sets two figures side by side."""
    one, other = a.claim, b.claim
    if one.document_id == other.document_id and one.quote == other.quote and one.source_line_start == other.source_line_start:
        return Aspect("tie", Answer.NO, "one sentence sets the two figures side by side")
    return None


def rows_of_one_table(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Rows of one table, and lines of one list of labels, tell different things apart."""
    one, other = a.claim, b.claim
    if one.document_id != other.document_id or not one.segment_kind is other.segment_kind is SegmentKind.TABLE:
        return None
    tables = table_of(one), table_of(other)
    if tables[0] is None or tables[1] is None:
        lines = (one.source_line_start or 0, other.source_line_start or 0)
        same = abs(lines[0] - lines[1]) <= ONE_TABLE_LINES and one.heading == other.heading
    else:
        same = tables[0] == tables[1]
    return Aspect("tie", Answer.NO, "rows of one table tell different things apart") if same else None


def table_of(claim: Claim) -> str | None:
    """The table a cell is in, by the cell's name: "table 2", "Sheet1!"."""
    found = re.match(r"(?:table \d+|[^!,]+!)", claim.cell or "")
    return found.group() if found else None


TIE_RULES = (linked, one_sentence, rows_of_one_table)
