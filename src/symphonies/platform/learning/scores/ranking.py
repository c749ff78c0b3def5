"""Scores of orderings: who comes before whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def concordance(actual: Floats, forecast: Floats, seen: NDArray[np.bool_] | None = None) -> float:
    """Returns the share of pairs that the forecast orders as they came; ties of the forecast count half.

    Of 0 and 1 it is the area under the ROC curve. Of durations, some of which are still running, it is
    Harrell's C: a pair counts when the shorter one is over.

    Args:
        actual: shape (n,); pairs of equal actuals are left out, unless one of the two is still running.
        forecast: shape (n,).
        seen: shape (n,): False where ``actual`` is only what has passed so far; by default all are over.

    Source: Harrell et al. (1982), "Evaluating the yield of medical tests".
    """
    over = np.ones(len(actual), dtype=bool) if seen is None else seen
    order = np.argsort(actual, kind="stable")
    ranked, ended = actual[order], over[order]
    ranks = np.unique(forecast[order], return_inverse=True)[1] + 1
    tree = np.zeros(ranks.max(initial=0) + 1, dtype=np.int64)
    agree, pairs, position, entered = 0.0, 0, 0, 0
    while position < len(ranked):
        end = int(np.searchsorted(ranked, ranked[position], side="right"))
        here, done = ranks[position:end], ended[position:end]
        for group, joins in ((here[done], True), (here[~done], False)):
            for rank in group:
                below, upto = _count(tree, int(rank) - 1), _count(tree, int(rank))
                agree += below + 0.5 * (upto - below)
            pairs += entered * len(group)
            if joins:
                for rank in group:
                    _add(tree, int(rank))
                entered += len(group)
        position = end
    return agree / pairs if pairs else float("nan")


def _count(tree: NDArray[np.int64], rank: int) -> int:
    """Returns how many ranks up to one a Fenwick tree holds."""
    found = 0
    while rank > 0:
        found += int(tree[rank])
        rank -= rank & -rank
    return found


def _add(tree: NDArray[np.int64], rank: int) -> None:
    while rank < len(tree):
        tree[rank] += 1
        rank += rank & -rank
