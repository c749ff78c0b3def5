"""The watch: which features have shifted, and whether errors have grown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .distance import kolmogorov_smirnov, population_stability
from .reference import OTHER, Levels, Numbers, Reference, is_number, level_shares

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
SHIFTED_PSI = 0.25
"""By custom, the stability index from which a distribution counts as another one."""
CHANCE = 0.001
"""A gap that chance makes in less than this share of samples is none of chance."""
FEWEST = 30
"""Cases it takes to tell drift from chance."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far one feature has moved.

    Attributes:
        feature: its name.
        psi: the population stability index.
        ks: the largest gap between the distributions; None for a category.
        p_value: how likely chance makes a gap as large; None for a category.
        is_shifted: whether that is more than chance and custom allow.
    """

    feature: str
    psi: float
    ks: float | None
    p_value: float | None
    is_shifted: bool


@dataclass(frozen=True, slots=True)
class Drift:
    """What the watch found.

    Attributes:
        cases: how many cases were looked at.
        shifts: by feature, the farthest first; none with fewer than 30 cases.
        error_ratio: the error now over the error when learned; None when it cannot be told.
    """

    cases: int
    shifts: tuple[Shift, ...]
    error_ratio: float | None = None

    @property
    def shifted(self) -> tuple[str, ...]:
        """The features that have shifted."""
        return tuple(shift.feature for shift in self.shifts if shift.is_shifted)

    @property
    def is_worse(self) -> bool:
        """Whether errors are half as large again as they were."""
        return self.error_ratio is not None and self.error_ratio > 1.5


def watch(reference: Reference, features: pd.DataFrame, error_ratio: float | None = None) -> Drift:
    """Compares features with what a model learned from.

    Args:
        reference: how they were distributed then.
        features: one row a case, as they are now.
        error_ratio: the error now over the error then, where it is known.
    """
    if len(features) < FEWEST:
        return Drift(len(features), (), error_ratio)
    shifts = [
        _numbers(name, known, features[name])
        for name, known in reference.numbers.items()
        if name in features and is_number(features[name])
    ]
    shifts += [
        _levels(name, known, features[name]) for name, known in reference.levels.items() if name in features
    ]
    return Drift(len(features), tuple(sorted(shifts, key=lambda shift: -shift.psi)), error_ratio)


def _numbers(name: str, known: Numbers, now: pd.Series) -> Shift:
    values = now.to_numpy(np.float64, na_value=np.nan)
    sample = values[np.isfinite(values)]
    quantiles = np.asarray(known.quantiles)
    edges = np.unique(quantiles[::10])
    present = len(sample) / len(values)
    before = np.append(_shares(quantiles, edges) * (1 - known.missing_ratio), known.missing_ratio)
    after = np.append(_shares(sample, edges) * present, 1 - present)
    psi = population_stability(before, after)
    if not len(sample):
        return Shift(name, psi, None, None, psi > SHIFTED_PSI)
    gap, chance = kolmogorov_smirnov(quantiles, sample)
    return Shift(name, psi, gap, chance, psi > SHIFTED_PSI and (chance < CHANCE or present < 1))


def _shares(values: Floats, edges: Floats) -> Floats:
    """Returns the share of values below, between and above the edges."""
    if not len(values):
        return np.zeros(len(edges) + 1)
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1) / len(values)


def _levels(name: str, known: Levels, now: pd.Series) -> Shift:
    shares = level_shares(now)
    names = [level for level in known.shares if level != OTHER]
    before = np.array([known.shares[level] for level in names])
    after = np.array([shares.get(level, 0.0) for level in names])
    psi = population_stability(
        np.append(before, max(0.0, 1 - before.sum())), np.append(after, max(0.0, 1 - after.sum()))
    )
    return Shift(name, psi, None, None, psi > SHIFTED_PSI)
