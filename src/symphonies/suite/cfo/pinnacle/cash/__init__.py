"""The cash engine as a whole: weekly cash with its band, tested against what came."""

from .backtest import (
    BAND,
    RIVALS,
    Backtest,
    BandCoverage,
    Horizon,
    WeekTested,
    read_backtest,
    untested,
)
from .widths import daily_widths

__all__ = [
    "BAND",
    "RIVALS",
    "Backtest",
    "BandCoverage",
    "Horizon",
    "WeekTested",
    "daily_widths",
    "read_backtest",
    "untested",
]
