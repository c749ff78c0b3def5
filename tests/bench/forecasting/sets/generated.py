"""Series made by chance, each family hard in its own way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from .held import Held, hold

COUNT = 60
Draw = Callable[[np.random.Generator, int], np.ndarray]


def growing_season(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return a level with drift whose season multiplies."""
    level = 100 * np.exp(np.cumsum(rng.normal(rng.uniform(-0.003, 0.01), 0.015, length)))
    season = np.exp(rng.normal(0, 0.25, 12))
    return level * season[np.arange(length) % 12] * np.exp(rng.normal(0, 0.04, length))


def moving_season(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return a level whose season becomes another one, slowly."""
    first, second = rng.normal(0, 0.2, (2, 12))
    share = np.linspace(0, 1, length)
    phase = np.arange(length) % 12
    level = np.cumsum(rng.normal(0.002, 0.02, length))
    return 500 * np.exp(
        level + (1 - share) * first[phase] + share * second[phase] + rng.normal(0, 0.03, length)
    )


def breaks(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return a trend that turns, and a level that jumps."""
    turn, jump = rng.integers(length // 4, length - 24, 2)
    slope = np.where(np.arange(length) < turn, *rng.normal(0.5, 1.0, 2))
    level = 200 + np.cumsum(slope) + np.where(np.arange(length) >= jump, rng.normal(0, 40), 0)
    return level + rng.normal(0, 8, length)


def short(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return a walk with some season, of which little is known."""
    known = int(rng.integers(14, length))
    return growing_season(rng, known) if rng.random() < 0.5 else 50 + np.cumsum(rng.normal(0.2, 2, known))


def rare(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return demand that comes rarely, in lumps."""
    comes = rng.random(length) < rng.uniform(0.08, 0.4)
    return np.where(comes, rng.poisson(rng.uniform(1, 20), length) + 1.0, 0.0)


def many_zeros(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return daily counts that are zero on many days, by the day of the week."""
    week = np.clip(rng.normal(0.6, 0.35, 7), 0.02, 1)[np.arange(length) % 7]
    rate = rng.uniform(2, 15) * np.exp(np.cumsum(rng.normal(0, 0.01, length)))
    return np.where(rng.random(length) < week, rng.poisson(rate), 0).astype(float)


def week_and_year(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return daily figures with a week and a year in them."""
    day = np.arange(length)
    year = rng.uniform(0.1, 0.4) * np.sin(2 * np.pi * (day / 365.25 + rng.random()))
    week = rng.normal(0, 0.25, 7)[day % 7]
    return 1000 * np.exp(year + week + np.cumsum(rng.normal(0, 0.004, length)) + rng.normal(0, 0.06, length))


def day_and_week(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return hourly figures with a day and a week in them."""
    hour = np.arange(length)
    day = (
        rng.uniform(0.2, 0.6) * np.sin(2 * np.pi * (hour / 24 + rng.random()))
        + rng.normal(0, 0.1, 24)[hour % 24]
    )
    week = rng.normal(0, 0.2, 7)[hour // 24 % 7]
    return 300 * np.exp(day + week + np.cumsum(rng.normal(0, 0.006, length)) + rng.normal(0, 0.06, length))


def walk(rng: np.random.Generator, length: int) -> np.ndarray:
    """Return a walk that crosses zero."""
    return np.cumsum(rng.normal(rng.normal(0, 0.2), 1.0, length)) + rng.normal(0, 0.5, length)


def made(draw: Draw, start: str, freq: str, length: int, horizon: int, **options: int | bool) -> Held:
    """Return a family, always the same one."""
    rng = np.random.default_rng(sum(draw.__name__.encode()))
    rows = []
    for key in range(COUNT):
        values = draw(rng, length)
        at = pd.date_range(start, periods=length, freq=freq)[-len(values) :]
        rows.append(pd.DataFrame({"key": f"{key:03d}", "at": at, "y": values}))
    return hold(pd.concat(rows), horizon, **options)


SETS = {
    "made: season that grows, monthly": partial(made, growing_season, "2014-01-01", "MS", 108, 12),
    "made: breaks, monthly": partial(made, breaks, "2014-01-01", "MS", 108, 12),
    "made: short, monthly": partial(made, short, "2022-01-01", "MS", 36, 6, shortest=8),
    "made: rare demand, monthly": partial(made, rare, "2016-01-01", "MS", 84, 6),
    "made: week and year, daily": partial(made, week_and_year, "2023-01-01", "D", 900, 28),
    "made: season that moves, monthly": partial(
        made, moving_season, "2010-01-01", "MS", 156, 12, unseen=True
    ),
    "made: many zeros, daily": partial(made, many_zeros, "2025-01-01", "D", 300, 28, unseen=True),
    "made: day and week, hourly": partial(made, day_and_week, "2026-01-05", "h", 1000, 48, unseen=True),
    "made: walks, weekly": partial(made, walk, "2023-01-02", "W-MON", 130, 13, unseen=True),
}
