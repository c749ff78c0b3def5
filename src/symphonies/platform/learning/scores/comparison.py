"""Whether one forecast was better than another by more than luck."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def chance_of_luck(ours: Floats, theirs: Floats, overlap: int = 1) -> float:
    """Returns how likely errors would be less than a rival's by so much, if neither forecast were better.

    It is a paired t-test. Origins that look over the same days count for fewer: errors are taken to be alike
    by the share of days that they have in common.

    Args:
        ours: mean error from each origin, oldest first, shape (origins,).
        theirs: the rival's from the same origins.
        overlap: how many steps from one origin to the next a forecast looks ahead; 1 when no days are shared.

    Returns:
        A one-sided probability: 1 with fewer than two origins, or where ours is no better.

    Source: Bayley & Hammersley (1946), "The effective number of independent observations in an autocorrelated
        time series"; Diebold & Mariano (1995), "Comparing predictive accuracy".
    """
    from scipy.special import stdtr

    gain = np.asarray(theirs, dtype=np.float64) - np.asarray(ours, dtype=np.float64)
    count, mean = len(gain), float(np.mean(gain)) if len(gain) else 0.0
    if count < 2 or mean <= 0:
        return 1.0
    shared = 1.0 - np.arange(1, max(overlap, 1)) / max(overlap, 1)
    variance = float(np.var(gain, ddof=1)) * (1.0 + 2.0 * shared.sum()) / count
    freedom = max(count / (1.0 + 2.0 * (shared**2).sum()) - 1.0, 1.0)
    return 1.0 - float(stdtr(freedom, mean / np.sqrt(variance))) if variance > 0 else 0.0
