"""Seeds of a workspace's own, through the command: units, claim types, aliases and trusted figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from atodds.seeds import SEEDS_FOLDER, use_seeds
from tests.cli.test_command import FIRST, rows, write_documents

Command = Callable[..., Any]
TRUSTED = "claim_type,measure,subject,value_low,value_high,unit,bound,as_of_low,as_of_high,attribution\n"
ROW = "population,population,Georgia,4100000,4100000,people,exact,1989-01-01,1989-12-31,census of 1989\n"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    use_seeds(SEEDS_FOLDER)


def own(root: Path, name: str, text: str) -> None:
    path = root / "seeds" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_trusted_figure_of_the_workspace_is_told_with_its_value_and_is_no_document(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    own(tmp_path, "reference_facts.csv", TRUSTED + "# the census\n" + ROW)
    answer = atodds("check", "documents", "--json", "--fail-on", "tension")
    assert answer.code == 1
    found = json.loads(answer.out)
    assert found["documents"] == 1
    assert [row["path"] for row in rows(atodds("export", "documents").out)] == ["documents/a.txt"]
    (finding,) = rows(atodds("export", "discrepancies").out)
    assert finding["check_id"] == "against_reference"
    assert "but the trusted figure is 4.1 million (census of 1989)" in finding["reason"]
    report = (tmp_path / ".atodds" / "report" / "report.md").read_text(encoding="utf-8")
    assert "in one document" in report
    assert "line 3" in report, "with the place of both"
    assert atodds("check", "documents").out.startswith("run 0002-"), "nor is it one where nothing changed"
    assert [row["path"] for row in rows(atodds("export", "documents").out)] == ["documents/a.txt"]


def test_a_trusted_figure_that_no_document_gives_is_a_warning(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    own(tmp_path, "reference_facts.csv", TRUSTED + ROW + ROW.replace("Georgia", "Ruritania"))
    atodds("check", "documents")
    (problem,) = rows(atodds("export", "problems").out)
    assert problem["name"] == "seeds/reference_facts.csv"
    assert problem["message"].endswith("line 3: held against nothing; no document gives population of Ruritania")


def test_a_unit_of_the_workspace_is_read_in_its_documents(atodds: Command, tmp_path: Path) -> None:
    text = "The road\n\nThe road from Northfield to Overhill is {} long.\n"
    write_documents(tmp_path / "documents", a=text.format("120 quillons"), b=text.format("300 quillons"))
    atodds("check", "documents")
    assert {row["unit"] for row in rows(atodds("export", "claims").out)}.isdisjoint({"quillon"})
    own(tmp_path, "units.csv", "unit,dimension,factor,offset,names\nquillon,length,1066.8,0,quillon|quillons\n")
    answer = atodds("check", "documents")
    assert "2 documents (2 read anew)" in answer.out, "an edit of the seeds makes documents be read again"
    claims = rows(atodds("export", "claims").out)
    assert {(row["value_low"], row["unit"]) for row in claims} >= {(120.0, "quillon"), (300.0, "quillon")}
    assert "2 documents (0 read anew)" in atodds("check", "documents").out


def test_what_of_the_seeds_has_no_effect_is_a_problem_of_every_run(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    own(tmp_path, "units.csv", "unit,names\ninch,inch\n")
    for _ in range(2):
        assert "1 problem: atodds export problems" in atodds("check", "documents").out
        (problem,) = rows(atodds("export", "problems").out)
        assert problem["message"] == "seeds/units.csv, line 2: changes nothing; the program has it already"
    assert "1 without effect: seeds/units.csv, line 2" in atodds("doctor").out


def test_seeds_that_cannot_be_used_are_refused_before_anything_is_read(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    own(tmp_path, "units.csv", "unit,nmaes\nx,y\n")
    answer = atodds("check", "documents")
    assert answer.code == 2
    assert answer.err == 'atodds: seeds/units.csv: unknown column "nmaes"; did you mean "names"?\n'


def test_the_seeds_of_a_workspace_are_no_documents_of_it(atodds: Command, tmp_path: Path) -> None:
    (tmp_path / "atodds.toml").write_text('[sources]\npaths = ["."]\n', encoding="utf-8")
    write_documents(tmp_path / "documents", a=FIRST)
    own(tmp_path, "units.csv", "unit,names\ninch,zoll\n")
    listed = json.loads(atodds("sources", "--json").out)
    assert [item["path"] for item in listed["documents"]] == ["documents/a.txt"]
    assert {"path": "seeds", "reason": "words and claim types of this workspace"} in listed["left_out"]


def test_init_says_where_they_go(atodds: Command, tmp_path: Path) -> None:
    assert "seeds: see docs/extending.md" in atodds("init", "here").out
    assert "A folder seeds/ beside this file" in (tmp_path / "here" / "atodds.toml").read_text(encoding="utf-8")
