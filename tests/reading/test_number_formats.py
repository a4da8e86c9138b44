"""Values as a spreadsheet shows them by their number format, and what the grammar makes of them."""

from __future__ import annotations

import pytest

from atodds.normalising.quantities import find_quantities
from atodds.reading.xlsx import shown


@pytest.mark.parametrize(
    ("value", "number_format", "text", "meant"),
    [
        (18_600_000, '#,##0.0,,"m $"', "18.6m $", 18_600_000),  # two commas behind the last digit divide by a million
        (18_600_000, "$#,##0.0,,\\M", "$18.6M", 18_600_000),
        (45_300, '#,##0.0,"k"', "45.3k", 45_300),
        (3e9, '#,##0.0,,,"bn"', "3.0bn", 3e9),
        (1.2e9, "#,##0", "1,200,000,000", 1.2e9),
        (0.1223, "0.00%", "12.23%", 12.23),
        (0.4, "0%", "40%", 40),
        (3.5, "[$€-407] 0.00", "€3.50", 3.5),
        (12, '"US$" #,##0.00', "US$12.00", 12),
        (7, '0" kg"', "7 kg", 7),
        (1234.5, "_-* #,##0.00 [$£-809]_-", "1,234.50 £", 1234.5),
        (1_234_567, '#,##0 "t";[Red]-#,##0', "1,234,567 t", 1_234_567),
        (5, "General", "5", 5),
    ],
)
def test_a_value_is_shown_as_its_format_shows_it_and_means_what_is_stored(
    value: float, number_format: str, text: str, meant: float
) -> None:
    assert shown(value, number_format) == text
    assert find_quantities(text).mentions[0].low == pytest.approx(meant)
