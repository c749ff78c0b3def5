"""Why an invoice is expected when it is: days added by what is known of it, which add up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from .features import EDGES, STATIC, Asked, ask
from .ledger import NO_DAY, Flags, Floats, Ledger
from .model import PayDayModel

_COLUMNS = {
    "terms": ("terms",),
    "habit": ("spread", "recent", "payments", "worst_open"),
    "amount": ("amount", "relative_amount", "open_share"),
    "dispute": ("disputed", "since_resolved"),
    "promise": (),
}
"""What is told apart, beside the traits and the wait, and the columns that say it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """When an invoice is expected, in days after its issue.

    Attributes:
        typical: the days of a typical invoice of the company.
        parts: what each thing known of this one adds; ``typical`` and the parts sum to ``days``.
        days: the day by which half of such invoices are paid; 365 when fewer ever are.
    """

    typical: float
    parts: dict[str, float]
    days: float


def explain(model: PayDayModel, ledger: Ledger, day: int, row: int) -> Explanation:
    """Explains the expected pay day of one invoice among those known on a day.

    Every part is its Shapley value: the mean of what it changes over all orders of learning the things known.

    Source: Shapley (1953), "A value for n-person games"; Strumbelj & Kononenko (2014), "Explaining prediction
    models and individual predictions with feature contributions".
    """
    known = ledger.as_known(day)
    issued = int(known.issued[row])
    now = ask(known, day, np.array([row]), model.paydays)
    new = _at_issue(now, ask(known.as_known(day), issued, np.array([row]), model.paydays))
    typical = np.median(ask(known, day, np.arange(len(known)), model.paydays).static, axis=0)
    names = [*_COLUMNS, *now.habits.groups]
    inside = _coalitions(len(names))
    values = np.concatenate([
        _days(model, _mixed(asked, names, inside, typical, row), issued) for asked in (new, now)
    ])  # fmt: skip
    parts = _shapley(values, len(names) + 1)
    found = dict(zip([*names, "wait"], parts.tolist(), strict=True))
    return Explanation(float(values[0]), found, float(values[-1]))


def _at_issue(now: Asked, new: Asked) -> Asked:
    """Returns the invoice as if it were new, with what is known of it today but the wait."""
    age = STATIC.index("age")
    static = now.static.copy()
    static[:, age] = 0.0
    return replace(now, day=new.day, static=static, open_days=new.open_days)


def _mixed(asked: Asked, names: list[str], inside: Flags, typical: Floats, row: int) -> Asked:
    """Returns one row for each coalition: what is in it as it is, the rest as is typical."""
    count = len(inside)
    static = np.repeat(asked.static, count, axis=0)
    habits = asked.habits
    delay = np.full(count, habits.base)
    spread = np.where(inside[:, names.index("habit")], asked.spread[0], typical[STATIC.index("spread")])
    for place, name in enumerate(names):
        own = inside[:, place]
        if name in habits.groups:
            delay += np.where(own, habits.groups[name][row], 0.0)
            column = len(STATIC) + list(habits.groups).index(name)
            static[~own, column] = -1.0
            continue
        for column in (STATIC.index(one) for one in _COLUMNS[name]):
            static[~own, column] = typical[column]
    delay += np.where(inside[:, names.index("habit")], habits.own[row], 0.0)
    static[:, STATIC.index("delay")] = delay
    issued = int(asked.due[0] - asked.static[0, STATIC.index("terms")])
    due = issued + np.rint(static[:, STATIC.index("terms")]).astype(np.int64)
    return replace(
        asked,
        rows=np.repeat(asked.rows, count),
        static=static,
        expected=due.astype(np.float64) + delay,
        spread=spread,
        due=due,
        promised=np.where(inside[:, names.index("promise")], asked.promised[0], NO_DAY),
        country=np.repeat(asked.country, count),
        open_days=np.repeat(asked.open_days, count, axis=0),
    )


def _days(model: PayDayModel, asked: Asked, issued: int) -> Floats:
    return asked.day - issued + np.minimum(model.of(asked, 1).quantile(0.5), EDGES[-1])


def _coalitions(count: int) -> Flags:
    return (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(bool)


def _shapley(values: Floats, count: int) -> Floats:
    """Returns each player's value; ``values`` has one entry for each coalition, by its bits."""
    inside = _coalitions(count)
    size = inside.sum(axis=1)
    orders = np.array([math.factorial(s) * math.factorial(count - s - 1) for s in range(count)])
    share = orders / math.factorial(count)
    return np.array([
        np.sum(share[size[without]] * (values[without | 1 << player] - values[without]))
        for player in range(count)
        for without in [np.flatnonzero(~inside[:, player])]
    ])  # fmt: skip
