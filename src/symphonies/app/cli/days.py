"""Days as options: one by one, and the period between two."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import typer

from symphonies.kernel import Period

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""Between these every calendar has room for the periods before and after."""


def day_option(*names: str, help: str) -> Any:
    """Return an option that takes a day in ISO 8601."""
    return typer.Option(*names, formats=["%Y-%m-%d"], callback=_within, help=help)


def period_between(since: date, until: date) -> Period:
    """Return the days from one to another, both included.

    Raises:
        typer.BadParameter: the period ends before it starts.
    """
    if until < since:
        raise typer.BadParameter(f"the period ends ({until}) before it starts ({since})")
    return Period(since, until + timedelta(days=1))


def _within(value: datetime | None) -> datetime | None:
    if value is not None and not FIRST <= value.date() <= LAST:
        raise typer.BadParameter(f"{value.date()} does not lie between {FIRST} and {LAST}.")
    return value
