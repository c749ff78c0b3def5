"""How the viewer wants to be told, and what they were told: ``Query.readingStyle`` and its mutations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import Kept
from symphonies.platform.security import Principal
from symphonies.platform.vizier.brief import Briefing, ReaderMemory, ReadingStyle, ReadingStyles, View
from symphonies.platform.vizier.facts import Reader
from symphonies.platform.vizier.narrate import Length, Tone, languages
from symphonies.platform.vizier.subgraph.context import Briefed, Context

READERS = "readers"
"""Key of the request's extras: `ReaderDesk`."""
REMEMBERED = 256

SDL = """
type Query {
  "How the viewer wants to be told, as they chose."
  readingStyle: ReadingStyle!
}

extend type Mutation {
  "Choose how to be told from now on."
  setReadingStyle(length: BriefingLength!, tone: BriefingTone!, language: ID!): ReadingStyle!
  "Note that the viewer has read the briefing last asked for; the next visit tells what moved since."
  noteVisit(symphony: ID!): Visit!
}

"Length, tone and language of briefings."
type ReadingStyle {
  length: BriefingLength!
  tone: BriefingTone!
  "One of the languages."
  language: ID!
  languages: [ID!]!
}

"Who was there before."
type Visit {
  "When the visit before this one was, null for a first one."
  before: String
}
"""


@dataclass(frozen=True)
class ReaderDesk:
    """What is known of readers.

    Attributes:
        memory: what they were told and saw.
        styles: how they want to be told.
        told: the briefing told last, by principal and symphony.
    """

    memory: ReaderMemory
    styles: ReadingStyles
    told: Kept[tuple[str, str], Briefing] = field(default_factory=lambda: Kept(REMEMBERED))


def reader_of(context: Context, symphony: str, briefed: Briefed) -> Reader:
    """Return the viewer as a reader of a symphony: their duties, their places, and what they know."""
    desk: ReaderDesk = context.extras[READERS]
    principal = context.principal
    reader = _reader(principal, briefed.duties)
    return desk.memory.recall(reader, principal.id, symphony, view_of(context))


def view_of(context: Context) -> View:
    """Return what the viewer may see, and of which day."""
    return View(context.scope.audience, context.semantics.company.as_of)


def _reader(principal: Principal, duties: Mapping[str, Mapping[str, float]]) -> Reader:
    """Return a reader with the duties of their roles and the places of their attributes."""
    weights: dict[str, float] = {}
    for role in sorted(principal.roles):
        for about, weight in duties.get(role, {}).items():
            weights[about] = max(weight, weights.get(about, 0.0))
    regions = principal.attributes.get("regions", ())
    places = {"entity.region": frozenset([regions] if isinstance(regions, str) else regions)}
    return Reader(duties=weights, places=places)


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {
        "Query": {"readingStyle": _style},
        "Mutation": {"setReadingStyle": _set_style, "noteVisit": _note_visit},
    }


async def _style(_source: object, info: Any) -> dict[str, Any]:
    context: Context = info.context
    desk: ReaderDesk = context.extras[READERS]
    return _told(await asyncio.to_thread(desk.styles.of, context.principal.id))


async def _set_style(_source: object, info: Any, length: str, tone: str, language: str) -> dict[str, Any]:
    context: Context = info.context
    desk: ReaderDesk = context.extras[READERS]
    if language not in languages():
        message = f"There is no language {language!r}, only {', '.join(languages())}."
        raise GraphQLError(message, extensions={"code": "ARGUMENT_INVALID"})
    chosen = ReadingStyle(Length[length], Tone[tone], language)
    return _told(await asyncio.to_thread(desk.styles.keep, context.principal.id, chosen))


async def _note_visit(_source: object, info: Any, symphony: str) -> dict[str, Any]:
    return await asyncio.to_thread(_noted, info.context, symphony)


def _noted(context: Context, symphony: str) -> dict[str, Any]:
    desk: ReaderDesk = context.extras[READERS]
    who, view = context.principal.id, view_of(context)
    briefing = desk.told.get((who, symphony))
    if briefing is None:
        message = f"No briefing of {symphony!r} was asked for yet."
        raise GraphQLError(message, extensions={"code": "ARGUMENT_INVALID"})
    desk.memory.note(briefing, who, symphony, view)
    before = desk.memory.before(who, symphony, view)
    return {"before": before and before.at.isoformat()}


def _told(style: ReadingStyle) -> dict[str, Any]:
    return {
        "length": style.length.name,
        "tone": style.tone.name,
        "language": style.language,
        "languages": list(languages()),
    }
