"""The simple forecasts that are combined: each good somewhere, together good nearly everywhere."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
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
LONGEST_SMOOTHED = 24
"""The longest season that exponential smoothing keeps a state for."""
LAST_SEASONS = 4
"""Over so many seasons the mean of each of their points is taken."""
PRIORS: Mapping[str, float] = {
    "dynamic theta": 1.0,
    "optimised theta": 1.0,
    "damped smoothing": 1.0,
    "theta": 1.0,
    "complex smoothing": 1.0,
    "blocks": 1.0,
    "smoothing": 0.3,
    "seasonal smoothing": 0.3,
    "seasonal complex smoothing": 0.3,
    "decomposition": 0.3,
    "last seasons": 0.05,
    "tsb": 1.0,
    "adida": 1.0,
    "imapa": 1.0,
    "croston": 1.0,
    "mean": 1.0,
}
"""Every member, and how far it is trusted before anything was tested, beside the others that are asked."""


def seasonal_members(histories: Sequence[Floats], season: int, horizon: int) -> Named:
    """Forecasts histories with their season: Theta models, smoothing, decomposition, means of seasons.

    Returns:
        By member, shape (series, horizon); without a season only the Theta models.

    Source: Fiorucci et al. (2016), "Models for optimising the theta method"; Hyndman et al. (2002) and
        Svetunkov & Kourentzes (2022) for smoothing; Bandara et al. (2021), "MSTL".
    """
    from statsforecast.models import MSTL, AutoCES, AutoETS, DynamicOptimizedTheta, OptimizedTheta

    models: list[Any] = [
        DynamicOptimizedTheta(season_length=season, alias="dynamic theta"),
        OptimizedTheta(season_length=season, alias="optimised theta"),
    ]
    if season > 1:
        trend = AutoETS(model="ZZN")
        models += [
            AutoCES(season_length=season, alias="seasonal complex smoothing"),
            MSTL(season_length=season, trend_forecaster=trend, alias="decomposition"),
            _means_of_seasons(season),
        ]
    if 1 < season <= LONGEST_SMOOTHED:
        models.append(AutoETS(season_length=season, model="AAA", damped=True, alias="seasonal smoothing"))
    return _run(models, histories, horizon)


def plain_members(histories: Sequence[Floats], horizon: int) -> tuple[Named, Floats]:
    """Forecasts seasonally adjusted histories: exponential and complex smoothing, Theta.

    Returns:
        By member, shape (series, horizon); and one standard deviation of the first member's own band.

    Source: Hyndman et al. (2002) for state space smoothing, Assimakopoulos & Nikolopoulos (2000) for Theta,
        Svetunkov & Kourentzes (2022) for complex exponential smoothing.
    """
    from statsforecast.models import AutoCES, AutoETS, Theta

    damped = AutoETS(season_length=1, model="ZZN", damped=True, alias="damped smoothing")
    found = _run([damped], histories, horizon, level=[ONE_SIGMA])
    low, high = found.pop("low"), found.pop("high")
    others = [
        AutoETS(season_length=1, model="ZZN", alias="smoothing"),
        Theta(season_length=1, alias="theta"),
        AutoCES(season_length=1, alias="complex smoothing"),
    ]
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


def intermittent_members(histories: Sequence[Floats], season: int, horizon: int) -> Named:
    """Forecasts histories that are mostly zero: the rate by views on size, spacing, obsolescence, season.

    Source: Teunter, Syntetos & Babai (2011); Nikolopoulos et al. (2011); Petropoulos & Kourentzes (2015);
        Syntetos & Boylan (2005).
    """
    from statsforecast.models import ADIDA, IMAPA, TSB, CrostonSBA, DynamicOptimizedTheta, HistoricAverage

    models: list[Any] = [
        TSB(alpha_d=0.1, alpha_p=0.1, alias="tsb"),
        ADIDA(alias="adida"),
        IMAPA(alias="imapa"),
        CrostonSBA(alias="croston"),
        HistoricAverage(alias="mean"),
        DynamicOptimizedTheta(season_length=season, alias="dynamic theta"),
    ]
    if season > 1:
        models.append(_means_of_seasons(season))
    return _run(models, histories, horizon)


def _means_of_seasons(season: int) -> Any:
    from statsforecast.models import SeasonalWindowAverage

    return SeasonalWindowAverage(season_length=season, window_size=LAST_SEASONS, alias="last seasons")


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
