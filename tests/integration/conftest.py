"""One small sample company, served once for all walks, and opened for the tests of a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from symphonies.app.wiring import Instance
from tests.integration.instances import Scopes, opened
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


@pytest.fixture(scope="module")
def own_store(sample_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's store for the tests of one file."""
    return Path(shutil.copytree(sample_company, tmp_path_factory.mktemp("own") / "store"))


@pytest.fixture(scope="module")
def instance(own_store: Path) -> Iterator[Instance]:
    """That store, opened."""
    with opened(own_store) as found:
        yield found


@pytest.fixture(scope="module")
def scopes(instance: Instance) -> Scopes:
    """Persona -> what it may see."""
    return cache(lambda persona: instance.scope(instance.principals[persona]))
