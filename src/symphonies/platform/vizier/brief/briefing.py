"""The briefing of a page: facts of its metrics as this principal may see them, and a text made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.facts import (
    Driver,
    Fact,
    Level,
    LevelMemory,
    Reader,
    levels,
    materiality,
    rank,
)
from symphonies.platform.vizier.narrate import Sentence, Span, Style, Text, narrate

MATERIAL = 0.4
"""Facts below this rank are left out of the list, unless they are heroes."""

FactSource = Callable[[SemanticLayer, Scope, Sequence[str]], Iterable[Fact]]
"""Finds further facts about metrics for one principal: anomalies, forecasts, advice."""
Reasons = Callable[[SemanticLayer, Scope, Sequence[Level]], Iterable[Driver]]
"""Finds why levels moved, for one principal."""
MOST_REASONS = 5
"""So many levels are asked reasons of: those that matter most."""


@dataclass(frozen=True)
class Sources:
    """Where facts other than levels come from.

    Attributes:
        facts: anomalies, forecasts, advice, by name.
        reasons: why what matters moved; None: no reasons are told.
        memory: keeps levels for the next one who sees the same; None: they are asked for anew.
    """

    facts: Mapping[str, FactSource] = field(default_factory=dict)
    reasons: Reasons | None = None
    memory: LevelMemory | None = None


@dataclass(frozen=True)
class Briefing:
    """What a page opens with."""

    text: Text
    facts: tuple[Fact, ...]
    """Heroes in their order, then the other material facts, most material first."""
    withheld: tuple[str, ...]
    """Metric ids that this principal may not see."""

    @property
    def headline(self) -> Sentence:
        """The message of the page."""
        return self.text.headline


def compose(
    heroes: Sequence[str],
    watch: Sequence[str],
    layer: SemanticLayer,
    scope: Scope,
    *,
    reader: Reader | None = None,
    style: Style | None = None,
    sources: Sources | None = None,
) -> Briefing:
    """Return the briefing of a symphony for one principal.

    Args:
        heroes: metric ids of the first screen; the first visible one is the headline's subject.
        watch: further metrics worth a sentence when they move.
        layer: answers the metric queries.
        scope: what the principal may see.
        reader: what is this person's, and what they know.
        style: length, tone and language.
        sources: where facts other than levels come from, and where levels are kept.
    """
    reader, style = reader or Reader(), style or Style()
    sources = sources or Sources()
    first = levels(heroes, layer, scope, seen=reader.seen, memory=sources.memory)
    others = levels(watch, layer, scope, seen=reader.seen, memory=sources.memory)
    further = [fact for found in sources.facts.values() for fact in found(layer, scope, [*heroes, *watch])]
    if sources.reasons is not None:
        moved = _moved([*first.facts, *others.facts], reader)
        further += sources.reasons(layer, scope, moved)
    ranked = rank([*others.facts, *further], reader)
    facts = (*first.facts, *(fact for fact in ranked if materiality(fact, reader) >= MATERIAL))
    withheld = (*first.withheld, *others.withheld)
    text = narrate(facts, reader, style)
    if withheld and not facts:
        text = replace(text, headline=Sentence((Span(style.language.text("hidden")),)), sections=())
    return Briefing(text, facts, withheld)


def _moved(found: Sequence[Level], reader: Reader) -> list[Level]:
    """Return the levels whose reasons are asked for."""
    worth = [level for level in found if materiality(level, reader) >= MATERIAL]
    return sorted(worth, key=lambda level: materiality(level, reader), reverse=True)[:MOST_REASONS]
