"""Payments that failed more often than they should: by scheme and days, with what it held up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.books import Floats, Group, Ints
from symphonies.suite.cfo.pinnacle.books.frames import coded, days, numbers, places

_FAILED = ("failed", "returned")
_RARE = 1e-4
"""Chance below which so many failures are no accident."""
_FEWEST = 3
_APART_DAYS = 2
"""Bad days no further apart are one disturbance."""


@dataclass(frozen=True, slots=True)
class Disturbance:
    """Days on which a scheme failed.

    Attributes:
        rail: the scheme.
        first, last: days since 1970-01-01.
        failed: how many payments failed.
        expected: how many usually would have.
        held_up: their amount in the base currency.
    """

    rail: str
    first: int
    last: int
    failed: int
    expected: float
    held_up: float


def find_disturbances(past: Knowledge, group: Group, since: int) -> tuple[Disturbance, ...]:
    """Finds schemes and days with more failures than their usual share explains; the largest first.

    Args:
        past: what is known.
        group: rates and companies.
        since: the first day to look at, in days since 1970-01-01.
    """
    table = past.read(
        "payments.payment_order", ["rail", "executed_on", "status", "amount", "currency"],
        Known("executed_on", later={"status": "executed_on"}),
    )  # fmt: skip
    rail, rails = coded(table["rail"])
    day = days(table["executed_on"])
    failed = table["status"].isin(_FAILED).to_numpy(dtype=bool)
    rate = np.append(np.nan_to_num(group.rates.spot), 0.0)[places(table["currency"], group.rates.currencies)]
    value = numbers(table["amount"]) * rate
    found = []
    for place, name in enumerate(rails):
        own = rail == place
        usual = (failed[own].sum() + 1.0) / (own.sum() + 20.0)
        found += _of_rail(name, day[own & (day >= since)], failed[own & (day >= since)],
                          value[own & (day >= since)], float(usual))  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.held_up))


def _of_rail(name: str, day: Ints, failed: np.ndarray, value: Floats, usual: float) -> list[Disturbance]:
    from scipy.stats import binom

    kinds, place = np.unique(day, return_inverse=True)
    count = np.bincount(place)
    bad = np.bincount(place, weights=failed).astype(np.int64)
    rare = (bad >= _FEWEST) & (binom.sf(bad - 1, count, usual) < _RARE)
    found: list[Disturbance] = []
    for run in np.split(np.flatnonzero(rare), np.flatnonzero(np.diff(kinds[rare]) > _APART_DAYS) + 1):
        if len(run):
            inside = (day >= kinds[run[0]]) & (day <= kinds[run[-1]])
            found.append(Disturbance(
                name, int(kinds[run[0]]), int(kinds[run[-1]]), int(failed[inside].sum()),
                float(usual * inside.sum()), float(value[inside & failed].sum()),
            ))  # fmt: skip
    return found
