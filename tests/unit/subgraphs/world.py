"""Three small products over one store: regions, a shop whose customers have one, a help desk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlglot import condition

from symphonies.platform.lakehouse import Contract, DuckDBEngine
from symphonies.platform.security import Principal, Scope, TableScope
from symphonies.platform.semantics import SemanticLayer, load_catalog
from symphonies.platform.subgraphs import RequestContext, Subgraph, build_subgraphs

OWNER = {"team": "T", "email": "t@example.com"}
COMMON = {"description": "D.", "domain": "d", "symphony": "s", "version": "1.0.0", "owner": OWNER}


def text(meaning: str = "A text", **facts: Any) -> dict[str, Any]:
    return {"type": "string", "meaning": meaning, **facts}


CONTRACTS: dict[str, dict[str, Any]] = {
    "hub": {
        "id": "hub", "title": "Hub", **COMMON,
        "tables": {
            "region": {
                "description": "One row per region.", "entity": "Region", "key": ["region_id"], "label": "name",
                "published": True,
                "columns": {"region_id": text(required=True), "name": text(), "area": text(dimension=True)},
            }
        },
    },
    "shop": {
        "id": "shop", "title": "Shop", **COMMON,
        "tables": {
            "customer": {
                "description": "One row per customer.", "entity": "Customer", "key": ["customer_id"],
                "label": "name", "published": True,
                "columns": {
                    "customer_id": text(required=True), "name": text("The name"), "segment": text(dimension=True),
                    "region_id": text(references="hub.region"),
                },
            },
            "invoice": {
                "description": "One row per invoice.", "entity": "Invoice", "key": ["invoice_id"],
                "time": "issued_on", "published": True,
                "columns": {
                    "invoice_id": text(required=True), "customer_id": text(references="customer"),
                    "payer_id": text(references="customer"),
                    "amount": {"type": "decimal", "meaning": "Amount", "unit": "money", "currency": "currency"},
                    "currency": text(dimension=True), "lines": {"type": "integer", "meaning": "Lines"},
                    "paid": {"type": "boolean", "meaning": "Paid or not"},
                    "issued_on": {"type": "date", "meaning": "The day"},
                    "sent_at": {"type": "timestamp", "meaning": "The instant"},
                    "weight": {"type": "number", "meaning": "Weight", "unit": "kg"},
                },
            },
            "line": {
                "description": "One row per line.", "entity": "Line", "key": ["invoice_id", "position"],
                "columns": {
                    "invoice_id": text(required=True, references="invoice"),
                    "position": {"type": "integer", "meaning": "Position", "required": True},
                    "label": text(),
                },
            },
        },
    },
    "desk": {
        "id": "desk", "title": "Desk", **COMMON,
        "tables": {
            "ticket": {
                "description": "One row per ticket.", "entity": "Ticket", "key": ["ticket_id"],
                "columns": {
                    "ticket_id": text(required=True), "customer_id": text(references="shop.customer"),
                    "topic": text(),
                },
            }
        },
    },
}  # fmt: skip
METRICS = """
metrics:
  shop.sales:
    title: Sales
    description: Sum of invoices
    type: F
    unit: money
    direction: up
    fact: invoice
    measure: sum(amount)
    synonyms: [revenue]
  shop.count:
    title: Invoices
    description: Number of invoices
    type: F
    unit: count
    direction: down
    fact: invoice
    measure: count(*)
  other.count:
    title: Customers with invoices
    description: Number of customers
    type: D
    unit: count
    direction: none
    fact: invoice
    measure: count(distinct customer_id)
