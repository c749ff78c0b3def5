"""A look at all series at once: what is unusual, with few false discoveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch import courses, events, gaps, prices, ranks, swings
from symphonies.platform.vizier.watch.anomaly import Anomaly
from symphonies.platform.vizier.watch.block import Block, blocks
from symphonies.platform.vizier.watch.bounds import impossible
from symphonies.platform.vizier.watch.calibration import predictive_p, together
from symphonies.platform.vizier.watch.discovery import discoveries
from symphonies.platform.vizier.watch.series import MATERIAL, Family, Series
from symphonies.platform.vizier.watch.stretches import Kind, Look, past_ends

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 0.005
"""The share of false ones among the metrics told that is accepted; small, as far tails are never sure."""
LIKELY = 0.1
"""The rate at which slices are named that say where a sure one happened."""
NOTICEABLE = 0.02
"""The share of the whole by which a slice must differ to be worth telling."""
MOVED = 0.05
"""The share of its own usual figure by which a slice must differ."""
WILDER = 2.0
"""A swing that is not so many times as wide as usual is not worth a word."""
NEWS = timedelta(days=150)
"""How long something that passed is still told."""
UNSEEN = 1.25
"""How many times as far out as in any earlier look."""
LEAST_OF_METRIC = 40
"""Fewer earlier looks at the slices of a metric say nothing of that metric alone."""
RARE = 0.2
"""A share as small as that, or its rest, is made of single events."""
_FILLED = 0.8
_LASTING = 2
LUMPY = 8.0
"""A flow whose largest month is so many times its usual one is a sum of few events."""

_APART = {"gaps": Kind.MISSING, "swings": Kind.SWINGS}
"""Ways that ask another question than whether figures are out of their range, and the kind each finds."""

Judge = Callable[[Block, int], Look | None]


@dataclass(frozen=True)
class _Judged:
    """One series as one way of looking at it sees it."""

    series: Series
    way: str
    look: Look
    place: int
    past: tuple[float, ...]
    material: bool

    @property
    def score(self) -> float:
        return float(self.look.score[self.place])

    @property
    def lasts(self) -> bool:
        first, last = int(self.look.first[self.place]), int(self.look.last[self.place])
        if self.way in _APART:
            return last >= len(self.series.values) - 1
        long = 14 if self.series.grain is Grain.DAY else _LASTING
        return last >= len(self.series.values) - 1 and last - first >= long

    @property
    def question(self) -> str:
        """What is asked of its metric: questions are tested apart from each other."""
        return self.way if self.way in _APART else "figures"

    @property
    def kind(self) -> Kind:
        if self.way in _APART:
            return _APART[self.way]
        if self.series.family is Family.FLOW and not self._stretch(self.series.values).any():
            return Kind.MISSING
        if self.look.trend is not None and self.look.trend[self.place]:
            return Kind.TREND
        return Kind.LEVEL if self.lasts else Kind.SPIKE

    def _stretch(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values[int(self.look.first[self.place]) : int(self.look.last[self.place]) + 1]

    @property
    def unseen(self) -> bool:
        return self.score > UNSEEN * max(self.past, default=0.0)


_ByMetric = dict[tuple[str, Grain], list[tuple[float, _Judged]]]


def scan(every: Iterable[Series], *, rate: float = RATE) -> tuple[Anomaly, ...]:
    """Return what is unusual, the metric that is least likely by chance first, its slices together.

    Each series is judged against its own earlier looks and those of its like (`predictive_p`). One hypothesis
    is tested for each metric, grain and question (figures, gaps, swings): that any of its slices is unusual.
    Many slices thus make no metric likelier to be told. The metrics told hold the false-discovery rate, each
    question by itself. Of a metric that is told, every slice that stands at the same rate among its own is
    sure; slices that are only likely come with them.

    Args:
        every: series of any grain, each metric's whole among its slices.
        rate: the false-discovery rate over metrics.
    """
    series = list(_distinct(every))
    wholes = {(each.metric, each.grain): _size(each) for each in series if not each.slice}
    judged = [found for block in blocks(series) for found in _judged(block, wholes)]
    asked: dict[str, _ByMetric] = defaultdict(lambda: defaultdict(list))
    for each, p_value in zip(judged, _p_values(judged), strict=True):
        asked[each.question][each.series.metric, each.series.grain].append((float(p_value), each))
    found = [each for question in sorted(asked) for each in _told(list(asked[question].values()), rate)]
    return (*impossible(series), *found)


def _told(metrics: Sequence[Sequence[tuple[float, _Judged]]], rate: float) -> list[Anomaly]:
    """Return what is unusual of the metrics that hold the rate together, the least likely first."""
    import numpy as np

    of_metrics = np.array([together(np.array([p_value for p_value, _ in slices])) for slices in metrics])
    told = discoveries(of_metrics, rate)
    level = rate * max(int(told.sum()), 1) / max(len(metrics), 1)
    found: list[Anomaly] = []
    for place in np.argsort(of_metrics, kind="stable"):
        if told[place]:
            found += _standing(metrics[place], float(of_metrics[place]), level)
    return found


def _distinct(every: Iterable[Series]) -> Iterator[Series]:
    """Leave out slices that are another one by another name; the one with the shortest name stays."""
    seen: set[tuple[object, ...]] = set()
    ordered = sorted(every, key=lambda each: (len(each.slice), sum(len(path) for path, _ in each.slice)))
    for each in ordered:
        weights = b"" if each.weights is None else each.weights.tobytes()
        key = (each.metric, each.grain, bool(each.slice), each.values.tobytes(), weights)
        if key not in seen:
            seen.add(key)
            yield each


def _standing(slices: Sequence[tuple[float, _Judged]], chance: float, level: float) -> list[Anomaly]:
    """Return the slices of a metric that stand, the least likely first."""
    import numpy as np

    p_values = np.array([p_value for p_value, _ in slices])
    sure, likely = discoveries(p_values, level), discoveries(p_values, LIKELY)
    kept = [
        (p_value, each, bool(sure[place]))
        for place, (p_value, each) in enumerate(slices)
        if likely[place] and each.material and each.unseen and _is_news(each)
    ]
    kept.sort(key=lambda one: one[0])
    return [_anomaly(each, max(chance, p_value), stands) for p_value, each, stands in kept]


def _p_values(judged: Sequence[_Judged]) -> NDArray[np.float64]:
    """Return the p-value of each series: unlikely among its family, and among the slices of its metric."""
    import numpy as np

    pools: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, each in enumerate(judged):
        pools["family", each.way, each.series.family, each.series.grain].append(place)
        pools["metric", each.way, each.series.metric, each.series.grain].append(place)
    found = np.array([gaps.chance(each.score) if each.way == "gaps" else 0.0 for each in judged])
    for name, pool in pools.items():
        past = [judged[place].past for place in pool]
        if name[0] == "family" or sum(len(each) for each in past) >= LEAST_OF_METRIC:
            likely = predictive_p([judged[place].score for place in pool], past)
            found[pool] = np.maximum(found[pool], likely)
    return found


def _judged(block: Block, wholes: dict[tuple[str, Grain], float]) -> Iterator[_Judged]:
    """Yield the series that are large enough with their most unusual stretch."""
    import numpy as np

    sizes = np.array([_size(each) for each in block.members])
    least = np.array([MATERIAL * wholes.get((each.metric, each.grain), 0.0) for each in block.members])
    large = sizes >= np.where([bool(each.slice) for each in block.members], least, 0.0)
    for way, judge, fitting in _ways(block):
        part = block.of(fitting & large)
        if part.members and (now := judge(part, part.values.shape[1])) is not None:
            ends = past_ends(part.values.shape[1], part.grain)
            past = [look.score for end in ends if (look := judge(part, end)) is not None]
            earlier = np.array(past).reshape(len(past), len(part.members))
            for place, series in enumerate(part.members):
                if np.isfinite(now.score[place]):
                    scores = tuple(float(score) for score in earlier[:, place] if np.isfinite(score))
                    whole = wholes.get((series.metric, series.grain), 0.0)
                    yield _Judged(
                        series, way, now, place, scores, _is_material(way, series, now, place, whole)
                    )


def _ways(block: Block) -> Iterator[tuple[str, Judge, NDArray[np.bool_]]]:
    """Yield the ways to look at series of a block, and which of them each suits."""
    import numpy as np

    everyone = np.ones(len(block.members), dtype=bool)
    if block.family is Family.PRICE:
        yield "price", prices.look, everyone
        yield "gaps", gaps.look, everyone
        return
    happening = events.fits(block)
    if block.grain is Grain.DAY:
        yield "events", events.look, happening
        yield "swings", swings.look, swings.fits(block)
        return
    sizes = block.values if block.weights is None else block.weights
    filled = (np.nan_to_num(sizes) != 0).mean(axis=1) >= _FILLED
    counted = np.zeros(len(block.members), dtype=bool)
    if block.weights is not None:
        counted = happening & (block.weights == np.rint(block.weights)).all(axis=1)
        counted &= (block.values == np.rint(block.values)).all(axis=1)
        if block.parts is not None:
            counted |= happening & _is_rare(block)
    lumpy = np.zeros(len(block.members), dtype=bool)
    if block.family is Family.FLOW:
        lumpy = block.values.max(axis=1) > LUMPY * np.median(block.values, axis=1)
    rare = (happening & (~filled | lumpy)) | counted
    if block.family.stands:
        known = np.isfinite(block.values) if block.weights is None else block.weights != 0
        yield "course", courses.look, known.mean(axis=1) >= _FILLED
        if block.weights is None:
            yield "gaps", gaps.look, everyone
        return
    yield "events", events.look, rare
    yield "course", courses.look, filled & ~counted & ~lumpy
    if block.family is Family.RATIO:
        yield "ranks", ranks.look, filled & ~counted
    else:
        yield "ranks", ranks.look, rare


def _is_rare(block: Block) -> NDArray[np.bool_]:
    """Return which shares are so small, or so nearly all, that they are made of single events."""
    import numpy as np

    if block.weights is None:
        return np.zeros(len(block.values), dtype=bool)
    with np.errstate(all="ignore"):
        share = block.values.sum(axis=1) / block.weights.sum(axis=1)
    return np.minimum(share, 1 - share) <= RARE


def _is_material(way: str, series: Series, now: Look, place: int, whole: float) -> bool:
    """Return whether a difference is worth a word: against what it usually is, and against the whole."""
    if way != "gaps" and now.low[place] <= now.value[place] <= now.high[place]:
        return False
    if way == "swings":
        return bool(now.actual[place] >= WILDER * now.usual[place])
    moved = bool(now.share[place] >= MOVED)
    if series.family.is_ratio or series.family is Family.PRICE or not whole:
        return moved
    length = int(now.last[place] - now.first[place]) + 1 if series.grain is Grain.DAY else 1
    difference = abs(now.actual[place] - now.usual[place]) * length
    periods = len(series.values) / (30 if series.grain is Grain.DAY else 1)
    return moved and bool(difference >= NOTICEABLE * whole / periods)


def _size(series: Series) -> float:
    import numpy as np

    return float(np.nansum(np.abs(series.sizes)))


def _anomaly(each: _Judged, chance: float, sure: bool) -> Anomaly:
    series, now, place = each.series, each.look, each.place
    starts = series.starts
    first, last, telling = (int(part[place]) for part in (now.first, now.last, now.telling))
    together_told = each.way in ("events", "gaps", "swings")
    told = slice(first, last + 1) if together_told else slice(telling, telling + 1)
    return Anomaly(
        series.metric, series.slice, series.label, each.kind, series.grain,
        series.family, starts[first], starts[last], float(now.usual[place]), float(now.actual[place]),
        starts[first if together_told else telling], float(now.value[place]), float(now.low[place]),
        float(now.high[place]), each.score, chance, float(now.excess[place]),
        starts[last] if together_told else None, sure, each.lasts, _rows(series, told),
    )  # fmt: skip


def _rows(series: Series, told: slice) -> float | None:
    """Return over how many rows of one size a ratio's figures are, one large row counting as one.

    Source: the effective sample size of Kish (1965).
    """
    if series.weights is None or series.parts is None or series.parts.weights is None:
        return None
    squares = float(series.parts.weights[told].sum())
    return float(series.weights[told].sum()) ** 2 / squares if squares > 0 else None


def _is_news(each: _Judged) -> bool:
    starts = each.series.starts
    return each.lasts or starts[-1] - starts[int(each.look.last[each.place])] <= NEWS
