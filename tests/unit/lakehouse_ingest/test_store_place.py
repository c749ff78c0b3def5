"""Where a store may lie: what is told of a place that holds none, or may not be written to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from symphonies.platform.lakehouse import (
    LakehouseSettings,
    StoreNotFoundError,
    StoreUnwritableError,
    open_engine,
)

NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """Be somebody who may not write everywhere, which root may."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_a_store_that_is_only_read_is_not_made(place: Path) -> None:
    with pytest.raises(StoreNotFoundError, match="There is no store in"):
        open_engine(LakehouseSettings(store=place / "absent", read_only=True))
    assert not (place / "absent").exists()


def test_a_store_in_a_folder_one_may_not_enter_is_as_good_as_none(place: Path) -> None:
    closed = place / "closed"
    open_engine(LakehouseSettings(store=closed)).close()
    closed.chmod(0)
    with without_rights(), pytest.raises(StoreNotFoundError, match="There is no store in"):
        open_engine(LakehouseSettings(store=closed, read_only=True))


def test_a_store_that_is_written_to_is_made_with_its_folder(place: Path) -> None:
    open_engine(LakehouseSettings(store=place / "new" / "store")).close()
    open_engine(LakehouseSettings(store=place / "new" / "store", read_only=True)).close()


@pytest.mark.parametrize("inside", [False, True])
def test_a_file_is_no_folder_for_a_store(place: Path, inside: bool) -> None:
    (place / "file").write_text("a note")
    with pytest.raises(StoreUnwritableError, match="cannot be made"):
        open_engine(LakehouseSettings(store=place / "file" / "store" if inside else place / "file"))


def test_a_store_of_others_is_told_by_what_may_not_be_written(place: Path) -> None:
    store = place / "store"
    open_engine(LakehouseSettings(store=store)).close()
    file = store / "lakehouse.duckdb"
    file.chmod(0o444)
    store.chmod(0o555)
    with without_rights(), pytest.raises(StoreUnwritableError, match=rf"You may not write to {store},"):
        open_engine(LakehouseSettings(store=store))
    store.chmod(0o777)
    with without_rights(), pytest.raises(StoreUnwritableError, match=rf"You may not write to {file},"):
        open_engine(LakehouseSettings(store=store))
    with without_rights():
        open_engine(LakehouseSettings(store=store, read_only=True)).close()
