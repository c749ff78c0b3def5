"""The incremental detector: one value at a time, bounded memory, nothing from the future."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from symphonies.platform.vizier.watch.conformal import RollingRank
from symphonies.platform.vizier.watch.contexts import ContextModel
from symphonies.platform.vizier.watch.ranges import TrailingMean, TrailingRange

MEMORY = 4000
"""How many values back the detector looks."""
ALARM = 0.5
_SHORT, _LONG = 12, 144
_DAY_S = 86_400
_SLOTS = 24
_CYCLE_WEIGHT = 0.3
_NOTABLE = 0.02
"""The excess, in widths of the usual range, that is worth an alarm."""
_RARE = 2.5
"""The ``-log10 p`` from which an unfamiliar sequence adds to the excess."""
_REFRACTORY = 120
_STRONGER = 1.5
_FATIGUE = 1000


@dataclass(frozen=True)
class Verdict:
    """What the detector says of one value."""

    score: float
    """0 to 1; from ``ALARM`` on it is worth an alarm."""
    excess: float
    """How far outside of the usual, in widths of the usual range, in the most telling view."""
    view: str
    """That view: ``value``, ``short mean``, ``against recent``, ``time of day`` or ``sequence``."""

    @property
    def alarm(self) -> bool:
        """Whether to tell someone."""
        return self.score >= ALARM


class StreamDetector:
    """Judges each value of one stream by what came before it.

    A value is unusual when it, the mean of the last dozen, its distance from the recent mean, or its distance
    from the same time of earlier days leaves the range of the last ``MEMORY`` values, or when it follows the
    values before it in a way hardly seen. After an alarm only something half as strong again is told for a
    while, and the more alarms there were lately, the more it takes for another.
    """

    def __init__(self, *, learn: int = 300) -> None:
        """Start without history; the first ``learn`` values are learned from and never alarm."""
        self._learn = learn
        self._short, self._long = TrailingMean(_SHORT), TrailingMean(_LONG)
        self._day = _DailyCycle()
        names = ("value", "short mean", "against recent")
        self._ranges = {name: TrailingRange(MEMORY, learn=learn) for name in names}
        self._ranges["time of day"] = TrailingRange(MEMORY, learn=learn)
        self._contexts = ContextModel(learn=learn)
        self._rank = RollingRank(2 * MEMORY, learn=50)
        self._quiet = _Refractory()

    def observe(self, at: datetime, value: float) -> Verdict:
        """Judge a value and learn from it; a value that is not finite is passed over with score 0."""
        if not math.isfinite(value):
            return Verdict(0.0, 0.0, "value")
        views = {
            "value": value,
            "against recent": value - self._long.mean(value),
            "short mean": self._short.take(value),
        }
        self._long.take(value)
        by_day = self._day.residual(at, value)
        if by_day is not None:
            views["time of day"] = by_day
        excess = {name: self._ranges[name].excess(seen) for name, seen in views.items()}
        rarities = [self._rank.log_p(surprise) for surprise in self._contexts.surprises(value)]
        rarity = rarities[-1] if len(rarities) == 1 else 0.0
        return self._verdict(excess, _NOTABLE * max(rarity - _RARE, 0.0))

    def _verdict(self, excess: dict[str, float], unfamiliar: float) -> Verdict:
        view = max(excess, key=excess.__getitem__)
        total = excess[view] + unfamiliar
        told = self._quiet.filter(total)
        if unfamiliar > excess[view]:
            view = "sequence"
        return Verdict(told / (told + _NOTABLE), total, view)


class _DailyCycle:
    """The value less what is usual at that hour of the day, an hour of each day weighing as one."""

    def __init__(self) -> None:
        self._usual: list[float | None] = [None] * _SLOTS
        self._open: list[tuple[int, float, int] | None] = [None] * _SLOTS

    def residual(self, at: datetime, value: float) -> float | None:
        seconds = int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())
        day, slot = seconds // _DAY_S, seconds % _DAY_S * _SLOTS // _DAY_S
        current = self._open[slot]
        if current is not None and current[0] != day:
            mean, usual = current[1] / current[2], self._usual[slot]
            self._usual[slot] = mean if usual is None else usual + _CYCLE_WEIGHT * (mean - usual)
            current = None
        total, count = (current[1], current[2]) if current else (0.0, 0)
        self._open[slot] = (day, total + value, count + 1)
        usual = self._usual[slot]
        return None if usual is None else value - usual


class _Refractory:
    """Keeps quiet after an alarm, and asks for more the more alarms there were."""

    def __init__(self) -> None:
        self._place = 0
        self._last: tuple[int, float] | None = None
        self._load = 0.0

    def filter(self, excess: float) -> float:
        self._place += 1
        self._load *= math.exp(-1 / _FATIGUE)
        if self._last is not None:
            place, strength = self._last
            if self._place - place <= _REFRACTORY and excess <= strength * _STRONGER:
                return 0.0
        told = excess / (1 + self._load)
        if excess > _NOTABLE:
            self._last = (self._place, excess)
            self._load += 1
        return told
