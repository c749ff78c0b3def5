"""What is coming: where a metric goes, and how likely it passes a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from symphonies.platform.vizier.facts.claim import Against, Claim, Role
from symphonies.platform.vizier.facts.fact import Fact


@dataclass(frozen=True, kw_only=True)
class Outlook(Fact):
    """Where a metric is going.

    Attributes:
        value: the middle of what may come.
        low: lower end of the band.
        high: upper end of the band.
        level: how often the band is to hold, as a ratio.
        coverage: how often such bands held in the backtest; None when none was run.
        now: the value today.
        is_lowest: whether it is the least that may come, not where things end.
    """

    kind: ClassVar[str] = "outlook"
    value: float
    low: float
    high: float
    level: float
    coverage: float | None = None
    now: float | None = None
    is_lowest: bool = False

    @property
    def good(self) -> bool | None:
        """Whether it goes the good way."""
        return None if self.now is None else self.subject.is_good(self.value - self.now)

    def claims(self) -> Iterator[Claim]:
        """Yield the middle, the ends, how often the band holds and held, and the way from now."""
        yield Claim(self.value, self.subject.unit, Role.VALUE)
        yield Claim(self.low, self.subject.unit, Role.LOW)
        yield Claim(self.high, self.subject.unit, Role.HIGH)
        yield Claim(self.level, "ratio", Role.CHANCE)
        if self.coverage is not None:
            yield Claim(self.coverage, "ratio", Role.COVERAGE)
        if self.now is not None:
            yield Claim(self.now, self.subject.unit, Role.REFERENCE, against=Against.PERIOD)
            yield Claim(self.value - self.now, self.subject.unit, Role.GAP, against=Against.PERIOD)


@dataclass(frozen=True, kw_only=True)
class Chance(Fact):
    """How likely a metric passes a limit.

    Attributes:
        probability: as a ratio.
        limit: the limit, in the metric's unit.
        below: whether the risk is to fall below it; else to rise above it.
        limit_title: what the limit is called; languages know ``floor``.
    """

    kind: ClassVar[str] = "chance"
    probability: float
    limit: float
    below: bool
    limit_title: str

    def claims(self) -> Iterator[Claim]:
        """Yield the probability and the limit."""
        yield Claim(self.probability, "ratio", Role.CHANCE, sign=-1 if self.below else 1)
        yield Claim(self.limit, self.subject.unit, Role.LIMIT)
