"""Every metric and its important slices over time, as one principal sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from symphonies.kernel import Grain, Period, SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import (
    Dimension,
    Metric,
    MetricQuery,
    MetricType,
    SemanticLayer,
    Unit,
    calendar_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_GROUPS = 24
MOST_DIMENSIONS = {Grain.DAY: 3, Grain.WEEK: 3, Grain.MONTH: 6}
MOST_OF_DERIVED = 2
"""As many for what adds up neither over groups nor as a ratio of such: each is a query of its own."""
STATES = frozenset({"status", "state", "ageing", "result"})
"""Names of columns that change as a row grows older."""
HISTORY = {Grain.DAY: 800, Grain.WEEK: 110, Grain.MONTH: 36}
"""How many periods back are looked at."""
_DAILY_GROUPS = 12
_MONEY_OR_COUNT = (Unit.MONEY, Unit.COUNT)


class Family(StrEnum):
    """How a series behaves when nothing is wrong; each is calibrated by itself."""

    FLOW = "flow"
    """Sums of a period."""
    RATIO = "ratio"
    """A sum over a sum: surer the larger the lower one is."""
    LEVEL = "level"
    """Stocks, quantiles and all else: goes on from where it was."""


@dataclass(frozen=True)
class Series:
    """Figures of one metric in one slice."""

    metric: str
    slice: tuple[tuple[str, str], ...]
    """Dimension path and value; empty: the whole."""
    label: str
    grain: Grain
    family: Family
    starts: tuple[date, ...]
    """First day of each period, oldest first, complete ones only."""
    values: NDArray[np.float64]
    """NaN where there is no figure."""
    weights: NDArray[np.float64] | None = None
    """The denominators of a ratio; its values then are the numerators."""
    counts: bool = False
    """Whether the values count things."""


def read_series(layer: SemanticLayer, scope: Scope, *, as_of: date, grain: Grain) -> Iterator[Series]:
    """Yield every series worth watching that a principal may see; what is forbidden is passed over."""
    targets = {metric.target for metric in layer.catalog.metrics}
    together: dict[tuple[str, ...], list[Metric]] = {}
    for metric in layer.catalog.metrics:
        if metric.id not in targets and _suits(metric, grain, layer):
            facts = tuple(sorted({leaf.fact or "" for leaf in layer.catalog.leaf_metrics(metric.id)}))
            together.setdefault(facts, []).append(metric)
    reader = _Reader(layer, scope, as_of, grain)
    for metrics in together.values():
        for path in (None, *_shared_dimensions(metrics, layer)[: _most_dimensions(metrics, layer, grain)]):
            reaching = [
                each for each in metrics if path is None or path in important_dimensions(each.id, layer)
            ]
            yield from reader.read(reaching, () if path is None else (path,))


def _shared_dimensions(metrics: Sequence[Metric], layer: SemanticLayer) -> list[str]:
    """Return the dimensions of metrics over the same facts, those that most of them have first."""
    counts: dict[str, int] = {}
    for metric in metrics:
        for path in important_dimensions(metric.id, layer):
            counts[path] = counts.get(path, 0) + 1
    return sorted(counts, key=lambda path: (path.count("."), -counts[path]))


def _most_dimensions(metrics: Sequence[Metric], layer: SemanticLayer, grain: Grain) -> int:
    adds_up = any(
        metric.additive_over_groups or layer.catalog.ratio(metric.id) is not None for metric in metrics
    )
    return MOST_DIMENSIONS[grain] if adds_up else MOST_OF_DERIVED


def _suits(metric: Metric, grain: Grain, layer: SemanticLayer) -> bool:
    """Return whether a metric says something in periods of this length."""
    if grain is Grain.MONTH:
        return metric.type is not MetricType.MODEL
    ratio = layer.catalog.ratio(metric.id)
    summed = metric.additive_over_time or (
        ratio is not None
        and layer.catalog.metric(ratio.numerator).additive_over_time
        and layer.catalog.metric(ratio.denominator).additive_over_time
    )
    dated = metric.default_grain in (Grain.DAY, Grain.WEEK)
    return summed and (dated or metric.unit in _MONEY_OR_COUNT or metric.unit is Unit.BPS)


def important_dimensions(metric: str, layer: SemanticLayer) -> list[str]:
    """Return the dimensions of a metric that are worth a series each: near ones, each column once."""
    leaves = layer.catalog.leaf_metrics(metric)
    defining = {column for leaf in leaves if leaf.measure for column in leaf.measure.columns}
    seen: set[tuple[str, str]] = set()
    kept: list[str] = []
    for each in sorted(layer.catalog.dimensions_of(metric), key=lambda each: each.path.count(".")):
        place = (each.target.target, "") if each.target else (each.table, each.column)
        if _worth(each, defining) and place not in seen:
            seen.add(place)
            kept.append(each.path)
    return kept


def _worth(dimension: Dimension, defining: set[str]) -> bool:
    own = not dimension.steps and dimension.column in defining
    # rows leave a state as time goes by: fewer open ones of last year say nothing
    state = dimension.path.rpartition(".")[2] in STATES
    return dimension.type == "string" and not own and not state and dimension.path.count(".") <= 1


class _Reader:
    """Reads metrics over the same facts in one query, or one by one where some are forbidden."""

    def __init__(self, layer: SemanticLayer, scope: Scope, as_of: date, grain: Grain) -> None:
        calendar = calendar_of(layer.company)
        newest = calendar.period_of(as_of, grain)
        self._period = Period(calendar.shift(newest, 1 - HISTORY[grain], grain).start, newest.end)
        self._layer, self._scope, self._grain = layer, scope, grain

    def read(self, metrics: Sequence[Metric], by: tuple[str, ...]) -> Iterator[Series]:
        """Yield the series of metrics by a dimension."""
        names = {metric.id: self._names(metric.id) for metric in metrics}
        wanted = tuple(dict.fromkeys(name for pair in names.values() for name in pair))
        try:
            rows = self._rows(wanted, by)
        except SymphonyError:
            # hidden from this principal, or not answerable that way: then it is neither watched nor named
            if len(metrics) > 1:
                for metric in metrics:
                    yield from self.read([metric], by)
            return
        for metric in metrics:
            yield from self._of_rows(metric, names[metric.id], by, rows)

    def _names(self, metric: str) -> tuple[str, ...]:
        ratio = self._layer.catalog.ratio(metric)
        return (metric,) if ratio is None else (ratio.numerator, ratio.denominator)

    def _rows(self, names: tuple[str, ...], by: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return the rows; none where the groups are too many to be watched one by one, or only one."""
        most = (_DAILY_GROUPS if self._grain is Grain.DAY else MOST_GROUPS) if by else 1
        limit = most * HISTORY[self._grain] + 1
        asked = MetricQuery(names, by=by, grain=self._grain, period=self._period, limit=limit)
        rows = self._layer.run(asked, self._scope).rows.to_pylist()
        groups = len({row[path] for row in rows for path in by})
        return [] if by and (len(rows) == limit or not 2 <= groups <= most) else rows

    def _of_rows(
        self, metric: Metric, names: tuple[str, ...], by: tuple[str, ...], rows: Sequence[dict[str, Any]]
    ) -> Iterator[Series]:
        import numpy as np

        starts = tuple(sorted({row["period"] for row in rows if row["complete"]}))
        places = {start: place for place, start in enumerate(starts)}
        groups: dict[tuple[str, ...], tuple[str, NDArray[np.float64]]] = {}
        for row in rows:
            key = tuple(str(row[path]) for path in by if row[path] is not None)
            if row["period"] not in places or len(key) < len(by):
                continue
            label = " · ".join(str(row.get(f"{path}__label") or row[path]) for path in by)
            _, found = groups.setdefault(key, (label, np.full((len(names), len(starts)), np.nan)))
            found[:, places[row["period"]]] = [np.nan if row[name] is None else row[name] for name in names]
        family = _family(metric, len(names) > 1)
        counts = metric.unit is Unit.COUNT
        for key, (label, found) in groups.items():
            filled = found if family is Family.LEVEL else np.nan_to_num(found)
            if np.isfinite(found[0]).any():
                weights = filled[1] if len(names) > 1 else None
                pairs = tuple(zip(by, key, strict=True))
                yield Series(metric.id, pairs, label, self._grain, family, starts, filled[0], weights, counts)


def _family(metric: Metric, is_ratio: bool) -> Family:
    if is_ratio:
        return Family.RATIO
    return Family.FLOW if metric.additive_over_time else Family.LEVEL
