"""Who asks: every read in the house takes a principal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Principal:
    """A person or service that reads or acts."""

    id: str
    name: str
    title: str = ""
    roles: frozenset[str] = frozenset()
    attributes: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Facts that policies may test, such as ``{"regions": ("DACH",)}``."""
