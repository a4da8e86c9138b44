from __future__ import annotations

from pathlib import Path

import pytest

from atodds.extraction import Extractor
from atodds.not_understood import figures_not_understood
from atodds.reading import ReadingHint, read

BARE = """# Report

Some words here.

| Name | A | B | C |
|---|---|---|---|
| Alpha | 12 | 14.5 | 1,200 |
| Beta | 13 | 15.5 | 1,300 |
| Gamma | 14 | 16.5 | 1,400 |
| Delta | 15 | 17.5 | 1,500 |
"""
COUNTED = BARE.replace("A | B | C", "Deaths | Deaths in 2019 | Deaths in 2020")
PROSE = "Readings\n\nThey were 3.2, 4.1, 5.5, 6.6, 7.1, 8.2, 9.1, 10.4 and 11.5 in turn.\n"


def told(text: str, path: str = "report.md") -> list[str]:
    document = read(text.encode(), ReadingHint(path=path))
    return figures_not_understood(document, Extractor().extract(document))


def test_a_table_that_gave_no_claim_is_told_with_its_place_and_header() -> None:
    assert told(BARE) == ["12 figures of the table in lines 7 to 10 were not understood: no measure in its header (A, B, C)"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(COUNTED, id="its header names what is counted"),
        pytest.param("| Year | Name |\n|---|---|\n" + "".join(f"| {1990 + n} | Alpha |\n" for n in range(9)), id="it holds years alone"),
        pytest.param("| Name | A |\n|---|---|\n| Alpha | 12 |\n| Beta | 13 |\n", id="it holds hardly any figure"),
        pytest.param("Northfield had 4,200 inhabitants in 1989. It lies 12 km from Overhill.", id="prose that was understood"),
        pytest.param("In 1989 they came, in 1990 they left, in 1991, 1992, 1993, 1994, 1995 and 1996 nobody came.", id="prose of years"),
    ],
)
def test_what_was_understood_or_holds_no_figures_is_not_told(text: str) -> None:
    assert told(text) == []


def test_a_table_of_a_spreadsheet_is_told_by_its_lines() -> None:
    rows = "".join(f"{number},a,{number * 7},{number * 9}\n" for number in range(1, 6))
    (found,) = told(f"id,name,x,y\n{rows}", "table.csv")
    assert found == "15 figures of the table in lines 2 to 6 were not understood: no measure in its header (id, x, y)"


def test_of_many_tables_the_first_are_told_one_by_one() -> None:
    lines = told("\n\n".join(BARE.replace("Alpha", f"Alpha{number}") for number in range(14)))
    assert len(lines) == 11
    assert lines[-1] == "4 more tables of figures were not understood"


def test_a_document_full_of_figures_without_one_claim_is_told() -> None:
    assert told(PROSE) == ["9 figures of this document were not understood: beside none of them stands a measure"]
    assert told(f"{PROSE}\nNorthfield had 4,200 inhabitants in 1989.\n") == []


def test_it_is_a_notice_of_the_document_and_a_problem_of_the_run(tmp_path: Path) -> None:
    from atodds.pipeline import check_corpus
    from atodds.workspace import Workspace

    (tmp_path / "report.md").write_text(BARE, encoding="utf-8")
    snapshot = check_corpus(Workspace.at(tmp_path), paths=[tmp_path / "report.md"]).snapshot
    says = "12 figures of the table in lines 7 to 10 were not understood: no measure in its header (A, B, C)"
    assert [row["notices"] for row in snapshot.documents.to_dicts()] == [[f"not extracted: {says}"]]
    assert [(row["stage"], row["message"]) for row in snapshot.problems.to_dicts()] == [("extract", f"report.md: not extracted: {says}")]
