"""Days that are not like others: public holidays, ends of quarters, and what a company declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from symphonies.kernel import Calendar, Grain, public_holidays

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class DeclaredEvent:
    """Days on which figures may be anything: a move of systems, a strike, a sale."""

    name: str
    first_on: date
    last_on: date
    """Included."""


@dataclass(frozen=True)
class Almanac:
    """What figures cannot tell of days.

    Attributes:
        country: whose holidays count for figures whose rows name no country; empty: nobody's.
        events: what was declared.
    """

    country: str = ""
    events: tuple[DeclaredEvent, ...] = ()


@dataclass(frozen=True, eq=False)
class Days:
    """What is known of the days of one series or of several."""

    closed: NDArray[np.float64]
    """Shape (periods,) or (series, periods): the share of the business where it is a public holiday."""
    quarter: NDArray[np.bool_]
    """Shape (periods,): whether the day's month is the last of a quarter."""
    declared: NDArray[np.bool_]
    """Shape (periods,): whether something was declared for the day."""

    def within(self, kept: slice) -> Days:
        """Return some of the days."""
        return Days(self.closed[..., kept], self.quarter[kept], self.declared[kept])

    def of(self, kept: NDArray[np.bool_] | int) -> Days:
        """Return the days of some of several series."""
        return replace(self, closed=self.closed[kept])


def days_of(starts: Sequence[date], calendar: Calendar, almanac: Almanac) -> Days:
    """Return what is known of days without any holiday."""
    import numpy as np

    ends = [
        calendar.period_of(day, Grain.MONTH).end == calendar.period_of(day, Grain.QUARTER).end
        for day in starts
    ]
    declared = [any(each.first_on <= day <= each.last_on for each in almanac.events) for day in starts]
    return Days(np.zeros(len(starts)), np.array(ends, dtype=bool), np.array(declared, dtype=bool))


def holidays_in(countries: Sequence[str], starts: Sequence[date]) -> NDArray[np.float64]:
    """Return where days are public holidays, shape (countries, days); 1 or 0."""
    import numpy as np

    if not starts:
        return np.zeros((len(countries), 0))
    known = [public_holidays(country, starts[0].year, starts[-1].year) for country in countries]
    return np.array([[float(day in each) for day in starts] for each in known]).reshape(
        len(known), len(starts)
    )


def stacked_days(every: Sequence[Days]) -> Days | None:
    """Return the days of several series side by side; None of none."""
    import numpy as np

    if not every:
        return None
    return replace(every[0], closed=np.stack([each.closed for each in every]))
