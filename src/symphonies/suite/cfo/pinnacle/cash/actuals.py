"""What cash did: net flows by week, without what moves within the group and what is financing."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Group
from symphonies.suite.cfo.pinnacle.outflows import FINANCING, INTERNAL

WEEK = 7


def weekly_flows(group: Group, worth: Floats, cut: int, before: int, after: int) -> Floats:
    """Returns net flows of weeks around a cut, shape (before + after,), oldest first.

    Args:
        group: as known when it is asked.
        worth: of a unit of each account's currency in the base currency; 0 leaves an account out.
        cut: the weeks end ... on the cut, 7 days later ...
        before: weeks up to the cut.
        after: weeks after it.
    """
    lines = group.lines
    week = (lines.day - cut - 1) // WEEK + before
    own = ~lines.of(*INTERNAL, *FINANCING) & (week >= 0) & (week < before + after)
    amount = lines.amount[own] * worth[lines.account[own]]
    return np.bincount(week[own], weights=amount, minlength=before + after).astype(np.float64)


def free_worth(group: Group) -> Floats:
    """Returns what a unit of each account is worth in the base currency, 0 for restricted accounts."""
    return np.where(group.restricted, 0.0, np.nan_to_num(group.rates.spot[group.currency]))
