"""Whether one forecast was better than another by more than luck."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def chance_of_luck(ours: Floats, theirs: Floats, overlap: int = 1) -> float:
    """Returns how likely errors would be less than a rival's by so much, if neither forecast were better.

    Args:
        ours: mean error from each origin, oldest first, shape (origins,).
        theirs: the rival's from the same origins.
        overlap: how many neighbouring origins look over the same days; 1 for none.

    Returns:
        A one-sided probability: 1 with fewer than two origins, or where ours is no better.

    Source: Diebold & Mariano (1995), "Comparing predictive accuracy", as corrected for few origins by
        Harvey, Leybourne & Newbold (1997), "Testing the equality of prediction mean squared errors".
    """
    from scipy.special import stdtr

    gain = np.asarray(theirs, dtype=np.float64) - np.asarray(ours, dtype=np.float64)
    count, mean = len(gain), float(np.mean(gain)) if len(gain) else 0.0
    if count < 2 or mean <= 0:
        return 1.0
    off, steps = gain - mean, min(max(overlap, 1), count)
    alone = float(np.mean(off**2))
    shared = sum(float(off[lag:] @ off[:-lag]) / count for lag in range(1, steps))
    variance = alone + 2 * shared
    variance = variance if variance > 0 else alone
    if variance == 0:
        return 0.0
    # a long overlap over few origins leaves nothing to go by; then at least one of them counts
    kept = max(count + 1 - 2 * steps + steps * (steps - 1) / count, 1.0) / count
    return 1.0 - float(stdtr(count - 1, mean / np.sqrt(variance / count) * np.sqrt(kept)))
