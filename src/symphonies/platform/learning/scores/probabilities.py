"""Scores of probabilities of something that comes (1) or does not (0)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """What came where something was said to be so likely.

    Attributes:
        said: shape (bins,): the mean probability of a bin.
        came: shape (bins,): the share that came.
        count: shape (bins,): how many were in it.
    """

    said: Floats
    came: Floats
    count: NDArray[np.int64]

    @property
    def error(self) -> float:
        """The expected calibration error: the mean distance of said and came, weighted by count."""
        return float(np.sum(self.count * np.abs(self.said - self.came)) / np.sum(self.count))


def reliability(came: Floats, said: Floats, bins: int = 10) -> Reliability:
    """Returns a reliability table of bins that hold about equally many.

    Args:
        came: shape (n,), 0 or 1.
        said: shape (n,), probabilities.
        bins: how many; fewer where there are fewer cases.

    Source: Naeini, Cooper & Hauskrecht (2015); bins of equal mass after Nixon et al. (2019).
    """
    order = np.argsort(said, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return Reliability(
        np.array([said[part].mean() for part in parts]),
        np.array([came[part].mean() for part in parts]),
        np.array([len(part) for part in parts], dtype=np.int64),
    )


def brier(came: Floats, said: Floats) -> float:
    """Returns the mean squared error of probabilities.

    Source: Brier (1950), "Verification of forecasts expressed in terms of probability".
    """
    return float(np.mean((said - came) ** 2))


def log_loss(came: Floats, said: Floats) -> float:
    """Returns the mean negative log likelihood; probabilities of 0 and 1 are taken as nearly so."""
    sure = np.clip(said, 1e-15, 1 - 1e-15)
    return float(-np.mean(came * np.log(sure) + (1 - came) * np.log1p(-sure)))