"""
REGIONS = [("r1", "North", "A"), ("r2", "South", "B"), ("r3", "West", "B")]
CUSTOMERS = [
    ("c1", "Alpha", "big", "r1"), ("c2", "Beta", "small", "r2"), ("c3", "Gamma", "big", "r2"),
    ("c4", "Delta", "small", None),
]  # fmt: skip
INVOICES = [
    (
        f"i{n:02}", f"c{1 + n % 4}", f"c{1 + n % 2}", None if n % 7 == 0 else n * 10.25, "EUR", n % 3,
        n % 2 == 0, None if n % 5 == 0 else date(2026, 1 + n % 3, 1 + n % 4),
        datetime(2026, 1, 1, n % 24), n / 4,
    )
    for n in range(20)
]  # fmt: skip
LINES = [(f"i{n:02}", position, f"l{position}") for n in range(20) for position in range(1, 1 + n % 4)]
TICKETS = [("t1", "c1", "late"), ("t2", "c1", "lost"), ("t3", "c2", "late"), ("t4", None, "other")]


@dataclass(frozen=True)
class Declared:
    """A product as the lakehouse finds it."""

    contract: Contract
    path: Path


@dataclass(frozen=True)
class Company:
    """A made-up company."""

    name: str = "Acme"
    currency: str = "EUR"
    as_of: date = date(2026, 3, 20)
    fiscal_year_start_month: int = 1
    calendar: str = "calendar"
    is_sample: bool = True


@dataclass(frozen=True)
class Status:
    """How a product stands."""

    connected: bool = True
    rows: int = 20
    loaded_at: datetime | None = datetime(2026, 3, 20, 6, tzinfo=UTC)
    newest_on: date | None = date(2026, 3, 19)
    fresh: bool | None = True
    trust: str = "verified"
    reasons: tuple[str, ...] = ()
    reason: str | None = None
    next_step: str | None = None


class CountingEngine:
    """An engine that remembers what it was asked."""

    dialect = "duckdb"

    def __init__(self, engine: DuckDBEngine) -> None:
        self.inner = engine
        self.asked: list[str] = []

    def execute(self, statement: str, params: Sequence[object] | None = None) -> pa.Table:
        self.asked.append(statement)
        return self.inner.execute(statement, params)


SQL = {
    "string": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(22,4)", "boolean": "BOOLEAN",
    "date": "DATE", "timestamp": "TIMESTAMP", "number": "DOUBLE",
}  # fmt: skip
ROWS: Mapping[str, list[tuple[Any, ...]]] = {
    "hub.region": REGIONS, "shop.customer": CUSTOMERS, "shop.invoice": INVOICES, "shop.line": LINES,
    "desk.ticket": TICKETS,
}  # fmt: skip


def filled_engine() -> DuckDBEngine:
    """Return a store with all rows."""
    engine = DuckDBEngine()
    for contract in CONTRACTS.values():
        engine.execute(f"CREATE SCHEMA {contract['id']}")
        for name, table in contract["tables"].items():
            columns = ", ".join(f'"{key}" {SQL[column["type"]]}' for key, column in table["columns"].items())
            full = f"{contract['id']}.{name}"
            engine.execute(f"CREATE TABLE {full} ({columns})")
            marks = ", ".join("?" * len(table["columns"]))
            for row in ROWS[full]:
                engine.execute(f"INSERT INTO {full} VALUES ({marks})", list(row))
    return engine


def open_scope(**changes: TableScope) -> Scope:
    """Return a scope in which all is visible, but for the given tables (``shop__customer=...``)."""
    tables = {name: TableScope(readable=True) for name in ROWS}
    changed = {name.replace("__", "."): scope for name, scope in changes.items()}
    return Scope("p", {**tables, **changed}, fingerprint=repr(sorted(changed.items(), key=str)))


def only(sql: str) -> TableScope:
    """Return the scope of a table with a row rule."""
    return TableScope(readable=True, row_filter=condition(sql))


@dataclass
class World:
    """All subgraphs over the store, and a way to ask them."""

    subgraphs: Mapping[str, Subgraph]
    engine: CountingEngine
    semantics: SemanticLayer
    status: dict[str, Status] = field(default_factory=dict)
    lineage: Callable[[str, str | None], Sequence[Any]] = lambda _table, _column: ()

    def context(self, scope: Scope | None = None) -> RequestContext:
        """Return the context of a request within a scope."""
        return RequestContext(
            Principal("p", "Pat", "Reader", frozenset({"cfo"})), scope or open_scope(), Company(),
            self.semantics, lambda product: self.status.get(product, Status()), self.lineage,
            [Principal("q", "Quinn")],
        )  # fmt: skip

    def ask(self, product: str, query: str, scope: Scope | None = None, **variables: Any) -> dict[str, Any]:
        """Ask one subgraph over its text interface."""
        answer = self.subgraphs[product].client.execute(query, variables, self.context(scope))
        return asyncio.run(answer)

    def data(self, product: str, query: str, scope: Scope | None = None, **variables: Any) -> Any:
        """Ask one subgraph and expect no error."""
        answer = self.ask(product, query, scope, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


def build_world(folder_of: Callable[[str], Path]) -> World:
    """Build the subgraphs of all products over a filled store.

    Args:
        folder_of: Makes the empty folder of a product.
    """
    products = []
    for name, declared in CONTRACTS.items():
        folder = folder_of(name)
        if name == "shop":
            (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
        products.append(Declared(Contract.model_validate(declared), folder))
    engine = CountingEngine(filled_engine())
    catalog = load_catalog(products)
    subgraphs = {each.name: each for each in build_subgraphs(products, catalog, engine)}
    return World(subgraphs, engine, SemanticLayer(catalog, engine, Company()))
