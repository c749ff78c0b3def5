"""Time enters by a clock, so that every run can be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still: for tests and for companies with an as-of date."""

    instant: datetime

    def now(self) -> datetime:
        """Return the fixed instant."""
        return self.instant


def today(clock: Clock) -> date:
    """Return the clock's date in UTC."""
    return clock.now().date()
