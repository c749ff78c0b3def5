"""Markets: exchange rates, reference rates and series from outside."""

from .feeds import CsvFeed, SeriesFeed
from .indicators import Help, worth
from .markets import read_markets

__all__ = ["CsvFeed", "Help", "SeriesFeed", "read_markets", "worth"]
