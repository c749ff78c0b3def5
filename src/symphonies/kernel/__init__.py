"""Errors, clock, periods, money, names and a bounded memory: pure, and known to everything above."""

from symphonies.kernel.calendars import Calendar, CalendarKind
from symphonies.kernel.clock import Clock, FixedClock, SystemClock, today
from symphonies.kernel.errors import DeclarationError, ForbiddenError, NotFoundError, SymphonyError
from symphonies.kernel.kept import Kept
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
    "Kept",
    "Money",
    "NotFoundError",
    "Period",
    "SymphonyError",
    "SystemClock",
    "did_you_mean",
    "today",
]
