"""Every metric and its important slices over time, as one principal sees them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from symphonies.kernel import Grain, Period, SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import (
    Metric,
    MetricQuery,
    MetricType,
    SemanticLayer,
    Stock,
    Unit,
    calendar_of,
)
from symphonies.platform.vizier.watch.cube import Cube, Partition, crossed, read_cube
from symphonies.platform.vizier.watch.days import Almanac, Days, days_of, holidays_in
from symphonies.platform.vizier.watch.dimensions import country_of, hub_of, shared_dimensions
from symphonies.platform.vizier.watch.frames import Frame, of_rows
from symphonies.platform.vizier.watch.series import MATERIAL, Family, Parts, Series

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_GROUPS = 40
"""A dimension with more groups is not watched group by group."""
MOST_DIMENSIONS = 6
"""Of a metric that does not add up over days: each is a query of its own."""
MOST_OF_DERIVED = 2
"""As many for what adds up neither over groups nor as a ratio of such."""
HALF_A_MONTH = 15
"""Figures that take longer to settle are not looked at in the newest month."""
MONTHS, DAYS = 36, 800
"""How far back is looked."""


def read_series(
    layer: SemanticLayer, scope: Scope, *, as_of: date, almanac: Almanac | None = None
) -> Iterator[Series]:
    """Yield every series worth watching that a principal may see; what is forbidden is passed over.

    What adds up is read once for each fact, by day and by all its dimensions together, and summed here to
    slices, days and months; the rest is read by month, a dimension at a time.

    Args:
        layer: answers the metric queries.
        scope: what the principal may see.
        as_of: the last day that counts.
        almanac: what figures cannot tell of days; None: nothing.
    """
    targets = {metric.target for metric in layer.catalog.metrics}
    seen = [
        metric
        for metric in layer.catalog.metrics
        if metric.id not in targets and metric.type is not MetricType.MODEL and layer.sees(metric.id, scope)
    ]
    reader = _Reader(layer, scope, as_of, hub_of(seen, layer), almanac or Almanac())
    by_fact: dict[str, list[Metric]] = {}
    standing: dict[str, list[Metric]] = {}
    by_facts: dict[tuple[str, ...], list[Metric]] = {}
    for metric in seen:
        facts = tuple(sorted({leaf.fact or "" for leaf in layer.catalog.leaf_metrics(metric.id)}))
        if len(facts) == 1 and reader.adds_up(metric.id):
            by_fact.setdefault(facts[0], []).append(metric)
        elif len(facts) == 1 and reader.stands(metric.id):
            standing.setdefault(facts[0], []).append(metric)
        else:
            by_facts.setdefault(facts, []).append(metric)
    for metrics in by_fact.values():
        yield from reader.summed(metrics)
    for metrics in standing.values():
        yield from reader.standing(metrics)
    for metrics in by_facts.values():
        yield from reader.asked(metrics)


@dataclass(frozen=True)
class _Reader:
    layer: SemanticLayer
    scope: Scope
    as_of: date
    hub: str
    almanac: Almanac

    def adds_up(self, metric: str) -> bool:
        """Return whether a metric is a sum over days and groups, or one such over another."""
        return all(self.layer.catalog.metric(name).additive_over_time for name in self._names(metric))

    def stands(self, metric: str) -> bool:
        """Return whether a metric is a sum over groups at period end, or one such over another."""
        return all(self.layer.catalog.metric(name).additive_over_groups for name in self._names(metric))

    def summed(self, metrics: Sequence[Metric]) -> Iterator[Series]:
        """Yield the series of metrics of one fact, all from one query."""
        names = tuple(dict.fromkeys(name for metric in metrics for name in self._names(metric.id)))
        paths = self._few(metrics[0].id, shared_dimensions(metrics, self.layer))
        country = country_of(metrics, self.hub, self.layer)
        try:
            cube = read_cube(self.layer, self.scope, names, paths, self._span(), country=country)
        except SymphonyError:
            # not answerable together
            yield from (each for metric in metrics if len(metrics) > 1 for each in self.summed([metric]))
            return
        months, shut = _months(self.layer, cube.starts), self._shut(metrics[0].id, country, cube)
        pairs = tuple(dict.fromkeys(pair for metric in metrics for pair in self._pairs(metric.id)))
        for partition in [None, *self._partitions(cube)]:
            folded, products = cube.fold(partition), cube.products(partition, pairs)
            days = self._days(cube, partition, shut)
            for metric in metrics:
                own = products[[pairs.index(pair) for pair in self._pairs(metric.id)]]
                yield from self._of_cube(metric, cube, folded, own, partition, months, days)

    def standing(self, metrics: Sequence[Metric]) -> Iterator[Series]:
        """Yield the monthly series of stocks of one fact, all from one query."""
        import numpy as np

        names = tuple(dict.fromkeys(name for metric in metrics for name in self._names(metric.id)))
        paths = self._few(metrics[0].id, shared_dimensions(metrics, self.layer)[: 3 * MOST_DIMENSIONS])
        try:
            cube = read_cube(
                self.layer, self.scope, names, paths[:MOST_DIMENSIONS], self._span(), Grain.MONTH
            )
        except SymphonyError:
            # not answerable together
            split = self.standing if len(metrics) > 1 else self.asked
            yield from (each for metric in metrics for each in split([metric]))
            return
        pairs = tuple(dict.fromkeys(pair for metric in metrics for pair in self._pairs(metric.id)))
        complete = len(_months(self.layer, _days(self._span()))[0])
        for partition in [None, *cube.partitions]:
            folded, products = cube.fold(partition), cube.products(partition, pairs)
            for metric in metrics:
                rows = folded[[cube.names.index(name) for name in self._names(metric.id)]][..., :complete]
                own = products[[pairs.index(pair) for pair in self._pairs(metric.id)]][..., :complete]
                sizes = np.abs(rows[-1]).sum(axis=-1)
                frame = Frame(
                    metric, self._family(metric), Grain.MONTH, cube.starts[:complete], self._possible(metric)
                )
                for group in np.flatnonzero(sizes >= (MATERIAL * sizes.sum() if partition else 1e-12)):
                    where, label = _where(partition, int(group))
                    kept = rows[:, group]
                    if len(kept) == 1:
                        # no row is no figure
                        kept = np.where(own[:, group] > 0, kept, np.nan)
                    yield frame.series(where, label, kept, Parts(*own[:, group]))

    def asked(self, metrics: Sequence[Metric]) -> Iterator[Series]:
        """Yield the monthly series of metrics over the same facts, one query for each dimension."""
        shared = shared_dimensions(metrics, self.layer)
        most = MOST_DIMENSIONS if all(metric.additive_over_groups for metric in metrics) else MOST_OF_DERIVED
        if most == MOST_OF_DERIVED:
            shared = [path for path in shared if path.split(".")[0] == self.hub] or shared
        paths = self._few(metrics[0].id, shared[: 3 * most])[:most] if shared else []
        for path in (None, *paths):
            by = () if path is None else (path,)
            for grain, priced in ((Grain.MONTH, False), (Grain.DAY, True)):
                some = [each for each in metrics if _is_price(each) is priced]
                if some:
                    yield from self._queried(some, by, grain)

    def _family(self, metric: Metric) -> Family:
        if self.layer.catalog.ratio(metric.id) is None:
            return Family.FLOW if metric.additive_over_time else Family.LEVEL
        above = self._names(metric.id)[0]
        stands = any(leaf.stock is not None for leaf in self.layer.catalog.leaf_metrics(above))
        return Family.STANDING if stands else Family.RATIO

    def _possible(self, metric: Metric) -> tuple[float, float] | None:
        """Return between which ends figures can be, a ratio's before its constant factor."""
        if metric.possible is None:
            return None
        ratio = self.layer.catalog.ratio(metric.id)
        factor = 1.0 if ratio is None else ratio.factor
        least, most = (None if end is None else end / factor for end in metric.possible)
        return -math.inf if least is None else least, math.inf if most is None else most

    def _few(self, metric: str, paths: Sequence[str]) -> list[str]:
        """Return the dimensions with several groups but not many, that the principal may see."""
        kept = []
        for path in paths:
            try:
                found = self.layer.values(metric, path, self.scope, limit=MOST_GROUPS + 1)
            except SymphonyError:
                continue
            if 2 <= len(found) <= MOST_GROUPS:
                kept.append(path)
        return kept

    def _shut(self, metric: str, country: str | None, cube: Cube) -> NDArray[np.float64]:
        """Return where days are public holidays, by country of a cube; of one country for all, without."""
        if cube.countries is not None:
            return holidays_in([key for (key,) in cube.countries.keys], cube.starts)
        found = () if country is None else self.layer.values(metric, country, self.scope, limit=2)
        alone = found[0][0] if len(found) == 1 else "" if found else self.almanac.country
        return holidays_in([alone], cube.starts)

    def _days(self, cube: Cube, partition: Partition | None, shut: NDArray[np.float64]) -> Days:
        """Return what is known of the days of each group of a cube."""
        import numpy as np

        known = days_of(cube.starts, calendar_of(self.layer.company), self.almanac)
        groups = 1 if partition is None else len(partition.keys)
        places = np.ones((groups, 1)) if cube.countries is None else cube.places(partition)
        return replace(known, closed=places @ shut)

    def _span(self) -> Period:
        calendar = calendar_of(self.layer.company)
        newest = calendar.period_of(self.as_of, Grain.MONTH)
        end = self.as_of.fromordinal(self.as_of.toordinal() + 1)
        return Period(calendar.shift(newest, 1 - MONTHS, Grain.MONTH).start, end)

    def _partitions(self, cube: Cube) -> Iterator[Partition]:
        yield from cube.partitions
        hubs = [each for each in cube.partitions if each.paths[0].split(".")[0] == self.hub]
        # the hub itself and its coarsest view: those between tell the same once more
        hubs.sort(key=lambda each: len(each.keys))
        for hub in dict.fromkeys([*hubs[:1], *hubs[-1:]]):
            for other in cube.partitions:
                if other.paths[0].split(".")[0] != self.hub:
                    met = crossed(hub, other, MOST_GROUPS * 8)
                    if met is not None:
                        yield met

    def _names(self, metric: str) -> tuple[str, ...]:
        ratio = self.layer.catalog.ratio(metric)
        return (metric,) if ratio is None else (ratio.numerator, ratio.denominator)

    def _pairs(self, metric: str) -> tuple[tuple[str, str], ...]:
        """Return the products over rows that tell how few large ones a figure is made of."""
        top, bottom = (names := self._names(metric))[0], names[-1]
        return ((top, top),) if top == bottom else ((top, top), (bottom, bottom), (top, bottom))

    def _of_cube(
        self, metric: Metric, cube: Cube, folded: NDArray[np.float64], products: NDArray[np.float64],
        partition: Partition | None, months: tuple[tuple[date, ...], NDArray[np.int64]], known: Days,
    ) -> Iterator[Series]:  # fmt: skip
        import numpy as np

        rows = folded[[cube.names.index(name) for name in self._names(metric.id)]]
        size = np.abs(rows[-1]).sum(axis=-1)
        whole = np.abs(cube.sums[cube.names.index(self._names(metric.id)[-1])]).sum()
        starts, edges = months
        settling = _settling(metric, self.layer)
        starts = starts[: len(starts) - (settling > HALF_A_MONTH)]
        monthly = np.add.reduceat(rows, edges[:-1], axis=-1)[..., : len(starts)]
        kept = slice(max(len(cube.starts) - DAYS, 0), len(cube.starts) - settling)
        by_month = np.add.reduceat(products, edges[:-1], axis=-1)[..., : len(starts)]
        days, daily = cube.starts[kept], rows[..., kept]
        by_months = Frame(metric, self._family(metric), Grain.MONTH, starts, self._possible(metric))
        by_days, known = replace(by_months, grain=Grain.DAY, starts=days), known.within(kept)
        for group in np.flatnonzero(size >= (MATERIAL * whole if partition else 1e-12)):
            where, label = _where(partition, int(group))
            yield by_months.series(where, label, monthly[:, group], Parts(*by_month[:, group]))
            if metric.unit in (Unit.MONEY, Unit.COUNT, Unit.BPS) or _is_share(rows[:, group]):
                parts, own = Parts(*products[:, group, kept]), known.of(int(group))
                yield by_days.series(where, label, daily[:, group], parts, own)

    def _queried(self, metrics: Sequence[Metric], by: tuple[str, ...], grain: Grain) -> Iterator[Series]:
        names = {metric.id: self._names(metric.id) for metric in metrics}
        wanted = tuple(dict.fromkeys(name for pair in names.values() for name in pair))
        period = self._span()
        if grain is Grain.DAY:
            first = period.end.fromordinal(period.end.toordinal() - DAYS)
            period = Period(max(first, period.start), period.end)
        try:
            asked = MetricQuery(wanted, by=by, grain=grain, period=period)
            rows = self.layer.run(asked, self.scope).rows.to_pylist()
        except SymphonyError:
            # not answerable together or not that way: then each by itself, or not at all
            yield from (
                each for metric in metrics if len(metrics) > 1 for each in self._queried([metric], by, grain)
            )
            return
        starts = tuple(sorted({row["period"] for row in rows if row["complete"]}))
        for metric in metrics:
            family = Family.PRICE if grain is Grain.DAY else self._family(metric)
            yield from of_rows(
                Frame(metric, family, grain, starts, self._possible(metric)), by, rows, names[metric.id]
            )


