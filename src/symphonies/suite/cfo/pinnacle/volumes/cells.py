"""Amounts by month and cell (company, currency, group), with the sums over which forecasts must agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.platform.learning import HistoryTooShortError
from symphonies.suite.cfo.pinnacle.books import Floats, Ints, month_start, months

FEWEST_MONTHS = 12
_MOST_MONTHS = 48
_STEADY_DAYS = 5
"""A first month that begins later than this is not whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """Documents with amounts in the base currency. Shape (n,) each.

    Attributes:
        day: in days since 1970-01-01.
        amount: in units of the base currency.
        keys: shape (n, 3): places of company, currency and group.
    """

    day: Ints
    amount: Floats
    keys: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Months of history by cell.

    Attributes:
        keys: shape (cells, 3).
        place: the cell of each document, shape (n,).
        first: the first whole month, in months since 1970-01.
        totals: shape (cells, months): what each cell did in each whole month.
    """

    keys: Ints
    place: Ints
    first: int
    totals: Floats


def monthly_cells(documents: Documents, cut: int, what: str) -> Cells:
    """Sums documents by cell and whole month up to the cut.

    Args:
        documents: as known on the cut.
        cut: in days since 1970-01-01; its month counts when it is the last day.
        what: what they are, for the error.

    Raises:
        HistoryTooShortError: there are fewer than 12 whole months.
    """
    last = int(months(np.array([cut + 1]))[0]) - 1
    begun = int(documents.day.min(initial=cut))
    first = int(months(np.array([begun]))[0])
    first += int(begun - month_start(first) > _STEADY_DAYS)
    whole = last - first + 1
    if whole < FEWEST_MONTHS:
        raise HistoryTooShortError(
            f"Not enough history of {what}: {max(whole, 0)} of {FEWEST_MONTHS} months.",
            hint="Load older documents; until then only what is already known of is foretold.",
        )
    first = max(first, last - _MOST_MONTHS + 1)
    keys, place = np.unique(documents.keys, axis=0, return_inverse=True)
    place = place.ravel()
    month = months(documents.day) - first
    inside = (month >= 0) & (month <= last - first)
    totals = np.zeros((len(keys), last - first + 1))
    np.add.at(totals, (place[inside], month[inside]), documents.amount[inside])
    return Cells(keys, place, first, totals)


def hierarchy(keys: Ints) -> Floats:
    """Returns which cells each node sums, shape (nodes, cells): all, companies ... pairs of them, cells."""
    rows = [np.ones((1, len(keys)))]
    for columns in ((0,), (1,), (2,), (0, 1), (0, 2)):
        _, place = np.unique(keys[:, columns], axis=0, return_inverse=True)
        member = place.ravel()[None, :] == np.arange(place.max() + 1)[:, None]
        rows.append(member[(member.sum(axis=1) > 1) & (member.sum(axis=1) < len(keys))])
    return np.concatenate([*rows, np.eye(len(keys))]).astype(np.float64)
