from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from symphonies.platform.lakehouse import ColumnType, DuckDBEngine, cast_to


@pytest.fixture(scope="module")
def engine():
    engine = DuckDBEngine()
    yield engine
    engine.close()


def read(engine, kind, value, stored):
    return engine.execute(
        f"SELECT {cast_to(ColumnType(kind), 'v', stored)} AS r FROM (SELECT CAST({value} AS {stored}) AS v)"
    )["r"][0].as_py()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "'  a b '", "a b"),
        ("string", "'  '", None),
        ("integer", "' 12 '", 12),
        ("integer", "'-3.00'", -3),
        ("integer", "'12.5'", None),
        ("integer", "'1e3'", None),
        ("integer", "'1_000'", None),
        ("integer", "'99999999999999999999'", None),
        ("decimal", "'12.34567'", Decimal("12.3457")),
        ("decimal", "'.5'", Decimal("0.5000")),
        ("decimal", "'1e3'", Decimal("1000.0000")),
        ("decimal", "'1,5'", None),
        ("decimal", "'12 EUR'", None),
        ("number", "'1.5e-3'", 0.0015),
        ("number", "'nan'", None),
        ("number", "'inf'", None),
        ("number", "'1e999'", None),
        ("boolean", "'Yes'", True),
        ("boolean", "'F'", False),
        ("boolean", "'0'", False),
        ("boolean", "'maybe'", None),
        ("date", "'2024-2-9'", date(2024, 2, 9)),
        ("date", "'2024-02-30'", None),
        ("date", "'09.02.2024'", None),
        ("date", "'epoch'", None),
        ("date", "'infinity'", None),
        ("date", "'20240209'", None),
        ("date", "'2024-02-09 13:00:00'", date(2024, 2, 9)),
        ("date", "'0000-01-01'", None),
        ("timestamp", "'2024-02-09'", datetime(2024, 2, 9)),
        ("timestamp", "'2024-02-09T10:00:00'", datetime(2024, 2, 9, 10)),
        ("timestamp", "'2024-02-09T10:00:00+02:00'", datetime(2024, 2, 9, 8)),
        ("timestamp", "'2024-02-09 25:00:00'", None),
        ("timestamp", "'now'", None),
    ],
)
def test_text_is_read_as_the_type_of_the_contract(engine, kind, text, value):
    assert read(engine, kind, text, "VARCHAR") == value


@pytest.mark.parametrize(
    ("kind", "stored", "given", "value"),
    [
        ("string", "BIGINT", "7", "7"),
        ("string", "DATE", "'2024-01-02'", "2024-01-02"),
        ("integer", "INTEGER", "7", 7),
        ("integer", "DOUBLE", "7.0", 7),
        ("integer", "DOUBLE", "7.5", None),
        ("integer", "DECIMAL(9,2)", "7.00", 7),
        ("integer", "DECIMAL(9,2)", "7.10", None),
        ("decimal", "BIGINT", "7", Decimal("7.0000")),
        ("decimal", "DOUBLE", "0.1", Decimal("0.1000")),
        ("decimal", "DOUBLE", "'nan'", None),
        ("decimal", "DECIMAL(9,2)", "7.25", Decimal("7.2500")),
        ("number", "DOUBLE", "'inf'", None),
        ("number", "FLOAT", "1.5", 1.5),
        ("boolean", "BOOLEAN", "true", True),
        ("boolean", "INTEGER", "1", True),
        ("boolean", "INTEGER", "2", None),
        ("date", "TIMESTAMP", "'2024-01-02 23:00:00'", date(2024, 1, 2)),
        ("date", "INTEGER", "3", None),
        ("date", "DATE", "'infinity'", None),
        ("date", "DATE", "'12024-01-01'", None),
        ("timestamp", "TIMESTAMP WITH TIME ZONE", "'2024-01-02 23:00:00+01:00'", datetime(2024, 1, 2, 22)),
        ("timestamp", "TIMESTAMP_S", "'2024-01-02 23:00:00'", datetime(2024, 1, 2, 23)),
    ],
)
def test_typed_values_are_read_without_loss(engine, kind, stored, given, value):
    assert read(engine, kind, given, stored) == value
