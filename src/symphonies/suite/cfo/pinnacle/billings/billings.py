"""Billings by company, currency and segment: a forecast of volumes, and what orders and deals at hand say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS, Deals, Floats, Group, Ints, Sales, main_accounts
from symphonies.suite.cfo.pinnacle.markets import Indicators
from symphonies.suite.cfo.pinnacle.position import Billings, Input
from symphonies.suite.cfo.pinnacle.receipts import EDGES, PayDayModel, as_new, ask
from symphonies.suite.cfo.pinnacle.volumes import (
    Documents,
    Volumes,
    days_of_month,
    forecast_volumes,
    monthly_cells,
)

from .daily import Ahead, Daily
from .inputs import choose_inputs
from .known import known_on
from .leading import WEEKS as LEADING_WEEKS

_WEEK = 7
_MOST_VARIANCE = 25.0
_LIKE = 40
"""Recent invoices of a cell whose pay days make its curve."""


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """Billings to come, and how far they move together.

    Attributes:
        billings: what the simulation takes.
        demand: share of their variance that they have in common.
        demand_month: share that only those of one month have in common.
        inputs: what they may be told from besides history, and whether they are.
    """

    billings: Billings
    demand: float
    demand_month: float
    inputs: tuple[Input, ...]


def foretell_billings(
    sales: Sales, deals: Deals, indicators: Indicators, group: Group, model: PayDayModel,
    segments: tuple[str, ...], days: int,
) -> Foretold:  # fmt: skip
    """Foretells billings by day and cell.

    Args:
        sales: as known on the cut.
        deals: the same.
        indicators: the same.
        group: accounts and rates; documents in a currency without a rate are left out.
        model: tells how long after its day a billing is paid.
        segments: names of the codes of the ledger's trait ``segment``.
        days: how many days ahead.

    Raises:
        HistoryTooShortError: there are fewer than 12 whole months of invoices.
    """
    known = known_on(group.cut, sales, deals, group)
    cells = monthly_cells(known.documents, group.cut, "invoices")
    moved = group.rates.moved(days_of_month(group.cut))[cells.keys[:, 1]]
    volumes = forecast_volumes(cells, days // 28 + 2, moved)
    chosen = choose_inputs(sales, deals, indicators, group)
    ahead = Daily(volumes, known, days).told(chosen.used).moved(chosen.factor, LEADING_WEEKS * 7)
    noise = _noise(known.documents, volumes, group.cut, ahead.total)
    return _rows(ahead, noise, volumes, _Source(sales, group, model, known.usable), segments, chosen.inputs)


def _noise(documents: Documents, volumes: Volumes, cut: int, daily: Floats) -> Floats:
    """Returns the deviation of the logarithm of a cell's day from single invoices, shape (cells, days).

    Source: the variance of a compound Poisson sum is its mean times the size-weighted mean of its parts.
    """
    recent = documents.day > cut - 365
    place, amount = volumes.cells.place[recent], documents.amount[recent]
    cells = len(volumes.cells.keys)
    total = np.bincount(place, weights=amount, minlength=cells)
    squares = np.bincount(place, weights=amount**2, minlength=cells)
    size = np.divide(squares, total, out=np.full(cells, np.inf), where=total > 0)[:, None]
    relative = np.divide(size, daily, out=np.full(daily.shape, _MOST_VARIANCE), where=daily > 0)
    return np.sqrt(np.log1p(np.minimum(relative, _MOST_VARIANCE)))


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """Where curves come from: the invoices behind the cells, and who tells when they are paid."""

    sales: Sales
    group: Group
    model: PayDayModel
    usable: Ints


def _rows(
    ahead: Ahead, noise: Floats, volumes: Volumes, source: _Source, segments: tuple[str, ...],
    inputs: tuple[Input, ...],
) -> Foretold:  # fmt: skip
    """Makes a billing of each cell and day, and gives every cell and weekday its curve."""
    daily = ahead.total
    keys, group = volumes.cells.keys, source.group
    cell, at = np.nonzero(daily > 0)
    account = main_accounts(group, keys[:, 0], keys[:, 1])
    rate = group.rates.spot[group.currency[account]]
    curves, curve = _curves(cell, (group.cut + at + 4) % _WEEK, volumes, source, daily.shape[1])
    names = [f"{segments[k] if k >= 0 else 'Other'} {group.entity_ids[e]}" for e, _, k in keys]
    spread = np.hypot(volumes.spread[:, None], noise)
    common = float(np.average(spread, weights=np.maximum(daily, 1e-9)))
    billings = Billings(
        names=tuple(names[c] for c in cell.tolist()),
        account=account[cell],
        customer=np.full(len(cell), -1),
        segment=tuple(segments[k] if k >= 0 else "" for k in keys[cell, 2].tolist()),
        day=at + 1,
        amount=np.rint(daily[cell, at] / rate[cell] * CENTS).astype(np.int64),
        spread=spread[cell, at],
        curve=curve,
        curves=curves,
        from_orders=(ahead.orders[cell, at] / daily[cell, at]).clip(0.0, 1.0),
        from_pipeline=(ahead.pipeline[cell, at] / daily[cell, at]).clip(0.0, 1.0),
    )
    shared = float(np.clip((volumes.total_spread / max(common, 1e-9)) ** 2, 0.0, 1.0))
    return Foretold(billings, shared * volumes.lasting, shared * (1.0 - volumes.lasting), inputs)


def _curves(cell: Ints, weekday: Ints, volumes: Volumes, source: _Source, days: int) -> tuple[Floats, Ints]:
    """Returns the curve of each cell and weekday: how its recent invoices would be paid if sent then."""
    ledger, model, cut = source.sales.ledger, source.model, source.group.cut
    pairs, curve = np.unique(np.column_stack([weekday, cell]), axis=0, return_inverse=True)
    order = np.argsort(-ledger.issued[source.usable], kind="stable")
    like = {
        c: source.usable[order[volumes.cells.place[order] == c][:_LIKE]] for c in np.unique(cell).tolist()
    }
    asked = ask(ledger, cut, np.concatenate(list(like.values())), model.paydays)
    owner = np.repeat(list(like), [len(rows) for rows in like.values()])
    weight = ledger.amount[asked.rows]
    curves = np.zeros((len(pairs), days + 2))
    for one in np.unique(pairs[:, 0]):
        sent = cut + 1 + int((one - cut - 4) % _WEEK)
        told = model.of(as_new(asked, sent, model.paydays), min(days, int(EDGES[-1])))
        whole = told.curves(days)
        for place in np.flatnonzero(pairs[:, 0] == one):
            own = owner == pairs[place, 1]
            curves[place] = np.average(whole[own], axis=0, weights=weight[own])
    return curves, curve.ravel()
