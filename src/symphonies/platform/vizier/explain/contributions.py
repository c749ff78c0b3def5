"""How much each part of a whole did for a change; the parts always add up to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations
from math import factorial, fsum
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
MOST_PLAYERS = 4
"""Above it the number of figures that the exact value takes, two to the power of it, is too large."""


def additive(before: Mapping[K, float], after: Mapping[K, float]) -> dict[K, float]:
    """Return the change of each part of a sum; a part missing on one side counts as 0 there."""
    parts = list(dict.fromkeys([*before, *after]))
    return {part: after.get(part, 0.0) - before.get(part, 0.0) for part in parts}


def mix_and_rate(
    numerators: tuple[Mapping[K, float], Mapping[K, float]],
    denominators: tuple[Mapping[K, float], Mapping[K, float]],
) -> dict[K, tuple[float, float]]:
    """Return what each part did for the change of a ratio of sums: by its weight, and by its own ratio.

    The weight of a part is its share of the denominator. Each pair is (mix, rate); all of them sum to the
    change. Both factors are credited by their Shapley values, with mix measured against the mean ratio of
    the whole, so that gaining weight counts for a part only as far as it lies above the whole.

    A part whose numerator has no denominator has no ratio: then the numerators' changes stand as ``rate``
    and the denominators' as ``mix``.

    Args:
        numerators: by part, before and after; a missing part counts as 0.
        denominators: likewise; neither may sum to 0.

    Raises:
        ZeroDivisionError: a denominator sums to 0.

    Source: Shapley (1953) for two factors; the decomposition is Bennet's (1920).
    """
    parts = list(dict.fromkeys(part for side in (*numerators, *denominators) for part in side))
    total = tuple(fsum(side.values()) for side in denominators)
    whole = fsum(fsum(top.values()) / sum_ for top, sum_ in zip(numerators, total, strict=True)) / 2
    found: dict[K, tuple[float, float]] = {}
    for part in parts:
        top = tuple(side.get(part, 0.0) for side in numerators)
        bottom = tuple(side.get(part, 0.0) for side in denominators)
        if any(up and not down for up, down in zip(top, bottom, strict=True)):
            return _by_sides(numerators, denominators, parts)
        rates = [up / down if down else None for up, down in zip(top, bottom, strict=True)]
        first, last = (
            rate if rate is not None else other for rate, other in zip(rates, rates[::-1], strict=True)
        )
        if first is None or last is None:
            found[part] = (0.0, 0.0)
            continue
        weights = bottom[0] / total[0], bottom[1] / total[1]
        mix = (weights[1] - weights[0]) * ((first + last) / 2 - whole)
        found[part] = (mix, (last - first) * (weights[0] + weights[1]) / 2)
    return found


def _by_sides(
    numerators: tuple[Mapping[K, float], Mapping[K, float]],
    denominators: tuple[Mapping[K, float], Mapping[K, float]],
    parts: Sequence[K],
) -> dict[K, tuple[float, float]]:
    """Credit the numerators' and the denominators' changes by their Shapley values."""
    total = tuple(fsum(side.values()) for side in denominators)
    inverse = (1 / total[0] + 1 / total[1]) / 2
    top = fsum(fsum(side.values()) for side in numerators) / 2
    found = {}
    for part in parts:
        up = numerators[1].get(part, 0.0) - numerators[0].get(part, 0.0)
        down = denominators[1].get(part, 0.0) - denominators[0].get(part, 0.0)
        found[part] = (-top * down / total[0] / total[1], up * inverse)
    return found


def shapley(players: Sequence[K], worth: Callable[[frozenset[K]], float]) -> dict[K, float]:
    """Return each player's Shapley value: what it adds, averaged over all orders of joining.

    The values sum to the worth of all less that of none. Every set of players is asked for once.

    Args:
        players: at most ``MOST_PLAYERS``.
        worth: the figure of a set of players.

    Raises:
        ValueError: there are too many players.

    Source: Shapley, A Value for n-Person Games (1953).
    """
    count = len(players)
    if count > MOST_PLAYERS:
        raise ValueError(f"{count} players are too many for the exact value, at most {MOST_PLAYERS}")
    known = {
        frozenset(group): worth(frozenset(group))
        for size in range(count + 1)
        for group in combinations(players, size)
    }
    weights = [factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)]
    return {
        player: fsum(
            weights[len(group)] * (known[group | {player}] - value)
            for group, value in known.items()
            if player not in group
        )
        for player in players
    }


def settle(amounts: Mapping[K, float], total: float) -> dict[K, float]:
    """Return the amounts with what rounding left over put on the largest, so that they sum to the total."""
    settled = dict(amounts)
    for _ in range(4):
        if not settled or (rest := total - fsum(settled.values())) == 0:
            break
        largest = max(settled, key=lambda part: abs(settled[part]))
        settled[largest] += rest
    return settled
