"""Short ways to write a row of the shop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.unit.semantics.shop import Row


def sale(day: str, amount: float, **changes: Any) -> Row:
    row = {
        "sale_id": 1,
        "customer_id": "C1",
        "entity_id": "DE",
        "sold_on": date.fromisoformat(day),
        "amount": Decimal(str(amount)),
        "currency": "EUR",
        "quantity": 1,
        "kind": "sale",
        "channel": "web",
        "express": False,
    }
    return {**row, **changes}


def ticket(day: str, days_open: float, **changes: Any) -> Row:
    row = {
        "ticket_id": 1,
        "customer_id": "C1",
        "entity_id": "DE",
        "opened_on": date.fromisoformat(day),
        "days_open": days_open,
        "agent": "A",
    }
    return {**row, **changes}


def claim(start: str, end: str | None, amount: float, **changes: Any) -> Row:
    row = {
        "claim_id": 1,
        "customer_id": "C1",
        "entity_id": "DE",
        "valid_from": date.fromisoformat(start),
        "valid_to": date.fromisoformat(end) if end else None,
        "due_on": date.fromisoformat(start),
        "amount": Decimal(str(amount)),
        "currency": "EUR",
    }
    return {**row, **changes}


def balance(day: str, amount: float, **changes: Any) -> Row:
    row = {
        "balance_id": day,
        "entity_id": "DE",
        "day": date.fromisoformat(day),
        "amount": Decimal(str(amount)),
        "currency": "EUR",
    }
    return {**row, **changes}


def rate(currency: str, day: str, average: float, closing: float) -> Row:
    return {
        "rate_id": currency + day,
        "currency": currency,
        "rate_on": date.fromisoformat(day),
        "average_rate": average,
        "closing_rate": closing,
        "base": "EUR",
    }
