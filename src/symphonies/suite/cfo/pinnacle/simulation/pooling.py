"""Cash pooling: what accounts hold beyond their minimum moves every evening to the head of their pool."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Accounts, Ints
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube


def heads(accounts: Accounts) -> Ints:
    """Return the account in which each one's money ends, ``[accounts]``: itself where it is not pooled."""
    every = np.arange(len(accounts.ids))
    head = np.where(accounts.pool >= 0, accounts.pool, every)
    for _ in accounts.ids:
        further = head[head]
        if np.array_equal(further, head):
            break
        head = further
    return head


def swept(accounts: Accounts, closing: Cube) -> Cube:
    """Return what sweeping adds to each account every evening, ``[accounts, days, paths]``; sums to nothing.

    An account that lacks its minimum is filled up from the head in the same way.

    Args:
        accounts: say who is pooled with whom.
        closing: as if nothing was swept.
    """
    head, standing = heads(accounts), np.zeros_like(closing)
    for account in np.flatnonzero(head != np.arange(len(head))).tolist():
        moved = closing[account] - accounts.minimum[account]
        standing[account] -= moved
        standing[head[account]] += moved
    return np.diff(standing, axis=1, prepend=0)
