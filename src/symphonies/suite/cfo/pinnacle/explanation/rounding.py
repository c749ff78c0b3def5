"""Whole cents that add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def whole(parts: Sequence[float], total: int) -> list[int]:
    """Return parts in whole cents whose sum is ``total``: the largest remainders are rounded up first."""
    exact = np.asarray(parts, np.float64)
    floor = np.floor(exact).astype(np.int64)
    missing = total - int(floor.sum())
    # a sum that is off by more than rounding is spread evenly before the remainders decide
    each, rest = divmod(missing, len(floor)) if len(floor) else (0, 0)
    floor += each
    floor[np.argsort(floor - exact, kind="stable")[:rest]] += 1
    return floor.tolist()
