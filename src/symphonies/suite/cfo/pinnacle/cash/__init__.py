"""The cash engine as a whole: weekly cash with its band, tested against what came."""

from .backtest import RIVALS, Backtest, BandCoverage, WeekTested, read_backtest, untested
from .widths import daily_widths

__all__ = [
    "RIVALS",
    "Backtest",
    "BandCoverage",
    "WeekTested",
    "daily_widths",
    "read_backtest",
    "untested",
]
