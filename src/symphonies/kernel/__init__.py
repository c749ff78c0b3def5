"""Errors, clock, periods, money and names: pure, and known to everything above."""

from symphonies.kernel.calendars import Calendar, CalendarKind
from symphonies.kernel.clock import Clock, FixedClock, SystemClock, today
from symphonies.kernel.errors import DeclarationError, ForbiddenError, NotFoundError, SymphonyError
from symphonies.kernel.money import Money
from symphonies.kernel.names import did_you_mean
from symphonies.kernel.periods import Grain, Period

__all__ = [
    "Calendar",
    "CalendarKind",
    "Clock",
    "DeclarationError",
    "FixedClock",
    "ForbiddenError",
    "Grain",
    "Money",
    "NotFoundError",
    "Period",
    "SymphonyError",
    "SystemClock",
    "did_you_mean",
    "today",
]
