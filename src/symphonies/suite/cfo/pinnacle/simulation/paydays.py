"""On which day of which path an open invoice is paid.

A Gaussian copula with one common factor: on a path of general lateness every invoice tends to be late, while
each keeps, over all paths, exactly the distribution it was given.
Source: Li, "On Default Correlation: A Copula Function Approach", Journal of Fixed Income 9(4), 2000.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import BINS, Draws

Cube = NDArray[np.int64]
"""``[cells, days, paths]`` in cents."""


@dataclass(frozen=True)
class PayDays:
    """Draws the pay days of invoices, any number of times alike."""

    position: Position
    draws: Draws
    days: NDArray[np.uint16]
    """``[curves, BINS]``: day index 0 ... for each bin of probability; ``days`` later, ``days + 1`` never."""
    copula: Ints
    """``[STRATA * BINS]``: the bin that a free bin becomes under each common lateness."""
    first: Ints
    """``[paths]``: where each path's stratum begins in ``copula``."""
    place: Ints

    def of(self, row: int) -> NDArray[np.uint16]:
        """Return ``[paths]``: the day index on which an invoice is paid on each path."""
        place = self.place[row]
        free = self.draws.pool[place : place + self.draws.settings.paths]
        curve = self.position.receivables.curve[row]
        return self.days[curve].take(self.copula.take(self.first + free))

    def add(self, cube: Cube, rows: Ints, cells: Ints, amounts: Ints, delays: Ints) -> None:
        """Add invoices to a cube, each to its cell, with its amount, moved by whole days.

        The cube has two more days than the position: later and never.
        """
        paths, last = np.arange(cube.shape[2], dtype=np.int64), self.position.days
        flat = cube.reshape(len(cube), -1)
        for row, cell, amount, delay in zip(
            rows.tolist(), cells.tolist(), amounts.tolist(), delays.tolist(), strict=True
        ):
            day = self.of(row).astype(np.int64)
            if delay:
                day = np.where(day < last, (day + delay).clip(0, last), day)
            # a path occurs once in the index, so plain addition is enough
            day *= len(paths)
            day += paths
            flat[cell][day] += amount


def pay_days(position: Position, draws: Draws) -> PayDays:
    """Prepare the tables that turn a random bin into a pay day."""
    receivables = position.receivables
    return PayDays(
        position,
        draws,
        _tables(receivables.curves, draws),
        _copula(position.markets.lateness, draws.lateness),
        draws.stratum * BINS,
        draws.places(receivables.ids),
    )


def late_copy(shares: Floats, lateness: Floats, weight: float) -> Floats:
    """Return curves ``[strata, curves, days + 2]`` under each common lateness; their mean is ``shares``."""
    from scipy.special import ndtr, ndtri

    before = ndtri(shares.cumsum(axis=1).clip(0, 1))
    shifted = ndtr((before - np.sqrt(weight) * lateness[:, None, None]) / np.sqrt(1 - weight))
    shifted[:, :, -1] = 1
    return np.diff(shifted, axis=2, prepend=0)


def _tables(curves: Floats, draws: Draws) -> NDArray[np.uint16]:
    """Return the outcome of each bin; a jitter per curve keeps rare outcomes right on average."""
    number, outcomes = curves.shape
    reached = curves.astype(np.float32).cumsum(axis=1) * BINS
    edges = np.ceil(reached - _jitter(draws, number)[:, None]).clip(0, BINS).astype(np.int16)
    edges[:, -1] = BINS
    counts = np.empty_like(edges)
    counts[:, 0] = edges[:, 0]
    np.subtract(edges[:, 1:], edges[:, :-1], out=counts[:, 1:])
    outcome = np.tile(np.arange(outcomes, dtype=np.uint16), number)
    return np.repeat(outcome, counts.ravel()).reshape(number, BINS)


def _jitter(draws: Draws, number: int) -> NDArray[np.float32]:
    """Return one uniform number per curve, spread evenly (golden-ratio sequence)."""
    turns = draws.settings.seed % 997 / 997 + np.arange(1, number + 1) * 0.6180339887498949
    return (turns % 1).astype(np.float32)


def _copula(weight: float, lateness: Floats) -> Ints:
    """Return the bins that the free bins become under each common lateness."""
    from scipy.special import ndtr, ndtri

    free = ndtri((np.arange(BINS) + 0.5) / BINS)
    bins = ndtr(np.sqrt(weight) * lateness[:, None] + np.sqrt(1 - weight) * free) * BINS
    return bins.astype(np.int64).clip(0, BINS - 1).ravel()
