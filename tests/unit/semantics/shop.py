"""A small company with every kind of metric: contracts, metrics and rows made from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from symphonies.platform.lakehouse import Contract
from symphonies.platform.security import Scope, TableScope
from symphonies.platform.semantics import Catalog, load_catalog

AS_OF = date(2026, 3, 20)
HERE = Path(__file__).parent / "shop"
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class ShopCompany:
    currency: str = "EUR"
    as_of: date = AS_OF
    fiscal_year_start_month: int = 1
    calendar: str = "calendar"


@dataclass(frozen=True)
class Declared:
    contract: Contract
    path: Path


def shop_contract() -> Contract:
    return Contract.model_validate(yaml.safe_load((HERE / "product.yaml").read_text(encoding="utf-8")))


def shop_catalog() -> Catalog:
    return load_catalog([Declared(shop_contract(), HERE)])


def full_scope(**tables: TableScope) -> Scope:
    """Everything readable, but for the tables given."""
    scopes = {f"shop.{name}": TableScope(readable=True) for name in shop_contract().tables}
    scopes |= {f"shop.{name}": scope for name, scope in tables.items()}
    return Scope("someone", scopes, fingerprint="|".join(sorted(map(repr, tables.items()))) or "all")


def make_rows(seed: int, sales: int = 120) -> Rows:
    """Rows from autumn 2024 to a little after the as-of day, gaps and NULLs included."""
    chance = random.Random(seed)
    entities = [
        {"entity_id": "DE", "name": "Shop GmbH", "region": "DACH", "currency": "EUR"},
        {"entity_id": "CH", "name": "Shop AG", "region": "DACH", "currency": "CHF"},
        {"entity_id": "US", "name": "Shop Inc", "region": "AMER", "currency": "USD"},
    ]
    countries = [{"country_id": "FR", "continent": "Europe"}, {"country_id": "BR", "continent": "America"}]
    customers = [
        {
            "customer_id": f"C{n}",
            "name": f"Customer {n}",
            "segment": chance.choice(["retail", "trade", None]),
            "country_id": chance.choice(["FR", "BR", None]),
            "since": date(2020, 1, 1 + n),
        }
        for n in range(6)
    ]
    rows: Rows = {"legal_entity": entities, "country": countries, "customer": customers}
    rows["fx_rate"] = list(_rates(chance))
    rows["sale"] = [_sale(chance, n) for n in range(sales)]
    rows["ticket"] = [_ticket(chance, n) for n in range(sales // 2)]
    rows["claim"] = [_claim(chance, n) for n in range(sales // 2)]
    rows["balance"] = list(_balances(chance))
    rows["plan"] = [
        {
            "plan_id": f"{entity}{year}{month}",
            "entity_id": entity,
            "month_on": date(year, month, 28),
            "amount": Decimal(chance.randint(100, 900)),
            "currency": "EUR",
        }
        for entity in ("DE", "US")
        for year in (2025, 2026)
        for month in range(1, 13)
    ]
    return rows


def _day(chance: random.Random) -> date:
    return date(2024, 10, 1) + timedelta(days=chance.randint(0, 555))


def _sale(chance: random.Random, number: int) -> Row:
    return {
        "sale_id": number,
        "customer_id": chance.choice(["C0", "C1", "C2", "C3", "C4", None]),
        "entity_id": chance.choice(["DE", "CH", "US"]),
        "sold_on": _day(chance),
        "amount": Decimal(chance.randint(-500, 5000)) / 10,
        "currency": chance.choice(["EUR", "CHF", "USD"]),
        "quantity": chance.randint(1, 9),
        "kind": chance.choice(["sale", "sale", "sale", "refund"]),
        "channel": chance.choice(["web", "store", None]),
        "express": chance.choice([True, False]),
    }


def _ticket(chance: random.Random, number: int) -> Row:
    return {
        "ticket_id": number,
        "customer_id": f"C{chance.randint(0, 5)}",
        "entity_id": chance.choice(["DE", "US"]),
        "opened_on": _day(chance),
        "days_open": float(chance.randint(0, 30)),
        "agent": f"A{chance.randint(0, 3)}",
    }


def _claim(chance: random.Random, number: int) -> Row:
    start = _day(chance)
    end = start + timedelta(days=chance.randint(1, 90)) if chance.random() < 0.8 else None
    return {
        "claim_id": number,
        "customer_id": f"C{chance.randint(0, 5)}",
        "entity_id": chance.choice(["DE", "CH"]),
        "valid_from": start,
        "valid_to": end,
        "due_on": start + timedelta(days=chance.randint(0, 40)),
        "amount": Decimal(chance.randint(1, 900)),
        "currency": chance.choice(["EUR", "CHF"]),
    }


def _balances(chance: random.Random) -> Iterator[Row]:
    day = date(2024, 10, 3)
    while day < date(2026, 4, 10):
        for entity, currency in (("DE", "EUR"), ("US", "USD")):
            if chance.random() < 0.9:
                yield {
                    "balance_id": f"{entity}{day}",
                    "entity_id": entity,
                    "day": day,
                    "amount": Decimal(chance.randint(-200, 2000)),
                    "currency": currency,
                }
        day += timedelta(days=chance.randint(1, 9))


def _rates(chance: random.Random) -> Iterator[Row]:
    for year, month in (
        [(2024, n) for n in range(9, 13)]
        + [(2025, n) for n in range(1, 13)]
        + [(2026, n) for n in range(1, 5)]
    ):
        for currency, around in (("CHF", 1.05), ("USD", 0.9)):
            yield {
                "rate_id": f"{currency}{year}{month}",
                "currency": currency,
                "rate_on": date(year, month, 28),
                "average_rate": round(around + chance.uniform(-0.05, 0.05), 4),
                "closing_rate": round(around + chance.uniform(-0.05, 0.05), 4),
                "base": "EUR",
            }


def visible(rows: Rows, forbidden_entities: Mapping[str, bool]) -> Rows:
    """The rows a principal sees who may not see some entities."""
    hidden = {name for name, gone in forbidden_entities.items() if gone}
    return {
        table: [row for row in found if row.get("entity_id") not in hidden] for table, found in rows.items()
    }
