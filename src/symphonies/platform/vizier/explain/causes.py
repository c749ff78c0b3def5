"""What upstream metrics did for a change, by how both moved together before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean, median

from symphonies.kernel import Grain, Period, SymphonyError
from symphonies.platform.semantics import MetricQuery, calendar_of
from symphonies.platform.vizier.explain.cascade import Cascade, Route
from symphonies.platform.vizier.explain.explanation import Cause
from symphonies.platform.vizier.explain.figures import Asker
from symphonies.platform.vizier.explain.upstream import sources

HISTORY_MONTHS = 30
LEAST_MONTHS = 12
MOVED = 2.0
"""How many usual spreads a metric must have moved to be named as a cause."""


def upstream_causes(
    metric: str, change: float, periods: tuple[Period, Period], cascade: Cascade, ask: Asker
) -> tuple[Cause, ...]:
    """Return the upstream metrics that this principal may see, those that support the change first.

    The effect of a metric is its own change times the slope of the monthly changes of both, with the
    slope's 95 % interval, over the months before the later period.
    """
    routes = cascade.upstream(metric)
    history = _monthly(metric, periods[1], 0, ask) if routes else {}
    found = [
        cause for route in routes for cause in _cause(route, change, periods, _changes(history), cascade, ask)
    ]
    order = _order(metric, change, found, cascade)
    return tuple(sorted(found, key=lambda each: (not each.supports, order.get(each.metric, len(order)))))


def _order(metric: str, change: float, found: Sequence[Cause], cascade: Cascade) -> dict[str, int]:
    """Return the rank of each cause: where on the way most entered comes first."""
    direction = 1.0 if change >= 0 else -1.0
    effects = {each.metric: direction * each.effect for each in found if each.supports}
    graph: dict[str, list[str]] = {}
    for link in cascade.links:
        graph.setdefault(link.effect, []).append(link.cause)
    ranked = sources(metric, graph, effects, dict.fromkeys(effects, 1.0), least=0.0)
    return {source.node: place for place, source in enumerate(ranked)}


def _cause(
    route: Route, change: float, periods: tuple[Period, Period], history: dict[int, float],
    cascade: Cascade, ask: Asker,
) -> Iterator[Cause]:  # fmt: skip
    calendar = calendar_of(ask.layer.company)
    shifted = [calendar.shift(period, -route.lag_months, Grain.MONTH) for period in periods]
    try:
        before, after = (ask.total(route.cause, period) for period in shifted)
        moves = _changes(_monthly(route.cause, periods[1], route.lag_months, ask))
    except SymphonyError:
        # hidden from this principal, or not to be had by these conditions: then it is not named at all
        return
    pairs = [(moves[month], history[month]) for month in sorted(moves.keys() & history.keys())]
    if before is None or after is None or len(pairs) < LEAST_MONTHS:
        return
    slope, low, high = _slope(pairs)
    moved = after - before
    effects = sorted((low * moved, high * moved))
    spread = 1.4826 * median(abs(move - median(moves.values())) for move in moves.values())
    strength = abs(moved) / spread if spread > 0 else 0.0
    agrees = slope * route.sign > 0 and slope * moved * change > 0
    sure = low * high > 0 and strength >= MOVED
    title = ask.layer.catalog.metric(route.cause).title
    yield Cause(
        route.cause, title, moved, slope * moved, effects[0], effects[1], strength, agrees and sure, route.why
    )


def _monthly(metric: str, after: Period, lag_months: int, ask: Asker) -> dict[int, float]:
    """Return a metric's figures of the months before a period, by the month in which their effect shows."""
    calendar = calendar_of(ask.layer.company)
    last = calendar.shift(calendar.period_of(after.start, Grain.MONTH), -1 - lag_months, Grain.MONTH)
    first = calendar.shift(last, 1 - HISTORY_MONTHS, Grain.MONTH)
    asked = MetricQuery((metric,), grain=Grain.MONTH, period=Period(first.start, last.end), where=ask.where)
    rows = ask.layer.run(asked, ask.scope).rows.to_pylist()
    return {
        calendar.ordinal(row["period"], Grain.MONTH) + lag_months: float(row[metric])
        for row in rows
        if row[metric] is not None
    }


def _changes(months: dict[int, float]) -> dict[int, float]:
    return {after: months[after] - months[before] for before, after in pairwise(sorted(months))}


def _slope(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the least-squares slope with its 95 % interval; 0 where the cause never moved."""
    from scipy.stats import t

    mean_x, mean_y = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    spread = sum((x - mean_x) ** 2 for x, _ in pairs)
    if spread == 0:
        return 0.0, 0.0, 0.0
    slope = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in pairs)
    reach = float(t.ppf(0.975, len(pairs) - 2)) * (rest / (len(pairs) - 2) / spread) ** 0.5
    return slope, slope - reach, slope + reach
