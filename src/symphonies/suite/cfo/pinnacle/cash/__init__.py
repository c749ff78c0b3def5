"""The cash engine as a whole: weekly cash with its band, tested against what came."""

from .backtest import RIVALS, BandCoverage, Backtest, WeekTested, read_backtest, untested

__all__ = ["RIVALS", "BandCoverage", "Backtest", "WeekTested", "read_backtest", "untested"]
