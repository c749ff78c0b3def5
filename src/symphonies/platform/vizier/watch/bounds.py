"""Figures beyond what the catalogue declares possible: no chance is asked, one is enough."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from symphonies.platform.vizier.watch.anomaly import Anomaly
from symphonies.platform.vizier.watch.series import Series
from symphonies.platform.vizier.watch.stretches import LOOKBACK, Kind

_ROUNDING = 1e-9


def impossible(every: Iterable[Series]) -> Iterator[Anomaly]:
    """Yield the newest stretch of each series that lies beyond its bounds, if it began in the look-back."""
    import numpy as np

    for series in every:
        if series.possible is None:
            continue
        with np.errstate(all="ignore"):
            figures = series.values if series.weights is None else series.values / series.weights
        figures = np.where(np.isfinite(figures), figures, np.nan)
        least, most = series.possible
        beyond = (figures < least - _ROUNDING) | (figures > most + _ROUNDING)
        start = max(len(figures) - LOOKBACK.get(series.grain, len(figures)), 0)
        if not beyond[start:].any():
            continue
        last = start + int(np.flatnonzero(beyond[start:])[-1])
        first = last
        while first > 0 and beyond[first - 1]:
            first -= 1
        yield _told(series, figures, first, last)


def _told(series: Series, figures: Iterable[float], first: int, last: int) -> Anomaly:
    values = [float(each) for each in figures]
    least, most = series.possible or (-math.inf, math.inf)
    usual = [each for each in values if math.isfinite(each) and least <= each <= most] or [0.0]
    low = least if math.isfinite(least) else min(usual)
    high = most if math.isfinite(most) else max(usual)
    stretch = values[first : last + 1]
    worst = max(stretch, key=lambda each: max(low - each, each - high))
    near = min(max(worst, low), high)
    return Anomaly(
        series.metric, series.slice, series.label, Kind.IMPOSSIBLE, series.grain, series.family,
        series.starts[first], series.starts[last], near, worst,
        series.starts[first + stretch.index(worst)], worst, low, high, math.inf, 0.0,
        worst - near, lasts=last == len(values) - 1,
    )  # fmt: skip
