"""Two small products, a store for them and rows to land: for the tests of the build."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from symphonies.platform.lakehouse import BuildReport, Lakehouse, Outcome, StepKind, load_product
from symphonies.platform.lakehouse.adapters.duckdb import DuckDBEngine

SHOP = """
id: shop
title: Shop
description: For tests.
domain: finance
symphony: cfo
version: 1.0.0
owner: {team: Shopkeepers, email: shop@example.com}
freshness: 26h
tables:
  place:
    description: One row per shop.
    key: [place_id]
    columns:
      place_id: {type: string, meaning: Number, required: true, unique: true}
      city: {type: string, meaning: Where it is}
  sale:
    description: One row per sale.
    key: [sale_id]
    time: sold_on
    published: true
    columns:
      sale_id: {type: string, meaning: Number, required: true, unique: true}
      place_id: {type: string, meaning: Where, references: place}
      sold_on: {type: date, meaning: When, required: true}
      amount: {type: decimal, meaning: How much, minimum: 0}
    rules:
      - {name: not_huge, sql: amount < 1000000, meaning: Below a million., severity: warn}
  city_day:
    description: Sales by city and day.
    key: [city, day]
    time: day
    published: true
    columns:
      city: {type: string, meaning: Where}
      day: {type: date, meaning: When}
      amount: {type: decimal, meaning: Sum}
      sales: {type: integer, meaning: Count}
"""
BANK = """
id: bank
title: Bank
description: For tests.
domain: finance
symphony: cfo
version: 1.0.0
owner: {team: Bankers, email: bank@example.com}
tables:
  account:
    description: One row per account.
    key: [account_id]
    columns:
      account_id: {type: string, meaning: Number, required: true}
  income:
    description: Income by year.
    key: [year]
    published: true
    columns:
      year: {type: integer, meaning: Year}
      amount: {type: decimal, meaning: Sum}
      as_of: {type: date, meaning: The day it is as of}
"""
SALES_AT = "SELECT s.sale_id, p.city, s.sold_on, s.amount FROM sale s LEFT JOIN place p USING (place_id)"
CITY_DAY = (
    "-- description: Sales by city and day.\nSELECT city, sold_on AS day, sum(amount) AS amount, "
    "count(*) AS sales\nFROM sale_at GROUP BY ALL"
)
INCOME = (
    "SELECT year(day) AS year, sum(amount) AS amount, (SELECT as_of FROM meta.company) AS as_of "
    "FROM shop.city_day GROUP BY ALL"
)


class Ticking:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 10, 31, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant


class Store:
    """A lakehouse over two small products whose files the test may change."""

    def __init__(self, root: Path, *, in_memory: bool = False) -> None:
        self.root = root
        self.clock = Ticking()
        self.engine = DuckDBEngine(*([] if in_memory else [root / "store" / "lakehouse.duckdb"]))
        for product, declared in (("shop", SHOP), ("bank", BANK)):
            (root / product / "models").mkdir(parents=True)
            (root / product / "product.yaml").write_text(declared)
        self.model("shop", "sale_at", SALES_AT)
        self.model("shop", "city_day", CITY_DAY)
        self.model("bank", "income", INCOME)
        self.lake.prepare()

    @property
    def lake(self) -> Lakehouse:
        products = [load_product(self.root / name) for name in ("bank", "shop")]
        return Lakehouse(self.engine, products, self.root / "store", self.clock)

    def model(self, product: str, name: str, sql: str) -> None:
        (self.root / product / "models" / f"{name}.sql").write_text(sql)

    def land(self, table: str, *rows: dict[str, Any], source: str = "file.csv") -> None:
        self.clock.instant += timedelta(hours=1)
        product, name = table.split(".")
        self.lake.land(product, name, pa.Table.from_pylist(list(rows)), source)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.engine.execute(sql).to_pylist()

    def built(self, report: BuildReport) -> tuple[str, ...]:
        return report.tables(StepKind.MODEL, Outcome.DONE)


def sale(
    number: int, amount: int = 10, day: date = date(2026, 10, 1), place: str | None = "p1"
) -> dict[str, Any]:
    return {"sale_id": f"s{number}", "place_id": place, "sold_on": day, "amount": Decimal(amount)}


PLACE = {"place_id": "p1", "city": "Bonn"}
