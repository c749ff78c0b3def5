"""The chance of a simulation, drawn once: every lever is then judged on the same luck.

Each source has its own stream, so that what one uses never shifts another; an invoice finds its numbers by
its id, so that it keeps them when others come and go (common random numbers).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Names, Position
from symphonies.suite.cfo.pinnacle.simulation.settings import STRATA, Settings

BINS = 1024
"""Resolution of a probability: what is rarer than 1/1024 happens to one invoice in many."""
POOL = 1 << 23
DAYS_A_YEAR = 365.0


@dataclass(frozen=True)
class Draws:
    """Numbers behind the paths. Paths are in order of their common lateness."""

    settings: Settings
    stratum: Ints
    """``[paths]``: which value the common lateness takes."""
    lateness: Floats
    """``[STRATA]``: those values, standard normal."""
    demand: Floats
    """``[paths]``, standard normal."""
    fx: Floats
    """``[currencies, horizon, paths]``: rate over today's rate."""
    rates: Floats
    """``[rates, horizon, paths]``: change of the level, absolute."""
    pool: NDArray[np.uint16]
    """Uniform bins; an invoice reads ``paths`` of them from its own place."""

    def places(self, names: Names) -> Ints:
        """Return where each name's own numbers begin in the pool."""
        seed, room = self.settings.seed, POOL - self.settings.paths
        return np.array([zlib.crc32(name.encode(), seed & 0xFFFFFFFF) % room for name in names], np.int64)

    def normals(self, source: str, *shape: int) -> Floats:
        """Return the standard normals of one source."""
        return stream(self.settings.seed, source).standard_normal(shape)


def stream(seed: int, source: str) -> np.random.Generator:
    """Return the random numbers that belong to one source."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(source.encode())])))


def draw(position: Position, settings: Settings) -> Draws:
    """Draw the shocks that paths have in common, correlated as the markets of the position say."""
    markets, paths = position.markets, settings.paths
    stratum = np.arange(paths, dtype=np.int64) * STRATA // paths
    shocks = _common_shocks(markets.correlation, settings)
    lateness = np.bincount(stratum, shocks[:, 0]) / np.bincount(stratum)
    lateness /= np.sqrt((lateness**2).mean())
    currencies = len(markets.currencies)
    fx_paths = _walks(shocks[:, 2 : 2 + currencies], settings, "fx")
    years = np.arange(1, settings.horizon + 1)[:, None] / DAYS_A_YEAR
    volatility = markets.fx_volatility[:, None, None]
    # a martingale: the expected rate is today's
    fx = np.exp(volatility * fx_paths - volatility**2 * years / 2)
    rates = markets.rate_volatility[:, None, None] * _walks(shocks[:, 2 + currencies :], settings, "rates")
    pool = stream(settings.seed, "invoices").integers(0, BINS, POOL, dtype=np.uint16)
    return Draws(settings, stratum, lateness, shocks[:, 1], fx, rates, pool)


def _common_shocks(correlation: Floats, settings: Settings) -> Floats:
    """Return ``[paths, drivers]`` standard normals; the first, lateness, is stratified and ascending."""
    from scipy.special import ndtri

    free = stream(settings.seed, "shocks").standard_normal((settings.paths, len(correlation)))
    free[:, 0] = ndtri((np.arange(settings.paths) + 0.5) / settings.paths)
    return free @ np.linalg.cholesky(_positive_definite(correlation)).T


def _positive_definite(correlation: Floats) -> Floats:
    """Return the matrix itself, or the nearest that is a correlation when estimates contradict each other."""
    values, vectors = np.linalg.eigh(correlation)
    if values[0] > 1e-9:
        return correlation
    mended = (vectors * values.clip(1e-6)) @ vectors.T
    scale = np.sqrt(np.diag(mended))
    return mended / scale[:, None] / scale


def _walks(ends: Floats, settings: Settings, source: str) -> Floats:
    """Return Brownian paths ``[drivers, horizon, paths]`` in years that end where the shocks say."""
    paths, drivers = ends.shape
    free = stream(settings.seed, source).standard_normal((drivers, settings.horizon, paths)).cumsum(axis=1)
    share = np.arange(1, settings.horizon + 1)[:, None] / settings.horizon
    bridge = free - share * free[:, -1:]
    return (bridge + share * ends.T[:, None] * np.sqrt(settings.horizon)) / np.sqrt(DAYS_A_YEAR)
