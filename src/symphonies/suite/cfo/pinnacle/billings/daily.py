"""On which days what will be billed comes: what stems from orders, and the rest, such as contracts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Flags, Floats, Sales
from symphonies.suite.cfo.pinnacle.volumes import (
    Documents,
    Volumes,
    daily_shares,
    month_profile,
    spread_over_days,
)

from .orders import FEWEST_LEADS, expected_by_day, share_at_hand

_YEAR = 365
_PRIOR_DOCUMENTS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """A forecast by month, to be spread over days.

    Attributes:
        volumes: the forecast.
        documents: what it was made from.
        ordered: which of them came from orders.
        cut: in days since 1970-01-01.
        days: how many days ahead.
    """

    volumes: Volumes
    documents: Documents
    ordered: Flags
    cut: int
    days: int

    def told(self, sales: Sales, rate: Floats) -> Floats:
        """Returns what each cell is billed on each coming day, shape (cells, days).

        Orders at hand take the place of the share of coming orders that they stand for.

        Args:
            sales: holds the orders.
            rate: of each currency, with NaN for none at the end.
        """
        share = self._ordered_share()[:, None]
        expected, other = self._spread(self.ordered), self._spread(~self.ordered)
        orders = sales.orders
        if len(orders.lead) < FEWEST_LEADS or not len(orders.amount):
            return share * expected + (1 - share) * other
        coming = expected * (1.0 - share_at_hand(orders.lead, self.days))
        return share * coming + (1 - share) * other + self._at_hand(sales, rate[orders.currency])

    def _spread(self, mask: Flags) -> Floats:
        """Returns the forecast by day as if all documents came on the days of some."""
        profile, works = month_profile(self.documents.day[mask], self.documents.amount[mask], self.cut)
        shares = daily_shares(self.cut + 1, self.days, profile, works)
        return spread_over_days(self.volumes, self.cut, self.days, shares)

    def _at_hand(self, sales: Sales, rate: Floats) -> Floats:
        """Returns what orders at hand bring on each day, shape (cells, days)."""
        orders, keys = sales.orders, self.volumes.cells.keys
        segment_of = np.full(len(sales.customer_ids), -1)
        segment_of[sales.ledger.customer] = sales.ledger.traits["segment"]
        where = {tuple(key): place for place, key in enumerate(keys.tolist())}
        wanted = np.column_stack([orders.entity, orders.currency, segment_of[orders.customer]])
        cell = np.array([where.get(tuple(key), -1) for key in wanted.tolist()])
        known = (cell >= 0) & np.isfinite(rate)
        ahead = expected_by_day(sales, np.nan_to_num(orders.amount * rate), self.cut, self.days)
        at_hand = np.zeros((len(keys), self.days))
        np.add.at(at_hand, cell[known], ahead[known])
        return at_hand

    def _ordered_share(self) -> Floats:
        """Returns what share of each cell's last year came from orders; few documents take everybody's."""
        recent = self.documents.day > self.cut - _YEAR
        place, amount = self.volumes.cells.place[recent], self.documents.amount[recent]
        mask, size = self.ordered[recent], len(self.volumes.cells.keys)
        if not amount.sum() > 0:
            return np.zeros(size)
        own = np.bincount(place[mask], amount[mask], minlength=size)
        whole = np.bincount(place, amount, minlength=size)
        prior = _PRIOR_DOCUMENTS * float(amount.mean())
        return np.clip((own + prior * amount[mask].sum() / amount.sum()) / (whole + prior), 0.0, 1.0)
