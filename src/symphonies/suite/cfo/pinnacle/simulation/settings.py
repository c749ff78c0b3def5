"""How many paths, how far, and which chance."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.suite.cfo.pinnacle.errors import SimulationInvalidError
from symphonies.suite.cfo.pinnacle.position import Position

STRATA = 25
"""The common lateness shock takes this many values, each on equally many paths."""


@dataclass(frozen=True)
class Settings:
    """What a simulation may choose; equal settings and positions give bit-equal paths."""

    horizon: int = 91
    """Days ahead."""
    paths: int = 2000
    seed: int = 20_260_101

    def check(self, position: Position) -> None:
        """Refuse what cannot be simulated.

        Raises:
            SimulationInvalidError: too few paths, or a horizon beyond what the position describes.
        """
        if self.paths < STRATA:
            raise SimulationInvalidError(
                f"{self.paths} paths were asked for, at least {STRATA} are needed.",
                hint="2000 paths give a steady 80 % band.",
            )
        if not 1 <= self.horizon <= position.days:
            raise SimulationInvalidError(
                f"A horizon of {self.horizon} days was asked for; the position describes {position.days}.",
                hint=f"Ask for 1 to {position.days} days.",
            )
