"""Receipts of open invoices and credit notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Floats, Ints
from symphonies.suite.cfo.pinnacle.simulation.flows import shifted
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube, PayDays


@dataclass(frozen=True)
class Receipts:
    """Every open invoice on every path, summed by cell and day; ``[cells, days + 2, paths]``."""

    pay_days: PayDays
    grouping: Grouping
    invoices: Cube
    credits: Cube

    def parts(self, change: Change, horizon: int) -> dict[str, Cube]:
        """Return both drivers under a change; only the rows that it touches are drawn again."""
        receivables = self.pay_days.position.receivables
        touched = (change.invoice_delay != 0) | (change.invoice_factor != 1)
        parts = {}
        for name, cube, sign in (("receipts", self.invoices, 1), ("credits", self.credits, -1)):
            rows = np.flatnonzero(touched & (np.sign(receivables.amount) == sign))
            moved = self._redrawn(cube, rows, change) if len(rows) else cube
            parts[name] = shifted(moved, change.receipts_delay if sign > 0 else 0, horizon)
        return parts

    def _redrawn(self, cube: Cube, rows: Ints, change: Change) -> Cube:
        receivables = self.pay_days.position.receivables
        cells, before = self.grouping.cell[receivables.account[rows]], receivables.amount[rows]
        after = np.rint(before * change.invoice_factor[rows]).astype(np.int64)
        cube = cube.copy()
        self.pay_days.add(cube, rows, cells, -before, np.zeros_like(rows))
        kept = after != 0
        self.pay_days.add(cube, rows[kept], cells[kept], after[kept], change.invoice_delay[rows][kept])
        return cube

    def regrouped(self, grouping: Grouping) -> Receipts:
        """Return the same draws in fewer cells; this one must hold every account on its own."""
        return Receipts(
            self.pay_days, grouping, merged(self.invoices, grouping), merged(self.credits, grouping)
        )


def merged(cube: Cube | Floats, grouping: Grouping) -> Any:
    """Return a cube by account summed to the cells of a grouping."""
    result = np.zeros_like(cube, shape=(len(grouping.currency), *cube.shape[1:]))
    for account, cell in enumerate(grouping.cell.tolist()):
        result[cell] += cube[account]
    return result


def draw_receipts(pay_days: PayDays, grouping: Grouping) -> Receipts:
    """Draw the pay day of every open invoice on every path."""
    position, paths = pay_days.position, pay_days.draws.settings.paths
    amounts = position.receivables.amount
    cubes = []
    for sign in (1, -1):
        cube = np.zeros((len(grouping.currency), position.days + 2, paths), np.int64)
        rows = np.flatnonzero(np.sign(amounts) == sign)
        cells = grouping.cell[position.receivables.account[rows]]
        order = np.argsort(cells, kind="stable")
        rows, cells = rows[order], cells[order]
        pay_days.add(cube, rows, cells, amounts[rows], np.zeros_like(rows))
        cubes.append(cube)
    return Receipts(pay_days, grouping, *cubes)
