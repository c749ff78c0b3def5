"""What the cash engine refuses."""

from __future__ import annotations

from typing import ClassVar

from symphonies.kernel import SymphonyError


class PositionInvalidError(SymphonyError):
    """The figures of a position do not fit together."""

    code: ClassVar[str] = "POSITION_INVALID"


class SimulationInvalidError(SymphonyError):
    """Such a simulation cannot be run."""

    code: ClassVar[str] = "SIMULATION_INVALID"


class PlanImpossibleError(SymphonyError):
    """No plan of the allowed actions keeps the floor."""

    code: ClassVar[str] = "PLAN_IMPOSSIBLE"


class SnapshotChangedError(SymphonyError):
    """A saved scenario cannot be run again on the figures it was saved on."""

    code: ClassVar[str] = "SNAPSHOT_CHANGED"
