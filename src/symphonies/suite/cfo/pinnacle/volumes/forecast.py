"""Forecasts of every cell and every sum of cells, made to agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from symphonies.platform.learning import forecast, make_series
from symphonies.suite.cfo.pinnacle.books import Floats

from .cells import Cells, hierarchy

_LEVEL = 0.8
_TAIL = 1.2816
"""Deviations to the end of an 80 % band of a normal distribution."""
_WIDEST = 1.5
_YEAR = 12
_LEAST_GROWTHS = 6
_PRIOR_MONTHS = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Volumes:
    """What the cells are expected to do.

    Attributes:
        cells: their history.
        mean: shape (cells, months ahead), base currency; month 0 follows the history.
        spread: shape (cells,): standard deviation of a month's logarithm.
        total_spread: the same of the sum of all cells.
        lasting: share of the variance of the sum's error that months have in common; the rest is each's own.
    """

    cells: Cells
    mean: Floats
    spread: Floats
    total_spread: float
    lasting: float


def forecast_volumes(cells: Cells, ahead: int, moved: Floats | None = None) -> Volumes:
    """Forecasts all nodes of the hierarchy and reconciles them.

    Every node is forecast on its own history, then all are moved the least that makes them agree, those that
    sum many cells the more reluctantly than a single cell deserves by its size.

    Args:
        cells: at least 12 months of history.
        ahead: how many months.
        moved: shape (cells,): what a cell's currency is worth over its worth when the last month ended. The
            forecast is made at the rates of that day, so that it is the same on all days of a month.

    Source: Wickramasuriya, Athanasopoulos & Hyndman (2019), "Optimal forecast reconciliation for hierarchical
    and grouped time series through trace minimization"; structural weights.
    """
    since = np.ones(len(cells.keys)) if moved is None else moved
    steady = _rounded(cells.totals / since[:, None])
    told = _reconciled(cells.keys.tobytes(), steady.tobytes(), steady.shape, cells.first, ahead)
    return Volumes(cells, told.mean * since[:, None], told.spread, told.total_spread, told.lasting)


def forecast_total(cells: Cells, ahead: int) -> Volumes:
    """Forecasts the only cell there is; how far it strays is not told.

    Args:
        cells: of one cell, at least 12 months.
        ahead: how many months.
    """
    mean = _alone(_rounded(cells.totals).tobytes(), cells.first, ahead)
    return Volumes(cells, mean[None, :], np.zeros(1), 0.0, 1.0)


@lru_cache(maxsize=64)
def _alone(totals: bytes, first: int, ahead: int) -> Floats:
    """Forecasts a series by month; past months are asked for again as time goes on."""
    values = np.frombuffer(totals)
    stamps = [str(np.datetime64(first + m, "M")) + "-01" for m in range(len(values))]
    found = np.maximum(forecast([make_series("total", stamps, values)], ahead, ()).series[0].mean, 0.0)
    found.flags.writeable = False
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    mean: Floats
    spread: Floats
    total_spread: float
    lasting: float


@lru_cache(maxsize=4)
def _reconciled(keys: bytes, totals: bytes, shape: tuple[int, int], first: int, ahead: int) -> _Told:
    """Forecasts and reconciles cells; days of one month know the same whole months, and ask the same."""
    from hierarchicalforecast.methods import MinTrace

    cells = np.frombuffer(totals).reshape(shape)
    sums = hierarchy(np.frombuffer(keys, dtype=np.int64).reshape(shape[0], -1))
    history = sums @ cells
    stamps = [str(np.datetime64(first + m, "M")) + "-01" for m in range(shape[1])]
    series = [make_series(str(node), stamps, values) for node, values in enumerate(history)]
    told = forecast(series, ahead, (_LEVEL,)).series
    mean = np.stack([one.mean for one in told])
    agreed = MinTrace(method="wls_struct").fit_predict(S=sums, y_hat=mean)["mean"] if len(sums) > 1 else mean
    spread = np.array([
        _spread(one.bands.get(_LEVEL), one.mean, one.series.values)
        for one in (told[0], *told[-shape[0] :])
    ])  # fmt: skip
    bottom = np.maximum(np.asarray(agreed)[-shape[0] :], np.minimum(cells.min(axis=1, keepdims=True), 0.0))
    spread.flags.writeable = False
    return _Told(bottom, spread[1:], float(spread[0]), _lasting(history[0]))


def _rounded(amounts: Floats) -> Floats:
    """Returns amounts to ten digits: the same however they were converted."""
    digits = 10.0 ** (9 - np.floor(np.log10(np.maximum(np.abs(amounts), 1.0))))
    return np.rint(amounts * digits) / digits


def _spread(band: tuple[Floats, Floats] | None, mean: Floats, history: Floats) -> float:
    """Returns a band's half width as the deviation of a logarithm; without a band, how months differ."""
    size = float(np.abs(mean).mean())
    if size == 0:
        return _WIDEST
    if band is None:
        relative = float(np.std(np.diff(history)) / np.sqrt(2.0)) / size
    else:
        relative = float((band[1] - band[0]).mean()) / 2 / _TAIL / size
    return float(min(np.sqrt(np.log1p(relative**2)), _WIDEST))


def _lasting(total: Floats) -> float:
    """Returns how far what is off in a month is off in the next ones too, 0 to 1.

    It is the mean correlation of a month's growth over the year before with that of the next two months,
    shrunk towards a half; a history too short to tell counts as lasting altogether.
    """
    if len(total) < _YEAR + _LEAST_GROWTHS or (total <= 0).any():
        return 1.0
    growth = np.log(total[_YEAR:] / total[:-_YEAR])
    gap = growth - growth.mean()
    whole = float(np.sum(gap**2))
    if whole == 0:
        return 1.0
    alike = np.mean([np.sum(gap[lag:] * gap[:-lag]) / whole for lag in (1, 2)])
    count = len(gap)
    return float(np.clip((count * alike + _PRIOR_MONTHS * 0.5) / (count + _PRIOR_MONTHS), 0.0, 1.0))
