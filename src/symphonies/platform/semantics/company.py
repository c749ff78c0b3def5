"""The company whose figures are asked for, as far as the planner needs it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from symphonies.kernel import Calendar, CalendarKind


class FiscalYear(Protocol):
    """How a company cuts its year."""

    @property
    def fiscal_year_start_month(self) -> int:
        """1 to 12."""
        ...

    @property
    def calendar(self) -> str:
        """``calendar``, ``iso``, ``fiscal`` or ``445``."""
        ...


class Company(FiscalYear, Protocol):
    """Facts of the company that decide periods and currencies."""

    @property
    def currency(self) -> str:
        """The group currency, ISO 4217."""
        ...

    @property
    def as_of(self) -> date:
        """The last day the data speaks of."""
        ...


def calendar_of(company: FiscalYear, kind: str | None = None) -> Calendar:
    """Return the calendar to use: the one asked for, else the company's.

    Raises:
        ValueError: When there is no such kind of calendar.
    """
    return Calendar(CalendarKind(kind or company.calendar), company.fiscal_year_start_month)
