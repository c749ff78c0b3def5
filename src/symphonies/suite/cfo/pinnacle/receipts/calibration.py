"""Probabilities that came true as often as they said, counting what is still open as not yet paid."""

from __future__ import annotations

import numpy as np

from .ledger import Flags, Floats

_POINTS = np.linspace(0.0, 1.0, 21)
_PRIOR = 20.0
"""Outcomes for which the model's own word counts as much as theirs."""


def learn_calibration(reached: Floats, paid: Flags, weight: Floats) -> Floats:
    """Returns what each of 21 even probabilities was worth in an earlier cohort, rising from 0 to 1.

    Args:
        reached: the probability of payment by the day it came, or by the last day it had not; shape (n,).
        paid: whether it came.
        weight: how much each counts.

    Source: Kaplan & Meier (1958), applied to the probability integral transform; the cohort is that of all
    open invoices of past days, so that slow payers are not missing from it.
    """
    order = np.argsort(reached, kind="stable")
    at, event, mass = reached[order], paid[order], weight[order]
    at_risk = np.cumsum(mass[::-1])[::-1]
    hazard = np.where(event, mass, 0.0) / np.maximum(at_risk, 1e-12)
    alive = np.cumprod(1.0 - np.minimum(hazard, 1.0))
    place = np.searchsorted(at, _POINTS, side="right")
    seen = np.where(place > 0, 1.0 - alive[np.maximum(place - 1, 0)], 0.0) if len(at) else _POINTS
    known = at_risk[np.minimum(place, len(at) - 1)] * (place < len(at)) if len(at) else np.zeros(21)
    found = (known * seen + _PRIOR * _POINTS) / (known + _PRIOR)
    found[0], found[-1] = 0.0, 1.0
    return np.maximum.accumulate(np.clip(found, 0.0, 1.0))


def calibrated(chance: Floats, found: Floats) -> Floats:
    """Returns probabilities as `learn_calibration` found them to be worth; any shape."""
    return np.interp(chance, _POINTS, found)
