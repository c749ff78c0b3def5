"""What cash did: net flows by week, and cash at the end of weeks, without what is decided."""

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


def cash_gained(now: Group, then: Group, weeks: int) -> Floats:
    """Returns by how much free cash had grown by the end of each week after a cut, in the base currency.

    Every day at its own rates, so what rates did to it is in it; loans, dividends and transfers are not.

    Args:
        now: as known when the weeks are over.
        then: as known on the cut.
        weeks: how many.
    """
    lines, worth = now.lines, free_worth(then)
    kept = ~lines.of(*INTERNAL, *FINANCING) & (worth[lines.account] != 0)
    account, day, amount = lines.account[kept], lines.day[kept], lines.amount[kept]
    opening = then.balance / 100.0
    place = np.array([now.rates.currencies.index(code) for code in then.rates.currencies])
    history = now.rates.history[:, place][:, then.currency]
    found = np.zeros(weeks)
    for week in range(weeks):
        end = then.cut + WEEK * (week + 1)
        moved = (day > then.cut) & (day <= end)
        held = opening + np.bincount(account[moved], amount[moved], minlength=len(opening))
        rate = np.where(worth != 0, np.nan_to_num(history[end - now.cut - 1]), 0.0)
        found[week] = float(np.sum(held * rate) - np.sum(opening * worth))
    return found


def free_worth(group: Group) -> Floats:
    """Returns what a unit of each account is worth in the base currency, 0 for restricted accounts."""
    return np.where(group.restricted, 0.0, np.nan_to_num(group.rates.spot[group.currency]))
