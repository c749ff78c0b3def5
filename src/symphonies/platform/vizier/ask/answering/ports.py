"""What an engine must offer so that a question beyond figures can be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from symphonies.platform.vizier.ask.answering.answer import Chart, Figure
from symphonies.platform.vizier.ask.grounding import Plan
from symphonies.platform.vizier.foresight import Page

if TYPE_CHECKING:
    from symphonies.platform.security import Scope


@dataclass(frozen=True)
class Worked:
    """What an engine found."""

    sentence: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    words: tuple[str, ...]
    """How it was worked out."""
    notes: tuple[str, ...] = ()
    chart: Chart | None = None
    figures: tuple[Figure, ...] = ()
    """The figures of the sentence, in its order."""
    lineage: tuple[str, ...] = ()
    """The tables it is worked out from."""
    pages: tuple[Page, ...] = ()
    """Where it can be looked into."""


class Engine(Protocol):
    """Answers one kind of question: why, what if, or forecast."""

    def work(self, plan: Plan, scope: Scope) -> Worked | None:
        """Return what was found; None where this engine cannot compute it."""
        ...
