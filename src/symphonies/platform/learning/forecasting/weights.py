"""How much each member counts: equal at first, and as far from it as its errors before prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ensemble import Told
from .members import PRIORS

STRENGTH = 15.0
"""A member whose errors are one per cent smaller counts about fifteen per cent more."""
LUCK = 0.08
"""How far the relative error of a member may differ from one origin to the next, whatever the series."""
SMALLEST, LARGEST = 0.05, 5.0
"""Relative errors beyond are told as these, so that no single series decides."""
PERSISTENCE = 3.0
"""A series' own errors count like those of all once it has so many origins, or more where they change."""
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Forecasts from an earlier origin, that knew only what was known then, and what came.

    Attributes:
        told: what the members said.
        actual: shape (series, horizon).
        owner: shape (series,): which of all series each is.
    """

    told: Told
    actual: Floats
    owner: Places


def weigh(trials: Sequence[Trial], told: Told) -> Floats:
    """Returns the weight of each member for each series.

    Relative errors are averaged over the series of a kind and shrunk to none by the positive-part James-Stein
    rule; a series' own errors move its weights the more, the more they stay the same between origins.

    Args:
        trials: from earlier origins; with none, members count as far as they are trusted untested.
        told: what is to be combined.

    Returns:
        Shape (members, series); 0 for members not asked, and 1 summed over members.

    Source: Bates & Granger (1969), "The combination of forecasts"; shrinkage after Diebold & Pauly (1990),
        "The use of prior information in forecast combination".
    """
    weights = np.array(list(PRIORS.values()))[:, None] * told.asked
    if trials:
        owner = np.concatenate([trial.owner for trial in trials])
        origin = np.repeat(np.arange(len(trials)), [len(trial.owner) for trial in trials])
        relative = np.concatenate([_relative_errors(trial) for trial in trials], axis=1)
        for kind in np.unique(told.kinds):
            seen = (told.kinds[owner] == kind) & np.isfinite(relative).any(axis=0)
            rows = np.flatnonzero(told.kinds == kind)
            if seen.any():
                worse = _expected(relative[:, seen], owner[seen], origin[seen], rows)
                weights[:, rows] *= np.exp(-STRENGTH * worse)
    return weights / weights.sum(axis=0)


def _relative_errors(trial: Trial) -> Floats:
    """Returns logarithms of each member's mean error, their weighted mean being 0 for each series."""
    errors = np.abs(trial.told.values - trial.actual).mean(axis=2)
    trust = np.array(list(PRIORS.values()))[:, None] * trial.told.asked
    trust = trust / trust.sum(axis=0)
    usual = (trust * np.nan_to_num(errors)).sum(axis=0)
    usual[usual == 0] = np.nan
    found = np.log(np.clip(errors / usual, SMALLEST, LARGEST))
    return found - (trust * np.nan_to_num(found)).sum(axis=0)


def _expected(
    relative: Floats, owner: NDArray[np.int64], origin: NDArray[np.int64], rows: NDArray[np.int64]
) -> Floats:
    """Returns the relative errors to expect, shape (members, rows).

    Args:
        relative: shape (members, forecasts).
        owner: shape (forecasts,): whose each is.
        origin: shape (forecasts,): from where each was made.
        rows: whose to expect.
    """
    known = np.isfinite(relative)
    count = known.sum(axis=1)
    filled = np.where(known, relative, 0.0)
    pooled = filled.sum(axis=1) / np.maximum(count, 1)
    apart = np.where(known, (relative - pooled[:, None]) ** 2, 0.0).sum(axis=1) / np.maximum(count - 1, 1)
    independent = np.maximum(len(np.unique(owner)), count / 2)  # origins overlap by half
    noise = np.where(count > 1, apart / independent, 1.0) + LUCK**2 / len(np.unique(origin))
    pooled *= np.maximum(0.0, 1.0 - noise / np.maximum(pooled**2, 1e-12))
    needed = _origins_needed(relative, owner)
    mine = owner[:, None] == rows
    if not np.isfinite(needed):
        return np.repeat(pooled[:, None], len(rows), axis=1)
    return (needed * pooled[:, None] + filled @ mine) / (needed + known @ mine)


def _origins_needed(relative: Floats, owner: Places) -> float:
    """Returns after how many origins a series' own errors count like those of all; infinite when never."""
    always = np.isfinite(relative).all(axis=1)
    groups = list(_repeated(relative[always], owner))
    if len(groups) < 3 or not always.any():
        return np.inf
    means = np.stack([group.mean(axis=1) for group in groups], axis=1)
    within = float(np.mean([group.var(axis=1, ddof=1) for group in groups]))
    origins = float(np.mean([group.shape[1] for group in groups]))
    between = float(means.var(axis=1, ddof=1).mean()) - within / origins
    return PERSISTENCE * max(1.0, within / between) if between > 0 else np.inf


def _repeated(relative: Floats, owner: Places) -> Iterator[Floats]:
    for one in np.unique(owner):
        group = relative[:, owner == one]
        if group.shape[1] > 1:
            yield group
