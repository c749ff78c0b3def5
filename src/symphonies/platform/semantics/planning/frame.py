"""The periods of an answer: a dense row of slots, built here, not by the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics.planning.buckets import Base, base_of
from symphonies.platform.semantics.planning.reach import OPEN, Slot
from symphonies.platform.semantics.result import PeriodInfo

HORIZON_YEARS = 10
"""How far back an open period reaches when nobody says where the data starts."""


@dataclass(frozen=True)
class Frame:
    """The slots of an answer."""

    calendar: Calendar
    grain: Grain | None
    as_of: date
    slots: tuple[Slot, ...]
    base: Base | None
    """Set when the slots are civil periods, so that their numbers can be computed from a date."""
    open_start: bool
    """Whether leading slots without any data are to be left out."""

    @property
    def total(self) -> bool:
        """Whether the answer is one figure for the whole period."""
        return self.grain is None

    def info(self, slot: Slot) -> PeriodInfo:
        """Return what people want to know of a slot."""
        complete = slot.whole.end <= self.as_of + timedelta(days=1)
        if self.grain is None:
            start = "" if slot.whole.start == OPEN else slot.whole.start.isoformat()
            return PeriodInfo(slot.whole.start, slot.whole.end, f"{start} … {slot.whole.last_day}", complete)
        label = self.calendar.label(slot.whole.start, self.grain)
        return PeriodInfo(slot.whole.start, slot.whole.end, label, complete)


def build_frame(
    period: Period | None, grain: Grain | None, calendar: Calendar, as_of: date, since: date | None
) -> Frame:
    """Return the slots of a query.

    Args:
        period: What is asked for; None: everything up to and including the as-of day.
        grain: The length of a slot; None: one slot.
        calendar: How the year is cut.
        as_of: The last day the data speaks of.
        since: Where the data starts, for an open period.
    """
    open_start = period is None
    if period is None:
        start = OPEN if grain is None else since or as_of.replace(year=as_of.year - HORIZON_YEARS, day=1)
        period = Period(min(start, as_of), as_of + timedelta(days=1))
        if grain is not None:
            period = Period(calendar.period_of(period.start, grain).start, period.end)
    if grain is None:
        return Frame(calendar, None, as_of, (Slot(0, period, period),), None, open_start)
    wholes = calendar.periods_in(period, grain)
    base = base_of(wholes, grain)
    slots = tuple(
        Slot(
            base.number(whole.start) if base else place,
            whole,
            Period(max(whole.start, period.start), min(whole.end, period.end)),
        )
        for place, whole in enumerate(wholes)
    )
    return Frame(calendar, grain, as_of, slots, base, open_start)
