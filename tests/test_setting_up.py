"""A bare machine: the lock is whole, and nothing but Python's own venv and pip makes `.venv`."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCKED = re.compile(r"(?m)^([A-Za-z0-9_.-]+)==([^ ;\\]+)(?: ; ([^\\\n]+))? \\$")
EXTRAS_OF_THE_LOCK = ("dev", "tables", "units")


def locked_versions() -> dict[str, Version]:
    """What the lock installs on this machine."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    versions = {}
    for name, version, marker in LOCKED.findall(text):
        requirement = Requirement(f"{name}; {marker}" if marker else name)
        if requirement.marker is None or requirement.marker.evaluate():
            versions[canonicalize_name(name)] = Version(version)
    return versions


def project() -> dict[str, object]:
    content: dict[str, dict[str, object]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return content["project"]


def asked_for() -> list[Requirement]:
    """What the project itself asks for, with the extras that the lock is made for."""
    dependencies, extras = project()["dependencies"], project()["optional-dependencies"]
    assert isinstance(dependencies, list)
    assert isinstance(extras, dict)
    return [Requirement(text) for text in [*dependencies, *(text for extra in EXTRAS_OF_THE_LOCK for text in extras[extra])]]


def test_the_lock_holds_whatever_anything_in_it_asks_for_so_that_pip_has_nothing_to_resolve() -> None:
    # `pip check` does not look at extras: it would let `sqlalchemy[asyncio]` go without greenlet.
    locked = locked_versions()
    missing: list[str] = []
    seen: set[tuple[str, str]] = set()
    waiting = [(requirement, "the project") for requirement in asked_for()]
    while waiting:
        requirement, by = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in locked or not requirement.specifier.contains(locked[name], prereleases=True):
            missing.append(f"{by} asks for {requirement}, the lock has {locked.get(name)}")
            continue
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                needed = [Requirement(text) for text in importlib.metadata.requires(name) or ()]
                waiting += [(item, name) for item in needed if item.marker is None or item.marker.evaluate({"extra": extra})]
    assert missing == []


def test_every_entry_of_the_lock_is_pinned_and_has_a_hash() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"(?m)^[A-Za-z0-9].*(?:\n[ #].*)*", text)
    assert len(entries) > 150
    assert [entry.splitlines()[0] for entry in entries if not LOCKED.match(entry) or "--hash=sha256:" not in entry] == []


def test_whoever_has_uv_sets_up_with_pythons_own_venv_and_pip_all_the_same(tmp_path: Path) -> None:
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    uv.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    command = ["make", "--dry-run", "--always-make", ".venv/.installed"]
    planned = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=60)
    assert planned.returncode == 0, planned.stderr
    assert re.search(r'python3?[\d.]*" -m venv \.venv', planned.stdout)
    assert "install --quiet --no-deps --require-hashes -r requirements.lock" in planned.stdout
    assert "pip check" in re.sub(r" --[a-z-]+", "", planned.stdout)
    for text in (planned.stdout, (ROOT / ".ci" / "run").read_text(encoding="utf-8")):
        assert not re.search(r"\buv\b", text)


def test_a_python_that_does_not_fit_is_refused_before_anything_is_installed(tmp_path: Path) -> None:
    older = tmp_path / "python3"
    older.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")  # as the Makefile's question is answered by one
    older.chmod(0o755)
    command = ["make", "--always-make", ".venv/.installed", f"PYTHON={older}"]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 2
    assert refused.stderr.startswith("At Odds needs Python 3.11 or 3.12; name one: make demo PYTHON=")
