"""What holds for any sequence of loads: a build may be done in parts, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.build_store import Store, sale

INCREMENTAL = """-- kind: incremental
-- key: sale_id
-- watermark: _load_id
SELECT sale_id, upper(place_id) AS place, amount * 2 AS twice, _load_id FROM sale"""
BY_DAY = """-- kind: incremental
-- key: sale_id
-- watermark: sold_on
SELECT sale_id, sold_on, amount FROM sale WHERE amount > 3"""
EXAMPLES = settings(max_examples=8, deadline=None, derandomize=True)

sales = st.builds(
    sale,
    st.integers(0, 6),
    st.integers(0, 9),
    st.integers(0, 5).map(lambda days: date(2026, 10, 1) + timedelta(days=days)),
    st.sampled_from(["p1", "p2", "", " P1", None]),
)
batches = st.lists(st.lists(sales, min_size=1, max_size=5, unique_by=lambda row: row["sale_id"]), max_size=4)


@contextmanager
def shop(model: str) -> Iterator[Store]:
    """Yield an empty store with one more model, ``shop.part``."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder), in_memory=True)
        store.model("shop", "part", model)
        yield store
        store.engine.close()


def rows(store: Store, table: str) -> pa.Table:
    """Return all rows of a table by key."""
    return store.engine.execute(f"FROM {table} ORDER BY sale_id")


@EXAMPLES
@given(batches)
def test_parts_make_the_whole(loads: list[list[dict[str, object]]]) -> None:
    with shop(INCREMENTAL) as store:
        for load in loads:
            store.land("shop.sale", *load)
            assert store.lake.build(publish=False).ok
        in_parts = rows(store, "shop.part") if loads else None
        assert store.lake.build(full=True, publish=False).ok
        assert in_parts is None or in_parts.equals(rows(store, "shop.part"))


@EXAMPLES
@given(st.lists(sales, min_size=1, max_size=12, unique_by=lambda row: row["sale_id"]), st.integers(1, 4))
def test_days_in_order_make_the_whole(all_sales: list[dict[str, object]], size: int) -> None:
    ordered = sorted(all_sales, key=lambda row: str(row["sold_on"]))
    with shop(BY_DAY) as store:
        for start in range(0, len(ordered), size):
            store.land("shop.sale", *ordered[start : start + size])
            assert store.lake.build(publish=False).ok
        in_parts = rows(store, "shop.part")
        assert store.lake.build(full=True, publish=False).ok
        assert in_parts.equals(rows(store, "shop.part"))


@EXAMPLES
@given(batches)
def test_a_second_build_has_nothing_to_do(loads: list[list[dict[str, object]]]) -> None:
    with shop(INCREMENTAL) as store:
        for load in loads:
            store.land("shop.sale", *load)
        store.lake.build(publish=False)
        assert store.lake.plan(publish=False).empty


@EXAMPLES
@given(batches)
def test_history_gives_back_every_state(loads: list[list[dict[str, object]]]) -> None:
    with shop(INCREMENTAL) as store:
        states = []
        for number, load in enumerate(loads):
            store.land("shop.sale", *load)
            states.append((store.clock.instant, rows(store, "shop.sale")))
            if number % 2:
                store.lake.build(publish=False)
        assert store.lake.rebuild("shop.sale") == (states[-1][1].num_rows if states else 0)
        for instant, state in states:
            assert store.lake.history("shop.sale", instant).equals(state.drop_columns(["_load_id"]))
        if states:
            assert rows(store, "shop.sale").equals(states[-1][1])


def test_a_quiet_incremental_build_wakes_nobody(tmp_path: Path) -> None:
    store = Store(tmp_path, in_memory=True)
    store.model("shop", "part", INCREMENTAL)
    store.land("shop.sale", sale(1))
    store.lake.build(publish=False)
    store.land("shop.sale", sale(2))
    steps = {step.table: step for step in store.lake.plan(publish=False).steps if step.runs}
    assert steps["shop.part"].why == "incremental since 1"
    store.lake.build(publish=False)
    assert store.rows(
        "SELECT version, watermark, row_count FROM meta.model_state WHERE table_name = 'shop.part'"
    ) == [{"version": 2, "watermark": "2", "row_count": 2}]
    store.engine.close()


def test_a_changed_incremental_model_starts_anew(tmp_path: Path) -> None:
    store = Store(tmp_path, in_memory=True)
    store.model("shop", "part", INCREMENTAL)
    store.land("shop.sale", sale(1, 5))
    store.lake.build(publish=False)
    store.model("shop", "part", INCREMENTAL.replace("amount * 2", "amount * 3"))
    assert store.lake.build(publish=False).ok
    assert store.rows("SELECT twice FROM shop.part") == [{"twice": 15}]
    store.engine.close()


def test_an_incremental_model_needs_its_columns(tmp_path: Path) -> None:
    store = Store(tmp_path, in_memory=True)
    store.model("shop", "part", INCREMENTAL.replace(", _load_id FROM", " FROM"))
    error = store.lake.build(publish=False).failed[0].error
    assert error is not None
    assert "'_load_id'" in error.message
    store.engine.close()
