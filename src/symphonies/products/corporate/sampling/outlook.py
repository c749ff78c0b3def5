"""Series from outside the company, as statistics offices publish them; they move nothing in the sample."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import Tables, World, rows

_LAG_DAYS = 24
"""From the end of a month to the day its figure can be read."""
_SERIES = (("business_climate", 1, 100.0), ("industrial_output", 5, 100.0), ("new_orders", 5, 80.0))
"""Name, how it is made steady, and where it starts."""
_DRIFT, _SPREAD, _PULL, _CLIMATE_SPREAD = 0.001, 0.008, 0.85, 1.5


def publish(world: World) -> Tables:
    """Write a value for each month that was published by the as-of day."""
    rng, months = world.rng("corporate.outlook"), world.calendar.months
    published = (months + 1).astype("M8[D]") + _LAG_DAYS
    known = published <= world.calendar.as_of
    values = []
    for _, transform, start in _SERIES:
        luck = rng.standard_normal(len(months))
        values.append(start + _climate(luck) if transform == 1 else start * _growth(luck))
    count = int(known.sum())
    return {
        "indicator": rows(
            indicator_id=np.repeat([name for name, _, _ in _SERIES], count),
            observed_on=np.tile(world.calendar.month_starts[known], len(_SERIES)),
            published_on=np.tile(published[known], len(_SERIES)),
            value=np.concatenate([value[known] for value in values]).round(2),
            transform=np.repeat([transform for _, transform, _ in _SERIES], count),
        )
    }


def _climate(luck: np.ndarray) -> np.ndarray:
    found = np.zeros(len(luck))
    for month in range(1, len(luck)):
        found[month] = _PULL * found[month - 1] + _CLIMATE_SPREAD * luck[month]
    return found


def _growth(luck: np.ndarray) -> np.ndarray:
    return np.exp(np.cumsum(_DRIFT + _SPREAD * luck))
