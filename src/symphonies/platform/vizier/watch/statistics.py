"""How far a stretch of a series lies from what came before it, in usual spreads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.series import Family, Series

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

LOOKBACK = {Grain.DAY: 150, Grain.WEEK: 26, Grain.MONTH: 8}
"""How many of the newest periods an anomaly may start in."""
LONGEST = {Grain.DAY: 7, Grain.WEEK: 8, Grain.MONTH: 8}
LEAST_HISTORY = {Grain.DAY: 180, Grain.WEEK: 40, Grain.MONTH: 15}
RANGE = 2.0
"""How many usual spreads to each side are to be expected."""
_WEEKDAY_MEMORY = 26
_SMALL = 0.1
_LEAST_RELATIVE = 0.005
"""No figure is taken to repeat itself more exactly than this."""


class Kind(StrEnum):
    """What is unusual."""

    SPIKE = "spike"
    """A new level that passed."""
    LEVEL = "level"
    """A changed level that lasts."""


@dataclass(frozen=True)
class Stretch:
    """The most unusual stretch of a series."""

    first: int
    """Place of its first period."""
    last: int
    """Place of its last period, included."""
    score: float
    """In spreads, not negative."""
    usual: float
    """What the figure would have been."""
    actual: float
    """What it was, on average over the stretch."""
    telling: int
    """Place of the period that is told: the newest one outside its range, else the one farthest out."""
    value: float
    """What the figure was in that period."""
    low: float
    """Lower end of what was to be expected in it: two usual spreads."""
    high: float
    """Upper end."""


def most_unusual(series: Series, end: int) -> Stretch | None:
    """Return the most unusual stretch among the newest periods before ``end``; None without enough history.

    Each stretch is set against the periods before the look-back alone, so that what is unusual does not
    become usual by lasting. A longer stretch counts for more, by the square root of its length; that the
    baseline is itself uncertain counts against it.
    """
    import numpy as np

    first = end - LOOKBACK[series.grain]
    if first < LEAST_HISTORY[series.grain]:
        return None
    scale_of = _scale(series, first)
    residual, usual, spread = residuals(series, first, end, scale_of)
    if not spread > 0:
        return None
    recent = residual[first:end]
    size = _information(series)[first:end]
    past = float(_information(series)[:first].sum())
    known = np.isfinite(recent)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, recent, 0.0))])
    sizes = np.concatenate([[0.0], np.cumsum(np.where(known, size, 0.0))])
    best: tuple[float, int, int] | None = None
    for length in range(1, LONGEST[series.grain] + 1):
        total, weight = sums[length:] - sums[:-length], sizes[length:] - sizes[:-length]
        scale = spread * np.sqrt(np.maximum(weight, 1e-12) * (1 + weight / max(past, 1e-12)))
        scores = np.where(weight > 0, np.abs(total) / scale, 0.0)
        place = int(np.argmax(scores))
        if best is None or scores[place] > best[0]:
            best = (float(scores[place]), place, length)
    if best is None or not np.isfinite(best[0]):
        return None
    score, place, length = best
    inside = slice(first + place, first + place + length)
    told = _told(series, residual, usual, spread, inside, scale_of)
    return Stretch(inside.start, inside.stop - 1, score, *_levels(series, usual, inside), *told)


def _told(
    series: Series,
    residual: NDArray[np.float64],
    usual: NDArray[np.float64],
    spread: float,
    inside: slice,
    unit: float | None,
) -> tuple[int, float, float, float]:
    """Return the place told, its figure, and the ends of its expected range."""
    import numpy as np

    reach = RANGE * spread * np.sqrt(_information(series)[: len(residual)])
    out = np.nan_to_num(np.abs(residual) / np.where(reach > 0, reach, np.inf))[inside]
    beyond = np.flatnonzero(out > 1)
    place = inside.start + int(beyond[-1] if len(beyond) else np.argmax(out))
    middle, value = float(usual[place]), float(series.values[place])
    if series.family is Family.RATIO and series.weights is not None:
        weight = float(series.weights[place])
        ends = [middle - reach[place] / abs(weight), middle + reach[place] / abs(weight)]
        floor = 0.0 if (series.values[: inside.stop] >= 0).all() and weight > 0 else -np.inf
        return place, value / weight, max(float(ends[0]), floor), float(ends[1])
    if unit is None:
        return place, value, middle - float(reach[place]), middle + float(reach[place])
    at = float(np.arcsinh(middle / unit))
    return place, value, float(np.sinh(at - reach[place]) * unit), float(np.sinh(at + reach[place]) * unit)


def residuals(
    series: Series, first: int, end: int, unit: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return actual less usual, usual, and the spread of a unit of information learned before ``first``.

    With a ``unit`` actual and usual are compared as multiples, else as amounts.
    """
    import numpy as np

    if series.family is Family.RATIO:
        return _ratio_residuals(series, first)
    values = series.values[:end] if unit is None else np.arcsinh(series.values[:end] / unit)
    if series.grain is Grain.DAY:
        usual = _calendar_usual(values, series.starts[:end], first)
    else:
        usual = _seasonal_usual(values, first, 12 if series.grain is Grain.MONTH else 52)
    residual = values - usual
    spread = max(_spread(residual[:first]), _LEAST_RELATIVE if unit is not None else 0.0)
    if series.counts:
        spread = max(spread, _chance_of_counts(series.values[:first], unit))
    return residual, usual if unit is None else np.sinh(usual) * unit, spread


