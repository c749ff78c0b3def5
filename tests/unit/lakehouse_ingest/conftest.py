"""A small product and an empty store in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.lakehouse import Company, DuckDBEngine, Lakehouse, load_product

CONTRACT = """\
id: shop
title: Shop
description: For tests.
domain: finance
symphony: cfo
version: 1.0.0
owner: {team: Shopkeepers, email: shop@example.com}
tables:
  buyer:
    description: One row per buyer.
    key: [buyer_id]
    columns:
      buyer_id: {type: string, meaning: Number, required: true, unique: true}
      email: {type: string, meaning: Address, format: email, unique: true}
      country: {type: string, meaning: Where, format: country}
  sale:
    description: One row per sale.
    key: [sale_id]
    time: sold_on
    columns:
      sale_id: {type: string, meaning: Number, required: true, pattern: "S[0-9]+"}
      buyer_id: {type: string, meaning: Who bought, references: buyer}
      sold_on: {type: date, meaning: When, required: true, past: true}
      due_on: {type: date, meaning: Until when to pay}
      amount: {type: decimal, meaning: How much, minimum: 0, maximum: 1000}
      currency: {type: string, meaning: Of the amount, format: currency, required: true}
      kind: {type: string, meaning: What, values: [cash, credit], default: cash}
      paid: {type: boolean, meaning: Whether it is paid}
      pieces: {type: integer, meaning: How many}
      weight: {type: number, meaning: In kilograms}
      booked_at: {type: timestamp, meaning: When it was booked}
    rules:
      - {name: due_later, sql: due_on >= sold_on, meaning: Nothing is due before it is sold.}
      - {name: light, sql: weight < 10, meaning: Ten kilograms at most., severity: warn}
  rate:
    description: Rates by day.
    key: [currency, rate_on]
    time: rate_on
    columns:
      currency: {type: string, meaning: Of what}
      rate_on: {type: date, meaning: Of which day}
      value: {type: number, meaning: How much}
"""
NOW = datetime(2024, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the product."""
    path = tmp_path / "shop"
    path.mkdir()
    (path / "product.yaml").write_text(CONTRACT)
    return path


@pytest.fixture
def lakehouse(folder: Path, tmp_path: Path):
    """A prepared store in memory whose today is 30 June 2024."""
    engine = DuckDBEngine()
    house = Lakehouse(engine, [load_product(folder)], tmp_path / "store", FixedClock(NOW))
    house.prepare(Company(name="Corner Shop", currency="EUR"))
    yield house
    engine.close()
