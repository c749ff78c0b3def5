"""A change taken apart by one dimension."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, log2

from symphonies.kernel import Period
from symphonies.platform.semantics import Filter, Op, Ratio
from symphonies.platform.vizier.explain.contributions import (
    MOST_PLAYERS,
    additive,
    mix_and_rate,
    settle,
    shapley,
)
from symphonies.platform.vizier.explain.explanation import Breakdown, Contribution, Method
from symphonies.platform.vizier.explain.figures import Asker, Key

REST = "all others"


def break_down(
    metric: str, dimension: str, periods: tuple[Period, Period], totals: tuple[float, float], ask: Asker
) -> Breakdown:
    """Return what each group of a dimension did for a change; the amounts sum to it exactly."""
    catalog = ask.layer.catalog
    told = [ask.labelled(metric, period, (dimension,)) for period in periods]
    labels = {key: label for side in told for key, (_, label) in side.items()}
    own = [{key: value for key, (value, _) in side.items()} for side in told]
    ratio = catalog.ratio(metric)
    parts: dict[Key, tuple[float, float]] = {}
    if catalog.metric(metric).additive_over_groups:
        method, amounts = Method.ADDITIVE, additive(own[0], own[1])
    elif ratio is not None and (parts := _by_ratio(ratio, dimension, periods, ask)):
        method, amounts = Method.MIX_AND_RATE, {key: sum(pair) for key, pair in parts.items()}
    else:
        method, amounts = Method.SHAPLEY, _by_pull(metric, dimension, periods, totals, own, ask)
        labels[REST_KEY] = REST
    amounts = settle(amounts, totals[1] - totals[0])
    contributions = [
        Contribution(
            ((dimension, key[0]),), labels.get(key, str(key[0])), own[0].get(key), own[1].get(key), amount,
            *_parts(parts.get(key), amount),
        )
        for key, amount in amounts.items()
    ]  # fmt: skip
    contributions.sort(key=lambda each: abs(each.amount), reverse=True)
    title = catalog.dimension(metric, dimension).title
    spread = concentration(list(amounts.values()))
    return Breakdown(dimension, title, method, tuple(contributions), _surprise(own[0], own[1]), spread)


def concentration(amounts: Sequence[float]) -> float:
    """Return how far all movement is in one group: 0 when all moved alike, 1 when only one did."""
    moved, count = fsum(map(abs, amounts)), len(amounts)
    if not moved or count < 2:
        return 0.0
    return (max(map(abs, amounts)) / moved - 1 / count) / (1 - 1 / count)


REST_KEY: Key = ("\N{HORIZONTAL ELLIPSIS}",)


def _parts(pair: tuple[float, float] | None, amount: float) -> tuple[float | None, float | None]:
    """Return mix and rate such that both sum to the settled amount."""
    return (None, None) if pair is None else (pair[0], amount - pair[0])


def _by_ratio(
    ratio: Ratio, dimension: str, periods: tuple[Period, Period], ask: Asker
) -> dict[Key, tuple[float, float]]:
    top, bottom = (
        (ask.groups(name, periods[0], (dimension,)), ask.groups(name, periods[1], (dimension,)))
        for name in (ratio.numerator, ratio.denominator)
    )
    if not all(fsum(side.values()) for side in bottom):
        return {}
    found = mix_and_rate(top, bottom)
    return {key: (mix * ratio.factor, rate * ratio.factor) for key, (mix, rate) in found.items()}


def _by_pull(
    metric: str, dimension: str, periods: tuple[Period, Period], totals: tuple[float, float],
    own: list[dict[Key, float]], ask: Asker,
) -> dict[Key, float]:  # fmt: skip
    """Return how much more each group pulls the figure after than before.

    In each period the groups play for the figure of their rows; a group without rows adds nothing. Those that
    moved least play as one.
    """
    keys = list(dict.fromkeys([*own[0], *own[1]]))
    keys.sort(key=lambda key: abs(own[1].get(key, 0.0) - own[0].get(key, 0.0)), reverse=True)
    with_value = [key for key in keys if key[0] is not None]
    complete = len(keys) == len(with_value) <= MOST_PLAYERS
    named = with_value[: MOST_PLAYERS if complete else MOST_PLAYERS - 1]
    players = named if complete else [*named, REST_KEY]
    pulls = []
    for period, total in zip(periods, totals, strict=True):
        pulls.append(shapley(players, _Pull(metric, dimension, period, (totals[0], total), players, ask)))
    return {player: pulls[1][player] - pulls[0][player] for player in players}


class _Pull:
    """The figure of the rows of some groups in one period."""

    def __init__(
        self, metric: str, dimension: str, period: Period, base_and_total: tuple[float, float],
        players: list[Key], ask: Asker,
    ) -> None:  # fmt: skip
        self._metric, self._period, self._ask = metric, period, ask
        self._dimension = dimension
        self._base, self._total = base_and_total
        self._named = [key for key in players if key != REST_KEY]
        self._count = len(players)

    def __call__(self, group: frozenset[Key]) -> float:
        if len(group) == self._count:
            return self._total
        if not group:
            return self._base
        inside = tuple(str(key[0]) for key in self._named if key in group)
        outside = tuple(str(key[0]) for key in self._named if key not in group)
        rest = REST_KEY in group
        chosen = Filter(self._dimension, Op.NOT_IN if rest else Op.IN, outside if rest else inside)
        value = self._ask.total(self._metric, self._period, chosen)
        return self._base if value is None else value


def _surprise(before: dict[Key, float], after: dict[Key, float]) -> float:
    """Return the Jensen-Shannon divergence of the groups' shares, in bits.

    Source: Bhagwan et al., Adtributor (2014).
    """
    totals = fsum(map(abs, before.values())), fsum(map(abs, after.values()))
    if not all(totals):
        return 0.0
    divergence = 0.0
    for key in {*before, *after}:
        shares = abs(before.get(key, 0.0)) / totals[0], abs(after.get(key, 0.0)) / totals[1]
        middle = sum(shares) / 2
        divergence += sum(share * log2(share / middle) / 2 for share in shares if share)
    return max(divergence, 0.0)
