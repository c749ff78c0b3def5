"""One small sample company, served once for all walks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Server, serving


@pytest.fixture(scope="session")
def served_store(sample_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's store for the server, which keeps it to itself."""
    return Path(shutil.copytree(sample_company, tmp_path_factory.mktemp("served") / "store"))


@pytest.fixture(scope="session")
def sample_server(served_store: Path) -> Iterator[Server]:
    """The sample company, served."""
    with serving(served_store) as server:
        yield server
