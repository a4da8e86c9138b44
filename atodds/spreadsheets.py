"""Text that goes into CSV, where a spreadsheet would run it as a formula: the documents we quote, and the names in them, are not ours.

A cell that begins with a sign a spreadsheet takes for the beginning of a formula gets an apostrophe in front (OWASP, CSV injection); what
we read back ourselves loses it again.
"""

from __future__ import annotations

import re

__all__ = ["BEGINS_FORMULA", "defused", "restored"]

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel takes the wide signs for the plain ones

BEGINS_FORMULA = f"^[{re.escape(''.join(_SIGNS))}]"
"""The same as a pattern, for a whole column."""


def defused(text: str) -> str:
    """The text, with an apostrophe before what would begin a formula."""
    return f"'{text}" if text.startswith(_SIGNS) else text


def restored(cell: str) -> str:
    """The text of a cell that `defused` wrote."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_SIGNS) else cell
