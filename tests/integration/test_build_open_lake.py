"""The open lake keeps up with tables that change their rows and their columns."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from symphonies.platform.lakehouse.publishing.errors import PublishFailedError
from symphonies.platform.lakehouse.publishing.iceberg import KEPT_SNAPSHOTS, OpenLake


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[OpenLake]:
    lake = OpenLake(tmp_path / "open lake")
    yield lake
    lake.close()


def files(tmp_path: Path, ending: str) -> int:
    return len(list((tmp_path / "open lake").rglob(f"*{ending}")))


def test_rows_are_replaced_and_old_states_go(lake: OpenLake, tmp_path: Path) -> None:
    for number in range(KEPT_SNAPSHOTS + 2):
        rows = pa.table({"id": [f"r{number}"], "n": [number]})
        snapshot = lake.replace("shop.sale", rows)
        assert lake.read("shop.sale").to_pylist() == rows.to_pylist()
    assert lake.read("shop.sale", snapshot).to_pylist() == rows.to_pylist()
    assert 1 <= files(tmp_path, ".parquet") <= KEPT_SNAPSHOTS / 2 + 1
    assert 1 <= files(tmp_path, ".json") <= KEPT_SNAPSHOTS
    assert [path.name for path in tmp_path.iterdir()] == ["open lake"]


def test_an_empty_table_can_fill_and_empty_again(lake: OpenLake) -> None:
    rows = pa.table({"id": ["a"], "n": [1]})
    for state in (rows.slice(0, 0), rows, rows.slice(0, 0), rows.slice(0, 0), rows):
        lake.replace("shop.sale", state)
        assert lake.read("shop.sale").to_pylist() == state.to_pylist()


def test_columns_may_come_go_and_change_their_type(lake: OpenLake) -> None:
    first = lake.replace("shop.sale", pa.table({"id": ["a"], "n": [1], "old": [True]}))
    lake.replace("shop.sale", pa.table({"id": ["b"], "n": ["one"], "new": [2.5]}))
    assert lake.read("shop.sale").to_pylist() == [{"id": "b", "n": "one", "new": 2.5}]
    assert lake.read("shop.sale", first).num_rows == 1


@pytest.mark.parametrize("moved", [False, True], ids=["copied", "moved"])
def test_a_lake_in_another_folder_leaves_the_files_of_the_first(
    lake: OpenLake, tmp_path: Path, moved: bool
) -> None:
    first, second = pa.table({"id": ["a"]}), pa.table({"id": ["b"], "n": [1]})
    lake.replace("shop.sale", first)
    shutil.copytree(tmp_path / "open lake", tmp_path / "other")
    if moved:
        shutil.rmtree(tmp_path / "open lake")
    other = OpenLake(tmp_path / "other")
    other.replace("shop.sale", second)
    other.replace("shop.sale", second)
    assert other.read("shop.sale").to_pylist() == second.to_pylist()
    if not moved:
        assert lake.read("shop.sale").to_pylist() == first.to_pylist()
        assert files(tmp_path, ".parquet") == 1
    other.close()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    lake = OpenLake(tmp_path / "lake")
    lake.replace("shop.sale", pa.table({"id": ["a"]}))
    for file in (tmp_path / "lake").rglob("*.json"):
        file.unlink()
    with pytest.raises(PublishFailedError, match=r"shop\.sale could not be published"):
        lake.replace("shop.sale", pa.table({"id": ["b"]}))
    lake.close()
