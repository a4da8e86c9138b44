from __future__ import annotations

import pytest

from atodds.escapes import without_escapes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Orla -LRB-film-RRB-", "Orla (film)"),
        ("Orla-COLON- The Return", "Orla: The Return"),
        ("Saint-Denis", "Saint-Denis"),
        ("A-LRBX-B", "A-LRBX-B"),
    ],
)
def test_marks_written_as_words_are_read_as_marks(written: str, meant: str) -> None:
    assert without_escapes(written) == meant
