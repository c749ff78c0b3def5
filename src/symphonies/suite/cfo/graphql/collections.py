"""``Query.cashCollections``: the collections worklist, as far as the viewer may see the invoices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from graphql import GraphQLError

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.graphql import told
from symphonies.suite.cfo.graphql.denomination import Denomination
from symphonies.suite.cfo.graphql.view import view_of
from symphonies.suite.cfo.graphql.viewer import Context, Viewer
from symphonies.suite.cfo.pinnacle.collections import Deed, Worklist, reachable_low, worklist
from symphonies.suite.cfo.pinnacle.desk import CashDesk
from symphonies.suite.cfo.pinnacle.mitigation import ASSUMPTIONS
from symphonies.suite.cfo.pinnacle.position import Flags, Position

MOST = 500
"""Items on one page at most."""


def cash_collections(
    desk: CashDesk,
    context: Context,
    first: int,
    under: Iterable[Mapping[str, Any]] | None = None,
    view: Mapping[str, Any] | None = None,
    **only: str | None,
) -> dict[str, Any]:
    """Return a page of the worklist as ``CashCollections``; ``only`` is the cursor, the customer, the action.

    Raises:
        GraphQLError: a cursor, an action, a company or a currency that there is not.
        ForbiddenError: the viewer may see no cash or no invoice.
        LeverInvalidError: a lever that cannot be moved so.
    """
    looked = view_of(desk, context, view)
    viewer, unit = looked.viewer, looked.unit
    wanted, begin = _action(only.get("action")), _place(only.get("after"))
    answer = desk.ask(desk.simulation(viewer.entities), [Lever(**each) for each in under or ()])
    position, outcome = answer.simulation.position, answer.outcome
    low_day = reachable_low(outcome.bands[2])
    every = worklist(position, low_day)
    shown = _seen(position, every, viewer)
    if (customer := only.get("customer")) is not None:
        shown &= (
            np.array(position.customers.ids, np.str_)[position.receivables.customer[every.rows]] == customer
        )
    if wanted is not None:
        shown &= every.deed == wanted
    found = every.take(np.flatnonzero(shown))
    page = found.take(np.arange(begin, min(begin + max(1, min(first, MOST)), len(found.rows))))
    end = begin + len(page.rows)
    return {
        "asOf": position.cut.isoformat(),
        "currency": unit.currency,
        "lowPointOn": told.day(position, outcome.low.day),
        "reachableLowOn": told.day(position, low_day),
        "chanceBelowFloor": outcome.chance_below_ever,
        "count": len(found.rows),
        "amount": unit.told(found.amount.sum()),
        "expectedLoss": unit.told((found.amount * found.never).sum()),
        "worth": unit.told(np.nansum(found.worth)),
        "assumption": ASSUMPTIONS.reminder.sentence,
        "items": _items(position, page, viewer, unit),
        "next": str(end) if end < len(found.rows) else None,
    }


def _seen(position: Position, found: Worklist, viewer: Viewer) -> Flags:
    debtors, receivables = viewer.debtors(), position.receivables
    customers = np.isin(np.array(position.customers.ids, np.str_), list(debtors.customers))
    entities = np.isin(np.array(position.entities.ids, np.str_), list(debtors.entities))
    account = receivables.account[found.rows]
    return customers[receivables.customer[found.rows]] & entities[position.accounts.entity[account]]


def _items(position: Position, page: Worklist, viewer: Viewer, unit: Denomination) -> list[dict[str, Any]]:
    receivables, customers = position.receivables, position.customers
    names, described = viewer.customer_name(position), position.days
    items = []
    for place, row in enumerate(page.rows.tolist()):
        who, deed = int(receivables.customer[row]), Deed(page.deed[place])
        expected, on, worth = int(page.expected[place]), int(page.on[place]), float(page.worth[place])
        items.append(
            {
                "invoice": receivables.ids[row],
                "customer": customers.ids[who],
                "customerName": names(customers.ids[who]),
                "entity": position.entities.ids[position.accounts.entity[receivables.account[row]]],
                "amount": unit.told(page.amount[place]),
                "dueOn": told.day(position, int(receivables.due[row])),
                "daysOverdue": -int(receivables.due[row]),
                "expectedOn": told.day(position, expected) if expected <= described else None,
                "expectedDaysLate": round(float(page.late[place]), 1),
                "neverChance": float(page.never[place]),
                "arrivesChance": float(page.arrives[place]),
                "disputed": bool(receivables.disputed[row]),
                "action": deed.value,
                "actionOn": told.day(position, on) if on else None,
                "worth": None if np.isnan(worth) else unit.told(worth),
                "cost": unit.told(ASSUMPTIONS.reminder.cost * 100) if deed is Deed.REMIND else 0.0,
                "owner": (customers.owner[who] if viewer.reads_collectors else "")
                or ASSUMPTIONS.owners.reminder,
            }
        )
    return items


def _action(action: str | None) -> Deed | None:
    try:
        return None if action is None else Deed(action)
    except ValueError as error:
        raise GraphQLError(
            f"There is no action {action!r}; there are {', '.join(Deed)}.",
            extensions={"code": "ARGUMENT_INVALID"},
        ) from error


def _place(after: str | None) -> int:
    if after is None:
        return 0
    if not after.isdecimal():
        raise GraphQLError(
            f"{after!r} is no page of the worklist.",
            extensions={"code": "CURSOR_INVALID", "hint": "Give `next` of the page before, unchanged."},
        )
    return int(after)
