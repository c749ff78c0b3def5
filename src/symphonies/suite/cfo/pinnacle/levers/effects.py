"""What each lever does to the rows of a position: pure functions ``(position, change, lever) -> change``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from symphonies.kernel import did_you_mean
from symphonies.platform.scenarios import Lever, LeverInvalidError, Levers, load_levers
from symphonies.suite.cfo.pinnacle.levers.change import Change, neutral
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Flags, Names, Position

Effect = Callable[[Position, Change, Lever], Change]

LEVERS: Levers = load_levers(Path(__file__).with_name("levers.yaml"))
"""The levers of the CFO."""
COSTS = ("supplier", "rent", "contract", "other")


def change_of(position: Position, levers: Iterable[Lever]) -> Change:
    """Return what levers do together, whatever the order they are given in.

    Raises:
        LeverInvalidError: a lever does not exist, is out of range, or is aimed at what is not there.
    """
    change = neutral(position)
    for lever in LEVERS.combined(levers):
        change = EFFECTS[lever.kind](position, change, lever)
    _check_reach(position, change)
    return change


def _dso(_position: Position, change: Change, lever: Lever) -> Change:
    return replace(change, receipts_delay=change.receipts_delay + int(lever.value))


def _dpo(position: Position, change: Change, lever: Lever) -> Change:
    return _delay(change, _of_kind(position, "supplier"), lever)


def _capex(position: Position, change: Change, lever: Lever) -> Change:
    return _delay(change, _of_kind(position, "capex"), lever)


def _demand(position: Position, change: Change, lever: Lever) -> Change:
    return replace(
        change,
        billing_factor=change.billing_factor * (1 + lever.value),
        outflow_factor=change.outflow_factor * (1 + position.outflows.demand_share * lever.value),
    )


def _price(_position: Position, change: Change, lever: Lever) -> Change:
    return replace(change, billing_factor=change.billing_factor * (1 + lever.value))


def _fx(position: Position, change: Change, lever: Lever) -> Change:
    currency = _row(position.markets.currencies, lever, "currency")
    if currency == position.markets.base:
        raise LeverInvalidError(
            f"{lever.target} is the currency that totals are told in; its rate cannot move.",
            hint=f"Move one of {', '.join(c for c in position.markets.currencies if c != lever.target)}.",
        )
    factor = change.fx_factor.copy()
    factor[currency] *= 1 + lever.value
    return replace(change, fx_factor=factor)


def _rates(position: Position, change: Change, lever: Lever) -> Change:
    shift = change.rate_shift.copy()
    shift[_row(position.markets.rates, lever, "rate") if lever.target else slice(None)] += lever.value
    return replace(change, rate_shift=shift)


def _cost(position: Position, change: Change, lever: Lever) -> Change:
    rows = np.logical_or.reduce([_of_kind(position, kind) for kind in COSTS])
    return replace(
        change,
        outflow_factor=np.where(rows, change.outflow_factor * (1 + lever.value), change.outflow_factor),
    )


def _hiring_freeze(position: Position, change: Change, lever: Lever) -> Change:
    stopped = _of_kind(position, "hiring") & (position.outflows.day >= lever.value)
    return replace(change, outflow_factor=np.where(stopped, 0.0, change.outflow_factor))


def _outage(position: Position, change: Change, lever: Lever) -> Change:
    supplier, last = _row(position.suppliers.ids, lever, "supplier"), int(lever.value) * 7
    billings, outflows, terms = (
        position.billings,
        position.outflows,
        int(position.suppliers.terms_days[supplier]),
    )
    unbilled = billings.day <= last
    kept = 1 - float(position.suppliers.dependence[supplier])
    # what is open was delivered before: only bills of the outage, due a term later, are missing
    missing = (outflows.supplier == supplier) & (outflows.day > terms) & (outflows.day <= terms + last)
    return replace(
        change,
        billing_factor=np.where(unbilled, change.billing_factor * kept, change.billing_factor),
        outflow_factor=np.where(missing, 0.0, change.outflow_factor),
    )


def _default(position: Position, change: Change, lever: Lever) -> Change:
    customer, kept = _row(position.customers.ids, lever, "customer"), 1 - lever.value
    # what is owed to the customer stays owed: only invoices, not credit notes, are lost
    owed = (position.receivables.customer == customer) & (position.receivables.amount > 0)
    coming = position.billings.customer == customer
    return replace(
        change,
        invoice_factor=np.where(owed, change.invoice_factor * kept, change.invoice_factor),
        billing_factor=np.where(coming, change.billing_factor * kept, change.billing_factor),
    )


def _invoice(position: Position, change: Change, lever: Lever) -> Change:
    delay = change.invoice_delay.copy()
    delay[_row(position.receivables.ids, lever, "invoice")] += int(lever.value)
    return replace(change, invoice_delay=delay)


EFFECTS: Mapping[str, Effect] = {
    "dso": _dso,
    "dpo": _dpo,
    "demand": _demand,
    "price": _price,
    "fx": _fx,
    "rates": _rates,
    "cost": _cost,
    "hiring_freeze": _hiring_freeze,
    "outage": _outage,
    "capex": _capex,
    "default": _default,
    "invoice": _invoice,
}


def _of_kind(position: Position, kind: str) -> Flags:
    return position.outflows.kind == OUTFLOW_KINDS.index(kind)


def _delay(change: Change, rows: Flags, lever: Lever) -> Change:
    return replace(change, outflow_delay=change.outflow_delay + np.where(rows, int(lever.value), 0))


def _row(names: Names, lever: Lever, what: str) -> int:
    try:
        return names.index(lever.target or "")
    except ValueError:
        raise LeverInvalidError(
            f"The lever {lever.name!r} names no {what} of this position.",
            hint=did_you_mean(lever.target or "", names) if names else f"There is no {what}.",
        ) from None


def _check_reach(position: Position, change: Change) -> None:
    """Refuse receipts that would have to come from beyond what is described."""
    if -change.receipts_delay >= position.days:
        raise LeverInvalidError(
            f"Receipts {-change.receipts_delay} days earlier reach beyond the {position.days} days described."
        )