def _settling(metric: Metric, layer: SemanticLayer) -> int:
    """Return the days after which the figures of a metric seldom change."""
    days = [0]
    for leaf in layer.catalog.leaf_metrics(metric.id):
        columns = layer.catalog.graph.tables[leaf.fact].columns if leaf.fact else {}
        condition = leaf.measure.where if leaf.measure else None
        days += [
            columns[name].settles_days or 0
            for name in (condition.columns if condition else ())
            if name in columns
        ]
    return max(days)


def _is_price(metric: Metric) -> bool:
    return (
        metric.stock is Stock.LAST and not metric.additive_over_groups and metric.default_grain is Grain.DAY
    )


def _is_share(rows: NDArray[np.float64]) -> bool:
    return len(rows) == 2 and bool((rows[0] >= 0).all() and (rows[0] <= rows[1]).all())


def _days(period: Period) -> list[date]:
    first = period.start.toordinal()
    return [period.start.fromordinal(first + place) for place in range(period.days)]


def _months(layer: SemanticLayer, days: Sequence[date]) -> tuple[tuple[date, ...], NDArray[np.int64]]:
    """Return the first days of the complete months, and the place of each month's first day."""
    import numpy as np

    calendar = calendar_of(layer.company)
    periods = calendar.periods_in(
        Period(days[0], days[-1].fromordinal(days[-1].toordinal() + 1)), Grain.MONTH
    )
    edges = [max((period.start - days[0]).days, 0) for period in periods]
    complete = tuple(period.start for period in periods if (period.end - days[-1]).days <= 1)
    return complete, np.array([*edges, len(days)])


def _where(partition: Partition | None, group: int) -> tuple[tuple[tuple[str, str], ...], str]:
    if partition is None:
        return (), ""
    return tuple(zip(partition.paths, partition.keys[group], strict=True)), partition.labels[group]
