"""``Query.pins`` and ``Mutation.pinAnswer``: the answers that the viewer keeps on pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from symphonies.kernel import SymphonyError
from symphonies.platform.vizier.pins import Pin, Pins
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.refusals import refused

PINS = "pins"
"""Key of the request's extras: `Pins`."""

SDL = """
type Query {
  "The answers that the viewer pinned to pages, the first pinned first."
  pins: [Pin!]!
}

extend type Mutation {
  "Keep an answer on a page, or take it off; returns all that the viewer keeps."
  pinAnswer(symphony: ID!, page: ID!, questions: [String!]!, pinned: Boolean! = true): [Pin!]!
}

"An answer on a page, asked again whenever the page opens."
type Pin {
  symphony: ID!
  page: ID!
  "The conversation up to the answer."
  questions: [String!]!
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"pins": _pins}, "Mutation": {"pinAnswer": _pin}}


async def _pins(_source: object, info: Any) -> list[dict[str, Any]]:
    context: Context = info.context
    pins: Pins = context.extras[PINS]
    return _told(await asyncio.to_thread(pins.of, context.principal.id))


async def _pin(
    _source: object, info: Any, symphony: str, page: str, questions: list[str], pinned: bool = True
) -> list[dict[str, Any]]:
    context: Context = info.context
    pins: Pins = context.extras[PINS]
    change = pins.put if pinned else pins.remove
    try:
        pin = Pin(symphony, page, tuple(questions))
        return _told(await asyncio.to_thread(change, context.principal.id, pin))
    except SymphonyError as error:
        raise refused(error) from error


def _told(pins: tuple[Pin, ...]) -> list[dict[str, Any]]:
    return [
        {"symphony": each.symphony, "page": each.page, "questions": list(each.questions)} for each in pins
    ]
