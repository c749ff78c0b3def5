"""One small sample company, built and served once for all walks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Server, run, serving


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample company at a fiftieth of its size."""
    store = tmp_path_factory.mktemp("sample") / "store"
    done = run("demo", "--store", store, "--scale", "0.02")
    assert done.returncode == 0, done.stdout + done.stderr
    return store


@pytest.fixture(scope="session")
def served_store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's store for the server, which keeps it to itself."""
    return Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("served") / "store"))


@pytest.fixture(scope="session")
def sample_server(served_store: Path) -> Iterator[Server]:
    """The sample company, served."""
    with serving(served_store) as server:
        yield server
