"""Payments that contracts oblige to, where past ones were seen on statements outside of bills."""

from __future__ import annotations

from typing import Any

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.books import Flags, Floats, Group, Ints, main_accounts
from symphonies.suite.cfo.pinnacle.books.frames import days, numbers, places, texts

from .residuals import DOCUMENTED
from .rows import Rows, rows

FEWEST = 5
"""Past payments without which nobody can say whether such payments leave outside of bills."""
_SEEN_SHARE = 0.5
_BACK_DAYS = 730
_NEAR_DAYS = 7
_NEAR_AMOUNT = 0.01
_COLUMNS = ("contract_id", "entity_id", "title", "due_on", "met_on", "amount", "currency")


def foretell_obliged(past: Knowledge, group: Group) -> tuple[list[Rows], Flags]:
    """Tells the payments that buying contracts oblige to and that are not made yet.

    Most companies pay them by bills, which are foretold as bills: then there is nothing to add. They are
    added where at least half of the past two years' were seen on statements as something else.

    Args:
        past: what is known; an obligation counts from the day it was agreed.
        group: accounts, rates and statement lines.

    Returns:
        The rows, and which lines are such payments.
    """
    table = _payments(past)
    entity = places(table["entity_id"], group.entity_ids)
    currency = places(table["currency"], group.rates.currencies)
    account = main_accounts(group, entity, currency)
    spot = np.append(group.rates.spot, np.nan)
    amount = numbers(table["amount"]) * spot[currency] / spot[np.append(group.currency, -1)[account]]
    due, met = days(table["due_on"]), days(table["met_on"])
    usable = (account >= 0) & np.isfinite(amount) & (amount > 0)
    made = np.flatnonzero(usable & (met <= group.cut) & (met > group.cut - _BACK_DAYS))
    line = _lines_of(group, entity[made], amount[made], met[made])
    seen = np.zeros(len(group.lines.day), dtype=bool)
    if len(made) < FEWEST or (line >= 0).mean() < _SEEN_SHARE:
        return [], seen
    seen[line[line >= 0]] = True
    ahead = np.flatnonzero(usable & (met > group.cut) & (due > group.cut))
    names = texts(table["title"])
    titles = [names[row] or "Contract payment" for row in ahead.tolist()]
    return [rows("contract", titles, account[ahead], amount[ahead], due[ahead] - group.cut)], seen


def _payments(past: Knowledge) -> Any:
    known = Known("agreed_on", later={"met_on": "met_on"}, ahead=frozenset({"due_on"}))
    table = past.read("contracts.obligation", list(_COLUMNS), known)
    contracts = past.read("contracts.contract", ["contract_id", "side"], Known(None))
    buying = set(texts(contracts[contracts["side"] == "buy"]["contract_id"]))
    wanted = np.array([one in buying for one in texts(table["contract_id"])], dtype=bool)
    return table[wanted & table["amount"].notna().to_numpy()].reset_index(drop=True)


def _lines_of(group: Group, entity: Ints, amount: Floats, day: Ints) -> Ints:
    """Returns the statement line that each payment is, -1 for none; no line is two payments."""
    lines = group.lines
    free = np.flatnonzero((lines.amount < 0) & ~lines.of(*DOCUMENTED))
    order = free[np.argsort(lines.day[free], kind="stable")]
    of_day, owner = lines.day[order], group.entity[lines.account[order]]
    taken: set[int] = set()
    found = np.full(len(amount), -1)
    for place, (who, value, when) in enumerate(
        zip(entity.tolist(), amount.tolist(), day.tolist(), strict=True)
    ):
        first, last = np.searchsorted(of_day, [when - _NEAR_DAYS, when + _NEAR_DAYS + 1]).tolist()
        near = order[first:last][owner[first:last] == who]
        near = near[np.abs(-lines.amount[near] / value - 1) <= _NEAR_AMOUNT]
        line = next((one for one in near.tolist() if one not in taken), None)
        if line is not None:
            taken.add(line)
            found[place] = line
    return found
