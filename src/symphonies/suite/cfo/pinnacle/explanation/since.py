"""From an earlier forecast's low point to today's, driver by driver."""

from __future__ import annotations

from symphonies.suite.cfo.pinnacle.explanation.customers import (
    ByCustomer,
    expected_until,
    led_by,
    less,
    settled_since,
)
from symphonies.suite.cfo.pinnacle.explanation.level import RECEIPTS, explain_level
from symphonies.suite.cfo.pinnacle.explanation.part import Part
from symphonies.suite.cfo.pinnacle.simulation.engine import CashSimulation

OPENING = "opening"
CAME = "came"


def explain_since(now: CashSimulation, then: CashSimulation, days: int) -> tuple[Part, ...]:
    """Return what leads from an earlier forecast's low point to that of today's, in base cents.

    ``came`` is what today's cash is above what was expected of it then. Each driver is what it is expected
    to bring from today to the low point, less what it was then expected to bring from today to the low
    point told then. The parts add up to the difference between the mean cash on the two days, exactly.

    Args:
        now: today's simulation.
        then: the earlier one; its horizon reaches today.
        days: how long ago that was.
    """
    expected = _amounts(explain_level(then.paths(), days))
    told = _amounts(explain_level(then.paths(), then.baseline.low.day))
    today = _amounts(explain_level(now.paths(), now.baseline.low.day))
    drivers = [name for name in dict.fromkeys([*today, *told, *expected]) if name != OPENING]
    moved = {name: today.get(name, 0) - (told.get(name, 0) - expected.get(name, 0)) for name in drivers}
    came = today[OPENING] - sum(expected.values())
    mine = {RECEIPTS: led_by(_owed(now, then, days), moved.get(RECEIPTS, 0))}
    return (
        Part(CAME, came, led_by(_paid(now, then, days), came)),
        *(Part(name, amount, mine.get(name, ())) for name, amount in moved.items() if amount),
    )


def _paid(now: CashSimulation, then: CashSimulation, days: int) -> ByCustomer:
    """Return what each customer paid of what was open, less what was expected of it."""
    expected = expected_until(then.position, then.nothing, days)
    return less(settled_since(then.position, now.position), expected)


def _owed(now: CashSimulation, then: CashSimulation, days: int) -> ByCustomer:
    """Return what is expected of each customer until the low point, less what was from today on."""
    told = expected_until(then.position, then.nothing, then.baseline.low.day)
    expected = expected_until(then.position, then.nothing, days)
    today = expected_until(now.position, now.nothing, now.baseline.low.day)
    return less(today, less(told, expected))


def _amounts(parts: tuple[Part, ...]) -> dict[str, int]:
    return {part.name: part.amount for part in parts}
