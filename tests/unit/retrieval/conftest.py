"""A library in a folder, with the real embedder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.retrieval import Embedder, Library, RetrievalSettings, open_embedder, open_store


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return open_embedder()


@pytest.fixture
def library(tmp_path: Path, embedder: Embedder) -> Iterator[Library]:
    store = open_store(RetrievalSettings(), tmp_path / "store", embedder.dimension)
    opened = Library(store, embedder, FixedClock(datetime(2026, 10, 31, tzinfo=UTC)))
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    return made
