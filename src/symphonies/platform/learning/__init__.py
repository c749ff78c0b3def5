"""Learning: forecasts, scores and tests on the past that every engine shares."""

from .errors import HistoryTooShortError, SeriesInvalidError
from .forecasting import (
    LEVELS,
    Forecast,
    Forecasts,
    Frequency,
    Scorecard,
    Series,
    forecast,
    frequency_named,
    make_series,
    read_table,
)
from .scores import concordance, coverage, crps, mase, pinball, seasonal_scale, smape, wmape

__all__ = [
    "LEVELS",
    "Forecast",
    "Forecasts",
    "Frequency",
    "HistoryTooShortError",
    "Scorecard",
    "Series",
    "SeriesInvalidError",
    "concordance",
    "coverage",
    "crps",
    "forecast",
    "frequency_named",
    "make_series",
    "mase",
    "pinball",
    "read_table",
    "seasonal_scale",
    "smape",
    "wmape",
]
