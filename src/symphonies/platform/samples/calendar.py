"""The days of the sample's history and where business falls among them."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
"""Days as ``datetime64[D]``; NaT stands for no day."""
NO_DAY = np.datetime64("NaT", "D")


class Calendar:
    """The days from the first of a month to the as-of day, both included."""

    def __init__(self, as_of: date, months: int) -> None:
        """Lay out the history.

        Args:
            as_of: The last day.
            months: The number of months, the as-of day's own included.
        """
        self.as_of = np.datetime64(as_of, "D")
        last = self.as_of.astype("M8[M]")
        self.months: Days = np.arange(last - (months - 1), last + 1)
        """The months, as ``datetime64[M]``."""
        self.start = self.months[0].astype("M8[D]")
        self.days: Days = np.arange(self.start, self.as_of + 1)

    @property
    def month_starts(self) -> Days:
        """The first day of each month."""
        return self.months.astype("M8[D]")

    @property
    def month_ends(self) -> Days:
        """The last day of each month, the as-of day for the last."""
        return np.minimum((self.months + 1).astype("M8[D]") - 1, self.as_of)

    @cached_property
    def month_of_year(self) -> NDArray[np.int64]:
        """1 to 12 for each month of the history."""
        return (self.months.astype(np.int64) % 12) + 1

    @cached_property
    def elapsed_share(self) -> NDArray[np.float64]:
        """The share of each month's weekdays that has passed: 1 but for the last month."""
        whole = np.busday_count(self.month_starts, (self.months + 1).astype("M8[D]"))
        return np.busday_count(self.month_starts, self.month_ends + 1) / whole

    @cached_property
    def business_weight(self) -> NDArray[np.float64]:
        """How busy each day is: nothing at weekends, more in the last days of months and quarters."""
        weight = np.is_busday(self.days).astype(float)
        month = self.days.astype("M8[M]")
        left = np.busday_count(self.days, (month + 1).astype("M8[D]"))
        quarter_end = (month.astype(np.int64) + 1) % 3 == 0
        weight[left <= 3] *= 1.8
        weight[(left <= 5) & quarter_end] *= 1.5
        return weight

    def month_index(self, days: Days) -> NDArray[np.int64]:
        """Return the position of each day's month in the history; outside it may be any number."""
        return (days.astype("M8[M]") - self.months[0]).astype(np.int64)

    def month_back(self, count: int, day: int = 1) -> np.datetime64:
        """Return a day of the month ``count`` months before the as-of day's."""
        return (self.months[-1] - count).astype("M8[D]") + (day - 1)

    def draw_days(self, rng: np.random.Generator, month: NDArray[np.int64]) -> Days:
        """Draw a weekday in each of the given months, by how busy days are."""
        total = np.concatenate([[0.0], np.cumsum(self.business_weight)])
        first = (self.month_starts - self.start).astype(np.int64)
        last = (self.month_ends - self.start).astype(np.int64) + 1
        low, high = total[first[month]], total[last[month]]
        at = low + (high - low) * rng.random(len(month))
        place = np.searchsorted(total, at, side="right") - 1
        return self.days[np.minimum(place, last[month] - 1)]

    def inside(self, days: Days) -> NDArray[np.bool_]:
        """Return which days lie in the history; NaT does not."""
        return (days >= self.start) & (days <= self.as_of)


def next_weekday(days: Days, offset: int | NDArray[np.int64] = 0) -> Days:
    """Return the day itself or the weekday after it, then ``offset`` weekdays on."""
    return np.busday_offset(days, offset, roll="forward")
