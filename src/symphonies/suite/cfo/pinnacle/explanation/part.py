"""A share in a figure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """A share in a figure or in a change of it, in base cents."""

    name: str
    amount: int
    parts: tuple[Part, ...] = field(default=())
    """By customer, where the share is one of receipts; they add up to ``amount``."""
