"""What a lever may be aimed at, the weightiest first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.graphql.told import money
from symphonies.suite.cfo.graphql.viewer import Viewer
from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Names, Position


def targets_of(position: Position, kind: str | None, viewer: Viewer, first: int) -> list[dict[str, Any]]:
    """Return up to ``first`` targets of a kind, with what each weighs in the base currency."""
    markets, receivables, outflows = position.markets, position.receivables, position.outflows
    if kind == "customer":
        owed = _worth(position, receivables.account, receivables.amount)
        weight = np.bincount(receivables.customer, owed, minlength=len(position.customers.ids))
        names = position.customers.names if viewer.reads_customers else None
        return _heaviest(position.customers.ids, names, weight, first)
    if kind == "supplier":
        rows = outflows.supplier >= 0
        paid = _worth(position, outflows.account, outflows.amount)[rows]
        weight = np.bincount(outflows.supplier[rows], paid, minlength=len(position.suppliers.ids))
        names = position.suppliers.names if viewer.reads_suppliers else None
        return _heaviest(position.suppliers.ids, names, weight, first)
    if kind == "invoice":
        return _heaviest(
            receivables.ids, None, _worth(position, receivables.account, receivables.amount), first
        )
    if kind == "currency":
        held = _worth(position, np.arange(len(position.accounts.ids)), position.accounts.balance)
        weight = np.bincount(position.accounts.currency, held, minlength=len(markets.currencies))
        found = _heaviest(markets.currencies, markets.currencies, weight, first)
        return [each for each in found if each["id"] != position.base_currency]
    if kind == "rate":
        return [{"id": name, "name": name, "amount": None} for name in markets.rates]
    return []


def _worth(position: Position, accounts: Ints, amounts: Ints) -> Floats:
    return amounts * position.markets.spot[position.accounts.currency[accounts]]


def _heaviest(ids: Names, names: Names | None, weight: NDArray[Any], first: int) -> list[dict[str, Any]]:
    order = np.argsort(-weight, kind="stable")[:first].tolist()
    return [
        {"id": ids[row], "name": names[row] if names else None, "amount": money(weight[row])} for row in order
    ]
