"""Why a metric changed: what slices add to the change, and what moved first."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from symphonies.platform.vizier.facts.claim import Against, Claim, Role
from symphonies.platform.vizier.facts.fact import Fact
from symphonies.platform.vizier.facts.subject import Slice


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one slice adds to a change, in the metric's unit."""

    scope: tuple[Slice, ...]
    value: float


@dataclass(frozen=True)
class Mover:
    """A metric that moved another one."""

    metric: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Driver(Fact):
    """Why a metric changed: what slices add to the change.

    Attributes:
        change: the whole change, in the metric's unit.
        against: what the metric was set against.
        shares: the slices that explain it, the largest first; where no single cause stands out, those that
            did most, or none.
        single: whether the slices explain it; else no single cause stands out.
        upstream: metrics that moved first and are known to drive this one.
        base: what the metric was before; None where that is not known.
        surprise: how unusual the change is, in standard deviations of the changes before it.
    """

    kind: ClassVar[str] = "driver"
    change: float
    against: Against
    shares: tuple[Share, ...] = ()
    single: bool = True
    upstream: tuple[Mover, ...] = ()
    base: float | None = None
    surprise: float = 0.0

    @property
    def good(self) -> bool | None:
        """Whether the change is good."""
        return self.subject.is_good(self.change)

    @property
    def explained(self) -> float:
        """The part of the change that the slices add up to, as a ratio."""
        return math.fsum(share.value for share in self.shares) / self.change if self.change else 0.0

    def claims(self) -> Iterator[Claim]:
        """Yield the change, each slice's part of it, and the part explained."""
        yield Claim(self.change, self.subject.unit, Role.GAP, against=self.against)
        for share in self.shares:
            yield Claim(share.value, self.subject.unit, Role.PART, scope=share.scope)
            if self.change:
                yield Claim(share.value / self.change, "ratio", Role.PART, scope=share.scope)
        if self.shares:
            yield Claim(self.explained, "ratio", Role.PART)
