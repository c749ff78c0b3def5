"""A change split over what caused it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import factorial

from symphonies.platform.learning.errors import SeriesInvalidError

MOST_DRIVERS = 12
"""Every subset of the drivers is computed: more would take too long."""


def split_change(drivers: Sequence[str], outcome: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """Splits the change of an outcome over its drivers; the parts add up to it.

    Args:
        drivers: what changed, at most 12.
        outcome: the outcome when these drivers have changed and the others have not.

    Returns:
        By driver, its mean effect over all orders in which the changes could have come.

    Raises:
        SeriesInvalidError: there are too many drivers.

    Source: Shapley (1953), "A value for n-person games".
    """
    count = len(drivers)
    if count > MOST_DRIVERS:
        raise SeriesInvalidError(
            f"A change cannot be split over {count} drivers.", hint=f"Group them to at most {MOST_DRIVERS}."
        )
    values = [
        outcome(frozenset(name for place, name in enumerate(drivers) if subset >> place & 1))
        for subset in range(1 << count)
    ]
    parts = dict.fromkeys(drivers, 0.0)
    for place, name in enumerate(drivers):
        for subset in range(1 << count):
            if not subset >> place & 1:
                size = subset.bit_count()
                weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                parts[name] += weight * (values[subset | 1 << place] - values[subset])
    return parts
