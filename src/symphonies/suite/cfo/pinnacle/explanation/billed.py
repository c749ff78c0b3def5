"""What receipts of invoices still to be sent rest on: orders at hand, open deals, or history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from symphonies.suite.cfo.pinnacle.explanation.part import Part
from symphonies.suite.cfo.pinnacle.explanation.rounding import whole
from symphonies.suite.cfo.pinnacle.levers.change import Change, neutral
from symphonies.suite.cfo.pinnacle.position import ORDERS, PIPELINE, Floats, Position

BILLINGS = "billings"


def by_source(position: Position, change: Change, amount: float, day: int) -> Mapping[str, float]:
    """Return receipts of coming billings until the end of a day, split by what tells of the billings.

    Args:
        position: with the billings.
        change: what levers do to them.
        amount: what is split; the parts add up to it.
        day: counted from the cut.
    """
    billings = position.billings
    expected = _expected_until(position, change, day)
    whole = float(expected.sum())
    if whole == 0:
        return {BILLINGS: amount}
    shares = {ORDERS: billings.from_orders, PIPELINE: billings.from_pipeline}
    found = {name: float(expected @ share) / whole * amount for name, share in shares.items()}
    return {BILLINGS: amount - sum(found.values()), **found}


def explain_billed(position: Position, day: int, change: Change | None = None) -> tuple[Part, ...]:
    """Return what is to be invoiced until the end of a day, the largest first, in base cents.

    Each part is a segment of a company; its own parts say what orders at hand bring, what open deals, and
    what is told by history alone. They add up to it.

    Args:
        position: with the billings.
        day: counted from the cut.
        change: what levers do to them; by default nothing.
    """
    billings = position.billings
    factor = (change or neutral(position)).billing_factor
    spot = position.markets.spot[position.accounts.currency[billings.account]]
    worth = np.where(billings.day <= day, billings.amount * spot * factor, 0.0)
    names = tuple(dict.fromkeys(billings.names))
    where = {name: place for place, name in enumerate(names)}
    place = np.array([where[name] for name in billings.names], dtype=np.int64)
    shares = billings.from_orders, billings.from_pipeline
    sums = np.stack([
        np.bincount(place, worth * share, minlength=len(names)) for share in (1 - sum(shares), *shares)
    ])  # fmt: skip
    order = np.argsort(-sums.sum(axis=0), kind="stable").tolist()
    return tuple(_billed(names[at], sums[:, at].tolist()) for at in order if round(sums[:, at].sum()))


def _billed(name: str, amounts: Sequence[float]) -> Part:
    total = round(sum(amounts))
    sources = zip((BILLINGS, ORDERS, PIPELINE), whole(amounts, total), strict=True)
    return Part(name, total, tuple(Part(source, cents) for source, cents in sources if cents))


def _expected_until(position: Position, change: Change, day: int) -> Floats:
    """Return what each billing is expected to bring until the end of a day, at the rates of the cut."""
    billings, accounts = position.billings, position.accounts
    reached = np.concatenate(
        [np.zeros((len(billings.curves), 1)), billings.curves[:, : position.days].cumsum(axis=1)], axis=1
    )
    after = (day - change.receipts_delay - billings.day).clip(0, position.days)
    worth = billings.amount * position.markets.spot[accounts.currency[billings.account]]
    worth = np.where(accounts.restricted[billings.account], 0.0, worth)
    factor = change.billing_factor if len(change.billing_factor) else 1.0
    return worth * factor * reached[billings.curve, after]
