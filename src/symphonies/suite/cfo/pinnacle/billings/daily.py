"""On which days what will be billed comes, and from what: orders at hand, open deals, or as history has."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Flags, Floats, Ints
from symphonies.suite.cfo.pinnacle.position import ORDERS, PIPELINE
from symphonies.suite.cfo.pinnacle.volumes import (
    Volumes,
    daily_shares,
    month_profile,
    spread_over_days,
)

from .known import Known, Waiting
from .orders import expected_by_day, lead_chances, share_at_hand, still_to_order
from .pipeline import covered_orders, learn_conversion, orders_by_day

_YEAR = 365
_PRIOR_DOCUMENTS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """What is billed on each coming day, by what tells it. Shape (cells, days) each, base currency.

    Attributes:
        history: what is neither of the others.
        orders: what orders at hand bring.
        pipeline: what open deals bring.
    """

    history: Floats
    orders: Floats
    pipeline: Floats

    @property
    def total(self) -> Floats:
        """All of it."""
        return self.history + self.orders + self.pipeline

    def moved(self, factor: float, days: int) -> Ahead:
        """Returns the same with what history says of the first days multiplied."""
        moved = np.where(np.arange(self.history.shape[1]) < days, factor, 1.0)
        return replace(self, history=self.history * moved)


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """A forecast by month, to be spread over days.

    Attributes:
        volumes: the forecast.
        known: what it was made from.
        days: how many days ahead.
    """

    volumes: Volumes
    known: Known
    days: int

    def told(self, used: AbstractSet[str]) -> Ahead:
        """Returns what each cell is billed on each coming day.

        What inputs bring takes the place of the share of coming billings that they usually stand for.

        Args:
            used: ``orders`` and ``pipeline`` count, which both need orders that were invoiced.
        """
        share = self._ordered_share()[:, None]
        expected = share * self._spread(self.known.ordered)
        other = (1 - share) * self._spread(~self.known.ordered)
        nothing = np.zeros_like(expected)
        lead = self.known.sales.orders.leads(self.known.day)
        if not used & {ORDERS, PIPELINE}:
            return Ahead(expected + other, nothing, nothing)
        chance, covered = lead_chances(lead), np.zeros(self.days)
        orders, pipeline = nothing, nothing
        kept = np.zeros(self.days) if ORDERS in used else share_at_hand(lead, self.days)
        if ORDERS in used:
            orders = self._orders(chance)
        if PIPELINE in used:
            pipeline, covered = self._pipeline(chance)
        left = kept + still_to_order(chance, covered)
        return Ahead(expected * left + other, orders, pipeline)

    def _orders(self, chance: Floats) -> Floats:
        waiting, orders = self.known.orders_at_hand, self.known.sales.orders
        age = self.known.day - orders.ordered[waiting.rows]
        return self._by_cell(waiting, expected_by_day(age, waiting.amount, chance, self._busy()))

    def _pipeline(self, chance: Floats) -> tuple[Floats, Floats]:
        """Returns what open deals bring, and what share of coming orders they stand for."""
        known, waiting = self.known, self.known.deals_at_hand
        found = learn_conversion(known.deals, known.day, known.rate)
        ordered = orders_by_day(known.deals, waiting.rows, known.day, found, self.days)
        by_cell = self._by_cell(waiting, waiting.amount[:, None] * ordered)
        billed = np.array([np.convolve(row, chance)[: self.days] for row in by_cell]).reshape(by_cell.shape)
        return billed * self._busy(), covered_orders(found, known.ordered_a_year, self.days)

    def _by_cell(self, waiting: Waiting, ahead: Floats) -> Floats:
        """Returns the sums by cell; what fits no cell goes to the largest of its company, else of all."""
        keys = self.volumes.cells.keys
        found = np.zeros((len(keys), self.days))
        if len(keys) == 1:
            return ahead.sum(axis=0, keepdims=True) if len(ahead) else found
        size = self.volumes.mean.sum(axis=1)
        where = {tuple(key): place for place, key in enumerate(keys.tolist())}
        largest = {int(keys[place, 0]): place for place in np.argsort(size).tolist()}
        most = int(np.argmax(size))
        cell = [where.get(tuple(key), largest.get(key[0], most)) for key in waiting.keys.tolist()]
        np.add.at(found, np.array(cell, dtype=np.int64), ahead)
        return found

    def _busy(self) -> Floats:
        """Returns how many times as much as on a mean day is invoiced on orders on each coming day."""
        documents, mask = self.known.documents, self.known.ordered
        recent = mask & (documents.day > self.known.day - _YEAR)
        share = np.bincount((documents.day[recent] + 3) % 7, documents.amount[recent], minlength=7)
        weight = share / share.sum() * 7 if share.sum() > 0 else np.ones(7)
        return weight[(self._coming + 3) % 7]

    @property
    def _coming(self) -> Ints:
        return self.known.day + 1 + np.arange(self.days)

    def _spread(self, mask: Flags) -> Floats:
        """Returns the forecast by day as if all documents came on the days of some."""
        documents, day = self.known.documents, self.known.day
        profile, works = month_profile(documents.day[mask], documents.amount[mask], day)
        shares = daily_shares(day + 1, self.days, profile, works)
        return spread_over_days(self.volumes, day, self.days, shares)

    def _ordered_share(self) -> Floats:
        """Returns what share of each cell's last year came from orders; few documents take everybody's."""
        documents = self.known.documents
        recent = documents.day > self.known.day - _YEAR
        place, amount = self.volumes.cells.place[recent], documents.amount[recent]
        mask, size = self.known.ordered[recent], len(self.volumes.cells.keys)
        if not amount.sum() > 0:
            return np.zeros(size)
        own = np.bincount(place[mask], amount[mask], minlength=size)
        whole = np.bincount(place, amount, minlength=size)
        prior = _PRIOR_DOCUMENTS * float(amount.mean())
        return np.clip((own + prior * amount[mask].sum() / amount.sum()) / (whole + prior), 0.0, 1.0)
