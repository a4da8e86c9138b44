"""For all tests: the files that take longest come first, and what is known to be missing is expected to fail.

With `--told` (`make test-faults`) each test is a line: what was put in the way, what happened, how long it took and the memory it took.

`known_gaps.toml` beside this file lists tests that say what should hold and does not yet, by the reason. Each is
an expected failure, printed with its reason; one that passes is printed as such and is to be struck off the list.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.memory import PeakMemory

# One sentence is too little for several threads: with two cores shared they wait for one another three times as long as they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

LONGEST_FIRST = ("tests/flows/", "tests/store/", "tests/report/", "tests/cli/", "tests/review/", "tests/acceptance/")
"""With two workers neither ends with one of them alone."""

GAPS = {
    test: gap["reason"]
    for gap in tomllib.loads((Path(__file__).parent / "known_gaps.toml").read_text(encoding="utf-8"))["gap"]
    for test in gap["tests"]
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return next((number for number, folder in enumerate(LONGEST_FIRST) if folder in item.nodeid), len(LONGEST_FIRST))

    for item in items:
        if reason := GAPS.get(item.nodeid):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=False))
    items.sort(key=rank)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--told", action="store_true", help="a line for each test: what happened, seconds, peak memory of its processes")


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes what happened, in words, for the lines of `--told`."""
    return lambda happened: record_property("happened", happened)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    if not item.config.getoption("told"):
        return (yield)
    with PeakMemory() as memory:
        try:
            return (yield)
        finally:
            item.user_properties.append(("peak", memory.peak))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("told"):
        return
    terminalreporter.section("faults")
    for outcome in ("passed", "failed", "xfailed", "skipped", "error"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call" or outcome in ("skipped", "error"):
                noted = dict(report.user_properties)
                name = report.nodeid.partition("::")[2].removeprefix("test_").replace("_", " ")
                happened = noted.get("happened") or ("as it says" if outcome == "passed" else "not as it says")
                memory = f"{noted.get('peak', 0) / 1e6:6,.0f} MB"
                terminalreporter.line(f"{outcome:7} {report.duration:6.1f} s {memory}  {name}: {happened}")
