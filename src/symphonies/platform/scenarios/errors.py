"""What scenarios refuse."""

from __future__ import annotations

from typing import ClassVar

from symphonies.kernel import NotFoundError, SymphonyError


class LeverInvalidError(SymphonyError):
    """There is no such lever, or it cannot stand there."""

    code: ClassVar[str] = "LEVER_INVALID"


class ScenarioInvalidError(SymphonyError):
    """A scenario cannot be saved so."""

    code: ClassVar[str] = "SCENARIO_INVALID"


class ScenarioUnknownError(NotFoundError):
    """There is no such scenario among those the principal may see."""

    code: ClassVar[str] = "SCENARIO_UNKNOWN"
