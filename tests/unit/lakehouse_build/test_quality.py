"""A contract's promises as one query."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from symphonies.platform.lakehouse.contracts.contract import Severity
from symphonies.platform.lakehouse.quality.checks import TableChecks, compile_checks

from .conftest import contract, table

SHOP = contract(
    "shop",
    {
        "place": table("place_id", {"place_id": "string"}),
        "sale": table(
            "sale_id, line",
            {
                "sale_id": {"type": "string", "required": True, "pattern": "S[0-9]+"},
                "line": "integer",
                "code": {"type": "string", "unique": True},
                "place_id": {"type": "string", "references": "place"},
                "absent_id": {"type": "string", "references": "nowhere.thing"},
                "kind": {"type": "string", "values": ["sale", "it's"]},
                "amount": {"type": "decimal", "minimum": 0, "maximum": 10},
                "sold_on": "date",
            },
            time="sold_on",
            rules=[
                {
                    "name": "small",
                    "sql": "amount < 9 OR kind = 'sale'",
                    "meaning": "Small.",
                    "severity": "warn",
                }
            ],
        ),
    },
)
CHECKS = compile_checks(SHOP, "sale", {"shop": SHOP})


@pytest.fixture
def store() -> duckdb.DuckDBPyConnection:
    store = duckdb.connect()
    store.execute(
        "CREATE SCHEMA shop; CREATE SCHEMA meta; CREATE TABLE meta.company AS SELECT DATE '2026-10-31' AS as_of"
    )
    store.execute("CREATE TABLE shop.place AS SELECT * FROM (VALUES ('p1'), ('p1'), ('p2')) t(place_id)")
    store.execute(
        "CREATE TABLE shop.sale (sale_id VARCHAR, line BIGINT, code VARCHAR, place_id VARCHAR, "
        "absent_id VARCHAR, kind VARCHAR, amount DECIMAL(22,4), sold_on DATE)"
    )
    return store


def _run(
    store: duckdb.DuckDBPyConnection, checks: TableChecks = CHECKS
) -> tuple[int, date | None, dict[str, int]]:
    """Return the number of rows, the newest day, and the failing rows by ``check.column``."""
    row = store.execute(checks.sql).fetchone()
    assert row is not None
    names = [".".join(filter(None, (check.name, check.column))) for check in checks.checks]
    return row[0], row[1], dict(zip(names, row[2:], strict=True))


def _add(store: duckdb.DuckDBPyConnection, **values: object) -> None:
    row = {
        "sale_id": "S1",
        "line": 1,
        "code": "c",
        "place_id": "p1",
        "absent_id": None,
        "kind": "sale",
        "amount": 5,
        "sold_on": date(2026, 10, 1),
    } | values
    store.execute(f"INSERT INTO shop.sale VALUES ({', '.join('?' * len(row))})", list(row.values()))


def test_good_rows_break_nothing(store: duckdb.DuckDBPyConnection) -> None:
    _add(store)
    _add(store, line=2, code="d", kind="it's", place_id=None, amount=None, sold_on=date(2026, 12, 1))
    total, newest_on, failing = _run(store)
    assert (total, newest_on) == (2, date(2026, 10, 1))
    assert set(failing.values()) == {0}
    assert set(failing) == {
        "key",
        "required.sale_id",
        "pattern.sale_id",
        "unique.code",
        "references.place_id",
        "values.kind",
        "range.amount",
        "small",
    }


@pytest.mark.parametrize(
    ("values", "check"),
    [
        ({"sale_id": None}, "required.sale_id"),
        ({"sale_id": "S1x"}, "pattern.sale_id"),
        ({"place_id": "p9"}, "references.place_id"),
        ({"kind": "other"}, "values.kind"),
        ({"amount": -1}, "range.amount"),
        ({"amount": 11}, "range.amount"),
        ({"amount": 9, "kind": "it's"}, "small"),
    ],
)
def test_each_promise_counts_the_rows_that_break_it(
    store: duckdb.DuckDBPyConnection, values: dict[str, object], check: str
) -> None:
    _add(store, line=7, code="good")
    _add(store, **values)
    assert {name: count for name, count in _run(store)[2].items() if count} == {check: 1}


def test_repeated_keys_and_values_are_counted(store: duckdb.DuckDBPyConnection) -> None:
    for _ in range(3):
        _add(store)
    _add(store, line=2, code=None)
    failing = _run(store)[2]
    assert (failing["key"], failing["unique.code"]) == (2, 2)


def test_an_empty_table_is_fine(store: duckdb.DuckDBPyConnection) -> None:
    total, newest_on, failing = _run(store)
    assert (total, newest_on, set(failing.values())) == (0, None, {0})


def test_orphans_only_warn_and_are_told_in_words() -> None:
    orphan = next(check for check in CHECKS.checks if check.name == "references")
    assert (orphan.severity, orphan.meaning) == (
        Severity.WARN,
        "have a place_id that shop.place does not know",
    )
    assert CHECKS.reads == ("shop.sale", "shop.place")
