"""What the cash engine refuses."""

from __future__ import annotations

from typing import ClassVar

from symphonies.kernel import NotFoundError, SymphonyError


class SimulationInvalidError(SymphonyError):
    """Such a simulation cannot be run."""

    code: ClassVar[str] = "SIMULATION_INVALID"


class SnapshotChangedError(SymphonyError):
    """A saved scenario cannot be run again on the figures it was saved on."""

    code: ClassVar[str] = "SNAPSHOT_CHANGED"


class PositionUnknownError(SymphonyError):
    """There is nothing to tell cash from."""

    code: ClassVar[str] = "POSITION_UNKNOWN"


class PositionPreparingError(SymphonyError):
    """The position is being read and learnt; it will be there soon."""

    code: ClassVar[str] = "POSITION_PREPARING"
    retryable: ClassVar[bool] = True


class PlanUnknownError(NotFoundError):
    """There is no such plan among those that are kept for the principal."""

    code: ClassVar[str] = "PLAN_UNKNOWN"
