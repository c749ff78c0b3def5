"""Which inputs make billings to come better known: asked of the past, one after the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np

from symphonies.platform.learning import HistoryTooShortError, chance_of_luck
from symphonies.suite.cfo.pinnacle.books import Deals, Floats, Group, Sales, month_start, months
from symphonies.suite.cfo.pinnacle.position import ORDERS, PIPELINE, Input
from symphonies.suite.cfo.pinnacle.volumes import (
    FEWEST_MONTHS,
    Documents,
    Volumes,
    forecast_total,
    monthly_cells,
)

from .daily import Daily
from .known import Known, known_on
from .orders import FEWEST_LEADS
from .pipeline import too_few

WEEKS = 13
DAYS = WEEKS * 7
_MONTHS_AHEAD = 5
_MOST_ORIGINS = 36
FEWEST_ORIGINS = 6
"""Month ends from which an input must have been tried."""
DAYS_OF_MONTH = 30.4
LUCK = 0.1
"""A gain that luck gives oftener than this is none."""


@dataclass(slots=True, eq=False)
class Trial:
    """Forecasts of all billings of a week, from past month ends, with and without inputs.

    Attributes:
        sales, deals, group: as known on the cut.
    """

    sales: Sales
    deals: Deals
    group: Group
    _known: dict[int, tuple[Known, Volumes]] = field(default_factory=dict)
    _told: dict[tuple[int, frozenset[str]], tuple[Floats, Floats]] = field(default_factory=dict)

    @property
    def origins(self) -> list[int]:
        """The newest month ends with a year of invoices before them whose weeks are over, oldest first."""
        issued = self.sales.ledger.issued
        ends = month_start(months(np.array([self.group.cut - DAYS + 1]))[0] - np.arange(_MOST_ORIGINS)) - 1
        first = months(np.array([issued.min(initial=self.group.cut)]))[0] + FEWEST_MONTHS + 1
        return sorted(int(end) for end in ends if months(np.array([end + 1]))[0] >= first)

    def knows(self, origin: int) -> bool:
        """Returns whether there were a year of invoices whose amounts could be told on a day."""
        with suppress(HistoryTooShortError):
            self._on(origin)
        return origin in self._known

    def told(self, origin: int, used: AbstractSet[str]) -> tuple[Floats, Floats]:
        """Returns what history tells of the billings of each week after, and what orders and deals do."""
        key = (origin, frozenset(used))
        if key not in self._told:
            known, volumes = self._on(origin)
            found = Daily(volumes, known, DAYS).told(used)
            self._told[key] = _weekly(found.history), _weekly(found.orders + found.pipeline)
        return self._told[key]

    def came(self, origin: int) -> Floats:
        """Returns what was invoiced in each week after, at the rates of the origin."""
        known, ledger = self._on(origin)[0], self.sales.ledger
        value = np.nan_to_num(ledger.amount * known.rate[self.sales.currency])
        after = ledger.issued - origin - 1
        kept = (after >= 0) & (after < DAYS) & (self.sales.account >= 0)
        return _weekly(np.bincount(after[kept], weights=value[kept], minlength=DAYS).astype(np.float64))

    def error(self, origin: int, used: AbstractSet[str], weeks: int) -> float:
        """Returns the mean error of the billings of the next weeks over their mean size."""
        history, at_hand = self.told(origin, used)
        came = self.came(origin)[:weeks]
        return float(np.abs((history + at_hand)[:weeks] - came).sum() / max(came.sum(), 1e-9))

    def _on(self, origin: int) -> tuple[Known, Volumes]:
        """Returns what was known on a day, all of it as one cell, and the forecast by month."""
        if origin not in self._known:
            known = known_on(origin, self.sales, self.deals, self.group)
            one = Documents(known.documents.day, known.documents.amount, np.zeros_like(known.documents.keys))
            cells = monthly_cells(one, origin, "invoices")
            self._known[origin] = replace(known, documents=one), forecast_total(cells, _MONTHS_AHEAD)
        return self._known[origin]


def choose_at_hand(trial: Trial) -> tuple[Input, ...]:
    """Decides what at hand billings to come are told from: orders, then deals on top of what won so far.

    An input is used where, from past month ends and only with what was known on them, it made the forecast of
    weekly billings better than luck would in one of ten cases.
    """
    sales, deals, group, used = trial.sales, trial.deals, trial.group, set[str]()
    orders = _Asked(
        ORDERS, "" if len(sales.orders.amount) else "No orders are told of.",
        lambda day: _few_leads(sales, day), _reach(sales, group.cut), sales.orders.notes,
    )  # fmt: skip
    pipeline = _Asked(
        PIPELINE, "" if len(deals.deal) else "No opportunities or quotes are told of.",
        lambda day: _few_leads(sales, day) or too_few(deals, day), WEEKS, deals.notes,
    )  # fmt: skip
    found = []
    for each in (orders, pipeline):
        told = Input(each.name, "absent", each.absent) if each.absent else _tried(trial, each, used)
        if told.state == "used":
            used.add(each.name)
        found.append(replace(told, notes=each.notes))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An input that is asked for.

    Attributes:
        name: one of the position's inputs.
        absent: why there is nothing of it; empty when there is.
        lacks: tells why nothing could be learnt of it on a day; empty when it could.
        weeks: how far ahead it speaks of billings.
        notes: what was found amiss.
    """

    name: str
    absent: str
    lacks: Callable[[int], str]
    weeks: int
    notes: tuple[str, ...]


