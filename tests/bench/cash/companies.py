"""Companies made by chance, whole enough to be simulated: for properties, speed and plans."""

from __future__ import annotations

from datetime import date

import numpy as np

from symphonies.suite.cfo.pinnacle import position as p

CUT = date(2026, 1, 1)
KIND = {kind: index for index, kind in enumerate(p.OUTFLOW_KINDS)}
CURRENCIES = ("EUR", "USD", "GBP")


def company(
    seed: int = 1, *, invoices: int = 400, days: int = 150, entities: int = 3, billings: int = 120
) -> p.Position:
    """Return a company with sales, costs, a credit line and covenants of matching size."""
    rng = np.random.default_rng(seed)
    daily = 1_000_000 * np.exp(rng.normal(0, 0.5))
    accounts = _accounts(rng, entities, daily)
    number = len(accounts.ids)
    currency = accounts.currency
    customers = _customers(max(invoices // 20, 3), rng)
    suppliers = _suppliers(20, rng)
    usable = np.flatnonzero(~accounts.restricted)
    return p.Position(
        company=f"Company {seed}",
        cut=CUT,
        days=days,
        entities=p.Entities(
            tuple(f"E{each}" for each in range(entities)),
            tuple(f"Entity {each}" for each in range(entities)),
            np.full(entities, int(daily * 4 / entities)),
        ),
        accounts=accounts,
        customers=customers,
        suppliers=suppliers,
        receivables=_receivables(rng, invoices, customers, usable, days, daily),
        billings=_billings(rng, billings, usable, days, daily),
        outflows=_outflows(rng, suppliers, usable, days, daily),
        residuals=p.Residuals(
            np.zeros((number, days), np.int64),
            np.where(accounts.restricted, 0.0, 0.08 * daily / number)[:, None] * np.ones(days),
            np.full(number, 0.3),
        ),
        forwards=p.Forwards(
            ("F1",),
            np.array([40]),
            np.array([0]),
            np.array([int(daily)]),
            np.array([int(np.flatnonzero(currency == 1)[0])]),
            np.array([int(daily / 0.9)]),
        ),
        facilities=p.Facilities(
            ("RCF", "TL"),
            ("Revolving line", "Term loan"),
            np.array([0, 0]),
            np.array([True, False]),
            np.array([int(daily * 15), int(daily * 30)]),
            np.array([0, int(daily * 30)]),
            np.array([0.02, 0.03]),
            np.array([0, 0]),
            np.array([0.004, 0.0]),
            np.array([900, 900]),
            np.array([False, False]),
        ),
        covenants=p.Covenants(
            ("C1", "C2", "C3"),
            ("Leverage", "Interest cover", "Liquidity"),
            p.MEASURES,
            ("max", "min", "min"),
            np.array([3.5, 3.0, daily * 5]),
            np.array([False, False, False]),
            np.array([31, 59, 90]),
            np.full(3, int(daily * 30)),
            np.full(3, daily * 2),
            np.full(3, int(daily * 2)),
        ),
        markets=_markets(),
        models={"receipts": "made"},
    )


def _markets() -> p.Markets:
    correlation = np.eye(6)
    correlation[0, 1] = correlation[1, 0] = -0.3
    correlation[1, 5] = correlation[5, 1] = 0.2
    correlation[3, 4] = correlation[4, 3] = 0.5
    return p.Markets(
        CURRENCIES,
        0,
        np.array([1.0, 0.9, 1.15]),
        np.array([0.0, 0.08, 0.07]),
        ("EURIBOR",),
        np.array([0.02]),
        np.array([0.008]),
        0.08,
        0.3,
        correlation,
    )


def _accounts(rng: np.random.Generator, entities: int, daily: float) -> p.Accounts:
    rows = [
        (entity, currency) for entity in range(entities) for currency in ((0, 1) if entity else (0, 1, 2))
    ]
    rows.append((0, 0))  # restricted
    number = len(rows)
    entity = np.array([row[0] for row in rows])
    currency = np.array([row[1] for row in rows])
    restricted = np.arange(number) == number - 1
    pool = np.where((currency == 0) & (entity > 0), 0, -1)
    balance = np.rint(daily * rng.uniform(1, 3, number)).astype(np.int64)
    return p.Accounts(
        tuple(f"A{each}" for each in range(number)),
        tuple(f"Account {each}" for each in range(number)),
        entity,
        currency,
        balance,
        np.full(number, int(daily * 0.1)),
        pool,
        restricted,
    )


def _customers(number: int, rng: np.random.Generator) -> p.Customers:
    return p.Customers(
        tuple(f"K{each:03}" for each in range(number)),
        tuple(f"Customer {each}" for each in range(number)),
        tuple(("Large", "Small")[each % 2] for each in range(number)),
        rng.normal(6, 5, number),
        tuple(f"collector {each % 4}" for each in range(number)),
    )


def _suppliers(number: int, rng: np.random.Generator) -> p.Suppliers:
    return p.Suppliers(
        tuple(f"S{each:02}" for each in range(number)),
        tuple(f"Supplier {each}" for each in range(number)),
        tuple(("goods", "services")[each % 2] for each in range(number)),
        np.full(number, 30),
        rng.normal(1, 2, number),
        rng.uniform(0, 0.2, number),
    )


def curves(rng: np.random.Generator, number: int, days: int, *, before: int = 10) -> np.ndarray:
    """Return pay-day distributions with a little mass on never."""
    from scipy.special import ndtr

    middle, width = rng.uniform(3, 55, number), rng.uniform(3, 15, number)
    steps = np.arange(1, days + 1)
    reached = ndtr((steps - middle[:, None]) / width[:, None])
    reached = (reached - reached[:, :1] * 0.5).clip(0)
    never = rng.uniform(0.001, 0.02, number)[:, None]
    paid = np.diff(reached * (1 - never), axis=1, prepend=0).clip(0)
    later = (1 - never - paid.sum(axis=1, keepdims=True)).clip(0)
    return np.concatenate([paid, later, 1 - paid.sum(axis=1, keepdims=True) - later], axis=1)


def _receivables(
    rng: np.random.Generator, number: int, customers: p.Customers, usable: np.ndarray, days: int, daily: float
) -> p.Receivables:
    amount = np.exp(rng.normal(0, 1.2, number))
    amount = np.rint(amount / amount.sum() * daily * 40).astype(np.int64).clip(1)
    amount = np.where(rng.random(number) < 0.04, -amount // 3 - 1, amount)
    return p.Receivables(
        tuple(f"R{each:06}" for each in range(number)),
        np.sort(rng.integers(0, len(customers.ids), number)),
        usable[rng.integers(0, len(usable), number)],
        amount,
        rng.integers(-20, 40, number),
        rng.random(number) < 0.03,
        np.arange(number),
        curves(rng, number, days),
    )


def _billings(
    rng: np.random.Generator, number: int, usable: np.ndarray, days: int, daily: float
) -> p.Billings:
    day = np.sort(rng.integers(1, days - 20, number))
    return p.Billings(
        tuple(f"B{each}" for each in range(number)),
        usable[rng.integers(0, len(usable), number)],
        np.full(number, -1),
        tuple(("Large", "Small")[each % 2] for each in range(number)),
        day,
        np.full(number, int(daily * (days - 21) / number)),
        np.full(number, 0.25),
        rng.integers(0, 4, number),
        curves(rng, 4, days),
        np.zeros(number),
        np.zeros(number),
    )


def _outflows(
    rng: np.random.Generator, suppliers: p.Suppliers, usable: np.ndarray, days: int, daily: float
) -> p.Outflows:
    rows: list[tuple[str, int, int, float, float, int, int, int, float]] = []
    for index in range(260):
        day = int(rng.integers(1, days))
        early, late = max(day - 10, 1), min(day + 10, days)
        amount = daily * 0.62 * days / 260
        rows.append(
            (
                "supplier",
                int(rng.choice(usable)),
                index % 20,
                amount,
                0.0 if day < 30 else 0.2,
                day,
                early,
                late,
                0.6,
            )
        )
    for day in range(25, days, 30):
        rows.append(("payroll", 0, -1, daily * 6.5, 0.0, day, day, day, 0.0))
        rows.append(("hiring", 0, -1, daily * 0.3, 0.0, day, day, day, 0.0))
        rows.append(("tax", 0, -1, daily * 1.5, 0.1, min(day + 5, days), day + 5, day + 5, 0.2))
    rows.append(("capex", 0, -1, daily * 4, 0.0, 45, 45, 90, 0.0))
    rows.append(("loan", 0, -1, daily * 1, 0.0, 60, 60, 60, 0.0))
    columns = list(zip(*rows, strict=True))
    return p.Outflows(
        tuple(f"O{each}" for each in range(len(rows))),
        np.array([KIND[kind] for kind in columns[0]]),
        np.array(columns[1]),
        np.array(columns[2]),
        np.rint(np.array(columns[3])).astype(np.int64),
        0.85 * np.array(columns[4]),
        0.5 * np.array(columns[4]),
        0.2 * np.array(columns[4]),
        np.array(columns[5]),
        np.array(columns[6]),
        np.array(columns[7]),
        np.array(columns[7]),
        np.array(columns[8]),
        np.full(len(rows), -1),
        np.ones(len(rows)),
    )
