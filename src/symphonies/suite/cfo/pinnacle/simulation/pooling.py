"""Cash pooling: what accounts hold beyond what must stay moves every evening to the head of their pool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Accounts, Entities, Floats, Ints
from symphonies.suite.cfo.pinnacle.simulation.grouping import heads
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube

Rate = Callable[[int], Floats | float]
"""Units of base per unit of a currency: ``[days, paths]``, or 1 for the base."""


@dataclass(frozen=True)
class Pooling:
    """Evenings of sweeps.

    An account is left with its minimum, and with what its company would else lack of its own. An account that
    lacks its minimum is filled up from the head. What the head then lacks of its minimum is taken back from
    what was left to companies, so it ends below its own only where the pool holds less than accounts must.
    """

    entities: Entities
    accounts: Accounts
    rate: Rate

    def swept(self, closing: Cube) -> Cube:
        """Return what sweeps add to each account, ``[accounts, days, paths]``; sums to nothing.

        Args:
            closing: as if nothing was swept.
        """
        head, minimum = heads(self.accounts), self.accounts.minimum
        left = self._left(closing, head)
        standing = np.zeros_like(closing)
        for account in self._pooled(head):
            moved = closing[account] - minimum[account] - left.get(account, 0)
            standing[account] -= moved
            standing[head[account]] += moved
        return np.diff(standing, axis=1, prepend=0)

    def _pooled(self, head: Ints) -> list[int]:
        return np.flatnonzero(head != np.arange(len(head))).tolist()

    def _left(self, closing: Cube, head: Ints) -> dict[int, Ints]:
        """Return what stays beyond minima on accounts swept to another company, ``[days, paths]`` each."""
        entity = self.accounts.entity
        away = [account for account in self._pooled(head) if entity[account] != entity[head[account]]]
        left: dict[int, Ints] = {}
        for company in np.unique(entity[away]).tolist() if away else []:
            if not self.entities.minimum[company]:
                continue
            own = [account for account in away if entity[account] == company]
            left |= self._left_to(company, own, closing)
        for top in np.unique(head[away]).tolist() if away else []:
            self._give_back(top, head, closing, left)
        return left

    def _left_to(self, company: int, away: list[int], closing: Cube) -> dict[int, Ints]:
        """Return what a company keeps on accounts that are swept away, for its others hold too little."""
        accounts, left = self.accounts, {}
        lacks = np.full(closing.shape[1:], float(self.entities.minimum[company]))
        for account in np.flatnonzero((accounts.entity == company) & ~accounts.restricted).tolist():
            held = accounts.minimum[account] if account in away else closing[account]
            lacks = lacks - held * self._rate(account)
        for account in away:
            rate = self._rate(account)
            if not np.any(rate):
                continue  # nobody knows what it is worth
            spare = (closing[account] - accounts.minimum[account]).clip(0)
            left[account] = np.minimum(spare, np.ceil(lacks / rate).clip(0).astype(np.int64))
            lacks = lacks - left[account] * rate
        return left

    def _give_back(self, top: int, head: Ints, closing: Cube, left: dict[int, Ints]) -> None:
        """Take from what was left to companies what the head of their pool lacks of its minimum."""
        members = [account for account in self._pooled(head) if head[account] == top]
        holds = closing[top].copy()
        for account in members:
            holds += closing[account] - self.accounts.minimum[account] - left.get(account, 0)
        lacks = (self.accounts.minimum[top] - holds).clip(0)
        for account in members:
            if account in left:
                taken = np.minimum(left[account], lacks)
                left[account] = left[account] - taken
                lacks = lacks - taken

    def _rate(self, account: int) -> Floats | float:
        return self.rate(int(self.accounts.currency[account]))
