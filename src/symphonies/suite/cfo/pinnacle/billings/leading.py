"""Whether a series from outside runs ahead of billings: asked of the errors of past forecasts."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from symphonies.platform.learning import chance_of_luck
from symphonies.suite.cfo.pinnacle.books import Floats
from symphonies.suite.cfo.pinnacle.markets import Indicators
from symphonies.suite.cfo.pinnacle.position import INDICATORS, Input

from .trial import FEWEST_ORIGINS, Trial

WEEKS = 4
"""How far ahead a series moves billings. It is tried so far ahead and no farther: month ends then share no
days, and a few years of them can tell it from luck."""
_FEWEST_LEARNED = 8
"""Month ends, their weeks over, that must lie before one on which a series is tried."""
_LUCK = 0.05
"""Chance that luck alone takes any of all series that are tried."""
_RIDGE = 2.0
"""Month ends that a series must speak against to be believed by half."""
_MOST_MOVED = 0.5
"""Logarithm of the factor beyond which billings are not moved."""


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """Forecasts from past month ends. Shape (origins, weeks) for amounts.

    Attributes:
        day: of each origin, oldest first.
        moving, standing: what was told that a series may move, and what orders and deals at hand say.
        came: what was invoiced.
        signals: how series stood as known on each origin, shape (origins, signals).
    """

    day: np.ndarray
    moving: Floats
    standing: Floats
    came: Floats
    signals: Floats

    def errors(self, rows: np.ndarray, logarithm: Floats) -> Floats:
        """Returns by which share the billings of all weeks together were off, as a logarithm without sign.

        A series speaks of how much is billed, not of which week; a logarithm lets no weak month outweigh
        others.

        Args:
            rows: of the origins.
            logarithm: of the factor by which a series moves them.
        """
        told = self.moving[rows].sum(axis=1) * np.exp(logarithm) + self.standing[rows].sum(axis=1)
        return np.abs(np.log(np.maximum(told, 1e-9) / np.maximum(self.came[rows].sum(axis=1), 1e-9)))

    @property
    def missed(self) -> Floats:
        """Returns the logarithm of what came over what was told, of each origin."""
        told = (self.moving + self.standing).sum(axis=1)
        return np.log(np.maximum(self.came.sum(axis=1), 1e-9) / np.maximum(told, 1e-9)).clip(-1.0, 1.0)


def choose_indicator(trial: Trial, used: AbstractSet[str], indicators: Indicators) -> tuple[Input, float]:
    """Decides whether a series moves the forecast, and by which factor today.

    What came over what was told is regressed on how a series stood, from those month ends whose weeks were
    over, and tried on the next one. Of many series one looks good by luck: the best is used where luck would
    let any of them look as good in one of twenty cases.

    Args:
        trial: forecasts from past month ends.
        used: what they are told from besides history.
        indicators: as known on the cut.

    Source: Dunn (1961), "Multiple comparisons among means", for the chance of any of many.
    """
    if not indicators.names:
        return Input(INDICATORS, "absent", "No series from outside are told of."), 1.0
    past = _past(trial, used, indicators)
    learned = [np.flatnonzero(past.day + 7 * WEEKS <= day) for day in past.day]
    tried = np.array([at for at, rows in enumerate(learned) if len(rows) >= _FEWEST_LEARNED], dtype=np.int64)
    signals = np.flatnonzero(np.isfinite(past.signals).all(axis=0)) if len(past.day) else tried
    if len(tried) < FEWEST_ORIGINS or not len(signals):
        return Input(INDICATORS, "short", _short(len(tried), len(signals), indicators)), 1.0
    without = past.errors(tried, np.zeros(len(tried)))
    found = np.stack([_tried(past, learned, tried, int(each)) for each in signals])
    luck = np.array([chance_of_luck(ours, without) for ours in found])
    best = int(np.lexsort((found.mean(axis=1), luck))[0])
    chance = min(float(luck[best]) * len(signals), 1.0)
    factor = _factor(past, indicators.stood(trial.group.cut), int(signals[best])) if chance < _LUCK else 1.0
    said = _words(
        indicators, len(signals), indicators.signals[signals[best]], factor, chance,
        (float(found[best].mean()), float(without.mean()), len(tried)),
    )  # fmt: skip
    state = "used" if chance < _LUCK else "refused"
    errors = float(found[best].mean()), float(without.mean())
    return Input(INDICATORS, state, said, *errors, len(tried), chance), factor


def _past(trial: Trial, used: AbstractSet[str], indicators: Indicators) -> _Past:
    origins = [day for day in trial.origins if trial.knows(day)]
    told = [trial.told(day, used) for day in origins]
    empty = np.zeros((0, WEEKS))
    return _Past(
        np.array(origins, dtype=np.int64),
        np.stack([moving[:WEEKS] for moving, _ in told]) if told else empty,
        np.stack([standing[:WEEKS] for _, standing in told]) if told else empty,
        np.stack([trial.came(day)[:WEEKS] for day in origins]) if told else empty,
        np.stack([indicators.stood(day) for day in origins]) if told else empty,
    )


def _tried(past: _Past, learned: list[np.ndarray], tried: np.ndarray, signal: int) -> Floats:
    """Returns the errors with a series, its weight learnt anew for each origin."""
    moved = np.array([_moved(past, learned[at], past.signals[at, signal], signal) for at in tried.tolist()])
    return past.errors(tried, moved)


def _moved(past: _Past, rows: np.ndarray, now: float, signal: int) -> float:
    """Returns the logarithm of the factor that a series asks for, by what it was worth on some origins."""
    before = past.signals[rows, signal]
    middle, deviation = float(before.mean()), float(before.std())
    if deviation == 0 or not math.isfinite(now):
        return 0.0
    steady = (before - middle) / deviation
    weight = float(steady @ past.missed[rows]) / (len(rows) + _RIDGE)
    return float(np.clip(weight * (now - middle) / deviation, -_MOST_MOVED, _MOST_MOVED))


def _factor(past: _Past, now: Floats, signal: int) -> float:
    return math.exp(_moved(past, np.arange(len(past.day)), float(now[signal]), signal))


def _words(
    indicators: Indicators, signals: int, best: str, factor: float, chance: float,
    scores: tuple[float, float, int],
) -> str:  # fmt: skip
    ours, theirs, origins = scores
    count = len(indicators.names)
    tried = f"Tried {count} {'indicator' if count == 1 else 'indicators'} in {signals} forms"
    what = f"error of the next {WEEKS} weeks' billings"
    errors = f"{what} {ours:.3f} with, {theirs:.3f} without, from {origins} month ends"
    if chance < _LUCK:
        return f"{tried}, {best} helped: {errors}. It moves what history tells of them by {factor - 1:+.1%}."
    luck = "no gain" if ours >= theirs else f"luck gives one of them that in {chance:.0%} of cases"
    return f"{tried}, none helped: {errors} ({best}; {luck})."


def _short(origins: int, signals: int, indicators: Indicators) -> str:
    if not signals:
        return f"Not tried: none of {len(indicators.names)} series reaches back over all past month ends."
    return f"Not tried: {origins} of {FEWEST_ORIGINS} past month ends have {_FEWEST_LEARNED} to learn from."
