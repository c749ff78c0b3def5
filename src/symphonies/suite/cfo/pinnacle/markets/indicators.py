"""Whether an outside series helps to foretell one of ours: asked of the past, not taken for granted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats

_FEWEST = 24
"""Months that both must have."""
_HELD_SHARE = 0.4
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Help:
    """What knowing an indicator was worth.

    Attributes:
        name: of the series.
        lag: months by which it runs ahead.
        gain: share of the error it took away in the held months; below 0 when it harmed.
        months: how many months were held.
    """

    name: str
    lag: int
    gain: float
    months: int

    @property
    def helps(self) -> bool:
        """Whether it is worth using: it took away more than chance would."""
        return self.gain > 2.0 / np.sqrt(self.months)


def worth(ours: Floats, indicator: Floats, name: str, lags: tuple[int, ...] = (1, 2, 3)) -> Help | None:
    """Tests whether yearly growth of an indicator, some months before, says anything of ours.

    The lag is chosen and the weight fitted on the earlier months only, anew before each held month.

    Args:
        ours: monthly amounts, oldest first, all above 0.
        indicator: values of the same months.
        name: what to call it.
        lags: months between the two; at least 1, for the present month is not known yet.

    Returns:
        None when there are fewer than 24 months to compare.
    """
    target, source = _yearly(ours), _yearly(indicator)
    usable = np.isfinite(target) & np.isfinite(source)
    count = int(usable.sum())
    if count < _FEWEST:
        return None
    first = len(target) - int(count * _HELD_SHARE)
    plain, better, chosen = 0.0, 0.0, lags[0]
    for month in range(first, len(target)):
        scores = {lag: _fit(target[:month], source[:month], lag) for lag in lags}
        chosen = min(scores, key=lambda lag: scores[lag][2])
        slope, level, _ = scores[chosen]
        plain += abs(target[month] - float(np.nanmean(target[:month])))
        better += abs(target[month] - (level + slope * source[month - chosen]))
    return Help(name, chosen, 1.0 - better / plain if plain > 0 else 0.0, len(target) - first)


def _yearly(values: Floats) -> Floats:
    """Returns the growth over the same month of the year before; NaN where there is none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        growth = np.log(values[12:] / values[:-12])
    return np.where(np.isfinite(growth), growth, np.nan)


def _fit(target: Floats, source: Floats, lag: int) -> tuple[float, float, float]:
    """Returns slope, level and mean squared error of a line, the slope held back."""
    y, x = target[lag:], source[:-lag]
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    deviation = x.std() or 1.0
    z = (x - x.mean()) / deviation
    slope = float(np.sum(z * (y - y.mean())) / (len(z) + _RIDGE)) / deviation
    level = float(y.mean() - slope * x.mean())
    return slope, level, float(np.mean((y - level - slope * x) ** 2))
