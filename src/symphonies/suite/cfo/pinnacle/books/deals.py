"""Deals: open opportunities and quotes, as they stood on any day, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from symphonies.kernel import NotFoundError
from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.receipts import NO_DAY

from .frames import Floats, Ints, coded, days, numbers, places, texts
from .group import Group

OPEN, WON, LOST = 0, 1, 2
STATES = ("open", "won", "lost")
_COLUMNS = (
    "opportunity_id", "changed_on", "customer_id", "entity_id", "segment", "stage", "state", "amount",
    "currency", "closes_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Deals:
    """What was told of deals, a row for each change, by deal and day. Shape (n,) each.

    Attributes:
        deal: number of the deal.
        day: from which it was so.
        opened: when the deal was first told of.
        stage: place in ``stages``, -1 for none.
        state: ``OPEN``, ``WON`` or ``LOST``.
        amount: in units of the currency.
        entity, currency, customer: places, -1 unknown.
        segment: place in ``segments``, -1 for none.
        notes: what was found amiss among open ones, a sentence each.
    """

    deal: Ints
    day: Ints
    opened: Ints
    stage: Ints
    stages: tuple[str, ...]
    state: Ints
    amount: Floats
    entity: Ints
    currency: Ints
    customer: Ints
    segment: Ints
    segments: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def open_on(self, day: int) -> Ints:
        """Returns the rows that tell how the deals open at the end of a day stood, one for each deal."""
        known = np.flatnonzero(self.day <= day)
        last = known[np.append(np.diff(self.deal[known]) != 0, True)] if len(known) else known
        return last[(self.state[last] == OPEN) & (self.amount[last] > 0)]

    def ends_after(self, rows: Ints) -> Ints:
        """Returns for each row the next one in which its deal was won or lost; -1 while there is none."""
        ends = np.flatnonzero(self.state != OPEN)
        at = np.searchsorted(ends, rows, side="right")
        found = np.append(ends, -1)[at]
        return np.where((found >= 0) & (self.deal[found] == self.deal[rows]), found, -1)

    def closed(self, day: int) -> Ints:
        """Returns the rows in which deals were won or lost in the year until a day."""
        return np.flatnonzero((self.state != OPEN) & (self.day <= day) & (self.day > day - 365))


def read_deals(past: Knowledge, group: Group, customers: tuple[str, ...], segments: tuple[str, ...]) -> Deals:
    """Reads deals as known on the cut; none where nobody tells of any.

    Args:
        past: what is known.
        group: with the currencies that have rates.
        customers: their numbers, which places refer to.
        segments: names of segments, which places refer to.
    """
    known = Known("changed_on", ahead=frozenset({"closes_on"}))
    try:
        table = past.read("invoicing.opportunity_change", list(_COLUMNS), known)
    except NotFoundError:
        return _no_deals(segments)
    if not len(table):
        return _no_deals(segments)
    table = table.sort_values(["opportunity_id", "changed_on"], kind="stable")
    once = table.drop_duplicates(["opportunity_id", "changed_on"], keep="last")
    deal, _ = coded(once["opportunity_id"])
    stage, stages = coded(once["stage"])
    day = days(once["changed_on"])
    first = np.full(int(deal.max(initial=0)) + 1, NO_DAY)
    np.minimum.at(first, deal, day)
    state = np.maximum(places(once["state"], STATES), OPEN)
    found = Deals(
        deal, day, first[deal], stage, stages, state, numbers(once["amount"]),
        places(once["entity_id"], group.entity_ids), places(once["currency"], group.rates.currencies),
        places(once["customer_id"], customers), places(once["segment"], segments), segments,
    )  # fmt: skip
    notes = _notes(found, group, texts(once["currency"]), days(once["closes_on"]), len(table) - len(once))
    return replace(found, notes=notes)


def _notes(deals: Deals, group: Group, codes: list[str], closes: Ints, repeated: int) -> tuple[str, ...]:
    """Returns what is amiss with open deals, as sentences."""
    rows = deals.open_on(group.cut)
    unpriced = rows[~np.isfinite(np.append(group.rates.spot, np.nan)[deals.currency[rows]])]
    last = np.append(np.diff(deals.deal) != 0, True) if len(deals.deal) else np.zeros(0, dtype=bool)
    empty = int((last & (deals.state == OPEN) & (deals.amount <= 0)).sum())
    overdue = int((closes[rows] <= group.cut).sum())
    missing = ", ".join(sorted({codes[row] or "no currency" for row in unpriced.tolist()}))
    counted = (
        (len(unpriced), f"left out, no rate of their currency ({missing})"),
        (empty, "left out, of nothing or less"),
        (overdue, "open past the day the seller named, counted by stage and age all the same"),
        (repeated, "told twice for one day, the last telling counts"),
    )
    return tuple(f"{words}: {count}" for count, words in counted if count)


def _no_deals(segments: tuple[str, ...]) -> Deals:
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Deals(
        none, none, none, none, (), none, nothing, none, none, none, none, segments
    )  # fmt: skip
