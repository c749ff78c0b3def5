"""Errors, clock, periods, holidays, money, names and a bounded memory: pure, and known to all above."""

from symphonies.kernel.calendars import Calendar, CalendarKind
from symphonies.kernel.clock import Clock, FixedClock, SystemClock, today
from symphonies.kernel.errors import DeclarationError, ForbiddenError, NotFoundError, SymphonyError
from symphonies.kernel.holidays import named_holiday, public_holidays
from symphonies.kernel.kept import Kept
from symphonies.kernel.money import Money
from symphonies.kernel.names import did_you_mean
from symphonies.kernel.periods import Grain, Period
from symphonies.kernel.stop import Stop

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
    "Stop",
    "SymphonyError",
    "SystemClock",
    "did_you_mean",
    "named_holiday",
    "public_holidays",
    "today",
]
