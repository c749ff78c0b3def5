"""What lately moved cash: customers that pay later than a quarter ago, and payment schemes that failed."""

from __future__ import annotations

import numpy as np

from symphonies.platform.learning import Knowledge
from symphonies.suite.cfo.pinnacle.books import CENTS, Group, Sales, read_group, read_sales
from symphonies.suite.cfo.pinnacle.outflows.failures import find_disturbances
from symphonies.suite.cfo.pinnacle.position import CAUSES, Causes, no_causes
from symphonies.suite.cfo.pinnacle.receipts.slowing import COHORT_DAYS, explain_slowing

BACK_DAYS = 91
MOST = 10
_LEAST_DAYS = 2.0
"""A customer that pays less than this later is no cause."""

_Row = tuple[str, str, int, int, float, float, float, int, float]
"""The fields of ``Causes``, amounts in units."""


def find_causes(past: Knowledge, base: str) -> Causes:
    """Finds up to ten causes of each kind.

    Args:
        past: what is known.
        base: the currency of the group.
    """
    group = read_group(past, base)
    rows = [*_slower(read_sales(past, group), group), *_disturbances(past, group)]
    if not rows:
        return no_causes()
    kind, subject, first, last, amount, days, terms, failed, usual = zip(*rows, strict=True)
    return Causes(
        kind, subject, np.array(first), np.array(last), np.rint(np.array(amount) * CENTS).astype(np.int64),
        np.array(days), np.array(terms), np.array(failed), np.array(usual),
    )  # fmt: skip


def _slower(sales: Sales, group: Group) -> list[_Row]:
    """Returns the customers whose later payment holds up most: later days times what they buy in a day."""
    ledger = sales.ledger
    before, now = group.cut - BACK_DAYS, group.cut
    if not (ledger.issued <= before).any() or not (ledger.issued > now - COHORT_DAYS).any():
        return []
    worth = np.nan_to_num(ledger.amount * np.append(group.rates.spot, 0.0)[sales.currency])
    recent = ledger.issued > now - COHORT_DAYS
    bought = np.bincount(ledger.customer[recent], worth[recent], minlength=len(sales.customer_ids))
    if not bought.sum() > 0:
        return []
    rows: list[_Row] = []
    for part in explain_slowing(ledger, worth, ledger.customer, before, now)[1]:
        days = (part.terms + part.lateness) / part.share if part.share > 0 else 0.0
        if days >= _LEAST_DAYS:
            held = days * float(bought[part.group]) / COHORT_DAYS
            name = sales.customer_ids[part.group]
            rows.append((CAUSES[0], name, -BACK_DAYS, 0, held, days, part.terms / part.share, 0, 0.0))
    return sorted(rows, key=lambda row: -row[4])[:MOST]


def _disturbances(past: Knowledge, group: Group) -> list[_Row]:
    found = find_disturbances(past, group, group.cut - BACK_DAYS)[:MOST]
    return [
        (CAUSES[1], one.rail, one.first - group.cut, one.last - group.cut, one.held_up, 0.0, 0.0,
         one.failed, one.expected)
        for one in found
    ]  # fmt: skip
