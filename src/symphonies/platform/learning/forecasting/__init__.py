"""Forecasts of any regular series."""

from .forecast import LEVELS, Forecast, Forecasts, Scorecard, forecast
from .frequency import Frequency, frequency_named
from .series import FEWEST, Series, make_series
from .table import read_table

__all__ = [
    "FEWEST",
    "LEVELS",
    "Forecast",
    "Forecasts",
    "Frequency",
    "Scorecard",
    "Series",
    "forecast",
    "frequency_named",
    "make_series",
    "read_table",
]
