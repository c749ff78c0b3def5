"""What a season does not tell: month ends, trading days, weekends of an hourly series, one-off points."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from symphonies.platform.learning import Forecasts, forecast, mae, make_series
from symphonies.platform.learning.forecasting.outliers import without_outliers

RNG = np.random.default_rng(11)


def told(
    stamps: pd.DatetimeIndex, values: np.ndarray, horizon: int
) -> tuple[np.ndarray, np.ndarray, Forecasts]:
    """Forecast all but the last points; return the forecast, what came, and all that was told."""
    names = [stamp.isoformat() for stamp in stamps]
    found = forecast([make_series("a", names[:-horizon], values[:-horizon])], horizon)
    return found.series[0].mean, values[-horizon:], found


def test_the_last_business_day_of_a_month_is_known_for_what_it_is() -> None:
    days = pd.bdate_range("2024-01-01", "2025-12-31")
    month_end = pd.Series(days).groupby(days.to_period("M")).transform("max").to_numpy() == days.to_numpy()
    values = 100 + 200 * month_end + RNG.normal(0, 8, len(days))
    mean, came, _ = told(days, values, 23)
    assert mean[-1] == pytest.approx(300, abs=25)
    assert mae(came, mean) < 10


def test_an_hourly_week_has_its_weekend() -> None:
    hours = pd.date_range("2026-01-01", periods=24 * 7 * 5, freq="h")
    values = (
        100 + 20 * np.sin(hours.hour * np.pi / 12) + 30 * (hours.dayofweek < 5) + RNG.normal(0, 3, len(hours))
    )
    mean, came, _ = told(hours, values.to_numpy(), 24 * 3)
    assert mae(came, mean) < 5


def test_a_month_with_more_trading_days_sells_more() -> None:
    months = pd.period_range("2012-01", "2025-12", freq="M")
    weekdays = np.busday_count(
        months.start_time.to_numpy().astype("M8[D]"), months.end_time.to_numpy().astype("M8[D]") + 1
    )
    values = weekdays * 10.0 + RNG.normal(0, 0.5, len(months))
    mean, came, _ = told(months.start_time, values, 12)
    assert mae(came, mean) < 1.5


def test_noise_has_no_calendar() -> None:
    days = pd.bdate_range("2025-01-01", "2025-12-31")
    mean, _, _ = told(days, RNG.normal(100, 10, len(days)), 23)
    assert np.ptp(mean) < 4


def test_one_far_point_is_set_aside_and_told() -> None:
    months = pd.date_range("2018-01-01", periods=72, freq="MS")
    values = RNG.normal(200, 10, 72)
    values[50] = 5000
    mean, came, found = told(months, values, 6)
    assert mae(came, mean) < 20
    assert found.series[0].notes == ("1 point far from all others set aside as one-off",)


def test_neither_a_season_nor_a_new_level_is_an_outlier() -> None:
    season = np.where(np.arange(72) % 12 == 11, 900.0, 200.0) + RNG.normal(0, 10, 72)
    assert without_outliers(season, 12)[1] == 0
    shifted = RNG.normal(200, 10, 72) + np.where(np.arange(72) < 40, 0, 400)
    assert without_outliers(shifted, 12)[1] == 0


def test_a_history_too_short_for_its_season_still_has_bands_where_they_can_be_tested() -> None:
    months = pd.date_range("2024-01-01", periods=24, freq="MS")
    _, _, found = told(months, RNG.normal(200, 10, 24), 4)
    assert {0.5, 0.8} <= set(found.series[0].bands)
