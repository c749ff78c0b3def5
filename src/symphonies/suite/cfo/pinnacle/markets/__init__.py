"""Markets: exchange rates, and series from outside."""

from .indicators import NO_INDICATORS, Indicators, read_indicators
from .markets import read_markets

__all__ = ["NO_INDICATORS", "Indicators", "read_indicators", "read_markets"]
