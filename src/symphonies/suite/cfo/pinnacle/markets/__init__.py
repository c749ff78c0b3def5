"""Markets: exchange rates, reference rates and series from outside."""

from .feeds import CsvFeed, SeriesFeed
from .indicators import Help, worth
from .markets import NOTHING, Outside, read_markets

__all__ = ["NOTHING", "CsvFeed", "Help", "Outside", "SeriesFeed", "read_markets", "worth"]
