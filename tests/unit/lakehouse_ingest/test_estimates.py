"""What engines tell is landed like the rest, and is no source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.lakehouse import (
    Company,
    DuckDBEngine,
    Lakehouse,
    RowsRefusedError,
    TableUnknownError,
    Told,
    load_product,
)
from tests.unit.lakehouse_ingest.conftest import CONTRACT, NOW

TABLE = """\
  guess:
    description: What is guessed of each sale.
    engine: oracle
    key: [sale_id]
    time: guessed_on
    columns:
      sale_id: {type: string, meaning: The sale, required: true}
      guessed_on: {type: date, meaning: When, required: true}
      paid_on: {type: date, meaning: The day it is paid}
      chance: {type: number, meaning: That it is, minimum: 0, maximum: 1}
"""
DAY = date(2024, 6, 29)


@pytest.fixture
def lakehouse(tmp_path: Path) -> Lakehouse:
    folder = tmp_path / "shop"
    (folder / "models").mkdir(parents=True)
    (folder / "product.yaml").write_text(CONTRACT + TABLE)
    (folder / "models" / "likely.sql").write_text("-- kind: full\nSELECT sale_id, chance FROM guess")
    found = Lakehouse(DuckDBEngine(), [load_product(folder)], tmp_path, FixedClock(NOW))
    found.prepare(Company(name="Shop", currency="EUR"))
    return found


def told(version: int = 1, day: date = DAY) -> Told:
    return Told("oracle", version, day, 7, f"basis {version}")


def guess(chance: float, day: date = DAY) -> dict[str, list[object]]:
    return {"sale_id": ["S1"], "guessed_on": [day], "paid_on": [None], "chance": [chance]}


def chances(lakehouse: Lakehouse) -> list[float]:
    return lakehouse.engine.execute("SELECT chance FROM shop.guess ORDER BY ALL").column(0).to_pylist()


def test_what_is_told_stands_with_what_it_stands_on(lakehouse: Lakehouse) -> None:
    lakehouse.tell("shop.guess", guess(0.25), told())
    (noted,) = lakehouse.estimates().values()
    assert (noted.table, noted.engine, noted.version, noted.as_of, noted.seed, noted.basis) == (
        "shop.guess", "oracle", 1, DAY, 7, "basis 1",
    )  # fmt: skip
    assert chances(lakehouse) == [0.25]


def test_what_was_told_before_can_be_told_again(lakehouse: Lakehouse) -> None:
    for version, chance in enumerate((0.25, 0.5, 0.25), 1):
        lakehouse.tell("shop.guess", guess(chance), told(version))
        assert chances(lakehouse) == [chance]
    assert lakehouse.estimates()["shop.guess"].version == 3


def test_rows_of_an_earlier_day_are_kept_beside_and_note_nothing(lakehouse: Lakehouse) -> None:
    lakehouse.tell("shop.guess", guess(0.25), told(2))
    rows = guess(0.5, date(2024, 5, 31)) | {"sale_id": ["S0"]}
    lakehouse.tell("shop.guess", rows, told(1, date(2024, 5, 31)), earlier=True)
    assert chances(lakehouse) == [0.25, 0.5] or chances(lakehouse) == [0.5, 0.25]
    assert lakehouse.estimates()["shop.guess"].version == 2


def test_it_is_no_source(lakehouse: Lakehouse) -> None:
    before = lakehouse.status("shop"), lakehouse.company.as_of
    lakehouse.tell("shop.guess", guess(0.25), told())
    assert (lakehouse.status("shop"), lakehouse.company.as_of) == before
    assert not lakehouse.status("shop").connected
    assert "shop.guess" not in {step.table for step in lakehouse.plan().steps if step.kind == "history"}


def test_what_reads_it_is_built_once_it_is_told(lakehouse: Lakehouse) -> None:
    lakehouse.build(publish=False)
    lakehouse.tell("shop.guess", guess(0.25), told())
    report = lakehouse.build(publish=False)
    assert report.ok
    assert lakehouse.engine.execute("FROM shop.likely").to_pylist() == [{"sale_id": "S1", "chance": 0.25}]
    assert lakehouse.estimates_behind("shop.likely") == ("shop.guess",)


def test_it_cannot_be_loaded_and_a_loaded_table_cannot_be_told(lakehouse: Lakehouse) -> None:
    with pytest.raises(TableUnknownError, match="told by the engine oracle, not loaded"):
        lakehouse.land("shop", "guess", lakehouse.engine.execute("SELECT 'S1' AS sale_id"))
    with pytest.raises(TableUnknownError, match=r"shop\.sale is loaded, not told by an engine") as caught:
        lakehouse.tell("shop.sale", {}, told())
    assert caught.value.hint == "Told by engines: guess."


def test_a_row_against_the_contract_is_refused_with_all_others(lakehouse: Lakehouse) -> None:
    lakehouse.tell("shop.guess", guess(0.25), told())
    with pytest.raises(RowsRefusedError):
        lakehouse.tell("shop.guess", guess(1.5), told(2))
    assert chances(lakehouse) == [0.25]
    assert lakehouse.estimates()["shop.guess"].version == 1
