"""The cash engine as a whole: weekly cash with its band, tested against what came."""

from .backtest import RIVALS, Backtest, BandCoverage, WeekTested, read_backtest, untested

__all__ = ["RIVALS", "Backtest", "BandCoverage", "WeekTested", "read_backtest", "untested"]
