"""All drivers of one grouping of accounts, ready to be moved by levers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change, neutral
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation.billings import BillingReceipts, draw_billings
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws
from symphonies.suite.cfo.pinnacle.simulation.flows import Flows, summed
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping, by_account
from symphonies.suite.cfo.pinnacle.simulation.outflows import (
    Payments,
    draw_payments,
    draw_residuals,
    forwards,
)
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube, pay_days
from symphonies.suite.cfo.pinnacle.simulation.receipts import Receipts, draw_receipts, merged
from symphonies.suite.cfo.pinnacle.simulation.straying import straying


@dataclass(frozen=True)
class Model:
    """Drivers by cell. What no lever touches is added up once."""

    position: Position
    draws: Draws
    grouping: Grouping
    receipts: Receipts
    billings: BillingReceipts
    payments: Payments
    residuals: Cube
    forwards: Cube
    straying: Cube

    @cached_property
    def baseline(self) -> Flows:
        """What moves when nothing is changed."""
        return summed({**self._told, "straying": self.straying})

    @property
    def _told(self) -> dict[str, Cube]:
        """What the parts of the position say themselves."""
        horizon, nothing = self.draws.settings.horizon, neutral(self.position)
        return {
            **self.receipts.parts(nothing, horizon),
            "billings": self.billings.part(nothing, horizon),
            **self.payments.parts(nothing, horizon),
            "residuals": self.residuals,
            "forwards": self.forwards,
        }

    def strayed(self) -> Model:
        """Return the same with what cash strays beyond what the parts say."""
        return replace(self, straying=straying(self.position, summed(self._told).total))

    def flows(self, change: Change) -> Flows:
        """Return what moves under a change; only the drivers it touches are computed."""
        horizon, parts = self.draws.settings.horizon, {}
        invoices = np.any(change.invoice_delay != 0) or np.any(change.invoice_factor != 1)
        if change.receipts_delay or invoices:
            parts |= self.receipts.parts(change, horizon)
        if change.receipts_delay or np.any(change.billing_factor != 1):
            parts["billings"] = self.billings.part(change, horizon)
        if kinds := self.payments.touched(change):
            parts |= self.payments.parts(change, horizon, kinds)
        return self.baseline.replaced(parts) if parts else self.baseline

    def regrouped(self, grouping: Grouping) -> Model:
        """Return the same draws in fewer cells; this model must hold every account on its own."""
        return Model(
            self.position,
            self.draws,
            grouping,
            self.receipts.regrouped(grouping),
            self.billings.regrouped(grouping),
            self.payments.regrouped(grouping),
            merged(self.residuals, grouping),
            merged(self.forwards, grouping),
            merged(self.straying, grouping),
        )


def build_model(position: Position, draws: Draws) -> Model:
    """Draw every driver, account by account."""
    grouping = by_account(position)
    none = np.zeros((len(grouping.currency), draws.settings.horizon, 1), np.int64)
    drawn = Model(
        position,
        draws,
        grouping,
        draw_receipts(pay_days(position, draws), grouping),
        draw_billings(position, draws, grouping),
        draw_payments(position, draws, grouping),
        draw_residuals(position, draws),
        forwards(position, draws.settings.horizon),
        none,
    )
    return drawn if np.all(position.widths == 1) else drawn.strayed()
