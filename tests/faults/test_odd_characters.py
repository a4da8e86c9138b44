"""Digits of other scripts, superscripts, circled and Roman figures: nothing raises on them, wherever a figure or a date may stand."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest

from atodds.extraction import Extractor
from atodds.normalising.cells import read_cell
from atodds.normalising.dates import find_dates
from atodds.normalising.quantities import find_quantities
from atodds.reading import ReadingHint, read
from atodds.vocabulary import DocumentStatus
from tests.faults.hostile_files import docx_of

pytestmark = pytest.mark.faults

ODD = [chr(code) for code in range(0x110000) if unicodedata.numeric(chr(code), None) is not None]
"""All that Unicode gives a number: 1,872 characters in version 14."""
TEXTS = (
    *"In May {0} people left|the 0’9{0}3rd|the 0’943rd {0}|every {0}th|the {0}rd biggest|the {0}90s|from {0} to 5|{0} million".split("|"),
    *"{0}|1{0}|{0}1|{0}{0}th|1,{0}00|1.{0}|{0}.5|{0}%|${0}|{0}/{0}/{0}|{0}:{0}|5–{0}|{0}th|x{0}|10^{0}|10{0}|1 {0}|{0}s".split("|"),
    *"2 May 19{0}0|May {0}, 1990|{0} May|19{0}{0}|{0}.{0}.20{0}{0}|{0}–{0} May|1990/{0}|{0} a.m.|FY{0}|Q{0} 2001|{0}-{0}-{0}".split("|"),
    *"{0}°|{0}½|½{0}|1{0}/2|−{0}|({0})|{0} 000|19{0}-{0}-{0}|{0}e{0}|{0} km{0}|’{0}{0}|{0},{0}|{0}’{0}|{0} out of {0}|{0}x{0}".split("|"),
    *"week {0} of 2001|{0} years ago".split("|"),
)
READ_BY: dict[str, Callable[[str], object]] = {
    "dates": find_dates,
    "quantities": find_quantities,
    "quantities with a decimal comma": lambda text: find_quantities(text, decimal_mark=","),
    "cells": read_cell,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", READ_BY)
def test_nothing_raises_on_a_digit_of_any_script(name: str) -> None:
    raised: Counter[str] = Counter()
    first: dict[str, str] = {}
    for sign in ODD:
        for text in TEXTS:
            try:
                READ_BY[name](text.format(sign))
            except Exception as error:
                raised[kind := type(error).__name__] += 1
                first.setdefault(kind, f"{text.format(sign)!r}: {error}")
    assert not raised, first


def test_an_odd_digit_costs_no_neighbour_its_claim() -> None:
    text = "In May ² people left. The 0’943rd shop closed. The town had 40 mills. In ① 2001, ½² of ٣ people left for the ⑳th time."
    claims = Extractor().extract(read(text.encode(), ReadingHint(path="odd.txt")))
    assert ("factories", 40.0) in {(claim.measure, claim.value_low) for claim in claims}


@pytest.mark.parametrize("number", ["²", "①", "٣", "9" * 5_000, "-1", "1.5", "", " 2 ", "nine"])
def test_a_cell_that_spans_an_odd_number_of_cells_is_read(number: str) -> None:
    table = f"<table><tr><th>Town<th>Mills</tr><tr><td colspan='{number}'>Upton<td rowspan='{number}'>40</tr></table>"
    read_html = read(f"<html><body>{table}</body></html>".encode(), ReadingHint(path="a.html"))
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr><w:p><w:r><w:t>40</w:t></w:r></w:p></w:tc>'
    heading = f'<w:p><w:pPr><w:outlineLvl w:val="{number}"/></w:pPr><w:r><w:t>Mills</w:t></w:r></w:p>'
    read_docx = read(docx_of(f"{heading}<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>".encode()), ReadingHint(path="a.docx"))
    for document in (read_html, read_docx):
        assert document.status is DocumentStatus.READ
        assert "40" in document.text
