"""What has been settled of a question while it is grounded."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Draft:
    """What has been settled so far."""

    metrics: tuple[str, ...]
    variants: dict[str, str]
    confidence: float
    notes: list[str]
    populations: list[str] = field(default_factory=list)
    """Counts named only as what a figure is of."""
