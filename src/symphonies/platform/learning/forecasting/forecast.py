"""Forecasts of any series: one set of methods, bands that were tested, and the score they had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.learning.conformal import conformal_quantile
from symphonies.platform.learning.errors import SeriesInvalidError
from symphonies.platform.learning.scores import coverage, mase, seasonal_scale, smape, wmape

from .bands import ENOUGH_ERRORS, Backtest, backtest, roll
from .calendar import calendar_design
from .ensemble import Told, ask
from .members import PRIORS
from .series import Series
from .weights import weigh

LEVELS = (0.5, 0.8, 0.95)
LEAST_LEVEL = 0.01
MOST_AHEAD = 10
"""How many times its history a series may be forecast ahead."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What one series is expected to do.

    Attributes:
        series: its history.
        mean: shape (horizon,).
        bands: by level, the lower and upper end, shape (horizon,) each; a level that could not be tested
            is not there.
        members: the share of each method that was combined, the largest first; they sum to 1.
        notes: what to know about it, in words.
    """

    series: Series
    mean: Floats
    bands: Mapping[float, tuple[Floats, Floats]]
    members: Mapping[str, float]
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
    told = ask(histories, season, horizon, designs)
    trials = roll(histories, season, horizon, designs)
    weights = weigh(trials, told)
    mean, spread = told.combined(weights)
    past = backtest(trials, told, horizon)
    widths = _widths(past, told.kinds, sorted(levels))
    return Forecasts(
        tuple(
            _one(one, mean[i], spread[i], widths[told.kinds[i]], _shares(weights[:, i]), told.outliers[i])
            for i, one in enumerate(series)
        ),
        _scorecard(past, told, histories, season, widths),
    )


Widths = Mapping[float, float | None]
"""By level, how many spreads a band reaches to each side; None where that could not be tested."""


def _widths(past: Backtest, kinds: NDArray[np.str_], levels: Sequence[float]) -> Mapping[str, Widths]:
    """Returns widths for each kind of series: from its own errors where they are enough, else from all."""
    found: dict[str, Widths] = {}
    for kind in np.unique(kinds):
        own = past.errors(kinds == kind)
        errors = own if len(own) >= ENOUGH_ERRORS else past.errors()
        found[str(kind)] = {level: conformal_quantile(errors, level) for level in levels}
    return found


def _shares(weights: Floats) -> Mapping[str, float]:
    shares = {name: float(share) for name, share in zip(PRIORS, weights, strict=True) if share > 0}
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def _check(series: Sequence[Series], horizon: int, levels: Sequence[float]) -> None:
    if not series:
        raise SeriesInvalidError("There is no series to forecast.")
    if horizon < 1:
        raise SeriesInvalidError(f"The horizon is {horizon}.", hint="Give at least 1 point.")
    if horizon > MOST_AHEAD * max(len(one.values) for one in series):
        raise SeriesInvalidError(
            f"The horizon is {horizon} points, the longest history {max(len(one.values) for one in series)}.",
            hint=f"No more than {MOST_AHEAD} times the history can be told of.",
        )
    for level in levels:
        if not LEAST_LEVEL <= level < 1:
            raise SeriesInvalidError(
                f"A band cannot cover {level * 100:g} %.", hint="Levels lie between 1 and 100 percent."
            )
    by_season = {one.season: one for one in series}
    if len(by_season) > 1:
        told = ", ".join(
            f"{one.name!r} of {one.season} points ({one.frequency})" for one in by_season.values()
        )
        raise SeriesInvalidError(
            f"The series have different seasons: {told}.",
            hint="Forecast them apart, or say what all of them are: --freq month.",
        )


def _aside(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count} {'point' if count == 1 else 'points'} far from all others set aside as one-off",)


def _one(
    series: Series,
    mean: Floats,
    spread: Floats,
    widths: Widths,
    members: Mapping[str, float],
    outliers: int,
) -> Forecast:
    notes = [*series.notes, *_aside(outliers)]
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
    past: Backtest, told: Told, histories: Sequence[Floats], season: int, widths: Mapping[str, Widths]
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
        coverage=_coverage(past, told.kinds[past.owner], widths),
    )


def _coverage(past: Backtest, kinds: NDArray[np.str_], widths: Mapping[str, Widths]) -> Mapping[float, float]:
    """Returns by level the share of actuals inside, of levels tested for every kind; constants aside."""
    varied = kinds != "constant"
    kinds, mean, spread, actual = kinds[varied], past.mean[varied], past.spread[varied], past.actual[varied]
    found = {}
    for level in next(iter(widths.values())):
        reach = [widths[str(kind)][level] for kind in kinds]
        known = np.array([width for width in reach if width is not None])
        if len(known) and len(known) == len(kinds):
            width = known[:, None] * spread
            found[level] = coverage(actual, mean - width, mean + width)
    return found
