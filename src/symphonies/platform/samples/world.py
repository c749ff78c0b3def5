"""The world that the products' samples are written into."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np

from symphonies.platform.samples.calendar import Calendar
from symphonies.platform.samples.plants import Plant

HISTORY_MONTHS = 39
"""Three years, and three months before them in which open items build up."""


class World:
    """Seeded streams, the calendar, and a board on which steps leave what others need.

    A name on the board holds a list: every step that gives the name appends to it, and a step that
    needs the name runs after all that give it.
    """

    def __init__(self, *, seed: int, scale: float, as_of: date) -> None:
        self.seed = seed
        self.scale = scale
        self.calendar = Calendar(as_of, HISTORY_MONTHS)
        self.planted: list[Plant] = []
        self._board: dict[str, list[Any]] = {}

    def rng(self, name: str) -> np.random.Generator:
        """Return the random stream of that name: the same for the same seed, whoever else draws."""
        digest = blake2b(name.encode(), digest_size=8).digest()
        return np.random.default_rng(np.random.SeedSequence([self.seed, int.from_bytes(digest, "big")]))

    def count(self, at_scale_1: float, least: int, power: float = 1.0) -> int:
        """Return how many of something there are at this world's scale."""
        return max(least, round(at_scale_1 * self.scale**power))

    def give(self, name: str, item: Any) -> None:
        """Append to what stands on the board under a name."""
        self._board.setdefault(name, []).append(item)

    def all(self, name: str) -> tuple[Any, ...]:
        """Return everything given under a name, in the order it was given."""
        return tuple(self._board.get(name, ()))

    def the(self, name: str) -> Any:
        """Return the only thing given under a name."""
        (item,) = self._board[name]
        return item

    def plant(self, anomaly: Plant) -> None:
        """Write an anomaly into the list of what was planted."""
        self.planted.append(anomaly)
