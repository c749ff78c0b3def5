"""What the calendar does beside the season: month ends, trading days, the days of an hourly week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .frequency import Frequency, positions
from .seasonality import centred_average
from .series import Series

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
WINDOWS = {
    Frequency.HOUR: 168,
    Frequency.DAY: 28,
    Frequency.BUSINESS_DAY: 21,
    Frequency.WEEK: 13,
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
}
"""Over how many points the level is averaged that an effect is told from."""
FEWEST_WINDOWS = 3
NEAR_MONTH_END = 3
"""So many days before and after the turn of a month may differ from others."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The calendar of a series.

    Attributes:
        columns: shape (points, columns), from the first point of its history on, past its horizon.
        window: over how many points its level is averaged.
    """

    columns: Floats
    window: int


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What the calendar does to each point, past and to come; it multiplies, or else adds."""

    values: Floats
    multiplies: bool

    def without(self, history: Floats) -> Floats:
        """Returns a history as it would have been on an even calendar."""
        seen = self.values[: len(history)]
        return history / seen if self.multiplies else history - seen

    def along(self, start: int, length: int) -> Floats:
        """Returns the effect on points from a position on."""
        return self.values[start : start + length]


def calendar_design(series: Series, horizon: int) -> Design | None:
    """Returns the calendar of a series; None where its points are numbered, or years."""
    import pandas as pd

    frequency, length = series.frequency, len(series.values) + horizon
    if isinstance(series.last, int) or frequency not in WINDOWS:
        return None
    if frequency is Frequency.BUSINESS_DAY:
        past = pd.bdate_range(end=series.last, periods=len(series.values))
        ahead = pd.bdate_range(series.last + pd.Timedelta(days=1), periods=horizon)
        return Design(_turn_of_month(pd.DatetimeIndex(past.append(ahead))), WINDOWS[frequency])
    last = positions(pd.DatetimeIndex([series.last]), frequency)[0]
    periods = pd.period_range(end=last + horizon, periods=length)
    return Design(_columns(periods, frequency), WINDOWS[frequency])


def calendar_effect(history: Floats, season: int, horizon: int, design: Design | None) -> Effect:
    """Tells what the calendar does to a history, only as strongly as the history proves.

    Deviations from a moving level (of logarithms when every value is positive) are regressed on the season
    and the calendar together, and the part of the calendar is shrunk by the positive-part James-Stein rule.

    Args:
        history: shape (n,).
        season: how many points make a season.
        horizon: how many points ahead are asked for.
        design: the calendar; None for none.

    Source: Cleveland & Devlin (1982), "Calendar effects in monthly time series"; shrinkage after
        Miller & Williams (2003).
    """
    multiplies = bool(history.min() > 0)
    neutral = Effect(np.full(len(history) + horizon, 1.0 if multiplies else 0.0), multiplies)
    if design is None or len(history) < FEWEST_WINDOWS * design.window + 1 or np.ptp(history) == 0:
        return neutral
    level = centred_average(history, design.window)
    lead = (len(history) - len(level)) // 2
    middle = slice(lead, lead + len(level))
    deviation = np.log(history[middle] / level) if multiplies else history[middle] - level
    phase = np.arange(len(history) + horizon)[:, None] % max(season, 1) == np.arange(max(season, 1))
    known = _apart_from(phase[middle].astype(np.float64), design.columns[middle])
    weights, _, rank, _ = np.linalg.lstsq(known, deviation, rcond=1e-8)
    told = known @ weights
    rest = deviation - told - _season_of(phase[middle], deviation - told)
    noise = float(rest @ rest) / max(len(deviation) - int(rank) - season, 1)
    strength = float(told @ told)
    kept = max(0.0, 1.0 - (int(rank) + 2) * noise / strength) if strength > 0 else 0.0
    whole = _apart_from(phase.astype(np.float64), design.columns[: len(phase)], middle)
    values = kept * (whole @ weights)
    return Effect(np.exp(values) if multiplies else values, multiplies)


def _apart_from(phase: Floats, columns: Floats, learned: slice = slice(None)) -> Floats:
    """Returns the columns less their means at each point of the season, told from the learned part."""
    counts = np.maximum(phase[learned].sum(axis=0), 1)
    means = phase[learned].T @ columns[learned] / counts[:, None]
    return columns - phase @ means


def _season_of(phase: NDArray[np.bool_], values: Floats) -> Floats:
    counts = np.maximum(phase.sum(axis=0), 1)
    return phase @ (phase.T @ values / counts)


def _columns(periods: pd.PeriodIndex, frequency: Frequency) -> Floats:
    starts = periods.start_time
    if frequency is Frequency.HOUR:
        hours = starts.dayofweek.to_numpy() * 24 + starts.hour.to_numpy()
        return (hours[:, None] == np.arange(168)).astype(np.float64)
    if frequency is Frequency.DAY:
        return _turn_of_month(starts)
    if frequency is Frequency.WEEK:
        week = (periods.end_time.day.to_numpy() - 1) // 7
        return (week[:, None] == np.arange(4)).astype(np.float64)
    return _trading_days(periods)


def _turn_of_month(days: pd.DatetimeIndex) -> Floats:
    """Returns a column for each first and last day of a month; weekends count where they occur."""
    day = days.to_numpy().astype("M8[D]")
    start = day.astype("M8[M]").astype("M8[D]")
    end = (day.astype("M8[M]") + 1).astype("M8[D]")
    mask = "1111111" if (days.dayofweek >= 5).any() else "1111100"
    since = np.busday_count(start, day, weekmask=mask)
    left = np.busday_count(day + 1, end, weekmask=mask)
    near = np.arange(NEAR_MONTH_END)
    return np.concatenate([since[:, None] == near, left[:, None] == near], axis=1).astype(np.float64)


def _trading_days(periods: pd.PeriodIndex) -> Floats:
    """Returns one column: weekdays less two and a half times the days of weekends."""
    first = periods.start_time.to_numpy().astype("M8[D]")
    after = periods.end_time.to_numpy().astype("M8[D]") + 1
    weekdays = np.busday_count(first, after)
    rest = (after - first).astype(np.int64) - weekdays
    return (weekdays - 2.5 * rest)[:, None]
