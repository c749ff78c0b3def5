"""How far apart two distributions are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_SHARE = 1e-4
"""A bin that is empty counts as this share, so that one case is no infinite surprise."""


def population_stability(before: Floats, after: Floats) -> float:
    """Returns the population stability index of two distributions over the same bins; 0 when they are equal.

    By custom below 0.1 is stable and above 0.25 has shifted.

    Args:
        before: shape (bins,), shares.
        after: shape (bins,), shares.

    Source: Siddiqi (2006), "Credit risk scorecards"; the symmetric divergence of Jeffreys (1946).
    """
    old, new = np.maximum(before, LEAST_SHARE), np.maximum(after, LEAST_SHARE)
    return float(np.sum((new - old) * np.log(new / old)))


def kolmogorov_smirnov(quantiles: Floats, sample: Floats) -> tuple[float, float]:
    """Returns the largest gap between a known distribution and a sample, and how likely one as large is.

    Args:
        quantiles: shape (q,): the known distribution at evenly spaced levels from 0 to 1.
        sample: shape (n,).

    Returns:
        The gap, and the p-value by the asymptotic law.

    Source: Massey (1951), "The Kolmogorov-Smirnov test for goodness of fit".
    """
    from scipy.stats import kstwobign

    points = np.union1d(quantiles, sample)
    ranked, count = np.sort(sample), len(sample)
    gap = 0.0
    for side in ("left", "right"):
        expected = np.searchsorted(quantiles, points, side=side) / len(quantiles)
        seen = np.searchsorted(ranked, points, side=side) / count
        gap = max(gap, float(np.max(np.abs(expected - seen))))
    effective = count * len(quantiles) / (count + len(quantiles))
    return gap, float(kstwobign.sf(gap * np.sqrt(effective)))
