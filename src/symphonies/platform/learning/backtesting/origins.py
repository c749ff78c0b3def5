"""The days from which a backtest looks ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Rolling:
    """A rolling origin.

    Attributes:
        origins: how many days to look ahead from.
        every_days: how far apart they lie.
        horizon_days: how far each looks ahead.
    """

    origins: int = 6
    every_days: int = 28
    horizon_days: int = 91

    def cuts(self, as_of: date) -> tuple[date, ...]:
        """Returns the origins, oldest first; what the last one looks ahead to is known on ``as_of``."""
        last = as_of - timedelta(days=self.horizon_days)
        return tuple(last - timedelta(days=self.every_days * back) for back in reversed(range(self.origins)))

    def end(self, cut: date) -> date:
        """Returns the last day that an origin looks ahead to."""
        return cut + timedelta(days=self.horizon_days)
