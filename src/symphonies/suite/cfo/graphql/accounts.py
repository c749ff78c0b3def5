"""What stands on every account and in every company, beside the least that must."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from symphonies.suite.cfo.graphql.denomination import Denomination
from symphonies.suite.cfo.graphql.told import money
from symphonies.suite.cfo.pinnacle.desk import Answer
from symphonies.suite.cfo.pinnacle.position import Ints
from symphonies.suite.cfo.pinnacle.simulation import Paths


class Holdings:
    """An answer account by account, simulated when first asked for."""

    def __init__(self, answer: Answer, unit: Denomination) -> None:
        self._answer = answer
        self._unit = unit
        self._position = answer.simulation.position
        self._lock = Lock()

    @property
    def _paths(self) -> Paths:
        with self._lock:  # accounts and companies are asked for at once
            return self._detailed

    @cached_property
    def _detailed(self) -> Paths:
        return self._answer.simulation.detailed(self._answer.change)

    def accounts(self) -> list[dict[str, Any]]:
        """Return every account with the low point of its own balance as ``CashAccount``."""
        position, table = self._position, self._position.accounts
        lowest = self._paths.closing.min(axis=1)
        return [
            {
                "id": name,
                "name": table.names[row],
                "entity": position.entities.ids[table.entity[row]],
                "currency": position.markets.currencies[table.currency[row]],
                "opening": money(table.balance[row]),
                **_low(lowest[row], int(table.minimum[row]), money),
                "restricted": bool(table.restricted[row]),
                "pool": None if table.pool[row] < 0 else table.ids[table.pool[row]],
            }
            for row, name in enumerate(table.ids)
        ]

    def companies(self) -> list[dict[str, Any]]:
        """Return every company with the low point of its usable cash as ``CashCompany``."""
        table, told = self._position.entities, self._unit.told
        return [
            {
                "id": name,
                "name": table.names[row],
                "opening": told(self._opening(row)),
                **_low(self._worth(row).min(axis=0), int(table.minimum[row]), told),
            }
            for row, name in enumerate(table.ids)
        ]

    def _usable(self, company: int) -> list[int]:
        accounts = self._position.accounts
        return np.flatnonzero((accounts.entity == company) & ~accounts.restricted).tolist()

    def _opening(self, company: int) -> float:
        accounts, spot = self._position.accounts, self._position.markets.spot
        return sum(
            float(accounts.balance[row] * spot[accounts.currency[row]]) for row in self._usable(company)
        )

    def _worth(self, company: int) -> Ints:
        """Return ``[days, paths]``: what a company may use, base cents."""
        paths, currency = self._paths, self._position.accounts.currency
        total = np.zeros(paths.closing.shape[1:], np.int64)
        for row in self._usable(company):
            total += paths.in_base(paths.closing[row], int(currency[row]))
        return total


def _low(lowest: Ints, minimum: int, told: Callable[[float], float]) -> dict[str, float]:
    """Return the middle of the lowest of each path, beside the least that must stay."""
    return {
        "low": told(float(np.median(lowest))),
        "minimum": told(minimum),
        "chanceBelowMinimum": float((lowest < minimum).mean()),
    }
