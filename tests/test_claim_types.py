"""Claim types of the seeds: what a user may have misspelt is refused by name."""

from pathlib import Path

import pytest

from atodds.claim_types import load_claim_types
from atodds.errors import ConfigurationError

BARRELS = 'label = "barrels"\nclaim_type = "quantity"\ndimension = "volume"\nmeasure_kind = "level"\n'


def test_a_unit_the_seeds_do_not_know_is_refused_with_the_nearest_that_they_do(tmp_path: Path) -> None:
    (tmp_path / "barrels.toml").write_text(BARRELS + 'units = ["barrel", "cubic meter"]\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r'barrels.toml: units: "cubic meter".*did you mean "cubic metre"'):
        load_claim_types(tmp_path)


def test_units_of_the_seeds_are_taken(tmp_path: Path) -> None:
    (tmp_path / "barrels.toml").write_text(BARRELS + 'units = ["barrel"]\n', encoding="utf-8")
    assert load_claim_types(tmp_path)["barrels"].units == ("barrel",)
