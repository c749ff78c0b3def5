"""How far apart the points of a series are, and how many make a season."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from symphonies.kernel import did_you_mean
from symphonies.platform.learning.errors import SeriesInvalidError

if TYPE_CHECKING:
    import pandas as pd


class Frequency(StrEnum):
    """The distance between two points."""

    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business_day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    STEP = "step"
    """Points are numbered; there is no calendar."""


@dataclass(frozen=True, slots=True)
class _Facts:
    alias: str
    season: int


FACTS = {
    Frequency.HOUR: _Facts("h", 24),
    Frequency.DAY: _Facts("D", 7),
    Frequency.BUSINESS_DAY: _Facts("B", 5),
    Frequency.WEEK: _Facts("W", 52),
    Frequency.MONTH: _Facts("M", 12),
    Frequency.QUARTER: _Facts("Q", 4),
    Frequency.YEAR: _Facts("Y", 1),
    Frequency.STEP: _Facts("", 1),
}
DAYS_APART = (
    (0.9, Frequency.HOUR),
    (1.1, Frequency.DAY),
    (2.0, Frequency.BUSINESS_DAY),
    (10.0, Frequency.WEEK),
    (45.0, Frequency.MONTH),
    (200.0, Frequency.QUARTER),
)
"""Up to this many days between typical neighbours means this frequency; more means years."""


def frequency_named(name: str) -> Frequency:
    """Returns the frequency a person named.

    Raises:
        SeriesInvalidError: no frequency has that name.
    """
    try:
        return Frequency(name.lower().replace("-", "_"))
    except ValueError:
        known = [frequency.value for frequency in Frequency]
        raise SeriesInvalidError(f"There is no frequency {name!r}.", hint=did_you_mean(name, known)) from None


def season_of(frequency: Frequency) -> int:
    """Returns how many points make the season people plan by: 12 months, 7 days; 1 where there is none."""
    return FACTS[frequency].season


def infer_frequency(stamps: pd.DatetimeIndex) -> Frequency:
    """Returns the frequency that the usual distance between neighbours tells.

    Args:
        stamps: sorted and distinct.
    """
    import pandas as pd

    if len(stamps) < 2:
        return Frequency.MONTH
    days = pd.Series(stamps).diff().dropna().dt.total_seconds() / 86_400
    typical = float(days.median())
    for limit, frequency in DAYS_APART:
        if typical < limit:
            if frequency is Frequency.DAY and not (stamps.dayofweek >= 5).any() and len(stamps) > 7:
                return Frequency.BUSINESS_DAY
            return frequency
    return Frequency.YEAR


def positions(stamps: pd.DatetimeIndex, frequency: Frequency) -> pd.PeriodIndex:
    """Returns the periods the stamps fall into."""
    alias = FACTS[frequency].alias
    if frequency is Frequency.WEEK:
        alias = f"W-{('MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN')[int(stamps[-1].dayofweek)]}"
    if frequency is Frequency.BUSINESS_DAY:
        alias = "D"
    return stamps.to_period(alias)
