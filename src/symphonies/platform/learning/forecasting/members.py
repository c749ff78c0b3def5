"""The simple forecasts that are combined: each good somewhere, together good nearly everywhere."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd
    from statsforecast import StatsForecast

Floats = NDArray[np.float64]
Named = dict[str, Floats]
ONE_SIGMA = 68
"""The level in percent of the band that a standard deviation is told from."""
SIGMAS = 0.9944578832097532
"""How many standard deviations that band reaches to each side."""


def seasonal_members(histories: Sequence[Floats], season: int, horizon: int) -> Named:
    """Forecasts histories with their season: optimised Theta, and dynamic optimised Theta.

    Returns:
        By member, shape (series, horizon).

    Source: Fiorucci et al. (2016), "Models for optimising the theta method".
    """
    from statsforecast.models import DynamicOptimizedTheta, OptimizedTheta

    models = [
        DynamicOptimizedTheta(season_length=season, alias="dynamic theta"),
        OptimizedTheta(season_length=season, alias="optimised theta"),
    ]
    return _run(models, histories, horizon)


def plain_members(histories: Sequence[Floats], horizon: int) -> tuple[Named, Floats]:
    """Forecasts seasonally adjusted histories: damped exponential smoothing, Theta, complex smoothing.

    Returns:
        By member, shape (series, horizon); and one standard deviation of the first member's own band.

    Source: Hyndman et al. (2002) for state space smoothing, Assimakopoulos & Nikolopoulos (2000) for Theta,
        Svetunkov & Kourentzes (2022) for complex exponential smoothing.
    """
    from statsforecast.models import AutoCES, AutoETS, Theta

    smoothing = AutoETS(season_length=1, model="ZZN", damped=True, alias="damped smoothing")
    found = _run([smoothing], histories, horizon, level=[ONE_SIGMA])
    low, high = found.pop("low"), found.pop("high")
    others = [Theta(season_length=1, alias="theta"), AutoCES(season_length=1, alias="complex smoothing")]
    return found | _run(others, histories, horizon), (high - low) / (2 * SIGMAS)


def aggregated_member(histories: Sequence[Floats], block: int, horizon: int) -> Floats:
    """Forecasts the means of blocks of seasonally adjusted points, and draws the line between their middles.

    What a long-term trend is shows in the blocks; what is noise does not.

    Returns:
        Shape (series, horizon).

    Source: Athanasopoulos et al. (2017), "Forecasting with temporal hierarchies".
    """
    from statsforecast.models import AutoCES

    blocks = [_block_means(history, block) for history in histories]
    ahead = -(-horizon // block) + 1
    means = _run([AutoCES(season_length=1, alias="blocks")], blocks, ahead)["blocks"]
    middles = np.arange(ahead + 1) * block - (block - 1) / 2
    last = np.array([known[-1] for known in blocks])[:, None]
    points = np.concatenate([last, means], axis=1)
    wanted = np.arange(1, horizon + 1)
    return np.stack([np.interp(wanted, middles, row) for row in points])


def intermittent_members(histories: Sequence[Floats], horizon: int) -> Named:
    """Forecasts histories that are mostly zero: the rate by views on size, spacing and obsolescence.

    Source: Teunter, Syntetos & Babai (2011); Nikolopoulos et al. (2011); Petropoulos & Kourentzes (2015).
    """
    from statsforecast.models import ADIDA, IMAPA, TSB

    models = [TSB(alpha_d=0.1, alpha_p=0.1, alias="tsb"), ADIDA(alias="adida"), IMAPA(alias="imapa")]
    return _run(models, histories, horizon)


def _block_means(history: Floats, block: int) -> Floats:
    count = len(history) // block
    return history[len(history) - count * block :].reshape(count, block).mean(axis=1)


def _run(
    models: list[Any], histories: Sequence[Floats], horizon: int, level: list[int] | None = None
) -> Named:
    """Runs models of the library; a series that one cannot fit is smoothed simply instead."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found: Any = _engine(models).forecast(df=_long(histories), h=horizon, level=level)
    shape = (len(histories), horizon)
    named = {model.alias: found[model.alias].to_numpy(np.float64).reshape(shape) for model in models}
    if level:
        alias = models[0].alias
        for side, word in (("lo", "low"), ("hi", "high")):
            column = next(name for name in found.columns if name.startswith(f"{alias}-{side}-"))
            named[word] = found[column].to_numpy(np.float64).reshape(shape)
    return named


def _engine(models: list[Any]) -> StatsForecast:
    from statsforecast import StatsForecast
    from statsforecast.models import RandomWalkWithDrift

    return StatsForecast(models=models, freq=1, n_jobs=1, fallback_model=RandomWalkWithDrift())


def _long(histories: Sequence[Floats]) -> pd.DataFrame:
    import pandas as pd

    lengths = [len(history) for history in histories]
    return pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(len(histories)), lengths),
            "ds": np.concatenate([np.arange(length) for length in lengths]),
            "y": np.concatenate(histories),
        }
    )
