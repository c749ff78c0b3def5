"""The list of what was planted in the sample: the truth that detectors are judged by."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

import numpy as np


@dataclass(frozen=True)
class Plant:
    """One anomaly with its cause."""

    kind: str
    """What happened; one of a kind in a sample, so it also names the plant."""
    first_on: date
    last_on: date
    where: dict[str, tuple[str, ...]]
    """Dimension -> values, such as ``{"entity.region": ("DACH",)}``."""
    metrics: tuple[str, ...]
    """The metrics in which it shows."""
    effect: float
    """Its size, in the unit named by ``effect_unit``."""
    effect_unit: str
    why: str

    def as_row(self) -> dict[str, object]:
        """Return the plant as plain values for JSON, dates in ISO 8601."""
        row = asdict(self)
        return {**row, "first_on": self.first_on.isoformat(), "last_on": self.last_on.isoformat()}


def as_date(day: np.datetime64) -> date:
    """Return a ``datetime64[D]`` as a date."""
    return day.astype("M8[D]").item()
