"""Past days on which invoices were open, and what became of them: what the pay-day model learns from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .features import EDGES, SPANS, Asked, ask, moving
from .ledger import NO_DAY, Floats, Ints, Ledger
from .paydays import Paydays

MOST_ROWS = 24_000
"""Open invoices looked at, over all past days; more teach little."""
_MOST_DAYS = 110
_WARM_UP_DAYS = 45
_LEAST_OPEN_DAYS = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What became of the open amounts of a day, in pieces. Shape (m,) each.

    Attributes:
        place: row of the invoice among those asked about.
        days: days until it was paid, or until which it is known not to have been.
        paid: whether it was; what was credited or written off never is.
        weight: the piece's share of the open amount.
    """

    place: Ints
    days: Floats
    paid: np.ndarray
    weight: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """The open invoices of one past day with their outcomes."""

    asked: Asked
    outcomes: Outcomes


def past_examples(known: Ledger, until: int, paydays: Paydays, rng: np.random.Generator) -> list[Example]:
    """Looks back on weekly days before ``until``, each seen with only what was known on it.

    Args:
        known: the ledger as known on ``until``.
        until: the last day whose payments count.
        paydays: when money arrives.
        rng: draws invoices where there are too many.
    """
    first = int(known.issued.min(initial=until)) + _WARM_UP_DAYS
    days = np.arange(until - 7, first, -7)[:_MOST_DAYS]
    quota = max(MOST_ROWS // max(len(days), 1), 1)
    found = []
    for day in days[::-1]:
        then = known.as_known(int(day))
        rows = np.flatnonzero(then.open_amount(int(day)) > 0)
        if len(rows) > quota:
            rows = np.sort(rng.choice(rows, quota, replace=False))
        if len(rows):
            asked = ask(then, int(day), rows, paydays)
            found.append(Example(asked, _outcomes(known, asked, np.flatnonzero(known.issued <= day), until)))
    return found


def _outcomes(known: Ledger, asked: Asked, place_in_known: Ints, until: int) -> Outcomes:
    rows = place_in_known[asked.rows]
    place = np.full(len(known), -1)
    place[rows] = np.arange(len(rows))
    later = known.reductions.where(
        (known.reductions.day > asked.day) & (place[known.reductions.invoice] >= 0)
    )
    whole = known.open_amount(asked.day)[rows]
    own = place[later.invoice]
    share = np.minimum(later.amount / whole[own], 1.0)
    left = np.maximum(1.0 - np.bincount(own, weights=share, minlength=len(rows)), 0.0)
    open_still = np.flatnonzero(left > 1e-6)
    return Outcomes(
        np.concatenate([own, open_still]),
        np.concatenate([
            np.where(later.is_cash, later.day - asked.day, NO_DAY),
            np.full(len(open_still), until - asked.day),
        ]).astype(np.float64),
        np.concatenate([later.is_cash, np.zeros(len(open_still), dtype=bool)]),
        np.concatenate([share, left[open_still]]),
    )  # fmt: skip


def by_span(example: Example) -> tuple[Floats, Floats, Floats, Floats]:
    """Returns columns, whether paid, weight and log of open days for each span each piece lived through."""
    outcomes = example.outcomes
    reached = np.searchsorted(EDGES, outcomes.days, side="left") - 1
    whole = np.searchsorted(EDGES, outcomes.days, side="right") - 1
    lived = np.clip(np.where(outcomes.paid, reached + 1, whole), 0, SPANS)
    piece = np.repeat(np.arange(len(lived)), lived)
    span = np.arange(len(piece)) - np.repeat(np.cumsum(lived) - lived, lived)
    is_last = outcomes.paid[piece] & (span == reached[piece])
    place = outcomes.place[piece]
    return (
        columns(example.asked, place, span),
        is_last.astype(np.float64),
        outcomes.weight[piece],
        offsets(example.asked, place, span),
    )


def columns(asked: Asked, place: Ints, span: Ints) -> Floats:
    """Returns the model's columns for spans of invoices: what moves, then what stays."""
    return np.hstack([moving(asked, place, span), asked.static[place]])


def offsets(asked: Asked, place: Ints, span: Ints) -> Floats:
    """Returns the log of the payment days in spans: twice the days, twice the chance."""
    return np.log(np.maximum(asked.open_days[place, span], _LEAST_OPEN_DAYS))
