"""Calibration where some cases are still running: leaving them out would make everything look quicker."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def event_curve(times: Floats, seen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Returns the distinct times of events, and the share that had its event by then.

    Args:
        times: shape (n,): until the event, or as long as the case was watched without one.
        seen: shape (n,): whether the event came.

    Returns:
        Times, rising, and shares, shape (events,) each; both empty when no event came.

    Source: Kaplan & Meier (1958), "Nonparametric estimation from incomplete observations".
    """
    moments, place = np.unique(times[seen], return_inverse=True)
    events = np.bincount(place, minlength=len(moments))
    at_risk = len(times) - np.searchsorted(np.sort(times), moments, side="left")
    left = np.cumprod(1.0 - events / at_risk, dtype=np.float64)
    return moments, 1.0 - left


def censored_quantile(ratios: Floats, seen: NDArray[np.bool_], level: float) -> float | None:
    """Returns the factor on a predicted time by which a share ``level`` of a cohort has its event.

    Take all cases that opened in a span of time, closed or not, and divide the time each took (or has been
    open) by the quantile predicted when it opened: 1 means the prediction kept its word.

    Args:
        ratios: shape (n,).
        seen: shape (n,): whether the event came.
        level: which quantile was predicted, between 0 and 1.

    Returns:
        None when the cohort has not been watched long enough for that share.

    Source: split-conformal calibration (Lei et al. 2018) over the curve of Kaplan & Meier (1958).
    """
    moments, shares = event_curve(ratios, seen)
    wanted = min(1.0, level * (len(ratios) + 1) / max(len(ratios), 1))
    place = int(np.searchsorted(shares, wanted - 1e-12))
    return float(moments[place]) if place < len(moments) else None
