"""What a reader saw of a metric at an earlier visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Seen:
    """A figure as it stood then.

    Attributes:
        value: in the metric's unit.
        start: first day of its period.
    """

    value: float
    start: date
