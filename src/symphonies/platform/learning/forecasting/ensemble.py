"""The combined forecast: seasonal members, members of what is left without the season, and long blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .calendar import Design, calendar_effect
from .members import aggregated_member, intermittent_members, plain_members, seasonal_members
from .outliers import without_outliers
from .seasonality import along, seasonal_indices

FEWEST_BLOCKS = 6
MOSTLY_ZERO = 0.5
"""From this share of zeros on, a series is a rate of events rather than a level."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Combined:
    """Forecasts of several series.

    Attributes:
        mean: shape (series, horizon).
        spread: shape (series, horizon): one standard deviation, before calibration; the error a model
            expects and the disagreement among members, taken together.
        members: how many forecasts were combined.
        outliers: how many points of each history were set aside.
    """

    mean: Floats
    spread: Floats
    members: tuple[int, ...]
    outliers: tuple[int, ...] = ()


def combine(
    histories: Sequence[Floats], season: int, horizon: int, designs: Sequence[Design | None] | None = None
) -> Combined:
    """Forecasts series of one season together.

    Args:
        histories: shape (n,) each, oldest first, without gaps.
        season: how many points make a season.
        horizon: how many points to forecast.
        designs: for each history its calendar from its first point on, past the horizon.
    """
    regular = [_kind(history, season) in {"short", "long"} for history in histories]
    effects = [
        calendar_effect(history, season, horizon, design if is_regular else None)
        for history, design, is_regular in zip(
            histories, designs or [None] * len(histories), regular, strict=True
        )
    ]
    plain = [effect.without(history) for effect, history in zip(effects, histories, strict=True)]
    cleaned = [
        without_outliers(history, season) if is_regular else (history, 0)
        for history, is_regular in zip(plain, regular, strict=True)
    ]
    told = _combine([history for history, _ in cleaned], season, horizon)
    ahead = [effect.along(len(h), horizon) for effect, h in zip(effects, histories, strict=True)]
    multiplies = np.array([effect.multiplies for effect in effects])[:, None]
    factor = np.where(multiplies, np.stack(ahead), 1.0)
    mean = np.where(multiplies, told.mean * factor, told.mean + np.stack(ahead))
    return Combined(mean, told.spread * factor, told.members, tuple(count for _, count in cleaned))


def _combine(histories: Sequence[Floats], season: int, horizon: int) -> Combined:
    mean = np.empty((len(histories), horizon))
    spread = np.empty_like(mean)
    counts = np.zeros(len(histories), dtype=np.int64)
    kinds = np.array([_kind(history, season) for history in histories])
    for kind, forecast in FORECASTERS.items():
        rows = np.flatnonzero(kinds == kind)
        if len(rows):
            chosen = [histories[int(row)] for row in rows]
            mean[rows], spread[rows], counts[rows] = forecast(chosen, season, horizon)
    return Combined(mean, spread, tuple(int(count) for count in counts))


Parts = tuple[Floats, Floats, int]
"""Mean and spread, shape (series, horizon) each, and how many members there were."""


def _kind(history: Floats, season: int) -> str:
    if np.ptp(history) == 0:
        return "constant"
    if np.mean(history == 0) > MOSTLY_ZERO:
        return "intermittent"
    block = season // 2
    return "long" if block > 1 and len(history) >= FEWEST_BLOCKS * block else "short"


def _constant(histories: Sequence[Floats], _season: int, horizon: int) -> Parts:
    levels = np.array([history[-1] for history in histories])[:, None]
    return np.repeat(levels, horizon, axis=1), np.zeros((len(histories), horizon)), 1


def _intermittent(histories: Sequence[Floats], _season: int, horizon: int) -> Parts:
    members = np.stack(list(intermittent_members(histories, horizon).values()))
    own = np.array([float(np.std(history)) for history in histories])[:, None]
    mean = np.nan_to_num(members).mean(axis=0)
    return mean, np.repeat(own, horizon, axis=1), len(members)


def _long(histories: Sequence[Floats], season: int, horizon: int) -> Parts:
    return _regular(histories, season, horizon, block=season // 2)


def _short(histories: Sequence[Floats], season: int, horizon: int) -> Parts:
    return _regular(histories, season, horizon, block=0)


def _regular(histories: Sequence[Floats], season: int, horizon: int, *, block: int) -> Parts:
    seasons = [seasonal_indices(history, season) for history in histories]
    adjusted = [
        _without(history, indices, multiplies)
        for history, (indices, multiplies) in zip(histories, seasons, strict=True)
    ]
    plain, own = plain_members(adjusted, horizon)
    if block:
        plain["blocks"] = aggregated_member(adjusted, block, horizon)
    future = [along(indices, len(h), horizon) for h, (indices, _) in zip(histories, seasons, strict=True)]
    multiplied = np.array([multiplies for _, multiplies in seasons])[:, None]
    ahead = np.stack(future)
    members = [np.where(multiplied, member * ahead, member + ahead) for member in plain.values()]
    members += list(seasonal_members(histories, season, horizon).values())
    stacked = _sane(np.stack(members), histories)
    own = np.where(multiplied, own * np.where(multiplied, ahead, 1.0), own)
    return stacked.mean(axis=0), np.hypot(own, stacked.std(axis=0)), len(stacked)


def _without(history: Floats, indices: Floats, multiplies: bool) -> Floats:
    seasonal = along(indices, 0, len(history))
    return history / seasonal if multiplies else history - seasonal


def _sane(members: Floats, histories: Sequence[Floats]) -> Floats:
    """Replaces what ran away by the median of the members, and what is not a number by the last value."""
    last = np.array([history[-1] for history in histories])[None, :, None]
    members = np.where(np.isfinite(members), members, last)
    middle = np.median(members, axis=0, keepdims=True)
    span = np.array([10 * np.ptp(history) + np.abs(history).max() for history in histories])[None, :, None]
    return np.where(np.abs(members - middle) > span, middle, members)


FORECASTERS: Mapping[str, Callable[[Sequence[Floats], int, int], Parts]] = {
    "constant": _constant,
    "intermittent": _intermittent,
    "short": _short,
    "long": _long,
}
