"""Claim types of the seeds: what a user may have misspelt is refused by name."""

from pathlib import Path

import pytest

from atodds.claim_types import claim_type_of, load_claim_types
from atodds.errors import ConfigurationError

BARRELS = 'label = "barrels"\nclaim_type = "quantity"\ndimension = "volume"\nmeasure_kind = "level"\n'


def test_a_misspelt_key_is_refused_with_the_nearest_that_there_is(tmp_path: Path) -> None:
    (tmp_path / "barrels.toml").write_text(BARRELS + "tolerence = 0.1\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r'barrels.toml: unknown key "tolerence"; did you mean "tolerance"'):
        load_claim_types(tmp_path)


def test_a_measure_without_a_claim_type_is_ruled_by_that_of_its_family() -> None:
    claim_types = load_claim_types()
    assert claim_type_of(claim_types, "deaths", "casualties") is claim_types["deaths"]
    assert claim_type_of(claim_types, "lighthouses", "count") is claim_types["count"]
