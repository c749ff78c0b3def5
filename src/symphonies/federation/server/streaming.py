"""Answers in several pieces over one HTTP response."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from symphonies.federation.gateway import Gateway
from symphonies.federation.http import accepted
from symphonies.federation.incremental import BY_PATH, FirstPart, chosen_form
from symphonies.federation.incremental.forms import FORMS
from symphonies.federation.request import GraphQLRequest, GraphQLResponse
from symphonies.federation.streaming import Answer

from .failure import failed
from .formats import EventParts, EventStream, Format, Parts
from .settings import SubscriptionSettings
from .streams import with_heartbeats
from .wire import RawHeaders, Send

UNBUFFERED: RawHeaders = [
    (b"cache-control", b"no-cache, no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
]
"""What keeps proxies from holding pieces back."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which streams a client takes.

    Attributes:
        events: server-sent events, for whatever it asks.
        event_parts: events of a subscription as parts.
        form: the form of deferred parts, None when it takes whole answers only.
    """

    events: bool = False
    event_parts: bool = False
    form: str | None = None


NOTHING_WANTED = Wanted()


def wanted(accept: str | None) -> Wanted:
    """Reads an Accept header."""
    if not accept or ("event-stream" not in accept and "multipart" not in accept):
        return NOTHING_WANTED
    ranges = accepted(accept)
    named = [media for media, parameters in ranges if parameters.get("q") not in {"0", "0.0"}]
    return Wanted(
        events="text/event-stream" in named,
        event_parts=any(m == "multipart/mixed" and p.get("subscriptionspec") == "1.0" for m, p in ranges),
        form=chosen_form(accept),
    )


async def open_stream(
    gateway: Gateway, request: GraphQLRequest, context: object, wants: Wanted
) -> tuple[Format, AsyncIterator[dict[str, Any]]] | GraphQLResponse:
    """Begins to answer in the way a client takes.

    Returns:
        How the pieces are written and the pieces; or the whole answer, if it is one and the client did not
        ask for events.
    """
    answers = gateway.stream(request, context)
    if wants.events:
        return EventStream(), written(answers, wants.form or BY_PATH)
    if wants.event_parts and gateway.kind_of(request) == "subscription":
        return EventParts(), written(answers)
    if wants.form is None:
        return await gateway.execute(request, context)
    first = await anext(answers)
    if isinstance(first, GraphQLResponse):
        async with aclosing(answers):  # type: ignore[type-var]
            return first
    return Parts(wants.form), written(_resumed(first, answers), wants.form)


class Shape:
    """Writes what a gateway streams as JSON objects, one answer after the other.

    Args:
        form: how deferred parts are written.
    """

    def __init__(self, form: str = BY_PATH) -> None:
        self._parts = FORMS[form]()

    def of(self, answer: Answer) -> dict[str, Any]:
        """Returns the next object."""
        if isinstance(answer, GraphQLResponse):
            return answer.as_dict()
        return self._parts.first(answer) if isinstance(answer, FirstPart) else self._parts.later(answer)


async def written(answers: AsyncIterator[Answer], form: str = BY_PATH) -> AsyncIterator[dict[str, Any]]:
    """Yields what a gateway streams as JSON objects; closing it closes the stream.

    Args:
        answers: the stream.
        form: how deferred parts are written.
    """
    shape = Shape(form)
    async with aclosing(answers):  # type: ignore[type-var]
        try:
            async for answer in answers:
                yield shape.of(answer)
        except Exception as error:  # whatever it is, the client learns only that it happened
            yield failed(error).as_dict()


async def _resumed(first: Any, rest: AsyncIterator[Any]) -> AsyncIterator[Any]:
    async with aclosing(rest):  # type: ignore[type-var]
        yield first
        async for item in rest:
            yield item


async def send_stream(
    send: Send,
    form: Format,
    items: AsyncIterator[Mapping[str, Any]],
    settings: SubscriptionSettings,
    headers: RawHeaders,
) -> None:
    """Sends pieces as they come, and signs of life in between.

    Raises:
        TimeoutError: when the client leaves what it was sent unread for too long.
    """
    first = [(b"content-type", form.content_type.encode()), *UNBUFFERED, *headers]
    await send({"type": "http.response.start", "status": 200, "headers": first})

    async def put(piece: bytes, *, more: bool = True) -> None:
        async with asyncio.timeout(settings.send_timeout_s):
            await send({"type": "http.response.body", "body": piece, "more_body": more})

    await put(form.opening)
    async with aclosing(with_heartbeats(items, settings.heartbeat_s)) as pieces:  # type: ignore[type-var]
        async for item in pieces:
            piece = form.heartbeat if item is None else form.item(item)
            if piece:
                await put(piece)
    await put(form.closing, more=False)
