"""Scores of a method on a set: errors and losses of each series over its scale, coverage, processor time."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from symphonies.platform.learning import Series, forecast, seasonal_scale, smape
from tests.bench.forecasting.sets import Held

LEVELS = (0.5, 0.8, 0.95)
PEERS = ("AutoETS", "DynamicOptimizedTheta", "SeasonalNaive")
Bands = Mapping[float, tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Score:
    """How a method did on a set.

    Attributes:
        smape: in percent.
        errors: absolute errors of each series over its scale; their mean is MASE.
        losses: pinball losses of each series over its scale, over the median and the ends of all bands.
        covered: by level, the share of points inside.
        cpu: seconds.
    """

    smape: float
    errors: np.ndarray
    losses: np.ndarray
    covered: Mapping[float, float]
    cpu: float

    @property
    def mase(self) -> float:
        """Mean absolute scaled error."""
        return float(np.nanmean(self.errors))

    @property
    def pinball(self) -> float:
        """Mean scaled pinball loss."""
        return float(np.nanmean(self.losses))


def score(one: Held, method: str, most: int | None = None) -> Score:
    """Forecast every window of a set by a method, and score all of them together."""
    parts = []
    for window in one.windows:
        rows = np.arange(len(window.series))[:: -(-len(window.series) // (most or len(window.series)))]
        series, actual = [window.series[row] for row in rows], window.actual[rows]
        run = ours if method == "Symphonies" else peer
        run(series[:1], 1, method)  # loads what is loaded once
        before = time.process_time()
        mean, bands = run(series, one.horizon, method)
        cpu = time.process_time() - before
        scale = np.array([seasonal_scale(each.values, one.season) for each in series])
        scale[scale == 0] = np.nan
        losses = np.mean([loss(actual, ends, level) for ends, level in quantiles(mean, bands)], axis=0)
        inside = {level: (actual >= low) & (actual <= high) for level, (low, high) in bands.items()}
        told = {level: ends[np.isfinite(bands[level][0]).all(axis=1)] for level, ends in inside.items()}
        parts.append((actual, mean, np.abs(actual - mean).mean(axis=1) / scale, losses / scale, told, cpu))
    actuals, means, errors, loss_parts, insides, times = zip(*parts, strict=True)
    return Score(
        smape(np.concatenate(actuals), np.concatenate(means)),
        np.concatenate(errors),
        np.concatenate(loss_parts),
        {level: float(np.mean(np.concatenate([part[level] for part in insides]))) for level in LEVELS},
        sum(times),
    )


def quantiles(mean: np.ndarray, bands: Bands) -> list[tuple[np.ndarray, float]]:
    """Return forecasts of quantiles with their levels; where a band is missing, its ends are the mean."""
    found = [(mean, 0.5)]
    for level, (low, high) in bands.items():
        found += [(np.where(np.isfinite(low), low, mean), (1 - level) / 2)]
        found += [(np.where(np.isfinite(high), high, mean), (1 + level) / 2)]
    return found


def loss(actual: np.ndarray, quantile: np.ndarray, level: float) -> np.ndarray:
    """Return the pinball loss of each series."""
    above = actual - quantile
    return np.maximum(level * above, (level - 1) * above).mean(axis=1)


def ours(series: list[Series], horizon: int, _method: str) -> tuple[np.ndarray, Bands]:
    """Return what the product forecasts."""
    told = forecast(series, horizon, LEVELS).series
    none = (np.full(horizon, np.nan),) * 2
    bands = {
        level: tuple(np.stack([one.bands.get(level, none)[side] for one in told]) for side in (0, 1))
        for level in LEVELS
    }
    return np.stack([one.mean for one in told]), bands


def peer(series: list[Series], horizon: int, method: str) -> tuple[np.ndarray, Bands]:
    """Return what a single method of the library forecasts, with its own bands."""
    import statsforecast.models as library
    from statsforecast import StatsForecast

    table = pd.concat(
        pd.DataFrame({"unique_id": place, "ds": np.arange(len(each.values)), "y": each.values})
        for place, each in enumerate(series)
    )
    model: Callable[..., Any] = getattr(library, method)
    engine = StatsForecast(
        [model(season_length=series[0].season)], freq=1, n_jobs=1, fallback_model=library.SeasonalNaive(1)
    )
    levels = [round(level * 100) for level in LEVELS]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = engine.forecast(df=table, h=horizon, level=levels)

    def column(name: str) -> np.ndarray:
        return found[name].to_numpy(float).reshape(len(series), -1)

    bands = {
        level / 100: (column(f"{method}-lo-{level}"), column(f"{method}-hi-{level}")) for level in levels
    }
    return column(method), bands
