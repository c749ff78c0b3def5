"""What cash did: net flows by week, and cash at the end of weeks, without what is decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS, Floats, Group, day_number
from symphonies.suite.cfo.pinnacle.outflows import FINANCING, INTERNAL
from symphonies.suite.cfo.pinnacle.position import Position

WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """What stood on the accounts on a cut. Shape (accounts,) each.

    Attributes:
        cut: in days since 1970-01-01.
        balance: in units of the account's currency.
        worth: of a unit in the base currency; 0 leaves an account out.
        codes: the currency of each account, empty where it is not known.
    """

    cut: int
    balance: Floats
    worth: Floats
    codes: tuple[str, ...]


def opening_of(position: Position) -> Opening:
    """Returns what stood on the accounts of a position; restricted accounts are left out."""
    accounts, markets = position.accounts, position.markets
    codes = (*markets.currencies, "")
    worth = np.where(accounts.restricted, 0.0, markets.spot[accounts.currency])
    currencies = tuple(codes[place] for place in accounts.currency.tolist())
    return Opening(day_number(position.cut), accounts.balance / CENTS, worth, currencies)


def weekly_flows(now: Group, then: Opening, before: int, after: int) -> Floats:
    """Returns net flows of weeks around a cut at its rates, shape (before + after,), oldest first.

    Args:
        now: as known when it is asked.
        then: the accounts on the cut; the weeks end on it, 7 days later ...
        before: weeks up to the cut.
        after: weeks after it.
    """
    lines = now.lines
    week = (lines.day - then.cut - 1) // WEEK + before
    own = ~lines.of(*INTERNAL, *FINANCING) & (week >= 0) & (week < before + after)
    amount = lines.amount[own] * then.worth[lines.account[own]]
    return np.bincount(week[own], weights=amount, minlength=before + after).astype(np.float64)


def cash_gained(now: Group, then: Opening, weeks: int) -> Floats:
    """Returns by how much free cash had grown by the end of each week after a cut, in the base currency.

    Every day at its own rates, so what rates did to it is in it; loans, dividends and transfers are not.

    Args:
        now: as known when the weeks are over.
        then: the accounts on the cut.
        weeks: how many.
    """
    lines = now.lines
    kept = ~lines.of(*INTERNAL, *FINANCING) & (then.worth[lines.account] != 0) & (lines.day > then.cut)
    account, day, amount = lines.account[kept], lines.day[kept], lines.amount[kept]
    where = {code: place for place, code in enumerate(now.rates.currencies)}
    place = np.array([where.get(code, now.rates.base) for code in then.codes], dtype=np.int64)
    found = np.zeros(weeks)
    for week in range(weeks):
        end = then.cut + WEEK * (week + 1)
        moved = day <= end
        held = then.balance + np.bincount(account[moved], amount[moved], minlength=len(then.balance))
        rate = np.where(then.worth != 0, np.nan_to_num(now.rates.history[end - now.cut - 1, place]), 0.0)
        found[week] = float(np.sum(held * rate) - np.sum(then.balance * then.worth))
    return found
