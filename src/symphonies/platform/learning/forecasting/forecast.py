"""Forecasts of any series: one set of methods, bands that were tested, and the score they had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.learning.conformal import conformal_quantile
from symphonies.platform.learning.errors import SeriesInvalidError
from symphonies.platform.learning.scores import coverage, mase, seasonal_scale, smape, wmape

from .bands import Backtest, backtest
from .calendar import calendar_design
from .ensemble import combine
from .series import Series

LEVELS = (0.5, 0.8, 0.95)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What one series is expected to do.

    Attributes:
        series: its history.
        mean: shape (horizon,).
        bands: by level, the lower and upper end, shape (horizon,) each; a level that could not be tested
            is not there.
        members: how many forecasts were combined.
        notes: what to know about it, in words.
    """

    series: Series
    mean: Floats
    bands: Mapping[float, tuple[Floats, Floats]]
    members: int
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How the same forecast did before, on data it did not know.

    Attributes:
        forecasts: how many forecasts from earlier origins there were.
        smape: in percent; None when nothing could be tested, as with all others.
        mase: error over that of the seasonal naive forecast.
        wmape: sum of errors over sum of actuals.
        coverage: by level, the share of actuals inside the band.
    """

    forecasts: int
    smape: float | None = None
    mase: float | None = None
    wmape: float | None = None
    coverage: Mapping[float, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Forecasts of several series and how good such forecasts were."""

    series: tuple[Forecast, ...]
    scorecard: Scorecard


def forecast(series: Sequence[Series], horizon: int, levels: Sequence[float] = LEVELS) -> Forecasts:
    """Forecasts series that share a frequency, with bands calibrated on their own past.

    Args:
        series: at least one.
        horizon: how many points ahead.
        levels: shares that bands should cover, between 0 and 1.

    Raises:
        SeriesInvalidError: the horizon or a level cannot be, or seasons differ.
    """
    _check(series, horizon, levels)
    season = series[0].season
    histories = [one.values for one in series]
    designs = [calendar_design(one, horizon) for one in series]
    told = combine(histories, season, horizon, designs)
    past = backtest(histories, season, horizon, designs)
    widths = {level: conformal_quantile(past.errors, level) for level in sorted(levels)}
    return Forecasts(
        tuple(
            _one(one, told.mean[i], told.spread[i], widths, told.members[i], _aside(told.outliers[i]))
            for i, one in enumerate(series)
        ),
        _scorecard(past, histories, season, widths),
    )


def _check(series: Sequence[Series], horizon: int, levels: Sequence[float]) -> None:
    if not series:
        raise SeriesInvalidError("There is no series to forecast.")
    if horizon < 1:
        raise SeriesInvalidError(f"The horizon is {horizon}.", hint="Give at least 1 point.")
    for level in levels:
        if not 0 < level < 1:
            raise SeriesInvalidError(
                f"A band cannot cover {level:.0%}.", hint="Levels lie between 1 and 99 percent."
            )
    if len({one.season for one in series}) > 1:
        raise SeriesInvalidError(
            "The series have different seasons.", hint="Forecast monthly and weekly series apart."
        )


def _aside(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count} {'point' if count == 1 else 'points'} far from all others set aside as one-off",)


def _one(
    series: Series,
    mean: Floats,
    spread: Floats,
    widths: Mapping[float, float | None],
    members: int,
    remarks: Sequence[str],
) -> Forecast:
    notes = [*series.notes, *remarks]
    is_constant = not spread.any()
    if is_constant:
        notes.append("every value is the same, so the forecast is too; no band can be tested")
    untested = [f"{level:.0%}" for level, width in widths.items() if width is None]
    if untested and not is_constant:
        notes.append(f"too little history to test a band of {', '.join(untested)}")
    floor = 0.0 if series.values.min() >= 0 else -np.inf
    bands = {
        level: (np.maximum(mean - width * spread, floor), mean + width * spread)
        for level, width in widths.items()
        if width is not None and not is_constant
    }
    return Forecast(series, np.maximum(mean, floor), bands, members, tuple(notes))


def _scorecard(
    past: Backtest, histories: Sequence[Floats], season: int, widths: Mapping[float, float | None]
) -> Scorecard:
    if not len(past.actual):
        return Scorecard(0)
    scales = np.array([seasonal_scale(histories[i], season) for i in past.owner])
    error = mase(past.actual, past.mean, scales)
    share = wmape(past.actual, past.mean)
    return Scorecard(
        forecasts=len(past.actual),
        smape=smape(past.actual, past.mean),
        mase=None if np.isnan(error) else error,
        wmape=None if np.isnan(share) else share,
        coverage={
            level: coverage(past.actual, past.mean - width * past.spread, past.mean + width * past.spread)
            for level, width in widths.items()
            if width is not None
        },
    )
