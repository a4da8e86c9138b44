"""For all tests: the files that take longest come first, so that with two workers neither ends with one of them alone."""

from __future__ import annotations

import pytest

LONGEST_FIRST = ("tests/flows/", "tests/store/", "tests/report/", "tests/cli/", "tests/review/", "tests/acceptance/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return next((number for number, folder in enumerate(LONGEST_FIRST) if folder in item.nodeid), len(LONGEST_FIRST))

    items.sort(key=rank)
