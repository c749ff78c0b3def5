"""What every test may lean on: data sets beside the repository, and a tidy closing summary."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATASETS = Path(os.environ.get("SYMPHONIES_DATASETS", ROOT.parent / "shared" / "data"))
SUITES = ("unit", "architecture", "contract", "integration", "e2e")
"""The order of the suites: what is quick tells first; the browser, which keeps an event loop, comes last."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the suites in their order."""
    items.sort(key=lambda item: SUITES.index(item.path.relative_to(ROOT / "tests").parts[0]))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def dataset() -> Callable[[str], Path]:
    """Return a function that finds a public data set by path, such as ``cfo/ibm_late_payments``.

    The data sets are not part of the repository: a test that needs an absent one is skipped by name.
    """

    def find(path: str) -> Path:
        found = DATASETS / path
        if not found.exists():
            pytest.skip(f"data set {path!r} is not here; SYMPHONIES_DATASETS names the folder that holds it")
        return found

    return find
