from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.flows.prefect_server import prefect_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `prefect server start` on a free port of this machine; its API's address."""
    with prefect_server(tmp_path_factory.mktemp("prefect-server")) as api:
        yield api
