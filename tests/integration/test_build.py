"""From landed rows to built, checked, remembered and published tables."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from symphonies.platform.lakehouse import (
    Lakehouse,
    Outcome,
    StepKind,
    TableUnknownError,
    Trust,
    discover_products,
)
from symphonies.platform.lakehouse.adapters.duckdb import DuckDBEngine
from tests.integration.build_store import CITY_DAY, PLACE, Store, Ticking, sale


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_rows_travel_through_models_across_products(store: Store) -> None:
    store.land("shop.place", PLACE)
    store.land("shop.sale", sale(1), sale(2, 5))
    report = store.lake.build(publish=False)
    assert report.ok
    assert store.built(report) == ("shop.sale_at", "shop.city_day", "bank.income")
    assert store.rows("FROM shop.city_day") == [
        {"city": "Bonn", "day": date(2026, 10, 1), "amount": Decimal("15.0000"), "sales": 2}
    ]
    assert store.rows("FROM bank.income") == [
        {"year": 2026, "amount": Decimal("15.0000"), "as_of": date(2026, 10, 1)}
    ]


def test_an_empty_store_builds_empty_tables(store: Store) -> None:
    assert store.rows("FROM bank.income") == []
    report = store.lake.build()
    assert report.ok
    assert store.rows("FROM shop.city_day") == []


def test_a_second_build_does_nothing(store: Store) -> None:
    store.land("shop.sale", sale(1))
    assert not store.lake.plan().empty
    assert store.lake.build().ok
    assert store.lake.plan().empty
    report = store.lake.build()
    assert {result.outcome for result in report.results} == {Outcome.UP_TO_DATE}
    store.land("shop.sale", sale(1))
    assert store.lake.plan().empty


def test_only_what_a_change_reaches_is_built(store: Store) -> None:
    store.land("shop.sale", sale(1))
    store.lake.build(publish=False)
    store.land("bank.account", {"account_id": "a"})
    assert store.built(store.lake.build(publish=False)) == ()
    store.model("shop", "city_day", CITY_DAY + "  -- the same, told otherwise")
    assert store.lake.plan(publish=False).empty
    store.model("shop", "city_day", CITY_DAY.replace("sum(amount)", "max(amount)"))
    plan = {
        step.table: step.why for step in store.lake.plan(publish=False).steps if step.kind is StepKind.MODEL
    }
    assert plan == {
        "shop.sale_at": "up to date",
        "shop.city_day": "its SQL changed",
        "bank.income": "upstream changed: shop.city_day",
    }
    store.lake.build(publish=False)
    store.land("shop.place", PLACE)
    plan = {step.table: step.why for step in store.lake.plan(publish=False).steps if step.runs}
    assert plan["shop.sale_at"] == "upstream changed: shop.place"
    assert "1 to remember" in store.lake.plan(publish=False).lines()[-1]


def test_a_failing_model_keeps_yesterdays_table(store: Store) -> None:
    store.land("shop.sale", sale(1))
    store.lake.build()
    before = store.rows("FROM shop.city_day")
    store.model("shop", "city_day", CITY_DAY.replace("sum(amount)", "sum(no_such_column)"))
    report = store.lake.build()
    assert report.exit_code == 1
    assert [(result.step.table, result.error and result.error.code) for result in report.failed] == [
        ("shop.city_day", "MODEL_FAILED")
    ]
    assert "no_such_column" in report.failed[0].line()
    assert report.tables(StepKind.MODEL, Outcome.SKIPPED) == ("bank.income",)
    assert any("because shop.city_day failed" in line for line in report.lines())
    assert store.rows("FROM shop.city_day") == before
    assert (
        store.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '~_%' ESCAPE '~'"
            " AND table_schema = 'shop'"
        )
        == []
    )
    assert store.lake.status("shop").reasons[-1] == (
        "shop.city_day is of an earlier build, because its model failed."
    )
    store.model("shop", "city_day", CITY_DAY)
    assert store.lake.build().ok
    assert not any("earlier build" in reason for reason in store.lake.status("shop").reasons)


def test_a_result_unlike_its_contract_is_refused(store: Store) -> None:
    store.model("shop", "city_day", "SELECT city, 'x' AS day, 1.5 AS sales, 1 AS extra FROM sale_at")
    error = store.lake.build().failed[0].error
    assert error is not None
    assert error.code == "MODEL_CONTRACT_MISMATCH"
    assert error.facts["differences"] == [
        "column day is VARCHAR, promised date",
        "column amount (decimal) is missing",
        "column sales is DECIMAL(2,1), promised integer",
        "column extra is not declared",
    ]


def test_the_table_of_a_removed_model_goes(store: Store) -> None:
    store.lake.build()
    (store.root / "bank" / "models" / "income.sql").unlink()
    store.model("shop", "city_day", "SELECT 'x' AS city, sold_on AS day, amount, 1 AS sales FROM sale")
    (store.root / "shop" / "models" / "sale_at.sql").unlink()
    store.lake.prepare()
    report = store.lake.build()
    assert report.tables(StepKind.DROP, Outcome.DONE) == ("bank.income", "shop.sale_at")
    assert store.rows("SELECT 1 FROM information_schema.tables WHERE table_name = 'sale_at'") == []
    assert store.lake.plan().empty


def test_lineage_leads_to_columns_and_files(store: Store) -> None:
    store.land("shop.sale", sale(1), source="october.csv")
    store.lake.build(publish=False)
    edges = [
        (e.from_table, e.from_column, e.to_table, e.kind) for e in store.lake.lineage("bank.income", "amount")
    ]
    assert edges == [
        ("shop.city_day", "amount", "bank.income", "aggregation"),
        ("shop.sale_at", "amount", "shop.city_day", "aggregation"),
        ("shop.sale", "amount", "shop.sale_at", "identity"),
        ("october.csv", None, "shop.sale", "load"),
    ]
    readers = store.lake.lineage("shop.place", "city", towards="readers")
    assert [edge.to_table for edge in readers] == ["shop.sale_at", "shop.city_day"]


def test_trust_follows_the_checks(store: Store) -> None:
    status = store.lake.status("shop")
    assert (status.connected, status.trust, status.fresh) == (False, Trust.UNKNOWN, None)
    assert status.reason == "No rows have been loaded into shop.sale."
    assert status.next_step == "Load a file: symphonies load shop --from FILE --map MAPPING"
    store.land("shop.place", PLACE)
    store.land("shop.sale", sale(1), sale(2))
    assert store.lake.status("shop").trust is Trust.UNKNOWN
    store.lake.build(publish=False)
    status = store.lake.status("shop")
    assert (status.connected, status.rows, status.trust, status.fresh) == (True, 3, Trust.VERIFIED, True)
    assert status.newest_on == date(2026, 10, 1)
    store.land("shop.sale", sale(3, place="nowhere"))
    store.lake.build(publish=False)
    status = store.lake.status("shop")
    assert status.trust is Trust.WARNING
    assert status.reasons == ("1 of 3 rows of shop.sale have a place_id that shop.place does not know.",)
    store.land("shop.place", {"place_id": "nowhere", "city": "Nowhere"})
    store.lake.build(publish=False)
    assert store.lake.status("shop").trust is Trust.VERIFIED
    store.engine.execute(
        "INSERT INTO shop.sale SELECT * REPLACE (-1 AS amount) FROM shop.sale WHERE sale_id = 's1'"
    )
    store.land("shop.sale", sale(4))
    store.lake.build(publish=False)
    status = store.lake.status("shop")
    assert status.trust is Trust.FAILED
    assert [check.name for check in status.failed] == ["key", "range", "unique"]
    store.clock.instant += timedelta(days=2)
    assert store.lake.status("shop").fresh is False


def test_published_tables_reach_the_open_lake_once_for_each_version(store: Store) -> None:
    from symphonies.platform.lakehouse.publishing.iceberg import OpenLake

    store.land("shop.sale", sale(1), sale(2))
    report = store.lake.build()
    assert report.tables(StepKind.PUBLISH, Outcome.DONE) == ("bank.income", "shop.sale", "shop.city_day")
    store.land("bank.account", {"account_id": "a"})
    assert store.lake.build().tables(StepKind.PUBLISH, Outcome.DONE) == ()
    first = store.rows("SELECT snapshot_id FROM meta.publication WHERE table_name = 'shop.sale'")[0][
        "snapshot_id"
    ]
    store.land("shop.sale", sale(2, 7))
    store.lake.build()
    lake = OpenLake(store.root / "store" / "iceberg")
    columns = "sale_id, place_id, sold_on, amount"
    now = store.engine.execute(f"SELECT {columns} FROM shop.sale ORDER BY sale_id")
    assert lake.read("shop.sale").sort_by("sale_id").equals(now)
    assert lake.read("shop.sale", first).sort_by("sale_id").column("amount").to_pylist() == [10, 10]
    lake.close()


def test_the_past_can_be_read_and_the_present_rebuilt(store: Store) -> None:
    store.land("shop.sale", sale(1), sale(2))
    store.lake.build(publish=False)
    then = store.clock.instant
    store.land("shop.sale", sale(2, 99), sale(3))
    store.land("shop.sale", sale(2))
    store.lake.build(publish=False)
    assert [row["amount"] for row in store.lake.history("shop.sale", then).to_pylist()] == [10, 10]
    later = store.lake.history("shop.sale", then + timedelta(hours=1))
    assert [row["amount"] for row in later.to_pylist()] == [10, 99, 10]
    assert store.lake.history("shop.sale", then - timedelta(days=9)).num_rows == 0
    before = store.engine.execute("FROM shop.sale ORDER BY sale_id")
    store.engine.execute("DELETE FROM shop.sale")
    assert store.lake.rebuild("shop.sale") == 3
    assert store.engine.execute("FROM shop.sale ORDER BY sale_id").equals(before)
    assert store.rows("SELECT count(*) AS n FROM vault.link_shop__sale__place") == [{"n": 3}]


def test_built_in_products_keep_their_promises_when_empty(tmp_path: Path) -> None:
    engine = DuckDBEngine(tmp_path / "lakehouse.duckdb")
    lake = Lakehouse(engine, discover_products(), tmp_path, Ticking())
    lake.prepare()
    report = lake.build()
    assert report.ok, report.lines()
    assert lake.plan().empty


@pytest.mark.engine
def test_another_engine_reads_the_open_lake(store: Store) -> None:
    store.land("shop.sale", sale(1), sale(2, 5))
    store.lake.build()
    store.land("shop.sale", sale(2, 7), sale(3))
    store.lake.build()
    question = "SELECT count(), sum(amount), max(sold_on) FROM icebergLocal('store/iceberg/shop/sale')"
    program = f"import chdb; print(chdb.query({question!r}, 'CSV'))"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=store.root, check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == '3,27,"2026-10-01"'


def test_a_column_added_later_joins_the_history(store: Store) -> None:
    store.land("shop.sale", sale(1), sale(2))
    store.lake.build()
    then = store.clock.instant
    declared = store.root / "shop" / "product.yaml"
    more = "      amount: {type: decimal, meaning: How much, minimum: 0}\n"
    declared.write_text(
        declared.read_text().replace(more, more + "      end: {type: date, meaning: Return by}\n")
    )
    store.lake.prepare()
    store.land("shop.sale", sale(2) | {"end": date(2026, 12, 1)})
    assert store.lake.build().ok
    before = store.engine.execute("FROM shop.sale ORDER BY sale_id")
    assert before.column("end").to_pylist() == [None, date(2026, 12, 1)]
    store.lake.rebuild("shop.sale")
    assert store.engine.execute("FROM shop.sale ORDER BY sale_id").equals(before)
    assert store.lake.history("shop.sale", then).column("end").to_pylist() == [None, None]


def test_only_landed_tables_with_history_can_be_asked_for_their_past(store: Store) -> None:
    with pytest.raises(TableUnknownError, match=r"shop\.city_day keeps no history"):
        store.lake.history("shop.city_day", store.clock.instant)
