"""The Vizier in the supergraph: one file a verb, joined to one subgraph."""

from collections.abc import Callable, Mapping
from typing import Any

from symphonies.platform.vizier.subgraph import (
    advice,
    anomalies,
    answering,
    asking,
    briefing,
    corrections,
    deciding,
    decisions,
    documents,
    model,
    origins,
    pinning,
    readers,
    why,
)
from symphonies.platform.vizier.subgraph.anomalies import WATCH, WatchDesk
from symphonies.platform.vizier.subgraph.answering import WRITER, events
from symphonies.platform.vizier.subgraph.asking import ASK, AskDesk
from symphonies.platform.vizier.subgraph.briefing import brief_whole
from symphonies.platform.vizier.subgraph.context import (
    BRIEFED,
    FORESIGHT,
    LEVELS,
    REWRITER,
    WORDS,
    Briefed,
    Context,
)
from symphonies.platform.vizier.subgraph.decisions import visible_decisions
from symphonies.platform.vizier.subgraph.desk import ADVICE, AdviceDesk
from symphonies.platform.vizier.subgraph.documents import DOCUMENTS
from symphonies.platform.vizier.subgraph.model import MODEL
from symphonies.platform.vizier.subgraph.origins import place_of
from symphonies.platform.vizier.subgraph.pinning import PINS
from symphonies.platform.vizier.subgraph.readers import READERS, ReaderDesk
from symphonies.platform.vizier.subgraph.why import WHY, WhyDesk

_PARTS = (
    briefing, advice, decisions, deciding, asking, corrections, model, documents, anomalies, origins, why,
    readers, pinning,
)  # fmt: skip
_LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'

SDL = (
    _LINK
    + answering.SDL
    + "".join(
        part.SDL if number == 0 else part.SDL.replace("\ntype Query", "\nextend type Query")
        for number, part in enumerate(_PARTS)
    )
)


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of the subgraph, by type and field."""
    found: dict[str, dict[str, Callable[..., Any]]] = {}
    for part in _PARTS:
        for owner, fields in part.resolvers().items():
            found.setdefault(owner, {}).update(fields)
    return found


__all__ = [
    "ADVICE",
    "ASK",
    "BRIEFED",
    "DOCUMENTS",
    "FORESIGHT",
    "LEVELS",
    "MODEL",
    "PINS",
    "READERS",
    "REWRITER",
    "SDL",
    "WATCH",
    "WHY",
    "WORDS",
    "WRITER",
    "AdviceDesk",
    "AskDesk",
    "Briefed",
    "Context",
    "ReaderDesk",
    "WatchDesk",
    "WhyDesk",
    "brief_whole",
    "events",
    "place_of",
    "resolvers",
    "visible_decisions",
]
