"""From a planned subscription to its events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Hashable, Mapping
from functools import partial
from typing import Any

import orjson

from symphonies.federation.errors import SubgraphUnavailable
from symphonies.federation.exchange import Exchange
from symphonies.federation.execution import RunState, compile_event
from symphonies.federation.hooks import around_fetch
from symphonies.federation.planning import Fetch
from symphonies.federation.prepared import Prepared
from symphonies.federation.request import GraphQLResponse
from symphonies.federation.transport.protocol import EventClient, SubgraphRequest, SubgraphResponse

from .options import SubscriptionOptions
from .registry import Subscription, Subscriptions
from .upstream import Upstream


def subscribe(subscriptions: Subscriptions, prepared: Prepared, state: RunState) -> Subscription:
    """Opens a planned subscription.

    Args:
        subscriptions: the gateway's live subscriptions.
        prepared: the operation; its plan has a ``subscription``.
        state: who asks, the variables and the clients; its data is not used.

    Raises:
        RequestRefused: ``SUBSCRIPTION_LIMIT_EXCEEDED``.
    """
    source = prepared.plan.subscription
    assert source is not None
    events = _Events(prepared, source, state)
    options = subscriptions.options
    return subscriptions.open(
        sharing_key(prepared, state, options),
        state.exchange.identity,
        partial(Upstream, source.service, events.open, events.answer, options),
    )


class _Events:
    """How one subscription's events are had and completed."""

    def __init__(self, prepared: Prepared, source: Fetch, state: RunState) -> None:
        self._prepared = prepared
        self._source = source
        self._state = state
        self._take_in = compile_event(source)
        self._project = prepared.projection(state.variables)

    async def open(self) -> AsyncIterator[SubgraphResponse]:
        """Subscribes to the subgraph.

        Raises:
            SubgraphUnavailable: when it has no events.
        """
        source, exchange = self._source, self._state.exchange
        variables = {n: self._state.variables[n] for n in source.variables if n in self._state.variables}
        request = SubgraphRequest(
            source.document,
            source.operation,
            variables,
            exchange.context,
            source.service,
            exchange.request.headers,
        )
        client = self._state.clients.get(source.service)
        if not isinstance(client, EventClient):
            raise SubgraphUnavailable("serves no events")
        return client.subscribe(await self._through_hooks(request))

    async def _through_hooks(self, request: SubgraphRequest) -> SubgraphRequest:
        """Returns the request as the fetch hooks send it; the answer they see is empty."""
        sent = request

        async def send(given: SubgraphRequest) -> SubgraphResponse:
            nonlocal sent
            sent = given
            return SubgraphResponse({})

        if self._state.hooks:
            await around_fetch(self._state.hooks, self._state.exchange, send)(request)
        return sent

    async def answer(self, event: SubgraphResponse) -> GraphQLResponse:
        """Completes an event with the fields of other subgraphs; what fails is an error of this event."""
        given = self._state
        state = RunState(given.variables, given.clients, given.exchange, given.timeout_s, given.hooks)
        state.errors.extend(map(dict, self._prepared.errors))
        self._take_in(event, state)
        if not isinstance(event.data, dict):
            return GraphQLResponse(data=None, errors=state.errors)
        await self._prepared.run(state)
        return GraphQLResponse(data=self._project(state.data, state.errors), errors=state.errors)


def sharing_key(prepared: Prepared, state: RunState, options: SubscriptionOptions) -> Hashable | None:
    """Returns what subscriptions must have in common to share one; None for one that cannot share.

    The operation as this caller may see it, its variables, the caller, whatever the subgraph clients are
    given of the caller, and the client's headers but those that say nothing.
    """
    exchange: Exchange = state.exchange
    try:
        hash(exchange.context)
    except TypeError:
        return None
    headers = _telling(exchange.request.headers, options.ignored_headers)
    return (prepared, _text(state.variables), exchange.identity, exchange.context, exchange.labels, headers)


def _telling(headers: Mapping[str, str], ignored: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (name, value)
            for name, value in headers.items()
            if name not in ignored and not name.startswith("sec-")
        )
    )


def _text(variables: Mapping[str, Any]) -> bytes:
    return orjson.dumps(variables, default=repr, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
