"""docs/extending.md, followed to the letter: every example on the page is taken from the page and run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from atodds.claim_types import load_claim_types
from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.importing import import_claims
from atodds.judging.checking import find_checks
from atodds.judging.running import CheckContext, run_checks
from atodds.normalising.quantities import find_quantities
from atodds.reading import read
from atodds.seeds import SEEDS_FOLDER, use_seeds
from atodds.seeds_laid_over import seeds_warnings
from atodds.settings import load_settings
from atodds.store.claim_table import ClaimTable
from atodds.store.frames import empty_frame
from atodds.workspace import Workspace
from tests.factories import claim

PAGE = Path(__file__).resolve().parents[1] / "docs" / "extending.md"
EXAMPLE = re.compile(r"^```\w+ title=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = dict(EXAMPLE.findall(PAGE.read_text(encoding="utf-8")))


def write_example(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(EXAMPLES[name], encoding="utf-8")


def test_the_unit_of_the_page_and_its_other_way_of_writing_are_read(tmp_path: Path) -> None:
    write_example(tmp_path, "seeds/units.csv")
    workspace = Workspace.at(tmp_path)
    use_seeds(workspace.seeds_folder)
    try:
        found = find_quantities("It is 12 quillons long and 3 zoll wide.").mentions
        assert [(mention.low, mention.unit) for mention in found] == [(12.0, "quillon"), (3.0, "inch")]
    finally:
        use_seeds(SEEDS_FOLDER)
    assert seeds_warnings(workspace.seeds_folder) == []


def test_the_trusted_figure_of_the_page_is_a_claim(tmp_path: Path) -> None:
    write_example(tmp_path, "seeds/reference_facts.csv")
    imported = import_claims([tmp_path / "seeds" / "reference_facts.csv"], empty_frame("documents"), load_claim_types())
    assert imported.quarantine.is_empty()
    assert imported.notes == ()
    assert imported.claims.select("measure", "subject", "value_low").rows() == [("population", "Georgia", 5_400_841.0)]


@pytest.mark.slow
def test_the_claim_type_of_the_page_gives_the_claim_of_the_page_with_no_python(tmp_path: Path) -> None:
    write_example(tmp_path, "seeds/classes/sundials.toml")
    write_example(tmp_path, "seeds/claim_types/sundials_regilded.toml")
    seeds = Workspace.at(tmp_path).seeds_folder
    document = tmp_path / "report.txt"
    document.write_text(EXAMPLES["sentence"], encoding="utf-8")
    found = [one for one in Extractor(seeds).extract(read(document)) if one.value_low is not None]
    assert len(found) == 1
    for field, value in json.loads(EXAMPLES["claim"]).items():
        assert getattr(found[0], field) == value


def test_the_check_of_the_page_flags_a_leap_and_leaves_its_look_alikes_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "newsroom_checks"
    package.mkdir()
    (package / "__init__.py").write_text('"""Checks of a newsroom."""\n')
    (tmp_path / "newsroom_checks/toll_leap.py").write_text(EXAMPLES["newsroom_checks/toll_leap.py"], encoding="utf-8")
    (tmp_path / "atodds.toml").write_text(EXAMPLES["atodds.toml"], encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    settings = load_settings(tmp_path / "atodds.toml")
    registry = find_checks(settings.checks)

    def toll(value: float, day: str, document: str = "a.txt") -> Claim:
        return claim(value, "deaths", at=day, document=document)

    def found(*claims: Claim) -> list[str]:
        with ClaimTable.of(list(claims), CheckContext()) as source:
            outcome = run_checks(source, CheckContext(), registry)
        return [one.check_id for one in outcome.discrepancies if one.check_id == "toll_leap"]

    assert found(toll(31, "2008-08-07"), toll(400, "2008-08-09")) == ["toll_leap"]
    assert found(toll(400, "2008-08-09"), toll(31, "2008-08-07")) == ["toll_leap"]
    assert found(toll(31, "2008-08-07"), toll(60, "2008-08-09")) == []
    assert found(toll(31, "2008-08-07"), toll(41_000, "2008-08-09", "b.txt")) == []


def test_the_page_says_which_keys_a_claim_type_has() -> None:
    from atodds.claim_types import ClaimType

    page = PAGE.read_text(encoding="utf-8")
    assert [key for key in ClaimType.model_fields if key != "measure" and f"`{key}`" not in page] == []
