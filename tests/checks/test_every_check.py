"""Meta-tests: every check has a docstring, a test table with something to flag and look-alikes, and a file of its own name."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from atodds.judging.checking import CheckDefinition, find_checks

ROOT = Path(__file__).resolve().parents[2]
CHECKS = find_checks(entry_points=False)


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 18


@pytest.mark.parametrize("check_id", sorted(CHECKS))
def test_a_check_stands_in_the_file_of_its_name_and_has_a_legend(check_id: str) -> None:
    definition = CHECKS[check_id]
    assert len(definition.legend) > 20
    assert definition.legend.endswith(".") or isinstance(definition, CheckDefinition)
    if isinstance(definition, CheckDefinition):
        assert definition.module == f"checks.{check_id}"


@pytest.mark.parametrize("check_id", sorted(CHECKS))
def test_a_check_has_a_table_of_cases_that_flag_and_of_look_alikes(check_id: str) -> None:
    path = ROOT / "tests" / "checks" / f"test_{check_id}.py"
    assert path.exists(), f"{check_id} has no test; write {path.name}"
    spec = importlib.util.spec_from_file_location(f"table_of_{check_id}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if hasattr(module, "CASES"):
        expected = [case[-1] for case in module.CASES.values()]
        flagged, passed = [one for one in expected if one], [one for one in expected if not one]
    else:
        flagged, passed = list(module.MUST_FLAG), list(module.MUST_NOT_FLAG)
    assert len(flagged) >= 1
    assert len(passed) >= 2