def _tried(trial: Trial, asked: _Asked, champion: AbstractSet[str]) -> Input:
    """Compares forecasts with an input and without, over the weeks that it speaks of."""
    name, weeks = asked.name, asked.weeks
    if why := asked.lacks(trial.group.cut):
        return Input(name, "short", f"Not tried: {why}.")
    origins = [day for day in trial.origins if not asked.lacks(day) and trial.knows(day)]
    if len(origins) < FEWEST_ORIGINS:
        short = f"{len(origins)} of {FEWEST_ORIGINS} past month ends have enough before and after them"
        return Input(name, "short", f"Not tried: {short}.", origins=len(origins))
    ours = np.array([trial.error(day, champion | {name}, weeks) for day in origins])
    theirs = np.array([trial.error(day, champion, weeks) for day in origins])
    luck = chance_of_luck(ours, theirs, math.ceil(weeks * 7 / DAYS_OF_MONTH))
    state = "used" if luck < LUCK else "refused"
    errors = float(ours.mean()), float(theirs.mean())
    return Input(name, state, _words(state, *errors, len(origins), weeks, luck), *errors, len(origins), luck)


def _words(state: str, ours: float, theirs: float, origins: int, weeks: int, luck: float) -> str:
    said = (
        f"Weekly billings of the next {weeks} weeks were {ours:.1%} off with it, {theirs:.1%} without, "
        f"from {origins} month ends"
    )
    if state == "used":
        return f"{said}."
    return f"{said}: no gain." if ours >= theirs else f"{said}: luck gives that in {luck:.0%} of cases."


def _reach(sales: Sales, day: int) -> int:
    """Returns how many weeks ahead orders at hand are invoiced."""
    leads = sales.orders.leads(day)
    return min(math.ceil((float(np.quantile(leads, 0.99)) + 1) / 7), WEEKS) if len(leads) else WEEKS


def _few_leads(sales: Sales, day: int) -> str:
    found = len(sales.orders.leads(day))
    return "" if found >= FEWEST_LEADS else f"{found} of {FEWEST_LEADS} orders were invoiced within a year"


def _weekly(daily: Floats) -> Floats:
    """Returns the sums by week of all cells, shape (weeks,)."""
    return daily.reshape(-1, WEEKS, 7).sum(axis=(0, 2))
