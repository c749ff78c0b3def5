"""What every test may lean on: data sets beside the repository, and a tidy closing summary."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live import run

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
def sample_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample company at a fiftieth of its size, built once for all workers: copy it, write nothing.

    Its cash position lies there already, as in a store that was served for a while.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    store, built = shared / "sample-company", shared / "sample-company-is-built"
    with (shared / "sample-company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            for command in (("demo", "--scale", "0.02"), ("cash",)):
                done = run(*command, "--store", store)
                assert done.returncode == 0, done.stdout + done.stderr
            built.touch()
    return store


@pytest.fixture(scope="session")
def sample_store(sample_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it for the tests of one worker."""
    return Path(shutil.copytree(sample_company, tmp_path_factory.mktemp("sample") / "store"))


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
