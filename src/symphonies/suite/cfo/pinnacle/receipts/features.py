"""What the pay-day model knows of an open invoice on a day, and of each span of days after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .habits import Habits, learn_habits
from .ledger import NO_DAY, Floats, Ints, Ledger
from .paydays import Paydays

EDGES = np.array([
    0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 15, 17, 19, 21, 24, 27, 30, 33, 36, 39, 42, 46, 50, 55, 61, 68, 76, 85,
    96, 110, 130, 155, 185, 225, 280, 365,
])  # fmt: skip
"""Ends of the spans in days after the day of asking; what is not paid by the last is never paid."""
SPANS = len(EDGES) - 1
STATIC = (
    "terms", "delay", "spread", "recent", "payments", "amount", "relative_amount", "age", "disputed",
    "since_resolved", "worst_open", "open_share",
)  # fmt: skip
MOVING = ("steps_before", "steps_after", "past_due", "ahead", "month_end", "past_promise")
_FAR = 400.0


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Open invoices on a day, as the model sees them.

    Attributes:
        day: the day of asking.
        rows: places of the invoices in the ledger, shape (n,).
        static: shape (n, columns): ``STATIC``, then the codes of the traits.
        expected: the day on which each should be paid by habit, as a number with fractions.
        spread: the deviation of such days.
        due, promised: days; ``NO_DAY`` where nothing was promised.
        country: place of each invoice's country.
        open_days: shape (n, SPANS): how much of payment days each span holds.
        habits: where the expected day comes from.
    """

    day: int
    rows: Ints
    static: Floats
    expected: Floats
    spread: Floats
    due: Ints
    promised: Ints
    country: Ints
    open_days: Floats
    habits: Habits

    def __len__(self) -> int:
        return len(self.rows)


def ask(known: Ledger, day: int, rows: Ints, paydays: Paydays) -> Asked:
    """Describes invoices of a ledger as known on a day."""
    habits = learn_habits(known, day)
    delay = habits.delay[rows]
    still = known.open_amount(day)
    amount, due = known.amount[rows], known.due[rows]
    resolved = known.resolved[rows]
    static = np.column_stack([
        due - known.issued[rows],
        delay,
        habits.spread[rows],
        habits.recent[rows] / habits.spread[rows],
        np.log1p(habits.payments[rows]),
        np.log1p(amount),
        np.log(np.maximum(amount, 1e-9) / _typical_amount(known)[rows]),
        day - known.issued[rows],
        (known.disputed[rows] <= day) & (resolved > day),
        np.where(resolved <= day, day - resolved, _FAR),
        _worst_open(known, day, still, habits)[rows],
        still[rows] / np.maximum(amount, 1e-9),
        *(code[rows] for code in known.traits.values()),
    ]).astype(np.float64)  # fmt: skip
    return Asked(
        day, rows, static, due + delay, habits.spread[rows], due, known.promised[rows],
        known.country[rows], _open_days(paydays, day)[known.country[rows]], habits,
    )  # fmt: skip


def as_new(asked: Asked, day: int, paydays: Paydays) -> Asked:
    """Describes invoices like those asked about, sent on a day and not heard of since."""
    static = asked.static.copy()
    new = {"age": 0.0, "disputed": 0.0, "since_resolved": _FAR, "open_share": 1.0}
    for name, value in new.items():
        static[:, STATIC.index(name)] = value
    due = day + static[:, STATIC.index("terms")].astype(np.int64)
    return replace(
        asked, day=day, static=static, due=due,
        expected=due + static[:, STATIC.index("delay")],
        promised=np.full(len(asked), NO_DAY), open_days=_open_days(paydays, day)[asked.country],
    )  # fmt: skip


def moving(asked: Asked, place: Ints, span: Ints) -> Floats:
    """Returns the columns that move with the span, shape (len(place), len(MOVING))."""
    low, high = EDGES[span], EDGES[span + 1]
    expected, spread = asked.expected[place], asked.spread[place]
    promised = asked.promised[place]
    return np.column_stack([
        (asked.day + low - expected) / spread,
        (asked.day + high - expected) / spread,
        asked.day + high - asked.due[place],
        high,
        _month_end(asked.day)[span],
        np.where(promised < NO_DAY, asked.day + high - np.minimum(promised, asked.day + 10_000), np.nan),
    ]).astype(np.float64)  # fmt: skip


def _typical_amount(known: Ledger) -> Floats:
    logs = np.log(np.maximum(known.amount, 1e-9))
    count = np.bincount(known.customer)
    middle = logs.mean() if len(logs) else 0.0
    return np.exp((np.bincount(known.customer, weights=logs) + 2 * middle) / (count + 2))[known.customer]


def _worst_open(known: Ledger, day: int, still: Floats, habits: Habits) -> Floats:
    """Returns by how many spreads the customer's most overdue open invoice is behind its habit."""
    behind = (day - known.due - habits.delay) / habits.spread
    behind = np.where(still > 0, np.clip(behind, 0.0, 20.0), 0.0)
    worst = np.zeros(int(known.customer.max(initial=-1)) + 1)
    np.maximum.at(worst, known.customer, behind)
    return worst[known.customer]


def _open_days(paydays: Paydays, day: int) -> Floats:
    total = np.cumsum(paydays.weights(day + 1, int(EDGES[-1])), axis=1)
    return np.diff(total[:, EDGES[1:] - 1], axis=1, prepend=0.0)


def _month_end(day: int) -> Floats:
    """Returns the share of each span's days that are among the last two or first two of a month."""
    days = (day + np.arange(-1, EDGES[-1] + 3)).astype("M8[D]")
    near = days.astype("M8[M]") != np.roll(days, -2).astype("M8[M]")
    near |= days.astype("M8[M]") != np.roll(days, 2).astype("M8[M]")
    total = np.concatenate([[0], np.cumsum(near[2:-2])])
    return (total[EDGES[1:]] - total[EDGES[:-1]]) / np.diff(EDGES)
