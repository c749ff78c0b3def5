"""Outflows: bills at hand and to come, what comes round by the calendar, and what no document explains."""

from .habit import PaymentHabit, learn_habit
from .obliged import foretell_obliged
from .payables import foretell_payables, foretell_purchases
from .planned import Planned, read_planned
from .recurring import Calendar, find_calendar, foretell_recurring
from .residuals import FINANCING, INTERNAL, explained_lines, leftover
from .rows import Rows, gathered, rows

__all__ = [
    "FINANCING",
    "INTERNAL",
    "Calendar",
    "PaymentHabit",
    "Planned",
    "Rows",
    "explained_lines",
    "find_calendar",
    "foretell_obliged",
    "foretell_payables",
    "foretell_purchases",
    "foretell_recurring",
    "gathered",
    "learn_habit",
    "leftover",
    "read_planned",
    "rows",
]
