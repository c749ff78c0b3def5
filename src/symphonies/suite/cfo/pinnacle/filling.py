"""A company's tables -> the position that is simulated: every engine's word in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from symphonies.platform.learning import HistoryTooShortError, Knowledge

from . import position as p
from .billings import foretell_billings
from .books import (
    CENTS,
    Floats,
    Group,
    Ints,
    Purchases,
    Sales,
    months,
    read_deals,
    read_group,
    read_purchases,
    read_sales,
)
from .errors import PositionUnknownError
from .lending import read_covenants, read_facilities, read_forwards
from .markets import read_indicators, read_markets
from .outflows import (
    Planned,
    Rows,
    explained_lines,
    foretell_obliged,
    foretell_payables,
    foretell_purchases,
    foretell_recurring,
    gathered,
    learn_habit,
    leftover,
    read_planned,
)
from .receipts import EDGES, PayDayModel

T = TypeVar("T")
DAYS = 184
"""Half a year, of which levers may delay a part."""


@dataclass(slots=True)
class _Gaps:
    """What could not be known, gathered on the way."""

    found: list[p.Gap] = field(default_factory=list)

    def unless_known(self, what: str, told: Callable[[], T], instead: T) -> T:
        """Returns what a part tells; where its history is too short, the gap is noted and nothing made up."""
        try:
            return told()
        except HistoryTooShortError as error:
            self.found.append(p.Gap(what, error.message))
            return instead


def fill_position(
    past: Knowledge, company: str, base: str, model: PayDayModel | None, *, days: int = DAYS,
    version: str = "",
) -> p.Position:  # fmt: skip
    """Fills a position from what is known on a day.

    Args:
        past: the tables as they were.
        company: what it is called.
        base: the currency of totals.
        model: tells when invoices are paid; None when there is no history to learn it from: open invoices and
            billings are then listed as gaps and bring no money.
        days: how many days ahead are described.
        version: of the model, for the record.

    Raises:
        PositionUnknownError: there is no bank account.
    """
    gaps = _Gaps()
    group = read_group(past, base)
    if not group.account_ids:
        raise PositionUnknownError(
            "There is no bank account, so there is no cash to start from.",
            hint="Connect the payments product: bank accounts and their statement lines.",
        )
    sales, purchases = read_sales(past, group), read_purchases(past, group)
    gaps.found += group.gaps
    segments = _segments(sales)
    deals, outside = read_deals(past, group, sales.customer_ids, segments), read_indicators(past)
    told = None
    if model is None:
        gaps.found.append(p.Gap(p.PAY_DAYS, "no model: learn one with at least 60 payments"))
    else:
        told = gaps.unless_known(
            "billings to come",
            lambda: foretell_billings(sales, deals, outside, group, model, segments, days),
            None,
        )
    facilities, priced = read_facilities(past, group)
    revolvers = frozenset(
        one for one, is_line in zip(facilities.ids, facilities.revolving, strict=True) if is_line
    )
    planned = read_planned(past, group)
    bills = _bills(purchases, sales, group, days, gaps)
    outflows, foretold = _outflows(bills, past, group, days, revolvers, planned)
    markets, unmoved = read_markets(group, model.lateness if model else 0.0, told.demand if told else 0.0)
    markets = replace(markets, demand_month=told.demand_month if told else 0.0)
    covenants, untested = read_covenants(past, group, days)
    gaps.found += [*priced, *unmoved, *untested, *planned.gaps]
    return p.Position(
        company, past.cut, days, p.Entities(group.entity_ids, group.entity_names, group.minimum),
        _accounts(group),
        _customers(sales, model, group), _suppliers(purchases, group),
        _receivables(sales, group, model, days, gaps), told.billings if told else _no_billings(days),
        outflows, leftover(group, explained_lines(group, foretold), days, revolvers | planned.known),
        read_forwards(past, group), facilities, covenants, markets, tuple(gaps.found),
        told.inputs if told else (),
        models={"pay_days": version} if version else {},
    )  # fmt: skip


def _outflows(
    bills: list[Rows], past: Knowledge, group: Group, days: int, revolvers: frozenset[str], planned: Planned
) -> tuple[p.Outflows, np.ndarray]:
    """Adds to bills what comes round, what is announced and what contracts oblige to; tells such lines."""
    recurring, round_lines = foretell_recurring(group, days, revolvers)
    obliged, obliged_lines = foretell_obliged(past, group)
    parts = [*bills, *planned.without_twins(recurring, group), *planned.rows, *obliged]
    return gathered(parts, days), round_lines | obliged_lines


def _bills(purchases: Purchases, sales: Sales, group: Group, days: int, gaps: _Gaps) -> list[Rows]:
    habit = learn_habit(purchases, group.cut)
    none: list[Rows] = []
    ahead = gaps.unless_known(
        "bills to come", lambda: foretell_purchases(purchases, group, habit, days, _sold(sales, group)), none
    )
    return [*foretell_payables(purchases, group, habit), *ahead]


def _sold(sales: Sales, group: Group) -> tuple[int, Floats] | None:
    value = np.nan_to_num(sales.ledger.amount * np.append(group.rates.spot, 0.0)[sales.currency])
    if not len(value):
        return None
    month = months(sales.ledger.issued)
    last = int(months(np.array([group.cut + 1]))[0])
    whole = month < last
    return int(month.min()), np.bincount(month[whole] - month.min(), weights=value[whole]).astype(np.float64)


def _accounts(group: Group) -> p.Accounts:
    return p.Accounts(
        group.account_ids, group.account_names, group.entity, group.currency, group.balance,
        group.least, group.pool, group.restricted,
    )  # fmt: skip


def _segments(sales: Sales) -> tuple[str, ...]:
    """Returns the names of the codes of the trait ``segment``, which are the sorted names."""
    used = {name for name in sales.segments if name}
    seen = {sales.segments[c] for c in np.unique(sales.ledger.customer).tolist()} if len(sales.ids) else set()
    return tuple(sorted(used & seen))


def _customers(sales: Sales, model: PayDayModel | None, group: Group) -> p.Customers:
    paid = sales.ledger.reductions.where(sales.ledger.reductions.is_cash)
    owner = sales.ledger.customer[paid.invoice]
    size = len(sales.customer_ids)
    count = np.bincount(owner, minlength=size)
    late = np.maximum(paid.day - sales.ledger.due[paid.invoice], 0).astype(np.float64)
    total = np.bincount(owner, weights=late, minlength=size)
    mean = np.divide(total, count, out=np.full(size, np.nan), where=count > 0)
    return p.Customers(sales.customer_ids, sales.customer_names, sales.segments, mean, sales.collectors)


def _suppliers(purchases: Purchases, group: Group) -> p.Suppliers:
    size = len(purchases.supplier_ids)
    settled = (purchases.paid <= group.cut) & (purchases.supplier >= 0)
    owner = purchases.supplier[settled]
    count = np.bincount(owner, minlength=size)
    late = np.maximum(purchases.paid - purchases.due, 0)[settled].astype(np.float64)
    total = np.bincount(owner, weights=late, minlength=size)
    return p.Suppliers(
        purchases.supplier_ids, purchases.supplier_names, purchases.supplier_categories, purchases.terms,
        np.divide(total, count, out=np.full(size, np.nan), where=count > 0), _dependence(purchases, group),
    )  # fmt: skip


def _dependence(purchases: Purchases, group: Group) -> Floats:
    """Returns each supplier's share of the last year's bills of its kind that go into what is sold."""
    value = np.nan_to_num(purchases.amount * np.append(group.rates.spot, 0.0)[purchases.currency])
    recent = (purchases.issued > group.cut - 365) & ~purchases.is_capex & (purchases.supplier >= 0)
    size = len(purchases.supplier_ids)
    own = np.bincount(purchases.supplier[recent], weights=value[recent], minlength=size)
    whole = float(value[recent].sum())
    return np.clip(own / whole, 0.0, 1.0) if whole > 0 else np.zeros(size)


def _receivables(
    sales: Sales, group: Group, model: PayDayModel | None, days: int, gaps: _Gaps
) -> p.Receivables:
    """Describes open invoices, and credit notes that stand against none: their customer deducts them."""
    ledger = sales.ledger
    still = ledger.open_amount(group.cut)
    spot = np.append(group.rates.spot, np.nan)
    amount = still * spot[sales.currency] / spot[group.currency[sales.account]]
    wanted = (still > 0) & (sales.account >= 0) & np.isfinite(amount)
    if lost := int(((still > 0) & ~wanted).sum()):
        gaps.found.append(p.Gap(f"{lost} open invoices", "no account, or no rate of their currency"))
    rows = np.flatnonzero(wanted) if model else np.zeros(0, dtype=np.int64)
    curves = _curves(model, sales, group, rows, days) if model else np.zeros((0, days + 2))
    notes = sales.credits
    last = np.full(len(sales.customer_ids), -1)
    last[ledger.customer[rows]] = np.arange(len(rows))
    like = last[notes.customer]
    used = np.flatnonzero(
        (like >= 0) & (notes.currency == sales.currency[rows[like]] if len(rows) else like >= 0)
    )
    if len(notes.ids) > len(used):
        gaps.found.append(
            p.Gap(f"{len(notes.ids) - len(used)} credit notes", "they stand against no open invoice")
        )
    own = np.concatenate([rows, rows[like[used]]])
    return p.Receivables(
        ids=(*(sales.ids[row] for row in rows), *(notes.ids[note] for note in used)),
        customer=ledger.customer[own],
        account=sales.account[own],
        amount=_cents(np.concatenate([amount[rows], -notes.amount[used]])),
        due=ledger.due[own] - group.cut,
        disputed=(ledger.disputed[own] <= group.cut) & (ledger.resolved[own] > group.cut),
        curve=np.concatenate([np.arange(len(rows)), like[used]]),
        curves=curves,
    )


def _curves(model: PayDayModel, sales: Sales, group: Group, rows: Ints, days: int) -> Floats:
    return model.predict(sales.ledger, group.cut, rows, min(days, int(EDGES[-1]))).curves(days)


def _no_billings(days: int) -> p.Billings:
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return p.Billings(
        (), none, none, (), none, none, nothing, none, np.zeros((0, days + 2)), nothing, nothing
    )


def _cents(amount: Floats) -> Ints:
    return np.rint(amount * CENTS).astype(np.int64)