def _scale(series: Series, first: int) -> float | None:
    """Return the size below which differences count as amounts; None: all do, as figures of both signs must.

    Figures of one sign vary by multiples: what doubles is as unusual at any size.
    """
    import numpy as np

    past = series.values[:first][np.isfinite(series.values[:first])]
    if series.family is Family.RATIO or not len(past) or not ((past >= 0).all() or (past <= 0).all()):
        return None
    middle = float(np.median(np.abs(past)))
    return _SMALL * middle if middle > 0 else None


def _chance_of_counts(values: NDArray[np.float64], unit: float | None) -> float:
    """Return the spread of a Poisson count of the usual size, on the scale of the residuals."""
    import numpy as np

    middle = max(float(np.nanmedian(np.abs(values))), 1.0)
    by_chance = float(np.sqrt(middle))
    return by_chance if unit is None else float(by_chance / np.hypot(middle, unit))


def _ratio_residuals(series: Series, first: int) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    import numpy as np

    weights = np.zeros(len(series.values)) if series.weights is None else series.weights
    whole = weights[:first].sum()
    rate = series.values[:first].sum() / whole if whole else 0.0
    residual = np.where(weights != 0, series.values - rate * weights, np.nan)
    past = residual[:first][weights[:first] > 0]
    scale = np.sqrt(np.abs(weights[:first][weights[:first] > 0]))
    spread = float(np.sqrt(np.mean((past / scale) ** 2))) if len(past) >= 8 else 0.0
    if (
        rate
        and whole
        and (series.values[:first] <= weights[:first]).all()
        and (weights == np.rint(weights)).all()
    ):
        # shares of counts vary at least as coins do
        spread = max(spread, float(np.sqrt(max(rate * (1 - rate), 0.02 / whole))))
    return residual, np.full(len(residual), rate), spread


def _information(series: Series) -> NDArray[np.float64]:
    import numpy as np

    if series.family is Family.RATIO and series.weights is not None:
        return np.abs(series.weights)
    return np.ones(len(series.values))


def _levels(series: Series, usual: NDArray[np.float64], inside: slice) -> tuple[float, float]:
    import numpy as np

    if series.family is Family.RATIO and series.weights is not None:
        weight = series.weights[inside].sum()
        return float(usual[0]), float(series.values[inside].sum() / weight) if weight else float("nan")
    return float(np.nanmean(usual[inside])), float(np.nanmean(series.values[inside]))


def _seasonal_usual(values: NDArray[np.float64], first: int, season: int) -> NDArray[np.float64]:
    """Return a line through the past that outliers do not bend, plus the season two years agree on.

    Source: Theil (1950) and Sen (1968) for the line.
    """
    import numpy as np

    places = np.arange(len(values))
    known = np.flatnonzero(np.isfinite(values[:first]))
    if len(known) < 2:
        return np.full(len(values), np.nan)
    apart = np.triu_indices(len(known), k=1)
    rise = np.diff(values[known[np.stack(apart)]], axis=0)[0] / np.diff(known[np.stack(apart)], axis=0)[0]
    slope = float(np.median(rise))
    usual = slope * places + float(np.median(values[known] - slope * known))
    left = values[:first] - usual[:first]
    for slot in range(season):
        same = left[slot::season]
        same = same[np.isfinite(same)]
        if len(same) >= 2 and (np.all(same > 0) or np.all(same < 0)):
            usual[slot::season] += np.sign(same[0]) * np.min(np.abs(same))
    return np.asarray(usual, dtype=np.float64)


def _calendar_usual(values: NDArray[np.float64], starts: tuple[date, ...], first: int) -> NDArray[np.float64]:
    """Return the usual of a day by its weekday, and by its place in the month where that is nearer."""
    import numpy as np

    usual = np.full(len(values), np.nan)
    weekday = np.array([day.weekday() for day in starts])
    for slot in range(7):
        places = np.flatnonzero(weekday == slot)
        known = places[places < first][-_WEEKDAY_MEMORY:]
        if len(known):
            usual[places] = np.nanmean(values[known])
    for keys in (_from_start(starts), _from_end(starts)):
        by_place = np.full(len(values), np.nan)
        for slot in np.unique(keys):
            places = np.flatnonzero(keys == slot)
            known = places[places < first]
            if len(known) >= 4:
                by_place[places] = np.nanmean(values[known])
        nearer = np.abs(values - by_place) < np.abs(values - usual)
        usual = np.where(nearer, by_place, usual)
    return usual


def _from_start(starts: tuple[date, ...]) -> NDArray[np.int64]:
    import numpy as np

    counts: list[int] = []
    for day in starts:
        fresh = not counts or day.day == 1
        counts.append((0 if fresh else counts[-1]) + (day.weekday() < 5))
    return np.array(counts)


def _from_end(starts: tuple[date, ...]) -> NDArray[np.int64]:
    from calendar import monthrange
    from datetime import timedelta

    import numpy as np

    def working(day: date) -> int:
        left = monthrange(day.year, day.month)[1] - day.day
        return sum((day + timedelta(days=ahead)).weekday() < 5 for ahead in range(left + 1))

    return np.array([working(day) for day in starts])


def _spread(residual: NDArray[np.float64]) -> float:
    """Return the standard deviation with the largest twentieth drawn in: no outlier hides another."""
    import numpy as np

    known = np.abs(residual[np.isfinite(residual)])
    if len(known) < 8:
        return 0.0
    return float(np.sqrt(np.mean(np.minimum(known, np.quantile(known, 0.95)) ** 2))) * 1.1


def past_ends(series: Series) -> Iterator[int]:
    """Yield the ends of earlier look-backs that do not reach into the newest one: they calibrate."""
    step = LOOKBACK[series.grain]
    least = LEAST_HISTORY[series.grain] + step
    end = len(series.values) - step
    while end >= least:
        yield end
        end -= max(step // 2, 1)
