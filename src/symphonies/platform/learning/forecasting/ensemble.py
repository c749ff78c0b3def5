"""What each member says of each series: with its season or without, on an even calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .calendar import Design, calendar_effect
from .members import PRIORS, Named, aggregated_member, intermittent_members, plain_members, seasonal_members
from .outliers import without_outliers
from .seasonality import along, seasonal_indices

FEWEST_BLOCKS = 6
MOSTLY_ZERO = 0.5
"""From this share of zeros on, a series is a rate of events rather than a level."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Forecasts of several series by several members.

    Attributes:
        values: shape (members, series, horizon), members as in ``PRIORS``; ``nan`` of those not asked.
        own: shape (series, horizon): one standard deviation, as one model expects it.
        kinds: shape (series,): ``constant``, ``intermittent`` or ``regular``.
        outliers: how many points of each history were set aside.
    """

    values: Floats
    own: Floats
    kinds: NDArray[np.str_]
    outliers: tuple[int, ...] = ()

    @property
    def asked(self) -> NDArray[np.bool_]:
        """Which members were asked, shape (members, series)."""
        return whole(self.values)

    def combined(self, weights: Floats) -> tuple[Floats, Floats]:
        """Returns mean and spread, shape (series, horizon) each.

        The spread is a standard deviation before calibration: what a model expects of its own error, and the
        disagreement among members, taken together.

        Args:
            weights: shape (members, series), 0 for those not asked; they sum to 1 for each series.
        """
        shares, values = weights[:, :, None], np.nan_to_num(self.values)
        mean = (shares * values).sum(axis=0)
        apart = (shares * (values - mean) ** 2).sum(axis=0)
        return mean, np.sqrt(self.own**2 + apart)


def ask(
    histories: Sequence[Floats], season: int, horizon: int, designs: Sequence[Design | None] | None = None
) -> Told:
    """Asks the members about series of one season.

    Args:
        histories: shape (n,) each, oldest first, without gaps.
        season: how many points make a season.
        horizon: how many points to forecast.
        designs: for each history its calendar from its first point on, past the horizon.
    """
    kinds = np.array([kind_of(history) for history in histories])
    effects = [
        calendar_effect(history, season, horizon, design if kind == "regular" else None)
        for history, design, kind in zip(histories, designs or [None] * len(histories), kinds, strict=True)
    ]
    plain = [effect.without(history) for effect, history in zip(effects, histories, strict=True)]
    cleaned = [
        without_outliers(history, season) if kind == "regular" else (history, 0)
        for history, kind in zip(plain, kinds, strict=True)
    ]
    values, own = _by_kind([history for history, _ in cleaned], kinds, season, horizon)
    ahead = np.stack([effect.along(len(h), horizon) for effect, h in zip(effects, histories, strict=True)])
    multiplies = np.array([effect.multiplies for effect in effects])[:, None]
    values = np.where(multiplies, values * ahead, values + ahead)
    own = np.where(multiplies, own * ahead, own)
    return Told(values, own, kinds, tuple(count for _, count in cleaned))


def whole(values: Floats) -> NDArray[np.bool_]:
    """Returns which forecasts are numbers throughout, shape (members, series)."""
    return np.asarray(np.isfinite(values).all(axis=2))


def kind_of(history: Floats) -> str:
    """Returns how a history is forecast."""
    if np.ptp(history) == 0:
        return "constant"
    return "intermittent" if np.mean(history == 0) > MOSTLY_ZERO else "regular"


def _by_kind(
    histories: Sequence[Floats], kinds: NDArray[np.str_], season: int, horizon: int
) -> tuple[Floats, Floats]:
    values = np.full((len(PRIORS), len(histories), horizon), np.nan)
    own = np.zeros((len(histories), horizon))
    for kind, forecast in {"constant": _constant, "intermittent": _intermittent, "regular": _regular}.items():
        rows = np.flatnonzero(kinds == kind)
        if len(rows):
            chosen = [histories[int(row)] for row in rows]
            found, own[rows] = forecast(chosen, season, horizon)
            values[:, rows] = _sane(_stacked(found, len(rows), horizon), chosen)
    return values, own


def _stacked(found: Named, count: int, horizon: int) -> Floats:
    nobody = np.full((count, horizon), np.nan)
    return np.stack([found.get(name, nobody) for name in PRIORS])


def _constant(histories: Sequence[Floats], _season: int, horizon: int) -> tuple[Named, Floats]:
    levels = np.array([history[-1] for history in histories])[:, None]
    same = np.repeat(levels, horizon, axis=1)
    return {"mean": same}, np.zeros_like(same)


def _intermittent(histories: Sequence[Floats], season: int, horizon: int) -> tuple[Named, Floats]:
    own = np.array([float(np.std(history)) for history in histories])[:, None]
    return intermittent_members(histories, season, horizon), np.repeat(own, horizon, axis=1)


def _regular(histories: Sequence[Floats], season: int, horizon: int) -> tuple[Named, Floats]:
    seasons = [seasonal_indices(history, season) for history in histories]
    adjusted = [
        _without(history, indices, multiplies)
        for history, (indices, multiplies) in zip(histories, seasons, strict=True)
    ]
    plain, own = plain_members(adjusted, horizon)
    if season // 2 > 1:
        plain["blocks"] = _blocks(adjusted, season // 2, horizon)
    ahead = np.stack(
        [along(indices, len(h), horizon) for h, (indices, _) in zip(histories, seasons, strict=True)]
    )
    multiplied = np.array([multiplies for _, multiplies in seasons])[:, None]
    seasoned = {name: np.where(multiplied, told * ahead, told + ahead) for name, told in plain.items()}
    own = np.where(multiplied, own * ahead, own)
    return seasoned | seasonal_members(histories, season, horizon), own


def _blocks(adjusted: Sequence[Floats], block: int, horizon: int) -> Floats:
    found = np.full((len(adjusted), horizon), np.nan)
    rows = [row for row, history in enumerate(adjusted) if len(history) >= FEWEST_BLOCKS * block]
    if rows:
        found[rows] = aggregated_member([adjusted[row] for row in rows], block, horizon)
    return found


def _without(history: Floats, indices: Floats, multiplies: bool) -> Floats:
    seasonal = along(indices, 0, len(history))
    return history / seasonal if multiplies else history - seasonal


def _sane(values: Floats, histories: Sequence[Floats]) -> Floats:
    """Leaves out what is not a number, and replaces what ran away by the median of the members."""
    usable = whole(values)
    values = np.where(usable[:, :, None], values, np.nan)
    lost = ~usable.any(axis=0)
    values[:, lost] = np.array([history[-1] for history in histories])[lost, None]
    middle = np.nanmedian(values, axis=0, keepdims=True)
    span = np.array([10 * np.ptp(history) + np.abs(history).max() for history in histories])[None, :, None]
    return np.where(np.abs(values - middle) > span, middle, values)
