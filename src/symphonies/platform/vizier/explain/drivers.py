"""The smallest set of slices that explains a change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import fsum

from symphonies.kernel import Period
from symphonies.platform.vizier.explain.breakdowns import REST_KEY
from symphonies.platform.vizier.explain.explanation import Breakdown, Contribution, Driver
from symphonies.platform.vizier.explain.figures import Asker, Key
from symphonies.platform.vizier.explain.search import localise

DEPTH = 3
MOST_LEAVES = 20_000
EXPLAINED = 0.6
"""The share of the change that a set of slices must explain to be called its cause."""
_OFFSET = 1.5
"""Above this share others moved against it so much that no slice is the cause of what is left."""
_FEW = 0.25
"""The share of a dimension's groups that may be named together."""


def find_drivers(
    metric: str, periods: tuple[Period, Period], change: float, breakdowns: Sequence[Breakdown], ask: Asker
) -> tuple[Driver, ...]:
    """Return slices that moved as one and explain most of the change; none where it is spread.

    Slices of up to three dimensions are sought first; then few groups of one dimension.
    """
    if change == 0 or not breakdowns:
        return ()
    found = _combined(metric, periods, change, breakdowns[:DEPTH], ask)
    found = found if EXPLAINED <= _share(found) <= _OFFSET else _few_groups(change, breakdowns)
    return found if _share(found) <= _OFFSET else ()


def _share(drivers: Sequence[Driver]) -> float:
    return fsum(driver.share for driver in drivers)


def _combined(
    metric: str, periods: tuple[Period, Period], change: float, breakdowns: Sequence[Breakdown], ask: Asker
) -> tuple[Driver, ...]:
    import numpy as np

    by = [breakdown.dimension for breakdown in breakdowns]
    sides = _leaves(metric, periods, by, ask)
    keys = list(dict.fromkeys([*sides[0], *sides[1]])) if sides else []
    expected, actual = (np.array([side.get(key, 0.0) for key in keys]) for side in sides or ({}, {}))
    if not keys or len(keys) > MOST_LEAVES or (expected < 0).any() or (actual < 0).any():
        return ()
    values = [list(dict.fromkeys(key[place] for key in keys)) for place in range(len(by))]
    places = [{value: number for number, value in enumerate(each)} for each in values]
    codes = np.array(
        [[places[place][part] for place, part in enumerate(key)] for key in keys], dtype=np.int64
    )
    whole = fsum(actual.tolist()) - fsum(expected.tolist())
    labels = {one.values: one.label for breakdown in breakdowns for one in breakdown.contributions}
    drivers = []
    for each in localise(codes, expected, actual, share=0.05):
        pairs = tuple((by[place], values[place][number]) for place, number in each.values)
        if any(value is None for _, value in pairs):
            continue
        share = each.change / whole if whole else 0.0
        label = " · ".join(labels.get((pair,), str(pair[1])) for pair in pairs)
        drivers.append(Driver(pairs, label, share * change, share))
    return tuple(drivers)


def _leaves(
    metric: str, periods: tuple[Period, Period], by: Sequence[str], ask: Asker
) -> tuple[dict[Key, float], dict[Key, float]] | None:
    """Return what each combination of values should have been, and was; None where it does not add up."""
    catalog = ask.layer.catalog
    if catalog.metric(metric).additive_over_groups:
        return ask.groups(metric, periods[0], by), ask.groups(metric, periods[1], by)
    ratio = catalog.ratio(metric)
    if ratio is None:
        return None
    tops = [ask.groups(ratio.numerator, period, by) for period in periods]
    bottoms = [ask.groups(ratio.denominator, period, by) for period in periods]
    usual = fsum(tops[0].values()) / (fsum(bottoms[0].values()) or 1.0)
    rates = {key: tops[0].get(key, 0.0) / size for key, size in bottoms[0].items() if size}
    return {key: size * rates.get(key, usual) for key, size in bottoms[1].items()}, tops[1]


def _named(contribution: Contribution) -> bool:
    """Whether it is a group one can name: neither the rest nor rows without a value."""
    return all(value is not None and value != REST_KEY[0] for _, value in contribution.values)


def _few_groups(change: float, breakdowns: Sequence[Breakdown]) -> tuple[Driver, ...]:
    best: tuple[Contribution, ...] = ()
    for breakdown in breakdowns:
        helping = [each for each in breakdown.contributions if each.amount * change > 0 and _named(each)]
        against = fsum(each.amount for each in breakdown.contributions if each.amount * change < 0)
        sums = list(accumulate(each.amount for each in helping))
        needed = next(
            (count for count, total in enumerate(sums, 1) if abs(total + against) >= EXPLAINED * abs(change)),
            0,
        )
        few = max(1, int(_FEW * len(breakdown.contributions)))
        if 0 < needed <= few and len(breakdown.contributions) >= 3 and (not best or needed < len(best)):
            best = tuple(helping[:needed])
    return tuple(Driver(each.values, each.label, each.amount, each.amount / change) for each in best)
