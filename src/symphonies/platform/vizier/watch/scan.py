"""A look at all series at once: what is unusual, with few false discoveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.calibration import LEAST_POOLED, predictive_p, together
from symphonies.platform.vizier.watch.discovery import discoveries
from symphonies.platform.vizier.watch.series import Family, Series
from symphonies.platform.vizier.watch.statistics import Kind, Stretch, most_unusual, past_ends

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 0.1
"""The share of false ones among the metrics told that is accepted."""
MATERIAL = 0.03
"""The share of the whole below which a slice is not looked at."""
NOTICEABLE = 0.02
"""The share of the whole by which a slice must differ to be worth telling."""
MOVED = 0.05
"""The share of its own usual figure by which a slice must differ."""
NEWS = timedelta(days=125)
"""How long something that passed is still told."""
_FILLED = 0.8
_WORKDAYS_FILLED = 0.5
_LASTING = 2


@dataclass(frozen=True)
class Anomaly:
    """An unusual stretch of one metric in one slice."""

    metric: str
    slice: tuple[tuple[str, str], ...]
    """Dimension path and value; empty: the whole."""
    label: str
    kind: Kind
    grain: Grain
    family: Family
    first_on: date
    """First day of its first period."""
    last_on: date
    """First day of its last period."""
    usual: float
    """What the figure would have been; a ratio's before its constant factor."""
    actual: float
    told_on: date
    """First day of the period whose figure is told."""
    value: float
    """The figure of that period."""
    low: float
    """Lower end of what was to be expected of it."""
    high: float
    """Upper end."""
    score: float
    """How far out, in usual spreads."""
    chance: float
    """How likely so far out is by chance alone, all slices of the metric looked at counted."""

    @property
    def difference(self) -> float:
        """The figure less the usual one."""
        return self.actual - self.usual

    @property
    def lasts(self) -> bool:
        """Whether it still goes on."""
        return self.kind is Kind.LEVEL


@dataclass(frozen=True)
class _Judged:
    series: Series
    now: Stretch
    past: tuple[float, ...]
    material: bool


def scan(every: Iterable[Series], *, rate: float = RATE) -> tuple[Anomaly, ...]:
    """Return what is unusual, the metric that is least likely by chance first, its slices together.

    Each series is judged against its own earlier looks and those of its like (`predictive_p`). One hypothesis
    is tested for each metric, that any of its slices is unusual, so that many slices make no metric likelier
    to be told; the metrics told hold the false-discovery rate. Of a metric that is told, every slice that
    stands at the same rate among its own is returned.

    Args:
        every: series of any grain, each metric's whole among its slices.
        rate: the false-discovery rate over metrics.
    """
    import numpy as np

    series = list(every)
    wholes = {(each.metric, each.grain): _size(each) for each in series if not each.slice}
    judged = [found for each in series if (found := _judge(each, wholes)) is not None]
    by_metric: dict[tuple[str, Grain], list[tuple[float, _Judged]]] = defaultdict(list)
    for each, p_value in zip(judged, _p_values(judged), strict=True):
        by_metric[each.series.metric, each.series.grain].append((float(p_value), each))
    metrics = list(by_metric.values())
    of_metrics = np.array([together(np.array([p_value for p_value, _ in slices])) for slices in metrics])
    told = discoveries(of_metrics, rate)
    level = rate * max(int(told.sum()), 1) / max(len(metrics), 1)
    found: list[Anomaly] = []
    for place in np.argsort(of_metrics, kind="stable"):
        if told[place]:
            found += _standing(metrics[place], float(of_metrics[place]), level)
    return tuple(found)


def _standing(slices: Sequence[tuple[float, _Judged]], chance: float, level: float) -> list[Anomaly]:
    """Return the slices of a metric that stand, the least likely first."""
    import numpy as np

    stands = discoveries(np.array([p_value for p_value, _ in slices]), level)
    kept = [
        pair
        for pair, stand in zip(slices, stands, strict=True)
        if stand and pair[1].material and _is_news(pair[1])
    ]
    return [_anomaly(each, max(chance, p_value)) for p_value, each in sorted(kept, key=lambda pair: pair[0])]


def _p_values(judged: Sequence[_Judged]) -> NDArray[np.float64]:
    """Return the p-value of each series: unlikely among its family, and among the slices of its metric."""
    import numpy as np

    pools: dict[tuple[str, Grain], list[int]] = defaultdict(list)
    for place, each in enumerate(judged):
        pools[each.series.family, each.series.grain].append(place)
        pools[each.series.metric, each.series.grain].append(place)
    found = np.zeros(len(judged))
    for name, pool in pools.items():
        past = [judged[place].past for place in pool]
        if isinstance(name[0], Family) or sum(len(each) for each in past) >= LEAST_POOLED:
            likely = predictive_p([judged[place].now.score for place in pool], past)
            found[pool] = np.maximum(found[pool], likely)
    return found


def _judge(series: Series, wholes: dict[tuple[str, Grain], float]) -> _Judged | None:
    """Return a series with its most unusual stretch, if it is large and full enough to be looked at."""
    whole = wholes.get((series.metric, series.grain), 0.0)
    if not _is_filled(series) or (series.slice and _size(series) < MATERIAL * whole):
        return None
    now = most_unusual(series, len(series.values))
    if now is None:
        return None
    past = [stretch.score for end in past_ends(series) if (stretch := most_unusual(series, end)) is not None]
    return _Judged(series, now, tuple(past), _is_material(series, now, whole))


def _is_filled(series: Series) -> bool:
    import numpy as np

    filled = np.nan_to_num(series.values if series.weights is None else series.weights) != 0
    return float(filled.mean()) >= (_WORKDAYS_FILLED if series.grain is Grain.DAY else _FILLED)


def _is_material(series: Series, now: Stretch, whole: float) -> bool:
    """Return whether a difference is worth a word: against what it usually is, and against the whole."""
    if now.low <= now.value <= now.high:
        return False
    difference = abs(now.actual - now.usual)
    moved = difference >= MOVED * abs(now.usual)
    if series.family is Family.RATIO or not whole:
        return moved
    return moved and difference >= NOTICEABLE * whole / len(series.values)


def _size(series: Series) -> float:
    import numpy as np

    return float(np.nansum(np.abs(series.values if series.weights is None else series.weights)))


def _anomaly(each: _Judged, chance: float) -> Anomaly:
    series, now = each.series, each.now
    return Anomaly(
        series.metric, series.slice, series.label, Kind.LEVEL if _lasts(each) else Kind.SPIKE, series.grain,
        series.family, series.starts[now.first], series.starts[now.last], now.usual, now.actual,
        series.starts[now.telling], now.value, now.low, now.high, now.score, chance,
    )  # fmt: skip


def _lasts(each: _Judged) -> bool:
    return each.now.last == len(each.series.values) - 1 and each.now.last - each.now.first >= _LASTING


def _is_news(each: _Judged) -> bool:
    starts = each.series.starts
    return _lasts(each) or starts[-1] - starts[each.now.last] <= NEWS
