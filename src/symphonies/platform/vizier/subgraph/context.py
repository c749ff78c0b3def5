"""What resolvers of the Vizier need to know of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from symphonies.platform.security import Principal, Scope
from symphonies.platform.semantics import SemanticLayer

BRIEFED = "briefed"
"""Key of the request's extras: symphony id -> `Briefed`."""
FORESIGHT = "foresight"
"""Key of the request's extras: the engines that look ahead, each a `Foresight`; absent: none."""
LEVELS = "levels"
"""Key of the request's extras: the `LevelMemory`; absent: levels are asked for anew each time."""
REWRITER = "rewriter"
"""Key of the request's extras: the `Rewriter` of briefings; absent: they stay the composer's."""
WORDS = "words"
"""Key of the request's extras: the folders of products, which may name their metrics in other languages."""


@dataclass(frozen=True)
class Briefed:
    """What a symphony's briefing speaks of, and to whom.

    Attributes:
        heroes: metric ids of the first screen.
        watch: further metric ids.
        duties: role -> weight of a metric or of a product for those who have it.
    """

    heroes: tuple[str, ...]
    watch: tuple[str, ...]
    duties: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


class Context(Protocol):
    """The part of a request's context that the Vizier reads."""

    @property
    def principal(self) -> Principal:
        """Who asks."""
        ...

    @property
    def scope(self) -> Scope:
        """What the principal may see."""
        ...

    @property
    def semantics(self) -> SemanticLayer:
        """Answers metric queries."""
        ...

    @property
    def extras(self) -> Mapping[str, Any]:
        """What the application hands on."""
        ...


def words_of(context: Context) -> tuple[Path, ...]:
    """Return the folders in which products name their metrics in other languages."""
    return tuple(context.extras.get(WORDS, ()))
