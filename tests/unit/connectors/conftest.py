"""A small product and an empty store in memory, and a way to write files."""

from __future__ import annotations

from collections.abc import Callable
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
      name: {type: string, meaning: Name}
  invoice:
    description: One row per invoice.
    key: [invoice_id]
    time: issued_on
    columns:
      invoice_id: {type: string, meaning: Number, required: true, unique: true}
      buyer_id: {type: string, meaning: Who owes, references: buyer}
      issued_on: {type: date, meaning: When, required: true, past: true}
      due_on: {type: date, meaning: Until when to pay}
      amount: {type: decimal, meaning: How much, required: true}
      currency: {type: string, meaning: Of the amount, format: currency, required: true}
      disputed: {type: boolean, meaning: Whether it is contested, default: false}
      kind: {type: string, meaning: What, values: [invoice, credit_note], default: invoice}
  visit:
    description: One row per visit, made from its events.
    key: [visit_id]
    columns:
      visit_id: {type: string, meaning: Number, required: true}
      opened_at: {type: timestamp, meaning: First event}
      billed_at: {type: timestamp, meaning: First bill}
      steps: {type: integer, meaning: Number of events, required: true}
      pieces: {type: integer, meaning: Sum of pieces}
"""


@pytest.fixture
def product(tmp_path: Path):
    """The product, from its file."""
    folder = tmp_path / "product"
    folder.mkdir()
    (folder / "product.yaml").write_text(CONTRACT)
    return load_product(folder)


@pytest.fixture
def lakehouse(product, tmp_path: Path):
    """A prepared store in memory whose today is 30 June 2024."""
    engine = DuckDBEngine()
    house = Lakehouse(
        engine, [product], tmp_path / "store", FixedClock(datetime(2024, 6, 30, 12, tzinfo=UTC))
    )
    house.prepare(Company(name="Corner Shop", currency="EUR"))
    yield house
    engine.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Return a function that writes a file below the test's folder."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written
